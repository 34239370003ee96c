import cv2
import numpy as np
import pytest

from edge.inspection import CELL, ROW, SIDE, compose
from edge.reader import DigitReader
from tests.edge.paper import PEN, sheet, write


@pytest.fixture(scope="module")
def reader():
    return DigitReader()


def test_each_digits_crop_stands_under_photo_and_ink(reader):
    image = write(sheet(480, 640), "3582", 120, 180, 100)
    reading, trace = reader.inspect(image)
    picture = compose(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), reading, trace)
    assert reading.lines == ("3582",) and not trace.rejected
    assert picture.shape == (SIDE * 480 // 640 + ROW, 2 * SIDE, 3)
    for index, crop in enumerate(trace.crops):
        left = 4 + index * (CELL + 8)
        drawn = picture[-ROW + 4 : -ROW + 4 + CELL, left : left + CELL]
        assert np.array_equal(drawn[1::3, 1::3, 0], crop)


def test_a_picture_narrower_than_a_crop_is_widened(reader):
    image = sheet(2000, 20, noise=0)
    for top in (300, 800, 1300):
        image[top : top + 300, 6:13] = PEN
    reading, trace = reader.inspect(image)
    picture = compose(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), reading, trace)
    assert len(reading.digits) + len(trace.rejected) == 3
    assert picture.shape == (SIDE + 3 * ROW, CELL + 8, 3)
