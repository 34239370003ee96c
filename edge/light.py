"""Evens out the light and separates ink from paper, since a photo's shadows are darker than its pencil.

The paper's brightness is estimated by a morphological closing at low resolution, whose window is wider than
a stroke yet follows shadow edges; dividing by it leaves ink alone. What counts as ink is then judged against
the ink nearby, so that a weak pencil beside a printed frame keeps its own outline.
"""

from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np

from edge.clots import without_clots
from edge.marks import judge_marks, short_side
from edge.pixels import cumulative_counts, odd, quantiles, rect, shrink

LOW = 640  # px, longest side at which the paper is estimated
LOWEST = 240  # px, longest side at which polarity, the window and how dark ink must be are decided
NEAR = 0.08  # window of "the ink nearby" as a part of the long side
FAR = 0.15  # of the long side: how far around ink is "the page" that it is weighed against
HALF = 0.34  # ink reaches as far as it has this part of the strongest ink nearby: a pen presses unevenly
WEAKEST = 0.3  # of the page's usual ink; weaker marks are show-through, stains and fingerprints
NOISE = 5.5  # standard deviations of noise that ink must exceed; what has no stronger core is left out later
SAMPLED_ROWS = 24  # rows of the image by which its noise is measured
FALL = 0.2  # of the paper's light that may be lost towards the image's border; what falls more is an edge
ROUGH = 32  # of 255: ground whose grain is darker than that may be rough in a part of the picture only
TILES = 4  # in which the grain is measured then, along each side
LEAST = 16  # of 255: no ink is weaker than that
PALEST = 6  # the same where pale ink is sought
DARKEST = 6  # of 255: paper is never darker; a black frame holds no ink
GLEAM = 120  # of 255, what is added to a board's light: a ratio to its blackest places would be all noise
# Chalk is a multiple of its board's light as ink is a share of its paper's: its negative is a reciprocal.
NEGATIVE = np.rint(255 * GLEAM / (np.arange(256) + GLEAM)).astype(np.uint8)
# How much darkness, of 255, a grey level of the picture is on paper of each light,
# and on a board of each in its negative.
GAIN = 255 / np.maximum(np.arange(256), DARKEST)
GAIN_OF_CHALK = np.arange(256) / GLEAM


@dataclass(frozen=True)
class Ink:
    """Ink on evened paper.

    Attributes:
        strength: (h, w) uint8, 0 is paper, 255 the blackest ink; 128 lies on a stroke's outline.
        mask: (h, w) uint8, 255 where there is ink.
        darkness: (h, w) uint8, the share of the paper's light that the ink takes, 255 being all.
        grey: (h, w) uint8, the picture itself, smoothed, with dark ink on light ground (`NEGATIVE` of chalk).
        light_on_dark: whether the ink was brighter than its ground, as chalk is.
        plain: whether there can be no doubt about that.
        window: as a part of the short side, how wide the marks that count as ink were; see `edge.marks`.
        noise: standard deviation of the picture's noise in grey levels.
        pale: whether pale ink was sought.
        near: of the long side, how wide "the ink nearby" was that a pixel was weighed against.
    """

    strength: np.ndarray = field(repr=False)
    mask: np.ndarray = field(repr=False)
    darkness: np.ndarray = field(repr=False)
    grey: np.ndarray = field(repr=False)
    light_on_dark: bool
    plain: bool = True
    window: float = 1.0
    noise: float = 0.0
    pale: bool = False
    near: float = NEAR


