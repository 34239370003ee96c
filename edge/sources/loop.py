"""Shows a file again and again, as a demonstration does, and a test of endurance."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

from edge.sources.frame import Frame, Source


class Loop:
    """A file that begins again at its end; numbers and times go on."""

    live = False
    reopens = False

    def __init__(self, source: Source):
        self._source = source
        self.name, self.still = source.name, source.still

    def frames(self, stop: Event) -> Iterator[Frame]:
        number, offset = 0, 0.0
        while not stop.is_set():
            last = before = 0.0
            for frame in self._source.frames(stop):
                before, last = last, frame.time
                yield replace(frame, time=frame.time + offset, number=number)
                number += 1
            offset += 2 * last - before  # one frame's time after the last
