"""Doubts digits that stand alone: no company speaks for them, and a lone 1 is seen in every pen and edge.

A pen leaves a stroke of nearly one width with a crisp outline, and the paper is alike on all its sides. How
far a mark is from that is measured in the picture and weighed with the network's probability.
"""

from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np

from edge.cells import lines_around
from edge.finder import STRONG, ink_off, mask_of, share_on, sides_reached, union_box
from edge.judge import (
    AMONG_NONE,
    BROADER,
    IN_A_WORD,
    LONGER,
    SIGN,
    SPECKS,
    SURE_PIECE,
    WEAK,
    Judged,
    is_alike,
    is_like,
    is_of_one_hand,
    object_to,
    read_of,
)
from edge.light import Ink
from edge.oddities import is_machined, is_odd
from edge.pixels import above, crop, middle, overlaps, square, widened
from edge.rims import is_rim
from edge.segmentation import Segment, mask_of_items
from edge.surroundings import differences, look_around, median_on

UNLIKE_INK = "not like ink"
COMPANY = 3  # digits in a line of which none stands alone, and sure pieces that are company; 1s are none
FELLOWS = 2  # digits of its line in the same hand: beside them a bar as straight as a pen's is a 1
SURE_TWO = 0.98  # least probability of both where one mark was cut in two that are company
CUT = 0.5  # of a digit's company: so much is a piece of a cut part
UPRIGHT = 10.0  # degrees by which the usual 1 leans to the right
LEANING = 30.0  # degrees away from that: so much of a lean counts 1
SMOOTHED = 0.25  # of its stroke's width: how much an outline is smoothed to tell how ragged it is
LIKE = 0.6  # of the other's height and darkness: digits that speak for each other have as much
PRINT = 0.4  # of a digit's height: lower marks are print beside it, and say nothing about it
MANY = 10  # so many of them are print
WIDEST = 0.9  # of a mark's ink is no farther from its outline than its widest tenth
BELOW = 0.5  # of the shorter one's width that lines share of which one stands below the other
NEAR = 2.0  # times the digits' height: so far apart are lines of one list at most
AS_HIGH = 0.7  # of the higher one's height that the digits of such lines have
WIDE = 0.35  # of a whole picture's width: more counts no more where a mark is no darker than a shadow may be
SHADE = 140  # of 255: a shadow takes no more of the light
MOST_ODDS = 6.0  # log odds; more count no more
TORN = 3.5  # log odds; of a surer digit there is no doubt which one it may be
LEAST_ODDS = 0.2  # log odds from which a lone digit is believed

# What is measured, and what a unit of it adds to the log odds for a digit: logistic regression on what is
# read in pictures with and without digits, their tuned-on part only (`python -m train.weigh lone`; the last
# beside the others, `--only swollen`; after it, always left as it was, `--only listed --scenes 14` and
# `--only between --scenes 24`).
WEIGHTS = {
    "always": 0.67,
    "sure": 1.16,  # log odds of the network's probability
    "crisp": -0.60,  # logarithm of the stroke's width in widths of its blurred outline, squared
    "sides": -10.23,  # difference of the paper on both sides, its light evened out, in contrasts of the ink
    "refused": -2.53,  # share of the picture's ink, weak marks and print left out, that is not read
    "other": -1.04,  # logarithm of the strong ink that is not read, print left out, in areas of its own
    "reached": -2.13,  # sides of the frame
    "core": 3.23,  # share of its ink that is strong
    "wide": 8.46,  # share of the frame's width
    "lean": -1.93,  # of a 1 that is a bar, squared
    "ragged": -10.98,  # logarithm of its outline's length in lengths of the smoothed outline
    "filled": -3.42,  # share of its convex hull that is ink, squared
    "winding": -0.60,  # logarithm of its outline's length in roots of its area, squared
    "company": 0.81,  # other digits of its line that are as high and dark, see `_company`; 1s are none
    "cut": -3.83,  # 1 for a piece of a larger mark
    "ring": -2.85,  # 1 for a 0, of which drawings and words are full
    "listed": 2.31,  # numbers as high right above it and below it, of 2, if its line is nothing but digits
    "between": 0.70,  # log odds, up to `TORN`, of its being a digit beyond those of the likeliest digit
    "swollen": -6.53,  # logarithm of the width of its widest tenth in widths of its stroke, squared
}


