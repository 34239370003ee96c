"""Draws a digit's shape with a pen: pencil, ballpoint, felt pen, marker, chalk; thin, uneven or broken.

A 28x28 digit becomes a field of distances to the middle of its stroke. That field can be enlarged smoothly to
any size, and inked with a stroke of any width.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from train.scenes.noise import clouds, grain

FIELD = 84  # px, longest side of the digit's ink in its field
MARGIN = 14  # px around it, room for a marker's width
STOUTEST = 3.6  # px in MNIST's scale from ink to paper: where there is more, loops have run together
INK = 110  # of 255; what is brighter in an MNIST image is ink
SPOTS = range(130, 250, 20)  # of 255; what is darker than one of these amid ink is a loop that ran together
WARP = 2.5  # px of the field, by which a typeface's strokes bend from one digit to the next
LEAST_LOOP = 8  # px of the field; a smaller spot in the ink is none


@dataclass(frozen=True)
class Pen:
    """What a pen leaves on paper.

    Attributes:
        width: stroke width as a part of the digit's height, (low, high).
        opacity: share of the paper's light that the ink takes, (low, high).
        colours: BGR reflectances, 0 to 1.
        rough: how strongly the paper's grain breaks the stroke, 0 to 1.
        uneven: relative change of width and opacity along the stroke.
    """

    width: tuple[float, float]
    opacity: tuple[float, float]
    colours: tuple[tuple[float, float, float], ...]
    rough: float = 0.0
    uneven: float = 0.15


BLACKS = ((0.06, 0.05, 0.05), (0.14, 0.12, 0.12), (0.2, 0.17, 0.16))
BLUES = ((0.55, 0.18, 0.1), (0.45, 0.12, 0.12), (0.62, 0.3, 0.12), (0.38, 0.16, 0.16))
REDS = ((0.16, 0.14, 0.7), (0.28, 0.12, 0.6))
GREENS = ((0.25, 0.4, 0.1),)
GREYS = ((0.3, 0.3, 0.3), (0.38, 0.37, 0.36), (0.22, 0.22, 0.23))
CHALKS = ((0.92, 0.94, 0.94), (0.85, 0.9, 0.88), (0.6, 0.9, 0.95), (0.85, 0.75, 0.95))

PENS = {
    "pencil": Pen((0.05, 0.1), (0.5, 0.85), GREYS, rough=0.3, uneven=0.25),
    "ballpoint": Pen((0.03, 0.06), (0.75, 0.95), BLUES + BLACKS + REDS[:1], rough=0.12, uneven=0.2),
    "felt": Pen((0.06, 0.11), (0.9, 0.98), BLACKS + BLUES + REDS + GREENS, uneven=0.1),
    "marker": Pen((0.1, 0.17), (0.92, 1.0), BLACKS + BLUES + REDS[:1], uneven=0.08),
    "faint": Pen((0.05, 0.09), (0.22, 0.4), GREYS + BLUES[:2], rough=0.35, uneven=0.25),
    "chalk": Pen((0.07, 0.14), (0.7, 1.0), CHALKS, rough=0.5, uneven=0.2),
}


@lru_cache(1)
def _thinning_tables() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Zhang and Suen's two conditions (doi 10.1145/357994.358023) for each of the 256 neighbourhoods."""
    weights = np.array([[128, 1, 2], [64, 0, 4], [32, 16, 8]], np.float32)  # p9 p2 p3 / p8 . p4 / p7 p6 p5
    tables = np.zeros((2, 256), np.uint8)
    for code in range(256):
        ring = [code >> bit & 1 for bit in range(8)]
        rises = sum(ring[i] < ring[(i + 1) % 8] for i in range(8))
        if 2 <= sum(ring) <= 6 and rises == 1:
            north, east, south, west = ring[0], ring[2], ring[4], ring[6]
            tables[0, code] = not (north and east and south) and not (east and south and west)
            tables[1, code] = not (north and east and west) and not (north and south and west)
    return weights, tables[0], tables[1]


def thin(mask: np.ndarray) -> np.ndarray:
    """Returns the one pixel wide middle of the strokes of `mask`, (h, w) uint8 of 0 and 1."""
    weights, *tables = _thinning_tables()
    mask = mask.copy()
    while True:
        before = cv2.countNonZero(mask)
        for table in tables:
            code = cv2.filter2D(mask, cv2.CV_8U, weights, borderType=cv2.BORDER_CONSTANT)
            mask[cv2.LUT(code, table) > 0] = 0
        if cv2.countNonZero(mask) == before:
            return mask


def is_thin(image: np.ndarray) -> bool:
    """Tells whether an MNIST digit, (28, 28) uint8, is still itself when its strokes are drawn thinner.

    A 6 whose loop is full of ink has the middle of a 1.
    """
    return cv2.distanceTransform(cv2.compare(image, 127, cv2.CMP_GT), cv2.DIST_L2, 5).max() < STOUTEST


def _with_loops(ink: np.ndarray) -> np.ndarray:
    """Returns where there is ink, with open loops: in few pixels a small 8's, 6's or 9's sides run together.

    Its middle would be another digit's. Where ink goes round a spot that is a little less bright, there was
    paper.

    Args:
        ink: (h, w) uint8, white on black.

    Returns:
        (h, w) uint8 of 0 and 1.
    """
    mask = np.uint8(ink > INK)
    for level in SPOTS:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(np.uint8(ink <= level), connectivity=4)
        for label in np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] >= LEAST_LOOP):
            spot = labels == label + 1
            if mask[spot].all():
                mask[spot] = 0
    return mask


