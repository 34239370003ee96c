"""A digit that stands on a form's line, or hangs from a sum's, is parted from it."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.reader import DigitReader
from edge.underlines import without_underlines
from tests.edge.paper import drawn, overlap, pure_ink, sheet, write, written_mask

SHAPE = (200, 320)


def underlined(digits: str, rise: int = 0) -> np.ndarray:
    """Returns a mask of digits that stand on a line, which goes on on both sides."""
    mask = written_mask(SHAPE, digits, 120, 60, 80, 7)
    cv2.line(mask, (60, 138), (280, 138 - rise), 255, 3)
    return mask


def slim(wanted):
    """Is sure of a 6 in what is no wider than one; all else is no digit."""
    probabilities = np.zeros((len(wanted), 11), np.float32)
    for row, (parts, _slope) in zip(probabilities, wanted, strict=True):
        row[6 if parts[0].width < 0.8 * parts[0].height else 10] = 0.99
    return np.zeros((len(wanted), 28, 28), np.uint8), probabilities


@pytest.mark.parametrize("digits", ["6", "66"])
@pytest.mark.parametrize("rise", [0, 4])
def test_digits_on_a_line_are_parted_from_it(digits, rise):
    ink = pure_ink(underlined(digits, rise))
    (whole,) = find_parts(ink)
    parts = without_underlines([whole], ink, slim)
    assert len(parts) == len(digits)
    for part, left in zip(sorted(parts, key=lambda part: part.left), (120, 190), strict=False):
        assert abs(part.left - left) < 20 and part.height > 60


def test_digits_that_hang_from_a_line_are_parted_from_it():
    mask = written_mask(SHAPE, "66", 120, 60, 80, 7)
    cv2.line(mask, (60, 62), (280, 58), 255, 3)
    ink = pure_ink(mask)
    (whole,) = find_parts(ink)
    assert [part.height > 60 for part in without_underlines([whole], ink, slim)] == [True, True]


def test_digits_are_parted_from_a_line_that_goes_on_far():
    mask = written_mask((200, 480), "66", 300, 60, 80, 7)
    cv2.line(mask, (20, 138), (460, 138), 255, 3)
    ink = pure_ink(mask)
    assert [part.height > 60 for part in without_underlines(find_parts(ink), ink, slim)] == [True, True]


@pytest.mark.parametrize(("digits", "end"), [("6", 190), ("66", 250)])
def test_digits_are_parted_from_a_short_thick_line_that_their_feet_hide(digits, end):
    mask = cv2.line(written_mask(SHAPE, digits, 120, 60, 80, 9), (112, 142), (end, 140), 255, 13)
    ink = pure_ink(mask)
    (whole,) = find_parts(ink)
    parts = without_underlines([whole], ink, slim)
    assert [part.height > 60 and part.width < 60 for part in parts] == [True] * len(digits)


def test_the_upright_of_an_l_stays_with_its_base():
    mask = cv2.polylines(
        np.zeros(SHAPE, np.uint8), [np.array([(120, 60), (120, 140), (185, 140)])], False, 255, 9
    )
    (whole,) = find_parts(pure_ink(mask))
    assert without_underlines([whole], pure_ink(mask), slim) == [whole]


@pytest.mark.parametrize("answer", [2, 10], ids=["all a digit", "no digit in it"])
def test_what_reads_as_a_digit_with_its_line_or_holds_none_stays_whole(answer):
    ink = pure_ink(underlined("6"))
    parts = find_parts(ink)

    def always(wanted):
        return np.zeros((len(wanted), 28, 28), np.uint8), np.eye(11, dtype=np.float32)[[answer] * len(wanted)]

    assert without_underlines(parts, ink, always) == parts


def test_digits_that_stand_free_stay_as_they_are():
    mask = written_mask(SHAPE, "66", 120, 60, 80, 7)
    parts = find_parts(pure_ink(mask))
    assert without_underlines(parts, pure_ink(mask), slim) == parts


@pytest.mark.parametrize("rise", [-60, 60])
def test_digits_are_parted_from_a_line_that_slopes(rise):
    mask = cv2.line(np.zeros((200, 520), np.uint8), (40, 130), (480, 130 - rise), 255, 3)
    for left in (100, 200, 300, 400):
        mask |= written_mask(mask.shape, "6", left, 70 - rise * (left - 20) / 440, 64, 7)
    ink = pure_ink(mask)
    (whole,) = find_parts(ink)
    assert [part.height > 50 for part in without_underlines([whole], ink, slim)] == [True] * 4


def test_no_rest_of_a_paler_line_stays_with_digits_in_dark_ink():
    line = cv2.line(np.zeros(SHAPE, np.uint8), (20, 142), (300, 134), 255, 8)
    mask = written_mask(SHAPE, "66", 120, 60, 80, 7)
    darkness = np.where(mask > 0, 200, line // 3)
    ink = replace(pure_ink(mask | line), darkness=darkness)
    assert [part.height > 60 for part in without_underlines(find_parts(ink), ink, slim)] == [True, True]


def test_touching_digits_on_a_line_are_parted_from_it():
    mask = cv2.line(written_mask(SHAPE, "35", 120, 60, 80, 9), (150, 128), (200, 128), 255, 9)
    digits = mask.copy()
    cv2.line(mask, (60, 142), (300, 138), 255, 4)

    def fifths(wanted):
        """Is sure of a 5 in what is no wider than one; all else is no digit."""
        return np.zeros((len(wanted), 28, 28), np.uint8), 0.99 * np.eye(11, dtype=np.float32)[
            [5 if parts[0].width < 0.9 * parts[0].height else 10 for parts, _ in wanted]
        ]

    ink = pure_ink(mask)
    (whole,) = find_parts(ink)
    left = without_underlines([whole], ink, fifths)
    assert overlap(drawn(left, SHAPE), digits) > 0.93


def test_ones_that_alone_touch_the_line_below_other_digits_are_read():
    page = cv2.line(sheet(480, 640), (150, 262), (470, 256), 60, 3, cv2.LINE_AA)
    for left in (200, 312, 368):
        cv2.line(page, (left + 3, 192), (left, 260), 60, 5, cv2.LINE_AA)
    write(page, "8", 235, 178, 64, 5)
    write(page, "6", 410, 176, 64, 5)
    assert DigitReader().read(page).lines == ("18116",)


@pytest.mark.parametrize("lid", [True, False], ids=["cells", "comb"])
def test_the_uprights_beside_free_digits_in_cells_and_combs_are_no_ones(lid):
    mask = cv2.line(np.zeros((200, 520), np.uint8), (40, 150), (482, 150), 255, 3)
    for column in range(40, 500, 88):
        cv2.line(mask, (column, 150), (column, 60), 255, 3)
    if lid:
        cv2.line(mask, (40, 60), (482, 60), 255, 3)
    for left in range(60, 450, 88):
        mask |= written_mask(mask.shape, "6", left, 80, 56, 6)
    ink = pure_ink(mask)

    def sure(wanted):
        """Is sure of a 1 in what is slender, and of a 6 in what is no wider than one."""
        boxes = [parts[0].box for parts, _ in wanted]
        digits = [1 if w < 0.2 * h else 6 if w < h else 10 for _, _, w, h in boxes]
        return np.zeros((len(wanted), 28, 28), np.uint8), 0.99 * np.eye(11, dtype=np.float32)[digits]

    left = without_underlines(find_parts(ink), ink, sure)
    assert not any(part.width < 0.2 * part.height for part in left)
