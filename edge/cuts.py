"""Cuts a piece of ink where two digits may touch; how its parts classify tells whether a cut is right."""

import cv2
import numpy as np

from edge.finder import Part

ROWS = 40  # px, height at which seams are sought
SIDEWAYS = 0.35  # cost of a seam's step to the side; a pixel of ink costs 1
DEAREST = 0.4  # of the height: a seam that crosses more ink than this runs along a stroke
APART = 0.12  # of the height: least distance between two seams, and from a seam to the part's side
SEAMS = 4.5  # seams tried in a part that is as wide as high


def cut(part: Part) -> list[Part]:
    """Cuts a part along its cheapest seams from top to bottom.

    Returns:
        The pieces from left to right; the part alone when no seam is cheap enough.
    """
    rows = min(ROWS, part.height)
    columns = max(3, round(part.width * rows / part.height))
    ink = cv2.resize(part.mask, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    seams = _cheapest_seams(ink)
    if not seams:
        return [part]
    return _split(part, seams, rows, columns)


def _cumulate(ink: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the least cost of a seam from the top row to each pixel, and the step (-1, 0, 1) it came by."""
    rows, columns = ink.shape
    cost = np.empty_like(ink)
    step = np.zeros(ink.shape, np.int8)
    cost[0] = ink[0]
    for row in range(1, rows):
        above = np.pad(cost[row - 1], 1, constant_values=np.inf)
        options = np.stack([above[1:-1], above[:-2] + SIDEWAYS, above[2:] + SIDEWAYS])
        choice = options.argmin(axis=0)
        step[row] = np.array([0, -1, 1], np.int8)[choice]
        cost[row] = ink[row] + options[choice, np.arange(columns)]
    return cost, step


def _cheapest_seams(ink: np.ndarray) -> list[np.ndarray]:
    """Returns seams as arrays of a column for each row, from left to right."""
    rows, columns = ink.shape
    middle = rows // 2
    down, down_step = _cumulate(ink[: middle + 1])
    up, up_step = _cumulate(ink[middle:][::-1])
    through = down[-1] + up[-1] - ink[middle]
    margin = max(1, round(APART * rows))
    most = max(1, round(SEAMS * columns / rows))
    chosen: list[int] = []
    for column in np.argsort(through, kind="stable"):
        if through[column] > DEAREST * rows or len(chosen) == most:
            break
        if margin <= column < columns - margin and all(abs(column - other) >= margin for other in chosen):
            chosen.append(int(column))
    return [
        np.concatenate([_trace(down_step, column)[::-1], _trace(up_step, column)[1:]])
        for column in sorted(chosen)
    ]


def _trace(step: np.ndarray, column: int) -> np.ndarray:
    path = [column]
    for row in range(len(step) - 1, 0, -1):
        column += int(step[row, column])
        path.append(column)
    return np.array(path)


def _split(part: Part, seams: list[np.ndarray], rows: int, columns: int) -> list[Part]:
    y = (np.arange(part.height) + 0.5) * rows / part.height - 0.5
    x = np.arange(part.width)
    index = np.zeros((part.height, part.width), np.uint8)
    for seam in seams:
        border = (np.interp(y, np.arange(rows), seam) + 0.5) * part.width / columns
        index += (x[None, :] >= border[:, None]).astype(np.uint8)
    pieces = []
    for number in range(len(seams) + 1):
        mask = np.where(index == number, part.mask, 0).astype(np.uint8)
        left, top, w, h = cv2.boundingRect(mask)
        if w and h:
            box = (part.left + left, part.top + top, w, h)
            pieces.append(Part(box, mask[top : top + h, left : left + w].copy(), part.darkness))
    return pieces
