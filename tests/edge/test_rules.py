"""Printed lines are taken out, and what is written over them stays."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.boxes import written_in_boxes
from edge.finder import find_parts
from edge.rules import is_rule, without_edges, without_rules
from tests.edge.paper import bar, drawn, overlap, pure_ink, squared_mask, written_mask

SHAPE = (300, 400)


def ruled_out(ink, classify):
    parts = find_parts(ink)
    return without_rules(parts, ink, written_in_boxes(parts, ink.mask.shape), classify)


def unsure(wanted):
    return np.zeros((len(wanted), 28, 28), np.uint8), np.full((len(wanted), 11), 1 / 11, np.float32)


def sure(wanted):
    probabilities = np.zeros((len(wanted), 11), np.float32)
    probabilities[:, 1] = 0.99
    return np.zeros((len(wanted), 28, 28), np.uint8), probabilities


@pytest.mark.parametrize("darkness", [51, 95])
def test_of_paler_squares_nothing_hangs_on_a_digit_in_dark_ink(darkness):
    squares, digit = squared_mask(SHAPE), written_mask(SHAPE, "8", 150, 100, 90)
    ink = replace(
        pure_ink(squares | digit), darkness=np.maximum(squares // 255 * darkness, digit // 255 * 180)
    )
    assert overlap(drawn(ruled_out(ink, unsure), SHAPE), digit) > 0.97


def test_a_digit_in_uneven_ink_stays_whole_on_pale_squares():
    squares, digit = squared_mask(SHAPE), written_mask(SHAPE, "8", 150, 100, 90, 8)
    uneven = np.where(np.arange(SHAPE[1]) < 180, 80, 180) * (digit > 0)
    ink = replace(pure_ink(squares | digit), darkness=np.maximum(squares // 5, uneven).astype(np.uint8))

    def sure_if_whole(wanted):
        crops, probabilities = unsure(wanted)
        for row, (parts, _) in zip(probabilities, wanted, strict=True):
            row[8] = overlap(drawn(parts, SHAPE), digit) > 0.85
        return crops, probabilities

    assert overlap(drawn(ruled_out(ink, unsure), SHAPE), digit) < 0.7
    assert overlap(drawn(ruled_out(ink, sure_if_whole), SHAPE), digit) > 0.85


def test_a_printed_grid_is_not_taken_for_ink_because_the_pencil_is_paler():
    squares, digit = squared_mask(SHAPE, thickness=2), written_mask(SHAPE, "8", 150, 110, 90, 24)
    ink = replace(
        pure_ink(squares | digit), darkness=np.where(squares, 200, digit // 255 * 60).astype(np.uint8)
    )
    assert overlap(drawn(ruled_out(ink, unsure), SHAPE), digit) > 0.9


def test_the_lines_around_a_digit_go():
    digit = written_mask(SHAPE, "3", 150, 80, 120, 9)
    ink = pure_ink(squared_mask(SHAPE, pitch=260) | digit)
    assert overlap(drawn(ruled_out(ink, unsure), SHAPE), digit) > 0.9


def test_of_a_table_that_runs_out_of_the_picture_the_low_digits_are_left():
    digits = written_mask(SHAPE, "3", 145, 130, 32, 4) | written_mask(SHAPE, "8", 245, 130, 32, 4)
    table = np.zeros(SHAPE, np.uint8)
    for x in range(20, 400, 90):
        cv2.line(table, (x + 20, 50), (x, 240), 255, 3)
    for y in range(50, 241, 63):
        cv2.line(table, (0, y), (399, y + 8), 255, 3)
    ink = pure_ink(table | digits)
    kept = [part for part in ruled_out(ink, unsure) if part.height > 12]
    assert overlap(drawn(kept, SHAPE), digits) > 0.95


def test_what_reads_as_a_digit_goes_where_the_frame_cuts_it_off_beside_a_box_and_stays_without_one():
    box, cut = (np.zeros(SHAPE, np.uint8) for _ in range(2))
    cv2.rectangle(box, (150, 80), (290, 220), 255, 3)
    cv2.rectangle(cut, (-60, 80), (80, 220), 255, 3)
    beside, alone = pure_ink(box | cut), pure_ink(cut)
    assert [part.box for part in ruled_out(beside, sure)] == [(148, 78, 145, 145)]
    assert len(ruled_out(alone, sure)) == 1


def test_an_empty_box_that_reads_as_nothing_goes():
    ink = pure_ink(cv2.rectangle(np.zeros(SHAPE, np.uint8), (150, 80), (290, 220), 255, 3))
    assert ruled_out(ink, unsure) == []


@pytest.mark.parametrize(("digit", "left", "height"), [("4", 130, 150), ("7", 138, 200), ("0", 98, 200)])
def test_a_cells_line_goes_beside_which_a_marker_wrote(digit, left, height):
    digit = written_mask((280, 640), digit, left, 150 - height // 2, height, 22)
    lines = np.zeros((280, 640), np.uint8)
    for x in (60, 225, 400, 590):
        cv2.line(lines, (x, 0), (x + 4, 279), 255, 10)
    for y in (20, 260):
        cv2.line(lines, (0, y), (639, y + 4), 255, 10)
    ink = pure_ink(lines | digit)
    kept = [part for part in ruled_out(ink, unsure) if part.height > 60]
    assert overlap(drawn(kept, (280, 640)), digit) > 0.9


@pytest.mark.parametrize(("darkness", "kept"), [(90.0, False), (170.0, True)])
def test_what_reads_as_a_1_from_border_to_border_goes_where_the_digits_are_darker(darkness, kept):
    shape = (113, 640)
    line = np.zeros(shape, np.uint8)
    line[:, 300:312] = 255
    line[50:60, 298:314] = 255  # too stout for a line
    digits = written_mask(shape, "47", 100, 20, 70, 12)
    ink = replace(pure_ink(line | digits), darkness=cv2.max(digits // 255 * 190, line // 255 * int(darkness)))
    left = drawn(ruled_out(ink, sure), shape)
    assert overlap(left[:, :280], digits[:, :280]) > 0.98
    assert bool(left[:40].any(axis=0)[298:314].any()) == kept


def test_a_blank_squared_page_leaves_nothing_as_high_as_a_digit():
    ink = pure_ink(squared_mask(SHAPE))
    assert all(part.height < 20 for part in ruled_out(ink, unsure))


def test_on_ruled_paper_a_digits_long_upright_stays():
    digit = written_mask(SHAPE, "4", 150, 40, 190, 9)
    rulings = np.zeros(SHAPE, np.uint8)
    for y in (60, 280):
        cv2.line(rulings, (0, y), (399, y), 255, 7)
    ink = pure_ink(rulings | digit)
    assert overlap(drawn(ruled_out(ink, unsure), SHAPE), digit) > 0.9


def test_on_ruled_paper_a_short_upright_that_leaves_the_frame_goes():
    digit = written_mask(SHAPE, "2", 150, 150, 110, 9)
    lines = np.zeros(SHAPE, np.uint8)
    for y in (60, 120):
        cv2.line(lines, (0, y), (399, y), 255, 7)
    cv2.line(lines, (205, 135), (205, 299), 255, 5)
    ink = pure_ink(lines | digit)
    assert overlap(drawn(ruled_out(ink, unsure), SHAPE), digit) > 0.9


def test_a_lone_one_in_a_tight_crop_stays():
    mask = np.zeros((120, 60), np.uint8)
    cv2.line(mask, (30, 0), (28, 120), 255, 9)
    ink = pure_ink(mask)
    assert len(ruled_out(ink, sure)) == 1


def test_a_bar_is_a_rule_and_a_digit_is_none():
    assert is_rule(bar(0, 0, 5, 100))
    ink = pure_ink(written_mask(SHAPE, "7", 100, 60, 150, 8))
    assert not is_rule(find_parts(ink)[0])


def test_what_hugs_the_border_goes_when_something_else_is_there():
    digit, edge = bar(150, 100, 60, 90), bar(0, 0, 9, 300)
    assert without_edges([digit, edge], SHAPE) == [digit]


def test_a_grid_around_one_low_digit_goes_though_the_picture_cuts_it_off():
    shape = (600, 400)
    grid = np.zeros(shape, np.uint8)
    for y in range(60, 561, 100):
        cv2.line(grid, (150, y), (399, y), 255, 3)
    for x in (150, 250, 350):
        cv2.line(grid, (x, 60), (x, 560), 255, 3)
    digit = written_mask(shape, "3", 280, 180, 45)
    left = ruled_out(pure_ink(grid | digit), unsure)
    assert overlap(drawn(left, shape), digit) > 0.9


def in_a_crop(digit: np.ndarray, row: int, thick: int = 6) -> np.ndarray:
    """Returns the mask of a digit with a line through it and the whole picture."""
    mask = digit.copy()
    mask[row : row + thick] = 255
    return mask


def reads(digit: np.ndarray, bare: tuple[int, float], whole: tuple[int, float], like: float = 0.96):
    """Returns a classifier: of what is all but the same as a digit's mask, and of all else that is tall."""

    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        for row, (parts, _) in zip(probabilities, wanted, strict=True):
            is_bare = overlap(drawn(parts, digit.shape), digit) > like
            answer, probability = bare if is_bare else whole
            row[answer] = probability if parts[0].height > 100 else 0.0
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    return classify


