"""Drawings must be no digits: what a person could read would teach the network not to read it."""

import numpy as np
import pytest

from edge.classifier import Classifier
from train.negatives import NOT_A_DIGIT, drawing, may_be_one
from train.scenes.drawings import THINGS, drawings, figure


def test_figures_are_no_digits_to_the_network():
    rng = np.random.default_rng(5)
    images = np.array([image for _ in range(300) if not may_be_one(image := drawing(rng, None))])
    assert (Classifier().probabilities(images).argmax(1) == NOT_A_DIGIT).mean() > 0.9


@pytest.mark.parametrize("draw", THINGS)
def test_a_thing_fills_the_box_that_it_is_drawn_in(draw):
    points = np.concatenate(draw(np.random.default_rng(6)))
    assert np.ptp(points, axis=0).max() > 1.0
    assert np.abs(points).max() < 1.3


def test_each_drawing_is_another_one_and_the_same_from_the_same_seed():
    first, again, other = (np.concatenate(figure(np.random.default_rng(seed))) for seed in (7, 7, 8))
    assert np.array_equal(first, again)
    assert first.shape != other.shape or not np.allclose(first, other)


def test_drawings_are_within_the_page_and_of_full_ink():
    for seed in range(4):
        cover = drawings(np.random.default_rng(seed), (480, 640), 0.04)
        assert cover.shape == (480, 640) and cover.max() == 1.0
        assert not any(side.any() for side in (cover[:2], cover[-2:], cover[:, :2], cover[:, -2:]))
