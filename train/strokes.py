"""Digits as pen strokes, for the hands that MNIST lacks: European ones, crossed 7s, long-nosed 1s, open 4s.

Each digit is a few curves through points in a box of about 1 x 1 (x to the right, y down), drawn at
random within what people write. `field` makes the same kind of field as an MNIST image has, so the same
pens write it.
"""

from collections.abc import Callable

import cv2
import numpy as np

SCALE = 84  # px, height of the unit box in the field
MARGIN = 18  # px around it

Stroke = np.ndarray  # (n, 2) float, points on the pen's way


def curve(*points: tuple[float, float], steps: int = 12) -> Stroke:
    """Returns a smooth way through the points (Catmull-Rom)."""
    p = np.array(points, float)
    if len(p) == 2:
        return p
    p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        parts.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - 3 * c + d - a) * t**3)
        )
    return np.concatenate([*parts, p[-2:-1]])


def ellipse(x: float, y: float, rx: float, ry: float, start: float = -90, sweep: float = 360) -> Stroke:
    """Returns an arc around (x, y) from the angle `start` over `sweep` degrees, clockwise on the page."""
    t = np.deg2rad(start + np.linspace(0, sweep, 40))
    return np.stack([x + rx * np.cos(t), y + ry * np.sin(t)], 1)


def join(*parts: Stroke) -> Stroke:
    """Joins ways with corners between them into one stroke."""
    return np.concatenate(parts)


def _zero(u: Callable) -> list[Stroke]:
    rx = u(0.2, 0.52)
    start, sweep = u(-140, -30), u(345, 385)
    spiral = ellipse(0.5, 0.5, rx, 0.5, start, sweep)
    spiral[:, 0] += np.linspace(0, u(-0.08, 0.08), len(spiral))
    return [spiral]


def _one(u: Callable) -> list[Stroke]:
    kind = u(0, 1)
    if kind > 0.95:
        return [_looped_one(u)]
    # A short nose that hardly slopes; a 7's bar is longer, and its stem leans more.
    level = 0.15 < kind < 0.42
    lean = u(-0.06, 0.12) if level else u(-0.06, 0.2)
    top, bottom = (0.5 + lean, 0.0), (0.5 - lean + u(-0.03, 0.03), 1.0)
    stem = curve(top, ((top[0] + bottom[0]) / 2 + u(-0.02, 0.02), 0.5), bottom)
    if kind <= 0.15:
        return [stem]
    if level:
        reach = u(0.08, 0.28)
        drop = reach * u(-0.1, 0.75)
    elif kind < 0.6:  # a nose
        reach = u(0.1, 0.45)
        drop = min(reach * u(0.7, 1.5), 0.6)
    else:  # a long up-stroke, steep or from far away
        reach = u(0.12, 0.85)
        drop = u(max(0.3, 0.8 * reach), 0.95)
    nose = (top[0] - reach, drop)
    stands_out = not level and u(0, 1) < 0.25  # the stem above where the nose meets it
    meets = u(0.0, 0.3) if stands_out else 0.0
    end = (top[0] + meets * (bottom[0] - top[0]), meets)
    middle = ((nose[0] + end[0]) / 2, (nose[1] + end[1]) / 2 + u(-0.04, 0.06))
    if level and u(0, 1) < 0.3:  # bent instead of broken at the top
        strokes = [curve(nose, (top[0] - 0.4 * reach, min(0.0, drop)), (top[0], u(0.06, 0.14)), bottom)]
    elif stands_out:
        strokes = [curve(nose, middle, end), stem]
    else:
        strokes = [join(curve(nose, middle, end), stem)]
    if u(0, 1) < 0.35:
        foot = u(0.1, 0.4)
        tilt = u(-0.03, 0.03)
        strokes.append(curve((bottom[0] - foot, 1 + tilt), (bottom[0] + foot * u(0.6, 1.2), 1 - tilt)))
    return strokes


