"""The front door hands on what the user gives it."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAY = "printf '<%s>'"  # in place of Python
READY = ["-o", ".venv/.ready", "-o", ".venv-edge/.ready"]


def make(*words, **options) -> subprocess.CompletedProcess:
    command = [shutil.which("make"), "--silent", f"PY={SAY}", f"PY_EDGE={SAY}", *READY, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, **options)


@pytest.mark.parametrize(
    ("target", "variable", "given"),
    [("evaluate", "PHOTOS", "my photos"), ("camera", "SOURCE", "the cat's film.mp4")],
)
def test_names_may_hold_spaces_and_quotes(target, variable, given):
    assert f"<{given}>" in make(target, f"{variable}={given}").stdout


def test_without_a_source_the_camera_is_looked_for():
    assert "<auto>" in make("camera").stdout


def test_deploying_without_rsync_is_told_in_one_sentence():
    done = make("deploy", "PI=pi@nowhere.invalid", env={"PATH": "/nowhere"})
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.splitlines()[0] == "make deploy needs rsync (on Debian: sudo apt install rsync)"
    assert "command not found" not in done.stderr
