"""Contact sheets of misses: the picture, its ink, what the network saw, the answer and the truth."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from edge.errors import OutputError
from edge.lettering import write
from edge.reader import Trace
from edge.results import Reading

WIDTH = 620  # px, of one miss
HEIGHT = 300  # px, largest, of its picture
CELL = 60  # px, side of a crop
LETTERS = 15  # px
COLUMNS = 3
ROWS = 4
GROUND = 34  # grey
WHITE, GREEN, RED, YELLOW = (235, 235, 235), (120, 220, 120), (110, 110, 255), (90, 220, 240)


def panel(image: np.ndarray, reading: Reading, trace: Trace, lines: Sequence[str], name: str) -> np.ndarray:
    """Draws one miss, (h, WIDTH, 3) uint8."""
    head = np.full((3 * LETTERS + 12, WIDTH, 3), GROUND, np.uint8)
    for row, (text, colour) in enumerate(
        (
            (f"{name}  {image.shape[1]}x{image.shape[0]}", WHITE),
            (f"truth {'|'.join(lines) or '(nothing)'}", GREEN),
            (f"read  {'|'.join(reading.lines) or '(nothing)'}", YELLOW),
        )
    ):
        write(head, text[:80], (4, (row + 1) * (LETTERS + 2)), LETTERS, colour)
    marked = image.copy()
    pen = max(1, round(max(image.shape[:2]) / 400))
    for box, colour in [(digit.box, (0, 200, 0)) for digit in reading.digits] + [
        (candidate.box, (0, 0, 255)) for candidate in trace.rejected
    ]:
        x, y, w, h = box
        cv2.rectangle(marked, (x, y), (x + w, y + h), colour, pen)
    pictures = [_fit(picture) for picture in (image, marked, cv2.cvtColor(trace.mask, cv2.COLOR_GRAY2BGR))]
    cells = [
        _cell(crop, f"{digit.digit} {digit.confidence:.2f}", "", GREEN)
        for digit, crop in zip(reading.digits, trace.crops, strict=True)
    ]
    for candidate in trace.rejected:
        guess = int(candidate.probabilities.argmax())
        text = f"{guess if guess < 10 else '-'} {float(candidate.probabilities.max()):.2f}"
        cells.append(_cell(candidate.crop, text, candidate.reason, RED))
    across = WIDTH // CELL
    cells = cells[: 4 * across]
    rows = [_pad(np.hstack(cells[i : i + across]), WIDTH) for i in range(0, len(cells), across)]
    return np.vstack([head, _pad(np.hstack(pictures), WIDTH), *rows])


def save(folder: Path, kind: str, panels: Sequence[np.ndarray]) -> None:
    """Writes the misses of one kind as sheets of `ROWS` x `COLUMNS`.

    Raises:
        OutputError: they cannot be written.
    """
    size = ROWS * COLUMNS
    for page, start in enumerate(range(0, len(panels), size)):
        mine = panels[start : start + size]
        rows = []
        for i in range(0, len(mine), COLUMNS):
            row = mine[i : i + COLUMNS]
            tall = max(part.shape[0] for part in row)
            row = [_pad(part, WIDTH + 8, tall + 8) for part in row]
            rows.append(_pad(np.hstack(row), COLUMNS * (WIDTH + 8)))
        file = folder / f"{kind.replace('/', '-')}-{page:02d}.png"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(cv2.imencode(".png", np.vstack(rows))[1].tobytes())
        except OSError as error:
            raise OutputError(f"{file} cannot be written: {error.strerror}") from error


def _fit(picture: np.ndarray) -> np.ndarray:
    box = (WIDTH // 3, HEIGHT)
    scale = min(box[0] / picture.shape[1], box[1] / picture.shape[0])
    size = tuple(max(1, round(side * scale)) for side in picture.shape[1::-1])
    fitted = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST)
    return _pad(fitted, box[0])


def _cell(crop: np.ndarray, text: str, reason: str, colour: tuple[int, int, int]) -> np.ndarray:
    cell = np.full((CELL + 28, CELL, 3), GROUND, np.uint8)
    large = cv2.resize(crop, (CELL - 4, CELL - 4), interpolation=cv2.INTER_NEAREST)
    cell[2 : CELL - 2, 2 : CELL - 2] = large[:, :, None]
    write(cell, text, (2, CELL + 11), 13, colour)
    write(cell, reason[:12], (2, CELL + 24), 10, WHITE)
    return cell


def _pad(picture: np.ndarray, width: int, height: int = 0) -> np.ndarray:
    """Fills up to `width` and `height` on the right and below."""
    right, below = width - picture.shape[1], max(0, height - picture.shape[0])
    return cv2.copyMakeBorder(picture, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(GROUND,) * 3)
