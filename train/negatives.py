"""What is not a digit, as the reader meets it: touching digits, halves, letters, scribbles, rules, textures.

The reader cuts touching digits at many places and keeps the cuts whose parts look like digits, so merged
digits and halves are the most frequent. What a person could read as a digit is left out: half an 8 may be
a 3, an O a 0.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np
from PIL import ImageFont

from edge.normalise import SIZE, normalise
from train import letters, strokes
from train.augment import WIDTHS, blemish, outline_field, photographed
from train.neighbours import FAR, INK, Source, ink_box, keep, paste, row
from train.scenes.noise import clouds
from train.typeface import drawn

NOT_A_DIGIT = 10  # the class of all this
LEGIBLE = (24.0, 90.0)  # px of height, below which a letter is a blot that may have been a 0 or an 8
WRITTEN = (16.0, 90.0)  # the same of a letter that is written with a fine pen
LETTER_WIDTHS = (0.03, 0.12)  # such pens' strokes as a part of the height
PLAIN = 0.2  # of a digit's ink, beside it: so much of a neighbour is seen at once to be another digit
UPRIGHT_LEAN = (-35.0, 55.0)  # degrees to the right of upright: between them a bar may be a 1
NARROWEST = 0.4  # ratio of sides: what is upright and narrower may be a 1

# Letters that nobody reads as a digit when they stand alone.
LETTERS = "AEFHKLMNPRTVWXadefhkmnprvwxÄÆÑ@#*&§€æñ"
HERSHEY_LETTERS = "AEFHKLMNPRTVWXadfhkmnprvwx#@*&"
ALL_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
HERSHEY_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
PRINTED_FONTS = (
    "DejaVuSans",
    "DejaVuSans-Bold",
    "DejaVuSans-Oblique",
    "DejaVuSansMono",
    "DejaVuSerif",
    "DejaVuSerif-Bold",
    "DejaVuSerif-Italic",
    "STIXGeneral",
    "STIXGeneralItalic",
    "STIXGeneralBol",
    "cmr10",
    "cmss10",
    "cmtt10",
)

# Digits one above the other, without those that make another digit: loops an 8, bows a 3, bars a 7 or a 1.
STACKS = [
    (upper, lower)
    for upper in (0, 2, 3, 4, 5, 6, 7, 8, 9)
    for lower in (0, 2, 3, 4, 5, 6, 7, 8, 9)
    if not ((upper in (0, 6, 8, 9) and lower in (0, 8, 9)) or (upper in (2, 3, 5, 7) and lower in (3, 5, 7)))
]

# Pieces that are no digit: for each digit (side kept, least share, largest share).
PIECES = {
    0: (("top", 0.25, 0.6), ("bottom", 0.25, 0.6)),
    2: (("left", 0.25, 0.42), ("right", 0.2, 0.38), ("bottom", 0.2, 0.45)),
    3: (("left", 0.3, 0.45), ("top", 0.2, 0.35)),
    4: (("left", 0.25, 0.42), ("top", 0.3, 0.6)),
    5: (("left", 0.25, 0.38), ("right", 0.25, 0.42), ("top", 0.3, 0.5)),
    6: (("bottom", 0.15, 0.3), ("right", 0.2, 0.3)),
    7: (("left", 0.3, 0.5),),
    8: (("top", 0.2, 0.35), ("bottom", 0.2, 0.35), ("left", 0.2, 0.4)),
    9: (("left", 0.3, 0.48), ("top", 0.2, 0.35)),
}


def merged(rng: np.random.Generator, source: Source) -> np.ndarray:
    """Two or three digits that touch."""
    count = 2 if rng.random() < 0.75 else 3
    chosen = [source.field(rng) for _ in range(count)]
    if all(value == 1 for _, value in chosen):  # bars that touch may be anything
        chosen[0] = source.field(rng, int(rng.integers(2, 10)))
    return photographed(rng, np.minimum.reduce(row(rng, [field for field, _ in chosen], (-2, 6))), WIDTHS, 14)


def near_neighbour(rng: np.random.Generator, source: Source) -> np.ndarray:
    """A digit with a good part of its neighbour."""
    side = "left" if rng.random() < 0.5 else "right"
    # The others have little ink on that side.
    neighbours = (0, 4, 5, 6, 8, 9) if side == "left" else (0, 2, 3, 6, 8, 9)
    while True:
        first, second = source.field(rng)[0], source.field(rng, int(rng.choice(neighbours)))[0]
        cut = keep(second, side, rng.uniform(0.4, 0.75), rng.uniform(-8, 8))
        layers = row(rng, [first, cut] if side == "left" else [cut, first], (-6, 6))
        own, other = layers if side == "left" else layers[::-1]
        x, _, w, _ = ink_box(own)
        beside = np.hstack([other[:, :x], other[:, x + w :]]) < INK
        if np.count_nonzero(beside) > PLAIN * np.count_nonzero(own < INK):
            return photographed(rng, np.minimum(own, other), WIDTHS, 14)


def stacked(rng: np.random.Generator, source: Source) -> np.ndarray:
    """Two digits of different lines that touch."""
    page = np.full((320, 200), FAR, np.float32)
    edge = 30
    for value in STACKS[rng.integers(len(STACKS))]:
        field, _ = source.field(rng, value)
        x, y, w, h = ink_box(field)
        paste(page, field, 100 - w // 2 - x + int(rng.normal(0, 15)), edge - y)
        edge += h - int(rng.uniform(-1, 10))
    return photographed(rng, page, WIDTHS, 14)


def piece(rng: np.random.Generator, source: Source) -> np.ndarray:
    """A part of a digit, as a wrong cut leaves it."""
    field, value = source.field(rng, int(rng.choice(list(PIECES))))
    options = PIECES[value]
    side, least, most = options[rng.integers(len(options))]
    return photographed(rng, keep(field, side, rng.uniform(least, most), rng.uniform(-14, 14)), WIDTHS, 14)


@lru_cache
def _printed_font(name: str, size: int):
    from matplotlib import get_data_path

    return ImageFont.truetype(f"{get_data_path()}/fonts/ttf/{name}.ttf", size)


def _printed(rng: np.random.Generator, text: str) -> np.ndarray:
    return cv2.compare(drawn(_printed_font(str(rng.choice(PRINTED_FONTS)), 72), text), 127, cv2.CMP_GT)


def _hershey(rng: np.random.Generator, text: str) -> np.ndarray:
    font = HERSHEY_FONTS[rng.integers(len(HERSHEY_FONTS))]
    scale = rng.uniform(1.8, 2.6)
    (w, h), below = cv2.getTextSize(text, font, scale, 1)
    ground = np.ones((h + below + 40, w + 40), np.uint8)
    cv2.putText(ground, text, (20, h + 20), font, scale, 0, 1)
    return cv2.distanceTransform(ground, cv2.DIST_L2, 5)


def letter(rng: np.random.Generator, _source: Source) -> np.ndarray:
    """One letter or sign, written or printed."""
    way = rng.random()
    if way < 0.5:
        return photographed(rng, strokes.field(letters.letter(rng)), LETTER_WIDTHS, heights=WRITTEN)
    if way < 0.7:
        return photographed(rng, *outline_field(_printed(rng, str(rng.choice(list(LETTERS))))), 12, LEGIBLE)
    return photographed(rng, _hershey(rng, str(rng.choice(list(HERSHEY_LETTERS)))), heights=LEGIBLE)


def word(rng: np.random.Generator, _source: Source) -> np.ndarray:
    """Some letters in one piece of ink."""
    if rng.random() < 0.4:
        return photographed(rng, strokes.field(letters.word(rng, int(rng.integers(2, 6)))), (0.03, 0.1), 12)
    text = "".join(rng.choice(list(ALL_LETTERS)) for _ in range(rng.integers(2, 6)))
    text = text.lower() if rng.random() < 0.6 else text
    if rng.random() < 0.4:
        return photographed(rng, *outline_field(_printed(rng, text)), 12)
    return photographed(rng, _hershey(rng, text), (0.03, 0.1), 12)


def cut_word(rng: np.random.Generator, _source: Source) -> np.ndarray:
    """A part of a word, as wide as a digit: the reader cuts words as it cuts touching digits."""
    text = "".join(rng.choice(list(HERSHEY_LETTERS)) for _ in range(rng.integers(2, 5)))
    way = rng.random()
    if way < 0.4:
        page, widths = strokes.field(letters.word(rng, len(text))), (0.03, 0.1)
    elif way < 0.7:
        page, widths = outline_field(_printed(rng, text))
    else:
        page, widths = _hershey(rng, text), (0.03, 0.1)
    x, _, w, h = ink_box(page)
    length = rng.uniform(0.7, 1.5) * h
    start = x + rng.uniform(0, max(w - length, 1))
    columns = np.arange(page.shape[1])
    part = np.where((columns >= start) & (columns < start + length), page, FAR)
    return photographed(rng, part, widths, 12, LEGIBLE)


def scribble(rng: np.random.Generator, _source: Source) -> np.ndarray:
    """A pen's aimless way: many turns, zigzags, spirals, crossings-out."""
    count = int(rng.integers(6, 16))
    kind = rng.integers(7)
    if kind == 0:
        points = rng.uniform(0, 1, (count, 2))
    elif kind == 1:  # zigzag, long or like an N or a W
        count = count if rng.random() < 0.5 else int(rng.integers(4, 6))
        points = np.stack(
            [np.linspace(0, rng.uniform(0.6, 2), count), np.arange(count) % 2 * rng.uniform(0.3, 1)], 1
        )
        points += rng.normal(0, 0.06, points.shape)
    elif kind == 2:  # loops in a row, like writing
        t = np.linspace(0, 2 * np.pi * rng.uniform(2, 5), count * 6)
        points = np.stack(
            [rng.uniform(0.05, 0.2) * t + rng.uniform(0.2, 0.4) * np.cos(t), 0.4 * np.sin(t)], 1
        )
    elif kind == 3:  # a wave lying on its side
        t = np.linspace(0, rng.uniform(0.9, 1.6), 30)
        side = rng.choice((-1, 1))
        points = np.stack([t * rng.uniform(1.2, 2), side * rng.uniform(0.2, 0.4) * np.sin(2 * np.pi * t)], 1)
    elif kind == 4:  # a loop with two open legs, lying
        legs = rng.uniform(0.0, 0.35, 2)
        points = np.array([(1.3, legs[0]), (0.4, 0.8), (0.0, 0.5), (0.4, 0.2), (1.3, 1 - legs[1])])
        points = points * (rng.choice((-1, 1)), rng.uniform(0.6, 1))
    else:  # a random walk
        points = np.cumsum(rng.normal(0, 0.3, (count, 2)), 0)
    points = points / max(np.ptp(points, axis=0).max(), 1e-6) * 1.1
    ways = [strokes.curve(*map(tuple, points))]
    if rng.random() < 0.3:
        ways.append(strokes.curve(*map(tuple, rng.uniform(0, 1, (4, 2)))))
    return photographed(rng, strokes.field(ways))


