import cv2
import numpy as np
import pytest

from edge.inspection import CELL, GAP, SIDE, compose, draw_crops
from edge.overlay import GROUND
from edge.reader import Candidate, DigitReader, Trace
from edge.results import Reading
from tests.edge.paper import PEN, sheet, write

ROW = CELL + 3 * GAP


@pytest.fixture(scope="module")
def reader():
    return DigitReader()


def test_each_digits_crop_stands_under_photo_and_ink(reader):
    image = write(sheet(480, 640), "3582", 120, 180, 100)
    reading, trace = reader.inspect(image)
    picture = compose(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), reading, trace)
    assert reading.lines == ("3582",) and not trace.rejected
    assert picture.shape == (480 + 4 * GAP + 2 * GAP + ROW, 2 * SIDE + 3 * GAP, 3)
    for index, crop in enumerate(trace.crops):
        left = GAP + index * (CELL + GAP)
        drawn = picture[-ROW:][:CELL, left : left + CELL]
        assert np.array_equal(drawn[1::4, 1::4, 0], crop)


def test_a_picture_narrower_than_a_crop_is_widened(reader):
    image = sheet(2000, 20, noise=0)
    for top in (300, 800, 1300):
        image[top : top + 300, 6:13] = PEN
    reading, trace = reader.inspect(image)
    picture = compose(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), reading, trace)
    assert len(reading.digits) + len(trace.rejected) == 3
    assert picture.shape[1] == CELL + 2 * GAP


def rejected(*reasons):
    """Returns a trace of ink that was not read, as blank images."""
    blank, none = np.zeros((28, 28), np.uint8), np.eye(11, dtype=np.float32)[10]
    candidates = tuple(Candidate((0, 0, 9, 9), blank, none, reason) for reason in reasons)
    return Trace(np.zeros((480, 640), np.uint8), np.zeros((0, 28, 28), np.uint8), candidates)


def test_what_was_not_read_stands_below_its_whole_reason_said_once():
    few, many = (
        draw_crops(np.empty((0, 400, 3), np.uint8), Reading(), rejected(*reasons), CELL, GAP)
        for reasons in (["lying"] * 3, ["lying", "a blot", "lying"])
    )
    assert few == 2 * GAP + 2 * GAP + ROW
    assert many == few + 2 * GAP + ROW
    headings = []
    for reason in ("among things", "among things that are no digits"):
        canvas = np.full((400, 400, 3), GROUND, np.uint8)
        draw_crops(canvas, Reading(), rejected(reason), CELL, GAP)
        headings.append(canvas[2 * GAP : 4 * GAP])
    assert (headings[0] != headings[1]).any()


def test_crops_that_find_no_room_are_left_out_whole():
    canvas = np.full((4 * GAP + ROW + 30, 150, 3), GROUND, np.uint8)
    assert draw_crops(canvas, Reading(), rejected("lying", "lying"), CELL, GAP) == 4 * GAP + 2 * ROW
    assert (canvas[4 * GAP + ROW :] == GROUND).all()
