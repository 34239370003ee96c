"""Handwriting typefaces under the OFL: more hands, for digits and for words. npm's `@fontsource` packs them.

`typefaces.csv` holds each family's version, the package's SHA-256 and its share: the held-out ones are never
learned from, so that what is measured on them is measured on other hands.
"""

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import ImageFont

from train import packages
from train.typeface import drawn

FAMILIES = Path(__file__).with_suffix(".csv")
ADDRESS = "https://registry.npmjs.org/@fontsource/{0}/-/{0}-{1}.tgz"
MEMBER = "package/files/{}-latin-400-normal.woff"
LEARN, HELD = "learn", "held"
SIZE = 170  # px, at which digits are drawn: about 120 px high


def load(share: str) -> list[Path]:
    """Returns the font files of a share, which is `LEARN` or `HELD`.

    Raises:
        SourceError: one cannot be had.
    """
    with FAMILIES.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["share"] == share]
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(_font, rows))


def _font(row: dict[str, str]) -> Path:
    address = ADDRESS.format(row["family"], row["version"])
    return packages.members(address, row["sha256"], [MEMBER.format(row["family"])])[0]


@dataclass(frozen=True)
class Face:
    """A typeface as a hand.

    Attributes:
        path: of the font.
        digits: by value, (h, w) uint8, white ink on black, cut to the ink.
        habits: as `train.scenes.habits.habits` draws them.
    """

    path: Path
    digits: tuple[np.ndarray, ...]
    habits: tuple[tuple[float, float], ...]


def face(path: Path) -> Face:
    """Returns the hand of a font file."""
    font = ImageFont.truetype(str(path), SIZE)
    boxes = [font.getbbox(str(value), anchor="ls") for value in range(10)]
    sides = [max(right - left, bottom - top) for left, top, right, bottom in boxes]
    usual = float(np.median(sides))
    habits = tuple(
        (side / usual, max(bottom, 0) / (bottom - top))
        for side, (_, top, _, bottom) in zip(sides, boxes, strict=True)
    )
    return Face(path, tuple(_cut(drawn(font, str(value))) for value in range(10)), habits)


def _cut(ink: np.ndarray) -> np.ndarray:
    x, y, w, h = cv2.boundingRect(np.uint8(ink > 60))
    return ink[y : y + h, x : x + w]
