"""Doubts lines that may be words: what letters are taken for is less sure than digits are, and not as high.

A word of which most letters look like digits convinces line and page. Yet few of them look like nothing but
digits, tall ones stand beside low ones, many are 1s, and others on the page are refused.
"""

from statistics import median

import numpy as np

from edge.judge import FULL_OF_DIGITS, IN_A_WORD, LABEL, LIKE, SIGN, Judged, object_to, read_of
from edge.lone import log_odds
from edge.segmentation import Segment

SEVERAL = 4  # digits in a line; fewer have no usual height
UNEVEN = 0.4  # deviation of the logarithm of heights; more counts no more
ONES = 0.67  # share of 1s; more count no more, since 1111 is a number
LEAST = 0.0  # log odds from which a line is believed
MANY = 10  # digits on the rest of a page of which `FULL_OF_DIGITS` are read: a line on it is no word
ELSEWHERE = 4  # digits on the page that tell how high they are

# What is measured of a line, and what a unit of it adds to the log odds for a number: logistic regression on
# what is read in pictures with and without digits, their tuned-on part only, and on pages of the 73 fonts in
# models/README.md (`python -m train.weigh words --scenes 16 --fonts FOLDER`).
WEIGHTS = {
    "always": 3.38,
    "sure": 0.98,  # mean of the log odds of the network's probabilities
    "uneven": -14.41,  # deviation of the logarithm of the digits' heights from a straight trend
    "ones": -9.90,  # share of its digits that are 1s
    "refused": -3.29,  # share of the page's marks, about as high and dark, that are looked at and not read
}


def doubt_words(judged: Judged) -> Judged:
    """Objects to lines whose digits are not as alike and as sure as a number's.

    Args:
        judged: as `edge.judge.judge` gives it.
    """
    weights = list(WEIGHTS.values())
    doubtful = [
        item for line, measures in measured_lines(judged) if measures @ weights < LEAST for item in line
    ]
    return judged if _is_full_of_others(judged, doubtful) else object_to(judged, doubtful, IN_A_WORD)


def _is_full_of_others(judged: Judged, doubtful: list[Segment]) -> bool:
    """Tells whether nearly all else on the page is digits, and there are many of them."""
    known = set(map(id, doubtful))
    others = [pair for row in judged for pair in row if id(pair[0]) not in known]
    marks = sum(not item.dropped and objection != SIGN for item, objection in others)
    read = sum(not objection for _, objection in others)
    return read >= MANY and read >= FULL_OF_DIGITS * marks


def doubt_labels(judged: Judged) -> Judged:
    """Objects to what is read of a label, its first letter mostly: it is lower than digits are elsewhere.

    Args:
        judged: as `edge.judge.judge` gives it.
    """
    read = read_of(judged)
    if len(read) <= ELSEWHERE:
        return judged
    low = LABEL * median(item.box[3] for item in read)
    labels = []
    for row in judged:
        mine = [item for item in read_of([row]) if not item.framed]
        if mine and max(item.box[3] for item in mine) < low and _letters(row, mine) >= len(mine):
            labels += mine
    return object_to(judged, labels, IN_A_WORD)


def _letters(row: list[tuple[Segment, str]], read: list[Segment]) -> int:
    """Returns how many marks of a line are not read, and not much lower than what is."""
    least = LIKE * max(item.box[3] for item in read)
    return sum(bool(objection) and item.box[3] >= least for item, objection in row)


def measured_lines(judged: Judged) -> list[tuple[list[Segment], np.ndarray]]:
    """Returns the digits of each line that has several, and their measures in the order of `WEIGHTS`.

    Digits that have a frame of their own belong to no word.
    """
    pairs = (pair for row in judged for pair in row)
    marks = [(item, objection) for item, objection in pairs if not item.dropped and objection != SIGN]
    lines = ([item for item, objection in row if not objection and not item.framed] for row in judged)
    return [(line, _measure(line, marks)) for line in lines if len(line) >= SEVERAL]


def _measure(line: list[Segment], marks: list[tuple[Segment, str]]) -> np.ndarray:
    height = LIKE * max(item.box[3] for item in line)
    darkness = LIKE * max(item.darkness for item in line)
    refused = [
        bool(objection) for item, objection in marks if item.box[3] >= height and item.darkness >= darkness
    ]
    return np.array(
        [
            1.0,
            log_odds(np.array([item.probability for item in line])).mean(),
            min(_unevenness(line), UNEVEN),
            min(sum(item.digit == 1 for item in line) / len(line), ONES),
            np.mean(refused) if refused else 0.0,  # none, where the tall ones are weak and the dark ones low
        ]
    )


def _unevenness(line: list[Segment]) -> float:
    """Returns how far heights, as logarithms, are from the trend that a view from the side gives them."""
    x, _, w, h = np.array([item.box for item in line], float).T
    middles, heights = x + w / 2, np.log(h)
    middles, heights = middles - middles.mean(), heights - heights.mean()
    slope = middles @ heights / max(middles @ middles, 1.0)  # by least squares
    return float(np.linalg.norm(heights - slope * middles)) / (len(line) - 2) ** 0.5
