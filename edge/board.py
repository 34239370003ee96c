"""Lays out and paints the drawing board's window: a pure function of what there is to show.

Everything has its place on a page of 1280 x 800 units, which is scaled to the window, so that a small touch
screen and a large monitor show the same, and sharply. Colours are Okabe and Ito's, which the colour-blind
tell apart (https://jfly.uni-koeln.de/color/); no meaning is left to colour alone.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from edge.lettering import DIGIT_HEIGHT, width, write
from edge.reader import Candidate, Trace
from edge.results import Box, Digit, Reading

Colour = tuple[int, int, int]
Size = tuple[int, int]
Point = tuple[float, float]

PAGE: Size = (1280, 800)
SHEET: Box = (24, 24, 816, 680)
# The buttons: what is written on them, their key, and their place.
BUTTONS: dict[str, tuple[str, str, Box]] = {
    "undo": ("Undo", "Ctrl+Z", (24, 722, 96, 54)),
    "clear": ("Clear", "C", (129, 722, 96, 54)),
    "erase": ("Erase", "E", (234, 722, 96, 54)),
    "thinner": ("-", "", (339, 722, 52, 54)),
    "thicker": ("+", "", (473, 722, 52, 54)),
    "save": ("Save", "S", (534, 722, 96, 54)),
    "load": ("Load", "L", (639, 722, 96, 54)),
    "help": ("Help", "H", (744, 722, 96, 54)),
}
PEN: Box = (396, 722, 72, 54)
NETWORKS: Box = (880, 24, 376, 46)
NUMBER: Box = (880, 88, 376, 190)
ALONE, AMONG = 0.9, 0.66  # of its room that is a line's own; the rest parts it from the next
VERDICT_Y = 312
BARS: Box = (880, 330, 376, 264)
SEEN: Box = (880, 640, 376, 112)
SMALL_CROP, SMALL_GAP, SMALL_COLUMNS, SMALL_MOST = 52, 8, 4, 8
PICTURES: Box = (80, 116, 704, 548)
PICTURE_COLUMNS, PICTURE_ROWS = 4, 3
MOST_PICTURES = PICTURE_COLUMNS * PICTURE_ROWS

GROUND: Colour = (242, 239, 236)  # BGR
PAPER: Colour = (255, 255, 255)
INK: Colour = (32, 26, 24)
GREY: Colour = (116, 108, 102)
LIGHT: Colour = (220, 214, 208)
BLUE: Colour = (178, 114, 0)  # of Okabe and Ito: sure
VERMILION: Colour = (0, 94, 213)  # of Okabe and Ito: not quite sure
SURE = 0.9

HELP = (
    ("left button, pen or finger", "draws"),
    ("right button", "erases"),
    ("E", "lets the left button erase, and draw again"),
    ("Ctrl+Z, U or Backspace", "takes back the last stroke, also a clearing"),
    ("C", "clears the sheet"),
    ("+ and -, or the wheel", "pen width"),
    ("1, 2, 3 or M", "reads with another network"),
    ("S", "saves the sheet as a PNG"),
    ("L", "loads a picture to read, and to draw on"),
    ("H or ?", "this help"),
    ("Q or Esc", "ends"),
)


@dataclass(frozen=True, eq=False)
class Answer:
    """What was read from the sheet; each is its own.

    Attributes:
        version: of the canvas that was read.
        network: index of the network that read it.
        reading: in pixels of the sheet.
        trace: how it came about.
        seconds: that it took.
    """

    version: int
    network: int
    reading: Reading
    trace: Trace
    seconds: float


@dataclass(frozen=True)
class View:
    """All that the window shows.

    Attributes:
        sheet: (h, w, 3) BGR uint8.
        empty: whether nothing was drawn on it yet.
        answer: the newest, None before the first.
        networks: names of those to choose from.
        network: index of the one chosen.
        pen: its width in pixels of the sheet.
        erasing: whether the left button erases.
        hand: where the pen was last, in pixels of the sheet; None before it was.
        notice: one line to tell, or nothing.
        card: "help", "pictures" or nothing: what lies over the sheet.
        pictures: those to choose from, (name, (h, w, 3) BGR uint8).
    """

    sheet: np.ndarray
    empty: bool
    answer: Answer | None
    networks: tuple[str, ...]
    network: int
    pen: int
    erasing: bool = False
    hand: Point | None = None
    notice: str = ""
    card: str = ""
    pictures: tuple[tuple[str, np.ndarray], ...] = ()


@dataclass(frozen=True)
class Fit:
    """Where something lies that was scaled, its sides in proportion, into the middle of a box."""

    scale: float
    x: float
    y: float

    @classmethod
    def into(cls, size: Size, box: Box) -> "Fit":
        """Fits something of `size` (width, height) into a box."""
        scale = min(box[2] / size[0], box[3] / size[1])
        return cls(scale, box[0] + (box[2] - size[0] * scale) / 2, box[1] + (box[3] - size[1] * scale) / 2)

    def out(self, point: Point) -> Point:
        """Maps a point of the thing to where it is seen."""
        return self.x + point[0] * self.scale, self.y + point[1] * self.scale

    def back(self, point: Point) -> Point:
        """Maps a point that is seen to one of the thing."""
        return (point[0] - self.x) / self.scale, (point[1] - self.y) / self.scale

    def box(self, box: Box) -> Box:
        """Maps a box of the thing to where it is seen, in whole pixels."""
        left, top = self.out(box[:2])
        right, bottom = self.out((box[0] + box[2], box[1] + box[3]))
        return round(left), round(top), round(right) - round(left), round(bottom) - round(top)


def button_at(point: Point, window: Size, view: View) -> str:
    """Returns the button at a point of the window: of `BUTTONS`, "network 0", "picture 0", "" for none."""
    at = Fit.into(PAGE, (0, 0, *window)).back(point)
    places = {name: box for name, (_, _, box) in BUTTONS.items()}
    places |= {f"network {i}": box for i, box in enumerate(_network_boxes(len(view.networks)))}
    if view.card == "pictures":
        places |= {f"picture {i}": _picture_box(i) for i in range(len(view.pictures))}
    return next((name for name, box in places.items() if _distance(at, box) == 0), "")


def sheet_point(point: Point, window: Size, sheet: Size) -> Point | None:
    """Maps a point of the window to one of the sheet, None beside it."""
    fit = sheet_fit(window, sheet)
    if _distance(point, fit.box((0, 0, *sheet))) > 0:
        return None
    return fit.back(point)


def sheet_fit(window: Size, sheet: Size) -> Fit:
    """Returns how a sheet of `sheet` (width, height) pixels lies in a window."""
    return Fit.into(sheet, Fit.into(PAGE, (0, 0, *window)).box(SHEET))


def paint(view: View, window: Size) -> np.ndarray:
    """Paints the window.

    Returns:
        (height, width, 3) BGR uint8, of the size `window`.
    """
    image = np.full((window[1], window[0], 3), GROUND, np.uint8)
    page = Fit.into(PAGE, (0, 0, *window))
    _paint_sheet(image, page, view)
    _paint_buttons(image, page, view)
    _paint_networks(image, page, view)
    _paint_answer(image, page, view)
    if view.card == "help":
        _paint_help(image, page)
    if view.card == "pictures":
        _paint_pictures(image, page, view)
    return image


def _paint_sheet(image: np.ndarray, page: Fit, view: View) -> None:
    size = view.sheet.shape[1], view.sheet.shape[0]
    fit = sheet_fit((image.shape[1], image.shape[0]), size)
    x, y, w, h = fit.box((0, 0, *size))
    cv2.rectangle(image, (x - 1, y - 1), (x + w, y + h), LIGHT, 1)
    part = image[y : y + h, x : x + w]
    shrinks = cv2.INTER_AREA if fit.scale < 1 else cv2.INTER_LINEAR
    part[:] = view.sheet if (w, h) == size else cv2.resize(view.sheet, (w, h), interpolation=shrinks)
    if view.empty:
        write(image, "Write digits here", page.out((432, 364)), 40 * page.scale, LIGHT, "mm")
    chosen = _chosen(view)
    shown = [*view.answer.reading.digits] if view.answer else []
    if isinstance(chosen, Candidate):
        shown.append(chosen)
    for item in shown if len(shown) > 1 else ():
        colour = _colour(item) if item is chosen else LIGHT
        _outline(image, fit.box(item.box), round(6 * page.scale), colour)
    if view.notice:
        middle = page.out((432, 672))
        half = width(view.notice, 18 * page.scale) / 2 + 20 * page.scale
        box = (
            round(middle[0] - half),
            round(middle[1] - 20 * page.scale),
            round(2 * half),
            round(40 * page.scale),
        )
        _plate(image, box, box[3] // 2, INK)
        write(image, view.notice, middle, 18 * page.scale, PAPER, "mm")


def _paint_buttons(image: np.ndarray, page: Fit, view: View) -> None:
    for name, (text, key, box) in BUTTONS.items():
        down = (name, True) in (("erase", view.erasing), ("help", view.card == "help")) or (
            name == "load" and view.card == "pictures"
        )
        _plate(image, page.box(box), round(10 * page.scale), INK if down else PAPER)
        middle = box[0] + box[2] / 2
        if key:
            write(image, text, page.out((middle, box[1] + 26)), 20 * page.scale, PAPER if down else INK, "ms")
            write(image, key, page.out((middle, box[1] + 45)), 14 * page.scale, LIGHT if down else GREY, "ms")
        else:
            write(image, text, page.out((middle, box[1] + box[3] / 2)), 30 * page.scale, INK, "mm")
    fit = sheet_fit((image.shape[1], image.shape[0]), (view.sheet.shape[1], view.sheet.shape[0]))
    radius = min(view.pen * fit.scale / 2, PEN[3] * page.scale / 2)
    _dot(image, page.out((PEN[0] + PEN[2] / 2, PEN[1] + PEN[3] / 2)), radius, INK)


def _paint_networks(image: np.ndarray, page: Fit, view: View) -> None:
    _plate(image, page.box(NETWORKS), round(12 * page.scale), LIGHT)
    for i, (name, box) in enumerate(zip(view.networks, _network_boxes(len(view.networks)), strict=True)):
        if i == view.network:
            _plate(image, page.box(box), round(9 * page.scale), PAPER)
        middle = page.out((box[0] + box[2] / 2, box[1] + box[3] / 2))
        write(image, name, middle, 19 * page.scale, INK if i == view.network else GREY, "mm")


def _paint_answer(image: np.ndarray, page: Fit, view: View) -> None:
    chosen = _chosen(view)
    middle = NUMBER[0] + NUMBER[2] / 2
    probabilities, colour = np.zeros(11), GREY
    verdict = "" if view.empty or not view.answer else "no digit"
    if view.answer and view.answer.reading.lines:
        _paint_number(image, page, view.answer.reading.lines)
    elif verdict:
        write(image, verdict, page.out((middle, NUMBER[1] + NUMBER[3] / 2)), 56 * page.scale, GREY, "mm")
        verdict = ""
    if isinstance(chosen, Digit):
        verdict, colour = f"{_percent(chosen.confidence)} sure", _colour(chosen)
        if len(view.answer.reading.digits) > 1:
            verdict = f"{chosen.digit}: {verdict}"
        probabilities[:10] = chosen.probabilities
        probabilities[10] = max(1 - sum(chosen.probabilities), 0)
    elif chosen:
        probabilities = chosen.probabilities
        verdict = verdict and "this one: no digit"
    write(image, verdict, page.out((middle, VERDICT_Y)), 26 * page.scale, colour, "ms")
    _paint_bars(image, page, probabilities, colour)
    _paint_seen(image, page, view, chosen)


def _paint_number(image: np.ndarray, page: Fit, lines: tuple[str, ...]) -> None:
    x, y, w, h = NUMBER
    room = h / len(lines)
    widest = max(width(line, 100) for line in lines) / 100
    size = min(room * (ALONE if len(lines) == 1 else AMONG) / DIGIT_HEIGHT, w / widest)
    for i, line in enumerate(lines):
        baseline = y + room * (i + 0.5) + size * DIGIT_HEIGHT / 2
        write(image, line, page.out((x + w / 2, baseline)), size * page.scale, INK, "ms")


def _paint_bars(image: np.ndarray, page: Fit, probabilities: np.ndarray, colour: Colour) -> None:
    x, y, w, h = BARS
    step = h / len(probabilities)
    for i, probability in enumerate(probabilities):
        middle = y + step * (i + 0.5)
        best = probability > 0 and i == int(np.argmax(probabilities))
        name = str(i) if i < 10 else "none"
        write(image, name, page.out((x + 42, middle)), 18 * page.scale, INK if best else GREY, "rm")
        track = (x + 56, round(middle - 6), w - 56 - 60, 12)
        _plate(image, page.box(track), round(6 * page.scale), LIGHT)
        if probability >= 0.005:
            length = max(round(track[2] * float(probability)), 12)
            _plate(image, page.box((*track[:2], length, 12)), round(6 * page.scale), colour if best else GREY)
        if probability >= 0.005 or best:
            write(
                image,
                _percent(probability),
                page.out((x + w, middle)),
                17 * page.scale,
                INK if best else GREY,
                "rm",
            )


def _paint_seen(image: np.ndarray, page: Fit, view: View, chosen: Digit | Candidate | None) -> None:
    x, y, w, h = SEEN
    write(image, "What the network sees", page.out((x, y - 12)), 17 * page.scale, GREY)
    large = page.box((x, y, h, h))
    cv2.rectangle(image, *_corners(large), LIGHT, -1)
    if not view.answer:
        return
    if not view.empty:
        time = f"read in {view.answer.seconds * 1000:.0f} ms"
        write(image, time, page.out((x + w, y - 12)), 17 * page.scale, GREY, "rs")
    if isinstance(chosen, Candidate):
        _paste(image, large, chosen.crop)
    others = []
    for digit, crop in zip(view.answer.reading.digits, view.answer.trace.crops, strict=True):
        if digit is chosen:
            _paste(image, large, crop)
        else:
            others.append(crop)
    for i, crop in enumerate(others[:SMALL_MOST]):
        row, column = divmod(i, SMALL_COLUMNS)
        step = SMALL_CROP + SMALL_GAP
        left = x + h + 2 * SMALL_GAP + column * step
        _paste(image, page.box((left, y + row * step, SMALL_CROP, SMALL_CROP)), crop)


def _paint_help(image: np.ndarray, page: Fit) -> None:
    x, y, _, h = _paint_card(image, page, "How to draw")
    step = (h - 100) / len(HELP)
    for i, (key, text) in enumerate(HELP):
        baseline = y + 104 + step * i
        write(image, key, page.out((x + 270, baseline)), 19 * page.scale, INK, "rs")
        write(image, text, page.out((x + 294, baseline)), 19 * page.scale, GREY)


def _paint_pictures(image: np.ndarray, page: Fit, view: View) -> None:
    _paint_card(image, page, "Load a picture" if view.pictures else "There is no picture here to load")
    for i, (name, picture) in enumerate(view.pictures):
        left, top, wide, high = _picture_box(i)
        fit = Fit.into((picture.shape[1], picture.shape[0]), page.box((left, top, wide, high - 26)))
        box = fit.box((0, 0, picture.shape[1], picture.shape[0]))
        _paste(image, box, picture, cv2.INTER_AREA)
        while width(name, 15) > wide and len(name) > 4:
            name = name[: len(name) - 4] + "..."
        write(image, name, page.out((left + wide / 2, top + high - 6)), 15 * page.scale, GREY, "ms")


def _paint_card(image: np.ndarray, page: Fit, title: str) -> Box:
    x, y, w, h = box = (44, 44, 776, 640)
    _plate(image, page.box((x - 1, y - 1, w + 2, h + 2)), round(17 * page.scale), LIGHT)
    _plate(image, page.box(box), round(16 * page.scale), PAPER)
    write(image, title, page.out((x + w / 2, y + 52)), 28 * page.scale, INK, "ms")
    return box


def _network_boxes(count: int) -> list[Box]:
    x, y, w, h = NETWORKS
    step = (w - 8) / max(count, 1)
    return [(round(x + 4 + i * step), y + 4, round(step), h - 8) for i in range(count)]


def _picture_box(index: int) -> Box:
    x, y, w, h = PICTURES
    row, column = divmod(index, PICTURE_COLUMNS)
    wide, high = w // PICTURE_COLUMNS, h // PICTURE_ROWS
    return x + column * wide + 8, y + row * high + 8, wide - 16, high - 16


def _chosen(view: View) -> Digit | Candidate | None:
    """Returns what the pen is at, or the digit nearest to it: the bars are about that."""
    if not view.answer:
        return None
    digits, rejected = view.answer.reading.digits, view.answer.trace.rejected
    if view.hand is None:
        return next(iter((*digits, *rejected)), None)
    if digits:
        rejected = tuple(item for item in rejected if _distance(view.hand, item.box) <= view.pen)
    return min((*digits, *rejected), key=lambda item: _distance(view.hand, item.box), default=None)


def _distance(point: Point, box: Box) -> float:
    """Returns how far a point is from a box, in its pixels; 0 within."""
    x, y, w, h = box
    return max(x - point[0], 0, point[0] - x - w) + max(y - point[1], 0, point[1] - y - h)


def _colour(item: Digit | Candidate) -> Colour:
    if isinstance(item, Candidate):
        return GREY
    return BLUE if item.confidence >= SURE else VERMILION


def _percent(probability: float) -> str:
    """Returns a probability as a percentage; only certainty itself would be 100 %."""
    return f"{min(round(probability * 100), 99) if probability < 1 else 100} %"


def _plate(image: np.ndarray, box: Box, radius: int, colour: Colour) -> None:
    """Fills a box with round corners."""
    radius = min(radius, box[2] // 2, box[3] // 2)
    if radius < 1:
        cv2.rectangle(image, *_corners(box), colour, -1)
        return
    cv2.fillPoly(image, [_rounded(box, radius)], colour, cv2.LINE_AA)


def _outline(image: np.ndarray, box: Box, margin: int, colour: Colour) -> None:
    x, y, w, h = box
    wide = (x - margin, y - margin, w + 2 * margin, h + 2 * margin)
    cv2.polylines(image, [_rounded(wide, max(margin, 1))], True, colour, 2, cv2.LINE_AA)


def _rounded(box: Box, radius: int) -> np.ndarray:
    """Returns the (k, 2) int32 corners of a box with round corners."""
    left, top, right, bottom = box[0], box[1], box[0] + box[2] - 1, box[1] + box[3] - 1
    centres = (
        (right - radius, bottom - radius),
        (left + radius, bottom - radius),
        (left + radius, top + radius),
        (right - radius, top + radius),
    )
    arcs = [cv2.ellipse2Poly(c, (radius, radius), 0, 90 * i, 90 * i + 90, 10) for i, c in enumerate(centres)]
    return np.concatenate(arcs).astype(np.int32)


def _dot(image: np.ndarray, centre: Point, radius: float, colour: Colour) -> None:
    cv2.circle(
        image, (round(centre[0] * 16), round(centre[1] * 16)), round(radius * 16), colour, -1, cv2.LINE_AA, 4
    )


def _paste(image: np.ndarray, box: Box, picture: np.ndarray, interpolation: int = cv2.INTER_NEAREST) -> None:
    x, y, w, h = box
    picture = cv2.resize(picture, (max(w, 1), max(h, 1)), interpolation=interpolation)
    image[y : y + h, x : x + w] = picture if picture.ndim == 3 else picture[..., None]


def _corners(box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
    return box[:2], (box[0] + box[2] - 1, box[1] + box[3] - 1)
