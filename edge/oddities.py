"""Knows marks that are no digits, however much they look like one: faces, coils, cups, rests of lines."""

import cv2
import numpy as np

from edge.finder import HOLES, Part, blur_of, flat_share, holes, mask_of, sides_reached
from edge.judge import Judged, object_to, read_of
from edge.light import Ink
from edge.pixels import along_and_across, crop, slimmest_box, square, widened, without_holes
from edge.segmentation import Segment

ASTRAY = 0.6  # of the frame: what the frame cuts off and is smaller was not what the picture was taken of
ALONG = 0.65  # of a side of the frame: what lines two sides so far is what is around a sheet of paper
DARKER = 0.45  # of the ink's contrast: by so much what a ring encloses is darker than what is around a cup
LOOPED = 0.7  # the same of what is no 0: a pale digit's small loop is blurred to a part of its ink
STAINED = 0.3  # the same of a fine ring, whose blur does not reach what it encloses: a stain has one
FINE = 15.0  # times as wide as its stroke at least is such a ring
CIRCULAR = 0.85  # of its length is its width at least: a cup is round
PALE = 60  # of 255; what it leaves is no darker
BRIGHTER = 1.3  # the same where it is brighter, as a flash makes the paper within a loop
CROSSED = 4.7  # strokes, mean that a row or a column through a mark crosses; an 8 in pixels reaches 4.5
MIDDLE = 0.6  # of its rows and columns are looked at
BESIDE = 3.0  # times a mark's blur: what is farther from a stroke is not beside it
FACES = ((2, 0.08), (3, 0.045))  # so many marks in a ring, so long of its longer side; a 0 may have one
TOUCHES = 3  # px of its outline that are next to the ring at most; of a line's rest both ends are
LIGHTEST, SOLID = 0.9, 0.6  # of what a disc encloses is so much of its outline's darkness; of a 0, half of it
FEW = 10  # pixels by which the ground within a mark cannot be told
SLENDER = 4.0  # a rest of a line is at least so many times longer than thick
BEYOND = 0.5  # of its length: so far beyond its ends a line is looked for
SHOWS = 5  # px of that within the frame, by which a line can be told
UNIFORM = 0.8  # of a picture's pixels: where so many have the same grey level, it is a screen's
FILLS = 0.6  # of the picture's width and height
THICK = 7.0  # px; the sides of a thinner bar are too rough
STRAIGHT = 5.0  # times as long as thick at least is a bar whose sides tell what drew it
STEPS = 12  # along it in which its sides are measured
ENDS = 0.08  # of it at both ends, which are not
BENDS = 0.22  # the same of a ring, whose ends are round
LINK = 40.0  # px, length of the shortest ring of which that can be told
STEADY = 0.003  # of its length: no hand keeps to a straight line as well; of MNIST's 1s, one in a hundred
EVEN = 0.0045  # the same of a ring: none of MNIST's 0s is as straight on both sides
OPEN, LARGE = 0.24, 100  # of what is around a mark that high in px: so much may go on as dark as it is
GOES_ON = 0.5  # of a rest's darkness: by so much the line is darker there than the paper beside it


def is_odd(item: Segment, ink: Ink) -> bool:
    """Tells whether a mark that stands alone is none of a digit's.

    Args:
        item: the mark.
        ink: of its picture.
    """
    shape = ink.mask.shape
    return (
        _is_astray(item, shape)
        or _lines_frame(item, shape)
        or _is_intricate(item)
        or _encloses_other_ground(item, ink)
        or _is_a_cups(item)
        or _is_open(item, ink)
        or _goes_on(item, ink)
    )


def is_machined(item: Segment, ink: Ink) -> bool:
    """Tells whether a 1 is a thick bar with sides as straight as a pen's that lies on the paper.

    What fills the picture is what it was taken of; on a screen, too, strokes may be straight.
    """
    if item.digit != 1:
        return False
    own = mask_of(item.parts, item.box)
    short, long = slimmest_box(own)
    if short < THICK or long < STRAIGHT * short:
        return False
    along, across = along_and_across(own)
    if not _has_straight_sides(along, across, *np.quantile(along, (ENDS, 1 - ENDS)), STEADY * long):
        return False
    height, width = ink.mask.shape
    fills = item.box[2] >= FILLS * width and item.box[3] >= FILLS * height
    return not fills and not _is_on_screen(ink)