def doubt_lone(judged: Judged, ink: Ink, least: float = LEAST_ODDS) -> Judged:
    """Objects to digits that stand alone and do not look like ink on paper.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
        least: log odds from which they are believed.
    """
    if not any(map(is_lone, judged)):
        return judged
    doubtful = _doubtful(judged, ink, least)
    believed = object_to(judged, doubtful, UNLIKE_INK)
    numbers = [read_of([row]) for row in believed if is_lone(row) and all(map(_leaves_a_number, row))]
    numbers = [number for number in numbers if len(number) > 1]
    doubted = [row for row, rest in zip(judged, believed, strict=True) if row != rest]
    if any(_listed(row, numbers) for row in doubted):
        doubtful = _doubtful(judged, ink, least, numbers)
    return object_to(judged, doubtful, UNLIKE_INK)


def _doubtful(judged: Judged, ink: Ink, least: float, numbers: Sequence[list[Segment]] = ()) -> list[Segment]:
    """Returns the lone digits that are not believed; the digits of some numbers that are speak for others."""
    weights = list(WEIGHTS.values())
    odds = {id(item): measures @ weights for item, measures in lone_digits(judged, ink, numbers)}
    doubtful, all_read = [], read_of(judged)
    settled = read_of([row for row in judged if not is_lone(row)])
    digits = mask_of_items(all_read, ink.mask.shape)
    for row in filter(is_lone, judged):
        read = read_of([row])
        vouched = [item for item in read if item.digit == 1 and is_alike(item, settled)]
        for item in read:  # digits of one number are believed together
            ones = [one for one in vouched if one is not item and is_like(item, one, LIKE)]
            company = _alike(item, read)
            number = [item, *company, *ones]
            believed = sum(odds[id(each)] for each in number) >= least * len(number)
            fellows = sum(is_of_one_hand(item, other) for other in company)
            doubted = not believed or (fellows < FELLOWS and is_machined(item, ink))
            alike = is_alike(item, all_read if item.digit == 1 else settled)
            if (doubted and not alike) or is_odd(item, ink) or is_rim(item, ink, digits):
                doubtful.append(item)
        doubtful += _left_over(row, doubtful)
    return doubtful


def doubt_wide(judged: Judged, ink: Ink) -> Judged:
    """Objects to lone digits of a whole picture that are believed because they are as wide as shadows may be.

    In a crop nothing but a digit is as wide, and darker than a shadow is only ink.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
    """
    least = WIDE * ink.mask.shape[1]
    wide = {id(item) for item in read_of(judged) if item.box[2] > least and item.darkness <= SHADE}
    if not wide:
        return judged
    weights = list(WEIGHTS.values())
    odds = (
        (item, measures @ weights - WEIGHTS["wide"] * (item.box[2] / ink.mask.shape[1] - WIDE))
        for item, measures in lone_digits(judged, ink)
        if id(item) in wide
    )
    return object_to(judged, [item for item, each in odds if each < LEAST_ODDS], UNLIKE_INK)


def _left_over(row: list[tuple[Segment, str]], doubtful: list[Segment]) -> list[Segment]:
    """Returns the digit beside words that is left of a number of which the others are doubted: a label's."""
    if not any(objection in (AMONG_NONE, IN_A_WORD) for _, objection in row):
        return []
    read = [item for item, objection in row if not objection and not item.framed]
    left = [item for item in read if all(item is not other for other in doubtful)]
    return left if len(left) == 1 < len(read) else []


