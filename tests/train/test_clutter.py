"""Clutter lies on rendered pages clear of what is written there, and is no ink: its width or tone changes."""

import cv2
import numpy as np
import pytest

from train.scenes.clutter import THINGS, lay_clutter

SHAPE = (240, 320)
PAPER = np.full((*SHAPE, 3), 0.8, np.float32)


@pytest.mark.parametrize("seed", range(6))
def test_things_cover_some_paper_and_nothing_that_is_taken(seed):
    taken = np.zeros(SHAPE, np.uint8)
    taken[80:120, 80:160] = 255
    frame = lay_clutter(np.random.default_rng(seed), PAPER, taken)
    changed = np.abs(frame / PAPER - 1).max(axis=2)
    assert changed.max() > 0.3
    assert frame[taken > 0].min() > 0.8 * 0.5  # no more than a shadow falls there
    assert frame.shape == PAPER.shape and frame.min() >= 0 and frame.max() <= 1


@pytest.mark.parametrize("draw", THINGS, ids=lambda draw: draw.__name__)
def test_each_thing_has_a_body_as_large_as_it_says_and_colours(draw):
    rng = np.random.default_rng(3)
    x, y = np.meshgrid(np.arange(-160, 160, dtype=np.float32), np.arange(-120, 120, dtype=np.float32))
    cover, colours = draw(rng, 100.0, x / 100, y / 100)
    assert cover.shape == SHAPE and colours.shape == (*SHAPE, 3)
    assert 0.4 * 100 <= max(cv2.boundingRect(np.uint8(cover > 0.5))[2:]) <= 2.2 * 100
    assert colours[cover > 0.5].std(axis=0).max() > 0.01


def test_where_there_is_no_room_nothing_lies():
    frame = lay_clutter(np.random.default_rng(0), PAPER, np.full(SHAPE, 255, np.uint8))
    assert np.array_equal(frame, PAPER)
