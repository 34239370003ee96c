"""Letters as pen strokes, as people write them: every word beside a number is made of them.

Those that alone may be a digit are not here: a c, o or D may be a 0, an l or i a 1, a z 2, an s 5, a b 6,
a g, q or y 9 or 4. The top of capitals and ascenders is at y = 0, the baseline at 1.
"""

from collections.abc import Callable

import numpy as np

from train.strokes import Stroke, curve, ellipse, join, uniform

LINK = 0.12  # usual distance of a word's letters


def _bowl(u: Callable, top: float, w: float) -> Stroke:
    """A circle from its right upper end, against the clock."""
    turn = u(-70, -20)
    return ellipse(w / 2, (1 + top) / 2, w / 2, (1 - top) / 2, turn, -u(290, 360))


def _hump(u: Callable, x: float, w: float, top: float, low: float, out: float) -> Stroke:
    """An n's arch from (x, low) on, down to the baseline."""
    return curve(
        (x, low), (x + 0.25 * w, top + 0.06), (x + 0.65 * w, top), (x + w, top + u(0.15, 0.3)),
        (x + w + u(-0.03, 0.03), 0.95), (x + w + out, 1.0),
    )  # fmt: skip


def _a(u: Callable, top: float) -> list[Stroke]:
    w = u(0.35, 0.65)
    stem = curve(
        (w + u(-0.02, 0.03), top - u(0.0, 0.06)),
        (w + u(-0.02, 0.03), 0.85),
        (w + u(0.06, 0.22), u(0.94, 1.0)),
    )
    return [join(_bowl(u, top, w), stem)]


def _d(u: Callable, top: float) -> list[Stroke]:
    w = u(0.35, 0.6)
    return [
        _bowl(u, top, w),
        curve((w + u(0.0, 0.08), u(-0.1, 0.1)), (w + u(-0.02, 0.03), 0.8), (w + u(0.0, 0.15), 1.0)),
    ]


def _e(u: Callable, top: float) -> list[Stroke]:
    w, middle = u(0.35, 0.6), top + u(0.4, 0.65) * (1 - top)
    way = curve((u(0.0, 0.1) * w, middle), (w, middle - u(0.0, 0.12)), (0.8 * w, top + 0.08), (0.5 * w, top),
                (0.08 * w, top + 0.35 * (1 - top)), (0.1 * w, 0.85), (0.5 * w, 1.0),
                (w * u(0.9, 1.3), u(0.82, 0.95)))  # fmt: skip
    return [way]


def _f(u: Callable, top: float) -> list[Stroke]:
    x, down = u(0.15, 0.25), u(0.95, 1.45)
    stem = curve(
        (x + u(0.2, 0.4), u(0.04, 0.15)),
        (x + 0.15, 0.0),
        (x + u(0.0, 0.04), 0.2),
        (x, 0.7),
        (x - u(0.0, 0.08), down),
    )
    return [stem, curve((x - u(0.1, 0.22), top + u(-0.03, 0.08)), (x + u(0.15, 0.35), top + u(-0.03, 0.05)))]


def _h(u: Callable, top: float) -> list[Stroke]:
    w = u(0.3, 0.55)
    return [join(curve((u(0.0, 0.06), 0.0), (0.0, 1.0)), _hump(u, 0.0, w, top, u(0.7, 1.0), u(0.0, 0.15)))]


def _k(u: Callable, top: float) -> list[Stroke]:
    w, knee = u(0.3, 0.5), u(0.6, 0.78)
    arms = join(
        curve((w, top + u(-0.05, 0.1)), (u(0.0, 0.1), knee)),
        curve((u(0.02, 0.15), knee), (w + u(-0.05, 0.12), 1.0)),
    )
    return [curve((u(0.0, 0.06), 0.0), (0.0, 1.0)), arms]


def _m(u: Callable, top: float) -> list[Stroke]:
    w = u(0.25, 0.42)
    first = _hump(u, 0.0, w, top, u(0.6, 0.95), 0.0)
    second = _hump(u, float(first[-1, 0]), w * u(0.8, 1.1), top, u(0.6, 0.95), u(0.0, 0.15))
    return [join(curve((u(-0.05, 0.0), top), (0.0, 1.0)), first, second)]


