"""Letters are where and as large as they are asked to be."""

import numpy as np
import pytest

from edge.lettering import DIGIT_HEIGHT, width, write

PAPER, INK = 255, (10, 20, 30)


def box(image: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(image[..., 0] < 128)
    return columns.min(), rows.min(), columns.max(), rows.max()


def page() -> np.ndarray:
    return np.full((200, 400, 3), PAPER, np.uint8)


def test_a_digit_stands_on_its_baseline_as_high_as_promised():
    image = page()
    write(image, "8", (50, 150), 100, INK)
    _, top, _, bottom = box(image)
    assert bottom == pytest.approx(150, abs=2)
    assert bottom - top == pytest.approx(100 * DIGIT_HEIGHT, abs=3)


@pytest.mark.parametrize(("anchor", "at"), [("ls", 0), ("ms", 0.5), ("rs", 1)])
def test_the_anchor_says_which_point_of_the_text_is_meant(anchor, at):
    image = page()
    write(image, "HHH", (200, 150), 40, INK, anchor)
    left, _, right, _ = box(image)
    assert left == pytest.approx(200 - at * width("HHH", 40), abs=6)
    assert right == pytest.approx(200 + (1 - at) * width("HHH", 40), abs=6)


def test_text_has_the_colour_asked_for_and_soft_edges():
    image = page()
    write(image, "0", (50, 150), 100, INK)
    assert (image == INK).all(axis=2).any()
    assert len(np.unique(image[..., 0])) > 10


@pytest.mark.parametrize(
    "at", [(-1000, 50), (-20, 50), (395, 100), (5000, 50), (50, -500), (50, 5), (50, 900)]
)
def test_text_that_leaves_the_image_is_cut_off(at):
    image = page()
    write(image, "no digit", at, 40, INK, "lm")
    assert image.shape == (200, 400, 3)


def test_nothing_is_written_for_no_text():
    image = page()
    write(image, "", (50, 50), 40, INK)
    assert (image == PAPER).all()
