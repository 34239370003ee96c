"""Shadows that have a shape: a hand's, a window's bars, a blind's, leaves', as sun and lamps throw them."""

from collections.abc import Callable

import cv2
import numpy as np

from train.scenes.recipes import Range

SIDE = 400  # px, of the square in which a shape is drawn; a frame shows half of it to somewhat more than all
MIDDLE = SIDE / 2


def silhouette(rng: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Returns how much of the light some shape takes, turned any way and seen askew.

    Args:
        rng: source of randomness.
        x: (h, w) float32, places across the frame, -1 to 1.
        y: the same down the frame.

    Returns:
        (h, w) float32, 0 in full light to 1 in the shadow's core.
    """
    drawn = np.zeros((SIDE, SIDE), np.uint8)
    draw, blur = SHAPES[rng.integers(len(SHAPES))]
    draw(rng, drawn)
    soft = cv2.GaussianBlur(drawn, (0, 0), rng.uniform(*blur)).astype(np.float32) / 255
    angle, scale = rng.uniform(0, 2 * np.pi), MIDDLE * rng.uniform(0.5, 1.1)
    slant, stretch = rng.uniform(-0.4, 0.4), rng.uniform(0.7, 1.4)
    across = scale * (np.cos(angle) * x - np.sin(angle) * y)
    down = scale * (np.sin(angle) * x + np.cos(angle) * y)
    places = [place.astype(np.float32) for place in (across + slant * down + MIDDLE, stretch * down + MIDDLE)]
    return cv2.remap(soft, *places, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _hand(rng: np.random.Generator, drawn: np.ndarray) -> None:
    """Draws an arm from the lower side and the fingers that spread from its end."""
    wrist = MIDDLE + 60 * rng.uniform(-1, 1, 2)
    thick, spread, count = rng.uniform(14, 24), rng.uniform(0.16, 0.32), int(rng.integers(1, 6))
    for place in np.arange(count) - (count - 1) / 2:
        root = wrist + np.array([1.1 * thick * place, 0])
        _bar(drawn, root, root + rng.uniform(3, 5) * thick * _way(spread * place - np.pi / 2), thick)
    palm = 1.1 * count * thick
    _oval(drawn, wrist + np.array([0, palm / 3]), (0.6 * palm, 0.7 * palm))
    elbow = wrist + np.array([rng.uniform(-60, 60), 2 * SIDE])
    _bar(drawn, wrist + np.array([0, palm / 2]), elbow, palm * rng.uniform(0.8, 1.1))


def _panes(rng: np.random.Generator, drawn: np.ndarray) -> None:
    """Draws the wall around a window, and the bars between its panes."""
    drawn[:] = 255
    size, panes, bar = rng.uniform(120, 260, 2), rng.integers(1, 4, 2), rng.uniform(5, 20)
    corner = MIDDLE - size / 2 + 50 * rng.uniform(-1, 1, 2)
    for place in np.ndindex(*panes):
        start = corner + place * size / panes
        cv2.rectangle(drawn, _pixel(start), _pixel(start + size / panes - bar), 0, -1)


def _bars(rng: np.random.Generator, drawn: np.ndarray) -> None:
    """Draws the bars of a window, or a fence's, far larger than the frame."""
    width, bar = rng.uniform(120, 260), rng.uniform(5, 20)
    first, count = MIDDLE - width / 2 + 50 * rng.uniform(-1, 1), int(rng.integers(1, 4))
    for x in first + width / count * np.arange(count + 1):
        _bar(drawn, np.array([x, 0.0]), np.array([x, SIDE]), bar)
    if rng.random() < 0.6:
        _bar(drawn, np.array([0.0, MIDDLE]), np.array([SIDE, MIDDLE]), bar)


def _slats(rng: np.random.Generator, drawn: np.ndarray) -> None:
    """Draws the slats of a blind."""
    step, share = rng.uniform(16, 60), rng.uniform(0.3, 0.7)
    for top in np.arange(0, SIDE, step):
        cv2.rectangle(drawn, (0, int(top)), (SIDE, int(top + share * step)), 255, -1)


def _leaves(rng: np.random.Generator, drawn: np.ndarray) -> None:
    """Draws some twigs with leaves on both sides."""
    for _ in range(int(rng.integers(1, 4))):
        place, angle = MIDDLE + 120 * rng.uniform(-1, 1, 2), rng.uniform(0, 2 * np.pi)
        long = rng.uniform(18, 50)
        for side in (1, -1) * int(rng.integers(2, 6)):
            following = place + 0.7 * long * _way(angle)
            _bar(drawn, place, following, rng.uniform(2, 5))
            turn = angle + side * rng.uniform(0.5, 1.2)
            leaf = following + 0.5 * long * _way(turn)
            _oval(drawn, leaf, (0.6 * long, rng.uniform(0.2, 0.35) * long), turn)
            place, angle = following, angle + rng.normal(0, 0.2)


def _bar(drawn: np.ndarray, start: np.ndarray, end: np.ndarray, thick: float) -> None:
    cv2.line(drawn, _pixel(start), _pixel(end), 255, max(1, round(thick)))


def _oval(drawn: np.ndarray, centre: np.ndarray, radii: tuple[float, float], turn: float = 0.0) -> None:
    cv2.ellipse(drawn, _pixel(centre), _pixel(np.array(radii)), np.degrees(turn), 0, 360, 255, -1)


def _way(angle: float) -> np.ndarray:
    return np.array([np.cos(angle), np.sin(angle)])


def _pixel(place: np.ndarray) -> list[int]:
    return np.rint(place).astype(int).tolist()


# What draws each, and the blur of its edge in px: the farther from the page, the softer.
SHAPES: tuple[tuple[Callable[[np.random.Generator, np.ndarray], None], Range], ...] = (
    (_hand, (0.8, 3.0)),
    (_panes, (1.5, 5.0)),
    (_bars, (1.5, 5.0)),
    (_slats, (1.5, 6.0)),
    (_leaves, (1.5, 6.0)),
)
