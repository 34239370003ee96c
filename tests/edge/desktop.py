"""A real X display for tests, and a hand on its mouse and keys: Xvfb and xdotool."""

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.edge.patience import SLOWNESS

Point = tuple[float, float]


class Desktop:
    """A running X server.

    Attributes:
        environment: for programs that shall open their windows on it.
    """

    def __init__(self, display: str, server: subprocess.Popen):
        self.environment = {**os.environ, "DISPLAY": display}
        self._server = server

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Lets the X server answer nobody for a while."""
        self._server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._server.send_signal(signal.SIGCONT)

    def xdotool(self, *words: object) -> str:
        """Runs one chain of xdotool commands; returns what it prints."""
        command = ["xdotool", *(str(word) for word in words)]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, timeout=30
        ).stdout.strip()

    def window(self) -> str:
        """Waits for the first visible window and returns its id."""
        return self.xdotool("search", "--sync", "--onlyvisible", "--limit", 1, "--name", ".").split()[0]

    def stroke(self, points: list[Point], button: int = 1, pause: float = 0.004) -> None:
        """Presses a button at the first point, passes the others every `pause` seconds, and lets go."""
        self.xdotool(*self.press(points, button, pause), "mouseup", button)

    def click_close_button(self, window: str) -> None:
        """Does to a window what a window manager does when its close button is clicked."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = x11.XInternAtom.restype = ctypes.c_void_p
        display = ctypes.c_void_p(x11.XOpenDisplay(self.environment["DISPLAY"].encode()))
        protocols = x11.XInternAtom(display, b"WM_PROTOCOLS", False)
        delete = x11.XInternAtom(display, b"WM_DELETE_WINDOW", False)
        # An XClientMessageEvent: type, serial, send_event, display, window, message_type, format, data.
        event = (ctypes.c_long * 24)(33, 0, 1, display.value, int(window), protocols, 32, delete, 0)
        x11.XSendEvent(display, ctypes.c_ulong(int(window)), False, ctypes.c_long(0), event)
        x11.XCloseDisplay(display)

    def press(self, points: list[Point], button: int = 1, pause: float = 0.004) -> list[object]:
        """Returns the xdotool words for a stroke that does not end."""
        words: list[object] = ["mousemove", *map(round, points[0]), "mousedown", button]
        for x, y in points[1:]:
            words += ["sleep", pause, "mousemove", round(x), round(y)]
        return [*words, "sleep", pause]


@contextmanager
def desktop(width: int = 1400, height: int = 900) -> Iterator[Desktop]:
    """Starts an X server on a free display; skips the test where there is none to start."""
    if SLOWNESS > 1:
        pytest.skip("screen and hand act in real time, and the program on an emulated processor does not")
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed (on Debian: apt install xvfb xdotool)")
    reading, writing = os.pipe()
    # Without -noreset the server starts anew when the last window closes, and refuses those opening then.
    screen = f"{width}x{height}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            pytest.skip("Xvfb is installed but does not start")
        yield Desktop(f":{number}", server)
    finally:
        server.terminate()
        server.wait(10)
