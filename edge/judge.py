"""Decides which segments are believed: a network alone takes smudges, letters and show-through for digits.

Writing is judged in company. Among sure digits an odd one is believed sooner, and among things that are no
digits only a number of which every digit is sure, since every word holds an l or an o.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import hypot, inf
from statistics import median
from typing import NamedTuple

from edge.finder import alone_in, mask_of, union_box
from edge.normalise import DIGIT, stroke_width
from edge.operators import operators
from edge.pixels import above, shared_area, slimmest_box
from edge.results import Box
from edge.rings import rings
from edge.segmentation import Segment

Judged = list[list[tuple[Segment, str]]]

SMALLER = "smaller than the rest"
WEAKER = "weaker than the rest"
BROADER = "broader than the rest"
LONGER = "longer than the rest"
SAME_PLACE = "where another is read"
ALONG = "along others"
SIGN = "a sign"
SPECKS = (SMALLER, SIGN)  # what is no letter of a word
IN_A_WORD = "in a word"
AMONG_NONE = "among things that are no digits"
STROKES = "nothing but strokes"
NOT_SURE = "not sure"
SMALLEST = 9  # px, height of the lowest digit that can be read
SMALL = 0.42  # of the page's usual digit height: what is lower is a speck or a fragment
BROAD = 2.5  # times the page's usual stroke: a 1 that is broader is a shadow, a finger's or a desk's
PRINT = 0.25  # of its height: what is lower was printed, and is no measure of it
LONG = 1.6  # times as long as every other digit is high: a 1 that is longer is a pen on the paper, or an edge
BAR = 4.0  # times as long as thick at least is such a one
BROADISH, PALE = 1.75, 0.75  # times the stroke and the darkness: a finger's rim is broader and paler
WEAK = 0.42  # of the page's usual darkness: what is weaker is show-through or dirt
SIZEABLE = 0.5  # of its line's usual height: what is lower and no longer has no say about its line
DASH = 4.0  # times as wide as high: what is lower, too, is a dash or a line under it, and has none either
SURE = 0.8  # probability from which a segment speaks for its line
PIECES = 0.5  # voice of a part that was cut and all of whose pieces are sure: letters can be cut into digits
SEVERAL = 3  # voices from which a line can be trusted
TRUSTED = 0.6  # share of a line's voices that speak for it: the others are digits too
DOUBTED = 0.5  # the same, below which the line is no number
SURELY_NONE = 0.8  # probability of "not a digit" from which a mark is a letter or such
TRUSTED_BESIDE = 0.8  # the share of voices of a line that is read although such marks stand among them
LIKE = 0.5  # of its digits' height and darkness: parts of the page that are like a line's digits have as much
CROWD = 6  # voices from which a page that is mostly no digits makes its lines suspect
FULL = 20  # voices of a page that is known well
FULL_OF_DIGITS = 0.9  # share of these that speak for it, where no mark on it is taken for a letter
MOSTLY_DIGITS, TRUSTED_ON_IT = 0.75, 0.3  # the share of a line without such marks on a page that has so many
TRUSTED_ALONE = 0.75  # the share of voices of a line that is read although most of its page is no digits
COMPANY = 4  # voices for it; of such a line that has fewer all must be sure
APART = 0.45  # of the height: gap from which a number is told from the words on its line
ROOMY = 3.5  # times its height: a frame that is higher was not drawn around a digit
LETTERS = 2  # in a group of marks that stands apart make it a word
LABEL = 0.65  # of a number's height on its line: a label is lower
HIGH = 0.8  # of it: what stands apart and is as high may be a digit beneath a label
PAIR = 2  # voices, all of them for it, from which it speaks for itself
TEXT = 6  # groups that make a line one of text, in which a number of fewer than `COMPANY` digits is
CAPITAL = 1.25  # times as high as they usually are
LYING = 1.4  # of its height: a 1 with the longest foot is not as wide
STOUTEST = 0.28  # of its longest side: no pen draws a 1 with a wider stroke
CERTAIN = 0.99  # probability that company does not raise
AMONG_DIGITS = 0.2  # least probability in a line that is trusted
AT_AN_END = 0.3  # the same of its first and its last mark, which may be a unit or a currency
REMAINS = 0.8  # of a cut part's ink that must be read: a scribble has pieces that look like digits
REMAINS_TRUSTED = 0.4  # the same in a line that is trusted
SURE_PAIR = 0.87  # least probability of both pieces of a cut part that is alone on its line
SURE_PIECE = 0.97  # the same of three and more: zigzags and coils can be cut into digits, too
SLIM = 0.25  # of its height: a rest of a line is narrower, and no digit of MNIST but 1s
SLIMMEST = 0.38  # of the height of touching digits: in the mean no digit but a 1 is narrower
ALIKE = 0.75  # of the other's height, stroke and darkness: a 1 and a digit of the same hand have as much
SHARED = 0.6  # of what the boxes of two digits cover: so much no two pens' strokes have in common
TALLY = 6  # 1s in a line of nothing else are strokes, hatching or a fence


def judge(rows: list[list[Segment]], min_confidence: float, frames: Sequence[Box] = ()) -> Judged:
    """Pairs each segment with the objection to reading it, "" for none.

    Args:
        rows: segments of each line.
        min_confidence: least probability, 0 to 1.
        frames: boxes (x, y, w, h) of what is drawn or printed around some of them.
    """
    signs = list(map(operators, rows))
    known = {id(sign) for found in signs for sign in found}
    rows = [[item for item in row if id(item) not in known] for row in rows]
    lines = [_weigh(row) for row in _framed(rows, frames)]
    page = [voice for line in lines for voice in line.heard()]
    share = sum(line.sure for line in lines) / len(page) if len(page) >= FULL else 0.0
    judged = [_judge_line(line, line.doubted_among(page), share, min_confidence) for line in lines]
    judged = object_to(judged, _of_the_same_pen(judged), "")
    judged = object_to(judged, _in_the_same_place(judged), SAME_PLACE)
    judged = object_to(judged, _along_others(judged), ALONG)
    judged = compare(object_to(judged, rings(judged), "a ring"), _mostly_no_digits(page))
    return list(map(_with_signs, judged, signs))


def _with_signs(row: list[tuple[Segment, str]], signs: list[Segment]) -> list[tuple[Segment, str]]:
    """Returns a line with signs in their places."""
    if not signs:
        return row
    return sorted([*row, *((sign, SIGN) for sign in signs)], key=lambda pair: pair[0].box[0])


def _framed(rows: list[list[Segment]], frames: Sequence[Box]) -> list[list[Segment]]:
    """Returns the segments of each line; of those that are alone in a frame, not much higher, it says so.

    Where few of these are sure digits, letters stand in a table's cells.
    """
    items = [item for row in rows for item in row if not item.dropped]
    alone = {id(item): item for frame, item in alone_in(frames, items) if frame[3] < ROOMY * item.box[3]}
    if sum(map(_is_sure, alone.values())) < TRUSTED * len(alone):
        return rows
    return [[replace(item, framed=True) if id(item) in alone else item for item in row] for row in rows]


def compare(judged: Judged, crowded: bool = False) -> Judged:
    """Objects to what is smaller or weaker than the rest of what is read, and to broader and longer 1s.

    Args:
        judged: that something in it is smaller or weaker is forgotten.
        crowded: whether the page mostly holds no digits.
    """
    judged = [
        [(item, "" if objection in (SMALLER, WEAKER) else objection) for item, objection in row]
        for row in judged
    ]
    believed = read_of(judged)
    if not believed:
        return judged
    height = _usual([item.box[3] for item in believed], believed)
    darkness = _usual([item.darkness for item in believed], believed)
    if crowded:  # the back page shines through, or squares do, and may outnumber the digits
        darkness = max((item.darkness for item in believed if _is_sure(item)), default=darkness)
    judged = [
        [(item, objection or _page_objection(item, height, darkness)) for item, objection in row]
        for row in judged
    ]
    return object_to(object_to(judged, _broader(believed), BROADER), _longer(read_of(judged)), LONGER)


def _broader(read: list[Segment]) -> list[Segment]:
    """Returns what of all that is read no pen drew that drew the others."""
    others = [item for item in read if item.digit != 1]
    if not others:
        return []
    least = BROADISH * median(item.stroke for item in others)
    broad = [item for item in read if item.stroke > least]
    return [item for item in broad if _is_drawn_otherwise(item, others)]


def _is_drawn_otherwise(item: Segment, others: list[Segment]) -> bool:
    """Tells whether something is a 1 that is much broader than others are, or is broader and paler."""
    others = [other for other in others if other.box[3] >= PRINT * item.box[3]]
    if not others:
        return False
    broad = item.stroke / median(other.stroke for other in others)
    pale = item.darkness < PALE * median(other.darkness for other in others)
    return (item.digit == 1 and broad > BROAD) or (len(others) > SEVERAL and pale and broad > BROADISH)


def _longer(read: list[Segment]) -> list[Segment]:
    """Returns the 1s that are far longer than all else is high that is read."""
    least = LONG * max((item.box[3] for item in read if item.digit != 1), default=inf)
    ones = [item for item in read if item.digit == 1 and hypot(*item.box[2:]) > least]
    boxes = ((item, slimmest_box(mask_of(item.parts, item.box))) for item in ones)
    return [item for item, (short, long) in boxes if long > max(least, BAR * short)]


def _of_the_same_pen(judged: Judged) -> list[Segment]:
    """Returns what was refused as a line's few strokes and is like the digits that are read."""
    read = read_of(judged)
    strokes = ([item for item, objection in row if objection == STROKES] for row in judged)
    return [item for few in strokes if len(few) < TALLY for item in few if is_alike(item, read)]


