"""The eye: finds the digits of a picture with one small network, and says what it takes them for."""

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from edge.classifier import softmax
from edge.errors import ModelError
from edge.model import SHIPPED, load_model
from edge.quantization import dequantize, quantize
from edge.reading.blocks import blocks
from edge.reading.evening import GAIN, NEUTRAL
from edge.reading.pyramid import Level, pyramid
from edge.results import Box
from edge.runtime import open_interpreter

SHIPPED_EYE = SHIPPED.with_name("eye_int8.tflite")
STRIDE = 4  # px of a level for one place of the heat
DIGITS = 10
HEADS = {"heat": 1, "box": 4, "digit": DIGITS}
SMALLEST, LARGEST = 8.0, 48.0  # px of a level, the longer side of digits that it answers for
LEAST_SCORE = 0.1  # below, a place is not looked at
SAME = 0.45  # intersection over union from which two boxes are one digit's
WITHIN = 0.75  # share of the smaller box within the other from which they are as well
KEPT = 12  # interpreters, one for each size of level; two pictures' worth


@dataclass(frozen=True)
class Sight:
    """A digit that the eye sees.

    Attributes:
        box: (x, y, w, h) in px of the picture.
        score: 0 to 1, how surely there is a digit.
        probabilities: (10,) float32, which one it is.
    """

    box: Box
    score: float
    probabilities: np.ndarray = field(repr=False)


class Eye:
    """The network that finds digits, ready to run.

    Attributes:
        name: the model file's name.
        runtime: the runtime package in use.
        thresholds: what the manifest holds of the eye; empty for a model that it does not list.
    """

    def __init__(self, path: Path | str | None = None, runtime: str = "auto", threads: int = 1):
        """Loads an eye; None stands for the shipped one.

        Raises:
            ModelError: the model or the runtime cannot be used.
        """
        model = load_model(SHIPPED_EYE if path is None else path)
        self.name = model.name
        self.thresholds: dict = model.reading
        self._model, self._threads = model.data, threads
        self._sized: dict[tuple[int, int], _Sized] = {}
        first = self._open(runtime, (GRID_SIDE, GRID_SIDE))
        self.runtime = first.runtime

    def see(self, grey: np.ndarray) -> list[Sight]:
        """Returns the digits of a picture, (h, w) uint8 grey, the surest first."""
        parts = [part for level in pyramid(grey) for part in blocks(level)]
        return merged([sight for part in parts for sight in found(self._answers(part), part, grey.shape)])

    def heat(self, grey: np.ndarray) -> np.ndarray:
        """Returns (h, w) float32: how surely a digit's centre is near each px, over all levels."""
        out = np.zeros(grey.shape, np.float32)
        for level in pyramid(grey):
            logits = self._answers(level)["heat"][..., 0]
            scores = 1 / (1 + np.exp(-logits))
            wide = cv2.resize(scores, level.image.shape[::-1], interpolation=cv2.INTER_LINEAR)
            h, w = (max(round(side * level.scale), 1) for side in grey.shape)
            seen = wide[level.top : level.top + h, level.left : level.left + w]
            np.maximum(out, cv2.resize(seen, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), out=out)
        return out

    def _answers(self, level: Level) -> dict[str, np.ndarray]:
        return self._open(self.runtime, level.image.shape).run(level.image)

    def _open(self, runtime: str, shape: tuple[int, int]) -> "_Sized":
        sized = self._sized.pop(shape, None)
        if sized is None:
            sized = _Sized(self.name, self._model, runtime, self._threads, shape)
        self._sized[shape] = sized
        while len(self._sized) > KEPT:
            self._sized.pop(next(iter(self._sized)))
        return sized


GRID_SIDE = 96  # px, the size at which an eye is tried when it is loaded


