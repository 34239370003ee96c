"""Fits how much each measure of a lone mark, a line or a group says about its being digits.

Only tuning data are used. `python -m train.weigh lone` reads that part of the photographs, and rendered
scenes, some with the pages' edges in view, and prints `WEIGHTS` for edge/lone.py. `words` and `groups`, each
with `--fonts FOLDER`, read pages of one hand each as well, and print those for edge/words.py and for
edge/groups.py. Which looks are taken depends a little on those in force. What is read where no digit is
counts against them. A new measure can be weighed beside the others as they are (`--only swollen`).
`python -m train.evaluate --part held` tells whether they hold.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from edge import groups, lone, words
from edge.classifier import Classifier
from edge.errors import EXIT_READ, SourceError, ZifferError
from edge.judge import Judged
from edge.light import Ink, find_ink
from edge.looking import Looking
from edge.reader import DigitReader
from edge.results import Box
from edge.segmentation import Segment
from edge.sizes import to_working_size
from train import cases, mnist
from train.cases import TUNE, Case
from train.evaluate import PHOTOS
from train.hands import hands
from train.scenes import CONDITIONS, NOTHING, render
from train.scoring import match, overlap

# What is read, each with its measures, and of each whether it is right; None where that is beside the point.
Answered = tuple[list[tuple[Segment | list[Segment], np.ndarray]], list[bool | None]]

WEIGHTS = {"lone": lone.WEIGHTS, "words": words.WEIGHTS, "groups": groups.WEIGHTS}
EMPTY = 4  # times as many scenes without digits are rendered of each condition
PAGES = 4  # of each of `train.hands.PAGES` and of words are written with each font
REAL = 3.0  # weight of a photograph against a rendered scene
RIDGE = 1.0  # penalty on the squares of the weights of measures with unit deviation
STEPS = 80  # of Newton's method at most
LARGEST = 4e6  # px; conditions with larger frames are left out, since they are scaled down on the way in

SINGLE = CONDITIONS["single/plain"]
# A digit on a page whose edges, print or drawings compete with it, numbers too short to vouch for themselves,
# and what fills its frame.
LONE = {
    "lone/edges": replace(SINGLE, edges=1.0, tall=(0.06, 0.4)),
    "lone/ruled": replace(SINGLE, edges=0.5, tall=(0.06, 0.3), print="ruled"),
    "lone/squared": replace(SINGLE, edges=0.5, tall=(0.06, 0.3), print="squared"),
    "lone/european": replace(SINGLE, edges=0.4, tall=(0.06, 0.5), european=1.0),
    "lone/scribbles": replace(SINGLE, tall=(0.06, 0.4), beside=("scribble",)),
    "lone/drawings": replace(SINGLE, tall=(0.06, 0.4), beside=("drawings",)),
    "lone/words": replace(SINGLE, tall=(0.06, 0.4), beside=("words",)),
    "lone/two": replace(SINGLE, layout="line", count=(1, 2), edges=0.4, tall=(0.05, 0.3)),
    "lone/border": replace(SINGLE, tight=(-0.02, 0.01), px=(26, 300)),
    "lone/pair": replace(SINGLE, layout="line", count=(2, 2), tight=(-0.02, 0.1), px=(26, 120)),
}
# Numbers in groups, whose digits may touch as letters do, and short ones beside words.
GROUPS = {
    "groups/touching": replace(CONDITIONS["line/plain"], tall=(0.06, 0.2), touch=0.35, space=(0.1, 1.3)),
    "groups/wide": replace(CONDITIONS["line/plain"], tall=(0.06, 0.2), space=(0.2, 1.6)),
    "groups/short": replace(CONDITIONS["beside/label"], count=(1, 2)),
}
OFTEN = 8  # times as many scenes are rendered of these


def scenes(count: int, seed: int) -> Iterator[Case]:
    """Yields `count` rendered scenes of each condition, and more of those without digits and of `GROUPS`."""
    digits, labels = mnist.split(mnist.load())[0]
    for number, (name, recipe) in enumerate({**CONDITIONS, **LONE, **GROUPS}.items()):
        if max(w * h for w, h in recipe.sizes) > LARGEST:
            continue
        times = EMPTY if recipe.layout in NOTHING else OFTEN if name in GROUPS else 1
        for index in range(count * times):
            made = render(np.random.default_rng([seed, number, index]), digits, labels, recipe)
            yield Case(f"{name}-{index}", name, "rendered", TUNE, made.lines, made.image, made.boxes)


def examples(
    reader: DigitReader, images: Iterable[Case], kind: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns of all that is read: (n, k) measures, (n,) whether it is right, (n,) weights.

    Left out is what is wrong or overlaps true digits otherwise, and photographs that are not read exactly.

    Args:
        reader: reads the images.
        images: with their truth.
        kind: one of `WEIGHTS`: "lone" for the digits that stand alone, "words" for lines of several, "groups"
            for what stands beside others on its line.
    """
    measures, right, weights = [], [], []
    for case in images:
        read, answers = READ[kind](reader, case)
        known = [
            (values, answer) for (_, values), answer in zip(read, answers, strict=True) if answer is not None
        ]
        weight = (REAL if case.boxes is None else 1.0) / max(len(known), 1) ** 0.5
        for values, answer in known:
            measures.append(values)
            right.append(answer)
            weights.append(weight)
    return np.reshape(measures, (-1, len(WEIGHTS[kind]))), np.array(right, bool), np.array(weights)


