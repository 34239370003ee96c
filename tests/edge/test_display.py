"""Windows open only where a display answers, and tell their size and keys."""

import ctypes
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from edge.display import is_open, open_window
from edge.errors import DisplayError
from tests.edge.desktop import desktop

ROOT = Path(__file__).resolve().parents[2]

# Opens a window, then answers each line of its input with what it knows of it.
PROGRAM = """
import sys
import cv2, numpy
from edge.display import XWindow, open_window
open_window("a window", 320, 200)
cv2.imshow("a window", numpy.zeros((200, 320, 3), numpy.uint8))
cv2.waitKey(50)
window = XWindow()
print("open", flush=True)
for line in sys.stdin:
    cv2.waitKey(100)
    print(window.size(), repr(window.keys()), flush=True)
"""


KEYS = [
    word
    for key in ("ctrl+z", "z", "H", "KP_Add", "Escape", "BackSpace", "Up", "ctrl+z")
    for word in ("key", key)
]


@pytest.fixture(scope="module")
def screen():
    with desktop() as screen:
        yield screen


@pytest.mark.parametrize("name", ["", ":4711", "nonsense"])
def test_without_a_display_there_is_an_error_and_not_an_abort(monkeypatch, name):
    monkeypatch.setenv("DISPLAY", name)
    with pytest.raises(DisplayError, match="display"):
        open_window("never seen", 100, 100)


def test_a_window_knows_its_size_each_key_and_its_end(screen):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=screen.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def told() -> str:
        process.stdin.write("\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    with process:
        assert process.stdout.readline() == "open\n"
        assert told() == "(320, 200) ''"
        screen.xdotool("windowsize", screen.window(), 500, 333)
        assert told() == "(500, 333) ''"
        screen.xdotool("mousemove", 50, 50, *KEYS)
        assert told() == r"(500, 333) '\x1azH+\x1b\x08\x1a'"
        screen.xdotool("windowclose", screen.window())
        assert told() == "None ''"
        process.stdin.close()


def test_qt_tells_the_systems_xlib_that_its_events_are_not_xlibs(screen, tmp_path):
    try:
        ctypes.CDLL("libX11-xcb.so.1")
    except OSError:
        pytest.skip("libX11-xcb is not installed (on Debian: apt install libx11-xcb1)")
    log = tmp_path / "bindings"
    environment = {**screen.environment, "LD_DEBUG": "bindings", "LD_DEBUG_OUTPUT": str(log)}
    subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, input="", text=True, check=True
    )
    told = [
        line
        for path in tmp_path.iterdir()
        for line in path.read_text().splitlines()
        if "`XSetEventQueueOwner'" in line
    ]
    if not told:
        pytest.skip("this OpenCV does not draw with Qt on X")
    assert all("/libX11-xcb.so.1 " in line for line in told), told


def test_a_window_of_which_opencv_knows_nothing_any_more_is_closed(monkeypatch):
    def raises(*_):
        raise cv2.error("NULL guiReceiver (please create a window)")

    monkeypatch.setattr(cv2, "getWindowProperty", raises)
    assert not is_open("ziffer")
    monkeypatch.setattr(cv2, "getWindowProperty", lambda *_: 1.0)
    assert is_open("ziffer")
