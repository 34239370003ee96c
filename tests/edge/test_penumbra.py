"""The soft shadow of a bar is no 1; a stroke that is out of focus stays one, as does any in a small crop."""

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.judge import read_of
from edge.light import find_ink
from edge.looks import Look
from edge.normalise import normalise
from edge.penumbra import doubt_soft_bars
from edge.segmentation import Segment
from tests.edge.paper import sheet

SHAPE = (480, 640)


def read(blur: float, shape: tuple[int, int] = SHAPE, digit: int = 1, part: float = 1.0) -> int:
    """Returns how many digits are believed of a bar's shadow whose edges are so soft.

    Args:
        blur: px, standard deviation.
        shape: of the picture of which this is a look.
        digit: what it is taken for.
        part: of the picture that is looked at.
    """
    light = cv2.line(np.full(SHAPE, 1, np.float32), (340, 40), (300, 440), 0.5, 50)
    grey = np.rint(sheet(*SHAPE, noise=0) * cv2.GaussianBlur(light, (0, 0), blur)).astype(np.uint8)
    ink = find_ink(grey)
    found = max(find_parts(ink), key=lambda each: each.height)
    item = Segment((found,), normalise(found.mask), np.eye(11, dtype=np.float32)[digit])
    view = (0, 0, round(part * shape[1]), round(part * shape[0]))
    return len(read_of(doubt_soft_bars(Look([[(item, "")]], ink, view), shape)))


def test_a_bars_soft_shadow_is_no_one():
    assert read(blur=9) == 0


@pytest.mark.parametrize(
    "how",
    [
        {"blur": 2},
        {"blur": 9, "digit": 7},
        {"blur": 9, "shape": (120, 160)},
        {"blur": 9, "part": 0.2, "shape": (2400, 3200)},
    ],
    ids=["out of focus", "no 1", "a crop", "a closer look"],
)
def test_a_stroke_out_of_focus_another_digit_and_a_close_view_stay(how):
    assert read(**how) == 1