def _in_the_same_place(judged: Judged) -> list[Segment]:
    """Returns what is read where another is: stripes of light and dark lie around and in each other."""
    pairs = (pair for row in judged for pair in pairwise(read_of([row])))
    return [item for pair in pairs if _is_shared(*(each.box for each in pair)) for item in pair]


def _along_others(judged: Judged) -> list[Segment]:
    """Returns what is read where several others stand along it, as digits do along the edge of a sheet."""
    rows = (read_of([row]) for row in judged)
    return [item for read in rows for item in read if sum(_is_along(item, other) for other in read) > 1]


def _is_along(item: Segment, other: Segment) -> bool:
    """Tells whether another is as high up or down as one, and all of its width within that one's."""
    x, y, w, h = item.box
    left, top, width, height = other.box
    return x < left and left + width < x + w and top < y + h and y < top + height


def _is_shared(one: Box, other: Box) -> bool:
    """Tells whether most of what two boxes cover both cover."""
    shared = shared_area(one, other)
    return shared > SHARED * (one[2] * one[3] + other[2] * other[3] - shared)


def read_of(judged: Judged) -> list[Segment]:
    """Returns what nothing is objected to."""
    return [item for row in judged for item, objection in row if not objection]


def refused_digits(judged: Judged) -> list[Segment]:
    """Returns the sure digits, apart from 1s, that are refused because of what stands beside them."""
    refused = (item for row in judged for item, objection in row if objection == AMONG_NONE)
    return [item for item in refused if item.digit != 1 and _is_sure(item)]


