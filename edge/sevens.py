"""Tells 1s with a long up-stroke from 7s where a hand crosses its 7s, as many Europeans do.

The network sees one digit at a time; what a hand does to its other 7s tells what one without a cross is.
"""

from dataclasses import replace

import cv2
import numpy as np

from edge.finder import mask_of
from edge.judge import NOT_SURE, Judged, read_of
from edge.segmentation import Segment

SURE = 0.9  # least probability of a crossed 7 that tells of its hand
SUREST = 0.99  # the same of one without a cross: the hand does not cross them all
CROSSED = 0.3  # strokes; the bar of a crossed 7 juts out as far on both sides of its stem
PLAIN = 0.22  # the same at most of a digit without a cross
BAR = 0.3  # of the height; what juts out over more is no bar
TILT = 0.1  # of the height: one side of a bar is so much higher at most
STEM = (0.3, 0.8)  # of the height, from the top: there a 7 is crossed
LIKELIER = 10.0  # times a 1 is likelier than a 7 for each crossed 7 beside one without a cross, and
MOST = 3  # so many of them at most


def tell_ones(judged: Judged, min_confidence: float = 0.0) -> Judged:
    """Returns what is judged with those 7s as 1s that a hand would have crossed.

    Args:
        judged: as `edge.judge.judge` gives it.
        min_confidence: least probability, 0 to 1, of what is read: between a 1 and a 7 there may be less.
    """
    sevens = [item for item in read_of(judged) if item.digit == 7]
    if len(sevens) < 2 or all(item.probability >= SURE for item in sevens):
        return judged
    jutting = {id(item): jut(item) for item in sevens}
    crossed = sum(jutting[id(item)] >= CROSSED and item.probability >= SURE for item in sevens)
    plain = [item for item in sevens if jutting[id(item)] <= PLAIN]
    if not crossed or any(item.probability >= SUREST for item in plain):
        return judged
    ones = {}
    for item in plain:
        told = _likelier_one(item, LIKELIER * min(crossed, MOST))
        ones[id(item)] = told, "" if told.probability >= min_confidence else NOT_SURE
    return [[ones.get(id(item), (item, objection)) for item, objection in row] for row in judged]


def _likelier_one(item: Segment, times: float) -> Segment:
    """Returns a segment that is so many times likelier a 1 than the network says."""
    probabilities = item.probabilities.copy()
    probabilities[1] *= times
    return replace(item, probabilities=probabilities / probabilities.sum())


def jut(item: Segment) -> float:
    """Returns how far a bar juts out of a stem, on the side where it is shorter, in widths of the stroke.

    The outline on either side of a stem goes one way, or bends slowly: only a bar leaves it and comes back.
    """
    own = mask_of(item.parts, item.box) > 0
    own = own[own.any(1)]  # a broken stroke is closed
    height, width = own.shape
    right = (width - 1 - own[:, ::-1].argmax(1)).astype(np.float32)[:, None]
    left = own.argmax(1).astype(np.float32)[:, None]
    long = np.ones((max(3, round(BAR * height)), 1), np.uint8)
    level = np.ones((max(1, round(TILT * height)), 1), np.uint8)
    sides = (
        cv2.morphologyEx(right, cv2.MORPH_TOPHAT, long),
        cv2.morphologyEx(left, cv2.MORPH_BLACKHAT, long),
    )
    beyond = np.minimum(*(cv2.dilate(side, level) for side in sides))
    top, bottom = (round(end * height) for end in STEM)
    return float(beyond[top:bottom].max(initial=0)) / item.stroke
