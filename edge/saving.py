"""Writes files whole or not at all: on a full disk no picture is cut off, and no older one is lost."""

import os
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np

from edge.errors import OutputError

JPEG_QUALITY = 92


def make_folder(path: Path) -> None:
    """Makes a folder with those above it, where it is not there yet.

    Raises:
        OutputError: that cannot be.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{path} is a file, not a folder") from None
    except OSError as error:
        raise OutputError(f"{path} cannot be made: {error.strerror}") from None


def write_picture(path: Path, image: np.ndarray) -> None:
    """Writes a (h, w, 3) BGR uint8 image in the format of its name's suffix.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        data = cv2.imencode(path.suffix, image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1]
    except cv2.error:
        raise OutputError(f"{path} cannot be written: pictures of this kind are not supported") from None
    write(path, data.tobytes())


def write(path: Path, data: bytes) -> None:
    """Writes a file, first beside its place and then into it.

    Raises:
        OutputError: it cannot be written.
    """
    aside = path.parent / f".ziffer-{os.getpid()}"
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
