"""Draws a reading onto its image, so that a person sees across a room what was read, where, and how surely.

Colours are Okabe and Ito's (https://jfly.uni-koeln.de/color/), which stay distinct for the colour-blind;
lines and letters have a dark casing, so that they survive any background. Sizes follow image and digits.
"""

from statistics import median

import cv2
import numpy as np

from edge.finder import union_box
from edge.results import Box, Digit, Reading

Colour = tuple[int, int, int]

# Okabe-Ito, in BGR
YELLOW: Colour = (66, 228, 240)
SKY_BLUE: Colour = (233, 180, 86)
ORANGE: Colour = (0, 159, 230)
BLUISH_GREEN: Colour = (115, 158, 0)
DARK: Colour = (24, 20, 16)
WHITE: Colour = (255, 255, 255)

FONT = cv2.FONT_HERSHEY_DUPLEX
FONT_HEIGHT = 22  # px, height of a FONT_HERSHEY_DUPLEX digit at scale 1
LEAST = 9  # px, height of the smallest letters that can be read
SMALLER = 0.62  # height of a confidence's letters in that of the digit before it
SHARES = (1.0, 0.8, 0.64, 0.5, 0.4)  # of the wished size of the large numbers, tried until all find room
SURE = 0.9  # a digit at least this confident is drawn in the sure colour


def annotate(image: np.ndarray, reading: Reading) -> np.ndarray:
    """Draws each digit's box, value and confidence, and each line's number large.

    Args:
        image: (h, w) or (h, w, 3) BGR uint8, the image that was read; not changed.
        reading: boxes in pixels of `image`.

    Returns:
        (h, w, 3) BGR uint8, an annotated copy.
    """
    out = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image.copy()
    taken = [digit.box for digit in reading.digits]
    for digits in reading.by_line():
        taken += _draw_digits(out, digits)
    for text, place, height in _place_numbers(reading, out.shape, taken):
        put_tag(out, text, place[0], place[1], height, YELLOW)
    return out


def text_height(image: np.ndarray) -> int:
    """Returns the height in pixels of text that is comfortably read on an image of this size."""
    return max(LEAST, round(min(image.shape[:2]) * 0.032))


def text_size(text: str, height: int) -> tuple[int, int]:
    """Returns the (width, height) in pixels of `text` with digits `height` pixels high."""
    (width, _), _ = cv2.getTextSize(text, FONT, height / FONT_HEIGHT, _pen(height))
    return width, height


def put_text(image: np.ndarray, text: str, x: int, y: int, height: int, colour: Colour = WHITE) -> None:
    """Writes `text` onto `image` with a dark casing; (x, y) is its top left corner, `height` a digit's."""
    scale, pen, origin = height / FONT_HEIGHT, _pen(height), (x, y + height)
    casing = pen + 2 * max(1, round(height / 12))
    cv2.putText(image, text, origin, FONT, scale, DARK, casing, cv2.LINE_AA)
    cv2.putText(image, text, origin, FONT, scale, colour, pen, cv2.LINE_AA)


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


def _pen(height: int) -> int:
    return max(1, round(height / 11))


def _draw_digits(image: np.ndarray, digits: tuple[Digit, ...]) -> list[Box]:
    """Draws the boxes of a line's digits, above each its value and smaller its confidence.

    Returns:
        The labels' boxes.
    """
    pen = max(1, round(min(image.shape[:2]) / 400))
    height = text_height(image)
    usual = median(max(digit.box[2], 0.75 * digit.box[3]) for digit in digits) + 2 * pen
    width = text_size("8", height)[0] + height // 4 + text_size("98%", round(height * SMALLER))[0]
    height = max(LEAST, min(height, round(height * usual / width)))
    labels = []
    for index, digit in enumerate(digits):
        after = digits[index + 1].box[0] if index + 1 < len(digits) else image.shape[1]
        labels.append(_draw_digit(image, digit, pen, height, after))
    return labels


def _draw_digit(image: np.ndarray, digit: Digit, pen: int, height: int, after: int) -> Box:
    """Draws one digit's box and label, which shall end before the column `after`; returns the label's box."""
    colour = SKY_BLUE if digit.confidence >= SURE else ORANGE
    x, y, _, h = digit.box
    put_box(image, digit.box, colour, pen)
    gap = 2 * pen + max(2, height // 3)
    top = y - gap - height if y >= gap + height else y + h + gap
    value = str(digit.digit)
    width, _ = text_size(value, height)
    put_text(image, value, x, top, height, colour)
    small = max(LEAST - 1, round(height * SMALLER))
    percent = f"{min(int(digit.confidence * 100), 99)}%"  # nothing is ever quite sure
    left = x + width + max(1, height // 4)
    right = left + text_size(percent, small)[0]
    if right > after and after > x:  # the next digit is too close; the colour tells how sure this one is
        return x, top, width, height
    put_text(image, percent, left, top + height - small, small, colour)
    return x, top, right - x, height


def _place_numbers(reading: Reading, shape: tuple[int, ...], taken: list[Box]) -> list[tuple[str, Box, int]]:
    """Finds room for each line's number, as large as is possible without covering what is there.

    Args:
        reading: its lines.
        shape: of the image.
        taken: boxes of digits and labels.

    Returns:
        Each number with its plate's box and the height of its digits.
    """
    best, least = [], None
    for share in SHARES:
        placed, covered, occupied = [], 0, list(taken)
        for text, digits in zip(reading.lines, reading.by_line(), strict=True):
            height, plates = _plates(text, union_box(digits), shape, share)
            costs = [sum(_overlap(plate, box) for box in occupied) for plate in plates]
            cost = min(costs)
            plate = plates[costs.index(cost)]
            placed.append((text, plate, height))
            occupied.append(plate)
            covered += cost
        if least is None or covered < least:
            best, least = placed, covered
        if not covered:
            break
    return best


def _plates(text: str, line: Box, shape: tuple[int, ...], share: float) -> tuple[int, list[Box]]:
    """Returns the height of a number's digits and the plates that may bear it, the best liked first.

    Args:
        text: the number.
        line: the box around its line.
        shape: of the image.
        share: of the size that is wished for.
    """
    x, y, w, h = line
    rows, columns = shape[:2]
    least = max(LEAST, round(min(rows, columns) * 0.032))
    height = round(min(max(h * 0.8, 2 * least), rows * 0.2) * share)
    height = max(least, min(height, round(height * columns * 0.45 / text_size(text, max(height, 1))[0])))
    pad = max(2, round(height * 0.45))
    plate_w, plate_h = text_size(text, height)[0] + 2 * pad, height + 2 * pad
    gap, labels = pad + least // 2, 2 * least
    middle = y + (h - plate_h) // 2
    wished = [
        (x + w + gap, middle),
        (x - gap - plate_w, middle),
        (x, y + h + gap),
        (x, y - gap - labels - plate_h),
        (columns - plate_w - gap, middle),
        (gap, middle),
    ]
    inside = [
        (min(max(left, 0), max(columns - plate_w, 0)), min(max(top, 0), max(rows - plate_h, 0)))
        for left, top in wished
    ]
    return height, [(left, top, plate_w, plate_h) for left, top in inside]


def _overlap(a: Box, b: Box) -> int:
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(width, 0) * max(height, 0)
