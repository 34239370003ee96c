"""Decides which segments are believed: a network alone takes smudges, show-through and frames for digits."""

import numpy as np

from edge.segmentation import Segment

SMALLEST = 9  # px, height of the lowest digit that can be read
SMALL = 0.42  # of the page's usual digit height: what is lower is a speck or a fragment
WEAK = 0.5  # of the page's usual darkness: what is weaker is show-through or dirt


def judge(rows: list[list[Segment]], min_confidence: float) -> list[list[tuple[Segment, str]]]:
    """Pairs each segment with the objection to reading it, "" for none.

    Args:
        rows: segments of each line.
        min_confidence: least probability, 0 to 1.
    """
    judged = [[(item, _own_objection(item, min_confidence)) for item in row] for row in rows]
    believed = [item for row in judged for item, objection in row if not objection]
    if not believed:
        return judged
    height = _usual([item.box[3] for item in believed], believed)
    darkness = _usual([item.darkness for item in believed], believed)
    return [
        [(item, objection or _page_objection(item, height, darkness)) for item, objection in row]
        for row in judged
    ]


def _usual(values: list[float], items: list[Segment]) -> float:
    """Returns the median of values, each weighted by its segment's box, so that specks do not count."""
    weights = np.array([item.box[2] * item.box[3] * item.probability for item in items], float)
    order = np.argsort(values)
    half = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
    return float(np.asarray(values, float)[order][half])


def _own_objection(item: Segment, min_confidence: float) -> str:
    if item.dropped:
        return "left out"
    if item.box[3] < SMALLEST:
        return "too small"
    if item.probability < min_confidence:
        return "not sure"
    return ""


def _page_objection(item: Segment, height: float, darkness: float) -> str:
    if item.box[3] < SMALL * height:
        return "smaller than the rest"
    if item.darkness < WEAK * darkness:
        return "weaker than the rest"
    return ""
