"""Looks through filters in which a coloured print is as bright as its paper: the "colour drop-out" of forms.

Such a filter multiplies powers of blue, green and red. Powers that sum up to 1 leave shadows and grey ink as
they are, so that one colour may be chosen that vanishes, and what crosses the print is seen in it, too.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from edge.chroma import Colours
from edge.light import find_ink
from edge.pixels import odd, rect, square
from edge.sizes import to_working_size

MOST = 2  # inks that have a colour, and so filters
TINT = 12.0  # CIELAB units from the paper's colour; black ink reaches 15, but there is no filter for it
DARK = -0.2  # logarithm of the share of the paper's light that is left of some colour: of ink no more is
LEAST = 0.0007  # of the picture is a print's
PAPER = 0.1  # of the short side: a window that is wider than a print's lines
BLACK = 4  # of 255: what is darker has no colour
HUES = 36  # that are told apart
REACH = 4  # of them to either side of a print's own: cameras and blur change it
LOUDEST = 2.6  # times as strong as in a channel is noise in a filter


def without_prints(colours: Colours) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yields a picture through the filter of each of its coloured inks, the most frequent first.

    Args:
        colours: of an image that has some.

    Yields:
        (h, w) uint8 grey at working size; (h', w') uint8 at another size, 255 on the print that is gone.
    """
    shares = _shares_of_paper(cv2.GaussianBlur(colours.small, (3, 3), 0))
    away = colours.away_from_usual
    far = np.hypot(away[..., 0], away[..., 1])
    hues = np.int32((np.arctan2(away[..., 1], away[..., 0]) / np.pi + 1) / 2 * HUES) % HUES
    ink = find_ink(colours.unlike_usual, False).mask > 0
    ink &= (far >= TINT) & (shares.min(axis=2) < DARK)
    for _ in range(MOST):
        if np.count_nonzero(ink) < LEAST * ink.size:
            return
        own = ink & _is_of_one(hues, np.bincount(hues[ink], far[ink], HUES))
        ink &= ~own
        strong = own & (far >= np.median(far[own]))
        powers = _powers(np.median(shares[strong], axis=0))
        if np.linalg.norm(powers) <= LOUDEST:
            printed = cv2.dilate(np.uint8(own) * 255, square(1))
            yield _filtered(to_working_size(colours.image), powers), printed


def _shares_of_paper(image: np.ndarray) -> np.ndarray:
    """Returns (h, w, 3) float32: logarithms of the share of the paper's light that is left in each place."""
    paper = cv2.morphologyEx(image, cv2.MORPH_CLOSE, rect(odd(PAPER * min(image.shape[:2]))))
    return _logarithm(image) - _logarithm(paper)


def _logarithm(image: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(image, BLACK).astype(np.float32))


def _is_of_one(hues: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Tells of hues, (h, w) of 0 to `HUES`, which of them are near the one that weighs most with its like."""
    alike = sum(np.roll(weights, step) for step in range(-REACH // 2, REACH // 2 + 1))
    turn = (hues - int(np.argmax(alike)) + HUES // 2) % HUES - HUES // 2
    return np.abs(turn) <= REACH


def _powers(share: np.ndarray) -> np.ndarray:
    """Returns the least powers of blue, green and red that sum up to 1 and leave nothing of a print.

    Args:
        share: (3,) float32, of the print, see `_shares_of_paper`.
    """
    return np.float32(np.linalg.pinv(np.stack([np.ones(3), share])) @ (1.0, 0.0))


def _filtered(image: np.ndarray, powers: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8: an image through a filter, of its usual brightness."""
    channels = _logarithm(image)
    seen = channels @ powers
    return cv2.convertScaleAbs(np.exp(seen + np.median(channels) - np.median(seen)))
