"""A notebook's row of punched holes goes, and what is written beside it stays."""

import cv2
import numpy as np
import pytest

from edge.binding import MANY, without_binding
from edge.finder import find_parts
from edge.reader import DigitReader
from tests.edge.paper import pure_ink, written_mask

SHAPE = (400, 640)
HOLE = 5.5  # px, its radius


def hole(x: int, y: int) -> np.ndarray:
    rows, columns = np.ogrid[: SHAPE[0], : SHAPE[1]]
    return np.where(np.hypot(columns - x, rows - y) < HOLE, 255, 0).astype(np.uint8)


def holes(count: int, bent: float = 0.0, without: tuple[int, ...] = ()) -> np.ndarray:
    """Returns the mask of a column of holes, which may be bent and lack some."""
    kept = set(range(count)) - set(without)
    return sum(hole(30 + round(bent * index**2), 20 + 20 * index) for index in kept)


def left_of(mask: np.ndarray) -> int:
    return len(without_binding(find_parts(pure_ink(mask))))


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


def test_a_row_of_digits_stays_as_it_is():
    row = sum(written_mask(SHAPE, "0", 40 + 50 * index, 100, 40, 4) for index in range(10))
    assert left_of(row) == 10


def test_touching_digits_are_read_beside_a_notebooks_holes():
    page = cv2.resize(holes(18), None, fx=1.5, fy=1.5)
    touching = written_mask(page.shape, "5", 300, 200, 48, 5) | written_mask(page.shape, "6", 327, 200, 48, 5)
    assert len(find_parts(pure_ink(touching))) == 1
    grey = 230 - 0.8 * cv2.max(page, touching).astype(np.float32)
    assert DigitReader().read(grey.astype(np.uint8)).lines == ("56",)
