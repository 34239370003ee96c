"""Cups, paper clips, frames, coils and what the frame cuts off are no digits, however sure the network is."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.light import Ink, find_ink
from edge.normalise import normalise
from edge.oddities import doubt_noughts, is_machined, is_odd
from edge.segmentation import Segment
from tests.edge.paper import PAPER, PEN, lit, pure_ink, sheet, write

SHAPE = (480, 640)


def largest(image: np.ndarray, digit: int) -> tuple[Ink, Segment]:
    """Returns the ink of an image and its largest mark, which the network takes for a digit."""
    ink = find_ink(image)
    part = find_parts(ink)[0]
    return ink, Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[digit])


def odd(image: np.ndarray, digit: int) -> bool:
    """Tells whether the largest mark of an image is odd, which the network takes for a digit."""
    ink, item = largest(image, digit)
    return is_odd(item, ink)


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_is_not_odd(digit):
    assert not odd(write(sheet(*SHAPE), str(digit), 250, 120, 200, 9), digit)


def test_a_small_mark_that_the_frame_cuts_off_is_odd_and_a_large_one_is_not():
    assert odd(write(sheet(*SHAPE), "7", 300, -40, 150, 8), 7)
    assert not odd(write(sheet(160, 110), "7", 10, -6, 150, 10), 7)


@pytest.mark.parametrize(
    ("wobble", "thick", "machined"), [(0, 20, True), (4, 20, False), (0, 4, False)], ids=str
)
def test_a_thick_bar_is_machined_where_its_sides_are_as_straight_as_a_pens(wobble, thick, machined):
    y = np.arange(80, 400, 4)
    way = np.stack([300 + 0.1 * y + wobble * np.sin(y / 60), y], 1).astype(np.int32)
    ink, one = largest(cv2.polylines(sheet(*SHAPE), [way], False, PEN, thick, cv2.LINE_AA), 1)
    assert is_machined(one, ink) == machined


def test_a_straight_bar_on_a_screen_is_drawn_by_hand():
    ink, one = largest(cv2.line(sheet(*SHAPE, noise=0), (310, 80), (340, 400), PEN, 20, cv2.LINE_AA), 1)
    assert not is_machined(one, ink)


def test_a_straight_bar_with_a_gap_is_a_stroke():
    image = sheet(*SHAPE)
    for top, bottom in ((80, 200), (260, 400)):
        cv2.line(image, (320, top), (320, bottom), PEN, 20)
    ink = find_ink(image)
    parts = tuple(find_parts(ink)[:2])
    one = Segment(parts, normalise(parts[0].mask), np.eye(11, dtype=np.float32)[1])
    assert len(parts) == 2 and not is_machined(one, ink)


def test_a_zigzag_is_odd():
    corners = [(300 + 70 * (index % 2), 100 + 22 * index) for index in range(12)]
    image = cv2.polylines(sheet(*SHAPE), [np.array(corners, np.int32)], False, PEN, 6, cv2.LINE_AA)
    assert odd(image, 1)


def test_a_coil_is_odd():
    image = sheet(*SHAPE)
    for index in range(6):
        cv2.circle(image, (200 + 34 * index, 300 - 20 * index), 30, PEN, 5, cv2.LINE_AA)
    assert odd(image, 6)


def cup(inside: int) -> np.ndarray:
    """Returns a cup's rim, seen from above, with something of another brightness in it."""
    image = cv2.circle(sheet(*SHAPE), (320, 240), 120, PEN, cv2.FILLED, cv2.LINE_AA)
    return cv2.circle(image, (320, 240), 105, inside, cv2.FILLED, cv2.LINE_AA)


@pytest.mark.parametrize("darker, is_odd_too", [(130, True), (90, True), (40, False), (0, False)])
def test_a_ring_around_other_ground_is_odd_and_around_paper_it_is_a_zero(darker, is_odd_too):
    assert odd(cup(PAPER - darker), 0) == is_odd_too


@pytest.mark.parametrize("digit", [4, 6, 8, 9])
def test_a_loop_in_which_the_paper_is_blurred_with_ink_is_not_odd(digit):
    assert not odd(cup(PAPER - 90), digit)
    assert odd(cup(PAPER - 130), digit)


