"""Printed lines are told from what is written in or on them."""

from dataclasses import replace

import cv2
import numpy as np

from edge.printed import find_printed
from tests.edge.paper import pure_ink, written_mask

SHAPE = (300, 400)
CELL = cv2.rectangle(np.zeros(SHAPE, np.uint8), (140, 90), (265, 205), 255, 4)


def test_the_lines_of_cells_are_found_and_neither_a_0_nor_what_stands_in_a_cell_is_one_of_them():
    nought = cv2.ellipse(np.zeros(SHAPE, np.uint8), (60, 150), (25, 40), 0, 0, 360, 255, 5)
    digit = written_mask(SHAPE, "7", 185, 120, 50, 5)
    assert (find_printed(pure_ink(CELL | nought | digit)) == CELL).all()
    assert find_printed(pure_ink(nought | digit)) is None


def test_a_long_line_is_found_and_of_what_is_one_with_it_a_combs_dark_tooth_and_no_pale_digit():
    line = cv2.line(np.zeros(SHAPE, np.uint8), (40, 200), (360, 200), 255, 4)
    tooth = cv2.line(np.zeros(SHAPE, np.uint8), (200, 170), (200, 200), 255, 4)
    digit = written_mask(SHAPE, "7", 80, 130, 72, 5)
    darkness = cv2.max(line | tooth, digit // 3)
    found = find_printed(replace(pure_ink(line | tooth | digit), darkness=darkness))
    assert (found == (line | tooth)).all()
