"""Divides a page's rulings out of its light, since they are a part of the paper and not of what is written.

A ruling runs straight through the whole picture, equally dark all along. So even one that is paler than the
noise shows in the mean over many columns, and its own darkness is the median along it, which strokes do not
sway. What remains once that is divided out is paper, and strokes as dark as beside the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from edge.light import Ink, shrink

DETAIL = 320  # px, longest side at which the slope is sought
TILT = 20  # degrees by which rulings may slope
BANDS = 10  # columns of the picture over which its rows are averaged while the slope is sought
CAP = 40  # of 255: darker ink counts as no darker, so that a few strokes do not outweigh faint lines
BLOCKS = 32  # columns over which a line is followed
NARROW = 256  # columns to which a picture is narrowed before it is sheared, for speed
REACH = 1 / 128  # of the long side: on both sides of a line it is paper again
FADE = np.linspace(-0.07, 0.07, 29)  # slopes of lines that perspective turns against the others
SEEN = 2.0  # of 255: how much darker than what is above and below a line's block is
CLEAR = 12.0  # of 255: what is darker by more than that is no clearer a line
WHOLE = 0.9  # of its blocks in which a line is seen
LONG = 0.75  # of a line's length within the picture that is not beyond the paper's edge
LEAST = 3  # blocks; a line that cuts a corner of the picture off is followed for so long
FEW = 3  # lines; fewer may be a stroke, a crease, or the edge of a table
PRINT = 80  # of 255: darker lines are those of tables and frames, which `edge.rules` knows
ALIKE = 1.6  # times as dark as usual: a table's bolder lines are darker
TABLE = 0.2  # of the lines; where more are so dark, they are a table's
PHASES = 4  # shares of a pixel by which a line's middle is told from the middle of its row
STEADY = 0.8  # of its length where a line is half as dark as usual at least: a row of digits has gaps
FAINT = 0.15  # of its darkest row: a row of a line's profile that is fainter is left as it is
OWN = 0.6  # of a line's darkness: what is darker than it by less is the line itself


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
        (h, w) uint8 without them, None where there are none.
    """
    darkness = ink.darkness.copy()
    level, upright = find_rulings(darkness), find_rulings(np.ascontiguousarray(darkness.T))
    peaks = [_divide_out(darkness, line) for line in level]
    peaks += [_divide_out(darkness.T, line) for line in upright]
    peaks = np.array([peak for peak in peaks if peak])
    if len(peaks) < FEW or (peaks > min(PRINT, ALIKE * np.median(peaks))).mean() > TABLE:
        return None
    lines = darkness != ink.darkness
    out = grey.copy()
    out[lines] = np.minimum(ink.grey / (1 - ink.darkness / 256.0) * (1 - darkness / 256.0), 255)[lines]
    return out


def find_rulings(darkness: np.ndarray) -> list[Ruling]:
    """Returns the lines that run through a picture from side to side, or out of its top or bottom.

    Args:
        darkness: (h, w) uint8 as in `edge.light.Ink`.
    """
    h, w = darkness.shape
    if min(h, w) < 2 * BLOCKS:
        return []
    capped = cv2.min(darkness, CAP)
    slope = _slope(shrink(capped, DETAIL))
    blocks = _Blocks.of(capped, slope)
    lines = []
    for middles in _straight(blocks):
        fit = _follow(blocks, middles)
        if fit is not None:
            columns = np.arange(w)
            rows = np.polyval(fit, columns - w / 2) + slope * (columns - w / 2) - blocks.room
            columns = columns[(rows >= 0) & (rows < h)]
            lines.append(Ruling(columns, rows[columns]))
    return lines


@dataclass(frozen=True)
class _Blocks:
    """A picture's darkness over `BLOCKS` columns, sheared so that its rulings are level.

    Attributes:
        dark: (h + 2 room, BLOCKS) float32, means.
        ridge: the same shape, by how much darker a place is than what is `reach` above and below it.
        inside: the same shape, bool, what belongs to the picture.
        offsets: (BLOCKS,) px, the columns of their middles from the middle of the picture.
        room: px, rows above the picture and below it that the shear takes.
        reach: px, on both sides of a line it is paper again.
    """

    dark: np.ndarray
    ridge: np.ndarray
    inside: np.ndarray
    offsets: np.ndarray
    room: int
    reach: int

    @classmethod
    def of(cls, dark: np.ndarray, slope: float) -> "_Blocks":
        """Averages a picture, (h, w) uint8, along lines of a slope."""
        h, w = dark.shape
        room, reach = int(np.ceil((abs(slope) + FADE[-1]) * w / 2)), _reach(dark)
        dark = cv2.copyMakeBorder(dark, room, room, 0, 0, cv2.BORDER_CONSTANT)
        dark = _means(_means(dark, NARROW), BLOCKS, slope * w / NARROW).astype(np.float32)
        offsets = (np.arange(BLOCKS) + 0.5) * w / BLOCKS - w / 2
        rows = np.arange(len(dark))[:, None] - room + slope * offsets
        padded = cv2.copyMakeBorder(dark, reach, reach, 0, 0, cv2.BORDER_CONSTANT)
        ridge = dark - np.maximum(padded[: len(dark)], padded[2 * reach :])
        return cls(dark, ridge, (rows >= 0) & (rows < h), offsets, room, reach)


