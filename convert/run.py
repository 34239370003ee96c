"""Runs one TFLite file over many images with the runtime that is asked for, as a program of its own.

TensorFlow, tflite-runtime and LiteRT share symbols and do not always get along in one process. So the
conversion asks this program, which needs numpy and one runtime alone:

    .venv/bin/python convert/run.py tflite-runtime models/cnn_int8.tflite images.npy outputs.npy
"""

import argparse
import importlib
import sys
from pathlib import Path

import numpy as np

RUNTIMES = {"tflite-runtime": "tflite_runtime", "ai-edge-litert": "ai_edge_litert"}  # packages and modules


def interpreter_of(runtime: str, model: Path) -> object:
    """Returns an allocated one-thread interpreter of one of `RUNTIMES`."""
    module = importlib.import_module(f"{RUNTIMES[runtime]}.interpreter")
    interpreter = module.Interpreter(model_path=str(model), num_threads=1)
    interpreter.allocate_tensors()
    return interpreter


def run(interpreter: object, images: np.ndarray) -> np.ndarray:
    """Returns the raw outputs.

    Args:
        images: (n, 28, 28) uint8.

    Returns:
        (n, classes), in the model's own output type.
    """
    inputs, outputs = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    if inputs["dtype"] == np.int8:
        scale, zero_point = inputs["quantization"]
        quantized = np.rint(images / 255.0 / scale + zero_point)
        values = np.clip(quantized, -128, 127).astype(np.int8)
    else:
        values = images.astype(np.float32) / np.float32(255)
    results = np.empty((len(images), outputs["shape"][-1]), outputs["dtype"])
    for i, value in enumerate(values):
        interpreter.set_tensor(inputs["index"], value[None, :, :, None])
        interpreter.invoke()
        results[i] = interpreter.get_tensor(outputs["index"])[0]
    return results


def main(argv: list[str] | None = None) -> int:
    """Runs the model named on the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runtime", choices=tuple(RUNTIMES))
    parser.add_argument("model", type=Path)
    parser.add_argument("images", type=Path, help="(n, 28, 28) uint8, .npy")
    parser.add_argument("outputs", type=Path, help="where the (n, classes) outputs go, .npy")
    args = parser.parse_args(argv)
    np.save(args.outputs, run(interpreter_of(args.runtime, args.model), np.load(args.images)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
