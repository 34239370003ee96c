"""A colour is the same in light and in shadow, and greys have none."""

import cv2
import numpy as np

from edge.chroma import Colours, distances, evenly_bright, shows_none, unlike_usual, usual


def test_a_shadow_changes_no_colour():
    colours = np.array([[[90, 205, 225], [160, 150, 140], [140, 160, 230]]], np.uint8)
    shadow = (0.6 * colours).astype(np.uint8)
    assert distances(evenly_bright(colours), evenly_bright(shadow)).max() < 1.5


def test_greys_have_no_colour_and_the_noise_of_black_has_little():
    greys = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    assert np.abs(evenly_bright(greys)).max() < 0.5
    noise = np.random.default_rng(1).integers(0, 4, (50, 50, 3), dtype=np.uint8)
    assert np.abs(evenly_bright(noise)).max() < 8


def test_the_distance_of_colours_is_that_of_opencvs_cielab():
    image = np.full((1, 2, 3), 160, np.uint8)
    image[0, 1] = 150, 165, 160  # about as bright
    lab = cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)[0, :, 1:]
    seen = evenly_bright(image)[0]
    assert abs(distances(seen[0], seen[1]) - np.linalg.norm(lab[0] - lab[1])) < 1


def test_a_few_odd_pixels_do_not_change_what_is_usual():
    colours = np.array([[1, 2]] * 7 + [[90, -90]] * 3, np.float32)
    assert usual(colours).tolist() == [1, 2]


def test_in_a_picture_of_colours_ink_is_dark_and_a_shadow_leaves_no_trace():
    image = np.full((60, 80, 3), (180, 210, 220), np.uint8)
    image[20:40, 30:40] = 150, 60, 40  # blue ink
    shaded = image.copy()
    shaded[:, 50:] = (0.5 * image[:, 50:]).astype(np.uint8)
    seen = unlike_usual(shaded)
    assert seen.shape == (60, 80) and seen.dtype == np.uint8
    assert seen[22:38, 32:38].max() < 150 < 245 < seen[:, 44:].min()


def test_a_picture_shows_no_colours_whose_only_one_is_its_light():
    image = np.full((60, 80, 3), (150, 210, 230), np.uint8)
    image[20:40, 30:40] = 60, 84, 92
    assert shows_none(image)
    image[20:40, 30:40] = 150, 60, 40
    assert not shows_none(image)


def test_the_colours_of_a_large_picture_are_looked_at_once_in_a_small_one_and_of_grey_there_are_none():
    image = np.full((960, 1280, 3), (150, 210, 230), np.uint8)
    assert Colours(image).unlike_usual is None
    assert Colours(image[..., 0]).unlike_usual is None
    image[300:600, 300:400] = 150, 60, 40
    colours = Colours(image)
    assert colours.unlike_usual.shape == (480, 640)
    assert colours.unlike_usual is colours.unlike_usual
