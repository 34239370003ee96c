"""A picture in sizes that halve, each in even light, so that one network sees small digits and large ones."""

from dataclasses import dataclass

import cv2
import numpy as np

from edge.reading.evening import NEUTRAL, even

LONGEST = 1280  # px, the longer side of the finest level
ENLARGED = 2.0  # how much a small picture is enlarged at most
ENLARGED_TO = 400  # px, up to which longer side it is
COARSEST = 48  # px; a level whose longer side is no longer is the last, where a digit may fill the frame
MARGIN = 8  # px of neutral ground around each level at least
GRID = 32  # px; sides are multiples of it, so that few sizes occur


@dataclass(frozen=True)
class Level:
    """A picture at one size.

    Attributes:
        image: (h, w) uint8 in even light, within a margin of `NEUTRAL`.
        scale: px of it for one px of the picture.
        left: px, the margin's width.
        top: px, its height.
        shared: px at the left, top, right and bottom that a neighbouring block answers for.
    """

    image: np.ndarray
    scale: float
    left: int
    top: int
    shared: tuple[int, int, int, int] = (0, 0, 0, 0)


def pyramid(grey: np.ndarray) -> list[Level]:
    """Returns the levels of a picture, (h, w) uint8, the finest first."""
    h, w = grey.shape
    scale = min(LONGEST / max(h, w), max(1.0, min(ENLARGED, ENLARGED_TO / max(h, w))))
    image = grey if scale == 1 else _resized(grey, scale)
    levels = []
    while True:
        levels.append(_framed(even(image), max(image.shape) / max(h, w)))
        if max(image.shape) <= COARSEST:
            return levels
        image = _resized(image, 0.5)


def _resized(image: np.ndarray, scale: float) -> np.ndarray:
    h, w = image.shape
    # INTER_LINEAR is not the same to the bit on every processor.
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR_EXACT
    return cv2.resize(image, (max(round(w * scale), 1), max(round(h * scale), 1)), interpolation=way)


def _framed(image: np.ndarray, scale: float) -> Level:
    h, w = image.shape
    rows, columns = (-(-(side + 2 * MARGIN) // GRID) * GRID - side for side in (h, w))
    top, left = rows // 2, columns // 2
    framed = cv2.copyMakeBorder(
        image, top, rows - top, left, columns - left, cv2.BORDER_CONSTANT, value=NEUTRAL
    )
    return Level(framed, scale, left, top)
