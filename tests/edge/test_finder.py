"""Ink falls into connected parts, and steps in brightness are none."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import MOST_PARTS, SMALLEST, Part, find_parts, ink_of, sure_digits, union_box
from edge.light import find_ink
from tests.edge.paper import PEN, bar, lit, overlap, pure_ink, sheet, write, written_mask

SHAPE = (480, 640)


def parts_of(image: np.ndarray) -> list[Part]:
    return find_parts(find_ink(image))


def test_two_separate_strokes_are_two_parts():
    image = sheet(*SHAPE)
    cv2.line(image, (150, 150), (180, 330), PEN, 8, cv2.LINE_AA)
    cv2.line(image, (400, 150), (370, 330), PEN, 8, cv2.LINE_AA)
    parts = sorted(parts_of(image), key=lambda part: part.left)
    assert len(parts) == 2
    assert parts[0].box == pytest.approx((146, 146, 39, 189), abs=4)
    assert parts[1].box == pytest.approx((366, 146, 39, 189), abs=4)


def test_strokes_that_touch_only_by_a_corner_are_one_part():
    mask = np.zeros((60, 60), np.uint8)
    mask[10:30, 10:30] = mask[30:50, 30:50] = 255
    assert len(find_parts(pure_ink(mask))) == 1


def test_faint_marks_are_parts_where_there_is_nothing_else_or_pale_ink_is_sought():
    mask = np.zeros((60, 60), np.uint8)
    mask[10:30, 10:14] = 255
    faint = replace(pure_ink(mask), strength=mask // 255 * 180)
    assert len(find_parts(faint)) == 1
    mask[10:30, 40:44] = 255
    faint.strength[10:30, 40:44] = 255
    assert [part.left for part in find_parts(faint)] == [40]
    assert sorted(part.left for part in find_parts(replace(faint, pale=True))) == [10, 40]


def test_each_written_digit_is_a_part_of_its_own_with_its_box_and_mask():
    where = ("0689", 60, 150, 150)
    drawn = written_mask(SHAPE, *where, 9)
    parts = parts_of(write(sheet(*SHAPE), *where, 9))
    assert len(parts) == 4
    for part in parts:
        x, y, w, h = part.box
        assert part.mask.shape == (h, w)
        assert overlap(part.mask, drawn[y : y + h, x : x + w]) > 0.8


def test_the_hole_of_an_eight_is_no_ink_and_a_dot_within_a_nought_is_a_part():
    image = write(sheet(*SHAPE), "0", 200, 120, 240, 10)
    cv2.circle(image, (272, 240), 8, PEN, -1, cv2.LINE_AA)
    nought, dot = parts_of(image)
    assert nought.height > 200 and dot.height < 30
    assert nought.mask[nought.height // 2, nought.width // 2] == 0


def test_dots_below_the_smallest_size_are_no_parts():
    mask = np.zeros((100, 200), np.uint8)
    mask[20:80, 20:28] = 255
    mask[40 : 40 + SMALLEST - 1, 100 : 100 + SMALLEST - 1] = 255
    mask[40 : 40 + SMALLEST, 150 : 150 + SMALLEST] = 255
    assert [part.box for part in find_parts(pure_ink(mask))] == [
        (20, 20, 8, 60),
        (150, 40, SMALLEST, SMALLEST),
    ]


def test_of_very_many_parts_only_the_largest_are_kept():
    mask = np.zeros((600, 800), np.uint8)
    for y in range(4, 590, 14):
        for x in range(4, 790, 12):
            mask[y : y + 6, x : x + 6] = 255
    mask[300:360, 300:310] = 255
    parts = find_parts(pure_ink(mask))
    assert len(parts) == MOST_PARTS
    assert parts[0].height >= 60


def test_a_part_of_the_image_is_searched_in_the_images_own_pixels():
    mask = np.zeros((200, 300), np.uint8)
    mask[120:160, 200:206] = 255
    (found,) = find_parts(pure_ink(mask), mask[100:, 150:], (150, 100))
    assert found.box == (200, 120, 6, 40)


def test_a_parts_darkness_is_that_of_its_ink():
    image = sheet(*SHAPE, noise=0)
    cv2.line(image, (150, 100), (150, 330), 40, 12)
    cv2.line(image, (400, 100), (400, 330), 130, 12)
    dark, weak = sorted(parts_of(image), key=lambda part: part.left)
    assert 0.7 * 255 * (1 - 40 / 215) < dark.darkness <= 255
    assert 0.6 * 255 * (1 - 130 / 215) < weak.darkness < 0.6 * dark.darkness


@pytest.mark.parametrize("angle", [0, 20, 90, 160])
@pytest.mark.parametrize("desk", [30, 90])
def test_the_edge_of_a_page_on_a_darker_desk_is_no_part(angle, desk):
    rows, columns = np.indices(SHAPE)
    turn = np.radians(angle)
    beyond = (columns - 320) * np.cos(turn) + (rows - 240) * np.sin(turn) > 120
    image = np.where(beyond, sheet(*SHAPE, desk), sheet(*SHAPE)).astype(np.uint8)
    parts = parts_of(cv2.GaussianBlur(image, (3, 3), 0))
    assert max((max(part.box[2:]) for part in parts), default=0) < 12, "px, a speck of noise"


def test_the_edge_of_a_shadow_is_no_part_and_what_is_written_across_it_is():
    shade = np.ones(SHAPE)
    shade[:, 330:] = 0.45
    image = lit(write(sheet(*SHAPE), "0689", 60, 150, 150, 9), cv2.GaussianBlur(shade, (5, 5), 0))
    assert sum(part.height > 130 for part in parts_of(image)) == 4
    assert all(part.height < 170 for part in parts_of(image))


def test_a_blank_sheet_and_a_black_frame_have_no_parts():
    assert parts_of(sheet(*SHAPE)) == []
    assert parts_of(np.zeros(SHAPE, np.uint8)) == []


def test_the_ink_of_one_part_holds_nothing_of_its_neighbours():
    image = write(write(sheet(*SHAPE), "0", 150, 100, 260, 10), "1", 195, 180, 90, 8)
    ink = find_ink(image)
    outer, inner = find_parts(ink)
    cut_out = ink_of(ink.strength, [outer])
    assert cut_out.shape == (outer.height + 2, outer.width + 2)
    x, y = inner.left - outer.left + 1, inner.top - outer.top + 1
    assert not cut_out[y : y + inner.height, x : x + inner.width].any()
    both = ink_of(ink.strength, [outer, inner])
    assert both[y : y + inner.height, x : x + inner.width].max() > 127


def test_ink_at_the_images_border_is_cut_out_with_a_rim_too():
    mask = np.zeros((40, 40), np.uint8)
    mask[0:30, 0:6] = 255
    ink = pure_ink(mask)
    (part,) = find_parts(ink)
    cut_out = ink_of(ink.strength, [part])
    assert cut_out.shape == (32, 8)
    assert np.array_equal(cut_out[1:31, 1:7], mask[0:30, 0:6])


def test_the_union_of_boxes_holds_them_all():
    assert union_box([bar(10, 20, 5, 5), bar(30, 4, 10, 6), bar(12, 22, 2, 30)]) == (10, 4, 30, 48)


def test_only_what_is_surely_a_digit_and_no_1_is_counted():
    known = [bar(30 * index, 0, 20, 40) for index in range(4)]
    answers = {
        id(part): answer
        for part, answer in zip(known, ((3, 0.96), (7, 0.8), (1, 0.99), (10, 0.99)), strict=True)
    }

    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        for row, (parts, _slope) in zip(probabilities, wanted, strict=True):
            answer, sure = answers[id(parts[0])]
            row[answer] = sure
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    assert sure_digits(known, 0.9, classify) == known[:1]
    assert sure_digits(known, 0.7, classify) == known[:2]
    assert sure_digits([], 0.7, classify) == []


def test_a_thick_digit_that_crosses_a_paler_ruling_is_a_part_without_it():
    page = cv2.line(sheet(*SHAPE), (0, 330), (640, 300), 150, 6, cv2.LINE_AA)
    write(page, "0", 180, 60, 300, 50, 45)
    tallest = max(parts_of(cv2.GaussianBlur(page, (0, 0), 2)), key=lambda part: part.height)
    assert tallest.height > 280 and tallest.width < 300


def test_a_shadow_that_runs_out_of_the_picture_is_no_part_with_or_without_the_digit_at_its_edge():
    light = np.ones(SHAPE, np.float32)
    light[240:] = 0.7
    page = write(sheet(*SHAPE), "0", 180, 60, 300, 50, 45)
    assert all(part.width < 300 for part in parts_of(lit(page, cv2.GaussianBlur(light, (0, 0), 3))))
