"""Renders the sample pictures that ship with the project: other people's photographs are not ours to ship.

`python -m train.samples [FOLDER]` writes them and their labels.csv; the ink is that of MNIST training digits.
"""

import argparse
import csv
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from edge.errors import OutputError, ZifferError
from train import mnist
from train.scenes import CONDITIONS, Scene, render
from train.scenes.recipes import Recipe

FOLDER = Path(__file__).resolve().parents[1] / "edge/samples"
QUALITY = 84  # of the JPEG: 800 x 600 stays below 100 kB

LARGE = ((800, 600),)
CALM = {"sizes": LARGE, "noise": (1.5, 2.5), "quality": (92, 96), "blur": (0.5, 0.9)}

# File name: what is rendered, and a seed whose picture is pleasant to look at.
SAMPLES: dict[str, tuple[Recipe, int]] = {
    "digit.jpg": (replace(CONDITIONS["single/hard-shadow"], **CALM, tall=(0.45, 0.5), pens=("felt",)), 1),
    "number.jpg": (
        replace(
            CONDITIONS["line/plain"],
            **CALM,
            tall=(0.16, 0.2),
            lights=("soft",),
            pens=("ballpoint",),
            count=(6, 7),
        ),
        2,
    ),
    "page.jpg": (
        replace(
            CONDITIONS["page/plain"],
            **CALM,
            tall=(0.075, 0.085),
            edges=1,
            rows=(4, 5),
            lights=("gradient",),
            pens=("felt",),
        ),
        8,
    ),
    "board.jpg": (
        replace(CONDITIONS["line/chalk"], **CALM, tall=(0.2, 0.24), count=(5, 6), lights=("gradient",)),
        0,
    ),
    "squared.jpg": (
        replace(CONDITIONS["line/squared"], **CALM, tall=(0.13, 0.16), pens=("ballpoint",), turn=8),
        0,
    ),
    "cell.jpg": (
        replace(
            CONDITIONS["cell/lines"], pens=("pencil",), px=(280, 300), in_view=(0.2, 0.45), quality=(92, 96)
        ),
        2,
    ),
    "pencil.jpg": (
        replace(
            CONDITIONS["page/ruled"],
            **CALM,
            tall=(0.08, 0.09),
            edges=0,
            pens=("pencil",),
            rows=(3, 4),
            lights=("hard",),
        ),
        24,
    ),
    "words.jpg": (
        replace(CONDITIONS["nothing/words"], **CALM, pens=("ballpoint",), papers=("cream",), turn=4),
        0,
    ),
}


def sample(name: str, digits: np.ndarray, labels: np.ndarray) -> Scene:
    """Renders the sample of that file name from a pool of digits."""
    recipe, seed = SAMPLES[name]
    return render(np.random.default_rng(seed), digits, labels, recipe)


def write(folder: Path, digits: np.ndarray, labels: np.ndarray) -> None:
    """Writes all samples and their labels.csv.

    Raises:
        OutputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "labels.csv").open("w", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(("file", "lines", "source", "kind"))
            for name, (recipe, _seed) in SAMPLES.items():
                scene = sample(name, digits, labels)
                _, data = cv2.imencode(".jpg", scene.image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
                (folder / name).write_bytes(data.tobytes())
                table.writerow((name, "|".join(scene.lines), "rendered", recipe.layout))
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}") from error


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m train.samples", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where to write (%(default)s)")
    folder = parser.parse_args(argv).folder
    try:
        (digits, labels), _ = mnist.split(mnist.load())
        write(folder, digits, labels)
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"wrote {len(SAMPLES)} samples and labels.csv to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
