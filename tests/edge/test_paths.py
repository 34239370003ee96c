import os
from pathlib import Path

import pytest

from edge.paths import expand, natural_key


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "10.jpg",
        "2.PNG",
        "a[1].jpg",
        "notes.txt",
        ".hidden.jpg",
        "deep/3.webp",
        "deep/1.heic",
        "none/x.txt",
    ):
        path = Path(name)
        path.parent.mkdir(exist_ok=True)
        path.touch()
    Path("folder.jpg").mkdir()
    return tmp_path


def test_a_folder_gives_its_pictures_in_natural_order(folder):
    assert expand(["."]) == ["2.PNG", "10.jpg", "a[1].jpg"]
    assert expand([str(folder)]) == [f"{folder}/{name}" for name in ("2.PNG", "10.jpg", "a[1].jpg")]
    assert expand(["deep"]) == ["deep/1.heic", "deep/3.webp"]


def test_a_quoted_glob_is_expanded_here(folder):
    assert expand(["*.jpg"]) == ["10.jpg", "a[1].jpg", "folder.jpg"]
    assert expand(["**/*.webp"]) == ["deep/3.webp"]
    assert expand(["de*"]) == ["deep/1.heic", "deep/3.webp"]


def test_what_was_made_of_a_picture_beside_it_is_left_out_but_read_when_it_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("7.png", "7-read.jpg", "7-read-2.jpg", "7-debug.jpg", "8-read.jpg", "7-reader.jpg"):
        Path(name).touch()
    assert expand(["."]) == expand(["*"]) == ["7-reader.jpg", "7.png", "8-read.jpg"]
    assert expand(["7-read.jpg", "7.png"]) == ["7-read.jpg", "7.png"]
    assert expand(["*-read.jpg"]) == ["7-read.jpg", "8-read.jpg"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(folder):
    assert expand(["a[1].jpg"]) == ["a[1].jpg"]


def test_the_order_given_is_kept_and_so_are_duplicates(folder):
    assert expand(["10.jpg", "deep", "2.PNG", "10.jpg"]) == [
        "10.jpg",
        "deep/1.heic",
        "deep/3.webp",
        "2.PNG",
        "10.jpg",
    ]


@pytest.mark.parametrize("name", ["missing.jpg", "*.bmp", "none", "notes.txt", "", "-"])
def test_what_stands_for_no_picture_stays_to_fail_in_its_turn(folder, name):
    assert expand([name]) == [name]


def test_what_may_not_be_looked_at_stays_to_fail_in_its_turn(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("x.jpg").touch()
    names = [".", "x.jpg", "*.png", "x" * 300 + ".jpg", "*" + "x" * 300, "null\0byte.jpg"]
    user = os.geteuid()
    tmp_path.chmod(0o444)  # it may be listed, and nothing in it looked at
    os.seteuid(user or 65534)  # root may do everything
    try:
        assert expand(names) == names
    finally:
        os.seteuid(user)
        tmp_path.chmod(0o700)


def test_numbers_in_names_are_numbers():
    names = ["img12.jpg", "img2.jpg", "IMG1.jpg", "img²3.jpg", "7.jpg", "img٣.jpg"]

    assert sorted(names, key=natural_key)[:4] == ["7.jpg", "IMG1.jpg", "img2.jpg", "img12.jpg"]
