"""Knows what stands on other ground than the number on its line: a desk beside paper has its own grain.

Where a desk is taken for paper, some of its grain looks like a digit, and stands at the end of a line.
"""

from itertools import pairwise

import cv2
import numpy as np

from edge.finder import union_box
from edge.judge import Judged, groups_apart, object_to, read_of
from edge.light import Ink
from edge.pixels import crop, square, widened
from edge.segmentation import Segment, mask_of_items

OTHER_GROUND = "on other ground"
APART = 0.6  # of its height: so far such a mark stands from the number
WIDER = 1.5  # times as wide as any gap within the number at least: in a form all digits stand apart
FEW = 3  # marks at most that stand there together
FEW_ALONE, MANY = 2, 12  # marks at most that are a line of their own, and digits of a page
SEVERAL = 3  # digits at least of which the number's ground is known
UNLIKE = 0.85  # times as bright at most is one ground as the other
GRAINY = 1.25  # times as much grain as around any digit of the number at least
SMOOTH = 0.012  # of its brightness: less is a camera's noise
AROUND = 0.35  # of a digit's height: so far around it its ground is looked at
FINE = 0.5  # of a digit's height: what is wider than that is no grain
MOST = 0.6  # of the ground differs less from what is around it: a shadow's edge is no grain


def doubt_other_ground(judged: Judged, ink: Ink) -> Judged:
    """Objects to the first and the last marks of lines whose ground is neither as bright nor as smooth.

    On a page of numbers so it does to a line of few marks.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
    """
    ends: list[Segment] = []
    for row in judged:
        groups = groups_apart(read_of([row]))
        if len(groups) > 1:
            ends += _off_ground(groups[0], groups[1:], ink) + _off_ground(groups[-1], groups[:-1], ink)
    judged = object_to(judged, ends, OTHER_GROUND)
    return object_to(judged, _stray_lines(judged, ink), OTHER_GROUND)


def _stray_lines(judged: Judged, ink: Ink) -> list[Segment]:
    """Returns the marks of lines of few that are on other ground than all else on a page of numbers."""
    read = read_of(judged)
    few = [line for row in judged if 0 < len(line := read_of([row])) <= FEW_ALONE]
    if len(read) < MANY or not few:
        return []
    grounds = _grounds(read, ink)
    strays: list[Segment] = []
    for line in few:
        known = set(map(id, line))
        own = np.array([id(item) in known for item in read])
        if _differ(grounds[own], grounds[~own], ink.noise):
            strays += line
    return strays


def _off_ground(end: list[Segment], groups: list[list[Segment]], ink: Ink) -> list[Segment]:
    """Returns the marks at an end of a line if they are on other ground than its other groups."""
    number = [item for group in groups for item in group]
    apart = max([WIDER * _gap(*pair) for pair in pairwise(groups)] + [APART * max(x.box[3] for x in end)])
    if len(end) > FEW or len(number) < SEVERAL or _gap(end, number) < apart:
        return []
    grounds = _grounds([*end, *number], ink)
    return end if _differ(grounds[: len(end)], grounds[len(end) :], ink.noise) else []


def _differ(grounds: np.ndarray, others: np.ndarray, noise: float) -> bool:
    """Tells whether grounds, as `_grounds` gives them, are neither as bright as others nor as smooth.

    Args:
        grounds: (n, 2).
        others: (m, 2).
        noise: the camera's in grey levels, which is a larger share of the light in a shadow.
    """
    (light, grain), (usual, known) = grounds.T, others.T
    paper = np.median(usual)
    unlike = light.max() < UNLIKE * paper or light.min() * UNLIKE > paper
    smooth = np.maximum(max(known.max(), SMOOTH), noise / light)
    return bool(unlike and (grain > GRAINY * smooth).all())


def _grounds(items: list[Segment], ink: Ink) -> np.ndarray:
    """Returns (n, 2) float64: how bright the ground of each digit is and how much grain it has."""
    digits = mask_of_items(items, ink.mask.shape)
    return np.array([_ground(item, ink.grey, digits) for item in items])


def _gap(end: list[Segment], number: list[Segment]) -> int:
    """Returns how many px there are between the end of a line and the rest of it."""
    (left, _, width, _), (first, _, length, _) = union_box(end), union_box(number)
    return max(left - first - length, first - left - width)


def _ground(item: Segment, grey: np.ndarray, digits: np.ndarray) -> tuple[float, float]:
    """Returns how bright the ground around a digit is, and how much grain it has, as a share of that.

    Args:
        item: the digit.
        grey: (h, w) uint8.
        digits: (h, w) uint8, 255 where there is ink of one.
    """
    box = widened(item.box, max(2, round(AROUND * item.box[3])), grey)
    ground = cv2.dilate(crop(digits, box), square(max(1, round(item.stroke / 2)))) == 0
    if not ground.any():
        return 1.0, 0.0
    light = crop(grey, box).astype(np.float32)
    size = (1 + 2 * round(FINE * item.box[3] / 2),) * 2
    own = ground.astype(np.float32)
    around = cv2.blur(light * own, size) / np.maximum(cv2.blur(own, size), 1e-3)
    usual = max(float(np.median(light[ground])), 1.0)
    return usual, float(np.quantile(np.abs(light - around)[ground], MOST)) / usual
