import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from edge import doctor
from edge.classifier import Classifier
from edge.errors import ModelError
from tests.edge.patience import LIMIT

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments, cwd=ROOT) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, timeout=LIMIT
    )


def test_a_machine_that_can_read_is_ready():
    done = run("edge/doctor.py")

    assert done.stdout.splitlines()[-1] == "ready", done.stdout
    assert done.returncode == 0
    assert done.stderr == ""


def test_json_is_one_object_with_every_finding(tmp_path):
    by_path = run(str(ROOT / "edge/doctor.py"), "--json", cwd=tmp_path)
    report = json.loads(by_path.stdout)
    names = [finding["name"] for finding in report["findings"]]

    assert (
        report["ready"] == all(finding["ok"] for finding in report["findings"]) == (by_path.returncode == 0)
    )
    for name in (
        "system",
        "board",
        "python",
        "numpy",
        "opencv",
        "runtime",
        "model",
        "cameras",
        "display",
        "self-test",
    ):
        assert name in names
    assert json.loads(run("-m", "edge.doctor", "--json").stdout).keys() == report.keys()


def test_a_damaged_model_is_not_ready_and_says_what_to_do(monkeypatch, capsys):
    def damaged(*_):
        raise ModelError("cnn_int8.tflite is damaged")

    monkeypatch.setattr(doctor, "load_model", damaged)
    monkeypatch.setattr("edge.classifier.load_model", damaged)

    assert doctor.main([]) == 4
    *_, advice, verdict = capsys.readouterr().out.splitlines()
    assert "git checkout models" in advice
    assert verdict == "not ready"


@pytest.fixture
def checkout(tmp_path):
    """Returns a copy of what a Pi has."""
    for name in ("edge", "models"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.keras"))
    return tmp_path


def test_a_model_whose_bits_have_flipped_does_not_crash_it(checkout):
    path = checkout / "models/cnn_int8.tflite"
    data = bytearray(path.read_bytes())
    data[200:4000:7] = bytes(byte ^ 0xFF for byte in data[200:4000:7])  # with which a runtime crashes
    path.write_bytes(data)
    done = run("edge/doctor.py", cwd=checkout)

    assert done.returncode == 4 and done.stderr == ""
    assert done.stdout.splitlines()[-2:] == [
        "to do: restore models/ from the repository: git checkout models",
        "not ready",
    ]


def test_a_missing_model_is_not_taken_for_a_missing_runtime(checkout):
    (checkout / "models/cnn_int8.tflite").unlink()
    done = run("edge/doctor.py", cwd=checkout)

    assert done.returncode == 4
    assert "there is no model file" in done.stdout and "make pi" not in done.stdout


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_findings_that_find_no_room_have_their_exit_code(words):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "edge/doctor.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=LIMIT
        )

    assert done.returncode == 6
    assert done.stderr == "doctor: the result cannot be written: No space left on device\n"


def test_no_working_runtime_is_not_ready(monkeypatch):
    def broken(*_):
        raise ModelError("tflite-runtime works only with numpy 1")

    monkeypatch.setattr(doctor, "open_interpreter", broken)
    *each, verdict = doctor.runtimes()

    assert any("numpy 1" in finding.text for finding in each)
    assert not verdict.ok
    assert "make pi" in verdict.advice


def test_the_runtime_that_is_called_used_is_the_one_that_reads():
    (used,) = (finding for finding in doctor.runtimes() if finding.text.endswith("(used)"))
    assert used.text.split()[0] == Classifier().runtime


def test_the_speed_is_not_told_of_the_best_case_alone():
    text = doctor.speed().text
    assert re.search(r"ms with 6 digits, .* ms with a page of \d\d, .* ms with an empty page", text)


def test_a_board_tells_its_name(tmp_path):
    (tmp_path / "proc/device-tree").mkdir(parents=True)
    (tmp_path / "proc/device-tree/model").write_bytes(b"Raspberry Pi 4 Model B Rev 1.5\0")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/os-release").write_text('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')
    texts = {finding.name: finding.text for finding in doctor.system(tmp_path)}

    assert texts["board"].startswith("Raspberry Pi 4 Model B Rev 1.5, ")
    assert texts["system"].startswith("Debian GNU/Linux 12 (bookworm), ")


@pytest.mark.parametrize(
    ("said", "text", "advised"),
    [
        ("throttled=0x0\n", "none", False),
        ("throttled=0x50005\n", "the supply voltage is too low now", True),
        ("throttled=0x80000\n", "the soft temperature limit was reached since the start", True),
        ("VCHI initialization failed\n", "not told", False),
        ("", "not told", False),
    ],
)
def test_throttling_is_put_into_words(said, text, advised):
    finding = doctor.throttling(said)

    assert finding.text.startswith(text)
    assert bool(finding.advice) == advised


def test_a_hot_board_is_told_to_be_cooled(tmp_path):
    zone = tmp_path / "sys/class/thermal/thermal_zone0"
    zone.mkdir(parents=True)
    (zone / "temp").write_text("84200\n")
    finding = next(doctor.heat(tmp_path))

    assert finding.text == "84 °C"
    assert "cool" in finding.advice


def test_vcgencmd_is_asked_where_it_exists(tmp_path, monkeypatch):
    program = tmp_path / "vcgencmd"
    program.write_text('#!/bin/sh\n[ "$1" = get_throttled ] && echo throttled=0x1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert [finding.name for finding in doctor.heat(tmp_path)] == ["throttling"]
    assert next(doctor.heat(tmp_path)).text == "the supply voltage is too low now"


def test_a_vcgencmd_that_does_not_run_tells_nothing(tmp_path, monkeypatch):
    (tmp_path / "vcgencmd").write_bytes(b"\x7fELF of another machine")
    (tmp_path / "vcgencmd").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert [finding.text for finding in doctor.heat(tmp_path)] == ["not told"]