@pytest.mark.parametrize(("within", "is_odd_too"), [(12, True), (4, False)])
def test_a_fine_ring_around_slightly_darker_paper_is_a_stain(within, is_odd_too):
    image = cv2.ellipse(sheet(*SHAPE), (320, 240), (120, 190), 0, 0, 360, PAPER - 30, cv2.FILLED, cv2.LINE_AA)
    cv2.ellipse(image, (320, 240), (112, 182), 0, 0, 360, PAPER - within, cv2.FILLED, cv2.LINE_AA)
    assert odd(image, 0) == is_odd_too
    assert not odd(image, 9)


@pytest.mark.parametrize(
    ("paler", "thickness", "height", "is_odd_too"),
    [(30, 5, 120, True), (120, 5, 120, False), (30, 20, 120, False), (30, 5, 160, False)],
    ids=["a cup's", "as dark as a pen's", "as thick as a pencil's", "longer than wide"],
)
def test_a_fine_pale_ring_as_wide_as_long_is_a_cups(paler, thickness, height, is_odd_too):
    image = sheet(*SHAPE)
    cv2.ellipse(image, (320, 240), (120, height), 0, 0, 360, PAPER - paler, thickness, cv2.LINE_AA)
    assert odd(image, 0) == is_odd_too


def test_a_broken_ring_around_other_ground_is_odd_too():
    image = cup(PAPER - 130)
    image[232:240, 425:445] = PAPER - 130
    assert odd(image, 0)


def test_a_zero_across_a_shadows_edge_is_not_odd():
    light = np.where(np.arange(SHAPE[1]) < 300, 1.0, 0.6)[None] * np.ones(SHAPE)
    assert not odd(lit(cup(PAPER), light), 0)


@pytest.mark.parametrize(("thickness", "objection"), [(cv2.FILLED, "no 0"), (5, "")])
def test_a_disc_of_which_a_narrow_window_sees_the_outline_is_no_0(thickness, objection):
    picture = cv2.circle(sheet(*SHAPE), (250, 230), 28, PEN, thickness, cv2.LINE_AA)
    outline = pure_ink(cv2.circle(np.zeros(SHAPE, np.uint8), (250, 230), 28, 255, 5))
    (part,) = find_parts(outline)
    nought = Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[0])
    assert doubt_noughts([[(nought, "")]], replace(outline, grey=picture)) == [[(nought, objection)]]
    cut = replace(nought, origin=7)  # beside it is its neighbour
    assert doubt_noughts([[(cut, "")]], replace(outline, grey=picture)) == [[(cut, "")]]


@pytest.mark.parametrize(("within", "objection"), [(PEN + 20, "no 0"), (PAPER, "")])
def test_a_disc_is_no_0_though_little_is_left_within_its_outline(within, objection):
    picture = cv2.circle(sheet(*SHAPE), (250, 230), 11, PEN, cv2.FILLED, cv2.LINE_AA)
    picture = cv2.GaussianBlur(cv2.circle(picture, (250, 230), 6, within, cv2.FILLED, cv2.LINE_AA), (3, 3), 0)
    outline = pure_ink(cv2.circle(np.zeros(SHAPE, np.uint8), (250, 230), 8, 255, 6))
    (part,) = find_parts(outline)
    nought = Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[0])
    assert doubt_noughts([[(nought, "")]], replace(outline, grey=picture)) == [[(nought, objection)]]


@pytest.mark.parametrize("turn", [0, 90])
def test_a_face_is_no_0_and_a_0_on_squared_paper_or_with_a_dot_is_read(turn):
    ring = cv2.ellipse(np.zeros(SHAPE, np.uint8), (300, 240), (60, 80), turn, 0, 360, 255, 8)
    eyes, small = (
        [cv2.circle(np.zeros(SHAPE, np.uint8), (x, 220), size, 255, cv2.FILLED) for x in (280, 320)]
        for size in (7, 4)
    )
    mouth = cv2.line(np.zeros(SHAPE, np.uint8), (280, 265), (320, 265), 255, 4)
    eyes_in_one = cv2.line(np.maximum.reduce(eyes), (280, 220), (320, 220), 255, 4)
    grin = cv2.ellipse(np.zeros(SHAPE, np.uint8), (300, 240), (48, 50), 0, 45, 135, 255, 6)
    rules = np.zeros(SHAPE, np.uint8)
    rules[:, 280:283] = rules[:, 320:323] = 255
    apart = rules & ~cv2.dilate(ring, np.ones((3, 3)))
    for marks, objection in (
        (eyes, "no 0"),
        ([*small, mouth], "no 0"),
        ([eyes_in_one, grin], "no 0"),
        (small, ""),
        (eyes[:1], ""),
        ([], ""),
        ([apart], ""),
    ):
        (part,) = find_parts(pure_ink(ring))
        nought = Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[0])
        ink = pure_ink(np.maximum.reduce([ring, *marks]))
        assert doubt_noughts([[(nought, "")]], ink) == [[(nought, objection)]]


