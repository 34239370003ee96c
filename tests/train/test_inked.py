"""Digits are written on blank paper in its own light, and their truth is told."""

import numpy as np
import pytest

from train.cases import HELD, TUNE, Case
from train.inked import BLANK, RECIPES, inked

PAPER = np.full((300, 400, 3), (90, 120, 140), np.uint8)
PAPER[:, 300:] = (40, 60, 70)  # in a shadow
DIGITS = np.zeros((6, 28, 28), np.uint8)
DIGITS[:, 4:24, 12:15] = 255
SPLIT = (DIGITS, np.full(6, 1)), (DIGITS, np.full(6, 7))


@pytest.fixture(autouse=True)
def pools(monkeypatch):
    monkeypatch.setattr("train.inked.mnist.load", lambda: None)
    monkeypatch.setattr("train.inked.mnist.split", lambda _: SPLIT)


def blank(part=HELD, kind=BLANK):
    return Case("a.jpg", kind, "own", part, (), PAPER)


def test_each_photo_of_blank_paper_is_written_on_in_each_way():
    cases = list(inked([blank(), blank(kind="sheet"), blank()], 2, 1))
    assert [case.kind for case in cases] == [f"inked/{name}" for name in RECIPES] * 4
    assert all(case.lines and sum(map(len, case.lines)) == len(case.boxes) for case in cases)
    assert len({case.name for case in cases[:6]}) == 6


def test_without_blank_paper_no_mnist_is_needed(monkeypatch):
    monkeypatch.setattr("train.inked.mnist.load", lambda: pytest.fail("loaded"))
    assert list(inked([blank(kind="sheet")], 2, 1)) == list(inked([blank()], 0, 1)) == []


def test_only_the_kinds_that_are_wanted_are_written(monkeypatch):
    everything = {case.name: case for case in inked([blank()], 2, 1)}
    pages = list(inked([blank()], 2, 1, "inked/page"))
    assert len(pages) == 2 and all((case.image == everything[case.name].image).all() for case in pages)
    monkeypatch.setattr("train.inked.mnist.load", lambda: pytest.fail("loaded"))
    assert list(inked([blank()], 2, 1, "cell")) == []


def test_the_digits_of_each_part_come_from_its_own_pool():
    parts = (inked([blank(part)], 9, 1) for part in (TUNE, HELD))
    tuned_on, held = ("".join("".join(case.lines) for case in cases) for cases in parts)
    assert tuned_on.count("1") > 0.6 * len(tuned_on) and held.count("7") > 0.6 * len(held)


def test_ink_darkens_the_paper_where_the_boxes_are_and_nowhere_else():
    for case in inked([blank()], 3, 5):
        darker = 1 - case.image.sum(2) / PAPER.sum(2)
        outside = np.ones(darker.shape, bool)
        for x, y, w, h in case.boxes:
            assert darker[y : y + h, x : x + w].max() > 0.12
            outside[max(y - 6, 0) : y + h + 6, max(x - 6, 0) : x + w + 6] = False
        outside[:, 285:315] = False  # JPEG rings at the shadow's edge
        assert np.abs(darker[outside]).max() < 0.1
