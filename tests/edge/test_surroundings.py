"""The paper beside a stroke is compared on both of its sides, where it is seen on both."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.light import find_ink
from edge.normalise import normalise
from edge.segmentation import Segment
from edge.surroundings import differences, look_around, median_on
from tests.edge.paper import sheet

INK = 40


def around(image):
    ink = find_ink(image)
    part = max(find_parts(ink), key=lambda part: part.height)
    item = Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[1])
    return look_around(item, ink, np.zeros_like(ink.mask))


@pytest.mark.parametrize("step", [0, 30])
def test_ground_that_differs_left_and_right_of_an_upright_is_told_by_how_much(step):
    image = sheet(480, 640)
    image[:, 320:] -= np.uint8(step)
    cv2.line(image, (320, 100), (320, 340), INK, 7)
    seen = around(image)
    across, along = differences(seen.grey, seen)
    assert across == pytest.approx(step, abs=2)
    assert along is None  # ink is above and below all of it


def test_a_stroke_that_ink_hems_in_shows_no_paper():
    image = np.full((480, 640), 200, np.uint8)
    cv2.line(image, (320, 100), (320, 340), INK, 7)
    seen = around(image)
    hemmed_in = replace(seen, marks=np.full_like(seen.marks, 255))
    assert differences(hemmed_in.grey, hemmed_in) == [None, None]


@pytest.mark.parametrize("size", [(200, 300), (2000, 3000)])
def test_the_contrast_is_that_of_ink_and_paper_at_any_size(size):
    image = np.full(size, 200, np.uint8)
    height, width = size
    cv2.line(image, (width // 2, height // 4), (width // 2, 3 * height // 4), INK, height // 30)
    assert around(image).contrast == pytest.approx(200 - INK, abs=8)


def test_a_median_of_nothing_is_what_was_asked_for():
    image = np.array([[10, 20, 90]], np.uint8)
    assert median_on(image, np.array([[0, 255, 0]], np.uint8), 255.0) == 20.0
    assert median_on(image, np.zeros((1, 3), np.uint8), 255.0) == 255.0
