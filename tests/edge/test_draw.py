"""The drawing board under a real X server: strokes by xdotool, answers from --json."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge import draw
from edge.board import BUTTONS, SHEET, paint, sheet_fit
from edge.canvas import SIZE
from tests.edge.desktop import Desktop, desktop
from tests.edge.handwriting import DIGITS, written

ROOT = Path(__file__).resolve().parents[2]
LEFT, TOP = SHEET[:2]  # at the window's first size, a sheet's pixel is one of the window's
PEN = draw.PENS[draw.FIRST_PEN]  # px
QUIET = 0.15  # seconds without a new answer, after which the last one counts
# Left and top corner and height of a digit on the sheet: large, middling, and small near a corner.
PLACES = [(250, 50, 560), (60, 260, 240), (690, 20, 90)]
# Seconds between two of the hand's movements. Those that a busy machine does not get to are merged on
# the way, so a hand that was too quick for the machine writes again, slower.
PAUSES = (0.008, 0.03, 0.1)
SCRIBBLE = [(120 + i * 37 % 300, 240 + i * 61 % 190) for i in range(60)]


class Program:
    """A running drawing board: its window on a desktop, and the answers it prints."""

    def __init__(self, screen: Desktop, process: subprocess.Popen):
        self.screen, self.process = screen, process
        self.answers: list[dict] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait(lambda: self.answers)

    def _read(self) -> None:
        for line in self.process.stdout:
            self.answers.append(json.loads(line))

    def comes(self, condition, seconds: float) -> bool:
        """Returns whether `condition` holds within some seconds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.005)
        return True

    def wait(self, condition, seconds: float = 20) -> None:
        """Returns when `condition` holds; fails when it never does."""
        assert self.comes(condition, seconds), f"not within {seconds} s; last answer: {self.answers[-1:]}"

    def settles_on(self, *lines: str) -> dict:
        """Waits until answers end with this reading; returns the last."""
        count = -1
        while count != len(self.answers):
            count = len(self.answers)
            self.wait(lambda: self.answers[-1]["lines"] == list(lines))
            time.sleep(QUIET)
        return self.answers[-1]

    def draw(self, strokes, button: int = 1, pause: float = 0.008) -> None:
        """Draws strokes given in pixels of the sheet."""
        words: list[object] = []
        for stroke in strokes:
            words += [
                *self.screen.press([(x + LEFT, y + TOP) for x, y in stroke], button, pause),
                "mouseup",
                button,
            ]
        self.screen.xdotool(*words)

    def key(self, *names: str) -> None:
        """Presses keys one after the other."""
        self.screen.xdotool("key", "--delay", 20, *names)

    def click(self, x: float, y: float) -> None:
        """Clicks at a point of the window."""
        self.screen.xdotool("mousemove", round(x), round(y), "click", 1)

    def ends(self) -> int:
        """Waits for the end and returns the exit code."""
        code = self.process.wait(5)
        self._reader.join(5)
        return code


@pytest.fixture(scope="module")
def screen() -> Iterator[Desktop]:
    with desktop() as running:
        yield running


