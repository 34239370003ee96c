"""Builds the network of the best-known OpenCV and TFLite digit readers, for `make bench` to compare with.

Two convolutions of 3 x 3 (32 and 64 filters), one pooling and one dense layer, float: 110,986 parameters,
which are the 432 kB that this reader is known for. Only its time is of interest, so its weights are random.
Usage: python -m convert.peer OUT.tflite
"""

import sys
from pathlib import Path

import tensorflow as tf


def main(argv: list[str] | None = None) -> int:
    """Writes the network; returns the exit code."""
    (out,) = sys.argv[1:] if argv is None else argv
    layers = tf.keras.layers
    network = tf.keras.Sequential(
        [
            tf.keras.Input((28, 28, 1), batch_size=1),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    print(f"the peer's network has {network.count_params()} parameters", file=sys.stderr)
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    Path(out).write_bytes(tf.lite.TFLiteConverter.from_keras_model(network).convert())
    return 0


if __name__ == "__main__":
    sys.exit(main())
