"""Knows by its colours what is no digit: a pen has one colour, and so has the paper within and around it.

In grey an apple's rim is a 0, and the edge of a bow is a 1; crayons that cross are a 4. Brightness is no
colour: a shadow changes that.
"""

from dataclasses import replace
from functools import cache
from statistics import median

import cv2
import numpy as np

from edge.cards import find_cards
from edge.chroma import distances, evenly_bright, usual
from edge.finder import blur_of, mask_of, share_on
from edge.judge import object_to, read_of
from edge.light import find_ink
from edge.lone import is_lone
from edge.looks import Look
from edge.pixels import above, crop, square, widened, without_holes
from edge.results import Box
from edge.segmentation import Segment
from edge.sheet import blanks_of, find_sheet
from edge.unruled import without_rulings

COLOURED = "of more than one colour"
UNLIKE = 20.0  # CIELAB units; paper in coloured light reaches 14, an apple's flesh or a desk 30
MOTLEY = 50.0  # the same in strokes; a felt pen's in coloured noise reach 36, pens that lie on a desk 67
DIFFERENT = 12.0  # the same between what a digit encloses and what is around it; chalk's dust reaches 9
OTHER_INK = 40.0  # the same between inks; of one number's they differ by less than 20, in any light
ONE_INK = 15.0  # the same from a number's usual ink to most of it
MOST = 90.0  # percentile of the ground's distances from its usual colour; a coloured line may cross it
REACH = 2  # times its blur: how far around a mark its ground is looked at
CORE = 2  # px from its outline at least is a stroke's own colour; thin ones have none
TINY = 100  # px, longest side; in smaller pictures no paper has one colour: JPEG's and ink's are all over it
OFF = 0.1  # of a digit's ink at most lies off the note that it is on
LARGER = 1.35  # times as large at least, or as small, is what no hand wrote that wrote the number
WIDER = 1.5  # the same of its stroke: a pen's vary
MANY = 8  # digits of a page whose ink is known
SEVERAL = 3  # digits of a number whose ink is known
FEW = 10  # pixels by which a colour cannot be told
LIGHT = 245  # of 255: what is as bright in all its colours is a reflection, whatever it lies on


def doubt_coloured(look: Look, image: np.ndarray) -> Look:
    """Objects to digits that stand alone and are of more than one colour, or their ground is.

    In a number those at its ends are doubted that have neither the size nor the colour of the others.

    Args:
        look: at the image.
        image: (h, w, 3) BGR uint8.
    """
    if max(image.shape) < TINY:
        return look

    @cache
    def marks() -> np.ndarray:
        return look.ink.mask | _rulings(look, image)

    @cache
    def desks() -> list[np.ndarray]:
        blanks = blanks_of(image)
        sheet = find_sheet(blanks)
        papers = find_cards(blanks) if sheet is None else [sheet, *find_cards(blanks)]
        return [cv2.bitwise_not(_of_look(paper, look, image)) for paper in papers]

    def doubted(item: Segment, objection: str) -> str:
        if objection or not _has_colours(item, look, image, look.ink.mask):
            return objection
        if _is_in_their_ink(item, look, image) or not _has_colours(item, look, image, marks()):
            return ""
        beside = (desk for desk in desks() if share_on(desk, item.parts) <= OFF)
        return COLOURED if all(_has_colours(item, look, image, marks() | desk) for desk in beside) else ""

    rows = [
        [(item, doubted(item, objection)) for item, objection in row] if is_lone(row) else row
        for row in look.judged
    ]
    others = [item for row in rows for item in _in_other_ink(read_of([row]), look, image)]
    return replace(look, judged=object_to(rows, others, COLOURED))


def _is_in_their_ink(item: Segment, look: Look, image: np.ndarray) -> bool:
    """Tells whether many other digits are read that are as large and in the same ink."""
    others = [other for other in look.digits if other is not item]
    if len(others) < MANY or not _is_as_large(item, others):
        return False
    far, usually = _from_their_ink(item, others, look, image)
    return max(far, usually) < ONE_INK


def _in_other_ink(read: list[Segment], look: Look, image: np.ndarray) -> list[Segment]:
    """Returns what at the ends of a line's digits is a thing beside them, such as a paper clip."""
    others = []
    for order in (read, read[::-1]):
        for place, item in enumerate(order, start=1):
            number = order[place:]
            if len(number) < SEVERAL or _is_as_large(item, number):
                break
            far, usually = _from_their_ink(item, number, look, image)
            if far < OTHER_INK or usually > ONE_INK:
                break
            others.append(item)
    return others


def _from_their_ink(
    item: Segment, others: list[Segment], look: Look, image: np.ndarray
) -> tuple[float, float]:
    """Returns how far a digit's ink is from the usual one of others, and how far theirs usually are."""
    inks = np.array([_ink_colour(each, look, image) for each in (item, *others)])
    far = distances(inks, usual(inks[1:]))
    return float(far[0]), float(np.median(far[1:]))


