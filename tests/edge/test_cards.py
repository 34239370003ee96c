"""Cards and notes on a desk are found by their straight sides, however small and whatever lies around."""

import cv2
import numpy as np
import pytest

from edge.cards import MANY, find_cards
from edge.reader import DigitReader
from edge.sheet import blanks_of
from tests.edge.paper import sheet, write

CARD = (400, 90, 110, 80)  # x, y, w, h


def desk(grey: int, *cards: tuple[tuple[int, int, int, int], int]) -> np.ndarray:
    """Returns a desk with cards, a box (x, y, w, h) and a grey each."""
    image = sheet(480, 640, grey)
    for (x, y, w, h), light in cards:
        image[y : y + h, x : x + w] = sheet(h, w, light)
    return image


def boxes(image: np.ndarray) -> list[tuple[int, ...]]:
    """Returns the boxes (x, y, w, h) of the cards in px of the image."""
    found = find_cards(blanks_of(image))
    return [
        tuple(round(image.shape[1] / card.shape[1] * s) for s in cv2.boundingRect(card)) for card in found
    ]


@pytest.mark.parametrize(("ground", "paper"), [(120, 215), (215, 120)], ids=["brighter", "darker"])
def test_a_small_card_is_found_be_it_brighter_or_darker_than_the_desk(ground, paper):
    (found,) = boxes(desk(ground, (CARD, paper)))
    assert found == pytest.approx(CARD, abs=14)


def test_the_card_that_is_parted_most_clearly_comes_first_and_few_are_looked_at():
    cards = [((40 + 150 * column, 60 + 200 * row, 70, 60), 215) for column in range(4) for row in range(2)]
    large = (40, 380, 160, 80)
    found = boxes(desk(110, *cards[:3], (large, 215)))
    assert found[0] == pytest.approx(large, abs=14)
    assert len(boxes(desk(110, *cards))) == MANY


def test_neither_blank_paper_nor_a_round_thing_nor_a_tiny_picture_shows_a_card():
    assert boxes(sheet(480, 640)) == []
    round_thing = desk(215)
    cv2.circle(round_thing, (300, 200), 60, 90, -1)
    assert boxes(round_thing) == []
    assert find_cards(blanks_of(sheet(30, 30))) == []


@pytest.mark.parametrize(
    ("ground", "paper", "thing", "width"), [(30, 150, 90, 2), (215, 140, 5, 1)], ids=["brighter", "darker"]
)
def test_a_number_on_a_small_card_beside_other_things_is_read(ground, paper, thing, width):
    image = desk(ground, (CARD, paper), ((60, 250, 220, 150), thing))
    write(image, "3582", 415, 115, 22, width, round(0.8 * paper))
    assert DigitReader().read(cv2.GaussianBlur(image, (0, 0), 0.8)).lines == ("3582",)


@pytest.mark.parametrize("digit", "65873")
@pytest.mark.parametrize("height", [46, 54])
def test_a_digit_on_a_note_of_few_pixels_is_read_on_a_grained_desk(height, digit):
    grain = cv2.GaussianBlur(np.random.default_rng(5).normal(0, 500, (480, 640)), (0, 0), 25, sigmaY=2)
    image = np.clip(60 + grain, 0, 255).astype(np.uint8)
    note = write(sheet(height, height - 14), digit, height // 5, height // 5, 0.55 * height, 2)
    image[220 : 220 + height, 300 : 286 + height] = note
    assert DigitReader().read(cv2.GaussianBlur(image, (3, 3), 0)).lines == (digit,)
