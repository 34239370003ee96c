from dataclasses import replace
from threading import Event
from time import monotonic, sleep

import numpy as np
import pytest

from edge.errors import SourceError
from edge.pipeline import Channel, Ended, Pipeline
from edge.sources.frame import Frame
from tests.edge.patience import SLOWNESS

BLANK = np.zeros((4, 4), np.uint8)


class Synthetic:
    """A source of `count` blank frames, one every `period` seconds."""

    name = "synthetic"
    still = False

    def __init__(self, count, period=0.0, live=False, error=None):
        self.count, self.period, self.live, self.error = count, period, live, error
        self.delivered, self.released, self.reopens = 0, False, live

    def frames(self, stop):
        try:
            for number in range(self.count):
                if stop.wait(self.period):
                    return
                self.delivered += 1
                yield Frame(BLANK, monotonic(), number, self.live)
            if self.error:
                raise self.error
            if self.live:
                stop.wait(30)
        finally:
            self.released = True


def pipeline(source, work, timeout=5.0, say=print):
    return Pipeline(source, work, Event(), timeout, float("inf"), say)


def all_of(results, limit=10_000):
    taken = []
    with pytest.raises(Ended):
        while len(taken) < limit:
            result = results.get(5)
            assert result is not None
            taken.append(result.value)
    return taken


def test_every_frame_of_a_file_is_read_in_order_however_slow_the_reading():
    with pipeline(Synthetic(30), lambda frame: sleep(0.003) or frame.number) as results:
        assert all_of(results) == list(range(30))


def test_a_file_is_not_read_far_ahead():
    source = Synthetic(1000)
    with pipeline(source, lambda frame: frame.number) as results:
        results.get(5)
        sleep(0.1)
        assert source.delivered < 12


def wait_until(condition):
    """Returns whether `condition` comes to hold within some seconds."""
    end = monotonic() + 10
    while not condition() and monotonic() < end:
        sleep(0.001)
    return condition()


def test_of_a_live_source_the_newest_frame_is_read_and_none_queues():
    source = Synthetic(10_000, 0.002, live=True)
    newest = []  # at the time at which a reading ends

    def work(frame):
        assert wait_until(lambda: source.delivered > frame.number + 8)
        newest.append(source.delivered - 1)
        return frame.number

    with pipeline(source, work) as results:
        numbers = [results.get(20).value for _ in range(10)]
    for number, known in zip(numbers[1:], newest, strict=False):
        assert number >= known - 1  # -1: counted by the source, but not yet handed over


def test_capture_reading_and_output_overlap():
    source = Synthetic(20)
    begun = []

    def work(frame):
        begun.append(frame.number)
        # The next frame is captured while this one is read ...
        return wait_until(lambda: source.delivered > frame.number + 1 or source.delivered == 20)

    with pipeline(source, work) as results:
        for number in range(20):
            assert results.get(20).value
            # ... and read while the result before is shown.
            assert wait_until(lambda: number + 1 in begun or number == 19)  # noqa: B023 (waits here)


def test_a_source_is_released_when_the_pipeline_is_left():
    source = Synthetic(1000, 0.01, live=True)
    with pipeline(source, lambda frame: frame) as results:
        results.get(5)
    assert source.released


@pytest.mark.parametrize("error", [SourceError("lost"), ValueError("a mistake of ours")])
def test_errors_of_capture_reach_the_caller_after_the_frames_before_them(error):
    with pipeline(Synthetic(3, error=error), lambda frame: frame.number) as results:
        assert [results.get(5).value for _ in range(3)] == [0, 1, 2]
        with pytest.raises(type(error), match=str(error)):
            results.get(5)


def test_errors_of_reading_reach_the_caller():
    with pipeline(Synthetic(3), lambda frame: 1 / 0) as results, pytest.raises(ZeroDivisionError):
        results.get(5)


def test_a_source_that_delivers_nothing_in_time_is_given_up():
    class Stuck(Synthetic):
        def frames(self, stop):
            sleep(4)  # as in a driver, where nothing can stop it
            yield from ()

    begun = monotonic()
    with (
        pytest.raises(SourceError, match=r"delivered no frame within 0\.2 s"),
        pipeline(Stuck(1, live=True), lambda frame: frame, timeout=0.2) as results,
    ):
        while True:
            results.get(0.05)
    assert monotonic() - begun < 3 * SLOWNESS


def test_live_frames_are_timed_from_the_beginning_and_counted():
    clock = []

    class Clocked(Synthetic):
        def frames(self, stop):
            for frame in super().frames(stop):
                clock.append(frame.time)
                yield replace(frame, droppable=False)

    begun = monotonic()
    with pipeline(Clocked(5, 0.01, live=True), lambda frame: frame) as results:
        frames = [results.get(5).value for _ in range(5)]
    assert [frame.number for frame in frames] == [0, 1, 2, 3, 4]
    assert np.allclose(np.diff([frame.time for frame in frames]), np.diff(clock))
    assert 0.01 <= frames[0].time <= clock[0] - begun


def test_a_channel_that_is_closed_lets_a_waiting_producer_go():
    channel = Channel()
    assert channel.put(1) and channel.put(2)
    channel.close()
    assert not channel.put(3)
    with pytest.raises(Ended):
        channel.get(0.1)