def doubt_noughts(judged: Judged, ink: Ink) -> Judged:
    """Objects to 0s that are a face's or a disc's outline.

    Of a punched hole wider than the window, no more than the outline is ink. What was cut off a neighbour has
    that beside it and within it.

    Args:
        judged: as `edge.judge.judge` gives it.
        ink: of the picture in which the digits were found.
    """
    noughts = [item for item in read_of(judged) if item.digit == 0 and item.origin < 0]
    doubts = _is_face, _encloses_other_ground, _is_disc, _is_link
    odd = [item for item in noughts if any(doubt(item, ink) for doubt in doubts)]
    return object_to(judged, odd, "no 0")


def _is_astray(item: Segment, shape: tuple[int, int]) -> bool:
    """Tells whether the frame (h, w) cuts off a mark that fills little of it."""
    small = item.box[2] < ASTRAY * shape[1] and item.box[3] < ASTRAY * shape[0]
    return small and any(part.is_cut_off(shape) for part in item.parts)


def _lines_frame(item: Segment, shape: tuple[int, int]) -> bool:
    """Tells whether a mark runs along two sides of the frame (h, w), as only a 1 does that fills it."""
    if item.digit == 1 or sides_reached(item.box, shape) < 2:
        return False
    own = mask_of(item.parts, (0, 0, *shape[::-1])) > 0
    sides = own[:2], own[-2:], own[:, :2].T, own[:, -2:].T
    return sum(side.any(axis=0).mean() >= ALONG for side in sides) >= 2


