"""Divides a page's rulings out of its light, since they are a part of the paper and not of what is written.

A ruling is equally dark all along. So its own darkness is the median along it, which strokes do not sway;
what remains once that is divided out is paper, and strokes as dark as beside the line.
"""

import cv2
import numpy as np

from edge.light import Ink
from edge.rulings import SEEN, Ruling, find_rulings, reach_of

FEW = 3  # lines; fewer may be a stroke, a crease, or the edge of a table
PRINT = 80  # of 255: darker lines that others cross are those of tables, which `edge.rules` knows
ALIKE = 1.6  # times as dark as usual: a table's bolder lines are darker
TABLE = 0.3  # of the lines of a direction; where more are so dark, they are a table's
SQUARES = 13  # lines in both directions from which they are no table's
PHASES = 4  # shares of a pixel by which a line's middle is told from the middle of its row
SAMPLED = 256  # columns of a line that tell how dark it is
STEADY = 0.8  # of its length where a line is half as dark as usual at least: a row of digits has gaps
FAINT = 0.15  # of its darkest row: a row of a line's profile that is fainter is left as it is
OWN = 0.35  # of a line's darkness: what is darker than it by less is the line itself


def without_rulings(grey: np.ndarray, ink: Ink) -> np.ndarray | None:
    """Divides the rulings of a page out of its picture, level ones and upright ones.

    Args:
        grey: (h, w) uint8, dark ink on light paper.
        ink: what is dark in it.

    Returns:
        (h, w) uint8 without them, None where there are none, or a table's.
    """
    darkness = ink.darkness.copy()
    lines = find_rulings(darkness)
    level = [_divide_out(darkness, line) for line in lines]
    if sum(peak > 0 for peak in level) < FEW:
        return None
    across = np.ascontiguousarray(ink.darkness.T)
    slope = float(np.median([line.slope for line in lines]))
    upright = [_divide_out(darkness.T, line) for line in find_rulings(across, -slope)]
    counts = [sum(peak > 0 for peak in peaks) for peaks in (level, upright)]
    darkest = PRINT if counts[1] >= FEW else 255.0  # fewer are a margin
    if min(counts) < SQUARES and (_are_a_tables(level, darkest) or _are_a_tables(upright, darkest)):
        return None
    there = np.nonzero(darkness != ink.darkness)
    light = (1 - darkness[there] / 256.0) / (1 - ink.darkness[there] / 256.0)
    out = grey.copy()
    out[there] = np.minimum(ink.grey[there] * light, 255)
    return out


def _are_a_tables(peaks: list[float], darkest: float) -> bool:
    """Tells whether lines of one direction are too dark, or some far darker than others; 0 is no line."""
    dark = np.array([peak for peak in peaks if peak])
    usual = np.median(dark) if dark.size >= FEW else darkest
    return dark.size > 0 and (dark > min(darkest, ALIKE * usual)).mean() > TABLE


def _divide_out(darkness: np.ndarray, line: Ruling) -> float:
    """Divides a line out of a picture's darkness, in place; returns how dark it was, 0 for none."""
    reach = reach_of(darkness)
    middle = np.rint(line.middle).astype(int)
    rows = middle + np.arange(-reach, reach + 1)[:, None]
    within = (rows >= 0) & (rows < len(darkness))
    rows = np.clip(rows, 0, len(darkness) - 1)
    dark = darkness[rows, line.columns].astype(np.float32)
    phases = np.clip(((line.middle - middle + 0.5) * PHASES).astype(int), 0, PHASES - 1)
    sampled = slice(None, None, max(1, len(middle) // SAMPLED))
    ends = np.median(dark[:, sampled], axis=1)
    paper = min(ends[:2].mean(), ends[-2:].mean())
    own = np.zeros_like(dark)
    for phase in range(PHASES):
        here = phases == phase
        own[:, here] = _profile(dark[:, here][:, sampled], paper)[:, None]
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
