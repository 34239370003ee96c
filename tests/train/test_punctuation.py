"""Signs stand beside numbers as people write them, and are none of their digits."""

from dataclasses import replace

import numpy as np
import pytest

from tests.train.test_scenes import CALM, DIGITS, LABELS, ink_seen
from train.punctuation import AFTER, BEFORE
from train.scenes import CONDITIONS, render
from train.strokes import uniform


@pytest.mark.parametrize("draw", {*BEFORE, *AFTER})
def test_every_sign_is_about_as_high_as_digits_or_lower_and_each_time_otherwise(draw):
    first, second = (np.concatenate(draw(uniform(np.random.default_rng(seed)))) for seed in (3, 4))
    assert -0.25 < first[:, 1].min() < first[:, 1].max() < 1.3 and np.ptp(first[:, 0]) < 1.5
    assert first.shape != second.shape or not np.allclose(first, second)


def test_a_number_has_a_sign_right_beside_it():
    for seed in range(8):
        recipe = replace(CONDITIONS["beside/signs"], **CALM)
        made = render(np.random.default_rng(seed), DIGITS, LABELS, recipe)
        boxes = np.array(made.boxes)
        (left, top), high = boxes[:, :2].min(0), int(boxes[:, 3].max())
        right, bottom = (boxes[:, :2] + boxes[:, 2:]).max(0)
        seen = ink_seen(made.image)
        beside = [seen[:, max(left - 2 * high, 0) : max(left - 2, 0)], seen[:, right + 2 : right + 2 * high]]
        rows = slice(max(top - high // 3, 0), bottom + high // 3)
        assert sorted(side[rows].sum() > 3 for side in beside) == [False, True], seed
