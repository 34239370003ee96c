"""Writes words as they stand beside numbers in lists: as shapes that the same pen writes."""

from functools import lru_cache

import cv2
import numpy as np
from PIL import ImageFont

from train import letters, strokes
from train.scenes.ink import FIELD, MARGIN, thin
from train.scenes.nothing import CAPITAL, HERSHEY_CAPITAL, SCRIPTS, TEXT
from train.typeface import drawn

LETTERS = (3, 7)  # of a word made of strokes, (low, high)


def label(rng: np.random.Generator, typeface: str = "") -> tuple[np.ndarray, int]:
    """Returns a word's field and how far it reaches below the line on which it stands.

    Args:
        rng: source of randomness.
        typeface: file of the font with which it is written; of strokes or in Hershey's scripts when empty.

    Returns:
        (h, w) float32, distances to the middle of the strokes in px of the field, in which capitals are
        `FIELD` px high; px of the field.
    """
    text = str(rng.choice(TEXT.split()))
    text = text.upper() if rng.random() < 0.15 else text.capitalize() if rng.random() < 0.6 else text
    if typeface:
        font = _font(typeface)
        line = thin(np.uint8(drawn(font, text) > 127))
        return _distances(line), max(round(font.getbbox(text, anchor="ls")[3]), 0)
    if rng.random() < 0.5:
        ways = letters.word(rng, int(rng.integers(*LETTERS)))
        below = max(way[:, 1].max() for way in ways) - 1
        return strokes.field(ways), max(round(below * strokes.SCALE), 0)
    script, scale = int(SCRIPTS[rng.integers(len(SCRIPTS))]), FIELD / HERSHEY_CAPITAL
    text = text.replace("ß", "ss")
    (w, h), below = cv2.getTextSize(text, script, scale, 1)
    line = np.zeros((h + below + 2 * MARGIN, w + 2 * MARGIN), np.uint8)
    cv2.putText(line, text, (MARGIN, MARGIN + h), script, scale, 1)
    rows = np.flatnonzero(line.any(axis=1))
    return _distances(line), max(int(rows[-1]) - MARGIN - h, 0)


@lru_cache(64)
def _font(typeface: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(typeface, round(FIELD / CAPITAL))


def _distances(line: np.ndarray) -> np.ndarray:
    return cv2.distanceTransform(1 - line, cv2.DIST_L2, 5)
