"""Decides which segments are believed: a network alone takes smudges, show-through and frames for digits."""

import numpy as np

from edge.results import Box
from edge.segmentation import Segment

SMALLEST = 9  # px, height of the lowest digit that can be read
SMALL = 0.42  # of the page's usual digit height: what is lower is a speck or a fragment
WEAK = 0.5  # of the page's usual darkness: what is weaker is show-through or dirt
ALONG = 0.12  # of the frame's side: a thinner thing that lies along the border is a frame's or a page's edge
RIM = 2  # px from the border at which a thing counts as cut off


def judge(rows: list[list[Segment]], shape: tuple[int, int], min_confidence: float) -> list[list[tuple[Segment, str]]]:
    """Pairs each segment with the objection to reading it, "" for none.

    Args:
        rows: segments of each line.
        shape: (h, w) of the frame.
        min_confidence: least probability, 0 to 1.
    """
    judged = [[(item, _own_objection(item, shape, min_confidence)) for item in row] for row in rows]
    believed = [item for row in judged for item, objection in row if not objection]
    if not believed:
        return judged
    height = _usual([item.box[3] for item in believed], believed)
    darkness = _usual([item.darkness for item in believed], believed)
    return [
        [(item, objection or _page_objection(item, height, darkness)) for item, objection in row] for row in judged
    ]


def _usual(values: list[float], items: list[Segment]) -> float:
    """Returns the median of values, each weighted by its segment's box, so that specks do not count."""
    weights = np.array([item.box[2] * item.box[3] * item.probability for item in items], float)
    order = np.argsort(values)
    half = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
    return float(np.asarray(values, float)[order][half])


def _own_objection(item: Segment, shape: tuple[int, int], min_confidence: float) -> str:
    if item.dropped:
        return "left out"
    if item.box[3] < SMALLEST:
        return "too small"
    if lies_along_border(item.box, shape):
        return "along the border"
    if item.probability < min_confidence:
        return "not sure"
    return ""


def _page_objection(item: Segment, height: float, darkness: float) -> str:
    if item.box[3] < SMALL * height:
        return "smaller than the rest"
    if item.darkness < WEAK * darkness:
        return "weaker than the rest"
    return ""


def lies_along_border(box: Box, shape: tuple[int, int]) -> bool:
    """Tells whether a box (x, y, w, h) hugs the border of a frame (h, w) with its long side."""
    x, y, w, h = box
    upright = (x <= RIM or x + w >= shape[1] - RIM) and h > w and w < ALONG * shape[1]
    flat = (y <= RIM or y + h >= shape[0] - RIM) and w > h and h < ALONG * shape[0]
    return upright or flat
