"""In printed cells only what is written in them is read."""

from dataclasses import replace

import cv2
import numpy as np

from edge.finder import find_parts
from edge.grid import in_cells
from edge.light import Ink
from tests.edge.paper import bar, drawn, pure_ink, written_mask

SHAPE = (240, 240)


def cell() -> np.ndarray:
    """Returns the print of a cell's frame, 5 px thick."""
    mask = np.zeros(SHAPE, np.uint8)
    for x0, y0, x1, y1 in (0, 30, 239, 30), (0, 210, 239, 210), (30, 0, 30, 239), (210, 0, 210, 239):
        cv2.line(mask, (x0, y0), (x1, y1), 255, 5)
    return mask


def written(digit: str, left: int = 85, top: int = 60, height: int = 110) -> list:
    return find_parts(pure_ink(written_mask(SHAPE, digit, left, top, height, 9)))


def ink(parts: list, printed: np.ndarray) -> Ink:
    return pure_ink(printed | drawn(parts, SHAPE))


def test_a_rest_of_a_line_between_two_lines_goes():
    digit, rest, printed = written("3"), bar(28, 40, 5, 160), cell()
    printed[34:206, 20:40] = 0
    assert in_cells([*digit, rest], ink([*digit, rest], printed)) == digit


def test_a_rest_of_a_line_from_print_to_the_border_goes():
    digit, rest = written("3"), bar(222, 36, 8, 204)
    assert in_cells([*digit, rest], ink([*digit, rest], cell())) == digit


def test_a_one_stays():
    digit = written("1")
    assert in_cells(digit, ink(digit, cell())) == digit


def test_a_one_that_fills_its_cell_stays():
    digit = [bar(115, 38, 8, 165)]
    assert in_cells(digit, ink(digit, cell())) == digit


def test_a_one_stays_that_reaches_nearly_to_lines_before_the_border():
    printed = np.zeros(SHAPE, np.uint8)
    for x0, y0, x1, y1 in (0, 8, 239, 8), (0, 231, 239, 231), (8, 0, 8, 239), (231, 0, 231, 239):
        cv2.line(printed, (x0, y0), (x1, y1), 255, 5)
    digit = [bar(150, 15, 8, 210)]
    assert in_cells(digit, ink(digit, printed)) == digit


def test_a_dark_one_that_goes_on_as_a_pale_line_stays():
    digit = bar(111, 33, 8, 175)
    printed = cell()
    cv2.line(printed, (115, 0), (115, 31), 255, 5)
    on_grid = ink([digit], printed)
    assert in_cells([digit], on_grid) == []
    pale = replace(on_grid, darkness=cv2.max(printed // 5, drawn([digit], SHAPE)))
    assert in_cells([digit], pale) == [digit]


def test_a_slanting_one_from_line_to_line_stays():
    mask = np.zeros(SHAPE, np.uint8)
    cv2.line(mask, (90, 200), (155, 40), 255, 7)
    digit = find_parts(pure_ink(mask))
    assert in_cells(digit, ink(digit, cell())) == digit


def test_a_neighbour_that_the_frame_cuts_off_goes():
    digit, neighbour = written("5"), written("3", 100, -60, 80)
    assert in_cells([*digit, *neighbour], ink([*digit, *neighbour], cell())) == digit


def test_a_digit_that_touches_the_border_stays_where_no_other_is():
    digit = written("5", 85, -4, 110)
    assert in_cells(digit, ink(digit, cell())) == digit


def test_without_print_all_stays():
    parts = [*written("3"), bar(20, 0, 8, 240)]
    assert in_cells(parts, ink(parts, np.zeros(SHAPE, np.uint8))) == parts


def test_ruled_paper_is_no_grid():
    ruled = np.zeros(SHAPE, np.uint8)
    for y in (30, 90, 150, 210):
        cv2.line(ruled, (0, y), (239, y), 255, 3)
    parts = [bar(100, 34, 7, 52)]
    assert in_cells(parts, ink(parts, ruled)) == parts


def test_a_one_in_a_board_of_cells_stays_and_a_rest_of_its_line_goes():
    board = np.zeros(SHAPE, np.uint8)
    for at in range(3, 240, 78):
        cv2.line(board, (at, 0), (at, 239), 255, 3)
        cv2.line(board, (0, at), (239, at), 255, 3)
    digits = [*written("3", 20, 22, 40), *written("5", 100, 22, 40), *written("7", 100, 100, 40)]
    one, rest = bar(42, 98, 6, 44), bar(158, 166, 4, 68)
    board[162:236, 155:165] = 0
    assert in_cells([*digits, one, rest], ink([*digits, one, rest], board)) == [*digits, one]


def table(rows: int) -> list:
    """Returns upright sides of cells, one above the other, 5 px apart."""
    return [bar(150, 10 + 45 * row, 4, 40) for row in range(rows)]


def test_sides_of_cells_one_above_the_other_go_though_little_print_is_seen():
    digit = written("3", 60)
    sides = table(4)
    assert in_cells([*digit, *sides], ink([*digit, *sides], np.zeros(SHAPE, np.uint8))) == digit


def test_ones_below_each_other_stay():
    ones = [bar(150 + lean, 10 + 55 * row, 6, 35) for row, lean in enumerate((0, 2, -1, 1))]
    assert in_cells(ones, ink(ones, np.zeros(SHAPE, np.uint8))) == ones


def test_a_dark_one_in_line_with_paler_sides_stays():
    sides = table(5)
    one = replace(sides[2], darkness=250.0)
    darkness = cv2.max(drawn(sides, SHAPE) // 3, drawn([one], SHAPE))
    pale = [replace(side, darkness=85.0) for side in sides if side is not sides[2]]
    on_paper = replace(ink([one, *pale], np.zeros(SHAPE, np.uint8)), darkness=darkness)
    assert one in in_cells([one, *pale], on_paper)


def test_a_one_from_border_to_border_stays():
    one = [bar(115, 0, 12, SHAPE[0])]
    assert in_cells(one, ink(one, np.zeros(SHAPE, np.uint8))) == one


def test_what_is_left_of_a_printed_line_goes_where_the_line_goes_on_at_once():
    rest, printed = bar(150, 150, 5, 60), np.zeros(SHAPE, np.uint8)
    printed[20:149, 150:155] = 255
    digit = written("3", 40)
    assert in_cells([*digit, rest], ink([*digit, rest], printed)) == digit
    printed[135:149] = 0
    assert rest in in_cells([*digit, rest], ink([*digit, rest], printed))