@pytest.mark.parametrize(
    ("bare", "kept"),
    [((5, 0.99), False), ((3, 0.99), True), ((5, 0.91), True)],
    ids=["same", "other", "less"],
)
def test_a_digit_that_is_read_with_a_line_through_the_picture_is_kept_without_it_if_surer(bare, kept):
    digit = written_mask((300, 220), "5", 45, 40, 210, 12)
    left = ruled_out(pure_ink(in_a_crop(digit, 150)), reads(digit, bare, (5, 0.92)))
    assert (overlap(drawn(left, digit.shape), digit) > 0.96) != kept


def test_a_1_is_left_of_itself_and_a_line_that_crosses_its_up_stroke():
    digit = written_mask((300, 160), "1", 40, 40, 220, 14)
    left = ruled_out(pure_ink(in_a_crop(digit, 66, 10)), reads(digit, (1, 0.99), (10, 0.99)))
    assert overlap(drawn(left, digit.shape), digit) > 0.96


def test_a_digit_is_left_of_itself_and_a_line_of_which_it_hides_half():
    digit = cv2.ellipse(np.zeros((300, 260), np.uint8), (130, 150), (85, 85), 0, 0, 360, 255, 44)
    left = ruled_out(pure_ink(in_a_crop(digit, 215)), reads(digit, (0, 0.99), (10, 0.99), like=0.99))
    assert overlap(drawn(left, digit.shape), digit) > 0.99


