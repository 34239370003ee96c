import numpy as np
import pytest

from edge.pixels import crop
from edge.sources.view import View

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
