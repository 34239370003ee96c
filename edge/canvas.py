"""Turns what a hand does into an image: strokes, their undoing, and the sheets that lie under them."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

Point = tuple[float, float]
Colour = tuple[int, int, int]

SIZE = (816, 680)  # px, (width, height) of an empty sheet: as many as the window shows of it at first
INK_DARK: Colour = (32, 26, 24)  # BGR, on light sheets
INK_LIGHT: Colour = (245, 245, 245)  # on dark ones
STEP = 3.0  # px between the points at which a curve is drawn
EXCESS = 2  # px by which OpenCV draws antialiased lines too wide, measured for widths from 5 to 110
FRACTION = 4  # bits after the point of OpenCV's coordinates; whole pixels would make slow strokes jag


@dataclass(frozen=True)
class Stroke:
    """One movement of a pen or an eraser.

    Attributes:
        points: where it was, in pixels of the sheet; at least one.
        width: in pixels.
        colour: BGR; an eraser's is the sheet's own.
    """

    points: tuple[Point, ...]
    width: int
    colour: Colour


class Canvas:
    """A sheet and what was drawn on it.

    Attributes:
        version: grows whenever the image changes.
        writing: whether the pen is down.
    """

    def __init__(self):
        self._steps: list[Stroke | np.ndarray] = [blank()]
        self._painted = blank()  # all steps, but of a stroke under way only what further points cannot change
        self.version = 0
        self.writing = False

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the sheet in pixels."""
        return self._painted.shape[1], self._painted.shape[0]

    @property
    def empty(self) -> bool:
        """Whether this is an empty sheet, with nothing drawn on it since."""
        last = self._steps[-1]
        return isinstance(last, np.ndarray) and bool((last == 255).all())

    @property
    def image(self) -> np.ndarray:
        """A copy of the sheet with everything on it: (h, w, 3) BGR uint8."""
        image = self._painted.copy()
        if self.writing:
            _paint(image, self._steps[-1], _tail(self._steps[-1].points))
        return image

    def begin(self, point: Point, width: int, erases: bool = False) -> None:
        """Puts a pen or an eraser down."""
        self.end()
        paper = _paper(self._steps[self._sheet])
        ink = INK_DARK if sum(paper) > 3 * 127 else INK_LIGHT
        self._steps.append(Stroke((point,), width, paper if erases else ink))
        self.writing = True
        self.version += 1

    def extend(self, point: Point) -> None:
        """Moves what is down; without effect when nothing is."""
        if not self.writing or point == self._steps[-1].points[-1]:
            return
        stroke = self._steps[-1]
        stroke = Stroke((*stroke.points, point), stroke.width, stroke.colour)
        self._steps[-1] = stroke
        _paint(self._painted, stroke, _piece(stroke.points))
        self.version += 1

    def end(self) -> None:
        """Lifts what is down."""
        self._painted = self.image
        self.writing = False

    def lay(self, sheet: np.ndarray) -> None:
        """Lays a new sheet, an (h, w, 3) BGR uint8 image, over everything."""
        self.writing = False
        self._steps.append(sheet)
        self._painted = sheet.copy()
        self.version += 1

    def clear(self) -> None:
        """Lays an empty sheet over everything."""
        if not self.empty:
            self.lay(blank())

    def undo(self) -> None:
        """Takes back the last stroke, picture or clearing; without effect on the first sheet."""
        if len(self._steps) == 1:
            return
        self._steps.pop()
        self.writing = False
        self._painted = render(self._steps[self._sheet], self._steps[self._sheet + 1 :])
        self.version += 1

    @property
    def _sheet(self) -> int:
        """Index of the step that laid the topmost sheet."""
        return max(i for i, step in enumerate(self._steps) if isinstance(step, np.ndarray))


def blank() -> np.ndarray:
    """Returns an empty white sheet, (h, w, 3) BGR uint8."""
    return np.full((SIZE[1], SIZE[0], 3), 255, np.uint8)


def render(sheet: np.ndarray, strokes: list[Stroke]) -> np.ndarray:
    """Draws strokes, smooth and with round ends, on a copy of `sheet`, an (h, w, 3) BGR uint8 image."""
    image = sheet.copy()
    for stroke in strokes:
        for count in range(2, len(stroke.points) + 1):
            _paint(image, stroke, _piece(stroke.points[:count]))
        _paint(image, stroke, _tail(stroke.points))
    return image


def _piece(points: tuple[Point, ...]) -> np.ndarray:
    """Returns the (k, 2) points of the piece of curve that the last of `points` settles: that before it."""
    if len(points) < 3:
        return np.array([points[0], points[0]])
    return _curve(points[-4] if len(points) > 3 else None, points[-3], points[-2], points[-1])


def _tail(points: tuple[Point, ...]) -> np.ndarray:
    """Returns the (k, 2) points of the piece of curve up to the pen."""
    if len(points) < 2:
        return np.array([points[0], points[0]])
    return _curve(points[-3] if len(points) > 2 else None, points[-2], points[-1], None)


def _curve(before: Point | None, start: Point, end: Point, after: Point | None) -> np.ndarray:
    """Returns the (k, 2) points of a centripetal Catmull-Rom curve from `start` to `end`.

    It runs through all points, so that a quick hand or a slow machine loses nothing of a stroke's extent, and
    never loops or overshoots where points lie unevenly (Yuksel, Schaefer and Keyser, 2011).
    """
    p, q = np.array(start, float), np.array(end, float)
    chord = q - p
    a = p - chord if before is None else np.array(before, float)
    b = q + chord if after is None else np.array(after, float)
    near, span, far = (math.dist(u, v) ** 0.5 for u, v in ((a, p), (p, q), (q, b)))
    leaves = chord + span * ((p - a) / near - (q - a) / (near + span))
    arrives = chord + span * ((b - q) / far - (b - p) / (span + far))
    t = np.linspace(0, 1, 2 + int(math.dist(start, end) / STEP))[:, None]
    return (
        (2 * t**3 - 3 * t**2 + 1) * p
        + (t**3 - 2 * t**2 + t) * leaves
        + (3 * t**2 - 2 * t**3) * q
        + (t**3 - t**2) * arrives
    )


def _paint(image: np.ndarray, stroke: Stroke, line: np.ndarray) -> None:
    """Draws the (k, 2) points of `line` with the stroke's pen; OpenCV's thick lines have round ends."""
    points = np.rint(line * (1 << FRACTION)).astype(np.int32)
    width = max(stroke.width - EXCESS, 1)
    cv2.polylines(image, [points], False, stroke.colour, width, cv2.LINE_AA, FRACTION)


def _paper(sheet: np.ndarray) -> Colour:
    """Returns the colour of most of a sheet, BGR; a sixteenth of its rows and columns tells it."""
    return tuple(int(value) for value in np.median(sheet[::16, ::16].reshape(-1, 3), axis=0))
