"""Finds where a broad pen's strokes cross: ink may be wider there than the window that sees past strokes.

The paper's light would be the ink's own, and in the middle of an 8 there would be a hole that is not bright.
"""

import cv2
import numpy as np

from edge.marks import short_side
from edge.pixels import odd, rect

WIDER = 2.5  # times as wide is a window that sees past such a place
BROAD = 9  # px: a narrower window is a fine pen's
DARK = 0.7  # of the paper's light that ink leaves at most
SHARE = 0.35  # of a mark's ink that lies in such places at most; most of a thing's or a shadow's does
BLURRED = 2  # px that such a place may be smaller than the window that does not see past it
AS_DARK = 1.2  # times as bright as the mark's other ink at most: a shadow that ends at a stroke is brighter
CROSSING = 2.0  # times as large as that window at most


def without_clots(paper: np.ndarray, grey: np.ndarray, window: float) -> np.ndarray:
    """Returns the light of paper as a wider window shows it wherever it was taken from strokes that cross.

    Args:
        paper: (h, w) uint8, its light as a window shows it.
        grey: (H, W) uint8, the picture at the lowest resolution, dark ink on light ground.
        window: as a part of the short side.
    """
    sight = odd(short_side(grey) * window)
    if sight < BROAD:
        return paper
    wide = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, rect(odd(WIDER * sight)))
    least = cv2.convertScaleAbs(wide, alpha=DARK)
    dark = cv2.compare(grey, least, cv2.CMP_LT)
    seen = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    unseen = cv2.bitwise_and(dark, cv2.compare(seen, least, cv2.CMP_LT))
    if not cv2.countNonZero(unseen):
        return paper
    clots = _crossings(unseen, dark, grey, sight)
    if not clots.any():
        return paper
    clots, wide = (cv2.resize(each, paper.shape[::-1]) for each in (clots, wide))
    return np.where(clots > 0, cv2.max(paper, wide), paper)


def _crossings(unseen: np.ndarray, dark: np.ndarray, grey: np.ndarray, sight: int) -> np.ndarray:
    """Returns (h, w) uint8, 255 where a stroke is wider than a window of `sight` px, which sees past none."""
    marks = cv2.connectedComponents(dark)[1]
    _, places, stats, _ = cv2.connectedComponentsWithStats(unseen)
    clots = np.zeros_like(dark)
    for place, (*box, _) in enumerate(stats[1:], start=1):
        if not _may_be_crossing(box, dark.shape, sight):
            continue
        own = places == place
        mark = marks == marks[own][0]
        stroke = mark & (unseen == 0)
        seen = np.count_nonzero(stroke) >= (1 - SHARE) * np.count_nonzero(mark)
        if seen and np.median(grey[own]) <= AS_DARK * np.median(grey[stroke]):
            clots[own] = 255
    return clots


def _may_be_crossing(box: list[int], shape: tuple[int, int], sight: int) -> bool:
    """Tells whether a place off the border of (h, w) holds a window of `sight` px, and hardly more."""
    x, y, w, h = box
    within = x > 0 and y > 0 and x + w < shape[1] and y + h < shape[0]
    return within and min(w, h) >= sight - BLURRED and max(w, h) <= CROSSING * sight
