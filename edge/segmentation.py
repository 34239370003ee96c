"""Decides which parts of a line form one digit each, by how well every grouping classifies."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import cv2
import numpy as np

from edge.cuts import between, find_cuts
from edge.finder import Classify, Part, mask_of, union_box
from edge.lines import Line
from edge.normalise import stroke_width
from edge.results import Box

SURE = 0.93  # probability from which a part needs no other reading
WIDE = 0.62  # of a line's height: a doubtful part as wide as this may be two digits
WIDEST = 1.5  # of a line's height: no digit is wider
LONG = 8.0  # of a line's height: what is longer is no row of touching digits
JOIN = 0.3  # of a line's height: parts of one digit lie no farther apart
PIECES = 8  # parts that one digit may consist of
DROP = 5.0  # cost (in nats) of leaving out a part as tall as its line
CUT = 1.2  # cost (in nats) of a cut that crosses no ink: touching digits are rarer than odd ones
CUT_WIDE = 0.3  # the same in a part that is wider than a digit
WIDER = 1.05  # of its height: a part as wide as this is more likely two digits
CROSSED = 5.0  # cost (in nats) that is added for as much ink as the part is high
LOW = 0.4  # of the part's height: no piece of a cut part is lower
MANY = 12  # tall parts of a line, and
RARE = 0.2  # share of them that are sure, below which it is print
VAIN = 8  # doubtful parts of a picture in which no digit is sure, 1s apart: they are a scribble's
BOW = 0.6  # of the line's height: a lower digit may be the bow of a broken one
FOUR = 0.95  # probability from which two strokes that are sure 1s are a 4
FOOT = 0.15  # of its height: so far below its left stroke a 4's stem ends
SPOILT = 0.5  # probability below which a sure digit is not joined with others
HIGHER = 1.5  # of a sure digit's height: no stroke that it lacks makes it so much higher
LEAST = 1e-4  # probability below which an answer costs no more


@dataclass(frozen=True)
class Segment:
    """Parts taken as one digit.

    Attributes:
        parts: from left to right.
        crop: (28, 28) uint8, what the network saw.
        probabilities: (11,) float32; the last is "not a digit".
        dropped: whether leaving it out explained the line better.
        origin: names the part that its first piece was cut from, -1 for a part that was not cut.
        cut: cost (in nats) of the cut at its left, 0 where there was none.
        framed: whether it is alone in a box or a ring.
        box: (x, y, w, h) around its parts.
        darkness: mean darkness of its darkest part's ink, 0 to 255.
        digit: 0 to 9, the likeliest.
        probability: of that digit, 0 to 1.
    """

    parts: tuple[Part, ...]
    crop: np.ndarray = field(repr=False)
    probabilities: np.ndarray = field(repr=False)
    dropped: bool = False
    origin: int = -1
    cut: float = 0.0
    framed: bool = False
    box: Box = field(init=False)
    darkness: float = field(init=False)
    digit: int = field(init=False)
    probability: float = field(init=False)

    def __post_init__(self):
        digits = self.probabilities[:10].tolist()
        probability = max(digits)
        vars(self).update(  # lazy properties take longer than what they would spare
            box=union_box(self.parts),
            darkness=max(part.darkness for part in self.parts),
            digit=digits.index(probability),
            probability=probability,
        )

    @cached_property
    def area(self) -> int:
        """Pixels of its ink."""
        return sum(cv2.countNonZero(part.mask) for part in self.parts)

    @cached_property
    def stroke(self) -> float:
        """Mean width in px of its strokes."""
        return stroke_width(np.pad(mask_of(self.parts, self.box), 1))


def mask_of_items(items: Iterable[Segment], shape: tuple[int, int]) -> np.ndarray:
    """Returns (h, w) uint8 of a picture's size, 255 where some segments have their ink."""
    return mask_of([part for item in items for part in item.parts], (0, 0, *shape[::-1]))


