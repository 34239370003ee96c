from threading import Event, get_ident
from time import monotonic, sleep

import numpy as np
import pytest

from edge.errors import SourceError
from edge.pipeline import Channel, Ended, Pipeline
from edge.sources.frame import Frame

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


def test_of_a_live_source_the_newest_frame_is_read_and_none_queues():
    source = Synthetic(100, 0.01, live=True)
    ages = []
    with pipeline(source, lambda frame: sleep(0.05) or frame) as results:
        numbers = []
        for _ in range(8):
            numbers.append(results.get(5).value.number)
            ages.append(source.delivered - numbers[-1])
    assert np.diff(numbers[2:]).min() >= 3  # frames were dropped ...
    assert max(ages) <= 20  # ... and what is delivered is at most three readings old


def test_capture_reading_and_output_overlap():
    source = Synthetic(20, 0.02)
    threads = set()
    with pipeline(source, lambda frame: threads.add(get_ident()) or sleep(0.018)) as results:
        begun = monotonic()
        with pytest.raises(Ended):
            while results.get(5):
                sleep(0.016)
        seconds = monotonic() - begun
    assert seconds < 0.8 * 20 * (0.02 + 0.018 + 0.016)
    assert get_ident() not in threads


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
            sleep(1)  # as in a driver, where nothing can stop it
            yield from ()

    begun = monotonic()
    with (
        pytest.raises(SourceError, match=r"delivered no frame within 0\.2 s"),
        pipeline(Stuck(1, live=True), lambda frame: frame, timeout=0.2) as results,
    ):
        while True:
            results.get(0.05)
    assert monotonic() - begun < 0.9


def test_live_frames_are_timed_from_the_beginning_and_counted():
    with pipeline(Synthetic(5, 0.03, live=True), lambda frame: frame) as results:
        frames = [results.get(5).value for _ in range(5)]
    assert [frame.number for frame in frames] == [0, 1, 2, 3, 4]
    np.testing.assert_allclose([frame.time for frame in frames], [0.03, 0.06, 0.09, 0.12, 0.15], atol=0.025)


def test_a_channel_that_is_closed_lets_a_waiting_producer_go():
    channel = Channel()
    assert channel.put(1) and channel.put(2)
    channel.close()
    assert not channel.put(3)
    with pytest.raises(Ended):
        channel.get(0.1)
