"""Knows what is no stroke but a rim of a thing: it has no paper beside it, or not the same on both sides."""

import numpy as np

from edge.finder import sides_reached
from edge.light import Ink
from edge.segmentation import Segment
from edge.surroundings import differences, look_around

LARGE = 0.5  # of the frame's width or height: smaller digits may have others close on both sides
STEP = 0.6  # of the ink's contrast: by so much the ground differs across a rim, both ways; at a digit, by 0.3


def is_rim(item: Segment, ink: Ink) -> bool:
    """Tells whether a large mark is a rim of a sheet or a thing.

    Args:
        item: the mark.
        ink: of its picture.
    """
    height, width = ink.mask.shape
    wide, high = item.box[2] >= LARGE * width, item.box[3] >= LARGE * height
    if not (wide or high):
        return False
    around = look_around(item, ink, np.zeros_like(ink.mask))
    sides = differences(around.grey, around)
    if None in sides:
        return sides == [None, None] and not sides_reached(item.box, ink.mask.shape)
    return wide and high and min(sides) >= STEP * around.contrast
