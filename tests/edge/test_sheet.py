"""A sheet is found by its straight edge on a darker desk, and the desk around it gets its light."""

import cv2
import numpy as np
import pytest

from edge.sheet import find_sheet, level_around
from tests.edge.paper import PAPER, lit, sheet, write

CORNERS = np.array([[150, 100], [500, 120], [490, 380], [140, 360]])  # px, of the sheet in the picture
DESK = 90


def on_desk(corners=CORNERS, desk=None, shape=(480, 640)):
    """Returns a picture of a sheet, and (h, w) uint8, 255 where it is."""
    covered = cv2.fillConvexPoly(np.zeros(shape, np.uint8), corners, 255)
    desk = sheet(*shape, DESK, seed=4) if desk is None else desk
    return np.where(covered > 0, sheet(*shape), desk), covered


def grained(shape=(480, 640)):
    """Returns a desk whose grain is darker than writing is."""
    grain = 40 * np.sin(np.arange(shape[0]) / 2)[:, None] + np.zeros(shape)
    return np.clip(DESK + grain, 0, 255).astype(np.uint8)


def vignette(shape=(480, 640), fall=0.6):
    y, x = np.mgrid[: shape[0], : shape[1]] / np.reshape(shape, (2, 1, 1)) - 0.5
    return 1 - fall * (x**2 + y**2) / 0.5


def share_found(picture, covered):
    found = cv2.resize(find_sheet(picture), covered.shape[::-1], interpolation=cv2.INTER_NEAREST)
    assert not cv2.countNonZero(cv2.subtract(found, covered))
    return cv2.countNonZero(found) / cv2.countNonZero(covered)


@pytest.mark.parametrize("desk", [None, grained()], ids=["even", "grained"])
@pytest.mark.parametrize("light", [None, vignette()], ids=["even light", "vignette"])
def test_a_sheet_is_found_and_its_edge_left_out(desk, light):
    picture, covered = on_desk(desk=desk)
    picture = write(picture, "381", 200, 180, 90)
    assert share_found(picture if light is None else lit(picture, light), covered) > 0.9


def test_a_sheet_may_run_out_of_the_picture():
    picture, covered = on_desk(np.array([[-50, 150], [400, 170], [380, 600], [-50, 600]]))
    assert share_found(picture, covered) > 0.9


def test_a_small_sheet_is_found_on_a_large_desk():
    picture, covered = on_desk(CORNERS // 3 + 100)
    assert cv2.countNonZero(covered) < 0.05 * covered.size
    assert share_found(picture, covered) > 0.7


@pytest.mark.parametrize(
    "picture",
    [
        sheet(480, 640),
        write(sheet(480, 640), "3582", 120, 180, 100),
        lit(sheet(480, 640), vignette()),
        grained(),
        cv2.circle(sheet(480, 640, DESK), (320, 240), 180, PAPER, cv2.FILLED),
        255 - on_desk()[0],
        sheet(20, 12),
        sheet(1, 1),
    ],
    ids=["blank", "written", "vignette", "desk", "plate", "board", "tiny", "pixel"],
)
def test_what_has_no_straight_edge_on_something_darker_is_no_sheet(picture):
    assert find_sheet(picture) is None


def test_the_desk_gets_the_light_of_the_paper_and_the_writing_stays():
    picture, covered = on_desk(desk=grained())
    picture = lit(write(picture, "381", 200, 180, 90), vignette())
    levelled, (x, y, w, h) = level_around(picture, find_sheet(picture))
    assert levelled.shape == (h, w)
    original = picture[y : y + h, x : x + w]
    kept = levelled == original
    inner = cv2.erode(covered, np.ones((25, 25)))[y : y + h, x : x + w] > 0
    assert kept[inner].all()
    assert levelled[~kept].min() > 0.9 * original[inner & (original > 120)].min()
