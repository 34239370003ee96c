"""Finds the lines that part a frame into a row's boxes or a table's cells: each alone looks like a 1."""

import cv2
import numpy as np

ROW = 1.4  # times as long as wide: such a frame is that of several boxes
THROUGH = 0.95  # of the way through a frame that a parting covers; a little may be hidden or worn
ANYWHERE = 0.5  # of a frame's width that it has at least where a parting is; its corners may be cut
LEAN = 0.1  # tangent of a parting against the frame's side at most: a view from the side turns it
STEP = 2  # px by which the ends of a line are moved in search of it
ROWS = 24, 64  # that tell how far it is through a frame, and how much of that a line covers
MARGIN = 2  # px around a frame that is laid level
SEVERAL = 3  # boxes of a row that are as wide
ALIKE = 0.15  # of their usual width: so much they differ
TOGETHER = 0.05  # of a row's height: so near to each other are pieces of one line


def partings(mask: np.ndarray, inside: np.ndarray, thickness: int) -> np.ndarray:
    """Returns (h, w) uint8, 255 on the lines that part a frame.

    A lone line in a frame that is no row may be a 1.

    Args:
        mask: (h, w) uint8, 255 where ink is.
        inside: (h, w) uint8, 255 within the frame, where there is such.
        thickness: px of the frame.
    """
    ink = mask & inside
    if not ink.any():
        return ink
    centre, (width, height), turn = cv2.minAreaRect(cv2.findNonZero(inside))
    down = _through(ink, inside, (centre, (width, height), turn), thickness)
    across = _through(ink, inside, (centre, (height, width), turn + 90), thickness)
    if down.any() and across.any():
        return down | across
    if width > ROW * height:
        return _but_halving(down, (centre, (width, height), turn), thickness)
    if height > ROW * width:
        return _but_halving(across, (centre, (height, width), turn + 90), thickness)
    return np.zeros_like(ink)


def _but_halving(lines: np.ndarray, frame: tuple, thickness: int) -> np.ndarray:
    """Returns the lines that part a row without those within one of its even boxes: strokes of digits.

    Args:
        lines: (h, w) uint8, 255 where there are some.
        frame: the rectangle around the row, its first side along it; see `_through`.
        thickness: px of the frame.
    """
    centre, (length, height), turn = frame
    count, labels, _, centres = cv2.connectedComponentsWithStats(lines)
    if count <= SEVERAL:
        return lines
    way = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    along = (centres[1:] - centre) @ way + length / 2
    order = np.argsort(along)
    apart = np.diff(along[order], prepend=-length) > TOGETHER * height + 1.5 * thickness
    line_of = np.zeros(count, int)
    line_of[1 + order] = np.cumsum(apart)
    places = [along[line_of[1:] == line].mean() for line in range(1, line_of.max() + 1)]
    widths = np.diff([0.0, *places, length])
    usual = np.median(widths)
    if np.sum(np.abs(widths - usual) < ALIKE * usual) < SEVERAL:
        return lines
    halving = np.abs(widths[:-1] + widths[1:] - usual) < ALIKE * usual
    return np.where(np.append(False, halving)[line_of[labels]], np.uint8(0), lines)


def _through(ink: np.ndarray, inside: np.ndarray, frame: tuple, thickness: int) -> np.ndarray:
    """Returns (h, w) uint8, 255 on straight lines that cross a frame along its second side.

    Args:
        ink: (h, w) uint8, 255 where there is some within the frame; not empty.
        inside, thickness: see `partings`.
        frame: the rectangle around the inside: its centre, its sides, and by how many degrees it is turned.
    """
    centre, (width, height), turn = frame
    size = int(width) + 2 * MARGIN, int(height) + 2 * MARGIN
    level = cv2.getRotationMatrix2D(centre, turn, 1.0)
    level[:, 2] += np.array(size) / 2 - centre
    room, drawn = (cv2.warpAffine(each, level, size, flags=cv2.INTER_NEAREST) for each in (inside, ink))
    drawn = cv2.dilate(drawn, np.ones((1, 3), np.uint8))  # so that no pixel is missed between two leans
    steps = [max(1, round(height / rows)) for rows in ROWS]
    room, drawn = (
        np.argwhere(each[::step]).T * [[step], [1]] for each, step in zip((room, drawn), steps, strict=True)
    )
    pixels = cv2.findNonZero(ink).reshape(-1, 2)  # OpenCV 5 leaves out the middle axis of OpenCV 4
    own = cv2.transform(pixels[:, None].astype(np.float32), level)[:, 0, ::-1].T
    found = np.zeros(len(pixels), bool)
    ragged = np.ones((1, thickness // 2 * 2 + 3), np.uint8)  # a line's rim is part of it
    for lean in np.linspace(-LEAN, LEAN, round(2 * LEAN * height / STEP) | 1):
        way, covered, columns = (_columns(points, lean, size) for points in (room, drawn, own))
        way, covered = (
            step * np.bincount(each, minlength=size[0])
            for each, step in zip((way, covered), steps, strict=True)
        )
        through = covered > THROUGH * np.maximum(way, ANYWHERE * height)
        if through.any():
            found |= cv2.dilate(np.uint8(through)[None], ragged)[0, columns] > 0
    lines = np.zeros_like(ink)
    x, y = pixels[found].T
    lines[y, x] = 255
    return lines


def _columns(points: np.ndarray, lean: float, size: tuple[int, int]) -> np.ndarray:
    """Returns (n,) int, columns of points (y, x) of a picture of (w, h), once what leans is upright."""
    down, across = points
    return np.rint(across - lean * (down - size[1] / 2)).astype(int).clip(0, size[0] - 1)
