import numpy as np
import pytest

from edge.finder import crop
from edge.results import Digit, Reading
from edge.sources.view import View, moved, scaled

IMAGE = np.arange(12, dtype=np.uint8).reshape(3, 4)


@pytest.mark.parametrize("image", [IMAGE, np.dstack([IMAGE] * 3)])
@pytest.mark.parametrize(
    ("view", "corners"),
    [
        (View(), (0, 3)),
        (View(rotate=90), (8, 0)),
        (View(rotate=180), (11, 8)),
        (View(rotate=270), (3, 11)),
        (View(flip="horizontal"), (3, 0)),
        (View(flip="vertical"), (8, 11)),
        (View(flip="both"), (11, 8)),
        (View(rotate=90, flip="horizontal"), (0, 8)),
        (View(flip="horizontal", mirror=True), (0, 3)),
    ],
)
def test_frames_are_rotated_clockwise_then_flipped(image, view, corners):
    turned = view.turn(image)
    assert turned.shape[:2] == ((4, 3) if view.rotate in (90, 270) else (3, 4))
    assert (int(turned[0, 0].max()), int(turned[0, -1].max())) == corners


@pytest.mark.parametrize(
    ("region", "within"),
    [
        (None, (0, 0, 4, 3)),
        ((1, 1, 2, 1), (1, 1, 2, 1)),
        ((2, 1, 100, 100), (2, 1, 2, 2)),
        ((50, 50, 5, 5), (0, 0, 4, 3)),
    ],
)
def test_a_region_is_kept_within_the_frame_even_when_the_frame_becomes_smaller(region, within):
    assert View(region=region).within(IMAGE) == within
    assert crop(IMAGE, within).shape == within[:1:-1]


def test_boxes_move_with_the_region_and_grow_with_the_picture():
    reading = Reading(("7",), (Digit(7, 0.9, (1, 2, 3, 4)),))
    assert moved(reading, 10, 20).digits[0].box == (11, 22, 3, 4)
    assert scaled(reading, 2).digits[0].box == (2, 4, 6, 8)
    assert scaled(reading, 0.1).digits[0].box[2:] == (1, 1)
    assert moved(reading, 10, 20).lines == ("7",)
