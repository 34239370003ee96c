"""Turns digit images in MNIST's form into calibrated probabilities, whatever the runtime or model."""

import sys
from pathlib import Path

import cv2
import numpy as np

from edge.errors import ModelError
from edge.model import Model, load_model, survives
from edge.normalise import SIZE
from edge.quantization import dequantize, quantize
from edge.runtime import open_interpreter, silence

CLASSES = 11  # the digits 0 to 9, then "not a digit"
MAX_BATCH = 64  # crops in one invocation; bounds the runtime's memory for a page of digits
DTYPES = (np.int8, np.uint8, np.float32)


class Classifier:
    """A digit network ready to run.

    Attributes:
        name: the model file's name.
        runtime: the runtime package in use.
        thresholds: the manifest's thresholds for reading; empty for a model that it does not list.
    """

    def __init__(self, path: Path | str | None = None, runtime: str = "auto", threads: int = 1):
        """Loads a model; None stands for the shipped one.

        Raises:
            ModelError: the model or the runtime cannot be used.
        """
        model = load_model(path)
        self.name = model.name
        self.thresholds: dict = model.reading
        self._softmax = model.softmax
        if not model.listed:
            self._try_out(model, runtime, threads)
        self._open(model, runtime, threads)

    def probabilities(self, crops: np.ndarray) -> np.ndarray:
        """Classifies digit images.

        Args:
            crops: (n, 28, 28) uint8 in MNIST's form.

        Returns:
            (n, 11) float32, rows sum to 1; column 10 is "not a digit" (0 for a model that does not know it).
        """
        out = np.zeros((len(crops), CLASSES), np.float32)
        if len(crops) == 0:
            return out
        outputs = self.logits(crops)
        if self._softmax:
            outputs /= outputs.sum(axis=1, keepdims=True)
        else:
            outputs = softmax(outputs / np.float32(self.thresholds.get("temperature", 1.0)))
        out[:, : outputs.shape[1]] = outputs
        return out

    def logits(self, crops: np.ndarray) -> np.ndarray:
        """Returns the model's own outputs, dequantized: (n, 10 or 11) float32 for (n, 28, 28) uint8 crops."""
        scale, zero_point = self._output["quantization"]
        raw = self.raw(crops)
        return raw if raw.dtype == np.float32 else dequantize(raw, scale, zero_point)

    def raw(self, crops: np.ndarray) -> np.ndarray:
        """Returns the model's outputs in its own number type: (n, 10 or 11) for (n, 28, 28) uint8 crops."""
        values = cv2.LUT(crops.reshape(-1, SIZE), self._levels).reshape(-1, SIZE, SIZE, 1)
        step = self._max_batch
        if len(values) <= step:
            return self._invoke(values)
        parts = [self._invoke(values[i : i + step]) for i in range(0, len(values), step)]
        return np.concatenate(parts)

    def _open(self, model: Model, runtime: str, threads: int) -> None:
        self._interpreter, self.runtime = open_interpreter(model.data, runtime, threads)
        try:
            self._input = self._interpreter.get_input_details()[0]
            self._output = self._interpreter.get_output_details()[0]
        except ValueError:  # names that are no text
            raise ModelError(f"{model.name} is damaged: its inputs and outputs cannot be told") from None
        _check_ends(model.name, self._input, self._output)
        self._levels = _input_levels(self._input)
        self._batch = 1
        self._max_batch = MAX_BATCH
        try:
            self._resize(2)
        except RuntimeError:  # the graph has a shape for one image built into it
            self._interpreter, _ = open_interpreter(model.data, self.runtime, threads)
            self._batch = self._max_batch = 1

    def _try_out(self, model: Model, runtime: str, threads: int) -> None:
        """Reads with a user's own model in a child process first: no check of its bytes can promise that."""
        print(f"{model.name} is not in a manifest beside it, so nothing vouches for it", file=sys.stderr)

        def trial() -> None:
            with silence():
                self._open(model, runtime, threads)
                self.raw(np.zeros((2, SIZE, SIZE), np.uint8))

        if not survives(trial):
            raise ModelError(f"{model.name} crashes the runtime, so it is not loaded")

    def _resize(self, batch: int) -> None:
        self._interpreter.resize_tensor_input(self._input["index"], (batch, SIZE, SIZE, 1))
        self._interpreter.allocate_tensors()
        self._batch = batch

    def _invoke(self, values: np.ndarray) -> np.ndarray:
        """Runs one batch: resizing costs 2 to 40 us, one by one takes 3 to 15 % longer."""
        try:
            if len(values) != self._batch:
                self._resize(len(values))
            self._interpreter.set_tensor(self._input["index"], values)
            self._interpreter.invoke()
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"{self.name} cannot be run: {' '.join(str(error).split())[:200]}") from None
        return self._interpreter.get_tensor(self._output["index"])  # a copy, not a view


def softmax(logits: np.ndarray) -> np.ndarray:
    """Returns the softmax of each row of `logits` (n, k)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _input_levels(source: dict) -> np.ndarray:
    """Returns (256,): what a model takes for each grey level of a crop, in its own number type."""
    levels = np.arange(256, dtype=np.float32) / np.float32(255)
    if source["dtype"] == np.float32:
        return levels
    scale, zero_point = source["quantization"]
    return quantize(levels, scale, zero_point, source["dtype"])


def _check_ends(name: str, source: dict, sink: dict) -> None:
    """Demands a model that takes one 28 x 28 image and answers with 10 or 11 numbers."""
    shapes = tuple(source["shape"].tolist()), tuple(sink["shape"].tolist())
    if shapes[0] != (1, SIZE, SIZE, 1) or shapes[1] not in ((1, 10), (1, CLASSES)):
        raise ModelError(
            f"{name} takes {shapes[0]} and gives {shapes[1]}; "
            f"a digit model takes (1, 28, 28, 1) and gives (1, 10) or (1, {CLASSES})"
        )
    for end in (source, sink):
        if end["dtype"] not in DTYPES or (end["dtype"] != np.float32 and end["quantization"][0] <= 0):
            raise ModelError(f"{name} has inputs or outputs that are neither quantized 8-bit nor float32")
