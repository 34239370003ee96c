"""Finds the connected pieces of ink, since a digit is one piece, a few pieces, or a share of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from typing import TypeVar

import cv2
import numpy as np

from edge.light import Ink
from edge.pixels import above, boxes_of_holes, crop, quantiles, square, widened
from edge.results import Box

Boxed = TypeVar("Boxed")  # what has a box

SMALLEST = 5  # px, longest side of the smallest piece that is looked at
STEP = 0.35  # of the way from ink to paper that the surroundings must rise at least
SIDE = 0.3  # of the surroundings: where as much does not rise, a part is a step in brightness and no stroke
DARKEST = 0.9  # of a part's ink is no darker than its darker ink
PALER = 0.5  # of that darkness: what is not as dark may be a ruling
MOST_DARK = 0.6  # of its ink the darker one is at least
MUCH = 0.42  # of its darker ink's darkness the other's usually is at most, where they are two inks
STRONG = 200  # of 255: strength that noise and dirt hardly reach
FAINT = 165  # the same where there are nothing but faint marks, or where pale ink is sought
CORE = 0.1  # of a part's ink that is as strong
APART = 3  # px from what is read: nearer ink belongs to it
SHARED = 4  # px, blur up to which parts are many, and the ground around those alike is found at once
HOLES = 3  # sizeable holes of the most intricate digit, with one to spare
ROUND = 0.6  # least ratio of the sides of a disc or a block
SOLID = 0.7  # of its box that it fills
MOST_PARTS = 800  # pieces looked at in one image, the largest first: a page of numbers has some hundreds


@dataclass(frozen=True)
class Part:
    """A connected piece of ink, or what a cut left of one.

    Attributes:
        box: (x, y, w, h) in pixels of the image in which it was found.
        mask: (h, w) uint8, 255 where its ink is.
        darkness: mean darkness of its ink, 0 to 255.
    """

    box: Box
    mask: np.ndarray = field(repr=False)
    darkness: float = 255.0

    @property
    def width(self) -> int:
        return self.box[2]

    @property
    def height(self) -> int:
        return self.box[3]

    @property
    def left(self) -> int:
        return self.box[0]

    @property
    def right(self) -> int:
        return self.box[0] + self.box[2]

    @property
    def top(self) -> int:
        return self.box[1]

    @property
    def bottom(self) -> int:
        return self.box[1] + self.box[3]

    @property
    def is_solid(self) -> bool:
        """Whether it is a disc or a block, as a punched hole is: no stroke fills as much of its box."""
        short, long = sorted(self.box[2:])
        return short > ROUND * long and cv2.countNonZero(self.mask) > SOLID * short * long

    def is_cut_off(self, shape: tuple[int, int]) -> bool:
        """Tells whether it reaches the border of a frame (h, w), which may cut it off."""
        return sides_reached(self.box, shape) > 0

    @property
    def centre(self) -> tuple[float, float]:
        return self.box[0] + self.box[2] / 2, self.box[1] + self.box[3] / 2


def sides_reached(box: Box, shape: tuple[int, int]) -> int:
    """Returns how many sides of a frame (h, w) a box reaches, which may cut off what is in it."""
    return sum(cut_sides(box, shape))


def cut_sides(box: Box, shape: tuple[int, int]) -> tuple[bool, bool, bool, bool]:
    """Returns whether a box reaches the top, the bottom, the left and the right of a frame (h, w)."""
    x, y, w, h = box
    return y <= 1, y + h >= shape[0] - 1, x <= 1, x + w >= shape[1] - 1


def closed(mask: np.ndarray, cut: tuple[bool, ...]) -> np.ndarray:
    """Returns a mask with a line along each side at which it is cut off."""
    framed = mask.copy()
    for side, line in zip(cut, (framed[0], framed[-1], framed[:, 0], framed[:, -1]), strict=True):
        if side:
            line[:] = 255
    return framed


def surrounded(part: Part, cut: tuple[bool, ...] = (False,) * 4) -> list[Box]:
    """Returns the boxes (x, y, w, h) in its picture that a part surrounds, with its cut sides closed."""
    holes_of = boxes_of_holes(closed(part.mask, cut))
    return [(part.left + x, part.top + y, w, h) for x, y, w, h in holes_of]


def find_parts(ink: Ink, mask: np.ndarray | None = None, offset: tuple[int, int] = (0, 0)) -> list[Part]:
    """Returns the 8-connected pieces of ink that have a strong core.

    Ink reaches from a strong core along strokes that are far weaker; noise and dirt are weak throughout.
    Where nothing has such a core, or pale ink is sought, a weaker one is enough off the border.

    Args:
        ink: of the whole image.
        mask: (h, w) uint8, ink is non-zero: a part of the image, the whole of `ink.mask` when None.
        offset: (x, y) of `mask` in the image.
    """
    pieces = _pieces(ink, ink.mask if mask is None else mask, offset)
    shape = ink.mask.shape
    parts = _with_core([part for part in pieces if not ink.pale or part.is_cut_off(shape)], ink, STRONG)
    if parts and not ink.pale:
        return parts
    return parts + _with_core([part for part in pieces if not part.is_cut_off(shape)], ink, FAINT)


def _pieces(ink: Ink, mask: np.ndarray, offset: tuple[int, int]) -> list[Part]:
    """Returns the 8-connected pieces of ink, the largest first; see `find_parts`."""
    contours, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    relatives = hierarchy[0].tolist() if contours else []  # (next, previous, first hole, parent) of each
    found = []
    for index, contour in enumerate(contours):
        if relatives[index][3] >= 0:  # a hole: drawn with its parent
            continue
        box = cv2.boundingRect(contour)
        if max(box[2:]) >= SMALLEST:
            found.append((max(box[2:]), index, box))
    found.sort(key=lambda item: -item[0])
    pieces = []
    for _, index, box in found[:MOST_PARTS]:
        drawn = _draw(contours, relatives, index, box)
        box = (box[0] + offset[0], box[1] + offset[1], box[2], box[3])
        pieces.append(Part(box, drawn, cv2.mean(crop(ink.darkness, box), drawn)[0]))
    return pieces


def _with_core(pieces: list[Part], ink: Ink, strong: int) -> list[Part]:
    """Returns the pieces that have a core of that strength and are darker than what is around them."""
    core = above(ink.strength, strong - 1)
    return _standing_out([part for part in pieces if share_on(core, (part,)) >= CORE], ink)


def share_on(mask: np.ndarray, parts: list[Part] | tuple[Part, ...]) -> float:
    """Returns the share of some parts' ink that lies on a mask, (h, w) uint8 of the whole image."""
    inked = total = 0
    for part in parts:
        inked += cv2.countNonZero(cv2.bitwise_and(crop(mask, part.box), part.mask))
        total += cv2.countNonZero(part.mask)
    return inked / max(total, 1)


