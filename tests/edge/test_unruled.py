"""Rulings are divided out of a page's light, and what is written over them stays as dark as it was."""

import cv2
import numpy as np
import pytest

from edge.light import find_ink
from edge.unruled import without_rulings
from tests.edge.paper import lit, overlap, ruled_mask, sheet, squared_mask, write

SHAPE = (480, 640)
NUMBER = ("4207", 150, 180, 90)  # digits, left, top, height


def page(print_mask: np.ndarray, darkness: float, number=NUMBER, noise: float = 1.5) -> np.ndarray:
    """Returns paper with print that takes a share of its light, and a number over it."""
    paper = lit(sheet(*SHAPE, noise=noise), 1 - darkness * print_mask / np.float32(255))
    return write(paper, *number) if number else paper


def divided(picture: np.ndarray) -> np.ndarray | None:
    return without_rulings(picture, find_ink(picture, False))


@pytest.mark.parametrize(("slope", "darkness"), [(0.0, 0.25), (0.06, 0.25), (-0.3, 0.25), (0.0, 0.4)])
def test_rulings_of_any_slope_go_and_the_strokes_over_them_stay_whole(slope, darkness):
    blank = divided(page(ruled_mask(SHAPE, slope), darkness))
    clean = page(np.zeros(SHAPE, np.uint8), 0)
    assert overlap(find_ink(blank, False).mask, find_ink(clean, False).mask) > 0.93


def test_rulings_of_bent_paper_go():
    blank = divided(page(ruled_mask(SHAPE, wave=9.0), 0.25))
    clean = page(np.zeros(SHAPE, np.uint8), 0)
    assert overlap(find_ink(blank, False).mask, find_ink(clean, False).mask) > 0.9


def test_squares_go_that_are_a_little_askew():
    blank = divided(page(squared_mask(SHAPE, 40, 2), 0.3))
    clean = page(np.zeros(SHAPE, np.uint8), 0)
    assert overlap(find_ink(blank, False).mask, find_ink(clean, False).mask) > 0.93


def test_dark_lines_go_where_they_are_too_many_for_a_table():
    blank = divided(page(squared_mask(SHAPE, 32, 2), 0.45))
    clean = page(np.zeros(SHAPE, np.uint8), 0)
    assert overlap(find_ink(blank, False).mask, find_ink(clean, False).mask) > 0.9
    assert divided(page(squared_mask(SHAPE, 60, 2), 0.45)) is None


@pytest.mark.parametrize(("margins", "goes"), [((560,), True), ((548, 575), True), ((160, 320, 560), False)])
def test_dark_rulings_with_a_margin_go_and_a_tables_lines_stay(margins, goes):
    lines = ruled_mask(SHAPE)
    for left in margins:
        cv2.line(lines, (left, 0), (left + 12, SHAPE[0]), 255, 2)
    assert (divided(page(lines, 0.5)) is not None) == goes


def test_a_stroke_along_a_ruling_stays():
    number = ("4", 200, 160, 120)
    clean = find_ink(page(np.zeros(SHAPE, np.uint8), 0, number), False).mask
    bar = int(np.argmax((clean > 0).sum(axis=1)))  # the row of the 4's bar
    mask = np.zeros(SHAPE, np.uint8)
    mask[[row for y in range(bar % 50, SHAPE[0], 50) for row in (y, y + 1)]] = 255
    blank = divided(page(mask, 0.25, number))
    assert overlap(find_ink(blank, False).mask, clean) > 0.93


def test_lines_paler_than_the_noise_go():
    picture = page(ruled_mask(SHAPE), 0.035, None, noise=5.0)
    blank = divided(picture)

    def faintness(image):
        rows = cv2.GaussianBlur(image, (0, 0), 1).mean(axis=1)[20:-20]
        return rows.max() - rows.min()

    assert faintness(picture) > 4 and faintness(blank) < 2


@pytest.mark.parametrize(
    "picture",
    [
        page(np.zeros(SHAPE, np.uint8), 0),
        write(sheet(90, 640), "7777777777", 4, 4, 76),
        write(sheet(90, 640), "1111111111", 4, 4, 80),
        page(ruled_mask(SHAPE, pitch=300), 0.25),
        page(squared_mask(SHAPE, 75, 4), 0.7),
        sheet(40, 60),
    ],
    ids=["blank paper", "a row of sevens", "a row of ones", "two lines", "a table", "a tiny picture"],
)
def test_what_is_no_ruled_paper_is_left_alone(picture):
    assert divided(picture) is None


def test_rulings_that_sag_as_on_a_curled_page_go():
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(np.float32)
    curl = y - np.float32(0.03 * SHAPE[1]) * (x / SHAPE[1] * 2 - 1) ** 2
    sagging = cv2.remap(ruled_mask(SHAPE), x, curl, cv2.INTER_LINEAR)
    blank = divided(page(sagging, 0.25))
    clean = page(np.zeros(SHAPE, np.uint8), 0)
    assert overlap(find_ink(blank, False).mask, find_ink(clean, False).mask) > 0.93


def test_every_fourth_line_may_be_bolder_as_in_french_exercise_books():
    thin, bold = ruled_mask(SHAPE, pitch=16), ruled_mask(SHAPE, pitch=64)
    blank = divided(page(np.maximum(thin // 2, bold), 0.25))
    clean = page(np.zeros(SHAPE, np.uint8), 0)
    assert overlap(find_ink(blank, False).mask, find_ink(clean, False).mask) > 0.93
