"""Knows the sides of a printed frame that read as 1s: they end on a line, and are paler than the digits.

A 1 may stand on a ruled line, too, but is as dark as the digits beside it; a thin 1 may be paler than they
are, but a line at its end goes on to both sides.
"""

from statistics import median

import cv2
import numpy as np

from edge.comb import MIDDLE
from edge.finder import mask_of
from edge.judge import Judged, is_like, object_to, read_of
from edge.light import Ink
from edge.segmentation import Segment

PALER = 0.72  # of the usual digit's darkness: a side is paler
ALIKE = 0.85  # of its height and darkness has another side of the frame
FAR = 0.9  # of its height: so far the line goes on to both sides
STEPS = 24  # to each side in which it is looked for
SLOPES = np.tan(np.radians(np.arange(-15, 16, 3)))  # of the line, from the right angle
SEEN = 0.7  # of those steps at which it is seen
AS_DARK = 0.35  # of the 1's darkness, by which the line there is darker than what is above and below it
LEAST = 4  # px from a line to that


def doubt_sides(judged: Judged, ink: Ink) -> Judged:
    """Objects to 1s beside other digits that are a frame's sides.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
    """
    read = read_of(judged)
    ones = [item for item in read if item.digit == 1]
    others = [item.darkness for item in read if item.digit != 1]
    if not others:
        return judged
    palest = PALER * median(others)
    ending = [one for one in ones if one.darkness < palest / ALIKE and _ends_on_line(one, ink)]
    sides = [side for side in ending if side.darkness < palest]
    alike = [one for one in ending if any(is_like(one, side, ALIKE) for side in sides)]
    return object_to(judged, alike, "a frame's side")


def _ends_on_line(one: Segment, ink: Ink) -> bool:
    """Tells whether a line goes on to both sides of the upper or the lower end of a 1."""
    x, y, _, height = one.box
    first, last = (round(share * height) for share in MIDDLE)
    middle = mask_of(one.parts, one.box)
    middle[:first] = middle[last:] = 0
    if not cv2.countNonZero(middle):
        return False
    right, down, across, below = cv2.fitLine(cv2.findNonZero(middle), cv2.DIST_L2, 0, 0.01, 0.01).ravel()
    if abs(down) < abs(right):
        return False
    stroke = max(cv2.countNonZero(middle) / (last - first), 1.5)
    lean = right / down
    return any(
        _line_at(ink.darkness, (x + across + (end - below) * lean, y + end), lean, stroke, height)
        >= AS_DARK * one.darkness
        for end in (0, height)
    )


def _line_at(
    darkness: np.ndarray, place: tuple[float, float], lean: float, stroke: float, height: int
) -> float:
    """Returns by how much a line to both sides of a place (x, y) is darker than what is above and below it.

    Args:
        darkness: (h, w) uint8 as in `edge.light.Ink`.
        place: of the end of an upright.
        lean: columns by which that moves to the right in each row.
        stroke: px, its width.
        height: px, its height.
    """
    aside = np.linspace(1.5 * stroke + 1, FAR * height, STEPS)
    aside = np.concatenate([-aside, aside])
    beyond = max(round(2 * stroke), LEAST)
    off = np.arange(-2 * beyond, 2 * beyond + 1)[:, None]
    best = 0.0
    for slope in SLOPES:
        columns = place[0] + aside + off * lean
        rows = place[1] + off + aside * (slope - lean)
        strip = cv2.remap(
            darkness,
            columns.astype(np.float32),
            rows.astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ).astype(np.int16)
        ridge = strip[beyond:-beyond] - np.maximum(strip[: -2 * beyond], strip[2 * beyond :])
        seen = [np.quantile(side, 1 - SEEN, axis=1) for side in np.split(ridge, 2, axis=1)]
        best = max(best, float(np.min(seen, axis=0).max()))
    return best
