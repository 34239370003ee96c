"""Rulings are found where they run, and nothing else is one."""

import numpy as np
import pytest

from edge.rulings import find_rulings
from tests.edge.paper import ruled_mask

SHAPE = (480, 640)
PITCH = 44


def ruled(slope: float, darkness: float, noise: float = 2.0, wave: float = 0.0) -> np.ndarray:
    """Returns the darkness of paper with lines every `PITCH` px, at the left border from row 20 on."""
    grain = np.random.default_rng(4).normal(8, noise, SHAPE)
    return np.clip(grain + darkness * ruled_mask(SHAPE, slope, PITCH, 20, wave), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.3])
def test_lines_are_found_to_a_pixel_whatever_their_slope(slope):
    lines = find_rulings(ruled(slope, 0.2))
    assert len(lines) >= 10
    for line in lines:
        start = line.middle - slope * line.columns - 20
        assert np.abs(start - PITCH * np.round(start / PITCH)).max() < 1.5


@pytest.mark.parametrize(("slope", "wave"), [(0.0, -9.0), (0.05, 4.0), (0.05, 14.0), (-0.3, 9.0)])
def test_all_lines_of_paper_that_is_bent_are_found(slope, wave):
    lines = find_rulings(ruled(slope, 0.2, wave=wave))
    level = [
        line.middle - slope * line.columns - wave * np.sin(2 * np.pi * line.columns / SHAPE[1])
        for line in lines
    ]
    left = np.arange(20, SHAPE[0] - 20, PITCH)
    for row in left[left + slope * SHAPE[1] > 20]:  # the others cut a corner off
        assert min(np.abs(middle - row).max() for middle in level) < 2


def test_lines_paler_than_the_noise_are_found():
    middles = sorted(line.middle.mean() for line in find_rulings(ruled(0, 0.03, noise=9)))
    rows = np.arange(20, SHAPE[0], PITCH)
    assert all(np.abs(np.array(middles) - row).min() < 2 for row in rows)


def test_a_line_that_cuts_a_corner_off_is_one_too():
    lines = find_rulings(ruled(-0.3, 0.2))
    assert min(line.columns.size for line in lines) < SHAPE[1] / 3


def test_what_ends_within_the_picture_is_none():
    stroke = np.full(SHAPE, 8, np.uint8)
    stroke[200:204, 80:240] = 200
    assert find_rulings(stroke) == []
    assert find_rulings(np.full((30, 40), 8, np.uint8)) == []