def _is_face(item: Segment, ink: Ink) -> bool:
    """Tells whether several marks stand within a ring, apart from it as no rest of a line is."""
    outline = max(item.parts, key=lambda part: part.width * part.height)  # eyes may count as its pieces
    own = mask_of([outline], item.box)
    apart = without_holes(own) & ~own
    marks, _ = cv2.findContours(crop(ink.mask, item.box) & apart, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    near = cv2.dilate(own, square(2))
    free = [mark for mark in marks if np.count_nonzero(near[tuple(mark[:, 0, ::-1].T)]) <= TOUCHES]
    sizes = [max(cv2.boundingRect(mark)[2:]) / max(item.box[2:]) for mark in free]
    return any(sum(size >= least for size in sizes) >= count for count, least in FACES)


def _encloses_other_ground(item: Segment, ink: Ink) -> bool:
    """Tells whether the ground within a mark is not the one around it: it is a cup, a stain or a label."""
    blur = blur_of(max(item.box[2:]))
    box = widened(item.box, 3 * blur, ink.grey)
    grey = crop(ink.grey, box)
    own = mask_of(item.parts, box)
    near = cv2.dilate(own, square(blur))  # a rim may be broken
    filled = without_holes(near)
    off = cv2.bitwise_not(cv2.dilate(crop(ink.mask, box), square(blur)) | near)
    within, around = cv2.bitwise_and(off, filled), cv2.bitwise_and(off, ~filled)
    if min(map(cv2.countNonZero, (within, around))) <= FEW:
        return False
    (inner, inward), (outer, outward) = _nearest(grey, within), _nearest(grey, around)
    # Each side of the stroke at each place, since a shadow's edge crosses it at few.
    ring = (own > 0) & (np.maximum(inward, outward) <= BESIDE * blur)
    if np.count_nonzero(ring) <= FEW:
        return False
    contrast = max(float(np.median(outer[ring]) - np.median(grey[ring])), 1.0)
    brighter = float(np.median(inner[ring].astype(int) - outer[ring])) / contrast
    darker = STAINED if _may_be_stain(item) else DARKER if item.digit == 0 else LOOPED
    return brighter > BRIGHTER or brighter < -darker


def _may_be_stain(item: Segment) -> bool:
    return item.digit == 0 and max(item.box[2:]) > FINE * item.stroke


def _is_a_cups(item: Segment) -> bool:
    """Tells whether a mark is the ring that a wet cup leaves: fine, pale and as wide as long."""
    if not _may_be_stain(item) or item.darkness > PALE:
        return False
    short, long = slimmest_box(mask_of(item.parts, item.box))
    return short > CIRCULAR * long


def _is_disc(item: Segment, ink: Ink) -> bool:
    """Tells whether a mark is nearly as dark where it encloses something as on its outline."""
    box = widened(item.box, blur_of(max(item.box[2:])), ink.grey)
    grey, own = crop(ink.grey, box), mask_of(item.parts, box)
    filled = without_holes(own)
    within, around = grey[(filled & ~own) > 0], grey[(filled | crop(ink.mask, box)) == 0]
    if min(within.size, around.size) <= FEW:
        return False
    paper = float(np.quantile(around, 1 - LIGHTEST))  # a shadow's, where its edge runs beside the mark
    return paper - np.quantile(within, LIGHTEST) > SOLID * (paper - float(np.median(grey[own > 0])))


def _is_link(item: Segment, ink: Ink) -> bool:
    """Tells whether both sides of a ring on paper are straight, as a paper clip's are, or a frame's."""
    own = mask_of(item.parts, item.box)
    long = slimmest_box(own)[1]
    if long < LINK:
        return False
    along, across = along_and_across(own)
    first, last = along.min() + BENDS * long, along.max() - BENDS * long
    return _has_straight_sides(along, across, first, last, EVEN * long) and not _is_on_screen(ink)


def _is_on_screen(ink: Ink) -> bool:
    return bool(np.bincount(ink.grey.ravel()).max() > UNIFORM * ink.grey.size)


def _has_straight_sides(
    along: np.ndarray, across: np.ndarray, first: float, last: float, most: float
) -> bool:
    """Tells whether both sides of a mark without a gap are off a straight line by less than `most` px.

    Args:
        along: (n,) of its pixels; see `edge.pixels.along_and_across`.
        across: (n,) of them.
        first: where along it the part begins whose sides are measured.
        last: where that ends.
        most: px.
    """
    steps = np.floor((along - first) / (last - first) * STEPS).astype(int)
    pieces = [across[steps == step] for step in range(STEPS)]
    if not all(piece.size for piece in pieces):
        return False
    return all(_roughness([side(piece) for piece in pieces]) < most for side in (np.min, np.max))


def _nearest(grey: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns for each pixel the grey level of the nearest one on a mask that has some, and how far it is.

    Both are (h, w), uint8 and float32 px.
    """
    far, labels = cv2.distanceTransformWithLabels(~mask, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    levels = np.zeros(labels.max() + 1, np.uint8)
    levels[labels[mask > 0]] = grey[mask > 0]
    return levels[labels], far


def _is_intricate(item: Segment) -> bool:
    """Tells whether a mark has more strokes beside each other, or holes, than a digit: a zigzag or a coil."""
    own = mask_of(item.parts, item.box)
    crossed = max(_strokes_crossed(own), _strokes_crossed(own.T))
    return crossed > CROSSED or sum(map(holes, item.parts)) > HOLES


def _strokes_crossed(own: np.ndarray) -> float:
    """Returns how many strokes the middle rows of a mask cross in the mean."""
    rim = int((1 - MIDDLE) / 2 * len(own))
    rows = np.pad(own[rim : len(own) - rim] > 0, ((0, 0), (1, 0)))
    return np.count_nonzero(rows[:, 1:] & ~rows[:, :-1]) / len(rows)


def _is_open(item: Segment, ink: Ink) -> bool:
    """Tells whether a mark goes on as something wider, as fingers do in a hand, and light between them."""
    if max(item.box[2:]) < LARGE or sides_reached(item.box, ink.mask.shape):
        return False
    return flat_share(Part(item.box, mask_of(item.parts, item.box), item.darkness), ink) > OPEN


def _goes_on(item: Segment, ink: Ink) -> bool:
    """Tells whether a bar is a rest of a printed line, which goes on beyond it, too pale to count as ink."""
    own = mask_of(item.parts, item.box)
    thickness, length = slimmest_box(own)
    if length < SLENDER * thickness:
        return False
    points = np.argwhere(own)[:, ::-1].astype(np.float32) + item.box[:2]
    *way, x, y = cv2.fitLine(points, cv2.DIST_L2, 0, 0.01, 0.01).ravel()
    along = (points - (x, y)) @ way
    stroke = len(points) / length
    across = np.arange(-round(2 * stroke) - 4, round(2 * stroke) + 5)
    middle = np.abs(across) <= max(stroke / 2, 1.5)
    ridges = []
    for end, sign in ((along.min(), -1), (along.max(), 1)):
        steps = end + sign * np.arange(1, BEYOND * length)
        centre = np.array([x, y]) + steps[:, None] * way
        centre = centre[((centre >= 0) & (centre < ink.mask.shape[::-1])).all(axis=1)]
        if len(centre) < SHOWS:
            continue
        places = (centre[:, None] + across[:, None] * np.array([-way[1], way[0]])).astype(np.float32)
        dark = np.median(cv2.remap(ink.darkness, places, None, cv2.INTER_LINEAR), axis=0)
        ridges.append(dark[middle].max() - max(dark[:3].mean(), dark[-3:].mean()))
    return bool(ridges) and min(ridges) >= GOES_ON * item.darkness


def _roughness(side: list[float]) -> float:
    """Returns by how many px a course, in equal steps, differs from the straight line nearest to it."""
    at = np.arange(len(side))
    return float(np.sqrt(np.mean((side - np.polyval(np.polyfit(at, side, 1), at)) ** 2)))
