"""Takes a shadow with a sharp edge off the paper, since its tip is dark as ink and its edge cuts strokes.

A shadow is what is dark and wider than strokes. How the light falls across its edge is the median along all
of the edge, which the strokes that cross it do not sway; the picture is divided by that.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np

from edge.pixels import painted, shrink, square

DETAIL = 320  # px, longest side at which a shadow is sought
NARROW = 0.05  # of the short side: no stroke counts as narrower
WIDER = 1.6  # times as wide as strokes is a shadow everywhere
SMOOTH = 0.6  # of a stroke's width: so much its outline is smoothed, where strokes cross it
LEAST, MOST = 0.01, 0.95  # of the picture that a shadow covers
SIZEABLE = 0.15  # of the largest shadow: smaller ones are blots
REACH = 0.04  # of the longest side: beyond its edge the light is even again
RING = 3  # px, width of the rings on both sides beyond its edge that are compared
STEP = 1.2  # times as light as the shadow is the paper at least, in three quarters of the rings
DEEPEST = 0.2  # of the paper's light: what is darker is no shadow
SEAM = 0.06  # of the light's fall: what is between is painted anew


@dataclass(frozen=True)
class Relit:
    """A picture without its shadow.

    Attributes:
        even: (h, w) uint8, evenly lit; where the shadow's edge was there may be a thin bright or dark line.
        painted: the same without that, and without strokes as thin as the edge is blurred.
        blur: px, how wide that edge was.
    """

    even: np.ndarray = field(repr=False)
    painted: np.ndarray = field(repr=False)
    blur: float


def without_shadow(grey: np.ndarray, stroke: float) -> Relit | None:
    """Takes a shadow off a picture of dark ink on light paper.

    Args:
        grey: (h, w) uint8.
        stroke: px, width of its widest strokes.

    Returns:
        None where there is no shadow with a sharp edge.
    """
    small = cv2.GaussianBlur(shrink(grey, DETAIL), (3, 3), 0)
    stroke = max(stroke * small.shape[1] / grey.shape[1], NARROW * min(small.shape))
    shadow, limit = _wide_and_dark(small, stroke)
    if not LEAST < cv2.countNonZero(shadow) / shadow.size < MOST:
        return None
    inward = _distance(shadow) - _distance(cv2.bitwise_not(shadow))
    reach = max(8, round(REACH * max(small.shape)))
    fall = _fall(small, inward, reach, limit)
    if fall is None:
        return None
    steps = np.arange(-reach + 1, reach)
    left = np.interp(cv2.resize(inward, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), steps, fall)
    even = np.clip(grey / left, 0, 255).astype(np.uint8)
    edge = steps[(fall < 1 - SEAM * (1 - fall[-1])) & (fall > fall[-1] + SEAM * (1 - fall[-1]))]
    first, last = (edge[0], edge[-1]) if edge.size else (0, 0)
    seam = cv2.inRange(inward, float(first - 1), float(last + 1))
    return Relit(even, painted(even, seam), (last - first) * grey.shape[1] / small.shape[1])


def _wide_and_dark(small: np.ndarray, stroke: float) -> tuple[np.ndarray, float]:
    """Returns (h, w) uint8, 255 in what is dark and wider than a stroke, and the level that limits it."""
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, square(round(stroke)))
    otsu, dark = cv2.threshold(paper, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if not 0 < cv2.countNonZero(dark) < dark.size:
        return np.zeros_like(small), otsu
    limit = float(np.sqrt(np.median(paper[dark > 0]) * np.median(paper[dark == 0])))
    wide = _opened(cv2.compare(small, limit, cv2.CMP_LT), WIDER * stroke / 2)
    smooth = cv2.GaussianBlur(wide, (0, 0), SMOOTH * stroke, borderType=cv2.BORDER_REPLICATE)
    wide = _opened(cv2.threshold(smooth, 127, 255, cv2.THRESH_BINARY)[1], WIDER * stroke / 2)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(wide)
    area = stats[:, cv2.CC_STAT_AREA]
    area[0] = 0
    return np.where(area >= max(SIZEABLE * area.max(), 1), 255, 0).astype(np.uint8)[labels], limit


def _opened(mask: np.ndarray, radius: float) -> np.ndarray:
    """Opens a mask by a disc; beyond the border it goes on as it is there."""
    rim = int(radius) + 2
    mask = cv2.copyMakeBorder(mask, rim, rim, rim, rim, cv2.BORDER_REPLICATE)
    core = cv2.threshold(_distance(mask), radius, 255, cv2.THRESH_BINARY_INV)[1].astype(np.uint8)
    return cv2.compare(_distance(core), radius, cv2.CMP_LE)[rim:-rim, rim:-rim]


def _distance(mask: np.ndarray) -> np.ndarray:
    """Returns (h, w) float32: the distance of each non-zero pixel from the nearest zero."""
    return cv2.distanceTransform(mask, cv2.DIST_L2, 5)


def _fall(small: np.ndarray, inward: np.ndarray, reach: int, limit: float) -> np.ndarray | None:
    """Returns (2 reach - 1,): the share of the light that is left in each step from outside a shadow into it.

    Args:
        small: (h, w) uint8.
        inward: (h, w) float32, px from the shadow's edge; less than 0 outside it.
        reach: px on both sides.
        limit: grey level between the shadow and the paper.

    Returns:
        None where the light falls too little, or not along all of the edge.
    """
    inner, outer = (
        small[(inward >= reach - RING) & (inward < reach)],
        small[(inward <= RING - reach) & (inward > -reach)],
    )
    if not inner.size or not outer.size:
        return None
    light, dark = np.quantile(outer, 0.25), np.quantile(inner, 0.75)
    if not light > limit > dark or light < STEP * dark:
        return None
    step = np.rint(inward).astype(int)
    levels = [small[step == each] for each in range(-reach + 1, reach)]
    usual = np.array([np.median(level) if level.size else 255.0 for level in levels])
    lit = usual[:RING].max()
    fall = np.minimum.accumulate(np.minimum(usual, lit) / lit)
    return fall if fall[-1] > DEEPEST else None
