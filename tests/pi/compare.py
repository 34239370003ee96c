"""Compares what an emulated Raspberry Pi reads with what this machine reads, by running both.

    python tests/pi/compare.py PYTHON ZIFFER

PYTHON is the emulated system's, and ZIFFER its copy of edge/ and models/, where `make pi` was run. Exit code
1 tells that something differs by more than is stated here.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from edge.images import load  # noqa: E402
from train import mnist  # noqa: E402

IMAGES = 500  # of MNIST's test images
MOST_STEPS = 2  # by which a runtime's int8 logits may differ between processors (docs/boards.md: by 1)
FRAMES = 8  # of the video
BOX = 3  # px by which a box may differ, since decoded frames differ by a few grey levels


def main() -> int:
    """Compares and prints; returns the exit code."""
    python, ziffer = sys.argv[1], Path(sys.argv[2])
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder, "video.avi")
        write_video(video)
        digits = Path(folder, "digits.npz")
        data = mnist.load()
        np.savez(digits, images=data.x_test[:IMAGES])
        theirs = answers(python, ziffer, digits)
        ours = answers(sys.executable, ziffer, digits, theirs["runtime"])
        print(f"  {theirs['machine']}, compared with {ours['machine']}")
        problems += compare_logits(ours, theirs, data.y_test[:IMAGES])
        problems += compare_samples(ours["samples"], theirs["samples"])
        problems += compare_programs(python, ziffer, video)
    for problem in problems:
        print(f"  DIFFERS: {problem}")
    return 1 if problems else 0


def answers(python: str, ziffer: Path, digits: Path, *runtime: str) -> dict:
    """Runs answers.py; returns what it prints."""
    command = [python, str(ROOT / "tests/pi/answers.py"), str(ziffer), str(digits), *runtime]
    return json.loads(run(command, ziffer)[0])


def compare_logits(ours: dict, theirs: dict, labels: np.ndarray) -> list[str]:
    """Compares the network's raw outputs on MNIST images."""
    a, b = (np.array(side["logits"], int) for side in (ours, theirs))
    steps = np.abs(a - b)
    changed = np.flatnonzero(a.argmax(axis=1) != b.argmax(axis=1))
    right = [int((side.argmax(axis=1) == labels).sum()) for side in (a, b)]
    print(
        f"  {len(a)} MNIST images: {right[0]} right here, {right[1]} there, {len(changed)} answers differ, "
        f"logits by at most {steps.max()} steps ({(steps > 0).mean():.1%} of them by any)"
    )
    problems = [f"the answer to MNIST image {index}" for index in changed]
    if steps.max() > MOST_STEPS:
        problems.append(f"logits by {steps.max()} steps, at most {MOST_STEPS} are expected")
    return problems


def compare_samples(ours: dict, theirs: dict) -> list[str]:
    """Compares the readings of the sample pictures."""
    same = [name for name in ours if ours[name]["lines"] == theirs[name]["lines"]]
    print(f"  {len(same)} of {len(ours)} sample pictures read the same")
    return [
        f"{name}: {ours[name]['lines']}, there {theirs[name]['lines']}" for name in ours if name not in same
    ]


def compare_programs(python: str, ziffer: Path, video: Path) -> list[str]:
    """Runs both programs here and there on the same picture and video, and compares their JSON."""
    picture = ROOT / "edge/samples/number.jpg"
    camera = ["--source", str(video), "--json", "--headless", "--max-frames", str(FRAMES)]
    problems = []
    for program, arguments in (("classify_image", ["--json", str(picture)]), ("classify_camera", camera)):
        here, there = (
            run([side, str(ziffer / f"edge/{program}.py"), *arguments], ziffer)
            for side in (sys.executable, python)
        )
        if there[1]:
            problems.append(f"{program} says on stderr: {there[1]}")
        items = [[json.loads(line) for line in side[0].splitlines()] for side in (here, there)]
        differing = [index for index, pair in enumerate(zip(*items, strict=False)) if not alike(*pair)]
        if len(items[0]) != len(items[1]) or differing or not items[0]:
            problems.append(
                f"{program}: {len(items[0])} lines here and {len(items[1])} there, {differing} differ"
            )
        else:
            print(f"  {program} --json: {len(items[0])} lines, alike")
    return problems


def alike(here: dict, there: dict) -> bool:
    """Returns whether two lines of JSON have the same form, digits and, within `BOX`, boxes."""
    if list(here) != list(there) or here["lines"] != there["lines"]:
        return False
    boxes = [np.array([digit["box"] for digit in side["digits"]], int) for side in (here, there)]
    return boxes[0].shape == boxes[1].shape and bool(np.all(np.abs(boxes[0] - boxes[1]) <= BOX))


def write_video(path: Path) -> None:
    """Writes a video of a sample picture that a hand moves a little."""
    image = load(ROOT / "edge/samples/number.jpg", 640).image
    height, width = image.shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (width, height))
    for frame in range(FRAMES):
        shift = np.array([[1, 0, frame], [0, 1, -frame / 2]], np.float32)
        writer.write(cv2.warpAffine(image, shift, (width, height), borderMode=cv2.BORDER_REPLICATE))
    writer.release()


def run(command: list[str], folder: Path) -> tuple[str, str]:
    """Runs a program in a folder; returns its stdout and stderr."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(
            f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr}"
        )
    return done.stdout, done.stderr


if __name__ == "__main__":
    sys.exit(main())
