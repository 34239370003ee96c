"""Digits of two lines that touch are parted, and nothing else is."""

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.reader import DigitReader
from edge.stacked import part_stacked
from tests.edge.paper import bar, drawn, overlap, pure_ink, sheet, write, written_mask

SHAPE = (400, 600)
UPPER, LOWER = written_mask(SHAPE, "3", 100, 20, 100, 12), written_mask(SHAPE, "9", 90, 122, 100, 12)
OTHERS = [bar(x, y, 40, 100) for y in (20, 122) for x in (190, 250)]


def stacked() -> list:
    """Returns a part that is a 3 and the 9 below it."""
    return find_parts(pure_ink(UPPER | LOWER))


def answers(low: int, high: int):
    """Takes what is as high as a digit for the first, as high as two for the second, all else for none."""

    def classify(wanted):
        heights = [parts[0].height for parts, _ in wanted]
        digits = [low if 95 < height < 125 else high if height > 150 else 10 for height in heights]
        return np.zeros((len(wanted), 28, 28), np.uint8), 0.99 * np.eye(11, dtype=np.float32)[digits]

    return classify


def test_two_digits_one_above_the_other_are_parted():
    (part,) = stacked()
    upper, lower = sorted(part_stacked([part, *OTHERS], 105, answers(3, 10))[:2], key=lambda each: each.top)
    for half, digit in ((upper, UPPER), (lower, LOWER)):
        assert overlap(drawn([half], SHAPE), digit) > 0.7


def test_what_stands_beside_one_line_alone_is_parted_from_nothing():
    parts = [*stacked(), *(bar(x, 20, 40, 100) for x in (190, 250, 310, 370))]
    assert part_stacked(parts, 105, answers(3, 10)) == parts


@pytest.mark.parametrize(
    ("low", "high", "others"), [(3, 8, 4), (10, 10, 4), (1, 10, 4), (3, 10, 3)],
    ids=["a digit", "no digits", "two strokes", "few others"],
)  # fmt: skip
def test_what_is_no_pair_of_digits_stays_whole(low, high, others):
    parts = [*stacked(), *OTHERS[:others]]
    assert part_stacked(parts, 105, answers(low, high)) == parts


def test_lines_of_which_two_digits_touch_are_read_apart():
    page = sheet(480, 640)
    for line, number in enumerate(("8653", "1990", "3599")):
        write(page, number, 100, 40 + 125 * line, 100, 10)
    cv2.line(page, (300, 138), (300, 168), 60, 10)
    assert DigitReader().read(page).lines == ("8653", "1990", "3599")