def _looped_one(u: Callable) -> Stroke:
    """Returns an up-stroke that turns down in a narrow loop, as in a written l."""
    x, lean, wide = 0.5, u(0.05, 0.3), u(0.05, 0.12)
    crosses = u(0.35, 0.6)
    return curve(
        (x - lean - u(0.15, 0.4), u(0.75, 1.0)),
        (x - 0.5 * lean, crosses + u(0.0, 0.05)),
        (x + wide, u(0.14, 0.2)),
        (x, 0.0),
        (x - wide, u(0.1, 0.2)),
        (x - 0.5 * lean, crosses),
        (x - lean + u(0.0, 0.08), 1.0),
    )


def _two(u: Callable) -> list[Stroke]:
    left, right = u(0.0, 0.12), u(0.68, 0.85)
    arc = [
        (left, u(0.15, 0.32)),
        (0.2, u(0.03, 0.08)),
        (0.46, 0.0),
        (right, u(0.18, 0.28)),
        (right - 0.1, u(0.4, 0.52)),
    ]
    if u(0, 1) < 0.2:  # begun with a curl
        arc = [
            (left + u(0.08, 0.24), u(0.26, 0.4)),
            (left - 0.02, u(0.24, 0.34)),
            (left + 0.02, u(0.1, 0.18)),
            *arc[1:],
        ]
    if u(0, 1) < 0.4:  # the loop at the foot
        x, y, size = u(0.02, 0.15), u(0.84, 0.96), u(0.7, 1.7)
        way = curve(*arc, (0.35, 0.78), (x + 0.08, 0.98), (x - 0.04 * size, y - 0.02),
                    (x + 0.13 * size, y - 0.09 * size), (0.5, u(0.93, 1.0)),
                    (u(0.75, 1.15), u(0.82, 1.0)))  # fmt: skip
        return [way]
    corner = (u(0.0, 0.1), 1.0)
    base = curve(corner, (0.45, 1.0 - u(-0.02, 0.05)), (u(0.7, 1.0), 1.0 - u(-0.03, 0.06)))
    return [join(curve(*arc, (0.3, 0.77), corner), base)]


def _three(u: Callable) -> list[Stroke]:
    belly = [(u(0.7, 0.85), u(0.5, 0.6)), (u(0.75, 0.9), u(0.72, 0.8)), (0.48, 1.0), (u(0.12, 0.25), 0.97),
             (u(0.0, 0.08), u(0.8, 0.9))]  # fmt: skip
    if u(0, 1) < 0.4:  # flat-topped
        knee = (u(0.28, 0.42), u(0.36, 0.45))
        top = join(curve((u(0.02, 0.12), u(-0.02, 0.05)), (u(0.7, 0.85), 0.0)), curve((0.78, 0.0), knee))
        return [join(top, curve(knee, (0.55, knee[1] + u(-0.02, 0.04)), *belly))]
    knee = (u(0.3, 0.42), u(0.42, 0.49))
    top = curve(
        (u(0.0, 0.12), u(0.1, 0.2)),
        (0.2, 0.03),
        (0.45, 0.0),
        (u(0.65, 0.8), u(0.15, 0.24)),
        (0.6, 0.38),
        knee,
    )
    return [join(top, curve(knee, (0.6, knee[1] + u(0.0, 0.04)), *belly))]


def _four(u: Callable) -> list[Stroke]:
    bar, reach = u(0.5, 0.78), u(0.72, 1.05)
    stem_x = u(0.5, 0.75)
    corner = (u(0.0, 0.12), bar + u(-0.03, 0.06))
    end = curve(corner, (reach, bar + u(-0.1, 0.05)))
    kind = u(0, 1)
    if kind < 0.1:
        return [_round_four(u)]
    if kind < 0.7:  # open
        top_x = u(0.1, 0.42) if u(0, 1) < 0.6 else u(0.42, stem_x)  # steep, or leaning far like a Z's stroke
        stem_top = u(0.0, 0.45) if top_x < 0.42 else u(0.3, bar - 0.05)
        first = join(
            curve((top_x, u(0.0, 0.08)), ((top_x + corner[0]) / 2 - u(-0.03, 0.1), 0.35), corner), end
        )
        return [first, curve((stem_x + u(0.0, 0.1), stem_top), (stem_x + u(-0.18, 0.03), 1.0))]
    stem = curve((stem_x, 0.0), (stem_x + u(-0.08, 0.04), 1.0))
    return [join(curve((stem_x + u(-0.03, 0.03), 0.0), corner), end), stem]


