"""Keeps what is written in printed cells: rests of their lines look like a 1, and neighbours are cut off."""

import cv2
import numpy as np

from edge.finder import Part, mask_of
from edge.light import Ink
from edge.lines import usual_height
from edge.pixels import slimmest_box

LONG = 0.5  # of the frame's side: printed lines of a grid reach at least so far, in both directions
STEEP = 0.25  # least ratio of a part's sides for which it leans too much to be a rest of a line
SLENDER = 4.0  # a rest of a line is at least so many times longer than thick
FILLED = 0.6  # of the slimmest rectangle around it that a rest of a line fills
GAP = 0.08  # of the frame's side: a rest of a line ends no farther from print or the frame's border
NEAR = 0.2  # of the usual digit's height: the same where so many parts show that there are several cells
SEVERAL = 4  # such parts
ON = 0.6  # of what is behind the print where a line ends: a line that goes on has ink there
DARKER = 2.0  # times as dark as the print: a bar that is darker is written
END, NEXT = 4, 0.15  # px, and of a side's length: beyond its end there is another line at most so far away
AT_ONCE = 0.95  # of half a side's length beyond its end: so much of it is ink where a line goes on at once
SIZEABLE = 0.4  # of the largest part: what is as large and within the frame is what the picture is about


def in_cells(parts: list[Part], ink: Ink) -> list[Part]:
    """Leaves out rests of printed lines, and ink that the frame cuts off, if the picture shows printed cells.

    Args:
        parts: what is left of the ink after printed lines were taken out.
        ink: of the whole frame.
    """
    h, w = ink.mask.shape
    if not any(_is_thin(part) or part.is_cut_off((h, w)) for part in parts):
        return parts
    parts = _without_sides(parts, ink)
    printed = cv2.subtract(ink.mask, mask_of(parts, (0, 0, w, h)))
    if not _is_grid(printed):
        return parts
    dark = DARKER * cv2.mean(ink.darkness, printed)[0]
    most = NEAR * usual_height(parts) if len(parts) >= SEVERAL else np.inf
    parts = [
        part for part in parts if part.darkness > dark or not (_is_bar(part) and _abuts(part, printed, most))
    ]
    whole = [part for part in parts if not part.is_cut_off((h, w))]
    largest = max((max(part.box[2:]) for part in parts), default=0)
    return whole if any(max(part.box[2:]) > SIZEABLE * largest for part in whole) else parts


def _without_sides(parts: list[Part], ink: Ink) -> list[Part]:
    """Leaves out the upright sides of cells: bars in line with others, which end where those begin."""
    bars = [part for part in parts if part.height > part.width and _is_bar(part)]
    dark = cv2.bitwise_and(ink.darkness, ink.mask)
    sides = [bar for bar in bars if _is_side(bar, dark)]
    if not sides:
        return parts
    at_sides = cv2.bitwise_and(dark, mask_of(sides, (0, 0, *dark.shape[::-1])))
    sides += [bar for bar in bars if max(inked.mean() for inked in _beyond(bar, at_sides)) > ON]
    known = set(map(id, sides))
    return [part for part in parts if id(part) not in known]


def _is_side(bar: Part, dark: np.ndarray) -> bool:
    """Tells whether an upright bar goes on beyond an end, and ends at ink at the other or goes on at once."""
    next_to = max(END, round(NEXT * bar.height))
    beyond = _beyond(bar, dark)
    ends = all(inked[:next_to].any() for inked in beyond)
    return max(inked.mean() for inked in beyond) > (ON if ends else AT_ONCE)


def _beyond(bar: Part, dark: np.ndarray) -> list[np.ndarray]:
    """Tells where there is ink, not paler by far, beyond each end of an upright bar and in line with it.

    Args:
        bar: the bar.
        dark: (h, w) uint8, darkness of the ink, 0 where there is none.

    Returns:
        Twice (n,) bool, from the end as far as half the bar's length.
    """
    rows, columns = np.nonzero(bar.mask)
    slope, column = np.polyfit(rows + bar.top, columns + bar.left, 1)
    steps = np.arange(1, max(2, bar.height // 2))
    h, w = dark.shape
    found = []
    for y in (bar.top - steps, bar.bottom - 1 + steps):
        x = np.rint(slope * y + column).astype(int)
        within = (y >= 0) & (y < h) & (x >= 1) & (x < w - 1)
        near = [dark[y[within], x[within] + aside] for aside in (-1, 0, 1)]
        inked = np.zeros(len(steps), bool)
        inked[within] = DARKER * np.max(near, axis=0) >= bar.darkness
        found.append(inked)
    return found


def _is_grid(printed: np.ndarray) -> bool:
    contours, _ = cv2.findContours(printed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    sides = np.array([cv2.boundingRect(contour)[2:] for contour in contours]).reshape(-1, 2)
    return bool((sides > LONG * np.array(printed.shape[::-1])).any(axis=0).all())


def _is_thin(part: Part) -> bool:
    return min(part.box[2:]) <= STEEP * max(part.box[2:])


def _is_bar(part: Part) -> bool:
    if not _is_thin(part):
        return False
    thickness, length = slimmest_box(part.mask)
    filled = cv2.countNonZero(part.mask) > FILLED * max(thickness * length, 1.0)
    return thickness * SLENDER < length and filled


def _abuts(part: Part, printed: np.ndarray, most: float) -> bool:
    """Tells whether a bar ends at print or the frame's border on both sides, and goes on beyond one of them.

    A 1 that fills its cell ends at print too, but nothing goes on behind it.

    Args:
        part: the bar.
        printed: (h, w) uint8, 255 where there is print.
        most: px at most from its ends to print where it ends at that.
    """
    upright = part.height > part.width
    if not upright:
        part, printed = Part((part.top, part.left, part.height, part.width), part.mask.T), printed.T
    reach = max(3, round(min(GAP * printed.shape[0], most)))
    goes_on = False
    for row, before in ((part.mask[0], printed[: part.top][::-1]), (part.mask[-1], printed[part.bottom :])):
        columns = np.flatnonzero(row)
        inked = before[:, max(part.left + columns[0] - 2, 0) : part.left + columns[-1] + 3].any(axis=1)
        if len(inked) > reach and not inked[:reach].any():
            return False
        if len(inked) > reach:
            goes_on |= inked[reach : 3 * reach].mean() > ON
        else:  # a line before the border, and paper beyond it, end a bar
            goes_on |= not inked.any() or bool(inked[-1])
    return goes_on