def find_ink(
    grey: np.ndarray,
    light_on_dark: bool | None = None,
    widest: float = 1.0,
    most_noise: float = float("inf"),
    pale: bool = False,
    near: float = NEAR,
) -> Ink:
    """Separates ink from unevenly lit paper.

    Args:
        grey: (h, w) uint8.
        light_on_dark: whether the ink is brighter than its ground; judged from the image when None.
        widest: see `edge.marks.judge_marks`.
        most_noise: grey levels, the largest standard deviation that its noise may have, where that is known.
        pale: whether ink is sought that is as weak as stains and a paper's grain may be.
        near: of the long side, how wide "the ink nearby" is.
    """
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    small = shrink(smooth, LOW)
    factor = -(-max(small.shape) // LOWEST)
    # Cut to a multiple, for which area-weighted resizing is several times faster.
    whole = small[: max(small.shape[0] // factor, 1) * factor, : max(small.shape[1] // factor, 1) * factor]
    lowest = shrink(whole, LOWEST)
    marks = judge_marks(lowest, light_on_dark, widest)
    noise = min(_noise(smooth), most_noise)
    if marks.light_on_dark:
        smooth, small, lowest = (cv2.LUT(image, NEGATIVE) for image in (smooth, small, lowest))
    smooth, lowest = cv2.max(smooth, DARKEST), cv2.max(lowest, DARKEST)
    if small.shape != smooth.shape:
        small = cv2.GaussianBlur(small, (3, 3), 0)
    window = odd(short_side(small) * marks.window)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, rect(window))
    _slope_off(paper, window // 2)
    paper = without_clots(cv2.max(paper, DARKEST), lowest, marks.window)
    darkness = _darkness(smooth, _stretch(paper, smooth.shape))
    paper = cv2.resize(paper, lowest.shape[::-1], interpolation=cv2.INTER_NEAREST)
    spread = noise * (GAIN_OF_CHALK if marks.light_on_dark else GAIN)
    level = _ink_level(_darkness(lowest, paper), paper, spread, PALEST if pale else LEAST, near)
    strength = cv2.divide(darkness, _stretch(level, smooth.shape), scale=128)
    _, mask = cv2.threshold(strength, 127, 255, cv2.THRESH_BINARY)
    return Ink(
        strength, mask, darkness, smooth, marks.light_on_dark, marks.plain, marks.window, noise, pale, near
    )


def _slope_off(paper: np.ndarray, reach: int) -> None:
    """Lets the paper's light fall on towards the image's border, in place.

    A closing levels it there, within `reach` px, and a vignette's corners would be ink.
    """
    share = _ramp(reach)
    for view in (paper, paper[::-1], paper.T, paper.T[::-1]):
        if view.shape[0] < 4 * reach:
            continue
        level = view[reach : reach + 1]
        fall = cv2.subtract(view[2 * reach : 2 * reach + 1], level)
        shadow = cv2.compare(cv2.convertScaleAbs(fall, alpha=1 / FALL), level, cv2.CMP_LE)
        fall = cv2.bitwise_and(fall, shadow)
        if cv2.countNonZero(fall):
            rim = view[:reach]
            np.minimum(rim, (level - share * fall).astype(np.uint8), out=rim)


@cache
def _ramp(reach: int) -> np.ndarray:
    """Returns (reach, 1) float32, from 1 down to what is left one step before 0."""
    return np.linspace(1, 0, reach, endpoint=False, dtype=np.float32)[:, None]


def _darkness(grey: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """Returns the share of the paper's light that is missing, 255 being all."""
    return cv2.bitwise_not(cv2.divide(grey, paper, scale=255))


def _stretch(image: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    if image.shape == shape:
        return image
    return cv2.resize(image, shape[::-1], interpolation=cv2.INTER_LINEAR)


def _ink_level(
    coarse: np.ndarray, paper: np.ndarray, noise: np.ndarray, least: int, nearby: float
) -> np.ndarray:
    """Returns (h, w) uint8: the darkness from which a pixel is ink, at low resolution.

    Args:
        coarse: (h, w) uint8 darkness.
        paper: (h, w) uint8, its light.
        noise: (256,) standard deviation that the picture's noise has in the darkness of paper of each light.
        least: of 255; no ink is weaker.
        nearby: of the long side, how wide "the ink nearby" is.
    """
    grain, spread = _paper_grain(coarse)
    rough = min(grain + NOISE * spread, 255)
    by_light = np.minimum(grain + NOISE * noise, 255)
    by_light = np.maximum(by_light, rough if least < rough <= ROUGH else least)
    floor = cv2.LUT(paper, by_light.astype(np.uint8))
    if rough > ROUGH:
        floor = cv2.max(floor, cv2.min(_local_roughness(coarse), int(rough)))
    near, far = (odd(max(coarse.shape) * window) for window in (nearby, FAR))
    darkest = cv2.dilate(coarse, rect(near))
    strong = cv2.compare(coarse, floor, cv2.CMP_GT)
    if cv2.countNonZero(strong):
        usual = int(quantiles(coarse[strong > 0], 0.75)[0])
        around = cv2.dilate(darkest, rect(far - near + 1))  # on top of the other: their reaches add up
        floor = cv2.max(floor, cv2.convertScaleAbs(cv2.min(around, usual), alpha=WEAKEST))
    return cv2.max(cv2.convertScaleAbs(cv2.blur(darkest, (5, 5)), alpha=HALF), floor)


def _local_roughness(coarse: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8: the darkness that the grain of the ground reaches in each place."""

    def reached(tile: np.ndarray) -> float:
        grain, spread = _paper_grain(np.ascontiguousarray(tile))
        return min(grain + NOISE * spread, 255)

    rows = [np.array_split(row, TILES, axis=1) for row in np.array_split(coarse, TILES)]
    levels = np.array([[reached(tile) for tile in row] for row in rows], np.uint8)
    return cv2.resize(levels, coarse.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _noise(grey: np.ndarray) -> float:
    """Returns the standard deviation of noise in grey levels, by pixels 3 columns apart."""
    rows = grey[:: max(1, grey.shape[0] // SAMPLED_ROWS)]
    if rows.shape[1] < 8:
        return 0.0
    total = cumulative_counts(cv2.absdiff(rows[:, 3:], rows[:, :-3]))
    # The mean of the lowest 70 % of |N(0, s)| differences is 0.46 of their deviation, which is sqrt(2) of s.
    quiet = 0.7 * total[-1]
    mean = float(np.maximum(quiet - total, 0).sum()) / quiet
    return mean / 0.46 / 1.414


def _paper_grain(darkness: np.ndarray) -> tuple[float, float]:
    """Returns the level and the standard deviation of the paper's own darkness.

    Taken from the low percentiles, since ink and frames may cover half of a tight crop.
    """
    low, level = quantiles(darkness, 0.05, 0.3)
    return level, max((level - low) / 1.12, 1.0)
