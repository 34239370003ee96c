"""Touching digits are cut where their outlines meet."""

import cv2
import numpy as np
import pytest

from edge.cuts import between, find_cuts
from edge.finder import Part


def drawn(width, *strokes):
    """A part of 60 rows with lines of 5 px through the given points, and rings (x, y, rx, ry)."""
    mask = np.zeros((60, width), np.uint8)
    for stroke in strokes:
        if isinstance(stroke, tuple):
            x, y, rx, ry = stroke
            cv2.ellipse(mask, (x, y), (rx, ry), 0, 0, 360, 255, 5)
        else:
            cv2.polylines(mask, [np.array(stroke, np.int32)], False, 255, 5)
    x, y, w, h = cv2.boundingRect(mask)
    return Part((200 + x, 100 + y, w, h), mask[y : y + h, x : x + w])


def rings_on_a_bar():
    return drawn(110, (24, 30, 20, 26), (80, 30, 22, 26), [(46, 30), (58, 30)])


def touching_rings():
    return drawn(100, (24, 30, 20, 26), (68, 30, 22, 26))


def leaning_strokes():
    """As in 11 whose feet run together."""
    return drawn(60, [(8, 4), (30, 55)], [(50, 4), (32, 55)])


def halves(part, cut):
    return between(part, None, cut.right), between(part, cut.right, None)


@pytest.mark.parametrize("part", [rings_on_a_bar(), touching_rings(), leaning_strokes()])
def test_two_halves_hold_all_the_ink_and_nothing_twice(part):
    cuts = find_cuts(part)
    assert cuts
    for cut in cuts:
        total = np.zeros((200, 400), int)
        for piece in halves(part, cut):
            x, y, w, h = piece.box
            total[y : y + h, x : x + w] += piece.mask > 0
        x, y, w, h = part.box
        assert (total[y : y + h, x : x + w] == (part.mask > 0)).all()
        assert total.sum() == np.count_nonzero(part.mask)


@pytest.mark.parametrize(
    ("part", "right", "left"),
    [(rings_on_a_bar(), 252, 252), (touching_rings(), 246, 243), (leaning_strokes(), 234, 228)],
)
def test_a_cut_goes_between_two_digits(part, right, left):
    """`right` is where the left digit ends, `left` where the right one begins, to within 8 px."""
    ends = [(first.right, second.left) for first, second in (halves(part, cut) for cut in find_cuts(part))]
    assert any(abs(end - right) <= 8 and abs(start - left) <= 8 for end, start in ends), ends


def test_a_bridge_between_two_corners_is_cheaper_than_a_stroke():
    part = touching_rings()
    cheapest = min(find_cuts(part), key=lambda cut: cut.price)
    assert abs(halves(part, cheapest)[0].right - 246) <= 4


def test_cuts_go_from_left_to_right():
    part = drawn(160, (24, 30, 20, 26), (68, 30, 22, 26), (114, 30, 22, 26))
    ends = [halves(part, cut)[0].mask.size for cut in find_cuts(part)]
    assert ends == sorted(ends) and len(ends) > 2


def test_between_two_cuts_lies_what_both_leave():
    part = drawn(160, (24, 30, 20, 26), (68, 30, 22, 26), (114, 30, 22, 26))
    cuts = find_cuts(part)
    middle = [between(part, a.right, b.right) for i, a in enumerate(cuts) for b in cuts[i + 1 :]]
    assert any(p and abs(p.left - 244) <= 4 and abs(p.right - 292) <= 4 for p in middle)


def test_a_lone_upright_stroke_is_left_whole():
    assert find_cuts(Part((0, 0, 6, 60), np.full((60, 6), 255, np.uint8))) == []


@pytest.mark.parametrize("shape", [(1, 1), (2, 9), (9, 2), (5, 5), (60, 400)])
def test_ink_of_any_shape_can_be_asked_for_cuts(shape):
    part = Part((0, 0, shape[1], shape[0]), np.full(shape, 255, np.uint8))
    assert all(cut.right.shape == shape for cut in find_cuts(part))


@pytest.mark.parametrize(("width", "is_cut"), [(600, True), (660, False)])
def test_a_row_of_touching_digits_is_cut_unless_it_is_as_long_as_a_ruling(width, is_cut):
    row = np.zeros((40, width), np.uint8)
    row[18:22] = 255  # what makes the marks touch
    row[:, 5::30] = row[:, 6::30] = 255
    assert bool(find_cuts(Part((0, 0, width, 40), row))) == is_cut


def test_no_cut_goes_through_a_scribble():
    zigzag = [(10 + 80 * (index % 2), 3 + 6 * index) for index in range(10)]
    assert find_cuts(drawn(100, zigzag)) == []
