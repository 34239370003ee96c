"""What frames or outgrows the writing is put aside, unless it alone is digits."""

import pytest

from edge.frames import without_frames
from tests.edge.paper import bar, sure_of

ROW = [bar(20 + 40 * index, 20, 20, 25) for index in range(9)]
LARGE = bar(100, 120, 60, 120)


def test_what_holds_several_parts_is_a_frame():
    digits = [bar(x, 100, 20, 40) for x in (60, 100, 140, 180)]
    frame = bar(40, 60, 200, 120)
    assert without_frames([frame, *digits], sure_of([frame])) == digits


def test_what_outgrows_a_row_of_digits_goes_whatever_it_reads_as():
    assert without_frames([*ROW, LARGE], sure_of([LARGE, *ROW])) == ROW


def test_a_large_digit_stays_beside_a_screens_icons():
    assert without_frames([*ROW, LARGE], sure_of([LARGE])) == [*ROW, LARGE]


def test_a_large_digit_stays_beside_icons_of_which_most_look_like_0s():
    assert without_frames([*ROW, LARGE], sure_of([LARGE], ROW[:6])) == [*ROW, LARGE]
    assert without_frames([*ROW, LARGE], sure_of([LARGE, ROW[0]], ROW[1:6])) == ROW, "with another digit"


def test_a_large_digit_in_a_box_stays_beside_a_label_that_looks_like_digits():
    box = (80, 100, 100, 160)
    assert without_frames([*ROW, LARGE], sure_of([LARGE, *ROW]), [box]) == [*ROW, LARGE]


def test_what_is_large_and_no_digit_goes_among_icons_too():
    assert without_frames([*ROW, LARGE], sure_of([])) == ROW


def test_a_charts_bars_go_though_one_of_them_reads_as_a_digit():
    axis = bar(200, 120, 3, 120)
    assert without_frames([*ROW, LARGE, axis], sure_of([LARGE])) == ROW


def test_a_number_and_a_name_in_large_writing_stay_beside_print():
    digits, name = [bar(x, 120, 60, 120) for x in (100, 180, 260)], bar(400, 120, 60, 140)
    tall = [*digits, name]
    assert without_frames([*ROW, *tall], sure_of(digits)) == [*ROW, *tall]


@pytest.mark.parametrize(("capitals", "kept"), [(6, True), (8, False)])
def test_a_large_number_stays_beside_bold_capitals_of_which_many_look_like_digits(capitals, kept):
    number = [bar(x, 120, 60, 120) for x in (100, 180)]
    read = without_frames([*ROW, *number], sure_of([*ROW[:capitals], *number]))
    assert read == ([*ROW, *number] if kept else ROW)


def test_what_is_far_higher_than_large_writing_goes():
    digits, edge = [bar(x, 120, 60, 120) for x in (100, 180, 260)], bar(400, 20, 20, 400)
    assert without_frames([*ROW, *digits, edge], sure_of(digits)) == [*ROW, *digits]
