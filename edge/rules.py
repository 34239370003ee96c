"""Takes printed lines out of parts: tables, frames of form fields, a rule or two; what crosses them stays."""

from itertools import takewhile

import cv2
import numpy as np

from edge.cells import four_sided_holes
from edge.erasing import MANY, SLENDER, erase_rules
from edge.finder import (
    HOLES,
    Classify,
    Part,
    cut_sides,
    find_parts,
    holes,
    lies_in,
    sides_reached,
    sure_digits,
    sureness,
    surrounded,
)
from edge.judge import SMALLEST
from edge.light import Ink
from edge.pixels import slimmest_box
from edge.results import Box
from edge.teeth import without_teeth
from edge.tones import darker_ink

LONG = 0.3  # of the frame's side: a part as long as this that the frame cuts off may hold a printed line
VERY_LONG = 0.6  # of the frame's side: the same of any part
ACROSS = 0.85  # of the frame's side that a line spans in a part that frames nothing
RULED = 3.0  # times the frame's side: as many px of lines tell that a page is ruled
SPAN = 0.5  # of the part's side that a line in it spans at least
HIDDEN = 0.0, 0.3, 0.65  # of a line, tried in turn: so much of it a digit, or a row of them, may hide
RESTS = 3  # times as many pieces as digits are rests of a line that was not found
ROW = 3.0  # times its height: as wide a part with a line is a row of digits on it
RIM = 0.08  # of the frame's short side: what lies mostly within it hugs the border
LEFT = 0.2  # of the frame's short side: a part of that size may be what the picture is about
SHORT = 0.2  # of the frame's side: a line that leaves the frame on one side only and is no longer may be a 1
TALLER = 1.25  # times the tallest other part: a line of that length that the frame cuts off is no 1
STOUT = 14.0  # a 1 in a tight crop is at most so many times higher than wide
SURE = 0.9  # probability from which a long part is a digit and holds no line
SURE_ONE = 0.98  # probability from which it is a 1, as rests of lines may be, too
CLEAN = 0.95  # probability from which what is left of a part is a digit without rests of lines, and whole
PALE = 0.6  # of the darkest other part's darkness: a digit that runs out of the frame is no paler
HELD = 0.25  # of a frame's or a cell's height: what it holds is higher
LOWER, SEVERAL = 0.1, 2  # the same of a table's, and so many of which it holds, or cells that it has
LEAST = 20  # px, height of the smallest cell
DARKER = 1.7  # times the usual darkness of a part with lines: ink as dark was written on them


def may_hold_rules(part: Part, shape: tuple[int, int]) -> bool:
    """Tells whether a part of a frame (h, w) may hold a line: very long and flat, or long and cut off."""
    _, _, w, h = part.box
    reach = max(h / shape[0], w / shape[1])
    return (reach > VERY_LONG and max(w, h) > 2 * min(w, h)) or (reach > LONG and part.is_cut_off(shape))