def _reach(darkness: np.ndarray) -> int:
    return max(3, round(REACH * max(darkness.shape)))


def _means(image: np.ndarray, count: int, slope: float = 0.0) -> np.ndarray:
    """Returns (h, count): the means of an image's rows, or of lines of a slope, over as many columns each."""
    h, w = image.shape
    if slope:
        matrix = np.array([[1, 0, 0], [slope, 1, -slope * w / 2]], np.float32)
        image = cv2.warpAffine(image, matrix, (w, h), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return cv2.resize(image, (count, h), interpolation=cv2.INTER_AREA)


def _slope(small: np.ndarray) -> float:
    """Returns the slope along which the rows of an image differ most."""
    narrow = _means(small, NARROW // 4)

    def contrast(degrees: float) -> float:
        slope = np.tan(np.radians(degrees)) * small.shape[1] / narrow.shape[1]
        bands = _means(narrow, BANDS, slope).astype(np.float32)
        return cv2.norm(bands, cv2.blur(bands, (1, 9)), cv2.NORM_L2SQR)

    best = 0.0
    for step, around in ((2.0, TILT), (0.5, 1.5)):
        best = max(best + np.arange(-around, around + step / 2, step), key=contrast)
    return float(np.tan(np.radians(best)))


def _straight(blocks: _Blocks) -> Iterator[np.ndarray]:
    """Yields the rows (BLOCKS,) at which straight lines may cross the blocks, the clearest first."""
    shifts = np.rint(FADE[:, None] * blocks.offsets).astype(int)
    most = int(np.abs(shifts).max())
    clear = cv2.dilate(np.clip(blocks.ridge, 0, CLEAR), np.ones((3, 1), np.uint8))
    clear, inside = (
        cv2.copyMakeBorder(each.astype(np.float32), most, most, 0, 0, cv2.BORDER_CONSTANT)
        for each in (clear * blocks.inside, blocks.inside)
    )
    rows, each = np.arange(len(blocks.ridge))[:, None] + most, np.arange(BLOCKS)
    votes = np.array(
        [
            clear[rows + shift, each].sum(axis=1) / np.maximum(inside[rows + shift, each].sum(axis=1), LEAST)
            for shift in shifts
        ]
    )
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
    stretch = slice(seen.argmax(), BLOCKS - seen[::-1].argmax())
    if seen[stretch].mean() < WHOLE:
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
    own = np.zeros_like(dark)
    for phase in range(PHASES):
        own[:, phases == phase] = _profile(dark[:, phases == phase])[:, None]
    along = cv2.blur(dark[reach - 1 : reach + 2].max(axis=0)[None], (5, 1))[0]
    peak = float(own.max())
    if (along > own.max(axis=0) / 2).mean() < STEADY:
        return 0.0
    near = cv2.dilate(own, np.ones((3, 1), np.uint8))  # its middle is known to a pixel
    touched = within & (near > FAINT * peak)
    taken = np.where(dark - near < OWN * near, dark, own)[touched]
    here = rows[touched], np.broadcast_to(line.columns, rows.shape)[touched]
    light = np.maximum(1 - taken / 255, 0.1)
    darkness[here] = np.clip(255 - (255 - dark[touched]) / light, 0, 255).astype(np.uint8)
    return peak


def _profile(dark: np.ndarray) -> np.ndarray:
    """Returns (2 reach + 1,) the darkness of a line itself, in the rows around its middle."""
    if dark.shape[1] == 0:
        return np.zeros(len(dark), np.float32)
    usual = np.median(dark, axis=1)
    usual = np.maximum(usual - min(usual[:2].mean(), usual[-2:].mean()), 0)
    reach = len(usual) // 2
    peak = reach - 1 + int(usual[reach - 1 : reach + 2].argmax())
    # From its middle a line grows paler; what is darker again is something else.
    usual[: peak + 1] = np.minimum.accumulate(usual[peak::-1])[::-1]
    usual[peak:] = np.minimum.accumulate(usual[peak:])
    return usual
