"""Tells the lines of a printed cell from other ink near a digit: a grid around it says nothing against it."""

from collections.abc import Sequence

import cv2
import numpy as np

from edge.finder import Boxed, alone_in
from edge.light import LEAST, NOISE, Ink
from edge.pixels import above, crop
from edge.results import Box

ROOMY = 3.5  # times the digit's height: a cell that is higher was not printed for it
MOST = 0.7  # of a digit's box lies in its cell
CORNERS = 4  # of a cell, seen from any side
BENT = 0.03  # of its outline's length: what is bent less is a straight side
SMALLEST = 20  # px, side of the smallest cell in which a digit may stand
EMPTY = 2.0  # times as many as are written in are there at most: a form may have more than are needed
FILLED = 0.95  # of what its corners span, of a cell


def lines_around(ink: np.ndarray, box: Box) -> int:
    """Returns how many px of ink are one with a printed cell's lines around a digit; 0 without such a cell.

    Args:
        ink: (h, w) uint8, 255 where there is any but the digit's.
        box: (x, y, w, h) of the digit, which may hang on the lines.
    """
    closed = ink.copy()
    crop(closed, box)[:] = 255  # where it crosses a line, that has a gap
    contours, hierarchy = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for outline, (*_, grid) in zip(contours, hierarchy[0] if contours else [], strict=True):
        if grid >= 0 and _is_cell_of(box, outline):
            lines = cv2.drawContours(np.zeros_like(ink), contours, grid, 255, cv2.FILLED, 8, hierarchy, 1)
            return cv2.countNonZero(lines & ink)
    return 0


def cells_of(items: Sequence[Boxed], ink: Ink) -> list[Box]:
    """Returns the cells in which some items are alone; none where most cells have none, as a keyboard's keys.

    Args:
        items: parts or segments, sure digits.
        ink: of the picture.
    """
    cells = find_cells(ink) if items else []
    written = [cell for cell, _ in alone_in(cells, items)]
    return written if len(cells) <= EMPTY * len(written) else []


def find_cells(ink: Ink) -> list[Box]:
    """Returns the boxes (x, y, w, h) of what four straight sides surround, which may be too pale for ink.

    Args:
        ink: of a picture.
    """
    lines = above(ink.darkness, int(max(LEAST, NOISE * ink.noise)))
    contours, hierarchy = cv2.findContours(lines, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    return [cv2.boundingRect(contours[hole]) for hole in four_sided_holes(contours, hierarchy)]


def four_sided_holes(contours: Sequence[np.ndarray], hierarchy: np.ndarray | None) -> list[int]:
    """Returns the indices of the holes that are quadrilaterals as large as a cell.

    Args:
        contours, hierarchy: as `cv2.findContours` gives them with `cv2.RETR_CCOMP`.
    """
    outers = hierarchy[0, :, 3] if contours else ()
    holes = (index for index, outer in enumerate(outers) if outer >= 0)
    large = (index for index in holes if min(cv2.boundingRect(contours[index])[2:]) >= SMALLEST)
    return [index for index in large if _has_four_sides(contours[index])]


def _is_cell_of(box: Box, outline: np.ndarray) -> bool:
    """Tells whether an outline is a quadrilateral, not much higher than a box, that holds most of it.

    Where the box hangs on a side, it may take its own part out of it.
    """
    x, y, w, h = box
    hull = cv2.convexHull(outline)
    if cv2.boundingRect(hull)[3] >= ROOMY * h or not _has_four_sides(hull):
        return False
    corners = np.float32([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    inside, _ = cv2.intersectConvexConvex(corners, np.float32(hull))
    area = cv2.contourArea(hull)
    return inside >= MOST * w * h and area - cv2.contourArea(outline) <= inside + (1 - FILLED) * area


def _has_four_sides(outline: np.ndarray) -> bool:
    """Tells whether an outline is a quadrilateral."""
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, BENT * cv2.arcLength(hull, True), True)
    return len(corners) == CORNERS and cv2.contourArea(outline) > FILLED * cv2.contourArea(corners)
