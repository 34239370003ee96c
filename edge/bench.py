"""Measures how fast ziffer reads on this machine, in ratios that hold on others too.

    make bench
    python -m edge.bench --json build/bench/bench.json

The stages run in one thread on drawn frames and are measured in processor time, which other programs do not
lengthen. They alternate with two yardsticks on the same frame: the *baseline* (grey, 5 x 5 Gauss, adaptive
mean over 31 px, findContours), which is what OpenCV alone costs, and the *peer's way* (global Otsu, contours,
a float network of 111,000 parameters for each). Cold start and video are measured by running the programs.
Exit codes: 0 measured, 2 wrong usage, 4 the model cannot be used, 6 cannot be written, 130 interrupted.
"""

if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path[:1] = [str(Path(__file__).resolve().parents[1])]
    from edge.environment import enter

    enter()

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

import edge.reader
from edge.classifier import Classifier
from edge.command import attempt, say
from edge.errors import EXIT_READ, OutputError
from edge.model import SHIPPED
from edge.normalise import SIZE
from edge.reader import DigitReader
from edge.runtime import RUNTIMES, open_interpreter
from edge.sources.devices import text_of

ROOT = Path(__file__).resolve().parents[1]
PHOTO = ROOT / "edge/samples/number.jpg"
PEER = ROOT / "build/bench/peer.tflite"
FRAMES = ((640, 480), (1280, 720))  # px
DIGITS = 10  # in the frames whose stages are timed
VIDEO = (1280, 720)  # px
VIDEO_DIGITS = (0, 1, 10, 50)
VIDEO_FRAMES = 90
COLD_STARTS = 7
GOALS = {"seconds": 0.6, "megabytes": 120, "ratio_to_baseline": 3.0, "ratio_to_peer": 1.0}
GRADED = "1280x720"  # the frame for which there is a goal for the ratio to the baseline
EXPLAINED = {
    "baseline": "OpenCV alone: blur, threshold, contours",
    "peer": "as others do it: one threshold, and a float network for each contour",
}
PEER_SMALLEST = 10  # px, contours below are noise to the peer too

# The digits 0 to 9 as a pen draws them, in a box of 10 x 16.
STROKES = (
    [[(5, 0), (1, 3), (0, 8), (2, 14), (5, 16), (9, 13), (10, 8), (8, 2), (5, 0)]],
    [[(3, 3), (6, 0), (6, 16)]],
    [[(0, 3), (3, 0), (8, 1), (9, 5), (0, 16), (10, 15)]],
    [[(0, 1), (8, 0), (4, 7), (9, 10), (8, 15), (4, 16), (0, 14)]],
    [[(6, 0), (0, 10), (10, 10)], [(7, 6), (7, 16)]],
    [[(9, 0), (1, 0), (1, 7), (7, 7), (9, 11), (6, 16), (0, 15)]],
    [[(8, 0), (2, 6), (0, 12), (4, 16), (9, 13), (7, 9), (1, 11)]],
    [[(0, 0), (10, 0), (4, 16)]],
    [[(8, 2), (4, 0), (1, 3), (8, 11), (7, 15), (3, 16), (1, 12), (8, 2)]],
    [[(8, 4), (5, 0), (1, 3), (2, 7), (8, 5), (8, 1), (7, 16)]],
)


