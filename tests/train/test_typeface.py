"""Drawn text must be whole, and nothing but text."""

import cv2
import numpy as np
from matplotlib import get_data_path
from PIL import ImageFont

from train.typeface import MARGIN, drawn

FONT = ImageFont.truetype(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf", 60)


def test_text_stands_whole_within_its_margin():
    image = drawn(FONT, "glj8")
    x, y, w, h = cv2.boundingRect(cv2.compare(image, 127, cv2.CMP_GT))
    assert image.dtype == np.uint8
    assert (y, image.shape[0] - y - h) == (MARGIN, MARGIN)
    assert min(x, image.shape[1] - x - w) >= MARGIN  # beside letters there is a little room of their own


def test_text_without_ink_is_an_empty_picture():
    assert not drawn(FONT, " ").any()
