"""How wide a window sees past the marks of a picture."""

import numpy as np

from edge.marks import bridging


def test_the_window_that_bridges_strokes_is_wider_than_they_are_and_the_widest_for_blots():
    page = np.zeros((480, 640), np.uint8)
    windows = [bridging(width, page) for width in (0, 4, 8, 20, 400)]
    assert windows == sorted(windows) and windows[0] < windows[2] < windows[-1]
    assert all(window * 480 > width for window, width in zip(windows, (0, 4, 8, 20), strict=False))
