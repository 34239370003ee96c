"""Written letters must be letters: what the network takes for digits would teach it not to read them."""

import numpy as np
import pytest

from edge.classifier import Classifier
from train.augment import photographed
from train.letters import CAPITALS, LETTERS, letter, word
from train.negatives import NOT_A_DIGIT
from train.strokes import field, uniform


def seen(rng: np.random.Generator, strokes: list) -> np.ndarray:
    return photographed(rng, field(strokes), (0.04, 0.1), heights=(30, 90))


def test_letters_are_no_digits_to_the_network():
    rng = np.random.default_rng(5)
    images = np.array([seen(rng, letter(rng)) for _ in range(400)])
    assert (Classifier().probabilities(images).argmax(1) == NOT_A_DIGIT).mean() > 0.9


@pytest.mark.parametrize("draw", [*LETTERS, *CAPITALS])
def test_every_letter_stands_about_its_baseline_and_each_time_otherwise(draw):
    rng = np.random.default_rng(6)
    first, second = (np.concatenate(draw(uniform(rng), 0.45)) for _ in range(2))
    assert -0.15 < first[:, 1].min() < 0.5 and 0.9 < first[:, 1].max() < 1.7
    assert first.shape != second.shape or not np.allclose(first, second)


def test_a_word_grows_with_its_letters():
    widths = [np.ptp(np.concatenate(word(np.random.default_rng(7), count))[:, 0]) for count in (1, 3, 6)]
    assert widths[0] < 0.6 * widths[1] < 0.6 * widths[2]
