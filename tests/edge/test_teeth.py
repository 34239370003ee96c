"""The uprights of a comb that the frame cuts off go, and 1s on a ruling stay."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.erasing import erase_rules
from edge.finder import find_parts
from edge.reader import DigitReader
from edge.teeth import without_teeth
from tests.edge.paper import pure_ink, sheet, write, written_mask

SHAPE = (200, 600)
LINE = 150  # px, the row in which it begins
COMB = (80, 200, 320, 440)  # px, columns of its uprights


def printed(thick: int = 6, high: int = 60, columns: tuple[int, ...] = COMB) -> np.ndarray:
    mask = np.zeros(SHAPE, np.uint8)
    mask[LINE : LINE + thick] = 255
    for column in columns:
        mask[LINE - high : LINE, column : column + thick] = 255
    return mask


def left_of(mask: np.ndarray, line_darkness: int = 200) -> list[int]:
    """Returns the left sides of what is left of a part without its line."""
    standing = erase_rules(mask, (0.5 * SHAPE[1], SHAPE[0]))
    darkness = np.where(standing > 0, 200, line_darkness).astype(np.uint8)
    ink = replace(pure_ink(mask), darkness=darkness)
    whole = max(find_parts(ink), key=lambda part: part.width)
    return sorted(piece.left for piece in without_teeth(find_parts(ink, standing), whole))


@pytest.mark.parametrize("columns", [COMB, COMB[:2]])
def test_uprights_as_thick_and_dark_as_the_line_that_they_stand_on_go(columns):
    assert left_of(printed(columns=columns)) == []


def test_uprights_that_hang_from_a_line_go():
    mask = printed(columns=())
    for column in COMB[:2]:
        mask[LINE : LINE + 40, column : column + 6] = 255
    assert left_of(mask) == []


def test_low_uprights_at_even_distances_go_whatever_stands_between_them():
    mask = (
        printed(high=24) | written_mask(SHAPE, "4", 90, 90, 62, 6) | written_mask(SHAPE, "4", 138, 90, 62, 6)
    )
    assert len(left_of(mask)) == 2


def test_a_digit_on_the_same_line_stays():
    assert len(left_of(printed() | written_mask(SHAPE, "4", 225, 90, 62, 6))) == 1


def test_an_upright_alone_stays():
    assert left_of(printed(columns=(200,))) == [200]


def test_ones_as_near_each_other_as_in_a_number_stay():
    assert left_of(printed(columns=(200, 240))) == [200, 240]


def test_ones_in_darker_ink_than_the_line_stay():
    assert left_of(printed(columns=COMB[:2]), line_darkness=120) == list(COMB[:2])


def test_ones_that_go_on_below_the_line_stay():
    mask = printed(columns=COMB[:2])
    for column in COMB[:2]:
        mask[LINE : LINE + 40, column : column + 6] = 255
    assert left_of(mask) == list(COMB[:2])


def test_ones_that_lean_stay():
    mask = printed(columns=())
    for column in COMB[:2]:
        cv2.line(mask, (column, LINE), (column + 20, LINE - 60), 255, 6)
    assert len(left_of(mask)) == 2


def test_ones_between_which_several_digits_stand_stay():
    mask = printed(columns=(80, 320)) | written_mask(SHAPE, "44", 130, 90, 62, 6)
    assert len(left_of(mask)) == 4


def test_the_low_uprights_in_a_box_for_a_number_are_no_ones():
    page = cv2.rectangle(sheet(480, 800), (100, 150), (640, 350), 60, 8)
    for column in (280, 460):
        cv2.line(page, (column, 350), (column, 234), 60, 8)
    for left, digit in ((140, "6"), (320, "6"), (500, "4")):
        write(page, digit, left, 185, 140, 14, 80)
    assert DigitReader().read(cv2.GaussianBlur(page, (0, 0), 1)).lines == ("664",)


@pytest.mark.parametrize(("digit", "pitch"), [("2", 200), ("4", 260)])
def test_a_digit_in_a_comb_that_the_frame_cuts_off_is_read_without_its_uprights(digit, pitch):
    page = cv2.line(sheet(1024, 768), (0, 690), (768, 690), 60, 6, cv2.LINE_AA)
    for column in range(pitch - 90, 768, pitch):
        cv2.line(page, (column, 690), (column, 570), 60, 6, cv2.LINE_AA)
    write(page, digit, pitch - 60, 490, 150, 9, 90)
    assert DigitReader().read(cv2.GaussianBlur(page, (0, 0), 1)).lines == (digit,)
