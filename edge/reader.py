"""Reads the digits of an image: the one way from pixels to a `Reading`, for every app."""

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from edge.classifier import CLASSES, Classifier
from edge.finder import MOST as MOST_PARTS
from edge.finder import Part, crop, find_parts, ink_of, union_box
from edge.frames import without_frames
from edge.grid import in_cells
from edge.ground import on_even_ground
from edge.joining import join_broken
from edge.judge import SMALLEST, Judged, compare, judge, without_weak
from edge.light import Ink, bridging, find_ink, quantiles
from edge.lines import group_lines, usual_height
from edge.lone import LEAST as LEAST_ODDS
from edge.lone import doubt_lone
from edge.looks import TALL, Look
from edge.normalise import SIZE, normalise
from edge.results import Box, Digit, Reading
from edge.rules import without_edges, without_rules
from edge.rulings import without_rulings
from edge.segmentation import segment
from edge.sheet import find_sheet, level_around
from edge.tones import in_dark_ink, without_show_through

LARGEST = 1600  # px, longest side at which an image is read; larger ones are scaled down
SMALL = 640  # px, images with a shorter longest side are scaled up, so that thin strokes have some pixels
MOST = 4.0  # times that a small image is scaled up at most
FIRST = (320, 640)  # px, longest sides at which an image is read first, where that is enough
FINER = 1.5  # times as large at least is an image that is read at such a size first
LITTLE = 36  # px; a picture whose digits are usually lower is read once more, enlarged
ENLARGED = 1.5  # times; outlines are finer then
STEEP = 0.14  # radians (8 degrees); digits of lines that slope less are read as they stand
LOUD = 0.018  # of a picture's brightness: noise of a larger standard deviation may eat weak strokes
SMOOTHED = 1.2  # px, standard deviation of the Gaussian that leaves less of noise and all of a stroke
COARSEST = 60  # px, longest side at which a noisy picture is looked at
MUCH = 1.7  # digits; the other polarity must read more than so many more
SOME = 0.9  # digits; so many are enough if all that this polarity sees lies within them, as counters do
ALL_BUT = 0.68  # of the picture: beside a larger sheet little is left that could sway how it is seen
SMALLEST_SHEET = 48  # px, short side of the smallest sheet that is looked at alone
ALMOST = 0.85  # of the digits read on a sheet among all else; with the sheet alone, fewer fall to pieces
HALF = 0.5  # digits; so many more a closer, a coarser or a smoothed look must read
NARROW = 0.06  # of the short side: where nothing is read surely, wider marks may be shadows that hide a pen's
CROWD = 40  # parts; where there are more of them, such a second look sees grain
PALE = 60  # of 255; where most ink of a picture is no darker, paler marks are looked at as well
PALE_ALONE = 40  # the same where nothing is read
SEVERAL = 3  # digits that are read already, beside which pale ones are believed
SURER = 2.0  # log odds from which a lone digit of such a second look is believed
MIN_CONFIDENCE = 0.5  # where the manifest gives none

ILLEGIBLE = np.zeros((SIZE, SIZE), np.uint8), np.eye(CLASSES, dtype=np.float32)[-1]  # surely no digit

Question = tuple[tuple[Part, ...], float]  # parts, and the slope of their line in radians


@dataclass(frozen=True)
class Candidate:
    """Ink that was looked at and not read.

    Attributes:
        box: (x, y, w, h) in pixels of the image.
        crop: (28, 28) uint8, what the network saw.
        probabilities: (11,) float32, the last is "not a digit".
        reason: why it was not read, in a few words.
    """

    box: Box
    crop: np.ndarray = field(repr=False)
    probabilities: np.ndarray = field(repr=False)
    reason: str


@dataclass(frozen=True)
class Trace:
    """How a reading came about.

    Attributes:
        mask: (H, W) uint8, 255 where ink was seen, in the image's size.
        crops: (n, 28, 28) uint8, what the network saw of each digit of the reading.
        rejected: ink that was not read.
    """

    mask: np.ndarray = field(repr=False)
    crops: np.ndarray = field(repr=False)
    rejected: tuple[Candidate, ...]


