"""Decides which digits are to be trusted, and when a number is news: what a hand covers or adds is none.

What was announced is remembered for a while by value and place.
"""

from dataclasses import dataclass, replace

from edge.results import Box
from edge.tracks import CONFIRMED, NEAR, Line, Track, alike, bottom, distance, is_sure, top

SETTLED = 0.2  # seconds that a number stands unchanged before it is announced, ...
DISTURBED = 0.4  # ... and as long as a part of what was announced is missing: a hand may be crossing
STACKED = 1.0  # seconds, of a digit that covers those of two lines: beside a hand they may be read as one
FORGOTTEN = 5.0  # seconds after which a number that has gone is news again
WIPED = 5.0  # seconds after which what is left of a number, or two that were joined, is one of its own
EPSILON = 1e-6  # seconds, below which times are the same

# The keys of a line's digits, and the time in seconds since which they form it.
Composed = tuple[tuple[int, ...], float]


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


def trusted(lines: list[Line], numbers: tuple[Number, ...], time: float) -> list[Line]:
    """Leaves out what is not to be trusted yet.

    Where a number was announced, only its digits are, and what has stood still for long enough: the rest may
    be the fingers of a hand. Before that whatever was seen a few times, and at first the first guess.
    """
    if numbers:
        lines = [[t for t in line if _homes(t, numbers) or _is_settled(t, numbers, time)] for line in lines]
        return [line for line in lines if line]
    confirmed = [[track for track in line if track.seen >= CONFIRMED] for line in lines]
    return [line for line in confirmed if line] or lines


def compose(before: tuple[Composed, ...], lines: list[Line], time: float) -> tuple[Composed, ...]:
    """Returns the keys of each line's digits with the time since which they form it."""
    known = dict(before)
    shown_before = {key for keys in known for key in keys}
    composed = []
    for line in lines:
        keys = tuple(track.key for track in line)
        seen = [track for track in line if not track.missed]
        larger = [begun for others, begun in known.items() if set(keys) <= set(others)]
        if larger:  # the same, or what is left of it
            begun = max(larger)
        elif any(track.key in shown_before for track in seen):  # grouped in another way than just now
            begun = time
        else:
            begun = max((track.since for track in seen), default=time)
        composed.append((keys, begun))
    return tuple(composed)


def by_number(
    lines: list[Line], begun: list[float], numbers: tuple[Number, ...], time: float
) -> tuple[list[Line], list[float]]:
    """Undoes lines that have mixed up the announced numbers: a hand between two lines makes one of them.

    A mixture that has stood for long is no mistake and stays.

    Args:
        lines: as read.
        begun: the time since which each is so composed.
        numbers: remembered.
        time: of this frame.

    Returns:
        The lines, and the time since which each is so composed.
    """
    homes = [set().union(*(_homes(track, numbers) for track in line)) for line in lines]
    kept, grouped = [], {}
    for index, (line, since) in enumerate(zip(lines, begun, strict=True)):
        others = set().union(*(homes[:index] + homes[index + 1 :]))
        mixed = len(homes[index]) > 1 or homes[index] & others
        if not mixed or time - since > WIPED:
            kept.append((line, since))
            continue
        for track in line:
            for home in sorted(_homes(track, numbers))[:1]:
                grouped.setdefault(home, []).append(track)
    for group in grouped.values():
        kept.append((sorted(group, key=lambda track: track.box[0]), time))
    kept.sort(key=lambda item: top(item[0]) + bottom(item[0]))
    return [line for line, _ in kept], [since for _, since in kept]


def announce(
    numbers: tuple[Number, ...], lines: list[Line], begun: list[float], time: float
) -> tuple[tuple[Number, ...], tuple[str, ...]]:
    """Returns the numbers to remember, and the texts of those that are news.

    Args:
        numbers: remembered so far.
        lines: the digits that are shown.
        begun: the time since which each line is so composed.
        time: of this frame.
    """
    present = {track.key: track for line in lines for track in line if not track.missed}
    numbers = tuple(_refresh(number, present, time) for number in numbers)
    numbers = tuple(number for number in numbers if time - number.last <= FORGOTTEN)
    texts = []
    for line, formed in zip(lines, begun, strict=True):
        disturbed = any(number.whole < time for number in numbers)
        since = max(formed, *(track.since for track in line))
        if time - since < (DISTURBED if disturbed else SETTLED) - EPSILON or not all(map(is_sure, line)):
            continue
        known = [number for number in numbers if any(_holds(number, track) for track in line)]
        if all(any(_holds(number, track) for number in known) for track in line):
            again = {number: _seen_again(number, line, time) for number in known}
            numbers = tuple(again.get(number, number) for number in numbers)
            in_part = time - max(number.whole for number in again.values()) > WIPED
            joined = len(known) > 1 and time - formed > WIPED
            if not (in_part or joined):
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


def _seen_again(number: Number, line: Line, time: float) -> Number:
    """Lets a number that was away go on with the digits by which it is seen again."""
    found = [track for track in line if _holds(number, track)]
    if len(found) != len(number.digits):
        return replace(number, last=time)
    return Number(_entries(found), time, time)


def _entries(line: Line) -> tuple[tuple[int, int, Box], ...]:
    return tuple((track.key, track.digit, track.box) for track in line)


def _is_settled(track: Track, numbers: tuple[Number, ...], time: float) -> bool:
    """Returns whether a digit that belongs to no number has stood still for long enough."""
    patience = STACKED if _numbers_below(track, numbers) > 1 else DISTURBED
    return is_sure(track) and time - track.since >= patience - EPSILON


def _numbers_below(track: Track, numbers: tuple[Number, ...]) -> int:
    """Returns of how many numbers a digit covers digits."""
    x, y, w, h = track.box
    return sum(
        any(x < b[0] + b[2] / 2 < x + w and y < b[1] + b[3] / 2 < y + h for _, _, b in number.digits)
        for number in numbers
    )


def _homes(track: Track, numbers: tuple[Number, ...]) -> set[int]:
    """Returns the indices of the numbers to which a digit belongs."""
    return {index for index, number in enumerate(numbers) if _holds(number, track)}


def _holds(number: Number, track: Track) -> bool:
    """Whether the digit is, by value and place, one of the number's."""
    return any(
        digit == track.digit
        and (key == track.key or (distance(box, track.box) < NEAR and alike(box, track.box)))
        for key, digit, box in number.digits
    )


def _in_place_of(number: Number, line: Line) -> bool:
    return any(distance(box, track.box) < NEAR for _, _, box in number.digits for track in line)
