"""Puts aside what frames or outgrows the writing: a page's outline, a grid, a table's edge."""

import numpy as np

from edge.finder import Classify, Part, sureness

HOLDS = 3  # other parts within its box make a part a frame
LOWEST = 9  # px, height of the lowest part that counts as writing
WIDEST = 2.0  # of its height: no part of writing that counts is wider
LIKE = (0.1, 0.6)  # of a frame's height: writing in it is as high
MANY = 8  # parts of writing from which its usual height is known
OUTGROWN = 3.5  # times the usual height: no digit is as tall
SURE = 0.9  # probability from which a part is a digit
MOSTLY = 0.5  # of the low parts: where less is digits, they may be a screen's icons beside a large digit


def without_frames(parts: list[Part], classify: Classify) -> list[Part]:
    """Leaves out parts that hold several others, and what outgrows the others unless it alone is digits.

    Args:
        parts: of the picture.
        classify: see `edge.segmentation.segment`.
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
        large = ~frame & (h > OUTGROWN * np.median(h[writing]))
        if not _alone_are_digits(parts, large, writing & ~large, classify):
            frame |= large
    return [part for part, out in zip(parts, frame, strict=True) if not out]


def _alone_are_digits(parts: list[Part], large: np.ndarray, low: np.ndarray, classify: Classify) -> bool:
    """Tells whether all of the large parts are sure digits, and most of the low ones are none."""
    if not large.any():
        return True
    sure = sureness([(part,) for part in parts], classify) >= SURE
    return bool(sure[large].all()) and (low & sure).sum() < MOSTLY * low.sum()
