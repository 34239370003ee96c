"""Brings each digit that the eye sees into MNIST's form: thresholds it within its box, and centres it."""

from collections.abc import Sequence

import cv2
import numpy as np

from edge.normalise import SIZE, normalise
from edge.results import Box

WORK = 96  # px, longer side of a digit that is thresholded; larger ones are scaled down
ENLARGED = 2.0  # how much smaller ones are scaled up at most
AROUND = 0.3  # of the longer side, how far a box's surroundings reach
LEAST = 4  # px, how far at least
EDGE = 0.07  # of the longer side, how far ink may reach beyond the box and still be the digit's
STROKE = 0.22  # of the longer side: the ground is found with a window that no stroke fills
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
    """Returns a digit's ink, (h, w) uint8, 0 on paper, of a box and a little around it.

    Ground and polarity are those of the box's surroundings: a lamp's shadow is seldom as narrow as a stroke.
    """
    region, inner, long = _region(grey, box)
    x, y, w, h = inner
    strength = _strength(region, inner, long)
    # The level is the box's own: a printed line beside it may be much darker.
    level, _ = cv2.threshold(
        np.ascontiguousarray(strength[y : y + h, x : x + w]), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU
    )
    _, mask = cv2.threshold(strength, level, 255, cv2.THRESH_BINARY)
    edge = max(round(EDGE * long), 1)
    near = np.s_[max(y - edge, 0) : y + h + edge, max(x - edge, 0) : x + w + edge]
    mask = _of_the_digit(mask, inner, near)
    if not mask.any():
        return mask
    usual = np.median(strength[near][mask > 0])
    soft = cv2.convertScaleAbs(strength[near], alpha=255 / max(usual, 1))
    return cv2.bitwise_and(soft, cv2.dilate(mask, np.ones((3, 3), np.uint8)))


def _region(grey: np.ndarray, box: Box) -> tuple[np.ndarray, Box, float]:
    """Returns a box's surroundings, about `WORK` px a digit, and the box and its longer side in them."""
    x, y, w, h = box
    around = max(round(AROUND * max(w, h)), LEAST)
    left, top = max(x - around, 0), max(y - around, 0)
    region = grey[top : y + h + around, left : x + w + around]
    scale = min(ENLARGED, WORK / max(w, h))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    region = cv2.resize(region, None, fx=scale, fy=scale, interpolation=way)
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


def _of_the_digit(mask: np.ndarray, inner: Box, near: tuple[slice, slice]) -> np.ndarray:
    """Returns what a mask holds `near` a box, without the marks that lie mostly outside of the box."""
    x, y, w, h = inner
    count, marks = cv2.connectedComponents(mask)
    within = np.bincount(marks[y : y + h, x : x + w].ravel(), minlength=count)
    whole = np.bincount(marks.ravel(), minlength=count)
    mine = within >= MINE * whole
    mine[0] = False
    if not (mine & (within > 0)).any():
        return mask[near]
    return np.where(mine, 255, 0).astype(np.uint8)[marks[near]]


def upright(ink: np.ndarray, slope: float) -> np.ndarray:
    """Turns the ink of a digit, (h, w) uint8, on a line that descends by `slope` radians upright."""
    if not slope:
        return ink
    h, w = ink.shape
    side = int(np.hypot(h, w)) + 2
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), np.degrees(slope), 1.0)
    matrix[:, 2] += (side - w) / 2, (side - h) / 2
    return cv2.warpAffine(ink, matrix, (side, side), flags=cv2.INTER_LINEAR)
