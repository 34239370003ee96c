"""The camera's window: shows what is seen and read, and listens to a few keys and the mouse."""

import json
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from time import monotonic, strftime

import cv2

from edge.camera_face import Face, Place, compose
from edge.display import XWindow, is_open, open_window
from edge.errors import OutputError
from edge.results import Box, mirrored
from edge.saving import write, write_picture
from edge.seen import FrameReader, Seen
from edge.sources.frame import Source

TITLE = "ziffer"
SIZE = (1024, 768)  # px, of the window when it opens
TOLD = 3.0  # seconds for which a message or an announced number stands
MEASURED = 1.0  # seconds over which frames per second are counted
SMALLEST_REGION = 12  # px in the window; a shorter drag is a slip
ESCAPE = "\x1b"
VIDEO_PERIOD, PICTURE_PERIOD = (
    0.04,
    1.0,
)  # seconds to the second frame of a file, as long as only one is known


class CameraWindow:
    """A context manager, whose window is open within.

    Args:
        source: what is shown.
        frame_reader: its view is changed by keys and mouse.
        say: tells the user one sentence.
    """

    def __init__(self, source: Source, frame_reader: FrameReader, say: Callable[[str], None]):
        self._source, self._frame_reader, self._say = source, frame_reader, say
        self._face = Face(source=source.name)
        self._seen: Seen | None = None
        self._place = Place(0, 0, 1.0)
        self._size = SIZE
        self._x_window: XWindow | None = None
        self._shown: deque[float] = deque()
        self._told_at = self._announced_at = 0.0
        self._next_due = 0.0
        self._dragging = False
        self._drag_start: tuple[int, int] | None = None
        self._stale = False
        self._notices: SimpleQueue[str] = SimpleQueue()

    def __enter__(self) -> "CameraWindow":
        open_window(TITLE, *SIZE)
        cv2.setMouseCallback(TITLE, self._on_mouse)
        cv2.waitKey(1)  # lets the window come into being, so that X knows it
        self._x_window = XWindow() if sys.platform.startswith("linux") else None
        return self

    def __exit__(self, *_: object) -> None:
        if self._x_window:
            self._x_window.close()
        cv2.destroyAllWindows()
        cv2.waitKey(1)

    def show(self, seen: Seen, seconds: float) -> None:
        """Shows a frame whose reading took `seconds`."""
        now = monotonic()
        self._shown.append(now)
        while self._shown[0] < now - MEASURED:
            self._shown.popleft()
        if not self._source.live:
            self._pace(seen.time, now)
        self._seen = seen
        self._face = replace(self._face, fps=len(self._shown) / MEASURED, milliseconds=seconds * 1000)
        if seen.announced and not self._source.still:
            self._face = replace(self._face, announced="   ".join(seen.announced))
            self._announced_at = now
        self._stale = True

    def notice(self, message: str) -> None:
        """Shows a message; may be called from any thread."""
        self._notices.put(message)

    def attend(self) -> bool:
        """Handles keys and mouse and draws; returns False when the user wants to quit."""
        key = cv2.waitKey(1)
        if not is_open(TITLE):  # its close button
            return False
        keys = chr(key & 0xFF) if key >= 0 else ""
        if self._x_window and self._x_window.found:
            keys = self._x_window.keys()
        if not all(map(self._on_key, keys)):
            return False
        while not self._notices.empty():
            self._show_message(self._notices.get())
        self._forget()
        size = (self._x_window and self._x_window.size()) or self._size
        if self._seen is not None and (self._stale or size != self._size):
            self._size = size
            face = replace(self._face, region=self._frame_reader.view.region is not None)
            picture, self._place = compose(self._seen, face, size)
            cv2.imshow(TITLE, picture)
            self._stale = False
        return True

    def wants_no_frame(self) -> bool:
        """Returns whether the next frame shall wait: while paused, and until a file's next frame is due."""
        return self._face.paused or monotonic() < self._next_due

    def stay(self) -> bool:
        """Returns whether the window stays open after the last frame: for pictures, to be looked at."""
        return self._source.still and self._seen is not None

    def _pace(self, time: float, now: float) -> None:
        """Lets a file be shown at its own pace."""
        period = PICTURE_PERIOD if self._source.still else VIDEO_PERIOD
        if self._seen is not None and time > self._seen.time:
            period = time - self._seen.time
        # From when this frame was due, not from now, so that small delays do not add up.
        self._next_due = max(self._next_due, now - period) + period

    def _on_key(self, key: str) -> bool:
        """Does what a key asks for; returns False for the one that quits."""
        letter = key.lower()
        face = self._face
        self._stale = True
        if letter == "q" or key == ESCAPE:
            return False
        if letter == " ":
            self._face = replace(face, paused=not face.paused)
        elif letter == "d":
            self._face = replace(face, inspecting=not face.inspecting)
        elif letter == "h" or letter == "?":
            self._face = replace(face, helping=not face.helping)
        elif letter == "m":
            self._face = replace(face, mirrored=not face.mirrored)
        elif letter == "r":
            self._begin_region()
        elif letter == "s" and self._seen is not None:
            self._save(self._seen)
        return True

    def _begin_region(self) -> None:
        view = self._frame_reader.view
        if view.region or self._dragging:
            self._frame_reader.view = replace(view, region=None)
            self._dragging, self._drag_start = False, None
            self._face = replace(self._face, dragged=None)
            self._tell("the whole frame is read")
        else:
            self._dragging = True
            self._tell("drag the region to read with the mouse")

    def _on_mouse(self, event: int, x: int, y: int, _flags: int, _data: object) -> None:
        if not self._dragging or self._seen is None:
            return
        if event == cv2.EVENT_LBUTTONDOWN:
            self._drag_start = x, y
        if self._drag_start is None:
            return
        box = _box_between(self._drag_start, (x, y))
        if event == cv2.EVENT_MOUSEMOVE:
            self._face = replace(self._face, dragged=box)
            self._stale = True
        elif event == cv2.EVENT_LBUTTONUP:
            self._drag_start = None
            self._face = replace(self._face, dragged=None)
            self._stale = True
            if min(box[2:]) >= SMALLEST_REGION:
                self._dragging = False
                self._set_region(self._place.to_frame(box))

    def _set_region(self, region: Box) -> None:
        height, width = self._seen.image.shape[:2]
        if self._face.mirrored:
            region = mirrored(region, width)
        left, top = max(region[0], 0), max(region[1], 0)
        right, bottom = min(region[0] + region[2], width), min(region[1] + region[3], height)
        if right > left and bottom > top:
            region = left, top, right - left, bottom - top
            self._frame_reader.view = replace(self._frame_reader.view, region=region)
            self._tell("--roi " + ",".join(map(str, region)))

    def _save(self, seen: Seen) -> None:
        stem = unused(Path(strftime("ziffer-%Y%m%d-%H%M%S")))
        try:
            write(stem.with_suffix(".json"), f"{json.dumps(seen.to_json())}\n".encode())
            write_picture(stem.with_suffix(".png"), seen.image)
        except OutputError as error:
            self._tell(f"not saved: {error}")
            return
        self._tell(f"saved {stem}.png and .json")

    def _tell(self, message: str) -> None:
        self._say(message)
        self._show_message(message)

    def _show_message(self, message: str) -> None:
        self._face = replace(self._face, message=message)
        self._told_at = monotonic()
        self._stale = True

    def _forget(self) -> None:
        """Takes down what has been told for long enough."""
        now = monotonic()
        if self._face.message and now - self._told_at > TOLD:
            self._face, self._stale = replace(self._face, message=""), True
        if self._face.announced and now - self._announced_at > TOLD:
            self._face, self._stale = replace(self._face, announced=""), True


def unused(stem: Path) -> Path:
    """Returns `stem`, with a number if files of this name exist."""
    name, count = stem, 1
    while name.with_suffix(".png").exists() or name.with_suffix(".json").exists():
        count += 1
        name = stem.with_name(f"{stem.name}-{count}")
    return name


def _box_between(a: tuple[int, int], b: tuple[int, int]) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])