def _n(u: Callable, top: float) -> list[Stroke]:
    return [
        join(
            curve((u(-0.05, 0.0), top), (0.0, 1.0)),
            _hump(u, 0.0, u(0.28, 0.55), top, u(0.6, 0.95), u(0.0, 0.18)),
        )
    ]


def _p(u: Callable, top: float) -> list[Stroke]:
    w = u(0.3, 0.55)
    bowl = ellipse(w / 2, (1 + top) / 2, w / 2, (1 - top) / 2, u(-170, -130), u(270, 320))
    return [curve((u(-0.04, 0.03), top), (u(-0.06, 0.02), u(1.35, 1.6))), bowl]


def _r(u: Callable, top: float) -> list[Stroke]:
    w = u(0.25, 0.45)
    arm = curve((0.0, u(0.65, 0.9)), (0.35 * w, top + 0.08), (0.7 * w, top), (w, top + u(0.02, 0.14)))
    return [join(curve((u(-0.04, 0.0), top), (0.0, 1.0)), arm)]


def _t(u: Callable, top: float) -> list[Stroke]:
    x = u(0.18, 0.3)
    stem = curve(
        (x, u(0.0, 0.2)),
        (x + u(-0.03, 0.03), 0.8),
        (x + u(0.02, 0.12), u(0.96, 1.0)),
        (x + u(0.1, 0.28), u(0.88, 0.96)),
    )
    return [stem, curve((x - u(0.15, 0.3), top + u(-0.05, 0.06)), (x + u(0.15, 0.35), top + u(-0.06, 0.04)))]


def _u(u: Callable, top: float) -> list[Stroke]:
    w = u(0.32, 0.55)
    cup = curve((0.0, top), (u(0.0, 0.04), 0.8), (0.4 * w, 1.0), (0.9 * w, 0.82), (w, top + u(-0.02, 0.04)))
    return [join(cup, curve((w, top), (w + u(-0.02, 0.03), 0.9), (w + u(0.04, 0.2), 1.0)))]


def _v(u: Callable, top: float) -> list[Stroke]:
    w = u(0.35, 0.6)
    return [
        join(curve((0.0, top), (w * u(0.4, 0.55), 1.0)), curve((w * 0.48, 1.0), (w, top + u(-0.05, 0.05))))
    ]


def _w(u: Callable, top: float) -> list[Stroke]:
    w, peak = u(0.55, 0.9), top + u(0.0, 0.3) * (1 - top)
    points = [(0.0, top), (0.25 * w, 1.0), (0.5 * w, peak), (0.75 * w, 1.0), (w, top + u(-0.05, 0.05))]
    if u(0, 1) < 0.4:  # round
        return [curve(*points)]
    return [np.array(points)]


def _x(u: Callable, top: float) -> list[Stroke]:
    w = u(0.35, 0.6)
    return [
        curve((0.0, top), (0.5 * w, u(0.65, 0.75)), (w, 1.0)),
        curve((w, top + u(-0.04, 0.04)), (0.5 * w, 0.7), (0.0, 1.0)),
    ]


def _cap_a(u: Callable, _top: float) -> list[Stroke]:
    w, bar = u(0.5, 0.9), u(0.5, 0.75)
    return [
        np.array([(0.0, 1.0), (w * u(0.4, 0.6), 0.0), (w, 1.0)]),
        curve((0.5 * w * (1 - bar), bar), (w - 0.5 * w * (1 - bar), bar)),
    ]


def _cap_e(u: Callable, _top: float) -> list[Stroke]:
    w = u(0.4, 0.65)
    return [
        np.array([(w, u(-0.03, 0.04)), (0.0, 0.0), (u(-0.04, 0.04), 1.0), (w, u(0.96, 1.03))]),
        curve((0.0, u(0.42, 0.55)), (w * u(0.6, 1.0), 0.48)),
    ]


def _cap_h(u: Callable, _top: float) -> list[Stroke]:
    w, bar = u(0.4, 0.75), u(0.4, 0.6)
    return [
        curve((0.0, 0.0), (0.0, 1.0)),
        curve((w, u(-0.05, 0.05)), (w + u(-0.05, 0.05), 1.0)),
        curve((0.0, bar), (w, bar + u(-0.05, 0.05))),
    ]


