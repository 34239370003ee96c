"""Steadiness: on readings made by hand, then on films of pages, hands and noise, read by the real reader."""

import functools
import random

import numpy as np
import pytest

from edge.reader import DigitReader
from edge.results import Digit, Reading
from edge.seen import FrameReader
from edge.sources.frame import Frame
from edge.sources.view import View
from edge.tracker import State, follow
from tests.edge.films import noisy, page, with_hand

SURE = 0.95


def reading(*lines, x=100, y=100, sure=SURE):
    """Returns a reading of `lines`, 40 x 60 px a digit; a line is a text, or (text, x, y)."""
    digits, texts = [], []
    for row, line in enumerate(lines):
        text, left, top = line if isinstance(line, tuple) else (line, x, y + 100 * row)
        for column, character in enumerate(text):
            probabilities = [(1 - sure) / 9] * 10
            probabilities[int(character)] = sure
            box = (left + 55 * column, top, 40, 60)
            digits.append(Digit(int(character), sure, box, tuple(probabilities)))
        texts.append(text)
    return Reading(tuple(texts), tuple(digits))


def told(readings, fps=30):
    """Follows one reading a frame; returns the time and text of each announcement, and all that was shown."""
    state, announced, shown = State(), [], []
    for number, single in enumerate(readings):
        state, steady = follow(state, single, number / fps)
        announced += [(number / fps, text) for text in steady.announced]
        shown.append(steady.reading.lines)
    return announced, shown


def texts(announced):
    return [text for _, text in announced]


@pytest.mark.parametrize("fps", [5, 10, 15, 30, 60])
def test_a_number_is_announced_once_and_soon(fps):
    announced, shown = told([reading("472", "19")] * (3 * fps), fps)
    assert texts(announced) == ["472", "19"]
    assert announced[0][0] <= max(0.21, 2 / fps)
    assert set(shown) == {("472", "19")}


def test_the_answer_is_the_mean_over_some_frames_and_not_the_last_one():
    readings = [reading("4")] * 10 + [reading("9", sure=0.9)] * 2 + [reading("4")] * 10
    state, confidences = State(), []
    for number, single in enumerate(readings):
        state, steady = follow(state, single, number / 30)
        assert steady.reading.lines == ("4",)
        confidences.append(steady.reading.digits[0].confidence)
    assert 0.6 < min(confidences) < 0.85  # the doubt is told ...
    assert confidences[-1] == pytest.approx(SURE)  # ... and passes


def test_a_digit_between_two_answers_does_not_flicker():
    chance = random.Random(4)
    readings = [reading("47" + chance.choice("17"), sure=0.55) for _ in range(120)]
    announced, shown = told(readings)
    assert len(set(shown[10:])) == 1
    assert len(announced) <= 1


def test_a_digit_that_is_missed_now_and_then_stays():
    chance = random.Random(5)
    readings = [
        reading("472") if chance.random() < 0.8 else reading(("4", 100, 100), ("2", 210, 100))
        for _ in range(90)
    ]
    announced, shown = told([reading("472")] * 4 + readings)
    assert texts(announced) == ["472"]
    assert set(shown) == {("472",)}


def test_what_is_seen_for_one_frame_is_not_shown():
    readings = [reading("472", "8") if number in (9, 20, 21) else reading("472") for number in range(40)]
    announced, shown = told(readings)
    assert texts(announced) == ["472"] and set(shown) == {("472",)}


@pytest.mark.parametrize("fps", [10, 15, 30])
@pytest.mark.parametrize(
    "other", [reading("306"), reading("8014"), reading("58", x=400, y=300), reading("3", "06")]
)
def test_a_page_that_is_swapped_is_announced_within_half_a_second(fps, other):
    announced, shown = told([reading("472")] * fps + [other] * fps, fps)
    assert texts(announced) == ["472", *other.lines]
    assert announced[-1][0] <= 1.5
    assert shown[-1] == other.lines


def test_pages_that_alternate_are_announced_each_time():
    pages = [reading("472"), reading("306")] * 3
    announced, _ = told([single for single in pages for _ in range(30)])
    assert texts(announced) == ["472", "306"] * 3


def test_a_number_that_leaves_is_dropped_and_is_news_when_it_comes_back_later():
    away = [Reading()] * 180
    announced, shown = told([reading("472")] * 30 + away + [reading("472")] * 30)
    assert texts(announced) == ["472", "472"]
    assert shown[30 + 15] == ()


def test_a_number_that_is_covered_for_a_moment_is_not_announced_again():
    announced, _ = told([reading("472")] * 30 + [Reading()] * 45 + [reading("472")] * 30)
    assert texts(announced) == ["472"]


def test_what_is_left_of_a_number_for_a_moment_is_not_a_number_but_a_wiped_one_is():
    covered = [reading(("47", 100, 100))] * 45
    announced, _ = told([reading("472")] * 30 + covered + [reading("472")] * 30)
    assert texts(announced) == ["472"]
    announced, _ = told([reading("472")] * 30 + covered * 5)
    assert texts(announced) == ["472", "47"]


