"""A 7 without a cross is a 1 where its hand crosses its 7s, and never elsewhere."""

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.judge import IN_A_WORD, NOT_SURE
from edge.light import find_ink
from edge.normalise import normalise
from edge.segmentation import Segment
from edge.sevens import CROSSED, PLAIN, jut, tell_ones
from tests.edge.paper import sheet
from train.strokes import digit

PEN = 6  # px
TALL = 90  # px
SEVEN = [(0, 0), (0.6, 0), (0.2, 1)]
CROSS = [(0.1, 0.5), (0.65, 0.45)]
NOSED = [(0, 0.45), (0.45, 0), (0.4, 1)]  # a 1 with a long up-stroke
SURE, LIKELY, DOUBTFUL = {7: 0.98, 1: 0.01}, {7: 0.85, 1: 0.12}, {7: 0.6, 1: 0.35}


def drawn(strokes, probabilities, pen=PEN):
    image = sheet(160, 160)
    for stroke in strokes:
        points = np.round(np.array(stroke) * TALL + 35).astype(np.int32)
        cv2.polylines(image, [points], False, 40, pen, cv2.LINE_AA)
    (part,) = find_parts(find_ink(image))
    shares = np.zeros(11, np.float32)
    shares[list(probabilities)] = list(probabilities.values())
    shares[10] = 1 - shares.sum()
    return Segment((part,), normalise(part.mask), shares)


def crossed(probabilities=SURE):
    return drawn([SEVEN, CROSS], probabilities)


def told(*items):
    judged = [[(item, "") for item in items]]
    (row,) = tell_ones(judged)
    return [item.digit for item, _ in row]


def test_a_doubtful_7_beside_a_crossed_one_is_a_1():
    assert told(crossed(), drawn([NOSED], DOUBTFUL)) == [7, 1]


def test_a_likelier_7_is_a_1_beside_two_crossed_ones():
    assert told(crossed(), drawn([NOSED], LIKELY)) == [7, 1]
    assert told(crossed(), drawn([NOSED], {7: 0.89, 1: 0.06})) == [7, 7]
    assert told(crossed(), crossed(), drawn([NOSED], {7: 0.89, 1: 0.06})) == [7, 7, 1]


def test_the_probability_of_a_1_is_what_is_left_of_the_whole():
    (((_, _), (item, _)),) = tell_ones([[(crossed(), ""), (drawn([NOSED], DOUBTFUL), "")]])
    assert item.probabilities.sum() == pytest.approx(1)
    assert item.probability == pytest.approx(3.5 / 4.15, abs=0.01)


def test_what_is_less_probable_than_asked_for_once_its_hand_is_known_is_not_read():
    judged = [[(crossed(), ""), (drawn([NOSED], {7: 0.89, 1: 0.06}), "")]]
    objections = [[objection for _, objection in row] for row in tell_ones(judged, 0.85)]
    assert objections == [["", NOT_SURE]]
    objections = [[objection for _, objection in row] for row in tell_ones(judged, 0.5)]
    assert objections == [["", ""]]


def test_7s_stay_7s_where_none_is_crossed():
    assert told(drawn([SEVEN], SURE), drawn([NOSED], DOUBTFUL)) == [7, 7]


def test_a_crossed_7_that_is_itself_in_doubt_tells_nothing():
    assert told(crossed(LIKELY), drawn([NOSED], DOUBTFUL)) == [7, 7]


def test_7s_stay_7s_where_the_hand_leaves_a_sure_one_without_a_cross():
    plain = drawn([SEVEN], {7: 0.995, 1: 0.001})
    assert told(crossed(), plain, drawn([NOSED], DOUBTFUL)) == [7, 7, 7]


def test_a_crossed_7_in_doubt_stays_one():
    assert told(crossed(), crossed(DOUBTFUL)) == [7, 7]


def test_what_is_not_read_is_no_company():
    judged = [[(crossed(), IN_A_WORD), (drawn([NOSED], DOUBTFUL), "")]]
    assert tell_ones(judged) == judged


@pytest.mark.parametrize("pen", [2, 6, 12])
def test_a_bar_juts_out_at_any_width_of_the_pen(pen):
    assert jut(drawn([SEVEN, CROSS], SURE, pen)) > CROSSED
    assert jut(drawn([SEVEN], SURE, pen)) < PLAIN
    assert jut(drawn([NOSED], SURE, pen)) < PLAIN


def test_most_crossed_7s_are_told_from_1s_and_plain_7s():
    rng = np.random.default_rng(9311)
    juts = {True: [], False: []}
    for value in [1, 7] * 60:
        strokes = digit(rng, value)
        juts[value == 7 and len(strokes) > 1].append(jut(drawn(strokes, SURE)))
    assert np.mean(np.array(juts[True]) >= CROSSED) > 0.8
    assert np.mean(np.array(juts[False]) <= PLAIN) > 0.9