def lone_digits(
    judged: Judged, ink: Ink, numbers: Sequence[list[Segment]] = ()
) -> list[tuple[Segment, np.ndarray]]:
    """Returns the digits that stand alone, each with its measures in the order of `WEIGHTS`.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
        numbers: the digits of lines that are believed though they stand alone.
    """
    lone = [row for row in judged if is_lone(row)]
    if not lone:
        return []
    read = read_of(judged)
    refused = [  # what no pen drew says nothing about what one drew
        item for row in judged for item, objection in row if objection not in ("", BROADER, LONGER, SIGN)
    ]
    parts = [part for item in read for part in item.parts]
    digits = mask_of_items(read, ink.mask.shape)
    area = cv2.countNonZero(digits)
    off = ink_off(parts, ink.strength, STRONG - 1)
    settled = [*numbers, *(line for row in judged if not is_lone(row) and (line := read_of([row])))]
    other = cv2.countNonZero(off)

    def measures(item: Segment, row: list[tuple[Segment, str]], listed: int) -> np.ndarray:
        company = len(_company(item, read_of([row])))
        if item.framed:  # what is beside its frame has nothing to do with it
            return measure(item, ink, digits, 0.0, 0.0, company, listed)
        high = [each for each in refused if each.box[3] >= PRINT * item.box[3]]
        if item.digit == 1 or len(refused) - len(high) < MANY:  # a drawing's bar, or few marks for print
            high = refused
        like = sum(each.area for each in high if each.darkness >= WEAK * item.darkness)
        low = sum(each.area for each in refused) - sum(each.area for each in high)
        beside = max(other - low - lines_around(off, item.box), 0)
        return measure(item, ink, digits, like / (like + area), beside / item.area, company, listed)

    known = [(row, _listed(row, settled)) for row in lone]
    return [(item, measures(item, row, listed)) for row, listed in known for item in read_of([row])]


def _company(item: Segment, read: list[Segment]) -> list[Segment]:
    """Returns the digits of a line that speak for another of theirs; of one part only sure pieces do."""
    together = [other for other in read if 0 <= item.origin == other.origin]
    least = SURE_PIECE if len(together) >= COMPANY else SURE_TWO
    sure = len(together) > 1 and all(other.probability >= least for other in together)
    alike = _alike(item, read)
    return [other for other in alike if sure or other.origin < 0 or other.origin != item.origin]


def _alike(item: Segment, read: list[Segment]) -> list[Segment]:
    """Returns the digits of a line that are about as high and dark as another of theirs; 1s are none."""
    others = [other for other in read if other is not item and other.digit != 1]
    return [other for other in others if is_like(item, other, LIKE)]


def _listed(row: list[tuple[Segment, str]], settled: list[list[Segment]]) -> int:
    """Returns on how many of its two sides, above and below, a line of digits alone has a number like it.

    Args:
        row: the line.
        settled: the digits of each line that is surely a number.
    """
    if not all(map(_leaves_a_number, row)):
        return 0
    own = read_of([row])
    box = union_box(own)
    sides = set()
    for line in settled:
        if line[0] is own[0]:
            continue
        other = union_box(line)
        high = median(item.box[3] for item in line)
        across, down = overlaps(box, other)
        alike = min(high, own[0].box[3]) > AS_HIGH * max(high, own[0].box[3])
        if alike and across > BELOW * min(box[2], other[2]) and -down < NEAR * high:
            sides.add(middle(other)[1] < middle(box)[1])
    return len(sides)


def _leaves_a_number(pair: tuple[Segment, str]) -> bool:
    """Tells whether something in a line leaves it a number: it is a digit, a speck, a sign or left out."""
    item, objection = pair
    return objection in ("", *SPECKS) or item.dropped


def is_lone(row: list[tuple[Segment, str]]) -> bool:
    """Tells whether digits of a line stand alone: it has some, and too few are company for each other."""
    read = read_of([row])
    company = sum(1.0 if item.origin < 0 else CUT for item in read if item.digit != 1)
    return bool(read) and company < COMPANY


def measure(
    item: Segment, ink: Ink, digits: np.ndarray, refused: float, other: float, company: int, listed: int
) -> np.ndarray:
    """Measures a mark, in the order of `WEIGHTS`.

    Args:
        item: the mark.
        ink: of its picture.
        digits: (h, w) uint8, 255 where there is ink that is read.
        refused: share of the picture's ink at least half as dark that is not read.
        other: strong ink of the picture that is not read, in areas of the mark.
        company: digits of its line that speak for it.
        listed: numbers right above and below it, see `_listed`.
    """
    around = look_around(item, ink, digits)
    sides = max(each or 0.0 for each in differences(around.darkness, around))
    ragged, filled, winding = _outline(item)
    return np.array(
        [
            1.0,
            log_odds(item.probability),
            min(np.log(steepness(item, ink) / around.contrast) ** 2, 4.0),
            min(sides / max(item.darkness, 1.0), 1.5),
            refused,
            min(np.log1p(other), 2.0),
            sides_reached(item.box, ink.mask.shape),
            share_on(above(ink.strength, STRONG - 1), item.parts),
            item.box[2] / ink.mask.shape[1],
            _lean(item.crop) if item.digit == 1 else 0.0,
            ragged,
            filled**2,
            winding**2,
            company,
            item.origin >= 0,
            item.digit == 0,
            listed,
            max(min(log_odds(1 - item.probabilities[10]), TORN) - log_odds(item.probability), 0.0),
            _swollen(item),
        ]
    )


