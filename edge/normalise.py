"""Brings one digit's ink into MNIST's form, since a network only reads what looks like its training data.

The one normaliser for files, cameras, the drawing board and the training augmentation. The form was measured
on all 70,000 MNIST images and agrees with the reconstruction in arXiv 1905.10498: the ink box's longest side
is 20 px by area-weighted resampling, the brightest pixel is 255, and the centre of mass lies at index 14
(0-based) after a shift by whole pixels.
"""

from functools import cache

import cv2
import numpy as np

SIZE = 28  # px, the network's input
DIGIT = 20  # px, longest side of a digit in it
CENTRE = 14  # px, index of the centre of mass
WORK = 80  # px, longest side at which strokes are measured and thickened
THIN = 1.9  # px in MNIST's scale; thinner strokes are thickened to this width


def stroke_width(mask: np.ndarray) -> float:
    """Returns the mean stroke width of a mask in pixels: twice its area over its outline's length.

    Args:
        mask: (h, w) uint8, ink is non-zero.
    """
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    outline = sum(cv2.arcLength(contour, True) for contour in contours)
    return 2.0 * cv2.countNonZero(mask) / max(outline, 1.0)


def crop_to_ink(ink: np.ndarray) -> np.ndarray:
    """Returns the view of `ink` within the box of its non-zero pixels (empty when there are none)."""
    x, y, w, h = cv2.boundingRect(ink)
    return ink[y : y + h, x : x + w]


def normalise(ink: np.ndarray) -> np.ndarray:
    """Brings one digit into MNIST's form.

    Args:
        ink: (h, w) uint8, white ink on exactly black ground, any size: a mask, or an image like MNIST's.

    Returns:
        (28, 28) uint8 in MNIST's form; all zero when there is no ink.
    """
    shape = ink.shape
    ink = crop_to_ink(ink)
    if ink.size == 0:
        return np.zeros((SIZE, SIZE), np.uint8)
    has_mnists_form = shape == (SIZE, SIZE) and max(ink.shape) == DIGIT  # its greys belong to it
    if not has_mnists_form:
        ink = crop_to_ink(_thicken(_resize(ink, WORK)))
        if ink.size == 0:
            return np.zeros((SIZE, SIZE), np.uint8)
        ink = _resize(ink, DIGIT)
    return _centre(cv2.normalize(ink, None, 255, 0, cv2.NORM_INF))


def _resize(ink: np.ndarray, long_side: int) -> np.ndarray:
    h, w = ink.shape
    scale = long_side / max(h, w)
    size = max(1, round(w * scale)), max(1, round(h * scale))
    if size == (w, h):
        return ink
    return cv2.resize(ink, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def _thicken(ink: np.ndarray) -> np.ndarray:
    """Widens strokes that a pen drew thinner than any in MNIST; `ink` has `WORK` px on its long side."""
    _, mask = cv2.threshold(ink, 127, 255, cv2.THRESH_BINARY)
    missing = THIN * WORK / DIGIT - stroke_width(mask)
    if missing < 1:
        return mask
    radius = round(missing / 2)
    return cv2.dilate(cv2.copyMakeBorder(mask, *[radius] * 4, cv2.BORDER_CONSTANT), _disc(radius))


@cache
def _disc(radius: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))


def _centre(ink: np.ndarray) -> np.ndarray:
    moments = cv2.moments(ink)
    h, w = ink.shape
    x = min(max(round(CENTRE - moments["m10"] / moments["m00"]), 0), SIZE - w)
    y = min(max(round(CENTRE - moments["m01"] / moments["m00"]), 0), SIZE - h)
    out = np.zeros((SIZE, SIZE), np.uint8)
    out[y : y + h, x : x + w] = ink
    return out
