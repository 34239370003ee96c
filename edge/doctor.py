"""Looks over this machine and says whether ziffer can read here, or what to do so that it can.

    python edge/doctor.py
    python -m edge.doctor --json

Exit codes: 0 ready, 2 wrong usage, 4 not ready: what to do is printed last, 6 the findings cannot be written,
130 interrupted.
A machine without a camera or a display is ready too: pictures can be read on it.
"""

if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path[:1] = [str(Path(__file__).resolve().parents[1])]
    from edge.environment import enter

    enter()

import argparse
import csv
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from edge.bench import page
from edge.classifier import Classifier
from edge.command import attempt, say
from edge.errors import EXIT_MODEL, EXIT_READ, ZifferError
from edge.images import load
from edge.model import load_model
from edge.quiet import silence_libraries
from edge.reader import DigitReader
from edge.runtime import open_interpreter, preferred
from edge.sources.devices import csi_cameras, text_of, users_of, v4l2_devices, why_not

SAMPLES = Path(__file__).resolve().parent / "samples"
ENOUGH = 0.75  # of the samples; a runtime or an OpenCV that computes wrongly reads hardly any
FRAME = (1280, 720)  # px, the frame whose reading is timed
TIMED = 3  # readings of each, after one that warms up
HOT = 80  # degrees Celsius, at which a Pi begins to slow down (its documentation)

# Bits of `vcgencmd get_throttled` (Raspberry Pi documentation).
THROTTLING = {
    0: "the supply voltage is too low now",
    1: "the processor's frequency is capped now",
    2: "the processor is throttled now",
    3: "the soft temperature limit is active now",
    16: "the supply voltage was too low since the start",
    17: "the frequency was capped since the start",
    18: "the processor was throttled since the start",
    19: "the soft temperature limit was reached since the start",
}


@dataclass(frozen=True)
class Finding:
    """What one look found.

    Attributes:
        name: what was looked at.
        text: what was found, for a person.
        ok: whether ziffer can read with it.
        advice: what to do, where there is something to do.
    """

    name: str
    text: str
    ok: bool = True
    advice: str = ""


