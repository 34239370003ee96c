"""Of a picture, ink stays that has a colour; grey print, shadows and paper are paper."""

import cv2
import numpy as np

from edge.chroma import unlike_usual
from edge.light import find_ink
from edge.tinted import has_tint, tinted_ink
from tests.edge.paper import in_ink, lit, overlap, sheet, squared_mask, write, written_mask

SHAPE = (480, 640)
NUMBER = ("3582", 120, 180, 100)
BLUE = (0.7, 0.4, 0.25)  # of the paper's light


def in_blue(grey: np.ndarray, number=NUMBER) -> np.ndarray:
    """Returns (h, w, 3) uint8: a picture of paper with a number in blue ink on it."""
    return np.uint8(np.rint(in_ink(grey[..., None], written_mask(SHAPE, *number), BLUE)))


def test_grey_print_and_shadows_go_and_blue_ink_stays():
    paper = lit(sheet(*SHAPE), 1 - 0.5 * squared_mask(SHAPE) / np.float32(255))
    paper[:, 300:] = paper[:, 300:] * 0.6
    image = in_blue(paper)
    tinted = tinted_ink(unlike_usual(image), cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))
    assert overlap(find_ink(tinted, False).mask, written_mask(SHAPE, *NUMBER)) > 0.8


def test_what_has_no_colour_at_all_is_no_tinted_ink():
    grey = write(sheet(*SHAPE), *NUMBER)
    assert tinted_ink(unlike_usual(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)), grey) is None


def test_blue_ink_has_a_tint_and_a_shadow_in_bluish_light_has_none():
    image = in_blue(sheet(*SHAPE))
    image[:, :100] = image[:, :100] * np.array([0.55, 0.5, 0.47])
    colours = unlike_usual(image)
    assert has_tint(colours, (120, 180, 60, 100))
    assert not has_tint(colours, (60, 180, 60, 100))
