"""Parts become digits by the grouping that reads best."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import Part, union_box
from edge.lines import Line
from edge.segmentation import Segment, mask_of_items, segment


def part(x, w, y=0, h=40):
    return Part((x, y, w, h), np.full((h, w), 255, np.uint8), 200.0)


def classifier(digits: dict[tuple[int, int], tuple[int, float]]):
    """Knows the digit and its probability for parts that span from x to x; all else is no digit."""

    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        for row, (parts, _slope) in zip(probabilities, wanted, strict=True):
            x, _, w, _ = union_box(parts)
            digit, sure = digits.get((x, x + w), (0, 0.001))
            row[digit], row[10] = sure, 1 - sure
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    return classify


def read(line, digits):
    (row,) = segment([line], classifier(digits))
    return [(item.digit, item.dropped) for item in row]


def test_sure_parts_are_digits_as_they_stand():
    line = Line((part(0, 20), part(30, 20)), 40, 0.0)
    assert read(line, {(0, 20): (4, 0.98), (30, 50): (2, 0.97)}) == [(4, False), (2, False)]


def test_pieces_that_read_only_together_are_one_digit():
    line = Line((part(0, 12), part(15, 12)), 40, 0.0)
    assert read(line, {(0, 27): (4, 0.98)}) == [(4, False)]


def test_sure_neighbours_are_not_joined_even_if_they_read_well_together():
    line = Line((part(0, 12), part(15, 12)), 40, 0.0)
    digits = {(0, 12): (1, 0.98), (15, 27): (1, 0.98), (0, 27): (4, 0.99)}
    assert read(line, digits) == [(1, False), (1, False)]


def test_two_bows_that_a_ruling_left_of_a_0_are_joined():
    line = Line((part(0, 12), part(15, 12)), 40, 0.0)
    assert read(line, {(0, 12): (1, 0.98), (15, 27): (1, 0.98), (0, 27): (0, 0.99)}) == [(0, False)]


def test_the_two_strokes_of_a_4_are_joined_where_one_is_no_sure_1():
    line = Line((part(0, 12), part(15, 12)), 40, 0.0)
    assert read(line, {(0, 12): (1, 0.78), (15, 27): (1, 0.98), (0, 27): (4, 0.99)}) == [(4, False)]


@pytest.mark.parametrize(
    ("digit", "height", "whole", "text"),
    [
        (7, 40, (1, 0.4), [(7, False), (0, True)]),
        (7, 100, (1, 0.9), [(7, False), (0, False)]),
        (7, 50, (2, 0.9), [(2, False)]),
        (0, 100, (9, 0.9), [(9, False)]),
        (1, 100, (4, 0.4), [(4, False)]),
    ],
    ids=["no digit together", "much higher", "a stroke that it lacks", "the bow of a 9", "a stroke of a 4"],
)
def test_a_sure_digit_is_not_joined_with_what_spoils_it(digit, height, whole, text):
    line = Line((part(0, 20), part(22, 16, 0, height)), 40, 0.0)
    assert read(line, {(0, 20): (digit, 0.98), (0, 38): whole}) == text


@pytest.mark.parametrize(
    ("left", "four", "text"),
    [(32, 0.96, [(4, False)]), (32, 0.9, [(1, False)] * 2), (38, 0.96, [(1, False)] * 2)],
    ids=["above the stem's foot", "unsure", "as low as the stem"],
)
def test_two_sure_1s_are_a_4_where_the_left_one_ends_higher(left, four, text):
    line = Line((part(0, 12, h=left), part(15, 12)), 40, 0.0)
    assert read(line, {(0, 12): (1, 0.999), (15, 27): (1, 0.999), (0, 27): (4, four)}) == text


def test_a_low_stroke_that_is_a_sure_1_is_a_4s_where_both_are():
    line = Line((part(0, 12, h=20), part(15, 12)), 40, 0.0)
    assert read(line, {(0, 12): (1, 0.999), (15, 27): (1, 0.999), (0, 27): (4, 0.96)}) == [(4, False)]


def test_what_reads_as_nothing_is_left_out():
    line = Line((part(0, 20), part(40, 8, 30, 8)), 40, 0.0)
    assert read(line, {(0, 20): (7, 0.98)}) == [(7, False), (0, True)]


def rings():
    """Two rings of 48 x 56 px that touch at x = 46, as one part."""
    mask = np.zeros((60, 94), np.uint8)
    cv2.ellipse(mask, (24, 30), (20, 26), 0, 0, 360, 255, 5)
    cv2.ellipse(mask, (68, 30), (22, 26), 0, 0, 360, 255, 5)
    x, y, w, h = cv2.boundingRect(mask)
    return Part((0, 0, w, h), mask[y : y + h, x : x + w], 200.0)


def reads(is_digit):
    """A classifier that takes a part for a 0 with .97 where `is_digit(x, right, width)` says so."""

    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        for row, (parts, _slope) in zip(probabilities, wanted, strict=True):
            x, _, w, _ = union_box(parts)
            row[0] = 0.97 if is_digit(x, x + w, w) else 0.001
            row[10] = 1 - row[0]
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    return classify


def test_touching_digits_are_cut_where_both_halves_read():
    line = Line((rings(),), 56, 0.0)
    (row,) = segment([line], reads(lambda x, right, w: 38 <= w <= 52))
    assert [item.digit for item in row] == [0, 0]
    assert abs(row[0].box[2] - 44) <= 6 and row[0].origin == row[1].origin >= 0 < row[1].cut


def test_a_part_whose_pieces_read_no_better_stays_whole():
    line = Line((rings(),), 56, 0.0)
    (row,) = segment([line], reads(lambda x, right, w: False))
    assert len(row) == 1 and row[0].origin == -1


def test_what_is_longer_than_a_row_of_digits_is_not_cut():
    asked = []

    def classify(wanted):
        asked.extend(wanted)
        return np.zeros((len(wanted), 28, 28), np.uint8), np.full((len(wanted), 11), 1 / 11, np.float32)

    segment([Line((part(0, 2000),), 40, 0.0)], classify)
    assert len(asked) == 1


def test_a_long_line_in_which_next_to_nothing_is_sure_is_neither_cut_nor_grouped():
    line = Line(tuple(part(28 * i, 27) for i in range(14)), 40, 0.0)
    asked = []

    def classify(wanted):
        asked.extend(wanted)
        return classifier({(0, 27): (7, 0.98)})(wanted)

    (row,) = segment([line], classify)
    assert len(asked) == 14
    assert [item.dropped for item in row] == [False] + 13 * [True]


def test_where_no_digit_is_sure_many_doubtful_parts_are_a_scribbles_and_are_not_cut():
    few, many = (
        [Line((replace(rings(), box=(0, 100 * i, *rings().box[2:])),), 56, 0.0) for i in range(count)]
        for count in (7, 8)
    )
    sure = Line((part(200, 20, 900),), 40, 0.0)

    def halves(x, right, w):
        return 38 <= w <= 52 or x == 200

    def origins(lines):
        return [item.origin >= 0 for row in segment(lines, reads(halves)) for item in row]

    assert all(origins(few)) and not any(origins(many))
    assert sum(origins([*many, sure])) == 16


@pytest.mark.parametrize(
    ("bow", "text"), [(40, [(3, False), (4, False)]), (56, [(2, False), (1, True), (4, False)])]
)
def test_a_low_bow_that_reads_as_a_digit_is_joined_to_a_broken_one(bow, text):
    line = Line((part(0, 22, 0, bow), part(24, 20, 60, 40), part(60, 30, 0, 90)), 90, 0.0)
    digits = {(0, 22): (2, 0.97), (24, 44): (1, 0.1), (0, 44): (3, 0.99), (60, 90): (4, 0.98)}
    assert read(line, digits) == text


def test_the_mask_of_segments_shows_their_ink_at_its_place_and_no_other():
    items = [
        Segment((part(x, 10),), np.zeros((28, 28), np.uint8), np.eye(11, dtype=np.float32)[1])
        for x in (5, 30)
    ]
    mask = mask_of_items(items, (50, 60))
    assert mask.shape == (50, 60)
    assert mask.nonzero()[1].min() == 5 and cv2.countNonZero(mask) == 2 * 10 * 40
    assert not mask[:, 15:30].any() and not mask[40:].any()
