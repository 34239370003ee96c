"""Knows by their colours marks that are no writing: a pen has one colour, and so has the paper around it.

In grey an apple's rim is a 0, and a bow's fold beside a sheet is a 1.
"""

from dataclasses import replace

import cv2
import numpy as np

from edge.finder import blur_of, crop, mask_of
from edge.light import square
from edge.lone import is_lone
from edge.looks import Look
from edge.normalise import stroke_width
from edge.results import Box
from edge.segmentation import Segment

COLOURED = "not in one colour"
UNLIKE = 18.0  # CIELAB units; inks and papers reach 15 and 11, an apple's flesh or a hand on a desk 30
INK = 75.0  # percentile of its ink's distances from its usual colour that is compared with that
GROUND = 90.0  # the same of its ground; a coloured line may cross it
CORE = 0.25  # of its stroke's width: so much of each side is mixed with the paper's colour
REACH = 2  # times its blur: how far around a mark its ground is looked at
FEW = 10  # pixels by which a colour cannot be told


def doubt_coloured(look: Look, image: np.ndarray) -> Look:
    """Objects to digits that stand alone and are, or lie on, more than one colour.

    Args:
        look: at the image.
        image: (h, w, 3) BGR uint8.
    """

    def doubted(item: Segment, objection: str) -> str:
        return objection or (COLOURED if _has_colours(item, look, image) else "")

    rows = [
        [(item, doubted(item, objection)) for item, objection in row] if is_lone(row) else row
        for row in look.judged
    ]
    return replace(look, judged=rows)


def _has_colours(item: Segment, look: Look, image: np.ndarray) -> bool:
    """Tells whether a mark's ink, or the ground around and within it, is of more than one colour."""
    blur = blur_of(max(item.box[2:]))
    margin = REACH * blur + 1
    x, y, w, h = item.box
    left, top = max(x - margin, 0), max(y - margin, 0)
    marks = crop(look.ink.mask, (left, top, x + w + margin - left, y + h + margin - top))
    box = left, top, *marks.shape[::-1]
    colours = cv2.cvtColor(_view(image, look, box), cv2.COLOR_BGR2LAB)[..., 1:].astype(np.float32)
    own = mask_of(item.parts, box)
    core = cv2.erode(own, square(max(1, int(CORE * stroke_width(np.pad(own, 1))))), borderValue=0)
    within, around = _ground(own, marks, blur)
    return (
        _spread(colours[core > 0], INK) > UNLIKE
        or _spread(colours[within | around], GROUND) > UNLIKE
        or _difference(colours[within], colours[around]) > UNLIKE
    )


def _view(image: np.ndarray, look: Look, box: Box) -> np.ndarray:
    """Returns what an image shows within a box of a look at it, in the look's size."""
    left, top, width, height = look.view or (0, 0, *image.shape[1::-1])
    across, down = width / look.ink.mask.shape[1], height / look.ink.mask.shape[0]
    x, y = left + int(box[0] * across), top + int(box[1] * down)
    region = crop(image, (x, y, max(1, round(box[2] * across)), max(1, round(box[3] * down))))
    return cv2.resize(region, box[2:], interpolation=cv2.INTER_AREA)


def _ground(own: np.ndarray, marks: np.ndarray, blur: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns twice (h, w) bool: what is within a mark, and what is near it and no other mark."""
    rim = cv2.dilate(own, square(blur))  # may be broken
    contours, _ = cv2.findContours(rim, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    filled = cv2.drawContours(np.zeros_like(own), contours, -1, 255, cv2.FILLED)
    near = cv2.dilate(own, square(REACH * blur)) & ~cv2.dilate(marks, square(blur))
    return (filled & ~rim) > 0, (near & ~filled) > 0


def _spread(colours: np.ndarray, share: float) -> float:
    """Returns the percentile `share` of how far colours, (n, 2), are from their median."""
    if len(colours) < FEW:
        return 0.0
    return float(np.percentile(np.linalg.norm(colours - np.median(colours, axis=0), axis=1), share))


def _difference(colours: np.ndarray, others: np.ndarray) -> float:
    """Returns how far the medians of colours are apart, of which there are (n, 2) and (m, 2)."""
    if min(len(colours), len(others)) < FEW:
        return 0.0
    return float(np.linalg.norm(np.median(colours, axis=0) - np.median(others, axis=0)))
