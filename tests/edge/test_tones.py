"""Dark ink is parted from paler marks, where it reads better alone."""

from dataclasses import replace

import numpy as np
import pytest

from edge.finder import find_parts
from edge.tones import DARKER, SHARE, darker_ink, in_dark_ink, without_show_through
from tests.edge.paper import drawn, overlap, pure_ink, written_mask

SHAPE = (200, 300)
DIGIT = written_mask(SHAPE, "6", 120, 50, 90)
RIM = np.zeros(SHAPE, np.uint8)
RIM[95:101, 40:260] = 255  # the rim of a shadow through the digit


def touched(rim: int, digit: int = 180):
    darkness = np.maximum(RIM // 255 * rim, DIGIT // 255 * digit)
    return replace(pure_ink(DIGIT | RIM), darkness=darkness)


def network(sureness):
    """Returns a network that is as sure of a digit in a part as `sureness` says of that part."""

    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        probabilities[:, 6] = [sureness(parts[0]) for parts, _ in wanted]
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    return classify


def reading(whole: float, alone: float):
    """Returns a network that is so sure of a digit in wide parts and in narrow ones."""
    return network(lambda part: whole if part.width > 150 else alone)


def test_a_paler_mark_that_touches_a_digit_is_left_out():
    ink = touched(rim=60)
    assert overlap(drawn(in_dark_ink(find_parts(ink), ink, reading(0.2, 0.98)), SHAPE), DIGIT) > 0.97


@pytest.mark.parametrize(
    ("whole", "alone"), [(0.95, 0.98), (0.2, 0.5)], ids=["reads whole", "no digit alone"]
)
def test_a_part_stays_whole_unless_its_dark_ink_reads_better(whole, alone):
    ink = touched(rim=60)
    parts = find_parts(ink)
    assert in_dark_ink(parts, ink, reading(whole, alone)) == parts


def test_ink_of_one_darkness_has_no_darker_ink():
    ink = touched(rim=150)
    assert [darker_ink(part, ink, SHARE, DARKER) for part in find_parts(ink)] == [[]]


@pytest.mark.parametrize(("paler", "digits"), [(0.3, 1), (0.98, 4)], ids=["letters", "pencil digits"])
def test_paler_marks_beside_a_dark_digit_are_left_out_unless_they_are_digits_too(paler, digits):
    letters = [written_mask(SHAPE, "8", x, 60, 60) for x in (10, 60, 240)]
    darkness = np.maximum.reduce([DIGIT // 255 * 180, *(letter // 255 * 60 for letter in letters)])
    parts = find_parts(replace(pure_ink(np.maximum.reduce([DIGIT, *letters])), darkness=darkness))

    assert len(parts) == 4
    sureness = network(lambda part: 0.98 if part.darkness > 100 else paler)
    assert len(without_show_through(parts, sureness)) == digits
