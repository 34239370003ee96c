"""A wrong ruler makes every figure worthless, so the rules of scoring are checked on cases done by hand."""

import math

import pytest

from edge.results import Digit, Reading
from train.scoring import align, match, reliability, score, summary


def reading(*lines: str, boxes=None, confidence: float = 0.9) -> Reading:
    text = "".join(lines)
    boxes = boxes or [(0, 0, 1, 1)] * len(text)
    digits = tuple(Digit(int(c), confidence, box) for c, box in zip(text, boxes, strict=True))
    return Reading(lines, digits)


@pytest.mark.parametrize(
    ("read", "true", "edits"),
    [
        ("", "", 0),
        ("123", "123", 0),
        ("", "123", 3),
        ("123", "", 3),
        ("1243", "123", 1),
        ("13", "123", 1),
        ("193", "123", 1),
        ("21", "12", 2),
        ("5467", "4567", 2),
        ("47219", "472|19", 1),
    ],
)
def test_edits_are_the_fewest(read, true, edits):
    assert align(read, true)[0] == edits
    assert align(true, read)[0] == edits


def test_the_alignment_tells_which_characters_belong_together():
    assert align("1293", "123")[1] == [0, 1, None, 2]
    assert align("13", "123")[1] == [0, 2]
    assert align("193", "123")[1] == [0, 1, 2]


def test_boxes_are_paired_one_to_one_by_overlap():
    true = [(0, 0, 10, 20), (30, 0, 10, 20)]
    assert match([(31, 1, 10, 20), (1, 0, 9, 19)], true) == [1, 0]
    assert match([(0, 0, 10, 20), (1, 1, 9, 18)], true) == [0, None]
    assert match([(100, 0, 10, 20)], true) == [None]
    assert match([], true) == []
    assert match([(0, 0, 5, 5)], []) == [None]


def test_a_thin_one_is_found_though_its_box_is_off_by_a_pixel():
    assert match([(12, 5, 2, 30)], [(13, 5, 2, 31)]) == [0]


def test_a_right_reading_is_exact():
    result = score(reading("472", "19"), ("472", "19"))
    assert result.exact and (result.edits, result.truth, result.right) == (0, 5, 5)
    assert (result.wrong, result.invented, result.silent) == (0, 0, 0)


def test_two_lines_read_as_one_are_not_exact_and_cost_a_character():
    result = score(reading("47219"), ("472", "19"))
    assert not result.exact
    assert (result.edits, result.right, result.invented) == (1, 5, 0)


def test_one_line_read_as_two_costs_a_character_and_invents_nothing():
    result = score(reading("472", "19"), ("47219",))
    assert not result.exact
    assert (result.edits, result.right, result.invented) == (1, 5, 0)


def test_what_is_read_where_nothing_is_is_invented():
    result = score(reading("1", "8"), ())
    assert not result.exact
    assert (result.truth, result.invented, result.right, result.silent) == (0, 2, 0, 0)
    assert score(reading(), ()).exact


def test_boxes_tell_a_wrong_digit_from_a_silent_and_an_invented_one():
    truth, boxes = ("12",), [(0, 0, 10, 20), (30, 0, 10, 20)]
    result = score(reading("72", boxes=[(100, 0, 10, 20), (30, 0, 10, 20)]), truth, boxes)
    assert (result.right, result.wrong, result.silent, result.invented) == (1, 0, 1, 1)
    result = score(reading("72", boxes=boxes), truth, boxes)
    assert (result.right, result.wrong, result.silent, result.invented) == (1, 1, 0, 0)


def test_outcomes_carry_the_confidence_of_each_digit():
    digits = (Digit(4, 0.9, (0, 0, 1, 1)), Digit(2, 0.6, (2, 0, 1, 1)))
    assert score(Reading(("42",), digits), ("47",)).outcomes == ((0.9, True), (0.6, False))


def test_a_summary_weighs_characters_by_digits_and_images_alike():
    scores = [score(reading("1234"), ("1234",), seconds=0.010), score(reading("9"), ("19",), seconds=0.030)]
    total = summary(scores)
    assert total["images"] == 2 and total["exact"] == 50
    assert total["digits"] == 6 and total["silent"] == 1
    assert total["characters_wrong"] == pytest.approx(100 / 6, abs=0.01)
    assert total["right"] == pytest.approx(500 / 6, abs=0.01)
    assert total["median_ms"] == 20


def test_shares_of_nothing_are_not_a_number():
    assert math.isnan(summary([score(reading(), ())])["right"])


def test_the_calibration_error_is_the_weighted_distance():
    outcomes = [(0.95, True)] * 9 + [(0.95, False)] + [(0.65, True)] * 5 + [(0.65, False)] * 5
    rows, error = reliability(outcomes)
    assert [row["count"] for row in rows] == [10, 10]
    assert error == pytest.approx(0.5 * 15 + 0.5 * 5)
    assert reliability([(1.0, True), (1.0, True)])[1] == pytest.approx(0)
    assert reliability([]) == ([], 0.0)