def is_alike(item: Segment, read: list[Segment]) -> bool:
    """Tells whether a 1, or a sure piece of a cut part, is as high, wide and dark as most that is read."""
    if item.digit != 1 and (item.origin < 0 or item.probability < SURE_PAIR):
        return False
    others = [other for other in read if other.digit != 1 and other.box[3] >= PRINT * item.box[3]]
    alike = sum(is_of_one_hand(item, other) for other in others)
    return alike >= max(SEVERAL, len(others) / 2)


def is_of_one_hand(one: Segment, other: Segment) -> bool:
    """Tells whether both are about as high, as dark and as wide in their strokes."""
    return is_like(one, other, ALIKE) and _are_near(one.stroke, other.stroke, ALIKE)


def is_like(one: Segment, other: Segment, least: float) -> bool:
    """Tells whether both have a least part of the other's height and darkness."""
    return _are_near(one.box[3], other.box[3], least) and _are_near(one.darkness, other.darkness, least)


def _are_near(one: float, other: float, least: float) -> bool:
    return min(one, other) >= least * max(one, other)


def object_to(judged: Judged, doubtful: Iterable[Segment], objection: str) -> Judged:
    """Returns what is judged with an objection to some of its segments."""
    doubted = set(map(id, doubtful))
    return [[(item, objection if id(item) in doubted else known) for item, known in row] for row in judged]


