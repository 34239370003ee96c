"""Broken strokes are joined if, and only if, they read as a digit together."""

import numpy as np
import pytest

from edge.finder import Part
from edge.joining import join_broken


def part(x, y, w=20, h=40):
    return Part((x, y, w, h), np.full((h, w), 255, np.uint8), 200.0)


def reads(together, alone=None):
    """Takes everything for a 7, single parts with another probability where that is given."""

    def classify(wanted):
        probabilities = np.full((len(wanted), 11), 0.01, np.float32)
        single = [len(parts) == 1 for parts, _ in wanted]
        probabilities[:, 7] = np.where(single, together if alone is None else alone, together)
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    return classify


def test_two_halves_that_read_as_a_digit_become_one_part_with_all_their_ink():
    (joined,) = join_broken([part(10, 10), part(14, 56, 12, 30)], 40, reads(0.95))
    assert joined.box == (10, 10, 20, 76)
    assert np.count_nonzero(joined.mask) == 20 * 40 + 12 * 30


def test_halves_that_read_as_nothing_stay_apart():
    assert len(join_broken([part(10, 10), part(14, 56, 12, 30)], 40, reads(0.3))) == 2


def test_pieces_that_reach_past_each_other_by_half_of_the_lower_one_are_joined():
    assert len(join_broken([part(10, 10), part(14, 36)], 40, reads(0.95))) == 1
    assert len(join_broken([part(10, 10), part(14, 28)], 40, reads(0.95))) == 2


def test_digits_of_two_lines_are_not_joined_however_they_read():
    parts = [part(x, y) for y in (10, 60) for x in (10, 50, 90)]
    assert len(join_broken(parts, 40, reads(0.99))) == 6


def test_parts_side_by_side_are_not_joined():
    assert len(join_broken([part(10, 10), part(60, 12)], 40, reads(0.99))) == 2


def test_a_digit_is_not_joined_to_the_letter_of_a_label_above_it_but_a_five_to_its_bar():
    digit = part(10, 40, 40, 60)
    assert len(join_broken([part(20, 16, 10, 14), digit], 60, reads(0.93))) == 2
    assert len(join_broken([part(12, 28, 36, 7), digit], 60, reads(0.93))) == 1


def test_pieces_whose_ends_nearly_touch_are_one_digit_although_one_of_them_reads_as_a_digit_alone():
    stem, bar = part(50, 40, 10, 60), part(10, 28, 60, 8)
    assert len(join_broken([bar, stem], 60, reads(0.99))) == 1
    assert len(join_broken([bar, stem], 60, reads(0.94))) == 2
    assert len(join_broken([part(10, 20, 60, 8), stem], 60, reads(0.99))) == 2


def test_a_line_that_nearly_touches_the_digit_above_it_is_left_out():
    line, base = part(10, 72, 100, 8), part(10, 72, 100, 40)
    assert len(join_broken([part(50, 10, 10, 60), line], 60, reads(0.99))) == 2
    assert len(join_broken([part(50, 10, 10, 60), base], 60, reads(0.99))) == 1


def test_pieces_lie_farther_apart_in_a_picture_of_one_digit_than_on_a_page():
    halves = [part(10, 10, 20, 30), part(14, 66, 20, 36)]
    assert len(join_broken(halves, 36, reads(0.85))) == 1
    page = [part(x, 200, 20, 36) for x in (10, 60, 110)]
    assert len(join_broken([*halves, *page], 80, reads(0.85))) == 5


@pytest.mark.parametrize(("alone", "count"), [(0.95, 2), (0.5, 1)])
def test_what_is_farther_apart_is_not_joined_to_what_is_a_digit_alone(alone, count):
    halves = [part(10, 10, 20, 30), part(14, 66, 20, 36)]
    assert len(join_broken(halves, 36, reads(0.95, alone))) == count


def test_a_digit_is_not_joined_to_the_line_under_a_number_but_to_the_base_of_a_two():
    digit = part(60, 10, 40, 80)
    assert len(join_broken([digit, part(20, 98, 130, 8)], 80, reads(0.95))) == 2
    assert len(join_broken([digit, part(56, 98, 52, 8)], 80, reads(0.95))) == 1


@pytest.mark.parametrize(("left", "joined"), [(22, 1), (46, 2)], ids=["where ink ends", "beside it"])
def test_an_upright_stroke_below_a_digit_is_its_stem_where_it_begins_at_its_ink(left, joined):
    digit = part(10, 10, 40, 60)
    digit.mask[:, 30:] = 0
    assert len(join_broken([digit, part(left, 70, 6, 36)], 60, reads(0.93))) == joined


def test_specks_do_not_hide_that_the_one_digit_of_a_picture_is_broken():
    specks = [part(x, 200, 5, 5) for x in range(0, 60, 10)]
    assert len(join_broken([part(10, 10, 40, 60), part(22, 70, 6, 50), *specks], 60, reads(0.95))) == 7


def test_a_line_under_a_sure_digit_is_not_joined_to_what_both_are_less_surely():
    digit, line = part(10, 10, 40, 80), part(2, 96, 56, 8)
    assert len(join_broken([digit, line], 80, reads(0.85, 0.95))) == 2
