"""Joins the pieces of a broken digit that lie above each other, which no line of writing brings together."""

import cv2
import numpy as np

from edge.finder import Classify, Part, mask_of, sureness, union_box
from edge.normalise import stroke_width
from edge.pixels import crop, square, widened

GAP = 0.22  # of the joined height that may be missing between two pieces
GAP_OF_FEW = 0.3  # the same where a page has few pieces
ASIDE = 0.1  # of the joined height: no farther is one piece beside the other
LAP = 0.5  # of the lower piece's height that two pieces may share
TALL = 1.35  # of the page's usual height: no joined digit is taller
FEW = 4  # pieces up to which a page has no usual height: its one digit may be the broken one
SURE = 0.8  # probability from which the whole is a digit
MOST = 0.6  # of the joined height: a piece as high may be a digit by itself
UNDERLINE = 1.6  # times its width: what stands below it and is as wide is no base of a 2
NARROW = 0.5  # of its width: what stands above it and is narrower is no bar of a 5
ALONE = 0.9  # probability from which it is a digit by itself
SPECK = 0.3  # of the page's usual height: what is lower is none of its pieces
STEM = 1.5  # times as high as wide at least is the rest of a 4's or a 9's stem
MET = 0.95  # probability from which the whole is a digit of which both pieces nearly touch
FLAT = 0.35  # of its width: what stands below a digit and is lower is a line under it


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
        if not _is_digit_alone(parts[i], parts[j], best[k], classify):
            gone |= {i, j}
            joined.append(_join(parts[i], parts[j]))
    return joined + [part for index, part in enumerate(parts) if index not in gone]


def _stacked(parts: list[Part], usual: float) -> list[tuple[int, int]]:
    """Returns the pairs of indices (upper, lower) of parts that may be one broken digit."""
    pieces = sum(part.height > SPECK * usual for part in parts)
    limit = TALL * usual if pieces > FEW else np.inf
    if (2 - LAP) * min((part.height for part in parts), default=0) >= limit:  # no pair is low enough
        return []
    x, y, w, h = np.array([part.box for part in parts], float).reshape(-1, 4).T
    top, bottom = np.minimum(y[:, None], y), np.maximum((y + h)[:, None], y + h)
    height = bottom - top
    gap_y = y[None, :] - (y + h)[:, None]
    gap_x = np.maximum(x[:, None], x) - np.minimum((x + w)[:, None], x + w)
    gap = GAP if pieces > FEW else GAP_OF_FEW
    stacked = (y[:, None] < y) & (gap_y > -LAP * np.minimum(h[:, None], h)) & (gap_y < gap * height)
    stacked &= (gap_x < ASIDE * height) & (height < limit) & (np.maximum(h[:, None], h) > 0.3 * usual)
    return [(int(i), int(j)) for i, j in np.argwhere(stacked)]


def _is_digit_alone(upper: Part, lower: Part, joined: float, classify: Classify) -> bool:
    """Tells whether one of two parts is a digit without the other: a letter of a label, a line under it.

    Args:
        upper: a part.
        lower: what is below it.
        joined: probability of the digit that both are together.
        classify: see `edge.segmentation.segment`.
    """
    other, digit = sorted((upper, lower), key=lambda part: part.height)
    height = union_box((upper, lower))[3]
    apart = lower.top - upper.bottom > GAP * height
    large = digit.height > MOST * height
    alien = other.width < NARROW * digit.width or other.width > UNDERLINE * digit.width or joined < ALONE
    if not (apart or (large and alien)):
        return False
    if other is lower and _goes_on(upper, lower):
        return False
    if joined >= MET and (other is upper or other.height >= FLAT * other.width) and _meet(upper, lower):
        return False
    return bool(sureness([(digit,)], classify)[0] >= ALONE)


def _meet(upper: Part, lower: Part) -> bool:
    """Tells whether two parts are no farther apart than the broader one's stroke is wide."""
    reach = int(max(stroke_width(np.pad(part.mask, 1)) for part in (upper, lower)))
    box = union_box((upper, lower))
    near = cv2.dilate(mask_of([upper], box), square(reach))
    return bool(cv2.bitwise_and(near, mask_of([lower], box)).any())


def _goes_on(digit: Part, stem: Part) -> bool:
    """Tells whether an upright stroke begins where ink above it ends, as the rest of a broken stem does."""
    box = union_box((digit, stem))
    own = mask_of([digit], box)
    reach = round(stroke_width(np.pad(stem.mask, 1)))
    end = widened((stem.left - box[0], stem.top - box[1], stem.width, 0), reach, own)
    return stem.height >= STEM * stem.width and crop(own, end).any()


def _join(upper: Part, lower: Part) -> Part:
    box = union_box((upper, lower))
    return Part(box, mask_of((upper, lower), box), max(upper.darkness, lower.darkness))