class _Voice(NamedTuple):
    """What a part says about its being a digit; what was cut from one part speaks with one voice.

    Attributes:
        height: px.
        darkness: 0 to 255.
        yes: 1 for a sure digit, `PIECES` for sure pieces, else 0.
        no: whether it or a piece of it is surely no digit.
    """

    height: int
    darkness: float
    yes: float
    no: bool


@dataclass(frozen=True)
class _Line:
    """A line's segments from left to right, and the voices of its sizeable parts."""

    segments: list[Segment]
    voices: list[_Voice]

    @cached_property
    def sure(self) -> float:
        return sum(voice.yes for voice in self.voices)

    @cached_property
    def height(self) -> float:
        """Median height in px of what is not left out, 0 for nothing."""
        heights = [item.box[3] for item in self.segments if not item.dropped]
        return median(heights) if heights else 0.0

    @property
    def trusted(self) -> bool:
        return len(self.voices) >= SEVERAL and self.sure >= TRUSTED * len(self.voices)

    def heard(self) -> list[_Voice]:
        """Returns the voices as the page hears them: what looks like a digit in a word speaks for none."""
        objection = self.objection(page_doubted=False, page_sure=0.0)
        return [voice._replace(yes=0.0) for voice in self.voices] if objection else self.voices

    def doubted_among(self, page: list[_Voice]) -> bool:
        """Tells whether most of a page that is like this line's digits, or outdoes them, is no digits."""
        mine = [voice for voice in self.voices if voice.yes] or self.voices
        if not mine:
            return False
        height = LIKE * max(voice.height for voice in mine)
        darkness = LIKE * max(voice.darkness for voice in mine)
        like = [voice for voice in page if voice.height >= height and voice.darkness >= darkness]
        return _mostly_no_digits(like)

    def objection(self, page_doubted: bool, page_sure: float) -> str:
        """Returns the objection to the whole line, "" for none.

        Args:
            page_doubted: see `doubted_among`.
            page_sure: share of the page's voices that speak for it, 0 where it has too few.
        """
        needed = TRUSTED_ALONE if page_doubted else DOUBTED
        if page_doubted and self.sure < COMPANY:
            needed = 1.0
        elif len(self.voices) >= SEVERAL and self._holds_letters():
            needed = TRUSTED if page_sure >= FULL_OF_DIGITS else TRUSTED_BESIDE
        elif page_sure >= MOSTLY_DIGITS and not any(voice.no for voice in self.voices):
            needed = TRUSTED_ON_IT
        if (page_doubted or len(self.voices) > 1) and self.sure < needed * len(self.voices):
            return AMONG_NONE
        return ""

    def _holds_letters(self) -> bool:
        """Tells whether surely no digits stand among digits or beside few; a label or a unit does not."""
        places = [index for index, voice in enumerate(self.voices) if voice.yes]
        among = self.voices[places[0] : places[-1] + 1] if len(places) >= SEVERAL else self.voices
        return any(voice.no for voice in among)


def _mostly_no_digits(voices: list[_Voice]) -> bool:
    return len(voices) >= CROWD and sum(voice.yes for voice in voices) < DOUBTED * len(voices)