def log_odds(probability: np.ndarray | float) -> np.ndarray:
    """Returns the log odds of probabilities of 0 to 1, from -2 to `MOST_ODDS`."""
    return np.clip(np.log((probability + 1e-4) / (1 - probability + 1e-3)), -2, MOST_ODDS)


def steepness(item: Segment, ink: Ink) -> float:
    """Returns by how many grey levels a mark's outline falls within the width of its stroke."""
    box = widened(item.box, 1, ink.grey)
    grey, own = crop(ink.grey, box), mask_of(item.parts, box)
    slopes = (cv2.Sobel(grey, cv2.CV_32F, *order, scale=1 / 8) for order in ((1, 0), (0, 1)))
    outline = own - cv2.erode(own, square(1))
    return item.stroke * max(median_on(cv2.magnitude(*slopes), outline, 0.0), 0.5)


def _outline(item: Segment) -> tuple[float, float, float]:
    """Returns how ragged a mark is, the share of its hull that is ink, and how much it winds."""
    own = mask_of(item.parts, item.box)
    padded = cv2.copyMakeBorder(own, *[1 + int(item.stroke)] * 4, cv2.BORDER_CONSTANT)
    smooth = cv2.GaussianBlur(padded, (0, 0), SMOOTHED * item.stroke)
    smooth = cv2.compare(smooth, 127, cv2.CMP_GT)
    contours, length = _contours(padded)
    hull = cv2.contourArea(cv2.convexHull(np.concatenate(contours)))
    area = cv2.countNonZero(own)
    lengths = (
        (length, _contours(smooth)[1]),
        (_contours(padded, cv2.RETR_LIST)[1], _contours(smooth, cv2.RETR_LIST)[1]),
    )
    # Smoothing closes loops, which takes inner outlines away, and opens others, which makes those outer ones.
    ragged = min((np.log(rough / max(even, 1.0)) for rough, even in lengths), key=abs)
    return ragged, min(area / max(hull, 1.0), 1.5), np.log(length / area**0.5)


def _swollen(item: Segment) -> float:
    """Returns how much wider a mark is somewhere than its stroke, as a spoon or a bottle is; 0 for a line."""
    inward = cv2.distanceTransform(np.pad(mask_of(item.parts, item.box), 1), cv2.DIST_L2, 5)
    return max(np.log(2 * np.quantile(inward[inward > 0], WIDEST) / item.stroke), 0.0) ** 2


def _contours(mask: np.ndarray, mode: int = cv2.RETR_EXTERNAL) -> tuple[tuple[np.ndarray, ...], float]:
    """Returns contours of a mask, the outer ones or as `mode` tells, and the length of all of them in px."""
    contours, _ = cv2.findContours(mask, mode, cv2.CHAIN_APPROX_NONE)
    return contours, sum(cv2.arcLength(contour, True) for contour in contours)


def _lean(image: np.ndarray) -> float:
    """Returns how far a mark is from the usual lean, squared; a 1 with a long up-stroke has hardly a lean."""
    moments = cv2.moments(image)
    across, down = 2 * moments["mu11"], moments["mu20"] - moments["mu02"]
    axis = np.degrees(np.arctan2(across, down)) / 2
    lean = (90 - abs(axis)) * (1 if axis < 0 else -1)
    slender = np.hypot(across, down) / (moments["mu20"] + moments["mu02"])  # 1 for a bar, 0 for a disc
    return slender * min(((lean - UPRIGHT) / LEANING) ** 2, 4.0)
