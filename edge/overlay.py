"""Draws a reading onto its image, so that a person sees what was read, where, and how surely.

Nothing is written over a digit, so that the reading can be checked. Colours are Okabe and Ito's
(https://jfly.uni-koeln.de/color/), which stay distinct for the colour-blind; lines and letters have a dark
casing, so that they survive any background. Sizes follow image and digits.
"""

from itertools import pairwise, product
from statistics import median

import cv2
import numpy as np

from edge.pixels import widened
from edge.results import Box, Digit, Reading

Colour = tuple[int, int, int]

# Okabe-Ito, in BGR
YELLOW: Colour = (66, 228, 240)
SKY_BLUE: Colour = (233, 180, 86)
ORANGE: Colour = (0, 159, 230)
BLUISH_GREEN: Colour = (115, 158, 0)
DARK: Colour = (24, 20, 16)
WHITE: Colour = (255, 255, 255)
GROUND: Colour = (38, 32, 28)  # of what surrounds a picture

FONT = cv2.FONT_HERSHEY_DUPLEX
FONT_HEIGHT = 22  # px, height of a FONT_HERSHEY_DUPLEX digit at scale 1
LEAST = 9  # px, height of the smallest letters that can be read
LABEL = 0.36  # height of a digit's label in that of the digit, ...
LARGEST = 0.06  # ... and no more than this share of the picture's shorter side
SMUDGE = 0.15  # share of a label's ground that may be inked
SURE = 0.9  # a digit at least this confident is drawn in the sure colour, and without its confidence


def annotate(image: np.ndarray, reading: Reading, ink: np.ndarray | None = None) -> np.ndarray:
    """Draws each digit's box and, where there is room, its value, of a doubtful one its confidence too.

    Args:
        image: (h, w) or (h, w, 3) BGR uint8, the image that was read; not changed.
        reading: boxes in pixels of `image`.
        ink: (h, w) uint8, not 0 where labels shall not stand if they can stand elsewhere.

    Returns:
        (h, w, 3) BGR uint8, an annotated copy.
    """
    out = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image.copy()
    pen = max(1, round(max(image.shape[:2]) / 500))
    taken = [widened(digit.box, 2 * pen, image) for digit in reading.digits]
    for digit in reading.digits:
        put_box(out, digit.box, colour_of(digit), pen)
    for digits in reading.by_line():
        height = _label_height(digits, image.shape)
        # All on one side or none: a few of them would seem to belong to the next line.
        rows = [_labels(digits, height, 2 * pen, below, image.shape, taken) for below in (False, True)]
        labels = min(filter(None, rows), key=lambda row: sum(_inked(ink, box) for _, box in row), default=[])
        for digit, (text, box) in zip(digits, labels, strict=False):
            put_text(out, text, *box[:2], height, colour_of(digit))
            taken.append(box)
    return out


def percent(probability: float) -> str:
    """Returns a probability as a percentage; nothing is ever quite sure."""
    return f"{min(int(probability * 100), 99)}%"


def colour_of(digit: Digit) -> Colour:
    """Returns the colour that tells whether a digit is sure."""
    return SKY_BLUE if digit.confidence >= SURE else ORANGE


def text_size(text: str, height: int) -> tuple[int, int]:
    """Returns the (width, height) in pixels of `text` with digits `height` pixels high."""
    (width, _), _ = cv2.getTextSize(text, FONT, height / FONT_HEIGHT, _pen(height))
    return width, height


def shortened(text: str, height: int, width: int) -> str:
    """Returns as much of `text` as fits, in the letters that OpenCV has."""
    text = text.encode("ascii", "replace").decode()
    length = len(text)
    while length > 3 and text_size(text, height)[0] > width:
        length -= 1
        text = text[:length].rstrip() + ".."
    return text


