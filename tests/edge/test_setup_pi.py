import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from edge import setup_pi
from edge.setup_pi import Facts, Unsupported, make_commands, make_plan, read_requirements

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = frozenset({"numpy", "cv2", "PIL", "picamera2", "ensurepip"})
PACKAGES = frozenset({"numpy", "opencv-python", "pillow"})


def commands_for(facts: Facts) -> list[str]:
    commands = make_commands(make_plan(facts), read_requirements(ROOT / "pyproject.toml"))
    return [" ".join(command) for command in commands]


def test_a_pi_with_picamera2_keeps_the_systems_numpy_and_opencv():
    """Raspberry Pi OS Bookworm, 64 bits, desktop."""
    facts = Facts((3, 11), 64, "aarch64", EVERYTHING, "1.24.2")
    plan = make_plan(facts)
    *_, venv, install = commands_for(facts)

    assert plan.share_system
    assert plan.apt == ()
    assert plan.skip == PACKAGES
    assert "--system-site-packages" in venv
    assert "numpy==1.24.2" in install
    assert "opencv" not in install
    assert "pillow" not in install
    assert "tflite-runtime" in install


def test_a_pi_with_picamera2_but_without_opencv_gets_one_that_leaves_numpy_alone():
    facts = Facts((3, 13), 64, "aarch64", EVERYTHING - {"cv2"}, "2.2.4")
    *_, install = commands_for(facts)

    assert "numpy==2.2.4" in install
    assert "opencv-python" in install
    assert "ai-edge-litert" in install


@pytest.mark.parametrize(
    ("python", "machine"), [((3, 11), "aarch64"), ((3, 13), "aarch64"), ((3, 12), "x86_64")]
)
def test_without_picamera2_everything_comes_from_pip_into_an_environment_of_its_own(python, machine):
    facts = Facts(python, 64, machine, frozenset({"ensurepip", "numpy"}), "9.9")
    plan = make_plan(facts)

    assert not plan.share_system
    assert plan.skip == frozenset()
    assert plan.pins == ()
    for name in PACKAGES:
        assert name in commands_for(facts)[-1]


def test_a_bare_system_gets_venv_and_libgl_from_apt():
    plan = make_plan(Facts((3, 11), 64, "aarch64", frozenset(), libgl=False))

    assert plan.apt == ("python3-venv", "libgl1")


def test_a_32_bit_bookworm_takes_what_pypi_lacks_from_apt():
    facts = Facts((3, 11), 32, "aarch64", frozenset({"ensurepip"}))
    plan = make_plan(facts)
    *_, venv, install = commands_for(facts)

    assert plan.apt == ("python3-numpy", "python3-opencv", "python3-pil")
    assert "--system-site-packages" in venv
    assert "--no-deps" in install
    assert "numpy" not in install.replace("tflite", "")
    assert "opencv" not in install


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts((3, 13), 32, "armv7l", EVERYTHING), "64-bit Raspberry Pi OS"),
        (Facts((3, 9), 64, "aarch64", EVERYTHING), "too old"),
        (Facts((3, 11), 32, "i686", EVERYTHING), "32-bit i686"),
        (Facts((3, 11), 64, "riscv64", EVERYTHING), "riscv64"),
    ],
)
def test_what_has_no_runtime_is_told_plainly(facts, reason):
    with pytest.raises(Unsupported, match=reason):
        make_plan(facts)


def test_root_needs_no_sudo_and_others_do(monkeypatch):
    facts = Facts((3, 11), 64, "aarch64", frozenset())
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert commands_for(facts)[0].startswith("apt-get install")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert commands_for(facts)[0].startswith("sudo apt-get install")


def test_a_system_without_apt_is_told_what_it_needs(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Unsupported, match="python3-venv"):
        commands_for(Facts((3, 11), 64, "aarch64", frozenset()))


def test_the_table_is_that_of_pyproject():
    assert set(read_requirements(ROOT / "pyproject.toml")) == {"tflite-runtime", "ai-edge-litert", *PACKAGES}


def _venv_command(printed: str) -> str:
    """Returns the line that makes the environment; on some systems it lets the system's packages in."""
    return next(line for line in printed.splitlines() if "-m venv" in line)


def test_a_dry_run_prints_the_commands_and_changes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(setup_pi, "VENV", tmp_path / ".venv-edge")

    assert setup_pi.main(["--dry-run"]) == 0
    assert f" {tmp_path}/.venv-edge" in _venv_command(capsys.readouterr().out)
    assert not (tmp_path / ".venv-edge").exists()


@pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")
def test_deploy_copies_the_edge_alone_and_sets_it_up_there(tmp_path):
    """The other computer is a folder: a stand-in for ssh runs there what it is told, as sshd would."""
    home = tmp_path / "home"
    home.mkdir()
    ssh = tmp_path / "bin/ssh"
    ssh.parent.mkdir()
    ssh.write_text(
        "#!/bin/bash\n"
        "while [[ $1 == -* ]]; do case $1 in -l | -o | -p) shift ;; esac; shift; done\n"
        f'[[ $1 == pi@board || $1 == board ]] || exit 9\nshift; cd {home}; exec bash -c "$*"\n'
    )
    python = tmp_path / "bin/python3"
    python.write_text(
        f'#!/bin/sh\n[ "$1" = edge/setup_pi.py ] && exec {sys.executable} "$@" --dry-run\nexit 8\n'
    )
    for program in (ssh, python):
        program.chmod(0o755)
    environment = dict(os.environ, PATH=f"{tmp_path}/bin:{os.environ['PATH']}")
    done = subprocess.run(
        ["make", "deploy", "PI=pi@board"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    copied = {path.relative_to(home / "ziffer").as_posix() for path in (home / "ziffer").rglob("*")}

    assert done.returncode == 0, done.stderr
    assert {
        "edge/classify_image.py",
        "edge/samples/digit.jpg",
        "models/cnn_int8.tflite",
        "pyproject.toml",
    } <= copied
    assert not any("train" in name or "convert" in name or "__pycache__" in name for name in copied)
    assert f" {home}/ziffer/.venv-edge" in _venv_command(done.stdout)


def test_deploy_without_a_board_says_how_it_is_called():
    done = subprocess.run(["make", "deploy"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode != 0
    assert "PI=user@host" in done.stderr
