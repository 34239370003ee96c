"""Finds the sheet of paper that lies on a desk, since light and ink are judged over all that is in view.

Beside a dark or grained desk weak strokes on paper count for nothing. A sheet is an area with straight sides
that is brighter than what is around it; on it alone, writing is seen as on a page that fills the picture.
"""

from collections.abc import Iterator
from operator import itemgetter

import cv2
import numpy as np

from edge.chroma import distances, evenly_bright, usual
from edge.pixels import crop, shrink, square
from edge.results import Box

LOWEST = 240  # px, longest side at which a sheet is sought
SHOWS_FEW = 48  # px, short side of the smallest picture that shows more than a digit or two
STROKE = 0.03  # of the short side: what is twice as wide or narrower may be writing
LEVELS = 8  # brightnesses that are tried as the limit between sheet and desk
SMOOTH = 1.1  # times as bright at most are pixels 2 px apart with no edge between them
LEAST, MOST = 0.02, 0.95  # of the picture that a sheet covers
SOLID = 0.94  # of its hull that a sheet fills, and of the hull that few corners span
CORNERS = 6  # of a sheet that the picture's border cuts two corners off
BENT = (0.03, 0.02, 0.012)  # of the hull's length: what is bent less is straight; the finer, the more corners
CUT = 2.0  # px by which the corners of the smallest sheets are cut off
ROUNDED = 0.8  # px by which the few pixels of a small sheet round its corners and sides off
IN_VIEW = 0.5  # of the picture's short side: as long is the sheet's outline within the picture at least
STEP = 0.85  # of the paper's light: the desk beside it is darker than that
EDGED = 0.8  # of the outline within the picture that has such a step
BRIDGE = 4  # px: half the width of what may join a sheet to something else that is as bright
AROUND = 5  # px beside a sheet whose colours are compared with its own
UNLIKE = 12.0  # CIELAB units between paper and a desk of another colour; a shadow's are fewer
RIM = 2  # px of the sheet's edge that are left out, at that size


def find_sheet(blanks: list[np.ndarray]) -> np.ndarray | None:
    """Returns a mask of the large bright sheet that lies on something darker, None where none does clearly.

    Paper is bright in all colours, and wood and leaves that are as bright are not.

    Args:
        blanks: a picture's; see `blanks_of`.

    Returns:
        (h', w') uint8: the picture at low resolution, 255 where the sheet is.
    """
    areas = [areas_of(blank, LEAST) for blank in blanks]
    for bridge in (0, BRIDGE):
        outlines = [
            outline
            for blank, each in zip(blanks, areas, strict=True)
            for outline in _outlines(each, blank, bridge)
        ]
        if outlines:
            break
    else:
        return None
    _, outline = max(outlines, key=itemgetter(0))
    paper = cv2.fillConvexPoly(np.zeros_like(blanks[0]), cv2.convexHull(outline), 255)
    return cv2.erode(paper, square(RIM), borderValue=255)


def blanks_of(image: np.ndarray) -> list[np.ndarray]:
    """Returns a picture's light at low resolution without writing: grey, and of colours the darkest channel.

    Args:
        image: (h, w) grey or (h, w, 3) BGR, uint8.

    Returns:
        (h', w') uint8 each; none of a picture that is too small to show a sheet.
    """
    if min(image.shape[:2]) < SHOWS_FEW:
        return []
    small = shrink(image, LOWEST)
    views = [small] if small.ndim == 2 else [cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), small.min(axis=2)]
    return [_without_writing(view) for view in views]


def areas_of(blank: np.ndarray, least: float) -> list[np.ndarray]:
    """Returns (h, w) uint8 masks of bright and of even areas, the latter of a `least` share of it."""
    return [*_brighter(blank), *_even(blank, least)]


