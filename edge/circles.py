"""Finds what is drawn around a number, as teachers do: pieces that are cut from it look like 1s."""

import cv2
import numpy as np

from edge.finder import Classify, Part, mask_of
from edge.pixels import slimmest_box

ROUND = 0.88  # of the slimmest rectangle around it that it fills at most; an ellipse fills 0.79, a box all
RIM = 0.2  # of its shorter side: so near to its outside is its ink
LIKE = 0.25  # of its height: what it holds is at least as high
SURE = 0.9  # probability from which that is a digit


def find_circles(parts: list[Part], classify: Classify) -> list[Part]:
    """Returns the rings around sure digits, 0s and 1s apart: a ring may have a stroke within, or eyes.

    Args:
        parts: of the picture.
        classify: see `edge.segmentation.segment`.
    """
    rings = [(outer, held) for outer in parts if (held := _held(outer, parts))]
    _, probabilities = classify([((part,), 0.0) for _, held in rings for part in held])
    sure = iter(probabilities[:, 2:10].max(axis=1) >= SURE)
    answers = [(outer, [next(sure) for _ in held]) for outer, held in rings]
    return [outer for outer, each in answers if any(each)]


def _held(outer: Part, parts: list[Part]) -> list[Part]:
    """Returns the parts that a ring surrounds, none where a part is no ring."""
    x, y, w, h = outer.box
    within = [
        part
        for part in parts
        if part.height > LIKE * h
        and x < part.left
        and y < part.top
        and part.right < x + w
        and part.bottom < y + h
    ]
    if not within:
        return []
    hull = cv2.convexHull(cv2.findNonZero(outer.mask))
    width, height = slimmest_box(outer.mask)
    if cv2.contourArea(hull) > ROUND * width * height:
        return []
    filled = cv2.fillConvexPoly(np.zeros_like(outer.mask), hull, 255)
    padded = cv2.copyMakeBorder(filled, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    if depth[outer.mask > 0].max() > RIM * min(w, h):
        return []
    outside = cv2.bitwise_not(filled)
    return [part for part in within if not cv2.bitwise_and(mask_of([part], outer.box), outside).any()]
