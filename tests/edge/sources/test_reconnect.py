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
    live = True
    still = False

    def __init__(self, *script):
        self.script = list(script)
        self.opened = []

    def frames(self, stop):
        self.opened.append(monotonic())
        count, then = self.script.pop(0)
        for _ in range(count):
            yield Frame(BLANK, monotonic())
        if then != "end":
            raise SourceError(then)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(reconnect, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(reconnect, "LONGEST_WAIT", 0.15)


def test_a_source_that_breaks_is_announced_once_and_opened_again_with_growing_pauses():
    source = Flaky((2, "unplugged"), (0, "gone"), (0, "gone"), (0, "gone"), (1, "end"), (0, "away"))
    told, frames = [], []
    with pytest.raises(SourceError, match=r"given up after 0\.5 s"):
        for frame in reconnecting(source, Event(), 0.5, told.append):
            frames.append(frame)
            if len(frames) == 3:
                source.script += [(0, "away")] * 20
    assert len(frames) == 3
    assert told == ["unplugged; trying again", "flaky is back", "flaky ended; trying again"]
    pauses = np.diff(source.opened[:5])
    np.testing.assert_allclose(pauses, [0.05, 0.1, 0.15, 0.15], atol=0.04)


def test_what_never_worked_fails_at_once():
    source = Flaky((0, "no such device"))
    with pytest.raises(SourceError, match="no such device"):
        list(reconnecting(source, Event(), 60, print))
    with pytest.raises(SourceError, match="before it delivered a frame"):
        list(reconnecting(Flaky((0, "end")), Event(), 60, print))


def test_waiting_for_a_lost_source_ends_with_the_program():
    stop = Event()
    Timer(0.2, stop.set).start()
    begun = monotonic()
    frames = list(
        reconnecting(Flaky((1, "lost"), *[(0, "lost")] * 50), stop, float("inf"), lambda text: None)
    )
    assert len(frames) == 1
    assert monotonic() - begun < 0.5
