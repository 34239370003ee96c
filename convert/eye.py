"""Converts the eye to int8, checks it, and measures what that costs: `python -m convert.eye`.

Heat, boxes and digits are outputs of their own: one scale for all three would spoil them.
"""

import os
import sys

import numpy as np

from convert import manifest, tflite
from convert.__main__ import MODELS
from edge.errors import ModelError, ZifferError
from edge.reading.evening import GAIN, NEUTRAL
from edge.reading.eye import HEADS

CALIBRATION = 300  # training tiles on which the activations' ranges are measured
SIDE = 128  # px of them
MOST_BYTES = 300_000
FRAME = (480, 640)  # (h, w) px for which the multiply-adds are counted, of one level


def to_int8(network, tiles: np.ndarray) -> bytes:
    """Returns the full-integer TFLite file of an eye.

    Args:
        network: Keras model.
        tiles: (n, h, w) uint8 in even light, rendered for training.
    """
    import tensorflow as tf

    # Pictures of the darkest and the lightest level pin the input's range.
    tiles = np.concatenate([tiles, np.zeros_like(tiles[:1]), np.full_like(tiles[:1], 255)])
    converter = tf.lite.TFLiteConverter.from_keras_model(network)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: (
        [((tile[None, :, :, None].astype(np.float32) - NEUTRAL) / GAIN)] for tile in tiles
    )
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    return tflite.converted(converter)


def check(model: bytes) -> tuple[dict, list[dict]]:
    """Returns the details of an int8 eye's input and outputs.

    Raises:
        ModelError: it is too large, not full int8, or answers otherwise than an eye does.
    """
    if len(model) > MOST_BYTES:
        raise ModelError(f"the int8 eye has {len(model):,} bytes, more than {MOST_BYTES:,}")
    inputs, outputs, tensors = tflite.details(model)
    wrong = [tensor["name"] for tensor in tensors if not np.issubdtype(tensor["dtype"], np.integer)]
    if wrong or inputs["dtype"] != np.int8:
        raise ModelError(f"the int8 eye computes with other numbers than integers: {wrong or 'its input'}")
    if sorted(int(sink["shape"][-1]) for sink in outputs) != sorted(HEADS.values()):
        raise ModelError("the int8 eye does not answer with heat, box and digit apart")
    return inputs, outputs


def write(network, tiles: np.ndarray, cost: int) -> None:
    """Converts a network, writes models/eye_int8.tflite and eye_float.tflite and enters them in the manifest.

    Args:
        network: Keras model.
        tiles: see `to_int8`.
        cost: multiply-adds of a picture of `FRAME`.
    """
    for kind, content in (("float", tflite.to_float(network)), ("int8", to_int8(network, tiles))):
        inputs, outputs, _ = tflite.details(content)
        if kind == "int8":
            check(content)
        path = MODELS / f"eye_{kind}.tflite"
        partial = path.with_suffix(".partial")
        partial.write_bytes(content)
        partial.replace(path)
        by_size = {int(sink["shape"][-1]): sink for sink in outputs}
        entry = manifest.describe_file(content, inputs, by_size[HEADS["heat"]])
        entry["outputs"] = {head: manifest.describe_tensor(by_size[size]) for head, size in HEADS.items()}
        del entry["output"]
        entry |= {
            "network": "eye",
            "thresholds": "eye",
            "parameters": network.count_params(),
            "multiply_adds": cost,
        }
        manifest.update(MODELS / "manifest.json", {"models": {path.name: entry}})


def main() -> int:
    """Converts models/eye.keras."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        path = MODELS / "eye.keras"
        if not path.exists():
            raise ModelError(f"there is no {path}; run `make train-eye` first")
        import keras

        from train.eye import network, store
        from train.networks import multiply_adds

        tiles = store.load(store.make(store.CALIBRATION)).images
        chosen = np.linspace(0, len(tiles) - 1, CALIBRATION).astype(int)
        trained = keras.models.load_model(path)
        write(trained, tiles[chosen, :SIDE, :SIDE], multiply_adds(network.eye(*FRAME)))
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
