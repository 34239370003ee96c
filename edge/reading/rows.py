"""Orders digits as a reader does: into lines from top to bottom, each from left to right."""

from collections.abc import Sequence

import numpy as np

from edge.results import Box

REACH = 4.0  # times their height, how far apart two neighbours may be that tell how a page slopes
SLOPES = np.radians(np.arange(-60, 61))  # that are tried
SPREAD = 0.25  # of their height, how far two digits of a line lie apart across it
DOUBT = 0.25  # a radian, by which a slope is less likely than none
BAND = 0.45  # of the lower one's height that a digit shares with its line, where that is expected
LAST = 3  # digits of a line that tell where it goes on


def rows(boxes: Sequence[Box]) -> tuple[list[list[int]], float]:
    """Groups digits into lines.

    Two numbers side by side on one line are one line.

    Args:
        boxes: (x, y, w, h) in px.

    Returns:
        The indices of each line's digits, left to right, lines top to bottom; and the radians by which the
        lines descend to the right.
    """
    if not boxes:
        return [], 0.0
    x, y, w, h = np.array(boxes, float).T
    slope = slope_of(x + w / 2, y + h / 2, np.maximum(w, h))
    cos, sin = np.cos(slope), np.sin(slope)
    along = (x + w / 2) * cos + (y + h / 2) * sin
    across = (y + h / 2) * cos - (x + w / 2) * sin
    tall = h * cos + w * abs(sin) if abs(slope) < 0.2 else np.maximum(w, h) * 0.9
    lines: list[list[int]] = []
    for digit in np.argsort(along, kind="stable"):
        best, most = None, BAND
        for line in lines:
            near = line[-LAST:]
            middle, height = across[near].mean(), tall[near].mean()
            low = min(middle + height / 2, across[digit] + tall[digit] / 2)
            high = max(middle - height / 2, across[digit] - tall[digit] / 2)
            share = (low - high) / min(height, tall[digit])
            if share > most:
                best, most = line, share
        if best is None:
            lines.append([int(digit)])
        else:
            best.append(int(digit))
    lines.sort(key=lambda line: across[line].mean())
    return lines, float(slope)


def slope_of(x: np.ndarray, y: np.ndarray, tall: np.ndarray) -> float:
    """Returns the slope of a page's lines in radians: the one along which most neighbours lie.

    A projection profile (Postl, 1986), of pairs of neighbours instead of pixels.

    Args:
        x: (n,) centres in px.
        y: (n,) the same.
        tall: (n,) px, longer sides.
    """
    one, other = np.triu_indices(len(x), 1)
    dx, dy, size = x[other] - x[one], y[other] - y[one], (tall[one] + tall[other]) / 2
    near = np.hypot(dx, dy) < REACH * size
    if not near.any():
        return 0.0
    dx, dy = dx[near] / size[near], dy[near] / size[near]
    across = np.outer(np.cos(SLOPES), dy) - np.outer(np.sin(SLOPES), dx)
    aligned = np.exp(-((across / SPREAD) ** 2) / 2).sum(1)
    return float(SLOPES[np.argmax(aligned * (1 - DOUBT * np.abs(SLOPES)))])
