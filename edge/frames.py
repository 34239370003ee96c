"""Puts aside what frames or outgrows the writing: a page's outline, a grid, a table's edge."""

from collections.abc import Sequence

import numpy as np

from edge.finder import Classify, Part, alone_in
from edge.results import Box

HOLDS = 3  # other parts within its box make a part a frame
LOWEST = 9  # px, height of the lowest part that counts as writing
WIDEST = 2.0  # of its height: no part of writing that counts is wider
LIKE = (0.1, 0.6)  # of a frame's height: writing in it is as high
MANY = 8  # parts of writing from which its usual height is known
OUTGROWN = 3.5  # times the usual height: no digit is as tall
SURE = 0.9  # probability from which a part is a digit
TALL = 1.75  # times the usual height: what is as tall was written beside print
SOME = 0.3  # of the tall parts: where as many are digits, the others may be letters of a name
TALLER = 2.0  # times as tall as they: nothing that was written with them is
MOSTLY = 0.5  # of the low parts: where less is digits, they may be a screen's icons beside a large digit
RINGS = 0.5  # of the say that others have about that, where all of them look like 0s: icons are rings
CAPITALS = 0.8  # the same beside a large number: half of an inscription's bold capitals look like digits


def without_frames(parts: list[Part], classify: Classify, frames: Sequence[Box] = ()) -> list[Part]:
    """Leaves out parts that hold several others, and what outgrows the others unless it alone is digits.

    What is alone in a box or a ring is written there, however high the print beside it is.

    Args:
        parts: of the picture.
        classify: see `edge.segmentation.segment`.
        frames: boxes (x, y, w, h) and rings around some of them.
    """
    heights = [part.height for part in parts]
    if len(parts) <= HOLDS or max(heights) * LIKE[1] <= min(heights):  # no frame, and none outgrown
        return parts
    x, y, w, h = np.array([part.box for part in parts], float).T
    centre_x, centre_y = x + w / 2, y + h / 2
    writing = (h >= LOWEST) & (w < WIDEST * h)
    held = (centre_x > x[:, None]) & (centre_x < (x + w)[:, None])  # [frame, part in it]
    held &= (centre_y > y[:, None]) & (centre_y < (y + h)[:, None])
    alike = (h > LIKE[0] * h[:, None]) & (h < LIKE[1] * h[:, None])
    frame = (held & alike & writing).sum(axis=1) >= HOLDS
    writing &= ~frame
    if writing.sum() >= MANY:
        framed = {id(part) for _, part in alone_in(frames, parts)}
        loose = ~frame & np.array([id(part) not in framed for part in parts])
        large = loose & (h > OUTGROWN * np.median(h[writing]))
        tall = loose & (h > TALL * np.median(h[writing]))
        if large.any():
            frame |= large & (h > _highest(parts, h, large, tall, writing, classify))
    return [part for part, out in zip(parts, frame, strict=True) if not out]


def _highest(
    parts: list[Part],
    heights: np.ndarray,
    large: np.ndarray,
    tall: np.ndarray,
    writing: np.ndarray,
    classify: Classify,
) -> float:
    """Returns how high at most is what is written beside print or icons: px, 0 where nothing is.

    Either all that is large is sure digits, or many of the tall parts are; and most of the low ones are none,
    or some of them beside a large number.

    Args:
        parts: of the picture.
        heights: (n,) float, px.
        large, tall, writing: (n,) bool, which of them are.
        classify: see `edge.segmentation.segment`.
    """
    _, probabilities = classify([((part,), 0.0) for part in parts])
    sure, value = probabilities[:, :10].max(axis=1) >= SURE, probabilities[:, :10].argmax(axis=1)
    digits = sure & (value != 1)  # a chart's bars look like 1s
    is_number = large.sum() > 1 and sure[large].all() and digits[large].any()
    few = CAPITALS if is_number else MOSTLY
    for low in (writing & ~large, writing & ~tall):
        say = 1.0 if (low & sure & (value > 0)).any() else RINGS
        if say * (low & sure).sum() >= few * low.sum():
            return 0.0
    if sure[large].all():
        return np.inf
    digits &= tall
    if digits.sum() < max(SOME * tall.sum(), 2):
        return 0.0
    return TALLER * float(np.median(heights[digits]))
