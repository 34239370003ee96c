"""Fits how much each measure of a lone mark says about its being a digit, on tuning data only.

`python -m train.weigh` reads the tuning part of photographs and rendered scenes, some with the pages' edges
in view, and prints `WEIGHTS` for edge/lone.py. What is read where no digit is counts
against them. `python -m train.evaluate --part held` tells whether they hold.
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

from edge.classifier import Classifier
from edge.errors import EXIT_READ, SourceError, ZifferError
from edge.light import find_ink
from edge.lone import WEIGHTS, lone_digits
from edge.looking import to_working_size
from edge.reader import DigitReader
from train import cases, mnist
from train.cases import TUNE, Case
from train.evaluate import PHOTOS
from train.scenes import CONDITIONS, NOTHING, render
from train.scoring import match

EMPTY = 4  # times as many scenes without digits are rendered of each condition
REAL = 3.0  # weight of a photograph against a rendered scene
RIDGE = 1.0  # penalty on the squares of the weights of measures with unit deviation
STEPS = 80  # of Newton's method at most
LARGEST = 4e6  # px; conditions with larger frames are left out, since they are scaled down on the way in

SINGLE = CONDITIONS["single/plain"]
# A digit on a page whose edges or whose print compete with it, numbers too short to vouch for themselves, and
# what fills its frame.
LONE = {
    "lone/edges": replace(SINGLE, edges=1.0, tall=(0.06, 0.4)),
    "lone/ruled": replace(SINGLE, edges=0.5, tall=(0.06, 0.3), print="ruled"),
    "lone/squared": replace(SINGLE, edges=0.5, tall=(0.06, 0.3), print="squared"),
    "lone/european": replace(SINGLE, edges=0.4, tall=(0.06, 0.5), european=1.0),
    "lone/two": replace(SINGLE, layout="line", count=(1, 2), edges=0.4, tall=(0.05, 0.3)),
    "lone/border": replace(SINGLE, tight=(-0.02, 0.01), px=(26, 300)),
    "lone/pair": replace(SINGLE, layout="line", count=(2, 2), tight=(-0.02, 0.1), px=(26, 120)),
}


def scenes(count: int, seed: int) -> Iterator[Case]:
    """Yields `count` rendered scenes of each condition, and `EMPTY` times as many of those without digits."""
    digits, labels = mnist.split(mnist.load())[0]
    for number, (name, recipe) in enumerate({**CONDITIONS, **LONE}.items()):
        if max(w * h for w, h in recipe.sizes) > LARGEST:
            continue
        for index in range(count * (EMPTY if recipe.layout in NOTHING else 1)):
            made = render(np.random.default_rng([seed, number, index]), digits, labels, recipe)
            yield Case(f"{name}-{index}", name, "rendered", TUNE, made.lines, made.image, made.boxes)


def examples(reader: DigitReader, images: Iterable[Case]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns of all lone digits read: (n, k) measures, (n,) whether they are right, (n,) weights.

    Left out is what is wrong or invented beside true digits, and photographs that are not read exactly.
    """
    measures, right, weights = [], [], []
    for case in images:
        grey = cv2.cvtColor(case.image, cv2.COLOR_BGR2GRAY)
        ink = find_ink(to_working_size(grey))
        judged = reader.judged(ink)
        lone = lone_digits(judged, ink)
        answers = _answers(case, judged, [item for item, _ in lone], ink.mask.shape[1] / grey.shape[1])
        known = [
            (values, answer) for (_, values), answer in zip(lone, answers, strict=True) if answer is not None
        ]
        weight = (REAL if case.source != "rendered" else 1.0) / max(len(known), 1) ** 0.5
        for values, answer in known:
            measures.append(values)
            right.append(answer)
            weights.append(weight)
    return np.reshape(measures, (-1, len(WEIGHTS))), np.array(right, bool), np.array(weights)


def _answers(case: Case, judged, lone: list, scale: float) -> list[bool | None]:
    """Tells of each lone digit whether it is right; None where that is not known or beside the point."""
    if not case.lines:
        return [False] * len(lone)
    truth = "".join(case.lines)
    if case.boxes is None:
        read = "".join(str(item.digit) for row in judged for item, objection in row if not objection)
        return [True if read == truth else None] * len(lone)
    boxes = [tuple(value * scale for value in box) for box in case.boxes]
    pairs = match([item.box for item in lone], boxes)
    return [
        True if at is not None and truth[at] == str(item.digit) else None
        for item, at in zip(lone, pairs, strict=True)
    ]


def fit(measures: np.ndarray, right: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Returns the weights of a logistic regression (Newton's method with a ridge).

    Args:
        measures: (n, k); the first column is 1.
        right: (n,) bool.
        weights: (n,) of the examples.
    """
    mean, deviation = measures.mean(axis=0), measures.std(axis=0) + 1e-9
    mean[0], deviation[0] = 0, 1
    values = (measures - mean) / deviation
    slope = np.zeros(values.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(values @ slope, -30, 30)))
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
    default = PHOTOS if PHOTOS.is_dir() else None
    parser.add_argument("--photos", type=Path, default=default, help="folder with a labels.csv")
    parser.add_argument("--scenes", type=int, default=48, help="rendered scenes of each condition")
    parser.add_argument("--seed", type=int, default=2042, help="of the scenes; another than evaluate's")
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    arguments = parser.parse_args(argv)
    try:
        reader = DigitReader(Classifier(arguments.model))
        photos = cases.photos(arguments.photos, (TUNE,)) if arguments.photos else ()
        images = chain(photos, scenes(arguments.scenes, arguments.seed))
        images = tqdm(images, unit=" images", file=sys.stderr, disable=None)
        measures, right, weights = examples(reader, images)
        if right.all() or not right.any():
            raise SourceError("there is nothing to tell digits from: give more --scenes")
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for name, weight in zip(WEIGHTS, fit(measures, right, weights), strict=True):
        print(f'"{name}": {weight:.2f},')
    print(f"{right.sum()} digits, {(~right).sum()} others", file=sys.stderr)
    return EXIT_READ


if __name__ == "__main__":
    sys.exit(main())
