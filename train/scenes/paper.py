"""Paper and boards: colour, fibre, folds, show-through, rules, squares and printed cells, as reflectance."""

import cv2
import numpy as np

from train.scenes.noise import clouds, grain

SHEETS = {
    "white": ((0.9, 0.91, 0.92), (0.84, 0.85, 0.86), (0.93, 0.91, 0.9)),
    "cream": ((0.72, 0.85, 0.9), (0.78, 0.88, 0.92), (0.62, 0.8, 0.88)),
    "grey": ((0.62, 0.63, 0.64), (0.7, 0.7, 0.69), (0.55, 0.56, 0.58)),
    "kraft": ((0.36, 0.52, 0.66), (0.42, 0.58, 0.7), (0.3, 0.45, 0.6)),
    "tinted": ((0.5, 0.6, 0.9), (0.85, 0.78, 0.66), (0.7, 0.86, 0.72), (0.78, 0.7, 0.9)),
    "board": ((0.22, 0.28, 0.16), (0.16, 0.16, 0.15), (0.26, 0.3, 0.22), (0.2, 0.17, 0.15)),
}


def sheet(rng: np.random.Generator, kind: str, shape: tuple[int, int]) -> np.ndarray:
    """Returns an empty sheet of a `kind` in `SHEETS`, (h, w, 3) float32 reflectance."""
    colours = SHEETS[kind]
    colour = np.array(colours[rng.integers(len(colours))], np.float32) + rng.normal(0, 0.015, 3).astype(
        np.float32
    )
    long_side = max(shape)
    strength = {"kraft": 0.03, "grey": 0.02, "board": 0.05}.get(kind, 0.008) * rng.uniform(0.4, 1.6)
    fibre = cv2.GaussianBlur(grain(rng, shape), (0, 0), rng.uniform(0.7, 1.6), sigmaY=rng.uniform(0.7, 1.6))
    texture = (
        1 + strength * 1.6 * fibre + 0.35 * strength * clouds(rng, shape, long_side / rng.uniform(8, 40))
    )
    page = texture[:, :, None] * colour
    if kind == "board":
        _smear(rng, page)
    elif rng.random() < 0.25:
        page *= _folds(rng, shape)[:, :, None]
    if kind in ("kraft", "grey"):
        _fibres(rng, page)
    return page


def _smear(rng: np.random.Generator, page: np.ndarray) -> None:
    """The haze that a wiped board keeps."""
    shape = page.shape[:2]
    streak = cv2.GaussianBlur(grain(rng, shape), (0, 0), 0.02 * shape[1], sigmaY=1.5)
    haze = np.clip(clouds(rng, shape, max(shape) / 4), 0, 1.5) * (1 + 0.3 * streak / (streak.std() + 1e-6))
    page += (rng.uniform(0.01, 0.07) * np.clip(haze, 0, 2))[:, :, None]


