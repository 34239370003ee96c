"""Finds the straight line on which what a mask shows stands, or from which it hangs."""

import numpy as np

FLAT = 0.8  # share of its columns whose lowest ink is on the line
THIN = 0.06  # of the mask's height, 2 px at least: how far such ink is from the line


def may_stand_on_line(mask: np.ndarray) -> bool:
    """Tells whether most columns' lowest ink is near the line from the first one's to the last one's.

    Most digits are as wide as their line would be, and to fit a line to each takes longer than to read it.
    """
    lowest = _lowest(mask)
    chord = np.linspace(lowest[0], lowest[-1], len(lowest))
    return np.count_nonzero(np.abs(lowest - chord) <= 2 * tolerance(mask)) >= FLAT * len(lowest)


def stands_on_line(mask: np.ndarray) -> bool:
    """Tells whether the lowest ink of most columns lies on a straight line."""
    lowest, line = lowest_line(mask)
    return np.count_nonzero(np.abs(lowest - line) <= tolerance(mask)) >= FLAT * len(lowest)


def lowest_line(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns (w,) rows of the lowest ink of a mask's columns, and those of a line through most of it."""
    lowest = _lowest(mask)
    columns = np.arange(len(lowest))
    near = np.ones(len(lowest), bool)
    for _ in range(3):
        line = np.polyval(np.polyfit(columns[near], lowest[near], 1), columns)
        residual = np.abs(lowest - line)
        near = residual <= max(tolerance(mask), float(np.median(residual)))
    return lowest, line


def _lowest(mask: np.ndarray) -> np.ndarray:
    return len(mask) - 1 - (mask[::-1] > 0).argmax(axis=0)


def tolerance(mask: np.ndarray) -> float:
    """Returns how many px ink on a line is off it at most."""
    return max(THIN * len(mask), 2.0)


def baseline(mask: np.ndarray) -> np.ndarray:
    """Returns (w,) rows of the line on which the ink of a mask stands, or from which it hangs."""
    if stands_on_line(mask):
        return lowest_line(mask)[1]
    return len(mask) - 1 - lowest_line(mask[::-1])[1]


def height_above(mask: np.ndarray) -> float:
    """Returns the height of a mask but for the slope of its line."""
    line = baseline(mask)
    return len(mask) - abs(line[-1] - line[0])
