"""Ink is told from paper in any light, for dark ink on light paper and for chalk."""

import cv2
import numpy as np
import pytest

from edge.finder import find_parts, mask_of
from edge.light import find_ink
from tests.edge.paper import PEN, lit, overlap, sheet, write, written_mask

SHAPE = (480, 640)


def tight(ink: int, ground: int, digit: str = "5", width: int = 8) -> np.ndarray:
    """Returns a crop of 110 x 80 px that one digit fills."""
    return write(sheet(110, 80, ground), digit, 14, 12, 86, width, ink)


def page(ink: int, ground: int, width: int = 3) -> np.ndarray:
    image = sheet(*SHAPE, ground)
    for row in range(6):
        write(image, "0123456789", 40, 30 + 72 * row, 40, width, ink)
    return image


def marker(ink: int, ground: int) -> np.ndarray:
    """Returns two digits that a broad marker wrote large."""
    return write(sheet(300, 400, ground), "47", 60, 50, 200, 34, ink)


def field_without(mask: np.ndarray, ink: np.ndarray) -> float:
    """Returns the share of a mask's ink that lies away from where something was written."""
    away = cv2.bitwise_and(mask, cv2.bitwise_not(cv2.dilate(ink, np.ones((9, 9), np.uint8))))
    return cv2.countNonZero(away) / max(cv2.countNonZero(mask), 1)


@pytest.mark.parametrize("scene", [tight, page, marker])
@pytest.mark.parametrize("ink, ground", [(45, 215), (120, 190), (20, 110)])
def test_a_pen_is_dark_on_light(scene, ink, ground):
    assert not find_ink(scene(ink, ground)).light_on_dark


@pytest.mark.parametrize("scene", [tight, page, marker])
@pytest.mark.parametrize("ink, ground", [(215, 45), (190, 90), (130, 25)])
def test_chalk_is_light_on_dark(scene, ink, ground):
    assert find_ink(scene(ink, ground)).light_on_dark


@pytest.mark.parametrize("digit", "0123456789")
def test_the_polarity_of_every_digit_in_a_tight_crop_is_found(digit):
    assert not find_ink(tight(45, 215, digit)).light_on_dark
    assert find_ink(tight(215, 45, digit)).light_on_dark


def test_the_mask_is_what_the_pen_drew():
    where = ("2468", 60, 150, 150)
    mask = find_ink(write(sheet(*SHAPE), *where, 9)).mask
    assert overlap(mask, written_mask(SHAPE, *where, 9)) > 0.85


def test_chalk_leaves_nearly_the_same_mask_as_a_pen():
    pen = write(sheet(*SHAPE), "2468", 60, 150, 150, 9)
    assert overlap(find_ink(255 - pen).mask, find_ink(pen).mask) > 0.93


def test_chalk_is_as_dark_in_the_dim_half_of_a_board_as_in_the_bright_one():
    where = ("8888", 60, 150, 150, 9)
    board = write(sheet(*SHAPE, grey=30, noise=0.5), *where, 200)
    ink = find_ink(lit(board, np.tile(np.linspace(1, 0.35, SHAPE[1]), (SHAPE[0], 1))))
    drawn = written_mask(SHAPE, *where) > 0
    bright, dim = (np.median(ink.darkness[:, half][drawn[:, half]]) for half in (np.s_[:240], np.s_[-240:]))
    assert ink.light_on_dark
    assert dim > 0.6 * bright


def test_a_soft_shadow_leaves_no_ink_and_takes_none():
    rows, columns = np.indices(SHAPE)
    shade = 1 - 0.5 * np.exp(-((columns - 400) ** 2 + (rows - 240) ** 2) / (2 * 110**2))
    where = ("2468", 60, 150, 150)
    ink = find_ink(lit(write(sheet(*SHAPE), *where, 9), shade))
    mask = mask_of(find_parts(ink), (0, 0, *SHAPE[::-1]))  # a shadow's weak marks have no strong core
    drawn = written_mask(SHAPE, *where, 9)
    assert field_without(mask, drawn) < 0.01
    assert overlap(mask, drawn) > 0.85


def test_light_that_falls_off_across_the_page_changes_nothing():
    fall = np.tile(np.linspace(1, 0.35, SHAPE[1]), (SHAPE[0], 1))
    where = ("2468", 60, 150, 150)
    mask = find_ink(lit(write(sheet(*SHAPE), *where, 9), fall)).mask
    assert overlap(mask, written_mask(SHAPE, *where, 9)) > 0.85