def _cap_k(u: Callable, _top: float) -> list[Stroke]:
    w, knee = u(0.4, 0.65), u(0.45, 0.6)
    return [
        curve((0.0, 0.0), (0.0, 1.0)),
        np.array([(w, u(-0.04, 0.08)), (u(0.0, 0.08), knee), (w + u(-0.05, 0.1), 1.0)]),
    ]


def _cap_l(u: Callable, _top: float) -> list[Stroke]:
    return [np.array([(u(0.0, 0.08), 0.0), (0.0, 1.0), (u(0.35, 0.65), u(0.95, 1.02))])]


def _cap_m(u: Callable, _top: float) -> list[Stroke]:
    w = u(0.6, 1.0)
    return [
        np.array(
            [(u(-0.1, 0.05), 1.0), (0.05, 0.0), (0.5 * w, u(0.4, 0.9)), (w, 0.0), (w + u(-0.05, 0.1), 1.0)]
        )
    ]


def _cap_n(u: Callable, _top: float) -> list[Stroke]:
    w = u(0.45, 0.8)
    return [np.array([(0.0, 1.0), (u(-0.03, 0.03), 0.0), (w, 1.0), (w + u(-0.03, 0.03), u(-0.08, 0.03))])]


def _cap_p(u: Callable, _top: float) -> list[Stroke]:
    w, low = u(0.35, 0.6), u(0.42, 0.58)
    bow = curve((0.0, u(-0.03, 0.03)), (0.6 * w, 0.0), (w, low / 2), (0.6 * w, low), (0.0, low))
    if u(0, 1) < 0.5:
        return [curve((0.0, 0.0), (0.0, 1.0)), bow]
    return [curve((0.0, 0.0), (0.0, 1.0)), join(bow, curve((0.1, low), (w + u(-0.05, 0.1), 1.0)))]  # an R


def _cap_t(u: Callable, _top: float) -> list[Stroke]:
    w = u(0.55, 0.9)
    x = w * u(0.42, 0.58)
    return [curve((0.0, u(-0.03, 0.03)), (w, u(-0.03, 0.03))), curve((x, 0.0), (x + u(-0.05, 0.05), 1.0))]


LETTERS = (_a, _d, _e, _f, _h, _k, _m, _n, _p, _r, _t, _u, _v, _w, _x)
CAPITALS = (_cap_a, _cap_e, _cap_h, _cap_k, _cap_l, _cap_m, _cap_n, _cap_p, _cap_t)


def letter(rng: np.random.Generator) -> list[Stroke]:
    """Returns the strokes of one letter, narrow to wide."""
    options = LETTERS if rng.random() < 0.75 else CAPITALS
    wide = (float(rng.uniform(0.75, 1.35)), 1.0)
    return [stroke * wide for stroke in _strokes(rng, options[rng.integers(len(options))])]


def word(rng: np.random.Generator, count: int) -> list[Stroke]:
    """Returns the strokes of `count` letters of one hand, most of them joined."""
    top, wide, joined = rng.uniform(0.35, 0.6), rng.uniform(0.65, 1.2), rng.random() < 0.7
    strokes: list[Stroke] = []
    for index in range(count):
        capital = index == 0 and rng.random() < 0.2
        options = CAPITALS if capital else LETTERS
        made = _strokes(rng, options[rng.integers(len(options))], top)
        made = [stroke * (wide, 1.0) for stroke in made]
        if strokes:
            right = max(stroke[:, 0].max() for stroke in strokes)
            left = min(stroke[:, 0].min() for stroke in made)
            # Each stroke by itself: hurried hands do not put them exactly together.
            made = [stroke + np.array([right - left + rng.uniform(-0.4, 1.0) * LINK, 0.0]) for stroke in made]
            if joined and rng.random() < 0.8:
                strokes.append(np.array([strokes[-1][-1], made[0][0]]))
        strokes += made
    return strokes


def _strokes(rng: np.random.Generator, draw: Callable, top: float | None = None) -> list[Stroke]:
    top = float(rng.uniform(0.35, 0.6)) if top is None else top
    return draw(uniform(rng), top)
