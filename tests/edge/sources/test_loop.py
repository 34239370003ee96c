from itertools import islice
from threading import Event

import cv2
import numpy as np
import pytest

from edge.errors import SourceError
from edge.sources import open_source
from edge.sources.loop import Loop
from tests.edge.films import film


def grey(value):
    return np.full((48, 64, 3), value, np.uint8)


def looped(path, count, say=print):
    return list(islice(Loop(open_source(str(path)), say).frames(Event()), count))


def brightness(frames):
    return [round(float(frame.image.mean()) / 10) for frame in frames]


def test_a_file_that_begins_again_goes_on_in_number_and_time(tmp_path):
    frames = looped(film(tmp_path / "f.mp4", [grey(10 * i) for i in range(5)], 25), 12)
    assert [frame.number for frame in frames] == list(range(12))
    np.testing.assert_allclose([frame.time for frame in frames], np.arange(12) / 25, atol=0.002)
    assert brightness(frames) == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]


def test_time_goes_on_for_a_single_picture_too(tmp_path):
    cv2.imwrite(str(tmp_path / "1.png"), grey(10))
    assert [frame.time for frame in looped(tmp_path / "1.png", 3)] == [0, 1, 2]


def test_a_picture_that_cannot_be_read_is_told_of_once_and_the_others_begin_again(tmp_path):
    for number in (1, 2):
        cv2.imwrite(str(tmp_path / f"{number}.png"), grey(10 * number))
    (tmp_path / "3.png").touch()
    told = []
    assert brightness(looped(tmp_path, 6, told.append)) == [1, 2, 1, 2, 1, 2]
    assert len(told) == 1 and "3.png is empty" in told[0]
    with pytest.raises(SourceError, match="is empty"):
        looped(tmp_path / "3.png", 1)
