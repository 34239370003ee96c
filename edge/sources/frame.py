"""What every source has in common: it yields frames, and says in words when it cannot."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event
from typing import Protocol

import numpy as np

TIMEOUT = 10.0  # seconds within which a source must be open and deliver a frame


@dataclass(frozen=True)
class Frame:
    """One picture of a source.

    Attributes:
        image: (h, w) or (h, w, 3) BGR uint8, never empty.
        time: seconds; the video's own time for files, `time.monotonic()` for live sources.
        number: 0-based count within the source; a gap tells of frames that nobody had time for.
        droppable: whether a newer frame takes its place when nobody has had time for it yet.
    """

    image: np.ndarray
    time: float
    number: int = 0
    droppable: bool = False


@dataclass(frozen=True)
class Settings:
    """What the user asks of a source; a camera delivers what comes nearest.

    Attributes:
        width, height: pixels asked of a camera, 0 for its own choice.
        fps: frames per second asked of a camera or shown of pictures, 0 for the source's own choice.
        timeout: seconds within which a source must open, and deliver its next frame.
    """

    width: int = 0
    height: int = 0
    fps: float = 0.0
    timeout: float = TIMEOUT


class Source(Protocol):
    """A camera, a file or a stream.

    Attributes:
        name: for people, without credentials.
        live: its frames come when they come, and are timed by the clock.
        reopens: it is opened again when it breaks.
        still: its frames are pictures that have nothing to do with one another.
    """

    name: str
    live: bool
    reopens: bool
    still: bool

    def frames(self, stop: Event) -> Iterator[Frame]:
        """Opens the source, yields its frames until it ends or `stop` is set, and releases it.

        Raises:
            SourceError: in one sentence, when it cannot be opened or breaks.
        """
        ...
