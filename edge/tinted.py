"""Leaves nothing in a picture but ink that has a colour: what is printed in grey around it is no number.

Colours themselves are too coarse to read, since cameras and JPEG keep them at half the size. So they only
tell which ink it is, and its brightness is read.
"""

import cv2
import numpy as np

from edge.chroma import STEPS, shows_none, unlike_usual
from edge.light import find_ink
from edge.pixels import quantiles, square
from edge.sizes import scaled

DETAIL = 640  # px, longest side at which colours are looked at
TINT = 25.0  # CIELAB units from the paper's colour; black ink reaches 15, and blue 60
MOST = 0.25  # of the ink has at least so much: outlines have less
REACH = 2  # px at that size: so far beyond its colour ink goes on
DARKEST = 230  # of 255: of darker ink the light of the paper behind it cannot be told


def tinted_ink(image: np.ndarray, grey: np.ndarray) -> np.ndarray | None:
    """Paints all over that has the colour of the paper, or is none.

    Args:
        image: (h, w, 3) BGR uint8.
        grey: (h', w') uint8, the same at another size, with dark ink.

    Returns:
        (h', w') uint8, None where nothing has a colour of its own.
    """
    if shows_none(image):
        return None
    colours = unlike_usual(scaled(image, min(1.0, DETAIL / max(image.shape[:2]))))
    own = find_ink(colours, False).mask
    if not cv2.countNonZero(own) or quantiles(colours[own > 0], MOST)[0] > 255 - STEPS * TINT:
        return None
    near = cv2.dilate(own, square(REACH))
    near = cv2.resize(near, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    ink = find_ink(grey, False)
    share = cv2.bitwise_not(cv2.min(ink.darkness, DARKEST))
    paper = cv2.medianBlur(cv2.divide(ink.grey, share, scale=255), 5)
    return np.where(near > 0, grey, paper)
