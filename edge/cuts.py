"""Offers cuts by which a piece of ink may fall into digits; how its parts classify tells which are right.

Where two digits touch, their outlines meet in corners that point into the ink. Bridges between two such
corners, or from one to the other side of the stroke, are cheap to cut; seams from top to bottom that give way
to the ink find the way through them.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np

from edge.finder import Part
from edge.normalise import stroke_width

ROWS = 48  # px, height at which cuts are sought
THINNEST = 1.5  # px, width of the thinnest stroke at that height
SMOOTHINGS = 4  # of the outline, each over three of its points
REACH = 0.8  # stroke widths to both sides over which an outline's turns are measured
SHARP = 0.6  # radians by which an outline turns into the ink at a corner
LONGEST = 4.5  # stroke widths: the longest bridge
INWARD = 0.4  # least cosine between a bridge from corner to corner and the ways into the ink at its ends
ACROSS = 0.7  # the same of a bridge that has a corner at one end only
INKED = 0.9  # of a bridge that lies in ink
TOLL = 0.1  # cost of a pixel of ink on a bridge between two corners
TOLL_ONE = 0.4  # the same on a bridge that has a corner at one end only
SIDEWAYS = 0.2  # cost of a seam's step to the side; a pixel of ink costs 1
DEAREST = 0.35  # of the height: the highest cost of a seam
ISLAND = 0.12  # of the ink on its side: what a cut severs and is smaller belongs to the other side
LEAST = 0.08  # of the ink: no cut leaves less on a side
SAME = 0.03  # of the ink: cuts that differ in less are one
CUTS = 6  # tried in a part that is as wide as high
LONG = 16.0  # times its height: what is longer is no row of touching digits
STROKES = 4.0  # that a column crosses in the mean, one at its top not counted; of 8,000 digits none reaches 3
LEVELS = (0.25, 0.5, 0.75)  # of the height: where seams through every column are compared


@dataclass(frozen=True)
class Cut:
    """A way to cut a part in two.

    Attributes:
        right: (h, w) bool, true on its right.
        price: how much ink it crosses, as a share of the part's height; ink of a bridge counts less.
    """

    right: np.ndarray = field(repr=False)
    price: float


def find_cuts(part: Part) -> list[Cut]:
    """Proposes cuts, from left to right; none through scribbles, which have more strokes than digits do.

    Nor any through what is too long for digits that touch: a ruling has a seam in nearly every column.
    """
    if part.width > LONG * part.height:
        return []
    columns = max(3, round(part.width * ROWS / part.height))
    method = cv2.INTER_AREA if part.height >= ROWS else cv2.INTER_LINEAR
    ink = cv2.resize(part.mask, (columns, ROWS), interpolation=method)
    mask = ink > 127
    if np.count_nonzero(mask[1:] & ~mask[:-1]) > STROKES * columns:
        return []
    total = max(int(mask.sum()), 1)
    most = max(2, round(CUTS * columns / ROWS))
    chosen: list[tuple[float, float, np.ndarray]] = []
    tried = set()  # many seams flow together
    for price, seam in sorted(_seams(_tolls(ink)), key=lambda item: item[0]):
        if (way := seam.tobytes()) in tried:
            continue
        tried.add(way)
        right = _tidy(mask, np.arange(columns)[None, :] > seam[:, None])
        share = float((right & mask).sum()) / total
        known = any(((right != other) & mask).sum() <= SAME * total for _, _, other in chosen)
        if LEAST <= share <= 1 - LEAST and not known:
            chosen.append((share, price, right))
        if len(chosen) == most:
            break
    chosen.sort(key=lambda item: -item[0])
    return [Cut(_enlarged(right, part), price) for _, price, right in chosen]


def _enlarged(right: np.ndarray, part: Part) -> np.ndarray:
    size = (part.width, part.height)
    return cv2.resize(right.astype(np.uint8) * 255, size, interpolation=cv2.INTER_LINEAR) > 127


def between(part: Part, left: np.ndarray | None, right: np.ndarray | None) -> Part | None:
    """Returns what lies between two cuts (None: the part's own ends); None for no ink and cuts that cross."""
    mask = part.mask
    lost = 0 if left is None or right is None else np.count_nonzero(mask[right & ~left])
    if lost > SAME * cv2.countNonZero(mask):
        return None
    if left is not None:
        mask = np.where(left, mask, 0).astype(np.uint8)
    if right is not None:
        mask = np.where(right, 0, mask).astype(np.uint8)
    x, y, w, h = cv2.boundingRect(mask)
    if not (w and h):
        return None
    return Part((part.left + x, part.top + y, w, h), mask[y : y + h, x : x + w].copy(), part.darkness)


def _tolls(ink: np.ndarray) -> np.ndarray:
    """Returns (h, w) float32, what a seam pays at each pixel of soft ink; less on bridges."""
    toll = ink.astype(np.float32) / 255
    mask = cv2.compare(ink, 127, cv2.CMP_GT)
    for price, start, end in _bridges(mask):
        steps = 2 * int(np.abs(end - start).max()) + 2
        x, y = np.rint(np.linspace(start, end, steps)).astype(int).T
        if cv2.countNonZero(mask[y, x]) > INKED * steps:
            toll[y, x] = np.minimum(toll[y, x], price)
    return toll


def _bridges(mask: np.ndarray) -> list[tuple[float, np.ndarray, np.ndarray]]:
    """Returns the bridges of a mask: what a pixel of each costs, and the points (x, y) of its ends."""
    stroke = max(stroke_width(mask), THINNEST)
    points, inward, sharp = _outline(mask, max(2, round(REACH * stroke)))
    bridges = []
    for corner in np.flatnonzero(sharp):
        chord = points - points[corner]
        length = np.maximum(np.hypot(*chord.T), 1)
        leaves = chord @ inward[corner] / length
        arrives = -(chord * inward).sum(axis=1) / length
        near = (chord != 0).any(axis=1) & (length < LONGEST * stroke)
        pairs = near & sharp & (leaves > INWARD) & (arrives > INWARD)
        bridges += [(TOLL, points[corner], points[other]) for other in np.flatnonzero(pairs)]
        across = np.flatnonzero(near & (leaves > ACROSS) & (arrives > ACROSS))
        if across.size:
            bridges.append((TOLL_ONE, points[corner], points[across[length[across].argmin()]]))
    return bridges


def _outline(mask: np.ndarray, reach: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns the outlines of ink and of its holes.

    Args:
        mask: (h, w) uint8.
        reach: px along the outline to both sides over which its turns are measured.

    Returns:
        Its points (n, 2), at each the unit vector into the ink, and whether it is a sharp corner into it.
    """
    contours, _ = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    found = [(np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32), np.zeros(0, bool))]
    for contour in contours:
        points = contour[:, 0].astype(np.float32)
        if len(points) < 4 * reach:
            continue
        smooth = points
        for _ in range(SMOOTHINGS):
            smooth = (np.roll(smooth, 1, axis=0) + 2 * smooth + np.roll(smooth, -1, axis=0)) / 4
        before, after = smooth - np.roll(smooth, reach, axis=0), np.roll(smooth, -reach, axis=0) - smooth
        cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
        turn = np.arctan2(cross, (before * after).sum(axis=1))  # OpenCV keeps ink on one side, at holes too
        along = before + after
        inward = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.maximum(np.hypot(*along.T), 1e-6)[:, None]
        most = np.max([np.roll(turn, step) for step in range(-reach, reach + 1)], axis=0)
        found.append((points, inward, (turn >= SHARP) & (turn == most)))
    points, inward, sharp = zip(*found, strict=True)
    return np.concatenate(points), np.concatenate(inward), np.concatenate(sharp)


def _tidy(mask: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Gives small islands to the side from which they were severed."""
    right = right.copy()
    for side in (False, True):
        mine = (mask & (right == side)).astype(np.uint8)
        count, label, stats, _ = cv2.connectedComponentsWithStats(mine, connectivity=8)
        if count > 2:
            areas = stats[1:, cv2.CC_STAT_AREA]
            small = np.flatnonzero(areas < ISLAND * areas.sum()) + 1
            right[np.isin(label, small)] = not side
    return right


def _cumulate(toll: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the least costs of seams from the first row to each pixel, and the steps by which they came.

    Args:
        toll: (..., h, w) float32, what a seam pays at each pixel.

    Returns:
        Two arrays of its shape: float32, the costs, and int8, the steps (-1, 0, 1).
    """
    cost = np.full((*toll.shape[:-1], toll.shape[-1] + 2), np.inf, np.float32)
    straight, left, right = cost[..., 1:-1], cost[..., :-2], cost[..., 2:]
    straight[..., 0, :] = toll[..., 0, :]
    for row in range(1, toll.shape[-2]):
        aside = np.minimum(left[..., row - 1, :], right[..., row - 1, :]) + SIDEWAYS
        straight[..., row, :] = toll[..., row, :] + np.minimum(straight[..., row - 1, :], aside)
    step = np.zeros(toll.shape, np.int8)
    ways = np.stack([straight, left + SIDEWAYS, right + SIDEWAYS])[..., :-1, :]
    step[..., 1:, :] = np.array([0, -1, 1], np.int8)[ways.argmin(axis=0)]
    return straight, step


def _seams(toll: np.ndarray) -> list[tuple[float, np.ndarray]]:
    """Returns seams cheaper than their neighbours: price as a share of the height, a column for each row."""
    rows = len(toll)
    (down, up), (down_step, up_step) = _cumulate(np.stack([toll, toll[::-1]]))
    up, up_step = up[::-1], up_step[::-1]
    through = (down + up - toll) / rows
    found = []
    for row in (int(level * rows) for level in LEVELS):
        price = np.pad(through[row], 1, constant_values=np.inf)
        lowest = (price[1:-1] <= price[:-2]) & (price[1:-1] <= price[2:]) & (price[1:-1] <= DEAREST)
        columns = np.flatnonzero(lowest)
        above = _trace(down_step[: row + 1], columns)
        below = _trace(up_step[row:][::-1], columns)[-2::-1]
        found += zip(through[row, columns].tolist(), np.concatenate([above, below]).T, strict=True)
    return found


def _trace(step: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Returns (h, n) int, in each of h rows the columns of the seams that end in n columns of the last."""
    paths = np.empty((len(step), columns.size), int)
    paths[-1] = columns
    for row in range(len(step) - 1, 0, -1):
        paths[row - 1] = paths[row] + step[row, paths[row]]
    return paths
