"""Knows signs that people write beside numbers and that read as digits: 3) is no 31, 5! no 51, #7 no 747."""

from statistics import median

import cv2
import numpy as np

from edge.finder import mask_of, union_box
from edge.judge import SIGN, Judged, groups_apart, object_to, read_of
from edge.light import Ink
from edge.pixels import along_and_across, boxes_of_holes, crop, gap, middle
from edge.segmentation import Segment

# Of its length: so far the middle of a closing and of an opening bracket is off the line between its ends.
CLOSES, OPENS = 0.1, 0.14
SMOOTH = 0.42  # of its stroke's width: so near to an arc a bracket's ink is; a 1 with a nose is not
HIGH = 1.05  # of the digits' height: a bracket is higher
ABOVE_DOT = (1, 2, 7)  # what the stroke of an exclamation or a question mark reads as
SLIM = 0.8  # of its height: no such stroke is wider
DOT_GAP = 0.55  # of it: how far below it the dot ends at most
ASIDE = 0.15  # of it: how far aside of its foot the dot reaches at most
DOT = (0.5, 2.0)  # times the stroke's width: the longer side of a dot
AS_DARK = 0.4  # of the stroke's darkness: what is paler was printed, or is dirt
RAISED = 0.12  # of its height: so far above the foot of its neighbour it ends at least
BELOW = 0.25  # of it: so far below that foot the dot reaches at most
RING = 0.55  # of the stroke's height: the rings of a percent sign are lower
BANDS = 0.12, 0.28, 0.72, 0.88  # of a hash's box: where both its strokes of either direction are seen
CROSSED = 0.4  # of the rows and columns there that cross two strokes
ENDS = 0.5  # of its side at most is ink in a row or a column outside these: its strokes end there
WIDEST = 0.92  # of its height: two digits that touch and cross their box likewise are wider
HEART = 0.25, 0.75  # of its box: where what it encloses is, and where the bars of a plus sign cross
PLUS = 0.97  # of its ink lies along the bars of a plus sign: a 4 has a third
BAR = 0.75  # of the stroke's width: how far from its middle a bar's ink is
LOWER = 0.8  # of the digits' height at most is that of a plus sign
FLOATS = 0.08  # of it: so far above the nearest digit's foot it ends at least
SHORT = 0.7  # of its neighbours' height at most is that of a comma
DEEP, SINKS = 0.65, 1.1  # of it, from their tops: a comma begins and ends farther down


def doubt_signs(judged: Judged, ink: Ink) -> Judged:
    """Objects to digits that are brackets, commas, ticks, or one of the signs ! ? % + and #.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
    """
    signs = [sign for row in judged for sign in (*_beside_digits(row, ink), *_cut_signs(row))]
    return object_to(judged, signs, SIGN)


def _beside_digits(row: list[tuple[Segment, str]], ink: Ink) -> list[Segment]:
    """Returns the signs, all but hash signs and ticks, of a line that holds digits, too."""
    read = [item for item in read_of([row]) if not item.framed]
    if len(read) < 2:
        return []
    marks = [item for item, _ in row]
    bulges = [_bulge(item, read) for item in read]
    groups = [group for group in groups_apart(read) if len(group) > 1]
    begins, ends = ({id(group[place]) for group in groups} for place in (0, -1))
    marked = list(enumerate(zip(read, bulges, strict=True)))
    closing = [at for at, (item, bulge) in marked[1:] if bulge > CLOSES and id(item) not in begins]
    last = max(closing, default=0)  # amid a number nothing opens that does not close
    opening = [
        at
        for at, (item, bulge) in marked[:-1]
        if -bulge > OPENS and id(item) not in ends and (at == 0 or id(item) in begins or at < last)
    ]
    signs = [read[at] for at in closing + opening]
    if read[-1].digit in ABOVE_DOT and _stands_on_dot(read[-1], read[-2], ink):
        signs.append(read[-1])
    signs += [item for item in read if _is_plus(item, read)]
    between = zip(read, read[1:], read[2:], strict=False)
    signs += [item for left, item, right in between if _is_comma(item, left, right)]
    return signs + [part for item in read[1:] for part in _percent(item, marks)]


def _bulge(item: Segment, read: list[Segment]) -> float:
    """Returns how far to the right a high arc bulges, as a part of its length; 0 for other marks."""
    if item.digit != 1 or item.box[3] < HIGH * median(other.box[3] for other in read if other is not item):
        return 0.0
    along, across = along_and_across(mask_of(item.parts, item.box))
    length = along.max() - along.min() + 1
    arc = np.polyfit(along / length, across, 2)
    if np.std(across - np.polyval(arc, along / length)) > SMOOTH * item.stroke:
        return 0.0
    return float(-arc[0] / (4 * length))


