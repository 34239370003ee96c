"""Reads the digits before a camera, in a video or in a stream.

    python edge/classify_camera.py                     the camera, in a window
    python edge/classify_camera.py --source test       without a camera: a sample picture in moving light
    python edge/classify_camera.py --source film.mp4 --json

The source is `auto` (the first camera), a camera's index, `/dev/video0`, `csi` (the Raspberry Pi's camera),
a picture, folder, glob, video, image sequence like `frame_%03d.png`, `http(s)://` (MJPEG), `rtsp://`, `-`
(JPEGs or MJPEG on stdin) or `test`. Of cameras, streams and pipes the newest frame is read, of files every
one. Frames are rotated, then flipped; boxes and --roi are in pixels of the frame so turned, and --roi does
not shift them.

Without --json each number is printed once, as soon as it is stable, and what was read last at the end if none
was; of pictures that have nothing to do with one another, all numbers. With --json one object is printed for
each frame, where `"stable": true` marks the frames that announce a number.

Exit codes: 0 something was read, 1 no digit in any frame, 2 wrong usage, 3 the source cannot be opened or was
lost, 4 the model or its runtime cannot be used, 5 no display for the window that was asked for, 6 a result
cannot be written. Ctrl-C, SIGTERM, `q` and a reader that has seen enough end the program with 0 or 1.
"""

if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path[:1] = [str(Path(__file__).resolve().parents[1])]
    from edge.environment import enter

    enter()

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import sleep

from edge.camera_window import CameraWindow
from edge.classifier import Classifier
from edge.command import add_reader_options, complain, hush, say
from edge.errors import EXIT_NOTHING, EXIT_READ, DisplayError, OutputError, ZifferError
from edge.pipeline import Ended, Pipeline
from edge.quiet import silence_libraries
from edge.reader import DigitReader
from edge.recording import Recorder
from edge.seen import FrameReader, Seen
from edge.sources import Settings, open_source
from edge.sources.frame import TIMEOUT
from edge.sources.loop import Loop
from edge.sources.pipe import Pipe
from edge.sources.view import FLIPS, ROTATIONS, View
from edge.telling import Teller
from edge.transcript import caption

LARGEST_SIDE = 16384  # px of a frame
GRACE = 0.8  # seconds from a signal to the end, whatever may be stuck then
CLOSING = 0.1  # seconds of them, for a recording that a stuck program leaves open
GLANCE = 0.1  # seconds between two looks at the signals
WINDOW_GLANCE = 0.01  # seconds between two looks at keys and mouse


def main(argv: list[str] | None = None) -> int:
    """Runs the program; returns its exit code."""
    args = make_parser().parse_args(argv)
    silence_libraries()
    program = Program(args)
    try:
        with program.ended_by(signal.SIGINT, signal.SIGTERM):
            program.run()
    except ZifferError as error:
        complain(str(error))
        return error.exit_code
    except BrokenPipeError:  # who reads our output, such as `head`, has seen enough
        hush()
    return program.exit_code


