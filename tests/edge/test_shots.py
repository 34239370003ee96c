"""Shots: on filmed pages and on the sample pictures, scaled to one size as a phone's are."""

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.images import load
from edge.shots import same_shot
from tests.edge.films import noisy, page, with_hand

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "edge/samples").glob("*.jpg"))
STILL = page(["472", "19"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (STILL, STILL),
        (page([]), page([])),
        (STILL, (0.4 * STILL).astype(np.uint8)),
        (STILL, STILL[:, :, 0]),
        (STILL, with_hand(STILL, 300, 200)),
        (with_hand(STILL, 300, 200), with_hand(STILL, 330, 200)),
    ],
    ids=["noise", "noise on a blank page", "the lamp goes out", "grey", "a hand", "a hand moves"],
)
def test_noise_light_and_hands_are_no_cut(before, after):
    assert same_shot(noisy_or_grey(before, 1), noisy_or_grey(after, 2))


def noisy_or_grey(image, seed):
    return image if image.ndim == 2 else noisy(image, seed)


def test_each_sample_picture_is_another_shot():
    images = [cv2.resize(load(path).image, (640, 480), interpolation=cv2.INTER_AREA) for path in SAMPLES]
    assert not any(same_shot(before, after) for before, after in pairwise(images))


def test_another_size_is_another_shot():
    assert not same_shot(STILL, cv2.resize(STILL, (320, 240)))
