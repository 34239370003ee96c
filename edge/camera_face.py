"""Composes what the camera window shows: a pure function of a frame and of what is switched on."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from edge.inspection import draw_crops, resized
from edge.normalise import SIZE
from edge.overlay import (
    BLUISH_GREEN,
    GROUND,
    ORANGE,
    WHITE,
    YELLOW,
    annotate,
    put_box,
    put_tag,
    put_text,
    shade,
    shortened,
    text_size,
)
from edge.results import Box, mirrored, scaled, scaled_box
from edge.seen import Seen
from edge.transcript import BAR, in_a_row, put_numbers

PANEL = 0.36  # of the window's width, for the mask and the crops
SMALLEST = 200, 150  # px, of a window that is still drawn for
KEYS = (
    ("space", "pause, go on"),
    ("s", "save frame and reading"),
    ("d", "how it is read"),
    ("r", "drag a region; r again: all"),
    ("m", "mirror what is shown"),
    ("h", "help"),
    ("q", "quit"),
)


@dataclass(frozen=True)
class Face:
    """What is switched on and told.

    Attributes:
        source: the source's name.
        fps: frames that are shown in a second.
        milliseconds: that the last reading took.
        paused, inspecting, helping: whether `space`, `d` and `h` are on.
        mirrored: whether the frame is shown as by a mirror; it is read as it is.
        region: whether a part of the frame only is read.
        announced: the newest number, empty when it has been told long enough.
        message: for the user, empty without one.
        dragged: (x, y, w, h) in pixels of the window, the region while it is drawn.
    """

    source: str = ""
    fps: float = 0.0
    milliseconds: float = 0.0
    paused: bool = False
    inspecting: bool = False
    helping: bool = False
    mirrored: bool = False
    region: bool = False
    announced: str = ""
    message: str = ""
    dragged: Box | None = None


@dataclass(frozen=True)
class Place:
    """Where the frame lies in the window.

    Attributes:
        x, y: of its top left corner, in pixels of the window.
        scale: window pixels per frame pixel.
    """

    x: int
    y: int
    scale: float

    def to_frame(self, box: Box) -> Box:
        """Returns a box in the window as one in the frame."""
        x, y, w, h = box
        return scaled_box((x - self.x, y - self.y, w, h), 1 / self.scale)


def compose(seen: Seen, face: Face, size: tuple[int, int]) -> tuple[np.ndarray, Place]:
    """Draws the window's content.

    Args:
        seen: the frame and its reading.
        face: what is switched on.
        size: (width, height) of the window in pixels.

    Returns:
        (height, width, 3) BGR uint8, and where the frame lies in it.
    """
    width, height = max(size[0], SMALLEST[0]), max(size[1], SMALLEST[1])
    canvas = np.full((height, width, 3), GROUND, np.uint8)
    panel = round(width * PANEL) if face.inspecting else 0
    bar = height // BAR
    place = _fit(seen.image, width - panel, height - bar)
    picture = _picture(_in_mirror(seen) if face.mirrored else seen, face, place.scale)
    rows, columns = picture.shape[:2]
    canvas[place.y : place.y + rows, place.x : place.x + columns] = picture
    if panel:
        _draw_panel(canvas[:, width - panel :], seen)
    _draw_message(canvas[: height - bar, : width - panel], face)
    _draw_bar(canvas[height - bar :, : width - panel], in_a_row(seen.reading.lines) or face.announced, face)
    if face.dragged:
        put_box(canvas, face.dragged, BLUISH_GREEN, 2)
    if face.helping:
        _draw_help(canvas[:, : width - panel])
    return canvas, place


def _fit(image: np.ndarray, width: int, height: int) -> Place:
    rows, columns = image.shape[:2]
    scale = min(width / columns, height / rows)
    return Place((width - round(columns * scale)) // 2, (height - round(rows * scale)) // 2, scale)


def _picture(seen: Seen, face: Face, scale: float) -> np.ndarray:
    """Returns the annotated frame at the window's scale, so that its letters are crisp."""
    picture = resized(seen.image, scale)
    if picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    if face.region:
        x, y, w, h = region = scaled_box(seen.region, scale)
        inside = picture[y : y + h, x : x + w].copy()
        shade(picture, (0, 0, picture.shape[1], picture.shape[0]), 0.5)
        picture[y : y + h, x : x + w] = inside
        put_box(picture, region, BLUISH_GREEN, 2)
    return annotate(picture, scaled(seen.reading, scale))


