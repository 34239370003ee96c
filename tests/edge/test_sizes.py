"""Pictures are brought to a size at which they can be read."""

import numpy as np
import pytest

from edge.images import MAX_SIDE
from edge.sizes import scaled, smoothed, to_working_size, working_size


@pytest.mark.parametrize(
    ("shape", "working"),
    [
        ((600, 800), (600, 800)),
        ((3000, 2 * MAX_SIDE), (1500, MAX_SIDE)),
        ((240, 320), (480, 640)),
        ((20, 30), (80, 120)),
    ],
    ids=["fits", "too large", "small", "tiny"],
)
def test_only_what_is_too_large_or_small_is_scaled_and_what_is_tiny_four_times_at_most(shape, working):
    assert to_working_size(np.zeros(shape, np.uint8)).shape == working
    assert working_size((*shape, 3)) == working[::-1]


@pytest.mark.parametrize("scale", [0.125, 0.3, 1.0, 2.5])
def test_a_scaled_picture_keeps_its_light(scale):
    picture = np.tile(np.linspace(20, 220, 200, dtype=np.uint8), (120, 1))
    made = scaled(picture, scale)
    assert made.shape == (round(120 * scale), round(200 * scale))
    assert abs(made.mean() - picture.mean()) < 1


def test_an_enlarged_picture_is_smoothed_as_much_as_its_own_pixels_were():
    dot = np.zeros((61, 61), np.uint8)
    dot[30, 30] = 255
    assert np.count_nonzero(smoothed(dot, 61)) < np.count_nonzero(smoothed(dot, 20))
