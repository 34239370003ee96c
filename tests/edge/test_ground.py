"""What stands beside a number on a desk's grain is told from the number's digits on paper."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.ground import doubt_other_ground
from edge.judge import read_of
from edge.normalise import normalise
from edge.segmentation import Segment
from tests.edge.paper import pure_ink, sheet, written_mask

SHAPE = (480, 640)
DESK = 420  # px from the left: there it begins
FOUR = np.eye(11, dtype=np.float32)[4]


def by_desk(dark: float, grain: float) -> np.ndarray:
    """Returns a sheet of paper, (h, w) uint8, by a desk that is so dark and grainy."""
    page = sheet(*SHAPE, grey=170).astype(np.float32)
    spots = cv2.GaussianBlur(np.random.default_rng(5).normal(size=SHAPE), (0, 0), 2)[:, DESK:]
    page[:, DESK:] *= dark * (1 + grain * spots / spots.std())
    return np.clip(page, 0, 255).astype(np.uint8)


def read(
    dark: float, grain: float, x: int, lefts: tuple[int, ...] = (60, 120, 180), noise: float = 0.0
) -> int:
    """Returns how many 4s are read of three on paper and one at `x`, by a desk that is so dark and grainy."""
    ink = pure_ink(sum(written_mask(SHAPE, "4", left, 200, 80, 7) for left in (*lefts, x)))
    marks = sorted(find_parts(ink), key=lambda part: part.left)
    row = [(Segment((part,), normalise(part.mask), FOUR), "") for part in marks]
    assert len(row) == 4
    ink = replace(ink, grey=by_desk(dark, grain), noise=noise)
    return len(read_of(doubt_other_ground([row], ink)))


@pytest.mark.parametrize("dark", [0.7, 1.3])
def test_a_mark_on_a_darker_or_brighter_desk_with_grain_is_none_of_the_numbers_digits(dark):
    assert read(dark, grain=0.08, x=500) == 3


@pytest.mark.parametrize(
    ("dark", "grain", "x"),
    [(0.7, 0.0, 500), (1.0, 0.08, 500), (0.7, 0.08, 320)],
    ids=["in a shadow", "on rough paper as bright", "on the paper"],
)
def test_what_stands_in_a_shadow_or_on_the_same_paper_stays(dark, grain, x):
    assert read(dark, grain, x) == 4


def test_a_cameras_noise_is_no_grain_though_it_is_a_larger_share_of_a_shadows_light():
    assert read(0.5, grain=0.08, x=500, noise=1.0) == 3
    assert read(0.5, grain=0.08, x=500, noise=6.0) == 4


@pytest.mark.parametrize(("dark", "kept"), [(0.7, 12), (1.0, 13)])
def test_a_line_of_few_marks_on_a_desk_is_none_of_a_page_of_numbers(dark, kept):
    lines = [written_mask(SHAPE, "444", 60, 20 + 100 * row, 60, 6) for row in range(4)]
    lines.append(written_mask(SHAPE, "4", 500, 420, 50, 6))
    judged = [
        [(Segment((part,), normalise(part.mask), FOUR), "") for part in find_parts(pure_ink(line))]
        for line in lines
    ]
    ink = pure_ink(sum(lines))
    ink = replace(ink, grey=by_desk(dark, grain=0.08))
    assert len(read_of(doubt_other_ground(judged, ink))) == kept


def test_digits_that_all_stand_apart_as_in_a_form_stay():
    assert read(dark=0.7, grain=0.08, x=500, lefts=(60, 200, 340)) == 4
