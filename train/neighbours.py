"""Digits beside digits: rows that touch, and straight cuts through them, as the reader cuts."""

from itertools import count, pairwise

import cv2
import numpy as np

from train import strokes
from train.augment import WIDTHS, photographed
from train.scenes.ink import FIELD, stroke_field

FAR = np.float32(1e3)  # px, the distance where there is no stroke
POOL = 4_000  # images that rows are made of: thinning them costs more than the rest, and 50 kB each are kept
INK = 3.0  # px from the middle of a stroke, half a ballpoint's to half a felt pen's width
MOST_OVER = 0.35  # of the narrower digit's width, by which neighbours may lie over each other
PATIENCE = 100_000  # rows drawn before they become wider, since some digits would never lie side by side
TRIES = 4  # cuts between two digits, before the row is written anew
SLIVER = 0.12  # of a digit's ink: what may be lost of it, and come of its neighbours, and leave it legible


class Source:
    """Gives fields of digits, from MNIST's training images and from synthetic strokes."""

    def __init__(self, images: np.ndarray, labels: np.ndarray):
        self._images = images[:POOL]
        self._of = [np.flatnonzero(labels[:POOL] == value) for value in range(10)]
        self._fields: dict[int, np.ndarray] = {}

    def field(self, rng: np.random.Generator, value: int | None = None) -> tuple[np.ndarray, int]:
        """Returns a field, which is not to be changed, and its digit."""
        value = int(rng.integers(10)) if value is None else value
        if rng.random() < 0.3:
            return strokes.field(strokes.digit(rng, value)), value
        index = int(rng.choice(self._of[value]))
        if index not in self._fields:
            self._fields[index] = stroke_field(self._images[index], 0.0)
        return self._fields[index], value


def paste(page: np.ndarray, field: np.ndarray, left: int, top: int) -> None:
    y, x = max(top, 0), max(left, 0)
    bottom, right = min(top + field.shape[0], page.shape[0]), min(left + field.shape[1], page.shape[1])
    if y < bottom and x < right:
        part = page[y:bottom, x:right]
        np.minimum(part, field[y - top : bottom - top, x - left : right - left], out=part)


def ink_box(field: np.ndarray, radius: float = INK) -> tuple[int, int, int, int]:
    return cv2.boundingRect((field < radius).astype(np.uint8))


def row(rng: np.random.Generator, fields: list[np.ndarray], overlap: tuple[float, float]) -> list[np.ndarray]:
    """Writes fields in a row; draws it anew, in the end ever wider, while two of them lie over each other.

    Args:
        rng: source of randomness.
        fields: from left to right.
        overlap: px by which neighbours' ink runs into each other (low, high); less than 0 leaves a gap.

    Returns:
        For each digit a field of the row's size that holds it alone.
    """
    for attempt in count():
        layers = _lay(rng, fields, overlap)
        spans = [ink_box(layer) for layer in layers]
        if all(
            x + w - next_x <= MOST_OVER * min(w, next_w) + 6
            for (x, _, w, _), (next_x, _, next_w, _) in pairwise(spans)
        ):
            return layers
        if attempt >= PATIENCE:
            overlap = overlap[0] - 1, overlap[1] - 1


def _lay(
    rng: np.random.Generator, fields: list[np.ndarray], overlap: tuple[float, float]
) -> list[np.ndarray]:
    layers = []
    page = np.full((220, 110 * len(fields) + 60), FAR, np.float32)
    edge = 30
    for field in fields:
        scale = rng.uniform(0.75, 1.15)
        field = cv2.resize(field, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR) * np.float32(
            scale
        )
        x, y, w, h = ink_box(field)
        top = 110 - h // 2 - y + int(rng.normal(0, 10))
        left = _closest(page, field[y : y + h, x : x + w], top + y, edge) if edge > 30 else edge
        left += -int(rng.uniform(*overlap)) if edge > 30 else 0
        layers.append(np.full(page.shape, FAR, np.float32))
        paste(layers[-1], field, left - x, top)
        np.minimum(page, layers[-1], out=page)
        edge = max(edge + 1, left + w)
    return layers


