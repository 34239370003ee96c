"""Knows a cell's lines from the digit in it: they stand around it or run out of the picture beside it."""

from edge.finder import sides_reached
from edge.judge import Judged, object_to, read_of
from edge.light import Ink
from edge.pixels import shared_area
from edge.results import Box
from edge.segmentation import Segment

AROUND = "around another"
WITHIN = 0.7  # of a digit's box: so much of it lies in that of the lines around it
LARGER = 1.5  # times as large as that is theirs
CORNER = 2  # sides of the frame that lines reach


def doubt_around(judged: Judged, ink: Ink) -> Judged:
    """Objects to all that is read but for one digit, where that has the others around it.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
    """
    read, shape = read_of(judged), ink.mask.shape
    for digit in read:
        if all(item is digit or _is_around(item, digit) or _runs_out(item, digit, shape) for item in read):
            return object_to(judged, [item for item in read if item is not digit], AROUND)
    return judged


def _is_around(item: Segment, digit: Segment) -> bool:
    """Tells whether a digit's box lies in a larger mark's; pieces of one mark often overlap."""
    area = _area(digit.box)
    large = item.origin < 0 and _area(item.box) > LARGER * area
    return large and shared_area(item.box, digit.box) > WITHIN * area


def _runs_out(item: Segment, digit: Segment, shape: tuple[int, int]) -> bool:
    """Tells whether a frame (h, w) cuts a mark off on several sides, and a digit on none.

    In a tight crop of a number, its first or its last digit reaches the border as well.
    """
    return sides_reached(item.box, shape) >= CORNER and not sides_reached(digit.box, shape)


def _area(box: Box) -> int:
    return box[2] * box[3]
