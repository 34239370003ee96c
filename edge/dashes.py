"""Takes dashed lines out, such as cells have or paper is cut along: each of their dashes looks like a 1."""

from itertools import chain

import cv2
import numpy as np

from edge.finder import Part, leave_out
from edge.light import Ink

MANY, UPRIGHT = 5, 10  # dashes in a level line, in an upright one; fewer are dashes beside others like them
LONG = 1.8  # times as long as thick, at least
FILLED = 0.75  # of the slimmest rectangle around a dash that it fills: it is straight
ALIKE = 0.65  # least ratio of the lengths, and of the strokes, of neighbours
GAP = (0.15, 2.0)  # of their length: how far neighbours are apart
ASIDE = 0.75  # of the stroke: how far off a dash's axis its neighbour's middle lies at most
ACROSS, CORNER = 1.7, 1.2  # times a dash's length: so large is what two such lines have in common at most


def without_dashes(parts: list[Part], ink: Ink) -> tuple[list[Part], Ink]:
    """Leaves dashed lines out of a picture's parts and its ink."""
    return leave_out(_dashes(parts, ink.mask.shape), parts, ink)


def _dashes(parts: list[Part], shape: tuple[int, int]) -> list[Part]:
    """Returns the parts of dashed lines in a picture (h, w), and those in which two such lines cross."""
    small = [part for part in parts if max(part.box[2:]) < max(shape) / MANY]
    if len(small) < MANY:
        return []
    centres, ways, lengths, strokes, filled = map(np.array, zip(*map(_bar, small), strict=True))
    straight = (lengths >= LONG * strokes) & (filled >= FILLED)
    if straight.sum() < MANY:
        return []
    away = centres[None] - centres[:, None]  # [from, to]
    along = np.abs((away * ways[:, None]).sum(axis=2))
    aside = np.abs(away[..., 0] * ways[:, None, 1] - away[..., 1] * ways[:, None, 0])
    gaps = along / lengths[:, None] - 1
    on_line = straight[:, None] & (aside <= ASIDE * strokes[:, None])
    alike = _alike(lengths) & _alike(strokes)
    linked = on_line & alike & (gaps >= GAP[0]) & (gaps <= GAP[1])
    dashes = _in_long_lines(linked & linked.T, alike, ways)
    sizes = np.array([max(part.box[2:]) for part in small])
    crossing = on_line & (sizes <= ACROSS * lengths[:, None])
    corner = (aside <= sizes / 2) & (sizes <= CORNER * lengths[:, None])
    near = (gaps <= GAP[1]) & (crossing | corner)
    gone = dashes | near[dashes].any(axis=0)
    return [part for part, is_gone in zip(small, gone, strict=True) if is_gone]


def _bar(part: Part) -> tuple[tuple[float, float], tuple[float, float], float, float, float]:
    """Returns a part's middle, its way, length and stroke, were it a bar; and how much of that it fills.

    They follow from its ink's moments: a bar's variance along a side is a twelfth of the side's square.
    """
    sums = cv2.moments(part.mask, binaryImage=True)
    area = sums["m00"]
    middle = part.left + sums["m10"] / area + 0.5, part.top + sums["m01"] / area + 0.5
    across, down, both = (sums[name] / area for name in ("mu20", "mu02", "mu11"))
    angle = np.arctan2(2 * both, across - down) / 2
    mean, apart = (across + down) / 2, np.hypot((across - down) / 2, both)
    length, stroke = (np.sqrt(12 * max(variance, 0.0) + 1) for variance in (mean + apart, mean - apart))
    return middle, (np.cos(angle), np.sin(angle)), length, stroke, area / (length * stroke)


def _in_long_lines(linked: np.ndarray, alike: np.ndarray, ways: np.ndarray) -> np.ndarray:
    """Returns (n,) bool: the bars of long lines, and of short ones that are like some of these.

    Args:
        linked: (n, n) bool, which of n bars follow each other in a line.
        alike: (n, n) bool, which are as long and thick as each other.
        ways: (n, 2) float, which way they go.
    """
    lines = list(map(list, _lines(linked)))
    is_level = np.abs(ways[:, 0]) > np.abs(ways[:, 1])
    long = (line for line in lines if len(line) >= (MANY if is_level[line].mean() > 0.5 else UPRIGHT))
    return linked.any(axis=0) & alike[list(chain(*long))].any(axis=0)


def _alike(sizes: np.ndarray) -> np.ndarray:
    """Returns (n, n) bool: which of n sizes are nearly the same."""
    return np.minimum(sizes, sizes[:, None]) >= ALIKE * np.maximum(sizes, sizes[:, None])


def _lines(linked: np.ndarray) -> list[set[int]]:
    """Returns the indices of what is linked with each other, (n, n) bool."""
    left, lines = set(np.nonzero(linked.any(axis=0))[0].tolist()), []
    while left:
        line, new = set(), {left.pop()}
        while new:
            line |= new
            new = set(np.nonzero(linked[list(new)].any(axis=0))[0].tolist()) - line
        left -= line
        lines.append(line)
    return lines
