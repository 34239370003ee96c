"""What the camera program knows of one frame."""

from dataclasses import dataclass

import numpy as np

from edge.pixels import crop
from edge.reader import DigitReader, Trace
from edge.results import Box, Reading, moved
from edge.shots import same_shot
from edge.sources.frame import Frame
from edge.sources.view import View
from edge.tracker import State, Steady, anew, follow, goes_on


@dataclass(frozen=True)
class Seen:
    """A frame as it was read.

    Attributes:
        image: (h, w) or (h, w, 3) BGR uint8, as turned by the view.
        number: of the frame, 0-based.
        time: of the frame, in seconds.
        reading: steady, with boxes in pixels of `image`.
        single: the reading of this frame alone, to which `trace` belongs.
        announced: the numbers that became stable with this frame.
        trace: how the part within `region` was read.
        region: (x, y, w, h), the part of `image` that was read.
        cut: whether it has nothing to do with the frame before; there is none before the first.
    """

    image: np.ndarray
    number: int
    time: float
    reading: Reading
    single: Reading
    announced: tuple[str, ...]
    trace: Trace
    region: Box
    cut: bool = True

    def to_json(self) -> dict:
        """Returns this frame in the JSON contract's form."""
        stable = {"stable": True} if self.announced else {}
        return {"frame": self.number, "time": round(self.time, 3), **self.reading.to_json(), **stable}


class FrameReader:
    """Reads frame after frame, through a view that may change in between.

    Args:
        reader: reads a single image.
        view: how frames are turned; assign another one at any time.
        still: the frames are single pictures, so that none is followed to the next.
    """

    def __init__(self, reader: DigitReader, view: View, still: bool = False):
        self._reader, self._still = reader, still
        self.view = self._viewed = view
        self._state = State()
        self._before: np.ndarray | None = None

    def __call__(self, frame: Frame) -> Seen:
        """Reads the next frame."""
        view = self.view
        if view != self._viewed:  # the digits that were followed are elsewhere now
            self._state, self._viewed = State(), view
        image = view.turn(frame.image)
        region = view.within(image)
        reading, trace = self._reader.inspect(crop(image, region))
        single = moved(reading, *region[:2])
        if self._still:
            steady, cut = Steady(single, single.lines), True
        else:
            cut = self._before is None or not (goes_on(self._state, single) or same_shot(self._before, image))
            if cut and single.digits:  # without, a hand may cover all for a moment
                self._state = anew(self._state)
            self._state, steady = follow(self._state, single, frame.time)
            self._before = image
        return Seen(
            image, frame.number, frame.time, steady.reading, single, steady.announced, trace, region, cut
        )
