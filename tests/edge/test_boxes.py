"""What is written in a box is found, whether it touches the box's frame or not."""

import cv2
import numpy as np
import pytest

from edge.boxes import written_in_boxes
from edge.finder import find_parts
from tests.edge.paper import overlap, pure_ink, written_mask

SHAPE = (300, 400)


def frame(left: int, top: int, right: int, bottom: int, thickness: int = 4, turn: float = 0.0) -> np.ndarray:
    centre, size = ((left + right) / 2, (top + bottom) / 2), (right - left, bottom - top)
    corners = np.int32(cv2.boxPoints((centre, size, -turn)))
    return cv2.polylines(np.zeros(SHAPE, np.uint8), [corners], True, 255, thickness)


def within(mask: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8: what is written in the boxes of a mask."""
    parts = find_parts(pure_ink(mask))
    ink = written_in_boxes(parts, SHAPE)
    out = np.zeros(SHAPE, np.uint8)
    for part in parts:
        if id(part) in ink:
            out[part.top : part.bottom, part.left : part.right] |= ink[id(part)]
    return out


@pytest.mark.parametrize("thickness", [2, 6, 16])
@pytest.mark.parametrize("turn", [0, 8, -15])
def test_of_a_box_whose_frame_the_digit_touches_the_digit_is_left(thickness, turn):
    digit = written_mask(SHAPE, "3", 113, 90, 110, 9)
    assert overlap(within(digit | frame(115, 70, 265, 220, thickness, turn)), digit) > 0.8


def test_of_an_empty_box_nothing_is_left():
    mask = frame(115, 70, 265, 220)
    assert len(written_in_boxes(find_parts(pure_ink(mask)), SHAPE)) == 1
    assert not within(mask).any()


@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit_is_no_box(digit):
    for width in (3, 12, 24):
        parts = find_parts(pure_ink(written_mask(SHAPE, digit, 100, 60, 180, width)))
        assert written_in_boxes(parts, SHAPE) == {}


def test_what_the_picture_cuts_off_is_a_box_only_beside_a_whole_one():
    cut = frame(-60, -40, 80, 100)
    assert written_in_boxes(find_parts(pure_ink(cut)), SHAPE) == {}
    assert len(written_in_boxes(find_parts(pure_ink(cut | frame(120, 70, 265, 220))), SHAPE)) == 2


@pytest.mark.parametrize("turn", [0, 4, -4])
def test_a_box_of_which_little_is_in_view_is_one_beside_a_whole_one(turn):
    few = cv2.bitwise_or(frame(-118, 70, 27, 220, turn=turn), frame(120, 70, 265, 220, turn=turn))
    parts = find_parts(pure_ink(few))
    assert len(parts) == len(written_in_boxes(parts, SHAPE)) == 2
    assert not within(few).any()


def test_a_digit_that_is_cut_off_beside_a_box_is_none():
    digits = written_mask(SHAPE, "0", -40, 90, 110, 9) | written_mask(SHAPE, "7", 330, 90, 110, 9)
    parts = find_parts(pure_ink(digits | frame(115, 70, 265, 220)))
    assert len(parts) == 3 and len(written_in_boxes(parts, SHAPE)) == 1


def test_a_block_is_no_box():
    block = cv2.rectangle(np.zeros(SHAPE, np.uint8), (100, 60), (260, 220), 255, cv2.FILLED)
    assert written_in_boxes(find_parts(pure_ink(block)), SHAPE) == {}
