"""A notebook's row of punched holes goes, and what is written beside it stays."""

import cv2
import numpy as np
import pytest

from edge.binding import MANY, RINGS, without_binding
from edge.finder import find_parts
from edge.reader import DigitReader
from tests.edge.paper import pure_ink, written_mask

SHAPE = (400, 640)
HOLE = 5.5  # px, its radius


def hole(x: int, y: int, radius: float = HOLE) -> np.ndarray:
    rows, columns = np.ogrid[: SHAPE[0], : SHAPE[1]]
    return np.where(np.hypot(columns - x, rows - y) < radius, 255, 0).astype(np.uint8)


def holes(count: int, bent: float = 0.0, without: tuple[int, ...] = ()) -> np.ndarray:
    """Returns the mask of a column of holes, which may be bent and lack some."""
    kept = set(range(count)) - set(without)
    return sum(hole(30 + round(bent * index**2), 20 + 20 * index) for index in kept)


def left_of(mask: np.ndarray) -> int:
    ink = pure_ink(mask)
    return len(without_binding(find_parts(ink), ink)[0])


@pytest.mark.parametrize(("bent", "without"), [(0.0, ()), (0.1, ()), (0.0, (6, 7))], ids=str)
def test_a_long_row_of_holes_goes_though_it_is_bent_or_lacks_some(bent, without):
    assert left_of(holes(18, bent, without)) == 0


def test_holes_that_have_merged_go_with_their_row():
    merged = holes(18)
    cv2.line(merged, (30, 140), (30, 160), 255, 4)
    assert left_of(merged) == 0


def test_few_dots_stay_and_so_do_dots_strewn_about():
    assert left_of(holes(MANY - 1)) == MANY - 1
    strewn = [hole(30 + 70 * index, 60 + 97 * index * index % 280) for index in range(8)]
    assert left_of(sum(strewn)) == 8


def test_few_large_holes_go_and_three_stay():
    punched = [hole(40, 60 + 80 * index, 12) for index in range(4)]
    assert left_of(sum(punched)) == 0
    assert left_of(sum(punched[1:])) == 3


def test_two_large_holes_far_apart_go_and_what_is_written_between_them_stays():
    punched = [hole(40, y, 10) for y in (60, 110, 260)]
    assert left_of(punched[0] + punched[2]) == 0
    assert left_of(punched[0] + punched[1]) == 2
    between = cv2.line(punched[0] + punched[2], (36, 150), (44, 170), 255, 4)
    assert left_of(between) == 1


def rings(count: int) -> np.ndarray:
    """Returns the mask of a column of the rings of a spiral, whose wire leaves the page to the left."""
    mask = np.zeros(SHAPE, np.uint8)
    for index in range(count):
        cv2.ellipse(mask, (40, 30 + 40 * index), (9, 9), 0, -150, 150, 255, 7)
    return mask


def test_a_spirals_rings_go_with_their_ink_and_few_marks_like_them_stay():
    assert not any(part.is_solid for part in find_parts(pure_ink(rings(9))))
    parts, ink = without_binding(find_parts(pure_ink(rings(9))), pure_ink(rings(9)))
    assert not parts and not ink.mask.any() and not ink.strength.any()
    assert left_of(rings(RINGS - 1)) == RINGS - 1


def test_six_0s_of_a_marker_stay_since_no_two_of_them_are_the_same():
    row = np.zeros(SHAPE, np.uint8)
    for index, (wide, high, turn) in enumerate(
        [(17, 24, 10), (22, 22, 0), (16, 20, -20), (19, 25, 30), (24, 19, 0), (18, 21, 60)]
    ):
        cv2.ellipse(row, (60 + 80 * index, 120), (wide, high), turn, 0, 360, 255, 13)
    assert left_of(row) == 6


def test_a_lone_digit_is_read_beside_a_spiral():
    page = cv2.resize(rings(9), None, fx=1.5, fy=1.5)
    page |= written_mask(page.shape, "9", 400, 250, 60, 5)
    grey = 230 - 0.8 * page.astype(np.float32)
    assert DigitReader().read(grey.astype(np.uint8)).lines == ("9",)


def test_a_row_of_digits_stays_as_it_is():
    row = sum(written_mask(SHAPE, "0", 40 + 50 * index, 100, 40, 4) for index in range(10))
    assert left_of(row) == 10


def test_touching_digits_are_read_beside_a_notebooks_holes():
    page = cv2.resize(holes(18), None, fx=1.5, fy=1.5)
    touching = written_mask(page.shape, "5", 300, 200, 48, 5) | written_mask(page.shape, "6", 327, 200, 48, 5)
    assert len(find_parts(pure_ink(touching))) == 1
    grey = 230 - 0.8 * cv2.max(page, touching).astype(np.float32)
    assert DigitReader().read(grey.astype(np.uint8)).lines == ("56",)
