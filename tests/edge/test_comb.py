"""The uprights of a form's boxes go, and a number's own 1s stay."""

import numpy as np

from edge.comb import without_combs
from edge.finder import Part, find_parts
from tests.edge.paper import bar, pure_ink, written_mask

SHAPE = (200, 800)
BOXES = [40, 120, 200, 280, 360]  # px, the left digits' places
PEN = 6
INK = 255.0  # darkness of what is written


def digits(text: str = "38256") -> list[Part]:
    mask = np.zeros(SHAPE, np.uint8)
    for digit, left in zip(text, BOXES, strict=False):
        mask |= written_mask(SHAPE, digit, left, 70, 50, PEN)
    return sorted(find_parts(pure_ink(mask)), key=lambda part: part.left)


def uprights(count: int, darkness: float = INK, height: int = 78, first: int = 25) -> list[Part]:
    return [bar(first + 80 * index, 56, 4, height, darkness) for index in range(count)]


def left_of(parts: list[Part], *frames: tuple) -> list[Part]:
    kept = without_combs(parts, frames)
    assert all(part in parts for part in kept)
    return kept


def test_even_uprights_with_lower_digits_between_them_go():
    written = digits()
    assert left_of(written + uprights(6)) == written


def test_rests_of_level_lines_may_hang_on_an_upright():
    foot = np.zeros((78, 60), np.uint8)
    foot[:, 28:32] = foot[-3:] = 255
    written = digits()
    hung = Part((25 + 160 - 28, 56, 60, 78), foot, INK)
    assert left_of([*written, *uprights(2), hung, *uprights(2, first=265)]) == written


def test_a_comb_may_slope_and_lack_an_upright():
    comb = uprights(6)
    del comb[2]
    sloping = [Part((p.left, p.top + p.left // 20, p.width, p.height), p.mask, INK) for p in comb]
    moved = [Part((p.left, p.top + p.left // 20, p.width, p.height), p.mask, INK) for p in digits()]
    assert left_of(moved + sloping) == moved


def test_ones_as_tall_as_the_other_digits_stay():
    line = digits() + [bar(25 + 80 * index, 70, 6, 50, INK) for index in range(6)]
    assert left_of(line) == line


def test_teeth_lower_than_the_digits_go_where_they_are_as_even_as_print():
    written = digits()
    teeth = [bar(25 + 80 * index, 84, 4, 36, INK) for index in range(6)]
    assert left_of(written + teeth) == written
    ones = [bar(25 + 80 * index + shift, 84, 4, 36, INK) for index, shift in enumerate((0, 9, -6, 8, 0, -9))]
    assert left_of(written + ones) == written + ones


def test_ones_at_uneven_distances_stay():
    line = digits() + [bar(x, 56, 6, 78, INK) for x in (25, 70, 108, 260)]
    assert left_of(line) == line


def test_a_row_of_strokes_alone_stays():
    strokes = uprights(6)
    assert left_of(strokes) == strokes


def test_one_upright_that_outgrows_the_line_and_is_fainter_goes():
    written = digits()
    assert left_of([*written, *uprights(1, darkness=0.5 * INK)]) == written


def test_such_an_upright_stays_where_it_is_alone_in_a_box():
    written, upright = digits(), uprights(1, 0.5 * INK, first=440)
    assert left_of([*written, *upright], (420, 40, 60, 110)) == [*written, *upright]
    assert left_of([*written, *upright], (20, 40, 500, 110)) == written


def test_a_tall_one_of_the_same_pen_stays():
    line = [*digits(), bar(105, 56, PEN, 78, INK)]
    assert left_of(line) == line


def test_no_parts_are_no_trouble():
    assert without_combs([]) == []
