"""A lone digit is believed where it looks like ink on paper, and not where it looks like an edge."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.judge import AMONG_NONE, BROADER, IN_A_WORD
from edge.light import find_ink
from edge.lone import SHADE, WEIGHTS, WIDE, doubt_lone, doubt_wide, is_lone, lone_digits, measure
from edge.normalise import normalise
from edge.reader import DigitReader
from edge.segmentation import Segment
from tests.edge.paper import PAPER, PEN, lit, sheet, write

MEASURES = list(WEIGHTS)
DESK = 130  # grey levels by which a desk is darker than paper


def marks(image, digit, sure=0.99):
    """Returns the ink of an image and each of its marks as a digit, the largest first."""
    ink = find_ink(image)
    probabilities = np.zeros(11, np.float32)
    probabilities[[digit, 10]] = sure, 1 - sure
    return ink, [Segment((part,), normalise(part.mask), probabilities) for part in find_parts(ink)]


def believed(image, digit, sure=0.99):
    ink, items = marks(image, digit, sure)
    (((_, objection),),) = doubt_lone([[(items[0], "")]], ink)
    return not objection


def measured(image, digit=1):
    ink, items = marks(image, digit)
    digits = np.zeros_like(ink.mask)
    return dict(zip(MEASURES, measure(items[0], ink, digits, 0.0, 0.0, 0, 0), strict=True))


def measured_beside(image, objection, digit=1):
    """Returns the measures of the largest mark where the others are read or not."""
    ink, items = marks(image, digit)
    judged = [[(item, objection if index else "")] for index, item in enumerate(items)]
    return dict(zip(MEASURES, lone_digits(judged, ink)[0][1], strict=True))


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("height", [30, 120, 300])
def test_ink_on_paper_is_believed(digit, height):
    image = write(sheet(480, 640), str(digit), 200, 90, height, max(3, height // 14))
    assert believed(image, digit)


def test_the_blurred_edge_of_a_thing_is_not_believed():
    image = sheet(480, 640)
    image[:, :300] = PAPER - DESK
    cv2.line(image, (300, 100), (304, 340), 30, 5)
    assert not believed(cv2.GaussianBlur(image, (0, 0), 3), 1, sure=0.95)


def test_what_the_frame_cuts_off_among_other_ink_is_not_believed():
    image = sheet(480, 640)
    cv2.line(image, (250, 0), (290, 150), 40, 9)
    for x in range(200, 420, 20):
        cv2.line(image, (x, 170), (x + 18, 200), 40, 7)
    ink, items = marks(image, 1)
    judged = [[(item, "" if index == 0 else "not sure")] for index, item in enumerate(items)]
    assert doubt_lone(judged, ink)[0][0][1] == "not like ink"


def test_three_digits_are_company_enough():
    ink, items = marks(write(sheet(480, 640), "235", 100, 100, 90), 2)
    row = [(item, "") for item in items]
    assert len(row) == 3
    assert lone_digits([row], ink) == []
    assert doubt_lone([row], ink) == [row]


def test_a_row_of_bars_is_no_company():
    ink, items = marks(write(sheet(480, 640), "1111", 100, 100, 90), 1)
    assert len(lone_digits([[(item, "") for item in items]], ink)) == 4


def test_an_objection_stays():
    ink, items = marks(write(sheet(480, 640), "4", 200, 100, 90), 4)
    assert doubt_lone([[(items[0], "not sure")]], ink) == [[(items[0], "not sure")]]


def test_evened_paper_is_alike_on_both_sides_of_a_stroke_also_at_a_shadow_and_not_of_a_stain():
    shadow, stain = sheet(480, 640), sheet(480, 640)
    shadow[:, :296] = shadow[:, :296] // 2
    stain[100:340, 246:300] = PAPER - 30
    stroke, shadow, stain = (
        cv2.line(image, (300, 100), (304, 340), 60, 9) for image in (sheet(480, 640), shadow, stain)
    )
    assert measured(stroke)["sides"] < 0.1
    assert measured(shadow)["sides"] < 0.1
    assert measured(stain)["sides"] > 0.2


def test_a_blurred_mark_is_less_crisp():
    bar = cv2.line(sheet(480, 640), (300, 100), (304, 340), 60, 9)
    blurred = cv2.GaussianBlur(bar, (0, 0), 9)
    assert measured(blurred)["crisp"] < measured(bar)["crisp"] - 0.5


def test_a_mark_with_bristles_is_more_ragged_than_a_stroke():
    bar = cv2.line(sheet(480, 640), (300, 100), (304, 340), 60, 12)
    brush = bar.copy()
    for y in range(104, 340, 9):
        cv2.line(brush, (302, y), (318, y), 60, 1)
    assert measured(bar)["ragged"] < 0.1
    assert measured(brush)["ragged"] > 0.3


def test_a_bar_fills_its_hull_and_a_digit_winds():
    bar = measured(cv2.line(sheet(480, 640), (300, 100), (304, 340), 60, 9))
    three = measured(write(sheet(480, 640), "3", 200, 100, 200, 8), 3)
    assert bar["filled"] > 0.7 > 0.3 > three["filled"]
    assert three["winding"] > measured(write(sheet(480, 640), "3", 200, 100, 200, 30), 3)["winding"]


@pytest.mark.parametrize("digit", range(10))
def test_a_digits_stroke_is_hardly_swollen_and_a_spoons_is(digit):
    spoon = cv2.line(sheet(480, 640), (300, 160), (304, 340), 60, 9)
    cv2.ellipse(spoon, (300, 130), (22, 40), 0, 0, 360, 60, cv2.FILLED)
    assert measured(spoon)["swollen"] > 0.2
    assert measured(write(sheet(480, 640), str(digit), 200, 100, 200, 14), digit)["swollen"] < 0.05


def test_the_frame_counts_by_its_sides_reached_and_the_share_of_its_width():
    inside = measured(cv2.line(sheet(480, 640), (300, 100), (304, 340), 60, 9))
    across = measured(cv2.line(sheet(480, 640), (0, 200), (639, 240), 60, 9))
    assert (inside["reached"], across["reached"]) == (0, 2)
    assert inside["wide"] < 0.05 and across["wide"] == pytest.approx(1, abs=0.01)


def test_strong_ink_counts_where_it_is_not_read():
    image = cv2.line(sheet(480, 640), (200, 100), (204, 340), 60, 9)
    cv2.line(image, (400, 100), (404, 300), 60, 9)
    assert measured_beside(image, "")["other"] == 0
    assert measured_beside(image, "not sure")["other"] == pytest.approx(np.log(1 + 200 / 240), abs=0.1)


def test_a_shadow_that_no_pen_drew_does_not_count_as_writing_that_is_not_read():
    image = cv2.line(sheet(480, 640), (200, 100), (204, 340), 60, 9)
    cv2.line(image, (400, 100), (404, 300), 60, 9)
    assert measured_beside(image, "not sure")["refused"] > 0.3
    assert measured_beside(image, BROADER)["refused"] == 0


def test_a_shadow_across_a_whole_picture_is_no_digit_and_what_is_written_as_large_is_one():
    bars = np.zeros((480, 640), np.float32)
    for ends in (((0, 150), (639, 240)), ((420, 0), (330, 479))):
        cv2.line(bars, *ends, 0.5, 30)
    ink, items = marks(lit(sheet(480, 640), 1 - cv2.GaussianBlur(bars, (0, 0), 4)), 7, 0.95)
    judged = [[(items[0], "")]]
    assert doubt_lone(judged, ink) == judged
    assert doubt_wide(judged, ink) == [[(items[0], "not like ink")]]
    ink, items = marks(write(sheet(480, 640), "2", 120, 40, 400, 30), 2, 0.95)
    assert items[0].box[2] > WIDE * 640
    assert doubt_wide([[(items[0], "")]], ink) == [[(items[0], "")]]


def test_what_is_darker_than_a_shadow_may_be_as_wide_as_the_picture():
    ink, items = marks(cv2.circle(sheet(480, 640), (320, 240), 200, PEN, 30), 0, 0.6)
    judged = [[(items[0], "")]]
    assert items[0].darkness > SHADE and doubt_wide(judged, ink) == judged
    pale = [[(replace(items[0], parts=(replace(items[0].parts[0], darkness=90.0),)), "")]]
    assert doubt_wide(pale, ink)[0][0][1]


@pytest.mark.parametrize("end, lean", [((330, 100), True), ((110, 120), False), ((490, 120), False)])
def test_a_one_stands_nearly_upright(end, lean):
    bar = cv2.line(sheet(480, 640), (300, 340), end, 60, 9)
    assert (measured(bar)["lean"] < 0.3) == lean
    assert measured(bar, 7)["lean"] == 0


def test_a_one_with_a_long_up_stroke_is_believed():
    way = np.array([(200, 160), (280, 100), (288, 192)])
    assert believed(cv2.polylines(sheet(480, 640), [way], False, 60, 7, cv2.LINE_AA), 1)


def test_a_loop_that_smoothing_opens_is_not_the_less_ragged():
    image = cv2.circle(sheet(480, 640), (320, 240), 90, 50, 16, cv2.LINE_AA)
    cv2.line(image, (408, 240), (420, 240), PAPER, 9)  # leaves a bridge thinner than what is smoothed
    assert measured(image, 0)["ragged"] > -0.1


def test_a_loop_that_all_but_closes_is_not_ragged():
    image = cv2.ellipse(sheet(480, 640), (300, 200), (60, 90), 0, 0, 360, 60, 9, cv2.LINE_AA)
    cv2.line(image, (300, 90), (300, 150), PAPER, 2)
    assert measured(image, 0)["ragged"] < 0.1
    assert believed(image, 0)


def test_an_odd_mark_is_not_believed_however_sure_it_is():
    image = sheet(480, 640)
    for index in range(6):
        cv2.circle(image, (200 + 34 * index, 300 - 20 * index), 30, 50, 5, cv2.LINE_AA)
    assert not believed(image, 6)


def test_a_mark_that_is_surely_one_of_two_digits_is_believed_more_than_one_that_may_be_none():
    ink, items = marks(write(sheet(480, 640), "7", 200, 90, 120, 9), 7)
    odds = []
    for other in (1, 10):
        probabilities = np.full(11, 0.001, np.float32)
        probabilities[[7, other]] = 0.55, 0.44
        ((_, measures),) = lone_digits([[(replace(items[0], probabilities=probabilities), "")]], ink)
        odds.append(measures @ list(WEIGHTS.values()))
    assert odds[0] > odds[1] + 1


@pytest.mark.parametrize(
    ("sure", "pieces", "company"), [(0.98, 3, 2), (0.96, 3, 0), (0.985, 2, 1), (0.975, 2, 0)]
)
def test_sure_pieces_of_one_part_speak_for_each_other(sure, pieces, company):
    ink, found = marks(write(sheet(480, 640), "7" * pieces, 100, 90, 100, 9), 7, sure)
    row = [(replace(item, origin=5), "") for item in found]
    assert len(row) == pieces
    assert {each[MEASURES.index("company")] for _, each in lone_digits([row], ink)} == {company}


@pytest.mark.parametrize(("unsure", "count"), [(0.95, 2), (0.8, 0)])
def test_two_pieces_of_one_part_are_read_both_or_neither(unsure, count):
    ink, found = marks(write(sheet(480, 640), "77", 100, 90, 100, 9), 7)
    sure, other = (replace(item, origin=5) for item in found)
    other = replace(other, probabilities=np.where(np.arange(11) == 7, unsure, (1 - unsure) / 10))
    (row,) = doubt_lone([[(sure, ""), (other, "")]], ink, least=0.0)
    assert sum(not objection for _, objection in row) == count


@pytest.mark.parametrize(
    ("neighbour", "height", "origins", "company"),
    [
        (7, 100, (-1, -1), 1),
        (1, 100, (-1, -1), 0),
        (7, 40, (-1, -1), 0),
        (7, 100, (5, 6), 1),
    ],
    ids=["alike", "a 1", "lower", "cut from another part"],
)
def test_digits_as_high_speak_for_another_of_their_line(neighbour, height, origins, company):
    image = write(write(sheet(480, 640), "1", 200, 90, 101, 9), "7", 300, 90, height, 9)
    ink, found = marks(image, 1)
    one, other = (replace(item, origin=origin) for item, origin in zip(found, origins, strict=True))
    other = replace(other, probabilities=np.eye(11, dtype=np.float32)[neighbour])
    ((_, first), _) = lone_digits([[(one, ""), (other, "")]], ink)
    ((_, apart),) = lone_digits([[(one, "")], [(other, "not sure")]], ink)
    assert first[MEASURES.index("company")] == company and apart[MEASURES.index("company")] == 0


@pytest.mark.parametrize(
    ("digits", "origins", "lone"),
    [
        ("782", (-1, -1, -1), False),
        ("711", (-1, -1, -1), True),
        ("782", (-1, 4, 4), True),
        ("7825", (-1, -1, 4, 4), False),
        ("782563", (4, 4, 4, 4, 4, 4), False),
    ],
)
def test_three_digits_of_a_line_do_not_stand_alone_and_pieces_count_half(digits, origins, lone):
    _, (mark, *_) = marks(write(sheet(480, 640), "7", 200, 90, 100, 9), 7)
    sure = np.eye(11, dtype=np.float32)
    row = [
        (replace(mark, probabilities=sure[int(digit)], origin=origin), "")
        for digit, origin in zip(digits, origins, strict=True)
    ]
    assert is_lone(row) == lone


def test_digits_of_one_number_are_believed_together():
    page = write(write(sheet(480, 640), "3", 200, 90, 101, 9), "7", 300, 90, 101, 9)
    ink, (sure, *_) = marks(page, 3, 0.999)
    _, (_, doubtful) = marks(page, 7, 0.5)
    together, apart = [[(sure, ""), (doubtful, "")]], [[(sure, "")], [(doubtful, "")]]
    assert [objection for row in doubt_lone(together, ink) for _, objection in row] == ["", ""]
    assert [objection for row in doubt_lone(apart, ink) for _, objection in row] == ["", "not like ink"]


@pytest.mark.parametrize(("beside", "objection"), [("3582", ""), ("", "not like ink")])
def test_a_digit_is_believed_beside_a_1_that_is_of_the_same_pen_as_other_lines_digits(beside, objection):
    page = write(write(sheet(640, 640), beside, 60, 60, 101, 9), "17", 300, 420, 101, 9)
    for x in range(30, 600, 60):  # ink that is refused counts against what stands alone
        cv2.circle(page, (x, 590), 22, 40, cv2.FILLED)
    ink, items = marks(page, 7, 0.93)
    written = (item for item in items if item.box[1] < 500)
    number = sorted(written, key=lambda item: (item.box[1] > 300, item.box[0]))
    known = [
        replace(item, probabilities=np.eye(11, dtype=np.float32)[int(digit)])
        for item, digit in zip(number[:-1], beside + "1", strict=True)
    ]
    seven = number[-1]
    refused = [(item, "not sure") for item in items if item.box[1] > 560]
    judged = [[(item, "") for item in known[:-1]], [(known[-1], ""), (seven, "")], refused]
    assert doubt_lone(judged, ink)[1][1] == (seven, objection)


@pytest.mark.parametrize(("height", "sure", "read"), [(100, 0.9, True), (100, 0.8, False), (60, 0.9, False)])
def test_a_piece_of_what_touches_is_believed_where_most_that_is_read_is_of_the_same_hand(height, sure, read):
    page = write(sheet(480, 640), "4", 60, 300, height, 9)
    page = write(page, "222", 60, 90, 100, 9)
    ink, items = marks(page, 2, 0.9)
    *number, lone = sorted(items, key=lambda item: item.box[1])
    lone = marks(page, 4, sure)[1][[item.box for item in items].index(lone.box)]
    judged = [[(item, "") for item in number], [(replace(lone, origin=7), "")]]
    assert (doubt_lone(judged, ink)[1][0][1] == "") == read


def listed(
    tops: tuple[int, ...], left: int = 60, height: int = 60, objections: tuple[str, ...] = ()
) -> float:
    """Returns how far a 4 at (60, 200) is listed among numbers 222 at other heights, beside refused marks."""
    page = write(sheet(480, 640), "4", 60, 200, 60, 6)
    for top in tops:
        page = write(page, "222", left, top, height, 6)
    ink, items = marks(page, 2)
    rows = {top: [(item, "") for item in items if abs(item.box[1] - top) < 20] for top in (200, *tops)}
    four, *numbers = rows.values()
    assert [len(row) for row in (four, *numbers)] == [1, *[3] * len(tops)]
    four += [(four[0][0], objection) for objection in objections]
    ((_, measures),) = lone_digits([four, *numbers], ink)
    return dict(zip(MEASURES, measures, strict=True))["listed"]


@pytest.mark.parametrize(
    ("tops", "sides"), [((), 0), ((100,), 1), ((300,), 1), ((100, 300), 2), ((20, 100), 1)]
)
def test_a_digit_is_listed_by_the_numbers_right_above_and_below_it(tops, sides):
    assert listed(tops) == sides


def test_far_away_at_its_side_or_of_another_height_no_number_lists_a_digit_and_none_beside_a_letter():
    assert listed((410,)) == listed((100,), left=300) == listed((80,), height=100) == 0
    assert listed((100,), objections=("smaller than the rest",)) == 1
    assert listed((100,), objections=("not sure",)) == 0


def test_marks_of_which_each_stands_alone_do_not_speak_for_each_other_however_alike_they_are():
    page = sheet(480, 640)
    for x, y in ((60, 90), (300, 200), (460, 60), (100, 320)):
        page = write(page, "4", x, y, 100, 9)
    ink, items = marks(page, 4, 0.9)
    doubted = doubt_lone([[(replace(item, origin=place), "")] for place, item in enumerate(items)], ink)
    assert {row[0][1] for row in doubted} == {"not like ink"}


@pytest.mark.parametrize(("beside", "read"), [(IN_A_WORD, ""), (AMONG_NONE, ""), ("not sure", "1")])
def test_of_a_label_that_looked_like_a_number_no_digit_is_left_beside_a_word(beside, read):
    page = write(write(sheet(480, 640), "1", 300, 90, 100, 9), "0", 200, 130, 50, 9)
    ink, items = marks(write(page, "7", 500, 90, 90, 9), 1, 0.9999)
    nought, one, other = sorted(items, key=lambda item: item.box[0])
    nought = replace(nought, probabilities=np.eye(11, dtype=np.float32)[0] * 0.1)
    judged = doubt_lone([[(nought, ""), (one, ""), (other, beside)]], ink)
    assert "".join(str(item.digit) for item, objection in judged[0] if not objection) == read


@pytest.mark.parametrize(("digit", "height", "counts"), [(7, 20, False), (7, 80, True), (1, 20, True)])
def test_print_much_lower_than_a_digit_says_nothing_about_it_unless_it_is_a_bar(digit, height, counts):
    page = write(sheet(480, 640), "7", 100, 90, 160, 9)
    for place in range(12):
        page = write(page, "7", 280 + 90 * (place % 4), 60 + 120 * (place // 4), height, 3)
    found = measured_beside(page, "in a word", digit)
    assert (found["refused"] > 0.2) == counts and (found["other"] > 0.5) == counts


@pytest.mark.parametrize(("digits", "objection"), [("3582", ""), ("", "not like ink")])
def test_a_doubtful_one_is_believed_that_is_of_the_same_pen_as_other_lines_digits(digits, objection):
    image = write(sheet(480, 640), digits, 60, 60, 90, 7)
    cv2.line(image, (300, 300), (304, 390), 50, 7, cv2.LINE_AA)
    for x in range(30, 600, 60):  # ink that is refused counts against what stands alone
        cv2.circle(image, (x, 440), 22, 40, cv2.FILLED)
    ink, items = marks(image, 1)
    number = sorted((item for item in items if item.box[1] < 200), key=lambda item: item.box[0])
    (one,) = (item for item in items if 250 < item.box[1] < 350)
    others = [(item, "not sure") for item in items if item.box[1] > 400]
    read = [
        (replace(item, probabilities=np.roll(item.probabilities, int(digit) - 1)), "")
        for item, digit in zip(number, digits, strict=True)
    ]
    assert doubt_lone([read, [(one, "")], others], ink)[1] == [(one, objection)]


@pytest.mark.parametrize(("dark", "lines"), [(PEN, ("631",)), (PEN + 90, ("63",))])
def test_a_ruler_straight_1_is_one_beside_two_digits_in_the_same_hand(dark, lines):
    page = write(sheet(480, 640), "63", 60, 100, 220, 26)
    page = cv2.line(page, (520, 310), (560, 110), dark, 26, cv2.LINE_AA)
    assert DigitReader().read(page).lines == lines


@pytest.mark.parametrize(("others", "objection"), [("", "not like ink"), ("22", ""), ("2", "not like ink")])
def test_between_numbers_that_are_believed_though_they_stand_alone_a_digit_is_believed_sooner(
    others, objection
):
    page = write(sheet(480, 640), "4", 60, 200, 60, 6)
    for top in (100, 300):
        page = write(page, others, 60, top, 60, 6)
    ink, items = marks(page, 2)
    rows = {top: [(item, "") for item in items if abs(item.box[1] - top) < 20] for top in (200, 100, 300)}
    four, *numbers = rows.values()
    unsure = np.zeros(11, np.float32)
    unsure[[4, 9]] = 0.6, 0.4
    four = [(replace(four[0][0], probabilities=unsure), "")]
    assert doubt_lone([four, *numbers], ink, least=3)[0][0][1] == objection
