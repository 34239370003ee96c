"""Tells the lines of a printed cell from other ink near a digit: a grid around it says nothing against it."""

import cv2
import numpy as np

from edge.erasing import erase_rules
from edge.finder import lies_in
from edge.light import Ink
from edge.pixels import crop, quantiles
from edge.results import Box

LONG = 0.2  # of the picture's side: what is written is no longer
AS_DARK = 0.65  # of its lines' darkness: what is one with them and paler is writing
LEAST = 20  # px, side of the smallest cell in which a digit may be unseen
ROOMY = 3.5  # times the digit's height: a cell that is higher was not printed for it
CORNERS = 4  # of a cell, seen from any side
BENT = 0.03  # of its outline's length: what is bent less is a straight side
FILLED = 0.95  # of what its corners span, of a cell


def lines_around(ink: np.ndarray, box: Box) -> int:
    """Returns how many px of ink are one with a printed cell's lines around a digit; 0 without such a cell.

    Args:
        ink: (h, w) uint8, 255 where there is any but the digit's.
        box: (x, y, w, h) of the digit.
    """
    contours, hierarchy = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for outline, (*_, grid) in zip(contours, hierarchy[0] if contours else [], strict=True):
        if grid >= 0 and _is_cell_of(box, outline):
            lines = cv2.drawContours(np.zeros_like(ink), contours, grid, 255, cv2.FILLED, 8, hierarchy, 1)
            return cv2.countNonZero(lines & ink)
    return 0


def find_frames(ink: Ink) -> np.ndarray | None:
    """Finds what was printed in dark lines to write in or on: cells, combs, underlines.

    Args:
        ink: of a picture.

    Returns:
        (h, w) uint8, 255 on cells and on such lines; None where there are none.
    """
    contours, hierarchy = cv2.findContours(ink.mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outers = [outer for *_, outer in hierarchy[0]] if contours else []
    grids = {
        outer
        for outline, outer in zip(contours, outers, strict=True)
        if outer >= 0 and min(cv2.boundingRect(outline)[2:]) >= LEAST and _has_four_sides(outline)
    }
    found = np.zeros_like(ink.mask)
    least = tuple(LONG * side for side in ink.mask.shape[::-1])
    for index in (index for index, outer in enumerate(outers) if outer < 0):
        box = cv2.boundingRect(contours[index])
        if index not in grids and box[2] < least[0] and box[3] < least[1]:
            continue
        own = np.zeros(box[3:1:-1], np.uint8)
        cv2.drawContours(own, contours, index, 255, cv2.FILLED, 8, hierarchy, 1, (-box[0], -box[1]))
        own &= crop(ink.mask, box)
        if index not in grids:
            own = _lines(own, crop(ink.darkness, box), least)
        crop(found, box)[own > 0] = 255
    return found if cv2.countNonZero(found) else None


def _lines(own: np.ndarray, darkness: np.ndarray, least: tuple[float, float]) -> np.ndarray:
    """Returns the long lines of a piece of ink and what of it is nearly as dark, such as a comb's teeth.

    Args:
        own: (h, w) uint8, 255 where it is.
        darkness: (h, w) uint8 as in `edge.light.Ink`.
        least: see `edge.erasing.erase_rules`.
    """
    lines = cv2.subtract(own, erase_rules(own, least))
    if not cv2.countNonZero(lines):
        return lines
    return own & cv2.compare(darkness, AS_DARK * quantiles(darkness[lines > 0], 0.5)[0], cv2.CMP_GE)


def _is_cell_of(box: Box, outline: np.ndarray) -> bool:
    """Tells whether an outline is a quadrilateral around a box, and not much higher."""
    cell = cv2.boundingRect(outline)
    return lies_in(box, cell) and cell[3] < ROOMY * box[3] and _has_four_sides(outline)


def _has_four_sides(outline: np.ndarray) -> bool:
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, BENT * cv2.arcLength(hull, True), True)
    return len(corners) == CORNERS and cv2.contourArea(outline) > FILLED * cv2.contourArea(corners)