def without_rules(
    parts: list[Part], ink: Ink, boxes: dict[int, np.ndarray], classify: Classify
) -> list[Part]:
    """Takes printed lines out of parts.

    A part that reads as a digit is kept whole unless it frames others, is a box that is cut off, or runs out
    of the frame and is paler than the others; and so is a lone line where nothing else is left: it is a 1.

    Args:
        parts: as `edge.finder.find_parts` gives them.
        ink: of the whole frame.
        boxes: see `edge.boxes.written_in_boxes`.
        classify: see `edge.segmentation.segment`.
    """
    shape = ink.mask.shape
    tables = [part for part in parts if not (part.is_cut_off(shape) or is_row(part)) and _is_table(part)]
    framing = {id(part) for part in [*_framing(parts, shape), *tables]}
    cut_boxes = {id(part) for part in parts if id(part) in boxes and part.is_cut_off(shape)}
    suspects = [
        part for part in parts if may_hold_rules(part, shape) or id(part) in framing or id(part) in boxes
    ]
    if not suspects:
        return parts
    straight = {id(part) for part in parts if is_rule(part)}
    others = [part for part in parts if id(part) not in straight and not hugs_border(part, shape)]
    usual = max((part.height for part in others), default=0)
    pale = PALE * max((part.darkness for part in others if not part.is_cut_off(shape)), default=0.0)
    sure = {
        id(part)
        for part, probability in zip(
            suspects, sureness([(part,) for part in suspects], classify), strict=True
        )
        if probability >= SURE
        and holes(part) <= HOLES
        and not (part.darkness < pale and _runs_out(part, shape, usual))
    }
    suspected = {id(part) for part in suspects}
    rules = [part for part in suspects if id(part) in straight]
    kept, lines = [], []
    taken = 0  # px of ink; the largest parts come first, so that the others know whether the page is ruled
    for part in parts:
        if id(part) not in suspected:
            kept.append(part)
        elif id(part) in straight and _runs_out(part, shape, usual):
            lines.append(part)
            taken += cv2.countNonZero(part.mask)
        elif id(part) in sure and id(part) not in framing and id(part) not in cut_boxes:
            kept.append(_bare(part, ink, classify))
        else:
            if id(part) in boxes:
                rest = without_teeth(find_parts(ink, boxes[id(part)], part.box[:2]), part)
            else:
                ruled = taken > RULED * max(shape) or any(_goes_on(part, rule, shape) for rule in rules)
                across = (0.0, 0.0) if id(part) in framing else _across(part, shape, ruled)
                rest = _without_lines(part, ink, across, classify)
            taken += cv2.countNonZero(part.mask) - sum(cv2.countNonZero(piece.mask) for piece in rest)
            kept += [piece for piece in rest if not (is_rule(piece) and _runs_out(piece, shape, 0.0))]
    if len(lines) == 1 and _may_be_one(lines[0], shape) and not any(_is_large(part, shape) for part in kept):
        return lines + kept
    return kept


def _goes_on(part: Part, rule: Part, shape: tuple[int, int]) -> bool:
    """Tells whether a line goes on beyond a part, and from side to side of the frame (h, w) with it."""
    left, right = sorted((part, rule), key=lambda each: each.left)
    cut = cut_sides(left.box, shape)[2] and cut_sides(right.box, shape)[3]
    return cut and left.right <= right.left and part.top < rule.top and rule.bottom < part.bottom


def _across(part: Part, shape: tuple[int, int], ruled: bool) -> tuple[float, float]:
    """Returns the least shares of a frame's width and height (h, w) that a line in a part spans.

    On ruled paper, an upright that does not leave the frame may be a digit's stroke.
    """
    leaves = part.top <= 1 or part.bottom >= shape[0] - 1
    return (LONG if ruled else ACROSS), (LONG if ruled and leaves else ACROSS)


def _runs_out(part: Part, shape: tuple[int, int], usual: float) -> bool:
    """Tells whether a line runs out of a frame (h, w) on both sides, or on one and is taller than digits."""
    x, y, w, h = part.box
    rim = 0.03 * max(shape)
    if w > h:
        ends, length = (x <= rim) + (x + w >= shape[1] - rim), w / shape[1]
    else:
        ends, length = (y <= rim) + (y + h >= shape[0] - rim), h / shape[0]
    return ends == 2 or (ends == 1 and length > SHORT and max(w, h) > TALLER * usual)


def _may_be_one(line: Part, shape: tuple[int, int]) -> bool:
    """Tells whether a lone line may be a 1 in a tight crop of (h, w): upright, across, central and stout."""
    x, _, w, h = line.box
    return h > 0.9 * shape[0] and 0.25 < (x + w / 2) / shape[1] < 0.75 and h < STOUT * w


def _is_large(part: Part, shape: tuple[int, int]) -> bool:
    return max(part.box[2:]) > LEFT * min(shape)