def make_parser() -> argparse.ArgumentParser:
    """Returns the command line's parser."""
    parser = argparse.ArgumentParser(
        prog="classify_camera",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--source", default="auto", metavar="S", help="see above (default: %(default)s)")
    add("--json", action="store_true", help="print one JSON object for each frame")
    add("--headless", action="store_true", help="open no window (default: where there is no display)")
    add("--window", action="store_true", help="insist on a window")
    add("--max-frames", type=count, default=0, metavar="N", help="end after N frames (default: never)")
    give_up = "of waiting for a camera or stream that broke, then give up (default: never)"
    add("--max-wait", type=seconds, default=float("inf"), metavar="SECONDS", help=give_up)
    opening = "for opening the source and for its first frame (default: %(default)s)"
    add("--timeout", type=seconds, default=TIMEOUT, metavar="SECONDS", help=opening)
    add("--loop", action="store_true", help="begin a file again at its end")
    add("--record", metavar="OUT.mp4", help="write the annotated video")
    add("--width", type=side, default=0, metavar="PX", help="asked of a camera")
    add("--height", type=side, default=0, metavar="PX", help="asked of a camera")
    add("--fps", type=rate, default=0.0, help="frames a second, asked of a camera or shown of pictures")
    add("--rotate", type=int, choices=sorted(ROTATIONS), default=0, help="degrees clockwise")
    mirrors = "before reading: horizontal for a camera that mirrors (default: %(default)s)"
    add("--flip", choices=sorted(FLIPS), default="none", help=mirrors)
    add("--roi", type=region, metavar="X,Y,W,H", help="read only this part of the frame, in pixels")
    add_reader_options(parser)
    return parser


class Program:
    """One run of the program; the exit code follows from what it has read so far."""

    def __init__(self, args: argparse.Namespace):
        self._args = args
        self._stop = threading.Event()
        self._recorder: Recorder | None = None
        self._found = False
        self._frames = 0

    @property
    def exit_code(self) -> int:
        """Returns the exit code of a proper end."""
        return EXIT_READ if self._found else EXIT_NOTHING

    @contextmanager
    def ended_by(self, *numbers: int) -> Iterator[None]:
        """Lets signals end the program: soon by itself, at the latest after `GRACE`."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        # A handler waits until the main thread is back from a library's function, which may never be,
        # as when the display hangs. What the interpreter writes here comes through at once.
        wakeup_before = signal.set_wakeup_fd(writing)
        threading.Thread(target=self._last_resort, args=(reading,), daemon=True).start()
        before = {number: signal.signal(number, lambda *_: self._stop.set()) for number in numbers}
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup_before)
            os.close(writing)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _last_resort(self, signals: int) -> None:
        """Ends the process where a signal has not: a display, a driver or a pipe's other end may be stuck."""
        if not os.read(signals, 1):  # the program has ended by itself
            os.close(signals)
            return
        self._stop.set()
        sleep(GRACE - CLOSING)
        if self._recorder:
            closing = threading.Thread(target=self._recorder.close, daemon=True)
            closing.start()
            closing.join(CLOSING)
        os._exit(self.exit_code)

    def run(self) -> None:
        """Reads the source to its end."""
        args = self._args
        source = open_source(args.source, Settings(args.width, args.height, args.fps, args.timeout))
        if args.loop and not source.live:
            source = Loop(source, complain)
        reader = DigitReader(Classifier(args.model, args.runtime, args.threads), args.min_confidence)
        view = View(args.rotate, args.flip, region=args.roi)
        frame_reader = FrameReader(reader, view, source.still)
        if args.record and os.path.realpath(args.record) == os.path.realpath(args.source):
            raise OutputError(f"{args.record} is the source and will not be overwritten")
        with ExitStack() as stack:
            window = self._open_window(source, frame_reader, stack)
            self._recorder = Recorder(Path(args.record), source.live) if args.record else None

            def tell(sentence: str) -> None:
                complain(sentence)
                if window:
                    window.notice(sentence)

            pipeline = Pipeline(source, frame_reader, self._stop, args.timeout, args.max_wait, tell)
            stack.enter_context(pipeline)
            if self._recorder:
                # Left first, so that the video is whole before a source that is stuck is waited for.
                stack.enter_context(self._recorder)
            teller = Teller(pictures=isinstance(source, Pipe))
            self._show_all(pipeline, window, teller)
            for line in () if args.json else teller.end():
                say(line)

    def _open_window(self, source, frame_reader: FrameReader, stack: ExitStack) -> CameraWindow | None:
        if self._args.headless:
            return None
        try:
            return stack.enter_context(CameraWindow(source, frame_reader, complain))
        except DisplayError as error:
            if self._args.window:
                raise
            complain(f"{error}: going on without a window")
            return None

    def _show_all(self, pipeline: Pipeline[Seen], window: CameraWindow | None, teller: Teller) -> None:
        """Prints, records and shows every result until the source, the user or a signal ends it."""
        while not self._stop.is_set():
            if window and not window.attend():
                return
            if window and window.wants_no_frame():
                self._stop.wait(WINDOW_GLANCE)
                continue
            try:
                result = pipeline.get(WINDOW_GLANCE if window else GLANCE)
            except Ended:
                if window and window.stay():
                    continue
                return
            if result is None:
                continue
            seen = result.value
            self._found = self._found or bool(seen.reading.digits)
            if self._frames == 0 and View(region=self._args.roi).misses(seen.image):
                height, width = seen.image.shape[:2]
                complain(f"--roi lies outside the frame of {width} x {height}: all of it is read")
            self._frames += 1
            for line in [json.dumps(seen.to_json())] if self._args.json else teller.tell(seen):
                say(line)
            if self._recorder:
                self._recorder.write(caption(seen.image, seen.reading), seen.time)
            if window:
                window.show(seen, result.seconds)
            if self._frames == self._args.max_frames:
                return


def leave(exit_code: int) -> None:
    """Ends the process at once: a thread may be stuck in OpenCV, and Python would tidy up for long."""
    sys.stdout.flush()
    os._exit(exit_code)


def count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 on")
    return value


def side(text: str) -> int:
    value = count(text)
    if value > LARGEST_SIDE:
        raise argparse.ArgumentTypeError(f"{text} px is more than any camera has")
    return value


def seconds(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise argparse.ArgumentTypeError(f"{text} is not more than 0 seconds")
    return value


def rate(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is not a number of frames a second")
    return value


def region(text: str) -> tuple[int, int, int, int]:
    parts = text.split(",")
    if len(parts) != 4:
        raise argparse.ArgumentTypeError(f"{text} is not of the form x,y,w,h")
    x, y, w, h = (int(part) for part in parts)
    if x < 0 or y < 0 or w < 1 or h < 1:
        raise argparse.ArgumentTypeError(f"{text} holds no pixels")
    return x, y, w, h


if __name__ == "__main__":
    leave(main())
