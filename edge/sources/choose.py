"""Finds the source that a text means, so that the user need not know its kind."""

import re
import stat
import sys
from pathlib import Path
from urllib.parse import urlsplit

from edge.errors import SourceError
from edge.paths import mode_of
from edge.sources import devices
from edge.sources.csi import Csi
from edge.sources.files import VIDEO_SUFFIXES, Pictures, Video, find_pictures
from edge.sources.frame import Settings, Source
from edge.sources.pipe import Pipe
from edge.sources.scene import Scene
from edge.sources.streams import Http, Rtsp, redact
from edge.sources.v4l2 import Camera


def open_source(text: str, settings: Settings | None = None) -> Source:
    """Returns the source that `text` names; it is opened when its frames are asked for.

    Args:
        text: `auto`, a camera's index, `/dev/video0`, `csi`, a picture, folder, glob, video, image sequence
            like `frame_%03d.png`, `http(s)://`, `rtsp://`, `-` for JPEGs on stdin, or `test`.
        settings: size, rate and time limits.

    Raises:
        SourceError: nothing of that name exists.
    """
    settings = settings or Settings()
    if not text:
        raise SourceError("--source names nothing: name a camera, file or stream, or try --source test")
    if text == "auto":
        text = devices.first_camera()
    if text == "test":
        return Scene(settings)
    if text == "-":
        if sys.stdin is None:
            raise SourceError("--source - reads JPEGs from a pipe, but stdin is closed")
        return Pipe(sys.stdin.fileno())
    if re.fullmatch(r"csi[0-9]?", text):
        return Csi(int(text[3:] or 0), settings)
    if re.fullmatch(r"\d+", text):
        return Camera(f"/dev/video{text}", settings)
    if "://" in text:
        return _stream(text, settings)
    return _file(text, settings)


def _stream(url: str, settings: Settings) -> Source:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        raise SourceError(f"{redact(url)} is not a URL: it needs the form http://host:port/path")
    if parts.scheme in ("rtsp", "rtsps"):
        return Rtsp(url, settings)
    if parts.scheme not in ("http", "https"):
        raise SourceError(f"{parts.scheme}:// is not supported, only http, https and rtsp")
    if Path(parts.path).suffix.lower() in VIDEO_SUFFIXES:
        return Video(url, redact(url), settings)
    return Http(url, settings)


def _file(text: str, settings: Settings) -> Source:
    if text.startswith("/dev/") and not stat.S_ISDIR(mode_of(text)):
        return Camera(text, settings)
    if found := find_pictures(text):
        pictures, is_sequence = found
        return Pictures(pictures, text, settings, still=not is_sequence)
    try:
        mode = Path(text).stat().st_mode
    except FileNotFoundError:
        raise SourceError(f"there is no file, folder or camera of the name {text}") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"{text} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if stat.S_ISFIFO(mode):
        return Pipe(Path(text))
    return Video(text, text, settings)
