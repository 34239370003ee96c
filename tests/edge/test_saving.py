import cv2
import numpy as np
import pytest

from edge import saving
from edge.errors import OutputError
from edge.saving import make_folder, write, write_picture

IMAGE = np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_picture_is_written_whole_and_nothing_is_left_beside_it(tmp_path):
    write_picture(tmp_path / "x.png", IMAGE)
    assert (cv2.imread(str(tmp_path / "x.png")) == IMAGE).all()
    assert names(tmp_path) == ["x.png"]


def test_what_finds_no_room_leaves_the_older_file_and_nothing_cut_off(tmp_path, monkeypatch):
    def half(path, data):
        with path.open("wb") as file:
            file.write(data[:5])
        raise OSError(28, "No space left on device")

    (tmp_path / "old.png").write_bytes(b"older")
    monkeypatch.setattr(saving.Path, "write_bytes", half)
    for name in ("old.png", "new.png"):
        with pytest.raises(OutputError, match=f"{name} cannot be written: No space left on device"):
            write(tmp_path / name, b"much more")
    assert names(tmp_path) == ["old.png"] and (tmp_path / "old.png").read_bytes() == b"older"


def test_a_kind_of_picture_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(OutputError, match="not supported"):
        write_picture(tmp_path / "x.heic", IMAGE)
    assert names(tmp_path) == []


def test_a_file_in_a_folders_place_is_called_one(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file is a file, not a folder"):
        make_folder(tmp_path / "file")
    with pytest.raises(OutputError, match="below cannot be made: Not a directory"):
        make_folder(tmp_path / "file/below")
    make_folder(tmp_path / "new/below")
    make_folder(tmp_path / "new/below")
