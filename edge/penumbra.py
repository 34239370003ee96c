"""Knows the shadow of a bar, such as a window's, by its soft edges: it looks like a 1 in all else.

In a whole picture no pen's stroke has edges as soft. In a crop of a few pixels all strokes have.
"""

import numpy as np

from edge.finder import mask_of
from edge.judge import Judged, object_to
from edge.light import Ink
from edge.lone import steepness
from edge.looks import Look
from edge.segmentation import Segment
from edge.surroundings import look_around

SHADOW = "edges as soft as a shadow's"
WHOLE = 300  # px, least short side of a picture that is no crop
SOFT = 0.027  # of that side: strokes out of focus have edges of up to 0.022, shadows from 0.03 on


def doubt_soft_bars(look: Look, shape: tuple[int, ...]) -> Judged:
    """Objects to 1s whose edges are softer than those of strokes.

    Args:
        look: at a picture.
        shape: of that, (h, w) or (h, w, 3).
    """
    ones = [item for item in look.digits if item.digit == 1]
    if not ones or min(shape[:2]) < WHOLE:
        return look.judged
    width = look.view[2] if look.view else shape[1]
    least = SOFT * min(shape[:2]) * look.ink.mask.shape[1] / width
    read = mask_of([part for item in look.digits for part in item.parts], (0, 0, *look.ink.mask.shape[::-1]))
    return object_to(look.judged, [item for item in ones if _softness(item, look.ink, read) > least], SHADOW)


def _softness(item: Segment, ink: Ink, read: np.ndarray) -> float:
    """Returns over how many px of its ink the outline of a mark is blurred; see `look_around`."""
    return item.stroke * look_around(item, ink, read).contrast / steepness(item, ink)
