"""Small drawings as people put them beside their notes: rings, bars and hooks that are no digits."""

from collections.abc import Callable

import cv2
import numpy as np

from train.scenes.noise import clouds

Strokes = list[np.ndarray]  # each (n, 2) float, points (x, y) from -1 to 1

LOBES = 0.35  # of its radius: how far a lobe stands out
POINTS = 60  # of each stroke when it is drawn


def drawings(rng: np.random.Generator, shape: tuple[int, int], width: float) -> np.ndarray:
    """Draws one to eight things that do not overlap; (h, w) float32 coverage.

    Args:
        shape: (h, w).
        width: of the stroke as a part of a drawing's size.
    """
    h, w = shape
    cover = np.zeros(shape, np.float32)
    taken: list[tuple[float, float, float]] = []
    for _ in range(rng.integers(1, 9)):
        size = rng.uniform(0.05, 0.22) * min(h, w)
        x, y = rng.uniform(size, w - size), rng.uniform(size, h - size)
        if any(np.hypot(x - u, y - v) < 1.5 * (size + r) for u, v, r in taken):
            continue
        taken.append((x, y, size))
        thickness = max(1, round(2 * width * size))
        for stroke in _turned(rng, THINGS[rng.integers(len(THINGS))](rng)):
            points = _by_hand(rng, stroke) * size + (x, y)
            cv2.polylines(cover, [np.int32(points * 16)], False, 1.0, thickness, cv2.LINE_AA, 4)
    return cover


def _turned(rng: np.random.Generator, strokes: Strokes) -> Strokes:
    turn, (wide, tall) = rng.normal(0, 0.12), rng.uniform(0.8, 1.0, 2)
    return [stroke * (wide, tall) @ _turn(turn) for stroke in strokes]


def _turn(angle: float) -> np.ndarray:
    """Returns the (2, 2) matrix that turns points by an angle in radians, clockwise on the page."""
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def _by_hand(rng: np.random.Generator, stroke: np.ndarray) -> np.ndarray:
    """Returns the points of a stroke, many of them, where an unsteady hand puts them."""
    far = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    at = np.linspace(0, far[-1], POINTS)
    points = np.stack([np.interp(at, far, stroke[:, i]) for i in (0, 1)], 1)
    tremble = np.stack([clouds(rng, (1, POINTS), 12)[0] for _ in range(2)], 1)
    return points + 0.02 * tremble + rng.normal(0, 0.015, 2)


def _line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, np.float64)


def _arc(
    x: float, y: float, wide: float, tall: float, start: float = 0.0, end: float = 360.0, lobes: int = 0
) -> np.ndarray:
    """Returns an arc of an ellipse, from and to degrees, with that many lobes around it."""
    t = np.radians(np.linspace(start, end, 16 + 8 * lobes))
    reach = 1 + LOBES * np.abs(np.sin(lobes * t / 2))
    return np.stack([x + wide * reach * np.cos(t), y + tall * reach * np.sin(t)], 1)


def _sun(rng: np.random.Generator) -> Strokes:
    rays = np.linspace(0, 2 * np.pi, rng.integers(7, 14), endpoint=False)
    inner, outer = rng.uniform(0.55, 0.65), rng.uniform(0.85, 1.0)
    tips = [(np.cos(t), np.sin(t)) for t in rays]
    return [_arc(0, 0, 0.5, 0.5)] + [_line((inner * x, inner * y), (outer * x, outer * y)) for x, y in tips]


def _flower(rng: np.random.Generator) -> Strokes:
    heart = rng.uniform(0.15, 0.22)
    return [
        _arc(0, -0.45, heart, heart),
        _arc(0, -0.45, 0.4, 0.4, lobes=int(rng.integers(5, 9))),
        _line((0, 0.02), (0.03, 0.5), (0, 1)),
        _arc(0.2, 0.55, 0.18, 0.1, -40, 320),
    ]


def _face(rng: np.random.Generator) -> Strokes:
    eye = rng.uniform(0.05, 0.14)
    start, end = (20, 160) if rng.random() < 0.7 else (200, 340)
    mouth = _arc(0, 0.25 if start < 180 else 0.6, 0.4, 0.3, start, end)
    eyes = [_arc(side * 0.35, -0.25, eye, eye * 1.2) for side in (-1, 1)]
    nose = [_line((0, -0.1), (-0.08, 0.15), (0.06, 0.15))] if rng.random() < 0.5 else []
    return [_arc(0, 0, 0.9, 0.95), *eyes, mouth, *nose]


def _cat(rng: np.random.Generator) -> Strokes:
    ears = [_line((-0.7, -0.3), (-0.65, -1), (-0.2, -0.6)), _line((0.7, -0.3), (0.65, -1), (0.2, -0.6))]
    hairs = [_line((side * 0.15, y), (side * 0.95, 1.6 * y)) for side in (-1, 1) for y in (0.12, 0.2)]
    return [_arc(0, 0.1, 0.75, 0.7), *ears, *_face(rng)[1:3], *hairs, _arc(0, 0.15, 0.08, 0.06)]


