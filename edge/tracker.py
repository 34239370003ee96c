"""Follows digits from frame to frame, so that a number is told once, when sure, and not with every frame.

A digit's probabilities are averaged over its last frames. A number is announced when all its digits have
stood still and unchanged for a moment. What a passing hand leaves of a number is not another number: what was
announced is remembered for a while by value and place. All of this is a value; `follow` makes the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot

from edge.results import Box, Digit, Reading

AVERAGED = 8  # frames over which probabilities are averaged
CONFIRMED = 3  # frames in which ink must be a digit before it counts
SETTLED = 0.2  # seconds that a number stands unchanged before it is announced
HELD = 0.3  # seconds, and ...
MISSED = 2  # ... frames that a digit may be missing before it is gone
NEAR = 0.6  # digit heights that a digit may move between two frames
LIKE = 1.8  # ratio of heights up to which two boxes may be the same digit
SWAPPED = 3, 0.8  # so many frames in a row in which another digit has this probability: another page
LEAD = 0.4  # by which another digit's mean probability must lead before an answer changes, ...
FIRST_LEAD = 0.1  # ... and while the digit is new
FORGOTTEN = 3.0  # seconds after which a number that has gone is news again
WIPED = 2.0  # seconds after which what is left of a number is a number of its own


@dataclass(frozen=True)
class Track:
    """A digit that is followed.

    Attributes:
        key: tells this track from all others.
        box: where it was seen last.
        digit: the present answer.
        history: the probabilities (10,) of its last `AVERAGED` frames, the newest last.
        seen: number of frames in which it was seen.
        missed: number of frames since.
        last: time of the frame in which it was seen last, in seconds.
        since: time since which it stands still with the same answer, in seconds.
        anchor: its box at that time.
    """

    key: int
    box: Box
    digit: int
    history: tuple[tuple[float, ...], ...]
    seen: int
    missed: int
    last: float
    since: float
    anchor: Box

    @property
    def mean(self) -> tuple[float, ...]:
        """The mean probabilities of 0 to 9."""
        return tuple(sum(column) / len(self.history) for column in zip(*self.history, strict=True))

    def to_digit(self) -> Digit:
        """Returns the digit as averaged."""
        mean = self.mean
        return Digit(self.digit, mean[self.digit], self.box, mean)


@dataclass(frozen=True)
class Number:
    """A number that was announced: its digits with the keys and boxes that they had when last seen.

    Attributes:
        digits: (key, digit, box) of each.
        whole: time at which all of it was seen last.
        last: time at which any of it was seen last.
    """

    digits: tuple[tuple[int, int, Box], ...]
    whole: float
    last: float


@dataclass(frozen=True)
class State:
    """All that is remembered between two frames."""

    tracks: tuple[Track, ...] = ()
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
    tracks, next_key, lines = _update(state, reading, time)
    lines = _with_held(lines, [track for track in tracks if track.missed])
    shown = _shown(lines)
    numbers, announced = _announce(state.numbers, shown, time)
    texts = tuple("".join(str(track.digit) for track in line) for line in shown)
    digits = tuple(track.to_digit() for line in shown for track in line)
    return State(tuple(tracks), numbers, next_key), Steady(Reading(texts, digits), announced)


def _update(state: State, reading: Reading, time: float) -> tuple[list[Track], int, list[list[Track]]]:
    """Returns the tracks after this frame, the next free key, and the lines of tracks seen in this frame."""
    owner = _match(state.tracks, reading.digits)
    next_key = state.next_key
    lines, seen = [], set()
    for line in reading.by_line():
        row = []
        for digit in line:
            before = owner.get(id(digit))
            if before is None:
                row.append(_begin(digit, next_key, time))
                next_key += 1
            else:
                row.append(_go_on(before, digit, time))
                seen.add(before.key)
        lines.append(row)
    tracks = [track for row in lines for track in row]
    boxes = [track.box for track in tracks]
    for track in state.tracks:
        gone = track.missed >= MISSED and time - track.last > HELD
        covered = any(_distance(track.box, box) < 0.5 for box in boxes)
        if track.key not in seen and not gone and not covered and track.seen >= CONFIRMED:
            tracks.append(replace(track, missed=track.missed + 1))
    return tracks, next_key, lines


def _match(tracks: Iterable[Track], digits: Iterable[Digit]) -> dict[int, Track]:
    """Returns which track each digit (by its id) goes on, the nearest pairs first."""
    pairs = []
    for digit in digits:
        for track in tracks:
            distance = _distance(track.box, digit.box)
            if distance < NEAR and _alike(track.box, digit.box):
                pairs.append((distance, track.key, id(digit), track))
    owner, taken = {}, set()
    for _, key, digit_id, track in sorted(pairs, key=lambda pair: pair[:3]):
        if digit_id not in owner and key not in taken:
            owner[digit_id] = track
            taken.add(key)
    return owner


def _begin(digit: Digit, key: int, time: float) -> Track:
    history = (digit.probabilities or _certain(digit),)
    return Track(key, digit.box, digit.digit, history, 1, 0, time, time, digit.box)


def _go_on(track: Track, digit: Digit, time: float) -> Track:
    history = (*track.history, digit.probabilities or _certain(digit))[-AVERAGED:]
    frames, sure = SWAPPED
    newest = history[-frames:]
    another = len(newest) == frames and digit.digit != track.digit
    if another and all(probabilities[digit.digit] > sure for probabilities in newest):
        return replace(_begin(digit, track.key, time), history=newest, seen=track.seen + 1)
    moved = replace(track, box=digit.box, history=history, seen=track.seen + 1, missed=0, last=time)
    mean = moved.mean
    best = max(range(len(mean)), key=mean.__getitem__)
    lead = LEAD if track.seen >= AVERAGED else FIRST_LEAD
    if mean[best] > mean[track.digit] + lead:
        return replace(moved, digit=best, since=time, anchor=digit.box)
    if _distance(track.anchor, digit.box) > 0.5 or not _alike(track.anchor, digit.box, 1.4):
        return replace(moved, since=time, anchor=digit.box)
    return moved


def _with_held(lines: list[list[Track]], held: list[Track]) -> list[list[Track]]:
    """Puts digits that are missing for a moment back into their lines, or a line of their own."""
    lines = [list(line) for line in lines if line]
    for track in held:
        _, y, _, h = track.box
        middle = y + h / 2
        home = next((line for line in lines if _top(line) < middle < _bottom(line)), None)
        if home is None:
            lines.append([track])
        else:
            home.append(track)
            home.sort(key=lambda other: other.box[0])
    return sorted(lines, key=lambda line: _top(line) + _bottom(line))


def _shown(lines: list[list[Track]]) -> list[list[Track]]:
    """Leaves out what was not seen often enough, unless nothing was: a first guess is better than none."""
    if not any(track.seen >= CONFIRMED for line in lines for track in line):
        return lines
    confirmed = ([track for track in line if track.seen >= CONFIRMED] for line in lines)
    return [line for line in confirmed if line]


def _announce(
    numbers: tuple[Number, ...], lines: list[list[Track]], time: float
) -> tuple[tuple[Number, ...], tuple[str, ...]]:
    """Returns the numbers to remember, and the texts of those that are news."""
    present = {track.key: track for line in lines for track in line if not track.missed}
    numbers = tuple(_refresh(number, present, time) for number in numbers)
    numbers = tuple(number for number in numbers if time - number.last <= FORGOTTEN)
    texts = []
    for line in lines:
        if not all(_is_settled(track, time) for track in line):
            continue
        known = next((number for number in numbers if _contains(number, line)), None)
        if known is not None:
            whole = len(line) == len(known.digits)
            digits = _entries(line) if whole else known.digits
            refreshed = replace(known, digits=digits, last=time, whole=time if whole else known.whole)
            numbers = tuple(refreshed if number is known else number for number in numbers)
            if time - refreshed.whole <= WIPED:
                continue
        numbers = tuple(number for number in numbers if not _in_place_of(number, line))
        numbers = (*numbers, Number(_entries(line), time, time))
        texts.append("".join(str(track.digit) for track in line))
    return numbers, tuple(texts)


def _refresh(number: Number, present: dict[int, Track], time: float) -> Number:
    """Lets a remembered number follow the movement of those of its digits that are still seen."""
    digits = tuple(
        (key, digit, present[key].box if key in present else box) for key, digit, box in number.digits
    )
    as_told = [key in present and present[key].digit == digit for key, digit, _ in digits]
    last = time if any(as_told) else number.last
    whole = time if all(as_told) else number.whole
    return Number(digits, whole, last)


def _is_settled(track: Track, time: float) -> bool:
    return track.seen >= CONFIRMED and track.missed <= 1 and time - track.since >= SETTLED - 1e-6


def _entries(line: list[Track]) -> tuple[tuple[int, int, Box], ...]:
    return tuple((track.key, track.digit, track.box) for track in line)


def _contains(number: Number, line: list[Track]) -> bool:
    """Whether each digit of `line` is, by value and place, one of the number's."""
    return all(
        any(
            digit == track.digit and (key == track.key or _distance(box, track.box) < NEAR)
            for key, digit, box in number.digits
        )
        for track in line
    )


def _in_place_of(number: Number, line: list[Track]) -> bool:
    return any(_distance(box, track.box) < 1 for _, _, box in number.digits for track in line)


def _distance(a: Box, b: Box) -> float:
    """Returns the distance of two boxes' centres in the larger one's longest sides."""
    across = a[0] + a[2] / 2 - b[0] - b[2] / 2
    down = a[1] + a[3] / 2 - b[1] - b[3] / 2
    return hypot(across, down) / max(*a[2:], *b[2:])


def _alike(a: Box, b: Box, most: float = LIKE) -> bool:
    return max(a[3], b[3]) <= most * min(a[3], b[3])


def _top(line: list[Track]) -> float:
    return min(track.box[1] for track in line)


def _bottom(line: list[Track]) -> float:
    return max(track.box[1] + track.box[3] for track in line)


def _certain(digit: Digit) -> tuple[float, ...]:
    return tuple(digit.confidence if value == digit.digit else 0.0 for value in range(10))