def _lone_digits(reader: DigitReader, case: Case) -> Answered:
    """Returns the lone digits of a first look."""
    grey = cv2.cvtColor(case.image, cv2.COLOR_BGR2GRAY)
    ink = find_ink(to_working_size(grey))
    judged, ink = reader.judged(ink)
    read = lone.lone_digits(judged, ink)
    if not case.lines:
        return read, [False] * len(read)
    truth = "".join(case.lines)
    if case.boxes is None:
        text = "".join(str(item.digit) for row in judged for item, objection in row if not objection)
        return read, [True if text == truth else None] * len(read)
    boxes = _true_boxes(case, ink)
    pairs = match([item.box for item, _ in read], boxes)
    return read, [
        _answer(item, boxes, None if at is None else truth[at])
        for (item, _), at in zip(read, pairs, strict=True)
    ]


def _true_boxes(case: Case, ink: Ink) -> list[Box]:
    """Returns the boxes of the true digits in px of a look's ink, none where they are unknown."""
    scale = ink.mask.shape[1] / case.image.shape[1]
    return [tuple(value * scale for value in box) for box in case.boxes or ()]


def _answer(item: Segment, boxes: list[Box], true: str | None) -> bool | None:
    """Returns whether a digit is right where one stands, False clear of all of them, None for all else."""
    if true == str(item.digit):
        return True
    return None if any(overlap(item.box, box) for box in boxes) else False


def _looks(reader: DigitReader, case: Case) -> list[tuple[Judged, Ink]]:
    """Returns what every look that is taken judges, and its ink: any of them may be believed."""
    looks = []

    def judged(ink: Ink, *args) -> tuple[Judged, Ink]:
        looks.append(reader.judged(ink, *args))
        return looks[-1]

    Looking(judged).look(case.image)
    return looks


def _lines(reader: DigitReader, case: Case) -> Answered:
    """Returns the lines of every look."""
    read = [line for judged, _ in _looks(reader, case) for line in words.measured_lines(judged)]
    texts = ["".join(str(item.digit) for item in items) for items, _ in read]
    return read, [(text in case.lines or None) if case.lines else False for text in texts]


def _groups(reader: DigitReader, case: Case) -> Answered:
    """Returns the groups of every look; those of pictures whose digits' boxes are unknown are left open."""
    read, answers = [], []
    for judged, ink in _looks(reader, case):
        true = _true_boxes(case, ink)
        for group in groups.measured_groups(judged):
            boxes = [item.box for item in group.read]
            free = not any(overlap(box, other) for box in boxes for other in true)
            read.append((group.read, group.measures))
            if not boxes or (case.lines and not true):
                answers.append(None)
            else:
                answers.append(True if None not in match(boxes, true) else False if free else None)
    return read, answers


READ = {"lone": _lone_digits, "words": _lines, "groups": _groups}


def fit(
    measures: np.ndarray, right: np.ndarray, weights: np.ndarray, known: np.ndarray | float = 0.0
) -> np.ndarray:
    """Returns the weights of a logistic regression (Newton's method with a ridge).

    Args:
        measures: (n, k); the first column is 1.
        right: (n,) bool.
        weights: (n,) of the examples.
        known: (n,) log odds that other measures give already.
    """
    mean, deviation = measures.mean(axis=0), measures.std(axis=0) + 1e-9
    mean[0], deviation[0] = 0, 1
    values = (measures - mean) / deviation
    slope = np.zeros(values.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(values @ slope + known, -30, 30)))
        curvature = weights * chance * (1 - chance) + 1e-9
        hessian = values.T @ (values * curvature[:, None]) + RIDGE * np.eye(len(slope))
        step = np.linalg.solve(hessian, values.T @ (weights * (right - chance)) - RIDGE * slope)
        slope += step
        if np.abs(step).max() < 1e-6:
            break
    slope /= deviation
    slope[0] -= slope[1:] @ mean[1:]
    return slope


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m train.weigh",
        description=__doc__.splitlines()[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("kind", choices=tuple(WEIGHTS), help="what to weigh: lone digits, lines, or groups")
    parser.add_argument("--only", nargs="+", help="measures to weigh; the others keep their weights")
    default = PHOTOS if PHOTOS.is_dir() else None
    parser.add_argument("--photos", type=Path, default=default, help="folder with a labels.csv")
    parser.add_argument("--scenes", type=int, default=48, help="rendered scenes of each condition")
    parser.add_argument("--fonts", type=Path, help="folder with handwriting fonts, to write pages with")
    parser.add_argument("--seed", type=int, default=2042, help="of the scenes; another than evaluate's")
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    arguments = parser.parse_args(argv)
    names = list(WEIGHTS[arguments.kind])
    if unknown := set(arguments.only or ()) - set(names):
        parser.error(f"there is no measure {', '.join(sorted(unknown))}: there are {', '.join(names)}")
    try:
        reader = DigitReader(Classifier(arguments.model))
        photos = cases.photos(arguments.photos, (TUNE,)) if arguments.photos else ()
        pages = hands(arguments.fonts, PAGES, arguments.seed) if arguments.fonts else ()
        images = chain(photos, scenes(arguments.scenes, arguments.seed), pages)
        images = tqdm(images, unit=" images", file=sys.stderr, disable=None)
        measures, right, weights = examples(reader, images, arguments.kind)
        if right.all() or not right.any():
            raise SourceError("there is nothing to tell digits from: give more --scenes")
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    old = np.array(list(WEIGHTS[arguments.kind].values()))
    new = np.isin(names, ["always", *(arguments.only or names)])
    found = fit(measures[:, new], right, weights, measures[:, ~new] @ old[~new])
    for name, weight in zip(np.array(names)[new], found, strict=True):
        print(f'"{name}": {weight:.2f},')
    print(f"{right.sum()} right, {(~right).sum()} where no digit is", file=sys.stderr)
    return EXIT_READ


if __name__ == "__main__":
    sys.exit(main())
