"""Takes the lines of forms, notebooks and sums, which digits stand on or hang from, out of parts of both."""

from operator import itemgetter

import numpy as np

from edge.baselines import (
    baseline,
    height_above,
    lowest_line,
    may_stand_on_line,
    stands_on_line,
    tolerance,
)
from edge.comb import without_combs
from edge.cuts import between, find_cuts
from edge.erasing import MANY, erase_rules
from edge.finder import Classify, Part, find_parts, lies_in, sure_digits, sureness, surrounded
from edge.judge import SMALLEST
from edge.light import Ink
from edge.rules import is_row
from edge.teeth import without_teeth
from edge.tones import darker_ink

WIDE, LONG = 1.2, 15.0  # times its height: a digit on a line is wider with it, and a ruling longer
SHORT = 0.75  # the same under one digit; such a line is longer than it on both sides, or it is an L's
OVERHANG = 0.08  # of the line: so far it is longer
BARE = 0.4  # of its columns are no thicker than the line: nothing stands on it there
SPAN = 0.8  # of the part's width that the line spans
SHORTER = 0.85  # of it: what stands on the line is no wider, or the line may be the base of a 2
WHOLE = 0.8  # of the height of a part without the slope of its line: a lower digit on it would have lost some
SPECK = 0.3  # of the same: what is left and lower is a rest of the line
SHARE, DARKER = 0.25, 1.5  # of the ink is a line's at least, and times as dark a pen's that stands out on it
BROAD = 0.9  # of its height: touching digits are as wide at least
SURE = 0.9  # probability from which a part is a digit


def without_underlines(parts: list[Part], ink: Ink, classify: Classify) -> list[Part]:
    """Takes lines out of parts that are no digit with them, where that leaves digits.

    Args:
        parts: of the picture.
        ink: of the whole picture.
        classify: see `edge.segmentation.segment`.
    """
    underlined = [part for part in parts if _is_on_line(part)]
    whole = sureness([(part,) for part in underlined], classify)
    rests = {}
    for part, sure in zip(underlined, whole, strict=True):
        if sure < SURE:
            ways = [_off_line(part, ink), _above_line(part, ink)]
            if is_row(part):
                ways.append(_off_line(part, ink, MANY))
            if _is_wide(part):
                # The base of a 2 may lie on the line: where that is paler, the dark ink alone is all of it.
                ways.insert(0, _dark_ink(part, ink))
            company = _company(part, parts)
            if ones := bool(sure_digits(company, SURE, classify)):  # between which a comb's uprights are none
                ways = [_without_uprights(way, company) for way in ways]
            worth, rest = max(((_worth(way, ones, classify), way) for way in ways), key=itemgetter(0))
            if worth[0]:
                rests[id(part)] = rest
    return [piece for part in parts for piece in rests.get(id(part), [part])]


def _is_on_line(part: Part) -> bool:
    """Tells whether a part stands on a line, or it is wide and hangs from one."""
    if part.height < SMALLEST or part.width > LONG * part.height:
        return False
    if _is_wide(part):
        return stands_on_line(part.mask) or stands_on_line(part.mask[::-1])
    return part.width >= SHORT * part.height and may_stand_on_line(part.mask) and stands_on_line(part.mask)


def _is_wide(part: Part) -> bool:
    return part.width >= WIDE * part.height


def _off_line(part: Part, ink: Ink, hidden: float = 0.0) -> list[Part]:
    """Returns what stands on a part's line, or hangs from it; [] where that is as wide as the line."""
    return _rest(part, erase_rules(part.mask, (SPAN * part.width, np.inf), hidden), ink)


def _above_line(part: Part, ink: Ink) -> list[Part]:
    """Returns what stands on a part's line where that is short and thick, or hidden by much of it."""
    lowest, line = lowest_line(part.mask)
    rows = np.arange(part.height)[:, None]
    gaps = (part.mask == 0) & (rows <= lowest)
    above = np.where(gaps.any(axis=0), part.height - 1 - gaps[::-1].argmax(axis=0), -1)
    thickness = np.quantile(lowest - above, BARE)
    return _rest(part, np.where(rows < line - thickness, part.mask, 0), ink)


