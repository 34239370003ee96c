import csv
from pathlib import Path

import matplotlib
import numpy as np

from train.typefaces import FAMILIES, HELD, LEARN, face

FONT = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"


def test_each_family_is_listed_once_and_belongs_to_one_share():
    rows = list(csv.DictReader(FAMILIES.open()))

    assert len({row["family"] for row in rows}) == len(rows) >= 50
    assert {row["share"] for row in rows} == {LEARN, HELD}
    assert all(len(row["sha256"]) == 64 for row in rows)


def test_a_typeface_is_a_hand_with_ten_digits():
    hand = face(FONT)

    assert len(hand.digits) == len(hand.habits) == 10
    for ink in hand.digits:
        assert ink.dtype == np.uint8 and ink.max() > 200
        assert ink.any(0)[[0, -1]].all() and ink.any(1)[[0, -1]].all()
    assert all(0.8 < tall < 1.2 and 0 <= below < 0.1 for tall, below in hand.habits)