def put_text(image: np.ndarray, text: str, x: int, y: int, height: int, colour: Colour = WHITE) -> None:
    """Writes `text` onto `image` with a dark casing; (x, y) is its top left corner, `height` a digit's."""
    scale, pen, (left, base) = height / FONT_HEIGHT, _pen(height), (x, y + height)
    reach = max(1, round(height / 12))
    # The casing is the text itself, shifted to all sides: OpenCV 5 writes no wider than bold.
    for right, down in product((-reach, 0, reach), repeat=2):
        cv2.putText(image, text, (left + right, base + down), FONT, scale, DARK, pen, cv2.LINE_AA)
    cv2.putText(image, text, (left, base), FONT, scale, colour, pen, cv2.LINE_AA)


def put_tag(image: np.ndarray, text: str, x: int, y: int, height: int, colour: Colour = WHITE) -> Box:
    """Writes `text` on a dark half-transparent plate whose top left corner is (x, y); returns its box."""
    width, _ = text_size(text, height)
    pad = max(2, round(height * 0.45))
    box = (x, y, width + 2 * pad, height + 2 * pad)
    shade(image, box)
    put_text(image, text, x + pad, y + pad, height, colour)
    return box


def shade(image: np.ndarray, box: Box, strength: float = 0.72) -> None:
    """Darkens the part of `image` within `box`, in place, as a ground for text."""
    x, y, w, h = box
    part = image[max(y, 0) : max(y + h, 0), max(x, 0) : max(x + w, 0)]
    part[:] = (part * (1 - strength) + np.array(DARK) * strength).astype(np.uint8)


def put_box(image: np.ndarray, box: Box, colour: Colour, pen: int) -> None:
    """Outlines `box` with a dark casing, `pen` pixels wide, just outside of the box itself."""
    x, y, w, h = box
    corners = (x - pen, y - pen), (x + w + pen - 1, y + h + pen - 1)
    cv2.rectangle(image, *corners, DARK, pen + 2 * max(1, pen // 2), cv2.LINE_AA)
    cv2.rectangle(image, *corners, colour, pen, cv2.LINE_AA)


def _label_height(digits: tuple[Digit, ...], shape: tuple[int, ...]) -> int:
    """Returns the height in pixels at which the values of a line's digits have room beside each other."""
    middles = [digit.box[0] + digit.box[2] / 2 for digit in digits]
    usual = median(digit.box[3] for digit in digits)
    pitches = [abs(after - before) for before, after in pairwise(middles)]
    return max(LEAST, round(min(LABEL * usual, LARGEST * min(shape[:2]), *pitches)))


def _labels(
    digits: tuple[Digit, ...], height: int, margin: int, below: bool, shape: tuple[int, ...], taken: list[Box]
) -> list[tuple[str, Box]]:
    """Returns each digit's label and the box that it takes; none where one of them has no room."""
    labels: list[tuple[str, Box]] = []
    for digit in digits:
        x, y, w, h = digit.box
        gap = margin + max(2, height // 4)
        top = y + h + gap if below else y - gap - height
        value, confidence = str(digit.digit), percent(digit.confidence)
        for text in (value,) if digit.confidence >= SURE else (f"{value} {confidence}", value):
            width = text_size(text, height)[0]
            box = x + (w - width) // 2, top, width, height
            if _within(box, shape) and not any(
                _meet(box, other) for other in (*taken, *(b for _, b in labels))
            ):
                labels.append((text, box))
                break
        else:
            return []
    return labels


def _within(box: Box, shape: tuple[int, ...]) -> bool:
    x, y, w, h = box
    return x >= 0 and y >= 0 and x + w <= shape[1] and y + h <= shape[0]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _inked(ink: np.ndarray | None, box: Box) -> bool:
    if ink is None:
        return False
    x, y, w, h = box
    return np.count_nonzero(ink[y : y + h, x : x + w]) > SMUDGE * w * h


def _pen(height: int) -> int:
    return max(1, round(height / 11))
