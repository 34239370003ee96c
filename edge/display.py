"""Opens OpenCV's window where there is a display for it, and asks X for what OpenCV keeps to itself.

OpenCV's window needs nothing beyond the wheel that reads the digits, so it opens wherever ziffer reads. On
X11 (pip's wheel draws with Qt 5) it has four faults: without a display it *aborts* the process; on a busy
machine it may stay black; when a user enlarges it, the picture keeps its size; and of the keys that are
typed between two calls `waitKey` tells only the last, and never Ctrl+Z. So the display is connected to before
a window is opened, Qt gets the system's libX11-xcb, and `XWindow` learns size and keys from the X server.
libX11 is there wherever pip's cv2 is, since its libGL needs it. macOS and Windows have none of these faults.
"""

import ctypes
import os
import sys
from contextlib import suppress
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p, create_string_buffer

import cv2

from edge.errors import DisplayError

# From X11/X.h and X11/Xatom.h; an XEvent is 24 longs.
CARDINAL, KEY_PRESS, ASYNC = 6, 2, 1
ANY_KEY, ANY_MODIFIER = 0, 1 << 15
DEPTH = 4  # window managers put one or two frames around a window

SCREEN = 0.92  # of a screen's sides, the largest window; the rest is for frames and bars

ErrorHandler = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
# A window may vanish while it is asked; Xlib's own handler would end the process.
_ignore_errors = ErrorHandler(lambda display, error: 0)


def open_window(title: str, width: int, height: int) -> None:
    """Opens a window of `width` x `height` px for `cv2.imshow`, or smaller where the screen is.

    Raises:
        DisplayError: there is no display, or this OpenCV was built without windows.
    """
    if sys.platform.startswith("linux"):
        x11, display = _connect()
        screen = x11.XDefaultScreen(display)
        room = x11.XDisplayWidth(display, screen), x11.XDisplayHeight(display, screen)
        x11.XCloseDisplay(display)
        shrink = min(1, SCREEN * room[0] / width, SCREEN * room[1] / height)
        width, height = round(width * shrink), round(height * shrink)
        _keep_events_from_xlib()
    try:
        # WINDOW_GUI_NORMAL: the default opens a menu on a right click, in which waitKey hangs for ever.
        cv2.namedWindow(title, cv2.WINDOW_NORMAL | cv2.WINDOW_GUI_NORMAL)
        cv2.resizeWindow(title, width, height)
    except cv2.error as error:
        raise DisplayError("this OpenCV cannot open windows; install opencv-python, not -headless") from error


def is_open(title: str) -> bool:
    """Tells whether a window is still open; OpenCV 5 raises after the last one was closed."""
    try:
        return cv2.getWindowProperty(title, cv2.WND_PROP_VISIBLE) >= 1
    except cv2.error:
        return False


