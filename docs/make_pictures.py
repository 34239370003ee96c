"""Makes the README's pictures with the programs' own parts, so that they show what one gets: `make pictures`.

Both windows are painted by pure functions, `edge.board.paint` and `edge.camera_face.compose`; what these
return is what a window shows, pixel by pixel, so no display is needed here. What is drawn comes from the
synthetic hands of `train.strokes`, what is photographed from `edge/samples`.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:1] = [str(ROOT)]

from edge.board import PAGE, Answer, View, paint  # noqa: E402
from edge.camera_face import Face, compose  # noqa: E402
from edge.canvas import Canvas  # noqa: E402
from edge.draw import NETWORKS  # noqa: E402
from edge.images import load  # noqa: E402
from edge.reader import DigitReader  # noqa: E402
from edge.results import scaled  # noqa: E402
from edge.seen import FrameReader  # noqa: E402
from edge.sources.frame import Frame  # noqa: E402
from edge.sources.scene import cover, lit  # noqa: E402
from edge.sources.view import View as Turning  # noqa: E402
from edge.transcript import transcribe  # noqa: E402
from train import strokes  # noqa: E402

PICTURES = ROOT / "docs/pictures"
SAMPLES = ROOT / "edge/samples"
PAGE_SCALE = 1.5  # so that the labels are crisp
WEBP = {"quality": 82, "method": 6}
FILM = {"quality": 55, "method": 3}
FRAME = (640, 480)  # px, of the camera's pictures
WINDOW = (1200, 640)  # px
FILM_SIZE = (560, 420)  # px
FPS = 12
TOLD = 2.0  # seconds that the camera's window shows a number that it announced
SCENES = (("number.jpg", 3.0), ("board.jpg", 3.0))  # the film: a sample, and for how many seconds
PEN = 18  # px


def main(folder: Path = PICTURES) -> None:
    """Makes all pictures in `folder` and prints their sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    reader = DigitReader()
    save(read_page(reader), folder / "page.webp")
    save(drawing_board(reader, "472"), folder / "draw.webp")
    save(drawing_board(reader, "3~"), folder / "draw-scribble.webp")
    frames = film(reader)
    save(frames[-1][0], folder / "camera.webp")
    shown = [as_pillow(small) for _, small in frames]
    path = folder / "camera-film.webp"
    shown[0].save(path, save_all=True, append_images=shown[1:], duration=round(1000 / FPS), loop=0, **FILM)
    print(f"{path}  {path.stat().st_size / 1000:.0f} kB")


def save(image: np.ndarray, path: Path) -> None:
    """Writes an (h, w, 3) BGR uint8 image as WebP, and prints its size."""
    as_pillow(image).save(path, **WEBP)
    print(f"{path}  {path.stat().st_size / 1000:.0f} kB")


def as_pillow(image: np.ndarray) -> Image.Image:
    """Returns an (h, w, 3) BGR uint8 image as Pillow's."""
    return Image.fromarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))


def read_page(reader: DigitReader) -> np.ndarray:
    """Returns a sample page with what was read on it, and beside it."""
    image = load(SAMPLES / "page.jpg").image
    reading = scaled(reader.read(image), PAGE_SCALE)
    return transcribe(
        cv2.resize(image, None, fx=PAGE_SCALE, fy=PAGE_SCALE, interpolation=cv2.INTER_CUBIC), reading
    )


def drawing_board(reader: DigitReader, text: str) -> np.ndarray:
    """Returns the drawing board's window with `text` drawn on it: digits, and ~ for a scribble."""
    hand = np.random.default_rng(11)
    canvas = Canvas()
    pitch = canvas.size[0] / (len(text) + 0.4)
    height = min(0.95 * pitch, 330)
    for i, letter in enumerate(text):
        left, top = pitch * (i + 0.7) - 0.45 * height, canvas.size[1] / 2 - height / 2
        for stroke in scribble(hand) if letter == "~" else strokes.digit(hand, int(letter)):
            points = [(left + x * height, top + y * height) for x, y in stroke]
            canvas.begin(points[0], PEN)
            for point in points[1:]:
                canvas.extend(point)
            canvas.end()
    start = time.perf_counter()
    reading, trace = reader.inspect(canvas.image)
    answer = Answer(canvas.version, 0, reading, trace, time.perf_counter() - start)
    view = View(canvas.image, False, answer, tuple(NETWORKS), 0, PEN, hand=points[-1])
    return paint(view, PAGE)


def scribble(hand: np.random.Generator) -> list[np.ndarray]:
    """Returns one stroke to and fro, in a unit box."""
    x = np.tile([0.05, 0.9], 7) + hand.uniform(-0.1, 0.1, 14)
    return [strokes.curve(*zip(x, np.linspace(0.15, 0.85, 14), strict=True))]


def film(reader: DigitReader) -> list[tuple[np.ndarray, np.ndarray]]:
    """Returns what the camera's window shows of samples in moving light, frame by frame.

    Returns:
        pairs of (h, w, 3) BGR uint8: the large window with the reading laid open, and the small one.
    """
    frame_reader = FrameReader(reader, Turning())
    noise = np.random.default_rng(42)
    shown: list[tuple[np.ndarray, np.ndarray]] = []
    announced, until = "", 0.0
    for name, seconds in SCENES:
        base = cover(load(SAMPLES / name).image, *FRAME)
        for _ in range(round(seconds * FPS)):
            now = len(shown) / FPS
            start = time.perf_counter()
            seen = frame_reader(Frame(lit(base, now, noise), now, len(shown)))
            milliseconds = (time.perf_counter() - start) * 1000
            if seen.announced:
                announced, until = "   ".join(seen.announced), now + TOLD
            face = Face("test", FPS, milliseconds, announced=announced if now < until else "")
            opened = compose(seen, replace(face, inspecting=True), WINDOW)[0]
            shown.append((opened, compose(seen, face, FILM_SIZE)[0]))
    return shown


if __name__ == "__main__":
    main()
