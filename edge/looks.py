"""Compares looks at one picture, at other sizes and in other ways, since what one hides another may show."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import cv2
import numpy as np

from edge.finder import ink_off, share_on, sides_reached, union_box
from edge.judge import Judged, by_part, is_of_one_hand, object_to, read_of
from edge.light import Ink
from edge.pixels import crop, gap, middle, quantiles, square
from edge.results import Box, scaled_box
from edge.segmentation import Segment
from edge.sheet import RIM, STEP

BESIDE = "beside the sheet of paper"
THING = "a thing on the paper"
CLEAR = 0.9  # least confidence with which every digit of a clear look is read
TALL = 20  # px, least height that every digit of it has, and of a coarser look that outdoes a finer one
FAINT = 90  # of 255: stronger ink apart from what a clear look read may be thin or weak writing
LEAST = 6  # px, longest side of such ink that may be a digit beside others of that height
WIDE = 1.2  # times as wide as strokes: a shadow's edge, or a desk's
MOST = 0.9  # of the digits; the others may hold blots
BEYOND = 0.1  # of its longer side: what lies no farther outside a digit's box is within it
FEW = 0.2  # of the digits: so many marks as high may be refused where numbers are read
LIKE = 0.5  # of the digits' height: such marks have as much
ALIKE = 2.0  # times as high at most, or as low, is a mark that may be a digit of the same hand
STRAYS = 0.34  # of the marks beside a sheet: so many may read as digits though they are a desk's grain
VERY_FEW = 0.1  # of the digits on a sheet: so many beside it are no number of their own
APART = 3.0  # times the digits' height: farther from them nothing belongs to their numbers
SURROUNDED = 0.5  # of a sheet lies within the box of a desk that is taken for a digit
LARGE = 0.5  # of the picture that such a sheet covers
EDGE = 2 * RIM  # px of the small picture in which a sheet is sought: so wide is its edge
ON_EDGE = 0.9  # of its ink
OFF = 0.3  # of its ink that lies on the sheet at most
COVERED = 0.5  # of its ink that lies on a thing, or on print
LIKELY = 0.7  # least probability of every digit of a number that stands among print
FRAMES = (1, 7)  # digits that a frame's side and its corner look like
HALF = 0.5  # digits; so many more another look must read, or read beside a new 1
FEWEST = 3  # digits of a number that shadows cross or print surrounds; fewer may be rests of these
UNREAD = 0.4  # of them: more marks as high that are refused are letters
ERASED = 0.6  # of their darkness: what is paler was written with the same pencil, and erased
SHADOW = 1.5  # times as wide as strokes at least is a shadow that crosses them
SEVERAL = 4  # digits; not as many are pieces of one that a shadow's edge has cut
LESS_SURE = 0.1  # of probability: so much less a digit without a shadow may have
LARGER = 1.12  # times as large at least is what was a 1 without one of its strokes
GROWN = 1.4  # times as much of the picture at least is a digit as the pieces that noise made of it


@dataclass(frozen=True)
class Look:
    """What one look at a picture read.

    Attributes:
        judged: what was looked at, and what is objected to it.
        ink: from which it was read, at the look's own size.
        view: (x, y, w, h) in pixels of the picture, the part of it that was looked at; None for all of it.
    """

    judged: Judged = field(repr=False)
    ink: Ink = field(repr=False)
    view: Box | None = None

    @cached_property
    def digits(self) -> list[Segment]:
        """What is believed, in reading order."""
        return read_of(self.judged)

    @property
    def lines(self) -> list[list[int]]:
        """The digits of each line that holds any."""
        return [[item.digit for item in line] for row in self.judged if (line := read_of([row]))]

    @cached_property
    def believed(self) -> float:
        """How many digits are believed, each counted by its probability."""
        return _sum(self.digits)

    @property
    def boxes(self) -> list[Box]:
        """The boxes of what is believed, in px of the ink."""
        return [digit.box for digit in self.digits]

    @property
    def usual_height(self) -> float:
        """Median height in px of what is believed, 0 for nothing."""
        heights = sorted(box[3] for box in self.boxes)
        return heights[len(heights) // 2] if heights else 0

    def refuses_alike(self) -> bool:
        """Tells whether a mark about as high as the digits that are believed is none."""
        usual = self.usual_height
        refused = [item for row in self.judged for item, objection in row if objection and not item.dropped]
        return any(usual / ALIKE < item.box[3] < usual * ALIKE for item in refused)

    @cached_property
    def stroke(self) -> float:
        """Width in px of the widest strokes of most of what is believed, 0 for nothing."""
        widths = sorted(max(_width(part.mask) for part in digit.parts) for digit in self.digits)
        return widths[round(MOST * (len(widths) - 1))] if widths else 0.0

    @cached_property
    def widest(self) -> float:
        """Width in px of the widest mark that was taken for ink."""
        return _width(self.ink.mask)

    def unread_ink(self) -> int:
        """Returns how many px of ink there are apart from what is believed."""
        read = sum(cv2.countNonZero(part.mask) for digit in self.digits for part in digit.parts)
        return cv2.countNonZero(self.ink.mask) - read

    def shows_no_shadow(self) -> bool:
        """Tells whether it reads all that it sees, surely, not as 1s alone, and none is wider than strokes.

        What is refused may be digits that a shadow joins.
        """
        return self._reads_all() and not self.reads_ones() and self.widest <= SHADOW * self.stroke

    def has_wide_marks(self) -> bool:
        """Tells whether marks wider than the strokes that are believed were taken for ink, too."""
        reach = round(WIDE * self.stroke / 2)
        return cv2.countNonZero(cv2.erode(self.ink.mask, square(reach), borderValue=0)) > 0

    def is_clear(self) -> bool:
        """Tells whether there are digits, all read, tall and sure, and nothing fainter stands beside them."""
        if not self._reads_all():
            return False
        faint = ink_off([part for digit in self.digits for part in digit.parts], self.ink.strength, FAINT)
        if not cv2.countNonZero(faint):
            return True
        contours, _ = cv2.findContours(faint, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        return all(max(cv2.boundingRect(contour)[2:]) < LEAST for contour in contours)

    def _reads_all(self) -> bool:
        """Tells whether there are digits, all tall and sure, and no mark is refused."""
        return not self.refused and self.is_sure(CLEAR)

    def is_sure(self, least: float) -> bool:
        """Tells whether there are digits, all tall and at least as probable: a fibre of few pixels is a 1."""
        return bool(self.digits) and all(
            digit.probability >= least and digit.box[3] >= TALL for digit in self.digits
        )

    def reads_numbers(self) -> bool:
        """Tells whether it reads several digits besides 1s, and nearly all that it saw."""
        several = sum(digit.digit != 1 for digit in self.digits) >= SEVERAL
        return several and self.refused_from(LIKE) <= FEW * len(self.digits)

    def reads_more(self, other: "Look", least: float) -> bool:
        """Tells whether it reads more than another look, each digit as surely as that, and not 1s alone."""
        return not self.reads_ones() and self.is_sure(least) and self.believed > other.believed + HALF

    def is_as_dark(self, other: "Look") -> bool:
        """Tells whether no digit is much paler than most that another look reads, as an erased one is."""
        known = sorted(digit.darkness for digit in other.digits)
        least = ERASED * known[len(known) // 2] if known else 0.0
        return all(digit.darkness >= least for digit in self.digits)

    def reads_beyond(self, other: "Look") -> bool:
        """Tells whether it reads more of a number than a look that saw wider marks, and refuses no more.

        New 1s count only amid those marks, since rests of their edges look like one.
        """
        is_number = len(self.digits) >= FEWEST and self.refused_from(LIKE) <= UNREAD * len(self.digits)
        refuses_more = self.refused > max(other.refused, FEW * len(self.digits))
        if not is_number or refuses_more or other.widest <= SHADOW * self.stroke:
            return False
        inside = cv2.compare(
            cv2.distanceTransform(other.ink.mask, cv2.DIST_L2, 5), self.stroke / 2, cv2.CMP_GT
        )
        edges = [one for one in self._ones_beside(other) if share_on(inside, one.parts) < MOST]
        new = self.believed - self.pieces_of(other, self.ink.mask.shape) - _sum(edges)
        return new > other.believed + HALF

    def encloses(self, other: "Look") -> bool:
        """Tells whether all that another look of the same size saw lies within what this one believes."""
        return _lie_within([item.box for row in other.judged for item, _ in row], self.boxes)

    def lies_on(self, sheet: np.ndarray) -> bool:
        """Tells whether what is believed lies on a sheet, but for some of a darker desk's marks; see `on`.

        A page's lit part has straight sides like a sheet, yet most of what lies beside it is believed.
        """
        beside = sum(not self._is_on(sheet, item.box) for row in self.judged for item, _ in row)
        strays = [item.box for item in self.beside(sheet)]
        if len(strays) > STRAYS * beside:
            return False
        small = cv2.resize(self.ink.grey, sheet.shape[::-1], interpolation=cv2.INTER_AREA)
        dark = STEP * quantiles(small[sheet > 0], 0.5)[0]
        return all(quantiles(crop(self.ink.grey, box), 0.5)[0] < dark for box in strays)

    def beside(self, sheet: np.ndarray) -> list[Segment]:
        """Returns what is believed beside a sheet; see `on`."""
        return [digit for digit in self.digits if not self._is_on(sheet, digit.box)]

    def strays_from(self, sheet: np.ndarray) -> bool:
        """Tells whether very few of many digits lie beside a sheet, and far from those on it; see `on`."""
        strays = [digit.box for digit in self.beside(sheet)]
        on_sheet = [box for box in self.boxes if box not in strays]
        if not 0 < len(strays) <= VERY_FEW * len(on_sheet):
            return False
        far = APART * self.usual_height
        return all(gap(box, stray) > far for box in on_sheet for stray in strays)

    def on(self, sheet: np.ndarray) -> "Look":
        """Returns this look with an objection to what lies beside a sheet or reaches beyond it.

        Args:
            sheet: (h, w) uint8, 255 where it is, all that this look is at at another size.
        """
        return replace(
            self,
            judged=[
                [
                    (item, objection or ("" if self._is_on(sheet, item.box) else BESIDE))
                    for item, objection in row
                ]
                for row in self.judged
            ],
        )

    def off(self, things: np.ndarray) -> "Look":
        """Returns this look with an objection to what lies on things, (h, w) uint8 of the ink's size."""
        return replace(self, judged=object_to(self.judged, self.lying_on(things), THING))

    def lying_on(self, mask: np.ndarray) -> list[Segment]:
        """Returns the digits most of whose ink lies on a mask, (h, w) uint8 of the ink's size."""
        return [digit for digit in self.digits if _lies_on(mask, digit)]

    def not_around(self, sheet: np.ndarray) -> "Look":
        """Returns this look with an objection to a desk around a large sheet, and to that sheet's edge.

        What is bright and smaller may be paper that a digit's loop surrounds.

        Args:
            sheet: see `on`.
        """
        if not self.digits or cv2.countNonZero(sheet) < LARGE * sheet.size:
            return self
        paper, edge = (
            cv2.resize(small, self.ink.mask.shape[::-1], interpolation=cv2.INTER_NEAREST)
            for small in (sheet, cv2.subtract(cv2.dilate(sheet, square(EDGE)), sheet))
        )
        beyond = [digit for digit in self.digits if not share_on(paper | edge, digit.parts)]
        if sum(digit.digit != 1 and digit.probability >= CLEAR for digit in beyond) >= SEVERAL:
            return self  # it is what a shadow leaves of a larger one
        most = SURROUNDED * cv2.countNonZero(paper)
        around = [
            digit
            for digit in self.digits
            if (cv2.countNonZero(crop(paper, digit.box)) > most and share_on(paper, digit.parts) < OFF)
            or share_on(edge, digit.parts) > ON_EDGE
        ]
        return replace(self, judged=object_to(self.judged, around, BESIDE))

    def _is_on(self, sheet: np.ndarray, box: Box) -> bool:
        """Tells whether the corners of a box lie on a sheet; see `on`."""
        h, w = sheet.shape
        scale = w / self.ink.mask.shape[1]
        left, top, right, bottom = (
            round(scale * side) for side in (box[0], box[1], box[0] + box[2] - 1, box[1] + box[3] - 1)
        )
        return all(sheet[min(y, h - 1), min(x, w - 1)] for x in (left, right) for y in (top, bottom))

    def outdoes(self, finer: "Look") -> bool:
        """Tells whether it reads whole digits where a finer look had pieces, rests of print, or nothing.

        What is low or reaches from side to side of the frame has no say: of a few pixels everything is a 1,
        and noise makes digits of printed lines.
        """
        shape = self.ink.mask.shape
        if not self.boxes or any(box[3] < TALL or sides_reached(box, shape) >= 2 for box in self.boxes):
            return False
        whole = [box for box in finer.boxes if sides_reached(box, finer.ink.mask.shape) < 2]
        pieces = self._at_its_size(whole, finer)
        grown = _area(self.boxes) > GROWN * _area(pieces) or self._adds_strokes(finer)
        return _lie_within(pieces, self.boxes) and (grown or len(whole) < len(finer.boxes))

    def makes_whole(self, other: "Look") -> bool:
        """Tells whether it surely reads digits of which a look of the same size saw or read pieces."""
        if not self.is_sure(CLEAR) or len(self.boxes) != len(other.boxes):
            return False
        if other.refused:
            return self.encloses(other)
        fewer = _pieces(self) < _pieces(other)
        return _lie_within(other.boxes, self.boxes) and (fewer or self._adds_strokes(other))

    def _adds_strokes(self, other: "Look") -> bool:
        """Tells whether it reads larger digits where another look reads 1s, as a 7 without its bar is."""
        ones = [digit.digit == 1 for digit in other.digits]
        larger = _area(self.boxes) > LARGER * _area(self._at_its_size(other.boxes, other))
        return bool(ones) and all(ones) and larger and all(digit.digit != 1 for digit in self.digits)

    def misses(self, other: "Look") -> int:
        """Returns how many digits that another look read do not lie within digits that this one reads."""
        return sum(not _lie_within([box], self.boxes) for box in self._at_its_size(other.boxes, other))

    def loses(self, other: "Look", shape: tuple[int, ...]) -> bool:
        """Tells whether it reads nothing where another look surely reads a digit but a 1; see `_lost`."""
        return bool(self._lost(other, shape))

    def _lost(self, other: "Look", shape: tuple[int, ...]) -> list[Segment]:
        """Returns the sure digits, but for 1s, of another look where this one reads nothing.

        The two may be at other sizes and other parts of a picture, (h, w) or (h, w, 3).
        """
        unmet = self._unmet(other, shape)
        return [digit for digit in unmet if digit.digit != 1 and digit.probability >= CLEAR]

    def _unmet(self, other: "Look", shape: tuple[int, ...]) -> list[Segment]:
        """Returns the digits of another look where this one reads nothing; see `_lost`."""
        own = [self.in_picture(box, shape) for box in self.boxes]
        places = ((digit, other.in_picture(digit.box, shape)) for digit in other.digits)
        return [digit for digit, place in places if all(gap(place, box) > 0 for box in own)]

    def pieces_of(self, other: "Look", shape: tuple[int, ...]) -> int:
        """Returns how many digits too many it reads, were another look right.

        They lie within those that the other is sure of, or are pieces of a mark in which it reads fewer. The
        two may be at other sizes and other parts of a picture, (h, w) or (h, w, 3). In the other polarity
        these are a digit's counters, but for a number on a card that a desk's things surround like a digit.
        """
        own = [self.in_picture(box, shape) for box in self.boxes]
        known = [(other.in_picture(digit.box, shape), digit.probability) for digit in other.digits]
        sure = [sum(_lie_within([box], [whole]) for box in own) for whole, p in known if p >= CLEAR]
        if self.ink.light_on_dark != other.ink.light_on_dark:
            sure = [count for count in sure if count < FEWEST]
        cut = 0
        for pieces in by_part(self.digits):
            mark = self.in_picture(union_box(pieces), shape)
            if len(pieces) > 1 and (within := sum(_lie_within([box], [mark]) for box, _ in known)):
                cut += max(len(pieces) - within, 0)
        return max(sum(max(count - 1, 0) for count in sure), cut)

    def exceeds(self, other: "Look") -> bool:
        """Tells whether it reads more than another look, were that right in what this one misses of it."""
        return self.believed > other.believed + self.misses(other) + HALF

    def replaces(self, other: "Look") -> bool:
        """Tells whether it reads as much as a look of the same size at the picture with its printed lines.

        Where it misses none that the other read, fewer digits are as many: lines cut digits into pieces.
        Rests of lines look like a 1, so where there is a new 1, other digits must be new as well.
        """
        ones = self._new_ones(other)
        if not ones:
            return self.believed >= other.believed or not self.misses(other)
        return self.believed - _sum(ones) >= other.believed + HALF

    def tells_apart(self, other: "Look") -> bool:
        """Tells whether it reads a number, and all that it sees, of which another look saw other marks, too.

        What that reads besides must be unsure, or look like a frame's side or corner. A new 1 must be sure
        and counts only between digits, since a pen's barrel looks like one. Of fewer digits than a number
        has none may be new.
        """
        is_number = len(self.digits) >= FEWEST
        if self.reads_ones() or self.refused or not self.is_sure(LIKELY if is_number else CLEAR):
            return False
        boxes = self._at_its_size(other.boxes, other)
        besides = [
            digit
            for digit, box in zip(other.digits, boxes, strict=True)
            if not _lie_within([box], self.boxes) and not any(_lie_within([own], [box]) for own in self.boxes)
        ]
        if any(digit.digit not in FRAMES and digit.probability >= CLEAR for digit in besides):
            return False
        new = [one for one in self.digits if one.digit == 1 and not _lie_within([one.box], boxes)]
        if any(one.probability < CLEAR for one in new):
            return False
        lefts = [x for x, _, _, _ in boxes] or [0]
        beside = _sum(one for one in new if not min(lefts) < one.box[0] < max(lefts))
        both = other.believed - _sum(besides)
        if self.believed - beside - self.pieces_of(other, self.ink.mask.shape) > both + HALF:
            return is_number
        return bool(besides) and not beside and self.believed > both - HALF

    def is_written_in(self, printed: np.ndarray) -> bool:
        """Tells whether a sure digit is what may be print, but for those that frames' sides and corners are.

        Args:
            printed: (h, w) uint8 of the ink's size, 255 on what has the colour of the print.
        """
        lying = self.lying_on(printed)
        return any(digit.probability >= CLEAR and digit.digit not in FRAMES for digit in lying)

    def reads_instead(self, other: "Look", printed: np.ndarray, shape: tuple[int, ...]) -> bool:
        """Tells whether it reads more of a number than a look at the picture with a print, or all it sees.

        Where that surely reads a digit this one reads something. Frames' sides and corners may look like
        digits, and are left out. New 1s are no more of a number, and all that it sees are more digits only
        where that look refuses some. Where both read the same, the picture as it is tells more of the ink.

        Args:
            other: at the picture as it is, maybe at another size or part of it.
            printed: (h, w) uint8, 255 on the print, of the size of that look's ink.
            shape: of the picture, (h, w) or (h, w, 3).
        """
        if self.refused > other.refused or self.reads_ones() or self.lines == other.lines:
            return False
        unmet = self._unmet(other, shape)
        sure = [digit for digit in unmet if digit.probability >= CLEAR]
        if any(digit.digit not in FRAMES or not _lies_on(printed, digit) for digit in sure):
            return False
        is_number = len(self.digits) >= FEWEST
        instead = len(unmet) < len(other.digits) and (other.refused or len(self.digits) <= len(other.digits))
        if instead and not self.refused and self.is_sure(LIKELY if is_number else CLEAR):
            return True
        known = [other.in_picture(box, shape) for box in other.boxes]
        own = ((digit, self.in_picture(digit.box, shape)) for digit in self.digits if digit.digit == 1)
        ones = _sum(digit for digit, box in own if not _lie_within([box], known))
        more = self.believed - ones - self.pieces_of(other, shape) > other.believed - _sum(unmet) + HALF
        return more and is_number and self.is_sure(LIKELY)

    def accounts_for(self, other: "Look") -> bool:
        """Tells whether it reads a number, and all that it sees, of which another look refused some.

        It reads as many digits, and all that the other does but for 1s, as rests of a frame are; or the same
        in other lines.
        """
        as_many = len(self.digits) == len(other.digits) >= FEWEST
        if not as_many or self.refused or not other.refused_from(LIKE) or self.lines == other.lines:
            return False
        for digit, box in zip(other.digits, self._at_its_size(other.boxes, other), strict=True):
            place = (*map(round, middle(box)), 1, 1)
            here = {own.digit for own in self.digits if _lie_within([place], [own.box])}
            if digit.digit not in here and (here or digit.digit != 1):
                return False
        return True

    def reads_all_instead(self, other: "Look") -> bool:
        """Tells whether it surely reads a number, and all that it sees, of which another look refused some.

        So low as no single digit is read here, several are: no blank paper looks like that.
        """
        is_number = len(self.digits) >= FEWEST and not self.reads_ones()
        if not is_number or self.refused or any(digit.probability < CLEAR for digit in self.digits):
            return False
        unclear = other.refused or not other.digits
        return bool(unclear) and len(other.digits) <= len(self.digits) and not self.misses(other)

    def adds_to(self, other: "Look") -> bool:
        """Tells whether it reads more than a look of the same size; beside digits, 1s do not count."""
        return self.believed - _sum(self._ones_beside(other)) > other.believed + HALF

    def adds_as_surely(self, other: "Look") -> bool:
        """Tells whether it reads more than a look of the same size, and but for new 1s no less surely."""
        rest = self.believed - _sum(self._ones_beside(other))
        return self.believed > other.believed + HALF and rest > other.believed - LESS_SURE * len(other.digits)

    def betters(self, other: "Look") -> bool:
        """Tells whether it reads more surely than a look of the same size; see `pieces_of`.

        New 1s must not come alone.
        """
        ones = _sum(self._ones_beside(other))
        too_many = ones + self.pieces_of(other, self.ink.mask.shape)
        return self.believed - too_many > other.believed + (HALF if ones else 0.0)

    def _ones_beside(self, other: "Look") -> list[Segment]:
        """Returns the 1s that are new beside digits of a look of the same size."""
        return self._new_ones(other) if other.digits else []

    def _new_ones(self, other: "Look") -> list[Segment]:
        """Returns the 1s that it reads where a look of the same size reads nothing."""
        ones = [digit for digit in self.digits if digit.digit == 1]
        return [one for one in ones if not _lie_within([one.box], other.boxes)]

    def brings_to_light(self, other: "Look", shape: tuple[int, ...]) -> bool:
        """Tells whether it reads more, or no less surely, than a look at the picture with its shadows.

        The two may be at other sizes and other parts of the picture, (h, w) or (h, w, 3).
        """
        ones = max(self._ones - other._ones, 0.0) if other.digits else 0.0
        more = self.believed - ones - self.pieces_of(other, shape) > other.believed + HALF
        instead = self._is_instead_of(other, ones) and not self._parts_a_number(other, shape)
        return self._is_as_sure(other) and (more or instead)

    def _parts_a_number(self, other: "Look", shape: tuple[int, ...]) -> bool:
        """Tells whether it loses a digit in the hand of one that it does not lose; see `_lost`."""
        lost = self._lost(other, shape)
        kept = [digit for digit in other.digits if all(digit is not each for each in lost)]
        return any(is_of_one_hand(digit, each) for digit in lost for each in kept)

    @property
    def _ones(self) -> float:
        """How many 1s are believed, each counted by its probability."""
        return _sum(digit for digit in self.digits if digit.digit == 1)

    def region(self, shape: tuple[int, ...]) -> Box:
        """Returns the box of what is looked at in px of a picture, (h, w) or (h, w, 3)."""
        return self.view or (0, 0, *shape[1::-1])

    def in_picture(self, box: Box, shape: tuple[int, ...]) -> Box:
        """Returns a box of the ink in px of a picture at which it is, (h, w) or (h, w, 3)."""
        left, top, width, height = self.region(shape)
        across, down = self.ink.mask.shape[1] / width, self.ink.mask.shape[0] / height
        x, y, w, h = box
        return (
            left + round(x / across),
            top + round(y / down),
            max(1, round(w / across)),
            max(1, round(h / down)),
        )

    def part_of(self, mask: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        """Returns what a mask of a whole picture, (h, w) or (h, w, 3), has where this look is."""
        part = crop(mask, scaled_box(self.region(shape), mask.shape[1] / shape[1]))
        return cv2.resize(part, self.ink.mask.shape[::-1], interpolation=cv2.INTER_NEAREST)

    def clears_up(self, other: "Look") -> bool:
        """Tells whether it reads no less surely than a look of the same size at the picture with a shadow.

        1s alone are rests of digits of which the other is sure.
        """
        rests = self.reads_ones() and other.is_sure(CLEAR) and not other.reads_ones()
        too_many = _sum(self._ones_beside(other)) + self.pieces_of(other, self.ink.mask.shape)
        instead = self._is_instead_of(other, too_many)
        return not self.ink.light_on_dark and not rests and self._is_as_sure(other) and instead

    def reads_ones(self) -> bool:
        """Tells whether it reads 1s alone, or nothing."""
        return all(digit.digit == 1 for digit in self.digits)

    def _is_as_sure(self, other: "Look") -> bool:
        """Tells whether there are digits, none of them much less probable than all of another look's."""
        least = min([digit.probability for digit in other.digits] + [CLEAR])
        return bool(self.digits) and min(digit.probability for digit in self.digits) >= least - LESS_SURE

    def _is_instead_of(self, other: "Look", too_many: float) -> bool:
        """Tells whether it refuses no more than another look and loses none of many digits.

        Args:
            other: the other look.
            too_many: digits that may be none: rests of a shadow's edge look like a 1, and it cuts one in two.
        """
        if self.refused > other.refused or (too_many and self.believed - too_many < other.believed + HALF):
            return False
        return len(other.digits) < SEVERAL or self.believed >= other.believed - HALF

    @property
    def refused(self) -> int:
        """How many marks are looked at and not read."""
        return self.refused_from(0.0)

    def refused_from(self, share: float) -> int:
        """Returns how many marks of a share of the digits' height at least are looked at and not read."""
        least = share * self.usual_height
        return sum(item.box[3] >= least for row in self.judged for item, objection in row if objection)

    def _at_its_size(self, boxes: list[Box], other: "Look") -> list[Box]:
        """Returns boxes of another look in px of this one's ink."""
        scale = self.ink.mask.shape[1] / other.ink.mask.shape[1]
        return [
            (round(x * scale), round(y * scale), round(w * scale), round(h * scale)) for x, y, w, h in boxes
        ]


def _lies_on(mask: np.ndarray, digit: Segment) -> bool:
    return share_on(mask, digit.parts) > COVERED


def _pieces(look: Look) -> int:
    return sum(len(digit.parts) for digit in look.digits)


def _width(mask: np.ndarray) -> float:
    """Returns the width in px of a mask's widest stroke."""
    framed = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    return 2 * float(cv2.distanceTransform(framed, cv2.DIST_L2, 3).max())


def _sum(digits: Iterable[Segment]) -> float:
    """Returns how many digits these are, each counted by its probability."""
    return sum(digit.probability for digit in digits)


def _area(boxes: list[Box]) -> int:
    return sum(w * h for _, _, w, h in boxes)


def _lie_within(boxes: list[Box], others: list[Box]) -> bool:
    """Tells whether each of some boxes lies within one of the others, or hardly beyond."""
    wider = [(x, y, w, h, BEYOND * max(w, h)) for x, y, w, h in others]
    return all(
        any(a > x - s and b > y - s and a + c < x + w + s and b + d < y + h + s for x, y, w, h, s in wider)
        for a, b, c, d in boxes
    )
