import numpy as np
import pytest

from edge.overlay import YELLOW
from edge.results import Digit, Reading
from edge.transcript import caption, transcribe


def reading_of(lines, pitch, height=30, left=20):
    """Returns a reading of lines below each other, their digits close together."""
    width = height * 2 // 3
    digits = [
        Digit(int(value), 0.97, (left + round(1.2 * width * i), 20 + pitch * row, width, height))
        for row, text in enumerate(lines)
        for i, value in enumerate(text)
    ]
    return Reading(tuple(lines), tuple(digits))


def yellow_rows(image):
    """Returns the rows in which a number is written, as (first, last) of each."""
    found = (np.abs(image.astype(int) - YELLOW).max(axis=2) < 40).any(axis=1)
    edges = np.flatnonzero(np.diff(np.r_[False, found, False]))
    return list(zip(edges[::2], edges[1::2] - 1, strict=True))


@pytest.mark.parametrize("shape", [(3000, 4000), (480, 640), (90, 700), (700, 90)])
def test_numbers_stand_beside_the_picture_and_never_on_it(shape):
    image = np.full((*shape, 3), 200, np.uint8)
    out = transcribe(image, reading_of(["472", "19"], 40, 20))
    scale = max(1, out.shape[0] // shape[0])
    assert out.shape[1] > scale * shape[1]
    assert yellow_rows(out[:, : scale * shape[1]]) == []
    assert len(yellow_rows(out[:, scale * shape[1] :])) == 2


def test_each_number_stands_at_the_height_of_its_line():
    image = np.full((1000, 900, 3), 200, np.uint8)
    reading = reading_of(["472", "19", "305"], 300, 60)
    rows = yellow_rows(transcribe(image, reading)[:, 900:])
    assert [round((first + last) / 2) for first, last in rows] == pytest.approx([50, 350, 650], abs=3)


@pytest.mark.parametrize("pitch", [31, 5, 0])
def test_many_lines_close_together_have_a_number_each(pitch):
    lines = [str(number) for number in range(100, 130)]
    out = transcribe(np.full((200, 300, 3), 200, np.uint8), reading_of(lines, pitch))
    assert len(yellow_rows(out[:, 600:])) == 30


def test_a_tiny_picture_is_enlarged_until_it_can_be_read():
    image = np.full((20, 28, 3), 200, np.uint8)
    reading = Reading(("7",), (Digit(7, 0.97, (8, 2, 10, 16)),))
    assert transcribe(image, reading).shape[0] >= 60


def test_a_picture_without_digits_stays_as_it_is():
    image = np.full((60, 80, 3), 130, np.uint8)
    out = transcribe(image, Reading())
    assert (out == image).all() and out is not image


@pytest.mark.parametrize("lines", [(), ("472",), ("472", "19"), ("123456789",) * 9])
def test_frames_grow_by_a_bar_of_one_size_whatever_is_read(lines):
    frame = np.full((480, 640), 200, np.uint8)
    out = caption(frame, reading_of(lines, 50))
    assert out.shape == (540, 640, 3)
    assert yellow_rows(out[:480]) == []
    assert len(yellow_rows(out[480:])) == min(len(lines), 1)
