"""What lies on the paper, such as a pen, is found and painted over, and what is written is not."""

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.light import find_ink
from edge.normalise import normalise
from edge.segmentation import Segment
from edge.things import find_things, without_things
from tests.edge.paper import PAPER, lay_pen, overlap, sheet, squared_mask, write, written_mask

SHAPE = (480, 640)
NUMBER = ("3582", 60, 60, 90)  # digits, left, top, height
PEN = (140, 250), (520, 400), 24  # tip, end, px


def things_on(image: np.ndarray, read: list[Segment] = ()) -> np.ndarray | None:
    return find_things(find_ink(image, False).mask, read)


def test_a_pen_is_found_and_not_what_is_written_beside_it():
    pen = lay_pen(sheet(*SHAPE), *PEN) < PAPER - 100
    things = things_on(lay_pen(write(sheet(*SHAPE), *NUMBER), *PEN))
    assert things[pen].all()
    assert not cv2.bitwise_and(things, written_mask(SHAPE, *NUMBER)).any()


def test_a_stout_thing_is_found_and_not_what_is_written_beside_it():
    leaf = cv2.ellipse(sheet(*SHAPE), (420, 330), (90, 50), 30, 0, 360, 60, cv2.FILLED) < PAPER - 100
    image = write(sheet(*SHAPE), *NUMBER)
    image[leaf] = 60
    things = things_on(image)
    assert things[leaf].all()
    assert not cv2.bitwise_and(things, written_mask(SHAPE, *NUMBER)).any()


def test_a_pen_in_two_colours_is_found_whole():
    image = lay_pen(sheet(*SHAPE), *PEN)
    cv2.line(image, (300, 280), (312, 345), PAPER, 4)  # where its cap begins
    things = things_on(image)
    assert things[260:300, 150:200].any() and things[360:395, 480:510].any()


def test_painted_over_a_pen_leaves_paper_and_the_writing_as_it_was():
    image = lay_pen(write(sheet(*SHAPE), *NUMBER), *PEN)
    bare = without_things(image, things_on(image))
    assert overlap(find_ink(bare, False).mask, find_ink(write(sheet(*SHAPE), *NUMBER), False).mask) > 0.95


@pytest.mark.parametrize(
    "image",
    [
        write(sheet(*SHAPE), *NUMBER),
        write(sheet(*SHAPE), "0", 200, 60, 340, 40),
        cv2.subtract(sheet(*SHAPE), squared_mask(SHAPE)),
        cv2.ellipse(sheet(*SHAPE), (320, 500), (280, 300), 0, 180, 360, 60, 24),
        sheet(*SHAPE),
    ],
    ids=["a number", "a marker's 0", "squares", "a bow", "blank paper"],
)
def test_what_is_written_or_printed_or_bent_is_no_thing(image):
    assert things_on(image) is None


@pytest.mark.parametrize(("digit", "kept"), [(7, True), (1, False)])
def test_what_was_read_as_a_digit_is_a_thing_only_if_that_is_a_one(digit, kept):
    image = lay_pen(sheet(*SHAPE), *PEN)
    part = find_parts(find_ink(image, False))[0]
    read = [Segment((part,), normalise(part.mask), np.eye(11, dtype=np.float32)[digit])]
    assert (things_on(image, read) is None) == kept
