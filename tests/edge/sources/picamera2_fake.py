"""A stand-in for picamera2 with the interface, the checks and the buffers of the real one (version 0.3).

What it does was taken from picamera2's source: `create_video_configuration` accepts few keys of a stream and
aligns its width to 2; `configure` takes even sizes only and then stores what the hardware made of them, with
a stride that is a multiple of 64; `pre_callback` is called in the event loop's thread for
each request; `MappedArray` gives a YUV420 buffer as (height * 3 / 2, stride) and forgets it at the end of the
`with`; a camera that was closed is started no more.
"""

import threading
import types
from typing import ClassVar

import numpy as np


class Picamera2:
    cameras: ClassVar = [
        {
            "Model": "imx708",
            "Location": 2,
            "Rotation": 180,
            "Id": "/base/soc/i2c0mux/i2c@1/imx708@1a",
            "Num": 0,
        }
    ]
    busy = False
    stalls_after = None  # frames, for a ribbon cable that comes loose
    opened: ClassVar = []

    @staticmethod
    def global_camera_info():
        return [dict(info) for info in Picamera2.cameras]

    def __init__(self, camera_num=0):
        if camera_num >= len(self.cameras):
            raise IndexError("list index out of range")
        if self.busy:
            raise RuntimeError("Camera __init__ sequence did not complete.")
        self.number, self.is_open, self.started = camera_num, True, False
        self.pre_callback = self.post_callback = None
        self._config = None
        self._thread = None
        self.opened.append(self)

    def create_video_configuration(
        self,
        main=None,
        lores=None,
        raw=None,
        buffer_count=6,
        controls=None,
        display="main",
        encode="main",
        queue=True,
    ):
        stream = {"format": "XBGR8888", "size": (1280, 720)}
        for key, value in (main or {}).items():
            if key not in ("format", "size", "stride", "preserve_ar"):
                raise ValueError(f"Bad key {key!r}")
            stream[key] = value
        width, height = stream["size"]
        stream["size"] = width - width % 2, height - height % 2
        limits = {"FrameDurationLimits": (33333, 33333)}
        return {
            "main": stream,
            "controls": limits | (controls or {}),
            "buffer_count": buffer_count,
            "queue": queue,
        }

    def configure(self, config):
        if self.started:
            raise RuntimeError("Camera must be stopped before configuring")
        stream = dict(config["main"])
        if not isinstance(stream["size"], tuple) or stream["size"][0] % 2 or stream["size"][1] % 2:
            raise RuntimeError("width and height should be even")
        if stream["format"] != "YUV420":
            raise RuntimeError("this stand-in knows YUV420 only")
        stream["stride"] = -(-stream["size"][0] // 64) * 64
        stream["framesize"] = stream["stride"] * stream["size"][1] * 3 // 2
        self._config = {**config, "main": stream}

    def camera_configuration(self):
        return self._config

    def start(self, config=None, show_preview=False):
        if not self.is_open or self._config is None:
            raise RuntimeError("Camera has not been configured")
        self.started = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        pause = threading.Event()
        number = 0
        while self.started and number != self.stalls_after:
            request = types.SimpleNamespace(config=self._config, number=number)
            if self.pre_callback:
                self.pre_callback(request)
            number += 1
            pause.wait(0.01)

    def stop(self):
        self.started = False
        if self._thread:
            self._thread.join()

    def close(self):
        self.stop()
        self.is_open = False


class MappedArray:
    """The Y plane's columns count up, with the frame's number added; padding is 255, U and V are 128."""

    def __init__(self, request, stream, reshape=True, write=True):
        self._request, self._stream = request, request.config[stream]
        self.array = None

    def __enter__(self):
        width, height = self._stream["size"]
        self.array = np.full((height * 3 // 2, self._stream["stride"]), 128, np.uint8)
        self.array[:height] = 255
        self.array[:height, :width] = ((np.arange(width) + self._request.number) % 200).astype(np.uint8)
        return self

    def __exit__(self, *_):
        self.array[:] = 77  # the camera writes its next frame here
        del self.array
