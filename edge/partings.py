"""Finds the lines that part a frame into a row's boxes or a table's cells: each alone looks like a 1."""

import cv2
import numpy as np

ROW = 1.4  # times as long as wide: such a frame is that of several boxes
THROUGH = 0.93  # of the way through a frame that a parting covers; a little may be hidden or worn
ANYWHERE = 0.5  # of a frame's width that it has at least where a parting is; its corners may be cut
LEAN = 0.1  # tangent of a parting against the frame's side at most: a view from the side turns it
STEP = 2  # px by which the ends of a line are moved in search of it
MARGIN = 2  # px around a frame that is laid level


def partings(mask: np.ndarray, inside: np.ndarray, thickness: int) -> np.ndarray:
    """Returns (h, w) uint8, 255 on the lines that part a frame.

    A lone line in a frame that is no row may be a 1.

    Args:
        mask: (h, w) uint8, 255 where ink is.
        inside: (h, w) uint8, 255 within the frame, where there is such.
        thickness: px of the frame.
    """
    if not inside.any():
        return np.zeros_like(mask)
    centre, (width, height), turn = cv2.minAreaRect(cv2.findNonZero(inside))
    down = _through(mask, inside, (centre, (width, height), turn), thickness)
    across = _through(mask, inside, (centre, (height, width), turn + 90), thickness)
    is_row = max(width, height) > ROW * min(width, height)
    return down | across if is_row or (down.any() and across.any()) else np.zeros_like(mask)


def _through(mask: np.ndarray, inside: np.ndarray, frame: tuple, thickness: int) -> np.ndarray:
    """Returns (h, w) uint8, 255 on straight lines that cross a frame along its second side.

    Args:
        mask, inside, thickness: see `partings`.
        frame: the rectangle around the inside: its centre, its sides, and by how many degrees it is turned.
    """
    centre, (width, height), turn = frame
    size = int(width) + 2 * MARGIN, int(height) + 2 * MARGIN
    level = cv2.getRotationMatrix2D(centre, turn, 1.0)
    level[:, 2] += np.array(size) / 2 - centre
    ragged = np.ones((1, thickness // 2 * 2 + 3), np.uint8)  # a line's rim is part of it
    lines = np.zeros_like(mask)
    for lean in np.linspace(-LEAN, LEAN, round(2 * LEAN * height / STEP) | 1):
        upright = np.array([[1, -lean], [0, 1]]) @ level
        upright[0, 2] += lean * size[1] / 2
        room, ink = (cv2.warpAffine(each, upright, size, flags=cv2.INTER_NEAREST) for each in (inside, mask))
        way = np.maximum(np.count_nonzero(room, axis=0), ANYWHERE * height)
        through = np.count_nonzero(room & ink, axis=0) > THROUGH * way
        if through.any():
            line = cv2.dilate(np.uint8(through)[None] * 255, ragged).repeat(size[1], axis=0)
            back = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
            lines |= cv2.warpAffine(line, upright, mask.shape[::-1], flags=back)
    return lines
