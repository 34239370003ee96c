"""Orders parts as a reader does: into lines from top to bottom, each from left to right."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

import numpy as np

from edge.finder import Part

REACH = 3.0  # a line goes on where the next part is at most so many heights away
RISE = 0.55  # and its centre at most so many heights higher or lower
OVERLAP = 0.4  # of the lower part's height that neighbours on a line share
ALIKE = 0.35  # least ratio of heights of neighbours on a line
LEVEL = 0.03  # radians; a page that slopes less is level
STEEP, STEEPEST = 0.3, 1.0  # radians between which parts that all stand on one line are that line
ASTRAY = 0.5  # of the usual height: such parts stand no farther from it
FRAGMENT = 0.5  # parts lower than this share of their neighbour's height do not found a line


@dataclass(frozen=True)
class Line:
    """Parts of one line of writing.

    Attributes:
        parts: from left to right.
        height: px, its digits' usual height.
        slope: radians by which the writing descends to the right.
    """

    parts: tuple[Part, ...]
    height: float
    slope: float


def group_lines(parts: list[Part]) -> list[Line]:
    """Groups parts into lines, top to bottom."""
    if not parts:
        return []
    parts = sorted(parts, key=lambda part: part.centre[0])
    x, y, w, h = np.array([part.box for part in parts], float).T
    fragment = np.zeros(len(parts), bool)
    if h.min() < FRAGMENT * h.max():
        gap_x, gap_y = _gaps(x, w), _gaps(y, h)
        near = (gap_x < 0.6 * h[None, :]) & (gap_y < 0.3 * h[None, :])  # [part, its taller neighbour]
        small = (h[None, :] * FRAGMENT > h[:, None]) & (h[None, :] * 0.8 > np.maximum(w, h)[:, None])
        fragment = (near & small).any(axis=1)

    # The page's slope is known from its lines, and its lines are found more surely once it is taken out.
    level, chains = y, _chains(x, y, w, h, ~fragment)
    slope = _only_line_slope((x + w / 2)[~fragment], (y + h / 2)[~fragment], median(h.tolist()))
    slope = slope or _page_slope(x + w / 2, y + h / 2, chains)
    if abs(slope) > LEVEL:
        level = y - np.tan(slope) * (x + w / 2)
        chains = _chains(x, level, w, h, ~fragment)
    chains = _merge_side_by_side(chains, level, level + h)
    chain_of = np.full(len(parts), -1)
    for number, chain in enumerate(chains):
        chain_of[chain] = number
    for index in np.flatnonzero(fragment):
        distance = np.where(near[index] & (chain_of >= 0), (gap_x + gap_y)[index] / h, np.inf)
        distance[fragment] = np.inf
        if np.isfinite(distance.min()):
            chains[chain_of[int(distance.argmin())]].append(int(index))
    middle = level + h / 2
    chains.sort(key=lambda chain: float(middle[chain].sum()) / len(chain))
    return [_line([parts[index] for index in sorted(chain)]) for chain in chains]


def _gaps(start: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Returns the (n, n) gaps between intervals, 0 where they overlap."""
    gap = np.maximum(start[:, None] - (start + size)[None, :], 0)
    return np.maximum(gap, gap.T)


def _page_slope(x: np.ndarray, y: np.ndarray, chains: list[list[int]]) -> float:
    """Returns the median slope, in radians, of chains of three and more, each counted by its members."""
    slopes = [
        slope for chain in chains if len(chain) >= 3 for slope in [_slope(x[chain], y[chain])] * len(chain)
    ]
    return median(slopes) if slopes else 0.0


def _only_line_slope(x: np.ndarray, y: np.ndarray, height: float) -> float:
    """Returns the slope of all parts if they stand on one steep line, else 0."""
    if len(x) < 4:
        return 0.0
    slope = _slope(x, y)
    off = (y - y.mean()) - np.tan(slope) * (x - x.mean())
    return slope if STEEP < abs(slope) < STEEPEST and np.abs(off).max() < ASTRAY * height else 0.0


def _slope(x: np.ndarray, y: np.ndarray) -> float:
    """Returns the slope of the line of least squares through some points, in radians."""
    x, y = x - x.sum() / x.size, y - y.sum() / y.size  # the mean, without its checks
    return float(np.arctan2(x @ y, x @ x))


def _chains(x, y, w, h, founders: np.ndarray) -> list[list[int]]:
    """Links each founder to the nearest one at its left that stands on the same line."""
    tall, low = np.maximum(h[:, None], h[None, :]), np.minimum(h[:, None], h[None, :])
    bottom, right, middle = y + h, x + w, y + h / 2
    overlap = np.minimum(bottom[:, None], bottom[None, :]) - np.maximum(y[:, None], y[None, :])
    follows = (low >= ALIKE * tall) & (overlap > OVERLAP * low)  # [part, one at its left]
    follows &= np.abs(middle[:, None] - middle[None, :]) < RISE * tall
    follows &= x[:, None] - right[None, :] <= REACH * tall
    follows &= founders[None, :]
    chain_of: dict[int, list[int]] = {}
    chains = []
    for index in np.flatnonzero(founders):
        before = np.flatnonzero(follows[index, :index])
        if before.size:
            chain = chain_of[int(before[right[before].argmax()])]
        else:
            chain = []
            chains.append(chain)
        chain.append(int(index))
        chain_of[int(index)] = chain
    return chains


def _merge_side_by_side(chains: list[list[int]], top: np.ndarray, bottom: np.ndarray) -> list[list[int]]:
    """Joins groups that stand side by side: they are one line of the page."""
    extents = [(median(top[chain].tolist()), median(bottom[chain].tolist())) for chain in chains]
    merged: list[tuple[list[int], float, float]] = []
    for chain, (first, last) in sorted(zip(chains, extents, strict=True), key=lambda item: item[1]):
        for other, other_first, other_last in merged:
            overlap = min(last, other_last) - max(first, other_first)
            low, tall = sorted((last - first, other_last - other_first))
            if overlap > 0.55 * low and low > 0.4 * tall:
                other.extend(chain)
                break
        else:
            merged.append((list(chain), first, last))
    return [chain for chain, _, _ in merged]


def usual_height(parts: list[Part]) -> float:
    """Returns the median height in px, weighted by its square since specks do not count; 0 for no parts."""
    if not parts:
        return 0.0
    heights = sorted(part.height for part in parts)
    weight = list(accumulate(height * height for height in heights))
    return float(heights[bisect_left(weight, weight[-1] / 2)])


def _line(parts: list[Part]) -> Line:
    height = usual_height(parts)
    main = np.array([part.centre for part in parts if part.height > 0.5 * height])
    slope = 0.0
    if len(main) >= 3 and main[-1, 0] - main[0, 0] > 2 * height:
        slope = _slope(main[:, 0], main[:, 1])
    return Line(tuple(parts), height, slope)
