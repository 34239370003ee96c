"""Opens what FFmpeg can decode, through OpenCV, never waiting longer than the user wants."""

import cv2


def open_ffmpeg(place: str, timeout: float) -> cv2.VideoCapture:
    """Opens a file or URL; opening it and each frame of it may take `timeout` seconds.

    Frame times are asked of the capture after each read; see `cv2.CAP_PROP_POS_MSEC`.
    """
    limit = round(timeout * 1000)
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, limit, cv2.CAP_PROP_READ_TIMEOUT_MSEC, limit]
    return cv2.VideoCapture(place, cv2.CAP_FFMPEG, limits)