class XWindow:
    """This process's only window as the X server knows it, opened before by `open_window`.

    Attributes:
        found: whether the X server tells which window that is.
    """

    def __init__(self):
        self._x11, self._display = _connect()
        self._x11.XSetErrorHandler(_ignore_errors)
        self._window = self._find(self._x11.XDefaultRootWindow(self._display), DEPTH)
        self.found = self._window != 0
        if self.found:
            self._x11.XGrabKey(self._display, ANY_KEY, ANY_MODIFIER, self._window, False, ASYNC, ASYNC)

    def close(self) -> None:
        """Ends the connection, and with it the hold on the keys."""
        self._x11.XCloseDisplay(self._display)

    def size(self) -> tuple[int, int] | None:
        """Returns (width, height) in px of the window within its frame; None when it is gone."""
        root, place, size = c_ulong(), (c_int * 2)(), (c_uint * 4)()
        known = self._x11.XGetGeometry(
            self._display,
            self._window,
            byref(root),
            byref(place, 0),
            byref(place, 4),
            *(byref(size, 4 * i) for i in range(4)),
        )
        return (size[0], size[1]) if known else None

    def keys(self) -> str:
        """Returns what was typed in the window since the last call, such as "h\\x1a" for h and Ctrl+Z."""
        typed, event, text = "", (c_long * 24)(), create_string_buffer(8)
        while self._x11.XPending(self._display):
            self._x11.XNextEvent(self._display, byref(event))
            if ctypes.cast(event, POINTER(c_int))[0] == KEY_PRESS:
                length = self._x11.XLookupString(byref(event), text, len(text), None, None)
                typed += text.raw[:length].decode("latin-1")
        return typed

    def _find(self, window: int, depth: int) -> int:
        """Returns the first window at or below `window` that this process made; 0 without one."""
        if self._process(window) == os.getpid():
            return window
        root, parent, children, count = c_ulong(), c_ulong(), POINTER(c_ulong)(), c_uint()
        if not depth or not self._x11.XQueryTree(
            self._display, window, byref(root), byref(parent), byref(children), byref(count)
        ):
            return 0
        found = next((w for i in range(count.value) if (w := self._find(children[i], depth - 1))), 0)
        if children:
            self._x11.XFree(children)
        return found

    def _process(self, window: int) -> int:
        name = self._x11.XInternAtom(self._display, b"_NET_WM_PID", False)
        kind, bits, count, rest, value = c_ulong(), c_int(), c_ulong(), c_ulong(), POINTER(c_ulong)()
        self._x11.XGetWindowProperty(
            self._display,
            window,
            name,
            0,
            1,
            False,
            CARDINAL,
            *map(byref, (kind, bits, count, rest, value)),
        )
        process = value[0] if value and count.value else 0
        if value:
            self._x11.XFree(value)
        return process


def _keep_events_from_xlib() -> None:
    """Lets Qt tell Xlib that the events are not Xlib's; without, one that maps the window may be lost.

    Qt tells it by `XSetEventQueueOwner`, which writes into a structure private to libX11. The libX11-xcb in
    pip's wheel comes from an older libX11 and writes to another field than libX11 1.8 reads, so that Xlib
    takes events that nobody asks it for. Loaded for all, the system's libX11-xcb goes before the wheel's.
    """
    with suppress(OSError):  # not installed: a busy machine's window may stay black
        ctypes.CDLL("libX11-xcb.so.1", mode=ctypes.RTLD_GLOBAL)


def _connect() -> tuple[ctypes.CDLL, c_void_p]:
    """Returns libX11 and a connection to the display that `DISPLAY` names."""
    name = os.environ.get("DISPLAY")
    if not name:
        raise DisplayError("there is no display to open a window on (DISPLAY is not set)")
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError as error:
        raise DisplayError(
            "there is no libX11 to open a window with (on Debian: apt install libx11-6)"
        ) from error
    x11.XOpenDisplay.restype = c_void_p
    x11.XOpenDisplay.argtypes = [c_char_p]
    x11.XCloseDisplay.argtypes = x11.XPending.argtypes = [c_void_p]
    x11.XFree.argtypes = x11.XDefaultScreen.argtypes = [c_void_p]
    x11.XDisplayWidth.argtypes = x11.XDisplayHeight.argtypes = [c_void_p, c_int]
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = c_ulong
    x11.XDefaultRootWindow.argtypes = [c_void_p]
    x11.XInternAtom.argtypes = [c_void_p, c_char_p, c_int]
    x11.XLookupString.argtypes = [c_void_p, c_char_p, c_int, c_void_p, c_void_p]
    x11.XGrabKey.argtypes = [c_void_p, c_int, c_uint, c_ulong, c_int, c_int, c_int]
    x11.XNextEvent.argtypes = [c_void_p, c_void_p]
    x11.XQueryTree.argtypes = [c_void_p, c_ulong, *[c_void_p] * 4]
    x11.XGetGeometry.argtypes = [c_void_p, c_ulong, *[c_void_p] * 7]
    x11.XGetWindowProperty.argtypes = [
        c_void_p,
        c_ulong,
        c_ulong,
        c_long,
        c_long,
        c_int,
        c_ulong,
        *[c_void_p] * 5,
    ]
    x11.XSetErrorHandler.argtypes = [ErrorHandler]
    display = x11.XOpenDisplay(name.encode())
    if not display:
        raise DisplayError(f"the display {name} cannot be opened")
    return x11, display