def main(argv: list[str] | None = None) -> int:
    """Runs the program; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="bench", description="Measures how fast ziffer reads on this machine."
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures into this file too")
    parser.add_argument("--rounds", type=int, default=60, help="of each measurement (default: %(default)s)")
    parser.add_argument(
        "--model", metavar="FILE", type=Path, default=SHIPPED, help="default: the shipped model"
    )
    parser.add_argument(
        "--runtime", choices=("auto", *RUNTIMES), default="auto", help="default: the first that works"
    )
    parser.add_argument(
        "--peer", metavar="FILE", type=Path, default=PEER, help="the peer's network, if present"
    )
    args = parser.parse_args(argv)
    return attempt(lambda: run(args))


def run(args: argparse.Namespace) -> int:
    """Measures and prints; returns the exit code."""
    figures = measure(args.model, args.peer, args.rounds, args.runtime)
    say(as_table(figures))
    if args.json:
        write(args.json, figures)
    return EXIT_READ


def measure(model: Path, peer: Path, rounds: int, runtime: str = "auto") -> dict:
    """Returns all figures, as they go into the JSON."""
    cv2.setNumThreads(1)
    classifier = Classifier(model, runtime, threads=1)
    network = open_interpreter(peer.read_bytes(), classifier.runtime)[0] if peer.is_file() else None
    options = ["--model", str(model), "--runtime", runtime]
    return {
        "machine": machine(classifier),
        "goals": GOALS,
        "cold_start": cold_start(options),
        "stages": {f"{w}x{h}": stages((w, h), classifier, network, rounds) for w, h in FRAMES},
        "video": {str(count): video(count, options) for count in VIDEO_DIGITS},
    }


def machine(classifier: Classifier) -> dict:
    """Tells what was measured on."""
    return {
        "board": text_of(Path("/proc/device-tree/model")) or _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "opencv": cv2.__version__,
        "runtime": classifier.runtime,
        "model": classifier.name,
    }


def page(size: tuple[int, int], digits: int, seed: int = 0) -> np.ndarray:
    """Draws a photographed page: lit unevenly, grainy, with `digits` digits in lines of ten.

    Args:
        size: (width, height) in pixels.

    Returns:
        (height, width, 3) BGR uint8.
    """
    width, height = size
    rng = np.random.default_rng(seed)
    ink = np.zeros((height, width), np.uint8)
    cell = width // 12
    for index in range(digits):
        x = cell * (1 + index % 10) + rng.uniform(0.15, 0.35) * cell
        y = height * (0.12 + 0.17 * (index // 10)) + rng.uniform(-0.02, 0.02) * height
        scale = cell * 0.05
        for stroke in STROKES[index % 10]:
            points = np.array([(x + scale * px, y + scale * py) for px, py in stroke])
            cv2.polylines(
                ink, [np.round(points * 16).astype(np.int32)], False, 255, cell // 14, cv2.LINE_AA, 4
            )
    ink = cv2.GaussianBlur(ink, (3, 3), 0) / np.float32(255)
    light = (
        np.linspace(235, 150, width, dtype=np.float32)[None]
        - np.linspace(0, 30, height, dtype=np.float32)[:, None]
    )
    grey = light * (1 - 0.75 * ink) + rng.normal(0, 2.5, (height, width))
    return cv2.cvtColor(np.clip(grey, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


def stages(size: tuple[int, int], classifier: Classifier, network, rounds: int) -> dict:
    """Times the stages of a reading and, in the same rounds, the yardsticks."""
    frame = page(size, DIGITS)
    clock = _StageClock(classifier)
    reader, clocked = DigitReader(classifier), DigitReader(clock)
    names = ("finder", "normaliser", "classifier", "whole", "baseline", *(("peer",) if network else ()))
    times: dict[str, list[float]] = {name: [] for name in names}
    original = edge.reader.normalise
    for _ in range(rounds + 5):
        whole, reading = _timed(lambda: reader.read(frame))
        times["whole"].append(whole)
        times["baseline"].append(_timed(lambda: baseline(frame))[0])
        if network:
            times["peer"].append(_timed(lambda: peers_way(frame, network))[0])
    edge.reader.normalise = clock.normalise  # the reader's own call, so that its real crops are timed
    try:
        for _ in range(rounds + 5):  # apart from the whole: two looks at the clock a digit cost 2 % of it
            clock.reset()
            stopped, _ = _timed(lambda: clocked.read(frame))
            times["normaliser"].append(clock.normaliser)
            times["classifier"].append(clock.classifier)
            times["finder"].append(stopped - clock.normaliser - clock.classifier)
            baseline(frame)  # a stage never finds the caches as it left them
    finally:
        edge.reader.normalise = original
    figures: dict = {name: _summary(values[5:]) for name, values in times.items()}  # the first ones warm up
    figures["digits_read"] = len(reading.digits)
    for yardstick in ("baseline", "peer"):
        if yardstick in figures:
            ratio = figures["whole"]["median_ms"] / figures[yardstick]["median_ms"]
            figures[f"ratio_to_{yardstick}"] = round(ratio, 2)
    return figures


def baseline(frame: np.ndarray) -> int:
    """Does what every OpenCV reader does first; returns the number of contours."""
    grey = cv2.GaussianBlur(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    mask = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 10)
    return len(cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0])


def peers_way(frame: np.ndarray, network) -> int:
    """Reads as the best-known OpenCV and TFLite programs do; returns how many digits it thinks to see."""
    grey = cv2.GaussianBlur(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    source, sink = network.get_input_details()[0]["index"], network.get_output_details()[0]["index"]
    count = 0
    for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, w, h = cv2.boundingRect(contour)
        if h < PEER_SMALLEST:
            continue
        crop = cv2.resize(mask[y : y + h, x : x + w], (SIZE, SIZE), interpolation=cv2.INTER_AREA)
        network.set_tensor(source, crop.reshape(1, SIZE, SIZE, 1).astype(np.float32) / 255)
        network.invoke()
        count += int(network.get_tensor(sink).argmax() >= 0)
    return count


def cold_start(options: list[str]) -> dict:
    """Times classify_image on one photo from nothing to its end, and measures its peak memory.

    Of the libraries' files Linux counts what it mapped, which is up to 40 MB more while they are as freshly
    written as after an installation: it keeps them in larger pieces then. What is left is the program's own.
    """
    command = [str(ROOT / "edge/classify_image.py"), "--json", *options, str(PHOTO)]
    run = [sys.executable, *command]

    def start() -> None:
        subprocess.run(run, check=True, capture_output=True)

    seconds = [_timed(start, time.perf_counter)[0] for _ in range(COLD_STARTS)]
    code = (
        "import runpy, sys; sys.argv = sys.argv[1:]\n"
        "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(open('/proc/self/status').read(), file=sys.stderr)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, *command], check=True, capture_output=True, text=True
    ).stderr
    status = said.split()
    figures = {"seconds": round(statistics.median(seconds), 3), "megabytes": None}
    if {"VmHWM:", "RssFile:"} <= set(status):
        peak, files = (int(status[status.index(name) + 1]) / 1024 for name in ("VmHWM:", "RssFile:"))
        figures |= {"megabytes": round(peak, 1), "own_megabytes": round(peak - files, 1)}
    return figures


def video(digits: int, options: list[str]) -> dict:
    """Runs classify_camera on a video; returns the frames per second from its first to its last answer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "video.avi")
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 30, VIDEO)
        frames = [page(VIDEO, digits, seed) for seed in range(5)]
        for index in range(VIDEO_FRAMES):
            writer.write(frames[index % len(frames)])
        writer.release()
        command = [sys.executable, str(ROOT / "edge/classify_camera.py"), "--source", str(path), "--json"]
        command += ["--headless", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            times = [time.perf_counter() for _ in process.stdout]
    fps = (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0
    return {"frames": len(times), "fps": round(fps, 1)}


def as_table(figures: dict) -> str:
    """Returns the figures for a person."""
    start = figures["cold_start"]
    lines = [", ".join(str(value) for value in figures["machine"].values()), ""]
    lines.append(f"cold start of classify_image: {start['seconds']} s")
    if start["megabytes"]:
        lines[-1] += f", {start['megabytes']} MB ({start['own_megabytes']} without the libraries' files)"
    for size, stage in figures["stages"].items():
        lines += ["", f"a frame of {size} with {DIGITS} digits ({stage['digits_read']} read), one thread"]
        lines.append(f"  {'':<12}{'median ms':>10}{'p95 ms':>10}")
        for name, times in stage.items():
            if isinstance(times, dict):
                row = f"  {name:<12}{times['median_ms']:>10.2f}{times['p95_ms']:>10.2f}"
                lines.append(f"{row}  {EXPLAINED.get(name, '')}".rstrip())
    lines += ["", f"frames per second of classify_camera on a video of {VIDEO[0]} x {VIDEO[1]}"]
    lines += [f"  {count:>3} digits {result['fps']:>8}" for count, result in figures["video"].items()]
    lines += ["", f"{'goals':<34}{'measured':>10}{'at most':>10}"]
    for name, measured, goal in goals(figures):
        lines.append(f"  {name:<32}{measured:>10}{goal:>10}  {'met' if measured <= goal else 'missed'}")
    return "\n".join(lines)


def goals(figures: dict) -> list[tuple[str, float, float]]:
    """Returns what is measured, how it came out, and the most that it should be."""
    start, most = figures["cold_start"], figures["goals"]
    rows = [("cold start, s", start["seconds"], most["seconds"])]
    if start["megabytes"]:
        rows.append(("memory, MB", start["megabytes"], most["megabytes"]))
    for size, stage in figures["stages"].items():
        if size == GRADED:
            rows.append((f"{size}: whole / baseline", stage["ratio_to_baseline"], most["ratio_to_baseline"]))
        if "ratio_to_peer" in stage:
            rows.append((f"{size}: whole / peer", stage["ratio_to_peer"], most["ratio_to_peer"]))
    return rows


def write(path: Path, figures: dict) -> None:
    """Writes the figures as JSON.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(figures, indent=1) + "\n")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from None


class _StageClock:
    """Stands in for the classifier in a reader, and adds up the time spent in it and in the normaliser."""

    def __init__(self, classifier: Classifier):
        self._classifier = classifier
        self._normalise = edge.reader.normalise
        self.thresholds = classifier.thresholds
        self.reset()

    def reset(self) -> None:
        self.normaliser = self.classifier = 0.0

    def normalise(self, *args, **options) -> np.ndarray:
        seconds, crop = _timed(lambda: self._normalise(*args, **options))
        self.normaliser += seconds
        return crop

    def probabilities(self, crops: np.ndarray) -> np.ndarray:
        seconds, result = _timed(lambda: self._classifier.probabilities(crops))
        self.classifier += seconds
        return result


def _timed(work: Callable, clock: Callable[[], float] = time.process_time) -> tuple[float, object]:
    """Returns the seconds that `work` takes by a clock, and its result."""
    start = clock()
    result = work()
    return clock() - start, result


def _summary(seconds: list[float]) -> dict:
    median, p95 = np.percentile(seconds, [50, 95]) * 1000
    return {"median_ms": round(float(median), 3), "p95_ms": round(float(p95), 3)}


def _processor() -> str:
    lines = (line.partition(":") for line in text_of(Path("/proc/cpuinfo")).splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == "model name"), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
