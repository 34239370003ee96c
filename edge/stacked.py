"""Parts digits of two lines that touch, such as a 3 above a 9: in one piece they would bind the lines."""

import numpy as np

from edge.cuts import between, find_cuts
from edge.finder import Classify, Part, sureness
from edge.pixels import overlaps

MANY = 4  # parts of about the usual height tell that it is one
SIMILAR = 1.5  # times as high at most, or as low, are these
TALL = 1.5, 2.8  # times as high is what may be two digits
WIDEST = 1.5  # times the usual height: what is wider is more than that, or no digits
ALIKE = 0.6, 1.5  # times as high are both digits
LEVEL, NEAR = 0.5, 1.0  # of it: so far off its line's middle, and so far apart, are neighbours
SURE = 0.9  # probability from which a part is a digit
ONE = 1  # is in every stroke: two of them are no two digits


def part_stacked(parts: list[Part], usual: float, classify: Classify) -> list[Part]:
    """Parts what is about as high as two lines and no digit into an upper and a lower digit.

    Args:
        parts: of the picture.
        usual: px, their usual height.
        classify: see `edge.segmentation.segment`.
    """
    if sum(usual / SIMILAR < part.height < usual * SIMILAR for part in parts) < MANY:
        return parts
    tall = [part for part in parts if TALL[0] * usual < part.height < TALL[1] * usual]
    tall = [part for part in tall if part.width < WIDEST * usual]
    whole = sureness([(part,) for part in tall], classify)
    pairs = {
        id(part): pair
        for part, sure in zip(tall, whole, strict=True)
        if sure < SURE
        and (pair := _pair(part, usual, classify))
        and all(_has_neighbour(half, part, parts, usual) for half in pair)
    }
    return [piece for part in parts for piece in pairs.get(id(part), [part])]


def _has_neighbour(half: Part, whole: Part, parts: list[Part], usual: float) -> bool:
    """Tells whether a part close beside a half is on its line: a scribble beside two lines is no pair."""
    others = [part for part in parts if part is not whole and part.height < TALL[0] * usual]
    level = [part for part in others if abs(part.centre[1] - half.centre[1]) < LEVEL * usual]
    return any(
        -overlaps(part.box, half.box)[0] < NEAR * usual for part in level if part.height > usual / SIMILAR
    )


def _pair(part: Part, usual: float, classify: Classify) -> list[Part]:
    """Returns the two digits that a part surely is, one above the other; [] where it is none."""
    turned = _turned(part)
    pairs = []
    for cut in find_cuts(turned):
        halves = between(turned, None, cut.right), between(turned, cut.right, None)
        pair = [_turned(half) for half in halves if half is not None]
        if len(pair) == 2 and all(ALIKE[0] * usual < half.height < ALIKE[1] * usual for half in pair):
            pairs.append(pair)
    if not pairs:
        return []
    _, answers = classify([((half,), 0.0) for pair in pairs for half in pair])
    digits = answers[:, :10].reshape(len(pairs), 2, 10)
    sure = digits.max(axis=2).min(axis=1)
    best = int(sure.argmax())
    ones = (digits[best].argmax(axis=1) == ONE).all()
    return [] if sure[best] < SURE or ones else pairs[best]


def _turned(part: Part) -> Part:
    """Returns a part with its columns as rows."""
    x, y, w, h = part.box
    return Part((y, x, h, w), np.ascontiguousarray(part.mask.T), part.darkness)
