"""Cuts a scene into tiles as the eye sees pictures: scaled to a level of its pyramid, in even light."""

from dataclasses import dataclass

import cv2
import numpy as np

from edge.reading.evening import NEUTRAL, even

TILE = 144  # px; training crops a little less at random
MOST = 40  # digits kept of a tile
SIZES = (
    9.0,
    44.0,
)  # px, the longer side to which a scene's digits are scaled; what the eye must read, and more
LARGE = 160.0  # px, up to which some scenes' digits are scaled, that parts of a digit are seen to be none
SHARE_LARGE = 0.12  # of scenes
LARGEST_SCALE = 2.0  # a small picture is enlarged no more than this
LARGEST_SIDE = 1400  # px of a scaled scene
JITTER = 44  # px, how far a tile's centre lies from a digit's
PER_TILE = 5  # digits of a scene for which one tile is cut
NOTHING = (130.0, 900.0)  # px, the longer side to which a scene without digits is scaled


@dataclass(frozen=True)
class Tiles:
    """Tiles of scenes.

    Attributes:
        images: (n, TILE, TILE) uint8, in even light.
        boxes: (n, MOST, 5) float32: x, y, w, h in px of the tile, and the digit; w is 0 where there is none.
    """

    images: np.ndarray
    boxes: np.ndarray


def cut(
    rng: np.random.Generator, image: np.ndarray, boxes: np.ndarray, digits: np.ndarray, most: int = 5
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cuts tiles out of one scene.

    Args:
        rng: source of randomness.
        image: (h, w) uint8 grey.
        boxes: (n, 4) x, y, w, h of its digits in px.
        digits: (n,) their values.
        most: tiles.

    Returns:
        (tile, boxes) pairs; see `Tiles`.
    """
    evened, boxes = _evened(image, boxes, _scale(rng, image.shape, boxes))
    h, w = (side - 2 * TILE for side in evened.shape)
    count = most if len(boxes) == 0 else min(most, 1 + len(boxes) // PER_TILE)
    tiles = []
    for number in range(count):
        if len(boxes) and (number == 0 or rng.random() < 0.85):
            tiles.append(_near(rng, evened, boxes, digits, boxes[rng.integers(len(boxes))]))
        else:
            tiles.append(_around(evened, boxes, digits, rng.uniform((0, 0), (w, h))))
    return tiles


def cut_at(
    rng: np.random.Generator, image: np.ndarray, boxes: np.ndarray, digits: np.ndarray, box: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Returns the tile of one place of a scene, at a size that digits have; see `cut`.

    Args:
        rng: source of randomness.
        image: see `cut`.
        boxes: see `cut`.
        digits: see `cut`.
        box: (4,) x, y, w, h of the place in px.
    """
    wanted = np.exp(rng.uniform(*np.log(SIZES))) / max(box[2:])
    scale = min(wanted, LARGEST_SCALE, LARGEST_SIDE / max(image.shape))
    evened, boxes = _evened(image, boxes, scale)
    return _near(rng, evened, boxes, digits, box * scale)


def _evened(image: np.ndarray, boxes: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Returns a scaled scene in even light within `TILE` px of neutral ground, and its boxes without that."""
    h, w = (max(round(side * scale), 1) for side in image.shape)
    if (h, w) != image.shape:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        image = cv2.resize(image, (w, h), interpolation=way)
    evened = cv2.copyMakeBorder(even(image), *[TILE] * 4, cv2.BORDER_CONSTANT, value=NEUTRAL)
    return evened, boxes * np.float32(scale)


def _near(
    rng: np.random.Generator, evened: np.ndarray, boxes: np.ndarray, digits: np.ndarray, box: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    return _around(evened, boxes, digits, box[:2] + box[2:] / 2 + rng.uniform(-JITTER, JITTER, 2))


def _around(
    evened: np.ndarray, boxes: np.ndarray, digits: np.ndarray, centre: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    h, w = (side - 2 * TILE for side in evened.shape)
    left, top = np.clip(np.rint(centre - TILE / 2), -TILE, (w, h)).astype(int)
    tile = evened[top + TILE : top + 2 * TILE, left + TILE : left + 2 * TILE]
    return tile, _within(boxes, digits, left, top)


def _scale(rng: np.random.Generator, shape: tuple[int, ...], boxes: np.ndarray) -> float:
    if len(boxes) == 0:
        return float(min(np.exp(rng.uniform(*np.log(NOTHING))) / max(shape), LARGEST_SCALE))
    usual = float(np.median(boxes[:, 2:].max(1)))
    low, high = SIZES if rng.random() >= SHARE_LARGE else (SIZES[1], LARGE)
    wanted = np.exp(rng.uniform(np.log(low), np.log(high))) / usual
    return float(min(wanted, LARGEST_SCALE, LARGEST_SIDE / max(shape)))


def _within(boxes: np.ndarray, digits: np.ndarray, left: int, top: int) -> np.ndarray:
    """Returns (MOST, 5), the boxes that a tile at (left, top) shows some of."""
    out = np.zeros((MOST, 5), np.float32)
    if len(boxes) == 0:
        return out
    moved = boxes - np.float32([left, top, 0, 0])
    end = moved[:, :2] + moved[:, 2:]
    seen = np.flatnonzero((end > 0).all(1) & (moved[:, :2] < TILE).all(1))[:MOST]
    out[: len(seen), :4] = moved[seen]
    out[: len(seen), 4] = digits[seen]
    return out
