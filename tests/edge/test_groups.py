"""What stands beside a number and looks like a word is not read with it."""

import numpy as np
import pytest

from edge.groups import WEIGHTS, doubt_groups, measured_groups
from edge.segmentation import Segment
from tests.edge.paper import bar

SURE = 0.9999
STEP = 30  # px from one mark to the next
APART = 120  # px between groups
NUMBER = ("358270", SURE, (60, 58, 61, 60, 59, 62))
WORD = ("101171", 0.9, (60, 40, 62, 38, 61, 40))  # a word that reads as digits, tall letters and low ones


def segment(digit, x, y, height, probability, **kwargs):
    probabilities = np.full(11, (1 - probability) / 10, np.float32)
    probabilities[digit] = probability
    return Segment((bar(x, y - height, 20, height),), np.zeros((28, 28), np.uint8), probabilities, **kwargs)


def row(*groups, y=100, **kwargs):
    """Returns a line of groups with gaps between them, as an edge.judge row in which all is believed."""
    x, items = 10, []
    for digits, probability, heights in groups:
        for digit, height in zip(digits, heights, strict=False):
            items.append((segment(int(digit), x, y, height, probability, **kwargs), ""))
            x += STEP
        x += APART
    return items


def read(judged):
    return [
        "".join(str(item.digit) for item, objection in row if not objection) for row in doubt_groups(judged)
    ]


def test_a_word_beside_a_number_is_not_read_on_whichever_side_it_is():
    assert read([row(WORD, NUMBER)]) == [NUMBER[0]]
    assert read([row(NUMBER, WORD)]) == [NUMBER[0]]


def test_numbers_beside_each_other_are_read():
    assert read([row(NUMBER, NUMBER)]) == [2 * NUMBER[0]]


def test_a_word_alone_on_its_line_is_left_to_the_line():
    assert read([row(WORD)]) == [WORD[0]]


def test_touching_digits_that_are_sure_are_read_in_a_group_and_doubtful_pieces_are_not():
    assert read([row(NUMBER, NUMBER, origin=1)]) == [2 * NUMBER[0]]
    pieces = ("358270", 0.9, NUMBER[2])
    assert read([row(pieces, NUMBER)]) == [pieces[0] + NUMBER[0]]
    cut = [*row(pieces, origin=1), (segment(2, 500, 100, 60, SURE), "")]
    assert read([cut]) == ["2"]


@pytest.mark.parametrize("lines", [0, 4])
def test_touching_digits_less_sure_are_read_on_a_page_of_numbers_alone(lines):
    page = [row(NUMBER, y=100 + 90 * line) for line in range(lines)]
    digit, letter = (segment(2, 500, 100, 60, SURE), ""), (segment(8, 600, 900, 60, SURE), "not sure")
    for sure, is_read in ((0.95, True), (0.7, False)):
        line = [*row(("35", sure, NUMBER[2]), origin=1), digit]
        assert read([line, *page])[0] == ("352" if is_read else "2")
        assert read([line, *page, [letter, letter]])[0] == "2"


def test_of_two_groups_the_word_is_the_one_that_stands_below_words():
    likely, word = ("11", SURE, (60, 60)), ("101", 0.7, (60, 40, 62))
    lines = [row(likely if index == 1 else word, NUMBER, y=100 * (index + 1)) for index in range(3)]
    assert read([row(likely, NUMBER)]) == [likely[0] + NUMBER[0]]
    assert read(lines) == 3 * [NUMBER[0]]


def test_below_words_a_number_is_read_that_is_the_better_one_of_its_line():
    label, field = ("101", 0.8, (60, 40, 62)), ("101171", 0.9, WORD[2])
    lines = [row(label, NUMBER if index == 1 else field, y=100 * (index + 1)) for index in range(3)]
    assert read(lines)[1] == NUMBER[0]


def test_a_digit_with_a_frame_of_its_own_is_in_no_group():
    assert measured_groups([row(WORD, NUMBER, framed=True)]) == []


def test_each_group_is_measured_with_what_is_refused_in_it():
    judged = row(NUMBER, WORD)
    judged[-1] = (judged[-1][0], "not sure")
    number, word = (dict(zip(WEIGHTS, group.measures, strict=True)) for group in measured_groups([judged]))
    assert (number["refused"], number["ones"], number["cut"]) == (0, 0, 0)
    assert word["refused"] > 0.1 and word["ones"] > 0.6 and word["uneven"] > number["uneven"]
