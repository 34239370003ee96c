"""Orders parts as a reader does: into lines from top to bottom, each from left to right."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

import numpy as np

from edge.finder import Part
from edge.results import Box

Point = tuple[float, float]

REACH = 3.0  # a line goes on where the next part is at most so many heights away
RISE = 0.55  # and its centre at most so many heights higher or lower
OVERLAP = 0.4  # of the lower part's height that neighbours on a line share
ALIKE = 0.35  # least ratio of heights of neighbours on a line
LEVEL = 0.03  # radians; a page that slopes less is level
CLOSE, SAME_HAND = 0.8, 0.6  # of a part's height: neighbours on a line are no farther apart, and as high
STEEPEST_PAGE = 0.4  # radians: a steeper step leads to another line
PAIRS = 8  # of such neighbours tell how a page slopes
STEEP, STEEPEST = 0.3, 1.0  # radians between which parts that all stand on one line are that line
ASTRAY = 0.5  # of the usual height: such parts stand no farther from it
FEW = 2  # fragments that may stand beside each other
NEAR = 1.5  # of a line's height: so near to one of its parts they stand
FRAGMENT = 0.5  # parts lower than this share of their neighbour's height do not found a line
SIMILAR = 1.5  # times the median height at most, or as much less, are parts of about that height
MANY = 4  # such parts are a line of writing, or a label
ROOM = 2.6  # times the height of what is written in a cell: a higher one has room for several lines
GIANT = 2.2  # times their height: what is as tall beside them, a finger or a box, has no fragments


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


def group_lines(parts: list[Part], rows: Sequence[Sequence[Box]] = ()) -> list[Line]:
    """Groups parts into lines, top to bottom.

    Args:
        parts: of a picture.
        rows: boxes (x, y, w, h) of cells, of each row of a table or a form.
    """
    if not parts:
        return []
    parts = sorted(parts, key=lambda part: part.centre[0])
    home = _fragments(parts)
    founders = [index for index in range(len(parts)) if index not in home]

    # The page's slope is known from its lines, and its lines are found more surely once it is taken out.
    centres = [part.centre for part in parts]
    tops = [float(part.top) for part in parts]
    first = _neighbours_slope(parts, founders)
    chains = _chains(parts, _levelled(tops, centres, first), founders)
    usual = median([part.height for part in parts])
    slope = _only_line_slope([centres[index] for index in founders], usual) or _page_slope(centres, chains)
    if abs(slope) <= LEVEL:
        slope = 0.0
    tops = _levelled(tops, centres, slope)
    if slope != first:
        chains = _chains(parts, tops, founders)
    bottoms = [top + part.height for top, part in zip(tops, parts, strict=True)]
    chains = _merge_side_by_side(chains, tops, bottoms)
    chain_of = {index: chain for chain in chains for index in chain}
    for index, nearest in home.items():
        if nearest in chain_of:
            chain_of[nearest].append(index)
    chains = _in_rows(_merge_fragments(chains, parts, tops), parts, rows)
    chains.sort(key=lambda chain: sum(tops[index] + bottoms[index] for index in chain) / len(chain))
    return [_line([parts[index] for index in sorted(chain)]) for chain in chains]


def _in_rows(chains: list[list[int]], parts: list[Part], rows: Sequence[Sequence[Box]]) -> list[list[int]]:
    """Joins chains that lie in cells of one row, as far as they lie in any with room for one line."""
    joined: dict[int, list[int]] = {}
    others = []
    for chain in chains:
        room = ROOM * max(parts[index].height for index in chain)
        numbers = {_row_of(parts[index], rows, room) for index in chain} - {None}
        if len(numbers) == 1:
            joined.setdefault(numbers.pop(), []).extend(chain)
        else:
            others.append(chain)
    return [*joined.values(), *others]


def _row_of(part: Part, rows: Sequence[Sequence[Box]], room: float) -> int | None:
    """Returns which row of cells no higher than so many px holds a part's centre, None for none."""
    x, y = part.centre
    inside = (
        number
        for number, row in enumerate(rows)
        for left, top, w, h in row
        if h < room and left <= x < left + w and top <= y < top + h
    )
    return next(inside, None)


