"""Parts are ordered as a reader orders them."""

import numpy as np
import pytest

from edge.finder import Part
from edge.lines import group_lines


def part(x, y, w=20, h=40):
    return Part((x, y, w, h), np.full((h, w), 255, np.uint8))


def lefts(lines):
    return [[piece.left for piece in line.parts] for line in lines]


def test_nothing_has_no_lines():
    assert group_lines([]) == []


def test_lines_go_from_top_to_bottom_and_each_from_left_to_right():
    parts = [part(90, 200), part(10, 205), part(50, 100), part(10, 100), part(50, 198)]
    assert lefts(group_lines(parts)) == [[10, 50], [10, 50, 90]]


@pytest.mark.parametrize("degrees", [-15, -8, 8, 15])
def test_sloping_lines_stay_apart_and_whole(degrees):
    rise = np.tan(np.radians(degrees))
    parts = [part(x, round(300 + row + rise * x)) for row in (0, 80) for x in range(0, 400, 40)]
    lines = group_lines(parts)
    assert lefts(lines) == [list(range(0, 400, 40))] * 2
    assert all(abs(np.degrees(line.slope) - degrees) < 1 for line in lines)


@pytest.mark.parametrize("seed", [35, 53])
def test_short_uneven_lines_close_to_each_other_stay_apart_where_they_slope(seed):
    rng = np.random.default_rng(seed)
    pitch, step, rise = rng.uniform(48, 62), rng.uniform(28, 38), np.tan(np.radians(-14))
    parts, lines = [], []
    for row, count in enumerate(rng.integers(1, 6, 7)):
        lines.append([round(step * (5 - count + i) + rng.normal(0, 2)) for i in range(count)])
        for x in lines[-1]:
            height = round(rng.uniform(34, 46))
            top = round(320 + pitch * row + rise * x + rng.normal(0, 3) - height / 2)
            parts.append(part(x, top, int(rng.integers(6, 28)), height))
    assert lefts(group_lines(parts)) == lines


def test_a_lone_steep_line_is_one_line():
    parts = [part(x, 20 + round(0.8 * x)) for x in range(0, 360, 60)]
    assert lefts(group_lines(parts)) == [list(range(0, 360, 60))]


def test_two_groups_side_by_side_are_one_line():
    assert lefts(group_lines([part(10, 100), part(40, 102), part(500, 101), part(530, 99)])) == [
        [10, 40, 500, 530]
    ]


def test_the_bar_of_a_five_goes_to_the_line_of_its_digit():
    lines = group_lines(
        [part(10, 100), part(50, 110, 20, 30), part(52, 98, 22, 5), part(10, 200), part(50, 200)]
    )
    assert [len(line.parts) for line in lines] == [3, 2]


def test_a_bar_too_far_from_its_five_goes_to_the_line_in_whose_band_it_lies():
    digits = [part(10, 100), part(50, 102), part(95, 120, 19, 20), part(155, 98)]
    lines = group_lines([*digits, part(112, 106, 16, 6), part(10, 200), part(50, 200), part(90, 200)])
    assert [len(line.parts) for line in lines] == [5, 3]


def test_a_speck_between_two_lines_belongs_to_neither():
    lines = group_lines([part(10, 100), part(50, 100), part(30, 160, 8, 8), part(10, 200), part(50, 200)])
    assert [len(line.parts) for line in lines] == [2, 1, 2]


def test_digits_beside_a_finger_stay_on_their_lines():
    rows = [part(x, y) for y in (100, 160) for x in (10, 40, 70)]
    first, second, *_ = (line.parts for line in group_lines([*rows, part(100, 140, 90, 170)]))
    assert [piece.top for piece in first] == [100] * 3
    assert [piece.top for piece in second] == [160] * 3


def test_a_label_above_a_large_digit_is_a_line_of_its_own():
    label = [part(x, 20, 8, 12) for x in (30, 42, 54, 66)]
    assert lefts(group_lines([*label, part(30, 40, 50, 80)])) == [[30, 42, 54, 66], [30]]


@pytest.mark.parametrize(("height", "lines"), [(40, [[10, 500], [10]]), (20, [[500], [10], [10]])])
def test_digits_far_apart_in_a_tables_row_are_one_line_unless_a_cell_has_room_for_two(height, lines):
    rows = [[(x, top + x // 10, 60, 60) for x in range(0, 600, 62)] for top in (0, 62)]
    parts = [part(10, 10, h=height), part(500, 55, h=height), part(10, 72, h=height)]
    assert sorted(lefts(group_lines(parts, rows))) == sorted(lines)


def test_a_digit_in_a_cell_that_the_frame_cuts_off_stays_on_its_rows_line():
    row = [(x, x // 5, 98, 98) for x in (0, 100, 200)]
    parts = [part(40, 25), part(240, 75), part(310, 75)]
    assert lefts(group_lines(parts, [row])) == [[40, 240, 310]]
    assert lefts(group_lines(parts)) == [[40], [240, 310]]
