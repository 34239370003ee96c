"""Keeps a live source alive: a camera unplugged or a stream that breaks is announced and opened again."""

from collections.abc import Callable, Iterator
from threading import Event
from time import monotonic

from edge.errors import SourceError
from edge.sources.frame import Frame, Source

FIRST_WAIT = 0.5  # seconds before the first new attempt
LONGEST_WAIT = 5.0  # seconds; each wait is twice the one before, up to this


def reconnecting(source: Source, stop: Event, max_wait: float, say: Callable[[str], None]) -> Iterator[Frame]:
    """Yields the frames of a live source, across its failures.

    The very first opening must succeed: of what never worked the user wants to hear at once.

    Args:
        source: a live source.
        stop: ends all waiting.
        max_wait: seconds without a frame after which the source is given up; one that neither answers nor
            breaks is waited for as long as its own time limit, if that is longer.
        say: tells the user one sentence.

    Raises:
        SourceError: the source never delivered, or not within `max_wait`.
    """
    last, lost, wait = None, False, FIRST_WAIT
    while not stop.is_set():
        reason = f"{source.name} ended"
        try:
            for frame in source.frames(stop):
                if lost:
                    say(f"{source.name} is back")
                last, lost, wait = monotonic(), False, FIRST_WAIT
                yield frame
        except SourceError as error:
            if last is None:
                raise
            reason = str(error)
        if stop.is_set():
            return
        if last is None:
            raise SourceError(f"{source.name} ended before it delivered a frame")
        if not lost:
            say(f"{reason}; trying again")
        lost = True
        waited = monotonic() - last
        left = max_wait - waited
        if left <= 0:
            raise SourceError(f"{reason}; given up after {waited:.0f} s without a frame")
        stop.wait(min(wait, left))
        wait = min(2 * wait, LONGEST_WAIT)
