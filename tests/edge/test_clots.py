"""Promises of edge.clots: where a broad pen's strokes cross there is ink, and a thing as broad is none."""

import cv2
import numpy as np
import pytest

from edge.clots import without_clots
from edge.light import find_ink
from tests.edge.paper import PAPER, PEN, overlap, sheet

WIDTH = 44  # px: the window sees past strokes of that, and not past the place where they cross


@pytest.fixture
def eight() -> np.ndarray:
    """Returns (640, 480) uint8, 255 on an 8 as a marker writes it."""
    drawn = np.zeros((640, 480), np.uint8)
    for y in (195, 445):
        cv2.ellipse(drawn, (240, y), (105, 125), 0, 0, 360, 255, WIDTH, cv2.LINE_AA)
    return drawn


def pictured(mask: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(np.where(mask > 127, np.uint8(PEN), sheet(*mask.shape)), (3, 3), 0)


@pytest.mark.parametrize("ground", ["paper", "board"])
def test_where_a_markers_strokes_cross_there_is_ink(eight, ground):
    picture = pictured(eight)
    if ground == "board":
        picture = cv2.bitwise_not(picture)
    ink = find_ink(picture)
    assert ink.light_on_dark == (ground == "board")
    assert overlap(ink.mask, eight) > 0.97


@pytest.mark.parametrize(("grey", "light"), [(PEN, PAPER), (110, 110)], ids=["ink", "shadow"])
def test_a_shadow_that_ends_at_a_stroke_is_no_clot(grey, light):
    picture, paper = np.full((2, 240, 180), PAPER, np.uint8)
    cv2.rectangle(picture, (60, 20), (79, 219), PEN, -1)
    for image in (picture, paper):
        cv2.rectangle(image, (80, 100), (119, 139), grey, -1)
    assert without_clots(paper, picture, 0.2)[120, 100] == light


def test_a_thing_wider_than_the_window_is_no_clot():
    thing = np.zeros((240, 180), np.uint8)
    cv2.rectangle(thing, (60, 80), (95, 110), 255, -1)
    picture = pictured(thing)
    assert (without_clots(picture, picture, 0.1) == picture).all()
