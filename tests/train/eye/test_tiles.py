import numpy as np

from edge.reading.evening import NEUTRAL
from train.eye.tiles import MOST, TILE, cut


def scene(boxes) -> np.ndarray:
    grey = np.full((300, 400), 200, np.uint8)
    for x, y, w, h in boxes:
        grey[y : y + h, x : x + w] = 40
    return grey


def test_boxes_lie_on_the_ink_of_their_tile():
    boxes = np.array([(100, 100, 20, 40), (200, 120, 24, 40)], np.float32)
    grey = scene(boxes.astype(int))
    for seed in range(20):
        for tile, found in cut(np.random.default_rng(seed), grey, boxes, np.array([3, 5])):
            assert tile.shape == (TILE, TILE) and found.shape == (MOST, 5)
            for x, y, w, h, digit in found[found[:, 2] > 0]:
                assert digit in (3, 5)
                column, row = int(x + w / 2), int(y + h / 2)
                if max(w, h) < 40 and 0 <= row < TILE and 0 <= column < TILE:
                    assert tile[row, column] < NEUTRAL - 30


def test_a_scene_without_digits_gives_tiles_without_boxes():
    made = cut(np.random.default_rng(1), scene([]), np.zeros((0, 4), np.float32), np.zeros(0, int), 3)

    assert len(made) == 3
    assert all((boxes == 0).all() for _, boxes in made)
