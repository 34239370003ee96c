"""Turns digit shapes into what the edge's normaliser yields for a photographed pen.

A shape is a *field*: distances to the middle of its stroke (see `train.scenes.ink`). So one shape can be
bent, written with any pen and seen at any resolution for the price of one remapping, before
`edge.normalise` brings it into MNIST's form, exactly as in a photo.
"""

import cv2
import numpy as np

from edge.normalise import CENTRE, SIZE, normalise
from train.scenes.ink import FIELD, stroke_field
from train.scenes.noise import clouds, grain

HEIGHTS = (13.0, 90.0)  # px, height of a digit in the photo; above, a photo differs no more after normalising
WIDTHS = (0.03, 0.16)  # stroke width as a part of the height: ballpoint to marker
ROTATION = 20.0  # degrees
REACH = 14.0  # px of a field, farther than half of the widest pen's stroke
THICK = 2.6  # px, half a stroke's width in MNIST from which strokes run together
OUTLINE = 0.45  # ink is where it is this part of the strongest nearby, as in `edge.light`


def digit_field(rng: np.random.Generator, digit: np.ndarray) -> tuple[np.ndarray, tuple[float, float]]:
    """Returns the field of an MNIST image, and the stroke widths in which it stays legible.

    Strokes as thick as a marker's have run together, so that their middle is another figure: they keep their
    outline, as a part of the others does.

    Args:
        digit: (28, 28) uint8.

    Returns:
        (h, w) float32 distances; (low, high) stroke width as a part of the height.
    """
    thickest = cv2.distanceTransform(cv2.compare(digit, 127, cv2.CMP_GT), cv2.DIST_L2, 5).max()
    if thickest < THICK and rng.random() < 0.65:
        return stroke_field(digit, float(rng.uniform(0, 0.45)) if rng.random() < 0.5 else 0.0), WIDTHS
    x, y, w, h = cv2.boundingRect(cv2.compare(digit, 60, cv2.CMP_GT))
    scale = FIELD / max(w, h)
    ink = cv2.copyMakeBorder(digit[y : y + h, x : x + w], 3, 3, 3, 3, cv2.BORDER_CONSTANT)
    ink = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return outline_field(cv2.compare(ink, 110, cv2.CMP_GT))


def outline_field(mask: np.ndarray) -> tuple[np.ndarray, tuple[float, float]]:
    """Returns a field that keeps the outline of `mask`, and widths near its own; see `digit_field`."""
    outside, inside = (cv2.distanceTransform(m, cv2.DIST_L2, 5) for m in (cv2.bitwise_not(mask), mask))
    half = float(np.percentile(inside[mask > 0], 90))
    own = 2 * half / FIELD
    return outside - inside + half, (max(0.6 * own, own - 0.08), min(1.15 * own, own + 0.025))


def slightly(rng: np.random.Generator, digit: np.ndarray) -> np.ndarray:
    """Returns an MNIST image turned, slanted, stretched and bent a little, and still of MNIST's greys.

    Args:
        digit: (28, 28) uint8.
    """
    turn, lean = np.deg2rad(rng.uniform(-12, 12)), rng.uniform(-0.2, 0.2)
    zoom = rng.uniform(0.88, 1.08) * np.array([rng.uniform(0.88, 1.12), 1.0])
    matrix = (
        np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ [[1, lean], [0, 1]] / zoom
    )
    y, x = np.mgrid[:SIZE, :SIZE].astype(np.float32) - np.float32(CENTRE)
    bend = rng.uniform(0, 1.1)
    map_x = matrix[0, 0] * x + matrix[0, 1] * y + CENTRE + bend * clouds(rng, (SIZE, SIZE), 9)
    map_y = matrix[1, 0] * x + matrix[1, 1] * y + CENTRE + bend * clouds(rng, (SIZE, SIZE), 9)
    out = cv2.remap(digit, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_CUBIC)
    moments = cv2.moments(out)
    if moments["m00"] == 0:
        return digit
    dx = round(CENTRE - moments["m10"] / moments["m00"])
    dy = round(CENTRE - moments["m01"] / moments["m00"])
    shift = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
    return cv2.convertScaleAbs(cv2.warpAffine(out, shift, (SIZE, SIZE)), alpha=255 / max(int(out.max()), 1))


