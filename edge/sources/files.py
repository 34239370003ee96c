"""Pictures and videos from the disk, of which every frame is delivered."""

import re
import stat
from collections.abc import Iterator
from glob import has_magic
from pathlib import Path
from threading import Event

import cv2

from edge.errors import SourceError
from edge.images import PICTURE_SUFFIXES, load
from edge.paths import expand, mode_of
from edge.sources.ffmpeg import open_ffmpeg
from edge.sources.frame import Frame, Settings

VIDEO_SUFFIXES = {".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".ts", ".webm"}
NUMBER = r"%0?\d*d"  # in the name of an image sequence
LARGEST_SIDE = 8192  # px; larger pictures are scaled down, and their boxes with them
PICTURE_FPS = 1.0  # pictures a second, shown of a folder
SEQUENCE_FPS = 25.0  # frames a second, of an image sequence, which knows none itself


def find_pictures(text: str) -> tuple[list[Path], bool] | None:
    """Returns the pictures that a path, folder, glob or sequence pattern means; None when it means none.

    Beside them stands whether they are an image sequence.

    Raises:
        SourceError: the folder, glob or pattern finds no picture.
    """
    path, mode = Path(text), mode_of(text)
    if stat.S_ISREG(mode):
        return ([path], False) if path.suffix.lower() in PICTURE_SUFFIXES else None
    is_sequence = bool(re.search(NUMBER, path.name)) and not stat.S_ISDIR(mode)
    if is_sequence:
        found, nothing = _sequence(path), f"no picture fits {text}"
    elif stat.S_ISDIR(mode) or has_magic(text):
        found = [Path(name) for name in expand([text]) if name != text]
        nothing = f"no picture is in the folder {text}" if stat.S_ISDIR(mode) else f"no picture fits {text}"
    else:
        return None
    if not found:
        raise SourceError(nothing)
    return found, is_sequence


def _sequence(pattern: Path) -> list[Path]:
    """Returns the files that fit a pattern such as `frame_%03d.png`, in the order of their numbers."""
    before, after = re.split(NUMBER, pattern.name, maxsplit=1)
    number = re.compile(re.escape(before) + r"(\d+)" + re.escape(after))
    try:
        fits = [(number.fullmatch(item.name), item) for item in pattern.parent.iterdir()]
    except OSError:  # no folder, or one that may not be listed
        return []
    return [item for _, item in sorted((int(match[1]), item) for match, item in fits if match)]


class Pictures:
    """Pictures one after the other; those that cannot be read are told of at the end."""

    live = False
    reopens = False

    def __init__(self, paths: list[Path], name: str, settings: Settings, still: bool):
        self.paths, self.name, self.still = paths, name, still
        self._fps = settings.fps or (PICTURE_FPS if still else SEQUENCE_FPS)

    def frames(self, stop: Event) -> Iterator[Frame]:
        unreadable = []
        for number, path in enumerate(self.paths):
            if stop.is_set():
                return
            try:
                image = load(path, LARGEST_SIDE).image
            except SourceError as error:
                unreadable.append(str(error))
                continue
            yield Frame(image, number / self._fps, number)
        if unreadable:
            rest = f" (and {len(unreadable) - 1} more of {self.name})" if len(unreadable) > 1 else ""
            raise SourceError(unreadable[0] + rest)


class Video:
    """A video file; frames that are damaged are passed over."""

    live = False
    reopens = False
    still = False

    def __init__(self, path: str, name: str, settings: Settings):
        self.path, self.name = path, name
        self._timeout = settings.timeout

    def frames(self, stop: Event) -> Iterator[Frame]:
        capture = open_ffmpeg(self.path, self._timeout)
        try:
            if not capture.isOpened():
                raise SourceError(f"{self.name} is not a picture or video that can be read, or it is damaged")
            fps = capture.get(cv2.CAP_PROP_FPS) or SEQUENCE_FPS
            number, time = 0, 0.0
            while not stop.is_set():
                ok, image = capture.read()
                if not ok:
                    break
                told = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
                # Some containers tell no times, or one twice; then the frame rate does.
                time = told if told > time or number == 0 else time + 1 / fps
                yield Frame(image, time, number)
                number += 1
            if number == 0 and not stop.is_set():
                raise SourceError(f"{self.name} holds no frame that can be decoded")
        finally:
            capture.release()