def main(argv: list[str] | None = None) -> int:
    """Runs the program; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="doctor",
        description="Says whether ziffer can read here.",
        epilog="exit codes: 0 ready, 2 usage, 4 not ready, 6 the findings cannot be written, 130 interrupted",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args(argv)
    silence_libraries()
    return attempt(lambda: report(args.json))


def report(as_json: bool) -> int:
    """Prints all findings; returns the exit code."""
    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            say(f"{finding.name:<12} {finding.text}")
    ready = all(finding.ok for finding in findings)
    advice = [finding.advice for finding in findings if finding.advice]
    if as_json:
        say(json.dumps({"ready": ready, "findings": [asdict(item) for item in findings]}))
    else:
        say("\n".join([*(f"to do: {text}" for text in advice), "ready" if ready else "not ready"]))
    return EXIT_READ if ready else EXIT_MODEL


def examine() -> Iterator[Finding]:
    """Yields the findings one by one, since the last ones take a second on a slow board."""
    yield from system()
    yield from packages()
    yield from runtimes()
    yield model()
    yield cameras()
    yield display()
    yield self_test()
    yield speed()
    yield from heat()


def system(root: Path = Path("/")) -> Iterator[Finding]:
    """Looks at the operating system, the board and the memory; `root` is where /etc and /proc are found."""
    release = dict(
        line.split("=", 1) for line in text_of(root / "etc/os-release").splitlines() if "=" in line
    ).get("PRETTY_NAME", platform.system())
    bits = 64 if sys.maxsize > 2**32 else 32
    yield Finding("system", f"{release.strip(chr(34))}, {platform.machine()}, {bits} bits")
    board = text_of(root / "proc/device-tree/model") or "no board name (no Raspberry Pi, or in a container)"
    yield Finding("board", f"{board}, {os.cpu_count()} cores")
    memory = text_of(root / "proc/meminfo").split()
    if "MemAvailable:" in memory:
        free = int(memory[memory.index("MemAvailable:") + 1]) // 1024
        yield Finding("memory", f"{free} MB available")


def packages() -> Iterator[Finding]:
    """Looks at Python and the packages that prepare a picture."""
    yield Finding("python", f"{platform.python_version()} ({sys.executable})")
    yield Finding("numpy", np.__version__)
    yield Finding("opencv", f"{cv2.__version__}, windows: {window_system()}")
    yield Finding("pillow", importlib.metadata.version("pillow"))


def window_system() -> str:
    """Returns what OpenCV opens windows with."""
    lines = [line.split(":", 1) for line in cv2.getBuildInformation().splitlines()]
    return (
        next((line[1].strip() for line in lines if line[0].strip() == "GUI" and len(line) == 2), "") or "none"
    )


def runtimes() -> Iterator[Finding]:
    """Constructs an interpreter with each runtime that is installed."""
    works, installed = [], {}
    for name in preferred(platform.machine()):
        with suppress(importlib.metadata.PackageNotFoundError):
            installed[name] = importlib.metadata.version(name)
    try:
        data = load_model().data
    except ZifferError:  # told by model(); a damaged one could crash the runtime
        if installed:
            yield from (Finding("runtime", f"{name} {installed[name]} (not tried)") for name in installed)
            return
    for name, version in installed.items():
        if works and name == "tensorflow":  # its import takes seconds, and it is the last resort
            yield Finding("runtime", f"{name} {version} (not tried)")
            continue
        try:
            open_interpreter(data, name)
            works.append(name)
            yield Finding("runtime", f"{name} {version}" + (" (used)" if len(works) == 1 else " (works too)"))
        except ZifferError as error:
            yield Finding("runtime", f"{name} {version}: {error}")
    if not works:
        yield Finding(
            "runtime", "none works", False, "run `make pi` to install a runtime that fits this Python"
        )


def model() -> Finding:
    """Looks at the shipped model and its checksum."""
    try:
        shipped = load_model()
    except ZifferError as error:
        return Finding("model", str(error), False, "restore models/ from the repository: git checkout models")
    if not shipped.listed:
        return Finding("model", f"{shipped.name} is not in the manifest", False, "run `make convert`")
    return Finding("model", f"{shipped.name}, {len(shipped.data)} bytes, checksum right")


def cameras() -> Finding:
    """Looks for cameras, and at what stands in the way of each."""
    found = [f"csi ({name})" for name in csi_cameras()]
    advice = []
    for device in v4l2_devices():
        if not device.is_camera:
            continue
        found.append(f"{device.path} ({device.name})")
        reason = why_not(device.path)
        users = users_of(device.path)
        if users:
            reason = f"{device.path} is in use by {', '.join(users)}"
        if reason:
            advice.append(reason)
    if not found:
        return Finding("cameras", "none found (pictures, videos and streams can be read all the same)")
    return Finding("cameras", ", ".join(found), True, "; ".join(advice))


def display() -> Finding:
    """Looks for a display that windows can open on."""
    names = [f"{name}={os.environ[name]}" for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name)]
    return Finding("display", ", ".join(names) or "none (classify_camera runs without a window)")


def self_test() -> Finding:
    """Reads the bundled pictures and compares with what is written on them."""
    return _guarded("self-test", _self_test)


def _self_test() -> Finding:
    reader = DigitReader()
    with (SAMPLES / "labels.csv").open(newline="") as file:
        truth = {
            row["file"]: tuple(row["lines"].split("|")) if row["lines"] else ()
            for row in csv.DictReader(file)
        }
    read = {name: reader.read(load(SAMPLES / name).image).lines for name in truth}
    wrong = [name for name in truth if read[name] != truth[name]]
    text = f"{len(truth) - len(wrong)} of {len(truth)} sample pictures read rightly"
    if not wrong:
        return Finding("self-test", text)
    ok = len(wrong) <= (1 - ENOUGH) * len(truth)
    advice = "" if ok else "restore edge/ and models/ from the repository, then run `make pi` again"
    return Finding("self-test", f"{text}, not {', '.join(wrong)}", ok, advice)


def speed() -> Finding:
    """Times the reading of a frame: how long it takes depends on what is in it."""
    return _guarded("speed", _speed)


def _speed() -> Finding:
    reader = DigitReader(Classifier())
    images = [load(SAMPLES / name).image for name in ("number.jpg", "page.jpg")] + [page(FRAME, 0)]
    told = []
    for image in images:
        frame = cv2.resize(image, FRAME, interpolation=cv2.INTER_AREA)
        times = []
        for _ in range(1 + TIMED):
            start = time.perf_counter()
            count = len(reader.read(frame).digits)
            times.append(time.perf_counter() - start)
        told.append((1000 * statistics.median(times[1:]), count))
    (few, digits), (many, more), (none, _) = told
    return Finding(
        "speed",
        f"a frame of {FRAME[0]} x {FRAME[1]} takes {few:.0f} ms with {digits} digits, {many:.0f} ms with "
        f"a page of {more}, {none:.0f} ms with an empty page",
    )


def heat(root: Path = Path("/")) -> Iterator[Finding]:
    """Looks at the processor's temperature and at throttling, where the board tells."""
    zone = text_of(root / "sys/class/thermal/thermal_zone0/temp")
    if zone.isdigit():
        degrees = int(zone) / 1000
        advice = "cool the board: it slows down when it is this hot" if degrees >= HOT else ""
        yield Finding("temperature", f"{degrees:.0f} °C", True, advice)
    if shutil.which("vcgencmd"):
        try:
            done = subprocess.run(["vcgencmd", "get_throttled"], capture_output=True, text=True, timeout=5)
            yield throttling(done.stdout)
        except (OSError, subprocess.TimeoutExpired):
            yield throttling("")


def throttling(said: str) -> Finding:
    """Explains the answer of `vcgencmd get_throttled`, such as "throttled=0x50005"."""
    try:
        bits = int(said.strip().removeprefix("throttled="), 16)
    except ValueError:
        return Finding("throttling", "not told")
    reasons = [text for bit, text in THROTTLING.items() if bits >> bit & 1]
    advice = "use the board's own power supply, and cool it" if reasons else ""
    return Finding("throttling", ", ".join(reasons) or "none", True, advice)


def _guarded(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (ZifferError, OSError) as error:
        return Finding(name, f"impossible: {error}", False)


if __name__ == "__main__":
    sys.exit(main())
