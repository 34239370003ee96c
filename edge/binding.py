"""Takes a notebook's binding out: beside a column of punched holes or rings digits seem to be none."""

import math
from itertools import pairwise

import cv2
import numpy as np

from edge.finder import ROUND, Part, leave_out
from edge.light import Ink

MANY = 8  # discs in a row; fewer may be dots
FEW, LARGE = 4, 0.02  # discs in a row, as large as this part of the picture's longest side
APART, SAME = 7.0, 0.85  # times their size: two such discs that are so far apart, and so alike, are a file's
FAR = 25.0  # times their size: what is farther away is no neighbour
RINGS = 6  # marks in a row that are no discs, but look the same
FILLED = 0.5  # of its box: so much such a mark fills
THE_SAME = 0.82  # of what two of them cover both cover, usually; of 0s written with a marker it is less
SHAPE = 24  # px, side to which they are scaled to be compared
MOST = 200  # discs in a picture; where there are more, they are grain
ALIKE = 0.7  # least ratio of the sizes of neighbours
WIDE = 4.0  # times their size: neighbours are no farther apart
EVEN = 0.25  # of that distance: so far is the next one from where it is expected
MISSING = 2  # discs that a row lacks at most between two; they may have merged with something
BESIDE = 0.5  # of their size: so far off the row the middle is of what has merged from them
MERGED = 2.0  # times their size: that is no wider


def without_binding(parts: list[Part], ink: Ink) -> tuple[list[Part], Ink]:
    """Leaves long even rows of discs, or of rings that look the same, out of a picture's parts and its ink.

    What has merged from some of them goes with them, and so do few discs that are large or far apart.
    """
    return leave_out(_binding(parts, LARGE * max(ink.mask.shape)), parts, ink)


def _binding(parts: list[Part], large: float) -> list[Part]:
    """Returns the parts that are a binding, [] for none; few discs are one from a size of `large` px on."""
    discs = [part for part in parts if _is_round(part)]
    if not 2 <= len(discs) <= MOST:
        return []
    centres = np.array([disc.centre for disc in discs])
    sizes = np.array([max(disc.box[2:]) for disc in discs], float)
    out: set[int] = set()
    for first in range(len(discs)):
        if id(discs[first]) in out:
            continue
        away = np.linalg.norm(centres - centres[first], axis=1)
        away[first] = np.inf
        second = int(away.argmin())
        if away[second] >= FAR * sizes[first]:
            continue
        row = [*_walk(second, first, centres, sizes)[::-1], *_walk(first, second, centres, sizes)]
        if _is_binding([discs[index] for index in row], large):
            out |= {id(discs[index]) for index in row}
            if away[second] < WIDE * sizes[first]:
                out |= {id(part) for part in parts if _lies_on(part, centres[row], sizes[row].max())}
    return [part for part in parts if id(part) in out]


def _is_round(part: Part) -> bool:
    short, long = sorted(part.box[2:])
    return short > ROUND * long and cv2.countNonZero(part.mask) > FILLED * short * long


def _is_binding(row: list[Part], large: float) -> bool:
    """Tells whether a row holds enough discs, or rings that look the same; see `_binding`."""
    sizes = [max(part.box[2:]) for part in row]
    step = min(math.dist(one.centre, other.centre) for one, other in pairwise(row)) / max(sizes)
    if all(part.is_solid for part in row):
        if min(sizes) < large:
            return step < WIDE and len(row) >= MANY
        return len(row) >= FEW or (step > APART and min(sizes) >= SAME * max(sizes))
    if len(row) < RINGS or step >= WIDE:
        return False
    shapes = [cv2.resize(part.mask, (SHAPE, SHAPE), interpolation=cv2.INTER_AREA) > 127 for part in row]
    shared = [(one & other).sum() / (one | other).sum() for one, other in pairwise(shapes)]
    return float(np.median(shared)) >= THE_SAME


def _walk(before: int, at: int, centres: np.ndarray, sizes: np.ndarray) -> list[int]:
    """Returns the indices of a row of discs from one on, in steps like the one that leads there.

    Args:
        before, at: indices of two neighbours.
        centres: (n, 2) float, px.
        sizes: (n,) float, px.
    """
    row, step = [at], centres[at] - centres[before]
    while len(row) <= len(centres):
        for times in range(1, MISSING + 2):
            away = np.linalg.norm(centres - centres[row[-1]] - times * step, axis=1)
            alike = np.minimum(sizes, sizes[row[-1]]) >= ALIKE * np.maximum(sizes, sizes[row[-1]])
            near = np.where(alike, away, np.inf)
            if near.min() < EVEN * np.linalg.norm(step):
                break
        else:
            return row
        step = (centres[near.argmin()] - centres[row[-1]]) / times
        row.append(int(near.argmin()))
    return row


def _lies_on(part: Part, row: np.ndarray, size: float) -> bool:
    """Tells whether a part, not much wider, lies between discs of a row, (n, 2) float, `size` px large."""
    starts, steps = row[:-1], np.diff(row, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    ways = np.array(part.centre) - starts
    along = (ways * steps).sum(axis=1) / lengths**2
    aside = np.abs(ways[:, 0] * steps[:, 1] - ways[:, 1] * steps[:, 0]) / lengths
    on_it = (along > 0) & (along < 1) & (aside < BESIDE * size)
    return bool(on_it.any() and min(part.box[2:]) <= MERGED * size)
