"""Loads tflite-runtime before TensorFlow: the other way round its interpreter fails to construct."""

import contextlib

with contextlib.suppress(ImportError):
    import tflite_runtime.interpreter  # noqa: F401
