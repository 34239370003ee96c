"""Joins the pieces of a broken digit that lie above each other, which no line of writing brings together."""

import numpy as np

from edge.finder import Classify, Part, mask_of, sureness, union_box

GAP = 0.22  # of the joined height that may be missing between two pieces
LAP = 0.5  # of the lower piece's height that two pieces may share
TALL = 1.35  # of the page's usual height: no joined digit is taller
FEW = 4  # pieces up to which a page has no usual height: its one digit may be the broken one
SURE = 0.8  # probability from which the whole is a digit
MOST = 0.6  # of the joined height: a piece as high may be a digit by itself
UNDERLINE = 1.6  # times its width: what stands below it and is as wide is no base of a 2
NARROW = 0.5  # of its width: what stands above it and is narrower is no bar of a 5
ALONE = 0.9  # probability from which it is a digit by itself


def join_broken(parts: list[Part], usual: float, classify: Classify) -> list[Part]:
    """Joins pairs of parts, one above the other, that read as a digit together.

    Args:
        parts: parts of a page.
        usual: px, its usual digit height.
        classify: see `edge.segmentation.segment`.
    """
    pairs = _stacked(parts, usual)
    if not pairs:
        return parts
    best = sureness([(parts[i], parts[j]) for i, j in pairs], classify)
    gone: set[int] = set()
    joined = []
    for k in np.argsort(-best):
        i, j = pairs[k]
        if best[k] < SURE or i in gone or j in gone:
            continue
        if not _is_digit_alone(parts[i], parts[j], classify):
            gone |= {i, j}
            joined.append(_join(parts[i], parts[j]))
    return joined + [part for index, part in enumerate(parts) if index not in gone]


def _stacked(parts: list[Part], usual: float) -> list[tuple[int, int]]:
    """Returns the pairs of indices (upper, lower) of parts that may be one broken digit."""
    limit = TALL * usual if len(parts) > FEW else np.inf
    if (2 - LAP) * min((part.height for part in parts), default=0) >= limit:  # no pair is low enough
        return []
    x, y, w, h = np.array([part.box for part in parts], float).reshape(-1, 4).T
    top, bottom = np.minimum(y[:, None], y), np.maximum((y + h)[:, None], y + h)
    height = bottom - top
    gap_y = y[None, :] - (y + h)[:, None]
    gap_x = np.maximum(x[:, None], x) - np.minimum((x + w)[:, None], x + w)
    stacked = (y[:, None] < y) & (gap_y > -LAP * np.minimum(h[:, None], h)) & (gap_y < GAP * height)
    stacked &= (gap_x < 0.1 * height) & (height < limit) & (np.maximum(h[:, None], h) > 0.3 * usual)
    return [(int(i), int(j)) for i, j in np.argwhere(stacked)]


def _is_digit_alone(upper: Part, lower: Part, classify: Classify) -> bool:
    """Tells whether one of two parts is a digit without the other: a letter of a label, a line under it."""
    other, digit = sorted((upper, lower), key=lambda part: part.height)
    unlike = other.width < NARROW * digit.width or other.width > UNDERLINE * digit.width
    large = digit.height > MOST * union_box((upper, lower))[3] and unlike
    return large and bool(sureness([(digit,)], classify)[0] >= ALONE)


def _join(upper: Part, lower: Part) -> Part:
    box = union_box((upper, lower))
    return Part(box, mask_of((upper, lower), box), max(upper.darkness, lower.darkness))