def _fragments(parts: list[Part]) -> dict[int, int]:
    """Returns the indices of parts that are fragments of taller ones beside them, with that of the nearest.

    -1 stands for none: all that it is a fragment of are fragments, too.
    """
    heights = [part.height for part in parts]
    if min(heights) >= FRAGMENT * max(heights):
        return {}
    x, y, w, h = np.array([part.box for part in parts], float).T
    gap_x, gap_y = _gaps(x, w), _gaps(y, h)
    near = (gap_x < 0.6 * h[None, :]) & (gap_y < 0.3 * h[None, :])  # [part, its taller neighbour]
    small = (h[None, :] * FRAGMENT > h[:, None]) & (h[None, :] * 0.8 > np.maximum(w, h)[:, None])
    usual = np.median(h)
    if np.count_nonzero((h > usual / SIMILAR) & (h < usual * SIMILAR)) >= MANY:
        small &= h[None, :] < GIANT * usual
    fragment = (near & small).any(axis=1)
    distance = np.where(near & ~fragment[None, :], (gap_x + gap_y) / h[None, :], np.inf)
    nearest = np.where(np.isfinite(distance.min(axis=1)), distance.argmin(axis=1), -1)
    return {int(index): int(nearest[index]) for index in np.flatnonzero(fragment)}


