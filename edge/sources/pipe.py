"""JPEGs or MJPEG through a pipe: `rpicam-vid --codec mjpeg -o - | edge/classify_camera.py --source -`."""

import os
import select
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

from edge.errors import SourceError
from edge.sources.frame import Frame
from edge.sources.jpegs import decode, split_jpegs

CHUNK = 1 << 16  # bytes, what a Linux pipe holds
GLANCE = 0.05  # seconds between two looks at `stop`
WATCHED = 0.5  # seconds from the first JPEG on, in which a camera is told from a heap of pictures
PAUSE = 0.01  # seconds; a camera of 60 fps lets one wait longer, a disk or a `cat` that starts hardly
WAITED = 2 / 3  # of this time at least is waited for a camera
HEAP = 64 << 20  # bytes of JPEGs that no camera delivers in this time


class Pipe:
    """An open file descriptor, or a named pipe.

    A camera writes more slowly than can be read, and its newest frame is wanted. `cat *.jpg` hardly lets one
    wait, and each of its pictures is.
    """

    live = True
    still = False

    def __init__(self, origin: int | Path):
        self.name = "stdin" if isinstance(origin, int) else str(origin)
        self.reopens = isinstance(origin, Path)
        self._origin = origin
        self._delivered = False

    def frames(self, stop: Event) -> Iterator[Frame]:
        is_open = isinstance(self._origin, int)
        if is_open and os.isatty(self._origin):
            raise SourceError("--source - reads JPEGs from a pipe, but stdin is a terminal")
        try:
            # Non-blocking, so that a pipe without a writer does not hang the program.
            descriptor = self._origin if is_open else os.open(self._origin, os.O_RDONLY | os.O_NONBLOCK)
            try:
                yield from self._frames(descriptor, stop)
            finally:
                if not is_open:
                    os.close(descriptor)
        except OSError as error:
            raise SourceError(f"{self.name} cannot be read: {error.strerror}") from None

    def _frames(self, descriptor: int, stop: Event) -> Iterator[Frame]:
        for jpeg, droppable in _jpegs(descriptor, stop, waits_for_writer=not self._delivered):
            image = decode(jpeg)
            if image is not None:
                self._delivered = True
                yield Frame(image, monotonic(), droppable=droppable)
        if not self._delivered and not stop.is_set():
            raise SourceError(f"{self.name} ended without a whole JPEG: it needs JPEGs or MJPEG")


def _jpegs(descriptor: int, stop: Event, waits_for_writer: bool) -> Iterator[tuple[bytes, bool]]:
    """Yields JPEGs, and whether each may be dropped for a newer one.

    A named pipe that nobody has opened yet is waited for, or else at its end, so that it can be given up.
    """
    waited = 0.0  # seconds

    def read() -> bytes | None:
        nonlocal waited
        if stop.is_set():
            return b""
        begun = monotonic()
        ready, _, _ = select.select([descriptor], [], [], GLANCE)
        pause = monotonic() - begun
        waited += pause if pause > PAUSE else 0.0
        if not ready and waits_for_writer:
            return None
        try:
            return os.read(descriptor, CHUNK)
        except BlockingIOError:  # somebody has opened it, and is still silent
            return None

    jpegs = split_jpegs(read)
    held: list[bytes] = []
    size, is_camera = 0, False
    for jpeg in jpegs:
        if jpeg:
            if not held:  # before, a program was starting
                first, waited = monotonic(), 0.0
            held.append(jpeg)
            size += len(jpeg)
        watched = monotonic() - first if held else 0.0
        if watched > WATCHED or size > HEAP:
            is_camera = waited > WAITED * watched and size <= HEAP
            break
    # What a camera wrote meanwhile is old.
    yield from ((jpeg, is_camera) for jpeg in (held[-1:] if is_camera else held))
    held.clear()
    yield from ((jpeg, is_camera) for jpeg in jpegs if jpeg)
