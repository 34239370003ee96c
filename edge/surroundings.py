"""Looks at what is around a mark: the paper beside its strokes, and how far its ink is from that."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from edge.finder import blur_of, mask_of
from edge.light import Ink
from edge.normalise import stroke_width
from edge.pixels import crop, square, widened
from edge.segmentation import Segment

AROUND = 0.5  # of its longest side: how far around a mark the picture is looked at
DETAIL = 160  # px, longest side at which a mark and its surroundings are measured
FEW = 10  # pixels by which the paper on both sides cannot be compared


@dataclass(frozen=True)
class Surroundings:
    """A mark and what is around it, scaled to at most about 160 px.

    Attributes:
        grey: (h, w) uint8.
        darkness: (h, w) uint8, grey levels by which each pixel is darker than the paper.
        own: (h, w) uint8, 255 where the mark is.
        marks: (h, w) uint8, 255 where any ink is.
        read: (h, w) uint8, 255 where ink of other digits is.
        reach: px, from the middle of a stroke to the paper beside it.
        contrast: grey levels by which the ink is darker than that paper, at least 1.
    """

    grey: np.ndarray = field(repr=False)
    darkness: np.ndarray = field(repr=False)
    own: np.ndarray = field(repr=False)
    marks: np.ndarray = field(repr=False)
    read: np.ndarray = field(repr=False)
    reach: int
    contrast: float


def look_around(item: Segment, ink: Ink, digits: np.ndarray) -> Surroundings:
    """Returns a mark's surroundings.

    Args:
        item: the mark.
        ink: of its picture.
        digits: (h, w) uint8, 255 where there is ink that is read; beside that, too, is no paper.
    """
    _, _, w, h = item.box
    margin = int(AROUND * max(w, h)) + 3
    box = widened(item.box, margin, ink.mask)
    own = mask_of(item.parts, box)
    views = [crop(ink.grey, box), crop(ink.darkness, box), own, crop(ink.mask, box) | own, crop(digits, box)]
    scale = DETAIL / max(box[2:])
    if scale < 1:
        size = max(1, round(box[2] * scale)), max(1, round(box[3] * scale))
        views = [cv2.resize(view, size, interpolation=cv2.INTER_AREA) for view in views]
        views[2:] = [cv2.compare(view, 127, cv2.CMP_GT) for view in views[2:]]
    grey, darkness, own, marks, read = views
    blur = blur_of(max(w, h) * min(scale, 1.0))
    edge = 2 * blur + 1
    off = ~cv2.dilate(read | own, square(blur))
    near = cv2.dilate(own, square(edge)) & off & ~marks
    contrast = max(median_on(grey, near, 255.0) - median_on(grey, own, 0.0), 1.0)
    return Surroundings(
        grey, darkness, own, marks, read & ~own, edge + round(stroke_width(np.pad(own, 1)) / 2), contrast
    )


def differences(levels: np.ndarray, around: Surroundings) -> list[float | None]:
    """Returns by how much the paper differs on both sides of a mark, across and along the picture.

    Args:
        levels: (h, w) uint8, what of its surroundings is compared.
        around: those.

    Returns:
        Medians in levels, 0 or more; None where no paper is seen on both sides.
    """
    found: list[float | None] = []
    levels = levels.astype(np.int16)
    for views in ((levels, around.own, around.marks), (levels.T, around.own.T, around.marks.T)):
        (left, _, right), (_, own, _), (one, _, other) = (beside(view, around.reach) for view in views)
        apart = (left - right)[(own > 0) & (one == 0) & (other == 0)]
        found.append(abs(float(np.median(apart))) if apart.size > FEW else None)
    return found


def beside(image: np.ndarray, reach: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns an image's columns that have others so far away on both sides, between those at left and right.

    Args:
        image: (h, w).
        reach: px.

    Returns:
        Three views, (h, w - 2 `reach`), without columns where the image is too narrow.
    """
    return image[:, : -2 * reach], image[:, reach : max(image.shape[1] - reach, reach)], image[:, 2 * reach :]


def median_on(image: np.ndarray, mask: np.ndarray, empty: float) -> float:
    """Returns the median of an image where a mask is not 0, or `empty` where it is 0 everywhere."""
    values = image[mask > 0]
    return float(np.median(values)) if values.size else empty