def _weigh(row: list[Segment]) -> _Line:
    # Beside the edge of a desk letters are low, and they are heard.
    long = LONG * max((item.box[3] for item in row if item.digit != 1 and _is_sure(item)), default=inf)
    marks = [item for item in row if not item.dropped and (item.digit != 1 or item.box[3] <= long)]
    heights = sorted(item.box[3] for item in marks)
    tall = SIZEABLE * heights[-(-3 * (len(heights) - 1) // 4)] if heights else 0.0
    weak = WEAK * max((item.darkness for item in row if _is_sure(item)), default=0.0)
    voices = []
    for items in by_part(row):
        _, _, width, height = union_box(items)
        is_dash = height < tall and width > DASH * height
        if max(width, height) >= max(tall, SMALLEST) and items[0].darkness >= weak and not is_dash:
            voices.append(_Voice(height, items[0].darkness, _yes(items), any(map(_is_surely_none, items))))
    return _Line(row, voices)


def _yes(items: list[Segment]) -> float:
    """Returns how much what was one part speaks for digits: pieces less, strokes alone not at all."""
    if not all(map(_is_sure, items)):
        return 0.0
    return 1.0 if len(items) == 1 else PIECES * any(item.digit != 1 for item in items)


def _is_sure(item: Segment) -> bool:
    return _is_legible(item) and item.probability >= SURE


def _is_surely_none(item: Segment) -> bool:
    return _is_legible(item) and _is_none(item)


def _is_none(item: Segment) -> bool:
    return item.box[3] >= SMALLEST and bool(item.probabilities[10:].sum() >= SURELY_NONE)


def _is_legible(item: Segment) -> bool:
    return not item.dropped and item.box[3] >= SMALLEST


def by_part(row: list[Segment]) -> list[list[Segment]]:
    """Returns segments, those together that were cut from one part."""
    groups: dict[int, list[Segment]] = {}
    for index, item in enumerate(row):
        groups.setdefault(item.origin if item.origin >= 0 else -1 - index, []).append(item)
    return list(groups.values())


def _judge_line(
    line: _Line, page_doubted: bool, page_sure: float, min_confidence: float
) -> list[tuple[Segment, str]]:
    row = line.segments
    objection = line.objection(page_doubted, page_sure)
    if objection:
        numbers = set(map(id, _numbers_apart(row)))
        whole = {id(item): "" if id(item) in numbers else objection for item in row}
    else:
        words = set(map(id, _words_apart(row)))
        if line.trusted:
            row = _among_digits(row, words)
        whole = {id(item): IN_A_WORD if id(item) in words else "" for item in row}
    own = {id(item): whole[id(item)] or _own_objection(item, min_confidence) for item in row}
    for items in by_part(row):
        if len(items) > 1:
            objection = _piece_objection(items, own, line)
            own.update({id(item): own[id(item)] or objection for item in items})
    read = [item for item in row if not own[id(item)] and not item.framed]
    if len(read) >= (1 if page_doubted else TALLY) and all(item.digit == 1 for item in read):
        own.update({id(item): STROKES for item in read})
    return [(item, own[id(item)]) for item in row]


def _numbers_apart(row: list[Segment]) -> list[Segment]:
    """Returns the digits of numbers that stand apart from the words on their line, and those in frames."""
    groups = list(map(_weigh, groups_apart(row)))
    # In a line of text some short words look like a number.
    low = CAPITAL * median(group.height for group in groups) if len(groups) >= TEXT else 0.0
    apart = [item for group in groups if _is_number(group, low) for item in group.segments]
    return apart + [item for item in row if item.framed and _is_sure(item)]


def _is_number(group: _Line, low: float) -> bool:
    """Tells whether all that a group holds is sure digits, some of which may touch each other.

    Args:
        group: of marks.
        low: px; one of few digits is higher.
    """
    count = len(group.voices)
    if count < PAIR or (count < COMPANY and group.height <= low):
        return False
    very_sure = all(_is_sure(item) and item.probability >= SURE_PIECE for item in group.segments)
    return group.sure >= count or (very_sure and group.sure > PIECES * count)


def _words_apart(row: list[Segment]) -> list[Segment]:
    """Returns the segments of words that stand apart from the numbers on their line, such as labels."""
    apart = groups_apart(row)
    if len(apart) == 1:
        return []
    groups = list(map(_weigh, apart))
    numbers = [
        group.height for group in groups if 0 < len(group.voices) <= group.sure or _is_number(group, 0.0)
    ]
    if not numbers:
        return []
    height = max(numbers)
    words = [group for group in groups if _is_word(group, height)]
    words += [group for group in (groups[0], groups[-1]) if _are_low_ones(group, LABEL * height)]
    return [item for group in words for item in group.segments]


def _is_word(group: _Line, height: float) -> bool:
    """Tells whether a group of marks is a word: it has letters, or is lower than numbers and not all sure.

    Args:
        group: of marks.
        height: px, of the numbers on its line.
    """
    if sum(map(_letters, group.segments)) >= LETTERS and group.sure < TRUSTED * len(group.voices):
        return True
    # A label may stand above a digit that is as high as numbers are.
    as_high = any(voice.yes and voice.height >= HIGH * height for voice in group.voices)
    return group.height < LABEL * height and group.sure < len(group.voices) and not as_high


def _are_low_ones(group: _Line, low: float) -> bool:
    """Tells whether all that a group holds is 1s lower than numbers are: of a label, its l and its i."""
    return group.height < low and all(item.digit == 1 for item in group.segments if not item.dropped)


def _letters(item: Segment) -> int:
    """Returns how many letters a mark is, 0 for what may be a digit: in bold print several are one mark."""
    return max(1, round(item.box[2] / item.box[3])) if _is_none(item) else 0


def groups_apart(row: list[Segment]) -> list[list[Segment]]:
    """Returns a line's segments, given from left to right, in groups with wide gaps between them."""
    groups, right = [row[:1]], 0
    for before, item in pairwise(row):
        right = max(right, before.box[0] + before.box[2])
        if item.box[0] - right >= APART * max(before.box[3], item.box[3]):
            groups.append([])
        groups[-1].append(item)
    return groups


def _piece_objection(items: list[Segment], own: dict[int, str], line: _Line) -> str:
    """Returns the objection to what was cut from one part, "" for none."""
    read = [item for item in items if not own[id(item)]]
    remains = REMAINS_TRUSTED if line.trusted else REMAINS
    if sum(item.area for item in read) < remains * sum(item.area for item in items):
        return "a piece of something else"
    height = union_box(items)[3]
    if len(line.voices) > 1:  # digits beside others may stand on a slope; a star alone has points that do
        height = median(item.box[3] for item in read)
    width = sum(item.box[2] for item in read)  # leaning digits reach over each other
    narrow = width < SLIMMEST * height * sum(item.digit != 1 for item in read)
    if narrow and not line.trusted:
        return "a piece of something else"
    if len(line.voices) > 1 or len(read) <= 1:
        return ""
    if all(item.digit == 1 for item in read):
        return STROKES
    needed = SURE_PAIR if len(read) == 2 else SURE_PIECE
    return "a doubtful piece" if any(item.probability < needed for item in read) else ""


def _among_digits(row: list[Segment], words: set[int]) -> list[Segment]:
    """Returns a trusted line with the probabilities of the ten digits alone, where they say anything.

    Args:
        row: its segments.
        words: ids of those that stay as they are.
    """
    marks = [id(item) for item in row if not item.dropped]
    result = []
    for item in row:
        least = AT_AN_END if id(item) in (marks[0], marks[-1]) else AMONG_DIGITS
        is_said = not item.dropped and id(item) not in words and least <= item.probability < CERTAIN
        result.append(_without_none(item) if is_said else item)
    return result


def _without_none(item: Segment) -> Segment:
    alone = item.probabilities / item.probabilities[:10].sum()
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
        return NOT_SURE
    if item.digit == 1 and stroke_width(above(item.crop, 127)) > STOUTEST * DIGIT:
        return "a blot"
    if item.digit == 1 and item.box[2] > LYING * item.box[3]:
        return "lying"
    if item.digit != 1 and item.box[2] < SLIM * item.box[3]:
        return "too slim"
    return ""


def _page_objection(item: Segment, height: float, darkness: float) -> str:
    if item.box[3] < SMALL * height:
        return SMALLER
    if item.darkness < WEAK * darkness:
        return WEAKER
    return ""
