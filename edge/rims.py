"""Knows what is no stroke but a rim of a thing: it has no paper beside it, or not the same on both sides."""

import numpy as np

from edge.finder import sides_reached
from edge.light import Ink
from edge.segmentation import Segment
from edge.surroundings import differences, look_around

LARGE = 0.5  # of the frame's width and height: only the rim of the sheet is around so much
STEP = (
    0.6  # of the ink's contrast: so much the ground differs on both sides of a rim; of a large digit, by 0.3
)


def is_rim(item: Segment, ink: Ink) -> bool:
    """Tells whether a mark is a rim of a sheet or a thing.

    Args:
        item: the mark.
        ink: of its picture.
    """
    height, width = ink.mask.shape
    large = item.box[2] >= LARGE * width and item.box[3] >= LARGE * height
    whole = not sides_reached(item.box, ink.mask.shape)
    if not (large or whole):
        return False
    around = look_around(item, ink, np.zeros_like(ink.mask))
    across, along = differences(around.grey, around)
    if across is None and along is None:
        return whole
    if across is None or along is None:
        return False
    return large and min(across, along) >= STEP * around.contrast
