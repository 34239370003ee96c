"""Pictures that hold no digit: marks on paper and things that lie around, on which readers invent digits."""

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from train.scenes.noise import clouds, grain

TEXT = (
    "milk bread butter apples flour sugar tomatoes meeting with Anna about the garden please call back "
    "tomorrow Dear friends thank you very much for your kind letter we arrived late because of heavy rain "
    "Kaffee Brot Straße Fenster Regen morgen wieder Haus quick brown fox jumps over lazy dog project review "
    "agenda notes chapter summary kitchen window holiday mountain weather remember yesterday garage workshop"
)
SCRIPTS = (
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_COMPLEX_SMALL,
)
CAPITAL = 0.7  # of a typeface's size: about as tall are its capitals
HERSHEY_CAPITAL = 21  # units that Hershey's are tall


def text(rng: np.random.Generator) -> str:
    """Returns one to four words."""
    words = rng.choice(TEXT.split(), rng.integers(1, 5))
    return " ".join(words).upper() if rng.random() < 0.15 else " ".join(words)


def words(rng: np.random.Generator, shape: tuple[int, int], width: float, typeface: str = "") -> np.ndarray:
    """Writes words by hand, bent as a hand bends them; (h, w) float32 coverage.

    Args:
        shape: (h, w).
        width: stroke width as a part of the height of Hershey's scripts, which are used without a `typeface`.
        typeface: file of a font.
    """
    h, w = shape
    cover = np.zeros(shape, np.float32)
    size = rng.uniform(0.03, 0.16) * h
    y = rng.uniform(0.1, 0.3) * h
    script = int(SCRIPTS[rng.integers(len(SCRIPTS))])
    for _ in range(rng.integers(1, 8)):
        if y > 0.95 * h:
            break
        line = text(rng).replace("ß", "ss")
        x = round(rng.uniform(0.02, 0.1) * w)
        if typeface:
            _type(cover, line, (x, round(y)), typeface, size)
        else:
            _letter(cover, line, (x, round(y)), script, size, width)
        y += size * rng.uniform(1.4, 2.4)
    return _bend(rng, cover, size)


def _letter(
    cover: np.ndarray, line: str, at: tuple[int, int], script: int, size: float, width: float
) -> None:
    scale = size / HERSHEY_CAPITAL
    (long, _), _ = cv2.getTextSize(line, script, scale, 1)
    scale *= min(1, 0.9 * cover.shape[1] / max(long, 1))
    letters = np.zeros(cover.shape, np.uint8)  # OpenCV 5 writes on nothing else
    cv2.putText(letters, line, at, script, scale, 255, max(1, round(width * size)))
    cover[letters > 0] = 1.0


def _type(cover: np.ndarray, line: str, at: tuple[int, int], typeface: str, size: float) -> None:
    em = size / CAPITAL
    font = ImageFont.truetype(typeface, round(em))
    em *= min(1, 0.9 * cover.shape[1] / max(font.getlength(line), 1))
    image = Image.new("L", cover.shape[::-1])
    ImageDraw.Draw(image).text(at, line, 255, ImageFont.truetype(typeface, max(1, round(em))), anchor="ls")
    np.maximum(cover, np.asarray(image, np.float32) / 255, out=cover)


def _bend(rng: np.random.Generator, cover: np.ndarray, size: float) -> np.ndarray:
    h, w = cover.shape
    y, x = np.mgrid[:h, :w].astype(np.float32)
    dx = 0.1 * size * clouds(rng, (h, w), max(size * 0.8, 3))
    dy = 0.1 * size * clouds(rng, (h, w), max(size * 0.8, 3)) + rng.normal(0, 0.03) * (x - w / 2)
    return cv2.remap(cover, x + dx, y + dy, cv2.INTER_LINEAR)


@lru_cache(1)
def _fonts() -> tuple[str, ...]:
    """Matplotlib's text fonts, the only ones that are installed with the project."""
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts/ttf"
    return tuple(str(path) for path in sorted(folder.glob("DejaVuS*.ttf")) if "Display" not in path.name)


