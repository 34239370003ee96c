"""Signs beside a number are no digits: of 3) a 3 is read, and no 31."""

import cv2
import numpy as np
import pytest

from edge.classifier import Classifier
from edge.reader import DigitReader
from tests.edge.handwriting import arc, line
from tests.edge.paper import PEN, SHIFT, sheet, write

HIGH, LEFT, TOP = 80, 260, 200

# In heights of the digits, from their left or right end, from their top.
BEFORE = {
    "bracket": [arc(0.12, 0.5, 0.4, 0.6, 110, 250)],
    "plus sign": [line((-0.45, 0.6), (-0.15, 0.58)), line((-0.25, 0.25), (-0.3, 0.75))],
    "number sign": [
        line((-0.62, 0.1), (-0.7, 0.9)),
        line((-0.35, 0.1), (-0.43, 0.9)),
        line((-0.85, 0.36), (-0.2, 0.33)),
        line((-0.9, 0.68), (-0.25, 0.66)),
    ],
}
AFTER = {
    "bracket": [arc(-0.15, 0.5, 0.4, 0.6, -70, 70)],
    "exclamation mark": [line((0.25, 0), (0.25, 0.65)), line((0.25, 0.95), (0.26, 0.97))],
    "question mark": [
        arc(0.35, 0.25, 0.22, 0.25, 180, 430) + line((0.36, 0.6), (0.36, 0.7)),
        line((0.36, 0.95), (0.37, 0.97)),
    ],
    "percent sign": [
        line((0.75, 0.05), (0.3, 0.95)),
        arc(0.3, 0.25, 0.12, 0.14, 0, 360),
        arc(0.75, 0.8, 0.12, 0.14, 0, 360),
    ],
    "tick": [line((0.3, 0.5), (0.5, 0.95)) + line((0.5, 0.95), (0.95, 0.05))],
}


@pytest.fixture(scope="module")
def reader():
    return DigitReader(Classifier())


def read(reader: DigitReader, digits: str, strokes=(), before: bool = False) -> tuple[str, ...]:
    image = write(sheet(480, 640), digits, LEFT, TOP, HIGH)
    end = LEFT if before else LEFT + (0.85 * (len(digits) - 1) + 0.6) * HIGH
    for stroke in strokes:
        points = np.rint((np.array(stroke) * HIGH + (end, TOP)) * 2**SHIFT).astype(np.int32)
        cv2.polylines(image, [points], False, PEN, 6, cv2.LINE_AA, SHIFT)
    return reader.read(image).lines


@pytest.mark.parametrize("digits", ["4", "253"])
@pytest.mark.parametrize("sign", AFTER)
def test_a_sign_after_a_number_is_not_read(reader, sign, digits):
    assert read(reader, digits, AFTER[sign]) == (digits,)


@pytest.mark.parametrize("digits", ["8", "206"])
@pytest.mark.parametrize("sign", BEFORE)
def test_a_sign_before_a_number_is_not_read(reader, sign, digits):
    assert read(reader, digits, BEFORE[sign], before=True) == (digits,)


def test_a_rulings_piece_below_a_1_is_no_dot(reader):
    image = write(write(sheet(480, 640), "3", LEFT, TOP, 100, 14), "1", LEFT + 90, TOP, HIGH, 14)
    cv2.line(image, (0, TOP + 97), (639, TOP + 97), PEN, 4, cv2.LINE_AA)
    assert reader.read(image).lines == ("31",)


def test_a_bent_1_that_begins_a_group_is_no_closing_bracket_and_beside_what_it_closes_it_is_one(reader):
    bent = AFTER["bracket"]
    assert read(reader, "3", bent) == ("3",)
    image = write(write(sheet(480, 640), "56", 60, TOP, HIGH), "7", 400, TOP, HIGH)
    points = np.rint((np.array(bent[0]) * HIGH + (360, TOP)) * 2**SHIFT).astype(np.int32)
    cv2.polylines(image, [points], False, PEN, 6, cv2.LINE_AA, SHIFT)
    assert reader.read(image).lines == ("5617",)


def test_amid_a_number_a_bent_1_opens_no_bracket_unless_one_closes_after_it(reader):
    def drawn(image: np.ndarray, strokes: list, left: float) -> np.ndarray:
        points = np.rint((np.array(strokes[0]) * HIGH + (left, TOP)) * 2**SHIFT).astype(np.int32)
        return cv2.polylines(image, [points], False, PEN, 6, cv2.LINE_AA, SHIFT)

    number = write(write(sheet(480, 640), "56", 100, TOP, HIGH), "28", 272, TOP, HIGH)
    opened = drawn(number, BEFORE["bracket"], 262)
    assert reader.read(opened).lines == ("56128",)
    assert reader.read(drawn(opened, AFTER["bracket"], 396)).lines == ("5628",)


@pytest.mark.parametrize("digits", ["1", "31", "17", "111", "2071"])
def test_1s_and_7s_at_the_ends_of_a_number_are_read(reader, digits):
    assert read(reader, digits) == (digits,)


def test_a_comma_in_a_number_is_not_read(reader):
    assert read(reader, "5957", [line((-1.55, 0.8), (-1.61, 1.22))]) == ("5957",)


def test_a_1_with_a_full_stop_is_read(reader):
    assert read(reader, "31", [line((0.0, 0.97), (0.01, 0.98))]) == ("31",)


def test_a_1_that_touches_a_9_is_no_number_sign_though_rows_and_columns_of_both_cross_two_strokes(reader):
    one, loop, stem = (
        line((-0.92, 0.08), (-0.92, 0.98)),
        arc(-0.6, 0.3, 0.32, 0.3, 0, 360),
        line((-0.28, 0.3), (-0.31, 1.02)),
    )
    assert read(reader, "22", (one, loop, stem), before=True) == ("1922",)
