"""Knows the shadow of a bar, such as a window's, by its soft edges: it looks like a 1 in all else.

In a whole picture no pen's stroke has edges as soft. In a crop of a few pixels all strokes have.
"""

import cv2
import numpy as np

from edge.light import Ink
from edge.lone import steepness
from edge.looks import Look
from edge.pixels import square
from edge.segmentation import Segment, mask_of_items
from edge.surroundings import look_around

WHOLE = 300  # px, least short side of a picture that is no crop
ASPECT = 4 / 3  # of a camera's picture, of which a square one is a part
SOFT = 0.02  # of its long side: strokes out of focus have edges of up to 0.017, shadows from 0.023 on


def soft_bars(look: Look, shape: tuple[int, ...]) -> np.ndarray | None:
    """Finds 1s whose edges are softer than those of strokes.

    Args:
        look: at a picture.
        shape: of that, (h, w) or (h, w, 3).

    Returns:
        (h, w) uint8 of the picture's size, 255 on such bars and their edges; None where there are none.
    """
    ones = [item for item in look.digits if item.digit == 1]
    if not ones or min(shape[:2]) < WHOLE:
        return None
    left, top, width, height = look.view or (0, 0, *shape[1::-1])
    size = look.ink.mask.shape
    read = mask_of_items(look.digits, size)
    least = SOFT * max(*shape[:2], ASPECT * min(shape[:2])) * size[1] / width
    soft = [item for item in ones if _softness(item, look.ink, read) > least]
    if not soft:
        return None
    bars = cv2.dilate(mask_of_items(soft, size), square(round(least)))
    found = np.zeros(shape[:2], np.uint8)
    found[top : top + height, left : left + width] = cv2.resize(
        bars, (width, height), interpolation=cv2.INTER_NEAREST
    )
    return found


def _softness(item: Segment, ink: Ink, read: np.ndarray) -> float:
    """Returns over how many px of its ink the outline of a mark is blurred; see `look_around`."""
    return item.stroke * look_around(item, ink, read).contrast / steepness(item, ink)
