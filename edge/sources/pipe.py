"""JPEGs or MJPEG through a pipe: `rpicam-vid --codec mjpeg -o - | edge/classify_camera.py --source -`."""

import os
import select
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

from edge.errors import SourceError
from edge.sources.frame import Frame, Settings
from edge.sources.jpegs import decode, split_jpegs

CHUNK = 1 << 16  # bytes, what a Linux pipe holds
GLANCE = 0.2  # seconds between two looks at `stop`


class Pipe:
    """An open descriptor, or a named pipe; a plain file behind it is not live, and each frame counts."""

    still = False

    def __init__(self, origin: int | Path, settings: Settings):
        self.name = "stdin" if isinstance(origin, int) else str(origin)
        self.live = isinstance(origin, Path) or not stat.S_ISREG(os.fstat(origin).st_mode)
        self._origin, self._timeout = origin, settings.timeout

    def frames(self, stop: Event) -> Iterator[Frame]:
        if isinstance(self._origin, int):
            if os.isatty(self._origin):
                raise SourceError("--source - reads JPEGs from a pipe, but stdin is a terminal")
            yield from self._jpegs(self._origin, stop)
            return
        # Non-blocking, so that a pipe without a writer does not hang the program.
        descriptor = os.open(self._origin, os.O_RDONLY | os.O_NONBLOCK)
        try:
            yield from self._jpegs(descriptor, stop)
        finally:
            os.close(descriptor)

    def _jpegs(self, descriptor: int, stop: Event) -> Iterator[Frame]:
        delivered = False

        def read() -> bytes:
            while not stop.is_set():
                if select.select([descriptor], [], [], GLANCE)[0]:
                    return os.read(descriptor, CHUNK)
            return b""

        for jpeg in split_jpegs(read):
            image = decode(jpeg)
            if image is not None:
                delivered = True
                yield Frame(image, monotonic())
        if not delivered and not stop.is_set():
            raise SourceError(f"{self.name} ended without a whole JPEG: it needs JPEGs or MJPEG")
