"""What is read is judged by itself, by its line and by its page."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import Part
from edge.judge import compare, judge, refused_digits
from edge.segmentation import Segment
from tests.edge.paper import bar

CROP = np.zeros((28, 28), np.uint8)
cv2.circle(CROP, (14, 14), 8, 255, 2)


def segment(x, digit=3, sure=0.98, y=0, h=40, darkness=200.0, dropped=False, origin=-1):
    probabilities = np.full(11, (1 - sure) * 0.02, np.float32)
    probabilities[digit], probabilities[10] = sure, (1 - sure) * 0.82
    w = max(25, h // 3)
    part = Part((x, y, w, h), np.full((h, w), 255, np.uint8), darkness)
    return Segment((part,), CROP, probabilities, dropped, origin)


def written(x, digit, stroke, darkness=200.0):
    """Returns a sure digit whose strokes are so many px wide: an upright, with a bar on it if it is no 1."""
    mask = np.zeros((90, stroke if digit == 1 else max(stroke, 25)), np.uint8)
    mask[:, :stroke] = mask[:stroke] = 255
    part = Part((x, 0, mask.shape[1], 90), mask, darkness)
    return replace(segment(x, digit), parts=(part,))


def read(*rows, min_confidence=0.5, frames=()):
    judged = judge([list(row) for row in rows], min_confidence, frames)
    return ["".join(str(item.digit) for item, objection in row if not objection) for row in judged]


def test_sure_digits_are_read():
    assert read([segment(0, 4), segment(30, 2)]) == ["42"]


def test_a_digit_below_the_least_confidence_is_silent():
    assert read([segment(0, 4, 0.45)]) == [""]
    assert read([segment(0, 4, 0.8)], min_confidence=0.9) == [""]


def test_among_sure_digits_an_unsure_one_is_read():
    assert read([segment(0, 1), segment(30, 2), segment(60, 5, 0.4), segment(90, 4)]) == ["1254"]


@pytest.mark.parametrize(("sure", "text"), [(0.25, "124"), (0.35, "1245")])
def test_what_stands_at_the_end_of_sure_digits_may_be_a_unit_and_must_be_surer(sure, text):
    assert read([segment(0, 1), segment(30, 2), segment(60, 4), segment(90, 5, sure)]) == [text]
    assert read([segment(0, 1), segment(30, 2), segment(60, 5, sure), segment(90, 4)]) == ["1254"]


def test_the_least_confidence_that_is_asked_for_holds_among_sure_digits_too():
    unsure = segment(60, 5, 0.4)
    probabilities = unsure.probabilities.copy()
    probabilities[6] = 0.35
    unsure = Segment(unsure.parts, CROP, probabilities)
    row = [segment(0, 1, 0.999), segment(30, 2, 0.999), unsure, segment(90, 4, 0.999)]
    assert read(row, min_confidence=0.9) == ["124"]


def test_a_sure_digit_among_letters_is_not_believed():
    letters = [segment(x, 5, 0.1) for x in (30, 60, 90)]
    assert read([segment(0, 0), *letters]) == [""]


def test_letters_are_not_low_beside_a_high_edge():
    letters = [segment(x, 5, 0.1, dropped=True) for x in (30, 60, 90, 120)]
    edges = [segment(x, 1, 0.97, h=90) for x in (150, 180)]
    assert read([segment(0, 5), *letters, *edges]) == [""]


def test_beside_a_mark_that_is_surely_no_digit_the_others_must_nearly_all_be_digits():
    digits, letter = [segment(x, 4) for x in (30, 60)], segment(0, 5, 0.01)
    doubtful = segment(0, 5, 0.5)
    assert read([doubtful, *digits]) == ["544"]
    assert read([letter, *digits]) == [""]
    assert read([letter, *digits, *(segment(x, 4) for x in (90, 120))]) == ["4444"]


@pytest.mark.parametrize(("lines", "text"), [(4, "44"), (1, "")])
def test_on_a_page_full_of_digits_an_odd_one_on_a_short_line_is_no_letter(lines, text):
    page = [[segment(x, 4, y=60 * row) for x in range(0, 180, 30)] for row in range(1, lines + 1)]
    assert read([segment(0, 5, 0.01), segment(30, 4), segment(60, 4)], *page)[0] == text


def test_a_number_behind_a_word_is_read_and_a_word_that_holds_digits_is_not():
    letters, number = [segment(x, 5, 0.01) for x in (0, 30)], [segment(x, 7) for x in (60, 90, 120)]
    assert read([*letters, *number]) == ["777"]
    assert read([number[0], *letters, *number[1:]]) == [""]


def test_what_looks_like_digits_in_words_does_not_speak_for_another_line():
    word = [segment(30 * place, 0, sure) for place, sure in enumerate((0.98, 0.01, 0.98, 0.01, 0.98))]
    line = [*(segment(x, 1, y=120) for x in (0, 30)), segment(60, 5, 0.5, y=120)]
    assert read(line) == ["115"]
    assert read(word, [replace(each) for each in word], line) == ["", "", ""]


LETTERS = [[segment(x, 5, 0.1, y) for x in range(0, 210, 30)] for y in (0, 60)]


@pytest.mark.parametrize(("digit", "sure", "text"), [(1, 0.98, ""), (7, 0.7, ""), (7, 0.98, "7")])
def test_on_a_page_of_letters_a_lone_digit_is_believed_where_it_is_sure_and_no_stroke(digit, sure, text):
    assert read(*LETTERS, [segment(0, digit, sure, y=120)]) == ["", "", text]


@pytest.mark.parametrize(("sure", "text"), [(0.98, "47"), (0.7, "")])
def test_a_short_number_on_a_page_of_letters_is_read_where_all_of_it_is_sure(sure, text):
    assert read(*LETTERS, [segment(0, 4, y=120), segment(30, 7, sure, y=120)])[-1] == text


@pytest.mark.parametrize(("gap", "text"), [(40, "47"), (5, "")], ids=["apart", "beside"])
def test_a_number_on_a_line_of_words_is_read_where_it_stands_apart(gap, text):
    word, behind = ([segment(x + start, 5, 0.1) for x in (0, 30, 60)] for start in (0, 55 + gap))
    assert read([*word, segment(85 + gap, 4), segment(115 + gap, 7)]) == [text]
    assert read([segment(0, 4), segment(30, 7), *behind]) == [text]
    assert read([*word, segment(85 + gap, 4)]) == [""]


def test_touching_digits_with_another_apart_from_words_are_a_number_where_all_are_sure():
    words = [segment(x, 5, 0.1) for x in (0, 30, 60, 90)]
    for sure, text in ((0.99, "660"), (0.9, "")):
        touching = [segment(x, 6, sure, origin=1) for x in (200, 230)]
        assert read([*words, *touching, segment(260, 0, 0.99)]) == [text]


@pytest.mark.parametrize(("words", "height", "text"), [(3, 40, "50"), (6, 40, ""), (6, 60, "50")])
def test_few_letters_among_many_words_are_no_number_unless_they_are_higher(words, height, text):
    others = [segment(x + start, 5, 0.1) for start in range(0, words * 90, 90) for x in (0, 30)]
    pair = [segment(x + 600, digit, h=height) for x, digit in ((0, 5), (30, 0))]
    assert read([*others, *pair]) == [text]


LABEL = [segment(x, 5, 0.01, h=24, y=10) for x in (0, 28)]


def test_what_looks_like_a_digit_in_a_label_apart_from_numbers_is_not_read():
    label, numbers = [*LABEL, segment(56, 9, h=24, y=10)], [segment(x, 7) for x in (200, 230, 320, 350)]
    assert read([*label, *numbers]) == ["7777"]
    assert read([*LABEL[:1], *label[2:], *numbers]) == ["97777"]


@pytest.mark.parametrize(
    ("height", "sure", "text"), [(22, 0.5, "77"), (22, 0.98, "01077"), (36, 0.5, "01077")]
)
def test_a_low_label_is_not_read_where_not_all_of_it_is_like_digits(height, sure, text):
    label = [segment(x, digit, h=height, y=15) for x, digit in ((0, 0), (28, 1))]
    label.append(segment(56, 0, sure, h=height, y=15))
    assert read([*label, segment(200, 7), segment(230, 7)]) == [text]


def test_a_low_label_is_not_read_beside_a_number_of_which_two_digits_touch():
    label = [segment(x, digit, h=22, y=15) for x, digit in ((0, 2), (28, 1))]
    letter = segment(56, 0, 0.01, h=22, y=15, dropped=True)
    number = [segment(200, 6, 0.99), segment(230, 8, 0.99, origin=7), segment(260, 9, 0.99, origin=7)]
    assert read([*label, letter, *number, segment(290, 5, 0.99)]) == ["6895"]


def test_a_low_digit_amid_a_number_is_read_though_it_is_unsure():
    low = segment(60, 3, 0.6, h=24, y=16)
    assert read([segment(0, 4), segment(30, 8), low, *(segment(x, 7) for x in (90, 120))]) == ["48377"]


def test_a_low_1_apart_from_a_number_is_a_labels_l():
    assert read([segment(0, 1, h=22, y=18), *(segment(x, 7) for x in (100, 130))]) == ["77"]
    assert read([segment(0, 1), *(segment(x, 7) for x in (100, 130))]) == ["177"]
    assert read([segment(0, 7), segment(80, 1, h=22, y=18), *(segment(x, 7) for x in (160, 190))]) == ["7177"]


def test_a_labels_capital_that_looks_like_a_digit_is_not_read():
    label = [
        segment(0, 5, h=28, y=12),
        *(segment(x, 0, sure, h=22, y=18) for x, sure in ((28, 0.98), (56, 0.1))),
    ]
    assert read([*label, segment(200, 7), segment(230, 7)]) == ["77"]


def test_a_digit_is_read_though_a_low_label_stands_right_above_it():
    letters = [(0, 8), (10, 8), (20, 30)]  # the last are several that touch
    label = [replace(segment(x, 5, 0.01), parts=(bar(x, -20, width, 16),)) for x, width in letters]
    digits = [segment(x, digit) for x, digit in ((0, 5), (55, 0), (120, 9), (180, 4))]
    assert read([*label, *digits]) == ["5094"]


def test_a_digit_in_a_frame_of_its_own_is_read_beside_words():
    words = [[*(segment(x, 5, 0.01, y) for x in range(0, 150, 30)), segment(200, 7, y=y)] for y in (0, 90)]
    frames = [(195, y - 5, 60, 60) for y in (0, 90)]
    assert read(*words) == ["", ""]
    assert read(*words, frames=frames) == ["7", "7"]
    assert read(*words, frames=[(0, -5, 400, 60), (195, 60, 60, 200)]) == ["", ""]


def test_of_words_and_a_sure_digit_the_digit_is_said_to_be_refused():
    word = [segment(60 * index, 10, 0.99) for index in range(3)]
    digit = segment(400, 7)
    assert refused_digits(judge([[*word, digit]], 0.5)) == [digit]
    assert refused_digits(judge([[*word, segment(400, 1)]], 0.5)) == []
    assert refused_digits(judge([[segment(60 * index, 7) for index in range(3)]], 0.5)) == []


def test_where_two_digits_are_read_in_the_same_place_neither_is():
    stripes = [replace(segment(0, 2 + top // 20), parts=(bar(0, top, 300, 380),)) for top in (0, 20)]
    assert read(stripes) == [""]
    assert read(stripes[:1]) == ["2"]


def test_an_edge_along_several_digits_is_no_digit_and_a_bar_above_one_is():
    edge = replace(segment(0, 2), parts=(bar(20, 30, 100, 40),))
    assert read([segment(0, 5), edge, segment(40, 9), segment(80, 6)]) == ["596"]
    assert read([segment(0, 5), edge, segment(40, 9), segment(130, 6)]) == ["5296"]


def test_a_one_in_a_frame_of_its_own_is_no_stroke():
    words = [[*(segment(x, 5, 0.01, y) for x in range(0, 150, 30)), segment(200, 1, y=y)] for y in (0, 90)]
    assert read(*words, frames=[(195, -5, 60, 60)]) == ["1", ""]


def test_a_line_under_a_number_has_no_say_about_it():
    letters, number = [segment(x, 5, 0.01) for x in (0, 30)], [segment(x, 7) for x in (200, 240)]
    line = replace(segment(190, 5, 0.01), parts=(bar(190, 42, 120, 8),))
    assert read([*letters, line, *number]) == ["77"]


def test_specks_and_weak_marks_beside_writing_are_no_digits():
    assert read([segment(0, 4), segment(30, 2), segment(60, 1, h=12)]) == ["42"]
    assert read([segment(0, 4), segment(30, 2)], [segment(0, 7, y=80, darkness=60.0)]) == ["42", ""]


@pytest.mark.parametrize(("digit", "broad", "text"), [(1, 2, "341"), (1, 3, "34"), (8, 3, "348")])
def test_a_one_much_broader_than_the_strokes_beside_it_is_a_shadow(digit, broad, text):
    thin = [written(0, 3, 8), written(60, 4, 8)]
    assert read([*thin, written(120, digit, broad * 8)]) == [text]
    assert read([written(120, digit, broad * 8)]) == [str(digit)]


@pytest.mark.parametrize(
    ("stroke", "darkness", "text"), [(8, 100, "3456"), (20, 100, "345"), (20, 190, "3456")]
)
def test_what_is_broader_and_paler_than_the_digits_is_a_finger(stroke, darkness, text):
    number = [written(60 * place, digit, 8) for place, digit in enumerate((3, 4, 5))]
    assert read([*number, written(300, 6, stroke, darkness)]) == [text]


@pytest.mark.parametrize(("height", "text"), [(130, "341"), (160, "34")])
def test_a_one_much_longer_than_the_digits_beside_it_is_a_pen(height, text):
    one = segment(120, 1)
    one = replace(one, parts=(bar(120, 0, 12, height),))
    assert read([written(0, 3, 8), written(60, 4, 8), one]) == [text]


def test_a_marker_is_not_too_broad_beside_small_print():
    marker = [written(0, 1, 24), written(60, 8, 24)]
    print_ = [
        replace(segment(120 + 30 * index, 5, h=20), parts=(bar(120 + 30 * index, 0, 4, 20),))
        for index in range(5)
    ]
    assert read(marker, print_) == ["18", ""]


def test_what_was_left_out_is_not_read():
    assert read([segment(0, 4), segment(30, 2, dropped=True)]) == ["4"]


@pytest.mark.parametrize("rows", [[], [[]]])
def test_nothing_is_judged_to_be_nothing(rows):
    assert judge(rows, 0.5) == rows


def test_a_digit_smaller_than_what_turned_out_to_be_none_is_read():
    large, small = segment(0, h=200), segment(300, h=40)
    ((_, objection),) = [pair for row in judge([[large], [small]], 0.5) for pair in row if pair[0] is small]
    assert objection == "smaller than the rest"
    assert compare([[(large, "not like ink")], [(small, objection)]])[1] == [(small, "")]


def test_a_blot_is_no_one_however_sure_the_network_is():
    blot = cv2.circle(np.zeros((28, 28), np.uint8), (14, 14), 10, 255, -1)
    sure = segment(0, 1)
    (((_, objection),),) = judge([[Segment(sure.parts, blot, sure.probabilities)]], 0.5)
    assert objection == "a blot"


@pytest.mark.parametrize(("digit", "width", "text"), [(4, 9, ""), (4, 11, "4"), (1, 5, "1")])
def test_what_is_a_quarter_as_wide_as_high_or_less_is_no_digit_but_a_1(digit, width, text):
    assert read([replace(segment(0, digit), parts=(bar(0, 0, width, 40),))]) == [text]


def test_a_lying_bar_is_no_one():
    bar = Part((0, 0, 80, 40), np.full((40, 80), 255, np.uint8), 200.0)
    (((_, objection),),) = judge([[Segment((bar,), CROP, segment(0, 1).probabilities)]], 0.5)
    assert objection == "lying"


def test_a_piece_of_something_that_is_mostly_not_read_is_not_believed():
    scribble = [segment(x, 5, 0.1, origin=7) for x in (0, 30, 60)]
    assert read([*scribble, segment(90, 1, origin=7)]) == [""]


def test_touching_digits_are_read():
    assert read([segment(0, 4), segment(30, 2, origin=7), segment(55, 6, origin=7), segment(90, 8)]) == [
        "4268"
    ]
    assert read([segment(0, 2, origin=7), segment(30, 6, origin=7)]) == ["26"]


def test_doubtful_pieces_of_one_part_are_no_number():
    assert read([segment(0, 1, 0.85, origin=7), segment(30, 4, origin=7)]) == [""]


def test_strokes_that_hang_together_alone_are_a_tick_or_a_zigzag():
    assert read([segment(0, 1, origin=3), segment(30, 1, origin=3)]) == [""]
    assert read([segment(0, 1, origin=3), segment(30, 7, origin=3)]) == ["17"]
    assert read([segment(0, 1, origin=3), segment(30, 1, origin=3), segment(60, 4)]) == ["114"]


def test_letters_cut_into_digits_do_not_outvote_those_that_are_none():
    cut = [segment(x, 1, origin=x // 60) for x in range(0, 240, 30)]
    whole = [segment(x, 5, 0.1) for x in (240, 270, 300)]
    assert read([*cut, *whole]) == [""]


def test_letters_that_fall_into_strokes_do_not_speak_for_a_number():
    strokes = [segment(x, 1, origin=x // 60) for x in range(0, 120, 30)]
    assert read([*strokes, segment(120, 4), segment(150, 5, 0.1)]) == [""]
    digits = [segment(x, 3, origin=x // 60) for x in range(0, 120, 30)]
    assert read([*digits, segment(120, 4), segment(150, 5, 0.1)]) == ["33334"]


def test_slips_that_were_cut_from_one_part_are_no_digits():
    slips = [replace(segment(0, 8, origin=7), parts=(bar(x, 0, 10, 40),)) for x in (0, 10, 20)]
    assert read(slips) == [""]


def test_slim_digits_that_lean_over_each_other_are_no_slips():
    leaning = [replace(segment(0, 3, origin=7), parts=(bar(x, 0, 18, 40),)) for x in (0, 12, 24)]
    assert read(leaning) == ["333"]


def test_digits_that_touch_on_a_slope_beside_another_are_no_slips_since_each_is_as_wide_as_digits_are():
    sloping = [segment(x, 8, y=4 * x, origin=7) for x in (0, 20, 40)]
    assert read([*sloping, segment(90, 2, y=240)]) == ["8882"]
    assert read(sloping) == [""], "alone they may be a star's points"


def test_a_ring_around_a_digit_is_no_0_and_what_bows_over_another_digit_is_read():
    wide = (Part((0, 0, 60, 100), np.full((100, 60), 255, np.uint8), 200.0),)
    ring = replace(segment(0, 0), parts=wide)
    assert read([ring, segment(20, 2, y=30)]) == ["2"]
    assert read([ring, segment(20, 2, y=30, h=30)]) == ["2"], "though it is low beside the ring"
    assert read([ring, segment(40, 2, y=30, h=60)]) == ["02"]
    assert read([replace(segment(0, 7), parts=wide), segment(20, 2, y=30, h=60)]) == ["72"]


def test_hatching_is_no_number():
    assert read([segment(x, 1) for x in range(0, 180, 30)]) == [""]
    assert read([segment(x, 1) for x in range(0, 90, 30)]) == ["111"]


def test_a_line_of_digits_is_read_although_much_else_is_on_the_page():
    dashes = [[segment(x, 1, 0.1, y)] for x in range(0, 600, 60) for y in (0, 60)]
    assert read(*dashes, [segment(x, d, y=150) for x, d in ((0, 4), (30, 2), (60, 7), (90, 5))])[-1] == "4275"


@pytest.mark.parametrize(
    ("beside", "text"), [(segment(120, 2, 0.7, y=300), "46192"), (segment(120, 2, 0.01, y=300), "")]
)
def test_on_a_page_of_digits_a_line_with_few_sure_ones_is_read_unless_a_letter_is_among_them(beside, text):
    page = [[segment(30 * x, 4, y=60 * row) for x in range(6)] for row in range(4)]
    doubtful = [segment(30 * x, digit, 0.7, y=300) for x, digit in enumerate((4, 6))]
    sure = [segment(30 * x, digit, y=300) for x, digit in ((2, 1), (3, 9))]
    assert read(*page, [*doubtful, *sure, beside])[-1] == text
    assert read([*doubtful, *sure, beside]) == [""]


def test_what_is_lower_or_weaker_says_nothing_about_a_digit():
    low = [[segment(x, 1, 0.1, y, h=12)] for x in range(0, 600, 60) for y in (0, 60)]
    weak = [[segment(x, 1, 0.1, y, darkness=60.0)] for x in range(0, 600, 60) for y in (0, 60)]
    assert read(*low, [segment(0, 4, y=150)])[-1] == "4"
    assert read(*weak, [segment(0, 4, y=150)])[-1] == "4"


@pytest.mark.parametrize(
    ("count", "height", "darkness", "text"),
    [(2, 40, 200.0, "11"), (2, 62, 200.0, ""), (2, 40, 120.0, ""), (6, 40, 200.0, "")],
    ids=["alike", "higher", "paler", "many"],
)
def test_few_ones_beside_words_are_read_where_they_are_as_high_and_dark_as_the_digits_on_the_page(
    count, height, darkness, text
):
    words = [[segment(30 * x, 5, 0.01, 100 * row) for x in range(6)] for row in range(4)]
    numbers = [[segment(900, 3, y=100 * row)] for row in range(4, 8)]
    ones = [segment(900 + 30 * x, 1, h=height, darkness=darkness, y=300) for x in range(count)]
    rows = [*words[:3], [*words[3], *ones], *numbers]
    assert read(*rows, frames=[(880, 100 * row - 20, 80, 80) for row in range(4, 8)])[3] == text
