"""Reads the digits of an image: the one way from pixels to a `Reading`, for every app."""

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from edge.binding import without_binding
from edge.boxes import written_in_boxes
from edge.bridges import bridges_in
from edge.cells import cells_of
from edge.circles import find_circles
from edge.classifier import CLASSES, Classifier
from edge.colours import doubt_coloured
from edge.comb import without_combs
from edge.dashes import without_dashes
from edge.finder import MOST_PARTS, Part, find_parts, ink_of, union_box
from edge.frames import without_frames
from edge.grid import in_cells
from edge.joining import join_broken
from edge.judge import SMALLEST, Judged, judge, refused_digits
from edge.light import Ink
from edge.lines import group_lines, usual_height
from edge.looking import Looking
from edge.looks import Look
from edge.normalise import SIZE, normalise
from edge.pixels import crop
from edge.results import Box, Digit, Reading
from edge.rules import without_edges, without_rules
from edge.segmentation import segment
from edge.sevens import tell_ones
from edge.stacked import part_stacked
from edge.tables import cell_rows
from edge.tones import without_show_through, without_weak
from edge.underlines import without_underlines

STEEP = 0.14  # radians (8 degrees); digits of lines that slope less are read as they stand
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

        Raises:
            ValueError: it is no such image.
        """
        return _report(self._look(image), image.shape[:2])[0]

    def inspect(self, image: np.ndarray) -> tuple[Reading, Trace]:
        """Reads an image and tells how; see `read`."""
        look = self._look(image)
        reading, crops, rejected = _report(look, image.shape[:2])
        crops = np.array(crops, np.uint8).reshape(-1, SIZE, SIZE)
        mask = np.zeros(image.shape[:2], np.uint8)
        box = look.region(image.shape)
        crop(mask, box)[:] = cv2.resize(look.ink.mask, box[2:], interpolation=cv2.INTER_NEAREST)
        return reading, Trace(mask, crops, rejected)

    def _look(self, image: np.ndarray) -> Look:
        _check(image)
        look = Looking(self.judged).look(image)
        look = replace(look, judged=tell_ones(look.judged, self.min_confidence))
        return look if image.ndim == 2 else doubt_coloured(look, image)

    def judged(self, ink: Ink, lowest: int = 0, most: int = MOST_PARTS) -> tuple[Judged, Ink]:
        """Returns what is read from ink before what stands alone is doubted, and the ink but for a binding.

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

        parts, ink = without_dashes(*without_binding(find_parts(ink), ink))
        if len(parts) > most:
            return [], ink
        circles = set(map(id, find_circles(parts, classify)))
        boxes = written_in_boxes(parts, ink.mask.shape)
        frames = [part.box for part in parts if id(part) in circles or id(part) in boxes]
        cells = cell_rows(parts)
        parts = without_rules([part for part in parts if id(part) not in circles], ink, boxes, classify)
        parts = without_combs(in_cells(parts, ink), frames)
        parts = without_weak(without_edges(parts, ink.mask.shape), classify)
        parts = without_underlines(parts, ink, classify)
        if any(part.height < lowest for part in parts):
            return [], ink
        parts = without_frames(without_show_through(parts, classify), classify, frames)
        usual = usual_height(parts)
        parts = part_stacked(join_broken(parts, usual, classify), usual, classify)
        rows = segment(group_lines(parts, cells), classify)
        judged = judge(rows, self.min_confidence, frames)
        if between := set(map(id, bridges_in(judged))):
            parts = [part for part in parts if id(part) not in between]
            rows = segment(group_lines(parts, cells), classify)
            judged = judge(rows, self.min_confidence, frames)
        if written := cells_of(refused_digits(judged), ink):
            judged = judge(rows, self.min_confidence, frames + written)
        return judged, ink

    def _answer(self, ink: Ink, wanted: list[Question]) -> list[tuple[np.ndarray, np.ndarray]]:
        """Returns a (28, 28) crop and (11,) probabilities for each question; see `edge.finder.Classify`."""
        legible = [i for i, (chosen, _) in enumerate(wanted) if union_box(chosen)[3] >= SMALLEST]
        inks = [_upright(ink_of(ink.strength, wanted[i][0]), _turn(wanted[i][1])) for i in legible]
        crops = np.array([normalise(each) for each in inks])
        probabilities = self.classifier.probabilities(crops)
        answers = dict(zip(legible, zip(crops, probabilities, strict=True), strict=True))
        return [answers.get(i, ILLEGIBLE) for i in range(len(wanted))]


def _check(image: np.ndarray) -> None:
    """Raises ValueError for what is no image, such as the None of a `cv2.imread` that found no file."""
    if not isinstance(image, np.ndarray):
        raise ValueError(f"an image is a numpy array, not {type(image).__name__}: was its file found?")
    if image.dtype != np.uint8 or image.size == 0 or image.shape[2:] not in ((), (3,)) or image.ndim < 2:
        raise ValueError(f"an image is (h, w) or (h, w, 3) uint8, not {image.shape} {image.dtype}")


def _report(look: Look, shape: tuple[int, int]) -> tuple[Reading, list[np.ndarray], tuple[Candidate, ...]]:
    """Returns what a look read, with boxes in pixels of an image of (h, w) `shape`; the crops; the rest."""
    lines, digits, crops, rejected = [], [], [], []
    for row in look.judged:
        text = ""
        for item, objection in row:
            box = look.in_picture(item.box, shape)
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
