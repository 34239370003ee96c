"""What a reading is: plain frozen values that every app shows, prints or serves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Digit:
    """One digit that was read.

    Attributes:
        digit: 0 to 9.
        confidence: calibrated probability that `digit` is right, 0 to 1.
        box: (x, y, w, h) in pixels of the image that was read.
        probabilities: ten probabilities for 0 to 9; they sum to at most 1, the rest being "not a digit".
    """

    digit: int
    confidence: float
    box: Box
    probabilities: tuple[float, ...] = ()

    def to_json(self) -> dict:
        """Returns this digit in the JSON contract's form."""
        return {"digit": self.digit, "confidence": round(self.confidence, 3), "box": list(self.box)}


@dataclass(frozen=True)
class Reading:
    """All that was read from one image.

    Attributes:
        lines: digit strings, top to bottom, each left to right.
        digits: the digits of all lines, in the same order.
    """

    lines: tuple[str, ...] = ()
    digits: tuple[Digit, ...] = ()

    def by_line(self) -> Iterator[tuple[Digit, ...]]:
        """Yields the digits of each line."""
        start = 0
        for line in self.lines:
            yield self.digits[start : start + len(line)]
            start += len(line)

    def to_json(self) -> dict:
        """Returns the `lines` and `digits` of the JSON contract."""
        return {"lines": list(self.lines), "digits": [digit.to_json() for digit in self.digits]}


def moved(reading: Reading, x: int, y: int) -> Reading:
    """Returns `reading` with its boxes moved by (x, y) pixels: from a region's to the frame's coordinates."""
    if not (x or y):
        return reading
    digits = tuple(
        replace(digit, box=(digit.box[0] + x, digit.box[1] + y, *digit.box[2:])) for digit in reading.digits
    )
    return replace(reading, digits=digits)


def scaled(reading: Reading, factor: float) -> Reading:
    """Returns `reading` with its boxes scaled by `factor`, as for a picture shown larger or smaller."""
    return replace(reading, digits=tuple(replace(d, box=scaled_box(d.box, factor)) for d in reading.digits))


def scaled_box(box: Box, factor: float) -> Box:
    """Returns `box` scaled by `factor`, its sides rounded to whole pixels."""
    x, y, w, h = box
    left, top, right, bottom = (round(side * factor) for side in (x, y, x + w, y + h))
    return left, top, max(right - left, 1), max(bottom - top, 1)


def mirrored(box: Box, width: int) -> Box:
    """Returns where `box` lies in a mirror's image of something `width` pixels wide."""
    return width - box[0] - box[2], *box[1:]
