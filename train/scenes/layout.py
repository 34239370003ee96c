"""Arranges inked digits on a page: one digit, a number, a page of numbers, cells; and keeps their truth."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from train import strokes
from train.punctuation import sign
from train.scenes import ink
from train.scenes.labels import label
from train.typefaces import Face

TRIES = 100  # draws of a digit, of which all may be stout in a pool of one's own
LABEL_GAP = (0.6, 2.0)  # of a digit's height, between a number and the word beside it
SIGN_GAP = (0.12, 0.35)  # the same, between a number and a sign
DEEPEST = 0.4  # of the narrower digit's width lies within its neighbour at most
WORDS_UNEVEN = 0.12  # deviation of the logarithm of a word's size from the digits'


@dataclass(frozen=True)
class Placed:
    """One digit on the page.

    Attributes:
        cover: (h, w) float32 ink of 0 to 1, cut to the ink.
        x: px, the left edge.
        y: px, the top edge.
        label: 0 to 9.
    """

    cover: np.ndarray
    x: int
    y: int
    label: int


@dataclass(frozen=True)
class Layout:
    """Digits in reading order by line, and what the picture must show.

    Attributes:
        lines: the digits of each line, top to bottom.
        content: (x, y, w, h) of what has to be in the frame, page px.
        cell: (x, y, w, h) of the first printed cell's inside, where cells are printed.
        grid: columns and rows of the printed cells, and how many lie left of and above `cell`.
        apart: gap between the cells as a part of their sides.
        words: and signs that stand beside the lines, with -1 for a label.
    """

    lines: tuple[tuple[Placed, ...], ...]
    content: tuple[float, float, float, float]
    cell: tuple[float, float, float, float] | None = None
    grid: tuple[int, int, int, int] = (1, 1, 0, 0)
    apart: float = 0.0
    words: tuple[Placed, ...] = ()


@dataclass(frozen=True)
class Hand:
    """How one writer writes with one pen.

    Attributes:
        pen: what writes.
        width: stroke width as a part of the digit's height.
        own: how much the stroke swells as the original ink does, 0 to 1.
        slant: shear of all digits.
        breaks: chance that a digit has a gap in its stroke.
        uneven: relative change of size and baseline from digit to digit.
        european: chance that a digit is drawn as Europeans write it, instead of taken from the pool.
        habits: by digit, how tall this hand writes it and how much of it hangs below the line, as shares of
            the height; None where all are alike. See `train.scenes.habits`.
        overlap: how far a touching digit reaches into its neighbour as a part of the height, (low, high);
            None where they only just touch.
        face: the typeface whose digits it writes, instead of the pool's.
    """

    pen: ink.Pen
    width: float
    own: float
    slant: float
    breaks: float
    uneven: float
    european: float = 0.0
    habits: tuple[tuple[float, float], ...] | None = None
    overlap: tuple[float, float] | None = None
    face: Face | None = None


class Writer:
    """Draws digits from a pool and inks them by one hand."""

    def __init__(self, rng: np.random.Generator, digits: np.ndarray, labels: np.ndarray, hand: Hand):
        self.rng, self.digits, self.labels, self.hand = rng, digits, labels, hand

    def write(self, height: float) -> tuple[np.ndarray, int, int]:
        """Inks one digit of about `height` px.

        Returns:
            Its (h, w) float32 coverage, its label, and the px of it below the line.
        """
        rng, hand = self.rng, self.hand
        if rng.random() < hand.european:
            label = int(rng.integers(10))
            field = strokes.field(strokes.digit(rng, label))
        elif hand.face:
            label = int(rng.integers(10))
            field = ink.face_field(rng, hand.face.digits[label], hand.own)
        else:
            for _ in range(TRIES):
                pick = rng.integers(len(self.labels))
                if ink.is_thin(self.digits[pick]):
                    break
            label = int(self.labels[pick])
            field = ink.stroke_field(self.digits[pick], hand.own)
        tall, hangs = hand.habits[label] if hand.habits else (1, 0)
        height *= tall * np.exp(rng.normal(0, hand.uneven))
        slant = hand.slant + rng.normal(0, 0.04)
        cover = ink.stamp(rng, field, height, hand.pen, hand.width, slant)
        if rng.random() < hand.breaks:
            cover = ink.gap(rng, cover, height * rng.uniform(0.5, 0.9) * hand.width)
        return cover, label, round(hangs * cover.shape[0])

    def word(self, height: float, typeface: str) -> tuple[np.ndarray, int]:
        """Inks a word with capitals of `height` px; returns its coverage and the px of it below the line."""
        field, below = label(self.rng, typeface)
        return self._inked(field, height), round(below * height / ink.FIELD)

    def sign(self, height: float, place: str) -> tuple[np.ndarray, int]:
        """Inks a sign for digits of `height` px; returns its coverage and how far below their top it is."""
        ways = sign(self.rng, place)
        top = min(way[:, 1].min() for way in ways) - self.hand.width / 2
        return self._inked(strokes.field(ways), height), round(top * height)

    def _inked(self, field: np.ndarray, height: float) -> np.ndarray:
        return ink.stamp(self.rng, field, height, self.hand.pen, self.hand.width, self.hand.slant)

    def line(
        self, count: int, height: float, space: tuple[float, float], touch: float, groups: int
    ) -> list[Placed]:
        """Writes a number from x = 0 around the baseline y = 0.

        Args:
            count: digits.
            height: px.
            space: gap between two digits' boxes as a part of `height`, (low, high); below 0 boxes overlap.
            touch: chance that a digit touches the one before it.
            groups: number of groups with a wide gap between them.
        """
        rng = self.rng
        breaks = set(rng.choice(np.arange(2, count - 1), groups - 1, replace=False)) if groups > 1 else set()
        placed: list[Placed] = []
        for i in range(count):
            cover, label, below = self.write(height)
            y = below + round(-cover.shape[0] + rng.normal(0, self.hand.uneven) * height)
            if not placed:
                x = 0
            elif i in breaks:
                x = placed[-1].x + placed[-1].cover.shape[1] + round(height * rng.uniform(1.5, 4))
            elif rng.random() < touch:
                x = self._joined(placed[-1], cover, y, height)
            else:
                # Boxes may overlap a little, the ink must not: a touching digit is a condition of its own.
                apart = round(placed[-1].x + placed[-1].cover.shape[1] + height * rng.uniform(*space))
                x = max(apart, _beside(placed[-1], cover, y, max(2.0, 0.05 * height)))
            placed.append(Placed(cover, x, y, label))
        return placed

    def _joined(self, left: Placed, cover: np.ndarray, y: int, height: float) -> int:
        """Returns x at which `cover` touches `left`, or reaches into it where the hand does that."""
        if not self.hand.overlap:
            return _beside(left, cover, y, -max(1.0, 0.02 * height))
        x = _beside(left, cover, y, -max(1.0, self.rng.uniform(*self.hand.overlap) * height))
        narrow = min(left.cover.shape[1], cover.shape[1])
        return max(x, left.x + left.cover.shape[1] - round(DEEPEST * narrow))


def _beside(left: Placed, cover: np.ndarray, y: int, distance: float) -> int:
    """Returns x at which `cover` has its nearest ink `distance` px right of the ink of `left`."""
    reach = max(1, round(abs(distance)))
    inked = cv2.dilate((left.cover > 0.3).astype(np.uint8), np.ones((2 * reach + 1, 1), np.uint8))
    ends = left.x + inked.shape[1] - np.argmax(inked[:, ::-1], axis=1)
    mine = cover > 0.3
    starts = np.argmax(mine, axis=1)
    top, bottom = max(left.y, y), min(left.y + len(ends), y + len(starts))
    rows = np.arange(top, bottom)
    rows = rows[inked[rows - left.y].any(1) & mine[rows - y].any(1)]
    if len(rows) == 0:
        return left.x + left.cover.shape[1] + round(distance)
    return int(np.ceil((ends[rows - left.y] - starts[rows - y]).max() + distance))


def single(writer: Writer, height: float) -> Layout:
    """One digit."""
    cover, label, _ = writer.write(height)
    return Layout(((Placed(cover, 0, 0, label),),), (0, 0, cover.shape[1], cover.shape[0]))


def number(writer: Writer, height: float, count: int, space: tuple[float, float], touch: float) -> Layout:
    """One line of `count` digits; the arguments are those of `Writer.line`."""
    placed = writer.line(count, height, space, touch, groups=1)
    return Layout((tuple(placed),), _bounds(placed))


def page(
    writer: Writer,
    height: float,
    counts: list[int],
    space: tuple[float, float],
    pitch: float,
    columns: int = 1,
) -> Layout:
    """Several lines, left aligned as people write them.

    Args:
        writer: writes the digits.
        height: px.
        counts: digits of each line.
        space: gap between digits as a part of `height`, (low, high).
        pitch: distance of baselines as a part of `height`.
        columns: groups side by side on each line.
    """
    rng = writer.rng
    lines = []
    for row, count in enumerate(counts):
        groups = min(columns, max(1, count // 2))
        line = writer.line(count, height, space, 0, groups)
        x, y = round(height * rng.uniform(0, 1.5)), round(row * pitch * height)
        lines.append(tuple(Placed(digit.cover, digit.x + x, digit.y + y, digit.label) for digit in line))
    return Layout(tuple(lines), _bounds([digit for line in lines for digit in line]))


def in_cells(
    writer: Writer,
    height: float,
    count: int,
    in_view: tuple[float, float],
    apart: float,
    neighbours: int,
    fills: tuple[float, float],
) -> Layout:
    """Digits in a row of printed cells.

    Args:
        writer: writes the digits.
        height: px.
        count: cells.
        in_view: how far the picture reaches beyond the cells' lines as a part of the cell, (low, high);
            below 0 the lines are left out.
        apart: gap between the cells as a part of their sides; a form's boxes have one.
        neighbours: empty cells on each side of the row.
        fills: height of the digits as a part of their cells' height, (low, high).
    """
    rng = writer.rng
    tall = height / rng.uniform(*fills)
    wide = tall * rng.uniform(0.85, 1.15)
    step = wide * (1 + apart)
    placed = []
    for i in range(count):
        cover, label, _ = writer.write(height)
        h, w = cover.shape
        x = i * step + (wide - w) / 2 + rng.normal(0, 0.06) * wide
        y = (tall - h) / 2 + rng.normal(0, 0.06) * tall
        x = np.clip(x, i * step + 0.06 * wide, max(i * step + 0.96 * wide - w, i * step))
        y = np.clip(y, 0.06 * tall, max(0.96 * tall - h, 0))
        placed.append(Placed(cover, round(x), round(y), label))
    left, top, right, bottom = rng.uniform(*in_view, 4)
    long = (count - 1) * step + wide
    if max(in_view) < 0:
        x, y, w, h = _bounds(placed)
        box = (min(-left * wide, x), min(-top * tall, y))
        far = (max(long + right * wide, x + w), max((1 + bottom) * tall, y + h))
        content = (*box, far[0] - box[0], far[1] - box[1])
    else:
        content = (-left * wide, -top * tall, long + (left + right) * wide, (1 + top + bottom) * tall)
    grid = count + 2 * neighbours, 1 + 2 * neighbours, neighbours, neighbours
    return Layout((tuple(placed),), content, (0, 0, wide, tall), grid, apart)


def labelled(plan: Layout, writer: Writer, height: float, typeface: str) -> Layout:
    """Returns a layout with a word beside each of its lines, before all of them or after.

    Args:
        plan: of lines of digits.
        writer: writes the words.
        height: px of the digits.
        typeface: file of the font with which the words are written; see `train.scenes.labels.label`.
    """
    rng = writer.rng
    covers = [writer.word(height * np.exp(rng.normal(0, WORDS_UNEVEN)), typeface) for _ in plan.lines]
    before, gap = rng.random() < 0.7, height * rng.uniform(*LABEL_GAP)
    column = rng.random() < 0.5  # they begin below each other
    left, _, width, _ = plan.content
    widest = max(cover.shape[1] for cover, _ in covers)
    words = []
    for line, (cover, below) in zip(plan.lines, covers, strict=True):
        first, last = line[0], line[-1]
        end = last.x + last.cover.shape[1]
        if before:
            x = left - gap - widest if column else first.x - gap - cover.shape[1]
        else:
            x = left + width + gap if column else end + gap
        nearest = first if before else last
        base = nearest.y + nearest.cover.shape[0] + rng.normal(0, writer.hand.uneven) * height
        words.append(Placed(cover, round(x), round(base + below - cover.shape[0]), -1))
    return _with_words(plan, words)


def signed(plan: Layout, writer: Writer, height: float) -> Layout:
    """Returns a layout with a sign right before or after each of its lines, or between two of its digits.

    Args:
        plan: of lines of digits.
        writer: writes the signs.
        height: px of the digits.
    """
    rng = writer.rng
    lines, signs = [], []
    for line in plan.lines:
        place = str(rng.choice(["before", "after", "between"][: 1 + min(len(line), 2)]))
        cover, top = writer.sign(height, place)
        gap, wide = round(height * rng.uniform(*SIGN_GAP)), cover.shape[1]
        at = {"before": 0, "after": len(line), "between": int(rng.integers(1, max(len(line), 2)))}[place]
        left, right = line[:at], tuple(replace(digit, x=digit.x + wide + 2 * gap) for digit in line[at:])
        x = left[-1].x + left[-1].cover.shape[1] + gap if left else line[0].x + gap
        nearest = left[-1] if left else right[0]
        signs.append(Placed(cover, x, nearest.y + top, -1))
        lines.append(left + right)
    return _with_words(replace(plan, lines=tuple(lines)), signs)


def _with_words(plan: Layout, words: list[Placed]) -> Layout:
    """Returns a layout with more words or signs, which have to be in the frame, too."""
    digits = [digit for line in plan.lines for digit in line]
    written = (*plan.words, *words)
    return replace(plan, content=_bounds([*digits, *written]), words=written)


def _bounds(placed: list[Placed]) -> tuple[float, float, float, float]:
    left, top = min(d.x for d in placed), min(d.y for d in placed)
    right = max(d.x + d.cover.shape[1] for d in placed)
    bottom = max(d.y + d.cover.shape[0] for d in placed)
    return left, top, right - left, bottom - top
