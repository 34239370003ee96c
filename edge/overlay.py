"""Draws a reading onto its image, so that a person sees across a room what was read, where, and how surely.

Colours are Okabe and Ito's (https://jfly.uni-koeln.de/color/), which stay distinct for the colour-blind;
lines and letters have a dark casing, so that they survive any background. Sizes follow image and digits.
"""

import cv2
import numpy as np

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
    taken += [_draw_digit(out, digit) for digit in reading.digits]
    for digits in reading.by_line():
        taken.append(_draw_number(out, digits, taken))
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


def line_box(digits: tuple[Digit, ...]) -> Box:
    """Returns the box around all `digits`."""
    left = min(digit.box[0] for digit in digits)
    top = min(digit.box[1] for digit in digits)
    right = max(digit.box[0] + digit.box[2] for digit in digits)
    bottom = max(digit.box[1] + digit.box[3] for digit in digits)
    return left, top, right - left, bottom - top


def _pen(height: int) -> int:
    return max(1, round(height / 11))


def _draw_digit(image: np.ndarray, digit: Digit) -> Box:
    """Draws a digit's box and above it its value and, smaller, its confidence; returns the label's box."""
    colour = SKY_BLUE if digit.confidence >= SURE else ORANGE
    x, y, w, h = digit.box
    pen = max(1, round(min(image.shape[:2]) / 400))
    put_box(image, digit.box, colour, pen)
    value = str(digit.digit)
    percent = f"{min(int(digit.confidence * 100), 99)}%"  # nothing is ever quite sure
    height = text_height(image)
    width = text_size(value, height)[0] + height // 4 + text_size(percent, round(height * SMALLER))[0]
    room = max(w, 0.75 * h) + 2 * pen  # where the neighbour's label is not met
    height = max(LEAST, min(height, round(height * room / width)))
    small = max(LEAST - 1, round(height * SMALLER))
    gap = 2 * pen + max(2, height // 3)
    top = y - gap - height if y >= gap + height else y + h + gap
    after = x + text_size(value, height)[0] + max(1, height // 4)
    put_text(image, value, x, top, height, colour)
    put_text(image, percent, after, top + height - small, small, colour)
    return x, top, after + text_size(percent, small)[0] - x, height


def _draw_number(image: np.ndarray, digits: tuple[Digit, ...], taken: list[Box]) -> Box:
    """Writes a line's number large where it covers the least of what was written; returns its box."""
    text = "".join(str(digit.digit) for digit in digits)
    x, y, w, h = line_box(digits)
    rows, columns = image.shape[:2]
    height = round(min(max(h * 0.8, 2 * text_height(image)), rows * 0.2))
    height = min(height, max(9, round(height * columns * 0.45 / text_size(text, height)[0])))
    pad = max(2, round(height * 0.45))
    plate_w, plate_h = text_size(text, height)[0] + 2 * pad, height + 2 * pad
    gap = pad + text_height(image) // 2
    middle = y + (h - plate_h) // 2
    labels = 2 * text_height(image)  # where the digits' own stand
    wished = [
        (x + w + gap, middle),
        (x - gap - plate_w, middle),
        (x, y + h + gap),
        (x, y - gap - labels - plate_h),
    ]
    inside = [
        (min(max(left, 0), max(columns - plate_w, 0)), min(max(top, 0), max(rows - plate_h, 0)))
        for left, top in wished
    ]
    places = [(left, top, plate_w, plate_h) for left, top in inside]
    best = min(places, key=lambda place: sum(_overlap(place, box) for box in taken))
    return put_tag(image, text, best[0], best[1], height, YELLOW)


def _overlap(a: Box, b: Box) -> int:
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(width, 0) * max(height, 0)
