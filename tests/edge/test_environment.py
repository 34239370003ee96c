import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edge.patience import LIMIT

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path):
    """A copy of what a Pi has, in a folder with a space, never installed and without environments."""
    folder = tmp_path / "my ziffer"
    for name in ("edge", "models"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def bare_python(*arguments, cwd, **options) -> subprocess.CompletedProcess:
    """Runs Python without any installed package, as a fresh system has it."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    command = [sys._base_executable, "-S", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, **options)


@pytest.mark.parametrize("app", ["classify_image.py", "classify_camera.py", "draw.py", "doctor.py"])
def test_without_packages_every_app_says_in_one_sentence_what_to_do(checkout, app):
    done = bare_python(checkout / "edge" / app, "photo.jpg", cwd="/")

    assert done.returncode == 4
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "numpy" in done.stderr
    assert "make demo" in done.stderr and "make pi` on a Raspberry Pi" in done.stderr


@pytest.mark.parametrize("environment", [".venv-edge", ".venv"])
def test_the_projects_own_environment_takes_over(checkout, environment):
    python = checkout / environment / "bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\n[ "$1" = -S ] && shift\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    sample = checkout / "edge/samples/digit.jpg"
    by_path = bare_python(checkout / "edge/classify_image.py", "--json", sample, cwd="/")
    by_module = bare_python("-m", "edge.classify_image", "--json", sample, cwd=checkout)

    assert by_path.returncode == by_module.returncode == 0, by_path.stderr + by_module.stderr
    assert by_path.stdout == by_module.stdout
    assert by_path.stderr == ""


def with_closed(streams: str, *arguments) -> subprocess.CompletedProcess:
    command = ["bash", "-c", f'"$@" {streams}', "", sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT)


@pytest.mark.parametrize(
    "app", ["classify_image.py --json", "classify_camera.py --headless --source", "draw.py"]
)
def test_a_closed_stderr_lets_no_complaint_go_to_stdout(app):
    name, *options = app.split()
    done = with_closed("2>&-", f"edge/{name}", *options, "missing.jpg")

    assert done.returncode == 3
    assert [json.loads(line).keys() for line in done.stdout.splitlines()] == [
        {"image", "error"} for option in options if option == "--json"
    ]


@pytest.mark.parametrize("app", ["classify_image.py", "classify_camera.py --headless --source"])
def test_a_closed_stdout_stops_no_program(app):
    done = with_closed(">&-", *f"edge/{app} edge/samples/digit.jpg".split())

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-"])
def test_what_libraries_print_to_a_closed_stream_goes_into_no_file(tmp_path, streams):
    program = """
import os, pathlib, sys
from edge.environment import enter
enter()
with pathlib.Path(sys.argv[1]).open("wb"):
    os.write(1, b"x")
    os.write(2, b"x")
"""
    with_closed(streams, "-c", program, tmp_path / "file")

    assert (tmp_path / "file").read_bytes() == b""


@pytest.mark.parametrize("app", ["classify_image", "classify_camera", "draw", "doctor", "bench"])
def test_an_interrupt_during_an_import_ends_every_app_without_a_word(tmp_path, app):
    (tmp_path / "cv2.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    done = subprocess.run(
        [sys.executable, f"edge/{app}.py"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_an_environment_that_is_no_better_does_not_start_an_endless_chain(checkout):
    python = checkout / ".venv-edge/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys._base_executable} -S "$@"\n')
    python.chmod(0o755)
    done = bare_python(checkout / "edge/classify_image.py", "photo.jpg", cwd="/", timeout=LIMIT)

    assert done.returncode == 4
    assert done.stderr.count("\n") == 1 and "remove .venv-edge and run `make demo`" in done.stderr
