"""Rows of neighbours must always be written, however their digits fit together."""

import numpy as np

from train import neighbours
from train.neighbours import MOST_OVER, ink_box, row
from train.strokes import curve, field, join


def test_a_digit_that_fits_under_its_neighbours_bar_is_moved_until_it_stands_beside_it(monkeypatch):
    monkeypatch.setattr(neighbours, "PATIENCE", 5)
    roof = field([join(curve((0, 1), (0, 0)), curve((0, 0), (0.9, 0)))])
    low = field([curve((0, 0), (0.1, 0.4))])
    (x, _, w, _), (beside, _, narrow, _) = map(ink_box, row(np.random.default_rng(1), [roof, low], (-1, 5)))
    assert x + w - beside <= MOST_OVER * narrow + 6
