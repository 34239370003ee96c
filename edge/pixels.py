"""Operations on pictures that several steps of reading share: arrays in, arrays or numbers out."""

import math
from functools import lru_cache

import cv2
import numpy as np

from edge.results import Box


def crop(image: np.ndarray, box: Box) -> np.ndarray:
    """Returns the view of an image within a box (x, y, w, h)."""
    x, y, w, h = box
    return image[y : y + h, x : x + w]


def widened(box: Box, margin: int, image: np.ndarray) -> Box:
    """Returns a box with a margin of some px on all its sides, as far as an image reaches."""
    x, y, w, h = box
    left, top = max(x - margin, 0), max(y - margin, 0)
    right, bottom = min(x + w + margin, image.shape[1]), min(y + h + margin, image.shape[0])
    return left, top, right - left, bottom - top


def middle(box: Box) -> tuple[float, float]:
    """Returns the middle (x, y) of a box."""
    x, y, w, h = box
    return x + w / 2, y + h / 2


def overlaps(box: Box, other: Box) -> tuple[int, int]:
    """Returns how many columns and rows two boxes share; below 0, how many lie between them."""
    x, y, w, h = box
    left, top, width, height = other
    return min(x + w, left + width) - max(x, left), min(y + h, top + height) - max(y, top)


def shared_area(box: Box, other: Box) -> int:
    """Returns how many pixels two boxes share."""
    across, down = overlaps(box, other)
    return max(across, 0) * max(down, 0)


def gap(box: Box, other: Box) -> float:
    """Returns how far apart two boxes are, in px, 0 where they touch."""
    return math.hypot(*(max(-shared, 0) for shared in overlaps(box, other)))


def above(image: np.ndarray, level: int) -> np.ndarray:
    """Returns (h, w) uint8, 255 above a level: `cv2.compare` takes twice as long with a number."""
    return cv2.threshold(image, level, 255, cv2.THRESH_BINARY)[1]


def without_holes(mask: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8: a mask and all that it encloses."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return cv2.drawContours(np.zeros_like(mask), contours, -1, 255, cv2.FILLED)


def boxes_of_holes(mask: np.ndarray) -> list[Box]:
    """Returns the boxes (x, y, w, h) of what a mask encloses."""
    contours, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    return [cv2.boundingRect(contours[index]) for index in np.flatnonzero(hierarchy[0, :, 3] >= 0)]


def slimmest_box(mask: np.ndarray) -> tuple[float, float]:
    """Returns the shorter and the longer side of the slimmest rectangle around a mask, however turned."""
    # The outline has the same hull as all its pixels, which would take milliseconds.
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    _, size, _ = cv2.minAreaRect(np.concatenate(outlines))
    return min(size), max(size)


def along_and_across(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns where a mask's pixels are along the line nearest to them, downwards, and to the right of it.

    Both are (n,) float32 in px from the middle of all.
    """
    points = cv2.findNonZero(mask).reshape(-1, 1, 2)
    cos, sin, *centre = cv2.fitLine(points, cv2.DIST_L2, 0, 0.01, 0.01).ravel()
    if sin < 0:
        cos, sin = -cos, -sin
    x, y = (points[:, 0] - centre).T
    return x * cos + y * sin, x * sin - y * cos


@lru_cache(64)
def square(reach: int) -> np.ndarray:
    """Returns the structuring element that reaches so many px from its middle."""
    return np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)


def shrink(image: np.ndarray, longest: int) -> np.ndarray:
    """Returns a picture divided by a whole number, so that its longest side has so many px at most."""
    factor = -(-max(image.shape[:2]) // longest)
    if factor > 1:
        size = (-(-image.shape[1] // factor), -(-image.shape[0] // factor))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return image


def painted(image: np.ndarray, beneath: np.ndarray) -> np.ndarray:
    """Paints over a part of a picture, at low resolution, from what is around it.

    Args:
        image: (h, w) uint8.
        beneath: uint8, all of the picture at that resolution; what is not 0 is painted over.
    """
    small = cv2.resize(image, beneath.shape[::-1], interpolation=cv2.INTER_AREA)
    paint = cv2.inpaint(small, beneath, 3, cv2.INPAINT_TELEA)
    paint = cv2.resize(paint, image.shape[::-1], interpolation=cv2.INTER_LINEAR)
    beneath = cv2.resize(beneath, image.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return np.where(beneath > 0, paint, image)


def quantiles(values: np.ndarray, *shares: float) -> list[float]:
    """Returns quantiles of uint8 values, by counting, which is faster than sorting."""
    total = cumulative_counts(values)
    return [float(total.searchsorted(share * total[-1])) for share in shares]


def cumulative_counts(values: np.ndarray) -> np.ndarray:
    """Returns (256,): how many of some uint8 values are no greater."""
    return cv2.calcHist([values], [0], None, [256], [0, 256]).ravel().cumsum(dtype=np.float64)


def odd(value: float) -> int:
    """Returns the size of a window of about so many px with a pixel in its middle."""
    return max(3, int(value) | 1)


def rect(size: int) -> np.ndarray:
    """Returns the square structuring element of so many px, an odd number."""
    return square(size // 2)