def _folds(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Shading of one or two creases: brighter on one side, darker on the other."""
    shade = np.ones(shape, np.float32)
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    for _ in range(rng.integers(1, 3)):
        angle, place = rng.uniform(0, np.pi), rng.uniform(0.2, 0.8, 2) * shape
        far = (x - place[1]) * np.cos(angle) + (y - place[0]) * np.sin(angle)
        shade += rng.uniform(-0.06, 0.06) * np.tanh(far / 3) * np.exp(-np.abs(far) / (0.12 * max(shape)))
    return shade


def _fibres(rng: np.random.Generator, page: np.ndarray) -> None:
    h, w = page.shape[:2]
    for _ in range(int(rng.uniform(10, 80))):
        x, y = rng.uniform(0, w), rng.uniform(0, h)
        angle, length = rng.uniform(0, np.pi), rng.uniform(0.004, 0.02) * max(h, w)
        end = (round(x + length * np.cos(angle)), round(y + length * np.sin(angle)))
        colour = page[int(y), int(x)] * rng.uniform(0.85, 1.12)
        cv2.line(page, (round(x), round(y)), end, colour.tolist(), 1, cv2.LINE_AA)


Colours = tuple[tuple[float, float, float], ...]
RULES: Colours = ((0.75, 0.6, 0.5), (0.6, 0.6, 0.6), (0.7, 0.55, 0.62), (0.55, 0.62, 0.7), (0.45, 0.45, 0.45))
COLOURS = ((0.8, 0.45, 0.35), (0.75, 0.35, 0.55), (0.4, 0.65, 0.35), (0.4, 0.4, 0.8), (0.35, 0.5, 0.65))


def ruled(
    rng: np.random.Generator,
    page: np.ndarray,
    pitch: float,
    squared: bool,
    strength: float,
    colours: Colours = RULES,
    bold: float = 1.0,
) -> None:
    """Prints lines (or squares) over the whole of `page` in place.

    Args:
        rng: source of randomness.
        page: (h, w, 3) float32 reflectance.
        pitch: px from line to line.
        squared: also upright lines.
        strength: opacity of the print, 0 to 1.
        colours: BGR, one of which it has.
        bold: times as thick as usual.
    """
    h, w = page.shape[:2]
    cover = np.zeros((h, w), np.float32)
    thick = max(0.6, bold * pitch * rng.uniform(0.015, 0.05))
    for place in np.arange(rng.uniform(0, pitch), h, pitch):
        _bar(cover, 0, place, w, thick)
    if squared:
        for place in np.arange(rng.uniform(0, pitch), w, pitch):
            _bar(cover.T, 0, place, h, thick)
    elif rng.random() < 0.3:
        _bar(cover.T, 0, rng.uniform(0.03, 0.15) * w, h, thick)
    _print(page, cover, colours[rng.integers(len(colours))], strength)


def cells(
    rng: np.random.Generator,
    page: np.ndarray,
    box: tuple[float, float, float, float],
    columns: int,
    rows: int,
    dashed: bool = False,
) -> None:
    """Prints a frame of `columns` by `rows` cells around `box` (x, y, w, h: the first cell's inside).

    Args:
        rng: source of randomness.
        page: (h, w, 3) float32, on which they are printed.
        box: see above.
        columns: side by side.
        rows: one above the other.
        dashed: whether their lines are, and are all alike.
    """
    cover = np.zeros(page.shape[:2], np.float32)
    x, y, cell_w, cell_h = box
    fine = _fine(rng, box)
    bold = fine * rng.uniform(1.5, 3.5)
    first = rng.integers(3)
    if dashed:
        bold = fine = bold / 2
    for i in range(rows + 1):
        _bar(cover, x, y + i * cell_h, columns * cell_w, bold if (i + first) % 3 == 0 else fine)
    for i in range(columns + 1):
        _bar(cover.T, y, x + i * cell_w, rows * cell_h, bold if (i + first) % 3 == 0 else fine)
    if dashed:
        _dash(rng, cover, (x, y), min(cell_w, cell_h))
    _print_lines(rng, page, cover)


def _dash(rng: np.random.Generator, cover: np.ndarray, corner: tuple[float, float], side: float) -> None:
    """Leaves dashes of the lines of cells with a corner at (x, y) px and sides of so many px, in place."""
    pitch = side / rng.integers(4, 9)
    gap = rng.uniform(0.3, 0.5) * pitch
    columns, rows = (
        (np.arange(size) - at + (pitch - gap) / 2) % pitch >= pitch - gap
        for size, at in zip(cover.shape[::-1], corner, strict=True)
    )
    cover[rows[:, None] | columns] = 0


def boxes(
    rng: np.random.Generator,
    page: np.ndarray,
    box: tuple[float, float, float, float],
    columns: int,
    rows: int,
    apart: float,
    colours: Colours = (),
) -> None:
    """Prints `columns` by `rows` boxes of their own, as forms have them.

    Args:
        rng: source of randomness.
        page: (h, w, 3) float32, on which they are printed.
        box: (x, y, w, h), the first one.
        columns: side by side.
        rows: one above the other.
        apart: gap between them as a part of their sides.
        colours: BGR, one of which their lines have; grey where there are none.
    """
    cover = np.zeros(page.shape[:2], np.float32)
    x, y, w, h = box
    thick = _fine(rng, box) * rng.uniform(1, 2)
    for column in range(columns):
        for row in range(rows):
            left, top = x + column * w * (1 + apart), y + row * h * (1 + apart)
            for end in (0, 1):
                _bar(cover, left - thick / 2, top + end * h, w + thick, thick)
                _bar(cover.T, top - thick / 2, left + end * w, h + thick, thick)
    _print_lines(rng, page, cover, colours)


def _fine(rng: np.random.Generator, box: tuple[float, float, float, float]) -> float:
    """Returns the width in px of a cell's fine lines."""
    return max(0.8, min(box[2:]) * rng.uniform(0.015, 0.035))


def _print_lines(
    rng: np.random.Generator, page: np.ndarray, cover: np.ndarray, colours: Colours = ()
) -> None:
    shade = rng.uniform(0.08, 0.4)
    colour = colours[rng.integers(len(colours))] if colours else (shade, shade, shade)
    _print(page, cover, colour, rng.uniform(0.6, 0.95))


def _bar(cover: np.ndarray, start: float, place: float, length: float, thick: float) -> None:
    """A level bar with soft edges; `cover` may be a transposed view."""
    low, high = place - thick / 2, place + thick / 2
    begin, end = max(0, round(start)), max(0, round(start + length))
    for row in range(max(0, int(np.floor(low))), min(cover.shape[0], int(np.ceil(high)))):
        share = min(row + 1, high) - max(row, low)
        cover[row, begin:end] = np.maximum(cover[row, begin:end], share)


def _print(page: np.ndarray, cover: np.ndarray, colour: tuple[float, float, float], strength: float) -> None:
    share = (cover * np.float32(strength))[:, :, None]
    page += share * (np.asarray(colour, np.float32) * page / max(float(page.mean()), 0.3) - page)


def show_through(page: np.ndarray, cover: np.ndarray, strength: float) -> None:
    """Lets the writing on the back of the sheet shine through: mirrored, blurred and weak."""
    back = cv2.GaussianBlur(cover[:, ::-1], (0, 0), max(1.0, 0.004 * max(cover.shape)))
    page *= (1 - np.float32(strength) * back)[:, :, None]


def stains(rng: np.random.Generator, page: np.ndarray, count: int) -> None:
    """Coffee rings, smudges and specks on `page`, in place."""
    h, w = page.shape[:2]
    y, x = np.mgrid[:h, :w].astype(np.float32)
    for _ in range(count):
        centre = rng.uniform(0, 1, 2) * (w, h)
        radius = rng.uniform(0.02, 0.2) * max(h, w)
        bumps = clouds(rng, (h, w), max(radius / 2, 2))
        far = np.hypot(x - centre[0], (y - centre[1]) * rng.uniform(0.7, 1.4)) + 0.08 * radius * bumps
        kind = rng.integers(3)
        if kind == 0:  # a ring
            cover = np.exp(-(((far - radius) / (0.06 * radius + 1)) ** 2)) * np.clip(0.6 + 0.5 * bumps, 0, 1)
        elif kind == 1:  # a smudge
            cover = np.exp(-((far / radius) ** 2)) * np.clip(0.5 + 0.4 * bumps, 0, 1)
        else:  # a drop
            cover = np.clip((0.3 * radius - far) / 3, 0, 1)
        tint = rng.uniform((0.3, 0.4, 0.5), (0.8, 0.85, 0.9)).astype(np.float32)
        page *= 1 - (rng.uniform(0.15, 0.6) * cover)[:, :, None] * (1 - tint)