def segment(lines: list[Line], classify: Classify) -> list[list[Segment]]:
    """Segments lines of parts into digits.

    Args:
        lines: as `edge.lines.group_lines` gives them.
        classify: takes a list of (parts, slope) and returns n (28, 28) crops and (n, 11) probabilities.

    Returns:
        For each line its segments from left to right, dropped ones included.
    """
    whole = [((part,), line.slope) for line in lines for part in line.parts]
    crops, probabilities = classify(whole)
    known = iter(zip(crops, probabilities, strict=True))
    atoms = []
    for line in lines:
        row: list[Segment] = []
        for part in line.parts:
            crop, probability = next(known)
            row.append(Segment((part,), crop, probability))
        atoms.append(row)
    hopeless = [_is_hopeless(line, row) for line, row in zip(lines, atoms, strict=True)]
    atoms = _cut_doubtful(lines, atoms, hopeless, classify)
    groups = [
        [] if vain else _groups(line, row) for line, row, vain in zip(lines, atoms, hopeless, strict=True)
    ]
    wanted = [
        (tuple(part for atom in row[i:j] for part in atom.parts), line.slope)
        for line, row, spans in zip(lines, atoms, groups, strict=True)
        for i, j in spans
    ]
    crops, probabilities = classify(wanted)
    scored = iter(zip(wanted, crops, probabilities, strict=True))
    result = []
    for line, row, spans in zip(lines, atoms, groups, strict=True):
        if not spans and all(atom.probability >= SURE for atom in row):  # there is nothing to choose from
            result.append(row)
            continue
        options = {(i, i + 1): atom for i, atom in enumerate(row)}
        for span in spans:
            (parts, _), crop, probability = next(scored)
            joined = Segment(parts, crop, probability)
            atoms = row[slice(*span)]
            if _are_two_ones(atoms) and _is_four(joined):
                del options[span[0], span[0] + 1]  # its strokes may be as sure
            elif _are_two_ones(_tall(line, atoms)) and joined.digit != 0:
                continue
            if not any(_is_spoilt(atom, joined, line.height) for atom in atoms):
                options[span] = joined
        result.append(_best_path(line, row, options))
    return result


def _is_hopeless(line: Line, row: list[Segment]) -> bool:
    """Tells whether a line is so far from being a number that no cuts and groups make it one: print."""
    tall = _tall(line, row)
    return len(tall) >= MANY and sum(atom.probability >= SURE for atom in tall) < RARE * len(tall)


def _cut_doubtful(
    lines: list[Line], atoms: list[list[Segment]], hopeless: list[bool], classify: Classify
) -> list[list[Segment]]:
    """Replaces doubtful wide parts by the pieces of the cuts that read best, where these read better."""
    doubtful = [
        (atom, line)
        for line, row, vain in zip(lines, atoms, hopeless, strict=True)
        for atom in row
        if not vain and _is_doubtful(atom, line)
    ]
    sure = any(atom.probability >= SURE and atom.digit != 1 for row in atoms for atom in row)
    if not doubtful or (len(doubtful) >= VAIN and not sure):
        return atoms
    splits = {id(atom): _Split.of(atom.parts[0], line) for atom, line in doubtful}
    wanted = [(piece, split.slope) for split in splits.values() for piece in split.pieces.values()]
    crops, probabilities = classify([((piece,), slope) for piece, slope in wanted])
    known = iter(zip(wanted, crops, probabilities, strict=True))
    result = []
    for row in atoms:
        pieces: list[Segment] = []
        for atom in row:
            split = splits.get(id(atom))
            pieces += [atom] if split is None else split.best(atom, known)
        result.append(sorted(pieces, key=lambda atom: atom.parts[0].centre[0]))
    return result


def _is_doubtful(atom: Segment, line: Line) -> bool:
    part = atom.parts[0]
    height = max(line.height, part.height)
    doubtful = atom.probability < SURE or part.width > WIDEST * height
    return doubtful and WIDE * line.height < part.width < LONG * height and part.height > 0.5 * line.height


@dataclass(frozen=True)
class _Split:
    """The ways to cut a part.

    Attributes:
        slope: of its line.
        costs: nats, of each cut; the first stands for the part's left end.
        pieces: what lies between two cuts, by their numbers.
    """

    slope: float
    costs: list[float]
    pieces: dict[tuple[int, int], Part]

    @classmethod
    def of(cls, part: Part, line: Line) -> "_Split":
        cuts = find_cuts(part)
        ends = [None, *(cut.right for cut in cuts), None]
        last = len(ends) - 1
        pieces = {}
        for i in range(last):
            for j in range(i + 1, last + 1):
                piece = between(part, ends[i], ends[j])
                if piece is not None and piece.width > WIDEST * max(line.height, part.height):
                    break
                if piece is not None and piece.height >= LOW * part.height and (i, j) != (0, last):
                    pieces[i, j] = piece
        least = CUT_WIDE if part.width > WIDER * max(line.height, part.height) else CUT
        costs = [0.0] + [least + CROSSED * cut.price for cut in cuts]
        return cls(line.slope, costs, pieces)

    def best(self, whole: Segment, known: Iterator[tuple]) -> list[Segment]:
        """Returns the cheapest pieces, or the whole.

        Args:
            whole: the part as it stands.
            known: gives for each of `pieces`, in order, (piece, slope), (28, 28) uint8 crop and (11,) float32
                probabilities, and goes on with those of the next split.
        """
        read = {}
        for i, j in self.pieces:
            (piece, _), crop, probability = next(known)
            read[i, j] = Segment((piece,), crop, probability, origin=id(whole.parts[0]), cut=self.costs[i])
        paths: dict[int, tuple[float, list[Segment]]] = {0: (0.0, [])}
        for j in range(1, len(self.costs) + 1):
            ways = [
                (paths[i][0] + _reading_cost(read[i, j]) + self.costs[i], [*paths[i][1], read[i, j]])
                for i in range(j)
                if i in paths and (i, j) in read
            ]
            if ways:
                paths[j] = min(ways, key=lambda way: way[0])
        cost, pieces = paths.get(len(self.costs), (np.inf, []))
        return pieces if cost < _reading_cost(whole) else [whole]