def trim(field: np.ndarray) -> np.ndarray:
    """Returns the part of a field that a pen can reach from the stroke."""
    x, y, w, h = cv2.boundingRect((field < REACH).astype(np.uint8))
    return field[y : y + h, x : x + w]


def bend(rng: np.random.Generator, field: np.ndarray, scale: float, turn: float = ROTATION) -> np.ndarray:
    """Turns, slants, stretches, tilts and bends a field, and brings it to the photo's resolution.

    Args:
        field: (h, w) float32 distances.
        scale: px of the result for each px of the field.
        turn: degrees, largest rotation.

    Returns:
        (h, w) float32, distances in px of the result.
    """
    h, w = field.shape
    angle = np.deg2rad(np.clip(rng.normal(0, turn / 2.2), -turn, turn))
    lean, aspect = rng.normal(0, 0.15), np.exp(rng.normal(0, 0.14))
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    forward = scale * rotation @ np.array([[1, lean], [0, 1]]) @ np.diag([aspect, 1.0])
    corners = forward @ np.array([[-w, w, w, -w], [-h, -h, h, h]]) / 2
    columns, rows = np.maximum(6, np.int32(np.rint(np.ptp(corners, axis=1))))
    back = cv2.invertAffineTransform(np.column_stack([forward, [0, 0]]))
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    x -= (columns - 1) / 2
    y -= (rows - 1) / 2
    tilt = rng.normal(0, 0.12, 2) / max(rows, columns)
    depth = 1 + tilt[0] * x + tilt[1] * y
    wave = rng.uniform(0, 0.03) * FIELD
    cell = scale * FIELD * rng.uniform(0.3, 0.8)
    map_x = (
        (back[0, 0] * x + back[0, 1] * y) / depth + wave * clouds(rng, (rows, columns), cell) + (w - 1) / 2
    )
    map_y = (
        (back[1, 0] * x + back[1, 1] * y) / depth + wave * clouds(rng, (rows, columns), cell) + (h - 1) / 2
    )
    bent = cv2.remap(
        field,
        map_x.astype(np.float32),
        map_y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=1e3,
    )
    return bent * np.float32(scale * np.sqrt(aspect))


def ink(rng: np.random.Generator, field: np.ndarray, width: float) -> np.ndarray:
    """Writes a field with a pen of `width` px; returns the ink's coverage, (h, w) float32 of 0 to 1."""
    long_side = max(field.shape)
    swell = rng.uniform(0, 0.3)
    radius = 0.5 * width * np.clip(1 + swell * clouds(rng, field.shape, max(long_side / 3, 2)), 0.5, 1.6)
    if rng.random() < 0.3:  # rough paper
        radius += rng.uniform(0, 0.14) * width * clouds(rng, field.shape, max(1.0, width / 2))
    cover = np.clip(radius - field + 0.5, 0, 1)
    if rng.random() < 0.15:  # uneven pressure, and so a stroke that nearly breaks
        cover *= np.clip(rng.uniform(0.9, 1.3) + 0.25 * clouds(rng, field.shape, long_side / 4), 0.2, 1)
    if rng.random() < 0.1:  # the pen was lifted
        cover = _gap(rng, cover, rng.uniform(0.4, 1.0) * width)
    return cover