def without_edges(parts: list[Part], shape: tuple[int, int]) -> list[Part]:
    """Leaves out what hugs the border of a frame (h, w), such as a cell's lines or a page's edge.

    A lone part that fills the frame is kept: it is a digit in a tight crop.
    """
    rest = [part for part in parts if not hugs_border(part, shape)]
    if any(_is_large(part, shape) for part in rest):
        return rest
    return rest + [part for part in parts if part.height > 0.6 * shape[0] and part.width > 0.6 * shape[1]]


def hugs_border(part: Part, shape: tuple[int, int]) -> bool:
    """Tells whether most of a part's ink lies along the border of a frame (h, w)."""
    if not part.is_cut_off(shape):
        return False
    rim = max(2, round(RIM * min(shape)))
    x, y, _, _ = part.box
    rows = slice(max(rim - y, 0), max(shape[0] - rim - y, 0))
    columns = slice(max(rim - x, 0), max(shape[1] - rim - x, 0))
    inner = part.mask[rows, columns]
    return (cv2.countNonZero(inner) if inner.size else 0) < 0.4 * cv2.countNonZero(part.mask)


def _framing(parts: list[Part], shape: tuple[int, int]) -> list[Part]:
    """Returns the parts of a picture (h, w) that frame others, as a form's boxes and a table's cells do."""
    by_left = sorted(parts, key=lambda part: part.left)
    return [part for index, part in enumerate(by_left) if _holds_any(part, by_left[index + 1 :], shape)]


