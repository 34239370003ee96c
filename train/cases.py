"""What is read when ziffer is measured: photographs of a folder, arrays of digits, and rendered scenes.

Everything is split in two: what may be looked at while tuning, and what is held out. Photographs go by the
hash of the photo that they come from, so that a sheet, its lines and its crops are on one side. Scenes go by
the seed, and by their ink: MNIST training digits for tuning, the validation digits for the held-out part.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from edge.errors import SourceError
from edge.images import load
from edge.results import Box
from train import mnist
from train.scenes import CONDITIONS, scene

TUNE, HELD = "tune", "held"
PARTS = {"tune": (TUNE,), "held": (HELD,), "all": (TUNE, HELD)}
ARRAY_IMAGES = 200  # read from each array of a part, evenly spread
LARGE_SHARE = 10  # of scenes with 12 megapixels, one in so many is rendered: they take seconds


@dataclass(frozen=True)
class Case:
    """One image with its truth.

    Attributes:
        name: of the file or scene.
        kind: what it is reported as.
        source: who made it.
        part: tune or held.
        lines: the true lines.
        image: (h, w, 3) BGR uint8.
        boxes: of the true digits in reading order, where known.
    """

    name: str
    kind: str
    source: str
    part: str
    lines: tuple[str, ...]
    image: np.ndarray = field(repr=False)
    boxes: tuple[Box, ...] | None = None


def part_of(name: str) -> str:
    """Returns the part of a photo file: that of the photograph from which it was cut."""
    origin = re.sub(r"^alex_(train|val)_|(_L\d.*|_r\dc\d_\d)$", "", Path(name).stem)
    return HELD if hashlib.sha256(origin.encode()).digest()[0] % 2 else TUNE


def photos(folder: Path, parts: tuple[str, ...]) -> Iterator[Case]:
    """Yields the images of a folder's labels.csv (file, lines joined by "|", source, kind).

    Raises:
        SourceError: there is no such table, or an image cannot be read.
    """
    table = folder / "labels.csv"
    try:
        rows = list(csv.DictReader(table.read_text().splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{table} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if not rows or not {"file", "lines", "source", "kind"} <= set(rows[0]):
        raise SourceError(f"{table} needs the columns file, lines, source and kind")
    for row in rows:
        part = part_of(row["file"])
        if part in parts:
            lines = tuple(line for line in row["lines"].split("|") if line)
            yield Case(row["file"], row["kind"], row["source"], part, lines, load(folder / row["file"]).image)


def arrays(folder: Path, parts: tuple[str, ...]) -> Iterator[Case]:
    """Yields digits of the folder's `arrays/*.npz` (x: white ink on black, y), each on a page of its own."""
    for file in sorted(folder.glob("arrays/*.npz")):
        with np.load(file, allow_pickle=False) as data:
            images, labels = data["x"], data["y"]
        for part in parts:
            mine = np.arange(parts_index(part), len(labels), 2)
            for index in mine[:: max(1, len(mine) // ARRAY_IMAGES)]:
                name = f"{file.stem}-{index}"
                lines = (str(labels[index]),)
                yield Case(name, f"array/{file.stem}", file.stem, part, lines, _on_page(images[index]))


def parts_index(part: str) -> int:
    """Returns 0 for the part to tune on, 1 for the held-out one."""
    return (TUNE, HELD).index(part)


def _on_page(image: np.ndarray) -> np.ndarray:
    """Inks a small white-on-black bitmap on a light page, 96 px square."""
    image = image.astype(np.float32) * (255.0 / max(float(image.max()), 1.0))
    image = cv2.resize(image, (48, 48), interpolation=cv2.INTER_LINEAR)
    page = cv2.copyMakeBorder(image, *[24] * 4, cv2.BORDER_CONSTANT)
    return cv2.cvtColor((235 - 0.8 * page).clip(0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


def scenes(count: int, seed: int, parts: tuple[str, ...], only: str = "") -> Iterator[Case]:
    """Yields `count` rendered scenes of each condition and part whose name contains `only`."""
    pools = mnist.split(mnist.load())
    for part in parts:
        index = parts_index(part)
        digits, labels = pools[index]
        for condition, recipe in CONDITIONS.items():
            if only not in condition:
                continue
            large = max(size[0] * size[1] for size in recipe.sizes) > 4e6
            for number in range(max(1, count // LARGE_SHARE) if large else count):
                made = scene(digits, labels, condition, seed + index, number)
                yield Case(
                    f"{condition}-{number}", condition, "rendered", part, made.lines, made.image, made.boxes
                )