def rules(rng: np.random.Generator, source: Source) -> np.ndarray:
    """Rests of printed lines: bars, corners, crossings, frames, and digits that hang on them."""
    kind = rng.integers(8)
    u = rng.uniform
    if kind == 0:  # a bar, level or leaning as no 1 does
        least, side = ((UPRIGHT_LEAN[1], -1), (-UPRIGHT_LEAN[0], 1))[rng.integers(2)]
        lean = np.deg2rad(u(least, 90))
        ways = [strokes.curve((0, 0), (side * 1.1 * np.sin(lean), 1.1 * np.cos(lean)))]
    elif kind == 1:  # a corner; the one that opens like a 7 is left out
        x, y = ((0, 0), (0, 1), (1, 1))[rng.integers(3)]
        ways = [strokes.curve((x, 0), (x, u(0.6, 1.2))), strokes.curve((0, y * 0.9), (u(0.6, 1.2), y * 0.9))]
    elif kind == 2:  # a crossing
        x, y = u(0.3, 0.7, 2)
        ways = [strokes.curve((x, 0), (x, 1)), strokes.curve((0, y), (1, y))]
    elif kind == 3:  # a T, standing or lying
        x = u(0.4, 0.6)
        ways = [strokes.curve((0, 0), (1, 0)), strokes.curve((x, 0), (x, u(0.4, 1)))]
        if rng.random() < 0.5:
            ways = [way[:, ::-1] for way in ways]
    elif kind == 4:  # parallels
        ways = [strokes.curve((0, y), (1.2, y)) for y in np.cumsum(u(0.15, 0.4, rng.integers(2, 5)))]
        if rng.random() < 0.5:
            ways = [way[:, ::-1] for way in ways]
    elif kind == 5:  # brackets that face each other
        w, arm = u(0.5, 1.2), u(0.12, 0.3)
        ways = [np.array([(arm, 0), (0, 0), (0, 1), (arm, 1)], float)]
        ways.append(np.array([w, 0]) + ways[0] * (-1, 1))
    else:  # a cell's frame, mostly with a digit in it or on it
        w = u(0.85, 1.4)
        corners = [(0, 0), (w, 0), (w, 1), (0, 1), (0, 0)]
        ways = [strokes.join(*(strokes.curve(a, b) for a, b in pairwise(corners)))]
        page = strokes.field(ways)
        digit, _ = source.field(rng)
        digit = cv2.resize(digit, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA) * np.float32(0.6)
        slack = page.shape[1] - digit.shape[1], page.shape[0] - digit.shape[0]
        paste(page, digit, int(u(0.1, 0.9) * max(slack[0], 1)), int(u(0.1, 0.9) * max(slack[1], 1)))
        return photographed(rng, page, (0.015, 0.07), 8)
    return photographed(rng, strokes.field(ways), (0.02, 0.14), 8)


