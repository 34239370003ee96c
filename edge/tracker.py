"""Makes readings steady, so that a number is told once, when sure, and not with every frame.

A digit's probabilities are averaged over its last frames. A number is announced when all its digits have
stood still and unchanged for a moment. All of this is a value; `follow` makes the next one.
"""

from dataclasses import dataclass, replace

from edge.announcing import Composed, Number, announce, by_number, compose, trusted
from edge.results import Reading
from edge.tracks import Track, continued, update, with_held


@dataclass(frozen=True)
class State:
    """All that is remembered between two frames.

    Attributes:
        tracks: the digits that are followed.
        lines: the keys of each line's digits, and the time since which it is so composed.
        numbers: what was announced lately.
        next_key: for the next new track.
    """

    tracks: tuple[Track, ...] = ()
    lines: tuple[Composed, ...] = ()
    numbers: tuple[Number, ...] = ()
    next_key: int = 0


@dataclass(frozen=True)
class Steady:
    """What is told of a frame: the steady reading, and the numbers that are announced with it."""

    reading: Reading
    announced: tuple[str, ...] = ()


def follow(state: State, reading: Reading, time: float) -> tuple[State, Steady]:
    """Takes in the next frame.

    Args:
        state: as returned for the frame before; `State()` for the first.
        reading: of this frame alone.
        time: of this frame, in seconds.
    """
    tracks, next_key, lines = update(state.tracks, state.next_key, reading, time)
    lines = with_held(lines, [track for track in tracks if track.missed])
    lines = trusted(lines, state.numbers, time)
    composed = compose(state.lines, lines, time)
    lines, begun = by_number(lines, [begun for _, begun in composed], state.numbers, time)
    numbers, announced = announce(state.numbers, lines, begun, time)
    texts = tuple("".join(str(track.digit) for track in line) for line in lines)
    digits = tuple(track.to_digit() for line in lines for track in line)
    return State(tracks, composed, numbers, next_key), Steady(Reading(texts, digits), announced)


def goes_on(state: State, reading: Reading) -> bool:
    """Returns whether most of a frame's digits were there before, or there are none before and after."""
    if not reading.digits:
        return not state.tracks
    return 2 * continued(state.tracks, reading) > len(reading.digits)


def anew(state: State) -> State:
    """Returns the state after a cut: no digit goes on, but what was announced is known for a while."""
    return replace(state, tracks=(), lines=())
