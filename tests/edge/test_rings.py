"""A 0 is a ring of something else where a digit stands in it, a mark around it or rays on all its sides."""

import numpy as np

from edge.finder import Part
from edge.rings import rings
from edge.segmentation import Segment

RING = (100, 100, 60, 80)
RAYS = [
    (80, 90, 15, 20),
    (125, 70, 3, 20),
    (165, 90, 15, 20),
    (170, 138, 20, 3),
    (120, 190, 3, 20),
    (72, 138, 20, 3),
]
FACE = (60, 60, 160, 160)


def mark(box, digit=10, darkness=200.0):
    _, _, w, h = box
    probabilities = np.full(11, 0.002, np.float32)
    probabilities[digit] = 0.98
    part = Part(box, np.full((h, w), 255, np.uint8), darkness)
    return Segment((part,), np.zeros((28, 28), np.uint8), probabilities)


def is_ring(*others, read=()):
    """Tells whether a 0 is one beside marks that are not read and digits that are."""
    nought = mark(RING, 0)
    row = [(nought, ""), *((digit, "") for digit in read)]
    return nought in rings([row, [(other, "not sure") for other in others]])


def test_a_0_by_itself_is_read():
    assert not is_ring()
    assert not is_ring(mark((300, 100, 40, 40)), read=[mark((200, 100, 40, 80), 7)])


def test_a_ring_around_a_digit_is_no_0_and_what_bows_over_another_digit_is_read():
    assert is_ring(read=[mark((120, 120, 20, 40), 2)])
    assert not is_ring(read=[mark((120, 120, 20, 80), 2)])


def test_an_eye_is_no_0_and_a_number_that_is_ringed_is_read():
    assert is_ring(mark(FACE))
    assert is_ring(mark(FACE), read=[mark((162, 100, 50, 80), 0)])
    assert not is_ring(mark(FACE), read=[mark((70, 100, 20, 80), 1)])
    assert not is_ring(mark(FACE, darkness=50)), "dirt is paler"


def test_a_sun_is_no_0_and_a_0_with_marks_on_one_side_is_read():
    assert is_ring(*map(mark, RAYS))
    assert is_ring(read=[mark(ray, 1) for ray in RAYS]), "rays are bars, as 1s are"
    assert not is_ring(*map(mark, RAYS[:4]))
    assert not is_ring(*(mark((x, 190, 3, 20)) for x in range(100, 160, 10)))
    assert not is_ring(*(mark((x, y, 40, 70)) for x, y, _, _ in RAYS)), "neighbours are as tall as a 0"
