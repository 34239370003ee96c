"""Knows stripes that read as 1s by those that do not: light through a blind is full of bars of one width."""

from typing import NamedTuple

import cv2
import numpy as np

from edge.finder import ink_off, mask_of
from edge.judge import Judged, object_to, read_of
from edge.light import Ink
from edge.pixels import above

SEVERAL = 2  # bars like a 1 that are not read make it a stripe
WIDE = 0.02  # of the picture's shorter side at least is a stripe: a printed line is narrower
BAR = 4.0  # times as long as thick at least is a bar
LENGTH = 0.2  # of the 1's at least is that of a bar like it: the frame may cut it off
ALIKE = 1.5  # times as thick at most, or as much less, is a bar like it
PARALLEL = 8.0  # degrees at most between them
PALER = 0.5  # of its darkness at least has a bar like it: letters that shine through are paler
CROP = 480  # px, longer side: a smaller picture may be cut out of a larger one, around a cell's thick lines


class Bar(NamedTuple):
    """A mark as a bar: px of its length and its width, and its direction in degrees, 0 to 180."""

    length: float
    width: float
    direction: float


def doubt_stripes(judged: Judged, ink: Ink, size: int) -> Judged:
    """Objects to 1s that are stripes, where nothing but 1s is read, and none in a frame of its own.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
        size: px, longer side of the picture itself.
    """
    read = read_of(judged)
    if size < CROP or not read or any(item.digit != 1 or item.framed for item in read):
        return judged
    least = WIDE * min(ink.mask.shape)
    longest = ((one, max(_bars(mask_of(one.parts, one.box)), default=None)) for one in read)
    wide = [(one, bar) for one, bar in longest if bar and bar.width >= least]
    if not wide:
        return judged
    palest = PALER * min(one.darkness for one, _ in wide)
    dark = cv2.bitwise_and(ink.mask, above(ink.darkness, int(palest)))
    others = _bars(ink_off([part for one in read for part in one.parts], dark, 0))
    stripes = [one for one, bar in wide if sum(_is_like(other, bar) for other in others) >= SEVERAL]
    return object_to(judged, stripes, "a stripe")


def _bars(mask: np.ndarray) -> list[Bar]:
    """Returns the marks of a mask that are bars."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    rectangles = [(cv2.contourArea(contour), *cv2.minAreaRect(contour)[1:]) for contour in contours]
    bars = [
        Bar(max(sides), area / max(sides), (angle + 90 * (sides[0] < sides[1])) % 180)
        for area, sides, angle in rectangles
        if area > 0
    ]
    return [bar for bar in bars if bar.length >= BAR * bar.width]


def _is_like(bar: Bar, one: Bar) -> bool:
    """Tells whether a bar is as wide as one that reads as a 1, parallel to it, and not much shorter."""
    turned = abs(bar.direction - one.direction)
    return (
        bar.length >= LENGTH * one.length
        and one.width / ALIKE < bar.width < one.width * ALIKE
        and min(turned, 180 - turned) < PARALLEL
    )
