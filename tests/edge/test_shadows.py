"""A shadow with a sharp edge is taken off the paper, and strokes across the edge stay."""

import cv2
import numpy as np
import pytest

from edge.light import find_ink
from edge.shadows import without_shadow
from tests.edge.paper import PAPER, lit, overlap, sheet, write, written_mask

SHAPE = (480, 480)
DIGIT = "3", 110, 60, 340, 34  # what is written, where, how high and how wide
DEPTH = 0.5


def cast(dark: np.ndarray, blur: float = 2.0) -> np.ndarray:
    """Returns (h, w) float, the light beside a shadow, which is where `dark` is 255."""
    soft = cv2.GaussianBlur(dark.astype(np.float32) / 255, (0, 0), blur)
    return 1 - DEPTH * soft


def straight() -> np.ndarray:
    return cv2.fillPoly(np.zeros(SHAPE, np.uint8), [np.array([[480, 40], [480, 480], [120, 480]])], 255)


def head() -> np.ndarray:
    return cv2.ellipse(np.zeros(SHAPE, np.uint8), (330, 300), (110, 140), 0, 0, 360, 255, cv2.FILLED)


@pytest.mark.parametrize("dark", [straight(), head()], ids=["straight", "round"])
def test_the_paper_is_even_again_and_a_digit_across_the_edge_whole(dark):
    written = write(sheet(*SHAPE), *DIGIT)
    relit = without_shadow(lit(written, cast(dark)), DIGIT[-1])
    blank = cv2.dilate(written_mask(SHAPE, *DIGIT), np.ones((25, 25), np.uint8)) == 0
    assert np.abs(relit.painted[blank].astype(int) - PAPER).mean() < 6
    assert overlap(find_ink(relit.painted).mask, written_mask(SHAPE, *DIGIT)) > 0.8


def test_only_the_painted_picture_loses_strokes_thinner_than_the_edge():
    thin = "3", 110, 60, 340, 6
    relit = without_shadow(lit(write(sheet(*SHAPE), *thin), cast(straight(), 12)), 20)
    assert relit.blur > thin[-1]
    ink = written_mask(SHAPE, *thin)
    kept, left = (
        cv2.countNonZero(cv2.bitwise_and(find_ink(picture).mask, ink))
        for picture in (relit.even, relit.painted)
    )
    assert kept > 0.98 * cv2.countNonZero(ink) > left


@pytest.mark.parametrize(
    "picture",
    [
        write(sheet(*SHAPE), *DIGIT),
        sheet(*SHAPE),
        lit(write(sheet(*SHAPE), *DIGIT), np.linspace(0.4, 1, SHAPE[1])[None] * np.ones(SHAPE)),
        lit(sheet(*SHAPE), cast(straight(), 60)),
        lit(write(sheet(*SHAPE), *DIGIT), 1 - 0.1 * (straight() > 0)),
        np.zeros(SHAPE, np.uint8),
        sheet(20, 12),
        sheet(1, 1),
    ],
    ids=["written", "blank", "gradient", "soft shadow", "faint shadow", "black", "tiny", "pixel"],
)
def test_where_no_shadow_has_a_sharp_edge_there_is_none(picture):
    assert without_shadow(picture, 34) is None
