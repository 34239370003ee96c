"""Follows straight printed lines through a mask, and erases them.

A line is erased only where the ink across it is no thicker than the line itself; where a stroke crosses, the
ink is thicker and stays, so nothing has to be healed there.
"""

from dataclasses import dataclass

import cv2
import numpy as np

COVER = 0.7  # of its length where a line shows ink no thicker than itself
SLENDER = 9.0  # a line is at least so many times longer than thick
TILT = 0.36  # radians (20 degrees) by which a line may slope
ON = 0.1  # of the part's side: a line that a digit interrupts goes on for at least so long
DETAIL = 320  # px, longest side at which lines are sought
MANY = 0.5  # of its length: where as much may be hidden, a row of digits may hide it
FREE = 0.2  # of its length at least where such a row does not


@dataclass(frozen=True)
class Rule:
    """A printed line, along the columns of the mask in which it was found.

    Attributes:
        columns: (n,) int, the columns it spans.
        top: (n,) int, first row of its ink in each column.
        thickness: (n,) int, its ink's rows in each column; 0 where a stroke crosses or ink is missing.
    """

    columns: np.ndarray
    top: np.ndarray
    thickness: np.ndarray

    @property
    def span(self) -> int:
        """Columns from its first to its last."""
        return int(self.columns[-1] - self.columns[0]) + 1


def erase_rules(mask: np.ndarray, min_length: tuple[float, float], hidden: float = 0.0) -> np.ndarray:
    """Returns a copy of a mask without its long straight lines.

    Args:
        mask: (h, w) uint8, ink is 255.
        min_length: (x, y) px, least length of a horizontal and of a vertical line.
        hidden: share of its length that a digit which hangs on it may hide, or from `MANY` on all digits.
    """
    out = mask.copy()
    for least, view in ((min_length[0], out), (min_length[1], out.T)):
        if least > view.shape[1]:
            continue
        ink_above = _ink_above(view)
        for slope, offset in _directions(view, least):
            rule = _trace(view, ink_above, slope, offset, hidden)
            if rule is not None and rule.span >= least and rule.columns.size >= COVER * least:
                _erase(view, rule)
                ink_above = _ink_above(view)
    return out


