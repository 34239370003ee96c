"""The board's window shows what it is given, at any size, and knows what the mouse is on."""

import numpy as np
import pytest

from edge import board
from edge.board import BUTTONS, PAGE, Answer, Fit, View, button_at, paint, sheet_fit, sheet_point
from edge.canvas import SIZE, blank
from edge.reader import Candidate, Trace
from edge.results import Digit, Reading

WINDOWS = [PAGE, (800, 480), (1920, 1080), (480, 800), (200, 100), (37, 11), (1, 1)]


def digit(value: int, box, confidence: float = 0.98) -> Digit:
    rest = (1 - confidence) / 10
    return Digit(value, confidence, box, tuple(confidence if i == value else rest for i in range(10)))


def scribble(box) -> Candidate:
    probabilities = np.full(11, 0.01, np.float32)
    probabilities[10] = 0.9
    return Candidate(box, np.full((28, 28), 90, np.uint8), probabilities, "not sure")


def answer(digits=(), rejected=(), lines=None) -> Answer:
    lines = ("".join(str(d.digit) for d in digits),) if lines is None and digits else lines or ()
    crops = np.stack([np.full((28, 28), 100 + d.digit, np.uint8) for d in digits] or [np.zeros((28, 28))])
    trace = Trace(
        np.zeros((SIZE[1], SIZE[0]), np.uint8), crops[: len(digits)].astype(np.uint8), tuple(rejected)
    )
    return Answer(1, 0, Reading(lines, tuple(digits)), trace, 0.0042)


def view(given: Answer | None = None, **more) -> View:
    about = {
        "sheet": blank(),
        "empty": given is None,
        "answer": given,
        "networks": ("int8", "float"),
        "network": 0,
    }
    return View(**{**about, "pen": 18, **more})


def middle(box) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def part(image: np.ndarray, box) -> np.ndarray:
    x, y, w, h = box
    return image[y : y + h, x : x + w]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("card", ["", "help", "pictures"])
def test_every_window_is_painted_whole_however_small_or_odd(window, card):
    shown = view(
        answer([digit(4, (100, 100, 90, 150)), digit(7, (300, 100, 90, 150))], [scribble((0, 400, 50, 50))]),
        card=card,
        notice="saved as ziffer-001.png",
        pictures=tuple(
            (f"a-rather-long-name-{i}.jpg", np.zeros((60 + i, 80, 3), np.uint8)) for i in range(12)
        ),
    )
    image = paint(shown, window)
    assert image.shape == (window[1], window[0], 3) and image.dtype == np.uint8


@pytest.mark.parametrize("window", WINDOWS[:5])
def test_points_of_the_window_and_of_the_sheet_map_onto_each_other(window):
    fit = sheet_fit(window, SIZE)
    for point in ((1, 1), (400, 300), (815, 679)):
        assert sheet_point(fit.out(point), window, SIZE) == pytest.approx(point, abs=1e-6)
    assert sheet_point(fit.out((-20, 300)), window, SIZE) is None


def test_at_first_a_pixel_of_the_sheet_is_a_pixel_of_the_window():
    assert sheet_fit(PAGE, SIZE).scale == 1


def test_a_wide_picture_lies_in_the_middle_of_the_sheets_place():
    fit = Fit.into((200, 50), (10, 20, 100, 100))
    assert (fit.scale, fit.x, fit.y) == (0.5, 10, 57.5)


@pytest.mark.parametrize("window", WINDOWS[:4])
def test_every_button_is_found_where_it_is_painted(window):
    page = Fit.into(PAGE, (0, 0, *window))
    for name, (_, _, box) in BUTTONS.items():
        assert button_at(page.out(middle(box)), window, view()) == name
    assert button_at(page.out((432, 300)), window, view()) == ""


def test_networks_and_pictures_are_buttons_too():
    shown = view(card="pictures", pictures=(("a.png", blank()), ("b.png", blank())))
    assert button_at((950, 46), PAGE, shown) == "network 0"
    assert button_at((1150, 46), PAGE, shown) == "network 1"
    assert button_at((160, 180), PAGE, shown) == "picture 0"
    assert button_at((340, 180), PAGE, shown) == "picture 1"
    assert button_at((340, 180), PAGE, view()) == ""


def test_the_sheet_is_shown_unchanged():
    sheet = np.random.default_rng(0).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)
    image = paint(view(answer([digit(3, (10, 10, 50, 90))]), sheet=sheet), PAGE)
    assert np.array_equal(part(image, board.SHEET), sheet)


def test_the_numbers_of_several_lines_are_well_apart():
    digits = [digit(8, (100, 100 * i, 60, 90)) for i in range(4)]
    inked = (part(paint(view(answer(digits, lines=("8",) * 4)), PAGE), board.NUMBER) < 100).any(axis=(1, 2))
    heights = np.diff(np.flatnonzero(np.diff(np.r_[False, inked, False])))
    assert len(heights) == 7  # of lines and, in between, of gaps
    assert min(heights[1::2]) > 0.35 * max(heights[::2])


def test_an_empty_sheet_tells_no_time():
    shown = [paint(view(each, empty=True), PAGE) for each in (None, answer())]
    assert (shown[0] == shown[1]).all()


def test_the_number_is_large_and_one_more_digit_is_one_more_on_the_screen():
    one = part(paint(view(answer([digit(1, (10, 10, 50, 90))])), PAGE), board.NUMBER)
    two = part(
        paint(view(answer([digit(1, (10, 10, 50, 90)), digit(1, (90, 10, 50, 90))])), PAGE), board.NUMBER
    )

    def runs(image):
        inked = (image[..., 0] < 128).any(axis=0).astype(int)
        return int((np.diff(inked) == 1).sum())

    assert (one[..., 0] < 128).any(axis=1).sum() > 140, "less than a fifth of the window's height"
    assert (runs(one), runs(two)) == (1, 2)


def test_bars_are_as_long_as_probabilities():
    lengths = []
    for confidence in (0.4, 0.8):
        image = paint(view(answer([digit(0, (10, 10, 50, 90), confidence)])), PAGE)
        first = part(image, board.BARS)[12]
        lengths.append(
            int((first == (board.BLUE if confidence >= 0.9 else board.VERMILION)).all(axis=1).sum())
        )
    assert lengths[1] == pytest.approx(2 * lengths[0], rel=0.08)


def test_what_the_network_saw_of_the_digit_at_the_pen_is_shown_pixel_by_pixel():
    digits = [digit(4, (100, 100, 90, 150)), digit(7, (500, 100, 90, 150))]
    for hand, value in (((110, 200), 4), ((520, 200), 7)):
        image = paint(view(answer(digits), hand=hand), PAGE)
        x, y, _, h = board.SEEN
        assert (image[y : y + h, x : x + h] == 100 + value).all()


def test_a_scribble_alone_is_no_digit_and_one_beside_digits_is_told_of_only_at_the_pen():
    rejected = scribble((600, 500, 100, 100))
    x, y, _, h = board.SEEN

    def seen(given, hand):
        return int(paint(view(given, hand=hand), PAGE)[y + h // 2, x + h // 2, 0])

    assert seen(answer([], [rejected]), (0, 0)) == 90
    both = answer([digit(4, (100, 100, 90, 150))], [rejected])
    assert seen(both, (610, 550)) == 90
    assert seen(both, (400, 300)) == 104


def test_an_empty_sheet_invites_and_a_drawn_one_does_not():
    box = (250, 330, 370, 70)
    assert (part(paint(view(), PAGE), box) < 250).any()
    assert (part(paint(view(answer([], []), empty=False), PAGE), box) == 255).all()
