"""The bundled samples are what everybody sees first: they must be there, small, and truly labelled."""

import csv

import cv2
import numpy as np

from train import mnist
from train.samples import FOLDER, SAMPLES, main, sample, write

MOST_BYTES = 100_000


def labels(folder) -> list[dict[str, str]]:
    with (folder / "labels.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_bundled_sample_is_a_small_picture_with_its_row():
    rows = labels(FOLDER)
    assert [row["file"] for row in rows] == list(SAMPLES)
    assert {path.name for path in FOLDER.glob("*.jpg")} == set(SAMPLES)
    for name in SAMPLES:
        assert (FOLDER / name).stat().st_size < MOST_BYTES
        assert min(cv2.imread(str(FOLDER / name)).shape[:2]) >= 300


def test_the_samples_are_rendered_again_alike(tmp_path):
    """A processor may round differently, so the pictures are compared up to a grey level or two."""
    (digits, truth), _ = mnist.split(mnist.load())
    write(tmp_path, digits, truth)
    assert labels(tmp_path) == labels(FOLDER)
    for name in SAMPLES:
        mine, bundled = (cv2.imread(str(folder / name)).astype(int) for folder in (tmp_path, FOLDER))
        assert np.abs(mine - bundled).mean() < 2


def test_one_sample_holds_no_digit_and_the_others_do():
    empty = [row["file"] for row in labels(FOLDER) if not row["lines"]]
    assert empty == ["words.jpg"]
    (digits, truth), _ = mnist.split(mnist.load())
    assert sample("words.jpg", digits, truth).boxes == ()


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main([str(tmp_path / "file" / "samples")]) == 6
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
