"""In a crowded picture writing is told from grain by the even ground that it lies on."""

import numpy as np
import pytest

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


@pytest.mark.parametrize("others", [True, False])
def test_touching_digits_are_kept_wherever_they_lie_if_most_around_them_are_digits(others):
    digits = [bar(x, y, 20, 36) for y in (60, 160, 260, 360) for x in range(40, 600, 40)]
    touching = bar(280, 160, 60, 36)
    dashes = [bar(x, y, 9, 2) for x in range(274, 346, 12) for y in (154, 200)]
    dashes += [bar(x, y, 2, 9) for x in (274, 344) for y in range(154, 200, 12)]  # no wide ground
    page = [part for part in digits if part.top != 160 or not 270 < part.centre[0] < 350]
    sure = sure_of(page[:: 1 if others else 2])
    assert (touching in on_even_ground([*page, touching, *dashes], SHAPE, sure)) == others


def test_a_letter_that_reads_as_a_digit_goes_with_the_print_around_it():
    text = grain(0)
    assert on_even_ground(text, SHAPE, sure_of(text[::4])) == []