def printed(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Prints paragraphs without digits; (h, w) float32 coverage."""
    h, w = shape
    fonts = _fonts()
    size = max(8, round(rng.uniform(0.02, 0.1) * h))
    font = ImageFont.truetype(fonts[rng.integers(len(fonts))], size)
    image = Image.new("L", (w, h))
    draw = ImageDraw.Draw(image)
    y = rng.uniform(0.02, 0.2) * h
    while y < 0.95 * h:
        line = " ".join(text(rng) for _ in range(max(1, round(w / size / 14))))
        draw.text((0.05 * w, y), line, fill=255, font=font)
        y += size * 1.5
        if rng.random() < 0.15:
            y += size * rng.uniform(1, 4)
    return np.asarray(image, np.float32) / 255


def scribble(rng: np.random.Generator, shape: tuple[int, int], width: float) -> np.ndarray:
    """Draws scribbles: loops, zigzags, hatching, arrows and crossings-out; (h, w) float32 coverage."""
    h, w = shape
    cover = np.zeros(shape, np.float32)
    for _ in range(rng.integers(1, 6)):
        size = rng.uniform(0.08, 0.45) * h
        centre = rng.uniform(0.15, 0.85, 2) * (w, h)
        t = np.linspace(0, 1, 160)
        kind = rng.integers(5)
        if kind == 0:  # a knot of loops
            x, y = (clouds(rng, (1, 160), rng.uniform(8, 20))[0] for _ in range(2))
        elif kind == 1:  # zigzag
            x, y = 2 * t - 1, rng.uniform(0.2, 0.8) * (np.abs((t * rng.integers(4, 12)) % 2 - 1) - 0.5)
        elif kind == 2:  # coils
            turns = rng.integers(4, 10) * 2 * np.pi
            x, y = 2 * t - 1 + 0.2 * np.cos(turns * t), rng.uniform(0.15, 0.4) * np.sin(turns * t)
        elif kind == 3:  # hatching
            x = np.abs((t * rng.integers(8, 20)) % 2 - 1) * 1.2 - 0.6 + 0.3 * (2 * t - 1)
            y = 2 * t - 1
        else:  # a wavy underline
            x, y = 3 * t - 1.5, 0.06 * np.sin(t * 40)
        turn = rng.uniform(-0.6, 0.6)
        x = x + 0.03 * clouds(rng, (1, 160), 10)[0]
        points = np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], 1)
        points = ((points * size / 2 + centre) * 16).astype(np.int32)
        cv2.polylines(cover, [points], False, 1.0, max(1, round(width * size * 0.5)), cv2.LINE_AA, 4)
    return cover


def texture(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Surfaces: wood, cloth, stone, bricks, leaves; (h, w, 3) float32."""
    h, w = shape
    y, x = np.mgrid[:h, :w].astype(np.float32)
    kind = rng.integers(5)
    colour = np.float32(rng.uniform(0.15, 0.9) + rng.normal(0, 0.08, 3))
    if kind == 0:
        return wood(rng, shape)
    if kind == 1:  # cloth
        pitch = rng.uniform(3, 14)
        weave = np.sin(2 * np.pi * (x + 2 * clouds(rng, shape, 60)) / pitch) * np.sin(2 * np.pi * y / pitch)
        field = 0.85 + 0.15 * weave
    elif kind == 2:  # stone: noise of all sizes
        field = 0.8 + 0.1 * sum(clouds(rng, shape, size) * size**0.3 / 2 for size in (3, 9, 27, 81))
    elif kind == 3:  # bricks or tiles
        tall = rng.uniform(0.06, 0.25) * h
        wide = tall * rng.uniform(1, 3)
        row = np.floor(y / tall)
        u, v = (x + 0.5 * wide * (row % 2)) % wide, y % tall
        field = np.where((u < 0.05 * wide) | (v < 0.08 * tall), 0.6, 1) + 0.05 * clouds(rng, shape, 12)
    else:  # leaves: sharp-edged patches
        field = 0.45 + 0.4 * (clouds(rng, shape, rng.uniform(8, 40)) > 0) + 0.15 * clouds(rng, shape, 10)
    return np.clip(field, 0.02, 1.2)[:, :, None].astype(np.float32) * colour


def wood(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """A table's wood, (h, w, 3) float32."""
    h, w = shape
    y = np.arange(h, dtype=np.float32)[:, None]
    pitch = rng.uniform(0.02, 0.08) * h
    rings = np.sin(2 * np.pi * (y + 0.05 * h * clouds(rng, shape, w / 1.5)) / pitch)
    pores = cv2.GaussianBlur(grain(rng, shape), (0, 0), 0.02 * w, sigmaY=0.8)
    field = 0.85 + 0.06 * rings + 0.05 * pores / (pores.std() + 1e-6)
    brown = np.array([(0.3, 0.5, 0.7), (0.18, 0.3, 0.45), (0.5, 0.66, 0.8)], np.float32)[rng.integers(3)]
    return field[:, :, None] * brown


def desk(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """A desk with edges, sheets, pens and round things on it, (h, w, 3) float32."""
    h, w = shape
    image = (
        wood(rng, shape)
        if rng.random() < 0.6
        else np.full((h, w, 3), rng.uniform(0.2, 0.9) + rng.normal(0, 0.05, 3), np.float32)
    )
    for _ in range(rng.integers(2, 8)):
        colour = rng.uniform(0.05, 0.9) + rng.normal(0, 0.08, 3)
        centre = rng.uniform(0, 1, 2) * (w, h)
        turn = rng.uniform(0, 180)
        kind = rng.integers(4)
        if kind == 0:  # a sheet or a book
            size = rng.uniform(0.3, 0.9, 2) * h
        elif kind == 1:  # a pen
            size = np.array([rng.uniform(0.2, 0.7), rng.uniform(0.012, 0.04)]) * h
        elif kind == 2:  # a ruler or an edge right across
            size = np.array([3 * w, rng.uniform(0.02, 0.4) * h])
        else:
            size = None
        canvas = np.zeros((h, w), np.float32)
        if size is None:  # a cup or a coin
            radius = rng.uniform(0.04, 0.25) * h
            cv2.circle(canvas, tuple(np.int32(centre)), int(radius), 1.0, -1, cv2.LINE_AA)
            cv2.circle(
                image,
                tuple(np.int32(centre + 0.1 * radius)),
                int(radius),
                (image * 0.6).mean((0, 1)).tolist(),
                -1,
            )
        else:
            corners = cv2.boxPoints(
                ((float(centre[0]), float(centre[1])), (float(size[0]), float(size[1])), turn)
            )
            cv2.fillPoly(canvas, [np.int32(corners)], 1.0, cv2.LINE_AA)
            shadow = cv2.GaussianBlur(np.roll(canvas, (3, 3), (0, 1)), (0, 0), 4)
            image *= 1 - 0.35 * shadow[:, :, None]
        shade = (1 + 0.04 * clouds(rng, shape, h / 2))[:, :, None] * colour.astype(np.float32)
        image += canvas[:, :, None] * (shade - image)
    return image


def skin(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """A hand's or a face's smooth shapes before a plain wall, (h, w, 3) float32."""
    h, w = shape
    wall = (
        np.float32(rng.uniform(0.2, 0.9) + rng.normal(0, 0.06, 3))
        * (1 + 0.05 * clouds(rng, shape, h / 2))[:, :, None]
    )
    tone = np.array([(0.5, 0.6, 0.85), (0.35, 0.45, 0.7), (0.2, 0.28, 0.45), (0.6, 0.7, 0.92)], np.float32)
    colour = tone[rng.integers(len(tone))]
    body = np.zeros(shape, np.float32)
    cx, cy, size = rng.uniform(0.3, 0.7) * w, rng.uniform(0.4, 0.7) * h, rng.uniform(0.18, 0.4) * h
    dark = np.zeros(shape, np.float32)
    if rng.random() < 0.5:  # a hand: palm and fingers
        cv2.circle(body, (int(cx), int(cy)), int(0.55 * size), 1.0, -1, cv2.LINE_AA)
        aim = rng.uniform(-np.pi, np.pi)
        for spread in np.linspace(-0.7, 0.7, 5):
            angle, reach = aim + spread * rng.uniform(0.8, 1.2), size * rng.uniform(1.0, 1.5)
            tip = (int(cx + reach * np.cos(angle)), int(cy + reach * np.sin(angle)))
            cv2.line(body, (int(cx), int(cy)), tip, 1.0, max(2, int(0.24 * size)), cv2.LINE_AA)
        back = (int(cx - 4 * size * np.cos(aim)), int(cy - 4 * size * np.sin(aim)))
        cv2.line(body, (int(cx), int(cy)), back, 1.0, max(2, int(0.7 * size)), cv2.LINE_AA)
    else:  # a face: eyes, brows, nose, mouth, hair
        cv2.ellipse(body, (int(cx), int(cy)), (int(0.72 * size), int(size)), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
        for side in (-1, 1):
            eye = (int(cx + side * 0.3 * size), int(cy - 0.2 * size))
            cv2.ellipse(
                dark,
                eye,
                (max(1, int(0.12 * size)), max(1, int(0.06 * size))),
                0,
                0,
                360,
                1.0,
                -1,
                cv2.LINE_AA,
            )
            brow = (eye[0], int(eye[1] - 0.15 * size))
            cv2.ellipse(
                dark,
                brow,
                (max(1, int(0.17 * size)), max(1, int(0.05 * size))),
                0,
                190,
                350,
                0.8,
                2,
                cv2.LINE_AA,
            )
        mouth = (int(cx), int(cy + 0.5 * size))
        cv2.ellipse(
            dark, mouth, (int(0.28 * size), max(1, int(0.07 * size))), 0, 0, 360, 0.7, -1, cv2.LINE_AA
        )
        cv2.ellipse(
            dark, (int(cx), int(cy - 0.75 * size)), (int(0.75 * size), int(0.4 * size)), 0, 0, 360, 1.0, -1
        )
    body = cv2.GaussianBlur(body, (0, 0), 2)
    shade = 0.75 + 0.3 * cv2.GaussianBlur(body, (0, 0), 0.2 * size) + 0.04 * clouds(rng, shape, size / 2)
    image = wall + body[:, :, None] * (shade[:, :, None] * colour - wall)
    return image * (1 - 0.75 * cv2.GaussianBlur(dark, (0, 0), 1.5)[:, :, None])
