"""Knows what is no stroke but a rim of a thing or a shadow: it has no lighter paper on both of its sides."""

import numpy as np

from edge.finder import sides_reached
from edge.light import Ink
from edge.segmentation import Segment
from edge.surroundings import FEW, Surroundings, beside, differences, look_around, median_on

LARGE = 0.5  # of the frame's width or height: smaller digits may have others close on both sides
LIGHTER = 0.06  # of the ink's contrast: so much lighter than a 1 is the paper on both sides; mostly 0.2
STEP = 0.6  # of the ink's contrast: by so much the ground differs across a rim, both ways; at a digit, by 0.3


def is_rim(item: Segment, ink: Ink, digits: np.ndarray) -> bool:
    """Tells whether a large mark, or a 1, is a rim of a sheet, a thing or a shadow.

    Args:
        item: the mark.
        ink: of its picture.
        digits: (h, w) uint8, 255 where there is ink that is read.
    """
    height, width = ink.mask.shape
    wide, high = item.box[2] >= LARGE * width, item.box[3] >= LARGE * height
    if not (wide or high or item.digit == 1):
        return False
    around = look_around(item, ink, digits)
    cut_off = sides_reached(item.box, ink.mask.shape) > 0
    if item.digit == 1 and not cut_off and _least_step(around) < LIGHTER * around.contrast:
        return True
    if not (wide or high):
        return False
    steps = _steps(around)
    if None in steps:
        return steps == [None, None] and not cut_off
    return wide and high and min(steps) >= STEP * around.contrast


def _least_step(around: Surroundings) -> float:
    """Returns by how many grey levels a mark is darker than the darker one of its two sides.

    Of what is seen across and along the picture it is the more, infinity where no side is seen.
    """
    grey, steps = around.grey.astype(np.int16), []
    for views in ((grey, around.own, around.read), (grey.T, around.own.T, around.read.T)):
        (left, ink, right), (_, own, _), (one, _, other) = (beside(view, around.reach) for view in views)
        free = (own > 0) & (one == 0) & (other == 0)
        steps.append(median_on(np.minimum(left, right) - ink, free, np.inf))
    return max(steps)


def _steps(around: Surroundings) -> list[float | None]:
    """Returns by how much the ground differs on both sides of a mark, but for what its light falls off.

    That is told by the ground as far away again; see `edge.surroundings.differences`.
    """
    grey = around.grey.astype(np.int16)
    views = (grey, around.own, around.marks), (grey.T, around.own.T, around.marks.T)
    sides = zip(differences(around.grey, around), views, strict=True)
    return [step and min(step, _uneven(*view, around.reach, step)) for step, view in sides]


def _uneven(levels: np.ndarray, own: np.ndarray, marks: np.ndarray, reach: int, unknown: float) -> float:
    """Returns by how much more ground falls off across a mark than beside it, `unknown` for none."""
    far, _, other_far = beside(levels, 2 * reach)
    near, _, other_near = beside(levels[:, reach:-reach], reach)
    falls = (far - near) + (other_near - other_far)
    free = beside(own, 2 * reach)[1] > 0
    for image, aside in ((marks, 2 * reach), (marks[:, reach:-reach], reach)):
        one, _, other = beside(image, aside)
        free &= (one == 0) & (other == 0)
    uneven = (near - other_near - falls)[free]
    return abs(float(np.median(uneven))) if uneven.size > FEW else unknown
