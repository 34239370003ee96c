"""Tells whether two frames are of one shot: after a cut nothing of what was followed is there any more.

What is compared is detail, not light: a lamp that is switched on is no cut. Photographs of single digits,
scaled to one size, correlate with the next by 0.06 (the median; 0.2 at the 90th percentile); a filmed page
with itself by 0.98 under noise, and by 0.5 to 0.8 while a hand moves over it. Fast movement looks like a cut.
"""

import cv2
import numpy as np

SIDE = 64  # px, to which frames are scaled: the ink of a page is still seen, a sensor's noise hardly
COARSE = 2.0  # px of these, a Gauss's deviation: what is coarser is light and not detail
ALIKE = 0.3  # correlation from which on two frames are of one shot
NOISE = 1.0  # grey levels squared, the energy of what is left of noise: on it nothing is told


def same_shot(before: np.ndarray, image: np.ndarray) -> bool:
    """Returns whether a frame follows `before` in one shot; both (h, w) or (h, w, 3) uint8."""
    if before.shape[:2] != image.shape[:2]:
        return False
    a, b = _detail(before), _detail(image)
    return np.mean(a * b) + NOISE >= ALIKE * np.sqrt(np.mean(a * a) * np.mean(b * b))


def _detail(image: np.ndarray) -> np.ndarray:
    small = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    grey = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    grey = grey.astype(np.float32)
    return grey - cv2.GaussianBlur(grey, (0, 0), COARSE)
