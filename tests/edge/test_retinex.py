"""What has soft edges vanishes from a picture, whatever its shape, and ink stays as dark as it was."""

import cv2
import numpy as np
import pytest

from edge.light import find_ink
from edge.retinex import has_grain, is_gone, without_soft_edges
from tests.edge.paper import PAPER, PEN, lit, overlap, sheet, write, written_mask

SHAPE = (480, 480)
DIGIT = "3", 110, 60, 340, 30  # what is written, where, how high and how wide
DEPTH = 0.5
BLUR = 7  # px, of a shadow's edge


def finger() -> np.ndarray:
    return cv2.line(np.zeros(SHAPE, np.float32), (20, 400), (330, 200), 1, 60)


def window() -> np.ndarray:
    bars = np.zeros(SHAPE, np.float32)
    for at in range(60, SHAPE[0], 120):
        cv2.line(bars, (at, 0), (at - 40, SHAPE[0]), 1, 40)
        cv2.line(bars, (0, at), (SHAPE[1], at + 40), 1, 40)
    return bars


def shadow(shape: np.ndarray, blur: float = BLUR) -> np.ndarray:
    return 1 - DEPTH * cv2.GaussianBlur(shape, (0, 0), blur)


@pytest.mark.parametrize("shape", [finger(), window()], ids=["finger", "window"])
def test_a_soft_shadow_vanishes_and_a_digit_across_it_is_whole(shape):
    even = without_soft_edges(lit(write(sheet(*SHAPE), *DIGIT), shadow(shape)))
    ink = written_mask(SHAPE, *DIGIT)
    assert overlap(find_ink(even).mask, ink) > 0.8
    blank = even[cv2.dilate(ink, np.ones((25, 25), np.uint8)) == 0]
    darkest, brightest = np.quantile(blank, (0.05, 0.95))
    assert darkest > 0.85 * brightest


@pytest.mark.parametrize("shape", [finger(), window()], ids=["finger", "window"])
def test_blank_paper_is_blank_without_its_shadows(shape):
    even = without_soft_edges(lit(sheet(*SHAPE), shadow(shape)))
    assert even.min() > 0.9 * even.max()


def test_a_fingers_shadow_is_gone_and_a_digit_is_not():
    page = lit(write(sheet(*SHAPE), "8", 330, 20, 100, 10), shadow(finger()))
    even = without_soft_edges(page)
    assert is_gone((20, 160, 290, 260), page, even)
    assert not is_gone((330, 20, 70, 100), page, even)


def test_only_a_picture_in_focus_shows_the_grain_of_its_paper():
    page = write(sheet(*SHAPE, noise=3), *DIGIT)
    assert has_grain(without_soft_edges(page))
    assert not has_grain(without_soft_edges(cv2.GaussianBlur(page, (0, 0), 5)))


def test_ink_is_as_dark_as_it_was():
    even = without_soft_edges(write(sheet(*SHAPE), *DIGIT))
    ink = cv2.erode(written_mask(SHAPE, *DIGIT), np.ones((9, 9), np.uint8)) > 0
    assert np.median(even[ink]) / np.median(even) == pytest.approx(PEN / PAPER, abs=0.05)


def test_a_shadow_with_an_edge_as_sharp_as_ink_stays():
    even = without_soft_edges(lit(sheet(*SHAPE), shadow(finger(), 1)))
    assert even.min() < 0.7 * np.median(even)


def test_chalk_on_a_board_is_brighter_than_the_board():
    even = without_soft_edges(write(sheet(*SHAPE, grey=40), *DIGIT[:-1], 20, 220))
    chalk = cv2.erode(written_mask(SHAPE, *DIGIT[:-1], 20), np.ones((9, 9), np.uint8)) > 0
    assert np.median(even[chalk]) > 2.5 * np.median(even)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (20, 13), (337, 211)])
def test_a_picture_of_any_size_keeps_it(shape):
    even = without_soft_edges(sheet(*shape))
    assert even.shape == shape
    assert even.dtype == np.uint8


def test_black_stays_without_marks():
    assert np.ptp(without_soft_edges(np.zeros(SHAPE, np.uint8))) == 0
