"""Knows combs, the rows of boxes without tops that forms have, and closes them to boxes like others."""

import cv2
import numpy as np

from edge.finder import Part
from edge.pixels import without_holes

WIDE = 1.3  # times its height: the narrowest comb, which has two boxes
OPEN = 1.1  # times its ink at most are it and what it surrounds
END = 0.1  # of its width: so near to its ends are a comb's outer uprights
BASE, STEP = 0.05, 2  # of its height and px: so smooth is the line below a comb; digits have round feet
SMOOTH = 0.9  # of that line
BEND = 0.05  # of a comb's width: how far paper may bend it; the bow of a broken 0 or 3 is bent more
STANDING = 0.95  # of the rows of the outer uprights that have ink
TALL = 0.7  # of a comb's height, less what its line rises: that of the uprights at least


def lid_of(part: Part) -> np.ndarray | None:
    """Returns (h, w) uint8, 255 on a line between the outer uprights' tops; None of what is no comb.

    A comb is wide and open, with a line below, which may be bent as paper is, and uprights at its ends.

    Args:
        part: that may be a comb.
    """
    h, w = part.mask.shape
    if w < WIDE * h or cv2.countNonZero(without_holes(part.mask)) > OPEN * cv2.countNonZero(part.mask):
        return None
    end = max(1, round(END * w))
    middle = np.arange(end, w - end)
    lowest = h - 1 - (part.mask[::-1, end : w - end] > 0).argmax(axis=0)
    bent = np.polyval(np.polyfit(middle, lowest, 2), middle)
    bend = np.ptp(bent - np.polyval(np.polyfit(middle, bent, 1), middle))
    if bend > BEND * w or np.mean(np.abs(lowest - bent) <= max(BASE * h, STEP)) < SMOOTH:
        return None
    uprights = [np.nonzero(part.mask[:, side]) for side in (slice(end), slice(w - end, w))]
    heights = [int(np.ptp(rows)) + 1 for rows, _ in uprights]
    inked = [np.unique(rows).size for rows, _ in uprights]
    if min(heights) < TALL * (h - np.ptp(bent)) or sum(inked) < STANDING * sum(heights):
        return None
    (top, left), (other_top, right) = ((int(rows[0]), int(columns[0])) for rows, columns in uprights)
    return cv2.line(np.zeros_like(part.mask), (left, top), (right + w - end, other_top), 255)
