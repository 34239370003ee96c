"""Finds the rulings of paper: lines that run through the whole picture, however pale they are.

One that is paler than the noise shows in the mean over many columns, once these are moved to make it level.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from edge.pixels import shrink

DETAIL = 320  # px, longest side at which the slope is sought
# Slopes to 20 degrees and bends that are tried first, and steps from the best of them that are tried then.
STEPS = (
    (np.tan(np.radians(np.arange(-21.0, 22.0, 3.0))), np.arange(-0.03, 0.031, 0.015)),
    (np.arange(-0.1, 0.11, 0.05), np.arange(-0.02, 0.021, 0.01)),
    (np.arange(-0.02, 0.021, 0.01), np.arange(-0.005, 0.006, 0.005)),
)
CLOSE = np.arange(-0.1, 0.11, 0.05), np.zeros(1)  # the same where the slope is known but for perspective
# What a step adds to a course: a slope, a sag as on the curled page of a book, a wave like an S.
SLOPE, SAG, WAVE = np.array([0, 0, 0.5, 0]), np.array([0, 1.0, 0, 0]), np.array([1.0, 0, -0.6, 0])
BANDS = 10  # columns of the picture over which its rows are averaged while the slope is sought
CAP = 40  # of 255: darker ink counts as no darker, so that a few strokes do not outweigh faint lines
BLOCKS = 32  # columns over which a line is followed
NARROW = 256  # columns to which a picture is narrowed before it is sheared, for speed
REACH = 1 / 128  # of the long side: on both sides of a line it is paper again
FADE = np.linspace(-0.07, 0.07, 15)  # slopes of lines that perspective turns against the others
SEEN = 2.0  # of 255: how much darker than what is above and below a line's block is
CLEAR = 12.0  # of 255: what is darker by more than that is no clearer a line
WHOLE = 0.9  # of the blocks between its ends: there a line is seen, or as dark with ink beside it
LONG = 0.5  # of its blocks within the picture; in the others it may be hidden, or the paper ends
LEAST = 3  # blocks; a line that cuts a corner of the picture off is followed for so long
DEGREES = (2, 5)  # of the polynomials that follow a line ever more closely
BEND = 6  # blocks for each degree; from fewer it cannot be told how a line bends
FEW = 3  # lines that tell how paper is bent
BENT = 1.5  # px by which they run off the course along which they were sought: then all are sought anew
ROUNDS = 2  # in which that is done at most


@dataclass(frozen=True)
class Ruling:
    """A printed line along the columns of a picture.

    Attributes:
        columns: (n,) int, the columns in which it is within the picture.
        middle: (n,) float, the row of its middle in each.
    """

    columns: np.ndarray
    middle: np.ndarray

    @property
    def slope(self) -> float:
        """Rows by which it is lower for each column, on the whole."""
        return float(self.middle[-1] - self.middle[0]) / len(self.middle)


def find_rulings(darkness: np.ndarray, slope: float | None = None) -> list[Ruling]:
    """Returns the lines that run through a picture from side to side, or out of its top or bottom.

    Args:
        darkness: (h, w) uint8 as in `edge.light.Ink`.
        slope: of the lines, where it is known but for perspective: it takes less time then.
    """
    h, w = darkness.shape
    if min(h, w) < 2 * BLOCKS:
        return []
    capped = cv2.min(darkness, CAP)
    course = _course(shrink(capped, DETAIL), slope)
    found = _along(capped, course)
    for _ in range(ROUNDS):
        if len(found) < FEW:
            break
        bent = _usual_course(found, w)
        if np.abs(_lower(np.polysub(bent, course), BLOCKS, w)).max() <= BENT:
            break
        course, found = bent, _along(capped, bent)
    columns = np.arange(w)
    lines = []
    for line in found:
        rows = np.polyval(line, _places(w))
        within = columns[(rows >= 0) & (rows < h)]
        if within.size > w // BLOCKS:
            lines.append(Ruling(within, rows[within]))
    return lines


def _along(dark: np.ndarray, course: np.ndarray) -> list[np.ndarray]:
    """Returns the lines that run along a course, see `_lower`: polynomials like it, of rows in px."""
    blocks = _Blocks.of(dark, course)
    fits = (_follow(blocks, middles) for middles in _straight(blocks))
    return [np.polyadd(fit, dark.shape[1] * course) for fit in fits if fit is not None]


def _lower(course: np.ndarray, count: int, width: int) -> np.ndarray:
    """Returns (count,) px, by how much a line is lower in columns spread over a picture of a width.

    Args:
        course: (n,) how the rulings of a page run: a polynomial, of the highest degree first, of the place
            from -1, the picture's left, to 1, its right; in picture's widths.
        count: columns.
        width: px.
    """
    return width * np.polyval(course, _places(count))


def _places(count: int) -> np.ndarray:
    """Returns (count,) the places of columns that are spread over a picture; see `_lower`."""
    return (np.arange(count) + 0.5) / count * 2 - 1


def _usual_course(lines: list[np.ndarray], width: int) -> np.ndarray:
    """Returns the course that lines of a picture of a width have in common; see `_along`, `_lower`."""
    places = _places(BLOCKS)
    lower = np.median([np.polyval(line, places) - line[-1] for line in lines], axis=0)
    return np.polyfit(places, lower / width, DEGREES[-1])


@dataclass(frozen=True)
class _Blocks:
    """A picture's darkness over `BLOCKS` columns, moved so that its rulings are level.

    Attributes:
        dark: (h + 2 room, BLOCKS) float32, means.
        ridge: the same shape, by how much darker a place is than what is `reach` above and below it.
        inside: the same shape, bool, what belongs to the picture, apart from its rim of `reach` px.
        offsets: (BLOCKS,) px, the columns of their middles from the middle of the picture.
        room: px, rows above the picture and below it that moving takes.
        reach: px, on both sides of a line it is paper again.
    """

    dark: np.ndarray
    ridge: np.ndarray
    inside: np.ndarray
    offsets: np.ndarray
    room: int
    reach: int

    @classmethod
    def of(cls, dark: np.ndarray, course: np.ndarray) -> "_Blocks":
        """Averages a picture, (h, w) uint8, along lines of a course; see `_lower`."""
        h, w = dark.shape
        moved = _lower(course, BLOCKS, w)
        room, reach = int(np.ceil(np.abs(moved).max() + FADE[-1] * w / 2)), reach_of(dark)
        narrow = cv2.resize(dark, (NARROW, h), interpolation=cv2.INTER_AREA)
        narrow = cv2.copyMakeBorder(narrow, room, room, 0, 0, cv2.BORDER_CONSTANT)
        dark = _means(narrow, BLOCKS, _lower(course, NARROW, w)).astype(np.float32)
        rows = np.arange(len(dark))[:, None] - room + moved
        padded = cv2.copyMakeBorder(dark, reach, reach, 0, 0, cv2.BORDER_CONSTANT)
        ridge = dark - np.maximum(padded[: len(dark)], padded[2 * reach :])
        offsets = _places(BLOCKS) * w / 2
        return cls(dark, ridge, (rows >= reach) & (rows < h - reach), offsets, room, reach)


def reach_of(darkness: np.ndarray) -> int:
    """Returns how many px on both sides of a line's middle it is paper again in a picture."""
    return max(3, round(REACH * max(darkness.shape)))


