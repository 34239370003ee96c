import hashlib
import io
import tarfile
import zipfile

import pytest

from edge.errors import SourceError
from train.packages import members

FILES = {"a/one.txt": b"one", "a/two.txt": b"two"}


def packed(path, kind: str) -> tuple[str, str]:
    """Writes a package; returns its address and SHA-256."""
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in FILES.items():
                archive.writestr(name, content)
    else:
        with tarfile.open(path, "w:gz") as archive:
            for name, content in FILES.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    return path.as_uri(), hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_members_are_kept_and_not_fetched_again(tmp_path, kind):
    package = tmp_path / "package"
    address, sha256 = packed(package, kind)
    paths = members(address, sha256, ["a/two.txt", "a/one.txt"], tmp_path / "cache")
    package.unlink()

    assert [path.read_bytes() for path in paths] == [b"two", b"one"]
    assert members(address, sha256, ["a/two.txt", "a/one.txt"], tmp_path / "cache") == paths


def test_another_package_than_the_chosen_one_is_refused(tmp_path):
    address, _ = packed(tmp_path / "package", "zip")

    with pytest.raises(SourceError, match="SHA-256"):
        members(address, "0" * 64, ["a/one.txt"], tmp_path / "cache")


def test_a_package_that_cannot_be_had_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"missing\.whl"):
        members((tmp_path / "missing.whl").as_uri(), "0" * 64, ["a"], tmp_path / "cache")
