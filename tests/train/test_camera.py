"""The camera shows paper as it lies: curled, it is lower in some columns than in others."""

import numpy as np
import pytest

from train.scenes import camera


def test_paper_curls_smoothly_between_its_lowest_and_its_highest_column():
    for seed in range(20):
        lower = camera.curl(np.random.default_rng(seed), 640)
        assert lower.shape == (640,)
        assert (lower.min(), lower.max()) == pytest.approx((-1, 1))
        assert np.abs(np.diff(lower)).max() < 0.03


def test_a_bent_picture_has_each_column_moved_down_by_as_much():
    image = np.zeros((40, 3, 3), np.float32)
    image[10] = 1.0
    bent = camera.bend(image, np.array([0, 5, -3]))
    assert bent[:, :, 0].argmax(axis=0).tolist() == [10, 15, 7]
    assert bent.sum() == image.sum()
