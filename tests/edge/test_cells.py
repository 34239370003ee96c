"""A printed cell's lines around a digit are told from what else is there."""

import cv2
import numpy as np
import pytest

from edge.cells import cells_of, find_cells, lines_around
from edge.finder import Part
from edge.light import find_ink
from tests.edge.paper import sheet, write

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


def test_a_digit_that_hangs_on_its_cells_lines_is_in_that_cell():
    hanging = 180, 150, 40, 80
    ink = CELL.copy()
    x, y, w, h = hanging
    ink[y : y + h, x : x + w] = 0  # the digit's own
    assert lines_around(ink, hanging) == cv2.countNonZero(ink)
    assert lines_around(ink, (180, 180, 40, 80)) == 0


def test_a_cell_that_is_too_pale_for_ink_around_a_dark_digit_is_found():
    page = write(sheet(300, 400), "3", 275, 105, 50, 6)
    cv2.rectangle(page, (250, 90), (330, 170), 170, 1)
    assert not find_ink(page).mask[90:170, 245:255].any()
    ((x, y, w, h),) = find_cells(find_ink(page))
    assert abs(x - 250) <= 2 and abs(y - 90) <= 2 and abs(w - 81) <= 4 and abs(h - 81) <= 4


def test_cells_are_written_in_unless_most_of_them_are_empty():
    page = write(sheet(300, 400), "3", 55, 65, 50, 6)
    digit = Part((50, 60, 50, 60), np.full((60, 50), 255, np.uint8), 200.0)
    for x in range(30, 390, 120):
        cv2.rectangle(page, (x, 40), (x + 90, 140), 100, 2)
        few = find_ink(page[:, : x + 100])
        assert len(cells_of([digit], few)) == (x < 270)
    assert cells_of([], few) == []


def test_small_and_round_shapes_are_no_cells():
    page = cv2.rectangle(sheet(300, 400), (250, 90), (262, 102), 60, 1)
    cv2.circle(page, (100, 150), 50, 60, 2, cv2.LINE_AA)
    assert find_cells(find_ink(page)) == []


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
