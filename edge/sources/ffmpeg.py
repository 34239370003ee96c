"""Opens what FFmpeg can decode, through OpenCV, never waiting longer than the user wants."""

import os

import cv2

# Over TCP, since a packet that UDP loses tears the picture, and most Wi-Fi cameras lose some.
RTSP_OPTIONS = "OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;tcp"


def open_ffmpeg(place: str, timeout: float) -> cv2.VideoCapture:
    """Opens a file or URL; opening it and each frame of it may take `timeout` seconds.

    Frame times are asked of the capture after each read; see `cv2.CAP_PROP_POS_MSEC`.
    """
    os.environ.setdefault(*RTSP_OPTIONS)
    limit = round(timeout * 1000)
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, limit, cv2.CAP_PROP_READ_TIMEOUT_MSEC, limit]
    return cv2.VideoCapture(place, cv2.CAP_FFMPEG, limits)
