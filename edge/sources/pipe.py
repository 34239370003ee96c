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
PAUSE = 0.05  # seconds without a byte, by which a camera is told from a heap of pictures
HEAP = 64 << 20  # bytes of pictures that are held until this is known


class Pipe:
    """An open file descriptor, or a named pipe.

    A camera writes more slowly than can be read, and its newest frame is wanted. `cat *.jpg` does not let one
    wait, and each of its pictures is.
    """

    live = True
    still = False

    def __init__(self, origin: int | Path):
        self.name = "stdin" if isinstance(origin, int) else str(origin)
        self.reopens = isinstance(origin, Path)
        self._origin = origin

    def frames(self, stop: Event) -> Iterator[Frame]:
        if isinstance(self._origin, int):
            if os.isatty(self._origin):
                raise SourceError("--source - reads JPEGs from a pipe, but stdin is a terminal")
            yield from self._frames(self._origin, stop)
            return
        # Non-blocking, so that a pipe without a writer does not hang the program.
        descriptor = os.open(self._origin, os.O_RDONLY | os.O_NONBLOCK)
        try:
            yield from self._frames(descriptor, stop)
        finally:
            os.close(descriptor)

    def _frames(self, descriptor: int, stop: Event) -> Iterator[Frame]:
        delivered = False
        for jpeg, droppable in _jpegs(descriptor, stop):
            image = decode(jpeg)
            if image is not None:
                delivered = True
                yield Frame(image, monotonic(), droppable=droppable)
        if not delivered and not stop.is_set():
            raise SourceError(f"{self.name} ended without a whole JPEG: it needs JPEGs or MJPEG")


def _jpegs(descriptor: int, stop: Event) -> Iterator[tuple[bytes, bool]]:
    """Yields JPEGs, and whether each may be dropped for a newer one."""

    def read() -> bytes | None:
        if stop.is_set():
            return b""
        ready, _, _ = select.select([descriptor], [], [], PAUSE)
        return os.read(descriptor, CHUNK) if ready else None

    heap: list[bytes] = []
    is_camera = is_heap = False
    for jpeg in split_jpegs(read):
        if is_camera or is_heap:
            if jpeg:
                yield jpeg, is_camera
        elif jpeg:
            heap.append(jpeg)
            is_heap = sum(map(len, heap)) > HEAP
        elif heap:  # a pause; what came before it had gathered while this program started
            is_camera = True
            yield heap[-1], True
        if is_heap and heap:
            yield from ((held, False) for held in heap)
            heap = []
    if not is_camera:
        yield from ((held, False) for held in heap)