def _rest(part: Part, bare: np.ndarray, ink: Ink) -> list[Part]:
    """Returns the parts of a part without its line, (h, w) uint8; [] where that is the base of a letter."""
    height = _height(part)
    pieces = without_teeth(find_parts(ink, bare, part.box[:2]), part, few=False)
    rest = [piece for piece in pieces if piece.height > SPECK * height]
    narrow = all(piece.width < SHORTER * part.width for piece in rest)
    if not _is_wide(part):
        narrow &= all(_overhangs(part, piece) for piece in rest)
    return rest if narrow and any(piece.height >= WHOLE * height for piece in rest) else []


def _dark_ink(part: Part, ink: Ink) -> list[Part]:
    """Returns what stands on a part's line, or hangs from it, in darker ink than that; [] where none is."""
    line, low = baseline(part.mask), SPECK * _height(part)
    return [
        piece
        for piece in darker_ink(part, ink, SHARE, DARKER)
        if piece.height > low or not _lies_on(piece, part, line)
    ]


def _height(part: Part) -> float:
    """Returns a part's height, a row's without the slope of its line: a 2's base may slope, too."""
    return height_above(part.mask) if is_row(part) else part.height


def _lies_on(piece: Part, part: Part, line: np.ndarray) -> bool:
    """Tells whether the middle of a piece of a part lies on its line; see `edge.baselines.baseline`."""
    x, y = piece.centre
    return abs(y - part.top - line[int(x) - part.left]) <= 2 * tolerance(part.mask)


def _company(part: Part, parts: list[Part]) -> list[Part]:
    """Returns the parts that stand above a part's line, or below it, and do not touch it; [] in cells."""
    others = [other for other in parts if other is not part and part.left < other.centre[0] < part.right]
    others = [other for other in others if part.top < other.centre[1] < part.bottom]
    cells = surrounded(part)
    return [] if any(lies_in(other.box, cell) for other in others for cell in cells) else others


def _without_uprights(way: list[Part], company: list[Part]) -> list[Part]:
    """Leaves the uprights of a comb in which other parts stand out of some parts."""
    kept = set(map(id, without_combs([*way, *company])))
    return [part for part in way if id(part) in kept]


def _worth(way: list[Part], ones: bool, classify: Classify) -> tuple[int, float]:
    """Returns how many digits parts surely are, or begin and end with, and how probable these are in all.

    Args:
        way: the parts.
        ones: whether 1s count.
        classify: see `edge.segmentation.segment`.
    """
    if ones:
        probabilities = sureness([(part,) for part in way], classify)
        sure = [part for part, each in zip(way, probabilities, strict=True) if each >= SURE]
    else:
        sure = sure_digits(way, SURE, classify)
    known = set(map(id, sure))
    touching = [
        piece
        for part in way
        if id(part) not in known and part.width >= BROAD * part.height
        for piece in _ends(part, classify)
    ]
    return len(sure) + len(touching), float(sureness([(part,) for part in sure + touching], classify).sum())


def _ends(part: Part, classify: Classify) -> list[Part]:
    """Returns the first and the last digit, apart from 1s, of a part that surely begins and ends with one."""
    cuts = [cut.right for cut in find_cuts(part)]
    ends = []
    for pieces in (
        [between(part, None, right) for right in cuts],
        [between(part, right, None) for right in cuts],
    ):
        sure = sure_digits([piece for piece in pieces if piece is not None], SURE, classify)
        if not sure:
            return []
        ends.append(sure[0])
    return ends


def _overhangs(part: Part, piece: Part) -> bool:
    """Tells whether a part's line is longer on both sides than what stands on it."""
    return min(piece.left - part.left, part.right - piece.right) >= OVERHANG * part.width
