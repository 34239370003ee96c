"""Network cameras: MJPEG over HTTP, read here so that every failure has a reason, and RTSP through FFmpeg."""

import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from threading import Event
from time import monotonic
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit

from edge.errors import SourceError
from edge.sources.ffmpeg import open_ffmpeg
from edge.sources.frame import Frame, Settings
from edge.sources.jpegs import decode, split_jpegs

CHUNK = 1 << 16  # bytes
SNAPSHOT_FPS = 2.0  # requests a second to a camera that gives one JPEG at a time


def redact(url: str) -> str:
    """Returns `url` without user, password and the values of its query, which may hold them too."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "the URL"
    host = ("***@" if "@" in parts.netloc else "") + parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, re.sub(r"=[^&]*", "=***", parts.query), ""))


class Http:
    """An HTTP server's MJPEG stream, or its JPEG snapshots, asked for again and again."""

    live = True
    reopens = True
    still = False

    def __init__(self, url: str, settings: Settings):
        self.name = redact(url)
        self._url, self._settings = url, settings

    def frames(self, stop: Event) -> Iterator[Frame]:
        opener, url = _opener(self._url)
        while not stop.is_set():
            with closing(self._request(opener, url)) as response:
                kind = response.headers.get_content_type()
                if kind.startswith("multipart/") or kind == "image/jpeg":
                    yield from self._jpegs(response, stop)
                elif kind.startswith(("video/", "application/")):
                    yield from ffmpeg_frames(self._url, self.name, self._settings, stop)
                else:
                    raise SourceError(f"{self.name} is not a video stream but {kind}")
            if kind != "image/jpeg":
                return
            stop.wait(1 / (self._settings.fps or SNAPSHOT_FPS))

    def _jpegs(self, response: http.client.HTTPResponse, stop: Event) -> Iterator[Frame]:
        def read() -> bytes:
            return b"" if stop.is_set() else response.read1(CHUNK)

        try:
            for jpeg in split_jpegs(read):
                image = decode(jpeg)
                if image is not None:
                    yield Frame(image, monotonic(), droppable=True)
        except (OSError, http.client.HTTPException) as error:
            raise SourceError(f"{self.name} {_what(error, self._settings.timeout)}") from error

    def _request(self, opener: request.OpenerDirector, url: str) -> http.client.HTTPResponse:
        try:
            return opener.open(url, timeout=self._settings.timeout)
        except HTTPError as error:
            told = {
                401: "asks for a user and password (http://user:password@host/...), or refuses those given",
                403: "forbids access",
                404: "has nothing at this path",
            }.get(error.code, f"answers with HTTP error {error.code}")
            error.close()
            raise SourceError(f"{self.name} {told}") from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            # Not chained: an invalid URL's own message holds the password.
            raise SourceError(f"{self.name} {_what(error, self._settings.timeout)}") from None


class Rtsp:
    """An RTSP camera."""

    live = True
    reopens = True
    still = False

    def __init__(self, url: str, settings: Settings):
        self.name = redact(url)
        self._url, self._settings = url, settings

    def frames(self, stop: Event) -> Iterator[Frame]:
        # FFmpeg tells no reasons through OpenCV, hence a look at the port first.
        parts = urlsplit(self._url)
        port = parts.port or (322 if parts.scheme == "rtsps" else 554)
        try:
            socket.create_connection((parts.hostname, port), self._settings.timeout).close()
        except OSError as error:
            raise SourceError(f"{self.name} {_what(error, self._settings.timeout)}") from None
        yield from ffmpeg_frames(self._url, self.name, self._settings, stop)


def ffmpeg_frames(url: str, name: str, settings: Settings, stop: Event) -> Iterator[Frame]:
    """Yields the frames of a stream that FFmpeg understands."""
    capture = open_ffmpeg(url, settings.timeout)
    try:
        if not capture.isOpened():
            raise SourceError(f"{name} answers but delivers no video: check path, user and password")
        while not stop.is_set():
            ok, image = capture.read()
            if not ok:
                return
            if image is not None and image.size:
                yield Frame(image, monotonic(), droppable=True)
    finally:
        capture.release()


def _opener(url: str) -> tuple[request.OpenerDirector, str]:
    """Returns an opener that knows the URL's credentials, and the URL without them."""
    parts = urlsplit(url)
    userinfo, _, host = parts.netloc.rpartition("@")
    bare = urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))
    user, _, password = userinfo.partition(":")
    known = request.HTTPPasswordMgrWithDefaultRealm()
    if user:
        known.add_password(None, bare, unquote(user), unquote(password))
    return request.build_opener(
        request.HTTPBasicAuthHandler(known), request.HTTPDigestAuthHandler(known)
    ), bare


def _what(error: Exception, timeout: float) -> str:
    """Returns what a network error means, as the rest of a sentence that begins with the stream's name."""
    if isinstance(error, URLError) and isinstance(error.reason, Exception):
        error = error.reason
    if isinstance(error, socket.gaierror):
        return "has a host name that is not known: check it and the network"
    if isinstance(error, ConnectionRefusedError):
        return "refuses the connection: is the camera on, and the port right?"
    if isinstance(error, TimeoutError):
        return f"does not answer within {timeout:.0f} s"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "has a certificate that is not trusted"
    if isinstance(error, ConnectionError | http.client.HTTPException):
        return "broke the connection"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be reached: {error.strerror}"
    return "is not a URL that can be opened"