def _round_four(u: Callable) -> Stroke:
    """Returns an open 4 in one stroke, bent where others have a corner; its tail begins at the bar's end."""
    bar, right = u(0.42, 0.7), u(0.7, 0.95)
    lifted = bar - u(0.0, 0.2)
    away = curve((u(0.35, 0.85), 0.0), (u(0.12, 0.26), 0.55 * bar), (u(0.0, 0.06), 0.9 * bar),
                 (u(0.15, 0.25), bar + 0.03), (right, lifted))  # fmt: skip
    return join(away, curve((right, lifted), (right - 0.02, bar + 0.12), (right - u(-0.02, 0.16), 1.0)))


def _five(u: Callable) -> list[Stroke]:
    x, neck = u(0.1, 0.25), u(0.36, 0.48)
    top = u(0.0, 0.06)
    belly = curve((x, neck), (0.45, neck - u(0.0, 0.07)), (u(0.75, 0.9), u(0.58, 0.66)),
                  (u(0.68, 0.85), 0.86), (0.4, 1.0), (u(0.0, 0.12), u(0.86, 0.98)))  # fmt: skip
    down = join(curve((x + u(0.0, 0.1), top), (x, neck)), belly)
    away = u(-0.02, 0.12)  # the bar may stand apart
    lift = u(-0.05, 0.04)
    bar = curve((x + away, top + lift), (u(0.7, 1.0), top + lift + u(-0.09, 0.04)))
    if u(0, 1) < 0.35:  # in one stroke
        return [join(bar[::-1], curve(bar[0], (x, neck)), belly)]
    return [down, bar]


def _six(u: Callable) -> list[Stroke]:
    loop = u(0.44, 0.72)
    way = curve((u(0.5, 0.85), u(0.0, 0.04)), (u(0.28, 0.42), 0.22), (u(0.05, 0.14), 0.55), (0.08, 0.84),
                (0.38, 1.0), (u(0.68, 0.82), 0.84), (u(0.62, 0.76), loop + 0.07), (0.42, loop),
                (u(0.1, 0.2), loop + u(0.12, 0.2)))  # fmt: skip
    return [way]


def _seven(u: Callable) -> list[Stroke]:
    right = (u(0.68, 0.92), u(-0.04, 0.05))
    left = (u(0.0, 0.12), u(-0.02, 0.08))
    foot = (u(0.12, 0.6), 1.0)
    middle = ((right[0] + foot[0]) / 2 + u(-0.1, 0.04), 0.5)
    bar = curve(left, (0.4, (left[1] + right[1]) / 2 + u(-0.03, 0.06)), right)
    if u(0, 1) < 0.2:  # a wave
        sag = u(0.03, 0.1)
        bar = curve(left, (0.22, left[1] - 0.3 * sag), (0.5, (left[1] + right[1]) / 2 + sag), right)
    if u(0, 1) < 0.35:  # with a hook
        bar = join(curve((left[0] + u(-0.03, 0.03), left[1] + u(0.08, 0.3)), left), bar)
    strokes = [join(bar, curve(right, middle, foot))]
    if u(0, 1) < 0.6:  # crossed
        y = u(0.38, 0.68)
        x = float(np.interp(y, [0, 0.5, 1], [right[0], middle[0], foot[0]]))
        tilt = u(-0.08, 0.05)
        strokes.append(curve((x - u(0.14, 0.42), y - tilt), (x + u(0.14, 0.42), y + tilt)))
    return strokes