def test_a_digit_that_is_added_makes_a_new_number():
    announced, shown = told([reading("47")] * 30 + [reading("472")] * 30)
    assert texts(announced) == ["47", "472"]
    assert shown[-1] == ("472",)


def test_two_lines_that_are_taken_for_one_are_kept_apart_as_announced():
    mixed = Reading(("47219",), reading("472", "19").digits)
    announced, shown = told([reading("472", "19")] * 30 + [mixed] * 20 + [reading("472", "19")] * 10)
    assert texts(announced) == ["472", "19"]
    assert set(shown) == {("472", "19")}


def test_two_lines_that_are_taken_for_one_tall_digit_beside_a_hand_are_no_number():
    stacked = Reading(("1",), (Digit(1, SURE, (100, 100, 40, 160), (0.0, SURE) + (0.005,) * 8),))
    announced, shown = told([reading("8", "3")] * 30 + [stacked] * 25 + [reading("8", "3")] * 30)
    assert texts(announced) == ["8", "3"]
    assert ("1",) not in shown


def test_a_number_on_the_move_is_followed_and_announced_when_it_rests():
    moving = [reading("472", x=20 + 12 * number) for number in range(30)]
    announced, shown = told(moving + [reading("472", x=20 + 12 * 29)] * 30)
    assert set(shown) == {("472",)}
    assert texts(announced) == ["472"] and announced[0][0] > 29 / 30


def test_a_number_that_was_announced_may_move_about_and_is_not_announced_again():
    steps = np.cumsum(np.random.default_rng(2).integers(-9, 10, (150, 2)), axis=0) + 300
    announced, shown = told(
        [reading("472", x=300, y=300)] * 15 + [reading("472", x=x, y=y) for x, y in steps]
    )
    assert texts(announced) == ["472"] and set(shown) == {("472",)}


def test_close_lines_are_each_announced_once():
    lines = [(text, 100, 100 + 66 * row) for row, text in enumerate(["472", "19", "306"])]
    announced, _ = told([reading(*lines)] * 90)
    assert texts(announced) == ["472", "19", "306"]


def test_fifty_digits_are_followed():
    lines = [("0123456789", 50, 100 + 90 * row) for row in range(5)]
    announced, shown = told([reading(*lines)] * 20)
    assert texts(announced) == ["0123456789"] * 5 and set(shown) == {("0123456789",) * 5}


@functools.cache
def reader():
    return DigitReader()


def watch(frames, fps):
    """Reads a film's frames; returns the announcements with their times, and all texts that were shown."""
    frame_reader = FrameReader(reader(), View())
    announced, shown = [], []
    for number, image in enumerate(frames):
        seen = frame_reader(Frame(noisy(image, number), number / fps, number))
        announced += [(number / fps, text) for text in seen.announced]
        shown.append(seen.reading.lines)
    return announced, shown


def test_on_a_still_page_with_noise_nothing_flickers():
    announced, shown = watch([page(["472", "19"])] * 60, 30)
    assert texts(announced) == ["472", "19"]
    assert set(shown[3:]) == {("472", "19")}


@pytest.mark.parametrize("fps", [10, 30])
def test_a_swapped_page_is_announced_within_half_a_second(fps):
    announced, _ = watch(
        [page(["472", "19"])] * fps + [page(["8014"])] * fps + [page(["472", "306"])] * fps, fps
    )
    assert texts(announced) == ["472", "19", "8014", "472", "306"]
    assert announced[2][0] <= 1.5 and announced[4][0] <= 2.5


def test_after_a_cut_nothing_of_the_picture_before_is_counted_in():
    pages = [
        page(["472", "19"]),
        page(["8014"], height=120),
        page(["35"], height=200),
        page(["66"], left=300),
    ]
    _, shown = watch(pages * 4, 30)
    assert shown == [("472", "19"), ("8014",), ("35",), ("66",)] * 4


def test_a_number_that_a_cut_takes_away_for_a_moment_is_not_announced_again():
    some, other = [page(["472"])], [page(["35"], height=200)]
    announced, _ = watch(some * 15 + other * 2 + some * 15, 15)
    assert texts(announced) == ["472"]


@pytest.mark.parametrize("height", [60, 150, 220])
def test_a_hand_that_crosses_the_page_invents_nothing(height):
    frames = [with_hand(page(["472", "19"]), -200 + 26 * max(number - 6, 0), height) for number in range(40)]
    announced, shown = watch(frames, 15)
    assert texts(announced) == ["472", "19"]
    for lines in shown:  # what is shown meanwhile is a part of what is written
        assert all(is_part(line, "472") or is_part(line, "19") for line in lines)


def test_a_hand_over_an_empty_page_announces_nothing():
    blank = page([])
    announced, _ = watch([with_hand(blank, -150 + 31 * number, 150) for number in range(30)], 15)
    assert announced == []


def is_part(text, whole):
    rest = iter(whole)
    return all(character in rest for character in text)
