"""The one place where real numbers become a model's integers and back, since casts done by hand get it wrong.

A quantized tensor stores `q` for the real value `scale * (q - zero_point)`, as the TensorFlow Lite 8-bit
quantization specification has it. Scale and zero point come from the model, never from a constant.
"""

import numpy as np


def quantize(values: np.ndarray, scale: float, zero_point: int, dtype: np.dtype | type) -> np.ndarray:
    """Returns `values` (any shape, float) as the nearest integers of `dtype`, clipped to its range.

    Args:
        values: real values.
        scale: real width of one step, above 0.
        zero_point: the integer that stands for 0.0.
        dtype: an integer type, such as int8 or uint8.
    """
    limits = np.iinfo(dtype)
    steps = np.rint(np.asarray(values, np.float32) / np.float32(scale)) + zero_point
    return np.clip(steps, limits.min, limits.max).astype(dtype)


def dequantize(steps: np.ndarray, scale: float, zero_point: int) -> np.ndarray:
    """Returns the float32 real values of quantized `steps` (any shape, integer)."""
    return (steps.astype(np.int32) - zero_point).astype(np.float32) * np.float32(scale)
