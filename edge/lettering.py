"""Writes text with the typeface that Pillow carries: OpenCV's letters are those of a pen plotter.

No font file has to be found, so a window looks the same everywhere; only where Pillow is too old for that,
one that comes with Debian's OpenCV. The typeface has ASCII and little more.
"""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from edge.errors import DisplayError

Colour = tuple[int, int, int]

FILE = "DejaVuSans.ttf"
DIGIT_HEIGHT = 0.72  # of the typeface's size


def write(
    image: np.ndarray, text: str, at: tuple[float, float], size: float, colour: Colour, anchor: str = "ls"
) -> None:
    """Writes one line onto an (h, w, 3) BGR uint8 image, in place; what would lie outside is left out.

    Args:
        at: (x, y) in pixels of the image.
        size: of the typeface, in pixels.
        colour: BGR.
        anchor: the point of the text that comes to lie at `at`: l, m or r, then s (baseline) or m (middle).
    """
    mask, left, top = _mask(text, max(round(size), 1), anchor)
    x, y = round(at[0]) + left, round(at[1]) + top
    part = image[max(y, 0) : max(y + mask.shape[0], 0), max(x, 0) : max(x + mask.shape[1], 0)]
    alpha = mask[max(-y, 0) :, max(-x, 0) :][: part.shape[0], : part.shape[1], None] / np.float32(255)
    part[:] = np.rint(part + (np.array(colour, np.float32) - part) * alpha)


def width(text: str, size: float) -> float:
    """Returns the width in pixels of one line of text."""
    return _font(max(round(size), 1)).getlength(text)


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.load_default(size)
    except TypeError:  # Pillow before 10.1, such as Debian 12's, carries no typeface that scales
        try:
            return ImageFont.truetype(FILE, size)
        except OSError:
            told = f"the letters need {FILE} (on Debian: apt install fonts-dejavu-core)"
            raise DisplayError(told) from None


@lru_cache(maxsize=512)
def _mask(text: str, size: int, anchor: str) -> tuple[np.ndarray, int, int]:
    """Returns text as (h, w) uint8 coverage, and its left and top in pixels from the anchor."""
    left, top, right, bottom = (int(value) for value in _font(size).getbbox(text, anchor=anchor))
    image = Image.new("L", (max(right - left, 0) + 1, max(bottom - top, 0) + 1))
    ImageDraw.Draw(image).text((-left, -top), text, fill=255, font=_font(size), anchor=anchor)
    return np.asarray(image), left, top