@contextmanager
def drawing_board(screen: Desktop, *options: object) -> Iterator[Program]:
    command = [sys.executable, ROOT / "edge/draw.py", "--json", *options]
    process = subprocess.Popen(
        list(map(str, command)),
        env=screen.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Program(screen, process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        assert "Traceback" not in process.stderr.read()


def reads(answer: dict, digit: int, box: tuple[float, ...]) -> bool:
    """Returns whether an answer is one digit, whole: at the height and place where it was drawn."""
    if answer["lines"] != [str(digit)]:
        return False
    x, y, w, h = answer["digits"][0]["box"]
    tolerance = PEN + 0.1 * h
    return (
        abs(y - box[1]) < tolerance
        and abs(h - box[3]) < tolerance
        and abs(x + w / 2 - box[0] - box[2] / 2) < 2 * PEN
    )


def test_all_ten_digits_are_read_in_several_sizes_and_places(screen):
    with drawing_board(screen) as program:
        for digit in DIGITS:
            for place in PLACES:
                box = (place[0], place[1] - PEN / 2, 0.6 * place[2], place[2] + PEN)
                for pause in PAUSES:
                    program.draw(written(digit, *place), pause=pause)
                    read = program.comes(lambda d=digit, b=box: reads(program.answers[-1], d, b), 2)
                    program.key("c")
                    program.wait(lambda: not program.answers[-1]["lines"])
                    if read:
                        break
                assert read, f"{digit} at {place}: {program.answers[-3:]}"


def test_the_answer_follows_while_one_draws_and_counts_on(screen):
    with drawing_board(screen) as program:
        first = program.answers[0]
        assert first == {"drawing": 1, "time": first["time"], "network": "int8", "lines": [], "digits": []}
        program.draw(written(4, 100, 200, 240), pause=PAUSES[1])
        program.settles_on("4")
        program.draw(written(7, 300, 200, 240) + written(2, 520, 200, 240), pause=PAUSES[1])
        answer = program.settles_on("472")
        assert [digit["digit"] for digit in answer["digits"]] == [4, 7, 2]
        assert [a["drawing"] for a in program.answers] == list(range(1, len(program.answers) + 1))
        times = [a["time"] for a in program.answers]
        assert times == sorted(times)
        assert len(program.answers) > 8, "answers came only when the pen was lifted"


def test_a_scribble_is_no_digit(screen):
    with drawing_board(screen) as program:
        # A hand too quick for a busy machine leaves a few long strokes of the scribble, which may be a digit.
        program.draw([SCRIBBLE], pause=PAUSES[1])
        program.draw(written(3, 560, 100, 240), pause=PAUSES[1])
        program.settles_on("3")


def test_undo_clear_and_erasing_with_either_button(screen):
    with drawing_board(screen) as program:
        program.draw(written(1, 150, 200, 240) + written(0, 400, 200, 240))
        program.settles_on("10")
        program.key("ctrl+z")
        program.settles_on("1")
        program.key("c")
        program.settles_on()
        program.key("ctrl+z")
        program.settles_on("1")
        rows = [[(130, y), (300, y)] for y in range(190, 470, 30)]
        program.draw(rows, button=3)
        program.settles_on()
        program.key(*["ctrl+z"] * len(rows))
        program.settles_on("1")
        program.key("e")
        program.draw(rows)
        program.settles_on()
        program.key("e")
        program.draw(written(0, 400, 200, 240))
        program.settles_on("0")


def test_buttons_do_what_keys_do(screen, tmp_path):
    def centre(name):
        x, y, w, h = BUTTONS[name][2]
        return x + w / 2, y + h / 2

    with drawing_board(screen, "--folder", tmp_path) as program:
        program.draw(written(0, 400, 200, 240))
        program.settles_on("0")
        program.click(*centre("undo"))
        program.settles_on()
        for _ in range(3):
            program.click(*centre("thicker"))
        program.draw(written(0, 400, 200, 240))
        program.settles_on("0")
        program.click(*centre("save"))
        program.wait(lambda: (tmp_path / "ziffer-001.png").exists())
        program.click(*centre("clear"))
        program.settles_on()


def test_what_is_saved_is_the_sheet_and_reads_the_same_elsewhere(screen, tmp_path):
    with drawing_board(screen, "--folder", tmp_path) as program:
        program.draw(written(4, 100, 200, 240) + written(2, 400, 200, 240))
        answer = program.settles_on("42")
        program.key("s")
        program.wait(lambda: (tmp_path / "ziffer-001.png").exists())
        program.key("s")
        program.wait(lambda: (tmp_path / "ziffer-002.png").exists())
        program.wait(lambda: cv2.imread(str(tmp_path / "ziffer-002.png")) is not None)
    image = cv2.imread(str(tmp_path / "ziffer-001.png"))
    assert image.shape == (SIZE[1], SIZE[0], 3)
    assert np.array_equal(image, cv2.imread(str(tmp_path / "ziffer-002.png")))
    told = subprocess.run(
        [sys.executable, ROOT / "edge/classify_image.py", "--json", tmp_path / "ziffer-001.png"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout)["digits"] == answer["digits"]


def test_a_picture_is_loaded_read_and_drawn_on(screen, tmp_path):
    with drawing_board(screen, "--folder", tmp_path) as program:
        program.draw(written(7, 100, 200, 240))
        program.settles_on("7")
        program.key("s")
        program.wait(lambda: (tmp_path / "ziffer-001.png").exists())
        program.key("c")
        program.settles_on()
        program.key("l")
        time.sleep(0.8)
        program.click(160, 190)
        program.settles_on("7")
    with drawing_board(screen, tmp_path / "ziffer-001.png") as program:
        program.settles_on("7")
        program.draw(written(9, 400, 200, 240))
        program.settles_on("79")


def test_networks_are_switched_live(screen):
    with drawing_board(screen) as program:
        program.draw(written(2, 300, 200, 240))
        program.settles_on("2")
        for key, network in (("2", "float"), ("3", "Dense"), ("m", "int8")):
            program.key(key)
            program.wait(lambda network=network: program.answers[-1]["network"] == network)
            assert program.answers[-1]["lines"] == ["2"]


def test_the_window_is_drawn_on_rightly_after_it_was_resized(screen):
    with drawing_board(screen) as program:
        screen.xdotool("windowsize", screen.window(), 640, 400)
        time.sleep(0.4)
        half = [
            [((x + LEFT) / 2 - LEFT, (y + TOP) / 2 - TOP) for x, y in s] for s in written(5, 300, 100, 400)
        ]
        program.draw(half)
        x, y, w, h = program.settles_on("5")["digits"][0]["box"]
        assert (x, y, w, h) == pytest.approx((307, 91, 230, 418), abs=25)
        for size in ((1, 1), (1300, 60), (90, 850), (1280, 800)):
            screen.xdotool("windowsize", screen.window(), *size)
            time.sleep(0.15)
        time.sleep(1)
        program.key("c")
        time.sleep(0.3)
        program.draw(written(3, 300, 100, 400))
        program.settles_on("3")


def test_on_a_small_touch_screen_the_window_fits_and_reads():
    with desktop(800, 480) as screen, drawing_board(screen) as program:
        shell = screen.xdotool("getwindowgeometry", "--shell", screen.window())
        geometry = dict(line.split("=") for line in shell.splitlines())
        window = int(geometry["WIDTH"]), int(geometry["HEIGHT"])
        assert window[0] <= 800 and window[1] <= 480
        fit = sheet_fit(window, SIZE)
        for stroke in written(4, 250, 100, 400):
            screen.stroke([fit.out(point) for point in stroke], pause=0.01)
        program.settles_on("4")


def test_quick_scribbling_over_buttons_and_edges_neither_hangs_nor_crashes(screen):
    with drawing_board(screen) as program:
        wild = [((i * 397) % 1390, (i * 211) % 890) for i in range(400)]
        screen.stroke(wild, pause=0)
        screen.stroke(wild[::-1], button=3, pause=0)
        program.key("c")
        program.wait(lambda: not program.answers[-1]["lines"])
        program.draw(written(8, 300, 100, 300))
        program.settles_on("8")


@pytest.mark.parametrize("key", ["q", "Escape"])
def test_a_key_ends_an_empty_board(screen, key):
    with drawing_board(screen) as program:
        program.key(key)
        assert program.ends() == 0


def test_help_is_shown_and_left_without_ending(screen):
    with drawing_board(screen) as program:
        for key in ("h", "question"):
            program.key(key)
            time.sleep(0.3)
            program.key("Escape")
            time.sleep(0.3)
        program.draw(written(0, 300, 100, 300))
        program.settles_on("0")


@pytest.mark.parametrize("politely", [True, False])
def test_closing_the_window_in_mid_stroke_ends_the_program(politely):
    with desktop() as screen, drawing_board(screen) as program:
        points = [(x + LEFT, y + TOP) for x, y in written(0, 300, 100, 400)[0]]
        screen.xdotool(*screen.press(points))
        if politely:
            screen.click_close_button(screen.window())
        else:
            screen.xdotool("windowclose", screen.window())
        assert program.ends() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_cleanly(screen, number):
    with drawing_board(screen) as program:
        program.process.send_signal(number)
        assert program.ends() == 0


def test_without_a_reader_of_its_answers_it_ends_quietly(screen):
    command = [sys.executable, str(ROOT / "edge/draw.py"), "--json"]
    with subprocess.Popen(
        command, env=screen.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        screen.stroke([(x + LEFT, y + TOP) for x, y in written(0, 300, 100, 300)[0]])
        assert process.wait(5) == 0
        assert process.stderr.read() == ""


def run(*options: object, **environment: str) -> subprocess.CompletedProcess:
    base = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    command = [sys.executable, ROOT / "edge/draw.py", *options]
    return subprocess.run(
        list(map(str, command)), env={**base, **environment}, capture_output=True, text=True, timeout=30
    )


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":4711"}, {"DISPLAY": "nonsense"}])
def test_a_missing_display_is_told_in_one_sentence(environment):
    ended = run(**environment)
    assert ended.returncode == 5
    assert ended.stderr.startswith("draw: ") and ended.stderr.count("\n") == 1 and "display" in ended.stderr


def test_a_picture_that_cannot_be_read_is_told_in_one_sentence(tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    ended = run(tmp_path / "broken.png")
    assert ended.returncode == 3
    assert ended.stderr.startswith("draw: ") and ended.stderr.count("\n") == 1


def test_an_unknown_option_is_wrong_usage():
    assert run("--colour").returncode == 2


@pytest.fixture
def board(tmp_path) -> Iterator[draw.DrawingBoard]:
    made = draw.DrawingBoard({"int8": ROOT / "models/cnn_int8.tflite"}, [], tmp_path / "missing")
    yield made
    made.close()


def test_the_answer_follows_every_move_of_the_pen(board):

    def move(x, y, event=cv2.EVENT_MOUSEMOVE):
        board.on_mouse(event, round(x + LEFT), round(y + TOP), cv2.EVENT_FLAG_LBUTTON)

    for stroke in written(3, 100, 200, 240) + written(8, 400, 200, 240):
        move(*stroke[0], cv2.EVENT_LBUTTONDOWN)
        for point in stroke[1:]:
            move(*point)
            while not (answer := board.follow()) or answer.version != board.canvas.version:
                time.sleep(0.001)
            assert paint(board.view(answer), board.window).any()
        board.on_mouse(cv2.EVENT_LBUTTONUP, 0, 0, 0)
    assert board.follow().reading.lines == ("38",)


def test_a_folder_that_cannot_be_is_told_at_the_start(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert draw.main(["--folder", str(tmp_path / "file")]) == 6
    assert "is a file, not a folder" in capsys.readouterr().err


def test_what_cannot_be_saved_or_loaded_is_told_in_the_window(board, tmp_path):
    board.do("save")
    assert "cannot be written" in board.view(None).notice
    board.load(tmp_path / "none.png")
    assert "none.png" in board.view(None).notice


def test_a_network_that_cannot_be_used_is_told_of_and_left(tmp_path):
    (tmp_path / "broken.tflite").write_bytes(b"TFL3" * 100)
    models = {"int8": ROOT / "models/cnn_int8.tflite", "mine": tmp_path / "broken.tflite"}
    board = draw.DrawingBoard(models, [], tmp_path)
    board.do("network 1")
    end = time.monotonic() + 10
    while not board.view(board.follow()).notice:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert board.view(None).network == 0
    board.close()


def test_a_button_let_go_outside_of_the_window_ends_the_stroke(board):
    board.on_mouse(cv2.EVENT_LBUTTONDOWN, 200, 200, cv2.EVENT_FLAG_LBUTTON)
    board.on_mouse(cv2.EVENT_MOUSEMOVE, 300, 300, cv2.EVENT_FLAG_LBUTTON)
    before = board.canvas.version
    board.on_mouse(cv2.EVENT_MOUSEMOVE, 400, 300, 0)
    assert not board.canvas.writing and board.canvas.version == before
