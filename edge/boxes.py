"""Knows boxes that something is written in, as forms have, and takes the writing out of their frames.

A box's frame may be thick or drawn by hand, and what is written in it may touch it: ink belongs to the frame
as far from its outline as there is ink nearly all around. Boxes in a row have one frame, and lines that part
them; a comb is a row of boxes without tops.
"""

import cv2
import numpy as np

from edge.finder import Part, closed, cut_sides
from edge.open_boxes import lid_of
from edge.partings import partings
from edge.pixels import slimmest_box, without_holes

LEAST = 20  # px, side of the smallest box
SQUARE = 0.9  # of the slimmest rectangle around a box that it and what it holds fills; an ellipse fills 0.79
CUT_SIDES = 2  # of a box that the picture cuts off and that can still be told
BENT = 0.025  # of its length: what of a cut off box's outline is bent less is straight
CORNERS = 5  # of it at most
STRAIGHT = 0.95  # of its hull that it fills, and of the hull that its corners span
BLUNT = 0.84  # the latter where it has fewer corners, which may be round or cut
HOLLOW = 0.85  # of a box at most is ink
ALL_AROUND = 0.5  # of a line at one distance from the outline that is ink, where it is the frame's
THICKEST = 0.2  # of its side: how thick a frame is at most


def written_in_boxes(parts: list[Part], shape: tuple[int, int]) -> dict[int, np.ndarray]:
    """Returns what is written in boxes: their ink without frames and partings, by the ids of their parts.

    What the picture cuts off is a box only beside a whole one.

    Args:
        parts: of a picture.
        shape: (h, w) of the picture.

    Returns:
        For each box (h, w) uint8 of its part's size.
    """
    whole = {id(part): ink for part in parts if (ink := _written_in(part, (False,) * 4)) is not None}
    if not whole:
        return {}
    cut_off = [(part, cut) for part in parts if 0 < sum(cut := cut_sides(part.box, shape)) <= CUT_SIDES]
    return whole | {id(part): ink for part, cut in cut_off if (ink := _written_in(part, cut)) is not None}


def _written_in(part: Part, cut: tuple[bool, ...]) -> np.ndarray | None:
    """Returns (h, w) uint8, the ink of a box without its frame; None of what is no box.

    Args:
        part: that may be a box.
        cut: sides at which it is cut off; see `edge.finder.cut_sides`.
    """
    side = (max if any(cut) else min)(part.box[2:])  # the whole one tells how large a box is
    if side < LEAST:
        return None
    filled = without_holes(closed(part.mask, cut))
    ink, lid = cv2.countNonZero(part.mask), None
    is_hollow = ink <= HOLLOW * cv2.countNonZero(filled)
    if not (is_hollow and (_is_polygon(filled) if any(cut) else _is_rectangle(filled))):
        lid = None if any(cut) else lid_of(part)
        if lid is None:
            return None
        filled = without_holes(part.mask | lid)
        if ink > HOLLOW * cv2.countNonZero(filled):
            return None
    top, bottom, left, right = (0 if side else 1 for side in cut)
    sides = cv2.copyMakeBorder(filled, top, bottom, left, right, cv2.BORDER_CONSTANT)
    depth = cv2.distanceTransform(sides, cv2.DIST_L2, 5)[top : top + part.height, left : left + part.width]
    thickness = _thickness(part, depth if lid is None else _but_near(lid, depth), side)
    if thickness is None:
        return None
    inside = np.uint8(depth > thickness + 1) * 255
    return cv2.subtract(part.mask & inside, partings(part.mask, inside, thickness))


def _but_near(lid: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """Returns the depths, with none where a comb's lid is the nearest of its sides: no ink is there."""
    return np.where(cv2.distanceTransform(~lid, cv2.DIST_L2, 5) < depth, 0, depth)


def _is_rectangle(filled: np.ndarray) -> bool:
    """Tells whether a mask fills the slimmest rectangle around it, but for what stands out or is missing."""
    width, height = slimmest_box(filled)
    return cv2.countNonZero(filled) > SQUARE * (width + 1) * (height + 1)  # from its pixels' outer edges


def _is_polygon(filled: np.ndarray) -> bool:
    """Tells whether a mask has few straight sides."""
    outlines, _ = cv2.findContours(filled, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, BENT * cv2.arcLength(hull, True), True)
    area = cv2.contourArea(hull)
    spanned = BLUNT if len(corners) < CORNERS else STRAIGHT
    filled_hull = cv2.contourArea(outline) > STRAIGHT * area
    return filled_hull and len(corners) <= CORNERS and cv2.contourArea(corners) > spanned * area


def _thickness(part: Part, depth: np.ndarray, side: int) -> int | None:
    """Returns how many px thick a frame is, None where it is too thick for one.

    Args:
        part: the box.
        depth: (h, w) float32, px from its outline.
        side: px of the box.
    """
    most = int(THICKEST * side)
    layers = np.ceil(np.minimum(depth, most + 1)).astype(int).ravel()
    inked = np.bincount(layers, part.mask.ravel() > 0, most + 2)
    share = inked / np.maximum(np.bincount(layers, minlength=inked.size), 1)
    return next((layer for layer in range(most + 1) if share[layer + 1] < ALL_AROUND), None)
