"""The drawing board: write digits with mouse, pen or finger, and watch the network read them.

    python edge/draw.py
    python edge/draw.py photo.jpg       # read a picture, and draw on it
    python edge/draw.py --json          # one line for each new answer, so that others can drive it

The window is OpenCV's own, and everything in it is painted by `edge.board`: OpenCV is there wherever ziffer
reads, while Tk is missing from the Python of Debian, Ubuntu, Fedora and Homebrew until a package is installed
by hand, and a Pi's would be. What OpenCV's window lacks, `edge.display` adds.

With --json a line is `{"drawing": n, "time": seconds, "network": name, "lines": [...], "digits": [...]}`:
answers count from 1, the first being that of the empty sheet; boxes are pixels of the sheet, which is what S
saves; the time is that since the start.

Exit codes: 0 the window was closed, 2 wrong usage, 3 the picture cannot be read, 4 the model or its runtime
cannot be used, 5 there is no display, 6 the answers cannot be written or the folder be made.
"""

if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path[:1] = [str(Path(__file__).resolve().parents[1])]
    from edge.environment import enter

    enter()

import argparse
import itertools
import json
import signal
import sys
import time
from pathlib import Path

import cv2
import numpy as np

from edge.board import (
    MOST_PICTURES,
    PAGE,
    SHEET,
    Answer,
    Fit,
    Point,
    Size,
    View,
    button_at,
    paint,
    sheet_fit,
    sheet_point,
)
from edge.canvas import Canvas
from edge.command import attempt, say
from edge.display import XWindow, is_open, open_window
from edge.errors import EXIT_READ, ModelError, OutputError, SourceError
from edge.follower import Follower
from edge.images import load
from edge.paths import expand, mode_of
from edge.saving import make_folder, write_picture

ROOT = Path(__file__).resolve().parents[1]
# What one can switch between: the networks that ship, and the article's.
NETWORKS = {"int8": "cnn_int8.tflite", "float": "cnn_float.tflite", "Dense": "mlp_float.tflite"}
TITLE = "ziffer"
PENS = (6, 10, 14, 18, 24, 32, 44, 60)  # widths in the window's units
FIRST_PEN = 3
ERASER = 2.5  # times the pen's width
PAUSE = 8  # ms, the longest that a key, a stroke or an answer waits for its turn
NOTICE = 2.5  # seconds that a notice stays
LARGEST_SHEET = 1600  # px, longest side of a picture that is drawn on
THUMBNAIL = 240  # px

KEYS = {
    **dict.fromkeys((ord("z"), ord("u"), 26, 8, 127), "undo"),  # 26: Ctrl+Z on Windows and macOS
    **dict.fromkeys((ord("h"), ord("?")), "help"),
    **dict.fromkeys((ord("+"), ord("="), ord("]")), "thicker"),
    **dict.fromkeys((ord("-"), ord("_"), ord("[")), "thinner"),
    ord("c"): "clear",
    ord("e"): "erase",
    ord("s"): "save",
    ord("l"): "load",
    ord("m"): "network",
    ord("q"): "quit",
    27: "escape",
    **{ord(str(i + 1)): f"network {i}" for i in range(len(NETWORKS))},
}


