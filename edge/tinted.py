"""Leaves nothing in a picture but ink that has a colour: what is printed in grey around it is no number.

Colours themselves are too coarse to read, since cameras and JPEG keep them at half the size. So they only
tell which ink it is, and its brightness is read.
"""

import cv2
import numpy as np

from edge.chroma import STEPS
from edge.light import find_ink
from edge.pixels import crop, quantiles, square
from edge.results import Box

TINT = 25.0  # CIELAB units from the paper's colour; black ink reaches 15, and blue 60
SOME = 0.1  # of a digit's box at least is its ink
MOST = 0.25  # of the ink has at least so much: outlines have less
REACH = 2  # px of the colours: so far beyond its colour ink goes on
DARKEST = 230  # of 255: of darker ink the light of the paper behind it cannot be told


def has_tint(colours: np.ndarray, box: Box) -> bool:
    """Tells whether ink in a box (x, y, w, h) has a strong colour, as no shadow has; see `tinted_ink`."""
    return quantiles(crop(colours, box), SOME)[0] <= 255 - STEPS * TINT


def tinted_ink(colours: np.ndarray, grey: np.ndarray) -> np.ndarray | None:
    """Paints all over that has the colour of the paper, or is none.

    Args:
        colours: (h, w) uint8 of a picture, as `edge.chroma.unlike_usual` gives them.
        grey: (h', w') uint8, the picture at another size, with dark ink.

    Returns:
        (h', w') uint8, None where nothing has a strong colour of its own.
    """
    own = find_ink(colours, False).mask
    if not cv2.countNonZero(own) or quantiles(colours[own > 0], MOST)[0] > 255 - STEPS * TINT:
        return None
    near = cv2.dilate(own, square(REACH))
    near = cv2.resize(near, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    ink = find_ink(grey, False)
    share = cv2.bitwise_not(cv2.min(ink.darkness, DARKEST))
    paper = cv2.medianBlur(cv2.divide(ink.grey, share, scale=255), 5)
    return np.where(near > 0, grey, paper)
