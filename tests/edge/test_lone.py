"""A lone digit is believed where it looks like ink on paper, and not where it looks like an edge."""

import cv2
import numpy as np
import pytest

from edge.finder import find_parts
from edge.light import find_ink
from edge.lone import WEIGHTS, doubt_lone, lone_digits, measure
from edge.normalise import normalise
from edge.segmentation import Segment
from tests.edge.paper import PAPER, sheet, write

MEASURES = list(WEIGHTS)
DESK = 130  # grey levels by which a desk is darker than paper


def marks(image, digit, sure=0.99):
    """Returns the ink of an image and each of its marks as a digit, the largest first."""
    ink = find_ink(image)
    probabilities = np.full(11, (1 - sure) / 10, np.float32)
    probabilities[digit] = sure
    return ink, [Segment((part,), normalise(part.mask), probabilities) for part in find_parts(ink)]


def believed(image, digit, sure=0.99):
    ink, items = marks(image, digit, sure)
    (((_, objection),),) = doubt_lone([[(items[0], "")]], ink)
    return not objection


def measured(image, digit=1):
    ink, items = marks(image, digit)
    digits = np.zeros_like(ink.mask)
    return dict(zip(MEASURES, measure(items[0], ink, digits, 0.0), strict=True))


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("height", [30, 120, 300])
def test_ink_on_paper_is_believed(digit, height):
    image = write(sheet(480, 640), str(digit), 200, 90, height, max(3, height // 14))
    assert believed(image, digit)


def test_the_blurred_edge_of_a_thing_is_not_believed():
    image = sheet(480, 640)
    image[:, :300] = PAPER - DESK
    cv2.line(image, (300, 100), (304, 340), 30, 5)
    assert not believed(cv2.GaussianBlur(image, (0, 0), 3), 1, sure=0.95)


def test_what_the_frame_cuts_off_among_other_ink_is_not_believed():
    image = sheet(480, 640)
    cv2.line(image, (250, 0), (290, 150), 40, 9)
    for x in range(200, 420, 20):
        cv2.line(image, (x, 170), (x + 18, 200), 40, 7)
    ink, items = marks(image, 1)
    judged = [[(item, "" if index == 0 else "not sure")] for index, item in enumerate(items)]
    assert doubt_lone(judged, ink)[0][0][1] == "not like ink"


def test_three_digits_are_company_enough():
    ink, items = marks(write(sheet(480, 640), "235", 100, 100, 90), 2)
    row = [(item, "") for item in items]
    assert len(row) == 3
    assert lone_digits([row], ink) == []
    assert doubt_lone([row], ink) == [row]


def test_a_row_of_bars_is_no_company():
    ink, items = marks(write(sheet(480, 640), "1111", 100, 100, 90), 1)
    assert len(lone_digits([[(item, "") for item in items]], ink)) == 4


def test_an_objection_stays():
    ink, items = marks(write(sheet(480, 640), "4", 200, 100, 90), 4)
    assert doubt_lone([[(items[0], "not sure")]], ink) == [[(items[0], "not sure")]]


def test_paper_is_alike_on_both_sides_of_a_stroke_and_not_of_an_edge():
    stroke = cv2.line(sheet(480, 640), (300, 100), (304, 340), 60, 9)
    edge = stroke.copy()
    edge[:, :296] = edge[:, :296] // 2
    assert measured(stroke)["sides"] < 0.1
    assert measured(edge)["sides"] > 0.3


def test_a_blurred_mark_is_less_crisp_and_a_tapering_one_less_even():
    bar = cv2.line(sheet(480, 640), (300, 100), (304, 340), 60, 9)
    blurred = cv2.GaussianBlur(bar, (0, 0), 9)
    wedge = cv2.fillPoly(sheet(480, 640), [np.array([[300, 100], [330, 340], [270, 340]])], 60)
    assert measured(blurred)["crisp"] < measured(bar)["crisp"] - 0.5
    assert measured(wedge)["uneven"] > measured(bar)["uneven"] + 0.2


def test_a_bar_is_slender_however_it_leans():
    bar = cv2.line(sheet(480, 640), (300, 340), (304, 100), 60, 9)
    leaning = cv2.line(sheet(480, 640), (300, 340), (420, 130), 60, 9)
    flag = cv2.line(bar.copy(), (304, 100), (230, 180), 60, 9)
    assert measured(leaning)["stout"] == pytest.approx(measured(bar)["stout"], abs=0.3)
    assert measured(flag)["stout"] > measured(bar)["stout"] + 0.5


@pytest.mark.parametrize("end, lean", [((330, 100), True), ((110, 120), False), ((490, 120), False)])
def test_a_one_stands_nearly_upright(end, lean):
    bar = cv2.line(sheet(480, 640), (300, 340), end, 60, 9)
    assert (measured(bar)["lean"] < 0.3) == lean
    assert measured(bar, 7)["lean"] == 0


def test_a_small_mark_that_the_frame_cuts_off_is_not_believed():
    assert believed(write(sheet(480, 640), "7", 300, 20, 150, 8), 7)
    assert not believed(write(sheet(480, 640), "7", 300, -40, 150, 8), 7)


def test_a_large_digit_that_the_frame_cuts_off_is_believed():
    assert believed(write(sheet(160, 110), "7", 10, -6, 150, 10), 7)


def test_a_zigzag_is_not_believed():
    image = sheet(480, 640)
    corners = [(300 + 70 * (index % 2), 100 + 22 * index) for index in range(12)]
    cv2.polylines(image, [np.array(corners, np.int32)], False, 50, 6, cv2.LINE_AA)
    assert not believed(image, 1)


def test_a_coil_is_not_believed():
    image = sheet(480, 640)
    for index in range(6):
        cv2.circle(image, (200 + 34 * index, 300 - 20 * index), 30, 50, 5, cv2.LINE_AA)
    assert not believed(image, 6)
