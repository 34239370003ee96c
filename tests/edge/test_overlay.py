import cv2
import numpy as np
import pytest

from edge.overlay import annotate, percent
from edge.results import Digit, Reading

SIZES = [(3000, 4000), (480, 640), (128, 128), (28, 28), (5, 9)]


def reading_for(shape, lines):
    rows, columns = shape[:2]
    digits = []
    for row, text in enumerate(lines):
        for column, value in enumerate(text):
            box = (columns * column // 6, rows * (row + 1) // 4, max(columns // 10, 1), max(rows // 8, 1))
            digits.append(Digit(int(value), 0.97, box))
    return Reading(tuple(lines), tuple(digits))


def rows(lengths, pitch, confidence=0.99):
    """Returns a reading of lines of so many 8s, each 24 x 38 px, close together."""
    digits = [
        Digit(8, confidence, (40 + 30 * column, 100 + pitch * row, 24, 38))
        for row, length in enumerate(lengths)
        for column in range(length)
    ]
    return Reading(tuple("8" * length for length in lengths), tuple(digits))


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("channels", [1, 3])
def test_pictures_of_every_size_are_annotated_and_left_unchanged(shape, channels):
    image = np.full(shape if channels == 1 else (*shape, 3), 200, np.uint8)
    before = image.copy()
    out = annotate(image, reading_for(shape, ["472", "19"]))
    assert out.shape == (*shape, 3) and out.dtype == np.uint8
    assert (image == before).all()
    assert (out != 200).any()


def test_an_empty_reading_leaves_the_picture_as_it_is():
    image = np.full((60, 80, 3), 130, np.uint8)
    assert (annotate(image, Reading()) == image).all()


@pytest.mark.parametrize("box", [(-20, -20, 60, 60), (620, 460, 90, 90), (0, 0, 640, 480), (300, 200, 1, 1)])
def test_boxes_at_and_beyond_the_border_are_drawn(box):
    out = annotate(np.zeros((480, 640, 3), np.uint8), Reading(("7",), (Digit(7, 0.5, box),)))
    assert out.any()


@pytest.mark.parametrize("ground", [0, 60, 127, 190, 255])
def test_a_value_stands_out_on_any_ground(ground):
    image = np.full((480, 640, 3), ground, np.uint8)
    out = annotate(image, Reading(("4",), (Digit(4, 0.99, (100, 200, 60, 90)),)))
    grey = cv2.cvtColor(out, cv2.COLOR_BGR2GRAY)[150:195]
    assert int(grey.max()) - int(grey.min()) > 130


def test_the_inside_of_a_box_stays_as_it_was_read():
    image = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    reading = Reading(
        ("472",), tuple(Digit(d, 0.9, (100 + 80 * i, 200, 60, 90)) for i, d in enumerate([4, 7, 2]))
    )
    out = annotate(image, reading)
    for x, y, w, h in (digit.box for digit in reading.digits):
        inside = slice(y + 3, y + h - 3), slice(x + 3, x + w - 3)
        assert (out[inside] == image[inside]).all()


@pytest.mark.parametrize("pitch", [40, 52, 60, 90])
def test_no_label_covers_a_digit_however_close_the_lines_are(pitch):
    image = np.full((480, 640, 3), 200, np.uint8)
    reading = rows(range(15, 5, -2), pitch, confidence=0.6)
    out = annotate(image, reading)
    for x, y, w, h in (digit.box for digit in reading.digits):
        assert (out[y + 3 : y + h - 3, x + 3 : x + w - 3] == 200).all()


def test_a_line_is_labelled_wholly_or_not_at_all():
    image = np.full((480, 640, 3), 200, np.uint8)
    out = annotate(image, rows((4, 9, 4), pitch=42))
    assert (out[70:95] != 200).any() and (out[230:260] != 200).any()  # of the first and of the last line
    assert (out[:, 320:] == 200).all()
    assert (out[97:138, 170:310] == 200).all()  # right of the first line, above the second


def test_only_a_doubtful_digit_tells_its_confidence():
    image = np.full((480, 640, 3), 200, np.uint8)
    sure, doubtful = (
        annotate(image, Reading(("4",), (Digit(4, confidence, (300, 200, 20, 90)),)))[150:195] != 200
        for confidence in (0.97, 0.71)
    )
    assert np.ptp(np.nonzero(doubtful.any(axis=(0, 2)))) > 2 * np.ptp(np.nonzero(sure.any(axis=(0, 2))))


def test_labels_keep_off_ink_where_they_can():
    image = np.full((480, 640, 3), 200, np.uint8)
    ink = np.zeros((480, 640), np.uint8)
    ink[150:195] = 255
    out = annotate(image, Reading(("4",), (Digit(4, 0.97, (300, 200, 60, 90)),)), ink)
    assert (out[150:195] == 200).all() and (out[300:340] != 200).any()


@pytest.mark.parametrize(("confidence", "told"), [(1.0, "99%"), (0.999, "99%"), (0.5, "50%"), (0.0, "0%")])
def test_nothing_is_quite_sure(confidence, told):
    assert percent(confidence) == told
