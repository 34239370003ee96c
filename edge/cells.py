"""Tells the lines of a printed cell from other ink near a digit: a grid around it says nothing against it."""

import cv2
import numpy as np

from edge.finder import lies_in
from edge.results import Box

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


def _is_cell_of(box: Box, outline: np.ndarray) -> bool:
    """Tells whether an outline is a quadrilateral around a box, and not much higher."""
    cell = cv2.boundingRect(outline)
    return lies_in(box, cell) and cell[3] < ROOMY * box[3] and has_four_sides(outline)


def has_four_sides(outline: np.ndarray) -> bool:
    """Tells whether an outline, as `cv2.findContours` gives it, is a quadrilateral."""
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, BENT * cv2.arcLength(hull, True), True)
    return len(corners) == CORNERS and cv2.contourArea(outline) > FILLED * cv2.contourArea(corners)
