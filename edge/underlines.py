"""Takes the lines of forms, notebooks and sums, which digits stand on or hang from, out of parts of both."""

from operator import itemgetter

import numpy as np

from edge.erasing import erase_rules
from edge.finder import Classify, Part, find_parts, sure_digits, sureness
from edge.judge import SMALLEST
from edge.light import Ink
from edge.tones import darker_ink

WIDE, LONG = 1.2, 6.0  # times its height: a digit on a line is wider with it, and a ruling longer
FLAT = 0.8  # share of its columns whose lowest ink is on the line
THIN = 0.06  # of the part's height, 2 px at least: how far such ink is from the line
SPAN = 0.8  # of the part's width that the line spans
SHORTER = 0.85  # of it: what stands on the line is no wider, or the line may be the base of a 2
WHOLE = 0.8  # of the part's height that a digit on the line has at least, or some of it would be lost
SPECK = 0.3  # of the part's height: what is left and lower is a rest of the line
SHARE, DARKER = 0.25, 1.5  # of the ink is a line's at least, and times as dark a pen's that stands out on it
SURE = 0.9  # probability from which a part is a digit


def without_underlines(parts: list[Part], ink: Ink, classify: Classify) -> list[Part]:
    """Takes lines out of parts that are no digit with them, where that leaves digits.

    Args:
        parts: of the picture.
        ink: of the whole picture.
        classify: see `edge.segmentation.segment`.
    """
    underlined = [
        part for part in parts if _is_wide(part) and any(map(_stands_on_line, (part.mask, part.mask[::-1])))
    ]
    whole = sureness([(part,) for part in underlined], classify)
    rests = {}
    for part, sure in zip(underlined, whole, strict=True):
        if sure < SURE:
            # The base of a 2 may lie on the line: where that is paler, the dark ink alone is all of it.
            ways = darker_ink(part, ink, SHARE, DARKER), _off_line(part, ink)
            count, rest = max(((sure_digits(way, SURE, classify), way) for way in ways), key=itemgetter(0))
            if count:
                rests[id(part)] = rest
    return [piece for part in parts for piece in rests.get(id(part), [part])]


def _is_wide(part: Part) -> bool:
    return part.height >= SMALLEST and WIDE * part.height <= part.width <= LONG * part.height


def _stands_on_line(mask: np.ndarray) -> bool:
    """Tells whether the lowest ink of most columns lies on a straight line."""
    height, width = mask.shape
    lowest = height - 1 - (mask[::-1] > 0).argmax(axis=0)
    columns = np.arange(width)
    near, tolerance = np.ones(width, bool), max(THIN * height, 2.0)
    for _ in range(3):
        slope, offset = np.polyfit(columns[near], lowest[near], 1)
        residual = np.abs(lowest - slope * columns - offset)
        near = residual <= max(tolerance, float(np.median(residual)))
    return np.count_nonzero(residual <= tolerance) >= FLAT * width


def _off_line(part: Part, ink: Ink) -> list[Part]:
    """Returns what stands on a part's line, or hangs from it; [] where that is as wide as the line."""
    bare = erase_rules(part.mask, (SPAN * part.width, np.inf))
    rest = [piece for piece in find_parts(ink, bare, part.box[:2]) if piece.height > SPECK * part.height]
    narrow = all(piece.width < SHORTER * part.width for piece in rest)
    return rest if narrow and any(piece.height >= WHOLE * part.height for piece in rest) else []