class DigitReader:
    """Reads handwritten digits.

    Args:
        classifier: the network to read with; the shipped int8 model when None.
        min_confidence: digits below are not reported, 0 to 1; the manifest's value when None.

    Raises:
        ModelError: the shipped model cannot be loaded.
    """

    def __init__(self, classifier: Classifier | None = None, min_confidence: float | None = None):
        self.classifier = classifier or Classifier()
        thresholds = self.classifier.thresholds
        self.min_confidence = (
            thresholds.get("min_confidence", MIN_CONFIDENCE) if min_confidence is None else min_confidence
        )

    def read(self, image: np.ndarray) -> Reading:
        """Reads an image.

        Args:
            image: (h, w) grey or (h, w, 3) BGR, uint8, any size.
        """
        return _report(self._look(image), image.shape[:2])[0]

    def inspect(self, image: np.ndarray) -> tuple[Reading, Trace]:
        """Reads an image and tells how; see `read`."""
        look = self._look(image)
        reading, crops, rejected = _report(look, image.shape[:2])
        crops = np.array(crops, np.uint8).reshape(-1, SIZE, SIZE)
        mask = np.zeros(image.shape[:2], np.uint8)
        box = look.view or (0, 0, *image.shape[1::-1])
        crop(mask, box)[:] = cv2.resize(look.ink.mask, box[2:], interpolation=cv2.INTER_NEAREST)
        return reading, Trace(mask, crops, rejected)

    def _look(self, image: np.ndarray, is_sheet: bool = False) -> Look:
        """Looks at a large image at a small size first: enough where its digits are tall and clear.

        Args:
            image: (h, w) grey or (h, w, 3) BGR, uint8.
            is_sheet: whether no sheet of paper has to be sought in it.
        """
        grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        coarser = []
        for size in FIRST:
            if max(grey.shape) >= FINER * size:
                ink = find_ink(_scaled(grey, size / max(grey.shape)))
                look = Look(self._read_ink(ink, TALL) if ink.plain else [], ink)
                if look.is_clear():
                    return look
                coarser.append(look)
        working = to_working_size(grey)
        look = self._look_at(working)
        if not look.is_clear():
            sheet = None if is_sheet else find_sheet(working)
            if on_sheet := self._look_on_sheet(grey, sheet, look):
                return on_sheet
            working, look = self._look_without_rulings(working, look)
            look = self._look_closely(working, sheet, look)
        if 0 < look.usual_height < LITTLE:
            enlarged = _scaled(working, ENLARGED)
            finer = self._look_at(enlarged, widest=look.ink.window)
            if finer.believed > look.believed:
                look, working = finer, enlarged
        for coarse in coarser:  # a coarser look averages noise and grain out
            if coarse.believed > look.believed + HALF:
                look = coarse
        look = self._look_through_noise(working, max(grey.shape), look)
        return self._look_for_pale_ink(working, self._look_narrowly(working, look))

    def _look_without_rulings(self, grey: np.ndarray, look: Look) -> tuple[np.ndarray, Look]:
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
        bare = self._look_at(blank)
        return (blank, bare) if bare.replaces(look) else (grey, look)

    def _look_on_sheet(self, grey: np.ndarray, sheet: np.ndarray | None, look: Look) -> Look | None:
        """Looks at what lies on a sheet of paper alone.

        Args:
            grey: (h, w) uint8, the image.
            sheet: see `edge.sheet.find_sheet`.
            look: at all that is in view.

        Returns:
            None where there is no such sheet, little beside it, or more to be read with what is there.
        """
        if sheet is None or cv2.countNonZero(sheet) > ALL_BUT * sheet.size or not look.lies_on(sheet):
            return None
        paper, box = level_around(grey, sheet)
        if min(paper.shape) < SMALLEST_SHEET:  # a stripe between printed lines
            return None
        on_sheet = replace(self._look(paper, is_sheet=True), view=box)
        if not on_sheet.lies_on(crop(sheet, cv2.boundingRect(sheet))):  # the lit part of a page cuts digits
            return None
        return on_sheet if on_sheet.boxes and on_sheet.believed >= ALMOST * look.on(sheet).believed else None

    def _look_closely(self, grey: np.ndarray, sheet: np.ndarray | None, look: Look) -> Look:
        """Looks again with no wider a window than the strokes need that were read.

        Shadows and the edges of paper are wide marks, and with a wide window they count as ink.

        Args:
            grey: (h, w) uint8 at working size.
            sheet: see `edge.sheet.find_sheet`; its edge leaves thin marks then.
            look: at it, kept where the closer one does not read more.
        """
        window = bridging(look.stroke, grey)
        if not look.boxes or window >= look.ink.window or not look.has_wide_marks():
            return look
        ink = find_ink(grey, look.ink.light_on_dark, window)
        close = Look(self._read_ink(ink), ink)
        close = close if sheet is None else close.on(sheet)
        return close if close.believed > look.believed + HALF else look

    def _look_narrowly(self, grey: np.ndarray, look: Look) -> Look:
        """Looks again with a narrow window where nothing is read surely: a shadow may hide a pen's strokes.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it, kept where the narrow one reads nothing, or strokes that its window cannot bridge.
        """
        if look.ink.window <= NARROW:
            return look
        surely = replace(look, judged=doubt_lone(look.judged, look.ink, SURER))
        if surely.believed:
            return look
        ink = find_ink(grey, widest=NARROW)
        narrow = Look(self._read_ink(ink, most=CROWD, least=SURER), ink)
        bridged = not look.believed or bridging(narrow.stroke, grey) <= NARROW
        return narrow if narrow.believed and bridged else look

    def _look_for_pale_ink(self, grey: np.ndarray, look: Look) -> Look:
        """Looks again for weaker ink where no ink is dark: pale pencil falls to pieces, or is not seen.

        Args:
            grey: (h, w) uint8 at working size.
            look: at it, kept where the other one neither reads whole digits of its pieces, or of nothing, nor
                more digits beside several of these.
        """
        if look.is_clear():
            return look
        seen = look.ink.darkness[look.ink.mask > 0]
        if not seen.size or quantiles(seen, 0.75)[0] >= (PALE if look.boxes else PALE_ALONE):
            return look
        ink = find_ink(_smoothed(grey), look.ink.light_on_dark, look.ink.window, pale=True)
        pale = Look(self._read_ink(ink, most=MOST_PARTS if look.boxes else CROWD), ink)
        if not look.boxes:  # what shines through a blank page is mirrored: some of it is never a digit
            return pale if pale.outdoes(look) and not pale.refuses_alike() else look
        whole = len(pale.boxes) <= len(look.boxes) and pale.outdoes(look)
        more = len(look.boxes) >= SEVERAL and pale.believed > look.believed + pale.misses(look) + HALF
        return pale if whole or more else look

    def _look_through_noise(self, working: np.ndarray, longest: int, look: Look) -> Look:
        """Looks at a noisy image smoothed, at half its size, at a quarter, and so on: strokes stay whole.

        Args:
            working: (h, w) uint8 grey at working size.
            longest: px, longest side of the image itself.
            look: at working size; kept where the smoothed one reads no more and no coarser one outdoes it.
        """
        noise = look.ink.noise
        loud = LOUD * cv2.mean(working)[0]
        if noise > loud and not look.is_clear():
            smooth = self._look_at(_smoothed(working))
            if smooth.believed > look.believed + HALF:
                look = smooth
        while noise > loud and max(working.shape) >= 2 * COARSEST:
            working = _scaled(working, 0.5)
            if max(working.shape) < longest:  # above, neighbours share their noise
                noise /= 2
            coarse = self._look_at(working, noise)
            if coarse.outdoes(look):
                look = coarse
        return look

    def _look_at(self, grey: np.ndarray, most_noise: float = float("inf"), widest: float = 1.0) -> Look:
        """Looks at an image at its size; in either polarity where it or its reading leaves a doubt."""
        ink = find_ink(grey, None, widest, most_noise)
        look = Look(self._read_ink(ink), ink)
        if not ink.plain or (look.judged and not look.believed):
            ink = find_ink(grey, not ink.light_on_dark, widest, most_noise)
            other = Look(self._read_ink(ink), ink)
            more = other.believed - look.believed
            if more > MUCH or (other.believed > SOME and other.encloses(look)):
                return other
        return look

    def _read_ink(
        self, ink: Ink, lowest: int = 0, most: int = MOST_PARTS, least: float = LEAST_ODDS
    ) -> Judged:
        judged = self.judged(ink, lowest, most)
        while (doubted := doubt_lone(judged, ink, least)) != judged:  # beside less, more may be believed
            judged = compare(doubted)
        return judged

    def judged(self, ink: Ink, lowest: int = 0, most: int = MOST_PARTS) -> Judged:
        """Returns what is read from ink before what stands alone is doubted.

        Args:
            ink: of the picture.
            lowest: px; nothing is read where there is a part lower than that.
            most: parts; nothing is read where there are more.
        """

        known: dict[tuple, tuple] = {}  # holds the parts as well, so that no other gets their id

        def classify(wanted: list[Question]) -> tuple[list[np.ndarray], np.ndarray]:
            keys = [(*map(id, chosen), _turn(slope)) for chosen, slope in wanted]
            new = {key: question for key, question in zip(keys, wanted, strict=True) if key not in known}
            if new:
                answers = self._answer(ink, list(new.values()))
                known.update(zip(new, zip(new.values(), answers, strict=True), strict=True))
            answers = [known[key][1] for key in keys]
            probabilities = np.array([each for _, each in answers], np.float32).reshape(-1, CLASSES)
            return [seen for seen, _ in answers], probabilities

        parts = find_parts(ink)
        if len(parts) > most:
            return []
        parts = in_cells(without_rules(parts, ink, classify), ink)
        parts = on_even_ground(parts, ink.mask.shape, classify)
        parts = without_weak(without_edges(parts, ink.mask.shape))
        if any(part.height < lowest for part in parts):
            return []
        parts = without_frames(without_show_through(in_dark_ink(parts, ink, classify), classify))
        parts = join_broken(parts, usual_height(parts), classify)
        rows = segment(group_lines(parts), classify)
        return judge(rows, self.min_confidence)

    def _answer(self, ink: Ink, wanted: list[Question]) -> list[tuple[np.ndarray, np.ndarray]]:
        """Returns a (28, 28) crop and (11,) probabilities for each question; see `edge.finder.Classify`."""
        legible = [i for i, (chosen, _) in enumerate(wanted) if union_box(chosen)[3] >= SMALLEST]
        inks = [_upright(ink_of(ink.strength, wanted[i][0]), _turn(wanted[i][1])) for i in legible]
        crops = np.array([normalise(each) for each in inks])
        probabilities = self.classifier.probabilities(crops)
        answers = dict(zip(legible, zip(crops, probabilities, strict=True), strict=True))
        return [answers.get(i, ILLEGIBLE) for i in range(len(wanted))]