def _outlines(areas: list[np.ndarray], blank: np.ndarray, bridge: int) -> Iterator[tuple[int, np.ndarray]]:
    """Yields the outlines of the areas that may be a sheet, each after how many px of it have an edge.

    Args:
        areas: (h, w) uint8 masks.
        blank: (h, w) uint8, the picture without writing.
        bridge: px; they are cut off from what they are joined to by no more than twice as much.
    """
    for area in areas:
        if cv2.countNonZero(area) < SOLID * LEAST * area.size:
            continue
        if bridge:
            area = cv2.morphologyEx(area, cv2.MORPH_OPEN, square(bridge))
        contours, _ = cv2.findContours(area, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        outline = max(contours, key=cv2.contourArea, default=None)
        if outline is None or not is_straight(outline, blank.shape, LEAST, MOST):
            continue
        if length := edged(outline, blank, IN_VIEW * min(blank.shape)):
            yield length, outline


def lies_on_other_colour(image: np.ndarray, sheet: np.ndarray) -> bool:
    """Tells whether the desk around a sheet has other colours than the paper, as paper in a shadow has not.

    Args:
        image: (h, w) grey or (h, w, 3) BGR, uint8.
        sheet: as `find_sheet` gives it.
    """
    if image.ndim == 2:
        return False
    colours = evenly_bright(cv2.resize(image, sheet.shape[::-1], interpolation=cv2.INTER_AREA))
    edge = cv2.dilate(sheet, square(RIM + 1))
    desk = cv2.dilate(edge, square(AROUND)) & ~edge
    unlike = distances(colours[desk > 0], usual(colours[sheet > 0])) > UNLIKE
    return np.count_nonzero(unlike) > EDGED * max(unlike.size, 1)


def level_around(grey: np.ndarray, sheet: np.ndarray) -> tuple[np.ndarray, Box]:
    """Cuts a sheet out, with the desk around it brought to the light of the paper nearest to it.

    Args:
        grey: (h, w) uint8 picture.
        sheet: as `find_sheet` gives it.

    Returns:
        (h', w') uint8, and its box (x, y, w', h') in pixels of the picture.
    """
    small = cv2.resize(grey, sheet.shape[::-1], interpolation=cv2.INTER_AREA)
    blank = _without_writing(small)
    desk = cv2.bitwise_not(sheet)
    _, nearest = cv2.distanceTransformWithLabels(desk, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    light = np.zeros(nearest.max() + 1, np.uint8)
    light[nearest[sheet > 0]] = blank[sheet > 0]
    size = grey.shape[::-1]
    across, down = size[0] / sheet.shape[1], size[1] / sheet.shape[0]
    x, y, w, h = cv2.boundingRect(sheet)
    left, top, right, bottom = int(x * across), int(y * down), int((x + w) * across), int((y + h) * down)
    box = left, top, right - left, bottom - top
    around = crop(cv2.resize(cv2.blur(light[nearest], (5, 5)), size, interpolation=cv2.INTER_LINEAR), box)
    within = crop(cv2.resize(sheet, size, interpolation=cv2.INTER_LINEAR), box)
    return np.where(within > 127, crop(grey, box), around), box


def _without_writing(small: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8: the light of what is wider than strokes."""
    reach = max(1, round(STROKE * min(small.shape)))
    blank = cv2.morphologyEx(small, cv2.MORPH_CLOSE, square(reach))
    return cv2.medianBlur(blank, 5)


def _brighter(blank: np.ndarray) -> Iterator[np.ndarray]:
    """Yields (h, w) masks of what is brighter than each of some levels."""
    for level in np.linspace(float(blank.min()), float(blank.max()), LEVELS + 2)[1:-1]:
        yield cv2.threshold(blank, level, 255, cv2.THRESH_BINARY)[1]


def _even(blank: np.ndarray, least: float) -> Iterator[np.ndarray]:
    """Yields (h, w) masks of the areas in which the light changes smoothly, as under a lamp it does."""
    darker = cv2.convertScaleAbs(cv2.dilate(blank, square(1)), alpha=1 / SMOOTH)
    even = cv2.compare(cv2.erode(blank, square(1)), darker, cv2.CMP_GE)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(even, connectivity=4)
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] >= least * blank.size:
            yield cv2.dilate(cv2.compare(labels, label, cv2.CMP_EQ), square(1))


def is_straight(outline: np.ndarray, shape: tuple[int, int], least: float, most: float) -> bool:
    """Tells whether an outline in a picture of (h, w) `shape` may be a sheet's: large, with few sides.

    Args:
        outline: (n, 1, 2) int32 points (x, y).
        shape: of the picture.
        least: share of the picture that a sheet covers.
        most: such a share, too.
    """
    hull = cv2.convexHull(outline)
    area = cv2.contourArea(hull)
    if not least <= area / (shape[0] * shape[1]) <= most or cv2.contourArea(outline) < SOLID * area:
        return False
    length = cv2.arcLength(hull, True)
    spans = (cv2.approxPolyDP(hull, bent, True) for bent in (*(share * length for share in BENT), CUT))
    return any(
        len(corners) <= CORNERS and cv2.contourArea(corners) + ROUNDED * length >= SOLID * area
        for corners in spans
    )


def edged(outline: np.ndarray, blank: np.ndarray, least: float) -> int:
    """Returns beyond how many px of an outline within the picture it is darker, 0 for too small a share.

    Args:
        outline: (n, 1, 2) int32 points (x, y).
        blank: (h, w) uint8, the picture without writing.
        least: px of it that are within the picture.
    """
    h, w = blank.shape
    x, y = outline[:, 0].T
    inner = (x > 1) & (y > 1) & (x < w - 2) & (y < h - 2)
    if inner.sum() < least:
        return 0
    own = cv2.drawContours(np.zeros_like(blank), [outline], -1, 255, cv2.FILLED)
    inside = cv2.dilate(cv2.bitwise_and(blank, own), square(2))[y, x][inner]
    outside = cv2.erode(cv2.bitwise_or(blank, own), square(3))[y, x][inner]
    darker = outside <= STEP * inside
    return int(darker.sum()) if darker.mean() > EDGED else 0
