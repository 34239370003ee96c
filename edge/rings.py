"""Knows rings that are no 0s by what stands beside them: drawn around digits, within a mark, or with rays."""

import math

from edge.finder import union_box
from edge.pixels import gap, middle
from edge.segmentation import Segment

ALIKE = 0.42  # of a ring's darkness: paler marks are not of the same drawing
RAYS = 5  # marks around a ring that make it a sun
RAY = (0.12, 0.6)  # length of a ray as a part of the ring's
NEAR = 0.5  # of a ring's length: how far away a ray may be
OPEN = 135.0  # degrees: the widest angle at which a ring with rays has none


def rings(judged: list[list[tuple[Segment, str]]]) -> list[Segment]:
    """Returns the 0s that are believed and are rings of something else.

    A ring in which something is read was drawn around it, as teachers do. One in a larger mark that holds
    nothing else to read is an eye or a flower's heart, one with rays a sun.

    Args:
        judged: as `edge.judge.judge` gives it.
    """
    marks = [item for row in judged for item, _ in row]
    believed = [item for row in judged for item, objection in row if not objection]
    return [
        ring
        for ring in believed
        if ring.digit == 0
        and (any(_holds(ring, item) for item in believed) or _is_drawn(ring, marks, believed))
    ]


def _holds(outer: Segment, inner: Segment) -> bool:
    return outer is not inner and union_box((outer, inner)) == outer.box


def _is_drawn(ring: Segment, marks: list[Segment], believed: list[Segment]) -> bool:
    alike = [mark for mark in marks if mark.darkness >= ALIKE * ring.darkness]
    within = [mark for mark in alike if _holds(mark, ring)]
    eye = any(all(item.digit == 0 for item in believed if _holds(mark, item)) for mark in within)
    return eye or _has_rays(ring, alike)


def _has_rays(ring: Segment, marks: list[Segment]) -> bool:
    size = max(ring.box[2:])
    low, high = RAY
    rays = [
        mark
        for mark in marks
        if low * size <= max(mark.box[2:]) <= high * size
        and not _holds(ring, mark)
        and gap(ring.box, mark.box) <= NEAR * size
    ]
    if len(rays) < RAYS:
        return False
    x, y = middle(ring.box)
    angles = sorted(math.degrees(math.atan2(v - y, u - x)) for u, v in (middle(ray.box) for ray in rays))
    turns = [after - before for before, after in zip(angles, [*angles[1:], angles[0] + 360], strict=True)]
    return max(turns) <= OPEN
