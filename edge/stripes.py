"""Knows stripes by those of them that are not read: light through a blind is full of 1s, all of one width."""

from typing import NamedTuple

import cv2
import numpy as np

from edge.finder import mask_of
from edge.light import Ink
from edge.pixels import square
from edge.segmentation import Segment

SEVERAL = 2  # bars like a 1 that are not read make it a stripe
WIDE = 0.02  # of the picture's shorter side at least: a printed line is narrower
BAR = 4.0  # times as long as thick at least is a bar
LENGTH = 0.25  # of the 1's at least is that of a bar like it: the frame may cut it off
ALIKE = 1.5  # times as thick at most, or as much less, is a bar like it
PARALLEL = 8.0  # degrees at most between them


class Bar(NamedTuple):
    """A mark as a bar: px of its width and its length, and its direction in degrees, 0 to 180."""

    width: float
    length: float
    direction: float


def stripes(ones: list[Segment], ink: Ink) -> list[Segment]:
    """Returns the wide 1s of which each has several bars for company that are as wide, parallel and not read.

    Args:
        ones: all that is read, nothing but 1s.
        ink: of the picture in which they were found.
    """
    least = WIDE * min(ink.mask.shape)
    wide = [(one, bar) for one in ones for bar in _bars(mask_of(one.parts, one.box)) if bar.width >= least]
    if not wide:
        return []
    read = mask_of([part for one in ones for part in one.parts], (0, 0, *ink.mask.shape[::-1]))
    others = _bars(cv2.subtract(ink.mask, cv2.dilate(read, square(1))))
    return [one for one, bar in wide if sum(_is_like(other, bar) for other in others) >= SEVERAL]


def _bars(mask: np.ndarray) -> list[Bar]:
    """Returns the marks of a mask that are bars."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    rectangles = [(cv2.contourArea(contour), *cv2.minAreaRect(contour)[1:]) for contour in contours]
    bars = [
        Bar(area / max(sides), max(sides), (angle + 90 * (sides[0] < sides[1])) % 180)
        for area, sides, angle in rectangles
        if area > 0
    ]
    return [bar for bar in bars if bar.length >= BAR * bar.width]


def _is_like(bar: Bar, one: Bar) -> bool:
    turned = abs(bar.direction - one.direction)
    return (
        bar.length >= LENGTH * one.length
        and one.width / ALIKE < bar.width < one.width * ALIKE
        and min(turned, 180 - turned) < PARALLEL
    )
