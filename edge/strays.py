"""Knows strays apart from the numbers, such as rests of a shadow's edge: they are paler than all strokes."""

import numpy as np

from edge.finder import STRONG, share_on
from edge.judge import Judged, groups_apart, object_to, read_of
from edge.light import Ink
from edge.pixels import above

STRAY = "paler than the rest"
FEW = 2  # marks at most that stand apart
SEVERAL = 4  # digits at least of which the picture's ink is known
LOWEST = 0.1  # of these have a smaller share of strong ink
CORE = 0.5  # of that share at most has a stray
PALER = 0.7  # of their darkness


def doubt_strays(judged: Judged, ink: Ink) -> Judged:
    """Objects to the first and the last marks of lines whose ink is much weaker than the others' everywhere.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
    """
    read = read_of(judged)
    if len(read) <= SEVERAL:
        return judged
    strong = above(ink.strength, STRONG - 1)
    core = {id(item): share_on(strong, item.parts) for item in read}
    doubtful = []
    for row in judged:
        groups = groups_apart(read_of([row]))
        for end in (groups[0], groups[-1]):
            own = set(map(id, end))
            others = [item for item in read if id(item) not in own]
            if not 0 < len(end) <= FEW or len(others) < SEVERAL:
                continue
            least = CORE * np.quantile([core[id(item)] for item in others], LOWEST)
            pale = PALER * np.median([item.darkness for item in others])
            if all(core[id(item)] < least and item.darkness < pale for item in end):
                doubtful += end
    return object_to(judged, doubtful, STRAY)
