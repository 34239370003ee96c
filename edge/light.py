"""Evens out the light and separates ink from paper, since a photo's shadows are darker than its pencil.

The paper's brightness is estimated by a morphological closing at low resolution, whose window is wider than a
stroke yet follows shadow edges; dividing by it leaves ink alone. What counts as ink is then judged against the
ink nearby, so that a weak pencil beside a printed frame keeps its own half-height outline.
"""

from dataclasses import dataclass

import cv2
import numpy as np

LOW = 640  # px, longest side at which the paper is estimated
LOWEST = 240  # px, longest side at which polarity and the window are decided
WINDOWS = (0.02, 0.04, 0.07, 0.12, 0.2, 0.3)  # of the short side: from a pen's stroke to a marker's in a tight crop
CLEAR = 2.5  # ratio of dark to bright mark energy from which polarity needs no second look
NEAR = 0.08  # window of "the ink nearby" as a part of the long side
HALF = 0.45  # a stroke's outline lies where ink is this part of the strongest ink nearby
WEAKEST = 0.3  # of the page's usual ink; weaker marks are show-through, stains and fingerprints
NOISE = 7.0  # standard deviations of the paper's grain that ink must exceed
LEAST = 20  # of 255: no ink is weaker than that


@dataclass(frozen=True)
class Ink:
    """Ink on evened paper.

    Attributes:
        strength: (h, w) uint8, 0 is paper, 255 the blackest ink; 128 lies on a stroke's outline where `mask` ends.
        mask: (h, w) uint8, 255 where there is ink.
        darkness: (h, w) uint8, the share of the paper's light that the ink takes, 255 being all.
        light_on_dark: whether the ink was brighter than its ground, as chalk is.
    """

    strength: np.ndarray
    mask: np.ndarray
    darkness: np.ndarray
    light_on_dark: bool


def _odd(value: float) -> int:
    return max(3, int(value) | 1)


def _rect(size: int) -> np.ndarray:
    return np.ones((size, size), np.uint8)


def _shrink(grey: np.ndarray, longest: int) -> np.ndarray:
    factor = -(-max(grey.shape) // longest)
    if factor > 1:
        size = (-(-grey.shape[1] // factor), -(-grey.shape[0] // factor))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(grey, (3, 3), 0)


def _mark_energy(small: np.ndarray, windows: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Returns for each window the energy of marks thinner than it, dark ones (black-hat) and bright ones."""

    def energy(operation: int) -> np.ndarray:
        hats = [cv2.morphologyEx(small, operation, _rect(window)) for window in windows]
        return np.array([float(cv2.norm(hat, cv2.NORM_L2SQR)) for hat in hats])

    return energy(cv2.MORPH_BLACKHAT), energy(cv2.MORPH_TOPHAT)


def judge_marks(small: np.ndarray) -> tuple[bool, float]:
    """Decides polarity, and how wide the window must be that bridges every stroke.

    Strokes are thinner than the gaps between them, so there is a window that bridges strokes and not yet gaps:
    there the energies of dark and bright marks differ most. Where they hardly differ at any window, the border
    decides, which is mostly ground.

    Args:
        small: (h, w) uint8 grey image.

    Returns:
        (light_on_dark, window): the latter as a part of the short side.
    """
    dark, bright = _mark_energy(small, tuple(_odd(min(small.shape) * part) for part in WINDOWS))
    most, least = np.maximum(dark, bright), np.minimum(dark, bright)
    asymmetry = np.where(most >= 0.01 * most[-1], most / (least + 1.0), 0.0)
    clearest = int(np.argmax(np.minimum(asymmetry, 2 * CLEAR)))
    if asymmetry[clearest] > CLEAR:
        light_on_dark = bool(bright[clearest] > dark[clearest])
    else:
        level, _ = cv2.threshold(small, 0, 255, cv2.THRESH_OTSU)
        border = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
        light_on_dark = float((border > level).mean()) < 0.5
    marks = bright if light_on_dark else dark
    return light_on_dark, WINDOWS[int(np.argmax(marks >= 0.9 * marks[-1]))]


def find_ink(grey: np.ndarray) -> Ink:
    """Separates ink from unevenly lit paper.

    Args:
        grey: (h, w) uint8.
    """
    small = _shrink(grey, LOW)
    light_on_dark, window = judge_marks(_shrink(small, LOWEST))
    if light_on_dark:
        grey, small = cv2.bitwise_not(grey), cv2.bitwise_not(small)
    size = (grey.shape[1], grey.shape[0])
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _rect(_odd(min(small.shape) * window)))
    paper = cv2.resize(cv2.max(paper, 8), size, interpolation=cv2.INTER_LINEAR)
    ink = cv2.bitwise_not(cv2.divide(cv2.GaussianBlur(grey, (3, 3), 0), paper, scale=255))

    grain, spread = _paper_grain(ink)
    floor = max(grain + NOISE * spread, LEAST)
    coarse = cv2.resize(ink, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
    strong = coarse[coarse > floor]
    usual = float(np.percentile(strong, 75)) if strong.size else 0.0
    floor = max(floor, WEAKEST * usual)
    near = cv2.dilate(coarse, _rect(_odd(max(small.shape) * NEAR)))
    level = cv2.max(cv2.blur(near, (5, 5)).astype(np.float32) * HALF, floor).astype(np.uint8)
    level = cv2.resize(level, size, interpolation=cv2.INTER_LINEAR)
    strength = cv2.divide(ink, level, scale=128)
    return Ink(strength, cv2.compare(strength, 127, cv2.CMP_GT), ink, light_on_dark)


def _paper_grain(ink: np.ndarray) -> tuple[float, float]:
    """Returns the level and the standard deviation of the paper's own ink values.

    Taken from the low percentiles, since ink and frames may cover half of a tight crop.
    """
    sample = ink[::4, ::4] if ink.size > 100_000 else ink
    low, level = np.percentile(sample, [5, 30])
    return float(level), max(float(level - low) / 1.12, 1.0)
