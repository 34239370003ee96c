"""Shows a file again and again, as a demonstration does, and a test of endurance."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event

from edge.errors import SourceError
from edge.sources.frame import Frame, Source

ALONE = 1.0  # seconds until a source of a single frame begins again


class Loop:
    """A file that begins again at its end; numbers and times go on.

    Args:
        source: the file.
        say: tells the user one sentence, once: what cannot be read in a round that had frames all the same.
    """

    live = False
    reopens = False

    def __init__(self, source: Source, say: Callable[[str], None]):
        self._source, self._say = source, say
        self.name, self.still = source.name, source.still

    def frames(self, stop: Event) -> Iterator[Frame]:
        number, offset, told = 0, 0.0, ""
        while not stop.is_set():
            last, step = None, ALONE
            try:
                for frame in self._source.frames(stop):
                    step = step if last is None else frame.time - last
                    last = frame.time
                    yield replace(frame, time=last + offset, number=number)
                    number += 1
            except SourceError as error:
                if last is None:
                    raise
                if str(error) != told:
                    told = str(error)
                    self._say(told)
            offset += (last or 0.0) + step
