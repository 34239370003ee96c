"""A ring that is drawn around a number is found, and nothing else that holds something."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.circles import find_circles
from edge.finder import Part, find_parts
from tests.edge.paper import pure_ink, written_mask

SHAPE = (300, 400)


def reads_as(digit: int):
    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        probabilities[:, digit] = 0.99
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    return classify


def circles(mask: np.ndarray, digit: int = 3) -> list[tuple]:
    return circles_of(find_parts(pure_ink(mask)), digit)


def circles_of(parts: list[Part], digit: int) -> list[tuple]:
    return [circle.box for circle in find_circles(parts, reads_as(digit))]


def ring(width: int, height: int, start: int = 0, sweep: int = 360) -> np.ndarray:
    mask = np.zeros(SHAPE, np.uint8)
    return cv2.ellipse(mask, (200, 150), (width, height), 0, start, start + sweep, 255, 5)


@pytest.mark.parametrize("size", [(70, 75), (120, 70), (150, 90)])
@pytest.mark.parametrize("sweep", [330, 360, 390])
def test_a_ring_around_digits_is_found_closed_or_open(size, sweep):
    digits = written_mask(SHAPE, "3", 170, 115, 60)
    (box,) = circles(digits | ring(*size, start=-100, sweep=sweep))
    assert box[2] > 1.8 * size[0] and box[3] > 1.7 * size[1]


@pytest.mark.parametrize("digit", [0, 1])
def test_a_ring_around_a_lone_0_or_1_is_found_and_eyes_and_a_nose_make_it_none(digit):
    def face(*places):
        return ring(75, 70) | sum(written_mask(SHAPE, str(digit), *place, 4) for place in places)

    assert len(circles(face((165, 115, 70)), digit)) == 1
    assert circles(face((180, 125, 45)), digit) == []
    assert circles(face((145, 120, 60), (205, 120, 60)), digit) == []


@pytest.mark.parametrize(("faint", "found"), [(0.5, 1), (0.2, 0)], ids=["pencil", "graph paper"])
def test_a_ring_holds_a_digit_in_pencil_and_no_line_of_the_paper(faint, found):
    ring_, one = find_parts(pure_ink(ring(75, 70) | written_mask(SHAPE, "1", 165, 115, 70)))
    assert len(circles_of([ring_, replace(one, darkness=faint * ring_.darkness)], 1)) == found


def test_what_holds_no_sure_digit_is_none():
    assert circles(written_mask(SHAPE, "3", 170, 110, 70) | ring(70, 75), 10) == []
    assert circles(ring(70, 75)) == []


def test_a_box_around_a_digit_is_none():
    box = cv2.rectangle(np.zeros(SHAPE, np.uint8), (120, 80), (280, 220), 255, 5)
    assert circles(written_mask(SHAPE, "3", 170, 115, 60) | box) == []


def test_a_digit_beside_whose_strokes_a_low_one_stands_is_none():
    assert circles(written_mask(SHAPE, "4", 110, 40, 220, 8) | written_mask(SHAPE, "3", 160, 60, 60)) == []
