"""A sheet is found by its straight edge on a desk darker in some colour, and the desk gets its light."""

import cv2
import numpy as np
import pytest

from edge.classifier import Classifier
from edge.looking import ALL_BUT
from edge.reader import DigitReader
from edge.sheet import blanks_of, find_sheet, level_around, lies_on_other_colour
from tests.edge.paper import PAPER, PEN, lit, overlap, sheet, write, written_mask

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
    found = cv2.resize(find_sheet(blanks_of(picture)), covered.shape[::-1], interpolation=cv2.INTER_NEAREST)
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


def test_a_sheet_is_found_of_which_a_corner_is_cut_off():
    picture, covered = on_desk(np.array([[157, 27], [597, 126], [560, 520], [-10, 350]]))
    found = cv2.resize(find_sheet(blanks_of(picture)), covered.shape[::-1], interpolation=cv2.INTER_NEAREST)
    assert overlap(found, covered) > 0.95


def test_a_small_sheet_is_found_on_a_large_desk():
    picture, covered = on_desk(CORNERS // 3 + 100)
    assert cv2.countNonZero(covered) < 0.05 * covered.size
    assert share_found(picture, covered) > 0.7


def on_wood(streaks: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Returns a picture, BGR, of a sheet on wood that is as bright in grey, and where the sheet is."""
    grain = streaks * np.sin(np.arange(480) / 2)[:, None, None] * (np.arange(640) % 200 > 20)[:, None]
    wood = np.array([120, 215, 250], np.float32) + np.minimum(grain, 0)
    paper, covered = on_desk()
    return np.where(covered[..., None] > 0, paper[..., None], wood).clip(0, 255).astype(np.uint8), covered


def test_a_sheet_is_found_on_wood_that_is_as_bright_in_grey():
    picture, covered = on_wood()
    assert share_found(picture, covered) > 0.9
    assert find_sheet(blanks_of(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))) is None


def test_of_areas_with_an_edge_the_one_with_the_most_of_it_is_the_sheet():
    picture, covered = on_wood()
    picture[:200][covered[:200] == 0] = 60
    assert share_found(picture, covered) > 0.9
    grey = find_sheet(blanks_of(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)))
    assert grey[-1].all(), "paper and wood are one in grey"


def test_a_sheet_is_found_beside_a_bright_stripe_that_touches_it():
    picture, covered = on_desk()
    stripe = cv2.line(np.zeros_like(picture), (495, 250), (640, 200), 255, 12)
    picture[(stripe > 0) & (covered == 0)] = PAPER
    found = cv2.resize(find_sheet(blanks_of(picture)), covered.shape[::-1], interpolation=cv2.INTER_NEAREST)
    assert cv2.countNonZero(found & covered) > 0.9 * cv2.countNonZero(covered)
    assert cv2.countNonZero(found & ~covered) < 0.01 * cv2.countNonZero(covered)


def test_wood_has_another_colour_than_the_sheet_on_it_and_a_shadow_beside_lit_paper_has_not():
    picture, _ = on_wood()
    assert lies_on_other_colour(picture, find_sheet(blanks_of(picture)))
    grey, _ = on_desk()
    lit_part = (grey[..., None] * np.array([0.85, 0.95, 1])).astype(np.uint8)
    assert not lies_on_other_colour(lit_part, find_sheet(blanks_of(lit_part)))
    assert not lies_on_other_colour(grey, find_sheet(blanks_of(grey)))
    assert not lies_on_other_colour(picture, np.full((120, 160), 255, np.uint8)), "no desk is in view"


def test_a_number_on_a_sheet_is_read_and_the_bright_woods_streaks_beside_it_are_not():
    picture, _ = on_wood(streaks=120)
    ink = written_mask(picture.shape[:2], "3582", 175, 190, 80, 7)
    picture[ink > 0] = PEN
    assert DigitReader(Classifier()).read(picture).lines == ("3582",)


def test_streaks_beside_a_sheet_that_fills_most_of_the_picture_are_not_read_either():
    picture, _ = on_wood(streaks=0)
    picture = cv2.resize(picture[60:420, 100:540], (640, 480), interpolation=cv2.INTER_LINEAR)
    ink = written_mask(picture.shape[:2], "3582", 130, 190, 100, 9)
    picture[ink > 0] = PEN
    grain = (20, 60, 90)
    cv2.line(picture, (622, 200), (618, 290), grain, 6, cv2.LINE_AA)
    cv2.line(picture, (300, 18), (380, 20), grain, 6, cv2.LINE_AA)
    assert DigitReader(Classifier()).read(picture).lines == ("3582",)
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    assert DigitReader(Classifier()).read(grey).lines != ("3582",)  # so it is their colour that tells


def test_one_digit_is_read_on_a_sheet_that_fills_most_of_the_picture_beside_a_desk():
    picture, covered = on_desk(np.array([[90, -20], [560, 15], [550, 470], [40, 460]]), grained())
    assert cv2.countNonZero(covered) > ALL_BUT * covered.size
    assert DigitReader(Classifier()).read(write(picture, "3", 220, 240, 60, 4, 120)).lines == ("3",)


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
    assert find_sheet(blanks_of(picture)) is None


def test_the_desk_gets_the_light_of_the_paper_and_the_writing_stays():
    picture, covered = on_desk(desk=grained())
    picture = lit(write(picture, "381", 200, 180, 90), vignette())
    levelled, (x, y, w, h) = level_around(picture, find_sheet(blanks_of(picture)))
    assert levelled.shape == (h, w)
    original = picture[y : y + h, x : x + w]
    kept = levelled == original
    inner = cv2.erode(covered, np.ones((25, 25)))[y : y + h, x : x + w] > 0
    assert kept[inner].all()
    assert levelled[~kept].min() > 0.9 * original[inner & (original > 120)].min()
