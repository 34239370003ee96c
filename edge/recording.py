"""Writes the annotated frames as a video that plays at the pace at which they were seen."""

import shutil
from pathlib import Path
from threading import Lock

import cv2
import numpy as np

from edge.errors import OutputError

CODECS = {".mp4": "mp4v", ".m4v": "mp4v", ".mov": "mp4v", ".avi": "MJPG", ".webm": "VP90", ".mkv": "mp4v"}
LIVE_FPS = 25.0  # frames a second of a recorded camera, whose own pace varies
LEAST_ROOM = 4096  # bytes left on the disk; below, the last ones of a video found no place
FASTEST = 120.0  # frames a second, of a recorded file
LONGEST_GAP = 2.0  # seconds; of a camera that was away for longer, the video shows no more


class Recorder:
    """A video file; a context manager, since a video without its end cannot be played.

    Another thread may close it, where the one that writes is stuck elsewhere.

    Args:
        path: of the video; its suffix chooses the codec.
        live: whether the frames come at a varying pace; a file's first two frames tell its own.
    """

    def __init__(self, path: Path, live: bool):
        if path.suffix.lower() not in CODECS:
            raise OutputError(f"a video cannot be recorded as {path}: use one of {', '.join(CODECS)}")
        try:
            is_new = not path.exists()
            with path.open("ab"):  # what is there stays, until there is a frame
                pass
            if is_new:
                path.resolve().unlink()  # the target, where it is a link
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror}") from None
        self._path, self._fps = path, LIVE_FPS if live else 0.0
        self._writer: cv2.VideoWriter | None = None
        self._size = (0, 0)
        self._first: tuple[np.ndarray, float] | None = None
        self._start = 0.0
        self._written = 0
        self._lock, self._closed = Lock(), False

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, image: np.ndarray, time: float) -> None:
        """Adds an image (h, w, 3) BGR, seen at `time` seconds; it is scaled to the first one's size."""
        with self._lock:
            if not self._closed:
                self._write(image, time)

    def close(self) -> None:
        """Ends the video.

        Raises:
            OutputError: not all of it could be written, as on a full disk.
        """
        with self._lock:
            if not self._closed:
                self._closed = True
                self._end()

    def _write(self, image: np.ndarray, time: float) -> None:
        if self._first is None:
            self._first, self._start = (image, time), time
            if not self._fps:
                return
        if self._writer is None:
            self._fps = self._fps or min(FASTEST, 1 / max(time - self._start, 1 / FASTEST))
            self._open(self._first[0])
            if time > self._start:
                self._add(self._first[0])
        gap = time - self._start - self._written / self._fps
        self._start += max(gap - LONGEST_GAP, 0.0)
        due = round((time - self._start) * self._fps) + 1
        while self._written < due:
            self._add(image)

    def _end(self) -> None:
        if self._first is not None and self._writer is None:
            self._fps = LIVE_FPS
            self._open(self._first[0])
            self._add(self._first[0])
        if self._writer is None:
            return  # no frame, no video
        self._writer.release()
        self._writer = None
        # OpenCV keeps to itself that a write failed.
        no_room = shutil.disk_usage(self._path.parent).free < LEAST_ROOM
        if no_room or not cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG).isOpened():
            raise OutputError(f"{self._path} could not be written whole: is the disk full?")

    def _open(self, image: np.ndarray) -> None:
        # Even sizes, which the codecs ask for.
        self._size = max(image.shape[1] // 2 * 2, 2), max(image.shape[0] // 2 * 2, 2)
        codec = cv2.VideoWriter_fourcc(*CODECS[self._path.suffix.lower()])
        self._writer = cv2.VideoWriter(str(self._path), cv2.CAP_FFMPEG, codec, self._fps, self._size)
        if not self._writer.isOpened():
            raise OutputError(f"{self._path} cannot be written as a video by this OpenCV")

    def _add(self, image: np.ndarray) -> None:
        if (image.shape[1], image.shape[0]) != self._size:
            image = cv2.resize(image, self._size, interpolation=cv2.INTER_AREA)
        self._writer.write(image)
        self._written += 1