def _stands_on_dot(item: Segment, neighbour: Segment, ink: Ink) -> bool:
    """Tells whether a stroke ends above its neighbour's foot, and a dot of the same pen right below it."""
    stroke = max(item.parts, key=lambda part: part.height)  # the dot may count as the other piece of it
    x, y, w, h = stroke.box
    bottom, aside = y + h, round(ASIDE * h)
    foot = x + round(np.flatnonzero(stroke.mask[-1]).mean())
    left, right = max(foot - aside, 0), min(foot + aside, ink.mask.shape[1])
    place = slice(bottom, bottom + round(DOT_GAP * h) + 2), slice(left, right)
    below = ink.mask[place]
    room = neighbour.box[1] + neighbour.box[3] - bottom
    if w > SLIM * h or room < RAISED * h or not below.size:
        return False
    contours, _ = cv2.findContours(below, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if len(contours) != 1:
        return False
    box = cv2.boundingRect(contours[0])
    _, top, wide, tall = box
    low, high = (share * item.stroke for share in DOT)
    within = top > 0 and top + tall <= min(room + BELOW * h, len(below) - 1) and wide < right - left
    as_dark = crop(ink.darkness[place], box).max() >= AS_DARK * item.darkness
    return within and low <= max(wide, tall) <= high and bool(as_dark)


def _is_plus(item: Segment, read: list[Segment]) -> bool:
    """Tells whether a 4 is a plus sign: a cross, lower than the digits, that does not stand where they do."""
    if item.digit != 4:
        return False
    others = [other.box for other in read if other is not item]
    _, top, _, high = min(others, key=lambda box: gap(box, item.box))
    _, y, _, h = item.box
    low = h <= LOWER * median(box[3] for box in others) and y + h <= top + (1 - FLOATS) * high
    return low and _is_cross(item)


def _is_cross(item: Segment) -> bool:
    """Tells whether a mark is nothing but an upright and a level bar that cross in its middle."""
    own = mask_of(item.parts, item.box) > 0
    reach = max(1, round(BAR * item.stroke))
    x, y = (_heaviest(own.sum(axis), reach) for axis in (0, 1))
    off = own.copy()
    off[max(y - reach, 0) : y + reach + 1] = off[:, max(x - reach, 0) : x + reach + 1] = False
    return _is_at_heart(x, y, own) and np.count_nonzero(off) <= (1 - PLUS) * np.count_nonzero(own)


def _heaviest(counts: np.ndarray, reach: int) -> int:
    """Returns the place around which the most is counted."""
    return int(np.convolve(counts, np.ones(2 * reach + 1), "same").argmax())


def _is_comma(item: Segment, left: Segment, right: Segment) -> bool:
    """Tells whether a low 1 begins near the feet of its neighbours and ends below them."""
    _, y, _, h = item.box
    return item.digit == 1 and all(
        h < SHORT * high and y > top + DEEP * high and y + h > top + SINKS * high
        for _, top, _, high in (left.box, right.box)
    )


def _percent(item: Segment, marks: list[Segment]) -> list[Segment]:
    """Returns a stroke with small rings at its upper left and its lower right, [] where it has not both."""
    if item.digit != 1:
        return []
    x, y = middle(item.box)
    h = item.box[3]
    rings = [mark for mark in marks if mark.digit == 0 and mark.box[3] < RING * h]
    near = [(ring, middle(ring.box)) for ring in rings]
    upper = [ring for ring, (u, v) in near if x - h < u < x and y - h < v < y]
    lower = [ring for ring, (u, v) in near if x < u < x + h and y < v < y + h]
    return [item, upper[-1], lower[0]] if upper and lower else []


def _cut_signs(row: list[tuple[Segment, str]]) -> list[Segment]:
    """Returns what was cut from a hash sign or a tick."""
    read = [item for item in read_of([row]) if item.origin >= 0]
    signs = set()
    for origin in {item.origin for item in read}:
        pieces = [item for item, _ in row if item.origin == origin]
        if all(piece.digit == 1 for piece in pieces) or _is_hash(pieces):
            signs.add(origin)
    return [item for item in read if item.origin in signs]


def _is_hash(pieces: list[Segment]) -> bool:
    """Tells whether rows and columns near all sides cross two strokes, which enclose something amid them."""
    parts = [part for item in pieces for part in item.parts]
    whole = mask_of(parts, union_box(parts))
    h, w = whole.shape
    crossed = all(_crosses_two(side) and _ends_open(side) for side in (whole, whole.T))
    return w <= WIDEST * h and crossed and _encloses(whole)


def _crosses_two(whole: np.ndarray) -> bool:
    rows = np.pad(whole > 0, ((0, 0), (1, 0)))
    strokes = np.count_nonzero(rows[:, 1:] & ~rows[:, :-1], axis=1)
    top, below, above, bottom = (round(share * len(rows)) for share in BANDS)
    return all(
        (band == 2).mean() >= CROSSED for band in (strokes[top:below], strokes[above:bottom]) if band.size
    )


def _ends_open(whole: np.ndarray) -> bool:
    """Tells whether no stroke runs along the first rows or the last, as a 1 does that touches a 9."""
    share = (whole > 0).mean(axis=1)
    rim = round(BANDS[0] * len(share))
    return bool(max(share[: rim + 1].max(), share[-rim - 1 :].max()) <= ENDS)


def _encloses(whole: np.ndarray) -> bool:
    return any(_is_at_heart(x, y, whole) for x, y in map(middle, boxes_of_holes(whole)))


def _is_at_heart(x: float, y: float, whole: np.ndarray) -> bool:
    (h, w), (low, high) = whole.shape, HEART
    return low < x / w < high and low < y / h < high
