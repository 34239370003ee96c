"""Ink of any size and pen comes into MNIST's form, and what has that form already stays as it is."""

import cv2
import numpy as np
import pytest

from edge.normalise import normalise, stroke_width
from tests.edge.paper import written_mask
from train import mnist

DIGITS = range(10)


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    return mnist.load().x_train[:500]


def drawn(digit: int, height: float = 100, width: int = 12) -> np.ndarray:
    """Returns a digit's mask on a ground with room around it."""
    side = round(1.6 * height)
    return written_mask((side, side), str(digit), 0.4 * height, 0.3 * height, height, width)


def ink_box(crop: np.ndarray) -> tuple[int, int]:
    _, _, w, h = cv2.boundingRect(crop)
    return w, h


def width_of(crop: np.ndarray) -> float:
    """Returns the width of a crop's strokes in its pixels, measured between them."""
    large = cv2.resize(crop, None, fx=10, fy=10, interpolation=cv2.INTER_CUBIC)
    return stroke_width(cv2.compare(large, 127, cv2.CMP_GT)) / 10


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Returns the correlation of two crops, the best of shifts by a pixel, to which centring rounds."""
    shifts = [np.roll(other, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    return max(float(np.corrcoef(one.ravel(), shifted.ravel())[0, 1]) for shifted in shifts)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_drawn_digit_lands_in_mnists_form(digit):
    crop = normalise(drawn(digit))
    assert crop.shape == (28, 28) and crop.dtype == np.uint8
    assert max(ink_box(crop)) == 20
    assert crop.max() == 255
    rows, columns = np.indices(crop.shape)
    assert np.average(rows, weights=crop) == pytest.approx(14, abs=0.5)
    assert np.average(columns, weights=crop) == pytest.approx(14, abs=0.5)


def test_mnists_own_images_come_back_as_they_are(images):
    crops = np.array([normalise(image) for image in images])
    strays = np.abs(crops.astype(int) - images).max(axis=(1, 2))
    assert np.median(strays) == 0
    assert (strays <= 3).mean() > 0.95


def test_normalising_twice_is_normalising_once():
    for digit in DIGITS:
        once = normalise(drawn(digit))
        assert np.array_equal(normalise(once), once)


def test_mnists_digits_enlarged_to_a_photos_size_come_back_much_the_same(images):
    enlarged = [cv2.resize(image, (280, 280), interpolation=cv2.INTER_CUBIC) for image in images[:100]]
    alike = [likeness(normalise(ink), image) for ink, image in zip(enlarged, images[:100], strict=True)]
    assert np.median(alike) > 0.97
    assert np.quantile(alike, 0.05) > 0.85


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (5, 300)])
def test_no_ink_gives_a_black_image(shape):
    crop = normalise(np.zeros(shape, np.uint8))
    assert crop.shape == (28, 28) and not crop.any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (200, 1), (3, 7)])
def test_any_speck_or_hair_has_a_form(shape):
    crop = normalise(np.full(shape, 255, np.uint8))
    assert crop.max() == 255 and max(ink_box(crop)) <= 20


@pytest.mark.parametrize("digit", DIGITS)
def test_ink_of_any_size_gives_the_same_image(digit):
    small, medium, large = (normalise(drawn(digit, height, height // 8)) for height in (80, 200, 400))
    assert likeness(small, large) > 0.9
    assert likeness(medium, large) > 0.97


def test_it_does_not_matter_where_the_ink_lies_or_how_much_ground_is_around():
    ink = drawn(4)
    elsewhere = np.zeros((700, 900), np.uint8)
    elsewhere[500 : 500 + ink.shape[0], 30 : 30 + ink.shape[1]] = ink
    assert np.array_equal(normalise(elsewhere), normalise(ink))


def test_a_fine_pens_strokes_become_as_wide_as_mnists():
    for digit in DIGITS:
        fine = drawn(digit, 400, 6)  # a third of a pixel in MNIST's scale
        assert 1.3 < width_of(normalise(fine)) < 3


def test_a_markers_strokes_stay_as_wide_as_they_are():
    for digit in DIGITS:
        thick = drawn(digit, 400, 60)
        _, height = ink_box(thick)
        expected = stroke_width(thick) * 20 / height
        assert width_of(normalise(thick)) == pytest.approx(expected, rel=0.1)


def test_all_pens_up_to_the_usual_width_give_much_the_same_image():
    for digit in DIGITS:
        hair, fine = (normalise(drawn(digit, 400, width)) for width in (4, 16))
        assert likeness(hair, fine) > 0.9


def test_a_dim_image_in_mnists_form_is_brought_to_full_brightness():
    for digit in DIGITS:
        full = normalise(drawn(digit))
        assert np.abs(normalise(full // 3).astype(int) - full).max() <= 3


def test_the_width_of_a_straight_stroke_is_measured_to_a_tenth():
    for width in (5, 12, 30):
        stroke = np.zeros((100, 640), np.uint8)
        stroke[20 : 20 + width, 20:620] = 255
        assert stroke_width(stroke) == pytest.approx(width, rel=0.1, abs=1)


def test_the_input_is_left_alone():
    ink = drawn(8)
    before = ink.copy()
    normalise(ink)
    assert np.array_equal(ink, before)