def struck(rng: np.random.Generator, source: Source) -> np.ndarray:
    """A digit with a long rule through it or under it."""
    field, _ = source.field(rng)
    x, y, w, h = ink_box(field)
    page = np.full((field.shape[0] + 20, field.shape[1] + 240), FAR, np.float32)
    paste(page, field, 120, 10)
    ground = np.ones(page.shape, np.uint8)
    row = 10 + y + int(rng.uniform(0.1, 0.95) * h)
    start = 120 + x - int(rng.uniform(0.4, 1.0) * h)
    end = 120 + x + w + int(rng.uniform(0.4, 1.0) * h)
    cv2.line(ground, (max(start, 0), row), (end, row + int(rng.normal(0, 4))), 0, 1)
    page = np.minimum(page, cv2.distanceTransform(ground, cv2.DIST_L2, 5) + np.float32(rng.uniform(0, 0.8)))
    return photographed(rng, page, WIDTHS, 8)


def dots(rng: np.random.Generator, _source: Source) -> np.ndarray:
    """Dots or dashes in a column or a row: leaders, dashed rules, a column of numbers from afar."""
    count = int(rng.integers(3, 10))
    length = rng.uniform(0.02, 0.5)
    places = (np.arange(count) + rng.uniform(-0.1, 0.1, count)) * rng.uniform(0.14, 0.26) / (1 - length)
    gap = float(np.diff(places).min())
    aside = rng.normal(0, rng.uniform(0, 0.04), count)
    ways = [strokes.curve((x, y), (x, y + length * gap)) for x, y in zip(aside, places, strict=True)]
    if rng.random() < 0.25:
        ways = [way[:, ::-1] for way in ways]
    return photographed(rng, strokes.field(ways), (0.03, 0.07), 8, LEGIBLE)


