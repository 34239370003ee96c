"""A line of several digits is believed where they are as sure and alike as a number's."""

import numpy as np
import pytest

from edge.segmentation import Segment
from edge.words import SEVERAL, UNEVEN, WEIGHTS, doubt_labels, doubt_words, measured_lines
from tests.edge.paper import bar

SURE = 0.999
WORD = (60, 40, 62, 38, 61, 40)  # px, heights of letters, tall ones and low ones


def segment(digit, x, height, probability=SURE, dropped=False, darkness=200.0):
    probabilities = np.full(11, (1 - probability) / 10, np.float32)
    probabilities[digit] = probability
    part = bar(x, 100 - height, 20, height, darkness)
    return Segment((part,), np.zeros((28, 28), np.uint8), probabilities, dropped)


def line(heights, digits="358270", objection="", **kwargs):
    return [
        (segment(int(digit), 40 * index, height, **kwargs), objection)
        for index, (digit, height) in enumerate(zip(digits, heights, strict=False))
    ]


def measured(judged):
    ((_, measures),) = measured_lines(judged)
    return dict(zip(WEIGHTS, measures, strict=True))


def believed(judged):
    return [not objection for row in doubt_words(judged) for _, objection in row]


def test_digits_that_are_sure_and_alike_are_a_number():
    assert all(believed([line((60, 57, 62, 58, 61, 59))]))


def test_1s_alone_are_a_number_where_they_are_sure_and_alike():
    assert all(believed([line((60, 58, 61, 60), "1111")]))


def test_letters_that_are_not_sure_of_uneven_height_and_mostly_1s_are_a_word():
    assert not any(believed([line(WORD, "111307", probability=0.9)]))
    assert all(believed([line(WORD, probability=0.9)])), "no 1s"
    assert all(believed([line(WORD, "111307")])), "sure"


def test_a_word_takes_no_other_line_along():
    word, number = line(WORD, "111307", probability=0.9), line((60, 57, 62, 58, 61, 59))
    assert believed([word, number]) == [False] * 6 + [True] * 6


def test_on_a_page_of_nothing_but_digits_a_line_is_no_word():
    word = line(WORD, "111307", probability=0.9)
    number = line((60, 57, 62, 58, 61, 59))
    assert all(believed([word, number, number]))
    refused = line((60, 57, 62), objection="not sure")
    assert not any(believed([word, number, number, refused])[:6])


def test_fewer_than_several_digits_are_not_weighed():
    short = line(WORD[: SEVERAL - 1], probability=0.9)
    assert doubt_words([short]) == [short]


def test_what_is_refused_already_stays_so_and_belongs_to_no_line():
    mixed = [*line((60, 60, 60, 60)), (segment(7, 200, 20), "smaller than the rest")]
    assert doubt_words([mixed]) == [mixed]
    assert measured([mixed])["uneven"] == pytest.approx(0, abs=1e-6)


def test_a_view_from_the_side_makes_heights_not_uneven():
    heights = [round(60 * 0.85**index) for index in range(6)]
    assert measured([line(heights)])["uneven"] < 0.02
    assert measured([line((200, 20, 200, 20))])["uneven"] == UNEVEN
    assert measured([[pair for pair in line((60,)) for _ in range(4)]])["uneven"] == 0, "all at one place"


def test_1s_and_what_is_refused_though_it_is_like_the_digits_are_counted_as_shares():
    judged = [line((60, 60, 60, 60), "1135"), line((60, 60), "22", "not sure")]
    judged += [[(segment(8, 300, 60, dropped=True), "left out"), (segment(8, 340, 5), "too small")]]
    measures = measured(judged)
    assert measures["ones"] == 0.5
    assert measures["refused"] == pytest.approx(2 / 6)


def test_where_no_digit_is_both_tall_and_dark_nothing_is_like_the_digits():
    tall, low = line((60, 60), "35", darkness=60.0), line((25, 25), "82", darkness=200.0)
    assert measured([tall + low])["refused"] == 0


NUMBER = line((60, 57, 62, 58, 61, 59))


def label(height=24, others=20, **kwargs):
    """Returns a line of which one digit is read."""
    return [(segment(5, 0, height, **kwargs), ""), (segment(1, 30, others), "smaller than the rest")]


def test_low_digits_beside_as_many_marks_that_are_not_read_are_a_labels():
    _, (digit, mark) = doubt_labels([NUMBER, label()])
    assert digit[1] == "in a word"
    assert mark[1] == "smaller than the rest"
    two = label() + label(height=22)
    assert [objection for _, objection in doubt_labels([NUMBER, two])[1]] == [digit[1], mark[1]] * 2


def test_a_letter_that_was_left_out_makes_a_label_too():
    letter = (segment(4, 30, 22, dropped=True), "left out")
    assert [objection for _, objection in doubt_labels([NUMBER, [*label()[:1], letter]])[1]] == [
        "in a word",
        "left out",
    ]


@pytest.mark.parametrize(
    "row",
    [label(height=50), label()[:1], label(others=8), [*label(), (segment(8, 60, 24), "")]],
    ids=["as high as others", "alone", "beside a speck", "mostly digits"],
)
def test_other_digits_beside_marks_that_are_not_read_stay(row):
    assert doubt_labels([NUMBER, row]) == [NUMBER, row]


def test_where_little_else_is_read_nothing_tells_how_high_digits_are():
    page = [NUMBER[:3], label()]
    assert doubt_labels(page) == page
