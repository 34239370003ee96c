"""Dashed lines go, and 1s in a column stay."""

from itertools import pairwise

import cv2
import numpy as np

from edge.dashes import without_dashes
from edge.finder import Part, find_parts
from tests.edge.paper import pure_ink, written_mask

SHAPE = (400, 600)
DIGIT = written_mask(SHAPE, "3", 260, 160, 80, 8)


def dashed(*corners: tuple[int, int], dash: float = 14, gap: float = 9) -> np.ndarray:
    """Returns the mask of dashed lines from corner to corner."""
    mask = np.zeros(SHAPE, np.uint8)
    for start, end in pairwise(corners):
        start, way = np.array(start, float), np.array(end, float) - start
        length = float(np.hypot(*way))
        for at in np.arange(0, length - dash, dash + gap):
            ends = [tuple(np.rint(start + way * (at + off) / length).astype(int)) for off in (0, dash)]
            cv2.line(mask, tuple(map(int, ends[0])), tuple(map(int, ends[1])), 255, 3)
    return mask


CELL = dashed((200, 120), (400, 132), (394, 280), (206, 272), (200, 120))


def left_of(mask: np.ndarray) -> tuple[list[Part], np.ndarray]:
    ink = pure_ink(mask)
    parts, ink = without_dashes(find_parts(ink), ink)
    return parts, ink.mask


def test_a_dashed_cell_goes_with_its_ink_and_the_digit_in_it_stays():
    parts, mask = left_of(CELL | DIGIT)
    assert len(parts) == 1 and not cv2.countNonZero(mask & CELL)
    assert (parts[0].mask == find_parts(pure_ink(DIGIT))[0].mask).all()


def test_short_uprights_go_beside_a_level_line_of_dashes_like_them():
    comb = dashed((100, 260), (500, 260)) | sum(dashed((x, 170), (x, 250)) for x in range(150, 500, 100))
    assert left_of(comb)[0] == []


def test_the_corners_of_dashed_lines_go_with_them():
    corner = cv2.polylines(
        CELL.copy(), [np.array([(214, 120), (200, 120), (200, 134)], np.int32)], False, 255, 3
    )
    assert len(left_of(corner | DIGIT)[0]) == 1


def test_a_neat_column_of_1s_and_strokes_strewn_about_stay():
    column = dashed((100, 40), (100, 380), dash=30, gap=12)
    assert len(left_of(column | DIGIT)[0]) == len(find_parts(pure_ink(column))) + 1
    rng = np.random.default_rng(4)
    strewn = np.zeros(SHAPE, np.uint8)
    for x, y in rng.permutation([(x, y) for x in range(30, 560, 60) for y in range(30, 380, 60)])[:25]:
        angle = rng.uniform(0, np.pi)
        end = int(x + 14 * np.cos(angle)), int(y + 14 * np.sin(angle))
        cv2.line(strewn, (int(x), int(y)), end, 255, 3)
    assert len(left_of(strewn)[0]) == 25
