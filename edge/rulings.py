"""Divides a page's rulings out of its light, since they are a part of the paper and not of what is written.

A ruling runs straight through the whole picture, equally dark all along. So even one that is paler than the
noise shows in the mean over many columns, and its own darkness is the median along it, which strokes do not
sway. What remains once that is divided out is paper, and strokes as dark as beside the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from edge.light import Ink, shrink

DETAIL = 320  # px, longest side at which the slope is sought
# Slopes to 20 degrees and sags that are tried first, and steps from the best of them that are tried then.
STEPS = (
    (np.tan(np.radians(np.arange(-21.0, 22.0, 3.0))), np.arange(-0.03, 0.031, 0.015)),
    (np.arange(-0.02, 0.021, 0.01), np.arange(-0.005, 0.006, 0.005)),
)
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
FEW = 3  # lines; fewer may be a stroke, a crease, or the edge of a table
PRINT = 80  # of 255: darker lines are those of tables and frames, which `edge.rules` knows
ALIKE = 1.6  # times as dark as usual: a table's bolder lines are darker
TABLE = 0.3  # of the lines of a direction; where more are so dark, they are a table's
PHASES = 4  # shares of a pixel by which a line's middle is told from the middle of its row
STEADY = 0.8  # of its length where a line is half as dark as usual at least: a row of digits has gaps
FAINT = 0.15  # of its darkest row: a row of a line's profile that is fainter is left as it is
OWN = 0.35  # of a line's darkness: what is darker than it by less is the line itself


@dataclass(frozen=True)
class Ruling:
    """A printed line along the columns of a picture.

    Attributes:
        columns: (n,) int, the columns in which it is within the picture.
        middle: (n,) float, the row of its middle in each.
    """

    columns: np.ndarray
    middle: np.ndarray


def without_rulings(grey: np.ndarray, ink: Ink) -> np.ndarray | None:
    """Divides the rulings of a page out of its picture, level ones and upright ones.

    Args:
        grey: (h, w) uint8, dark ink on light paper.
        ink: what is dark in it.

    Returns:
        (h, w) uint8 without them, None where there are none, or a table's.
    """
    darkness = ink.darkness.copy()
    level = [_divide_out(darkness, line) for line in find_rulings(darkness)]
    if sum(peak > 0 for peak in level) < FEW:
        return None
    upright = [_divide_out(darkness.T, line) for line in find_rulings(np.ascontiguousarray(ink.darkness.T))]
    if _are_a_tables(level) or _are_a_tables(upright):
        return None
    lines = darkness != ink.darkness
    out = grey.copy()
    out[lines] = np.minimum(ink.grey / (1 - ink.darkness / 256.0) * (1 - darkness / 256.0), 255)[lines]
    return out


def _are_a_tables(peaks: list[float]) -> bool:
    """Tells whether lines of one direction are dark, or some far darker than others; 0 stands for no line."""
    dark = np.array([peak for peak in peaks if peak])
    usual = np.median(dark) if dark.size >= FEW else PRINT
    return dark.size > 0 and (dark > min(PRINT, ALIKE * usual)).mean() > TABLE


def find_rulings(darkness: np.ndarray) -> list[Ruling]:
    """Returns the lines that run through a picture from side to side, or out of its top or bottom.

    Args:
        darkness: (h, w) uint8 as in `edge.light.Ink`.
    """
    h, w = darkness.shape
    if min(h, w) < 2 * BLOCKS:
        return []
    capped = cv2.min(darkness, CAP)
    course = _course(shrink(capped, DETAIL))
    blocks = _Blocks.of(capped, course)
    columns = np.arange(w)
    lines = []
    for middles in _straight(blocks):
        fit = _follow(blocks, middles)
        if fit is not None:
            rows = np.polyval(fit, columns - w / 2) + course.rows(w, w) - blocks.room
            within = columns[(rows >= 0) & (rows < h)]
            lines.append(Ruling(within, rows[within]))
    return lines


@dataclass(frozen=True)
class _Course:
    """How the rulings of a page run.

    Attributes:
        slope: of their middles.
        sag: of the picture's width: how much lower they end on both sides, as on the curled page of a book.
    """

    slope: float = 0.0
    sag: float = 0.0

    def rows(self, count: int, width: int) -> np.ndarray:
        """Returns (count,) px, by how much a line is lower in columns spread over a picture of a width."""
        share = (np.arange(count) + 0.5) / count * 2 - 1
        return width * (self.slope / 2 * share + self.sag * share**2)


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
    def of(cls, dark: np.ndarray, course: _Course) -> "_Blocks":
        """Averages a picture, (h, w) uint8, along lines of a course."""
        h, w = dark.shape
        moved = course.rows(BLOCKS, w)
        room, reach = int(np.ceil(np.abs(moved).max() + FADE[-1] * w / 2)), _reach(dark)
        narrow = cv2.resize(dark, (NARROW, h), interpolation=cv2.INTER_AREA)
        narrow = cv2.copyMakeBorder(narrow, room, room, 0, 0, cv2.BORDER_CONSTANT)
        dark = _means(narrow, BLOCKS, course.rows(NARROW, w)).astype(np.float32)
        rows = np.arange(len(dark))[:, None] - room + moved
        padded = cv2.copyMakeBorder(dark, reach, reach, 0, 0, cv2.BORDER_CONSTANT)
        ridge = dark - np.maximum(padded[: len(dark)], padded[2 * reach :])
        offsets = (np.arange(BLOCKS) + 0.5) * w / BLOCKS - w / 2
        return cls(dark, ridge, (rows >= reach) & (rows < h - reach), offsets, room, reach)


def _reach(darkness: np.ndarray) -> int:
    return max(3, round(REACH * max(darkness.shape)))


def _means(image: np.ndarray, count: int, lower: np.ndarray) -> np.ndarray:
    """Returns (h, count): the means over as many columns each of lines that are lower in each column."""
    h, w = image.shape
    columns, rows = np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32)[:, None]
    rows = rows + lower.astype(np.float32)
    moved = cv2.remap(image, np.broadcast_to(columns, rows.shape).copy(), rows, cv2.INTER_LINEAR)
    return cv2.resize(moved, (count, h), interpolation=cv2.INTER_AREA)


def _course(small: np.ndarray) -> _Course:
    """Returns the course along which the rows of an image differ most."""
    h, w = small.shape
    narrow = cv2.resize(small, (NARROW // 4, h), interpolation=cv2.INTER_AREA)

    def contrast(course: _Course) -> float:
        bands = _means(narrow, BANDS, course.rows(NARROW // 4, w)).astype(np.float32)
        return cv2.norm(bands, cv2.blur(bands, (1, 9)), cv2.NORM_L2SQR)

    best = _Course()
    for slopes, sags in STEPS:
        best = max((replace(best, slope=best.slope + step) for step in slopes), key=contrast)
        best = max((replace(best, sag=best.sag + step) for step in sags), key=contrast)
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
    """Returns a line's row as a polynomial of the column's offset, None where there is no line throughout."""
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
    fit = np.polyfit(blocks.offsets[seen], centre[seen], 2)
    off = np.abs(np.polyval(fit, blocks.offsets) - centre)
    close = seen & (off <= max(1.0, 2 * float(np.median(off[seen]))))
    return np.polyfit(blocks.offsets[close], centre[close], 2)


def _divide_out(darkness: np.ndarray, line: Ruling) -> float:
    """Divides a line out of a picture's darkness, in place; returns how dark it was, 0 for none."""
    reach = _reach(darkness)
    middle = np.rint(line.middle).astype(int)
    rows = middle + np.arange(-reach, reach + 1)[:, None]
    within = (rows >= 0) & (rows < len(darkness))
    rows = np.clip(rows, 0, len(darkness) - 1)
    dark = darkness[rows, line.columns].astype(np.float32)
    phases = np.clip(((line.middle - middle + 0.5) * PHASES).astype(int), 0, PHASES - 1)
    ends = np.median(dark, axis=1)
    paper = min(ends[:2].mean(), ends[-2:].mean())
    own = np.zeros_like(dark)
    for phase in range(PHASES):
        own[:, phases == phase] = _profile(dark[:, phases == phase], paper)[:, None]
    along = cv2.blur(dark[reach - 1 : reach + 2].max(axis=0)[None], (5, 1))[0]
    peak = float(own.max())
    if peak < SEEN or (along > own.max(axis=0) / 2).mean() < STEADY:
        return 0.0
    near = cv2.dilate(own, np.ones((3, 1), np.uint8))  # its middle is known to a pixel
    touched = within & (near > FAINT * peak)
    written = 255 - (255 - dark) / np.maximum(1 - own / 255, 0.1)
    left = np.where(dark - paper - near < OWN * near, paper, np.maximum(written, 0))[touched]
    darkness[rows[touched], np.broadcast_to(line.columns, rows.shape)[touched]] = left.astype(np.uint8)
    return peak


def _profile(dark: np.ndarray, paper: float) -> np.ndarray:
    """Returns (2 reach + 1,) the darkness of a line itself, in the rows around its middle."""
    if dark.shape[1] == 0:
        return np.zeros(len(dark), np.float32)
    usual = np.maximum(np.median(dark, axis=1) - paper, 0)
    reach = len(usual) // 2
    peak = reach - 1 + int(usual[reach - 1 : reach + 2].argmax())
    # From its middle a line grows paler; what is darker again is something else.
    usual[: peak + 1] = np.minimum.accumulate(usual[peak::-1])[::-1]
    usual[peak:] = np.minimum.accumulate(usual[peak:])
    return usual
