"""Measures how long classify_camera takes to end on SIGINT and SIGTERM, whatever it is doing just then.

    python tests/ending.py [ROUNDS]        or: make ending

Prints the median and the longest time from the signal to the end of the process, for each kind of source.
Exit code 1 when one took longer than the second that is promised, or did not end properly. Windows are left
out where Xvfb and xdotool are not installed.
"""

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

import cv2

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.edge.desktop import desktop  # noqa: E402
from tests.edge.films import PROGRAM, film, noisy, page  # noqa: E402
from tests.edge.sources.mjpeg_server import camera_server  # noqa: E402
from tests.edge.sources.rtsp_server import rtsp_server  # noqa: E402

ROUNDS = 4  # of each, with SIGINT and SIGTERM in turns
PROMISED = 1.0  # seconds
BUSY = 5.0  # seconds after its start, at which a program that prints nothing has come to what it waits for
AWAY = 1.2  # seconds without a server, in which the program tries again
LARGE = (4000, 3000)  # px, of the pictures in the folder

# The words for the program, the options for starting it, and what happens just before the signal.
Setting = tuple[list[object], dict, Callable[[], None]]


def main() -> int:
    """Measures and prints; returns the exit code."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for what, setting in settings(folder).items():
            seconds, faults = [], []
            for number in range(rounds):
                with setting() as (words, options, before):
                    took, fault = end(words, options, before, (signal.SIGINT, signal.SIGTERM)[number % 2])
                seconds.append(took)
                faults += [fault] if fault else []
            good = good and max(seconds) <= PROMISED and not faults
            told = f"{what:34} {statistics.median(seconds):6.2f} s {max(seconds):6.2f} s  {'; '.join(faults)}"
            print(told.rstrip(), flush=True)
    print("held" if good else "NOT HELD")
    return 0 if good else 1


def prepare(folder: Path) -> None:
    """Makes the films and pictures."""
    small = page(["472", "19"], (320, 240), 56, 20)
    frames = [noisy(small, seed) for seed in range(60)]
    film(folder / "film.mp4", frames)
    film(folder / "film.ts", frames, 25, "MPG2")
    film(folder / "large.mp4", [page(["472", "19"], (1280, 720))] * 30)
    (folder / "pictures").mkdir()
    picture = cv2.resize(page(["472", "19"]), LARGE)
    for number in range(12):
        cv2.imwrite(str(folder / f"pictures/{number}.jpg"), picture)


def settings(folder: Path) -> dict[str, Callable[[], AbstractContextManager[Setting]]]:
    """Returns what is interrupted, by name."""
    looped = ["--loop", "--source"]
    jpeg = cv2.imencode(".jpg", page(["472", "19"]))[1].tobytes()
    found = {
        "test scene": partial(plain, ["--source", "test"]),
        "video": partial(plain, [*looped, folder / "film.mp4"]),
        "video, recorded": partial(plain, [*looped, folder / "large.mp4", "--record", folder / "out.mp4"]),
        "video, output not taken": partial(plain, [*looped, folder / "film.mp4"], stdout=subprocess.PIPE),
        "folder of large pictures": partial(plain, [*looped, folder / "pictures"]),
        "csi (stand-in)": partial(csi, folder),
        "pipe": partial(piped, jpeg),
        "pipe, silent": partial(piped, b""),
        "http": http,
        "http, opened in vain": partial(silent, "http"),
        "http, trying again": partial(http, goes_away=True),
        "rtsp": partial(rtsp, folder),
        "rtsp, opened in vain": partial(silent, "rtsp"),
    }
    if shutil.which("Xvfb") and shutil.which("xdotool"):
        for name in ("test scene", "video", "http, opened in vain", "http, trying again", "rtsp"):
            found[f"{name}, in a window"] = partial(windowed, found[name])
    return found


def end(words: list[object], options: dict, before: Callable[[], None], number: int) -> tuple[float, str]:
    """Starts the program and ends it by a signal; returns the seconds that took, and what was wrong."""
    command = [*PROGRAM, "--json", *map(str, words)]
    command += [] if "--window" in words else ["--headless"]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        options = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": err} | options
        process = subprocess.Popen(command, **options)
        started = time.monotonic()
        while time.monotonic() - started < BUSY and not os.fstat(out.fileno()).st_size:
            time.sleep(0.05)
        before()
        begun = time.monotonic()
        process.send_signal(number)
        code = process.wait(30)
        took = time.monotonic() - begun
        if process.stdout:
            process.stdout.close()
        out.seek(0)
        err.seek(0)
        said = err.read().decode().strip()
        lines = out.read().decode()
    if code not in (0, 1):
        return took, f"ended with {code}: {said}"
    if "Traceback" in said:
        return took, said
    if lines and not (lines.endswith("\n") and json.loads(lines.splitlines()[-1])):
        return took, "its last line is not whole"
    return took, ""


@contextmanager
def plain(words: list[object], **options) -> Iterator[Setting]:
    """A source that needs nothing else."""
    yield words, options, lambda: None


@contextmanager
def csi(folder: Path) -> Iterator[Setting]:
    """The camera on the ribbon cable, by a stand-in for picamera2."""
    (folder / "fake").mkdir(exist_ok=True)
    module = "from tests.edge.sources.picamera2_fake import MappedArray, Picamera2\n"
    (folder / "fake/picamera2.py").write_text(module)
    environment = {**os.environ, "PYTHONPATH": f"{folder}/fake:{ROOT}"}
    yield ["--source", "csi"], {"env": environment}, lambda: None


@contextmanager
def piped(data: bytes) -> Iterator[Setting]:
    """Stdin, through which `data` comes again and again."""
    reading, writing = os.pipe()
    ended = threading.Event()

    def feed() -> None:
        with os.fdopen(writing, "wb", buffering=0) as pipe, suppress(OSError):
            while not ended.wait(0.03):
                pipe.write(data)

    feeder = threading.Thread(target=feed)
    feeder.start()
    yield ["--source", "-"], {"stdin": reading}, lambda: None
    ended.set()
    os.close(reading)
    feeder.join()


@contextmanager
def http(goes_away: bool = False) -> Iterator[Setting]:
    """A camera in the network."""
    with ExitStack() as stack:
        port = stack.enter_context(camera_server())

        def go_away() -> None:
            stack.close()
            time.sleep(AWAY)

        words = ["--source", f"http://127.0.0.1:{port}/stream"]
        yield words, {}, go_away if goes_away else lambda: None


@contextmanager
def rtsp(folder: Path) -> Iterator[Setting]:
    """An RTSP camera that has fallen silent after its film."""
    with rtsp_server(folder / "film.ts", linger=60) as server:
        yield ["--source", f"rtsp://127.0.0.1:{server.server_address[1]}/film"], {}, lambda: None


@contextmanager
def silent(scheme: str) -> Iterator[Setting]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"{scheme}://127.0.0.1:{server.getsockname()[1]}/x"
        yield ["--source", url, "--timeout", "60"], {}, lambda: None


@contextmanager
def windowed(setting: Callable[[], AbstractContextManager[Setting]]) -> Iterator[Setting]:
    """The same in a window."""
    with desktop() as screen, setting() as (words, options, before):
        yield ["--window", *words], {"env": screen.environment} | options, before


if __name__ == "__main__":
    sys.exit(main())
