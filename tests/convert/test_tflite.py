"""A conversion that a small device could not run is refused. TensorFlow runs in a process of its own."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from convert.tflite import calibration_images

ROOT = Path(__file__).resolve().parents[2]

# A tiny network, converted in the way that the case names, then checked.
SCRIPT = """
import keras, numpy as np, tensorflow as tf
from convert import tflite
from edge.errors import ModelError
inputs = keras.Input((28, 28, 1))
x = keras.layers.Conv2D(4, 3, strides=4, activation="relu")(inputs)
network = keras.Model(inputs, keras.layers.Dense(10)(keras.layers.Flatten()(x)))
images = np.random.default_rng(1).integers(0, 256, (40, 28, 28), np.uint8)

def converter():
    made = tf.lite.TFLiteConverter.from_keras_model(network)
    made.optimizations = [tf.lite.Optimize.DEFAULT]
    return made

def good():
    return tflite.to_int8(network, images)

def again():
    assert good() == good()
    return good()

def float_file():
    return tflite.to_float(network)

def dynamic_range():
    return converter().convert()

def float_input():
    made = converter()
    made.representative_dataset = lambda: ([i[None, :, :, None].astype("float32") / 255] for i in images)
    return made.convert()

def calibrated_on_bytes():
    made = converter()
    made.representative_dataset = lambda: ([i[None, :, :, None].astype("float32")] for i in images)
    made.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    made.inference_input_type = made.inference_output_type = tf.int8
    return made.convert()

for make in (good, again, float_file, dynamic_range, float_input, calibrated_on_bytes):
    try:
        tflite.check_int8(make())
        print(make.__name__, "passes")
    except ModelError as error:
        print(make.__name__, "refused:", error)
"""


@pytest.fixture(scope="module")
def verdicts():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)


def test_a_full_int8_conversion_passes(verdicts):
    assert verdicts["good"] == "passes"


def test_converting_twice_gives_the_same_bytes(verdicts):
    assert verdicts["again"] == "passes"


@pytest.mark.parametrize("bad", ["float_file", "dynamic_range", "float_input"])
def test_a_float_tensor_is_refused(verdicts, bad):
    assert verdicts[bad].startswith("refused: ") and "not" in verdicts[bad] and "int" in verdicts[bad]


def test_a_calibration_on_bytes_instead_of_0_to_1_is_refused(verdicts):
    assert "not 1/255 and -128" in verdicts["calibrated_on_bytes"]


def test_the_calibration_sample_is_balanced_and_fixed():
    rng = np.random.default_rng(3)
    labels = rng.integers(0, 11, 5000)
    images = np.repeat(labels[:, None, None], 28, 1).repeat(28, 2).astype(np.uint8)
    sample = calibration_images(images, labels, per_class=20)
    assert np.bincount(sample[:, 0, 0]).tolist() == [20] * 11
    assert (sample == calibration_images(images, labels, per_class=20)).all()
