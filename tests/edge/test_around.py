"""Lines around a digit, and those that the frame cuts off beside it, are no digits; numbers in crops stay."""

import cv2
import numpy as np

from edge.around import doubt_around
from edge.finder import find_parts
from edge.judge import read_of
from edge.normalise import normalise
from edge.segmentation import Segment
from tests.edge.paper import pure_ink, written_mask

SHAPE = (128, 128)


def read(mask: np.ndarray, origin: int = -1) -> list[tuple[int, ...]]:
    """Returns the boxes of what is read of marks, all pieces of one mark of that `origin`."""
    ink, seven = pure_ink(mask), np.eye(11, dtype=np.float32)[7]
    row = [(Segment((part,), normalise(part.mask), seven, origin=origin), "") for part in find_parts(ink)]
    return [item.box for item in read_of(doubt_around([row], ink))]


def test_a_corner_of_a_cell_around_a_digit_is_none():
    mask = written_mask(SHAPE, "5", 40, 40, 50, 4)
    corner = cv2.polylines(mask.copy(), [np.array([(20, 25), (100, 20), (102, 110)])], False, 255, 3)
    assert read(corner) == read(mask)


def test_a_line_from_side_to_side_beside_a_whole_digit_is_none():
    mask = written_mask(SHAPE, "5", 40, 40, 50, 4)
    assert read(cv2.line(mask.copy(), (15, 0), (20, 127), 255, 3)) == read(mask)


def test_pieces_of_one_mark_stay_where_one_is_around_another():
    mask = written_mask(SHAPE, "5", 40, 40, 50, 4)
    mask = cv2.polylines(mask, [np.array([(20, 25), (100, 20), (102, 110)])], False, 255, 3)
    assert len(read(mask, origin=3)) == 2


def test_the_highest_digit_of_a_tight_crop_stays():
    mask = written_mask(SHAPE, "5", 60, 40, 50, 4)
    mask = cv2.line(mask[:, : np.flatnonzero(mask.any(axis=0)).max() + 1], (20, 0), (15, 127), 255, 4)
    assert len(read(np.ascontiguousarray(mask))) == 2


def test_a_digit_alone_stays_though_the_frame_cuts_it_off():
    assert len(read(cv2.line(np.zeros(SHAPE, np.uint8), (60, 0), (50, 127), 255, 6))) == 1
