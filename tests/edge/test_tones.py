"""Dark ink is parted from paler marks."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import Part, find_parts
from edge.tones import darker_ink, without_show_through, without_weak
from tests.edge.paper import bar, drawn, overlap, pure_ink, sure_of, written_mask

SHAPE = (200, 300)
DIGIT = written_mask(SHAPE, "6", 120, 50, 90)
RIM = np.zeros(SHAPE, np.uint8)
RIM[95:101, 40:260] = 255  # the rim of a shadow through the digit


def touched(rim: int, digit: int = 180):
    darkness = np.maximum(RIM // 255 * rim, DIGIT // 255 * digit)
    return replace(pure_ink(DIGIT | RIM), darkness=darkness)


def network(sureness):
    """Returns a network that is as sure of a digit in a part as `sureness` says of that part."""

    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        probabilities[:, 6] = [sureness(parts[0]) for parts, _ in wanted]
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    return classify


def test_the_darker_ink_of_a_digit_that_a_paler_mark_touches_is_the_digit():
    ink = touched(rim=60)
    (part,) = find_parts(ink)
    assert overlap(drawn(darker_ink(part, ink, 0.25, 2.0), SHAPE), DIGIT) > 0.97


def test_ink_of_one_darkness_has_no_darker_ink():
    ink = touched(rim=150)
    assert [darker_ink(part, ink, 0.25, 2.0) for part in find_parts(ink)] == [[]]


@pytest.mark.parametrize(("paler", "digits"), [(0.3, 1), (0.98, 4)], ids=["letters", "pencil digits"])
def test_paler_marks_beside_a_dark_digit_are_left_out_unless_they_are_digits_too(paler, digits):
    letters = [written_mask(SHAPE, "8", x, 60, 60) for x in (10, 60, 240)]
    darkness = np.maximum.reduce([DIGIT // 255 * 180, *(letter // 255 * 60 for letter in letters)])
    parts = find_parts(replace(pure_ink(np.maximum.reduce([DIGIT, *letters])), darkness=darkness))

    assert len(parts) == 4
    sureness = network(lambda part: 0.98 if part.darkness > 100 else paler)
    assert len(without_show_through(parts, sureness)) == digits


def test_the_back_page_shining_through_is_left_out():
    strong = [bar(x, 0, 25, 40, 200.0) for x in (0, 30)]
    weak = [bar(x, 0, 25, 40, 60.0) for x in (60, 90, 120)]
    assert without_weak(strong + weak, sure_of(strong + weak)) == strong
    assert without_weak([], sure_of([])) == []


def test_a_dark_desk_around_the_page_does_not_make_its_writing_weak():
    writing, desk = [bar(100 + 50 * i, 200, 30, 50, 60.0) for i in range(6)], bar(0, 0, 640, 480, 180.0)
    assert without_weak([desk, *writing], sure_of(writing)) == [desk, *writing]


def test_squares_much_weaker_than_the_writing_are_left_out():
    writing, squares = [bar(40 + 50 * i, 200, 30, 50, 100.0) for i in range(4)], bar(0, 0, 640, 400, 30.0)
    assert without_weak([*writing, squares], sure_of(writing)) == writing


def test_a_crease_higher_than_the_one_digit_is_left_out():
    crease, digit = bar(0, 0, 350, 250, darkness=27), bar(100, 180, 12, 18, darkness=100)
    assert without_weak([crease, digit], sure_of([digit])) == [digit]


def test_pencil_beside_punched_holes_stays():
    hole = np.zeros((40, 40), np.uint8)
    cv2.circle(hole, (20, 20), 19, 255, cv2.FILLED)
    holes = [Part((10, 150 * index, 40, 40), hole, 210.0) for index in range(4)]
    writing = [bar(100 + 40 * index, 60, 8, 36, 50.0) for index in range(5)]
    assert without_weak(holes + writing, sure_of(writing)) == holes + writing
    assert without_weak(holes, sure_of([])) == holes


def test_pencil_beside_a_pens_dot_stays():
    dot, digits = bar(10, 10, 10, 10, darkness=230), [bar(x, 50, 20, 30, darkness=70) for x in (50, 90)]
    assert without_weak([*digits, dot], sure_of(digits)) == [*digits, dot]


def test_digits_in_pencil_that_are_higher_than_bold_print_stay_and_a_stain_goes():
    bold = [bar(20 + 20 * index, 20, 12, 20, 200.0) for index in range(10)]
    pencil = [bar(200 + 40 * index, 10, 25, 50, 65.0) for index in range(2)]
    stain = bar(300, 60, 80, 60, 65.0)
    assert without_weak([*bold, *pencil, stain], sure_of([*bold, *pencil])) == [*bold, *pencil, stain]
    assert without_weak([*bold, stain], sure_of(bold)) == bold
    assert without_weak([*bold, *pencil], sure_of(bold)) == bold
    assert without_weak([*bold[1:], *pencil], sure_of([*bold, *pencil])) == bold[1:]
