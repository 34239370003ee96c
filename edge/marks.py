"""Judges the marks of a picture: whether they are dark or bright, and how wide a window sees past them."""

from dataclasses import dataclass
from math import log2

import cv2
import numpy as np

from edge.pixels import odd, quantiles, rect

# Of the short side: from a pen's stroke to a marker's in a tight crop.
WINDOWS = (0.02, 0.035, 0.06, 0.1, 0.17, 0.28)
ROOM = 2.5  # times as wide as a stroke is a window that bridges it wherever it crosses another
TALL = 0.55  # of the height: the short side counts as no less, since a 1 may fill a crop that is as narrow
STEEP = 3  # pixels within which the edge of ink falls, at low resolution
ENOUGH = 0.94  # of all mark energy: a window that catches as much bridges every stroke
ENERGY = 0.7  # weight of a doubled energy against a doubled width in the choice of polarity
PLAIN = 1.0  # binary logarithms, least evidence for a polarity that needs no second look


@dataclass(frozen=True)
class Marks:
    """What the marks of an image are like.

    Attributes:
        light_on_dark: whether they are brighter than their ground.
        plain: whether there can be no doubt about that.
        window: as a part of the short side, how wide a window bridges every stroke.
    """

    light_on_dark: bool
    plain: bool
    window: float


def judge_marks(small: np.ndarray, light_on_dark: bool | None = None, widest: float = 1.0) -> Marks:
    """Decides polarity, and how wide the window must be that bridges every stroke.

    Strokes are thinner than the gaps between them and over all windows have more energy; `ENERGY`, which was
    fitted on rendered scenes and photographs, weighs the two. The window is the narrowest that catches nearly
    all marks, since a wider one follows shadows less closely.

    Args:
        small: (h, w) uint8 grey image.
        light_on_dark: the polarity where it is known.
        widest: window, as a part of the short side; wider marks are shadows.
    """
    parts = [part for part in WINDOWS if part <= widest]
    windows = tuple(odd(short_side(small) * part) for part in parts)
    dark, bright = _mark_energy(small, windows)
    logs = [log2(window) for window in windows]
    thinner = _log_width(bright, logs) - _log_width(dark, logs)
    evidence = thinner + ENERGY * log2(sum(dark) / sum(bright))
    if light_on_dark is None:
        light_on_dark = evidence < 0
    marks = bright if light_on_dark else dark
    window = next(part for part, caught in zip(parts, marks, strict=True) if caught >= ENOUGH * marks[-1])
    return Marks(light_on_dark, abs(evidence) >= PLAIN, window)


def bridging(width: float, image: np.ndarray) -> float:
    """Returns the narrowest window, as a part of the short side, that bridges strokes of a width in px."""
    needed = ROOM * width / short_side(image)
    return next((part for part in WINDOWS if part >= needed), WINDOWS[-1])


def short_side(image: np.ndarray) -> float:
    """Returns the px of which windows are a part."""
    return max(min(image.shape), TALL * image.shape[0])


def _mark_energy(small: np.ndarray, windows: tuple[int, ...]) -> tuple[list[float], list[float]]:
    """Returns for each window the energy of thinner marks, dark ones (black-hat) and bright ones (top-hat).

    Only where the picture has an edge as steep as the mark is strong: ink has, shadows have not.
    """
    edge = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, rect(3))
    edge = cv2.convertScaleAbs(cv2.subtract(edge, 1.5 * quantiles(edge, 0.5)[0] + 1), alpha=STEEP)

    both = cv2.merge([small, cv2.bitwise_not(small)])  # a bright mark is a dark one of the negative
    dilated, reached, hats = both, 1, None
    of_window = {}
    for window in sorted(set(windows)):  # in a small image the narrowest are one
        dilated = cv2.dilate(dilated, rect(window - reached + 1))  # on top of the last: their reaches add up
        reached = window
        hats = cv2.split(cv2.subtract(cv2.erode(dilated, rect(window)), both), hats)  # into the same arrays
        of_window[window] = [
            1 + cv2.norm(hat, cv2.NORM_L2SQR, cv2.compare(edge, hat, cv2.CMP_GE)) for hat in hats
        ]
    dark, bright = zip(*(of_window[window] for window in windows), strict=True)
    return list(dark), list(bright)


def _log_width(energy: list[float], log_windows: list[float]) -> float:
    """Returns the binary logarithm of the window that catches half of all mark energy."""
    half = 0.5 * energy[-1]
    wide = next(index for index, caught in enumerate(energy) if caught >= half)
    if wide == 0:
        return log_windows[0] + 0.5 * log2(half / energy[0])
    share = (half - energy[wide - 1]) / (energy[wide] - energy[wide - 1])
    return log_windows[wide - 1] + share * (log_windows[wide] - log_windows[wide - 1])
