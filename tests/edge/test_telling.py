"""What a person is told of frames that were read, here made by hand."""

import numpy as np
import pytest

from edge.reader import Trace
from edge.results import Reading
from edge.seen import Seen
from edge.telling import Teller


def frame(*lines, cut=True, announced=()):
    blank = np.zeros((4, 4, 3), np.uint8)
    trace = Trace.__new__(Trace)  # not looked at
    return Seen(blank, 0, 0.0, Reading(lines), Reading(lines), announced, trace, (0, 0, 4, 4), cut)


def told(frames, pictures=True):
    teller = Teller(pictures)
    return [*(line for seen in frames for line in teller.tell(seen)), *teller.end()]


def test_each_of_unrelated_pictures_is_told_in_order():
    assert told([frame("1", "2"), frame(), frame("2"), frame("2")]) == ["1", "2", "2", "2"]


def test_of_a_film_only_what_is_announced_is_told():
    film = [
        frame("7"),
        *[frame("472", cut=False)] * 5,
        frame("472", cut=False, announced=("472",)),
        frame("9"),
    ]
    assert told(film) == ["472"]


@pytest.mark.parametrize("pictures", [True, False])
def test_where_nothing_was_announced_the_last_reading_is_told(pictures):
    assert told([frame("7"), frame("47", cut=False), frame(cut=False)], pictures) == ["47"]
    assert told([frame(), frame(cut=False)], pictures) == []


def test_a_camera_that_is_swung_about_tells_no_single_frame():
    assert told([frame("7"), frame("1"), frame("472"), *[frame("472", cut=False)] * 3], pictures=False) == [
        "472"
    ]
