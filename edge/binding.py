"""Takes a notebook's punched holes out: beside a column of small discs digits look too tall to be any."""

import numpy as np

from edge.finder import Part

MANY = 8  # discs in a row; fewer may be dots
MOST = 200  # discs in a picture; where there are more, they are grain
ALIKE = 0.7  # least ratio of the sizes of neighbours
WIDE = 4.0  # times their size: neighbours are no farther apart
EVEN = 0.25  # of that distance: so far is the next one from where it is expected
MISSING = 2  # discs that a row lacks at most between two; they may have merged with something
BESIDE = 0.5  # of their size: so far off the row the middle is of what has merged from them
MERGED = 2.0  # times their size: that is no wider


def without_binding(parts: list[Part]) -> list[Part]:
    """Leaves out long even rows of discs, and what has merged from them.

    Args:
        parts: of the picture.
    """
    discs = [part for part in parts if part.is_solid]
    if not MANY <= len(discs) <= MOST:
        return parts
    centres = np.array([disc.centre for disc in discs])
    sizes = np.array([max(disc.box[2:]) for disc in discs], float)
    out: set[int] = set()
    for first in range(len(discs)):
        if id(discs[first]) in out:
            continue
        away = np.linalg.norm(centres - centres[first], axis=1)
        away[first] = np.inf
        second = int(away.argmin())
        if away[second] >= WIDE * sizes[first]:
            continue
        row = [*_walk(second, first, centres, sizes)[::-1], *_walk(first, second, centres, sizes)]
        if len(row) >= MANY:
            out |= {id(discs[index]) for index in row}
            out |= {id(part) for part in parts if _lies_on(part, centres[row], sizes[row].max())}
    return [part for part in parts if id(part) not in out]


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
