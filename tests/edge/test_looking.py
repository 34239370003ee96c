"""What one look at a picture misses another finds, and only where it is needed."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.chroma import unlike_usual
from edge.light import find_ink
from edge.looking import Looking
from edge.looks import Look
from edge.marks import WINDOWS
from edge.reader import DigitReader
from edge.retinex import has_grain, is_gone, without_soft_edges
from tests.edge.paper import (
    BLACK,
    BLUE,
    GREEN,
    PAPER,
    RED,
    blinds,
    in_ink,
    lay_pen,
    lit,
    sheet,
    write,
    written_mask,
)


@pytest.fixture
def looking():
    return Looking(DigitReader().judged)


@pytest.fixture
def soft_edges_stay(monkeypatch):
    monkeypatch.setattr("edge.looking.without_soft_edges", lambda grey: grey)


def number() -> np.ndarray:
    return write(sheet(480, 640), "3582", 120, 180, 100)


def fingers(feet: tuple[int, ...] = (90, 200, 310, 420)) -> np.ndarray:
    """Returns (480, 640) float, the light beside the soft shadows of fingers, by where each begins in px."""
    dark = np.zeros((480, 640), np.float32)
    for x in feet:
        cv2.line(dark, (x, 479), (x + 60, 60), 1, 50)
    return 1 - 0.45 * cv2.GaussianBlur(dark, (0, 0), 6)


def digits_of(look: Look) -> str:
    return "".join(str(digit.digit) for digit in look.digits)


def test_where_one_polarity_leaves_nothing_to_read_the_other_is_tried(looking, monkeypatch):
    monkeypatch.setattr(
        "edge.looking.find_ink", lambda grey, light_on_dark=True, *_, **__: find_ink(grey, light_on_dark)
    )
    assert digits_of(looking.look(write(sheet(480, 640), "6809", 120, 180, 100))) == "6809"


def test_a_bright_wall_at_the_border_hides_no_ink_that_is_darker_than_the_paper(looking):
    page = write(sheet(640, 640, 150), "3582", 420, 180, 25, 2, 120)
    wall = np.array([(0, 0), (70, 0), (0, 620)])
    assert digits_of(looking.look(cv2.GaussianBlur(cv2.fillPoly(page, [wall], 230), (0, 0), 1))) == "3582"


def test_where_nothing_is_read_a_1_in_a_coarser_look_must_be_surer_than_another_digit(looking, monkeypatch):
    nothing = looking.at(sheet(480, 640, noise=12))
    least = {}
    for digit in "17":
        look = looking.at(write(sheet(480, 640), digit, 200, 150, 200, 14))
        monkeypatch.setattr(looking, "at", lambda *_, look=look: look)
        monkeypatch.setattr(
            "edge.looking._surer", lambda look, odds, d=digit: least.setdefault(d, odds) and look
        )
        looking._through_noise(sheet(480, 640, noise=12), 640, nothing)
        monkeypatch.undo()
    assert least["1"] > least["7"]


@pytest.mark.parametrize("digit", "2580")
def test_a_digit_beside_a_pen_is_read_and_the_pen_is_no_one(looking, digit):
    page = lay_pen(write(sheet(480, 640), digit, 150, 200, 60, 3, 110), (400, 60), (470, 420), 22)
    assert digits_of(looking.look(page)) == digit


def test_a_pen_on_blank_paper_is_no_one(looking):
    assert digits_of(looking.look(lay_pen(sheet(480, 640), (300, 60), (330, 420), 22))) == ""


def test_a_coarser_look_that_reads_more_counts(looking, monkeypatch):
    def first_digits(grey, **how):
        look = look_at(grey, **how)
        return replace(look, judged=[row[:1] for row in look.judged])

    look_at = looking.at
    monkeypatch.setattr(looking, "at", first_digits)
    monkeypatch.setattr(Look, "is_clear", lambda look: False)
    assert digits_of(looking.look(number())) == "3582"


@pytest.mark.parametrize(("height", "again"), [(16, True), (100, False)])
def test_only_a_picture_of_low_digits_is_read_once_more_enlarged(looking, monkeypatch, height, again):
    read, seen = looking.at, []
    monkeypatch.setattr(looking, "at", lambda grey, **how: seen.append(grey.shape) or read(grey, **how))
    assert digits_of(looking.look(write(sheet(480, 640, noise=0), "3582", 120, 180, height, 2))) == "3582"
    assert ((720, 960) in seen) == again


def test_a_closer_look_counts_where_it_reads_more_on_the_sheet(looking):
    picture = write(sheet(480, 640), "3582", 60, 190, 60, width=3)
    look = looking.at(picture)
    mask = look.ink.mask.copy()
    mask[:100, 500:] = 255  # a shadow
    ink = replace(look.ink, window=0.28, mask=mask)
    less = Look([[(item, "not sure") for item, _ in look.judged[0][:2]] + look.judged[0][2:]], ink)
    assert len(looking.closely(picture, None, less).boxes) == 4
    right, last = np.zeros(picture.shape, np.uint8), np.zeros(picture.shape, np.uint8)
    right[:, less.boxes[0][0] :] = 255
    last[:, less.boxes[1][0] :] = 255
    assert looking.closely(picture, right, less) is less
    assert len(looking.closely(picture, last, less).boxes) == 4  # no sheet, since a digit lies beside it
    assert looking.closely(picture, None, replace(less, ink=look.ink)).ink.window <= look.ink.window
    thin = replace(less, ink=replace(look.ink, window=0.28))
    assert looking.closely(picture, None, thin) is thin
    nothing = Look([], ink)
    assert looking.closely(picture, None, nothing) is nothing


@pytest.mark.usefixtures("soft_edges_stay")
@pytest.mark.parametrize(("sure", "read"), [(1.0, "245"), (0.75, "")])
def test_a_window_that_leaves_a_blinds_shadow_out_counts_where_all_is_read_surely(sure, read):
    reader = DigitReader()

    def judged(ink, *limits):
        rows, ink = reader.judged(ink, *limits)
        return [
            [(replace(item, probabilities=sure * item.probabilities), objection) for item, objection in row]
            for row in rows
        ], ink

    page = write(sheet(480, 640), "245", 100, 200, 100, 3, 130)
    assert digits_of(Looking(judged).look(lit(page, blinds(page.shape, 0.4, 60, 2)))) == read


def test_a_number_that_a_fingers_shadow_crosses_is_read_whole(looking):
    page = write(sheet(480, 640), "35824", 60, 180, 70, 3, 110)
    finger = cv2.line(np.zeros(page.shape, np.uint8), (230, 479), (260, 150), 255, 30)
    picture = lit(page, 1 - 0.4 * cv2.GaussianBlur(finger, (0, 0), 2) / 255)
    assert digits_of(looking.look(picture)) == "35824"


def test_among_shadows_a_piece_of_one_that_is_unsurely_read_beside_a_number_does_not_count(
    looking, monkeypatch
):
    monkeypatch.setattr(Look, "is_clear", lambda _: False)
    monkeypatch.setattr(Look, "reads_beyond", lambda *_: True)
    look = looking.at(number())
    (row,) = look.judged
    for sure, length in ((0.55, 4), (0.9, 5)):
        piece = replace(row[0][0], probabilities=sure * row[0][0].probabilities)
        more = replace(look, judged=[[*row, (piece, "")]])
        known = dict.fromkeys(WINDOWS, Look([], look.ink)) | {WINDOWS[2]: look, WINDOWS[3]: more}
        shadow = np.full_like(look.ink.mask, 255)
        seen = replace(look, ink=replace(look.ink, window=1.0, mask=shadow))
        assert len(looking._in_shadows(number(), seen, known).digits) == length


@pytest.mark.parametrize("is_shadowed", [False, True])
def test_narrower_windows_are_tried_where_a_mark_is_wider_than_what_is_surely_read(
    looking, monkeypatch, is_shadowed
):
    monkeypatch.setattr(Look, "is_clear", lambda _: False)
    look, known = looking.at(number()), {}
    mask = np.full_like(look.ink.mask, 255) if is_shadowed else look.ink.mask
    looking._in_shadows(number(), replace(look, ink=replace(look.ink, window=1.0, mask=mask)), known)
    assert bool(known) == is_shadowed


@pytest.mark.parametrize("digit", "2580")
def test_a_digit_that_fingers_and_their_shadows_surround_is_read_and_they_are_not(looking, digit):
    page = write(sheet(480, 640), digit, 300, 160, 150, 9, 120)
    assert digits_of(looking.look(lit(page, fingers()))) == digit


def test_the_soft_shadow_of_a_finger_on_blank_paper_is_no_one(looking, monkeypatch):
    page = lit(sheet(480, 640, noise=3), fingers((310,)))
    seen = looking.at(page)
    ones, nothing = ([[(item, why) for item, _ in row] for row in seen.judged] for why in ("", "not sure"))
    looks = iter([replace(seen, judged=ones), replace(seen, judged=nothing)])
    monkeypatch.setattr(looking, "_look", lambda image: next(looks))
    monkeypatch.setattr(Look, "is_clear", lambda look: False)
    assert {why for row in looking.look(page).judged for _, why in row} == {"not like ink"}


@pytest.mark.parametrize(
    ("light", "times"), [(np.ones((480, 640)), 1), (fingers((310,)), 2)], ids=["even", "a finger's shadow"]
)
def test_only_a_picture_whose_ink_has_soft_edges_is_looked_at_without_them(
    looking, monkeypatch, light, times
):
    pictures, look = [], looking._look
    monkeypatch.setattr(Look, "is_clear", lambda look: False)
    monkeypatch.setattr(looking, "_look", lambda image: pictures.append(image) or look(image))
    looking.look(lit(number(), light))
    assert len(pictures) == times


def test_no_shadow_is_taken_off_a_picture_in_which_no_ink_is_seen(looking, monkeypatch):
    monkeypatch.setattr("edge.looking.without_soft_edges", None)
    assert not looking.look(sheet(480, 640)).digits


@pytest.mark.parametrize("sensor", [0, 3])
@pytest.mark.parametrize("digit", "2589")
def test_a_large_digit_that_is_out_of_focus_is_no_shadow(looking, monkeypatch, digit, sensor):
    monkeypatch.setattr(Look, "is_clear", lambda look: False)
    page = cv2.GaussianBlur(write(sheet(800, 800), digit, 200, 130, 520, 40), (0, 0), 9)
    noise = np.random.default_rng(1).normal(0, sensor, page.shape)
    page = (page + noise).clip(0, 255).astype(np.uint8)
    assert has_grain(without_soft_edges(page)) == (sensor > 0)
    assert is_gone((200, 130, 350, 520), page, without_soft_edges(page))
    assert digits_of(looking.look(page)) == digit


def test_what_reads_the_same_without_soft_edges_keeps_its_ink_with_them(looking, monkeypatch):
    monkeypatch.setattr(Look, "is_clear", lambda look: False)
    page = cv2.GaussianBlur(write(sheet(1024, 768), "4", 70, 120, 740, 60, 100), (0, 0), 20)
    noise = np.random.default_rng(1).normal(0, 3, page.shape)
    assert digits_of(looking.look((page + noise).clip(0, 255).astype(np.uint8))) == "4"


def test_ink_out_of_focus_that_has_a_colour_is_no_shadow_however_unsure(looking, monkeypatch):
    monkeypatch.setattr(Look, "is_clear", lambda look: False)
    monkeypatch.setattr("edge.looking.SUREST", 99.0)
    grey = cv2.GaussianBlur(write(sheet(800, 800), "0", 200, 130, 520, 40), (0, 0), 9)
    paper = np.full_like(grey, PAPER)
    blue = cv2.merge([cv2.addWeighted(grey, 0.4, paper, 0.6, 0), grey, grey]).astype(np.float32)
    blue += np.random.default_rng(1).normal(0, 3, grey.shape)[..., None]
    blue = blue.clip(0, 255).astype(np.uint8)
    assert digits_of(looking.look(blue)) == "0"
    assert digits_of(looking.look(cv2.cvtColor(blue, cv2.COLOR_BGR2GRAY))) == ""


def test_the_sheet_on_which_a_digit_is_read_once_its_shadows_are_gone_is_told_in_px_of_the_image(looking):
    desk = np.tile(np.array([[60, 90], [110, 70]], np.uint8), (600, 800))
    page = write(sheet(700, 700), "8", 300, 250, 180, 14)
    light = np.kron(fingers(), np.ones((2, 2)))[:700, :700]
    desk[250:950, 400:1100] = lit(page, light)
    look = looking.look(desk)
    assert digits_of(look) == "8"
    x, y, _, h = look.in_picture(look.boxes[0], desk.shape)
    assert (x, y) == pytest.approx((400 + 300, 250 + 250), abs=30)
    assert h == pytest.approx(180, abs=30)


@pytest.mark.parametrize("seed", [0, 5])
def test_a_number_in_blue_ink_is_read_and_the_broken_grey_boxes_around_it_are_not(looking, seed):
    boxes, ink = np.zeros((2, 480, 640), np.uint8)
    for index, digit in enumerate("90517"):
        left = 70 + 80 * index
        cv2.rectangle(boxes, (left, 195), (left + 80, 275), 255, 2)
        ink = cv2.max(ink, written_mask(boxes.shape, digit, left + 18, 208, 50, 3))
    worn = cv2.GaussianBlur(np.random.default_rng(seed).random(boxes.shape), (0, 0), 6)
    boxes[worn < np.quantile(worn, 0.5)] = 0
    paper = lit(sheet(*boxes.shape, noise=5), 1 - 0.5 * boxes / np.float32(255))[..., None]
    picture = paper * (1 - ink[..., None] / 255 * np.array([0.3, 0.6, 0.75]))
    assert digits_of(looking.look(cv2.GaussianBlur(np.uint8(picture), (3, 3), 0))) == "90517"


def form(digits: str, ink: tuple[float, float, float], frame: tuple[float, float, float]) -> np.ndarray:
    """Returns (480, 640, 3) uint8: digits in boxes that they touch; each ink leaves so much of BGR light."""
    boxes, own = np.zeros((2, 480, 640), np.uint8)
    for index, digit in enumerate(digits):
        left = 70 + 60 * index
        cv2.rectangle(boxes, (left, 195), (left + 60, 265), 255, 3)
        own = cv2.max(own, written_mask(boxes.shape, digit, left + 8, 200, 66, 4))
    page = in_ink(in_ink(sheet(*boxes.shape, noise=3)[..., None], boxes, frame), own, ink)
    return np.uint8(cv2.GaussianBlur(page, (3, 3), 0))


@pytest.mark.parametrize("frame", [RED, BLUE, GREEN], ids=["red", "blue", "green"])
@pytest.mark.parametrize("digits", ["3582", "90467", "28"])
def test_black_digits_are_read_that_touch_coloured_boxes(looking, digits, frame):
    assert digits_of(looking.look(form(digits, BLACK, frame))) == digits


def test_of_digits_in_the_ink_of_their_boxes_no_part_is_left_out(looking):
    image = form("3582", RED, RED)
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    assert digits_of(looking.look(image)) == digits_of(looking.look(grey))


@pytest.mark.usefixtures("soft_edges_stay")
@pytest.mark.parametrize(("ink", "text"), [((70, 110, 20), "9"), ((57, 75, 96), "")], ids=["green", "brown"])
def test_a_digit_of_another_colour_than_the_paper_is_read_in_the_shadow_of_a_lattice(looking, ink, text):
    own = write(np.zeros((480, 640), np.uint8), "9", 150, 90, 250, 22, 255)[..., None] / 255
    bars = np.zeros((480, 640), np.uint8)
    for x in range(-600, 900, 200):
        cv2.line(bars, (x, 0), (x + 300, 480), 255, 50)
        cv2.line(bars, (x + 300, 0), (x, 480), 255, 50)
    light = 1 - 0.4 * cv2.GaussianBlur(bars, (0, 0), 4)[..., None] / 255
    picture = light * (own * ink + (1 - own) * np.array([95.0, 125.0, 160.0]))
    noise = np.random.default_rng(1).normal(0, 1, picture.shape)
    assert digits_of(looking.look((picture + noise).clip(0, 255).astype(np.uint8))) == text


def test_a_coloured_desk_around_a_blank_sheet_is_no_digit(looking):
    picture = np.full((640, 360, 3), (60, 100, 150), np.uint8)
    sheet_of_paper = np.array([(-9, 44), (328, 40), (360, 416), (360, 600), (36, 640), (-5, 290)])
    cv2.fillPoly(picture, [sheet_of_paper], (205, 215, 225))
    picture = cv2.GaussianBlur(picture, (0, 0), 1)
    assert digits_of(looking.at(unlike_usual(picture))) == "7"
    assert digits_of(looking.look(picture)) == ""


def test_the_soft_shadow_of_a_bar_is_no_1_and_a_1_beside_it_is_read(looking):
    light = cv2.line(np.full((480, 640), 1, np.float32), (300, -60), (340, 400), 0.5, 80)
    paper = lit(sheet(480, 640), cv2.GaussianBlur(light, (0, 0), 14))
    assert looking.look(paper).digits == []
    assert digits_of(looking.look(write(paper.copy(), "1", 480, 170, 120, width=9))) == "1"


def test_a_1_that_has_a_colour_is_no_bars_shadow_however_soft(looking, monkeypatch):
    grey = write(sheet(480, 640), "1", 280, 150, 160, 20)
    soft = cv2.dilate(written_mask(grey.shape, "1", 280, 150, 160, 20), np.ones((9, 9), np.uint8))
    monkeypatch.setattr("edge.looking.soft_bars", lambda look, shape: soft if look.digits else None)
    blue = cv2.merge([cv2.addWeighted(grey, 0.4, sheet(480, 640), 0.6, 0), grey, grey])
    assert digits_of(looking.look(blue)) == "1"
    assert digits_of(looking.look(grey)) == ""


@pytest.mark.parametrize("digit", "25")
def test_a_digit_that_the_soft_shadow_of_a_bar_crosses_is_read(looking, digit):
    light = cv2.line(np.full((900, 700), 1, np.float32), (300, -60), (540, 1000), 0.5, 160)
    page = write(sheet(900, 700, noise=4), digit, 260, 300, 330, 22, 120)
    assert digits_of(looking.look(lit(page, cv2.GaussianBlur(light, (0, 0), 25)))) == digit


@pytest.mark.parametrize(("digits", "text"), [("48632", "48632"), ("7", "7"), ("", "")])
def test_a_pale_pencil_is_read_in_cells_of_dark_lines_and_empty_ones_hold_nothing(looking, digits, text):
    page = sheet(640, 480)
    for place, x in enumerate(range(60, 360, 60)):
        cv2.rectangle(page, (x, 480), (x + 60, 540), 40, 3, cv2.LINE_AA)
        write(page, digits[place : place + 1], x + 18, 494, 30, 2, 165)
    assert digits_of(looking.look(page)) == text


@pytest.mark.parametrize(("digit", "text"), [("6", "6"), ("", "")])
def test_a_pale_pencil_is_read_beside_a_dark_word_and_the_word_is_no_digit(looking, digit, text):
    page = cv2.putText(sheet(720, 960), "page", (30, 60), cv2.FONT_HERSHEY_DUPLEX, 1.2, 60, 2, cv2.LINE_AA)
    page = write(cv2.GaussianBlur(page, (0, 0), 1), digit, 400, 300, 45, 2, 160)
    assert digits_of(looking.look(page)) == text


def test_the_frame_around_marks_that_are_no_digits_is_none(looking):
    page = cv2.polylines(sheet(960, 640), [np.array([(0, 200), (530, 175), (545, 515)])], False, 60, 3)
    for x, y in ((320, 420), (420, 330), (100, 300)):
        cv2.drawMarker(page, (x, y), 40, cv2.MARKER_STAR, 45, 3)
    assert digits_of(looking.look(cv2.GaussianBlur(page, (0, 0), 1))) == ""


def test_a_pale_pencil_is_read_on_a_dark_line(looking):
    page = cv2.line(sheet(640, 480), (40, 520), (440, 520), 40, 3, cv2.LINE_AA)
    assert digits_of(looking.look(write(page, "4863", 80, 474, 42, 3, 170))) == "4863"


@pytest.mark.parametrize("noise", [1.5, 3.0])
@pytest.mark.parametrize("digit", "36")
def test_a_pale_digit_that_is_enlarged_and_out_of_focus_is_read_at_a_smaller_size(looking, digit, noise):
    page = cv2.GaussianBlur(write(sheet(128, 128, noise=0), digit, 38, 25, 78, 8, 180), (0, 0), 4)
    light = np.tile(np.linspace(1, 0.55, 128, dtype=np.float32), (128, 1))
    grain = np.random.default_rng(3).normal(0, noise, page.shape)
    page = np.clip(lit(page, light) + grain, 0, 255).astype(np.uint8)
    assert digits_of(looking.look(cv2.resize(page, (300, 300), interpolation=cv2.INTER_CUBIC))) == digit


def test_a_printed_frames_sides_that_a_look_takes_for_1s_are_none(looking, monkeypatch):
    page = write(sheet(240, 480), "3582", 110, 60, 75)
    for x in (80, 390):
        cv2.line(page, (x, 160), (x + 8, 70), 120, 6, cv2.LINE_AA)
    taken = looking.at(page)
    assert digits_of(taken) == "135821"
    framed = find_ink(cv2.line(page, (0, 160), (479, 164), 120, 5, cv2.LINE_AA))
    monkeypatch.setattr(looking, "_evenly", lambda _: replace(taken, ink=framed))
    assert digits_of(looking.look(page)) == "3582"


@pytest.mark.parametrize(("limit", "most"), [("ENOUGH", 8), ("MOST_EFFORT", 8 * 480 * 640)])
def test_looks_at_a_picture_that_stays_unclear_end_before_they_take_much_longer_than_at_a_page(
    limit, most, monkeypatch
):
    seen = []

    def judged(ink, *_):
        seen.append(ink.mask.size)
        return [], ink

    monkeypatch.setattr(f"edge.looking.{limit}", most)
    Looking(judged).look(lit(write(sheet(480, 640), "3582", 120, 180, 100), fingers()))
    assert 8 * 480 * 640 <= sum(seen) < 9 * 480 * 640


def test_the_more_marks_looks_refuse_in_an_unclear_picture_the_fewer_are_taken(monkeypatch):
    def count_looks(per_mark: int) -> int:
        seen = []
        read = DigitReader().judged
        monkeypatch.setattr("edge.looking.PER_MARK", per_mark)
        Looking(lambda *given: seen.append(given) or read(*given)).look(picture)
        return len(seen)

    picture = lit(write(sheet(480, 640), "3582", 120, 180, 100), fingers())
    assert count_looks(8 * 480 * 640) < count_looks(0) / 2
