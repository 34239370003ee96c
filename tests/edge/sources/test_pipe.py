"""Reads pipes into which another thread or program really writes."""

import os
import subprocess
import threading
from contextlib import closing, suppress
from itertools import islice
from threading import Event, Timer
from time import sleep

import cv2
import numpy as np
import pytest

from edge.errors import SourceError
from edge.sources.pipe import Pipe
from edge.sources.reconnect import reconnecting


def jpeg(value):
    return cv2.imencode(".jpg", np.full((48, 64), value, np.uint8))[1].tobytes()


def brightness(frame):
    return round(float(frame.image.mean()))


@pytest.mark.parametrize("fps", [10, 30])
def test_a_cameras_frames_come_while_it_films_and_newer_ones_may_take_their_place(fps):
    reading, writing = os.pipe()
    ended = Event()

    def film():
        with os.fdopen(writing, "wb", buffering=0) as pipe, suppress(BrokenPipeError):
            for number in range(4 * fps):
                pipe.write(jpeg(number))
                if ended.wait(1 / fps):
                    return

    camera = threading.Thread(target=film)
    camera.start()
    with closing(Pipe(reading).frames(Event())) as frames:
        first = list(islice(frames, 3))
    ended.set()
    camera.join()
    os.close(reading)
    assert all(frame.droppable for frame in first)
    assert 0 < brightness(first[0]) < brightness(first[1]) < brightness(first[2])  # what had gathered is old


@pytest.mark.parametrize("pause", [0, 0.2])
def test_no_picture_of_a_heap_is_lost_however_slowly_it_begins(tmp_path, pause):
    for number in range(200):
        (tmp_path / f"{number:03}.jpg").write_bytes(jpeg(number))
    command = f"cat 000.jpg; sleep {pause}; cat $(ls *.jpg | tail -n +2)"
    with subprocess.Popen(["bash", "-c", command], cwd=tmp_path, stdout=subprocess.PIPE) as heap:
        frames = list(Pipe(heap.stdout.fileno()).frames(Event()))
    assert not any(frame.droppable for frame in frames)
    np.testing.assert_allclose([brightness(frame) for frame in frames], range(200), atol=1)


def test_a_pipe_that_is_gone_or_can_only_be_written_to_is_explained(tmp_path):
    with pytest.raises(SourceError, match="gone cannot be read: No such file"):
        next(Pipe(tmp_path / "gone").frames(Event()))
    with (tmp_path / "out").open("wb") as out, pytest.raises(SourceError, match="stdin cannot be read"):
        next(Pipe(out.fileno()).frames(Event()))


def test_a_named_pipe_that_nobody_opens_again_is_given_up(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    stop = Event()
    hanging = Timer(5, stop.set)
    hanging.start()
    camera = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=[jpeg(10)])
    camera.start()
    with pytest.raises(SourceError, match="given up"):
        list(reconnecting(Pipe(tmp_path / "pipe"), stop, 0.1, print))
    hanging.cancel()
    camera.join()


def test_whoever_opens_a_named_pipe_again_is_heard_even_when_silent_at_first(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    lost = Event()

    def film():
        (tmp_path / "pipe").write_bytes(jpeg(10))
        lost.wait()
        with (tmp_path / "pipe").open("wb") as pipe:
            sleep(0.2)
            pipe.write(jpeg(20))

    camera = threading.Thread(target=film)
    camera.start()
    with closing(reconnecting(Pipe(tmp_path / "pipe"), Event(), 60, lambda _: lost.set())) as frames:
        assert [brightness(frame) for frame in islice(frames, 2)] == [10, 20]
    camera.join()
