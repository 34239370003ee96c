"""What stands apart and is paler than all digits is a stray, and a weak pen's digits stay."""

from dataclasses import replace

import numpy as np
import pytest

from edge.finder import find_parts
from edge.judge import read_of
from edge.normalise import normalise
from edge.segmentation import Segment
from edge.strays import doubt_strays
from tests.edge.paper import pure_ink, written_mask

SHAPE = (480, 640)
WEAK = 150  # strength, of 255


def read(last: int, weak: float, number: str = "35824", all_weak: bool = False) -> int:
    """Returns how many digits are read of a number and of a 1 at `last` px that is so many times as dark."""
    mask, stray = np.zeros(SHAPE, np.uint8), written_mask(SHAPE, "1", last, 200, 40, 4)
    for place, digit in enumerate(number):
        mask |= written_mask(SHAPE, digit, 40 + 50 * place, 200, 40, 4)
    ink = pure_ink(mask | stray)
    parts = sorted(find_parts(ink), key=lambda part: part.left)
    parts[-1] = replace(parts[-1], darkness=weak * parts[-1].darkness)
    seven = np.eye(11, dtype=np.float32)[7]
    row = [(Segment((part,), normalise(part.mask), seven), "") for part in parts]
    if weak < 1:
        pale = ink.mask if all_weak else stray
        ink = replace(ink, strength=np.where(pale > 0, WEAK, ink.strength).astype(np.uint8))
    return len(read_of(doubt_strays([row], ink)))


def test_a_pale_mark_far_from_a_number_is_a_stray():
    assert read(last=500, weak=0.5) == 5


@pytest.mark.parametrize(
    ("last", "weak", "number", "all_weak"),
    [
        (500, 1.0, "35824", False),
        (270, 0.5, "35824", False),
        (500, 0.5, "358", False),
        (500, 0.5, "35824", True),
    ],
    ids=["as dark", "next to the others", "beside few", "where all are weak"],
)
def test_what_is_as_dark_or_stands_with_the_others_stays(last, weak, number, all_weak):
    assert read(last, weak, number, all_weak) == len(number) + 1