def _means(image: np.ndarray, count: int, lower: np.ndarray) -> np.ndarray:
    """Returns (h, count): the means over as many columns each of lines that are lower in each column."""
    h, w = image.shape
    columns, rows = np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32)[:, None]
    rows = rows + lower.astype(np.float32)
    moved = cv2.remap(image, np.broadcast_to(columns, rows.shape).copy(), rows, cv2.INTER_LINEAR)
    return cv2.resize(moved, (count, h), interpolation=cv2.INTER_AREA)


def _course(small: np.ndarray, slope: float | None) -> np.ndarray:
    """Returns the course along which the rows of an image differ most; see `find_rulings` and `_lower`."""
    h, w = small.shape
    narrow = cv2.resize(small, (NARROW // 4, h), interpolation=cv2.INTER_AREA)

    def contrast(course: np.ndarray) -> float:
        bands = _means(narrow, BANDS, _lower(course, NARROW // 4, w)).astype(np.float32)
        return cv2.norm(bands, cv2.blur(bands, (1, 9)), cv2.NORM_L2SQR)

    best = (slope or 0.0) * SLOPE
    for slopes, bends in STEPS if slope is None else (CLOSE, *STEPS[2:]):
        for way, steps in ((SLOPE, slopes), (SAG, bends), (WAVE, bends)):
            best = max((best + step * way for step in steps), key=contrast)
    return best


def _straight(blocks: _Blocks) -> Iterator[np.ndarray]:
    """Yields the rows (BLOCKS,) at which straight lines may cross the blocks, the clearest first."""
    shifts = np.rint(FADE[:, None] * blocks.offsets).astype(int)
    most = int(np.abs(shifts).max())
    clear = cv2.dilate(np.clip(blocks.ridge, 0, CLEAR), np.ones((3, 1), np.uint8))
    clear = cv2.blur(clear, (1, 3)) * blocks.inside  # a little beside a line it counts for less
    clear, inside = (
        cv2.copyMakeBorder(each, most, most, 0, 0, cv2.BORDER_CONSTANT).ravel()
        for each in (clear, blocks.inside.astype(np.float32))
    )
    level = np.arange(blocks.ridge.size).reshape(blocks.ridge.shape) + most * BLOCKS
    along = [level + shift * BLOCKS for shift in shifts]
    votes = np.array([clear[at].sum(axis=1) / np.maximum(inside[at].sum(axis=1), LEAST) for at in along])
    best = votes.max(axis=0)
    peaks = best >= cv2.dilate(best[:, None], np.ones((2 * blocks.reach + 1, 1), np.uint8))[:, 0]
    likely = np.flatnonzero(peaks & (best > SEEN * LONG * WHOLE))
    found = np.empty((0, BLOCKS))
    for row in likely[np.argsort(-best[likely])]:
        middles = row + FADE[votes[:, row].argmax()] * blocks.offsets
        if (np.abs(found - middles).mean(axis=1) > 2 * blocks.reach).all():  # not one that was found already
            found = np.vstack([found, middles])
            yield middles


def _follow(blocks: _Blocks, middles: np.ndarray) -> np.ndarray | None:
    """Returns a line's row in the picture, see `_along`, None where there is no line throughout."""
    for degree in DEGREES:  # the closer it is followed, the more of its bends is seen
        fit = _closer(blocks, middles, degree)
        if fit is None:
            return None
        middles = np.polyval(fit, _places(BLOCKS))
    fit[-1] -= blocks.room
    return fit


def _closer(blocks: _Blocks, middles: np.ndarray, degree: int) -> np.ndarray | None:
    """Returns a polynomial, at most of a degree, that fits a line within 2 px of `middles`; None for none."""
    last = len(blocks.ridge) - 1
    each = np.arange(BLOCKS)
    near = np.clip(np.rint(middles).astype(int) + np.arange(-2, 3)[:, None], 0, last)
    row = near[blocks.ridge[near, each].argmax(axis=0), each]
    inside = blocks.inside[row, each]
    seen = (blocks.ridge[row, each] > SEEN) & inside
    if seen.sum() < max(LONG * inside.sum(), LEAST):
        return None
    hidden = blocks.dark[near, each].max(axis=0) >= np.median(blocks.dark[row, each][seen]) - SEEN
    stretch = slice(seen.argmax(), BLOCKS - seen[::-1].argmax())
    if (seen | hidden)[stretch].mean() < WHOLE:
        return None
    around = np.clip(row + np.arange(-blocks.reach, blocks.reach + 1)[:, None], 0, last)
    weight = blocks.dark[around, each]
    weight -= weight.min(axis=0)
    weight[np.abs(around - row) > 2] = 0
    centre = (weight * around).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-6)
    places = _places(BLOCKS)
    fit = _fit(places[seen], centre[seen], degree)
    off = np.abs(np.polyval(fit, places) - centre)
    close = seen & (off <= max(1.0, 2 * float(np.median(off[seen]))))
    return _fit(places[close], centre[close], degree)


def _fit(places: np.ndarray, rows: np.ndarray, degree: int) -> np.ndarray:
    return np.polyfit(places, rows, min(degree, max(1, len(places) // BEND)))
