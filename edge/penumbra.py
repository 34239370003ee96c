"""Knows the shadow of a bar, such as a window's, by its soft edges: it looks like a 1 in all else.

In a whole picture no pen's stroke has edges as soft. In a crop of a few pixels all strokes have.
"""

from dataclasses import replace

import cv2
import numpy as np

from edge.judge import object_to
from edge.light import Ink
from edge.lone import UNLIKE_INK, steepness
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
    soft = _soft_ones(look, shape)
    if not soft:
        return None
    left, top, width, height = look.region(shape)
    bars = mask_of_items(soft, look.ink.mask.shape)
    bars = cv2.dilate(bars, square(round(_softest_stroke(look, shape))))
    found = np.zeros(shape[:2], np.uint8)
    found[top : top + height, left : left + width] = cv2.resize(
        bars, (width, height), interpolation=cv2.INTER_NEAREST
    )
    return found


def without_soft_ones(look: Look, shape: tuple[int, ...]) -> Look:
    """Returns a look with an objection to all that is read where that is nothing but such 1s.

    They are a clear answer otherwise, and what they cross is not looked for.

    Args:
        look: at a picture.
        shape: of that, (h, w) or (h, w, 3).
    """
    soft = _soft_ones(look, shape) if look.reads_ones() else []
    if not soft or len(soft) < len(look.digits):
        return look
    return replace(look, judged=object_to(look.judged, soft, UNLIKE_INK))


def _soft_ones(look: Look, shape: tuple[int, ...]) -> list[Segment]:
    """Returns the 1s of a look at a picture, (h, w) or (h, w, 3), whose edges are softer than a stroke's."""
    ones = [item for item in look.digits if item.digit == 1]
    if not ones or min(shape[:2]) < WHOLE:
        return []
    read = mask_of_items(look.digits, look.ink.mask.shape)
    least = _softest_stroke(look, shape)
    return [item for item in ones if _softness(item, look.ink, read) > least]


def _softest_stroke(look: Look, shape: tuple[int, ...]) -> float:
    """Returns over how many px of its ink a stroke's outline is blurred at most."""
    width = look.region(shape)[2]
    return SOFT * max(*shape[:2], ASPECT * min(shape[:2])) * look.ink.mask.shape[1] / width


def _softness(item: Segment, ink: Ink, read: np.ndarray) -> float:
    """Returns over how many px of its ink the outline of a mark is blurred; see `look_around`."""
    return item.stroke * look_around(item, ink, read).contrast / steepness(item, ink)
