"""A printed cell's lines around a digit are told from what else is there."""

import cv2
import numpy as np
import pytest

from edge.cells import lines_around

SHAPE = (300, 400)
DIGIT = (185, 120, 30, 60)


def grid(*corners: tuple[int, int]) -> np.ndarray:
    """Returns (h, w) uint8 ink of a cell with these corners, whose lines go on beyond it."""
    ink = np.zeros(SHAPE, np.uint8)
    for (x, y), (u, v) in zip(corners, corners[1:] + corners[:1], strict=True):
        beyond = (u - x) // 3, (v - y) // 3
        cv2.line(ink, (x - beyond[0], y - beyond[1]), (u + beyond[0], v + beyond[1]), 255, 4)
    return ink


CELL = grid((140, 90), (270, 95), (262, 210), (135, 205))


def test_the_lines_of_a_cell_in_perspective_are_all_that_is_one_with_it():
    blot = cv2.circle(CELL.copy(), (40, 40), 15, 255, cv2.FILLED)
    assert lines_around(blot, DIGIT) == cv2.countNonZero(CELL)


def test_what_else_is_in_the_cell_is_no_line_of_it():
    stroke = cv2.line(CELL.copy(), (165, 120), (165, 180), 255, 4)
    assert lines_around(stroke, DIGIT) == cv2.countNonZero(CELL)


@pytest.mark.parametrize(
    ("ink", "box"),
    [
        (np.zeros(SHAPE, np.uint8), DIGIT),
        (cv2.ellipse(np.zeros(SHAPE, np.uint8), (200, 150), (90, 70), 0, 0, 360, 255, 4), DIGIT),
        (cv2.rectangle(CELL.copy(), (120, 180), (160, 212), 0, cv2.FILLED), DIGIT),
        (CELL, (195, 140, 12, 20)),
        (CELL, (20, 120, 30, 60)),
    ],
    ids=["no ink", "a ring", "an open corner", "far higher than the digit", "beside the digit"],
)
def test_what_is_no_cell_around_a_digit_has_no_lines(ink, box):
    assert lines_around(ink, box) == 0
