"""The soft shadow of a bar is no 1; a stroke that is out of focus stays one, as does any in a small crop."""

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.light import find_ink
from edge.looks import Look
from edge.normalise import normalise
from edge.penumbra import soft_bars, without_soft_ones
from edge.segmentation import Segment
from tests.edge.paper import sheet

SHAPE = (480, 640)
BAR = (340, 40), (300, 440)


def bar_of(blur: float, shape: tuple[int, int] = SHAPE, digit: int = 1, part: float = 1.0) -> Look:
    """Returns a look that reads a bar's shadow whose edges are so soft.

    Args:
        blur: px, standard deviation.
        shape: of the picture of which this is a look.
        digit: what the bar is taken for.
        part: of the picture that is looked at.
    """
    light = cv2.line(np.full(SHAPE, 1, np.float32), *BAR, 0.5, 50)
    grey = np.rint(sheet(*SHAPE, noise=0) * cv2.GaussianBlur(light, (0, 0), blur)).astype(np.uint8)
    ink = find_ink(grey)
    bar = max(find_parts(ink), key=lambda each: each.height)
    item = Segment((bar,), normalise(bar.mask), np.eye(11, dtype=np.float32)[digit])
    view = (0, 0, round(part * shape[1]), round(part * shape[0]))
    return Look([[(item, "")]], ink, view)


def found(blur: float, shape: tuple[int, int] = SHAPE, **how) -> np.ndarray | None:
    return soft_bars(bar_of(blur, shape, **how), shape)


def test_a_bars_soft_shadow_is_found_with_its_edges():
    bar = cv2.line(np.zeros(SHAPE, np.uint8), *BAR, 255, 50)
    mask = found(blur=9)
    assert not cv2.countNonZero(cv2.subtract(bar, mask))
    assert cv2.countNonZero(mask) < 3 * cv2.countNonZero(bar)
    larger = found(blur=9, shape=(960, 1280), part=0.75)
    assert larger.shape == (960, 1280)
    assert not larger[720:].any()


@pytest.mark.parametrize(
    "how",
    [
        {"blur": 2},
        {"blur": 9, "digit": 7},
        {"blur": 9, "shape": (120, 160)},
        {"blur": 9, "part": 0.2, "shape": (2400, 3200)},
        {"blur": 4, "shape": (310, 1600)},
        {"blur": 6, "shape": (640, 640)},
    ],
    ids=["out of focus", "no 1", "a crop", "a closer look", "a strip", "a square"],
)
def test_a_stroke_out_of_focus_another_digit_and_what_a_close_view_shows_are_no_shadow(how):
    assert found(**how) is None


def test_soft_bars_alone_are_not_read_and_beside_another_digit_they_are_kept():
    look, sharp = bar_of(blur=9), bar_of(blur=2)
    assert not without_soft_ones(look, SHAPE).digits
    assert without_soft_ones(sharp, SHAPE) is sharp
    beside = Look([*look.judged, *bar_of(blur=9, digit=7).judged], look.ink, look.view)
    assert without_soft_ones(beside, SHAPE) is beside
