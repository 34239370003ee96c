"""Finds the operators between numbers: as marks that are no digits they would make a word of 2 + 3 = 5."""

from edge.segmentation import Segment

SURE = 0.8  # probability from which a mark is a digit
TALL = 0.7  # of a line's highest digit: those as high tell where it stands
OFF_LINE = 0.1  # of their height: so far above the line, and below what they reach, an operator is


def operators(row: list[Segment]) -> list[Segment]:
    """Returns the marks of a line that float between digits as +, - and = do; letters stand on the line.

    Args:
        row: segments from left to right.
    """
    digits = [item for item in row if not item.dropped and item.probability >= SURE]
    high = TALL * max((digit.box[3] for digit in digits), default=0)
    digits = [digit for digit in digits if digit.box[3] >= high]
    return [item for item in row if item.probability < SURE and _floats(item, digits)]


def _floats(item: Segment, digits: list[Segment]) -> bool:
    """Tells whether a mark is above the line on which its neighbours stand, and lower than they reach."""
    x, y, _, h = item.box
    left = max((digit.box for digit in digits if digit.box[0] < x), default=None)
    right = min((digit.box for digit in digits if digit.box[0] > x), default=None)
    return all(
        box and y >= box[1] + OFF_LINE * box[3] and y + h <= box[1] + (1 - OFF_LINE) * box[3]
        for box in (left, right)
    )
