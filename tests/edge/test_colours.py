"""What lies on several colours is no digit on paper; a shadow is no colour."""

import cv2
import numpy as np
import pytest

from edge.classifier import Classifier
from edge.pixels import without_holes
from edge.reader import DigitReader
from tests.edge.paper import squared_mask, written_mask

PAPER = (225, 235, 238)  # BGR, as all colours here
YELLOW, BROWN = (90, 205, 225), (60, 90, 130)
INKS = [(40, 40, 40), (160, 70, 30), (50, 50, 190), (60, 120, 40)]  # black, blue, red, green
SIDE = 480
CENTRE = SIDE // 2, SIDE // 2


@pytest.fixture(scope="module")
def reader() -> DigitReader:
    return DigitReader(Classifier())


def ground(colour=PAPER) -> np.ndarray:
    return np.full((SIDE, SIDE, 3), colour, np.uint8)


def inked(image: np.ndarray, digit: str, ink: tuple[int, int, int]) -> np.ndarray:
    image[written_mask(image.shape[:2], digit, 190, 150, 170, 12) > 0] = ink
    return cv2.GaussianBlur(image, (3, 3), 0)


def ring(inside: tuple[int, int, int]) -> np.ndarray:
    """Returns a dark oval on paper, and what it encloses in another colour."""
    image = cv2.ellipse(ground(), CENTRE, (80, 120), 0, 0, 360, inside, cv2.FILLED, cv2.LINE_AA)
    return cv2.ellipse(image, CENTRE, (80, 120), 0, 0, 360, INKS[0], 12, cv2.LINE_AA)


def test_a_ring_around_paper_is_a_zero_and_around_a_yellow_apple_it_is_none(reader):
    assert reader.read(ring(PAPER)).lines == ("0",)
    assert reader.read(ring(YELLOW)).lines == ()


def test_a_stroke_between_two_colours_is_an_edge(reader):
    image = cv2.line(ground(), (240, 130), (230, 350), INKS[0], 10, cv2.LINE_AA)
    assert reader.read(image).lines == ("1",)
    pale = (130, 235, 250)  # as bright as paper
    image[:, :236][np.all(image[:, :236] == PAPER, axis=2)] = pale
    assert reader.read(image).lines == ()


@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("paper", [PAPER, (150, 220, 250), (200, 180, 150)])
def test_a_digit_in_any_ink_on_any_paper_is_read(reader, ink, paper):
    assert reader.read(inked(ground(paper), "5", ink)).lines == ("5",)


def test_chalk_on_a_board_is_read_though_the_noise_of_the_dark_has_colours(reader):
    noise = cv2.GaussianBlur(np.random.default_rng(3).normal(0, 32, (SIDE, SIDE, 3)), (0, 0), 1)
    image = inked(np.clip(30 + noise, 0, 255).astype(np.uint8), "6", (70, 110, 130))
    assert reader.read(image).lines == ("6",)


@pytest.mark.parametrize("ink", INKS)
def test_a_digit_half_in_shadow_is_read(reader, ink):
    image = inked(ground((180, 215, 240)), "2", ink)
    image[:250] = (0.45 * image[:250]).astype(np.uint8)
    assert reader.read(image).lines == ("2",)


def test_a_digit_is_read_beside_a_desk_of_another_colour(reader):
    image = inked(ground(), "3", INKS[1])
    image[:, :90] = BROWN
    assert reader.read(image).lines == ("3",)


@pytest.mark.parametrize(
    "lines", [(190, 100, 150), (90, 160, 90), (150, 160, 220)], ids=["violet", "green", "red"]
)
def test_a_digit_on_paper_with_coloured_squares_is_read(reader, lines):
    paper = ground()
    paper[squared_mask(paper.shape[:2], 30, 3) > 0] = lines
    assert reader.read(inked(paper, "5", INKS[0])).lines == ("5",)


@pytest.mark.parametrize(
    ("digits", "ink", "read"), [("3582", 0, True), ("358", 0, False), ("3582", 2, False)]
)
def test_a_lone_digit_on_a_stain_is_believed_beside_many_in_the_same_ink(reader, digits, ink, read):
    page = ground()
    page[320:, 225:] = (130, 235, 250)  # as bright as paper
    for top in (40, 150):
        page[written_mask(page.shape[:2], digits, 60, top, 70, 7) > 0] = INKS[0]
    page[written_mask(page.shape[:2], "4", 200, 360, 70, 7) > 0] = INKS[ink]
    lines = reader.read(cv2.GaussianBlur(page, (3, 3), 0)).lines
    assert lines == (digits, digits, "4")[: 3 if read else 2]