def _reading_cost(segment: Segment) -> float:
    """Returns the cost (in nats) of taking a segment for one digit."""
    return -math.log(max(segment.probability, LEAST))


def _groups(line: Line, row: list[Segment]) -> list[tuple[int, int]]:
    """Returns the spans [i, j) of atoms that are worth a classification."""
    spans = []
    parts = [atom.parts[0] for atom in row]
    for i, first in enumerate(parts):
        right = first.right
        for j in range(i + 2, min(i + PIECES, len(row)) + 1):
            if parts[j - 1].left - right > JOIN * line.height:
                break
            right = max(right, parts[j - 1].right)
            _, _, width, height = union_box(parts[i:j])
            if width > WIDEST * max(line.height, height):
                break
            tall = _tall(line, row[i:j])
            sure = sum(atom.origin < 0 and atom.probability >= SURE for atom in tall)
            if sure < 2 or _are_two_ones(tall):
                spans.append((i, j))
    return spans


def _tall(line: Line, atoms: list[Segment]) -> list[Segment]:
    return [atom for atom in atoms if atom.parts[0].height > 0.6 * line.height]


def _are_two_ones(atoms: list[Segment]) -> bool:
    """Tells whether two parts are sure 1s, as a 4's strokes are, and the bows that rulings leave of a 0."""
    sure = [atom for atom in atoms if atom.digit == 1 and atom.probability >= SURE and atom.origin < 0]
    return len(sure) == len(atoms) == 2


def _is_four(joined: Segment) -> bool:
    """Tells whether what reads as two 1s is a 4, of which the left stroke ends above the stem's foot."""
    if joined.digit != 4 or joined.probability < FOUR or len(joined.parts) != 2:
        return False
    left, stem = joined.parts
    return stem.bottom - left.bottom >= FOOT * joined.box[3]


def _is_spoilt(atom: Segment, joined: Segment, usual: float) -> bool:
    """Tells whether a sure digit is joined with what is none: a scribble beside it, a drawing.

    The bow of a broken 3 is low among a line's digits, whose usual height in px is given, and no digit of it.
    """
    if atom.origin >= 0 or atom.probability < SURE or atom.digit == 1:  # a 4's stroke is a sure 1
        return False
    is_bow = atom.digit == 0 or atom.box[3] < BOW * usual  # a 9's is a sure 0
    high = not is_bow and joined.box[3] > HIGHER * atom.box[3]
    return high or joined.probability < SPOILT


def _best_path(line: Line, row: list[Segment], options: dict[tuple[int, int], Segment]) -> list[Segment]:
    """Chooses the cheapest sequence of segments (Viterbi)."""
    count = len(row)
    best = [0.0] + [np.inf] * count
    came: list[tuple[int, Segment] | None] = [None] * (count + 1)
    for i in range(count):
        for j in range(i + 1, min(i + PIECES, count) + 1):
            option = options.get((i, j))
            if option is None:
                continue
            size = max(option.box[2:]) / line.height
            read = _reading_cost(option)
            drop = DROP * min(size, 1.5) * (j - i) * max(1.0, option.box[2] / (WIDE * line.height))
            cost = best[i] + min(read, drop) + row[i].cut
            if cost < best[j]:
                best[j] = cost
                came[j] = (i, replace(option, dropped=drop < read, origin=row[i].origin))
    path = []
    at = count
    while at:
        at, chosen = came[at]
        path.append(chosen)
    return path[::-1]
