"""Drawings fill their boxes, are others each time, and stay on the page."""

import numpy as np
import pytest

from train.scenes.drawings import THINGS, drawings


@pytest.mark.parametrize("draw", THINGS)
def test_a_thing_fills_the_box_that_it_is_drawn_in(draw):
    points = np.concatenate(draw(np.random.default_rng(6)))
    assert np.ptp(points, axis=0).max() > 1.0
    assert np.abs(points).max() < 1.3


@pytest.mark.parametrize("seed", range(4))
def test_a_page_of_drawings_is_another_one_and_the_same_from_the_same_seed(seed):
    first, again, other = (drawings(np.random.default_rng(n), (480, 640), 0.04) for n in (seed, seed, 9))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_drawings_are_within_the_page_and_of_full_ink():
    for seed in range(4):
        cover = drawings(np.random.default_rng(seed), (480, 640), 0.04)
        assert cover.shape == (480, 640) and cover.max() == 1.0
        assert not any(side.any() for side in (cover[:2], cover[-2:], cover[:, :2], cover[:, -2:]))
