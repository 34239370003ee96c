"""Sheets of paper that tests write on, with shadows, rulings and pieces of ink of known shape."""

import cv2
import numpy as np

from edge.finder import Part, mask_of
from edge.light import Ink
from tests.edge.handwriting import written

SHIFT = 4  # fractional bits of the coordinates that OpenCV draws at
PAPER = 215
PEN = 50
STEP = 0.85  # of its height from one written digit to the next
# What inks leave of blue, green and red light.
RED, ORANGE, GREEN, BLUE = (0.35, 0.3, 0.85), (0.2, 0.55, 0.95), (0.4, 0.7, 0.3), (0.9, 0.6, 0.4)
BLACK = (0.2, 0.2, 0.2)


def sheet(height: int, width: int, grey: int = PAPER, noise: float = 1.5, seed: int = 3) -> np.ndarray:
    """Returns (height, width) uint8 paper with a camera's noise of `noise` grey levels."""
    grain = np.random.default_rng(seed).normal(grey, noise, (height, width))
    return np.clip(np.rint(grain), 0, 255).astype(np.uint8)


def write(image: np.ndarray, digits: str, left: float, top: float, height: float, width=6, grey: int = PEN):
    """Writes digits by hand on an image; (left, top) is the first one's corner. Returns the image."""
    for index, digit in enumerate(digits):
        for stroke in written(int(digit), left + index * STEP * height, top, height):
            points = np.rint(np.array(stroke) * 2**SHIFT).astype(np.int32)
            cv2.polylines(image, [points], False, int(grey), width, cv2.LINE_AA, SHIFT)
    return image


def in_ink(page: np.ndarray, mask: np.ndarray, left: tuple[float, float, float]) -> np.ndarray:
    """Returns a page with ink where a mask has some, (h, w, 3) float, with soft edges.

    Args:
        page: (h, w, 1) or (h, w, 3), grey or BGR.
        mask: (h, w) uint8, 255 where there is ink.
        left: of the page's blue, green and red light, what the ink leaves.
    """
    own = cv2.GaussianBlur(mask, (3, 3), 0)[..., None] / 255
    return page * (1 - own * (1 - np.array(left)))


def written_mask(shape: tuple[int, int], digits: str, left: float, top: float, height: float, width=6):
    """Returns (h, w) uint8, 255 where `write` puts ink."""
    drawn = write(np.zeros(shape, np.uint8), digits, left, top, height, width, 255)
    return cv2.compare(drawn, 127, cv2.CMP_GT)


def squared_mask(shape: tuple[int, int], pitch: int = 75, thickness: int = 3) -> np.ndarray:
    """Returns (h, w) uint8, 255 on the lines of squares that are a little askew."""
    mask = np.zeros(shape, np.uint8)
    for x in range(pitch // 2, shape[1], pitch):
        cv2.line(mask, (x, 0), (x + 6, shape[0]), 255, thickness)
    for y in range(pitch // 2, shape[0], pitch):
        cv2.line(mask, (0, y), (shape[1], y + 8), 255, thickness)
    return mask


def ruled_mask(
    shape: tuple[int, int], slope: float = 0.0, pitch: int = 44, first: int = 6, wave: float = 0.0
) -> np.ndarray:
    """Returns (h, w) uint8, 255 on lines every `pitch` px, one of them `first` px down at the left border.

    They bend by up to `wave` px, like an S lying on its side.
    """
    mask = np.zeros(shape, np.uint8)
    columns = np.arange(shape[1] + 1)
    lower = slope * columns + wave * np.sin(2 * np.pi * columns / shape[1])
    for y in range(first - 20 * pitch, 2 * shape[0], pitch):
        points = np.rint(np.stack([columns, y + lower], 1) * 2**SHIFT).astype(np.int32)
        cv2.polylines(mask, [points], False, 255, 2, cv2.LINE_AA, SHIFT)
    return mask


def lit(image: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Returns the image under a light, (h, w) of 0 to 1."""
    return np.clip(np.rint(image * light), 0, 255).astype(np.uint8)


def blinds(shape: tuple[int, int], depth: float = 0.35, pitch: int = 50, blur: float = 3) -> np.ndarray:
    """Returns (h, w) light of 0 to 1 through a window's blinds, for `lit`: soft stripes that lean."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    return cv2.GaussianBlur(1 - depth * ((y + 0.45 * x) % pitch < pitch / 2), (0, 0), blur)


def lay_pen(image: np.ndarray, tip: tuple[int, int], end: tuple[int, int], thick: int) -> np.ndarray:
    """Returns the image with a pen on it from its tip to its end, both (x, y), under its own soft shadow."""
    image = image.copy()
    along = np.float32(end) - tip
    side = thick / 2 * np.float32([-along[1], along[0]]) / np.hypot(*along)
    shoulders = tip + 0.1 * along
    outline = [tip, shoulders + side, end + side, end - side, shoulders - side]
    outline = np.rint(np.float32(outline) * 2**SHIFT).astype(np.int32)
    shadow = cv2.fillPoly(np.zeros(image.shape, np.float32), [outline], 0.3, cv2.LINE_AA, SHIFT)
    image = lit(image, 1 - cv2.GaussianBlur(shadow, (0, 0), thick / 3))
    return cv2.fillPoly(image, [outline], 60, cv2.LINE_AA, SHIFT)


def bar(left: int, top: int, width: int, height: int, darkness: float = 200.0) -> Part:
    """Returns a part that is a filled box."""
    return Part((left, top, width, height), np.full((height, width), 255, np.uint8), darkness)


def pure_ink(mask: np.ndarray) -> Ink:
    """Returns a mask as the ink of an evenly lit black and white image."""
    return Ink(mask, mask, mask, cv2.bitwise_not(mask), False)


def sure_of(parts: list[Part], noughts: list[Part] = ()):
    """Returns a classifier that takes these parts for 3s and those for 0s, and nothing else for a digit."""

    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        for row, (chosen, _slope) in zip(probabilities, wanted, strict=True):
            row[3 if chosen[0] in parts else 0 if chosen[0] in noughts else 10] = 0.99
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    return classify


def drawn(parts: list[Part], shape: tuple[int, int]) -> np.ndarray:
    """Returns (h, w) uint8, 255 where parts have ink."""
    return mask_of(parts, (0, 0, *shape[::-1]))


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Returns the intersection over the union of two masks."""
    one, other = one > 0, other > 0
    return float((one & other).sum() / max((one | other).sum(), 1))
