"""Shadows with a shape darken a part of the page, and none of them all of it."""

import numpy as np
import pytest

from train.scenes.silhouettes import SHAPES, SIDE, silhouette

Y, X = np.mgrid[-1:1:120j, -1:1:160j].astype(np.float32)


@pytest.mark.parametrize(("draw", "blur"), SHAPES, ids=[draw.__name__.strip("_") for draw, _ in SHAPES])
def test_each_shape_covers_some_of_the_page_and_leaves_some_in_the_light(draw, blur):
    assert 0 < blur[0] < blur[1]
    for seed in range(20):
        drawn = np.zeros((SIDE, SIDE), np.uint8)
        draw(np.random.default_rng(seed), drawn)
        assert 0.005 < (drawn > 0).mean() < 0.99


def test_a_silhouette_takes_a_part_of_the_light_and_is_the_same_for_the_same_seed():
    one, again, other = (silhouette(np.random.default_rng(seed), X, Y) for seed in (3, 3, 4))
    assert one.shape == X.shape and one.dtype == np.float32
    assert one.min() >= 0 and one.max() <= 1
    assert np.array_equal(one, again) and not np.array_equal(one, other)
