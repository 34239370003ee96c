"""Sets up what ziffer needs on a Raspberry Pi or another small Linux computer, with `make pi`.

    python3 edge/setup_pi.py [--dry-run]

Makes .venv-edge beside edge/. Where picamera2 is installed, the environment shares the system's packages, and
numpy and OpenCV stay the system's: picamera2 was built for them. A 32-bit system takes numpy, Pillow and
OpenCV from apt, since PyPI has them for 64 bits only. No compiler and no TensorFlow are needed. Only the
standard library is imported: this runs where nothing is installed yet. Exit codes: 0 set up and ready, 4 not
possible here or not ready, 6 a step failed.
"""

import argparse
import ctypes
import importlib.metadata
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv-edge"
MODULES = {
    "numpy": "numpy",
    "opencv-python": "cv2",
    "pillow": "PIL",
}  # what pip names and what Python imports
APT = {"numpy": "python3-numpy", "opencv-python": "python3-opencv", "pillow": "python3-pil"}
EXIT_UNSUPPORTED, EXIT_FAILED = 4, 6  # as in edge/errors.py, which may not be importable from here


@dataclass(frozen=True)
class Facts:
    """What the plan depends on.

    Attributes:
        python: the version, such as (3, 11).
        bits: 32 or 64; a 64-bit kernel may carry a 32-bit system.
        machine: such as "aarch64".
        modules: the modules among those of interest that the system's Python can import.
        numpy: the version of the system's numpy, "" without one.
        libgl: whether the system has libGL, without which pip's OpenCV does not start.
    """

    python: tuple[int, int]
    bits: int
    machine: str
    modules: frozenset[str]
    numpy: str = ""
    libgl: bool = True


@dataclass(frozen=True)
class Plan:
    """What to do.

    Attributes:
        share_system: whether the environment sees the system's packages.
        apt: Debian packages to install first.
        skip: packages of the dependency table that the system has.
        pins: versions that pip must not change.
    """

    share_system: bool
    apt: tuple[str, ...]
    skip: frozenset[str]
    pins: tuple[str, ...]


class Unsupported(Exception):
    """There is no way to set ziffer up here; the message says why."""


def main(argv: list[str] | None = None) -> int:
    """Runs the program; returns its exit code."""
    parser = argparse.ArgumentParser(prog="setup_pi", description="Sets up ziffer on this computer.")
    parser.add_argument("--dry-run", action="store_true", help="only print the commands")
    args = parser.parse_args(argv)
    try:
        commands = make_commands(make_plan(look()), read_requirements(ROOT / "pyproject.toml"))
    except Unsupported as error:
        print(f"setup_pi: {error}", file=sys.stderr)
        return EXIT_UNSUPPORTED
    for command in commands:
        print(f"+ {shlex.join(command)}", flush=True)
        if not args.dry_run and subprocess.run(command).returncode != 0:
            print(f"setup_pi: this step failed: {shlex.join(command)}", file=sys.stderr)
            return EXIT_FAILED
    if args.dry_run:
        return 0
    for name in (".ready", ".pi"):  # what the Makefile looks at
        (VENV / name).touch()
    return subprocess.run([VENV / "bin/python", ROOT / "edge/doctor.py"]).returncode


def look() -> Facts:
    """Looks at this computer."""
    names = ("numpy", "cv2", "PIL", "picamera2", "ensurepip")
    modules = frozenset(name for name in names if importlib.util.find_spec(name))
    return Facts(
        python=sys.version_info[:2],
        bits=64 if sys.maxsize > 2**32 else 32,
        machine=platform.machine(),
        modules=modules,
        numpy=importlib.metadata.version("numpy") if "numpy" in modules else "",
        libgl=_has_libgl(),
    )


def make_plan(facts: Facts) -> Plan:
    """Decides how to set up.

    Raises:
        Unsupported: no runtime exists for this system.
    """
    version = ".".join(map(str, facts.python))
    if facts.python < (3, 11):
        raise Unsupported(
            f"Python {version} is too old: 3.11 or newer is needed (Raspberry Pi OS Bookworm has it)"
        )
    if facts.bits == 32 and facts.python != (3, 11):
        raise Unsupported(
            f"there is no TensorFlow Lite runtime for 32 bits and Python {version}: "
            "install the 64-bit Raspberry Pi OS, or the 32-bit Bookworm"
        )
    if facts.bits == 32 and not facts.machine.startswith(("arm", "aarch64")):
        raise Unsupported(f"there is no TensorFlow Lite runtime for 32-bit {facts.machine}")
    if facts.bits == 64 and facts.machine not in ("aarch64", "x86_64"):
        raise Unsupported(f"there is no TensorFlow Lite runtime for {facts.machine}")
    apt = [] if "ensurepip" in facts.modules else ["python3-venv"]
    if facts.bits == 32:
        apt += [APT[name] for name, module in MODULES.items() if module not in facts.modules]
        return Plan(True, tuple(apt), frozenset(MODULES), ())
    share = "picamera2" in facts.modules
    skip = frozenset(name for name, module in MODULES.items() if share and module in facts.modules)
    if "opencv-python" not in skip and not facts.libgl:
        apt.append("libgl1")
    pins = (f"numpy=={facts.numpy}",) if share and facts.numpy else ()
    return Plan(share, tuple(apt), skip, pins)


def read_requirements(pyproject: Path) -> dict[str, list[str]]:
    """Returns the edge's dependency table: for each package the requirements with their markers."""
    requirements: dict[str, list[str]] = {}
    for line in tomllib.loads(pyproject.read_text())["dependency-groups"]["edge"]:
        name = line.split(";")[0].strip()
        for sign in "<>=!~ [":
            name = name.split(sign)[0]
        requirements.setdefault(name, []).append(line)
    return requirements


def make_commands(plan: Plan, requirements: dict[str, list[str]]) -> list[list[str]]:
    """Returns the commands that carry out a plan."""
    commands = []
    if plan.apt:
        apt = ["apt-get", "install", "--yes", "--no-install-recommends", *plan.apt]
        commands.append(apt if os.geteuid() == 0 else ["sudo", *apt])
        if not shutil.which("apt-get"):
            raise Unsupported(f"these Debian packages or their like are needed: {' '.join(plan.apt)}")
    share = ["--system-site-packages"] if plan.share_system else []
    commands.append([sys.executable, "-m", "venv", *share, str(VENV)])
    install = [
        str(VENV / "bin/python"),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--only-binary=:all:",
    ]
    runtimes = requirements["tflite-runtime"] + requirements["ai-edge-litert"]
    if "numpy" in plan.skip and not plan.pins:  # 32 bits: PyPI's numpy must not even be looked for
        return [*commands, [*install, "--no-deps", *runtimes]]
    wanted = [line for name in MODULES if name not in plan.skip for line in requirements[name]]
    return [*commands, [*install, *plan.pins, *runtimes, *wanted]]


def _has_libgl() -> bool:
    try:
        ctypes.CDLL("libGL.so.1")
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
