"""A mark as high as two lines makes no one line of them."""

import cv2
import numpy as np

from edge.reader import DigitReader
from tests.edge.paper import PEN, sheet, write


def test_a_scribble_beside_two_lines_makes_no_one_line_of_them():
    image = write(write(sheet(300, 600), "47", 320, 60, 60), "25863", 140, 150, 60)
    rows = np.arange(60, 205)
    wave = np.stack([100 + 16 * np.sin(rows / 6), rows], axis=1).astype(np.int32)
    cv2.polylines(image, [wave], False, PEN, 5, cv2.LINE_AA)
    assert DigitReader().read(image).lines == ("47", "25863")
