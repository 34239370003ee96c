"""Writes pages with handwriting fonts' digits, and with their words: hands of which nothing was learnt.

MNIST's writers are American, and photographs with labels are few. Many fonts trace one person's hand, or the
hand that a country's schools teach. Their digits are written with the pens of `train.scenes`; their words are
no digits.
"""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import ImageFont

from edge.errors import SourceError
from edge.normalise import normalise
from train.cases import HELD, Case
from train.scenes import CONDITIONS, render, scene
from train.typeface import drawn

SUFFIXES = (".ttf", ".otf", ".woff")
SIZE = 200  # px, at which a font is drawn
PAGES = ("line/plain", "page/plain", "page/a4")  # conditions
# Kinds of pictures with words in the font: without a number, with one anywhere, with one beside each word.
WORDS = {
    "words": CONDITIONS["nothing/words"],
    "beside": CONDITIONS["beside/words"],
    "label": CONDITIONS["beside/label"],
    "list": CONDITIONS["beside/list"],
}


def hands(folder: Path, count: int, seed: int) -> Iterator[Case]:
    """Yields of each font in a folder `count` pages of each of `PAGES` and of `WORDS`.

    Args:
        folder: holds fonts; other files are left alone.
        count: pictures of each.
        seed: of the pages.

    Raises:
        SourceError: there is no font in the folder, or one cannot be read.
    """
    fonts = [path for path in sorted(folder.glob("*")) if path.suffix.lower() in SUFFIXES]
    if not fonts:
        raise SourceError(f"{folder} holds no font ({', '.join(SUFFIXES)})")
    for path in fonts:
        digits = font_digits(path)
        for condition in PAGES:
            for number in range(count):
                made = scene(digits, np.arange(10), condition, seed, number)
                name = f"{path.stem}-{condition}-{number}"
                yield Case(name, "hands", path.stem, HELD, made.lines, made.image, made.boxes)
        for kind, recipe in WORDS.items():
            for number in range(count):
                rng = np.random.default_rng([seed, zlib.crc32(path.stem.encode()), number])
                made = render(rng, digits, np.arange(10), replace(recipe, typeface=str(path)))
                name = f"{path.stem}-{kind}-{number}"
                yield Case(name, kind, path.stem, HELD, made.lines, made.image, made.boxes)


def font_digits(path: Path) -> np.ndarray:
    """Returns the digits 0 to 9 of a font in MNIST's form, (10, 28, 28) uint8.

    Raises:
        SourceError: it cannot be read, or has no digits.
    """
    try:
        font = ImageFont.truetype(path, SIZE)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error}") from error
    digits = np.array([normalise(drawn(font, digit)) for digit in "0123456789"])
    if not digits.any(axis=(1, 2)).all():
        raise SourceError(f"{path} has no digits")
    return digits
