"""Brings pictures to sizes at which they can be read."""

import cv2
import numpy as np

from edge.images import MAX_SIDE

SMALL = 640  # px, images with a shorter longest side are scaled up, so that thin strokes have some pixels
MOST = 4.0  # times that a small image is scaled up at most
SMOOTHED = 1.2  # px of the image, deviation of the Gaussian that leaves less of noise and all of a stroke


def to_working_size(grey: np.ndarray) -> np.ndarray:
    """Scales an image to a size at which it can be read."""
    scale = _working_scale(grey.shape)
    return grey if scale == 1 else scaled(grey, scale)


def working_size(shape: tuple[int, ...]) -> tuple[int, int]:
    """Returns the (width, height) in px to which `to_working_size` brings an image of (h, w) or (h, w, 3)."""
    return _size(shape, _working_scale(shape))


def scaled(image: np.ndarray, scale: float) -> np.ndarray:
    """Returns a picture of `scale` times the size, (h, w) or (h, w, 3) uint8."""
    size = _size(image.shape, scale)
    # Halving twice is several times faster than quartering.
    while not any(side % 2 or side < 2 * new for side, new in zip(image.shape[:2], size[::-1], strict=True)):
        image = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if size == image.shape[1::-1]:
        return image
    smaller = size[0] < image.shape[1]
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)


def smoothed(working: np.ndarray, longest: int) -> np.ndarray:
    """Smooths an image at working size as much as pixels of its own size need, `longest` px of them."""
    return cv2.GaussianBlur(working, (0, 0), SMOOTHED * max(1.0, max(working.shape) / longest))


def _working_scale(shape: tuple[int, ...]) -> float:
    longest = max(shape[:2])
    if longest > MAX_SIDE:
        return MAX_SIDE / longest
    return min(SMALL / longest, MOST) if longest < SMALL else 1.0


def _size(shape: tuple[int, ...], scale: float) -> tuple[int, int]:
    """Returns the (width, height) in px of an image of (h, w) or (h, w, 3) at `scale` times its size."""
    return max(1, round(shape[1] * scale)), max(1, round(shape[0] * scale))
