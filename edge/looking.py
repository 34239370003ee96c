"""Looks at a picture in as many ways as it takes: what hides a digit from one look is not in another's way.

At other sizes, smoothed, in the other polarity, with a narrower window, without its rulings, dark lines, a
word or a pen on it, on its sheet of paper alone, in its colours alone or without one, and in all these ways
without soft shadows; each only where those before leave a doubt, and until so much of the picture was looked
at that more would not be worth the wait. `edge.looks` compares them.
"""

from collections.abc import Callable
from dataclasses import replace
from math import prod

import cv2
import numpy as np

from edge.around import doubt_around
from edge.cards import find_cards
from edge.chroma import Colours
from edge.dropout import without_prints
from edge.finder import MOST_PARTS, share_on, sides_reached
from edge.ground import doubt_other_ground
from edge.groups import doubt_groups
from edge.judge import Judged, compare
from edge.light import NEAR, Ink, find_ink
from edge.lone import LEAST_ODDS, doubt_lone, doubt_wide
from edge.looks import CLEAR, HALF, TALL, Look
from edge.marks import ROOM, WINDOWS, bridging, short_side
from edge.oddities import doubt_noughts
from edge.penumbra import soft_bars, without_soft_ones
from edge.pixels import crop, quantiles, square
from edge.printed import find_printed
from edge.results import Box, scaled_box
from edge.retinex import has_grain, is_gone, without_soft_edges
from edge.segmentation import mask_of_items
from edge.shadows import without_shadow
from edge.sheet import SHOWS_FEW, blanks_of, find_sheet, level_around, lies_on_other_colour
from edge.sides import doubt_sides
from edge.signs import doubt_signs
from edge.sizes import SMALL, scaled, smoothed, to_working_size, working_size
from edge.strays import doubt_strays
from edge.stripes import CROP, doubt_stripes
from edge.things import find_things, without_things
from edge.tinted import has_tint, tinted_ink
from edge.unruled import without_rulings
from edge.words import doubt_labels, doubt_words

ENOUGH = 48  # times the px of a picture at working size: no more effort take all looks at it together
MOST_EFFORT = 48_000_000  # px; no more do all looks at a large picture take
PER_MARK = 25_000  # px that take as long to look at as it takes to refuse a mark among them
FIRST = (320, 640)  # px, longest sides at which an image is read first, where that is enough
FINER = 1.5  # times as large at least is an image that is read at such a size first
LEAST_CARD = 20  # px, short side of the smallest card on which a digit can be read
LITTLE = 36  # px; a picture whose digits are usually lower is read once more, enlarged
ENLARGED = 1.5  # times; outlines are finer then
LOUD = 0.014  # of a picture's brightness: noise of a larger standard deviation may eat weak strokes
COARSEST = 60  # px, longest side at which a noisy picture is looked at
MUCH = 1.7  # digits; the other polarity must read more than so many more
SOME = 0.9  # digits; so many are enough if all that this polarity sees lies within them, as counters do
ALL_BUT = 0.68  # of the picture: beside a larger sheet little is left that could sway what is read
ALMOST = 0.85  # of the digits read on a sheet among all else; with the sheet alone, fewer fall to pieces
# Windows of the short side: where nothing is read surely, wider marks may be shadows that hide a pen's.
NARROW = (0.1, 0.06, 0.035)
CROWD = 40  # parts; where there are more of them, such a second look sees grain if fewer are digits than not
LOW = 0.25  # of the digits' height: lower marks are no such crowd
REFUSED = 0.5  # digits; so much less a look among shadows reads for each mark that it refuses
UNSURE = 1.5  # the same, times how unlikely its digits are
PAGEFUL = 200  # parts; where there are more, it sees grain
THIN = 1.0  # times as wide as a shadow's edge is blurred: thinner strokes are not painted over
LOCAL = 0.5  # of the height of several digits: how wide "the ink nearby" is when they are looked at again
PALE = 60  # of 255; where most ink of a picture is no darker, paler marks are looked at as well
PALE_ALONE = 40  # the same where nothing is read
SEVERAL = 3  # digits that are read already, beside which pale ones are believed
OTHERS = 12  # marks at most; of clutter, some would be left
MOST_OTHERS = 0.1  # of the picture is theirs at most
RIM = 2  # px around printed lines that are painted over with them: their blur
SAME = 0.01  # of the ink; where no more of it differs, two pictures show the same
SURE = 0.8  # least probability of every digit that a narrower window may read
LATER = 1.45  # log odds from which a lone digit is believed where a first look reads nothing
SURER = 2.45  # log odds from which a lone digit of such a second look is believed
SUREST = 4.0  # log odds from which one with soft edges is: it may be out of focus, or a shadow


