"""A font's digits must be the digits that it writes, whatever else is in its folder."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from matplotlib import get_data_path

from edge.classifier import Classifier
from edge.errors import SourceError
from train.cases import HELD
from train.evaluate import main
from train.hands import PAGES, font_digits, hands

FONT = Path(get_data_path(), "fonts/ttf/DejaVuSans.ttf")


@pytest.fixture
def folder(tmp_path):
    shutil.copy(FONT, tmp_path / "some-hand.ttf")
    (tmp_path / "LICENSE").write_text("no font")
    return tmp_path


def test_digits_of_a_font_have_mnists_form_and_are_themselves():
    digits = font_digits(FONT)
    assert (digits.shape, digits.dtype) == ((10, 28, 28), np.uint8)
    answers = Classifier().probabilities(digits)[:, :10].argmax(1)
    assert (answers == np.arange(10)).sum() >= 8  # print is not what the network has learnt


def test_a_font_writes_so_many_pages_of_each_kind(folder):
    made = [case for case in hands(folder, 2, 1) if case.kind == "hands"]
    assert len(made) == 2 * len(PAGES)
    assert {(case.source, case.part) for case in made} == {("some-hand", HELD)}
    assert all(len(case.boxes) == len("".join(case.lines)) for case in made)


def test_a_font_writes_as_many_pages_of_words_which_hold_no_digit(folder):
    shutil.copy(FONT.with_name("DejaVuSerif.ttf"), folder / "other-hand.ttf")
    made = [case for case in hands(folder, 2, 1) if case.kind == "words"]
    assert [case.source for case in made] == 2 * ["other-hand"] + 2 * ["some-hand"]
    assert all(case.lines == () and case.image.std() > 1 for case in made)
    assert len({case.image.tobytes() for case in made}) == 4


def test_a_font_writes_as_many_numbers_beside_its_own_words(folder):
    alone, beside = ([c for c in hands(folder, 2, 1) if c.kind == kind] for kind in ("words", "beside"))
    assert len(beside) == len(alone) == 2
    assert all(len(case.lines) == 1 and len(case.boxes) == len(case.lines[0]) for case in beside)


def test_a_hand_is_measured_by_name(folder, tmp_path, capsys):
    shutil.copy(FONT, folder / "other-hand.ttf")
    arguments = f"--no-photos --scenes 0 --fonts {folder} --pages 1 --sheet {tmp_path / 'sheets'}"
    assert main(arguments.split()) == 0
    printed = capsys.readouterr().out
    assert "hands: some-hand" in printed and "hands: other-hand" in printed


@pytest.mark.parametrize(("name", "told"), [("empty.txt", "holds no font"), ("broken.ttf", "cannot be read")])
def test_a_folder_without_a_font_and_a_broken_font_get_one_sentence(tmp_path, name, told):
    (tmp_path / name).write_bytes(b"no font")
    with pytest.raises(SourceError, match=told):
        list(hands(tmp_path, 1, 1))
