"""Finds a Python that can run ziffer, so that an app starts in a checkout that was never installed.

Only the standard library is imported here: this has to work where everything else is missing.
"""

import importlib.util
import os
import signal
import sys
from pathlib import Path

from edge.errors import EXIT_MODEL

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENTS = (".venv-edge", ".venv")
RUNTIME_MODULES = {
    "tflite-runtime": "tflite_runtime",
    "ai-edge-litert": "ai_edge_litert",
    "tensorflow": "tensorflow",
}
MARK = "ZIFFER_REEXECUTED"  # set in the environment by a re-execution, so that there is only ever one


def find_fault() -> str | None:
    """Returns why this Python cannot run an app, in words; None when it can."""
    packages = {"numpy": "numpy", "opencv-python": "cv2", "pillow": "PIL"}
    missing = [name for name, module in packages.items() if importlib.util.find_spec(module) is None]
    if not any(importlib.util.find_spec(module) for module in RUNTIME_MODULES.values()):
        missing.append("tflite-runtime or ai-edge-litert")
    if missing:
        return f"lacks {', '.join(missing)}"
    try:
        import cv2  # noqa: F401  (here, since it is what fails: without libGL, or beside the wrong numpy)
    except ImportError as error:
        if "libGL" in str(error):
            return "has an OpenCV that lacks a system library (on Debian: sudo apt install libgl1)"
        return f"has an OpenCV that does not start ({' '.join(str(error).split())[:120]})"
    return None


def enter() -> None:
    """Returns when this Python can run ziffer; else goes on in the project's own, or ends in one sentence.

    Until `edge.command.attempt` or the app listens, an interrupt ends the process at once: amid an import it
    would show a traceback, or pass for a fault of what is imported.
    """
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:  # and is not ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    _open_streams()
    fault = find_fault()
    if fault is None:
        os.environ.pop(MARK, None)
        return
    for name in ENVIRONMENTS:
        python = ROOT / name / "bin/python"
        if python.exists() and MARK not in os.environ:
            os.environ[MARK] = "1"
            os.execv(python, [str(python), *sys.orig_argv[1:]])
    again = f"remove {ENVIRONMENTS[0]} and " if (ROOT / ENVIRONMENTS[0]).exists() else ""
    print(
        f"{Path(sys.argv[0]).name}: this Python ({sys.executable}) {fault}; "
        f"to set up one that works, {again}run `make demo` in {ROOT}, or `make pi` on a Raspberry Pi",
        file=sys.stderr,
    )
    sys.exit(EXIT_MODEL)


def _open_streams() -> None:
    """Makes a stdout or stderr that was closed before the start lead to nowhere.

    Else the next file to be opened gets its number and what libraries print, and `print` takes stdout for it.
    """
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
            setattr(sys, name, os.fdopen(number, "w", errors="backslashreplace"))
