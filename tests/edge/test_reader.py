"""The reader reads pictures of every size and light, and keeps silent where nothing is written."""

import csv
from itertools import product
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge import DigitReader
from edge.images import load
from edge.light import find_ink
from tests.edge.paper import PAPER, PEN, blinds, lit, sheet, write, written_mask
from train import mnist

SAMPLES = Path(__file__).resolve().parents[2] / "edge/samples"
TRUTH = {row["file"]: row["lines"] for row in csv.DictReader((SAMPLES / "labels.csv").open())}


@pytest.fixture(scope="module")
def reader():
    return DigitReader()


def number():
    return write(sheet(480, 640), "3582", 120, 180, 100)


@pytest.mark.parametrize("name", TRUTH)
def test_the_bundled_samples_are_read(reader, name):
    assert "|".join(reader.read(load(SAMPLES / name).image).lines) == TRUTH[name]


def test_grey_and_colour_give_the_same_answer(reader):
    image = number()
    assert reader.read(image) == reader.read(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR))


def test_the_same_image_is_always_read_alike(reader):
    assert reader.read(number()) == reader.read(number())


def test_chalk_is_read_like_ink(reader):
    assert reader.read(255 - number()).lines == ("3582",)


def test_a_soft_shadow_changes_nothing(reader):
    light = np.tile(1 / (1 + np.exp((np.arange(640) - 300) / 40)) * 0.6 + 0.4, (480, 1))
    assert reader.read(lit(number(), light)).lines == ("3582",)


@pytest.mark.parametrize("place", [(300, 90), (120, 230), (200, 150)], ids=["across", "beside", "within"])
def test_a_round_shadow_with_a_hard_edge_hides_no_digit(reader, place):
    light = cv2.circle(np.ones((480, 640), np.float32), (320, 200), 110, 0.4, -1)
    image = write(sheet(480, 640), "7", *place, 70, width=4)
    assert reader.read(lit(image, cv2.GaussianBlur(light, (0, 0), 3))).lines == ("7",)


def test_nothing_is_read_in_ink_of_more_parts_than_are_wanted(reader):
    ink = find_ink(number())
    assert reader.judged(ink, most=3)[0] == []
    assert sum(map(len, reader.judged(ink, most=4)[0])) == 4


@pytest.mark.parametrize("width, height, pen", [(36, 138, 18), (50, 180, 26)])
def test_a_markers_1_is_read_in_a_crop_that_is_hardly_wider(reader, width, height, pen):
    crop = sheet(height, width)
    cv2.line(crop, (round(0.62 * width), pen), (round(0.38 * width), height - pen), 60, pen, cv2.LINE_AA)
    assert reader.read(cv2.GaussianBlur(crop, (0, 0), 1)).lines == ("1",)


def test_the_gaps_beside_a_markers_strokes_are_no_chalk(reader):
    assert reader.read(write(sheet(104, 74), "8", 14, 14, 76, width=16)).lines == ("8",)


