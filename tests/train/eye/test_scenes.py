from pathlib import Path

import matplotlib
import numpy as np

from train import mnist
from train.eye.recipes import Kind, kinds
from train.eye.scenes import Pool, draw
from train.scenes import CONDITIONS
from train.typefaces import face

FONT = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"


def pool() -> Pool:
    (images, labels), _ = mnist.split(mnist.load())
    grey = np.random.default_rng(0).integers(0, 255, (300, 400), np.uint8)
    return Pool(images, labels, [face(FONT)], [grey])


def test_a_scene_has_as_many_boxes_as_digits():
    made_of = pool()
    for seed in range(5):
        picture = draw(np.random.default_rng(seed), made_of, Kind("own", CONDITIONS["line/plain"], 1))
        assert picture.grey.ndim == 2 and picture.grey.dtype == np.uint8
        assert len(picture.boxes) == len(picture.digits) > 0


def test_a_photograph_holds_no_digit():
    photograph = next(kind for kind in kinds() if kind.recipe is None)
    picture = draw(np.random.default_rng(0), pool(), photograph)

    assert picture.boxes.shape == (0, 4) and len(picture.digits) == 0
    assert min(picture.grey.shape) >= 100