class DrawingBoard:
    """What is on the board, and what hands and keys do to it.

    Attributes:
        canvas: the sheet.
        window: (width, height) in pixels.
        done: whether the user wants to end.
    """

    def __init__(self, models: dict[str, Path], pictures: list[Path], folder: Path):
        """Begins with an empty sheet.

        Args:
            models: by the name under which each is shown; the first is used first.
            pictures: to choose from.
            folder: where drawings are saved.
        """
        self.canvas = Canvas()
        self.window: Size = PAGE
        self.done = False
        self._follower = Follower(list(models.values()))
        self._names = tuple(models)
        self._network = 0
        self._pictures = pictures
        self._thumbnails: list[tuple[Path, np.ndarray]] = []
        self._folder = folder
        self._pen = FIRST_PEN
        self._erasing = False
        self._hand: Point | None = None
        self._notice, self._notice_ends = "", 0.0
        self._card = ""
        self._asked: tuple[int, int] | None = None
        self._button = 0  # the mouse's button that draws, as a flag of OpenCV's

    def close(self) -> None:
        """Ends the reading."""
        self._follower.close()

    def follow(self) -> Answer | None:
        """Asks about the sheet when it changed; returns the newest answer, None before the first."""
        if self._asked != (self.canvas.version, self._network):
            self._asked = self.canvas.version, self._network
            self._follower.ask(*self._asked, self.canvas.image)
        try:
            return self._follower.answer()
        except ModelError as error:
            self._network = 0
            self._tell(str(error))
            return None

    def state(self) -> tuple:
        """Returns what must change for the window to look different, apart from the answer."""
        if time.monotonic() > self._notice_ends:
            self._notice = ""
        return (
            self.canvas.version,
            self.canvas.writing,
            self.window,
            self._network,
            self._pen,
            self._erasing,
            self._notice,
            self._card,
            self._hand,
        )

    def view(self, answer: Answer | None) -> View:
        """Returns what the window shows."""
        return View(
            sheet=self.canvas.image,
            empty=self.canvas.empty,
            answer=answer,
            networks=self._names,
            network=self._network,
            pen=self._width(),
            erasing=self._erasing,
            hand=self._hand,
            notice=self._notice,
            card=self._card,
            pictures=tuple((path.name, image) for path, image in self._thumbnails),
        )

    def on_mouse(self, event: int, x: int, y: int, flags: int, _data: object = None) -> None:
        """Does what a mouse's event, one of `cv2.EVENT_...`, at (x, y) of the window means."""
        if event in (cv2.EVENT_LBUTTONDOWN, cv2.EVENT_LBUTTONDBLCLK):
            self._press((x, y), cv2.EVENT_FLAG_LBUTTON, self._erasing)
        elif event in (cv2.EVENT_RBUTTONDOWN, cv2.EVENT_RBUTTONDBLCLK):
            self._press((x, y), cv2.EVENT_FLAG_RBUTTON, True)
        elif event == cv2.EVENT_MOUSEWHEEL:
            self.do("thicker" if flags > 0 else "thinner")
        elif event in (cv2.EVENT_LBUTTONUP, cv2.EVENT_RBUTTONUP):
            self.canvas.end()
        elif event == cv2.EVENT_MOUSEMOVE and self.canvas.writing:
            # A button that was let go outside of the window is not told of, only missing.
            if not flags & self._button:
                self.canvas.end()
                return
            self._hand = sheet_fit(self.window, self.canvas.size).back((x, y))
            self.canvas.extend(self._hand)

    def do(self, command: str) -> None:
        """Does what a key or a button is for: of `KEYS`, of `board.BUTTONS`, or "picture 0" and so on."""
        card, self._card = self._card, ""
        if command == "help" and card != "help":
            self._card = "help"
        elif command == "load" and card != "pictures":
            self._card = "pictures"
            self._thumbnails = thumbnails(self._pictures)
        elif command == "undo":
            self.canvas.undo()
        elif command == "clear":
            self.canvas.clear()
        elif command == "erase":
            self._erasing = not self._erasing
        elif command in ("thicker", "thinner"):
            self._pen = min(max(self._pen + (1 if command == "thicker" else -1), 0), len(PENS) - 1)
        elif command == "save":
            self._save()
        elif command == "network":
            self._network = (self._network + 1) % len(self._names)
        elif command.startswith("network ") and int(command[8:]) < len(self._names):
            self._network = int(command[8:])
        elif command.startswith("picture "):
            self.load(self._thumbnails[int(command[8:])][0])
        elif command == "quit" or (command == "escape" and not card):
            self.done = True

    def load(self, path: Path) -> None:
        """Lays a picture on the board, or tells why that cannot be."""
        try:
            self.canvas.lay(load(path, LARGEST_SHEET).image)
            self._hand = None
        except SourceError as error:
            self._tell(str(error))

    def _press(self, point: Point, button: int, erases: bool) -> None:
        name = button_at(point, self.window, self.view(None))
        at = sheet_point(point, self.window, self.canvas.size)
        if name:
            self.do(name)
        elif self._card:
            self._card = ""
        elif at:
            self._hand, self._button = at, button
            self.canvas.begin(at, round(self._width() * (ERASER if erases else 1)), erases)

    def _width(self) -> int:
        """Returns the pen's width in pixels of the sheet."""
        return max(1, round(PENS[self._pen] / Fit.into(self.canvas.size, SHEET).scale))

    def _save(self) -> None:
        names = (self._folder / f"ziffer-{number:03d}.png" for number in itertools.count(1))
        path = next(path for path in names if not mode_of(path))
        try:
            write_picture(path, self.canvas.image)
        except OutputError as error:
            self._tell(str(error))
            return
        self._pictures = [path, *self._pictures]
        self._tell(f"saved as {path}")

    def _tell(self, notice: str) -> None:
        self._notice, self._notice_ends = notice, time.monotonic() + NOTICE