@pytest.mark.parametrize(("bare", "freed"), [(4, True), (6, False)], ids=["same", "other"])
def test_a_digit_is_freed_from_a_line_to_the_border_where_it_stays_the_same(bare, freed):
    digit = written_mask((300, 220), "4", 45, 60, 180, 14)
    upright = np.zeros_like(digit)
    upright[:, 132:148] = 255  # beside the digit's own one, which hides much of it
    mask = in_a_crop(digit | upright, 275)

    def classify(wanted):
        probabilities = np.zeros((len(wanted), 11), np.float32)
        for row, (parts, _) in zip(probabilities, wanted, strict=True):
            row[10 if parts[0].width > 200 else 4 if parts[0].height > 250 else bare] = 0.99
        return np.zeros((len(wanted), 28, 28), np.uint8), probabilities

    tallest = max(ruled_out(pure_ink(mask), classify), key=lambda part: part.height)
    assert (tallest.height < 250) == freed


def test_a_line_goes_though_there_is_a_gap_in_it_beside_the_digit_that_it_crosses():
    shape = (300, 640)
    digit = written_mask(shape, "4", 200, 60, 200, 20)
    mask = cv2.line(digit.copy(), (0, 112), (640, 112), 255, 9)
    mask[100:124, 340:352] = 0
    left = ruled_out(pure_ink(mask), reads(digit, (4, 0.99), (10, 0.99)))
    assert overlap(drawn(left, shape), digit) > 0.9


def test_a_tables_lines_go_though_all_that_is_written_touches_them():
    table = np.zeros((300, 640), np.uint8)
    for y in (40, 110, 180, 250):
        cv2.line(table, (60, y), (560, y), 255, 3)
    for x in (60, 310, 560):
        cv2.line(table, (x, 40), (x, 250), 255, 3)
    digits = written_mask(table.shape, "3", 150, 62, 50, 6) | written_mask(table.shape, "48", 400, 132, 50, 6)
    left = ruled_out(pure_ink(table | digits), unsure)
    assert overlap(drawn(left, table.shape), digits) > 0.7


def test_a_row_of_cells_stays_whole_where_no_box_is_known_lest_its_uprights_become_1s():
    mask = cv2.rectangle(np.zeros((300, 800), np.uint8), (60, 100), (360, 165), 255, 4)
    for column in range(110, 360, 50):
        cv2.line(mask, (column, 100), (column, 165), 255, 4)
    for left in (64, 114, 164):
        mask |= written_mask(mask.shape, "4", left, 105, 62, 6)
    parts = find_parts(pure_ink(mask))
    assert without_rules(parts, pure_ink(mask), {}, unsure) == parts


def test_an_upright_1_stays_that_stands_on_a_line_above_which_another_digit_stands_free():
    shape = (200, 640)
    mask = written_mask(shape, "4", 120, 64, 78, 8) | written_mask(shape, "6", 280, 64, 78, 8)
    cv2.line(mask, (230, 66), (228, 142), 255, 8)
    cv2.line(mask, (80, 142), (480, 142), 255, 4)
    mask |= written_mask(shape, "8", 380, 74, 55, 8)

    def broad(wanted):
        """Is sure of a 6 in what is about as wide as one; all else is no digit."""
        answers = [6 if parts[0].height > 40 and 30 < parts[0].width < 100 else 10 for parts, _ in wanted]
        return np.zeros((len(wanted), 28, 28), np.uint8), 0.99 * np.eye(11, dtype=np.float32)[answers]

    left = sorted(ruled_out(pure_ink(mask), broad), key=lambda part: part.left)
    assert [part.width < 20 for part in left] == [False, True, False, False]
