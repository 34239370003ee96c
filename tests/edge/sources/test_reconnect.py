from threading import Event, Timer
from time import monotonic

import numpy as np
import pytest

from edge.errors import SourceError
from edge.sources import reconnect
from edge.sources.frame import Frame
from edge.sources.reconnect import reconnecting

BLANK = np.zeros((4, 4), np.uint8)


class Flaky:
    """A source whose every opening does what its script says: frames, then "end" or an error's text."""

    name = "flaky"
    live = reopens = True
    still = False

    def __init__(self, clock, *script):
        self.clock, self.script, self.opened = clock, list(script), []

    def frames(self, stop):
        self.opened.append(self.clock())
        count, then = self.script.pop(0)
        for _ in range(count):
            yield Frame(BLANK, self.clock())
        if then != "end":
            raise SourceError(then)


class Clock(Event):
    """A clock that goes on only while somebody waits, and the event that is waited for."""

    def __init__(self):
        super().__init__()
        self.now = 100.0

    def __call__(self):
        return self.now

    def wait(self, timeout=None):
        self.now += timeout
        return self.is_set()


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(reconnect, "monotonic", clock)
    return clock


def test_a_source_that_breaks_is_announced_once_and_opened_again_with_growing_pauses(clock):
    gone = [(0, "gone")] * 5
    source = Flaky(clock, (2, "unplugged"), *gone, (1, "end"), *[(0, "away")] * 20)
    told, frames = [], []
    with pytest.raises(SourceError, match=r"away; given up after 30 s without a frame"):
        for frame in reconnecting(source, clock, 30, told.append):
            frames.append(frame)
    assert len(frames) == 3
    assert told == ["unplugged; trying again", "flaky is back", "flaky ended; trying again"]
    assert np.diff(source.opened[:7]).tolist() == [0.5, 1, 2, 4, 5, 5]
    assert clock.now - frames[-1].time == 30


def test_what_never_worked_fails_at_once():
    source = Flaky(monotonic, (0, "no such device"))
    with pytest.raises(SourceError, match="no such device"):
        list(reconnecting(source, Event(), 60, print))
    with pytest.raises(SourceError, match="before it delivered a frame"):
        list(reconnecting(Flaky(monotonic, (0, "end")), Event(), 60, print))


def test_waiting_for_a_lost_source_ends_with_the_program():
    stop = Event()
    Timer(0.2, stop.set).start()
    begun = monotonic()
    frames = list(
        reconnecting(
            Flaky(monotonic, (1, "lost"), *[(0, "lost")] * 50), stop, float("inf"), lambda text: None
        )
    )
    assert len(frames) == 1
    assert monotonic() - begun < 0.45  # the first wait alone takes longer
