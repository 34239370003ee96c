"""Takes the uprights of a comb out, the row of boxes that a form has for a number: alone each looks like a 1.

Their level lines may be too pale to be seen. What tells an upright from a 1 is its like: equally tall ones at
even distances, and between them digits that are lower; and if it is alone, that it is fainter, too.
"""

from collections.abc import Sequence

import numpy as np

from edge.finder import Part, alone_in
from edge.normalise import stroke_width
from edge.results import Box

FEW = 3  # uprights; fewer may be 1s
SLENDER = 0.16  # of its height: an upright's middle is no wider
MIDDLE = 0.2, 0.8  # of its height: above and below, rests of level lines may hang on it
WHOLE = 0.7  # of the rows of its middle in which it has ink
ALIKE = 0.85  # least ratio of the heights of two uprights of a comb
NEXT = 3.5  # of its height: the next upright is no farther away
SLOPE = 0.25  # of a comb's rows
STRAIGHT = 0.08  # of the height: the mean of how far its uprights' ends are off a straight line
EVEN = 0.15  # of the distance of two uprights: so little differ the others' from a multiple of it
PRINTED = 0.05  # of both: uprights that differ less were not written
LOW_TEETH = 0.8  # of the height of what is written between them: so high such may be
LOWER = 0.92  # of the uprights' height: what is written between them is no higher
SIZEABLE = 0.3  # of it: what is higher is written, and what is as wide apart are a box's sides
FILLED = 0.5  # of the boxes in which something is written
AROUND = 6.0  # of its height: so near an upright others are on its line
COMPANY = 3  # written parts there that tell how much an upright alone is taller and fainter
MUCH_LOWER = 0.8  # of its height: they are no higher then
FAINTER = 0.7  # of the ink that the usual stroke of them has across


def without_combs(parts: list[Part], frames: Sequence[Box] = ()) -> list[Part]:
    """Leaves out the uprights of combs.

    Args:
        parts: of the picture.
        frames: boxes (x, y, w, h) of what is around some of them; an upright that is alone in one is a 1.
    """
    ones = {id(part) for _, part in alone_in(frames, parts)}
    uprights = sorted((part for part in parts if id(part) not in ones and _is_upright(part)), key=_middle)
    if not uprights:
        return parts
    known = set(map(id, uprights))
    rest = [part for part in parts if id(part) not in known]
    out = {id(part) for row in _rows(uprights) if _is_comb(row, rest) for part in row}
    out |= {id(part) for part in uprights if _is_faint_and_tall(part, rest)}
    return [part for part in parts if id(part) not in out]


def _is_upright(part: Part) -> bool:
    """Tells whether a part is one thin upright line, apart from what hangs on its ends."""
    middle = _without_ends(part)
    columns = np.flatnonzero(middle.any(axis=0))
    if columns.size == 0 or middle.any(axis=1).mean() < WHOLE:
        return False
    return columns[-1] - columns[0] < SLENDER * part.height


def _without_ends(part: Part) -> np.ndarray:
    first, last = (round(share * part.height) for share in MIDDLE)
    return part.mask[first:last]


def _middle(upright: Part) -> float:
    """Returns the column of an upright's middle, whatever hangs on its ends."""
    return upright.left + float(np.flatnonzero(_without_ends(upright).any(axis=0)).mean())


def _rows(uprights: list[Part]) -> list[list[Part]]:
    """Returns the uprights of each row of alike ones, from left to right."""
    rows: list[list[Part]] = []
    for part in uprights:
        row = next((row for row in rows if _goes_on(row[-1], part)), None)
        if row is None:
            rows.append([part])
        else:
            row.append(part)
    return [row for row in rows if len(row) >= FEW]


def _goes_on(last: Part, part: Part) -> bool:
    lower, higher = sorted((last.height, part.height))
    across, down = _middle(part) - _middle(last), abs(part.centre[1] - last.centre[1])
    return lower >= ALIKE * higher and across < NEXT * higher and down < SLOPE * across + STRAIGHT * higher


def _is_comb(row: list[Part], rest: list[Part]) -> bool:
    """Tells whether a row of uprights is even, and filled with lower writing."""
    _, y, _, h = np.array([part.box for part in row], float).T
    x, height = np.array(list(map(_middle, row))), float(np.median(h))
    bent = max(np.abs(each - np.polyval(np.polyfit(x, each, 1), x)).mean() for each in (y, y + h))
    gaps = np.diff(x)
    if gaps.min() < SIZEABLE * height:  # too narrow for a digit
        return False
    boxes = np.rint(gaps / gaps.min())
    pitch = float((gaps / boxes).mean())
    uneven = np.abs(gaps - boxes * pitch).max()
    if bent > STRAIGHT * height or uneven > EVEN * pitch:
        return False
    middle = np.polyfit(x, y + h / 2, 1)
    written = [
        part
        for part in rest
        if part.height > SIZEABLE * height
        and x[0] < part.centre[0] < x[-1]
        and abs(part.centre[1] - np.polyval(middle, part.centre[0])) < height / 2
    ]
    filled = {int((part.centre[0] - x[0]) / pitch) for part in written}
    even = bent < PRINTED * height and uneven < PRINTED * pitch and np.ptp(h) < PRINTED * height
    lower = all(part.height < LOWER * height for part in written)
    higher = even and all(part.height * LOW_TEETH > height for part in written)
    return len(filled) >= FILLED * boxes.sum() and (lower or higher)


def _is_faint_and_tall(upright: Part, rest: list[Part]) -> bool:
    """Tells whether an upright outgrows all the writing on its line above and below, and is fainter."""
    x, height = _middle(upright), upright.height
    near = [
        part
        for part in rest
        if part.height > SIZEABLE * height
        and abs(part.centre[0] - x) < AROUND * height
        and upright.top < part.centre[1] < upright.bottom
    ]
    if len(near) < COMPANY or max(part.height for part in near) > MUCH_LOWER * height:
        return False
    usual = float(np.median([_ink_across(part) for part in near]))
    return _ink_across(upright) < FAINTER * usual


def _ink_across(part: Part) -> float:
    """Returns how dark and wide a part's stroke is."""
    return part.darkness * stroke_width(np.pad(part.mask, 1))
