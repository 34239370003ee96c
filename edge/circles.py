"""Finds what is drawn around a number, as teachers do: pieces that are cut from it look like 1s."""

import cv2
import numpy as np

from edge.finder import Classify, Part, mask_of
from edge.pixels import slimmest_box
from edge.tones import FAINTEST

ROUND = 0.88  # of the slimmest rectangle around it that it fills at most; an ellipse fills 0.79, a box all
RIM = 0.2  # of its shorter side: so near to its outside is its ink
LIKE = 0.25  # of its height: what it holds is at least as high
ALONE = 0.4  # of its height: as high is a 0 or a 1 that it holds and nothing else
SURE = 0.9  # probability from which that is a digit


def find_circles(parts: list[Part], classify: Classify) -> list[Part]:
    """Returns the rings around sure digits; 0s and 1s do not count beside others, as eyes and a nose do not.

    Args:
        parts: of the picture.
        classify: see `edge.segmentation.segment`.
    """
    within = _within(parts)
    rings = [(outer, held) for outer, each in zip(parts, within, strict=True) if (held := _held(outer, each))]
    _, probabilities = classify([((part,), 0.0) for _, held in rings for part in held])
    answers = iter(probabilities[:, :10] >= SURE)
    circles = []
    for outer, held in rings:
        sure = [next(answers) for _ in held]
        alone = len(held) == 1 and held[0].height > ALONE * outer.height
        if any(each[0 if alone else 2 :].any() for each in sure):
            circles.append(outer)
    return circles


def _within(parts: list[Part]) -> list[list[Part]]:
    """Returns for each part those of a sizeable share of its height whose boxes lie within its own."""
    x, y, w, h = np.array([part.box for part in parts], float).reshape(-1, 4).T
    inner = (x[:, None] < x) & (y[:, None] < y)  # [outer, inner]
    inner &= ((x + w)[:, None] > x + w) & ((y + h)[:, None] > y + h) & (LIKE * h[:, None] < h)
    return [[parts[index] for index in np.flatnonzero(row)] for row in inner]


def _held(outer: Part, within: list[Part]) -> list[Part]:
    """Returns which of the parts within its box a ring surrounds, none where a part is no ring.

    What is too faint beside it to be written is not held by it: within a 0, lines of graph paper cross.
    """
    within = [part for part in within if part.darkness >= FAINTEST * outer.darkness]
    if not within:
        return []
    hull = cv2.convexHull(cv2.findNonZero(outer.mask))
    width, height = slimmest_box(outer.mask)
    if cv2.contourArea(hull) > ROUND * width * height:
        return []
    filled = cv2.fillConvexPoly(np.zeros_like(outer.mask), hull, 255)
    padded = cv2.copyMakeBorder(filled, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    if depth[outer.mask > 0].max() > RIM * min(outer.box[2:]):
        return []
    outside = cv2.bitwise_not(filled)
    return [part for part in within if not cv2.bitwise_and(mask_of([part], outer.box), outside).any()]
