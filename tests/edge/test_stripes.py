"""1s that are some of many stripes are told from 1s that somebody wrote."""

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.normalise import normalise
from edge.segmentation import Segment
from edge.stripes import stripes
from tests.edge.paper import pure_ink

SHAPE = (480, 640)
READ = 250  # px from the left, of the stripe that is read


def striped(lefts: list[int], width: int = 16, turned: int = 0) -> list[Segment]:
    """Returns of stripes which begin at some px from the left, one turned by as many px, those that count."""
    mask = np.zeros(SHAPE, np.uint8)
    for left in lefts:
        cv2.line(mask, (left, 120), (left - 60 + turned * (left != READ), 400), 255, width)
    ink = pure_ink(mask)
    probabilities = np.eye(11, dtype=np.float32)[1]
    ones = [Segment((part,), normalise(part.mask), probabilities) for part in find_parts(ink)]
    return stripes([one for one in ones if one.box[0] < READ < one.box[0] + one.box[2]], ink)


def test_a_1_between_wide_bars_like_it_that_are_not_read_is_a_stripe():
    assert len(striped([150, READ, 350])) == 1


@pytest.mark.parametrize(
    ("lefts", "width", "turned"),
    [([READ], 16, 0), ([READ, 350], 16, 0), ([150, READ, 350], 5, 0), ([150, READ, 350], 16, 60)],
    ids=["alone", "beside one", "thin as lines are", "turned otherwise"],
)
def test_a_1_without_company_or_of_another_kind_than_it_is_none(lefts, width, turned):
    assert not striped(lefts, width, turned)