@pytest.mark.parametrize("width", [160, 400, 640, 1280, 2400])
def test_boxes_are_in_the_images_own_pixels(reader, width):
    scale = width / 640
    image = cv2.resize(number(), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    reading = reader.read(image)
    assert reading.lines == ("3582",)
    expected = [box.box for box in reader.read(number()).digits]
    found = [digit.box for digit in reading.digits]
    assert np.allclose(np.array(found) / scale, expected, atol=max(4, 3 / scale))


def test_a_digit_of_twenty_pixels_in_a_tiny_image_is_read(reader):
    assert reader.read(write(sheet(28, 28, noise=0), "3", 5, 3, 21, 2)).lines == ("3",)


@pytest.mark.parametrize("shape", [(1, 1), (1, 90), (3, 7), (2000, 3), (20, 20), (480, 640), (480, 640, 3)])
@pytest.mark.parametrize("grey", [0, 128, 255])
def test_plain_images_of_any_shape_hold_nothing(reader, shape, grey):
    reading, trace = reader.inspect(np.full(shape, grey, np.uint8))
    assert (reading.lines, reading.digits) == ((), ())
    assert trace.mask.shape == shape[:2] and trace.crops.shape == (0, 28, 28)


@pytest.mark.parametrize(
    ("image", "told"),
    [
        (None, "not NoneType"),
        (np.zeros((9, 9, 1), np.uint8), r"not \(9, 9, 1\) uint8"),
        (np.zeros((9, 9, 4), np.uint8), r"not \(9, 9, 4\) uint8"),
        (np.zeros(9, np.uint8), r"not \(9,\) uint8"),
        (np.zeros((0, 9), np.uint8), r"not \(0, 9\) uint8"),
        (np.zeros((9, 9, 3), np.float32), r"not \(9, 9, 3\) float32"),
        (np.zeros((9, 9), np.uint16), r"not \(9, 9\) uint16"),
    ],
)
def test_what_is_no_image_is_told(reader, image, told):
    for look in (reader.read, reader.inspect):
        with pytest.raises(ValueError, match=told):
            look(image)


def test_noise_holds_nothing(reader):
    noise = np.random.default_rng(1).integers(0, 256, (480, 640), dtype=np.uint8)
    assert reader.read(noise).lines == ()


def noisy(paper: np.ndarray, blur: float, noise: float = 12) -> np.ndarray:
    grain = np.random.default_rng(5).normal(0, noise, paper.shape)
    return np.clip(cv2.GaussianBlur(paper, (0, 0), blur) + grain, 0, 255).astype(np.uint8)


def pencil(ink: np.ndarray, pressure: np.ndarray, blur: float = 2, noise: float = 0.8) -> np.ndarray:
    """Returns a photo of ink, drawn in black, that is so many grey levels darker than paper."""
    darker = (PAPER - ink.astype(np.float32)) / PAPER * pressure
    return noisy(np.float32(PAPER - darker), blur, noise).astype(np.uint8)


@pytest.mark.parametrize("digit", "23456890")
@pytest.mark.parametrize(("upper", "lower"), [(15, 15), (24, 12)], ids=["even", "uneven"])
def test_pale_pencil_is_read_as_a_whole(reader, digit, upper, lower):
    pressure = np.where(np.arange(128) < 64, upper, lower)[:, None]
    ink = write(sheet(128, 128, noise=0), digit, 34, 20, 88, 9, 0)
    assert reader.read(pencil(ink, pressure)).lines == (digit,)


def test_a_number_in_pale_pencil_is_read_and_one_that_shines_through_the_page_is_not(reader):
    ink = write(sheet(480, 640, noise=0), "3582947", 60, 180, 90, 8, 0)
    page = pencil(ink, np.full(640, 15))
    assert reader.read(page).lines == ("3582947",)
    assert reader.read(cv2.flip(page, 1)).lines == ()


def test_a_number_in_pencil_that_grows_paler_is_read_to_its_end(reader):
    ink = write(sheet(480, 640, noise=0), "3582946", 60, 180, 90, 8, 0)
    assert reader.read(pencil(ink, np.linspace(40, 12, 640), 1.2, 1.5)).lines == ("3582946",)


@pytest.mark.parametrize(("depth", "pitch", "blur", "grey"), [(0.4, 140, 3, 110), (0.5, 140, 6, 60)])
def test_a_page_under_wide_stripes_of_shadow_is_read_to_its_end(reader, depth, pitch, blur, grey):
    lines = ("3582947", "7081364", "2946053")
    page = sheet(480, 640)
    for index, line in enumerate(lines):
        write(page, line, 60, 90 + 110 * index, 50, 3, grey)
    assert reader.read(lit(page, blinds(page.shape, depth, pitch, blur))).lines == lines


def test_a_page_of_more_digits_than_grain_has_marks_is_read_under_stripes_of_shadow(reader):
    lines = ("35624970", "70613543", "29460537", "61357209", "47026156", "93615462")
    page = sheet(640, 480)
    for index, line in enumerate(lines):
        write(page, line, 70, 80 + 80 * index, 40, 2, 150)
    assert reader.read(lit(page, blinds(page.shape, 0.35, 90, 2))).lines == lines


@pytest.mark.parametrize("digit", "2345")
def test_a_fingers_shadow_beside_a_thin_digit_is_no_one(reader, digit):
    page = write(sheet(480, 640), digit, 120, 150, 90, 5)
    shadow = cv2.line(np.zeros(page.shape), (420, 470), (380, 210), 0.45, 44, cv2.LINE_AA)
    image = lit(page, 1 - cv2.GaussianBlur(shadow, (0, 0), 2))
    assert reader.read(image).lines == (digit,)


@pytest.mark.parametrize("side", ["left", "top", "bottom"])
def test_a_digit_that_touches_the_box_around_it_is_read(reader, side):
    left, top = {"left": (236, 190), "top": (290, 156), "bottom": (290, 226)}[side]
    image = write(sheet(480, 640), "3", left, top, 100)
    assert reader.read(cv2.rectangle(image, (240, 160), (400, 322), PEN, 4, cv2.LINE_AA)).lines == ("3",)


@pytest.mark.parametrize("digit", "123456789")
def test_a_digit_in_one_of_many_boxes_is_read(reader, digit):
    image = write(sheet(480, 640), digit, 305, 190, 90)
    for left, top in product((-170, 40, 250, 460), (-60, 150, 360)):
        cv2.rectangle(image, (left, top), (left + 170, top + 170), 120, 3, cv2.LINE_AA)
    assert reader.read(image).lines == (digit,)


@pytest.mark.parametrize("palest", [12, 18])
def test_a_page_of_low_digits_in_pencil_that_grows_paler_is_read_to_its_end(reader, palest):
    lines = ("3582947", "7081364", "2946053", "8135720")
    ink = sheet(480, 640, noise=0)
    for index, line in enumerate(lines):
        write(ink, line, 60, 100 + 60 * index, 20, 2, 0)
    assert reader.read(pencil(ink, np.linspace(24, palest, 480)[:, None], 1.2, 1.2)).lines == lines


@pytest.mark.parametrize("digit", "23568")
@pytest.mark.parametrize("size", [128, 600])
def test_weak_writing_in_loud_noise_is_read(reader, digit, size):
    paper = sheet(size, size, noise=0)
    write(paper, digit, 0.25 * size, 0.15 * size, 0.7 * size, size // 14, PAPER - 45)
    assert reader.read(noisy(paper, size / 80)).lines == (digit,)


@pytest.mark.parametrize("digit", "2357")
@pytest.mark.parametrize(("darker", "noise"), [(35, 6), (25, 14)])
def test_pale_writing_in_the_noise_of_a_small_picture_is_read(reader, digit, darker, noise):
    paper = write(sheet(96, 96, noise=0), digit, 29, 14, 67, 5, PAPER - darker)
    assert reader.read(noisy(paper, 1.2, noise)).lines == (digit,)


def test_small_writing_in_the_noise_of_a_dark_photo_is_read(reader):
    paper = sheet(480, 640, 60, noise=0)
    for top, digits in ((180, "3582946"), (300, "708136")):
        write(paper, digits, 60, top, 30, 4, 50)
    assert reader.read(noisy(paper, 1, 4)).lines == ("3582946", "708136")


@pytest.mark.parametrize("digit", "2345679")
def test_weak_writing_in_a_noisy_printed_cell_is_read_and_its_lines_are_not(reader, digit):
    paper = sheet(128, 128, noise=0)
    cv2.rectangle(paper, (12, 10), (116, 118), PAPER - 110, 4)
    write(paper, digit, 44, 32, 64, 7, PAPER - 45)
    assert reader.read(noisy(paper, 1.5, 10)).lines == (digit,)


def test_noise_changes_nothing_in_a_number_that_is_read_despite_it(reader):
    assert reader.read(noisy(number(), 0.8, 14)).lines == ("3582",)


def test_what_is_inspected_matches_what_is_read(reader):
    reading, trace = reader.inspect(number())
    assert reading == reader.read(number())
    assert len(trace.crops) == len(reading.digits) == 4
    for crop, digit in zip(trace.crops, reading.digits, strict=True):
        assert reader.classifier.probabilities(crop[None])[0, :10].argmax() == digit.digit
        x, y, w, h = digit.box
        assert trace.mask[y : y + h, x : x + w].any()


def test_more_is_asked_for_by_a_higher_least_confidence():
    assert DigitReader(min_confidence=1.0).read(number()).lines == ()


def test_mnists_digits_on_paper_are_read(reader):
    for image, label in zip(*(part[:20] for part in mnist.load()[2:]), strict=True):
        ink = cv2.resize(image, (140, 140), interpolation=cv2.INTER_CUBIC) / 255
        paper = sheet(300, 400)
        paper[80:220, 130:270] = lit(paper[80:220, 130:270], 1 - 0.75 * ink)
        assert reader.read(paper).lines == (str(label),)


@pytest.mark.parametrize("size", [(480, 640), (720, 1280), (1200, 1600)])
@pytest.mark.parametrize("grey, width", [(PAPER - 100, 2), (PEN, 2)])
def test_thin_or_weak_writing_beside_bold_writing_is_read(reader, size, grey, width):
    height, wide = size
    image = write(sheet(height, wide), "05", 0.1 * wide, 0.1 * height, 0.3 * height, round(0.04 * height))
    write(image, "28", 0.1 * wide, 0.6 * height, 0.2 * height, width * height // 480, grey)
    assert reader.read(image).lines == ("05", "28")


@pytest.mark.parametrize("digit", "236")
def test_a_digit_that_fades_beside_dark_ones_is_read_whole(reader, digit):
    page = write(write(sheet(480, 640), "38", 100, 200, 36, 4), "06", 191.8, 200, 36, 4)
    ink = written_mask(page.shape, digit, 161.2, 200, 36, 4) > 0
    pressure = np.linspace(1.5, -0.5, 37).clip(0, 1)[np.clip(np.nonzero(ink)[0] - 200, 0, 36)]
    page[ink] = 165 - (165 - PEN) * pressure
    assert reader.read(cv2.GaussianBlur(page, (3, 3), 0)).lines == (f"38{digit}06",)


@pytest.mark.parametrize("digit", "457")
def test_a_digit_under_the_stripes_of_a_blinds_shadow_is_read(reader, digit):
    page = write(sheet(480, 640), digit, 270, 120, 100, 3, PEN + 60)
    assert reader.read(lit(page, blinds(page.shape))).lines == (digit,)


def test_a_tall_dark_digit_is_read_among_the_words_and_letters_that_shine_through(reader):
    image = sheet(480, 640)
    letters = [(x, y, 5, 24) for x in (50, 110, 430, 490, 550) for y in (50, 150, 250, 350)]
    words = [(x, y, 17, 56) for x in (30, 420) for y in (85, 185, 285, 385)]
    for x, y, turns, height in letters + words:
        points = [(x + 9 * turn, y + height * (turn % 2)) for turn in range(turns)]
        cv2.polylines(image, [np.array(points, np.int32)], False, PAPER - 24, 4, cv2.LINE_AA)
    assert reader.read(image).lines == ()
    assert reader.read(write(image, "2", 240, 160, 130, 9)).lines == ("2",)


def test_what_is_too_low_to_be_read_is_not_classified(reader, monkeypatch):
    seen = []
    known = reader.classifier.probabilities
    monkeypatch.setattr(
        reader.classifier, "probabilities", lambda crops: seen.append(len(crops)) or known(crops)
    )
    image = number()
    for left in range(30, 600, 20):
        image[440:446, left : left + 6] = PEN
    assert reader.read(image).lines == ("3582",)
    assert sum(seen) < 20


def test_nothing_is_classified_twice(reader, monkeypatch):
    asked, answer = [], reader._answer

    def counting(ink, wanted):
        asked.extend(wanted)  # which keeps the parts, so that no two have one id
        return answer(ink, wanted)

    monkeypatch.setattr(reader, "_answer", counting)
    assert reader.judged(find_ink(write(sheet(480, 640), "3582", 120, 180, 100, 30)))[0]
    assert len(asked) == len({(*map(id, parts), slope) for parts, slope in asked}) >= 20


def test_small_writing_in_a_large_frame_is_read(reader):
    assert reader.read(write(sheet(720, 1280), "3582", 500, 300, 24, 2)).lines == ("3582",)


def test_a_photo_of_twelve_megapixels_is_read_in_its_own_pixels(reader):
    reading = reader.read(write(sheet(3000, 4000), "3582", 750, 1125, 625, 40))
    assert reading.lines == ("3582",)
    for index, digit in enumerate(reading.digits):
        x, y, _, h = digit.box
        assert (x, y, h) == pytest.approx((750 + index * 0.85 * 625 - 5, 1105, 665), abs=40)


def test_digits_of_a_sheet_on_a_desk_are_read_where_they_are(reader):
    desk = np.clip(90 + 50 * np.sin(np.arange(480) / 2)[:, None] + np.zeros((480, 640)), 0, 255)
    picture = desk.astype(np.uint8)
    picture[200:440, 150:600] = write(sheet(240, 450), "3582", 60, 70, 60, width=3, grey=150)
    reading, trace = reader.inspect(picture)
    assert reading.lines == ("3582",)
    assert all(
        abs(box[0] - 210 - 51 * index) < 15 and abs(box[1] - 270) < 8
        for index, box in enumerate(digit.box for digit in reading.digits)
    )
    assert trace.mask.shape == picture.shape and not trace.mask[:180].any()


@pytest.mark.parametrize("grey", [90, 225], ids=["in ink", "in pencil that is paler than the lines"])
def test_a_number_on_squared_paper_is_read(reader, grey):
    y, x = np.mgrid[:480, :640]
    lines = ((y + x // 20) % 24 < 2) | ((x + y // 20) % 24 < 2)
    light = np.where(lines, 0.79, 1.0) * write(
        np.full(lines.shape, 255, np.uint8), "35829", 107, 192, 60, 3, grey
    )
    noise = np.random.default_rng(1).normal(0, 2, lines.shape)
    picture = np.clip(215 / 255 * light + noise, 0, 255).astype(np.uint8)
    assert reader.read(picture).lines == ("35829",)


def test_a_wide_digit_across_the_edge_of_a_round_shadow_is_read_whole(reader):
    page = write(sheet(512, 512), "8", 110, 80, 340, 56, grey=170)
    dark = cv2.ellipse(np.zeros((512, 512)), (200, 380), (150, 100), 0, 0, 360, 1.0, cv2.FILLED)
    assert reader.read(lit(page, 1 - 0.5 * cv2.GaussianBlur(dark, (0, 0), 4))).lines == ("8",)


def test_a_number_in_a_forms_boxes_is_read_without_their_uprights(reader):
    form = sheet(480, 640)
    for index in range(6):
        cv2.line(form, (150 + 60 * index, 200), (150 + 60 * index, 261), 80, 2, cv2.LINE_AA)
    for index, digit in enumerate("38256"):
        write(form, digit, 163 + 60 * index, 214, 34, 3)
    assert reader.read(form).lines == ("38256",)


@pytest.mark.parametrize("grey", [60, 120, 165])
def test_a_digit_in_a_thin_box_is_read_beside_its_printed_label(reader, grey):
    form = write(sheet(480, 640), "8", 413, 122, 32, 3)
    cv2.putText(form, "Anzahl der Kinder", (30, 156), cv2.FONT_HERSHEY_DUPLEX, 0.9, 50, 2, cv2.LINE_AA)
    cv2.rectangle(form, (400, 110), (450, 165), grey, 1, cv2.LINE_AA)
    assert reader.read(cv2.GaussianBlur(form, (3, 3), 0)).lines == ("8",)


@pytest.mark.parametrize("digit", "36")
def test_a_digit_in_a_dashed_cell_is_read_without_its_dashes(reader, digit):
    form = write(sheet(480, 640), digit, 270, 160, 140, 12)
    for at in range(4, 640, 26):
        for side in (120, 350):
            cv2.line(form, (at, side), (at + 15, side + 1), 80, 3, cv2.LINE_AA)
        for side in (200, 430):
            cv2.line(form, (side, at), (side - 1, at + 15), 80, 3, cv2.LINE_AA)
    assert reader.read(form).lines == (digit,)


def boxed(number: str, rows: int = 1, slope: float = 0.0) -> np.ndarray:
    """Returns a page with a number in joined boxes, in the middle one of some rows of them."""
    page = sheet(480, 640)
    for row in range(rows):
        for column in range(len(number)):
            left, top = 110 + 62 * column, 220 + 70 * (row - rows // 2) + round(62 * slope * column)
            corners = [
                (left, top),
                (left + 62, top + 62 * slope),
                (left + 62, top + 70 + 62 * slope),
                (left, top + 70),
            ]
            cv2.polylines(page, [np.int32(np.rint(corners))], True, 70, 3, cv2.LINE_AA)
            if row == rows // 2:
                write(page, number[column], left + 16, top + 14, 40, 4)
    return page


@pytest.mark.parametrize("slope", [0.0, 0.15])
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("number", ["38", "174", "5931862"])
def test_a_number_in_a_row_of_joined_boxes_is_read(reader, number, rows, slope):
    assert reader.read(boxed(number, rows, slope)).lines == (number,)


def test_a_digit_drawn_beside_a_screens_icons_is_read(reader):
    screen = np.full((480, 640), 255, np.uint8)
    for index in range(8):
        cv2.circle(screen, (30 + 45 * index, 24), 12, 90, cv2.FILLED, cv2.LINE_AA)
    assert reader.read(write(screen, "3", 250, 140, 260, 22)).lines == ("3",)


def test_a_page_of_print_holds_no_number(reader):
    page = np.full((700, 900), 235, np.uint8)
    for row in range(30):
        words = " ".join(["soles goose logs lost gossip", "also close books glow solo"][row % 2 :] * 4)
        cv2.putText(page, words, (10, 30 + 22 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 40, 1, cv2.LINE_AA)
    assert reader.read(page).lines == ()


@pytest.mark.parametrize("drop", [2, 8, 14])
def test_a_1_with_a_short_nose_that_hardly_slopes_is_no_7(reader, drop):
    page = sheet(480, 640)
    for number, reach in enumerate((22, 27, 32)):
        x = 200 + 110 * number
        stem = np.array([[x - reach, 160 + drop], [x, 160], [x - 6, 280]])
        cv2.polylines(page, [stem], False, 60, 6, cv2.LINE_AA)
    assert reader.read(page).lines == ("111",)


def test_a_star_is_no_number(reader):
    page, turns = sheet(480, 640), np.pi * (0.8 * np.arange(5) - 0.5)
    points = np.stack([320 + 90 * np.cos(turns), 240 + 90 * np.sin(turns)], axis=1)
    cv2.polylines(page, [np.rint(points).astype(np.int32)], True, 60, 5, cv2.LINE_AA)
    assert reader.read(page).lines == ()


def test_a_blank_sheet_on_a_desk_is_blank(reader):
    desk = sheet(1024, 768, 120, noise=3)
    corners = np.array([[70, 60], [720, 50], [715, 850], [190, 905]])
    sheet_on_it = cv2.fillConvexPoly(desk, corners, 220, cv2.LINE_AA)
    assert reader.read(sheet_on_it).lines == ()


@pytest.mark.parametrize("height", [0.35, 0.6, 1.0], ids=["through", "middle", "base"])
@pytest.mark.parametrize("text", ["28364", "70333", "96205"])
@pytest.mark.parametrize("end", [420, 370], ids=["ruling", "line"])
def test_a_number_is_read_on_a_line_wherever_that_crosses_it(reader, text, height, end):
    row = int(25 + 60 * height)
    page = cv2.line(sheet(110, 420), (420 - end, row), (end, row - 3), 120, 3, cv2.LINE_AA)
    page = write(page, text, 60, 25, 60, 7, 90)
    assert reader.read(cv2.GaussianBlur(page, (0, 0), 1)).lines == (text,)