@pytest.mark.parametrize("digit", "5837")
def test_a_digit_on_a_note_hardly_larger_is_read_on_a_desk_of_another_colour(reader, digit):
    x, y, w, h = cv2.boundingRect(written_mask((SIDE, SIDE), digit, 190, 150, 170, 12))
    image = cv2.rectangle(ground(BROWN), (x - 12, y - 12), (x + w + 12, y + h + 12), PAPER, cv2.FILLED)
    assert reader.read(inked(image, digit, INKS[1])).lines == (digit,)


def test_the_colours_of_each_mark_are_its_own(reader):
    image = np.hstack([ring(YELLOW), inked(ground(), "4", INKS[0])])
    assert reader.read(image).lines == ("4",)


def crossed(inks: list[tuple[int, int, int]]) -> np.ndarray:
    """Returns a 4 of three crayons that lie across each other, in such colours."""
    image = ground()
    for ends, ink in zip(
        (((210, 120), (150, 290)), ((140, 285), (330, 265)), ((270, 130), (255, 380))), inks, strict=True
    ):
        cv2.line(image, *ends, ink, 14, cv2.LINE_AA)
    return image


def test_crayons_of_several_colours_that_cross_are_no_4_and_one_pens_strokes_are(reader):
    assert reader.read(crossed([INKS[1]] * 3)).lines == ("4",)
    assert reader.read(crossed([INKS[1], INKS[2], INKS[3]])).lines == ()


def test_a_felt_pens_strokes_are_of_one_colour_where_its_ink_is_thick_and_where_it_is_thin(reader):
    thick, thin = (inked(ground(), "2", ink) for ink in ((195, 5, 5), (240, 105, 90)))
    thick[::3] = thin[::3]
    assert reader.read(thick).lines == ("2",)


def test_a_digit_in_a_crop_of_few_pixels_is_read_however_much_their_colours_vary(reader):
    sharp = cv2.GaussianBlur(inked(ground(), "6", (150, 30, 190)), (0, 0), 6)[130:340, 170:330]
    tiny = cv2.resize(sharp, (20, 26), interpolation=cv2.INTER_AREA)
    colours = cv2.cvtColor(tiny, cv2.COLOR_BGR2YCrCb).astype(np.float32)
    varied = np.random.default_rng(3).normal(0, 20, (13, 10, 2)).astype(np.float32)
    colours[..., 1:] += cv2.resize(varied, (20, 26), interpolation=cv2.INTER_NEAREST)
    crop = cv2.cvtColor(np.clip(colours, 0, 255).astype(np.uint8), cv2.COLOR_YCrCb2BGR)
    assert reader.read(crop).lines == ("6",)


def test_a_red_digit_that_a_grey_shadow_has_joined_is_read(reader):
    image = cv2.ellipse(ground(), CENTRE, (80, 120), 0, 0, 360, (60, 50, 200), 16, cv2.LINE_AA)
    shadow = cv2.line(np.zeros(image.shape[:2], np.uint8), (210, 150), (330, 260), 255, 40)
    image[shadow > 0] = (0.5 * image[shadow > 0]).astype(np.uint8)
    assert reader.read(cv2.GaussianBlur(image, (9, 9), 0)).lines == ("0",)


@pytest.mark.parametrize(
    ("ink", "high", "width", "text"),
    [
        (INKS[2], 300, 9, "253"),
        (INKS[1], 300, 9, "2530"),
        (INKS[2], 130, 9, "2530"),
        (INKS[2], 130, 4, "2530"),
    ],
    ids=["red and larger", "of the same ink", "red and as large", "red and a little thinner"],
)
def test_a_ring_of_another_colour_and_size_at_the_end_of_a_number_is_a_thing(reader, ink, high, width, text):
    image = np.full((SIDE, 2 * SIDE, 3), PAPER, np.uint8)
    image[written_mask(image.shape[:2], "253", 60, 180, 130, 9) > 0] = INKS[1]
    image[written_mask(image.shape[:2], "0", 520, 180 + (130 - high) // 2, high, width) > 0] = ink
    assert reader.read(cv2.GaussianBlur(image, (3, 3), 0)).lines == (text,)


def test_a_loop_in_which_light_is_reflected_encloses_no_other_ground_but_a_white_plate_does(reader):
    paper = 215, 180, 140
    for digit, text in (("6", ("6",)), ("0", ())):
        image = inked(ground(paper), digit, INKS[2])
        loop = without_holes(written_mask(image.shape[:2], digit, 190, 150, 170, 12))
        image[(loop > 0) & (image == paper).all(axis=2)] = 252
        assert reader.read(image).lines == text


def test_a_loop_of_a_few_pixels_has_no_colour_of_its_own(reader):
    image = np.full((120, 120, 3), (210, 190, 160), np.uint8)
    own = written_mask(image.shape[:2], "8", 50, 45, 24, 4)
    image[own > 0] = INKS[2]
    image[(without_holes(own) & ~own) > 0] = 170, 215, 170
    assert reader.read(image).lines == ("8",)