def _in_mirror(seen: Seen) -> Seen:
    """Returns a frame as a mirror shows it, with the same reading."""
    width = seen.image.shape[1]
    digits = tuple(replace(digit, box=mirrored(digit.box, width)) for digit in seen.reading.digits)
    return replace(
        seen,
        image=cv2.flip(seen.image, 1),
        reading=replace(seen.reading, digits=digits),
        region=mirrored(seen.region, width),
    )


def _draw_message(canvas: np.ndarray, face: Face) -> None:
    height, width = canvas.shape[:2]
    small = gap = max(9, height // 50)
    if face.paused:
        put_tag(canvas, "paused: space goes on", gap, gap, small, ORANGE)
    elif face.message:
        put_tag(canvas, shortened(face.message, small, width - 4 * gap), gap, gap, small, YELLOW)


def _draw_bar(bar: np.ndarray, numbers: str, face: Face) -> None:
    """Draws the numbers, and over them a line as long as one is told that was announced.

    Beside them stand rate, time and source, as many of these as there is room for, and the way to help.
    """
    put_numbers(bar, numbers)
    if face.announced:
        bar[: max(2, bar.shape[0] // 20)] = BLUISH_GREEN
    height, width = bar.shape[:2]
    small = max(9, min(height // 6, width // 72))
    facts = (f"{face.fps:.0f} fps", f"{face.milliseconds:.0f} ms", face.source)[: 2 * height // (3 * small)]
    for index, fact in enumerate(facts):
        row = (2 * index + 1) * height // (2 * len(facts))
        put_text(bar, shortened(fact, small, width // 6 - 2 * small), small, row - small // 2, small)
    if not face.helping:
        put_text(bar, "h  help", width - text_size("h  help", small)[0] - small, (height - small) // 2, small)


def _draw_help(canvas: np.ndarray) -> None:
    height, width = canvas.shape[:2]
    small = max(9, min(height // 34, width // 44))
    row = round(small * 2.4)
    keys = max(text_size(key, small)[0] for key, _ in KEYS)
    words = max(text_size(word, small)[0] for _, word in KEYS)
    plate_w, plate_h = keys + words + 6 * small, row * len(KEYS) + 3 * small
    x, y = (width - plate_w) // 2, (height - plate_h) // 2
    shade(canvas, (x, y, plate_w, plate_h), 1)
    for index, (key, word) in enumerate(KEYS):
        top = y + 2 * small + index * row
        put_text(canvas, key, x + 2 * small, top, small, YELLOW)
        put_text(canvas, word, x + 4 * small + keys, top, small, WHITE)


def _draw_panel(panel: np.ndarray, seen: Seen) -> None:
    """Draws the ink mask, and below it the network's images of this one frame."""
    height, width = panel.shape[:2]
    gap = small = max(9, height // 60)
    panel[:] = GROUND
    put_text(panel, "ink", gap, gap, small)
    mask = seen.trace.mask
    mask = resized(mask, min((width - 2 * gap) / mask.shape[1], height * 0.4 / mask.shape[0]))
    top = 3 * gap
    panel[top : top + mask.shape[0], gap : gap + mask.shape[1]] = mask[:, :, None]
    side = SIZE * max(1, round((width - 2 * gap) / 4 - gap) // SIZE)
    draw_crops(panel[top + mask.shape[0] + gap :], seen.single, seen.trace, side, gap)
