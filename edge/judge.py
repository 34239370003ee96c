"""Decides which segments are believed: a network alone takes smudges, letters and show-through for digits.

Writing is judged in company. Among sure digits an odd one is believed sooner, and among things that are no
digits a digit is not believed at all, since every word holds an l or an o.
"""

from dataclasses import dataclass, replace

import cv2

from edge.finder import Part
from edge.normalise import DIGIT, stroke_width
from edge.segmentation import Segment

Judged = list[list[tuple[Segment, str]]]

SMALLEST = 9  # px, height of the lowest digit that can be read
SMALL = 0.42  # of the page's usual digit height: what is lower is a speck or a fragment
WEAK = 0.5  # of the page's usual darkness: what is weaker is show-through or dirt
WEAKEST = 0.42  # of the page's darkest writing: the same, before anything is read
SIZEABLE = 0.5  # of its line's usual height: what is lower has no say about its line
SURE = 0.8  # probability from which a segment speaks for its line
TRUSTED = 0.6  # share of a line's sizeable segments that are sure: the others are digits too
DOUBTED = 0.5  # the same, below which the line is no number
CROWD = 12  # sizeable segments from which a page that is mostly no digits makes its lines suspect
TRUSTED_ALONE = 0.85  # the same of a line that is read although most of its page is no digits
LYING = 1.4  # of its height: a 1 with the longest foot is not as wide
STOUTEST = 0.28  # of its longest side: no pen draws a 1 with a wider stroke
AMONG_DIGITS = 0.2  # least probability in a line that is trusted


def without_weak(parts: list[Part]) -> list[Part]:
    """Leaves out parts much weaker than the page's darkest writing: the back page shining through, stains."""
    heights = sorted(part.height for part in parts if part.height >= SMALLEST)
    if not heights:
        return parts
    # The tallest may be a grid, and of the usual ones most may be of the back page.
    darkest = max(_darkest(parts, 0.4 * height) for height in (heights[-1], heights[len(heights) // 2]))
    return [part for part in parts if part.darkness >= WEAKEST * darkest]


def _darkest(parts: list[Part], least: float) -> float:
    """Returns the 90th percentile of the darkness of parts higher than `least` px."""
    darkness = sorted(part.darkness for part in parts if part.height > least)
    return darkness[round(0.9 * (len(darkness) - 1))]


def judge(rows: list[list[Segment]], min_confidence: float) -> Judged:
    """Pairs each segment with the objection to reading it, "" for none.

    Args:
        rows: segments of each line.
        min_confidence: least probability, 0 to 1.
    """
    lines = [_weigh(row) for row in rows]
    sizeable = sum(line.sizeable for line in lines)
    share = sum(line.sure for line in lines) / sizeable if sizeable >= CROWD else 1.0
    judged = [
        [(item, line.objection(share) or _own_objection(item, min_confidence)) for item in line.segments]
        for line in lines
    ]
    believed = [item for row in judged for item, objection in row if not objection]
    if not believed:
        return judged
    height = _usual([item.box[3] for item in believed], believed)
    darkness = _usual([item.darkness for item in believed], believed)
    return [
        [(item, objection or _page_objection(item, height, darkness)) for item, objection in row]
        for row in judged
    ]


@dataclass(frozen=True)
class _Line:
    """A line and what speaks for its being a number: `sure` of its `sizeable` segments."""

    segments: list[Segment]
    sizeable: int
    sure: int

    def objection(self, page: float) -> str:
        """Returns the objection to the whole line, "" for none; `page` is the page's share of sure ones."""
        if self.sizeable < 2 and page >= DOUBTED:
            return ""
        needed = DOUBTED if page >= DOUBTED else TRUSTED_ALONE
        if self.sure < needed * self.sizeable or (page < DOUBTED and self.sizeable < 2):
            return "among things that are no digits"
        return ""


def _weigh(row: list[Segment]) -> _Line:
    heights = sorted(item.box[3] for item in row if not item.dropped)
    tall = SIZEABLE * heights[-(-3 * (len(heights) - 1) // 4)] if heights else 0.0
    sizeable = [item for item in row if item.box[3] >= max(tall, SMALLEST)]
    sure = sum(not item.dropped and item.probability >= SURE for item in sizeable)
    if len(sizeable) >= 3 and sure >= TRUSTED * len(sizeable):
        row = [item if item.dropped else _among_digits(item) for item in row]
    return _Line(row, len(sizeable), sure)


def _among_digits(item: Segment) -> Segment:
    """Returns the segment with the probabilities of the ten digits alone, as far as they say anything."""
    digits = item.probabilities[:10]
    if digits.max() < AMONG_DIGITS:
        return item
    alone = item.probabilities / digits.sum()
    alone[10:] = 0
    return replace(item, probabilities=alone)


def _usual(values: list[float], items: list[Segment]) -> float:
    """Returns the median of values, each weighted by its segment's box, so that specks do not count."""
    weighted = sorted(
        (value, item.box[2] * item.box[3] * item.probability)
        for value, item in zip(values, items, strict=True)
    )
    left = sum(weight for _, weight in weighted) / 2
    for value, weight in weighted:
        left -= weight
        if left <= 0:
            return float(value)
    return float(weighted[-1][0])


def _own_objection(item: Segment, min_confidence: float) -> str:
    if item.dropped:
        return "left out"
    if item.box[3] < SMALLEST:
        return "too small"
    if item.probability < min_confidence:
        return "not sure"
    if item.digit == 1 and stroke_width(cv2.compare(item.crop, 127, cv2.CMP_GT)) > STOUTEST * DIGIT:
        return "a blot"
    if item.digit == 1 and item.box[2] > LYING * item.box[3]:
        return "lying"
    return ""


def _page_objection(item: Segment, height: float, darkness: float) -> str:
    if item.box[3] < SMALL * height:
        return "smaller than the rest"
    if item.darkness < WEAK * darkness:
        return "weaker than the rest"
    return ""
