"""Parts become digits by the grouping that reads best."""

import numpy as np

from edge.finder import Part, union_box
from edge.lines import Line
from edge.segmentation import segment


def part(x, w, y=0, h=40):
    return Part((x, y, w, h), np.full((h, w), 255, np.uint8), 200.0)


def classifier(digits: dict[tuple[int, int], tuple[int, float]]):
    """Knows the digit and its probability for parts that span from x to x; all else is no digit."""

    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        for row, (parts, _slope) in zip(probabilities, wanted, strict=True):
            x, _, w, _ = union_box(parts)
            digit, sure = digits.get((x, x + w), (0, 0.001))
            row[digit], row[10] = sure, 1 - sure
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    return classify


def read(line, digits):
    (row,) = segment([line], classifier(digits))
    return [(item.digit, item.dropped) for item in row]


def test_sure_parts_are_digits_as_they_stand():
    line = Line((part(0, 20), part(30, 20)), 40, 0.0)
    assert read(line, {(0, 20): (4, 0.98), (30, 50): (2, 0.97)}) == [(4, False), (2, False)]


def test_pieces_that_read_only_together_are_one_digit():
    line = Line((part(0, 12), part(15, 12)), 40, 0.0)
    assert read(line, {(0, 27): (4, 0.98)}) == [(4, False)]


def test_sure_neighbours_are_not_joined_even_if_they_read_well_together():
    line = Line((part(0, 12), part(15, 12)), 40, 0.0)
    digits = {(0, 12): (1, 0.98), (15, 27): (1, 0.98), (0, 27): (4, 0.99)}
    assert read(line, digits) == [(1, False), (1, False)]


def test_what_reads_as_nothing_is_left_out():
    line = Line((part(0, 20), part(40, 8, 30, 8)), 40, 0.0)
    assert read(line, {(0, 20): (7, 0.98)}) == [(7, False), (0, True)]


def test_a_long_line_in_which_next_to_nothing_is_sure_is_neither_cut_nor_grouped():
    line = Line(tuple(part(28 * i, 27) for i in range(14)), 40, 0.0)
    asked = []

    def classify(wanted):
        asked.extend(wanted)
        return classifier({(0, 27): (7, 0.98)})(wanted)

    (row,) = segment([line], classify)
    assert len(asked) == 14
    assert [item.dropped for item in row] == [False] + 13 * [True]
