"""How frames are turned before they are read, and which part of them is.

The order is rotate, flip, region. Boxes, the region and what is shown are all in pixels of the frame as
turned: what the user sees is what the numbers mean.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from edge.results import Box

ROTATIONS = {0: None, 90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
FLIPS = {"none": None, "horizontal": 1, "vertical": 0, "both": -1}  # cv2.flip's codes


@dataclass(frozen=True)
class View:
    """How frames are turned: degrees clockwise, a key of `FLIPS`, and what part is read."""

    rotate: int = 0
    flip: str = "none"
    region: Box | None = None

    def turn(self, image: np.ndarray) -> np.ndarray:
        """Returns `image` (h, w) or (h, w, 3) as rotated and flipped."""
        if self.rotate:
            image = cv2.rotate(image, ROTATIONS[self.rotate])
        return image if self.flip == "none" else cv2.flip(image, FLIPS[self.flip])

    def misses(self, image: np.ndarray) -> bool:
        """Returns whether the region lies wholly outside the turned `image`."""
        height, width = image.shape[:2]
        x, y, w, h = self.region or (0, 0, width, height)
        return min(x + w, width) <= max(x, 0) or min(y + h, height) <= max(y, 0)

    def within(self, image: np.ndarray) -> Box:
        """Returns the part of the turned `image` that is read; all of it when the region misses it."""
        height, width = image.shape[:2]
        if self.region is None or self.misses(image):
            return 0, 0, width, height
        x, y, w, h = self.region
        left, top, right, bottom = max(x, 0), max(y, 0), min(x + w, width), min(y + h, height)
        return left, top, right - left, bottom - top
