"""Scenes are the truth that the reader is measured by: they must hold what they claim."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from train.scenes import CONDITIONS, NOTHING, ink, paper, render, scene

CALM = {
    "lights": ("even",),
    "papers": ("white",),
    "pens": ("marker",),
    "noise": (0, 0),
    "quality": (97, 97),
    "print": "none",
    "edges": 0,
    "glare": 0,
    "behind": 0,
}
WITH_DIGITS = [name for name, recipe in CONDITIONS.items() if recipe.layout not in NOTHING]


def hand_drawn(value: int) -> np.ndarray:
    """A digit as MNIST has it, without MNIST: white, 20 px high, in the middle."""
    image = np.zeros((28, 28), np.uint8)
    (w, h), _ = cv2.getTextSize(str(value), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)
    cv2.putText(
        image, str(value), (14 - w // 2, 14 + h // 2), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 255, 2, cv2.LINE_AA
    )
    return image


DIGITS = np.stack([hand_drawn(value) for value in range(10)])
LABELS = np.arange(10)


def ink_seen(image: np.ndarray) -> np.ndarray:
    """Ink on a calm page: what is much darker than the paper."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return grey < 0.75 * np.median(grey)


@pytest.mark.parametrize("condition", [name for name in CONDITIONS if name != "single/megapixels"])
def test_a_scene_is_the_same_for_the_same_seed_and_index(condition):
    first = scene(DIGITS, LABELS, condition, 7, 3)
    again = scene(DIGITS, LABELS, condition, 7, 3)
    other = scene(DIGITS, LABELS, condition, 7, 4)
    assert first.lines == again.lines and first.boxes == again.boxes
    assert np.array_equal(first.image, again.image)
    assert first.image.shape != other.image.shape or not np.array_equal(first.image, other.image)


@pytest.mark.parametrize("condition", WITH_DIGITS)
def test_there_is_a_box_within_the_frame_for_each_digit(condition):
    if condition == "single/megapixels":
        pytest.skip("takes seconds, and is made as the others are")
    made = scene(DIGITS, LABELS, condition, 7, 0)
    h, w = made.image.shape[:2]
    assert made.image.dtype == np.uint8 and made.image.shape[2] == 3
    assert len(made.boxes) == len("".join(made.lines)) > 0
    assert all(x >= 0 and y >= 0 and x + bw <= w and y + bh <= h for x, y, bw, bh in made.boxes)


@pytest.mark.parametrize(
    "condition", [name for name, recipe in CONDITIONS.items() if recipe.layout in NOTHING]
)
def test_a_scene_of_nothing_claims_no_digit(condition):
    made = scene(DIGITS, LABELS, condition, 7, 0)
    assert made.lines == () and made.boxes == ()


@pytest.mark.parametrize(
    "condition", ["single/plain", "single/tilted", "line/plain", "page/plain", "line/strip", "curled/page"]
)
def test_the_boxes_hold_the_ink_and_nothing_else_does(condition):
    made = render(np.random.default_rng(5), DIGITS, LABELS, replace(CONDITIONS[condition], **CALM))
    seen = ink_seen(made.image)
    inside = np.zeros_like(seen)
    for x, y, w, h in made.boxes:
        inside[max(y - 2, 0) : y + h + 2, max(x - 2, 0) : x + w + 2] = True
        assert seen[y : y + h, x : x + w].any()
    assert seen.sum() > 50
    assert (seen & ~inside).sum() <= 0.01 * seen.sum()


