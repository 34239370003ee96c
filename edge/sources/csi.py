"""The Raspberry Pi's CSI camera, through picamera2, which alone can use it.

picamera2 comes from apt and is imported only when it is asked for. The grey image is the Y plane of its
YUV420 stream and costs nothing; the rows of that plane are padded to the hardware's stride and cropped here.
"""

from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Event
from time import monotonic

import numpy as np

from edge.errors import SourceError
from edge.sources.devices import is_csi, users_of
from edge.sources.frame import Frame, Settings

SIZE = (1280, 720)  # px, what a Pi 4 reads comfortably
GLANCE = 0.2  # seconds between two looks at `stop`

MISSING = (
    "the CSI camera needs picamera2: sudo apt install python3-picamera2, and a virtual environment made with"
    " --system-site-packages"
)


class Csi:
    """A CSI camera by its number."""

    live = True
    reopens = True
    still = False

    def __init__(self, number: int, settings: Settings):
        self.number, self.name = number, f"csi{number or ''}"
        self._settings = settings

    def frames(self, stop: Event) -> Iterator[Frame]:
        mapped_array, camera = self._open()
        newest: Queue[Frame] = Queue(1)
        try:
            self._start(camera, mapped_array, newest)
            last = monotonic()
            while not stop.is_set():
                try:
                    frame = newest.get(timeout=GLANCE)
                except Empty:
                    if monotonic() - last > self._settings.timeout:
                        raise SourceError(
                            f"the CSI camera delivers no frame since {self._settings.timeout:.0f} s:"
                            " check its ribbon cable"
                        ) from None
                    continue
                last = frame.time
                yield frame
        finally:
            camera.close()

    def _open(self):
        """Returns picamera2's MappedArray and the opened camera."""
        try:
            from picamera2 import MappedArray, Picamera2
        except ImportError as error:
            raise SourceError(MISSING) from error
        except Exception as error:  # numpy's ABI error is a ValueError: a pip numpy shadows apt's
            raise SourceError(
                f"picamera2 cannot be loaded ({_first_line(error)}): a numpy from pip may shadow apt's"
            ) from error
        try:
            known = Picamera2.global_camera_info()
        except Exception as error:  # libcamera's own, as when its service or its files are damaged
            raise SourceError(f"libcamera cannot list the cameras: {_first_line(error)}") from error
        found = [index for index, info in enumerate(known) if is_csi(info)]  # it lists USB cameras too
        if self.number >= len(found):
            raise SourceError(
                "no CSI camera was found: check its ribbon cable, and “rpicam-hello --list-cameras”"
                if not found
                else f"there is no CSI camera {self.number}: {len(found)} found, counted from 0"
            )
        try:
            return MappedArray, Picamera2(found[self.number])
        except Exception as error:  # RuntimeError when acquired by another process, and libcamera's own
            raise SourceError(_busy(error)) from error

    def _start(self, camera, mapped_array, newest: Queue) -> None:
        wanted = self._settings
        size = (wanted.width or SIZE[0]) // 2 * 2, (wanted.height or SIZE[1]) // 2 * 2  # YUV420 asks for even
        period = round(1e6 / wanted.fps) if wanted.fps else 0  # microseconds
        controls = {"FrameDurationLimits": (period, period)} if period else {}
        try:
            config = camera.create_video_configuration(
                main={"format": "YUV420", "size": size}, controls=controls, buffer_count=4
            )
            camera.configure(config)
            width, height = camera.camera_configuration()["main"]["size"]  # as adjusted by the hardware

            def keep(request) -> None:
                with mapped_array(request, "main") as mapped:
                    _replace(
                        newest, Frame(luminance(mapped.array, width, height), monotonic(), droppable=True)
                    )

            camera.pre_callback = keep
            camera.start()
        except SourceError:
            raise
        except Exception as error:
            raise SourceError(f"the CSI camera does not start: {_first_line(error)}") from error


def luminance(yuv420: np.ndarray, width: int, height: int) -> np.ndarray:
    """Returns a copy of the grey image within a YUV420 buffer.

    Args:
        yuv420: (height * 3 / 2, stride) uint8, as picamera2 gives it: the Y plane, then U and V.
        width, height: of the image, in pixels; the stride may be larger than the width.
    """
    return yuv420[:height, :width].copy()  # the camera writes its next frame into the buffer


def _replace(queue: Queue, frame: Frame) -> None:
    while True:
        try:
            return queue.put_nowait(frame)
        except Full:
            with suppress(Empty):
                queue.get_nowait()


def _busy(error: Exception) -> str:
    users = [user for device in ("/dev/media0", "/dev/video0") for user in users_of(device)]
    told = f"is in use by {' and '.join(dict.fromkeys(users))}" if users else "cannot be opened"
    return f"the CSI camera {told} ({_first_line(error)})"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