def _gaps(start: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Returns the (n, n) gaps between intervals, 0 where they overlap."""
    gap = np.maximum(start[:, None] - (start + size)[None, :], 0)
    return np.maximum(gap, gap.T)


def _levelled(tops: list[float], centres: list[Point], slope: float) -> list[float]:
    """Returns tops in px as on a page without its slope in radians."""
    rise = math.tan(slope)
    return [top - rise * x for top, (x, _) in zip(tops, centres, strict=True)]


def _neighbours_slope(parts: list[Part], founders: list[int]) -> float:
    """Returns the median slope, in radians, from part to part of many that stand close together, else 0.

    Where lines slope and lie close to each other, chains go from one to the next.

    Args:
        parts: in the order of their centres from left to right.
        founders: indices of those that count.
    """
    slopes = []
    for place, index in enumerate(founders):
        part = parts[index]
        for other in (parts[following] for following in founders[place + 1 :]):
            if other.left - part.right > CLOSE * part.height:
                break
            low, tall = sorted((part.height, other.height))
            slope = _slope([part.centre, other.centre])
            if other.left > part.centre[0] and low > SAME_HAND * tall and abs(slope) < STEEPEST_PAGE:
                slopes.append(slope)
                break
    return median(slopes) if len(slopes) >= PAIRS else 0.0


def _page_slope(centres: list[Point], chains: list[list[int]]) -> float:
    """Returns the median slope, in radians, of chains of three and more, each counted by its members."""
    slopes = [
        slope
        for chain in chains
        if len(chain) >= 3
        for slope in [_slope([centres[index] for index in chain])] * len(chain)
    ]
    return median(slopes) if slopes else 0.0


def _only_line_slope(centres: list[Point], height: float) -> float:
    """Returns the slope of all parts if they stand on one steep line, else 0."""
    if len(centres) < 4:
        return 0.0
    slope = _slope(centres)
    if not STEEP < abs(slope) < STEEPEST:
        return 0.0
    rise = math.tan(slope)
    offsets = [y - rise * x for x, y in centres]
    middle = sum(offsets) / len(offsets)
    return slope if all(abs(offset - middle) < ASTRAY * height for offset in offsets) else 0.0


def _slope(points: list[Point]) -> float:
    """Returns the slope of the line of least squares through some points, in radians."""
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    return math.atan2(sum((a - x) * (b - y) for a, b in points), sum((a - x) ** 2 for a, _ in points))


def _chains(parts: list[Part], tops: list[float], founders: list[int]) -> list[list[int]]:
    """Links each founder to the nearest one at its left that stands on the same line.

    Args:
        parts: in the order of their centres from left to right.
        tops: px, of each part on the levelled page.
        founders: indices of the parts to link, in their order.
    """
    farthest = REACH * max((parts[index].height for index in founders), default=0)
    chains: list[list[int]] = []
    reachable: list[tuple[int, float, int, list[int]]] = []  # right end, top, height and chain of each
    for index in founders:
        x, _, w, h = parts[index].box
        top = tops[index]
        reachable = [other for other in reachable if x - other[0] <= farthest]
        nearest, chain = None, None
        for right, other_top, other_h, other in reversed(reachable):  # the last is mostly the nearest
            if chain is not None and right < nearest:
                continue
            tall, low = (h, other_h) if h > other_h else (other_h, h)
            overlap = min(top + h, other_top + other_h) - max(top, other_top)
            if (
                overlap > OVERLAP * low
                and low >= ALIKE * tall
                and abs(top + h / 2 - other_top - other_h / 2) < RISE * tall
                and x - right <= REACH * tall
            ):
                nearest, chain = right, other
        if chain is None:
            chain = []
            chains.append(chain)
        chain.append(index)
        reachable.append((x + w, top, h, chain))
    return chains


def _merge_side_by_side(chains: list[list[int]], tops: list[float], bottoms: list[float]) -> list[list[int]]:
    """Joins groups that stand side by side: they are one line of the page."""
    if len(chains) < 2:
        return chains
    extents = [
        (median([tops[index] for index in chain]), median([bottoms[index] for index in chain]))
        for chain in chains
    ]
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


def _merge_fragments(chains: list[list[int]], parts: list[Part], tops: list[float]) -> list[list[int]]:
    """Joins groups of nothing but fragments to the line in whose band they lie: bars of a 5, tips, dots.

    Args:
        chains: indices of parts.
        parts: in the order of their centres from left to right.
        tops: px, of each part on the levelled page.
    """
    if len(chains) < 2:
        return chains
    heights = [usual_height([parts[index] for index in chain]) for chain in chains]
    result = []
    for chain in chains:
        tallest = max(parts[index].height for index in chain)
        for other, height in zip(chains, heights, strict=True):
            low = len(chain) <= FEW and len(chain) < len(other) and tallest < FRAGMENT * height
            if low and _is_within(chain[0], other, height, parts, tops):
                other.extend(chain)
                break
        else:
            result.append(chain)
    return result


def _is_within(index: int, chain: list[int], height: float, parts: list[Part], tops: list[float]) -> bool:
    """Tells whether a part's centre lies between the top and the bottom of what is near it on a line."""
    x, y = parts[index].centre[0], tops[index] + parts[index].height / 2
    near = [other for other in chain if abs(parts[other].centre[0] - x) < NEAR * height]
    bottom = max((tops[other] + parts[other].height for other in near), default=-math.inf)
    return min((tops[other] for other in near), default=math.inf) <= y <= bottom


def usual_height(parts: list[Part]) -> float:
    """Returns the median height in px, weighted by its square since specks do not count; 0 for no parts."""
    if not parts:
        return 0.0
    heights = sorted(part.height for part in parts)
    weight = list(accumulate(height * height for height in heights))
    return float(heights[bisect_left(weight, weight[-1] / 2)])


def _line(parts: list[Part]) -> Line:
    height = usual_height(parts)
    main = [part.centre for part in parts if part.height > 0.5 * height]
    slope = 0.0
    if len(main) >= 3 and main[-1][0] - main[0][0] > 2 * height:
        slope = _slope(main)
    return Line(tuple(parts), height, slope)
