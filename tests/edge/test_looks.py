"""A look is clear where all is read, and outdoes another where it makes whole digits of pieces."""

from dataclasses import replace

import numpy as np
import pytest

from edge.finder import Part
from edge.light import Ink
from edge.looks import Look
from edge.segmentation import Segment
from tests.edge.paper import bar, drawn, pure_ink


def look(*items, size=(200, 300), seen=(), digit=7, origin=-1):
    """Returns a look that believes (box, probability) items, and saw further boxes that it does not.

    What it believes has been cut from a part where that is named by `origin`.
    """
    parts = [bar(*box) for box, _ in items]
    refused = [bar(*box) for box in seen]

    def segment(part, probability):
        probabilities = np.zeros(11, np.float32)
        probabilities[digit], probabilities[10] = probability, 1 - probability
        return Segment((part,), np.zeros((28, 28), np.uint8), probabilities, origin=origin)

    row = [(segment(part, p), "") for part, (_, p) in zip(parts, items, strict=True)]
    row += [(segment(part, 0.1), "not sure") for part in refused]
    return Look([row], pure_ink(drawn([*parts, *refused], size)))


def with_faint_mark(one: Look, box) -> Look:
    strength = np.maximum(one.ink.strength, drawn([bar(*box)], one.ink.mask.shape) // 2)
    return Look(one.judged, Ink(strength, one.ink.mask, strength, 255 - strength, False))


def with_wide_mark(one: Look, box) -> Look:
    mask = np.maximum(one.ink.mask, drawn([bar(*box)], one.ink.mask.shape))
    return replace(one, ink=replace(one.ink, mask=mask))


SHAPE = (200, 300)
TWO = (((40, 50, 30, 60), 0.99), ((120, 50, 30, 60), 0.95))


def test_tall_sure_digits_with_nothing_beside_them_are_clear():
    assert look(*TWO).is_clear()


@pytest.mark.parametrize(
    "unclear",
    [
        look(),
        look(*TWO, ((200, 50, 30, 60), 0.7)),
        look(*TWO, ((200, 50, 10, 18), 0.99)),
        look(*TWO, seen=[(200, 50, 30, 60)]),
        with_faint_mark(look(*TWO), (200, 50, 30, 60)),
    ],
    ids=["nothing", "unsure", "low", "refused", "faint"],
)
def test_what_is_unsure_low_refused_or_faint_makes_a_look_unclear(unclear):
    assert not unclear.is_clear()


def test_a_look_is_sure_of_digits_that_are_all_tall_and_probable_whatever_else_it_saw():
    assert look(*TWO, seen=[(200, 50, 30, 60)]).is_sure(0.9)
    assert not look(*TWO).is_sure(0.97)
    assert not look(*TWO, ((200, 50, 6, 17), 0.999)).is_sure(0.9)
    assert not look().is_sure(0.9)


LOW = [((20 + 30 * index, 50, 10, 15), 0.85) for index in range(5)]


@pytest.mark.parametrize(
    ("items", "digit", "seen", "reads"),
    [
        (LOW, 7, [], True),
        (LOW[:3], 7, [], False),
        (LOW, 1, [], False),
        (LOW, 7, [(180, 50, 10, 15)], True),
        (LOW, 7, [(180, 50, 10, 15), (210, 50, 10, 15)], False),
        (LOW, 7, [(180 + 10 * index, 50, 5, 7) for index in range(9)], True),
    ],
    ids=["low ones", "few", "1s", "one refused", "more refused", "specks refused"],
)
def test_a_look_reads_numbers_where_several_digits_are_nearly_all_of_that_height(items, digit, seen, reads):
    assert look(*items, digit=digit, seen=seen).reads_numbers() == reads


def test_believed_digits_count_by_their_probability():
    assert look(*TWO, seen=[(200, 50, 30, 60)]).believed == pytest.approx(1.94)
    assert look(*TWO).usual_height == 60 and look().usual_height == 0


def test_what_lies_on_a_thing_is_not_believed():
    things = drawn([bar(100, 0, 80, 200)], (200, 300))
    assert look(*TWO).off(things).boxes == [TWO[0][0]]


def test_a_digit_encloses_its_counters_and_not_what_stands_beside_it():
    assert look(((40, 50, 60, 90), 0.9)).encloses(look(seen=[(50, 60, 20, 20), (55, 100, 20, 30)]))
    assert not look(((40, 50, 60, 90), 0.9)).encloses(look(seen=[(50, 60, 20, 20), (130, 60, 20, 20)]))


def test_a_whole_digit_at_half_the_size_outdoes_its_pieces_and_nothing():
    whole = look(((40, 30, 30, 50), 0.9), size=(100, 150))
    assert whole.outdoes(look(((84, 66, 12, 60), 0.99), ((110, 64, 14, 90), 0.99)))
    assert whole.outdoes(look())
    assert not whole.outdoes(look(((80, 60, 60, 100), 0.99)))
    assert not whole.outdoes(look(((84, 66, 12, 60), 0.99), ((200, 64, 14, 90), 0.99)))


def test_a_larger_digit_outdoes_a_one_that_lost_a_stroke_and_no_other_digit_of_that_size():
    seven = look(((38, 26, 30, 54), 0.95), size=(100, 150))
    assert seven.outdoes(look(((80, 56, 56, 100), 0.99), digit=1))
    assert not seven.outdoes(look(((80, 56, 56, 100), 0.99), digit=9))
    assert not look(((38, 26, 30, 54), 0.95), size=(100, 150), digit=1).outdoes(
        look(((80, 56, 56, 100), 0.99), digit=1)
    )


def with_parts(one: Look, *parts: Part) -> Look:
    """Returns a look whose first digit consists of these parts."""
    (item, _), *rest = one.judged[0]
    return replace(one, judged=[[(replace(item, parts=parts), ""), *rest]])


def in_two(one: Look) -> Look:
    """Returns a look whose first digit is in two pieces."""
    x, y, w, h = one.boxes[0]
    return with_parts(one, bar(x, y, w, h // 2 - 2), bar(x, y + h // 2, w, h - h // 2))


def test_a_look_makes_whole_what_another_saw_in_pieces_or_read_a_part_of():
    assert look(*TWO).makes_whole(in_two(look(*TWO)))
    assert look(((40, 50, 60, 90), 0.95)).makes_whole(look(((44, 50, 30, 60), 0.9), seen=[(60, 90, 30, 40)]))
    assert look(((40, 50, 60, 90), 0.95)).makes_whole(look(((40, 50, 50, 88), 0.99), digit=1))


def test_a_look_makes_nothing_whole_of_what_is_elsewhere_whole_already_or_read_unsurely():
    assert not look(*TWO).makes_whole(look(*TWO))
    assert not look(*TWO).makes_whole(in_two(look(((240, 50, 30, 60), 0.99), ((120, 50, 30, 60), 0.95))))
    assert not look(*TWO).makes_whole(look(*TWO, seen=[(200, 50, 30, 60)]))
    assert not look(((40, 50, 60, 90), 0.6)).makes_whole(in_two(look(((40, 50, 60, 90), 0.9))))
    assert not look().makes_whole(look())


def test_what_reaches_from_side_to_side_outdoes_nothing_and_is_outdone():
    across = ((140, 0, 12, 200), 0.99)
    assert not look(((70, 0, 6, 100), 0.99), size=(100, 150)).outdoes(look())
    assert look(((40, 30, 30, 50), 0.9), size=(100, 150)).outdoes(look(((80, 60, 60, 100), 0.99), across))


def test_a_low_mark_outdoes_nothing():
    assert not look(((40, 30, 4, 12), 0.99), size=(100, 150)).outdoes(look())


def test_two_digits_within_one_that_is_sure_are_pieces_of_it_at_any_size():
    halves = look(((80, 100, 20, 120), 0.99), ((110, 100, 30, 120), 0.99), size=(400, 600))
    assert halves.pieces_of(look(((40, 50, 30, 60), 0.95)), SHAPE) == 1
    assert halves.pieces_of(look(((40, 50, 30, 60), 0.8)), SHAPE) == 0
    assert halves.pieces_of(look(((40, 50, 12, 60), 0.95), ((55, 50, 15, 60), 0.95)), SHAPE) == 0


def test_a_number_in_the_other_polarity_is_no_pieces_of_a_digit_around_it_but_counters_are():
    around, marks = ((20, 20, 200, 120), 0.99), [((40 + 40 * index, 50, 30, 60), 0.95) for index in range(3)]
    light = look(around)
    light = replace(light, ink=replace(light.ink, light_on_dark=True))
    assert look(*marks).pieces_of(light, SHAPE) == 0
    assert look(*marks[:2]).pieces_of(light, SHAPE) == 1
    assert look(*marks).pieces_of(look(around), SHAPE) == 2


def test_a_look_misses_the_digits_of_another_of_any_size_that_it_does_not_read():
    half = look(((20, 25, 15, 30), 0.9), ((60, 25, 15, 30), 0.9), ((100, 25, 15, 30), 0.9), size=(100, 150))
    assert half.misses(look(*TWO)) == half.misses(look()) == 0
    assert half.misses(look(*TWO, ((240, 50, 30, 60), 0.9))) == 1


def test_only_a_refused_mark_about_as_high_as_the_digits_is_like_them():
    assert look(*TWO, seen=[(200, 50, 30, 40)]).refuses_alike()
    assert not look(*TWO, seen=[(200, 50, 30, 130), (240, 50, 10, 20)]).refuses_alike()
    assert not look(seen=[(200, 50, 30, 40)]).refuses_alike()


def test_digits_lie_on_a_sheet_only_when_none_reaches_beyond():
    sheet = np.zeros((100, 150), np.uint8)
    sheet[20:60, 10:80] = 255
    assert look(*TWO).lies_on(sheet) and look().lies_on(sheet)
    assert not look(*TWO, ((150, 50, 30, 60), 0.9)).lies_on(sheet)


@pytest.mark.parametrize(("sheet", "kept"), [(np.s_[10:90, 20:120], 0), (np.s_[30:70, 30:90], 1)])
def test_a_desk_around_most_of_a_large_sheet_is_no_digit_and_a_loop_around_paper_is(sheet, kept):
    paper, desk = np.zeros((100, 150), np.uint8), np.zeros((200, 300), np.uint8)
    paper[sheet] = 255
    desk[:16], desk[:, 250:] = 255, 255
    around = with_parts(look(((0, 0, 300, 200), 0.99)), Part((0, 0, 300, 200), desk))
    assert len(around.not_around(paper).boxes) == kept


def test_an_edge_of_a_large_sheet_is_no_digit_and_what_is_written_on_it_is():
    paper = np.zeros((100, 150), np.uint8)
    paper[10:90, 20:120] = 255
    one, edge = ((44, 24, 190, 150), 0.99), ((33, 30, 6, 140), 0.99)
    assert look(one, edge).not_around(paper).boxes == [one[0]]


def test_a_large_sheet_beside_several_sure_digits_is_what_a_shadow_leaves_of_a_larger_one():
    paper = np.zeros((100, 150), np.uint8)
    paper[:, :100] = 255
    edge, beyond = ((201, 30, 6, 140), 0.99), [((220, 10 + 45 * index, 20, 40), 0.99) for index in range(4)]
    one = ((44, 24, 60, 150), 0.99)
    assert len(look(one, edge, *beyond).not_around(paper).boxes) == 6
    assert len(look(one, edge, *beyond[:3]).not_around(paper).boxes) == 4
    assert len(look(one, edge, *beyond, digit=1).not_around(paper).boxes) == 5


def test_marks_of_a_dark_desk_that_is_full_of_them_do_not_count_against_the_sheet():
    sheet = np.zeros((100, 150), np.uint8)
    sheet[20:60, 10:80] = 255
    stray, grain = ((200, 50, 10, 60), 0.9), [(220 + 20 * index, 50, 10, 60) for index in range(3)]

    def on_desk(one: Look, grey: int) -> Look:
        light = np.full(one.ink.mask.shape, grey, np.uint8)
        light[40:120, 20:160] = 220
        return replace(one, ink=replace(one.ink, grey=light))

    assert on_desk(look(*TWO, stray, seen=grain), 90).lies_on(sheet)
    assert not on_desk(look(*TWO, stray, seen=grain), 210).lies_on(sheet)
    assert not on_desk(look(*TWO, stray, seen=grain[:1]), 90).lies_on(sheet)


def test_one_far_beside_a_sheet_with_many_digits_strays_from_it_and_a_second_column_does_not():
    paper = np.zeros((100, 150), np.uint8)
    paper[:, :80] = 255
    many = [((10 + 30 * (index % 5), 10 + 50 * (index // 5), 20, 30), 0.99) for index in range(15)]
    assert look(*many, ((270, 50, 6, 30), 0.99)).strays_from(paper)
    assert not look(*many, ((170, 50, 6, 30), 0.99)).strays_from(paper)  # near them
    assert not look(*many, ((270, 50, 6, 30), 0.99), ((270, 90, 6, 30), 0.99)).strays_from(paper)
    assert not look(*many).strays_from(paper)


@pytest.mark.parametrize(
    ("one", "none"),
    [
        (look(*TWO), True),
        (with_wide_mark(look(*TWO), (200, 20, 90, 150)), False),
        (look(*TWO, seen=[(200, 50, 30, 60)]), False),
        (look(TWO[0], (TWO[1][0], 0.7)), False),
        (look(*TWO, digit=1), False),
        (look(), False),
    ],
    ids=["all read", "a wider mark", "refused", "unsure", "1s alone", "nothing read"],
)
def test_where_all_is_surely_read_and_no_mark_is_wider_than_strokes_there_is_no_shadow(one, none):
    assert one.shows_no_shadow() == none


THREE = (*TWO, ((200, 50, 30, 60), 0.99))
PRINT = (270, 40, 4, 80)


def number(*besides, digit=3):
    """Returns a look at three 3s, and at (box, probability) items that are read as another digit."""
    one = look(*THREE, digit=3)
    return replace(
        one, judged=[one.judged[0] + [pair for row in look(*besides, digit=digit).judged for pair in row]]
    )


def test_more_pieces_of_a_mark_than_another_look_reads_digits_in_it_are_too_many():
    three = look(*[((40 + 30 * index, 50, 28, 60), 0.95) for index in range(3)], origin=1)
    two = look(((40, 50, 30, 60), 0.7), ((90, 50, 35, 60), 0.99))
    assert three.pieces_of(two, SHAPE) == 1
    assert three.pieces_of(look(((200, 50, 30, 60), 0.99)), SHAPE) == 0, "nothing is known of it"
    part = replace(look(((20, 25, 15, 30), 0.99), size=(100, 150)), view=(10, 0, 300, 200))
    assert three.pieces_of(part, SHAPE) == 2, "a look at a part of the picture"


def test_a_number_in_tinted_ink_is_told_apart_from_frames_unsure_digits_and_pieces_of_print():
    for print_as in (1, 7):
        assert number().tells_apart(number((PRINT, 0.99), digit=print_as))
    assert number().tells_apart(number((PRINT, 0.6)))
    assert number().tells_apart(look(*TWO, digit=3))
    assert number().tells_apart(look(*TWO, digit=3, seen=[PRINT]))


def test_a_new_one_between_digits_counts():
    assert number(((160, 50, 8, 60), 0.99), digit=1).tells_apart(number())


def test_few_digits_are_told_apart_from_frames():
    assert look(*TWO).tells_apart(look(*TWO, (PRINT, 0.99)))


def test_digits_that_have_grown_into_print_are_no_others():
    grown = look(
        ((30, 40, 60, 80), 0.99), ((110, 40, 60, 80), 0.99), ((200, 50, 30, 60), 0.99), (PRINT, 0.6), digit=3
    )
    assert number().tells_apart(grown)


@pytest.mark.parametrize(
    ("alone", "all_ink"),
    [
        (number(), number((PRINT, 0.99))),
        (number(), number()),
        (look(*TWO), look(TWO[0])),
        (look(*TWO), look(*TWO)),
        (look(*THREE, seen=[PRINT]), look(*TWO)),
        (look(*THREE, digit=1), look(*TWO)),
        (number(((160, 50, 8, 60), 0.8), digit=1), number()),
        (number((PRINT, 0.99), digit=1), number()),
        (number(), look(((30, 40, 210, 80), 0.99), digit=4)),
    ],
    ids=[
        "a sure 3 is left out",
        "the same",
        "new of few",
        "no more of few",
        "refused",
        "only 1s",
        "unsure 1",
        "1 at an end",
        "pieces of a 4",
    ],
)
def test_a_number_in_tinted_ink_is_not_told_apart(alone, all_ink):
    assert not alone.tells_apart(all_ink)


def on(*boxes):
    """Returns (200, 300) uint8, 255 in some boxes."""
    mask = np.zeros(SHAPE, np.uint8)
    for x, y, w, h in boxes:
        mask[y : y + h, x : x + w] = 255
    return mask


NO_PRINT = on()


def test_where_a_coloured_print_is_gone_digits_are_read_instead_of_others_in_their_places():
    assert number().reads_instead(look(*THREE, digit=8), NO_PRINT, SHAPE)
    assert look(*TWO).reads_instead(look(TWO[0], digit=8, seen=[PRINT]), NO_PRINT, SHAPE), "more"
    assert number().reads_instead(number((PRINT, 0.99), digit=7), on(PRINT), SHAPE), "a frame's corner"
    assert number().reads_instead(number((PRINT, 0.6)), on(PRINT), SHAPE), "unsure"


def test_a_sure_digit_is_written_in_what_may_be_print_but_no_frames_side_or_corner():
    assert number().is_written_in(on(TWO[0][0]))
    assert not number().is_written_in(on(PRINT))
    assert not number((PRINT, 0.99), digit=1).is_written_in(on(PRINT))
    assert not number((PRINT, 0.6)).is_written_in(on(PRINT))


def test_more_of_a_number_is_read_instead_though_as_many_marks_as_before_are_refused():
    assert look(*THREE, digit=3, seen=[PRINT]).reads_instead(look(*TWO, seen=[PRINT]), NO_PRINT, SHAPE)
    assert not look(*THREE, digit=3, seen=[PRINT]).reads_instead(look(*TWO), NO_PRINT, SHAPE)
    assert number().reads_instead(look(seen=[PRINT]), NO_PRINT, SHAPE), "where nothing was read"


@pytest.mark.parametrize(
    ("alone", "all_ink", "printed"),
    [
        (number(), number((PRINT, 0.99)), NO_PRINT),
        (number(), number((PRINT, 0.99), digit=1), NO_PRINT),
        (look(*TWO, digit=3), look((PRINT, 0.99), digit=1), on(PRINT)),
        (look(*TWO, digit=3), look(TWO[0], digit=3), NO_PRINT),
        (look(*TWO, digit=3), look(seen=[PRINT]), NO_PRINT),
        (number((PRINT, 0.6)), look(*THREE, digit=3), NO_PRINT),
        (look(*THREE, digit=1), look(*THREE, digit=7), NO_PRINT),
        (number(), look(*THREE, digit=3, seen=[PRINT]), NO_PRINT),
    ],
    ids=[
        "a sure 3 is lost",
        "a 1 beside the print is lost",
        "few far from what was read",
        "more where nothing was refused",
        "few where nothing was read",
        "unsure",
        "only 1s",
        "the same",
    ],
)
def test_beside_a_coloured_print_digits_are_not_read_instead(alone, all_ink, printed):
    assert not alone.reads_instead(all_ink, printed, SHAPE)


def test_of_a_mask_of_the_picture_a_look_has_its_own_part_at_its_size():
    mask = np.zeros((500, 500), np.uint8)
    mask[100:200, 150:300] = 255
    part = replace(look(size=SHAPE), view=(150, 100, 600, 400)).part_of(mask, (1000, 1000))
    assert part.shape == SHAPE
    assert np.mean(part == on((75, 50, 150, 100))) > 0.98


def test_a_look_that_refuses_nothing_accounts_for_what_another_refused_beside_the_rest_of_a_frame():
    refused, rest = (150, 50, 30, 60), (250, 60, 6, 40)
    whole = look(*TWO, (refused, 0.9), digit=3)
    other = look(*TWO, seen=[refused], digit=3)
    other = replace(other, judged=[other.judged[0] + look((rest, 0.9), digit=1).judged[0]])
    assert whole.accounts_for(other)
    assert not whole.accounts_for(look(*TWO, (rest, 0.9), seen=[refused], digit=3)), "that is a digit"
    assert not whole.accounts_for(look(*TWO, (refused, 0.9), seen=[rest], digit=3)), "nothing is new"
    assert not whole.accounts_for(look(*TWO, (refused, 0.9), seen=[rest], digit=5)), "which is right?"
    assert not look(*TWO, (refused, 0.9), seen=[rest], digit=3).accounts_for(other)


def test_a_digit_much_paler_than_those_of_another_look_is_not_as_dark():
    dark, pale = look(*TWO), look(*TWO)
    pale.judged[0][1] = replace(pale.judged[0][1][0], parts=(bar(120, 50, 30, 60, 100.0),)), ""
    assert dark.is_as_dark(pale) and dark.is_as_dark(look()) and not pale.is_as_dark(dark)


def test_a_smoothed_look_adds_digits_and_beside_some_no_ones():
    new = (200, 50, 30, 60), 0.9
    assert look(*TWO, new).adds_to(look(*TWO))
    assert not look(*TWO).adds_to(look(*TWO))
    assert not look(*TWO, new, digit=1).adds_to(look(*TWO))
    assert look(new, digit=1).adds_to(look())


def test_a_surer_look_betters_another_unless_its_gain_is_a_new_1():
    doubted = look((TWO[0][0], 0.8), TWO[1])
    assert look(*TWO).betters(doubted)
    assert not doubted.betters(look(*TWO))
    assert not look(*TWO, ((200, 50, 8, 60), 0.9), digit=1).betters(doubted)


def test_a_look_replaces_one_that_read_a_digits_pieces():
    pieces = look(((40, 50, 12, 60), 0.9), ((58, 50, 12, 60), 0.9), TWO[1])
    assert look(*TWO).replaces(pieces)
    assert not look(TWO[0]).replaces(pieces)


def test_a_new_one_that_may_be_the_rest_of_a_line_counts_against_a_look():
    assert not look(((200, 50, 8, 60), 0.99), digit=1).replaces(look())
    assert look(((200, 50, 30, 60), 0.99)).replaces(look())
    assert look(((200, 50, 8, 60), 0.99), digit=1).replaces(look(((201, 50, 8, 60), 0.9), digit=1))


def test_a_look_without_a_shadow_clears_up_what_it_reads_as_surely_with_no_more_refused():
    pieces = look(((40, 50, 15, 60), 0.6), ((60, 50, 15, 60), 0.7), seen=[(150, 20, 30, 90)])
    assert look(((40, 50, 35, 60), 0.99)).clears_up(pieces)
    assert not look(((40, 50, 35, 60), 0.45)).clears_up(pieces)
    assert not look(((40, 50, 35, 60), 0.99), seen=[(5, 5, 9, 9), (90, 5, 9, 9)]).clears_up(pieces)
    assert not look().clears_up(pieces)


def test_a_new_one_may_be_the_rest_of_a_shadows_edge():
    seven = ((40, 50, 30, 60), 0.95)
    assert not look(seven, ((197, 50, 6, 60), 0.99), digit=1).clears_up(look(seven))
    assert look(((197, 50, 6, 60), 0.99), digit=1).clears_up(look())


def test_a_sure_digits_pieces_clear_up_no_shadow():
    pieces = ((40, 50, 15, 60), 0.95), ((60, 50, 15, 60), 0.95)
    assert not look(*pieces).clears_up(look(((40, 50, 35, 60), 0.99)))
    assert look(*pieces).clears_up(look(((40, 50, 35, 60), 0.5)))


def test_a_number_loses_no_digits_with_its_shadow():
    number = look(*(((20 + 50 * index, 50, 30, 60), 0.9) for index in range(5)))
    assert not look(((20, 50, 80, 60), 0.99), seen=()).clears_up(number)


def test_a_look_at_another_size_brings_to_light_what_it_reads_more_and_as_surely():
    larger = look(*TWO, ((330, 80, 40, 120), 0.95), size=(400, 600), seen=[(500, 300, 30, 30)] * 3)
    assert larger.brings_to_light(look(*TWO), SHAPE)
    unsure = look(*TWO, ((330, 80, 40, 120), 0.6), size=(400, 600))
    assert not unsure.brings_to_light(look(*TWO), SHAPE)
    assert not look().brings_to_light(look(), SHAPE)


def test_the_pieces_of_a_sure_digit_bring_nothing_to_light():
    whole, three = ((30, 30, 100, 120), 0.99), [((35 + 30 * index, 50, 25, 30), 0.95) for index in range(3)]
    assert not look(*three, seen=[(250, 50, 30, 30)]).brings_to_light(look(whole), SHAPE)
    assert look(*three, seen=[(250, 50, 30, 30)]).brings_to_light(look((whole[0], 0.7)), SHAPE)


def test_a_look_that_reads_as_much_brings_it_to_light_with_no_more_refused():
    unsure, sure = ((40, 50, 30, 60), 0.7), ((80, 100, 60, 120), 0.99)
    assert look(sure, size=(400, 600)).brings_to_light(look(unsure), SHAPE)
    assert not look(sure, size=(400, 600), seen=[(400, 90, 30, 90)]).brings_to_light(look(unsure), SHAPE)


def test_a_look_that_loses_a_digit_in_the_hand_of_those_that_it_keeps_brings_nothing_to_light():
    larger = ((200, 20, 80, 150), 0.99)
    assert not look(*TWO[:1]).brings_to_light(look(*TWO), SHAPE)
    assert look(*TWO[:1]).brings_to_light(look(TWO[0], larger), SHAPE)
    assert look(*TWO[:1]).brings_to_light(look(TWO[0], (TWO[1][0], 0.6)), SHAPE)


def test_a_coarse_look_that_surely_reads_a_number_and_all_it_sees_reads_all_instead():
    low = [((20 + 15 * index, 25, 8, 14), 0.95) for index in range(3)]
    number, refusing = look(*low, size=(100, 150)), look(((40, 50, 16, 28), 0.9), seen=[(70, 50, 16, 28)])
    assert number.reads_all_instead(look()) and number.reads_all_instead(refusing)
    assert not look(*low, size=(100, 150), seen=[(100, 25, 8, 14)]).reads_all_instead(refusing)
    assert not look(*low, size=(100, 150), digit=1).reads_all_instead(refusing)
    assert not look(*low[:2], size=(100, 150)).reads_all_instead(refusing)
    assert not look(*low[:2], (low[2][0], 0.8), size=(100, 150)).reads_all_instead(refusing)
    assert not number.reads_all_instead(look(((40, 50, 16, 28), 0.9)))
    assert not number.reads_all_instead(look(((200, 50, 16, 28), 0.9), seen=[(70, 50, 16, 28)]))


def test_a_new_1_is_more_only_where_the_digits_beside_it_are_read_as_surely():
    def ones(*probabilities):
        boxes = [(40, 50, 30, 60), (120, 50, 30, 60), (220, 40, 8, 70)]
        return look(*zip(boxes, probabilities, strict=False), digit=1)

    assert ones(0.99, 0.99, 0.99).adds_as_surely(look(*TWO))
    assert not ones(0.99, 0.6, 0.99).adds_as_surely(look(*TWO))
    assert not ones(0.99, 0.99).adds_as_surely(look(*TWO))
    assert look(*TWO, ((200, 50, 30, 60), 0.99)).adds_as_surely(look(*TWO))


def test_one_more_1_brings_nothing_to_light_beside_digits():
    one = look(*TWO[:1], digit=1)
    assert not look(*TWO, digit=1).brings_to_light(one, SHAPE)
    assert one.brings_to_light(look(), SHAPE)


def test_a_box_of_a_part_of_the_picture_is_told_in_px_of_the_picture():
    part = replace(look(*TWO), view=(100, 60, 600, 400))
    assert part.in_picture((40, 50, 30, 60), (900, 1200)) == (180, 160, 60, 120)
    assert look(*TWO).in_picture((40, 50, 30, 60), (400, 600, 3)) == (80, 100, 60, 120)


def test_ink_that_is_not_believed_is_counted():
    assert look(*TWO).unread_ink() == 0
    assert look(*TWO, seen=[(200, 50, 30, 40)]).unread_ink() == 1200


def test_a_1_clears_up_no_shadow_from_a_digit_that_is_read_surely_and_from_another_1_it_does():
    one = look(((50, 55, 12, 50), 0.99), digit=1)
    assert not one.clears_up(look(TWO[0], digit=4))
    assert one.clears_up(look((TWO[0][0], 0.7), digit=4))
    assert one.clears_up(look(TWO[0], digit=1))


def test_the_stroke_of_a_look_is_that_of_what_it_believes():
    assert look(*TWO, seen=[(200, 50, 80, 80)]).stroke == pytest.approx(30, abs=2)
    assert look().stroke == 0


def test_a_mark_wider_than_the_strokes_is_a_wide_one():
    assert not look(*TWO).has_wide_marks()
    assert look(*TWO, seen=[(200, 20, 90, 150)]).has_wide_marks()


THREE = (*TWO, ((200, 50, 30, 60), 0.99))
SHADOW = (120, 20, 90, 150)
LETTERS = [(250, 50, 30, 60), (5, 50, 30, 60)]


@pytest.mark.parametrize(
    ("one", "other", "reads"),
    [
        (look(*THREE), look(THREE[0], seen=[SHADOW]), True),
        (look(*THREE), look(THREE[0]), False),
        (look(*THREE, seen=[(250, 50, 5, 9), (5, 50, 5, 9)]), look(THREE[0], seen=[SHADOW]), False),
        (look(*THREE, seen=LETTERS), look(THREE[0], seen=[SHADOW, *LETTERS]), False),
        (look(*THREE), look(*THREE, seen=[SHADOW]), False),
        (look(*THREE), look(THREE[0], ((120, 50, 110, 60), 0.99), seen=[SHADOW]), False),
        (look(*TWO), look(THREE[0], seen=[SHADOW]), False),
    ],
    ids=[
        "a shadow crosses a number",
        "no shadow",
        "more refused",
        "a word",
        "no more read",
        "pieces of one",
        "no number",
    ],
)
def test_a_look_reads_beyond_another_whose_ink_a_shadow_is(one, other, reads):
    assert one.reads_beyond(other) is reads


def test_a_number_of_several_digits_is_read_beyond_a_shadow_though_a_mark_is_refused():
    one = look(*(((x, 50, 20, 60), 0.99) for x in (20, 60, 130, 170, 240)), seen=[(5, 50, 5, 9)])
    assert one.reads_beyond(replace(look(THREE[0]), ink=look(*TWO, seen=[SHADOW]).ink))


@pytest.mark.parametrize(("left", "reads"), [(155, True), (122, False)], ids=["amid", "at the edge"])
def test_a_new_1_amid_a_shadow_counts_and_one_at_its_edge_may_be_a_rest_of_it(left, reads):
    numbers = look((TWO[0][0], 0.99), ((240, 50, 30, 60), 0.99))
    one = look(((left, 50, 10, 60), 0.99), digit=1)
    both = Look([[*numbers.judged[0], *one.judged[0]]], numbers.ink)
    assert both.reads_beyond(replace(numbers, ink=look(*TWO, seen=[SHADOW]).ink)) is reads


def test_a_look_at_a_part_of_a_picture_loses_a_sure_digit_where_it_reads_nothing():
    shape, whole = (200, 300), look(*TWO)
    left, right = ((60, 80, 60, 120), 0.9), ((220, 80, 60, 120), 0.9)
    both, one = (
        replace(look(*items, size=(360, 560)), view=(10, 10, 280, 180)) for items in ((left, right), (right,))
    )
    assert not both.loses(whole, shape)
    assert one.loses(whole, shape)
    assert not one.loses(look(((40, 50, 30, 60), 0.8), TWO[1]), shape)
    assert not one.loses(look(*TWO, digit=1), shape)