def stroke_field(image: np.ndarray, own: float) -> np.ndarray:
    """Turns a digit into a field of distances to the middle of its stroke.

    Args:
        image: (28, 28) uint8, white ink on black.
        own: 0 for a stroke of even width, 1 for one that swells as the ink in `image` does.

    Returns:
        float32 field; distances in px of the field, whose ink is `FIELD` px on its longest side, in a frame
        of `MARGIN` px.
    """
    x, y, w, h = cv2.boundingRect((image > 60).astype(np.uint8))
    scale = FIELD / max(w, h)
    size = (round((w + 2) * scale), round((h + 2) * scale))
    ink = cv2.copyMakeBorder(image, 1, 1, 1, 1, cv2.BORDER_CONSTANT)[y : y + h + 2, x : x + w + 2]
    ink = cv2.GaussianBlur(cv2.resize(ink, size, interpolation=cv2.INTER_CUBIC), (0, 0), 1.2)
    return _field(cv2.copyMakeBorder(_with_loops(ink), *[MARGIN] * 4, cv2.BORDER_CONSTANT), own)


def face_field(rng: np.random.Generator, image: np.ndarray, own: float) -> np.ndarray:
    """Turns a typeface's digit into such a field, each time a little different, as a hand's digits are.

    Args:
        rng: source of randomness.
        image: (h, w) uint8, white ink on black.
        own: see `stroke_field`.
    """
    h, w = image.shape
    wide, high = np.array([w, h]) * np.exp(rng.normal(0, 0.08, 2))
    scale = FIELD / max(wide, high)
    size = (max(round(wide * scale), 6) + 2 * MARGIN, max(round(high * scale), 6) + 2 * MARGIN)
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    lean = np.float32(rng.normal(0, 0.05))
    bend = [WARP * clouds(rng, x.shape, FIELD / 2.5) for _ in range(2)]
    x = (x - MARGIN + bend[0] + lean * (y - size[1] / 2)) * np.float32(w / (size[0] - 2 * MARGIN))
    y = (y - MARGIN + bend[1]) * np.float32(h / (size[1] - 2 * MARGIN))
    ink = cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return _field(np.uint8(ink > 127), own)


def _field(mask: np.ndarray, own: float) -> np.ndarray:
    """Returns the field of `stroke_field` for (h, w) uint8 of 0 and 1."""
    middle = cv2.distanceTransform(1 - thin(mask), cv2.DIST_L2, 5)
    if own > 0:
        outside = cv2.distanceTransform(1 - mask, cv2.DIST_L2, 5)
        inside = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
        middle = (1 - own) * middle + own * (outside - inside + inside.max() * 0.8)
    return cv2.GaussianBlur(middle, (0, 0), 1.6) - 0.7


def stamp(
    rng: np.random.Generator, field: np.ndarray, height: float, pen: Pen, width: float, slant: float
) -> np.ndarray:
    """Inks one digit.

    Args:
        rng: source of randomness.
        field: what `stroke_field` returned.
        height: px, the longest side of the digit's ink.
        pen: what writes.
        width: stroke width as a part of `height`.
        slant: shear, px to the right for each px up.

    Returns:
        (h, w) float32 coverage of 0 to 1, cut to the ink.
    """
    scale = height / FIELD
    h, w = (np.array(field.shape) * scale).astype(int) + 1
    lean = abs(slant) * h
    matrix = np.array([[scale, -slant * scale, max(slant, 0) * h], [0, scale, 0]], np.float32)
    far = float(field.max())
    size = (max(int(w + lean), 1), max(int(h), 1))
    field = cv2.warpAffine(field, matrix, size, flags=cv2.INTER_LINEAR, borderValue=far) * scale
    cell = max(height / 3, 2)
    swell = 1 + pen.uneven * clouds(rng, field.shape, cell)
    radius = 0.5 * width * height * np.clip(swell, 0.5, 1.5)
    # A stroke thinner than a pixel is as faint as it is thin, not invisible.
    cover = np.clip(radius - field + 0.5, 0, np.minimum(2 * radius, 1))
    if pen.rough:
        speckle = cv2.GaussianBlur(grain(rng, field.shape), (0, 0), max(0.6, height / 250))
        speckle /= speckle.std() + 1e-6
        cover *= np.clip(1 - pen.rough * (0.35 + 0.65 * speckle), 0.05, 1)
    cover *= np.clip(1 + pen.uneven * clouds(rng, field.shape, cell), 0.5, 1)
    return cut(cover)


def gap(rng: np.random.Generator, cover: np.ndarray, radius: float) -> np.ndarray:
    """Lifts the pen for a moment: wipes a disc of `radius` px from a random place of the stroke."""
    rows, columns = np.nonzero(cover > 0.5)
    if len(rows) == 0:
        return cover
    place = rng.integers(len(rows))
    y, x = np.ogrid[: cover.shape[0], : cover.shape[1]]
    far = np.hypot(y - rows[place], x - columns[place]).astype(np.float32)
    return cut(cover * np.clip(far - radius + 0.5, 0, 1))


def cut(cover: np.ndarray) -> np.ndarray:
    """Returns the part of `cover` that holds ink."""
    x, y, w, h = cv2.boundingRect((cover > 0.08).astype(np.uint8))
    return cover[y : y + h, x : x + w] if w else cover[:1, :1]


def apply(
    page: np.ndarray, cover: np.ndarray, colour: tuple[float, float, float] | np.ndarray, opacity: float
) -> None:
    """Inks `page` in place.

    Args:
        page: (h, w, 3) float32 reflectance, BGR.
        cover: (h, w) float32, 0 to 1.
        colour: BGR reflectance of the ink, everywhere or (h, w, 3) at each place.
        opacity: of full coverage, 0 to 1.
    """
    share = (cover * np.float32(opacity))[:, :, None]
    page += share * (np.asarray(colour, np.float32) - page)