def see(rng: np.random.Generator, cover: np.ndarray) -> np.ndarray:
    """Photographs ink: blur, noise, and the edge's outline at half height.

    Returns:
        (h, w) uint8 as `edge.finder.ink_of` gives it: 0 apart from ink and its rim.
    """
    cover = cv2.copyMakeBorder(cover, 2, 2, 2, 2, cv2.BORDER_CONSTANT)
    blur = rng.uniform(0, 0.014) * max(cover.shape) + rng.uniform(0.2, 0.65)
    seen = cv2.GaussianBlur(cover, (0, 0), blur)
    inside = seen[cover > 0.5 * cover.max()]  # nothing where a cut left a stroke's margin alone
    peak = float(np.median(inside)) if inside.size else 1.0
    noise = rng.uniform(0, 0.1) if rng.random() < 0.5 else 0.0
    seen = seen / max(peak, 1e-3)
    if noise:
        seen = seen + noise * cv2.GaussianBlur(grain(rng, seen.shape), (0, 0), rng.uniform(0.4, 0.9))
    strength = np.clip(seen * (128 / rng.uniform(OUTLINE - 0.1, OUTLINE + 0.1)), 0, 255).astype(np.uint8)
    mask = cv2.compare(strength, 127, cv2.CMP_GT)
    if rng.random() < 0.2:
        return mask
    return cv2.bitwise_and(strength, cv2.dilate(mask, np.ones((3, 3), np.uint8)))


def blemish(rng: np.random.Generator, seen: np.ndarray) -> np.ndarray:
    """Leaves what a page leaves on a digit: rests of a rule, a gap where one was, a speck, a cut border."""
    h, w = seen.shape
    kind = rng.integers(4)
    thick = max(1, round(max(h, w) * rng.uniform(0.02, 0.05)))
    out = seen.copy()
    if kind == 0:  # a rest of a rule beside or across the stroke
        length = rng.uniform(0.08, 0.3) * w
        x, y = rng.uniform(0, w - length), int(rng.uniform(0.05, 0.95) * h)
        cv2.line(out, (int(x), y), (int(x + length), y), 255, thick)
    elif kind == 1:  # a removed rule took ink with it
        y = int(rng.uniform(0.1, 0.9) * h)
        out[y : y + thick] = 0
    elif kind == 2:  # a speck
        place = tuple(np.int32(rng.uniform(0, 1, 2) * [w, h]))
        cv2.circle(out, place, max(1, round(max(h, w) * rng.uniform(0.015, 0.035))), 255, -1)
    else:  # cut off by the picture's border
        side = int(rng.integers(4))
        turned = np.rot90(out, side)
        out = np.rot90(turned[round(rng.uniform(0.01, 0.07) * len(turned)) :], -side).copy()
    return out


def photographed(
    rng: np.random.Generator,
    field: np.ndarray,
    widths: tuple[float, float] = WIDTHS,
    turn: float = ROTATION,
    heights: tuple[float, float] = HEIGHTS,
) -> np.ndarray:
    """Writes, photographs and normalises a field.

    Args:
        field: (h, w) float32 distances to the middle of the stroke.
        widths: stroke width as a part of a digit's height, (low, high).
        turn: degrees, largest rotation.
        heights: px that a digit's height has in the photo, (low, high).

    Returns:
        (28, 28) uint8 in MNIST's form; may be empty where too little ink was left.
    """
    height = float(np.exp(rng.uniform(*np.log(heights))))
    width = max(float(np.exp(rng.uniform(*np.log(widths)))) * height, 0.9)
    field = trim(field)
    if field.size == 0:
        return np.zeros((SIZE, SIZE), np.uint8)
    seen = see(rng, ink(rng, bend(rng, field, height / FIELD, turn), width))
    if rng.random() < 0.12:
        seen = blemish(rng, seen)
    return normalise(seen)


def _gap(rng: np.random.Generator, cover: np.ndarray, radius: float) -> np.ndarray:
    rows, columns = np.nonzero(cover > 0.5)
    if len(rows) == 0:
        return cover
    place = rng.integers(len(rows))
    y, x = np.ogrid[: cover.shape[0], : cover.shape[1]]
    far = np.hypot(y - rows[place], x - columns[place]).astype(np.float32)
    return cover * np.clip(far - radius + 0.5, 0, 1)
