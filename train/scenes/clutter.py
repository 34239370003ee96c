"""Lays things on a page: bodies whose width, tone and colour change along them, as no stroke of a pen does.

Turned on a lathe, as bottles, spoons and bullets are; lumps, as fruit and leaves; jointed, as animals and
toys; and round ones with rings, as buttons and wheels.
"""

from collections.abc import Callable

import numpy as np

from train.scenes.noise import clouds
from train.scenes.pens import coordinates, laid

SIZES = (0.08, 0.7)  # of the frame's height: longest sides of things
MOST = 3  # things on a page
TRIES = 20
BANDS = 6  # colours at hand for a thing
LINE = 0.03  # of a thing's size: a drawn outline of it

# Returns (h, w) float32 coverage and (h, w, 3) float32 BGR of a thing, given its size in px, and how far each
# pixel is along and across it from its middle, in units of that.
Draw = Callable[[np.random.Generator, float, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def lay_clutter(rng: np.random.Generator, frame: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Returns a picture with one to three things on it, clear of what is taken where there is room.

    Args:
        rng: source of randomness.
        frame: (h, w, 3) float32 BGR, evenly lit.
        taken: (h, w) uint8, where not 0 none may lie.
    """
    for _ in range(rng.integers(1, MOST + 1)):
        for _ in range(TRIES):
            size = float(np.exp(rng.uniform(*np.log(SIZES)))) * len(taken)
            draw = THINGS[rng.integers(len(THINGS))]
            x, y = coordinates(rng, taken.shape)
            cover, colours = draw(rng, size, x / size, y / size)
            if not (cover[taken > 0] > 0).any():
                frame = laid(rng, frame, cover, np.clip(colours, 0.02, 1), 0.15 * size)
                break
    return frame


def _paint(rng: np.random.Generator) -> np.ndarray:
    """Returns a colour, (3,) float32 BGR: some are grey."""
    tone, colour = rng.uniform(0.08, 0.8), rng.uniform(0, 1, 3)
    return np.float32(tone * (1 - rng.uniform(0, 0.9) * colour / colour.max()))


def _banded(rng: np.random.Generator, borders: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Returns (h, w, 3) float32: a colour for each band between `borders` in which a pixel's place is."""
    paints = np.stack([_paint(rng) for _ in range(BANDS)])
    return paints[np.searchsorted(np.sort(borders), place)]


def _edge(inside: np.ndarray, size: float) -> np.ndarray:
    """Returns coverage by how far inside, in units of its size in px, each pixel is."""
    return np.clip(inside * size + 0.5, 0, 1)


def _turned(
    rng: np.random.Generator, size: float, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    count = int(rng.integers(4, 9))
    places = np.concatenate([[0], np.sort(rng.uniform(0.05, 0.95, count - 2)), [1]]) - 0.5
    radii = np.repeat(rng.uniform(0.3, 1, count), rng.integers(1, 3, count))[:count]
    if rng.random() < 0.5:  # a tip
        radii[0] = rng.uniform(0, 0.2)
    thick = float(np.exp(rng.uniform(np.log(0.04), np.log(0.35))))
    reach = thick * np.interp(x, places, radii).astype(np.float32)
    colours = _banded(rng, rng.uniform(-0.5, 0.5, rng.integers(0, 5)), x)
    bulge = np.sqrt(np.clip(1 - (y / np.maximum(reach, 1e-3) - 0.3) ** 2, 0, 1))
    cover = _edge(reach - np.abs(y), size) * _edge(0.5 - np.abs(x), size)
    return cover, colours * (0.5 + 0.6 * bulge)[..., None]


def _lump(
    rng: np.random.Generator, size: float, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    angle, radius = np.arctan2(y, x), np.hypot(x, y * rng.uniform(1, 2.5))
    reach = np.full_like(angle, 0.5)
    for order in range(2, 7):
        reach += rng.normal(0, 0.12) / order * np.cos(order * angle + rng.uniform(0, 6))
    return _edge(reach - radius, size), _spotted(rng, size, radius / np.maximum(reach, 1e-3))


def _spotted(rng: np.random.Generator, size: float, out: np.ndarray) -> np.ndarray:
    """Returns the colours of a body, (h, w, 3) float32, by how far out each pixel is, from 0 to 1."""
    one, other = _paint(rng), _paint(rng)
    spots = clouds(rng, out.shape, max(size * rng.uniform(0.05, 0.5), 2)) > rng.uniform(0, 3)
    colours = np.where(spots[..., None], other, one)
    shade = 0.6 + 0.5 * np.sqrt(np.clip(1 - out**2, 0, 1)) + 0.05 * clouds(rng, out.shape, max(size / 8, 2))
    if rng.random() < 0.3:  # an outline, as on a sticker
        shade = np.where(out > 1 - 4 * LINE, 0.15, shade)
    return colours * shade[..., None]


def _jointed(
    rng: np.random.Generator, size: float, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    inside = 0.18 - np.hypot(x, y * rng.uniform(1, 1.8))
    for _ in range(rng.integers(2, 7)):
        start, way = rng.uniform(-0.15, 0.15, 2), rng.normal(0, 0.25, 2)
        along = np.clip(((x - start[0]) * way[0] + (y - start[1]) * way[1]) / (way @ way), 0, 1)
        thick = np.interp(along, (0, 1), rng.uniform(0.01, 0.09, 2))
        limb = thick - np.hypot(x - start[0] - along * way[0], y - start[1] - along * way[1])
        inside = np.maximum(inside, limb)
    return _edge(inside, size), _spotted(rng, size, 1 - inside / max(float(inside.max()), 1e-3))


def _round(
    rng: np.random.Generator, size: float, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    radius = 2 * np.hypot(x, y)
    colours = _banded(rng, rng.uniform(0.2, 1, rng.integers(1, 5)), radius)
    shade = 1 + 0.25 * (x + y) + 0.05 * clouds(rng, x.shape, max(size / 10, 2))
    spokes = int(rng.integers(0, 10))
    if spokes > 2:
        shade = np.where((np.cos(spokes * np.arctan2(y, x)) > 0.9) & (radius < 0.8), 0.3, shade)
    return _edge((1 - radius) / 2, size), colours * shade[..., None]


THINGS: tuple[Draw, ...] = (_turned, _turned, _lump, _jointed, _round)