class Printer:
    """Prints answers as lines of the JSON contract, each when it differs from the one before."""

    def __init__(self, networks: tuple[str, ...]):
        """Begins to count time and answers; `networks` are their names."""
        self._networks = networks
        self._start = time.monotonic()
        self._count = 0
        self._last: dict = {}

    def tell(self, answer: Answer) -> None:
        """Prints an answer, if it is new.

        Raises:
            OutputError: standard output takes no more.
        """
        told = {"network": self._networks[answer.network], **answer.reading.to_json()}
        if told == self._last:
            return
        self._last = told
        self._count += 1
        seconds = round(time.monotonic() - self._start, 3)
        say(json.dumps({"drawing": self._count, "time": seconds, **told}))


def thumbnails(paths: list[Path]) -> list[tuple[Path, np.ndarray]]:
    """Returns the first pictures that can be read, as many as the board shows, small."""
    found: list[tuple[Path, np.ndarray]] = []
    for path in paths:
        if len(found) == MOST_PICTURES:
            break
        try:
            found.append((path, load(path, THUMBNAIL).image))
        except SourceError:
            continue
    return found


def key_command(code: int) -> str:
    """Returns what a key is for, given its character's code or `cv2.waitKeyEx`'s; "" for other keys."""
    if code < 0:
        return ""
    key = code & 0xFFFF  # above are the modifiers, where the window is GTK's
    key = {0xFF08: 8, 0xFFFF: 127, 0xFF1B: 27, 0xFFAB: ord("+"), 0xFFAD: ord("-")}.get(key, key)
    return KEYS.get(ord(chr(key).lower()) if key < 128 else key, "")


def main(argv: list[str] | None = None) -> int:
    """Runs the program; returns its exit code."""
    args = make_parser().parse_args(argv)
    return attempt(lambda: run(args))


def make_parser() -> argparse.ArgumentParser:
    """Returns the command line's parser."""
    parser = argparse.ArgumentParser(
        prog="draw",
        description="A drawing board: write digits, and watch the network read them.",
        epilog="exit codes: 0 closed, 2 usage, 3 the picture cannot be read, 4 model or runtime, "
        "5 no display, 6 the answers cannot be written or the folder be made",
    )
    parser.add_argument("pictures", nargs="*", metavar="PICTURE", help="to read and to draw on; L shows all")
    parser.add_argument("--json", action="store_true", help="print each new answer as one JSON object a line")
    parser.add_argument(
        "--folder", type=Path, default=Path(), metavar="DIR", help="where S saves drawings (default: here)"
    )
    parser.add_argument(
        "--network",
        choices=tuple(NETWORKS),
        default="int8",
        help="to read with at first (default: %(default)s)",
    )
    return parser


def run(args: argparse.Namespace) -> int:
    """Opens the window and serves it until it is closed; returns the exit code."""
    models = {name: path for name, file in NETWORKS.items() if (path := ROOT / "models" / file).exists()}
    given = [Path(name) for name in expand(args.pictures)]
    samples = [Path(name) for name in expand([str(ROOT / "edge/samples")])]
    if args.network not in models:
        raise ModelError(
            f"{ROOT / 'models' / NETWORKS[args.network]} is missing; make train convert makes it"
        )
    make_folder(args.folder)
    board = DrawingBoard(models, [*given, *samples], args.folder)
    try:
        board.do(f"network {list(models).index(args.network)}")
        if given:
            board.canvas.lay(load(given[0], LARGEST_SHEET).image)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: board.do("quit"))
        open_window(TITLE, *PAGE)
        cv2.setMouseCallback(TITLE, board.on_mouse)
        serve(board, Printer(tuple(models)) if args.json else None)
    finally:
        board.close()
        cv2.destroyAllWindows()
    return EXIT_READ


def serve(board: DrawingBoard, printer: Printer | None) -> None:
    """Shows the board until its window is closed, or the user ends it."""
    shown = None
    cv2.imshow(TITLE, paint(board.view(None), board.window))
    window = XWindow() if sys.platform.startswith("linux") else None
    while not board.done:
        codes = [cv2.waitKeyEx(PAUSE)]
        if not is_open(TITLE):
            return
        if window and window.found:
            size = window.size()
            if not size:  # destroyed by another program, which OpenCV does not notice
                return
            board.window = size
            codes = map(ord, window.keys())
        for command in filter(None, map(key_command, codes)):
            board.do(command)
        answer = board.follow()
        if printer and answer:
            printer.tell(answer)
        state = (answer, board.state())
        if state != shown:
            cv2.imshow(TITLE, paint(board.view(answer), board.window))
            shown = state


if __name__ == "__main__":
    sys.exit(main())
