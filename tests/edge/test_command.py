import argparse

import pytest

from edge.command import add_reader_options, attempt
from edge.errors import DisplayError, ModelError


@pytest.mark.parametrize("error", [ModelError("it is damaged"), DisplayError("there is none")])
def test_a_failure_is_told_in_its_sentence_and_has_its_exit_code(error, monkeypatch, capsys):
    def fail():
        raise error

    monkeypatch.setattr("sys.argv", ["/somewhere/edge/draw.py"])
    assert attempt(fail) == error.exit_code
    assert capsys.readouterr() == ("", f"draw: {error}\n")


def test_an_interrupt_has_its_exit_code(capsys):
    def interrupt():
        raise KeyboardInterrupt

    assert attempt(interrupt) == 130
    assert capsys.readouterr() == ("", "")


def test_work_that_succeeds_ends_with_its_own_exit_code():
    assert attempt(lambda: 1) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--min-confidence abc", "invalid fraction value: 'abc'"),
        ("--min-confidence 1.5", "1.5 is not between 0 and 1"),
        ("--min-confidence nan", "nan is not between 0 and 1"),
        ("--threads x", "invalid threads value: 'x'"),
        ("--threads 65", "65 is not between 1 and 64"),
    ],
)
def test_wrong_options_are_told_in_plain_words(words, told, capsys):
    parser = argparse.ArgumentParser()
    add_reader_options(parser)
    with pytest.raises(SystemExit, match="2"):
        parser.parse_args(words.split())
    assert told in capsys.readouterr().err
