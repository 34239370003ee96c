"""Pens lie on rendered pages clear of what is written there."""

import numpy as np
import pytest

from train.scenes.pens import coordinates, lay_pen

SHAPE = (240, 320)
PAPER = np.full((*SHAPE, 3), 0.8, np.float32)


@pytest.mark.parametrize("seed", range(6))
def test_a_pen_covers_some_paper_and_nothing_that_is_taken(seed):
    taken = np.zeros(SHAPE, np.uint8)
    taken[60:140, 80:160] = 255
    frame = lay_pen(np.random.default_rng(seed), PAPER, taken)
    darker = frame / PAPER
    assert darker.min() < 0.7
    assert darker[taken > 0].min() > 0.5  # no more than its shadow falls there
    assert frame.shape == PAPER.shape and frame.min() >= 0 and frame.max() <= 1


def test_where_there_is_no_room_no_pen_lies():
    frame = lay_pen(np.random.default_rng(0), PAPER, np.full(SHAPE, 255, np.uint8))
    assert np.array_equal(frame, PAPER)


def test_a_place_has_an_along_and_an_across_at_right_angles():
    along, across = coordinates(np.random.default_rng(1), SHAPE)
    (down, right), (low, wide) = (map(np.mean, np.gradient(axis)) for axis in (along, across))
    assert down * low + right * wide == pytest.approx(0, abs=1e-3)
    assert np.hypot(down, right) == pytest.approx(1, abs=1e-3)
