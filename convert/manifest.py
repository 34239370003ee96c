"""Writes models/manifest.json: what each model file is, how it was made and how well it reads.

The edge takes each file's SHA-256 from it (a flipped bit crashes the runtime) and its thresholds
("reading", which `train.calibrate` fits); both parts have their own writer, so each write keeps what the
other has written.
"""

import hashlib
import json
from pathlib import Path

import numpy as np


def update(path: Path, part: dict) -> None:
    """Merges `part` into the manifest, one level deep, and replaces the file in one step."""
    manifest = json.loads(path.read_text()) if path.exists() else {}
    for key, value in part.items():
        if isinstance(value, dict):
            value = {**manifest.get(key, {}), **value}
        manifest[key] = value
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(manifest, indent=1) + "\n")
    partial.replace(path)


def describe_file(content: bytes, inputs: dict, outputs: dict) -> dict:
    """Returns a model file's entry, from TensorFlow's details of its input and output."""
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "input": describe_tensor(inputs),
        "output": describe_tensor(outputs),
    }


def describe_tensor(tensor: dict) -> dict:
    """Returns a tensor's shape, type and, where it has them, scale and zero point."""
    described = {"shape": [int(n) for n in tensor["shape"]], "dtype": np.dtype(tensor["dtype"]).name}
    if described["dtype"] != "float32":
        scale, zero_point = tensor["quantization"]
        described |= {"scale": float(scale), "zero_point": int(zero_point)}
    return described
