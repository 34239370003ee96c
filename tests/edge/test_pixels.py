"""Operations on pictures that several steps of reading share."""

import cv2
import numpy as np
import pytest

from edge.pixels import (
    along_and_across,
    boxes_of_holes,
    gap,
    middle,
    odd,
    overlaps,
    quantiles,
    rect,
    shared_area,
    shrink,
    square,
    widened,
    without_holes,
)


def test_a_box_is_widened_as_far_as_the_image_reaches():
    image = np.zeros((40, 60), np.uint8)
    assert widened((20, 15, 10, 8), 5, image) == (15, 10, 20, 18)
    assert widened((2, 30, 56, 9), 5, image) == (0, 25, 60, 15)


def test_a_box_has_its_middle_half_way():
    assert middle((20, 15, 10, 9)) == (25, 19.5)


@pytest.mark.parametrize("end", [(30, 50), (10, 50), (48, 50)])
def test_pixels_are_told_along_their_line_downwards_and_to_its_right(end):
    mask = cv2.line(np.zeros((60, 60), np.uint8), (30, 10), end, 255)
    along, across = along_and_across(mask)
    assert np.ptp(along) == pytest.approx(np.hypot(end[0] - 30, end[1] - 10), abs=1)
    assert np.abs(across).max() < 1
    y, x = np.nonzero(mask)
    assert y[along.argmax()] == y.max()
    mask[25, min(x.max() + 6, 59)] = 255
    _, across = along_and_across(mask)
    assert across.max() > 2 * np.abs(across.min()), "what is added is at its right"


def test_a_mask_without_holes_is_filled_and_grows_no_farther():
    ring = cv2.circle(np.zeros((40, 60), np.uint8), (30, 20), 12, 255, 3)
    disc = cv2.circle(ring.copy(), (30, 20), 12, 255, cv2.FILLED)
    assert np.array_equal(without_holes(ring), disc)


def test_quantiles_are_those_of_sorting():
    values = np.random.default_rng(0).integers(0, 256, 999, np.uint8)
    assert quantiles(values, 0.05, 0.5, 0.9) == [
        np.sort(values)[round(part * 999 - 0.5)] for part in (0.05, 0.5, 0.9)
    ]


@pytest.mark.parametrize(
    ("shape", "expected"), [((90, 200), (45, 100)), ((101, 60), (51, 30)), ((70, 99), (70, 99))]
)
def test_a_picture_shrinks_by_a_whole_number_and_not_below_what_is_asked_for(shape, expected):
    assert shrink(np.zeros(shape, np.uint8), 100).shape == expected


def test_boxes_are_as_far_apart_as_their_nearest_corners():
    assert gap((0, 0, 10, 10), (13, 14, 5, 5)) == gap((13, 14, 5, 5), (0, 0, 10, 10)) == 5
    assert gap((0, 0, 10, 10), (5, 20, 5, 5)) == 10
    assert gap((0, 0, 10, 10), (5, 5, 50, 5)) == 0


def test_boxes_share_columns_and_rows_or_have_some_between_them():
    assert overlaps((0, 0, 10, 10), (5, 5, 50, 3)) == overlaps((5, 5, 50, 3), (0, 0, 10, 10)) == (5, 3)
    assert overlaps((0, 0, 10, 10), (13, 10, 5, 5)) == (-3, 0)
    assert shared_area((0, 0, 10, 10), (5, 5, 50, 3)) == 15
    assert shared_area((0, 0, 10, 10), (13, 13, 5, 5)) == 0


def test_a_window_has_a_pixel_in_its_middle():
    assert [odd(size) for size in (0.4, 3.9, 4.0, 7)] == [3, 3, 5, 7]
    assert rect(5).shape == square(2).shape == (5, 5)


def test_boxes_of_holes_are_around_what_a_mask_encloses():
    mask = np.zeros((60, 100), np.uint8)
    mask[10:50, 10:90] = 255
    mask[20:40, 20:30] = 0
    mask[25:30, 50:70] = 0
    assert [(x + 1, y + 1, w - 2, h - 2) for x, y, w, h in sorted(boxes_of_holes(mask))] == [
        (20, 20, 10, 20),
        (50, 25, 20, 5),
    ]
    assert boxes_of_holes(mask[:, 75:]) == []
