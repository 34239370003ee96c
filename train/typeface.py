"""Draws text with a typeface, as ink on a bitmap."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

MARGIN = 20  # px around the text


def drawn(font: ImageFont.FreeTypeFont, text: str) -> np.ndarray:
    """Returns one line of text, white on black, (h, w) uint8."""
    left, top, right, bottom = font.getbbox(text)
    size = max(right - left, 1) + 2 * MARGIN, max(bottom - top, 1) + 2 * MARGIN
    image = Image.new("L", size)
    ImageDraw.Draw(image).text((MARGIN - left, MARGIN - top), text, 255, font)
    return np.asarray(image)