def ink_off(read: list[Part], strength: np.ndarray, level: int) -> np.ndarray:
    """Returns (h, w) uint8, 255 where ink is stronger than a level and `APART` px and more from what is read.

    Args:
        read: parts that are read, one at least.
        strength: (h, w) uint8 as in `edge.light.Ink`.
        level: 0 to 255.
    """
    off = above(strength, level)
    box = widened(union_box(read), APART, off)
    near = crop(off, box)
    cv2.subtract(near, cv2.dilate(mask_of(read, box), square(APART)), near)
    return off


def without(ink: Ink, parts: list[Part]) -> Ink:
    """Returns ink without some of its parts and what is next to them."""
    there = cv2.dilate(mask_of(parts, (0, 0, *ink.mask.shape[::-1])), square(APART)) > 0
    strength, mask = ink.strength.copy(), ink.mask.copy()
    strength[there] = mask[there] = 0
    return replace(ink, strength=strength, mask=mask)


def leave_out(found: list[Part], parts: list[Part], ink: Ink) -> tuple[list[Part], Ink]:
    """Returns the parts but for some of them, and the ink without these, beside which a digit is doubted."""
    if not found:
        return parts, ink
    known = set(map(id, found))
    return [part for part in parts if id(part) not in known], without(ink, found)


def holes(part: Part) -> int:
    """Returns how many sizeable holes a part has."""
    return sum(min(box[2:]) > 0.06 * max(part.box[2:]) for box in boxes_of_holes(part.mask))


def blur_of(side: float) -> int:
    """Returns how many px beyond its outline a mark with a longest side in px may be blurred."""
    return 2 + int(side) // 24


