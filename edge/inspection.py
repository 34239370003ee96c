"""Draws how a reading came about: the photo, its ink, and what the network saw of it."""

from collections.abc import Iterator

import cv2
import numpy as np

from edge.normalise import SIZE
from edge.overlay import GROUND, ORANGE, SKY_BLUE, Colour, annotate, percent, put_box, put_text, shortened
from edge.reader import Trace
from edge.results import Reading, scaled

SIDE = 640  # px, longest side of the photo and of the mask
CELL = 4 * SIZE  # px, side of a crop as drawn
LETTERS = 12  # px, their height
GAP = LETTERS

# A heading, the images below it with what the network makes of each, and their colour.
Group = tuple[str, list[tuple[np.ndarray, str]], Colour]


def compose(image: np.ndarray, reading: Reading, trace: Trace) -> np.ndarray:
    """Draws one picture: the annotated photo and the ink mask side by side, the network's images under them.

    Args:
        image: (h, w, 3) BGR uint8, the image that was read.
        reading: what was read from it.
        trace: how, in the same order.

    Returns:
        (H, W, 3) BGR uint8.
    """
    scale = SIDE / max(image.shape[:2])
    photo = annotate(resized(image, scale), scaled(reading, scale))
    rows, columns = photo.shape[:2]
    width = max(3 * GAP + 2 * columns, 2 * GAP + CELL)
    top = rows + 4 * GAP
    height = top + draw_crops(np.empty((0, width, 3), np.uint8), reading, trace, CELL, LETTERS)
    out = np.full((height, width, 3), GROUND, np.uint8)
    for left, heading, picture in (
        (GAP, "photo", photo),
        (2 * GAP + columns, "ink", resized(trace.mask, scale)[..., None]),
    ):
        put_text(out, shortened(heading, LETTERS, columns), left, GAP, LETTERS)
        out[3 * GAP : 3 * GAP + rows, left : left + columns] = picture
    draw_crops(out[top:], reading, trace, CELL, LETTERS)
    return out


def resized(image: np.ndarray, scale: float) -> np.ndarray:
    """Returns an image `scale` times as large."""
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)


def draw_crops(canvas: np.ndarray, reading: Reading, trace: Trace, side: int, gap: int) -> int:
    """Draws what the network saw: of the digits that were read, and below, by reason, of what was not.

    Args:
        canvas: (h, w, 3) BGR uint8, drawn on in place; what finds no room is left out.
        reading: what was read.
        trace: how, in the same order.
        side: of an image as drawn, in pixels.
        gap: between the images, and the height of the letters, in pixels.

    Returns:
        The height in pixels that all would take.
    """
    height, width = canvas.shape[:2]
    columns = max(1, (width - gap) // (side + gap))
    top = 0
    for heading, items, colour in _groups(reading, trace):
        if top + 2 * gap <= height:
            put_text(canvas, shortened(heading, gap, width - 2 * gap), gap, top, gap)
        top += 2 * gap
        for i in range(0, len(items), columns):
            if top + side + 3 * gap <= height:
                for k, (crop, answer) in enumerate(items[i : i + columns]):
                    x = gap + k * (side + gap)
                    put_box(canvas, (x, top, side, side), colour, 1)
                    large = cv2.resize(crop, (side, side), interpolation=cv2.INTER_NEAREST)
                    canvas[top : top + side, x : x + side] = large[..., None]
                    put_text(
                        canvas, shortened(answer, gap, side + gap // 2), x, top + side + gap // 2, gap, colour
                    )
            top += side + 3 * gap
    return top


def _groups(reading: Reading, trace: Trace) -> Iterator[Group]:
    read = [
        (crop, f"{digit.digit} {percent(digit.confidence)}")
        for digit, crop in zip(reading.digits, trace.crops, strict=True)
    ]
    yield "what the network sees", read, SKY_BLUE
    for reason in dict.fromkeys(item.reason for item in trace.rejected):
        rejected = []
        for item in trace.rejected:
            if item.reason == reason:
                guess = int(item.probabilities.argmax())
                answer = f"{guess} {percent(item.probabilities[guess])}" if guess < 10 else "none"
                rejected.append((item.crop, answer))
        yield f"not read: {reason}", rejected, ORANGE