def _report(look: Look, shape: tuple[int, int]) -> tuple[Reading, list[np.ndarray], tuple[Candidate, ...]]:
    """Returns what a look read, with boxes in pixels of an image of (h, w) `shape`; the crops; the rest."""
    left, top, width, height = look.view or (0, 0, *shape[::-1])
    scale = look.ink.mask.shape[1] / width, look.ink.mask.shape[0] / height
    lines, digits, crops, rejected = [], [], [], []
    for row in look.judged:
        text = ""
        for item, objection in row:
            x, y, w, h = _unscale(item.box, scale)
            box = left + x, top + y, w, h
            if objection:
                rejected.append(Candidate(box, item.crop, item.probabilities, objection))
                continue
            text += str(item.digit)
            digits.append(Digit(item.digit, item.probability, box, tuple(item.probabilities[:10].tolist())))
            crops.append(item.crop)
        if text:
            lines.append(text)
    reading = Reading(tuple(lines), tuple(digits))
    return reading, crops, tuple(rejected)


def _turn(slope: float) -> float:
    """Returns by how much the digits of a line are turned upright; small slopes are left to the network."""
    return slope if abs(slope) >= STEEP else 0.0


def _upright(ink: np.ndarray, turn: float) -> np.ndarray:
    """Turns the ink of a digit on a steep line upright."""
    if not turn:
        return ink
    h, w = ink.shape
    side = int(np.hypot(h, w)) + 2
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), np.degrees(turn), 1.0)
    matrix[:, 2] += (side - w) / 2, (side - h) / 2
    return cv2.warpAffine(ink, matrix, (side, side), flags=cv2.INTER_LINEAR)


def to_working_size(grey: np.ndarray) -> np.ndarray:
    """Scales an image to a size at which it can be read."""
    longest = max(grey.shape)
    if longest > LARGEST:
        scale = LARGEST / longest
    elif longest < SMALL:
        scale = min(SMALL / longest, MOST)
    else:
        return grey
    return _scaled(grey, scale)


def _scaled(grey: np.ndarray, scale: float) -> np.ndarray:
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    # Halving twice is several times faster than quartering.
    while not any(side % 2 or side < 2 * new for side, new in zip(grey.shape, size[::-1], strict=True)):
        grey = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if size == grey.shape[::-1]:
        return grey
    smaller = size[0] < grey.shape[1]
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)


def _smoothed(grey: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(grey, (0, 0), SMOOTHED)


def _unscale(box: Box, scale: tuple[float, float]) -> Box:
    x, y, w, h = box
    return round(x / scale[0]), round(y / scale[1]), max(1, round(w / scale[0])), max(1, round(h / scale[1]))
