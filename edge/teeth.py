"""Takes out the uprights that stand on a printed line: of a comb cut off by the frame, each looks like a 1.

What tells them from 1s is that they are printed with the line: as thick and as dark, as high as each other,
all of them end on it at a right angle, and no two digits stand between two of them.
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
UPRIGHT = 0.14  # sine of 8 degrees, by which perspective may turn them out of the right angle


def without_teeth(pieces: list[Part], whole: Part) -> list[Part]:
    """Leaves out the uprights of a comb.

    Args:
        pieces: what is left of a part without its lines.
        whole: the part.
    """
    slender = [piece for piece in pieces if _is_slender(piece)]
    if len(slender) < FEW:
        return pieces
    line = cv2.subtract(whole.mask, mask_of(pieces, whole.box))
    columns = np.count_nonzero(line, axis=0)
    if not columns.any():
        return pieces
    runs = np.count_nonzero(np.diff(line > 0, axis=0, prepend=False) & (line > 0), axis=0)  # a box has two
    thickness = float(np.median(columns[runs > 0] / runs[runs > 0]))
    slope = _slope(line)
    dark = (
        whole.darkness * cv2.countNonZero(whole.mask) - sum(_ink(piece) for piece in pieces)
    ) / columns.sum()
    standing = [
        piece
        for piece in slender
        if 1 / THICK < slimmest_box(piece.mask)[0] / thickness < THICK
        and 1 / DARK < piece.darkness / dark < DARK
        and _ends_on(piece, line, whole, thickness)
        and _is_upright(piece, slope)
    ]
    usual = median([piece.height for piece in standing] or [0])
    alike = [piece for piece in standing if ALIKE * usual <= piece.height <= usual / ALIKE]
    gaps = np.diff(sorted(piece.centre[0] for piece in alike))
    if len(alike) < FEW or gaps.min() < APART * usual:
        return pieces
    out = set(map(id, alike))
    rest = [piece for piece in pieces if id(piece) not in out]
    uprights = sorted(piece.centre[0] for piece in alike)
    places = [bisect(uprights, piece.centre[0]) for piece in rest if piece.height > SIZEABLE * usual]
    return rest if len(places) == len(set(places)) else pieces


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
