"""What is printed in a colour vanishes through a filter; other ink and shadows stay."""

import numpy as np
import pytest

from edge.chroma import Colours
from edge.dropout import without_prints
from edge.light import find_ink
from tests.edge.paper import (
    BLACK,
    BLUE,
    GREEN,
    ORANGE,
    RED,
    in_ink,
    lit,
    overlap,
    sheet,
    squared_mask,
    written_mask,
)

SHAPE = (480, 640)
NUMBER = ("3582", 120, 180, 100)


def printed(*inks: tuple[np.ndarray, tuple[float, float, float]], light: float | np.ndarray = 1.0):
    """Returns the colours of a page, on which masks are printed in inks."""
    page = lit(sheet(*SHAPE), np.broadcast_to(light, SHAPE))[..., None]
    for mask, left in inks:
        page = in_ink(page, mask, left)
    return Colours(np.uint8(np.rint(page)))


def digits() -> np.ndarray:
    return written_mask(SHAPE, *NUMBER)


@pytest.mark.parametrize("ink", [RED, ORANGE, GREEN, BLUE], ids=["red", "orange", "green", "blue"])
def test_coloured_squares_vanish_beneath_black_digits(ink):
    ((seen, gone),) = without_prints(printed((squared_mask(SHAPE), ink), (digits(), BLACK)))
    assert seen.shape == gone.shape == SHAPE
    assert overlap(gone, squared_mask(SHAPE)) > 0.4
    assert overlap(find_ink(seen, False).mask, digits()) > 0.8


def test_a_shadow_stays_as_it_was():
    light = np.ones(SHAPE)
    light[:, 320:] = 0.5
    ((seen, _),) = without_prints(printed((squared_mask(SHAPE), RED), (digits(), BLACK), light=light))
    assert np.median(seen[:, 340:]) / np.median(seen[:, :300]) == pytest.approx(0.5, abs=0.02)


def test_of_two_inks_each_is_seen_without_the_other_the_most_frequent_vanishing_first():
    (without_blue, _), (without_red, _) = without_prints(
        printed((squared_mask(SHAPE), BLUE), (digits(), RED))
    )
    assert overlap(find_ink(without_blue, False).mask, digits()) > 0.8
    assert overlap(find_ink(without_red, False).mask, squared_mask(SHAPE)) > 0.8


def test_black_ink_makes_no_filter_in_coloured_light():
    page = printed((squared_mask(SHAPE), BLACK), (digits(), RED)).image
    ((seen, _),) = without_prints(Colours(np.uint8(page * (0.5, 0.75, 1.0))))
    assert overlap(find_ink(seen, False).mask, squared_mask(SHAPE)) > 0.8
