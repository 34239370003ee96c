"""In a crowded picture writing is told from grain by the even ground that it lies on."""

import numpy as np

from edge.finder import Part, find_parts
from edge.ground import CROWD, on_even_ground
from tests.edge.paper import bar, pure_ink, sure_of, written_mask

SHAPE = (480, 640)


def grain(top: int) -> list[Part]:
    """Returns streaks as close as wood shows them, from row `top` to the end of the frame."""
    rng = np.random.default_rng(1)
    return [
        bar(int(x), int(y), int(rng.integers(38, 46)), 5)
        for y in range(top, SHAPE[0] - 6, 9)
        for x in range(0, SHAPE[1] - 46, 49)
    ]


def page(top: int = 40, rows: int = 4) -> list[Part]:
    mask = np.zeros(SHAPE, np.uint8)
    for row in range(rows):
        mask |= written_mask(SHAPE, "2345678923", 60, top + 55 * row, 36, 4)
    return find_parts(pure_ink(mask))


def test_writing_stays_and_the_grain_beside_it_goes():
    writing, wood = page(), grain(320)
    kept = on_even_ground(writing + wood, SHAPE, sure_of([]))
    assert all(part in kept for part in writing)
    assert len(kept) - len(writing) < 0.2 * len(wood)


def test_a_page_full_of_digits_stays_whole():
    writing = page(20, 8)
    assert len(writing) >= CROWD
    assert on_even_ground(writing, SHAPE, sure_of([])) == writing


def test_a_picture_of_few_parts_is_left_as_it_is():
    few = grain(450)[: CROWD - 1]
    assert on_even_ground(few, SHAPE, sure_of([])) == few


def test_no_parts_are_no_trouble():
    assert on_even_ground([], SHAPE, sure_of([])) == []


def test_what_reads_as_a_digit_among_digits_is_kept_wherever_it_lies():
    wood = grain(0)
    assert on_even_ground(wood, SHAPE, sure_of(wood)) == wood
    specks = [bar(x, y, 3, 2) for x in range(3, SHAPE[1] - 3, 12) for y in range(0, SHAPE[0] - 3, 9)]
    assert on_even_ground(wood + specks, SHAPE, sure_of(wood)) == wood  # dust has no say


def test_an_odd_digit_among_nearly_nothing_but_digits_is_kept():
    wood = grain(0)
    odd = wood[len(wood) // 2]
    assert on_even_ground(wood, SHAPE, sure_of([part for part in wood if part is not odd])) == wood
    assert odd not in on_even_ground(wood, SHAPE, sure_of([part for part in wood if part is not odd][::2]))


def test_a_letter_that_reads_as_a_digit_goes_with_the_print_around_it():
    text = grain(0)
    assert on_even_ground(text, SHAPE, sure_of(text[::4])) == []
