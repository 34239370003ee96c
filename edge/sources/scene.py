"""A bundled picture in moving light, so that everything can be seen to work without a camera."""

import math
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import cv2
import numpy as np

from edge.images import load
from edge.sources.frame import Frame, Settings

SAMPLE = Path(__file__).resolve().parents[1] / "samples/number.jpg"
SIZE = (640, 480)  # px
FPS = 30.0
NOISE = 5.0  # grey levels, standard deviation: a small sensor indoors
DARKEST = 0.55  # of the light, in the shadow's middle
PERIOD = 4.0  # seconds in which the shadow crosses the picture


class Scene:
    """The test source: a sample picture, lit by a shadow that wanders, with a sensor's noise."""

    live = True
    reopens = True
    still = False
    name = "test"

    def __init__(self, settings: Settings, picture: Path = SAMPLE):
        self._size = settings.width or SIZE[0], settings.height or SIZE[1]
        self._fps = settings.fps or FPS
        self._picture = picture

    def frames(self, stop: Event) -> Iterator[Frame]:
        base = cover(load(self._picture).image, *self._size)
        noise = np.random.default_rng(42)
        start = monotonic()
        number = 0
        while not stop.wait(max(0.0, start + number / self._fps - monotonic())):
            yield Frame(lit(base, number / self._fps, noise), monotonic(), droppable=True)
            number = max(number + 1, math.floor((monotonic() - start) * self._fps))


def cover(image: np.ndarray, width: int, height: int) -> np.ndarray:
    """Scales `image` so that it covers (height, width, 3), and crops what is over at its sides."""
    rows, columns = image.shape[:2]
    scale = max(width / columns, height / rows)
    size = max(width, round(columns * scale)), max(height, round(rows * scale))
    image = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return image[top : top + height, left : left + width]


def lit(image: np.ndarray, time: float, noise: np.random.Generator) -> np.ndarray:
    """Returns `image` (h, w, 3) uint8 as a camera sees it at `time` seconds: a soft shadow, and noise."""
    height, width = image.shape[:2]
    middle = (time / PERIOD % 1 * 1.6 - 0.3) * width
    distance = (np.arange(width, dtype=np.float32) - middle) / (0.25 * width)
    light = 1 - (1 - DARKEST) * np.exp(-(distance**2))
    grain = noise.standard_normal((height, width), np.float32) * NOISE
    return np.clip(image * light[None, :, None] + grain[:, :, None], 0, 255).astype(np.uint8)
