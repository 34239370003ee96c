"""Lines are followed and erased, and the strokes that cross them are not."""

import cv2
import numpy as np
import pytest

from edge.erasing import erase_rules
from tests.edge.paper import overlap, squared_mask, written_mask

SHAPE = (300, 400)


def test_a_digit_that_crosses_the_squares_stays_and_the_squares_go():
    digit = written_mask(SHAPE, "8", 160, 80, 120, 9)
    left = erase_rules(squared_mask(SHAPE) | digit, (200, 150))
    assert overlap(left, digit) > 0.85


def test_a_line_goes_on_both_sides_of_a_digit_that_stands_on_it():
    mask = written_mask(SHAPE, "2", 120, 60, 150, 12)
    cv2.line(mask, (0, 212), (399, 212), 255, 6)
    left = erase_rules(mask, (340, 400))
    assert not left[:, :60].any() and not left[:, 340:].any()


@pytest.mark.parametrize(("hidden", "goes"), [(0.0, False), (0.3, True)])
def test_a_line_goes_of_which_a_digit_that_hangs_on_it_hides_a_part_only_where_that_is_asked_for(
    hidden, goes
):
    mask = cv2.rectangle(np.zeros(SHAPE, np.uint8), (60, 50), (360, 70), 255, cv2.FILLED)
    cv2.rectangle(mask, (150, 60), (235, 200), 255, cv2.FILLED)
    left = erase_rules(mask, (255, 400), hidden)
    assert (not left[:, :140].any() and not left[:, 245:].any()) == goes
    assert left[100:200, 150:235].all()


def test_a_digit_without_lines_is_left_as_it_is():
    digit = written_mask(SHAPE, "5", 100, 60, 150, 8)
    assert (erase_rules(digit, (200, 200)) == digit).all()


@pytest.mark.parametrize("row", [50, 60, 80, 86])
@pytest.mark.parametrize(("hidden", "goes"), [(0.3, False), (0.65, True)])
def test_a_line_of_which_a_row_of_digits_hides_much_goes_only_where_that_is_asked_for(row, hidden, goes):
    digits = written_mask((110, 520), "888868", 30, 25, 60, 9)
    crossed = digits.copy()
    crossed[row : row + 4] = 255
    assert (overlap(erase_rules(crossed, (420, 110), hidden), digits) > 0.95) == goes
