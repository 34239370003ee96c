"""Takes dashed lines out, such as cells have or paper is cut along: each of their dashes is a 1."""

import cv2
import numpy as np

from edge.finder import Part, without
from edge.light import Ink

MANY, UPRIGHT = 5, 10  # dashes in a level line, in an upright one; fewer are dashes beside others like them
LONG = 1.8  # times as long as thick, at least
FILLED = 0.75  # of the slimmest rectangle around a dash that it fills: it is straight
ALIKE = 0.65  # least ratio of the lengths, and of the strokes, of neighbours
GAP = (0.15, 2.0)  # of their length: how far neighbours are apart
ASIDE = 0.75  # of the stroke: how far off a dash's axis its neighbour's middle lies at most
ACROSS, CORNER = 1.7, 1.2  # times a dash's length: so large is what two such lines have in common at most


def without_dashes(parts: list[Part], ink: Ink) -> tuple[list[Part], Ink]:
    """Leaves out dashed lines.

    Args:
        parts: of the picture.
        ink: in which they were found.

    Returns:
        The other parts, and the ink without those: beside as much of it a lone digit is believed less.
    """
    dashes = _dashes(parts, ink.mask.shape)
    if not dashes:
        return parts, ink
    known = set(map(id, dashes))
    return [part for part in parts if id(part) not in known], without(ink, dashes)


def _dashes(parts: list[Part], shape: tuple[int, int]) -> list[Part]:
    """Returns the parts of dashed lines, and those in which two such lines cross."""
    small = [part for part in parts if max(part.box[2:]) < max(shape) / MANY]
    if len(small) < MANY:
        return []
    centres, ways, lengths, strokes, filled = (
        np.array(column) for column in zip(*map(_measures, small), strict=True)
    )
    straight = (lengths >= LONG * strokes) & (filled >= FILLED)
    if straight.sum() < MANY:
        return []
    away = centres[None] - centres[:, None]  # [from, to]
    along = np.abs((away * ways[:, None]).sum(axis=2))
    aside = np.abs(away[..., 0] * ways[:, None, 1] - away[..., 1] * ways[:, None, 0])
    gap = (along - lengths[:, None]) / lengths[:, None]
    on_line = straight[:, None] & (aside <= ASIDE * strokes[:, None])
    linked = on_line & on_line.T & _alike(lengths) & _alike(strokes) & (gap >= GAP[0]) & (gap <= GAP[1])
    linked &= linked.T
    lines = [np.array(sorted(line)) for line in _lines(linked)]
    is_level = np.abs(ways[:, 0]) > np.abs(ways[:, 1])
    long = [line for line in lines if len(line) >= (MANY if is_level[line].mean() > 0.5 else UPRIGHT)]
    if not long:
        return []
    alike = (_alike(lengths) & _alike(strokes))[np.concatenate(long)].any(axis=0)
    line = np.concatenate([line[alike[line]] for line in lines])
    sizes = np.array([max(part.box[2:]) for part in small])
    near = along[line] <= (1 + GAP[1]) * lengths[line, None]
    crossing = on_line[line] & (sizes[None] <= ACROSS * lengths[line, None])
    corner = (aside[line] <= sizes / 2) & (sizes[None] <= CORNER * lengths[line, None])
    crossing = (near & (crossing | corner)).any(axis=0)
    crossing[line] = True
    return [part for part, is_dash in zip(small, crossing, strict=True) if is_dash]


def _measures(part: Part) -> tuple[tuple[float, float], tuple[float, float], float, float, float]:
    """Returns a part's middle, its way, length and stroke, were it a bar; how much of that it fills.

    They follow from its ink's moments: a bar's variance along a side is a twelfth of the side's square.
    """
    sums = cv2.moments(part.mask, binaryImage=True)
    area = sums["m00"]
    middle = part.left + sums["m10"] / area + 0.5, part.top + sums["m01"] / area + 0.5
    spread, shift, tilt = (sums[name] / area for name in ("mu20", "mu02", "mu11"))
    angle = np.arctan2(2 * tilt, spread - shift) / 2
    half, away = (spread + shift) / 2, np.hypot((spread - shift) / 2, tilt)
    length, stroke = (np.sqrt(12 * max(each, 0.0) + 1) for each in (half + away, half - away))
    return middle, (np.cos(angle), np.sin(angle)), length, stroke, area / (length * stroke)


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
