"""The tests that the emulated systems run or leave out by name are there, so that no name goes stale."""

import re

from tests.pi.run import CHOSEN, LEFT_OUT, ROOT

FOLDER = ROOT / "tests/edge"


def functions(module):
    return re.findall(r"^def (test_\w+)", (FOLDER / module).read_text(), re.MULTILINE)


def test_each_test_that_is_left_out_is_there():
    assert [name for name in LEFT_OUT if name.split("::")[1] not in functions(name.split("::")[0])] == []


def test_each_test_that_is_chosen_is_there():
    assert [name for module, names in CHOSEN.items() for name in names if name not in functions(module)] == []