def _standing_out(parts: list[Part], ink: Ink) -> list[Part]:
    """Returns the parts that are darker than what is around them, on all their sides.

    Of what runs out of the picture and is no such part, its darker ink may be: a digit on a paler ruling.
    """
    shares = list(zip(parts, _flat_shares(parts, ink), strict=True))
    steps = [part for part, share in shares if share > SIDE and part.is_cut_off(ink.mask.shape)]
    darker = [piece for part in steps for piece in _darker(part, ink)]
    shares += zip(darker, _flat_shares(darker, ink), strict=True)
    return [part for part, share in shares if share <= SIDE]


def _darker(part: Part, ink: Ink) -> list[Part]:
    """Returns the pieces of a part's darker ink; [] where that is not most of it, or no other ink."""
    darkness = crop(ink.darkness, part.box)
    (darkest,) = quantiles(darkness[part.mask > 0], DARKEST)
    dark = cv2.bitwise_and(part.mask, above(darkness, int(PALER * darkest)))
    pale = cv2.subtract(part.mask, dark)
    if cv2.countNonZero(dark) < MOST_DARK * cv2.countNonZero(part.mask):  # things among shadows
        return []
    if cv2.mean(darkness, pale)[0] > MUCH * cv2.mean(darkness, dark)[0]:
        return []
    return _pieces(ink, dark, part.box[:2])


def flat_share(part: Part, ink: Ink) -> float:
    """Returns the share, 0 to 1, of what is around a part that is hardly brighter than its ink beside it."""
    return _flat_shares([part], ink)[0]


def _flat_shares(parts: list[Part], ink: Ink) -> list[float]:
    """Returns the share of each part's surroundings that do not rise from it; see `_flat_share`."""
    shares = []
    for blur, group in groupby(parts, key=lambda part: blur_of(max(part.box[2:]))):
        alike, outer = list(group), 2 * blur + 1
        # Side by side, out of each other's reach, they take half the time.
        *starts, length = accumulate((part.width + 2 * outer for part in alike), initial=0)
        own = np.full((max(part.height for part in alike) + 2 * outer, length), 255, np.uint8)
        for part, start in zip(alike, starts, strict=True):
            within = (start + outer, outer, part.width, part.height)
            cv2.copyTo(crop(ink.grey, part.box), part.mask, crop(own, within))
        nearest = cv2.erode(own, square(outer))
        views = (nearest[:, start:] for start in starts)
        ground = _ground(alike, ink.mask, blur) if blur <= SHARED else None
        shares += [
            _flat_share(part, ink, blur, view, ground) for part, view in zip(alike, views, strict=True)
        ]
    return shares


def _ground(parts: list[Part], mask: np.ndarray, blur: int) -> np.ndarray:
    """Returns (h, w) uint8 of the image's size, 255 where around some parts no ink is within `blur` px."""
    reach = 3 * blur + 1  # of `_flat_share`, and the ink that is near what lies there
    around = widened(union_box(parts), reach, mask)
    ground = np.zeros_like(mask)
    crop(ground, around)[:] = _off_ink(crop(mask, around), blur)
    return ground


def _off_ink(mask: np.ndarray, blur: int) -> np.ndarray:
    return cv2.bitwise_not(cv2.dilate(mask, square(blur)))


def _flat_share(part: Part, ink: Ink, blur: int, nearest: np.ndarray, ground: np.ndarray | None) -> float:
    """Returns the share of a part's surroundings that are hardly brighter than its ink beside them.

    The edge of a page, of a shadow or of a desk is a step: on one of its sides it goes on as dark as it is.

    Args:
        part: of the image.
        ink: of the image.
        blur: px; see `blur_of`.
        nearest: (h, w) uint8, its darkest ink within twice as far and 1 px, 255 where there is none.
        ground: (h, w) uint8, 255 in the image where no ink is within `blur` px; sought here when None.
    """
    outer = 2 * blur + 1
    left, top, width, height = part.box
    x, y = max(left - outer, 0), max(top - outer, 0)
    around = (x, y, left + width + outer - x, top + height + outer - y)
    grey = crop(ink.grey, around)
    ground = _off_ink(crop(ink.mask, around), blur) if ground is None else crop(ground, around)
    nearest = crop(nearest, (x - left + outer, y - top + outer, *grey.shape[::-1]))
    ring = cv2.subtract(ground, above(nearest, 254))
    dark = part.darkness / 255
    needed = cv2.convertScaleAbs(nearest, alpha=1 + STEP * dark / max(1 - dark, 0.05))
    flat = cv2.bitwise_and(cv2.compare(grey, needed, cv2.CMP_LE), ring)
    return cv2.countNonZero(flat) / max(cv2.countNonZero(ring), 1)


