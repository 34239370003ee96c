"""Writes the numbers large beside an annotated picture, and below the annotated frames of a film.

They have a place of their own, so that they cover nothing, however full the picture is.
"""

from statistics import median

import cv2
import numpy as np

from edge.overlay import DARK, GROUND, LEAST, YELLOW, annotate, put_text, shortened, text_size
from edge.results import Digit, Reading, scaled

THREAD = (120, 112, 104)  # BGR, of what leads from a line to its number
LEGIBLE = 60  # px, height of digits beside which labels can be read; smaller ones are enlarged, ...
LONGEST = 1600  # px, ... as long as the picture is no longer than this then
NUMBER = 0.7  # height of a number in that of the digits, ...
LARGEST = 0.1  # ... and no more than this share of the picture's longer side, ...
WIDEST = 0.4  # ... nor so much that the number is wider than this share of the picture
PITCH = 1.8  # from number to number, in the height of one
BAR = 8  # part of a frame's height that is added, or of a window's that is kept, for a bar with the numbers


def transcribe(image: np.ndarray, reading: Reading, ink: np.ndarray | None = None) -> np.ndarray:
    """Draws the picture to keep.

    Args:
        image: (h, w, 3) BGR uint8, the image that was read; not changed.
        reading: boxes in pixels of `image`.
        ink: (h, w) uint8, not 0 where labels shall not stand if they can stand elsewhere.

    Returns:
        (H, W, 3) BGR uint8.
    """
    if not reading.digits:
        return image.copy()
    usual = median(digit.box[3] for digit in reading.digits)
    factor = max(1, min(round(LEGIBLE / usual), LONGEST // max(image.shape[:2])))
    reading, usual = scaled(reading, factor), usual * factor
    image = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    ink = ink if ink is None else cv2.resize(ink, None, fx=factor, fy=factor)
    picture = annotate(image, reading, ink)
    rows, columns = picture.shape[:2]
    height = min(NUMBER * usual, LARGEST * max(rows, columns))
    widest = max(text_size(line, 100)[0] for line in reading.lines) / 100  # times its height
    height = max(LEAST, round(min(height, WIDEST * columns / widest, rows / PITCH / len(reading.lines))))
    pitch, left = round(height * PITCH), columns + 2 * height
    below = max(0, pitch * len(reading.lines) - rows)
    margin = round(widest * height) + 3 * height
    out = cv2.copyMakeBorder(picture, 0, below, 0, margin, cv2.BORDER_CONSTANT, value=DARK)
    ends = [_end(digits) for digits in reading.by_line()]
    for line, end, row in zip(reading.lines, ends, _apart(ends, pitch, rows + below), strict=True):
        path = np.array(
            [(columns, end), (columns + height // 2, end), (left - height, row), (left - height // 2, row)]
        )
        cv2.polylines(out, [path], False, THREAD, max(1, height // 16), cv2.LINE_AA)
        put_text(out, line, left, row - height // 2, height, YELLOW)
    return out


def caption(frame: np.ndarray, reading: Reading) -> np.ndarray:
    """Annotates a frame of a film, and adds a bar with the numbers below, even when there are none.

    Args:
        frame: (h, w) or (h, w, 3) BGR uint8; not changed.
        reading: boxes in pixels of `frame`.

    Returns:
        (h + h // BAR, w, 3) BGR uint8.
    """
    rows = frame.shape[0]
    out = cv2.copyMakeBorder(
        annotate(frame, reading), 0, rows // BAR, 0, 0, cv2.BORDER_CONSTANT, value=GROUND
    )
    put_numbers(out[rows:], in_a_row(reading.lines))
    return out


def in_a_row(lines: tuple[str, ...]) -> str:
    """Returns the numbers of all lines as one line of text."""
    return "   ".join(lines)


def put_numbers(bar: np.ndarray, numbers: str) -> None:
    """Writes `numbers` onto the middle of a bar, an (h, w, 3) BGR uint8 view, in place."""
    height, width = bar.shape[:2]
    room = width * 2 // 3  # in a window something stands at either side
    if numbers and height:
        large = max(LEAST, min(height * 5 // 9, height * room // text_size(numbers, height)[0]))
        numbers = shortened(numbers, large, room)
        put_text(
            bar, numbers, (width - text_size(numbers, large)[0]) // 2, (height - large) // 2, large, YELLOW
        )


def _end(digits: tuple[Digit, ...]) -> int:
    """Returns the row at which a line ends."""
    _, y, _, h = digits[-1].box
    return y + h // 2


def _apart(wished: list[int], pitch: int, rows: int) -> list[int]:
    """Returns rows close to the `wished` ones, in the same order, `pitch` apart at least, within `rows`."""
    placed: list[int] = []
    for wish in wished:
        placed.append(max(wish, placed[-1] + pitch if placed else pitch // 2))
    limit = rows - pitch // 2
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - pitch
    return placed
