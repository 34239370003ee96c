"""A rim of a sheet or a thing is no digit, however much it looks like one; a digit as large is no rim."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import Part, find_parts
from edge.light import find_ink
from edge.normalise import normalise
from edge.rims import is_rim
from edge.segmentation import Segment
from tests.edge.paper import PAPER, lit, sheet, write

SHAPE = (480, 640)
INK = 130
SEVEN = np.array([(60, 60), (560, 80), (500, 460)])


NONE = np.zeros(SHAPE, np.uint8)  # what else is read


def mark(part):
    return Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[7])


def largest(image):
    """Returns the largest mark of an image, and its ink."""
    ink = find_ink(image)
    return mark(find_parts(ink)[0]), ink


@pytest.mark.parametrize(("step", "rim"), [(0, False), (15, False), (65, True)])
def test_a_large_seven_with_other_ground_above_and_beside_it_is_a_rim(step, rim):
    image = np.full(SHAPE, PAPER - step, np.uint8)
    cv2.fillPoly(image, [np.vstack([SEVEN, [(0, 480), (0, 60)]])], PAPER)
    cv2.polylines(image, [SEVEN], False, INK, 9)
    own = cv2.polylines(np.zeros(SHAPE, np.uint8), [SEVEN], False, 255, 9)
    ink = replace(find_ink(image), mask=own)
    x, y, w, h = cv2.boundingRect(own)
    assert is_rim(mark(Part((x, y, w, h), own[y : y + h, x : x + w], PAPER - INK)), ink, NONE) == rim


def test_a_bar_with_ink_all_along_it_is_a_rim():
    image = sheet(*SHAPE)
    cv2.line(image, (320, 100), (320, 340), INK, 7)
    item, ink = largest(image)
    assert not is_rim(item, ink, NONE)
    assert is_rim(item, replace(ink, mask=np.full(SHAPE, 255, np.uint8)), NONE)


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("height", [60, 440])
def test_no_digit_is_a_rim_in_light_that_falls_off(digit, height):
    image = write(sheet(*SHAPE), digit, 150, 20, height, max(3, height // 14))
    assert not is_rim(*largest(lit(image, np.broadcast_to(np.linspace(1.0, 0.6, 640), SHAPE))), NONE)


@pytest.mark.parametrize("digit", "2357")
def test_a_large_pale_digit_in_a_flash_is_no_rim(digit):
    y, x = np.mgrid[:480, :480] / 480
    flash = 0.25 + 0.75 * np.exp(-((x - 0.25) ** 2 + (y - 0.8) ** 2) / 0.3)
    image = write(sheet(480, 480), digit, 60, 40, 400, 34, 160)
    assert not is_rim(*largest(lit(image, flash)), np.zeros((480, 480), np.uint8))


@pytest.mark.parametrize("edge", [200, 320, 440])
def test_a_large_digit_across_a_shadows_edge_is_no_rim(edge):
    light = np.ones(SHAPE)
    light[:, edge:] = 0.7
    assert not is_rim(*largest(lit(write(sheet(*SHAPE), "8", 150, 20, 440, 32), light)), NONE)


def test_a_one_at_the_border_of_a_tight_crop_is_no_rim():
    _, ink = largest(write(sheet(100, 40), "1", 8, 10, 80, 9))
    own = np.zeros_like(ink.mask)
    own[:, :9] = 255
    assert not is_rim(mark(Part((0, 0, 9, 100), own[:, :9], 120.0)), replace(ink, mask=own), own)


@pytest.mark.parametrize(("darker", "rim"), [(0, False), (50, False), (100, True)])
def test_a_one_as_dark_as_the_ground_on_one_of_its_sides_is_a_shadows_edge(darker, rim):
    image = np.full(SHAPE, PAPER, np.uint8)
    image[:, 303:] = PAPER - darker
    image[140:340, 297:303] = PAPER - 100
    own = np.zeros(SHAPE, np.uint8)
    own[140:340, 297:303] = 255
    one = Segment(
        (Part((297, 140, 6, 200), own[140:340, 297:303], 100.0),), own, np.eye(11, dtype=np.float32)[1]
    )
    ink = replace(find_ink(image), mask=own)
    assert is_rim(one, ink, own) == rim
    beside = np.where(np.arange(640) >= 303, 255, NONE).astype(np.uint8)
    assert not is_rim(one, ink, beside)  # of another digit, which it touches
