"""Doubts what stands beside a number on its line and may be a word, as in a list: Milk 24.

Of a word, too, most letters may look like digits. Yet they are less sure than a number's digits, not as alike
in height, often 1s or 0s, some are refused, and what is written in one go has to be cut. In a list, words
stand below each other, and of two groups on a line the one that does is the word.
"""

from dataclasses import dataclass, field

import numpy as np

from edge.finder import union_box
from edge.judge import IN_A_WORD, SPECKS, Judged, groups_apart, object_to
from edge.lone import MOST_ODDS, log_odds
from edge.segmentation import Segment

LEAST = 0.0  # log odds from which a group is believed
UNEVEN = 0.4  # deviation of the logarithm of heights; more counts no more
COLUMN = 1.5  # how much the mean log odds of what stands above and below a group add to its own; by hand
MATES = 2  # groups at least of which that is told
SHARED = 0.5  # of the narrower one's width that groups share which stand below each other
ALIKE = 1.5  # times as high at most is one of them as the other
MOST = 3.0  # log odds of one of them; more count no more
ALL_READ = 0.95  # of a page's marks: among digits alone touching ones are no word since they have to be cut
UNCUT = 1.2  # log odds without those for "cut" from which such a group is believed

# What is measured of a group, and what a unit of it adds to the log odds for a number: logistic regression on
# what is read of rendered lines with and without words, and of pages of the 73 fonts in models/README.md
# (`python -m train.weigh groups --scenes 4 --fonts FOLDER`).
WEIGHTS = {
    "always": 0.38,
    "sure": 0.38,  # mean of the log odds of the probabilities that its marks are digits
    "uneven": -2.76,  # deviation of the logarithm of its marks' heights
    "ones": -1.62,  # share of its marks that are 1s
    "noughts": -1.19,  # share of its marks that are 0s
    "refused": -3.10,  # share of its marks that are not read
    "cut": -3.48,  # share of its marks that are pieces of larger ones, times what they lack in sureness
}


@dataclass(frozen=True)
class Group:
    """Marks that stand apart from others on their line.

    Attributes:
        line: its index.
        marks: all of them.
        read: those that are believed.
        measures: in the order of `WEIGHTS`.
        left, right: px.
        height: px, the highest mark's.
    """

    line: int
    marks: list[Segment] = field(repr=False)
    read: list[Segment] = field(repr=False)
    measures: np.ndarray = field(repr=False)
    left: int
    right: int
    height: int


def doubt_groups(judged: Judged) -> Judged:
    """Objects to groups of several marks that look like a word beside others on their line.

    Digits that stand apart from each other, as in a form's boxes, are none.

    Args:
        judged: as `edge.judge.judge` gives it.
    """
    groups = measured_groups(judged)
    known = [(group, float(group.measures @ list(WEIGHTS.values()))) for group in groups]
    page = [objection for row in judged for _, objection in _counted(row)]
    all_read = page.count("") >= ALL_READ * len(page)
    doubtful = []
    for group, own in known:
        odds = own + _of_column(group, own, known)
        uncut = odds - group.measures[-1] * WEIGHTS["cut"]
        if group.read and len(group.marks) > 1 and odds < LEAST and not (all_read and uncut >= UNCUT):
            doubtful += group.read
    return object_to(judged, doubtful, IN_A_WORD)


def _of_column(group: Group, own: float, known: list[tuple[Group, float]]) -> float:
    """Returns what a group's column adds to its own log odds: nothing if it is the best of its line."""
    if own == max(odds for other, odds in known if other.line == group.line):
        return 0.0
    mates = [np.clip(odds, -MOST, MOST) for other, odds in known if _below(group, other)]
    return COLUMN * float(np.mean(mates)) if len(mates) >= MATES else 0.0


def measured_groups(judged: Judged) -> list[Group]:
    """Returns the groups that have others beside them; digits with a frame of their own belong to none."""
    found = []
    for line, row in enumerate(judged):
        marks = _counted(row)
        believed = {id(item) for item, objection in marks if not objection}
        apart = groups_apart([item for item, _ in marks])
        for group in apart if len(apart) > 1 else ():
            read = [item for item in group if id(item) in believed]
            left, _, width, _ = union_box(group)
            height = max(item.box[3] for item in group)
            found.append(Group(line, group, read, _measure(group, len(read)), left, left + width, height))
    return found


def _counted(row: list[tuple[Segment, str]]) -> list[tuple[Segment, str]]:
    """Returns the marks of a line that may be a number's or a word's, each with the objection to it."""
    return [
        (item, objection)
        for item, objection in row
        if not (item.dropped or item.framed or objection in SPECKS)
    ]


def _below(group: Group, other: Group) -> bool:
    """Tells whether two groups stand below each other as in a list: on two lines, and alike in height."""
    shared = min(group.right, other.right) - max(group.left, other.left)
    narrower = min(group.right - group.left, other.right - other.left)
    alike = max(group.height, other.height) < ALIKE * min(group.height, other.height)
    return group.line != other.line and alike and shared > SHARED * narrower


def _measure(group: list[Segment], read: int) -> np.ndarray:
    count = len(group)
    sure = float(log_odds(np.array([item.probability for item in group])).mean())
    return np.array(
        [
            1.0,
            sure,
            min(float(np.std(np.log([item.box[3] for item in group]))), UNEVEN),
            sum(item.digit == 1 for item in group) / count,
            sum(item.digit == 0 for item in group) / count,
            1 - read / count,
            sum(item.origin >= 0 for item in group) / count * (MOST_ODDS - sure),
        ]
    )