@pytest.mark.parametrize("kind", ["scribble", "drawings", "words"])
def test_what_is_drawn_beside_digits_keeps_clear_of_them(kind):
    recipe = replace(CONDITIONS["line/plain"], **CALM, beside=(kind,))
    made = render(np.random.default_rng(5), DIGITS, LABELS, recipe)
    seen = ink_seen(made.image)
    digits = np.zeros_like(seen)
    for x, y, w, h in made.boxes:
        digits[max(y - 2, 0) : y + h + 2, max(x - 2, 0) : x + w + 2] = True
    reach = int(0.2 * min(h for *_, h in made.boxes))
    near = cv2.dilate(np.uint8(seen & digits), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
    assert (seen & ~digits).sum() > 50
    assert not (seen & ~digits & near).any()


def test_each_box_holds_the_digit_that_is_claimed():
    signs = np.zeros((2, 28, 28), np.uint8)
    signs[0, 4:24, 12:16] = 255  # upright for 3
    signs[1, 12:16, 4:24] = 255  # level for 8
    made = render(np.random.default_rng(1), signs, np.array([3, 8]), CONDITIONS["line/plain"])
    upright = [h > w for _, _, w, h in made.boxes]
    assert len(set(made.lines[0])) == 2
    assert upright == [letter == "3" for letter in made.lines[0]]


def test_lines_of_a_page_are_told_from_top_to_bottom_and_digits_from_left_to_right():
    made = scene(DIGITS, LABELS, "page/plain", 7, 2)
    start, tops = 0, []
    for line in made.lines:
        boxes = made.boxes[start : start + len(line)]
        centres = [x + w / 2 for x, _, w, _ in boxes]
        assert centres == sorted(centres)
        tops.append(np.mean([y for _, y, _, _ in boxes]))
        start += len(line)
    assert len(tops) > 1 and tops == sorted(tops)


def pieces_of_ink(recipe, seed: int) -> tuple[int, int]:
    made = render(np.random.default_rng(seed), DIGITS[[0, 3, 7]], LABELS[[0, 3, 7]], recipe)
    count, _ = cv2.connectedComponents(ink_seen(made.image).astype(np.uint8))
    return count - 1, len(made.boxes)


def darkest_of(page: np.ndarray) -> np.ndarray:
    return page.reshape(-1, 3)[page.sum(axis=2).argmin()]


def test_coloured_squares_have_a_colour_and_dashed_cells_more_pieces_than_whole_ones():
    def pieces(dashed: bool) -> int:
        page = np.full((300, 400, 3), 0.9, np.float32)
        paper.cells(np.random.default_rng(1), page, (100, 100, 60, 60), 3, 2, dashed)
        return cv2.connectedComponents(np.uint8(page[:, :, 0] < 0.7))[0] - 1

    assert pieces(dashed=False) == 1 and pieces(dashed=True) > 30
    page = np.full((300, 400, 3), 0.9, np.float32)
    paper.ruled(np.random.default_rng(1), page, 30, True, 0.9, paper.COLOURS, 2.0)
    assert np.ptp(darkest_of(page)) > 0.2


@pytest.mark.parametrize(("colours", "has_some"), [(paper.COLOURS, True), ((), False)])
def test_the_boxes_of_a_form_have_a_colour_if_they_shall(colours, has_some):
    page = np.full((300, 400, 3), 0.9, np.float32)
    paper.boxes(np.random.default_rng(1), page, (100, 100, 60, 60), 3, 1, 0.0, colours)
    assert (np.ptp(darkest_of(page)) > 0.2) == has_some


def test_touching_digits_touch_and_near_ones_do_not():
    calm = {**CALM, "pens": ("felt",), "blur": (0, 0), "px": (80, 80), "count": (5, 5)}
    near = replace(CONDITIONS["line/near"], **calm)
    touching = replace(CONDITIONS["line/touching"], **{**calm, "touch": 1.0})
    for seed in range(3):
        pieces, digits = pieces_of_ink(near, seed)
        assert pieces == digits == 5
        pieces, digits = pieces_of_ink(touching, seed)
        assert pieces < digits == 5


def test_a_pen_writes_as_wide_as_it_is_told_at_any_size():
    field = ink.stroke_field(DIGITS[1], 0.0)
    pen = ink.Pen((0, 1), (1, 1), ((0, 0, 0),), rough=0, uneven=0)
    for height in (60, 200, 500):
        for width in (0.05, 0.12):
            cover = ink.stamp(np.random.default_rng(0), field, height, pen, width, 0.0)
            middle = cover[cover.shape[0] // 2]
            assert middle.sum() == pytest.approx(width * height, abs=1.0 + 0.02 * height)


def test_a_digit_whose_loop_is_full_of_ink_is_not_drawn_thinner():
    image = hand_drawn(6)
    assert ink.is_thin(image)
    cv2.circle(image, (14, 18), 5, 255, -1)
    assert not ink.is_thin(image)


@pytest.mark.parametrize(("grey", "loops"), [(200, 1), (254, 0)], ids=["less bright", "full of ink"])
def test_a_loop_whose_sides_ran_together_is_opened_where_something_is_left_of_it(grey, loops):
    image = np.zeros((28, 28), np.uint8)
    cv2.circle(image, (14, 14), 3, 255, 3)
    cv2.circle(image, (14, 14), 1, grey, -1)
    middle = np.uint8(ink.stroke_field(image, 0.0) < 2)
    inside = cv2.connectedComponents(1 - middle, connectivity=4)[0] - 2
    assert inside == loops


def test_thinning_leaves_one_connected_line_of_one_pixel():
    mask = np.zeros((40, 40), np.uint8)
    cv2.circle(mask, (20, 20), 12, 1, 5)
    line = ink.thin(mask)
    assert cv2.connectedComponents(line)[0] == 2
    assert cv2.connectedComponents(1 - line, connectivity=4)[0] == 3  # the ring is still closed
    assert 60 < line.sum() < 100  # its circumference is 75 px