def _is_as_large(item: Segment, number: list[Segment]) -> bool:
    """Tells whether a digit is about as high as most of a number, and its strokes as wide."""
    higher = item.box[3] / median(digit.box[3] for digit in number)
    wider = item.stroke / median(digit.stroke for digit in number)
    return 1 / LARGER < higher < LARGER and 1 / WIDER < wider < WIDER


def _ink_colour(item: Segment, look: Look, image: np.ndarray) -> np.ndarray:
    """Returns (2,) float32: the usual colour of the stronger half of a digit's ink."""
    strength = crop(look.ink.strength, item.box)
    own = mask_of(item.parts, item.box) > 0
    return usual(evenly_bright(_view(image, look, item.box))[own & (strength >= np.median(strength[own]))])


def _has_colours(item: Segment, look: Look, image: np.ndarray, marks: np.ndarray) -> bool:
    """Tells whether a mark, or the ground around it and within it, is of more than one colour.

    Args:
        item: read in the look.
        look: at the image.
        image: (h, w, 3) BGR uint8.
        marks: (h, w) uint8 of the look's size, 255 where there is no ground.
    """
    blur = blur_of(max(item.box[2:]))
    box = widened(item.box, REACH * blur + 1, look.ink.mask)
    view = _view(image, look, box)
    colours = ground = evenly_bright(view)
    if look.ink.light_on_dark:  # a board's colours are noise
        ground = evenly_bright(cv2.blur(view, (blur, blur)))
    own = mask_of(item.parts, box)
    within, around = _ground(own, crop(marks, box), blur)
    if item.digit != 0:  # a plate is as bright
        within &= view.min(axis=2) < LIGHT
    if np.count_nonzero(within) < FEW * _enlarged(look, image):
        within[:] = False
    return (
        _difference(ground[within], ground[around]) > DIFFERENT
        or _spread(ground[within | around]) > UNLIKE
        or _hues(colours[cv2.erode(own, square(CORE)) > 0], colours[around]) > MOTLEY
    )


def _view(image: np.ndarray, look: Look, box: Box) -> np.ndarray:
    """Returns what an image shows within a box of a look at it, in the look's size."""
    left, top, width, height = look.region(image.shape)
    across, down = width / look.ink.mask.shape[1], height / look.ink.mask.shape[0]
    x, y = left + int(box[0] * across), top + int(box[1] * down)
    region = crop(image, (x, y, max(1, round(box[2] * across)), max(1, round(box[3] * down))))
    return cv2.resize(region, box[2:], interpolation=cv2.INTER_AREA)


def _enlarged(look: Look, image: np.ndarray) -> float:
    """Returns how many pixels of a look there are for each of the image, 1 at least."""
    _, _, width, height = look.region(image.shape)
    return max(look.ink.mask.size / (width * height), 1.0)


def _of_look(mask: np.ndarray, look: Look, image: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8 of a look's size, where a mask of the image at another size is."""
    large = cv2.resize(mask, image.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    return above(_view(large, look, (0, 0, *look.ink.mask.shape[::-1])), 127)


def _rulings(look: Look, image: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8 of a look's size, 255 on the lines that its paper is printed with."""
    grey = cv2.cvtColor(_view(image, look, (0, 0, *look.ink.mask.shape[::-1])), cv2.COLOR_BGR2GRAY)
    ink = find_ink(grey)
    bare = None if ink.light_on_dark else without_rulings(grey, ink)
    return np.zeros_like(grey) if bare is None else above(cv2.absdiff(bare, grey), 0)


def _ground(own: np.ndarray, marks: np.ndarray, blur: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns twice (h, w) bool: what is within a mark, and what is near it and no other mark."""
    rim = cv2.dilate(own, square(blur))  # may be broken
    filled = without_holes(rim)
    near = cv2.dilate(own, square(REACH * blur)) & ~cv2.dilate(marks, square(blur))
    return (filled & ~rim & ~marks) > 0, (near & ~filled) > 0


def _hues(colours: np.ndarray, ground: np.ndarray) -> float:
    """Returns how far the colours of strokes are from what one ink makes of the ground, see `_spread`.

    Where ink is thin, or blurred, it has a colour between its own and the ground's.

    Args:
        colours: (n, 2) float32, of which those are left out that are the ground's, as a shadow's is.
        ground: (m, 2) float32.
    """
    if not len(ground):
        return _spread(colours)
    paper = usual(ground)
    own = colours[distances(colours, paper) > DIFFERENT] - paper
    if len(own) < FEW:
        return 0.0
    ink = usual(own)
    along = np.maximum(own @ ink, 0.0) / max(float(ink @ ink), 1.0)
    return float(np.percentile(distances(own, along[:, None] * ink), MOST))


def _spread(colours: np.ndarray) -> float:
    """Returns the `MOST` percentile of how far colours, (n, 2), are from their median."""
    if len(colours) < FEW:
        return 0.0
    return float(np.percentile(distances(colours, usual(colours)), MOST))


def _difference(colours: np.ndarray, others: np.ndarray) -> float:
    """Returns how far the medians of colours are apart, of which there are (n, 2) and (m, 2)."""
    if min(len(colours), len(others)) < FEW:
        return 0.0
    return float(distances(usual(colours), usual(others)))
