"""Renders photographed scenes with known truth: digits inked on paper, under light, before a camera.

Real photographs with labels are few; these are as many as one likes, and each names its difficulty. What is
tuned on them holds for photographs as far as they look like photographs. Everything is a pure function of the
random generator that is passed in.
"""

import zlib
from dataclasses import dataclass
from itertools import chain

import cv2
import numpy as np

from edge.results import Box
from train.scenes import camera, ink, layout, light, nothing, paper
from train.scenes.clutter import lay_clutter
from train.scenes.drawings import drawings
from train.scenes.habits import habits
from train.scenes.layout import Layout
from train.scenes.pens import lay_pen
from train.scenes.recipes import CONDITIONS, Recipe
from train.typefaces import Face

NOTHING = (
    "blank",
    "empty-cells",
    "stains",
    "scribble",
    "drawings",
    "words",
    "printed",
    "desk",
    "skin",
    "texture",
    "noise",
    "black",
)
DRAWN = ("scribble", "drawings", "words")  # kinds of it that a pen draws
ROWS = ("row", "form")  # prints of boxes that have no neighbours
LAY = {"pen": lay_pen, "clutter": lay_clutter}
CLEAR = 0.3  # of its height: how far around a digit nothing else is drawn
TRIES = 20  # at what is drawn beside digits, until some of it keeps clear of them
FINE = 60  # px; smaller digits are rendered enlarged and scaled down, as a camera's sensor averages light
MARGIN = 3  # px between digits and the frame's edge, except in tight crops


@dataclass(frozen=True)
class Scene:
    """A picture and what it holds.

    Attributes:
        image: (h, w, 3) uint8 BGR.
        lines: digit strings, top to bottom; empty when there is no digit.
        boxes: (x, y, w, h) of each digit's ink in px of `image`, in reading order.
        condition: a name in `CONDITIONS`.
    """

    image: np.ndarray
    lines: tuple[str, ...]
    boxes: tuple[Box, ...]
    condition: str


def scene(digits: np.ndarray, labels: np.ndarray, condition: str, seed: int, index: int) -> Scene:
    """Returns scene number `index` of a condition: the same for the same arguments."""
    rng = np.random.default_rng([seed, zlib.crc32(condition.encode()), index])
    return render(rng, digits, labels, condition)