def _directions(mask: np.ndarray, least: float) -> list[tuple[float, float]]:
    """Returns (slope, row at column 0) of straight runs of ink, the longest first."""
    scale = min(1.0, DETAIL / max(mask.shape))
    if min(mask.shape) * scale < 1:  # it would vanish
        return []
    small = np.ascontiguousarray(mask)
    if scale < 1:
        small = cv2.resize(small, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        small = cv2.compare(small, 60, cv2.CMP_GT)
    length = max(least * scale, 8)
    found = cv2.HoughLinesP(
        small, 1, np.pi / 360, int(length * 0.4), minLineLength=length * 0.7, maxLineGap=max(2, length * 0.06)
    )
    lines = []
    for x0, y0, x1, y1 in np.reshape(found, (-1, 4)) if found is not None else ():
        if abs(y1 - y0) <= np.tan(TILT) * abs(x1 - x0):
            slope = (y1 - y0) / (x1 - x0)
            lines.append((abs(x1 - x0), slope, ((y0 + 0.5) - slope * (x0 + 0.5)) / scale))
    return [(slope, offset) for _, slope, offset in sorted(lines, reverse=True)]


def _ink_above(mask: np.ndarray) -> np.ndarray:
    """Returns (h + 1, w) int: how much ink of a mask (h, w) is above each row, and above its end."""
    ink = cv2.threshold(np.ascontiguousarray(mask), 0, 1, cv2.THRESH_BINARY)[1]
    return np.diff(cv2.integral(ink), axis=1)


def _trace(
    mask: np.ndarray, ink_above: np.ndarray, slope: float, offset: float, hidden: float
) -> Rule | None:
    """Follows a line's ink through the mask; None when it is no thin line."""
    h, w = mask.shape
    reach = round(0.04 * max(h, w)) + 3
    columns = np.arange(w)
    centre = slope * columns + offset
    for _ in range(2):
        row = np.rint(centre).astype(int)
        end, start = np.clip((row + reach + 1, row - reach), 0, h)
        weight = ink_above[end, columns] - ink_above[start, columns]
        if not weight.any():
            return None
        thin = (weight > 0) & (weight <= max(1.5 * _usual(weight, hidden), 2))
        if thin.sum() < 0.3 * COVER * w:
            return None
        strip, rows = _band(mask, columns[thin], centre[thin], reach)
        middle = (strip * rows).sum(axis=0) / weight[thin]
        fit = np.polyfit(columns[thin], middle, 2 if thin.sum() > 40 else 1)
        residual = np.abs(np.polyval(fit, columns[thin]) - middle)
        good = residual <= max(2.0, 1.5 * np.median(residual))
        fit = np.polyfit(columns[thin][good], middle[good], 2 if good.sum() > 40 else 1)
        centre = np.polyval(fit, columns)
    return _measure(mask, columns, centre, reach, hidden)


def _band(
    mask: np.ndarray, columns: np.ndarray, centre: np.ndarray, reach: int
) -> tuple[np.ndarray, np.ndarray]:
    """Cuts a band that follows a line out of a mask.

    Args:
        mask: (h, w) uint8.
        columns: (n,) int, of the mask.
        centre: (n,) float, the line's row in each column.
        reach: rows above and below it.

    Returns:
        (2 reach + 1, n) bool, where ink is, and of the same shape, int, the rows of the mask.
    """
    rows = np.rint(centre).astype(int)[None, :] + np.arange(-reach, reach + 1)[:, None]
    inside = (rows >= 0) & (rows < mask.shape[0])
    return (mask[np.clip(rows, 0, mask.shape[0] - 1), columns[None, :]] > 0) & inside, rows


def _measure(
    mask: np.ndarray, columns: np.ndarray, centre: np.ndarray, reach: int, hidden: float
) -> Rule | None:
    """Measures the line in a band, of which see `_band`; None when it is no thin line."""
    strip, rows = _band(mask, columns, centre, reach)
    # The line's own run is the one through its centre, or one pixel beside it.
    strip[reach] |= strip[reach - 1] & strip[reach + 1]
    up = np.where(strip[: reach + 1][::-1].all(axis=0), reach + 1, (~strip[: reach + 1][::-1]).argmax(axis=0))
    down = np.where(strip[reach:].all(axis=0), reach + 1, (~strip[reach:]).argmax(axis=0))
    thickness = np.maximum(up + down - 1, 0)
    if not (thickness > 0).any():
        return None
    usual = _usual(thickness, hidden)
    own = (thickness > 0) & (thickness <= max(1.6 * usual, usual + 2)) & (up <= reach) & (down <= reach)
    crossed = (thickness > 0) & ~own
    if hidden < MANY:
        crossed = _longest(crossed)
    stretches = _stretches(own, crossed, hidden)
    if not stretches:
        return None
    span = max(stretches, key=lambda stretch: stretch.stop - stretch.start)
    length = span.stop - span.start
    free = length - min(crossed[span].sum(), hidden * length)
    if own[span].sum() < COVER * free or length < SLENDER * usual:
        return None
    # Beyond a digit that stands on the line, it goes on.
    spans = [stretch for stretch in stretches if stretch.stop - stretch.start >= ON * own.size]
    chosen = np.unique(np.concatenate([columns[span], *(columns[stretch] for stretch in spans)]))
    top = rows[reach, chosen] - up[chosen] + 1
    return Rule(chosen, top, np.where(own[chosen], thickness[chosen], 0))


def _usual(widths: np.ndarray, hidden: float) -> float:
    """Returns how wide ink is in most columns that have some, or in those that a row of digits leaves."""
    ordered = np.sort(widths[widths > 0])
    share = FREE if hidden >= MANY else 0.5
    # The same as np.quantile, which takes many times as long over so few.
    return float(np.interp(share * (ordered.size - 1), np.arange(ordered.size), ordered))


def _longest(where: np.ndarray) -> np.ndarray:
    """Returns (n,) bool: the longest run of places among some."""
    edges = np.flatnonzero(np.diff(np.pad(where, 1).astype(np.int8)))
    runs = edges.reshape(-1, 2)
    longest = np.zeros_like(where)
    if len(runs):
        start, stop = max(runs, key=np.ptp)
        longest[start:stop] = True
    return longest


def _stretches(own: np.ndarray, crossed: np.ndarray, hidden: float) -> list[slice]:
    """Returns the stretches of columns in which the line never stays away for long."""
    present = np.flatnonzero(own)
    if present.size == 0:
        return []
    away = np.diff(present)
    behind = np.minimum(np.diff(np.cumsum(crossed)[present]), hidden * own.size)
    breaks = np.flatnonzero(away - behind > max(6, 0.12 * own.size))
    starts = np.concatenate([[0], breaks + 1])
    ends = np.concatenate([breaks, [present.size - 1]])
    return [slice(int(present[i]), int(present[j]) + 1) for i, j in zip(starts, ends, strict=True)]


def _erase(mask: np.ndarray, rule: Rule) -> None:
    for depth in range(int(rule.thickness.max())):
        here = rule.thickness > depth
        mask[rule.top[here] + depth, rule.columns[here]] = 0
    # The line's ragged rim: single rows of ink that hung on it.
    for row in (rule.top - 1, rule.top + rule.thickness):
        here = (rule.thickness > 0) & (row >= 1) & (row < mask.shape[0] - 1)
        columns, rows = rule.columns[here], row[here]
        lonely = (mask[rows - 1, columns] == 0) & (mask[rows + 1, columns] == 0)
        mask[rows[lonely], columns[lonely]] = 0