def _house(rng: np.random.Generator) -> Strokes:
    box = _line((-0.7, 1), (-0.7, -0.1), (0.7, -0.1), (0.7, 1), (-0.7, 1))
    door = _line((0.1, 1), (0.1, 0.4), (0.45, 0.4), (0.45, 1))
    window = _line((-0.5, 0.1), (-0.15, 0.1), (-0.15, 0.45), (-0.5, 0.45), (-0.5, 0.1))
    smoke = [_arc(0.45, -0.85, 0.15, 0.12)] if rng.random() < 0.4 else []
    return [box, _line((-0.9, -0.05), (0, -0.9), (0.9, -0.05)), door, window, *smoke]


def _tree(rng: np.random.Generator) -> Strokes:
    return [_arc(0, -0.25, 0.55, 0.55, lobes=int(rng.integers(6, 10))), *_trunk()]


def _fir(rng: np.random.Generator) -> Strokes:
    return [_line((-0.7, 0.35), (0, -1), (0.7, 0.35), (-0.7, 0.35)), *_trunk()]


def _trunk() -> Strokes:
    return [_line((-0.1, 1), (-0.1, 0.35)), _line((0.1, 1), (0.1, 0.35))]


def _star(rng: np.random.Generator) -> Strokes:
    t = np.radians(-90 + 144 * np.arange(6))
    return [np.stack([np.cos(t), np.sin(t)], 1)]


def _heart(rng: np.random.Generator) -> Strokes:
    t = np.linspace(0, 2 * np.pi, 40)
    x = np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 16
    return [np.stack([x, y], 1)]


def _arrow(rng: np.random.Generator) -> Strokes:
    head, t = rng.uniform(0.25, 0.45), rng.uniform(0, 2 * np.pi)
    strokes = [_line((-1, 0), (1, 0)), _line((1 - head, -head), (1, 0), (1 - head, head))]
    return [stroke @ _turn(t) for stroke in strokes]


def _fish(rng: np.random.Generator) -> Strokes:
    tail = _line((0.5, 0.0), (1, -0.4), (1, 0.4), (0.5, 0.0))
    return [_arc(-0.2, 0, 0.7, 0.4), tail, _arc(-0.6, -0.1, 0.06, 0.06)]


def _umbrella(rng: np.random.Generator) -> Strokes:
    handle = np.concatenate([_line((0, -0.9), (0, 0.8)), _arc(-0.15, 0.8, 0.15, 0.18, 0, 180)])
    ribs = [_arc(x, 0, 0.3, 0.2, 180, 360) for x in (-0.6, 0, 0.6)]
    return [_arc(0, 0, 0.9, 0.85, 180, 360), *ribs, handle]


def _cloud(rng: np.random.Generator) -> Strokes:
    return [_arc(0, 0, 0.75, 0.45, lobes=int(rng.integers(5, 9)))]


def _man(rng: np.random.Generator) -> Strokes:
    limbs = [_line((-0.4, 1), (0, 0.4), (0.4, 1)), _line((-0.5, 0.1), (0, -0.2), (0.5, 0.1))]
    return [_arc(0, -0.75, 0.22, 0.25), _line((0, -0.5), (0, 0.4)), *limbs]


def _game(rng: np.random.Generator) -> Strokes:
    bars = [_line((-1, v), (1, v)) for v in (-0.33, 0.33)] + [_line((v, -1), (v, 1)) for v in (-0.33, 0.33)]
    for cell in rng.choice(9, rng.integers(3, 7), replace=False):
        x, y = (cell % 3 - 1) * 0.66, (cell // 3 - 1) * 0.66
        if rng.random() < 0.5:
            bars.append(_arc(x, y, 0.2, 0.2))
        else:
            bars += [stroke / 3 + (x, y) for stroke in _cross(rng)]
    return bars


def _chart(rng: np.random.Generator) -> Strokes:
    boxes = [
        _line((x, y), (x + 0.6, y), (x + 0.6, y + 0.4), (x, y + 0.4), (x, y))
        for x, y in ((-0.3, -1), (-1, 0.5), (0.4, 0.5))
    ]
    return [*boxes, _line((-0.1, -0.6), (-0.7, 0.45)), _line((0.1, -0.6), (0.7, 0.45))]


def _balloon(rng: np.random.Generator) -> Strokes:
    return [
        _arc(0, -0.45, 0.45, 0.55),
        _line((0, 0.1), (-0.08, 0.2), (0.08, 0.2), (0, 0.1)),
        _line((0, 0.2), (0.1, 0.5), (-0.05, 0.75), (0.05, 1)),
    ]


def _cup(rng: np.random.Generator) -> Strokes:
    body = _line((-0.6, -0.5), (-0.5, 0.8), (0.4, 0.8), (0.5, -0.5))
    return [_arc(-0.05, -0.5, 0.55, 0.15), body, _arc(0.5, 0.1, 0.35, 0.35, -80, 80)]


def _tick(rng: np.random.Generator) -> Strokes:
    return [_line((-0.6, 0.1), (-0.2, 0.6), (0.7, -0.8))]


def _cross(rng: np.random.Generator) -> Strokes:
    return [_line((-0.6, -0.6), (0.6, 0.6)), _line((0.6, -0.6), (-0.6, 0.6))]


THINGS: tuple[Callable[[np.random.Generator], Strokes], ...] = (
    _arrow,
    _balloon,
    _cat,
    _chart,
    _cloud,
    _cross,
    _cup,
    _face,
    _fir,
    _fish,
    _flower,
    _game,
    _heart,
    _house,
    _man,
    _star,
    _sun,
    _tick,
    _tree,
    _umbrella,
)
