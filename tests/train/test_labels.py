"""Words stand beside the numbers of a list, written with the same pen, and none of their ink is a digit's."""

from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from tests.train.test_scenes import CALM, DIGITS, LABELS, ink_seen
from train.scenes import CONDITIONS, render
from train.scenes.ink import FIELD
from train.scenes.labels import label

FONT = str(Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf")


@pytest.mark.parametrize("typeface", ["", FONT])
@pytest.mark.parametrize("condition", ["beside/label", "beside/list"])
def test_each_line_has_a_word_clear_of_its_digits(condition, typeface):
    recipe = replace(CONDITIONS[condition], **CALM, typeface=typeface)
    made = render(np.random.default_rng(3), DIGITS, LABELS, recipe)
    assert len(made.boxes) == len("".join(made.lines))
    seen = ink_seen(made.image)
    for x, y, w, h in made.boxes:
        seen[max(y - 2, 0) : y + h + 2, max(x - 2, 0) : x + w + 2] = False
    start = 0
    for line in made.lines:
        boxes = np.array(made.boxes[start : start + len(line)])
        start += len(line)
        assert seen[boxes[:, 1].min() : (boxes[:, 1] + boxes[:, 3]).max()].sum() > 20, line


@pytest.mark.parametrize("typeface", ["", FONT])
def test_capitals_are_as_high_as_digits_and_what_hangs_below_the_line_is_told(typeface):
    rng = np.random.default_rng(2)
    above = []
    for _ in range(40):
        field, below = label(rng, typeface)
        rows = np.flatnonzero((field < 1).any(axis=1))
        assert 0 <= below < 0.8 * FIELD
        above.append(rows[-1] - rows[0] - below)
    assert np.quantile(above, 0.9) == pytest.approx(FIELD, rel=0.15)
