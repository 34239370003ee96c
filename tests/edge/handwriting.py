"""Digits as a hand draws them: strokes of points in a box that is one unit high."""

from itertools import pairwise
from math import cos, pi, radians, sin

Point = tuple[float, float]
Stroke = list[Point]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float, count: int = 16) -> Stroke:
    """Returns points on an ellipse around (x, y), clockwise from the angle `start` to `end` in degrees."""
    angles = [radians(start + (end - start) * i / count) for i in range(count + 1)]
    return [(x + rx * cos(angle), y + ry * sin(angle)) for angle in angles]


def line(*corners: Point) -> Stroke:
    """Returns points along a polygon, close together at the corners, where a hand is slow."""
    steps = [(1 - cos(pi * i / 10)) / 2 for i in range(10)]
    between = [(x + (u - x) * t, y + (v - y) * t) for (x, y), (u, v) in pairwise(corners) for t in steps]
    return [*between, corners[-1]]


# In a box about 0.6 wide, from (0, 0) to (0.6, 1).
DIGITS: dict[int, list[Stroke]] = {
    0: [arc(0.3, 0.5, 0.28, 0.5, -90, 270, 28)],
    1: [line((0.15, 0.2), (0.34, 0), (0.32, 1))],
    2: [arc(0.3, 0.27, 0.27, 0.27, -170, 30) + line((0.5, 0.45), (0.02, 1), (0.6, 0.97))],
    3: [arc(0.27, 0.25, 0.26, 0.25, -150, 90) + arc(0.27, 0.74, 0.3, 0.26, -90, 140)],
    4: [line((0.4, 0), (0.02, 0.62), (0.62, 0.6)), line((0.46, 0.3), (0.44, 1))],
    5: [
        line((0.12, 0.02), (0.08, 0.45)) + arc(0.27, 0.69, 0.3, 0.3, -120, 140),
        line((0.12, 0.02), (0.56, 0)),
    ],
    6: [line((0.46, 0), (0.2, 0.3)) + arc(0.31, 0.72, 0.27, 0.28, -190, 200, 26)],
    7: [line((0.02, 0.04), (0.58, 0), (0.22, 1))],
    8: [arc(0.3, 0.25, 0.22, 0.25, 90, -270, 20) + arc(0.3, 0.75, 0.28, 0.25, -90, 270, 22)],
    9: [arc(0.28, 0.28, 0.25, 0.27, 0, -330, 22) + line((0.53, 0.2), (0.5, 0.5), (0.4, 1))],
}


def written(digit: int, left: float, top: float, height: float) -> list[Stroke]:
    """Returns a digit's strokes in pixels; (left, top) is the corner of its box."""
    return [[(left + x * height, top + y * height) for x, y in stroke] for stroke in DIGITS[digit]]
