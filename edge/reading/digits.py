"""Brings each digit that the eye sees into MNIST's form: thresholds it within its box, and centres it."""

from collections.abc import Sequence

import cv2
import numpy as np

from edge.normalise import SIZE, normalise
from edge.results import Box

WORK = 96  # px, longer side of a digit that is thresholded; larger ones are scaled down
AROUND = 0.3  # of the longer side, how far a box's surroundings reach
LEAST = 8  # px, how far at least
EDGE = 0.07  # of the longer side, how far ink may reach beyond the box and still be the digit's
STROKE = 0.45  # of the longer side: the ground is found with a window that no stroke fills
MINE = 0.5  # of a mark's pixels lie in the box of the digit that it belongs to


def crops(grey: np.ndarray, boxes: Sequence[Box], slopes: Sequence[float]) -> np.ndarray:
    """Returns what the classifier is shown of each digit.

    Args:
        grey: (h, w) uint8.
        boxes: (x, y, w, h) of the digits in its px.
        slopes: radians by which each one's line descends to the right; it is turned upright by that.

    Returns:
        (n, 28, 28) uint8 in MNIST's form; all zero where there is no ink.
    """
    out = np.zeros((len(boxes), SIZE, SIZE), np.uint8)
    for number, (box, slope) in enumerate(zip(boxes, slopes, strict=True)):
        out[number] = normalise(upright(ink(grey, box), slope))
    return out


def ink(grey: np.ndarray, box: Box) -> np.ndarray:
    """Returns (h, w) uint8, 255 on a digit's ink, of a box and a little around it.

    Ground and polarity are those of the box's surroundings: a lamp's shadow is seldom as narrow as a digit.
    """
    region, inner, long = _region(grey, box)
    strength = _strength(region, inner, long)
    _, mask = cv2.threshold(strength, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return _of_the_digit(mask, inner, long)


def _region(grey: np.ndarray, box: Box) -> tuple[np.ndarray, Box, float]:
    """Returns a box's surroundings, at most `WORK` px a digit, and the box and its longer side in them."""
    x, y, w, h = box
    around = max(round(AROUND * max(w, h)), LEAST)
    left, top = max(x - around, 0), max(y - around, 0)
    region = grey[top : y + h + around, left : x + w + around]
    scale = min(1.0, WORK / max(w, h))
    if scale < 1:
        region = cv2.resize(region, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    inner = tuple(round(side * scale) for side in (x - left, y - top, w, h))
    return region, inner, max(w, h) * scale


def _strength(region: np.ndarray, inner: Box, long: float) -> np.ndarray:
    """Returns (h, w) uint8: how much darker than the ground each px is, or lighter where digits are light."""
    side = 2 * max(round(STROKE * long / 2), 2) + 1
    window = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    soft = cv2.GaussianBlur(region, (3, 3), 0)
    dark = cv2.subtract(cv2.morphologyEx(soft, cv2.MORPH_CLOSE, window), soft)
    light = cv2.subtract(soft, cv2.morphologyEx(soft, cv2.MORPH_OPEN, window))
    x, y, w, h = inner
    within = np.s_[y : y + h, x : x + w]
    return dark if dark[within].std() >= light[within].std() else light


def _of_the_digit(mask: np.ndarray, inner: Box, long: float) -> np.ndarray:
    """Returns a mask without the marks that lie mostly outside of the box, cut to what is near it."""
    x, y, w, h = inner
    edge = max(round(EDGE * long), 1)
    left, top = max(x - edge, 0), max(y - edge, 0)
    near = mask[top : y + h + edge, left : x + w + edge]
    count, marks = cv2.connectedComponents(mask)
    within = np.bincount(marks[y : y + h, x : x + w].ravel(), minlength=count)
    whole = np.bincount(marks.ravel(), minlength=count)
    mine = within >= MINE * whole
    mine[0] = False
    if not (mine & (within > 0)).any():
        return near
    return np.where(mine, 255, 0).astype(np.uint8)[marks[top : y + h + edge, left : x + w + edge]]


def upright(ink: np.ndarray, slope: float) -> np.ndarray:
    """Turns the ink of a digit, (h, w) uint8, on a line that descends by `slope` radians upright."""
    if not slope:
        return ink
    h, w = ink.shape
    side = int(np.hypot(h, w)) + 2
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), np.degrees(slope), 1.0)
    matrix[:, 2] += (side - w) / 2, (side - h) / 2
    return cv2.warpAffine(ink, matrix, (side, side), flags=cv2.INTER_LINEAR)
