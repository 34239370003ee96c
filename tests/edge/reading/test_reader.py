import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.images import load
from edge.reading.reader import EyeReader
from tests.edge.paper import sheet, write

SAMPLES = Path(__file__).resolve().parents[3] / "edge/samples"
TRUTH = {row["file"]: row["lines"] for row in csv.DictReader((SAMPLES / "labels.csv").open())}


@pytest.fixture(scope="module")
def reader() -> EyeReader:
    return EyeReader()


def number() -> np.ndarray:
    return write(sheet(480, 640), "3582", 120, 180, 100)


@pytest.mark.parametrize("name", TRUTH)
def test_the_bundled_samples_are_read(reader, name):
    assert "|".join(reader.read(load(SAMPLES / name).image).lines) == TRUTH[name]


def test_grey_and_colour_give_the_same_answer(reader):
    image = number()

    assert reader.read(image) == reader.read(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR))


def test_the_same_image_is_always_read_alike(reader):
    assert reader.read(number()) == reader.read(number())


def test_chalk_is_read_like_ink(reader):
    assert reader.read(255 - number()).lines == ("3582",)


def test_blank_paper_is_silent(reader):
    assert reader.read(sheet(480, 640)).lines == ()


def test_a_number_on_a_steep_line_is_read(reader):
    turn = cv2.getRotationMatrix2D((320, 240), 40, 0.8)
    image = cv2.warpAffine(number(), turn, (640, 480), borderMode=cv2.BORDER_REPLICATE)

    assert reader.read(image).lines == ("3582",)


def test_probabilities_sum_to_at_most_one_and_agree_with_the_digit(reader):
    for digit in reader.read(number()).digits:
        assert sum(digit.probabilities) <= 1 + 1e-5
        assert int(np.argmax(digit.probabilities)) == digit.digit


def test_the_trace_shows_heat_and_what_the_classifier_saw(reader):
    reading, trace = reader.inspect(number())

    assert trace.mask.shape == (480, 640) and trace.mask.max() > 120
    assert trace.crops.shape == (len(reading.digits), 28, 28)
