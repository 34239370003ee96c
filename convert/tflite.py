"""Converts a Keras network to TFLite, and refuses a result that a small device could not run as it should."""

import contextlib
import io
import math

import numpy as np

from edge.errors import ModelError
from edge.runtime import open_interpreter

PER_CLASS = 100  # calibration images of each class


def calibration_images(images: np.ndarray, labels: np.ndarray, per_class: int = PER_CLASS) -> np.ndarray:
    """Returns the first `per_class` images of every class: fixed and balanced.

    Args:
        images: (n, 28, 28) uint8, training images.
        labels: (n,) classes.
    """
    chosen = [np.flatnonzero(labels == label)[:per_class] for label in np.unique(labels)]
    return images[np.sort(np.concatenate(chosen))]


def to_float(model) -> bytes:
    """Returns the float TFLite file of a Keras model."""
    import tensorflow as tf

    return converted(tf.lite.TFLiteConverter.from_keras_model(model))


def to_int8(model, images: np.ndarray) -> bytes:
    """Returns the full-integer TFLite file of a Keras model, int8 in and int8 out.

    Args:
        images: (n, 28, 28) uint8, what the activations' ranges are measured on.
    """
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    # The two extra images pin the input's range to 0..1, so that its scale is exactly 1/255 for any sample.
    images = np.concatenate([images, np.zeros((1, 28, 28), np.uint8), np.full((1, 28, 28), 255, np.uint8)])
    converter.representative_dataset = lambda: (
        [image[None, :, :, None].astype(np.float32) / np.float32(255)] for image in images
    )
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    return converted(converter)


def converted(converter) -> bytes:
    """Returns the file that a TensorFlow Lite converter makes."""
    with contextlib.redirect_stdout(io.StringIO()):  # the converter prints its signature
        return converter.convert()


def details(model: bytes) -> tuple[dict, list[dict], list[dict]]:
    """Returns what the interpreter says of a file's input, its outputs and all its tensors."""
    interpreter, _ = open_interpreter(model)
    return (
        interpreter.get_input_details()[0],
        interpreter.get_output_details(),
        interpreter.get_tensor_details(),
    )


def check_int8(model: bytes) -> None:
    """Raises `ModelError` unless every tensor is an integer and every scale and zero point is sane."""
    inputs, (outputs,), tensors = details(model)
    for tensor in tensors:
        if not np.issubdtype(tensor["dtype"], np.integer):
            raise ModelError(f"tensor {tensor['name']} is {np.dtype(tensor['dtype'])}, not an integer")
        scales = tensor["quantization_parameters"]["scales"]
        zeros = tensor["quantization_parameters"]["zero_points"]
        if not all(np.isfinite(scales)) or any(scales <= 0) or any(scales > 10):
            raise ModelError(f"tensor {tensor['name']} has a senseless scale: {scales}")
        if tensor["dtype"] == np.int8 and (any(zeros < -128) or any(zeros > 127)):
            raise ModelError(f"tensor {tensor['name']} has a zero point outside int8: {zeros}")
    for name, tensor in (("input", inputs), ("output", outputs)):
        if tensor["dtype"] != np.int8:
            raise ModelError(f"the {name} is {np.dtype(tensor['dtype'])}, not int8")
    scale, zero_point = inputs["quantization"]
    if not math.isclose(scale, 1 / 255, rel_tol=1e-6) or zero_point != -128:
        raise ModelError(f"the input's scale is {scale} and its zero point {zero_point}, not 1/255 and -128")
    if outputs["quantization"][0] > 1:
        raise ModelError(f"the output's scale {outputs['quantization'][0]} is too coarse for logits")
