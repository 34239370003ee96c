"""A table's cells tell which digits stand in one row, however far apart and askew."""

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.tables import cell_rows
from tests.edge.paper import bar, pure_ink


def table(rows: int, columns: int, fall: float = 0.0) -> np.ndarray:
    """Returns a mask of a table with cells of 60 x 50 px whose lines fall to the right."""
    mask = np.zeros((rows * 50 + 200, columns * 60 + 40), np.uint8)
    right = 20 + columns * 60
    for row in range(rows + 1):
        y = 20 + 50 * row
        cv2.line(mask, (20, y), (right, round(y + fall * (right - 20))), 255, 3)
    for column in range(columns + 1):
        x = 20 + 60 * column
        cv2.line(mask, (x, round(20 + fall * (x - 20))), (x, round(20 + 50 * rows + fall * (x - 20))), 255, 3)
    return mask


@pytest.mark.parametrize("fall", [0.0, 0.1, -0.02])
def test_cells_are_told_row_by_row_from_left_to_right(fall):
    rows = cell_rows(find_parts(pure_ink(table(3, 8, fall))))
    assert sorted(len(row) for row in rows) == [8, 8, 8]
    for row in rows:
        assert [box[0] for box in row] == sorted(box[0] for box in row)
        falls = (row[-1][1] - row[0][1]) / (row[-1][0] - row[0][0])
        assert abs(falls - fall) < 0.03


@pytest.mark.parametrize("columns", [2, 4])
def test_a_row_of_boxes_is_one_row(columns):
    ((*boxes,),) = cell_rows(find_parts(pure_ink(table(1, columns, 0.15))))
    assert len(boxes) == columns


@pytest.mark.parametrize("mask", [table(2, 2), table(1, 1), np.zeros((200, 200), np.uint8)])
def test_a_few_boxes_below_each_other_are_no_table(mask):
    assert cell_rows(find_parts(pure_ink(mask))) == []


def test_digits_are_no_table():
    assert cell_rows([bar(20 + 60 * index, 20, 40, 60) for index in range(9)]) == []
