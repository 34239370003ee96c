"""USB cameras and whatever else the kernel offers as /dev/video*, through OpenCV."""

import sys
from collections.abc import Iterator
from threading import Event
from time import monotonic

import cv2

from edge.errors import SourceError
from edge.sources.devices import users_of, why_not
from edge.sources.frame import Frame, Settings


class Camera:
    """A camera by its device path."""

    live = True
    reopens = True
    still = False

    def __init__(self, device: str, settings: Settings):
        self.name = self.device = device
        self._settings = settings

    def frames(self, stop: Event) -> Iterator[Frame]:
        capture = self._open()
        try:
            delivered = False
            while not stop.is_set():
                ok, image = capture.read()
                if not ok:
                    raise SourceError(self._silence(delivered))
                delivered = True
                if image is not None and image.size:
                    yield Frame(image, monotonic(), droppable=True)
        finally:
            capture.release()

    def _open(self) -> cv2.VideoCapture:
        if sys.platform == "linux" and (reason := why_not(self.device)):
            raise SourceError(reason)
        capture = self._capture()
        if not capture.isOpened():
            raise SourceError(self._busy() or f"{self.device} cannot be opened: it may be no camera at all")
        wanted = self._settings
        # Compressed frames: most USB cameras reach their frame rate at larger sizes only so.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter_fourcc(*"MJPG"))
        if wanted.width:
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, wanted.width)
        if wanted.height:
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, wanted.height)
        if wanted.fps:
            capture.set(cv2.CAP_PROP_FPS, wanted.fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        return capture

    def _silence(self, delivered: bool) -> str:
        """Returns why no frame comes."""
        if delivered:
            return f"{self.device} delivers no frame any more: is it still plugged in?"
        return (
            self._busy() or f"{self.device} opens but delivers no frame: a Pi's CSI camera needs --source csi"
        )

    def _busy(self) -> str:
        """Returns who uses the camera, as a sentence; empty when nobody is seen to."""
        users = users_of(self.device)
        return f"{self.device} is in use by {' and '.join(users)}" if users else ""

    def _capture(self) -> cv2.VideoCapture:
        if sys.platform == "linux":
            return cv2.VideoCapture(self.device, cv2.CAP_V4L2)
        return cv2.VideoCapture(int(self.device.removeprefix("/dev/video")))