class _Sized:
    """An interpreter for pictures of one size, since giving it another takes longer than a small picture."""

    def __init__(self, name: str, model: bytes, runtime: str, threads: int, shape: tuple[int, int]):
        self._interpreter, self.runtime = open_interpreter(model, runtime, threads)
        source = self._interpreter.get_input_details()[0]
        try:
            self._interpreter.resize_tensor_input(source["index"], (1, *shape, 1))
            self._interpreter.allocate_tensors()
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"{name} is no eye: {' '.join(str(error).split())[:200]}") from None
        self._source = self._interpreter.get_input_details()[0]
        self._heads = _heads(name, self._interpreter.get_output_details())
        levels = (np.arange(256, dtype=np.float32) - NEUTRAL) / GAIN
        if source["dtype"] == np.float32:
            self._levels = levels
        else:
            self._levels = quantize(levels, *source["quantization"], source["dtype"])

    def run(self, image: np.ndarray) -> dict[str, np.ndarray]:
        """Returns "heat", "box" and "digit", (h / 4, w / 4, .) float32, for (h, w) uint8."""
        values = cv2.LUT(image, self._levels)
        self._interpreter.set_tensor(self._source["index"], values[None, :, :, None])
        self._interpreter.invoke()
        out = {}
        for head, sink in self._heads.items():
            raw = self._interpreter.get_tensor(sink["index"])[0]
            out[head] = raw if raw.dtype == np.float32 else dequantize(raw, *sink["quantization"])
        return out


def _heads(name: str, sinks: list[dict]) -> dict[str, dict]:
    heads = {head: sink for head, size in HEADS.items() for sink in sinks if sink["shape"][-1] == size}
    if len(sinks) != len(HEADS) or len(heads) != len(HEADS):
        raise ModelError(f"{name} is no eye: an eye answers with heat, box and digit, 1, 4 and 10 numbers")
    return heads


def found(answers: dict[str, np.ndarray], level: Level, shape: tuple[int, int]) -> list[tuple]:
    """Returns the digits of one level: (box, score, logits), each box as left, top, right, bottom in px.

    Args:
        answers: "heat", "box" and "digit" of the level; see `_Sized.run`.
        level: where they come from.
        shape: (h, w) of the picture.
    """
    heat = np.ascontiguousarray(answers["heat"][..., 0])
    peaks = (heat > np.log(LEAST_SCORE / (1 - LEAST_SCORE))) & (heat >= cv2.dilate(heat, np.ones((3, 3))))
    left, top, right, bottom = (side // STRIDE for side in level.shared)
    rows, columns = np.nonzero(peaks[top : len(peaks) - bottom, left : peaks.shape[1] - right])
    rows, columns = rows + top, columns + left
    dx, dy, wide, tall = answers["box"][rows, columns].T
    wide, tall = STRIDE * np.exp(np.minimum(wide, 4)), STRIDE * np.exp(np.minimum(tall, 4))
    x, y = (columns + 0.5 + dx) * STRIDE - level.left, (rows + 0.5 + dy) * STRIDE - level.top
    boxes = np.stack([x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2], 1) / level.scale
    h, w = shape
    boxes = np.clip(boxes, 0, (w, h, w, h))
    scores = 1 / (1 + np.exp(-heat[rows, columns]))
    long = np.maximum(wide, tall)
    good = (long >= SMALLEST) & (long <= LARGEST) & (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
    logits = answers["digit"][rows, columns]
    return [(boxes[i], float(scores[i]), logits[i]) for i in np.flatnonzero(good)]


def merged(seen: list[tuple]) -> list[Sight]:
    """Makes one sight of what several levels, or neighbouring places, see of one digit; the surest first."""
    if not seen:
        return []
    order = np.argsort([-score for _, score, _ in seen], kind="stable")
    boxes = np.array([seen[i][0] for i in order], np.float32)
    scores = np.array([seen[i][1] for i in order], np.float32)
    logits = np.array([seen[i][2] for i in order], np.float32)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    left = np.ones(len(boxes), bool)
    sights = []
    for i in range(len(boxes)):
        if not left[i]:
            continue
        shared = np.prod(
            np.maximum(np.minimum(boxes[i, 2:], boxes[:, 2:]) - np.maximum(boxes[i, :2], boxes[:, :2]), 0), 1
        )
        union = shared / (areas + areas[i] - shared)
        one = left & ((union >= SAME) | (shared >= WITHIN * np.minimum(areas, areas[i])))
        left &= ~one
        agree = one & (union >= SAME)
        weights = scores * agree
        mean = (logits * weights[:, None]).sum(0) / weights.sum()
        x, y, right, bottom = np.rint(boxes[i]).astype(int).tolist()
        box = x, y, max(right - x, 1), max(bottom - y, 1)
        sights.append(Sight(box, float(scores[i]), softmax(mean[None])[0]))
    return sights
