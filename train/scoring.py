"""The rules by which readings are scored, written down once.

- An image is *exact* when all its lines are read, in order, and nothing else.
- *Characters wrong*: the edit distance from the lines read to the true ones, joined by "|" so that a wrong
  line break counts as well; summed over images and divided by the number of true digits.
- With boxes (rendered scenes) a digit read belongs to the true digit whose box it overlaps best. Without
  boxes (photographs) the edit distance's alignment says which belong together.
- A digit read is *right* when it belongs to a true digit of the same value, *wrong* when of another value,
  and *invented* when it belongs to none. A true digit without a reading is *silent*.
- Precision, recall and F1 are those of finding digits: whatever they are read as.
- Calibration counts each digit read on images that hold digits; right is 1, wrong and invented are 0. Images
  without digits are left out, since their share in a test set is arbitrary; their inventions are counted
  apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from edge.results import Box, Reading

OVERLAP = 0.5  # least intersection over union of boxes that belong together
SLACK = 2  # px by which boxes are widened first: a stroke's edge is a matter of opinion, and a 1 is thin
BINS = 10  # of the reliability table


@dataclass(frozen=True)
class Score:
    """What came of one image.

    Attributes:
        exact: all lines right and in order.
        edits: edit distance in characters.
        truth: number of true digits.
        right: digits read that are right.
        wrong: digits read that belong to a digit of another value.
        invented: digits read that belong to none.
        outcomes: (confidence, right) of each digit read.
        seconds: that reading took.
    """

    exact: bool
    edits: int
    truth: int
    right: int
    wrong: int
    invented: int
    outcomes: tuple[tuple[float, bool], ...] = ()
    seconds: float = 0.0

    @property
    def silent(self) -> int:
        """True digits that were not read."""
        return self.truth - self.right - self.wrong


def score(
    reading: Reading, lines: Sequence[str], boxes: Sequence[Box] | None = None, seconds: float = 0.0
) -> Score:
    """Scores a reading against the true lines, by boxes where they are known."""
    read, true = "|".join(reading.lines), "|".join(lines)
    digits, truth = "".join(reading.lines), "".join(lines)
    edits, aligned = align(read, true)
    if boxes is None:
        places = [index for index, letter in enumerate(read) if letter != "|"]
        partner = [aligned[place] for place in places]
        values = [None if at is None or true[at] == "|" else true[at] for at in partner]
    else:
        pairs = match([digit.box for digit in reading.digits], boxes)
        values = [None if at is None else truth[at] for at in pairs]
    hits = [value == digit for value, digit in zip(values, digits, strict=True)]
    invented = sum(value is None for value in values)
    return Score(
        exact=tuple(reading.lines) == tuple(lines),
        edits=edits,
        truth=len(truth),
        right=sum(hits),
        wrong=len(digits) - sum(hits) - invented,
        invented=invented,
        outcomes=tuple((digit.confidence, hit) for digit, hit in zip(reading.digits, hits, strict=True)),
        seconds=seconds,
    )


def align(read: str, true: str) -> tuple[int, list[int | None]]:
    """Aligns two strings with the fewest edits (Levenshtein).

    Returns:
        The number of edits, and for each character of `read` the index in `true` that it stands for, or None.
    """
    cost = np.zeros((len(read) + 1, len(true) + 1), int)
    cost[:, 0], cost[0, :] = np.arange(len(read) + 1), np.arange(len(true) + 1)
    for i, a in enumerate(read, 1):
        for j, b in enumerate(true, 1):
            cost[i, j] = min(cost[i - 1, j - 1] + (a != b), cost[i - 1, j] + 1, cost[i, j - 1] + 1)
    partner: list[int | None] = [None] * len(read)
    i, j = len(read), len(true)
    while i and j:
        if cost[i, j] == cost[i - 1, j - 1] + (read[i - 1] != true[j - 1]):
            i, j = i - 1, j - 1
            partner[i] = j
        elif cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return int(cost[-1, -1]), partner


def match(read: Sequence[Box], true: Sequence[Box]) -> list[int | None]:
    """Pairs boxes one to one, best overlap first; returns for each in `read` its index in `true`, or None."""
    partner: list[int | None] = [None] * len(read)
    if not read or not true:
        return partner
    overlaps = np.array([[overlap(a, b) for b in true] for a in read])
    while overlaps.max() >= OVERLAP:
        i, j = np.unravel_index(overlaps.argmax(), overlaps.shape)
        partner[i] = int(j)
        overlaps[i, :] = overlaps[:, j] = -1
    return partner


def overlap(a: Box, b: Box) -> float:
    """Returns the intersection over union of two boxes, each widened by `SLACK`."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]) + 2 * SLACK
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1]) + 2 * SLACK
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / (sum((box[2] + 2 * SLACK) * (box[3] + 2 * SLACK) for box in (a, b)) - both)


def summary(scores: Sequence[Score]) -> dict[str, float]:
    """Sums scores up: counts, shares in percent, times in ms."""
    truth = sum(s.truth for s in scores)
    found, read = sum(s.right + s.wrong for s in scores), sum(s.right + s.wrong + s.invented for s in scores)
    times = np.array([s.seconds for s in scores]) * 1000
    return {
        "images": len(scores),
        "exact": _percent(sum(s.exact for s in scores), len(scores)),
        "characters_wrong": _percent(sum(s.edits for s in scores if s.truth), truth),
        "digits": truth,
        "right": _percent(sum(s.right for s in scores), truth),
        "wrong": sum(s.wrong for s in scores),
        "silent": sum(s.silent for s in scores),
        "invented": sum(s.invented for s in scores),
        "precision": _percent(found, read),
        "recall": _percent(found, truth),
        "f1": _percent(2 * found, read + truth),
        "median_ms": round(float(np.median(times)), 1),
        "p95_ms": round(float(np.percentile(times, 95)), 1),
    }


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2) if whole else float("nan")


def reliability(outcomes: Iterable[tuple[float, bool]]) -> tuple[list[dict[str, float]], float]:
    """Compares confidence with the share that is right.

    Args:
        outcomes: (confidence, right) of each digit read.

    Returns:
        A row for each bin that holds any: low, high, count, confidence (mean), right (share); and the
        expected calibration error in percent: the mean distance of both, weighted by count.
    """
    table = np.array([(confidence, right) for confidence, right in outcomes], float).reshape(-1, 2)
    bins = np.minimum((table[:, 0] * BINS).astype(int), BINS - 1)
    rows, error = [], 0.0
    for index in range(BINS):
        mine = table[bins == index]
        if len(mine):
            confidence, right = mine.mean(0)
            error += abs(confidence - right) * len(mine) / len(table)
            low, high = index / BINS, (index + 1) / BINS
            rows.append(
                {"low": low, "high": high, "count": len(mine), "confidence": confidence, "right": right}
            )
    return rows, 100 * error
