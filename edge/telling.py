"""Decides what a person is told of a stream: numbers when they are stable, and single pictures one by one.

What comes through a pipe may be a film, or pictures that have nothing to do with one another, and one frame
alone does not tell which: it is told of when the next one is known, or at the end.
"""

from edge.seen import Seen


class Teller:
    """Takes in one frame after the other.

    Args:
        pictures: whether the frames may have nothing to do with one another.
    """

    def __init__(self, pictures: bool):
        self._pictures = pictures
        self._told = False
        self._untold: tuple[str, ...] = ()

    def tell(self, seen: Seen) -> tuple[str, ...]:
        """Returns the lines to tell now that a frame has come."""
        if seen.reading.lines and not seen.cut:
            self._pictures = False
        before = self._untold if self._pictures and seen.cut else ()
        if before or seen.reading.lines:
            self._untold = () if seen.announced else seen.reading.lines
        self._told = self._told or bool(before or seen.announced)
        return before + seen.announced

    def end(self) -> tuple[str, ...]:
        """Returns the lines to tell at the end: what was read is not kept back altogether."""
        return self._untold if self._pictures or not self._told else ()
