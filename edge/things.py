"""Takes off a picture what lies on the paper, such as a pen: beside its dark body, a pen's strokes are weak.

A thing is longer than a digit and thicker than its strokes, with straight sides, or it is stout.
"""

import cv2
import numpy as np

from edge.pixels import crop, painted, shrink, square
from edge.segmentation import Segment, mask_of_items

DETAIL = 320  # px, longest side at which a thing is painted over
LONG = 0.18  # of the long side at least is a thing
THICK = 0.012  # of the long side: printed lines are thinner
SLENDER = 4.0, 30.0  # times as long as it is thick
SOLID = 0.6  # of the slimmest box around it: with its holes, what is written fills less
EVEN = 0.85  # of that box's short side: so thick it is somewhere, where what bends or branches is thinner
BODY = 0.03  # of the long side: no stroke is as thick, but for those of digits that are read
STOUT = 4.0  # times the square of that is its area at most; a digit's strokes are longer
RIM = 0.3  # of its thickness: so far around it falls its shadow


def find_things(mask: np.ndarray, read: list[Segment]) -> np.ndarray | None:
    """Finds what lies on the paper in a mask of its ink.

    Args:
        mask: (h, w) uint8, ink is 255.
        read: digits; where they are there is no thing, 1s apart: a pen looks like one.

    Returns:
        (h, w) uint8, 255 on things and around them; None where there are none.
    """
    side = max(mask.shape)
    thick = THICK * side
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, square(round(thick / 2)))  # a cap, a grip, a lit side
    written = mask_of_items((item for item in read if item.digit != 1), mask.shape)
    inward = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    things = np.zeros_like(mask)
    for contour in cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        box = cv2.boundingRect(contour)
        if 2 * crop(inward, box).max() < BODY * side and np.hypot(*box[2:]) < LONG * side:
            continue
        thing = cv2.drawContours(np.zeros_like(mask), [contour], -1, 255, cv2.FILLED)
        if cv2.countNonZero(cv2.bitwise_and(thing, written)):
            continue
        thickest = 2 * cv2.minMaxLoc(inward, thing)[1]
        is_body = thickest >= BODY * side and cv2.contourArea(contour) < STOUT * thickest**2
        if is_body or _is_pen(contour, thing):
            things |= cv2.dilate(thing, square(2 + int(RIM * thickest)))
    things &= ~cv2.dilate(written, square(round(thick)))
    return things if cv2.countNonZero(things) else None


def without_things(grey: np.ndarray, things: np.ndarray) -> np.ndarray:
    """Paints things over, (h, w) uint8 as `find_things` gives them, in a picture, (h, w) uint8."""
    return painted(grey, shrink(things, DETAIL))


def _is_pen(contour: np.ndarray, thing: np.ndarray) -> bool:
    """Tells whether an outline is a slender bar's of even thickness; `thing` is it and all within it."""
    _, size, _ = cv2.minAreaRect(contour)
    short, long = min(size), max(size)
    side = max(thing.shape)
    if long < LONG * side or short < THICK * side or not SLENDER[0] <= long / short <= SLENDER[1]:
        return False
    inward = cv2.distanceTransform(np.pad(thing, 1), cv2.DIST_L2, 5)
    return 2 * inward.max() >= EVEN * short and cv2.contourArea(contour) >= SOLID * short * long
