"""The lines that part a row's boxes are found, and a 1 in a box of its own is none of them."""

import cv2
import numpy as np
import pytest

from edge.partings import partings
from tests.edge.paper import overlap, written_mask

SHAPE = (300, 400)
FRAME = (40, 90, 320, 100)  # x, y, w, h
THICKNESS = 4


def inside(frame=FRAME) -> np.ndarray:
    x, y, w, h = frame
    return cv2.rectangle(np.zeros(SHAPE, np.uint8), (x, y), (x + w, y + h), 255, cv2.FILLED)


def uprights(*columns: int, frame=FRAME, lean: int = 0) -> np.ndarray:
    """Returns lines through a frame, whose upper ends are so many px to the right of the lower ones."""
    mask, (_, y, _, h) = np.zeros(SHAPE, np.uint8), frame
    for x in columns:
        cv2.line(mask, (x + lean, y - THICKNESS), (x, y + h + THICKNESS), 255, THICKNESS)
    return mask


def turned(mask: np.ndarray, degrees: float) -> np.ndarray:
    matrix = cv2.getRotationMatrix2D((SHAPE[1] / 2, SHAPE[0] / 2), degrees, 1)
    return cv2.warpAffine(mask, matrix, SHAPE[::-1], flags=cv2.INTER_NEAREST)


@pytest.mark.parametrize("lean", [-8, 0, 8])
@pytest.mark.parametrize("turn", [0, 9, -14])
def test_what_is_written_between_the_partings_of_a_row_is_left(lean, turn):
    digits = written_mask(SHAPE, "3", 60, 110, 60) | written_mask(SHAPE, "1", 165, 100, 75)
    digits |= written_mask(SHAPE, "8", 285, 110, 60)
    mask = turned(uprights(146, 253, lean=lean) | digits, turn)
    left = cv2.subtract(mask, partings(mask, turned(inside(), turn), THICKNESS))
    assert overlap(left, turned(digits, turn)) > 0.95


@pytest.mark.parametrize("digit", "023456789")
def test_a_digit_that_touches_a_parting_is_parted_from_it(digit):
    digits, line = written_mask(SHAPE, digit, 80, 110, 60), uprights(135) & inside()
    found = partings(digits | line, inside(), THICKNESS)
    assert overlap(cv2.subtract(digits | line, found), digits & ~found) > 0.95
    assert overlap(found, line) > 0.85


def test_a_one_from_side_to_side_of_its_own_box_is_no_parting():
    box = (150, 90, 100, 120)
    assert not partings(uprights(200, frame=box), inside(box), THICKNESS).any()


def test_the_lines_of_a_table_part_it_both_ways():
    table = (100, 50, 180, 180)
    lines = uprights(160, 220, frame=table)
    for y in (110, 170):
        cv2.line(lines, (90, y), (290, y), 255, THICKNESS)
    digit = written_mask(SHAPE, "5", 170, 120, 40, 5)
    left = cv2.subtract(lines | digit, partings(lines | digit, inside(table), THICKNESS)) & inside(table)
    assert overlap(left, digit) > 0.95


def test_where_nothing_is_inside_nothing_parts_it():
    assert not partings(uprights(200), np.zeros(SHAPE, np.uint8), THICKNESS).any()


@pytest.mark.parametrize("turn", [0, 9, -14])
@pytest.mark.parametrize("stroke", [75, 120, 200])
def test_a_stroke_from_side_to_side_within_one_of_a_rows_even_boxes_is_no_parting(stroke, turn):
    lines, digit = uprights(104, 168, 232, 296), uprights(stroke)
    found = partings(turned(lines | digit, turn), turned(inside(), turn), THICKNESS)
    assert overlap(found, turned(lines & inside(), turn)) > 0.85
    assert not (found & turned(digit, turn)).any()


def test_every_parting_of_uneven_boxes_is_found():
    lines = uprights(80, 140, 240, 270)
    assert overlap(partings(lines, inside(), THICKNESS), lines & inside()) > 0.85
