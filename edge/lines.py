"""Orders parts as a reader does: into lines from top to bottom, each from left to right."""

from dataclasses import dataclass

import numpy as np

from edge.finder import Part

REACH = 3.0  # a line goes on where the next part is at most so many heights away
RISE = 0.55  # and its centre at most so many heights higher or lower
FRAGMENT = 0.5  # parts lower than this share of their neighbours' height do not found a line
STEEP = 0.18  # radians; lines that slope less are read without turning their digits


@dataclass(frozen=True)
class Line:
    """Parts of one line of writing.

    Attributes:
        parts: from left to right.
        height: px, its digits' usual height.
        slope: radians by which the writing descends to the right.
    """

    parts: tuple[Part, ...]
    height: float
    slope: float


def group_lines(parts: list[Part]) -> list[Line]:
    """Groups parts into lines, top to bottom."""
    chains = _merge_chains(_chains([part for part in parts if not _is_fragment(part, parts)]))
    chains = [list(chain) for chain in chains]
    taken = {id(part) for chain in chains for part in chain}
    for part in parts:
        if id(part) not in taken and (home := _home(part, chains)) is not None:
            chains[home].append(part)
    lines = [_line(chain) for chain in chains]
    return sorted(lines, key=lambda line: np.mean([part.centre[1] for part in line.parts]))


def _is_fragment(part: Part, parts: list[Part]) -> bool:
    size = max(part.box[2:])
    for other in parts:
        if other.height * FRAGMENT > part.height and other.height * 0.8 > size and _near(part, other):
            return True
    return False


def _near(part: Part, other: Part) -> bool:
    gap_x = max(other.left - part.right, part.left - other.right, 0)
    gap_y = max(other.top - part.bottom, part.top - other.bottom, 0)
    return gap_x < 0.6 * other.height and gap_y < 0.3 * other.height


def _follows(left: Part, right: Part) -> bool:
    tall, low = max(left.height, right.height), min(left.height, right.height)
    if low < 0.35 * tall or right.left - left.right > REACH * tall:
        return False
    overlap = min(left.bottom, right.bottom) - max(left.top, right.top)
    return overlap > 0.4 * low and abs(left.centre[1] - right.centre[1]) < RISE * tall


def _chains(parts: list[Part]) -> list[list[Part]]:
    """Links each part to the nearest one at its right that stands on the same line."""
    parts = sorted(parts, key=lambda part: part.centre[0])
    chain_of: dict[int, list[Part]] = {}
    chains = []
    for index, part in enumerate(parts):
        best = None
        for before in range(index - 1, -1, -1):
            other = parts[before]
            if _follows(other, part) and (best is None or other.right > best.right):
                best = other
        chain = chain_of[id(best)] if best is not None else []
        if best is None:
            chains.append(chain)
        chain.append(part)
        chain_of[id(part)] = chain
    return chains


def _extent(chain: list[Part]) -> tuple[float, float]:
    return float(np.median([part.top for part in chain])), float(np.median([part.bottom for part in chain]))


def _merge_chains(chains: list[list[Part]]) -> list[list[Part]]:
    """Joins groups that stand side by side: they are one line of the page."""
    merged: list[list[Part]] = []
    for chain in sorted(chains, key=lambda chain: _extent(chain)[0]):
        top, bottom = _extent(chain)
        for other in merged:
            other_top, other_bottom = _extent(other)
            overlap = min(bottom, other_bottom) - max(top, other_top)
            low, tall = sorted((bottom - top, other_bottom - other_top))
            if overlap > 0.55 * low and low > 0.4 * tall:
                other.extend(chain)
                break
        else:
            merged.append(list(chain))
    return merged


def _home(part: Part, chains: list[list[Part]]) -> int | None:
    """Returns the index of the chain that has the nearest part to a fragment."""
    best, nearest = None, np.inf
    for index, chain in enumerate(chains):
        for other in chain:
            if not _near(part, other):
                continue
            gap_x = max(other.left - part.right, part.left - other.right, 0)
            gap_y = max(other.top - part.bottom, part.top - other.bottom, 0)
            distance = (gap_x + gap_y) / other.height
            if distance < nearest:
                best, nearest = index, distance
    return best


def _line(chain: list[Part]) -> Line:
    height = float(np.median(sorted(part.height for part in chain)[-max(1, len(chain) * 2 // 3) :]))
    main = [part for part in chain if part.height > 0.5 * height]
    slope = 0.0
    if len(main) >= 3:
        x, y = np.array([part.centre for part in main]).T
        if np.ptp(x) > 2 * height:
            slope = float(np.arctan(np.polyfit(x, y, 1)[0]))
    return Line(tuple(sorted(chain, key=lambda part: part.centre[0])), height, slope)
