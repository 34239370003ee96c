"""The one seam to the TensorFlow Lite interpreter, which comes in three packages that fail in different ways.

A package counts as working only when it has *constructed* an interpreter: tflite-runtime beside numpy 2
imports without a word and then raises SystemError. The order suits the machine: on x86 LiteRT goes first,
whose int8 is several times faster there (`edge/bench.py --runtime NAME` shows it); elsewhere tflite-runtime
where it exists (Python up to 3.11, the only one for 32-bit ARM), then LiteRT. The 2 s import of TensorFlow
comes last.
"""

import contextlib
import importlib
import importlib.util
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from edge.environment import RUNTIME_MODULES
from edge.errors import ModelError

RUNTIMES = tuple(RUNTIME_MODULES)
X86 = ("x86_64", "AMD64")
MODULES = {
    "tflite-runtime": "tflite_runtime.interpreter",
    "ai-edge-litert": "ai_edge_litert.interpreter",
    "tensorflow": "tensorflow.lite.python.interpreter",
}


def preferred(machine: str) -> list[str]:
    """Returns `RUNTIMES` in the order in which they are tried on a machine, such as "x86_64"."""
    first = "ai-edge-litert" if machine in X86 else "tflite-runtime"
    return [first, *(name for name in RUNTIMES if name != first)]


def open_interpreter(model: bytes, runtime: str = "auto", threads: int = 1) -> tuple[Any, str]:
    """Returns an allocated interpreter of `model` and the name of the runtime that it belongs to.

    Args:
        model: a TensorFlow Lite file's bytes that have been checked: damaged ones can crash the process.
        runtime: one of `RUNTIMES`, or "auto" for the first that works.
        threads: number of threads that an inference may use.

    Raises:
        ModelError: no runtime works here, or none can run this model.
    """
    names = preferred(platform.machine()) if runtime == "auto" else (runtime,)
    reasons = []
    for kind in (np.float32, np.float64):
        np.finfo(
            kind
        )  # kept by numpy; tflite-runtime on arm64 turns subnormals off, and later numpy would warn
    for name in names:
        if importlib.util.find_spec(RUNTIME_MODULES[name]) is None:
            continue
        try:
            with silence():
                interpreter = importlib.import_module(MODULES[name]).Interpreter(
                    model_content=model, num_threads=threads
                )
                interpreter.allocate_tensors()
            return interpreter, name
        except (ImportError, AttributeError, SystemError) as error:
            reasons.append(_why_broken(name, error))
        except (ValueError, RuntimeError) as error:
            reasons.append(f"{name} cannot run this model ({' '.join(str(error).split())[:200]})")
    if reasons:
        raise ModelError("; ".join(reasons))
    installed = [name for name in RUNTIMES if importlib.util.find_spec(RUNTIME_MODULES[name])]
    if installed:
        raise ModelError(f"{runtime} is not installed in this Python; it has {' and '.join(installed)}")
    raise ModelError(
        f"no runtime is installed: this Python has no {' or '.join(names)}; "
        "run `make demo` once, or `make pi` on a Raspberry Pi"
    )


def _why_broken(name: str, error: Exception) -> str:
    if name == "tflite-runtime" and int(np.__version__.split(".")[0]) >= 2:
        return (
            f"tflite-runtime works only with numpy 1, and numpy {np.__version__} is installed: "
            "install 'numpy<2', or ai-edge-litert in its place"
        )
    return f"{name} is installed but does not work here ({' '.join(str(error).split())[:200]})"


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Sends to nowhere what native code writes to stderr: runtimes announce themselves at every start."""
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except (OSError, ValueError, AttributeError):  # stderr is closed: there is nothing to silence
        yield
        return
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
