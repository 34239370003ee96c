"""What a reading is: plain frozen values that every app shows, prints or serves."""

from collections.abc import Iterator
from dataclasses import dataclass

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
