from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.camera_face import Face, Place, compose
from edge.overlay import YELLOW
from edge.reader import DigitReader
from edge.results import Reading
from edge.seen import FrameReader
from edge.sources.frame import Frame
from edge.sources.view import View
from tests.edge.films import page


@pytest.fixture(scope="module")
def seen():
    return FrameReader(DigitReader(), View(), still=True)(Frame(page(["472", "19"]), 0.0))


SIZES = [(1024, 768), (640, 480), (300, 900), (1600, 300), (10, 10)]
EVERYTHING = Face("a source with a very long name, ünïcode and all " * 3, 29.7, 12.0, True, True, True, True,
                  "472   19", "a message", (10, 10, 50, 40))  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("face", [Face(), EVERYTHING])
def test_every_window_size_is_filled(seen, size, face):
    canvas, place = compose(seen, face, size)
    assert canvas.shape == (max(size[1], 150), max(size[0], 200), 3) and canvas.dtype == np.uint8
    assert place.scale > 0


@pytest.mark.parametrize("size", SIZES[:4])
def test_the_mouse_finds_the_frames_pixels(seen, size):
    _, place = compose(seen, Face(), size)
    box = (100, 50, 200, 120)
    in_window = tuple(round(side * place.scale) for side in box)
    in_window = in_window[0] + place.x, in_window[1] + place.y, *in_window[2:]
    assert np.abs(np.subtract(place.to_frame(in_window), box)).max() <= np.ceil(1 / place.scale)
    assert Place(10, 20, 2.0).to_frame((10, 20, 40, 60)) == (0, 0, 20, 30)


def test_each_thing_that_is_switched_on_is_seen(seen):
    plain, _ = compose(seen, Face(), (800, 600))
    for face in [Face(paused=True), Face(inspecting=True), Face(helping=True), Face(announced="472"),
                 Face(mirrored=True), Face(message="saved"), Face(dragged=(50, 60, 100, 80)),
                 Face(source="other")]:  # fmt: skip
        shown, _ = compose(seen, face, (800, 600))
        assert (shown != plain).any(axis=2).sum() > 200, face


def test_the_mask_and_the_crops_are_shown_as_they_are(seen):
    canvas, _ = compose(seen, Face(inspecting=True), (1024, 768))
    panel = canvas[:, 1024 - 375 :]
    large = np.kron(seen.trace.crops[0], np.ones((2, 2), np.uint8))
    found = any(
        (panel[y : y + 56, x : x + 56, 0] == large).all()
        for y in range(300, 420)
        for x in range(5, 60)
    )  # fmt: skip
    assert found


def test_a_region_is_bright_in_a_dimmed_frame():
    image = np.full((480, 640, 3), 200, np.uint8)
    seen = FrameReader(DigitReader(), View(region=(100, 100, 200, 150)), still=True)(Frame(image, 0.0))
    canvas, _ = compose(seen, Face(region=True), (640, 548))
    assert canvas[180, 200].tolist() == [200, 200, 200]
    assert canvas[400, 500].max() < 120


def test_the_number_is_large_below_the_picture_and_covers_nothing(seen):
    plain, place = compose(seen, Face(), (1024, 768))
    end = place.y + round(seen.image.shape[0] * place.scale)
    yellow = (np.abs(plain.astype(int) - YELLOW).max(axis=2) < 40).any(axis=1)
    assert yellow[end:].sum() >= 45  # px high
    assert not yellow[:end].any()


@pytest.mark.parametrize("size", SIZES[:4])
def test_rate_time_and_source_stand_below_the_picture_beside_the_longest_numbers(seen, size):
    without, numbers = replace(seen, reading=Reading()), "472   " * 40
    plain = compose(without, Face(announced=numbers, helping=True), size)[0]
    told = compose(without, Face("/dev/video0", 29.7, 12.0, announced=numbers, helping=True), size)[0]
    changed = (told != plain).any(axis=2)
    yellow = (np.abs(plain.astype(int) - YELLOW).max(axis=2) < 40)[-size[1] // 8 :].any(axis=0).nonzero()[0]
    assert changed.any() and not changed[: -size[1] // 8].any()
    assert changed.any(axis=0).nonzero()[0].max() < yellow.min()


def test_a_number_that_is_gone_is_told_a_while_longer(seen):
    gone = replace(seen, reading=Reading())
    without, told = (compose(gone, face, (1024, 768))[0] for face in (Face(), Face(announced="472")))
    assert (without[-90:] != told[-90:]).any(axis=2).sum() > 1000


def test_help_leaves_the_column_beside_it_to_be_seen_and_hides_what_is_below(seen):
    shown = compose(seen, Face(inspecting=True), (1024, 768))[0]
    helping = compose(seen, Face(inspecting=True, helping=True), (1024, 768))[0]
    assert (shown[:, 1024 - 369 :] == helping[:, 1024 - 369 :]).all()
    other = compose(replace(seen, image=255 - seen.image), Face(inspecting=True, helping=True), (1024, 768))[
        0
    ]
    assert (other[300:450, 200:450] == helping[300:450, 200:450]).all()


def test_a_mirror_turns_the_picture_with_its_boxes_and_region_but_no_writing(seen):
    plain, _ = compose(seen, Face(region=True), (1024, 768))
    turned, _ = compose(seen, Face(region=True, mirrored=True), (1024, 768))
    boxed = (np.abs(cv2.flip(turned, 1).astype(int) - plain).max(axis=2) < 60).mean(axis=1)[100:670]
    assert boxed.mean() > 0.99 and boxed.min() < 0.99  # all but the values, which are not turned
    assert (turned[-90:] == plain[-90:]).all()