class Looking:
    """Looks at one picture.

    Args:
        judged: reads ink, as `edge.reader.DigitReader.judged` does.
    """

    def __init__(self, judged: Callable[[Ink, int, int], tuple[Judged, Ink]]):
        self._judged = judged
        self._left = float("inf")  # px; the effort that may still be taken

    def look(self, image: np.ndarray) -> Look:
        """Looks at an image, and again without shadows that are read as 1s.

        A desk, strays and stripes are doubted last: what looks show depends on what is read.

        Args:
            image: (h, w) grey or (h, w, 3) BGR, uint8.
        """
        most = min(ENOUGH * prod(working_size(image.shape)), MOST_EFFORT)
        self._left = most
        look = self._evenly(image)
        bars = soft_bars(look, image.shape)
        if bars is not None and not _are_tinted([cv2.boundingRect(bars)], image):
            self._left = most  # without them it is another picture
            look = _surer(self._evenly(without_things(_grey(image), bars)))
        look = self._coarsely(image, self._without_prints(image, look))
        judged = doubt_strays(doubt_other_ground(look.judged, look.ink), look.ink)
        judged = doubt_sides(doubt_around(judged, look.ink), look.ink)
        size = max(image.shape[:2])
        if look.view is None and size >= CROP:
            judged = doubt_wide(judged, look.ink)
        return replace(look, judged=doubt_stripes(judged, look.ink, size))

    def _suffices(self, look: Look) -> bool:
        """Tells whether a look leaves no doubt, or the picture was looked at for long enough."""
        return self._left <= 0 or look.is_clear()

    def _evenly(self, image: np.ndarray) -> Look:
        """Looks at an image as it is and, where that leaves a doubt, as if no shadow lay on it."""
        look = self._look(image)
        if self._suffices(look) or max(image.shape) < SMALL:  # enlarged, all edges are soft
            return look
        grey = to_working_size(_grey(image))
        ink = find_ink(grey)
        if not cv2.countNonZero(ink.mask):  # no shadow is seen, either
            return look
        picture = without_soft_edges(grey)
        if _shows_the_same(picture, ink):
            return look
        scale = image.shape[1] / grey.shape[1]
        even = _scaled(_instead_of(look, self._look(picture)), scale)
        if even.lines != look.lines and even.brings_to_light(look, image.shape):
            return even
        boxes = [look.in_picture(box, image.shape) for box in look.boxes]
        if even.digits or not _may_be_shadows([scaled_box(box, 1 / scale) for box in boxes], grey, picture):
            return look
        return look if _are_tinted(boxes, image) else _surer(look, SUREST)

    def _look(self, image: np.ndarray, is_sheet: bool = False) -> Look:
        """Looks at a large image at a small size first: enough where its digits are tall and clear.

        Args:
            image: (h, w) grey or (h, w, 3) BGR, uint8.
            is_sheet: whether no sheet of paper has to be sought in it.
        """
        grey = _grey(image)
        coarser = []
        for size in FIRST:
            if max(grey.shape) >= FINER * size:
                ink = find_ink(scaled(grey, size / max(grey.shape)))
                look = without_soft_ones(self._read(ink, TALL), grey.shape) if ink.plain else Look([], ink)
                if look.is_clear():
                    return look
                coarser.append(look)
        working = to_working_size(grey)
        look = without_soft_ones(self.at(working), grey.shape)
        blanks = [] if is_sheet or look.is_clear() else blanks_of(image)
        sheet = find_sheet(blanks)
        shadowed, narrow = working, {}
        if not self._suffices(look):
            if on_sheet := self._on_sheet(image, sheet, look):
                return on_sheet
            working, look = self._without_rulings(working, look)
            look = self.closely(working, sheet, look)
            working, look = self._without_shadow(working, look)
            look = self._in_shadows(working, self._locally(working, look), narrow)
            shadowed = working
            working, look = self._without_things(working, look)
            look = self._without_printed_lines(working, look)
        if 0 < look.usual_height < LITTLE:
            enlarged = scaled(working, ENLARGED)
            finer = self.at(enlarged, widest=look.ink.window, near=look.ink.near)
            pieces = finer.pieces_of(look, working.shape)
            if finer.believed - pieces > look.believed or finer.accounts_for(look):
                look, working = finer, enlarged
        for coarse in coarser:  # a coarser look averages noise and grain out
            coarse = _instead_of(look, coarse)
            if coarse.believed > look.believed + HALF:
                look = coarse
        longest = max(grey.shape)
        look = self._through_noise(working, longest, look)
        look = self._narrowly(working, look, narrow if working is shadowed else {})
        look = self._for_pale_ink(working, longest, look)
        look = self._beside_others(working, look)
        if sheet is not None:
            look = _without_grain(image, sheet, look.not_around(sheet))
        if self._suffices(look):
            return look
        colours = Colours(image)
        look = self._in_tinted_ink(colours, working, self._on_card(image, blanks, look))
        return self._by_colour(colours, look)

    def _without_rulings(self, grey: np.ndarray, look: Look) -> tuple[np.ndarray, Look]:
        """Looks again at ruled paper as if it were blank.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it.

        Returns:
            The picture without its rulings and the look at that; both as given where less is read then.
        """
        if look.ink.light_on_dark or look.unread_ink() < max(grey.shape):
            return grey, look
        blank = without_rulings(grey, look.ink)
        if blank is None:
            return grey, look
        bare = self.at(blank)
        return (blank, bare) if bare.replaces(look) else (grey, look)

    def _without_shadow(self, grey: np.ndarray, look: Look) -> tuple[np.ndarray, Look]:
        """Looks again at paper with a shadow's edge on it as if it were evenly lit.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it.

        Returns:
            The picture without its shadow and the look at that; both as given where that reads less surely.
        """
        if look.ink.light_on_dark or self._suffices(look):
            return grey, look
        relit = without_shadow(grey, max(look.stroke, look.ink.window * short_side(grey) / ROOM))
        if relit is None:
            return grey, look
        picture, even = relit.painted, self.at(relit.painted)
        if 0 < even.stroke < THIN * relit.blur:
            picture, even = relit.even, self.at(relit.even)
        return (picture, even) if even.clears_up(look) else (grey, look)

    def _without_things(self, grey: np.ndarray, look: Look) -> tuple[np.ndarray, Look]:
        """Looks again at paper as if no pen lay on it.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it.

        Returns:
            The picture without things and the look at that; both as given where no more is read then, surely.
        """
        if self._suffices(look) or look.ink.light_on_dark:
            return grey, look
        things = find_things(look.ink.mask, look.digits)
        if things is None:
            return grey, look
        bare = without_things(grey, things)
        other = _surer(self.at(bare))
        if any(share_on(things, digit.parts) for digit in other.digits):  # a part of it was painted over
            return grey, look
        more = other.reads_more(look.off(things), SURE) or other.accounts_for(look)
        return (bare, other) if more else (grey, look)

    def _beside_others(self, grey: np.ndarray, look: Look) -> Look:
        """Looks again as if the few marks were not there that are all that was seen, and none of them read.

        Beside a printed word, a pencil is too pale to be seen.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it, kept where the other does not surely read something.
        """
        seen = [item for row in look.judged for item, _ in row]
        if look.digits or not 0 < len(seen) <= OTHERS or look.ink.mask.shape != grey.shape:
            return look
        others = cv2.dilate(mask_of_items(seen, grey.shape), square(RIM))
        if cv2.countNonZero(others) > MOST_OTHERS * others.size:
            return look
        other = _surer(self.at(without_things(grey, others)))
        beside = not any(crop(others, digit.box).any() for digit in other.digits)  # a frame is around them
        return other if beside and other.reads_more(look, CLEAR) else look

    def _without_printed_lines(self, grey: np.ndarray, look: Look) -> Look:
        """Looks again as if no lines were printed: beside dark ones a pencil is too pale to be seen.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it, kept where the other does not surely read more.
        """
        if self._suffices(look) or look.ink.light_on_dark:
            return look
        printed = find_printed(look.ink)
        if printed is None:
            return look
        other = _surer(self.at(without_things(grey, cv2.dilate(printed, square(RIM)))))
        is_number = len(other.boxes) >= SEVERAL and not other.refused
        more = other.reads_more(look, HALF if is_number else SURE) and other.adds_to(look)
        return other if more and other.is_as_dark(look) else look

    def _on_sheet(self, image: np.ndarray, sheet: np.ndarray | None, look: Look) -> Look | None:
        """Looks at what lies on a sheet of paper alone.

        Args:
            image: (h, w) grey or (h, w, 3) BGR, uint8.
            sheet: see `edge.sheet.find_sheet`.
            look: at all that is in view.

        Returns:
            None where there is no such sheet, little beside it and something read, or more to be read with
            what is there, such as a digit at the sheet's edge.
        """
        if sheet is None or (look.boxes and cv2.countNonZero(sheet) > ALL_BUT * sheet.size):
            return None
        if not (look.lies_on(sheet) or _has_grain_beside(image, sheet, look)):
            return None
        paper, box = level_around(_grey(image), sheet)
        if min(paper.shape) < SHOWS_FEW:  # a stripe between printed lines
            return None
        on_sheet = replace(self._look(paper, is_sheet=True), view=box)
        if not on_sheet.lies_on(crop(sheet, cv2.boundingRect(sheet))):  # the lit part of a page cuts digits
            return None
        among_all = look.on(sheet)
        if not on_sheet.boxes or on_sheet.believed < ALMOST * among_all.believed:
            return None
        cuts = on_sheet.believed < among_all.believed and on_sheet.loses(among_all, image.shape)
        return None if cuts else on_sheet

    def _on_card(self, image: np.ndarray, blanks: list[np.ndarray], look: Look) -> Look:
        """Looks at small sheets of paper alone: beside a dark thing on the desk, a pen's strokes are weak.

        Args:
            image: (h, w) grey or (h, w, 3) BGR, uint8.
            blanks: its; see `edge.sheet.blanks_of`.
            look: at all that is in view, kept where on no card more is read, and that surely.
        """
        for card in find_cards(blanks):
            paper, box = level_around(_grey(image), card)
            if min(paper.shape) < LEAST_CARD or not look.lies_on(card):
                continue
            closer = self.at(to_working_size(paper))
            closer = replace(_surer(closer), view=box)
            if closer.reads_more(look, SURE):
                return closer
        return look

    def _without_prints(self, image: np.ndarray, look: Look) -> Look:
        """Looks again as if nothing were printed in a colour, as the frames of forms and squares are.

        Args:
            image: (h, w) grey or (h, w, 3) BGR, uint8.
            look: at it, kept where none of the others reads more, or surely something else.
        """
        if self._suffices(look) or (look.digits and look.ink.light_on_dark):
            return look
        colours = Colours(image)
        if colours.unlike_usual is None:
            return look
        for grey, printed in without_prints(colours):
            if self._left <= 0:
                return look
            own = look.part_of(printed, image.shape)
            if look.is_written_in(own):
                continue
            other = _surer(_scaled(self._look(grey), image.shape[1] / grey.shape[1]))
            rests = other.lying_on(other.part_of(printed, image.shape))
            if not rests and other.reads_instead(look, own, image.shape):
                return other
        return look

    def _in_tinted_ink(self, colours: Colours, grey: np.ndarray, look: Look) -> Look:
        """Looks at nothing but ink that has a colour, as a pen's has and print around it mostly has not.

        Args:
            colours: of the image.
            grey: (h, w) uint8 at working size.
            look: at it, kept where the other reads no number, or leaves more out than print.
        """
        if look.view or look.ink.light_on_dark or colours.unlike_usual is None:
            return look
        tinted = tinted_ink(colours.unlike_usual, grey)
        if tinted is None:
            return look
        alone = self.at(tinted)
        return alone if alone.tells_apart(look) else look

    def _by_colour(self, colours: Colours, look: Look) -> Look:
        """Looks at the colours alone where little is read, and not surely: shadows have none.

        Args:
            colours: of the image.
            look: at it, kept where colours show no more than it reads surely, or no more than 1s, as rulings
                are, or what the frame cuts off, as a desk around a sheet is.
        """
        if not look.judged or len(look.digits) >= SEVERAL:
            return look
        surely = _surer(look)
        if surely.is_sure(SURE) or colours.unlike_usual is None:
            return look
        coloured = _surer(self.at(colours.unlike_usual))
        cut_off = any(sides_reached(box, coloured.ink.mask.shape) for box in coloured.boxes)
        return coloured if coloured.reads_more(surely, CLEAR) and not cut_off else look

    def closely(self, grey: np.ndarray, sheet: np.ndarray | None, look: Look) -> Look:
        """Looks again with no wider a window than the strokes need that were read.

        Shadows and the edges of paper are wide marks, and with a wide window they count as ink.

        Args:
            grey: (h, w) uint8 at working size.
            sheet: see `edge.sheet.find_sheet`; its edge leaves thin marks then. It is none if it cuts what
                is read: a patch of light.
            look: at it, kept where the closer one does not read more.
        """
        window = bridging(look.stroke, grey)
        if not look.boxes or window >= look.ink.window or not look.has_wide_marks():
            return look
        ink = find_ink(grey, look.ink.light_on_dark, window)
        close = self._read(ink)
        if sheet is not None and look.lies_on(sheet):
            close = close.on(sheet)
        return close if close.adds_as_surely(look) else look

    def _locally(self, grey: np.ndarray, look: Look) -> Look:
        """Looks again and weighs ink against none but its own digit's: beside a dark one a weak one breaks.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it, kept where this one does not better it.
        """
        near = LOCAL * look.usual_height / max(grey.shape)
        if not look.boxes or near >= look.ink.near or self._suffices(look):
            return look
        ink = find_ink(grey, look.ink.light_on_dark, look.ink.window, near=near)
        local = self._read(ink)
        believed = len(look.boxes) >= SEVERAL or (len(local.boxes) >= SEVERAL and not local.refused)
        return local if believed and local.betters(look) else look

    def _in_shadows(self, grey: np.ndarray, look: Look, known: dict[float, Look]) -> Look:
        """Looks again with narrower windows: shadows of a hand or a window cross numbers, or look like some.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it, kept where it shows no shadow, or none of them reads more of a number.
            known: see `_narrow`.
        """
        if self._suffices(look) or look.shows_no_shadow():
            return look
        numbers = []
        for window in WINDOWS[::-1]:
            width = window * short_side(grey)
            if window >= look.ink.window or look.widest < width:
                continue
            narrow = self._narrow(grey, window, known)
            surely = look.digits or narrow.is_sure(SURE) or narrow.reads_numbers()
            if surely and narrow.stroke <= width and narrow.reads_beyond(look):
                numbers.append(narrow)

        def worth(narrow: Look) -> float:
            unlikely = len(narrow.digits) - narrow.believed
            return narrow.believed - REFUSED * narrow.refused - UNSURE * unlikely

        return max(numbers, key=worth, default=look)

    def _narrowly(self, grey: np.ndarray, look: Look, known: dict[float, Look]) -> Look:
        """Looks again with narrower windows where nothing is read surely: a shadow may hide a pen's strokes.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it, kept where the narrow ones read nothing surely, and where it reads something and they
                strokes that their window cannot bridge.
            known: see `_narrow`.
        """
        narrower = [window for window in NARROW if window < look.ink.window]
        if not narrower or _surer(look).believed:
            return look
        for window in narrower:
            narrow = self._narrow(grey, window, known)
            crowd = narrow.refused_from(LOW)
            if len(narrow.boxes) + crowd > CROWD and crowd >= len(narrow.boxes):
                continue
            surely = narrow.is_sure(SURE) or narrow.reads_numbers()
            if surely and (not look.believed or bridging(narrow.stroke, grey) <= window):
                return narrow
        return look

    def _narrow(self, grey: np.ndarray, window: float, known: dict[float, Look]) -> Look:
        """Looks at a picture with a narrow window, but once with each.

        Args:
            grey: (h, w) uint8 at working size.
            window: of the short side.
            known: the looks at it so far, by their windows; this one is added.
        """
        if window not in known:
            known[window] = self._read(find_ink(grey, widest=window), most=PAGEFUL, least=SURER)
        return known[window]

    def _for_pale_ink(self, working: np.ndarray, longest: int, look: Look) -> Look:
        """Looks again for weaker ink where no ink is dark: pale pencil falls to pieces, or is not seen.

        Args:
            working: (h, w) uint8 grey at working size.
            longest: px, longest side of the image itself.
            look: at working size, kept where the others, smoothed and as it is, neither read whole digits of
                its pieces, or of nothing, nor more digits beside several of these.
        """
        if self._suffices(look):
            return look
        seen = look.ink.darkness[look.ink.mask > 0]
        if not seen.size or quantiles(seen, 0.75)[0] >= (PALE if look.boxes else PALE_ALONE):
            return look
        if not look.boxes:  # what shines through a blank page is mirrored: some of it is never a digit
            pale = self._pale(smoothed(working, longest), look, CROWD)
            return pale if pale.outdoes(look) and not pale.refuses_alike() else look
        for picture in (smoothed(working, longest), working):
            pale = self._pale(picture, look, MOST_PARTS, SURER)
            whole = len(pale.boxes) <= len(look.boxes) and pale.outdoes(look)
            if whole or pale.makes_whole(look) or (len(look.boxes) >= SEVERAL and pale.exceeds(look)):
                look = pale
        return look

    def _pale(self, picture: np.ndarray, look: Look, most: int, least: float = LEAST_ODDS) -> Look:
        """Looks for weaker ink in a picture at which there was a look, `most` parts of it."""
        ink = find_ink(picture, look.ink.light_on_dark, look.ink.window, pale=True)
        return self._read(ink, most=most, least=least)

    def _through_noise(self, working: np.ndarray, longest: int, look: Look) -> Look:
        """Looks at a noisy image smoothed, at half its size, at a quarter, and so on: strokes stay whole.

        Args:
            working: (h, w) uint8 grey at working size.
            longest: px, longest side of the image itself.
            look: at working size; kept where the smoothed one neither reads more nor makes pieces whole, and
                no coarser one outdoes it, or surely reads all instead.
        """
        noise = look.ink.noise
        loud = LOUD * cv2.mean(working)[0]
        if noise > loud and not self._suffices(look):
            smooth = _instead_of(look, self.at(smoothed(working, longest)))
            if smooth.adds_to(look) or smooth.makes_whole(look) or smooth.accounts_for(look):
                look = smooth
        while noise > loud and max(working.shape) >= 2 * COARSEST:
            working, noise = _halved(working, noise, longest)
            coarse = _instead_of(look, self.at(working, noise))
            if coarse.outdoes(look) or coarse.reads_all_instead(look):
                look = coarse
        return look

    def _coarsely(self, image: np.ndarray, look: Look) -> Look:
        """Looks at a small image at half its working size, at a quarter, and so on: there, edges are crisp.

        Large ones were looked at so already, see `FIRST`.

        Args:
            image: (h, w) grey or (h, w, 3) BGR, uint8.
            look: at it, kept where it reads something, and no coarser one surely reads more.
        """
        if look.boxes or max(image.shape) >= FINER * min(FIRST):
            return look
        grey, noise = to_working_size(_grey(image)), look.ink.noise
        while max(grey.shape) >= 2 * COARSEST:
            grey, noise = _halved(grey, noise, max(image.shape))
            coarse = _surer(self.at(grey, noise))
            if coarse.outdoes(look):
                return coarse
        return look

    def at(
        self,
        grey: np.ndarray,
        most_noise: float = float("inf"),
        widest: float = 1.0,
        near: float = NEAR,
    ) -> Look:
        """Looks at an image at its size; in either polarity where it or its reading leaves a doubt."""
        ink = find_ink(grey, None, widest, most_noise, near=near)
        look = self._read(ink)
        if not ink.plain or (not look.believed and cv2.countNonZero(ink.mask)):
            ink = find_ink(grey, not ink.light_on_dark, widest, most_noise, near=near)
            other = self._read(ink)
            more = other.believed - look.believed
            if more > MUCH or (other.believed > SOME and other.encloses(look)):
                return other
        return look

    def _read(self, ink: Ink, lowest: int = 0, most: int = MOST_PARTS, least: float = LEAST_ODDS) -> Look:
        if self._left <= 0:
            return Look([], ink)
        judged, ink = self._judged(ink, lowest, most)
        judged = doubt_signs(doubt_groups(doubt_noughts(judged, ink)), ink)
        if (numbers := doubt_words(judged)) != judged:
            judged = compare(numbers)
        while (doubted := doubt_lone(judged, ink, least)) != judged:  # beside less, more may be believed
            judged = compare(doubted)
        look = Look(doubt_labels(judged), ink)
        self._left -= ink.mask.size + PER_MARK * look.refused  # pages full of digits are worth their time
        return look


