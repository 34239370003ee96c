"""What floats between digits is an operator, and a letter stands on their line."""

import pytest

from edge.judge import judge, read_of
from edge.operators import operators
from tests.edge.test_rings import mark


def digits_read(row):
    return [item.digit for item in read_of(judge([row], 0.5))]


TWO, FIVE = mark((100, 100, 50, 80), 2), mark((220, 104, 50, 80), 5)


@pytest.mark.parametrize("box", [(165, 125, 30, 30), (160, 130, 40, 18), (160, 138, 40, 6)])
def test_what_floats_between_digits_is_an_operator(box):
    sign = mark(box)
    assert operators([TWO, sign, FIVE]) == [sign]


def test_a_letter_on_their_line_a_sure_digit_and_what_stands_beside_them_are_none():
    assert operators([TWO, mark((165, 140, 30, 42)), FIVE]) == []
    assert operators([TWO, mark((165, 125, 30, 30), 0), FIVE]) == []
    assert operators([mark((60, 125, 30, 30)), TWO, FIVE, mark((280, 125, 30, 30))]) == []
    assert operators([mark((10, 10, 30, 30)), mark((50, 15, 10, 10))]) == []


def test_the_numbers_of_a_sum_are_read_and_a_word_is_not():
    seven, plus, equals = mark((340, 96, 50, 84), 7), mark((160, 122, 44, 42)), mark((280, 124, 44, 42))
    assert digits_read([TWO, plus, FIVE, equals, seven]) == [2, 5, 7]
    letters = [mark((x, 138, 44, 44)) for x in (160, 280)]
    assert digits_read([TWO, letters[0], FIVE, letters[1], seven]) == []
