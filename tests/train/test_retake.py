"""A photograph that is taken again keeps its truth, and differs in what its way names."""

from itertools import islice

import numpy as np
import pytest

from tests.edge.paper import sheet, write
from train.cases import HELD, Case
from train.retake import WAYS, retake, retaken

PHOTO = np.repeat(write(sheet(240, 320), "472", 60, 70, 90)[..., None], 3, axis=2)


def photos(count):
    return [Case(f"{i}.jpg", "line", "own", HELD, ("472",), PHOTO) for i in range(count)]


def test_each_photo_is_taken_again_as_often_as_asked_in_changing_ways():
    cases = list(retaken(photos(4), 3, 1))
    assert [case.kind for case in cases] == [f"retaken/{name}" for name in [*WAYS, *WAYS][:12]]
    assert all((case.lines, case.source, case.part) == (("472",), "own", HELD) for case in cases)


def test_the_same_seed_takes_the_same_photos():
    one, same, other = (next(islice(retaken(photos(1), 2, seed), 1, None)).image for seed in (1, 1, 2))
    assert (one == same).all() and not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("way", "differs"),
    [
        ("dark", lambda image: image.mean() < 0.6 * PHOTO.mean()),
        ("pale", lambda image: np.ptp(image) < 0.75 * np.ptp(PHOTO)),
        ("noisy", lambda image: image[:50].std() > 2 * PHOTO[:50].std()),
        ("half", lambda image: image.shape[0] < 0.7 * PHOTO.shape[0]),
        ("large", lambda image: image.shape[0] > 1.9 * PHOTO.shape[0]),
        ("hard", lambda image: image[:60].std() > 2 * PHOTO[:60].std()),
    ],
)
def test_a_way_does_what_its_name_says(way, differs):
    image = retake(np.random.default_rng(3), PHOTO, WAYS[way])
    assert image.dtype == np.uint8 and image.shape[2] == 3 and differs(image)
