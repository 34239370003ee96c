"""A comb, a row of boxes without tops, is a box; digits are none, however they touch."""

import cv2
import numpy as np
import pytest

from edge.boxes import written_in_boxes
from edge.finder import find_parts
from edge.open_boxes import lid_of
from tests.edge.paper import pure_ink, written_mask

SHAPE = (300, 400)


def comb(left: int, base: int, pitch: int, boxes: int, tall: int, turn: float = 0.0) -> np.ndarray:
    """Returns a row of boxes without tops, (h, w) uint8."""
    mask = np.zeros(SHAPE, np.uint8)
    cv2.line(mask, (left, base), (left + boxes * pitch, base), 255, 2)
    for x in range(left, left + boxes * pitch + 1, pitch):
        cv2.line(mask, (x, base), (x, base - tall), 255, 2)
    matrix = cv2.getRotationMatrix2D((left, base), turn, 1)
    return cv2.warpAffine(mask, matrix, SHAPE[::-1], flags=cv2.INTER_NEAREST)


@pytest.mark.parametrize("boxes", [2, 3, 7])
@pytest.mark.parametrize("turn", [0, 3, -4])
def test_a_row_of_boxes_without_tops_is_a_box_in_which_nothing_is_written(boxes, turn):
    written = written_in_boxes(find_parts(pure_ink(comb(30, 180, 44, boxes, 26, turn))), SHAPE)
    assert [ink.any() for ink in written.values()] == [False]


def test_a_tray_as_high_as_wide_is_no_box():
    assert written_in_boxes(find_parts(pure_ink(comb(100, 200, 100, 1, 90))), SHAPE) == {}


@pytest.mark.parametrize("text", ["8600", "22", "90080", "555"])
@pytest.mark.parametrize("width", [4, 9])
def test_touching_digits_are_no_row_of_boxes(text, width):
    masks = [written_mask(SHAPE, digit, 20 + 46 * index, 100, 90, width) for index, digit in enumerate(text)]
    touching = np.bitwise_or.reduce(masks)
    parts = find_parts(pure_ink(touching))
    assert len(parts) < len(text)
    assert written_in_boxes(parts, SHAPE) == {}


def test_a_digit_on_a_line_is_no_row_of_boxes():
    mask = written_mask(SHAPE, "8", 150, 60, 120, 8)
    cv2.line(mask, (20, 178), (380, 182), 255, 3)
    assert written_in_boxes(find_parts(pure_ink(mask)), SHAPE) == {}


@pytest.mark.parametrize("side", [10, 50])
def test_squared_paper_is_no_row_of_boxes(side):
    mask = np.zeros(SHAPE, np.uint8)
    mask[::side] = mask[:, ::side] = 255
    mask[-1] = 255
    (grid,) = find_parts(pure_ink(mask))
    assert lid_of(grid) is None


@pytest.mark.parametrize("high", [25, 45])
@pytest.mark.parametrize("width", [3, 8])
def test_the_lower_bow_of_a_broken_0_is_no_row_of_boxes(high, width):
    mask = np.zeros(SHAPE, np.uint8)
    cv2.ellipse(mask, (150, 100), (34, high), 0, -15, 195, 255, width)
    (bow,) = find_parts(pure_ink(mask))
    assert lid_of(bow) is None