def test_the_hard_edge_of_a_shadow_leaves_no_ink():
    rows, columns = np.indices(SHAPE)
    shade = np.where(columns + 0.3 * rows > 420, 0.5, 1.0)
    where = ("2468", 60, 150, 150)
    mask = find_ink(lit(write(sheet(*SHAPE), *where, 9), cv2.GaussianBlur(shade, (5, 5), 0))).mask
    drawn = written_mask(SHAPE, *where, 9)
    assert field_without(mask, drawn) < 0.03
    assert overlap(mask, drawn) > 0.8


def test_a_shadow_darker_than_the_pencil_hides_no_pencil():
    shade = np.ones(SHAPE)
    shade[:, 300:] = 0.4  # 86 on paper, where the pencil in the light is 130
    image = lit(write(sheet(*SHAPE), "2468", 60, 150, 150, 7, 130), cv2.GaussianBlur(shade, (31, 31), 0))
    assert overlap(find_ink(image).mask, written_mask(SHAPE, "2468", 60, 150, 150, 7)) > 0.75


def test_pale_ink_is_found_where_it_is_sought_and_not_elsewhere():
    where = ("2468", 60, 150, 150, 9)
    image = write(sheet(*SHAPE, noise=0.3), *where, 205)  # 12 of 255 darker than the paper
    assert not find_ink(image).mask.any()
    assert overlap(find_ink(image, pale=True).mask, written_mask(SHAPE, *where)) > 0.85


def test_weak_pencil_keeps_its_outline_beside_a_black_frame():
    image = write(sheet(*SHAPE), "38", 220, 170, 130, 6, 130)
    cv2.rectangle(image, (60, 60), (580, 420), 15, 8)
    inside = np.s_[90:390, 90:550]
    drawn = written_mask(SHAPE, "38", 220, 170, 130, 6)
    assert overlap(find_ink(image).mask[inside], drawn[inside]) > 0.75


@pytest.mark.parametrize("grey", [0, 2, 5])
def test_a_black_frame_holds_no_ink(grey):
    assert not find_ink(np.full(SHAPE, grey, np.uint8)).mask.any()


@pytest.mark.parametrize("noise", [0, 2, 6, 12])
@pytest.mark.parametrize("grey", [60, 128, 220])
def test_paper_without_ink_holds_none_however_noisy(grey, noise):
    assert find_ink(sheet(*SHAPE, grey, noise)).mask.mean() / 255 < 1e-4


def test_noise_is_no_ink_and_a_pen_in_it_is():
    where = ("2468", 60, 150, 150)
    mask = find_ink(write(sheet(*SHAPE, noise=12), *where, 9)).mask
    drawn = written_mask(SHAPE, *where, 9)
    assert field_without(mask, drawn) < 0.01
    assert overlap(mask, drawn) > 0.7


def test_what_shines_through_from_the_back_page_is_much_weaker_than_ink():
    image = write(sheet(*SHAPE), "2468", 60, 60, 120, 7)
    write(image, "1357", 60, 280, 120, 7, 195)
    darkness = find_ink(image).darkness
    front, back = (written_mask(SHAPE, *at, 120, 3) > 0 for at in (("2468", 60, 60), ("1357", 60, 280)))
    assert darkness[front].mean() > 4 * darkness[back].mean()


def test_darkness_is_the_share_of_light_that_ink_takes_in_any_light():
    half = np.ones(SHAPE)
    half[240:] = 0.5
    image = sheet(*SHAPE, noise=0)
    cv2.rectangle(image, (100, 100), (106, 160), PEN, -1)
    cv2.rectangle(image, (100, 330), (106, 390), PEN, -1)
    darkness = find_ink(lit(image, half)).darkness
    expected = 255 * (1 - PEN / image[0, 0])
    assert darkness[130, 103] == pytest.approx(expected, abs=8)
    assert darkness[360, 103] == pytest.approx(expected, abs=8)


@pytest.mark.parametrize("shape", [(1, 50), (50, 1), (3, 3), (2, 900)])
def test_images_of_any_shape_have_ink_of_their_shape(shape):
    ink = find_ink(sheet(*shape))
    assert ink.mask.shape == ink.strength.shape == ink.darkness.shape == ink.grey.shape == shape


def test_strength_passes_its_middle_where_the_mask_ends():
    ink = find_ink(write(sheet(*SHAPE), "2468", 60, 150, 150, 9))
    assert np.array_equal(ink.mask > 0, ink.strength > 127)


def test_a_vignette_leaves_no_ink_along_the_border():
    rows, columns = (np.linspace(-1, 1, side) for side in SHAPE)
    vignette = 1 - 0.35 * (rows[:, None] ** 2 + columns[None, :] ** 2)
    where = ("4", 240, 100, 240)
    mask = find_ink(lit(write(sheet(*SHAPE), *where, 40), vignette)).mask
    drawn = written_mask(SHAPE, *where, 40)
    assert field_without(mask, drawn) < 0.001
    assert overlap(mask, drawn) > 0.9
