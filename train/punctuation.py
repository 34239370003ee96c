"""Signs that people write beside numbers, as pen strokes: digits reach from y = 0 to their baseline at 1."""

from collections.abc import Callable

import numpy as np

from train.strokes import Stroke, curve, ellipse, join, uniform

Draw = Callable[[Callable], list[Stroke]]


def sign(rng: np.random.Generator, place: str) -> list[Stroke]:
    """Returns the strokes of a sign that stands "before" a number, "after" it or "between" its digits."""
    options = SIGNS[place]
    return options[rng.integers(len(options))](uniform(rng))


def _closing_bracket(u: Callable) -> list[Stroke]:
    top, bottom, bow = -u(0.0, 0.2), 1 + u(0.0, 0.25), u(0.12, 0.35)
    return [curve((0, top), (0.75 * bow, 0.25), (bow, 0.5), (0.75 * bow, 0.75), (0, bottom))]


def _opening_bracket(u: Callable) -> list[Stroke]:
    return [stroke * (-1.0, 1.0) for stroke in _closing_bracket(u)]


def _dash(u: Callable) -> list[Stroke]:
    y = u(0.4, 0.6)
    return [curve((0, y), (u(0.25, 0.6), y + u(-0.05, 0.05)))]


def _plus(u: Callable) -> list[Stroke]:
    (bar,) = _dash(u)
    x, half = bar[-1, 0] / 2, u(0.18, 0.3)
    return [bar, curve((x + u(-0.03, 0.03), 0.5 - half), (x, 0.5 + half))]


def _times(u: Callable) -> list[Stroke]:
    size, y = u(0.25, 0.4), u(0.45, 0.6)
    low, high = y - size / 2, y + size / 2
    return [curve((0, low), (size, high + u(-0.04, 0.04))), curve((size, low), (0, high + u(-0.04, 0.04)))]


def _equals(u: Callable) -> list[Stroke]:
    (bar,), apart = _dash(u), u(0.16, 0.26)
    return [bar + np.array([aside, y]) for aside, y in ((0.0, -apart / 2), (u(-0.04, 0.04), apart / 2))]


def _hash(u: Callable) -> list[Stroke]:
    lean, apart, rise = u(0.0, 0.2), u(0.22, 0.34), u(-0.06, 0.02)
    upright = [curve((x + lean, u(-0.03, 0.12)), (x, u(0.88, 1.03))) for x in (0.2, 0.2 + apart)]
    level = [curve((0, y), (0.55 + apart, y + rise)) for y in (u(0.28, 0.38), u(0.58, 0.72))]
    return upright + level


def _arrow(u: Callable) -> list[Stroke]:
    long, y, head = u(0.5, 1.1), u(0.45, 0.6), u(0.15, 0.25)
    tip = (long, y)
    return [
        curve((0, y), tip),
        join(np.array([(long - head, y - head), tip]), np.array([(long - head, y + head)])),
    ]


def _dot(u: Callable, x: float = 0.0, y: float = 0.98) -> Stroke:
    return curve((x, y), (x + u(0.0, 0.03), y + u(0.0, 0.03)))


def _full_stop(u: Callable) -> list[Stroke]:
    return [_dot(u)]


def _colon(u: Callable) -> list[Stroke]:
    return [_dot(u, 0.0, u(0.3, 0.5)), _dot(u, 0.0, u(0.75, 0.95))]


def _comma(u: Callable) -> list[Stroke]:
    return [curve((0.08, 0.93), (0.07, 1.03), (u(-0.08, 0.02), u(1.12, 1.25)))]


def _exclamation_mark(u: Callable) -> list[Stroke]:
    lean = u(-0.02, 0.12)
    return [curve((lean, u(-0.08, 0.05)), (0, u(0.6, 0.72))), _dot(u, u(-0.05, 0.02))]


def _question_mark(u: Callable) -> list[Stroke]:
    r, x = u(0.15, 0.25), u(0.15, 0.25)
    bow = ellipse(x, 0.24, r, 0.24, u(170, 200), u(220, 260))
    return [join(bow, np.array([(x, 0.58), (x + u(-0.03, 0.03), u(0.65, 0.75))])), _dot(u, x)]


def _percent_sign(u: Callable) -> list[Stroke]:
    r, wide = u(0.09, 0.15), u(0.45, 0.7)
    rings = [ellipse(r, r + 0.05, r, 1.2 * r), ellipse(wide, 0.95 - r, r, 1.2 * r)]
    return [curve((wide, u(0.0, 0.1)), (r, u(0.9, 1.0))), *rings]


def _degree(u: Callable) -> list[Stroke]:
    r = u(0.08, 0.13)
    return [ellipse(r, r, r, r)]


def _euro_sign(u: Callable) -> list[Stroke]:
    wide, y, apart = u(0.45, 0.65), u(0.4, 0.48), u(0.12, 0.2)
    bars = [curve((0.0, level), (u(0.8, 1.0) * wide, level + u(-0.03, 0.02))) for level in (y, y + apart)]
    return [ellipse(0.12 + wide / 2, 0.5, wide / 2, 0.5, -u(40, 60), -u(260, 290)), *bars]


def _tick(u: Callable) -> list[Stroke]:
    low = u(0.15, 0.3)
    return [
        join(
            curve((0, u(0.4, 0.6)), (low, u(0.88, 1.0))),
            curve((low, 0.95), (low + u(0.3, 0.6), u(-0.1, 0.1))),
        )
    ]


SIGNS: dict[str, tuple[Draw, ...]] = {
    "before": (_opening_bracket, _dash, _plus, _equals, _hash, _arrow, _euro_sign),
    "after": (
        _closing_bracket,
        _full_stop,
        _colon,
        _comma,
        _exclamation_mark,
        _question_mark,
        _percent_sign,
        _degree,
        _euro_sign,
        _tick,
        _equals,
    ),
    "between": (_full_stop, _colon, _comma, _dash, _plus, _equals, _times),
}
