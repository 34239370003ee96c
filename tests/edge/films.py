"""Pages of handwriting as a camera films them, and real video files of them."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from tests.edge.handwriting import written
from tests.edge.patience import LIMIT

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, str(ROOT / "edge/classify_camera.py")]
SIZE = (640, 480)


def page(lines: Iterable[str], size: tuple[int, int] = SIZE, height: int = 80, left: int = 60) -> np.ndarray:
    """Returns a (h, w, 3) BGR sheet of paper, lit from one side, with lines of digits written on it."""
    columns, rows = size
    ink = np.zeros((rows, columns), np.uint8)
    top = 50
    for line in lines:
        x = left
        for character in line:
            for stroke in written(int(character), x, top, height):
                points = (np.array(stroke) * 8).round().astype(np.int32)
                cv2.polylines(ink, [points], False, 255, max(2, height // 14), cv2.LINE_AA, 3)
            x += round(0.85 * height)
        top += round(1.6 * height)
    light = np.linspace(0.75, 1, columns, dtype=np.float32)[None, :, None]
    paper = np.full((rows, columns, 3), (214, 226, 232), np.float32) * light
    cover = ink[:, :, None] / np.float32(255) * 0.85
    return (paper * (1 - cover) + np.array((90, 50, 40), np.float32) * cover).astype(np.uint8)


def noisy(image: np.ndarray, seed: int, sigma: float = 5.0) -> np.ndarray:
    """Returns `image` with a sensor's noise of `sigma` grey levels."""
    grain = np.random.default_rng(seed).normal(0, sigma, image.shape[:2])[:, :, None]
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def film(path: Path, frames: Iterable[np.ndarray], fps: float = 30.0, codec: str = "mp4v") -> Path:
    """Writes a real video file."""
    writer = None
    for frame in frames:
        if writer is None:
            size = frame.shape[1], frame.shape[0]
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*codec), fps, size)
        writer.write(frame)
    writer.release()
    return path


def camera(*words: object, **options) -> subprocess.CompletedProcess:
    """Runs the camera program without a window."""
    command = [*PROGRAM, "--headless", *map(str, words)]
    return subprocess.run(command, capture_output=True, timeout=LIMIT, **options)


def objects(output: bytes) -> list[dict]:
    """Returns the JSON objects of the program's output, one a line."""
    return [json.loads(line) for line in output.decode().splitlines()]


def with_hand(image: np.ndarray, x: float, y: float = 300) -> np.ndarray:
    """Returns `image` with a hand reaching in from below, its fingertips around (x, y), and its shadow."""
    shape = np.zeros(image.shape[:2], np.uint8)
    bottom = image.shape[0] + 40
    for offset, lift, width in [(-62, 30, 24), (-28, 4, 27), (6, 0, 27), (38, 18, 25)]:
        tip, root = (round(x + offset), round(y + lift)), (round(x + 0.6 * offset), round(y + 150))
        cv2.line(shape, tip, root, 255, width, cv2.LINE_AA)
    cv2.line(shape, (round(x - 85), round(y + 130)), (round(x - 30), round(y + 190)), 255, 30, cv2.LINE_AA)
    cv2.ellipse(shape, (round(x), round(y + 185)), (68, 75), 0, 0, 360, 255, -1, cv2.LINE_AA)
    cv2.line(shape, (round(x), round(y + 230)), (round(x + 30), bottom), 255, 90, cv2.LINE_AA)
    shadow = cv2.warpAffine(shape, np.float32([[1, 0, -18], [0, 1, 14]]), shape.shape[::-1])
    shadow = cv2.GaussianBlur(shadow, (0, 0), 12)[:, :, None] / np.float32(255)
    out = image * (1 - 0.35 * shadow)
    depth = cv2.distanceTransform(shape, cv2.DIST_L2, 3)
    skin = np.array((120, 150, 205), np.float32) * (0.62 + 0.38 * np.clip(depth / 20, 0, 1))[:, :, None]
    cover = cv2.GaussianBlur(shape, (0, 0), 1.2)[:, :, None] / np.float32(255)
    return (out * (1 - cover) + skin * cover).astype(np.uint8)
