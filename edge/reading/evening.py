"""Evens the light of a grey picture, so that the eye sees ink and not the lamp.

Each pixel is compared with the mean of its surroundings, in units of their deviation. Both come from box
filters, so the cost does not depend on the picture. Polarity stays: chalk is light, ink is dark.
"""

import cv2
import numpy as np

NEUTRAL = 128  # grey level of what is like its surroundings, and of everything beyond a picture's edge
GAIN = 32  # grey levels for one deviation; four of them reach the end of the range
COARSE = 4  # px of the picture in one of the mean's and the deviation's
WINDOW = 13  # of these, the side of the surroundings: 52 px, more than the largest digit that the eye reads
FLOOR = 2.0  # grey levels, a deviation that is always assumed, so that noise on blank paper stays faint
FLOOR_SHARE = 0.03  # of the mean, which is added to it: a camera's noise grows with the light


def even(grey: np.ndarray) -> np.ndarray:
    """Returns a picture in even light.

    Args:
        grey: (h, w) uint8.

    Returns:
        (h, w) uint8; `NEUTRAL` where a pixel equals the mean of its surroundings.
    """
    h, w = grey.shape
    small = max(w // COARSE, 1), max(h // COARSE, 1)
    squares = cv2.multiply(grey, grey, dtype=cv2.CV_32F)
    mean = _surroundings(cv2.resize(grey, small, interpolation=cv2.INTER_AREA).astype(np.float32))
    square = _surroundings(cv2.resize(squares, small, interpolation=cv2.INTER_AREA))
    floor = FLOOR + FLOOR_SHARE * mean
    gain = GAIN / np.sqrt(np.maximum(square - mean * mean, 0) + floor * floor)
    shift = NEUTRAL - mean * gain
    gain = cv2.resize(gain, (w, h), interpolation=cv2.INTER_LINEAR)
    shift = cv2.resize(shift, (w, h), interpolation=cv2.INTER_LINEAR)
    evened = cv2.multiply(grey, gain, dst=gain, dtype=cv2.CV_32F)
    return cv2.add(evened, shift, dtype=cv2.CV_8U)  # rounds and saturates


def _surroundings(coarse: np.ndarray) -> np.ndarray:
    return cv2.blur(coarse, (WINDOW, WINDOW), borderType=cv2.BORDER_REFLECT_101)
