"""Takes out the uprights that stand on a printed line or hang from it, as a comb's do: each looks like a 1.

What tells them from 1s is that they are printed with the line: as thick and as dark, as high as each other,
all of them end on it at a right angle, and no two digits stand between two of them, or they are low and even.
"""

from bisect import bisect
from statistics import median

import cv2
import numpy as np

from edge.finder import Part, mask_of
from edge.pixels import crop, slimmest_box, widened

FEW = 2  # uprights at least
SLENDER = 0.22  # of its length: an upright is no thicker
STRAIGHT = 0.6  # of the slimmest box around it that it fills
ON = 2  # px; an upright ends no farther from its line
THICK = 2.2  # times as thick at most, or as thin, is the line
DARK = 1.25  # times as dark at most, or as pale
ALIKE = 0.8  # of the usual height that each has
APART = 0.8  # of it: so far apart they are, as 1s of one number hardly are
SIZEABLE = 0.5  # of it: what is higher stands between them
WIDE = 1.3  # the same of those that are low, as a box's for a number are
EVEN = 0.08  # of it: so little differ their distances from the smallest one, or from a multiple
UPRIGHT = 0.14  # sine of 8 degrees, by which perspective may turn them out of the right angle


def without_teeth(pieces: list[Part], whole: Part, few: bool = True) -> list[Part]:
    """Leaves out the uprights of a comb, which stand on its line or hang from it.

    Args:
        pieces: what is left of a part without its lines.
        whole: the part.
        few: whether two of any height are enough, since no digit stands between them that is none of them.
    """
    standing = _standing(pieces, whole, few)
    hanging = _standing([_upside_down(piece) for piece in pieces], _upside_down(whole), few)
    return [piece for index, piece in enumerate(pieces) if index not in standing and index not in hanging]


def _upside_down(part: Part) -> Part:
    x, y, w, h = part.box
    return Part((x, -y - h, w, h), part.mask[::-1], part.darkness)


def _standing(pieces: list[Part], whole: Part, few: bool) -> set[int]:
    """Returns the indices of the pieces that are uprights standing on a comb's line; see `without_teeth`."""
    slender = [index for index, piece in enumerate(pieces) if _is_slender(piece)]
    if len(slender) < FEW:
        return set()
    line = cv2.subtract(whole.mask, mask_of(pieces, whole.box))
    columns = np.count_nonzero(line, axis=0)
    if not columns.any():
        return set()
    runs = np.count_nonzero(np.diff(line > 0, axis=0, prepend=False) & (line > 0), axis=0)  # a box has two
    thickness = float(np.median(columns[runs > 0] / runs[runs > 0]))
    slope = _slope(line)
    dark = (
        whole.darkness * cv2.countNonZero(whole.mask) - sum(_ink(piece) for piece in pieces)
    ) / columns.sum()
    standing = [
        index
        for index in slender
        if 1 / THICK < slimmest_box(pieces[index].mask)[0] / thickness < THICK
        and 1 / DARK < pieces[index].darkness / dark < DARK
        and _ends_on(pieces[index], line, whole, thickness)
        and _is_upright(pieces[index], slope)
    ]
    usual = median([pieces[index].height for index in standing] or [0])
    alike = {index for index in standing if ALIKE * usual <= pieces[index].height <= usual / ALIKE}
    uprights = sorted(pieces[index].centre[0] for index in alike)
    if len(alike) < FEW or np.diff(uprights).min() < APART * usual:
        return set()
    if _are_even_and_low(np.diff(uprights), usual):
        return alike
    others = (piece for index, piece in enumerate(pieces) if index not in slender)
    places = [bisect(uprights, piece.centre[0]) for piece in others if piece.height > SIZEABLE * usual]
    return alike if few and len(places) == len(set(places)) else set()


def _are_even_and_low(gaps: np.ndarray, height: float) -> bool:
    """Tells whether several gaps between uprights are wide, and multiples of one: between 1s they are not."""
    boxes = gaps / gaps.min()
    even = np.abs(boxes - np.rint(boxes)).max() < EVEN
    return len(gaps) > 1 and gaps.min() > WIDE * height and bool(even)


def _is_slender(piece: Part) -> bool:
    thickness, length = slimmest_box(piece.mask)
    filled = cv2.countNonZero(piece.mask) > STRAIGHT * thickness * length
    return piece.height > piece.width and thickness < SLENDER * length and filled


def _slope(line: np.ndarray) -> float:
    """Returns by how many rows a line, (h, w) uint8, falls in each column."""
    rows, columns = np.nonzero(line)
    return float(np.polyfit(columns, rows, 1)[0]) if np.ptp(columns) else 0.0


def _is_upright(piece: Part, slope: float) -> bool:
    """Tells whether a slender piece is at a right angle to a line that falls by some rows in each column."""
    points = cv2.findNonZero(piece.mask)
    across, down = cv2.fitLine(points, cv2.DIST_L2, 0, 0.01, 0.01).ravel()[:2]
    return abs(across + slope * down) <= UPRIGHT * np.hypot(1, slope)


def _ink(piece: Part) -> float:
    return piece.darkness * cv2.countNonZero(piece.mask)


def _ends_on(piece: Part, line: np.ndarray, whole: Part, thickness: float) -> bool:
    """Tells whether a piece ends on a line, (h, w) uint8 of the whole's box: beside its foot is the line."""
    left, foot = piece.left - whole.left, piece.bottom - whole.top
    across = left + np.flatnonzero(piece.mask[-1])
    reach = round(thickness) + ON
    beside = crop(line, widened((int(across[0]), foot, len(across), 0), reach, line))
    return bool(beside.any() and not whole.mask[foot + reach :, across].any())
