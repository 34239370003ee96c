"""Draws how a reading came about: the photo, its ink, and what the network saw of each digit."""

import cv2
import numpy as np

from edge.overlay import annotate, put_text
from edge.reader import Trace
from edge.results import Reading

SIDE = 640  # px, longest side of the photo and of the mask
CELL = 84  # px, side of a crop as drawn: three times its own size
LABEL = 12  # px, height of the letters under a crop
ROW = CELL + 2 * LABEL + 16
WHITE = (255, 255, 255)
GREEN = (120, 220, 120)
RED = (110, 110, 255)


def compose(image: np.ndarray, reading: Reading, trace: Trace) -> np.ndarray:
    """Draws one picture: the annotated photo and the ink mask side by side, the network's images under them.

    Args:
        image: (h, w, 3) BGR uint8, the image that was read.
        reading: what was read from it.
        trace: how, in the same order.

    Returns:
        (H, W, 3) BGR uint8.
    """
    ink = cv2.cvtColor(trace.mask, cv2.COLOR_GRAY2BGR)
    top = np.hstack([_fit(annotate(image, reading)), _fit(ink)])
    read = zip(reading.digits, trace.crops, strict=True)
    cells = [_cell(crop, f"{digit.digit} {digit.confidence:.2f}", "", GREEN) for digit, crop in read]
    for candidate in trace.rejected:
        guess = int(candidate.probabilities.argmax())
        answer = f"{guess if guess < 10 else '-'} {float(candidate.probabilities.max()):.2f}"
        cells.append(_cell(candidate.crop, answer, candidate.reason, RED))
    width = max(top.shape[1], CELL + 8)
    columns = width // (CELL + 8)
    rows = [top, *(np.hstack(cells[i : i + columns]) for i in range(0, len(cells), columns))]
    return np.vstack([_widen(row, width) for row in rows])


def _fit(image: np.ndarray) -> np.ndarray:
    scale = SIDE / max(image.shape[:2])
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST)


def _cell(crop: np.ndarray, answer: str, reason: str, colour: tuple[int, int, int]) -> np.ndarray:
    cell = np.zeros((ROW, CELL + 8, 3), np.uint8)
    large = cv2.resize(crop, (CELL, CELL), interpolation=cv2.INTER_NEAREST)
    cell[4 : CELL + 4, 4 : CELL + 4] = large[..., None]
    put_text(cell, answer, 4, CELL + 8, LABEL, colour)
    put_text(cell, reason, 4, CELL + 12 + LABEL, LABEL - 3, WHITE)
    return cell


def _widen(row: np.ndarray, width: int) -> np.ndarray:
    return cv2.copyMakeBorder(row, 0, 0, 0, width - row.shape[1], cv2.BORDER_CONSTANT)
