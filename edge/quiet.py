"""Keeps the libraries' own remarks from the terminal: they confuse, and FFmpeg's may hold a password."""

import os

import cv2


def silence_libraries() -> None:
    """Turns off what OpenCV, FFmpeg and libcamera print; our own sentences say what is wrong."""
    if hasattr(cv2, "setLogLevel"):
        cv2.setLogLevel(0)
    else:  # OpenCV 5; that of Debian 12, 4.6, has only the first
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"  # AV_LOG_QUIET; read at FFmpeg's first use
    os.environ.setdefault("LIBCAMERA_LOG_LEVELS", "*:ERROR")
    os.environ.setdefault("QT_LOGGING_RULES", "*=false")  # Qt misses its fonts, which the window does not use
