"""A printed frame's sides are told from 1s by the line at their ends and by their paler ink."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.judge import read_of
from edge.normalise import normalise
from edge.segmentation import Segment
from edge.sides import doubt_sides
from tests.edge.paper import pure_ink, written_mask

SHAPE = (240, 320)
DIGIT = written_mask(SHAPE, "2", 120, 60, 90, 8)
LEFT, RIGHT = 80, 230  # px, of the uprights


def upright(x: int, top: int = 90, foot: int = 180) -> np.ndarray:
    return cv2.line(np.zeros(SHAPE, np.uint8), (x, foot), (x + 4, top), 255, 5)


def level(y: int, left: int = 0, right: int = 319) -> np.ndarray:
    return cv2.line(np.zeros(SHAPE, np.uint8), (left, y), (right, y + 6), 255, 5)


def read(uprights: dict[int, float], lines: np.ndarray, pale: float = 0.6, digit: int = 2) -> list[int]:
    """Returns what is read of a digit and uprights, whose lines were erased from the parts.

    Args:
        uprights: how dark each is beside the digit, by its px from the left.
        lines: (h, w) uint8, 255 on what is level.
        pale: how dark they are beside the digit.
        digit: it is taken for that.
    """
    marks, darkness = DIGIT, np.maximum(DIGIT, lines * pale)
    for x, share in uprights.items():
        marks, darkness = marks | upright(x), np.maximum(darkness, upright(x) * share)
    ink = replace(pure_ink(marks), darkness=np.uint8(darkness))
    row = []
    for part in sorted(find_parts(ink), key=lambda part: part.left):
        value = digit if part.left < 130 < part.right else 1
        row.append((Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[value]), ""))
    assert len(row) == 1 + len(uprights)
    return [item.digit for item in read_of(doubt_sides([row], ink))]


@pytest.mark.parametrize("lines", [level(180), level(86), level(180) | level(86)], ids=["on", "under", "two"])
def test_pale_uprights_that_end_on_a_line_are_sides(lines):
    assert read({LEFT: 0.6, RIGHT: 0.6}, lines) == [2]


def test_a_side_like_another_is_one_where_the_light_is_less_even():
    assert read({LEFT: 0.7, RIGHT: 0.76}, level(180)) == [2]
    assert read({RIGHT: 0.76}, level(180)) == [2, 1]


def test_1s_that_stand_on_a_ruled_line_are_as_dark_as_the_digits_beside_them():
    assert read({LEFT: 1.0, RIGHT: 0.9}, level(180)) == [1, 2, 1]


def test_pale_1s_without_a_line_stay():
    assert read({LEFT: 0.6, RIGHT: 0.6}, np.zeros_like(DIGIT)) == [1, 2, 1]


def test_a_1s_foot_and_a_line_that_is_paler_still_are_no_frame():
    assert read({RIGHT: 0.6}, level(180, RIGHT - 20, RIGHT + 20)) == [2, 1]
    assert read({RIGHT: 0.6}, level(180, RIGHT)) == [2, 1]
    assert read({RIGHT: 0.6}, level(180), pale=0.15) == [2, 1]


def test_beside_nothing_but_1s_there_is_no_measure():
    assert read({LEFT: 0.6, RIGHT: 0.6}, level(180), digit=1) == [1, 1, 1]
