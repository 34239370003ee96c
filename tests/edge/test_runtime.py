import importlib.util
import os
import platform
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from edge.environment import RUNTIME_MODULES
from edge.errors import ModelError
from edge.model import SHIPPED
from edge.runtime import MODULES, RUNTIMES, open_interpreter, preferred, silence

MODEL = SHIPPED.read_bytes()
ROOT = Path(__file__).resolve().parents[2]


def answer(interpreter) -> np.ndarray:
    source, sink = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    interpreter.set_tensor(source["index"], np.zeros(source["shape"], source["dtype"]))
    interpreter.invoke()
    return interpreter.get_tensor(sink["index"])


def installed() -> list[str]:
    names = preferred(platform.machine())
    return [name for name in names if importlib.util.find_spec(RUNTIME_MODULES[name])]


def broken(error: Exception) -> SimpleNamespace:
    def interpreter(**_):
        raise error

    return SimpleNamespace(Interpreter=interpreter)


@pytest.mark.parametrize("name", RUNTIMES)
def test_each_installed_runtime_runs_the_shipped_model(name):
    if importlib.util.find_spec(RUNTIME_MODULES[name]) is None:
        pytest.skip(f"{name} is not installed here")
    interpreter, used = open_interpreter(MODEL, name)

    assert used == name
    assert answer(interpreter).shape == (1, 11)


@pytest.mark.parametrize(
    ("machine", "order"),
    [
        ("x86_64", ["ai-edge-litert", "tflite-runtime", "tensorflow"]),
        ("aarch64", ["tflite-runtime", "ai-edge-litert", "tensorflow"]),
        ("armv7l", ["tflite-runtime", "ai-edge-litert", "tensorflow"]),
    ],
)
def test_the_order_suits_the_machine(machine, order):
    assert preferred(machine) == order


def test_the_first_runtime_that_is_installed_is_used():
    assert open_interpreter(MODEL)[1] == installed()[0]


def test_a_runtime_that_imports_but_cannot_construct_is_passed_over(monkeypatch):
    first, *others = installed()
    if not others:
        pytest.skip("there is no second runtime here")
    monkeypatch.setitem(sys.modules, MODULES[first], broken(SystemError("_ARRAY_API not found")))
    interpreter, used = open_interpreter(MODEL)

    assert used == others[0]
    assert answer(interpreter).shape == (1, 11)


def test_numpy_2_beside_tflite_runtime_is_named_as_the_cause(monkeypatch):
    pytest.importorskip("tflite_runtime")
    monkeypatch.setitem(
        sys.modules, "tflite_runtime.interpreter", broken(SystemError("_ARRAY_API not found"))
    )
    monkeypatch.setattr(np, "__version__", "2.2.4")

    with pytest.raises(ModelError, match=r"numpy 1, and numpy 2\.2\.4 is installed"):
        open_interpreter(MODEL, "tflite-runtime")


def test_no_runtime_at_all_is_one_sentence(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(ModelError, match="no runtime is installed"):
        open_interpreter(MODEL)


def test_a_runtime_that_is_asked_for_and_not_there_is_named_with_those_that_are(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "tensorflow" else find(name)
    )
    there = " and ".join(sorted(installed(), key=RUNTIMES.index))

    with pytest.raises(ModelError, match=f"^tensorflow is not installed in this Python; it has {there}$"):
        open_interpreter(MODEL, "tensorflow")


def test_loading_says_nothing_on_stdout_or_stderr():
    code = "import sys; from edge.classifier import Classifier; Classifier(); print('loaded')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("loaded\n", "")


def test_silence_gives_stderr_back(capfd):
    with silence():
        os.write(2, b"chatter")
    os.write(2, b"heard")

    assert capfd.readouterr().err == "heard"


def test_silence_bears_a_closed_stderr():
    code = "import os; os.close(2); from edge.runtime import silence\nwith silence(): print('fine')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "fine\n"