def _draw(contours: Sequence[np.ndarray], relatives: list[list[int]], index: int, box: Box) -> np.ndarray:
    """Draws one piece, its holes left open.

    Args:
        contours: (k, 1, 2) int32 each, as `cv2.findContours` finds them.
        relatives: of each contour: the next, the previous, the first hole, the parent; -1 for none.
        index: of the piece's outline.
        box: of the piece.

    Returns:
        (h, w) uint8, 255 where its ink is.
    """
    mask = np.zeros((box[3], box[2]), np.uint8)
    outlines = [contours[index]]
    hole = relatives[index][2]
    while hole >= 0:
        outlines.append(contours[hole])
        hole = relatives[hole][0]
    cv2.fillPoly(mask, outlines, 255, offset=(-box[0], -box[1]))
    return mask


# Takes (parts, slope) pairs; returns what the network sees, n (28, 28) uint8, and (n, 11) probabilities.
Classify = Callable[[list[tuple[tuple[Part, ...], float]]], tuple[list[np.ndarray], np.ndarray]]


def sureness(groups: list[tuple[Part, ...]], classify: Classify) -> np.ndarray:
    """Returns (n,) float32: how probable the likeliest digit is for each group of parts, 0 to 1."""
    return classify([(group, 0.0) for group in groups])[1][:, :10].max(axis=1)


def sure_digits(parts: list[Part], least: float, classify: Classify) -> list[Part]:
    """Returns the parts that are digits with a least probability, apart from 1s, as which lines are read."""
    _, probabilities = classify([((part,), 0.0) for part in parts])
    sure = np.delete(probabilities[:, :10], 1, axis=1).max(axis=1) >= least
    return [part for part, is_digit in zip(parts, sure, strict=True) if is_digit]


def union_box(parts: list[Part] | tuple[Part, ...]) -> Box:
    """Returns the box (x, y, w, h) around all parts, or segments: whatever has a box."""
    left, top, width, height = parts[0].box
    right, bottom = left + width, top + height
    for part in parts[1:]:
        x, y, width, height = part.box
        left, top = min(left, x), min(top, y)
        right, bottom = max(right, x + width), max(bottom, y + height)
    return left, top, right - left, bottom - top


def lies_in(box: Box, frame: Box) -> bool:
    """Tells whether a box lies within another and touches none of its sides."""
    x, y, w, h = box
    left, top, width, height = frame
    return left < x and top < y and x + w < left + width and y + h < top + height


def alone_in(frames: Sequence[Box], items: Sequence[Boxed]) -> list[tuple[Box, Boxed]]:
    """Returns each frame that one box alone lies in, with the part or segment whose it is."""
    held = ([item for item in items if lies_in(item.box, frame)] for frame in frames)
    return [(frame, inside[0]) for frame, inside in zip(frames, held, strict=True) if len(inside) == 1]


def mask_of(parts: list[Part] | tuple[Part, ...], box: Box) -> np.ndarray:
    """Returns (h, w) uint8: the ink of all parts within a box that holds them."""
    x, y, w, h = box
    mask = np.zeros((h, w), np.uint8)
    for part in parts:
        region = crop(mask, (part.left - x, part.top - y, part.width, part.height))
        cv2.bitwise_or(region, part.mask, region)
    return mask


def ink_of(strength: np.ndarray, parts: list[Part] | tuple[Part, ...]) -> np.ndarray:
    """Cuts the soft ink of some parts out of their surroundings.

    Args:
        strength: (h, w) uint8 as in `edge.light.Ink`.
        parts: parts of one digit.

    Returns:
        (h + 2, w + 2) uint8: the union box with a rim of 1 px; other parts' ink is zero.
    """
    x, y, w, h = union_box(parts)
    mask = cv2.dilate(mask_of(parts, (x - 1, y - 1, w + 2, h + 2)), square(1))
    top, left = max(y - 1, 0), max(x - 1, 0)
    inner = strength[top : y + h + 1, left : x + w + 1]
    if inner.shape == mask.shape:
        return cv2.bitwise_and(inner, mask)
    out = np.zeros_like(mask)
    out[top - y + 1 : top - y + 1 + inner.shape[0], left - x + 1 : left - x + 1 + inner.shape[1]] = inner
    return cv2.bitwise_and(out, mask)