def _halved(grey: np.ndarray, noise: float, longest: int) -> tuple[np.ndarray, float]:
    """Returns a picture at half its size, and its noise then; the image has a longest side of so many px."""
    half = scaled(grey, 0.5)
    return half, noise / 2 if max(half.shape) < longest else noise  # above, neighbours share their noise


def _surer(look: Look, least: float = SURER) -> Look:
    """Returns a look with an objection to lone digits that are believed, but not surely."""
    return replace(look, judged=doubt_lone(look.judged, look.ink, least))


def _scaled(look: Look, scale: float) -> Look:
    """Returns a look at a part of a picture as one at that of a larger picture."""
    return look if look.view is None else replace(look, view=scaled_box(look.view, scale))


def _instead_of(look: Look, other: Look) -> Look:
    """Returns another look, whose lone digits must be surer where there is nothing that it bears out.

    1s must be surest, as pens and the shadows of bars are.
    """
    return other if look.boxes else _surer(other, SURER if other.reads_ones() else LATER)


def _has_grain_beside(image: np.ndarray, sheet: np.ndarray, look: Look) -> bool:
    """Tells whether 1s alone are believed beside a sheet, on a desk of another colour or far from all."""
    strays = look.beside(sheet)
    if not strays or any(stray.digit != 1 for stray in strays):
        return False
    return look.strays_from(sheet) or lies_on_other_colour(image, sheet)


