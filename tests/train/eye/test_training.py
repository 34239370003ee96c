import numpy as np
import pytest

from train.eye.tiles import MOST, TILE, Tiles
from train.eye.training import BATCH, SIDE, batches


@pytest.fixture
def tiles() -> Tiles:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (2 * BATCH, TILE, TILE), np.uint8)
    return Tiles(images, np.zeros((2 * BATCH, MOST, 5), np.float32))


def test_training_goes_on_with_the_batches_that_it_would_have_seen(tiles):
    whole = list(batches(tiles, 0, 5))
    rest = list(batches(tiles, 3, 5))

    for (images, boxes), (again, same) in zip(whole[3:], rest, strict=True):
        assert np.array_equal(images, again) and np.array_equal(boxes, same)


def test_an_epoch_shows_each_tile_once(tiles):
    tiles.images[:] = np.arange(len(tiles.images), dtype=np.uint8)[:, None, None]
    seen = [images[:, 0, 0] for images, _ in batches(tiles, 0, 2)]

    assert sorted(np.concatenate(seen)) == list(range(2 * BATCH))
    assert next(batches(tiles, 0, 1))[0].shape == (BATCH, SIDE, SIDE)