def _closest(page: np.ndarray, ink: np.ndarray, top: int, edge: int) -> int:
    """Returns the column where ink that comes from the right first touches what is written."""
    h = ink.shape[0]
    written = page[max(top, 0) : top + h] < 3
    given = ink[max(-top, 0) : max(-top, 0) + written.shape[0]] < 3
    rows = min(len(written), len(given))
    written, given = written[:rows], given[:rows]
    both = written.any(1) & given.any(1)
    if not both.any():
        return edge - ink.shape[1] // 4
    last = written.shape[1] - 1 - written[both][:, ::-1].argmax(1)
    first = given[both].argmax(1)
    return int((last - first).max()) + 1


def keep(field: np.ndarray, side: str, share: float, slope: float) -> np.ndarray:
    """Cuts a field straight: `share` of the ink's box is kept at `side`; `slope` in degrees."""
    x, y, w, h = ink_box(field)
    rows, columns = np.ogrid[: field.shape[0], : field.shape[1]]
    lean = np.tan(np.deg2rad(slope))
    across = (columns - x) + lean * (rows - y - h / 2)
    down = (rows - y) + lean * (columns - x - w / 2)
    kept = {
        "left": across <= share * w,
        "right": across >= (1 - share) * w,
        "top": down <= share * h,
        "bottom": down >= (1 - share) * h,
    }[side]
    return np.where(kept, field, FAR)


def trimmed(rng: np.random.Generator, source: Source, value: int) -> np.ndarray:
    """Cuts a digit off the neighbours that it touches: a sliver of them stays, or a little of it is lost.

    Returns:
        (28, 28) uint8 in MNIST's form.
    """
    before, after = [(True, False), (False, True), (True, True)][rng.choice(3, p=(0.4, 0.4, 0.2))]
    while True:
        fields = [source.field(rng, value if i == before else None)[0] for i in range(before + 1 + after)]
        layers = row(rng, fields, (-1, 5))
        page = np.minimum.reduce(layers)
        own = layers[before] < INK
        spans = [(x, x + w) for x, _, w, _ in map(ink_box, layers)]
        kept = _cut(rng, page, own, spans, bool(before))
        if kept is not None:
            return photographed(rng, np.where(kept, page, FAR), WIDTHS, 14)


def _cut(
    rng: np.random.Generator, page: np.ndarray, own: np.ndarray, spans: list[tuple[int, int]], before: bool
) -> np.ndarray | None:
    """Returns the part of a page that cuts beside a digit leave, None when they leave no legible digit.

    Args:
        rng: source of randomness.
        page: field of the whole row.
        own: (h, w) bool, the digit's ink.
        spans: columns of each digit of the row (first, behind the last).
        before: whether the row's first digit is a neighbour.
    """
    rows, columns = np.ogrid[: page.shape[0], : page.shape[1]]
    foreign = (page < INK) & ~own
    most = SLIVER * np.count_nonzero(own)
    kept = np.ones(page.shape, bool)
    for i, (left, right) in enumerate(pairwise(spans)):
        for _ in range(TRIES):
            lean = np.tan(np.deg2rad(rng.uniform(-6, 10)))
            across = columns - (left[1] + right[0]) / 2 + lean * (rows - page.shape[0] / 2)
            away = rng.uniform(-0.04, 0.05) * FIELD
            side = (across > -away) if before and i == 0 else (across < away)
            beyond = slice(None, left[1]) if before and i == 0 else slice(right[0], None)
            if (
                np.count_nonzero((foreign & side)[:, beyond]) <= most
                and np.count_nonzero(own & ~side) <= most
            ):
                break
        else:
            return None
        kept &= side
    return kept
