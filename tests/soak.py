"""Reads 20,000 frames of a looped video and demands that memory and file descriptors stay as they were.

    python tests/soak.py [FRAMES]        or: make soak

Memory is the resident set of the whole program (VmRSS), measured after a warm-up of a tenth of the frames and
at the end; it may grow by 5 MB. Prints the figures; exit code 1 when a bound is broken.
"""

import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.edge.films import PROGRAM, film, noisy, page  # noqa: E402

FRAMES = 20_000
GROWTH = 5.0  # MB
SHARE = 0.5  # of the frames that must show digits: a page stands for a second, and is told after 0.4


def main() -> int:
    """Runs the soak test; returns its exit code."""
    frames = int(sys.argv[1]) if len(sys.argv) > 1 else FRAMES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "loop.mp4")
        pages = [page(["472", "19"], (320, 240), 56, 20), page(["306", "58"], (320, 240), 56, 20)]
        film(path, (noisy(pages[number // 30 % 2], number) for number in range(60)))
        return soak(path, frames)


def soak(path: Path, frames: int) -> int:
    """Reads `frames` frames of the looped video and prints what it took; returns the exit code."""
    command = [*PROGRAM, "--headless", "--json", "--loop", "--source", str(path)]
    samples, count, read = {}, 0, 0
    begun = monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        for line in program.stdout:
            count += 1
            read += bool(json.loads(line)["digits"])
            if count in (frames // 10, frames // 2, frames):
                samples[count] = resident(program.pid), descriptors(program.pid)
            if count == frames:
                break
        program.terminate()
    seconds = monotonic() - begun
    for number, (megabytes, files) in samples.items():
        print(f"frame {number:6}: {megabytes:7.1f} MB resident, {files} file descriptors")
    if count < frames:
        print(f"NOT HELD: the program ended after {count} frames")
        return 1
    (before, files_before), *_, (after, files_after) = samples.values()
    print(f"{frames} frames in {seconds:.0f} s ({frames / seconds:.0f} a second), {read} with digits")
    more_files = files_after - files_before
    print(f"memory grew by {after - before:+.1f} MB (bound {GROWTH}), descriptors by {more_files:+}")
    held = after - before <= GROWTH and more_files <= 0 and read > frames * SHARE
    print("held" if held else "NOT HELD")
    return 0 if held else 1


def resident(process: int) -> float:
    """Returns a process's resident memory in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def descriptors(process: int) -> int:
    """Returns how many file descriptors a process has open; the video always counts, even between rounds."""
    targets = []
    for link in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed in this moment
            targets.append(str(link.readlink()))
    films = sum(target.endswith("loop.mp4") for target in targets)
    return len(targets) - films + max(films, 1)


if __name__ == "__main__":
    sys.exit(main())
