"""Knows what makes one line of two, such as a shadow's edge that crosses both."""

from itertools import combinations

from edge.finder import Part
from edge.judge import Judged, read_of
from edge.pixels import overlaps
from edge.results import Box

ABOVE = 0.25  # of the narrower one's width that boxes share of which one stands above the other


def bridges_in(judged: Judged) -> list[Part]:
    """Returns what is not read, and as high as two lines, on lines whose digits stand above each other.

    Args:
        judged: as `edge.judge.judge` gives it.
    """
    found = []
    for row in judged:
        boxes = [item.box for item in read_of([row])]
        if any(_stand_above(*pair) for pair in combinations(boxes, 2)):
            tall = max(box[3] for box in boxes)
            found += [
                part for item, objection in row if objection for part in item.parts if part.height > tall
            ]
    return found


def _stand_above(one: Box, other: Box) -> bool:
    """Tells whether one of two boxes is all above the other, and not beside it."""
    across, down = overlaps(one, other)
    return down <= 0 and across > ABOVE * min(one[2], other[2])