def _is_table(part: Part) -> bool:
    """Tells whether a part has several cells of four sides, though all that is written touches its lines."""
    if min(part.box[2:]) < LEAST:
        return False
    contours, hierarchy = cv2.findContours(part.mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    return len(four_sided_holes(contours, hierarchy)) >= SEVERAL


def _holds_any(part: Part, by_left: list[Part], shape: tuple[int, int]) -> bool:
    """Tells whether a part's box or one of its cells holds a sizeable part, or the box several lower ones."""
    held = list(takewhile(lambda other: other.left < part.right, by_left))
    held = [other for other in held if lies_in(other.box, part.box)]
    if sum(other.height > LOWER * part.height for other in held) >= SEVERAL:
        return True
    cells = [part.box, *_cells(part, shape)] if held else []
    return any(other.height > HELD * cell[3] and lies_in(other.box, cell) for other in held for cell in cells)


def _cells(part: Part, shape: tuple[int, int]) -> list[Box]:
    """Returns the boxes that a part surrounds, with the border of the frame (h, w) where it is cut off."""
    return [cell for cell in surrounded(part, cut_sides(part.box, shape)) if cell[3] >= LEAST]


def _without_lines(part: Part, ink: Ink, across: tuple[float, float], classify: Classify) -> list[Part]:
    """Returns a part's dark ink, or all but its lines where that leaves more that surely are digits."""
    left = _written_on(part, ink)
    sure = sure_digits(left, CLEAN, classify)
    if left and len(sure) == len(left):
        return left
    for turn, hidden in enumerate(HIDDEN[::-1] if is_row(part) else HIDDEN):
        if turn and sure and not _reach_border(sure, ink):
            break
        if turn and not is_row(part) and all(piece.height < SMALLEST for piece in left):
            break  # there is less and less to find
        found = _strip(part, ink, across, hidden)
        new = sure_digits(found, CLEAN, classify)
        if hidden >= MANY and len(found) > RESTS * len(new) > 0:
            continue
        if len(new) > len(sure) or not left or (sure and _are_freer(new, sure, ink, classify)):
            left, sure = found, new
        elif not sure and (one := _one_of(found, ink, classify)):
            left = [one]
            break
    return without_teeth([piece for found in left for piece in _strip_again(found, ink, classify)], part)


def is_row(part: Part) -> bool:
    """Tells whether a part that holds a line is as wide as a row of digits on it."""
    return part.width > ROW * part.height


def _reach_border(parts: list[Part], ink: Ink) -> int:
    """Returns how many sides of the frame parts reach, each counted by itself."""
    return sum(sides_reached(part.box, ink.mask.shape) for part in parts)


def _are_freer(new: list[Part], sure: list[Part], ink: Ink, classify: Classify) -> bool:
    """Tells whether parts are the same digits as others, and reach fewer sides of the frame."""
    if _reach_border(new, ink) >= _reach_border(sure, ink):
        return False
    digits, known = (sorted(_likeliest(part, classify)[0] for part in parts) for parts in (new, sure))
    return digits == known


def _strip_again(part: Part, ink: Ink, classify: Classify) -> list[Part]:
    """Takes a line out of what is left of a part: more of it is the line now, and is found sooner."""
    if not may_hold_rules(part, ink.mask.shape) or is_rule(part) or sure_digits([part], CLEAN, classify):
        return [part]
    return _strip(part, ink, (ACROSS, ACROSS))


def _only_large(parts: list[Part], shape: tuple[int, int]) -> Part | None:
    """Returns the only part that is large for a frame (h, w), None where there is none or another one."""
    large = [part for part in parts if _is_large(part, shape)]
    return large[0] if len(large) == 1 else None


def _one_of(found: list[Part], ink: Ink, classify: Classify) -> Part | None:
    """Returns the only large part of some, if it surely is a 1 off the frame's border."""
    large = _only_large(found, ink.mask.shape)
    if large is None or large.is_cut_off(ink.mask.shape):
        return None
    digit, probability = _likeliest(large, classify)
    return large if digit == 1 and probability >= SURE_ONE else None


def _bare(part: Part, ink: Ink, classify: Classify) -> Part:
    """Returns a digit without the line through it and the frame, where it is surer so; else as it is."""
    top, bottom, left, right = cut_sides(part.box, ink.mask.shape)
    if not ((top and bottom) or (left and right)):
        return part
    whole = _likeliest(part, classify)
    for hidden in HIDDEN:
        large = _only_large(_strip(part, ink, (ACROSS, ACROSS), hidden), ink.mask.shape)
        if large is not None and cut_sides(large.box, ink.mask.shape) != (top, bottom, left, right):
            digit, probability = _likeliest(large, classify)
            if digit == whole[0] and probability >= whole[1]:
                return large
    return part


def _likeliest(part: Part, classify: Classify) -> tuple[int, float]:
    """Returns a part's likeliest digit, or 10 for none, and how probable it is."""
    (probabilities,) = classify([((part,), 0.0)])[1]
    return int(probabilities.argmax()), float(probabilities.max())


def _written_on(part: Part, ink: Ink) -> list[Part]:
    """Returns what was written on paler lines in dark ink, which leaves no rests of them; [] for none."""
    written = darker_ink(part, ink, 0.5, DARKER)
    # A printed frame is darker than a pencil.
    return [] if any(is_rule(piece) or piece.is_cut_off(ink.mask.shape) for piece in written) else written


def _strip(part: Part, ink: Ink, across: tuple[float, float], hidden: float = 0.0) -> list[Part]:
    h, w = ink.mask.shape
    if hidden >= MANY and is_row(part):  # whatever part of the frame its line spans
        # An upright that does not run through the frame may be a 1, but in a table.
        across = 0.0, across[1] if _is_table(part) else across[1] or np.inf
    least = max(SPAN * part.width, across[0] * w), max(SPAN * part.height, across[1] * h)
    return find_parts(ink, erase_rules(part.mask, least, hidden), part.box[:2])


def is_rule(part: Part) -> bool:
    """Tells whether a part is nothing but one straight line."""
    thickness, length = slimmest_box(part.mask)
    straight = cv2.countNonZero(part.mask) > 0.5 * thickness * length
    return thickness * SLENDER < max(part.box[2:]) and straight