def dotted_letter(rng: np.random.Generator, _source: Source) -> np.ndarray:
    """An i, a j or an exclamation mark, whose dot tells it from a 1."""
    if rng.random() < 0.5:
        return photographed(rng, *outline_field(_printed(rng, str(rng.choice(list("ij!"))))), 12, LEGIBLE)
    return photographed(rng, _hershey(rng, str(rng.choice(list("ij!")))), (0.03, 0.1), heights=LEGIBLE)


def blot(rng: np.random.Generator, _source: Source) -> np.ndarray:
    """A stain, a speck, some specks, or the edge of a shadow."""
    size = int(rng.integers(24, 90))
    cloud = clouds(rng, (size, size), size * rng.uniform(0.12, 0.5))
    y, x = np.mgrid[:size, :size] / size - 0.5
    if rng.random() < 0.5:
        cloud = cloud - rng.uniform(2, 8) * np.hypot(x, y)
    mask = (cloud > np.quantile(cloud, rng.uniform(0.5, 0.9))).astype(np.uint8) * 255
    return normalise(blemish(rng, mask) if rng.random() < 0.3 else mask)


def texture(rng: np.random.Generator, _source: Source) -> np.ndarray:
    """A piece of ink that a threshold finds in cloth, wood, walls, faces and other things without ink."""
    size = 160
    image = sum(clouds(rng, (size, size), cell) * cell ** rng.uniform(0.2, 0.9) for cell in (2, 4, 8, 16, 32))
    if rng.random() < 0.4:  # a grain with a direction
        image = cv2.blur(
            image, (int(rng.integers(5, 25)), 1) if rng.random() < 0.7 else (1, int(rng.integers(5, 25)))
        )
    image = cv2.normalize(image, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
    window = int(rng.integers(7, 40)) * 2 + 1
    mask = cv2.adaptiveThreshold(
        image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, window, -int(rng.integers(2, 14))
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    large = [i for i in range(1, count) if max(stats[i, 2], stats[i, 3]) >= 14]
    if not large:
        return np.zeros((SIZE, SIZE), np.uint8)
    return normalise((labels == rng.choice(large)).astype(np.uint8) * 255)


# What is drawn how often.
KINDS: dict[Callable, float] = {
    merged: 0.18,
    near_neighbour: 0.1,
    stacked: 0.03,
    piece: 0.11,
    letter: 0.17,
    word: 0.05,
    cut_word: 0.11,
    scribble: 0.06,
    rules: 0.05,
    struck: 0.03,
    dots: 0.02,
    dotted_letter: 0.02,
    blot: 0.035,
    texture: 0.035,
}

# Upright and narrow, and yet no 1, since they come in so many pieces at least.
UPRIGHT = {dots: 3, dotted_letter: 2}


def pieces(image: np.ndarray) -> int:
    """Returns in how many pieces the ink of an image is."""
    return cv2.connectedComponents(cv2.compare(image, 100, cv2.CMP_GT), connectivity=4)[0] - 1


def may_be_one(image: np.ndarray) -> bool:
    """Tells whether a normalised image is one upright bar, and so may be a 1, or is empty."""
    points = cv2.findNonZero(cv2.compare(image, 100, cv2.CMP_GT))
    if points is None:
        return True
    sides = cv2.minAreaRect(points)[1]
    x, y = cv2.fitLine(points, cv2.DIST_L2, 0, 0.01, 0.01)[:2, 0]
    lean = np.rad2deg(np.arctan2(x, -y) if y < 0 else np.arctan2(-x, y))
    low, high = UPRIGHT_LEAN
    return min(sides) < NARROWEST * max(sides) and low < lean < high


def of_kind(rng: np.random.Generator, source: Source, kind: Callable) -> np.ndarray:
    """Returns one image of a kind, (28, 28) uint8 in MNIST's form; never one that may be a 1."""
    while True:
        image = kind(rng, source)
        if pieces(image) >= UPRIGHT[kind] if kind in UPRIGHT else not may_be_one(image):
            return image


def negative(rng: np.random.Generator, source: Source) -> np.ndarray:
    """Returns one image that is no digit, (28, 28) uint8 in MNIST's form."""
    return of_kind(rng, source, rng.choice(list(KINDS), p=list(KINDS.values())))
