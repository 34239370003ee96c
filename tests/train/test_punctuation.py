"""Signs stand beside numbers as people write them, and are none of their digits."""

from dataclasses import replace

import numpy as np
import pytest

from tests.train.test_scenes import CALM, DIGITS, LABELS, ink_seen
from train.punctuation import SIGNS
from train.scenes import CONDITIONS, render
from train.strokes import uniform


@pytest.mark.parametrize(
    "draw", sorted({draw for draws in SIGNS.values() for draw in draws}, key=lambda draw: draw.__name__)
)
def test_every_sign_is_about_as_high_as_digits_or_lower_and_each_time_otherwise(draw):
    first, second = (np.concatenate(draw(uniform(np.random.default_rng(seed)))) for seed in (3, 4))
    assert -0.25 < first[:, 1].min() < first[:, 1].max() < 1.3 and np.ptp(first[:, 0]) < 1.5
    assert first.shape != second.shape or not np.allclose(first, second)


def test_a_number_has_a_sign_beside_it_or_between_its_digits():
    recipe = replace(CONDITIONS["beside/signs"], **CALM)
    for seed in range(12):
        made = render(np.random.default_rng(seed), DIGITS, LABELS, recipe)
        assert len(made.boxes) == len(made.lines[0])
        seen = ink_seen(made.image)
        for x, y, w, h in made.boxes:
            seen[max(y - 2, 0) : y + h + 2, max(x - 2, 0) : x + w + 2] = False
        boxes = np.array(made.boxes)
        high, (left, top), right = int(boxes[:, 3].max()), boxes[:, :2].min(0), int(boxes[:, 0].max())
        near = seen[max(top - high, 0) : top + 3 * high, max(left - 2 * high, 0) : right + 3 * high]
        assert near.sum() > 3, seed
