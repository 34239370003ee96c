"""Lets capture, reading and output overlap: each has its thread, and a channel hands over what it made.

Of a live source only the newest frame is kept, so that an old one is never shown; a file is held back
instead, so that none of its frames is lost.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Condition, Event, Thread
from time import monotonic
from typing import Generic, TypeVar

from edge.errors import SourceError
from edge.sources.frame import Frame, Source
from edge.sources.reconnect import reconnecting

PATIENCE = 0.4  # seconds that both threads get to end, of the second within which the program does
WAITING = 2  # items that a channel holds before its producer waits

Item = TypeVar("Item")


class Ended(Exception):
    """A channel is empty and its producer has finished."""


class Channel(Generic[Item]):
    """Hands items from one thread to another."""

    def __init__(self):
        self._items: deque[Item] = deque()
        self._changed = Condition()
        self._finished = self._closed = False
        self._error: BaseException | None = None

    def put(self, item: Item, newest_only: bool = False) -> bool:
        """Hands over an item; returns False when nobody wants any more.

        Args:
            item: whatever it is.
            newest_only: items that still wait are dropped, instead of waiting for room.
        """
        with self._changed:
            while not (newest_only or self._closed) and len(self._items) >= WAITING:
                self._changed.wait()
            if self._closed:
                return False
            if newest_only:
                self._items.clear()
            self._items.append(item)
            self._changed.notify_all()
            return True

    def get(self, timeout: float | None = None) -> Item | None:
        """Returns the next item, None after `timeout` seconds without one.

        Raises:
            Ended: the producer has finished. Its error is raised instead if it failed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._finished or self._closed, timeout)
            if self._items:
                item = self._items.popleft()
                self._changed.notify_all()
                return item
            if self._error:
                raise self._error
            if self._finished or self._closed:
                raise Ended
            return None

    def finish(self, error: BaseException | None = None) -> None:
        """Says, as the producer, that nothing more comes; what was handed over can still be had."""
        with self._changed:
            self._finished, self._error = True, error
            self._changed.notify_all()

    def close(self) -> None:
        """Says, as either side, that nothing more is wanted."""
        with self._changed:
            self._closed = True
            self._items.clear()
            self._changed.notify_all()


@dataclass(frozen=True)
class Timed(Generic[Item]):
    """A result with the seconds that it took to make."""

    value: Item
    seconds: float


class Pipeline(Generic[Item]):
    """Frames from `source`, each made into a result by `work`, while the caller shows the result before.

    Args:
        source: where frames come from.
        work: makes a frame into a result, in a thread of its own.
        stop: set by whoever wants the end; the pipeline sets it when it is closed.
        timeout: seconds within which the first frame must have come.
        max_wait: seconds without a frame after which a live source that broke is given up.
        say: tells the user one sentence.
    """

    def __init__(
        self,
        source: Source,
        work: Callable[[Frame], Item],
        stop: Event,
        timeout: float,
        max_wait: float,
        say: Callable[[str], None],
    ):
        self._source, self._work, self._stop = source, work, stop
        self._timeout, self._max_wait, self._say = timeout, max_wait, say
        self._frames: Channel[Frame] = Channel()
        self._results: Channel[Timed[Item]] = Channel()
        self._begun = monotonic()
        self._first_frame = Event()
        # Daemons, because OpenCV may be stuck in a driver: then the program must still be able to end.
        self._threads = [
            Thread(target=self._capture, name="capture", daemon=True),
            Thread(target=self._read, name="reading", daemon=True),
        ]

    def __enter__(self) -> "Pipeline[Item]":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._frames.close()
        self._results.close()
        end = monotonic() + PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, end - monotonic()))

    def get(self, timeout: float) -> Timed[Item] | None:
        """Returns the next result, None after `timeout` seconds without one.

        Raises:
            Ended: the source has ended.
            SourceError: it cannot be opened, broke, or delivered no first frame in time.
        """
        result = self._results.get(timeout)
        if result is None and not self._first_frame.is_set() and monotonic() - self._begun > self._timeout:
            raise SourceError(f"{self._source.name} delivered no frame within {self._timeout:g} s")
        return result

    def _capture(self) -> None:
        try:
            with closing(self._numbered()) as frames:
                for frame in frames:
                    self._first_frame.set()
                    if self._stop.is_set() or not self._frames.put(frame, frame.droppable):
                        break
        except BaseException as error:
            self._frames.finish(error)
        else:
            self._frames.finish()

    def _numbered(self) -> Iterator[Frame]:
        if not self._source.live:
            yield from self._source.frames(self._stop)
            return
        if self._source.reopens:
            frames = reconnecting(self._source, self._stop, self._max_wait, self._say)
        else:
            frames = self._source.frames(self._stop)
        with closing(frames):
            for number, frame in enumerate(frames):
                yield replace(frame, time=frame.time - self._begun, number=number)

    def _read(self) -> None:
        try:
            while True:
                frame = self._frames.get()
                begun = monotonic()
                result = self._work(frame)
                if not self._results.put(Timed(result, monotonic() - begun)):
                    return
        except Ended:
            self._results.finish()
        except BaseException as error:
            self._results.finish(error)