def _without_grain(image: np.ndarray, sheet: np.ndarray, look: Look) -> Look:
    """Objects to 1s beside a sheet on which there is something to read, if they are a desk's grain."""
    on_sheet = look.on(sheet)
    return on_sheet if on_sheet.boxes and _has_grain_beside(image, sheet, look) else look


def _shows_the_same(grey: np.ndarray, ink: Ink) -> bool:
    """Tells whether a picture shows the ink of another one of its size, but for what its outline varies."""
    one, other = ink.mask, find_ink(grey, ink.light_on_dark).mask
    return _lies_on(one, other) and _lies_on(other, one)


def _lies_on(mask: np.ndarray, other: np.ndarray) -> bool:
    """Tells whether hardly any ink of one mask lies farther than a pixel from that of another."""
    off = cv2.subtract(mask, cv2.dilate(other, square(1)))
    return cv2.countNonZero(off) <= SAME * cv2.countNonZero(mask)


def _may_be_shadows(boxes: list[Box], grey: np.ndarray, even: np.ndarray) -> bool:
    """Tells whether few digits are gone with all that has soft edges, though the paper is in focus.

    Args:
        boxes: (x, y, w, h) in px, theirs.
        grey: (h, w) uint8.
        even: (h, w) uint8, what `edge.retinex.without_soft_edges` left of it.
    """
    return len(boxes) < SEVERAL and has_grain(even) and all(is_gone(box, grey, even) for box in boxes)


def _are_tinted(boxes: list[Box], image: np.ndarray) -> bool:
    """Tells whether what an image shows in some boxes, (x, y, w, h) in its px, has a colour of its own."""
    colours = Colours(image).unlike_usual
    if colours is None:
        return False
    scale = colours.shape[1] / image.shape[1]
    return all(has_tint(colours, scaled_box(box, scale)) for box in boxes)


def _grey(image: np.ndarray) -> np.ndarray:
    return image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
