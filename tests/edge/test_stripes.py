"""1s that are some of many stripes are told from 1s that somebody wrote."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.judge import read_of
from edge.normalise import normalise
from edge.segmentation import Segment
from edge.stripes import doubt_stripes
from tests.edge.paper import pure_ink

SHAPE = (480, 640)
READ = 250  # px from the left, of the stripe that is read


def read(
    mask: np.ndarray, digits: dict[int, int], size: int = 640, framed: bool = False, pale: float = 1.0
) -> list[int]:
    """Returns what is read of marks over some px from the left, each taken for a digit, and doubted last.

    All other marks are so many times as dark.
    """
    ink = pure_ink(mask)
    near = np.abs(np.arange(mask.shape[1]) - READ) < 80
    ink = replace(ink, darkness=np.where(near, ink.darkness, pale * ink.darkness).astype(np.uint8))
    judged = [
        [(Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[digit], framed=framed), "")]
        for part in find_parts(ink)
        for left, digit in digits.items()
        if part.left < left < part.right
    ]
    assert len(judged) == len(digits)
    return [item.digit for item in read_of(doubt_stripes(judged, ink, size))]


def striped(lefts: list[int], width: int = 16, turned: int = 0) -> np.ndarray:
    """Returns stripes which begin at some px from the left, all but one turned by as many px."""
    mask = np.zeros(SHAPE, np.uint8)
    for left in lefts:
        cv2.line(mask, (left, 120), (left - 60 + turned * (left != READ), 400), 255, width)
    return mask


def test_a_1_between_wide_bars_like_it_that_are_not_read_is_a_stripe():
    assert read(striped([150, READ, 350]), {READ: 1}) == []


def test_a_1_beside_much_paler_bars_is_none():
    assert read(striped([90, READ, 420]), {READ: 1}, pale=0.8) == []
    assert read(striped([90, READ, 420]), {READ: 1}, pale=0.3) == [1]


@pytest.mark.parametrize(
    ("lefts", "width", "turned"),
    [([READ], 16, 0), ([READ, 350], 16, 0), ([150, READ, 350], 5, 0), ([150, READ, 350], 16, 60)],
    ids=["alone", "beside one", "thin as lines are", "turned otherwise"],
)
def test_a_1_without_company_or_of_another_kind_than_it_is_none(lefts, width, turned):
    assert read(striped(lefts, width, turned), {READ: 1}) == [1]


def test_where_another_digit_is_read_too_a_1_between_bars_stays():
    assert sorted(read(striped([150, READ, 350, 450]), {READ: 1, 450: 7})) == [1, 7]


def test_a_1_between_bars_like_it_stays_in_a_crop_and_in_a_frame_of_its_own():
    assert read(striped([150, READ, 350]), {READ: 1}, size=320) == [1]
    assert read(striped([150, READ, 350]), {READ: 1}, framed=True) == [1]
