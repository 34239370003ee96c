"""Finds cards and notes on a desk: sheets so small that their writing is little beside all else in view.

They may be darker than the desk. `edge.sheet` finds the one large sheet.
"""

from operator import itemgetter

import cv2
import numpy as np

from edge.light import NEGATIVE
from edge.pixels import square
from edge.sheet import RIM, areas_of, edged, is_straight

LEAST, MOST = 0.002, 0.5  # of the picture that a card covers
MANY = 3  # cards that are looked at in a picture
WHOLE = 0.6  # of its outline that is in view
APART = 0.5  # of the smaller of two areas: if they share more, they are one card's


def find_cards(blanks: list[np.ndarray]) -> list[np.ndarray]:
    """Returns masks of the cards that are parted from what is around them most clearly, that one first.

    Args:
        blanks: a picture's; see `edge.sheet.blanks_of`.

    Returns:
        (h', w') uint8 each: the picture at low resolution, 255 where the card is.
    """
    outlines = []
    for blank in blanks:
        sides = blank, cv2.LUT(blank, NEGATIVE)
        for area in areas_of(blank, LEAST):
            for outline in cv2.findContours(area, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)[0]:
                if is_straight(outline, blank.shape, LEAST, MOST):
                    outlines.append(
                        (max(edged(outline, side, WHOLE * len(outline)) for side in sides), outline)
                    )
    cards: list[np.ndarray] = []
    for length, outline in sorted(outlines, key=itemgetter(0), reverse=True):
        if not length or len(cards) == MANY:
            break
        card = cv2.fillConvexPoly(np.zeros_like(blank), cv2.convexHull(outline), 255)
        if not any(_overlap(card, other) for other in cards):
            cards.append(card)
    return [cv2.erode(card, square(RIM), borderValue=255) for card in cards]


def _overlap(card: np.ndarray, other: np.ndarray) -> bool:
    smaller = min(cv2.countNonZero(card), cv2.countNonZero(other))
    return cv2.countNonZero(cv2.bitwise_and(card, other)) > APART * smaller
