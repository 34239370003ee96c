"""Leaves out what is blank: a large level is looked at block by block where there is contrast.

A picture costs what its ink covers, and never more than its pixels.
"""

from dataclasses import replace

import cv2
import numpy as np

from edge.reading.evening import GAIN, NEUTRAL
from edge.reading.pyramid import Level

SIDE = 256  # px of a block
STEP = 192  # px from one to the next: each digit that a level answers for lies whole in one of them
CONTRAST = GAIN  # grey levels from the ground, which ink has and blank paper's noise seldom


def blocks(level: Level) -> list[Level]:
    """Returns the blocks of a level that hold any contrast, or the level where that is less work."""
    h, w = level.image.shape
    if h * w <= SIDE * SIDE:
        return [level]
    corners = [(y, x) for y in _starts(h) for x in _starts(w)]
    parts = [_block(level, y, x) for y, x in corners]
    busy = [part for part in parts if _has_contrast(part.image)]
    return [level] if sum(part.image.size for part in busy) >= level.image.size else busy


def _block(level: Level, y: int, x: int) -> Level:
    image = level.image[y : y + SIDE, x : x + SIDE]
    ends = (
        x == 0,
        y == 0,
        x + image.shape[1] == level.image.shape[1],
        y + image.shape[0] == level.image.shape[0],
    )
    shared = tuple(0 if end else (SIDE - STEP) // 2 for end in ends)
    return replace(level, image=image, left=level.left - x, top=level.top - y, shared=shared)


def _starts(side: int) -> list[int]:
    """Returns where blocks begin along a side; the last one ends with it."""
    if side <= SIDE:
        return [0]
    return [*range(0, side - SIDE, STEP), side - SIDE]


def _has_contrast(image: np.ndarray) -> bool:
    low, high, _, _ = cv2.minMaxLoc(image)
    return max(high - NEUTRAL, NEUTRAL - low) >= CONTRAST
