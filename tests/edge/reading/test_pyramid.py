import numpy as np
import pytest

from edge.reading.evening import NEUTRAL
from edge.reading.pyramid import COARSEST, GRID, LONGEST, MARGIN, pyramid


@pytest.mark.parametrize("shape", [(720, 1280), (3000, 4000), (28, 28), (1, 500), (500, 1)])
def test_sides_are_multiples_of_the_grid_and_levels_halve(shape):
    levels = pyramid(np.full(shape, 200, np.uint8))
    scales = [level.scale for level in levels]

    assert all(
        side % GRID == 0 and side <= LONGEST + 2 * GRID for level in levels for side in level.image.shape
    )
    assert max(shape) * scales[-1] <= COARSEST + 1
    if min(shape) > 20:
        assert np.allclose(np.divide(scales[:-1], scales[1:]), 2, rtol=0.2)


def test_a_pixel_of_a_level_is_where_its_scale_and_margin_say():
    grey = np.full((480, 640), 200, np.uint8)
    grey[300:310, 400:410] = 0
    for level in pyramid(grey)[:3]:
        y, x = np.unravel_index(level.image.argmin(), level.image.shape)
        assert abs((x - level.left) / level.scale - 405) < 8
        assert abs((y - level.top) / level.scale - 305) < 8


def test_the_margin_around_a_picture_is_neutral():
    level = pyramid(np.random.default_rng(0).integers(0, 255, (100, 150), np.uint8))[0]

    assert level.top >= MARGIN and level.left >= MARGIN
    assert (level.image[: level.top] == NEUTRAL).all() and (level.image[:, : level.left] == NEUTRAL).all()
