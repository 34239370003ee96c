"""Cuts a stream of bytes into JPEGs: MJPEG is one after the other, over HTTP with some text between."""

import re
from collections.abc import Callable, Iterator

import cv2
import numpy as np

START = b"\xff\xd8\xff"
START_OF_SCAN, END = 0xDA, 0xD9
# In the scan's coded data 0xFF is followed by 0 or a restart marker; anything else ends it.
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
STANDALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
MAY_HOLD_JPEG = range(0xE0, 0xF0)  # application data, such as EXIF with its thumbnail
FRAME_HEADERS = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of the segment that tells the size
MOST_PIXELS = 100e6  # of a frame; the largest cameras for a Pi have 64 million
MOST = 64 << 20  # bytes of one JPEG; more without an end is none


def split_jpegs(read: Callable[[], bytes | None]) -> Iterator[bytes | None]:
    """Yields each whole JPEG; what stands between them, and what is truncated or torn, is passed over.

    The segments are walked, because a photo's EXIF data may hold a whole second JPEG, the thumbnail.

    Args:
        read: returns the next bytes as soon as there are some, b"" at the end, and None when there are none
            for now, which is passed on.
    """
    data, at, state = bytearray(), 0, "more"
    while (chunk := read()) != b"":
        if chunk is None:
            yield None
            continue
        data += chunk
        while True:
            if at == 0 and not _skip_to_start(data):
                break
            at, state = _walk(data, at or 2, in_scan=at > 0 and state == "scan")
            if state in ("more", "scan") and len(data) <= MOST:
                break
            if state == "whole":
                yield bytes(data[:at])
            del data[: at if state == "whole" else 2]
            at = 0


def decode(jpeg: bytes) -> np.ndarray | None:
    """Returns the (h, w, 3) BGR image of a JPEG, None when it is corrupt, or claims to be huge."""
    if _pixels(jpeg) > MOST_PIXELS:
        return None
    try:
        return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None


def _pixels(jpeg: bytes) -> int:
    """Returns how many pixels a JPEG's frame header tells of; 0 without one."""
    at = 2
    while at + 9 <= len(jpeg):
        if jpeg[at + 1] in FRAME_HEADERS:
            return int.from_bytes(jpeg[at + 5 : at + 7], "big") * int.from_bytes(jpeg[at + 7 : at + 9], "big")
        if jpeg[at + 1] == 0xFF:
            at += 1
        elif jpeg[at + 1] in STANDALONE:
            at += 2
        else:
            at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return 0


def _skip_to_start(data: bytearray) -> bool:
    """Drops what stands before a JPEG's start; returns whether one was found."""
    start = data.find(START)
    del data[: start if start >= 0 else max(len(data) - 2, 0)]
    return start >= 0


def _walk(data: bytearray, at: int, in_scan: bool) -> tuple[int, str]:
    """Walks on from `at`, which is a marker's place or within a scan's data.

    Returns:
        Where it came, and "whole", "torn", or what is needed: "more", or more of a "scan".
    """
    while in_scan or at + 4 <= len(data) or data[at : at + 2] == b"\xff\xd9":
        if in_scan:
            found = AFTER_SCAN.search(data, at)
            if not found:
                return max(at, len(data) - 1), "scan"  # what is before is not searched again
            at, in_scan = found.start(), False
            continue
        marker = data[at + 1]
        if data[at] != 0xFF or marker == 0xD8 or (marker < 0xC0 and marker not in STANDALONE):
            return at, "torn"
        if marker == END:
            return at + 2, "whole"
        if marker == 0xFF:
            at += 1
        elif marker in STANDALONE:
            at += 2
        else:
            after = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            if marker not in MAY_HOLD_JPEG and data.find(START, at, after + 2) >= 0:
                return at, "torn"
            if marker == START_OF_SCAN and after + 2 > len(data):
                return at, "more"
            at, in_scan = after, marker == START_OF_SCAN
    return at, "more"
