"""Synthetic hands write every digit within its box, in many ways, and the same for the same seed."""

import numpy as np
import pytest

from train import strokes


@pytest.mark.parametrize("value", range(10))
def test_every_way_to_write_a_digit_stays_near_its_box(value):
    rng = np.random.default_rng(1)
    for _ in range(200):
        points = np.concatenate(strokes.digit(rng, value))
        assert np.isfinite(points).all()
        assert points.min() > -0.75 and points.max() < 1.75
        assert np.ptp(points[:, 1]) > 0.8


def test_the_same_seed_writes_the_same():
    first, second = (strokes.field(strokes.digit(np.random.default_rng(7), 4)) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_field_is_0_on_the_stroke_and_grows_away_from_it():
    field = strokes.field([np.array([(0.0, 0.0), (0.0, 1.0)])])
    middle = field[len(field) // 2]
    assert middle.min() == 0 and abs(middle[0] - strokes.MARGIN) <= 1
