"""Finds what was printed in dark lines to write in or on: cells, combs, underlines.

Ink is told by how dark it is beside the darkest nearby. So next to bold lines a pale pencil is none, and has
to be looked for without them.
"""

import cv2
import numpy as np

from edge.cells import four_sided_holes
from edge.erasing import erase_rules
from edge.light import Ink
from edge.pixels import crop, quantiles

LONG = 0.2  # of the picture's side: a line is at least so long, and what is written is shorter
AS_DARK = 0.65  # of its lines' darkness: what is one with them and paler is writing


def find_printed(ink: Ink) -> np.ndarray | None:
    """Finds cells and long lines.

    Args:
        ink: of a picture.

    Returns:
        (h, w) uint8, 255 on the cells' lines and on long ones with their teeth; None where there are none.
    """
    contours, hierarchy = cv2.findContours(ink.mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outers = [outer for *_, outer in hierarchy[0]] if contours else []
    grids = {outers[hole] for hole in four_sided_holes(contours, hierarchy)}
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