def render(
    rng: np.random.Generator,
    digits: np.ndarray,
    labels: np.ndarray,
    condition: str | Recipe,
    face: Face | None = None,
) -> Scene:
    """Renders one scene.

    Args:
        rng: source of randomness.
        digits: (n, 28, 28) uint8, white ink on black: the pool from which digits are drawn.
        labels: (n,) their labels.
        condition: a name in `CONDITIONS`, or a recipe of one's own.
        face: the hand that writes, instead of one of the pool.
    """
    recipe = CONDITIONS[condition] if isinstance(condition, str) else condition
    name = condition if isinstance(condition, str) else "own"
    if recipe.layout in NOTHING:
        return Scene(_nothing(rng, recipe), (), (), name)
    size = recipe.sizes[rng.integers(len(recipe.sizes))]
    scale = 1 if recipe.tight is None else _fineness(recipe.px[0])
    plan, pen = _written(rng, recipe, digits, labels, size, scale, face)
    to_frame, size = _frame(rng, recipe, plan, size, scale)
    radiance = _photograph(rng, recipe, plan, pen, to_frame, size)
    boxes = _boxes(plan, to_frame, scale, (size[1] // scale, size[0] // scale))
    if recipe.curl[1]:
        lower = _curl(rng, recipe, boxes, size)
        radiance = camera.bend(radiance, lower)
        boxes = [(x, y + round(lower[x + w // 2]), w, h) for x, y, w, h in boxes]
    return _told(_develop(rng, recipe, radiance, scale), plan, boxes, name)


def write_on(
    rng: np.random.Generator, photo: np.ndarray, digits: np.ndarray, labels: np.ndarray, recipe: Recipe
) -> Scene:
    """Writes on a photograph of blank paper, in the light in which that was taken.

    Args:
        rng: source of randomness.
        photo: (h, w, 3) uint8 BGR.
        digits: see `render`.
        labels: see `render`.
        recipe: what is written; its paper, light, edges, noise and size are the photograph's.
    """
    size = photo.shape[1::-1]
    plan, pen = _written(rng, recipe, digits, labels, size, 1)
    to_frame, _ = _frame(rng, recipe, plan, size, 1)
    cover = np.zeros(photo.shape[:2], np.float32)
    for placed in chain.from_iterable(plan.lines):
        own = cv2.warpPerspective(placed.cover, to_frame @ _translation(placed.x, placed.y), size)
        np.maximum(cover, own, out=cover)
    page = photo.astype(np.float32) / 255
    style = ink.PENS[pen]
    colour = np.float32(style.colours[rng.integers(len(style.colours))])
    cover = camera.defocus(cover, rng.uniform(*recipe.blur))
    ink.apply(page, cover, page * colour, rng.uniform(*style.opacity))
    image = camera.expose(rng, page, 0, 0, _quality(rng, recipe))
    return _told(image, plan, _boxes(plan, to_frame, 1, image.shape), "own")


def _told(image: np.ndarray, plan: Layout, boxes: list[Box], name: str) -> Scene:
    """Returns a picture with what a plan has written in it."""
    lines = tuple("".join(str(digit.label) for digit in line) for line in plan.lines)
    return Scene(image, lines, tuple(boxes), name)


def _curl(rng: np.random.Generator, recipe: Recipe, boxes: list[Box], size: tuple[int, int]) -> np.ndarray:
    """Returns (w,) px, by how much a page lies lower in each column of (w, h), with its digits in view."""
    w, h = size
    room = min(min(y, h - y - high) for _, y, _, high in boxes)
    return camera.curl(rng, w) * min(rng.uniform(*recipe.curl) * w, room)


def _fineness(px: float) -> int:
    """Returns how many times enlarged a scene with digits of `px` is rendered."""
    return int(np.clip(np.ceil(FINE / px), 1, 4))


def _choose(rng: np.random.Generator, names: tuple[str, ...]) -> str:
    return names[rng.integers(len(names))]


def _log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _written(
    rng: np.random.Generator,
    recipe: Recipe,
    digits: np.ndarray,
    labels: np.ndarray,
    size: tuple[int, int],
    scale: int,
    face: Face | None = None,
) -> tuple[Layout, str]:
    """Lets somebody write with a pen; returns what is written, and that pen."""
    pen = _choose(rng, recipe.pens)
    thin, thick = ink.PENS[pen].width
    width = rng.uniform(thin, thick)
    own = float(np.clip((width - 0.04) / 0.1, 0, 0.9)) * rng.uniform(0.3, 1)
    hand = layout.Hand(
        ink.PENS[pen], width, own, rng.normal(0, 0.08), recipe.breaks, recipe.uneven, recipe.european,
        habits(rng, recipe.habits) if recipe.habits else face and face.habits, recipe.overlap, face,
    )  # fmt: skip
    return _arrange(rng, recipe, layout.Writer(rng, digits, labels, hand), size, scale), pen


def _arrange(
    rng: np.random.Generator, recipe: Recipe, writer: layout.Writer, size: tuple[int, int], scale: int
) -> Layout:
    """Lays digits out on a page as large as it takes."""
    height = (
        _log_uniform(rng, *recipe.px) * scale if recipe.tight else _log_uniform(rng, *recipe.tall) * size[1]
    )
    count = int(rng.integers(recipe.count[0], recipe.count[1] + 1))
    if recipe.layout == "single":
        return layout.single(writer, height)
    if recipe.layout == "cells":
        apart = rng.uniform(*recipe.apart) if recipe.print == "boxes" else 0.0
        neighbours = int(recipe.print not in ROWS)
        return layout.in_cells(writer, height, count, recipe.in_view, apart, neighbours, recipe.fills)
    numbers = _numbers(rng, recipe, writer, size, height, count)
    if recipe.signed:
        numbers = layout.signed(numbers, writer, height)
    return layout.labelled(numbers, writer, height, recipe.typeface) if recipe.labelled else numbers


def _numbers(
    rng: np.random.Generator,
    recipe: Recipe,
    writer: layout.Writer,
    size: tuple[int, int],
    height: float,
    count: int,
) -> Layout:
    """Lays out one number, or several lines of them."""
    step = height * (0.75 + sum(recipe.space) / 2)
    fit = int(size[0] * 0.85 / step) if recipe.tight is None else count
    if recipe.layout == "line":
        return layout.number(writer, height, max(min(count, fit), 1), recipe.space, recipe.touch)
    pitch = rng.uniform(1.5, 2.4)
    rows = int(
        np.clip(rng.integers(recipe.rows[0], recipe.rows[1] + 1), 1, 0.85 * size[1] / (pitch * height))
    )
    fit = max(fit - 4 * (recipe.columns - 1), 2)
    counts = [int(np.clip(rng.integers(3, 14), 1, fit)) for _ in range(rows)]
    return layout.page(writer, height, counts, recipe.space, pitch, recipe.columns)


def _frame(
    rng: np.random.Generator, recipe: Recipe, plan: Layout, size: tuple[int, int], scale: int
) -> tuple[np.ndarray, tuple[int, int]]:
    """Points the camera: returns the homography from page to frame, and the frame's (w, h)."""
    x, y, w, h = plan.content
    corners = np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], np.float64)
    turn, reach = (
        rng.uniform(-recipe.turn, recipe.turn),
        max(size) if recipe.tight is None else 1.5 * max(w, h),
    )
    spread = rng.uniform(-recipe.tilt, recipe.tilt, (4, 2)) * reach
    pose = camera.pose(corners.mean(0), reach, turn, spread)
    left, top, right, bottom = _bounds(_map(pose, corners))
    if recipe.tight is not None:
        side = min(h, w) if recipe.layout == "cells" else max(digit.cover.shape[0] for digit in plan.lines[0])
        margins = rng.uniform(*recipe.tight, 4) * side
        size = (
            int(np.ceil(right - left + margins[0] + margins[2])),
            int(np.ceil(bottom - top + margins[1] + margins[3])),
        )
        size = tuple(max(-(-side // scale), 20) * scale for side in size)
        shift = (margins[0] - left, margins[1] - top)
        return _translation(*shift) @ pose, size
    shrink = min(1.0, (size[0] - 2 * MARGIN) / (right - left), (size[1] - 2 * MARGIN) / (bottom - top))
    pose = np.diag([shrink, shrink, 1]) @ pose
    left, top, right, bottom = np.array([left, top, right, bottom]) * shrink
    free = np.array([size[0] - (right - left), size[1] - (bottom - top)])
    # People point at what they photograph, but not exactly.
    place = np.clip(rng.normal(0.5, 0.22, 2), 0, 1) * (free - 2 * MARGIN) + MARGIN
    return _translation(place[0] - left, place[1] - top) @ pose, size


def _photograph(
    rng: np.random.Generator,
    recipe: Recipe,
    plan: Layout,
    pen: str,
    to_frame: np.ndarray,
    size: tuple[int, int],
) -> np.ndarray:
    """Inks the page, lays it before the camera and lights it; returns (h, w, 3) float32."""
    edges = rng.random() < recipe.edges and recipe.tight is None
    seen = _bounds(_map(np.linalg.inv(to_frame), camera.corners(size)))
    if edges:
        x, y, w, h = plan.content
        border = rng.uniform(0.02, 0.25, 4) * max(w, h)
        seen = np.array(
            [
                max(seen[0], x - border[0]),
                max(seen[1], y - border[1]),
                min(seen[2], x + w + border[2]),
                min(seen[3], y + h + border[3]),
            ]
        )
    left, top = np.floor(seen[:2]).astype(int) - 2
    right, bottom = np.ceil(seen[2:]).astype(int) + 2
    shape = (int(bottom - top), int(right - left))
    page = paper.sheet(rng, _choose(rng, recipe.papers), shape)
    height = float(np.median([digit.cover.shape[0] for line in plan.lines for digit in line]))
    _print(rng, recipe, page, height, plan, (left, top))
    cover = np.zeros(shape, np.float32)
    for placed in (*chain.from_iterable(plan.lines), *plan.words):
        h, w = placed.cover.shape
        part = cover[placed.y - top : placed.y - top + h, placed.x - left : placed.x - left + w]
        np.maximum(part, placed.cover[: part.shape[0], : part.shape[1]], out=part)
    if recipe.beside:
        np.maximum(cover, _beside(rng, recipe, cover, height), out=cover)
    if rng.random() < recipe.behind:
        back = np.roll(cover, rng.integers(-30, 30, 2), (0, 1)) + _writing_behind(rng, shape, height)
        paper.show_through(page, np.minimum(back, 1), rng.uniform(0.06, 0.18))
    style = ink.PENS[pen]
    colour = style.colours[rng.integers(len(style.colours))]
    ink.apply(page, cover, colour, rng.uniform(*style.opacity))
    to_frame = to_frame @ _translation(left, top)
    frame = _lay(rng, page, to_frame, size, edges)
    if recipe.lying:
        taken = cv2.warpPerspective(_near(cover, height), to_frame, size)
        frame = LAY[recipe.lying](rng, frame, np.uint8(taken > 0))
    return _lit(rng, recipe, frame)


def _drawn(rng: np.random.Generator, kind: str, shape: tuple[int, int], typeface: str = "") -> np.ndarray:
    """Draws one of `DRAWN`; (h, w) float32 coverage."""
    if kind == "words":
        return nothing.words(rng, shape, rng.uniform(0.05, 0.12), typeface)
    draw = nothing.scribble if kind == "scribble" else drawings
    return draw(rng, shape, rng.uniform(0.02, 0.08))


def _beside(rng: np.random.Generator, recipe: Recipe, digits: np.ndarray, height: float) -> np.ndarray:
    """Draws what is no digit, and leaves out what comes too near to digits; (h, w) float32 coverage."""
    taken = _near(digits, height)
    kind = _choose(rng, recipe.beside)
    for _ in range(TRIES):
        cover = _drawn(rng, kind, digits.shape, recipe.typeface)
        _, marks = cv2.connectedComponents(np.uint8(cover > 0))
        cover[np.isin(marks, np.unique(marks[taken > 0]))] = 0
        if cover.any():
            break
    return cover


def _near(cover: np.ndarray, height: float) -> np.ndarray:
    """Returns (h, w) float32, above 0 where nothing else is drawn or laid: on ink and near it."""
    reach = 2 * round(CLEAR * height) + 1
    return cv2.dilate(cover, np.ones((reach, reach), np.uint8))


def _writing_behind(rng: np.random.Generator, shape: tuple[int, int], height: float) -> np.ndarray:
    return nothing.words(rng, shape, 0.08) if min(shape) > 40 else np.zeros(shape, np.float32)


def _print(
    rng: np.random.Generator,
    recipe: Recipe,
    page: np.ndarray,
    height: float,
    plan: Layout,
    origin: np.ndarray,
) -> None:
    if recipe.print in ("ruled", "squared"):
        pitch = max(height * _log_uniform(rng, 0.5, 1.6), 6)
        paper.ruled(rng, page, pitch, recipe.print == "squared", rng.uniform(0.25, 0.8))
    elif recipe.print == "coloured":
        pitch = max(height * _log_uniform(rng, 0.3, 1.0), 6)
        paper.ruled(rng, page, pitch, True, rng.uniform(0.6, 1.0), paper.COLOURS, 2.0)
    elif plan.cell:
        x, y, w, h = plan.cell
        columns, rows, before, above = plan.grid
        step = 1 + plan.apart
        first = (x - before * w * step - origin[0], y - above * h * step - origin[1], w, h)
        if recipe.print in ("cells", "dashed"):
            paper.cells(rng, page, first, columns, rows, recipe.print == "dashed")
        elif recipe.print in ("boxes", *ROWS):
            colours = paper.COLOURS if recipe.print == "form" else ()
            paper.boxes(rng, page, first, columns, rows, plan.apart, colours)


def _lay(
    rng: np.random.Generator, page: np.ndarray, to_frame: np.ndarray, size: tuple[int, int], edges: bool
) -> np.ndarray:
    """Lays the page before the camera, on a desk where its edges are in view."""
    if not edges:
        return cv2.warpPerspective(
            page, to_frame, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    desk = (
        nothing.wood(rng, size[::-1])
        if rng.random() < 0.6
        else paper.sheet(rng, "grey", size[::-1]) * np.float32(rng.uniform(0.2, 0.9))
    )
    here = cv2.warpPerspective(np.ones(page.shape[:2], np.float32), to_frame, size)
    drop = np.roll(cv2.GaussianBlur(here, (0, 0), rng.uniform(2, 8)), rng.integers(-4, 5, 2), (0, 1))
    desk *= (1 - np.float32(0.4) * drop)[:, :, None]
    frame = cv2.warpPerspective(page, to_frame, size, flags=cv2.INTER_LINEAR)
    return frame + (1 - here)[:, :, None] * desk


def _lit(rng: np.random.Generator, recipe: Recipe, frame: np.ndarray) -> np.ndarray:
    shape = frame.shape[:2]
    # A crop shows a part of what the light does to the whole frame.
    zoom = 1.0 if recipe.tight is None else rng.uniform(0.15, 0.7)
    frame = frame * light.light(rng, _choose(rng, recipe.lights), shape, zoom)
    if rng.random() < 0.4:
        frame *= light.wrinkle(rng, shape)[:, :, None]
    if rng.random() < recipe.glare:
        frame += light.glare(rng, shape)[:, :, None]
    return frame


def _develop(rng: np.random.Generator, recipe: Recipe, radiance: np.ndarray, scale: int) -> np.ndarray:
    radiance = camera.defocus(radiance, rng.uniform(*recipe.blur) * scale)
    radiance = camera.motion(radiance, rng.uniform(*recipe.motion) * scale, rng.uniform(0, np.pi))
    if scale > 1:
        size = (radiance.shape[1] // scale, radiance.shape[0] // scale)
        radiance = cv2.resize(radiance, size, interpolation=cv2.INTER_AREA)
    sharpen = rng.uniform(0, 0.8) if rng.random() < 0.5 else 0
    quality = _quality(rng, recipe)
    return camera.expose(rng, radiance, rng.uniform(*recipe.noise), sharpen, quality)


def _quality(rng: np.random.Generator, recipe: Recipe) -> int:
    return int(rng.integers(recipe.quality[0], recipe.quality[1] + 1))


def _nothing(rng: np.random.Generator, recipe: Recipe) -> np.ndarray:
    """Renders a picture without digits."""
    w, h = recipe.sizes[rng.integers(len(recipe.sizes))]
    kind = recipe.layout
    if kind == "black":
        return camera.expose(
            rng, np.full((h, w, 3), rng.uniform(0, 0.03), np.float32), rng.uniform(0, 6), 0, 90
        )
    if kind == "noise":
        dots = nothing.grain(rng, (h, w), 3) * np.float32(rng.uniform(0.05, 0.3)) + np.float32(0.5)
        return camera.expose(rng, camera.defocus(dots, rng.uniform(0, 3)), 2, 0, 90)
    things = {"desk": nothing.desk, "skin": nothing.skin, "texture": nothing.texture}
    if kind in things:
        return _develop(rng, recipe, _lit(rng, recipe, things[kind](rng, (h, w))), 1)
    page = paper.sheet(rng, _choose(rng, recipe.papers), (h, w))
    pen = ink.PENS[_choose(rng, recipe.pens)]
    cover = None
    if recipe.print in ("ruled", "squared"):
        paper.ruled(
            rng, page, h * _log_uniform(rng, 0.03, 0.15), recipe.print == "squared", rng.uniform(0.25, 0.9)
        )
    if kind == "empty-cells":
        side = h * _log_uniform(rng, 0.08, 0.45)
        paper.cells(
            rng, page, (*(rng.uniform(-0.3, 0.3, 2) * side), side, side), int(w / side) + 2, int(h / side) + 2
        )
    elif kind == "stains":
        paper.stains(rng, page, int(rng.integers(1, 6)))
    elif kind == "printed":
        cover = nothing.printed(rng, (h, w))
    elif kind in DRAWN:
        cover = _drawn(rng, kind, (h, w), recipe.typeface)
    if cover is not None:
        ink.apply(page, cover, pen.colours[rng.integers(len(pen.colours))], rng.uniform(*pen.opacity))
    edges = rng.random() < recipe.edges
    inset = rng.uniform(0.02, 0.15) if edges else -0.22 if recipe.turn > 8 else -0.1
    spread = rng.uniform(-recipe.tilt, recipe.tilt, (4, 2)) * w
    pose = camera.pose(np.array([w, h]) / 2, w, rng.uniform(-recipe.turn, recipe.turn), spread)
    zoom = np.diag([1 - 2 * inset, 1 - 2 * inset, 1.0])
    zoom = _translation(w / 2, h / 2) @ zoom @ _translation(-w / 2, -h / 2)
    frame = _lay(rng, page, zoom @ pose, (w, h), edges)
    if recipe.lying:
        frame = LAY[recipe.lying](rng, frame, np.zeros((h, w), np.uint8))
    return _develop(rng, recipe, _lit(rng, recipe, frame), 1)


def _translation(x: float, y: float) -> np.ndarray:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def _map(homography: np.ndarray, points: np.ndarray) -> np.ndarray:
    return cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float64), homography).reshape(-1, 2)


def _bounds(points: np.ndarray) -> np.ndarray:
    return np.concatenate([points.min(0), points.max(0)])


def _boxes(plan: Layout, to_frame: np.ndarray, scale: int, shape: tuple[int, ...]) -> list[Box]:
    """Returns the boxes of a plan's digits in a picture of (h, w)."""
    return [_box(digit, to_frame, scale, shape) for digit in chain.from_iterable(plan.lines)]


def _box(digit: layout.Placed, to_frame: np.ndarray, scale: int, shape: tuple[int, ...]) -> Box:
    """Returns the box of a digit's ink in the picture."""
    rows, columns = np.nonzero(digit.cover > 0.3 * digit.cover.max())
    points = np.stack([columns + digit.x, rows + digit.y], 1)
    hull = cv2.convexHull(points.astype(np.float32)).reshape(-1, 2) + 0.5
    left, top, right, bottom = _bounds(_map(to_frame, hull)) / scale
    left, top = max(0, int(np.floor(left))), max(0, int(np.floor(top)))
    right, bottom = min(shape[1], int(np.ceil(right))), min(shape[0], int(np.ceil(bottom)))
    return left, top, max(right - left, 1), max(bottom - top, 1)
