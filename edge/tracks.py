"""Follows single digits from frame to frame: a track is a digit with its recent past."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot, sqrt

from edge.results import Box, Digit, Reading

AVERAGED = 8  # frames over which probabilities are averaged
CONFIRMED = 3  # frames in which ink must be a digit before it counts
HELD = 0.3  # seconds, and ...
MISSED = 2  # ... frames that a digit may be missing before it is gone
NEAR = 0.6  # of its longest side that a digit may move between two frames
LIKE = 1.8  # ratio of heights up to which two boxes may be the same digit
STILL = 0.15  # of its size by which the borders of a digit that stands still may move
SWAPPED = 3, 0.8  # so many frames in a row in which another digit has this probability: another page
LEAD = 0.4  # by which another digit's mean probability must lead before an answer changes, ...
FIRST_LEAD = 0.1  # ... and while the digit is new
SEEN = 0.7  # of the frames since it came in which a sure digit was seen, ...
SURE = 0.6  # ... and its mean probability

Line = list["Track"]


@dataclass(frozen=True)
class Track:
    """A digit that is followed.

    Attributes:
        key: tells this track from all others.
        box: where it was seen last.
        digit: the present answer.
        history: time and probabilities (10,) of its last `AVERAGED` frames, the newest last.
        seen: number of frames in which it was seen.
        frames: number of frames since it came.
        missed: number of frames since it was seen last.
        last: time of the frame in which it was seen last, in seconds.
        since: time since which it stands still with the same answer, in seconds.
        anchor: its box at that time.
    """

    key: int
    box: Box
    digit: int
    history: tuple[tuple[float, tuple[float, ...]], ...]
    seen: int
    frames: int
    missed: int
    last: float
    since: float
    anchor: Box

    @property
    def mean(self) -> tuple[float, ...]:
        """The mean probabilities of 0 to 9."""
        columns = zip(*(probabilities for _, probabilities in self.history), strict=True)
        return tuple(sum(column) / len(self.history) for column in columns)

    def to_digit(self) -> Digit:
        """Returns the digit as averaged."""
        mean = self.mean
        return Digit(self.digit, mean[self.digit], self.box, mean)


def update(
    before: tuple[Track, ...], next_key: int, reading: Reading, time: float
) -> tuple[tuple[Track, ...], int, list[Line]]:
    """Takes in the next frame.

    Args:
        before: the tracks after the frame before.
        next_key: for the next new track.
        reading: of this frame alone.
        time: of this frame, in seconds.

    Returns:
        The tracks after this frame, the next free key, and the lines of those that were seen in this frame.
    """
    owner = _match(before, reading.digits)
    lines, seen = [], set()
    for line in reading.by_line():
        row = []
        for digit in line:
            track = owner.get(id(digit))
            if track is None:
                row.append(_begin(digit, next_key, time))
            else:
                row.append(_go_on(track, digit, next_key, time))
                seen.add(track.key)
            next_key += 1
        lines.append(row)
    tracks = [track for row in lines for track in row]
    boxes = [track.box for track in tracks]
    for track in before:
        gone = track.missed >= MISSED and time - track.last > HELD
        covered = any(distance(track.box, box) < 0.5 for box in boxes)
        if track.key not in seen and not gone and not covered and track.seen >= CONFIRMED:
            tracks.append(replace(track, missed=track.missed + 1, frames=track.frames + 1))
    return tuple(tracks), next_key, lines


def continued(tracks: Iterable[Track], reading: Reading) -> int:
    """Returns how many digits of a frame are where a track is, and the same."""
    owner = _match(tracks, reading.digits)
    return sum(id(d) in owner and owner[id(d)].digit == d.digit for d in reading.digits)


def with_held(lines: list[Line], held: Line) -> list[Line]:
    """Puts digits that are missing for a moment back into their lines, or a line of their own."""
    lines = [list(line) for line in lines if line]
    for track in held:
        _, y, _, h = track.box
        middle = y + h / 2
        home = next((line for line in lines if top(line) < middle < bottom(line)), None)
        if home is None:
            lines.append([track])
        else:
            home.append(track)
            home.sort(key=lambda other: other.box[0])
    return sorted(lines, key=lambda line: top(line) + bottom(line))


def is_sure(track: Track) -> bool:
    """Returns whether a digit was seen often enough and read clearly enough to be told."""
    often = track.seen >= max(CONFIRMED, SEEN * track.frames)
    return often and track.missed <= 1 and track.mean[track.digit] >= SURE


def distance(a: Box, b: Box) -> float:
    """Returns the distance of two boxes' centres in the larger one's longest sides."""
    across = a[0] + a[2] / 2 - b[0] - b[2] / 2
    down = a[1] + a[3] / 2 - b[1] - b[3] / 2
    return hypot(across, down) / max(*a[2:], *b[2:])


def alike(a: Box, b: Box) -> bool:
    """Returns whether two boxes are about as high."""
    return max(a[3], b[3]) <= LIKE * min(a[3], b[3])


def top(line: Line) -> float:
    """Returns the upper border of a line in pixels."""
    return min(track.box[1] for track in line)


def bottom(line: Line) -> float:
    """Returns the lower border of a line in pixels."""
    return max(track.box[1] + track.box[3] for track in line)


def _match(tracks: Iterable[Track], digits: Iterable[Digit]) -> dict[int, Track]:
    """Returns which track each digit (by its id) goes on, the nearest pairs first."""
    pairs = []
    for digit in digits:
        for track in tracks:
            apart = distance(track.box, digit.box)
            if apart < NEAR and alike(track.box, digit.box):
                pairs.append((apart, track.key, id(digit), track))
    owner, taken = {}, set()
    for _, key, digit_id, track in sorted(pairs, key=lambda pair: pair[:3]):
        if digit_id not in owner and key not in taken:
            owner[digit_id] = track
            taken.add(key)
    return owner


def _begin(digit: Digit, key: int, time: float) -> Track:
    history = ((time, digit.probabilities or _certain(digit)),)
    return Track(key, digit.box, digit.digit, history, 1, 1, 0, time, time, digit.box)


def _go_on(track: Track, digit: Digit, new_key: int, time: float) -> Track:
    history = (*track.history, (time, digit.probabilities or _certain(digit)))[-AVERAGED:]
    frames, sure = SWAPPED
    newest = history[-frames:]
    another = len(newest) == frames and digit.digit != track.digit
    if another and all(probabilities[digit.digit] > sure for _, probabilities in newest):
        swapped = newest[0][0]
        return replace(
            _begin(digit, new_key, time), history=newest, seen=frames, frames=frames, since=swapped
        )
    moved = replace(
        track,
        box=digit.box,
        history=history,
        seen=track.seen + 1,
        frames=track.frames + 1,
        missed=0,
        last=time,
    )
    mean = moved.mean
    best = max(range(len(mean)), key=mean.__getitem__)
    lead = LEAD if track.seen >= AVERAGED else FIRST_LEAD
    if mean[best] > mean[track.digit] + lead:
        return replace(moved, digit=best, since=time, anchor=digit.box)
    if _drift(track.anchor, digit.box) > STILL:
        return replace(moved, since=time, anchor=digit.box)
    return moved


def _drift(a: Box, b: Box) -> float:
    """Returns how far the borders moved from `a` to `b`, in mean sides of `a`: fingers are long but thin."""
    borders = zip((a[0], a[1], a[0] + a[2], a[1] + a[3]), (b[0], b[1], b[0] + b[2], b[1] + b[3]), strict=True)
    return max(abs(before - after) for before, after in borders) / sqrt(a[2] * a[3])


def _certain(digit: Digit) -> tuple[float, ...]:
    return tuple(digit.confidence if value == digit.digit else 0.0 for value in range(10))