@pytest.mark.parametrize("turn", [0, 35])
@pytest.mark.parametrize(
    ("bend", "noise", "objection"),
    [(1.0, 1.5, ""), (0.25, 1.5, "no 0"), (0.25, 0, "")],
    ids=["a slim 0", "a paper clip", "on a screen"],
)
def test_a_ring_with_straight_sides_is_no_0_on_paper(turn, bend, noise, objection):
    around = np.linspace(0, 2 * np.pi, 200)
    x, y = np.cos(around), np.sin(around)
    outline = np.stack([30 * np.sign(x) * np.abs(x) ** bend, 80 * np.sign(y) * np.abs(y) ** 0.9], 1)
    turned = outline @ cv2.getRotationMatrix2D((0, 0), turn, 1)[:, :2] + (300, 240)
    image = cv2.polylines(sheet(*SHAPE, noise=noise), [turned.astype(np.int32)], True, PEN, 8, cv2.LINE_AA)
    ink, nought = largest(image, 0)
    assert doubt_noughts([[(nought, "")]], ink) == [[(nought, objection)]]


def test_the_desk_along_two_sides_of_a_sheet_is_odd():
    image = sheet(*SHAPE)
    image[:12, 180:], image[:, -14:] = PEN, PEN  # a wedge, which need not reach both corners
    assert odd(image, 7)


def test_a_one_that_fills_its_crop_is_not_odd():
    image = sheet(300, 40)
    image[:, 2:38] = PEN
    image[:, :2] = image[:, 38:] = PEN
    ink = find_ink(sheet(300, 40))
    part = find_parts(find_ink(cv2.copyMakeBorder(image, 0, 0, 60, 60, cv2.BORDER_CONSTANT, value=PAPER)))[0]
    assert part.height >= 290
    whole = type(part)((0, 0, 40, 300), np.full((300, 40), 255, np.uint8), part.darkness)
    one = np.eye(11, dtype=np.float32)[1]
    assert not is_odd(Segment((whole,), normalise(whole.mask), one), ink)


def test_a_ring_that_a_flash_shines_into_is_a_zero():
    page = cv2.ellipse(sheet(*SHAPE, 150), (320, 240), (75, 110), 0, 0, 360, 115, 16, cv2.LINE_AA)
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]]
    flash = 1 + 0.6 * np.exp(-((x - 320) ** 2 + (y - 240) ** 2) / (2 * 70**2))
    assert not odd(lit(page, flash), 0)


@pytest.mark.parametrize(("ends", "rest"), [((0, 480), True), ((0, 330), False), ((150, 480), False)])
def test_a_bar_that_goes_on_beyond_both_ends_as_a_line_too_pale_for_ink_is_odd(ends, rest):
    ink = find_ink(cv2.line(sheet(*SHAPE), (323, 150), (327, 330), 130, 5, cv2.LINE_AA))
    part = find_parts(ink)[0]
    goes_on = cv2.line(ink.darkness.copy(), (320, ends[0]), (330, ends[1]), 0.7 * part.darkness, 5)
    one = Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[1])
    assert is_odd(one, replace(ink, darkness=np.maximum(ink.darkness, goes_on))) == rest


@pytest.mark.parametrize("has_hand", [True, False])
def test_a_finger_of_a_hand_is_odd(has_hand):
    image = cv2.rectangle(sheet(*SHAPE), (230, 200), (380, 230), PEN, cv2.FILLED)
    if has_hand:
        cv2.rectangle(image, (380, 0), (639, 479), PEN, cv2.FILLED)
    assert odd(cv2.GaussianBlur(image, (5, 5), 0), 5) == has_hand