def _eight(u: Callable) -> list[Stroke]:
    waist = u(0.4, 0.52)
    top, bottom = u(0.2, 0.34), u(0.26, 0.42)
    if u(0, 1) < 0.5:  # two circles
        slip = u(-0.04, 0.06)
        return [
            ellipse(0.5 + u(-0.05, 0.05), waist / 2 + slip / 2, top, waist / 2, u(-180, 180), u(340, 375)),
            ellipse(0.5, (1 + waist) / 2, bottom, (1 - waist) / 2, u(-180, 180), u(340, 375)),
        ]
    way = curve((0.5 + top * u(0.6, 1.0), u(0.06, 0.16)), (0.52, 0.0), (0.5 - top, waist / 2), (0.5, waist),
                (0.5 + bottom, (1 + waist) / 2), (0.5, 1.0), (0.5 - bottom, (1 + waist) / 2), (0.52, waist),
                (0.5 + top * u(0.8, 1.0), waist / 2 - 0.02),
                (0.5 + top * u(0.4, 0.9), u(0.02, 0.12)))  # fmt: skip
    return [way[: len(way) - int(u(0, 12))]] if u(0, 1) < 0.3 else [way]  # its top may stay open


def _nine(u: Callable) -> list[Stroke]:
    ry = u(0.17, 0.3)
    rx = u(0.22, 0.38)
    right = 0.42 + rx
    loop = ellipse(0.42, ry, rx, ry, u(-60, -20), -u(285, 345))
    top = (right + u(-0.02, 0.04), u(0.02, 0.2))
    kind = u(0, 1)
    if kind < 0.3:  # hooked
        stem = curve(
            top,
            (right + u(-0.01, 0.04), 0.5),
            (right - 0.04, 0.8),
            (0.42, 1.0),
            (u(0.02, 0.18), u(0.85, 0.96)),
        )
    elif kind < 0.6:  # on a base, like a 3 or an S with a closed top
        neck = u(-0.06, 0.04) if kind < 0.48 else u(-0.26, -0.06)
        belly, base = right + u(-0.04, 0.1), u(0.94, 1.0)
        stem = curve(top, (right + neck, 2 * ry), (belly, 0.76), (u(0.4, 0.55), base),
                     (u(-0.1, 0.12), base - u(-0.03, 0.14)))  # fmt: skip
    elif kind < 0.82:  # straight
        stem = curve(top, (right - u(0.0, 0.25), 1.0))
    else:  # bent
        stem = curve(top, (right - 0.02, 0.5), (u(0.1, 0.5), 1.0))
    return [join(loop, stem)]


NARROWEST = (0.8, 0.8, 0.5, 0.55, 0.55, 0.55, 0.65, 0.62, 0.7, 0.65)  # as parts of the usual width
DIGITS = (_zero, _one, _two, _three, _four, _five, _six, _seven, _eight, _nine)


def digit(rng: np.random.Generator, value: int) -> list[Stroke]:
    """Returns the strokes of one way to write `value`, narrow to wide."""
    wide = (float(rng.uniform(NARROWEST[value], 1.3)), 1.0)
    return [stroke * wide for stroke in DIGITS[value](uniform(rng))]


def uniform(rng: np.random.Generator) -> Callable[[float, float], float]:
    """Returns a function that draws a number between two others."""
    return lambda low, high: float(rng.uniform(low, high))


def widths(value: int) -> tuple[float, float]:
    """Returns the stroke widths, as parts of the height, in which a synthetic digit stays legible."""
    return (0.03, 0.36) if value == 1 else (0.03, 0.22) if value in (2, 3, 5, 7) else (0.03, 0.17)


def field(strokes: list[Stroke]) -> np.ndarray:
    """Returns the distances to the strokes' middle, (h, w) float32, with `SCALE` px to the unit."""
    points = np.concatenate(strokes)
    low = points.min(0)
    w, h = np.int32(np.ceil((points.max(0) - low) * SCALE)) + 2 * MARGIN + 1
    ground = np.ones((h, w), np.uint8)
    for stroke in strokes:
        way = np.int32(np.rint(((stroke - low) * SCALE + MARGIN) * 16))
        cv2.polylines(ground, [way[:, None]], False, 0, 1, cv2.LINE_8, 4)
    return cv2.distanceTransform(ground, cv2.DIST_L2, 5)
