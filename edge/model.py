"""Decides whether a model file may be loaded, since one flipped bit can crash the runtime or falsify answers.

A model that the manifest beside it lists must have the listed SHA-256. Any other is the user's own: its
structure is checked without trusting it, then it is run once in a child process that may die in our place.
"""

import faulthandler
import hashlib
import json
import math
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from edge.errors import ModelError
from edge.flatbuffer import DamagedError, check

SHIPPED = Path(__file__).resolve().parents[1] / "models/cnn_int8.tflite"
MANIFEST = "manifest.json"
MAX_BYTES = 64 << 20  # a digit network has some tens of kilobytes; this bounds a wrong file
TRIAL_SECONDS = 20  # for one inference, with the import of the slowest runtime on a slow board


@dataclass(frozen=True)
class Model:
    """A model that may be loaded.

    Attributes:
        name: the file's name.
        data: the file's bytes.
        softmax: whether its outputs are probabilities already.
        reading: the manifest's thresholds for reading with it; empty for a user's own model.
        listed: whether the manifest vouches for it.
    """

    name: str
    data: bytes
    softmax: bool
    reading: dict = field(default_factory=dict)
    listed: bool = False


def load_model(path: Path | str | None = None) -> Model:
    """Reads and checks a model file; None stands for the shipped one.

    Raises:
        ModelError: it is missing, unreadable, not a model, or not the one that the manifest lists.
    """
    path = SHIPPED if path is None else Path(path)
    data = _read(path)
    manifest = _read_manifest(path.with_name(MANIFEST))
    entry = manifest.get("models", {}).get(path.name)
    if entry is not None and hashlib.sha256(data).hexdigest() != entry.get("sha256"):
        raise ModelError(f"{path} is damaged or was changed: its SHA-256 is not the one in its {MANIFEST}")
    try:
        softmax = check(data)
    except DamagedError as error:
        raise ModelError(f"{path} cannot be used as a model: {error}") from None
    if entry is None:
        return Model(path.name, data, softmax)
    return Model(path.name, data, softmax, manifest.get(entry.get("thresholds", "reading"), {}), listed=True)


def survives(trial: Callable[[], None]) -> bool:
    """Returns whether `trial` ends in a forked child without killing it; exceptions do not count as death."""
    if not hasattr(os, "fork"):
        return True
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            faulthandler.disable()  # its report of a crash would look like ours
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(TRIAL_SECONDS)
            trial()
        except BaseException:  # the parent meets the same exception, and tells it
            pass
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ModelError(f"there is no model file {path}")
        if path.stat().st_size > MAX_BYTES:
            raise ModelError(f"{path} is larger than {MAX_BYTES >> 20} MiB, so it is no digit model")
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"the model {path} cannot be read: {error.strerror}") from None


def _read_manifest(path: Path) -> dict:
    try:
        manifest = json.loads(path.read_bytes())
        entries, reading = manifest.get("models", {}).values(), manifest.get("reading", {})
        sound = 0 < reading.get("temperature", 1) < math.inf and 0 <= reading.get("min_confidence", 0) <= 1
        if not sound or not all(isinstance(entry, dict) for entry in entries):
            raise ValueError
    except FileNotFoundError:
        return {}
    except (AttributeError, OSError, RecursionError, TypeError, ValueError):  # TypeError: text for a number
        raise ModelError(f"{path} is damaged or cannot be read") from None
    return manifest
