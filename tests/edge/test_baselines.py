"""The line on which digits stand is found, however it slopes and whatever goes on below it."""

import cv2
import numpy as np
import pytest

from edge.baselines import baseline, height_above, lowest_line, may_stand_on_line, stands_on_line
from edge.pixels import crop
from tests.edge.paper import written_mask


def underlined(rise: int, digits: str = "696") -> np.ndarray:
    """Returns the mask of digits that stand on a line that rises by so many px."""
    mask = cv2.line(np.zeros((240, 400), np.uint8), (20, 160), (380, 160 - rise), 255, 4)
    for index, digit in enumerate(digits):
        left = 80 + 100 * index
        mask |= written_mask(mask.shape, digit, left, 100 - rise * (left - 20) / 360, 62, 6)
    return crop(mask, cv2.boundingRect(mask))


@pytest.mark.parametrize("rise", [-40, 0, 40])
def test_digits_on_a_line_stand_on_it_and_those_below_it_hang_from_it(rise):
    mask = underlined(rise)
    assert stands_on_line(mask) and may_stand_on_line(mask)
    assert not stands_on_line(mask[::-1])
    line = baseline(mask)
    assert abs(line[0] - line[-1] - rise) < 6
    assert np.abs(baseline(mask[::-1]) - (len(mask) - 1 - line)).max() < 1e-6


def test_a_digit_alone_stands_on_no_line():
    mask = written_mask((240, 400), "6", 80, 60, 100, 8)
    assert not stands_on_line(crop(mask, cv2.boundingRect(mask)))


def test_a_tail_below_the_line_takes_no_part_in_it():
    mask = cv2.copyMakeBorder(underlined(0), 0, 40, 0, 0, cv2.BORDER_CONSTANT)
    tailed = mask.copy()
    tailed[60:100, 200:206] = 255
    lowest, line = lowest_line(tailed)
    assert lowest[203] == 99
    assert np.abs(line - lowest_line(mask)[1]).max() < 2


def test_the_slope_of_the_line_adds_nothing_to_the_height():
    assert abs(height_above(underlined(40)) - height_above(underlined(0))) < 16
