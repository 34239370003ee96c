"""Learns how much each witness weighs and how sure a reading is: `python -m train.eye.joining`.

From whole scenes of held-out writers, typefaces and photographs, read with the shipped int8 files. It writes
`eye` into models/manifest.json: the factors of `edge.reading.witnesses`, and `min_confidence`.
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context

import cv2
import numpy as np
from tqdm import tqdm

from convert import manifest
from edge.reading.reader import EyeReader, Seen
from edge.reading.witnesses import Joining, crowding, features, joined
from edge.results import Box
from train.calibrate import MANIFEST
from train.eye.recipes import kinds
from train.eye.scenes import Pool, draw, pool
from train.scenes import CONDITIONS

SEED = 45
SCENES = 3_000
SAME = 0.4  # intersection over union from which a sight is a digit's
WEIGHTS = np.arange(0, 1.61, 0.1)  # of the classifier, that are tried
LEVELS = np.arange(0.2, 0.81, 0.05)  # of min_confidence
PAPERS, OTHERS = 0.01, 0.03  # share of pictures without digits in which one may be invented
PAPER = ("nothing/blank", "nothing/ruled", "nothing/squared", "shaped/nothing")
RIDGE = 1e-3  # of the logistic regression


@dataclass(frozen=True)
class Witnessed:
    """A scene as both witnesses saw it.

    Attributes:
        kind: of scene.
        seen: what they saw.
        truth: (n,) the digit that each sight is, -1 for none.
        digits: in the scene.
    """

    kind: str
    seen: Seen
    truth: np.ndarray
    digits: int


def matched(boxes: list[Box], truth: np.ndarray, digits: np.ndarray) -> np.ndarray:
    """Returns (n,) the digit whose box each of `boxes`, the surest first, overlaps; -1 for none.

    Args:
        boxes: (x, y, w, h) in px.
        truth: (k, 4) the same, of the digits.
        digits: (k,) their values.
    """
    out = np.full(len(boxes), -1)
    free = np.ones(len(truth), bool)
    true = np.asarray(truth, float)
    for number, (x, y, w, h) in enumerate(boxes):
        wide = np.minimum(true[:, 0] + true[:, 2], x + w) - np.maximum(true[:, 0], x)
        tall = np.minimum(true[:, 1] + true[:, 3], y + h) - np.maximum(true[:, 1], y)
        shared = np.maximum(wide, 0) * np.maximum(tall, 0)
        same = free * shared / (true[:, 2] * true[:, 3] + w * h - shared)
        if len(same) and same.max() >= SAME:
            free[same.argmax()] = False
            out[number] = digits[same.argmax()]
    return out


def fit(scenes: list[Witnessed]) -> tuple[Joining, float, dict]:
    """Returns what was learned, the least confidence that is reported, and figures about both."""
    joining = _weighed(scenes)
    rows, right = [], []
    for scene in scenes:
        if scene.seen.sights:
            probabilities, _ = joined(scene.seen.sights, scene.seen.answers, joining)
            crowds = crowding(scene.seen.sights)
            rows.append(features(scene.seen.sights, scene.seen.answers, probabilities, crowds))
            right.append(probabilities.argmax(1) == scene.truth)
    factors = logistic(np.concatenate(rows), np.concatenate(right))
    joining = replace(joining, confidence=tuple(round(float(factor), 4) for factor in factors))
    level, figures = _level(scenes, joining)
    return joining, level, figures


def _weighed(scenes: list[Witnessed]) -> Joining:
    """Returns the weights with the least log loss of the true digits."""

    def loss(joining: Joining) -> float:
        lost = []
        for scene in scenes:
            known = scene.truth >= 0
            if known.any():
                probabilities, _ = joined(scene.seen.sights, scene.seen.answers, joining)
                lost.append(-np.log(probabilities[known, scene.truth[known]] + 1e-4))
        return float(np.concatenate(lost).mean())

    best = Joining()
    for name in ("alone", "crowded", "alone"):
        tried = [replace(best, **{name: round(float(weight), 2)}) for weight in WEIGHTS]
        best = min(tried, key=loss)
    return best


def logistic(rows: np.ndarray, right: np.ndarray, steps: int = 30) -> np.ndarray:
    """Returns the factors of a logistic regression by Newton's method: (k,) for (n, k) rows, (n,) bool."""
    factors = np.zeros(rows.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-rows @ factors))
        slope = rows.T @ (right - p) - RIDGE * factors
        bend = (rows * (p * (1 - p))[:, None]).T @ rows + RIDGE * np.eye(len(factors))
        factors += np.linalg.solve(bend, slope)
    return factors


def _level(scenes: list[Witnessed], joining: Joining) -> tuple[float, dict]:
    """Returns the level at which most scenes have all digits right and few pictures an invented one."""
    table = {}
    for level in (round(float(level), 2) for level in LEVELS):
        exact, papers, others = [], [], []
        for scene in scenes:
            probabilities, sure = joined(scene.seen.sights, scene.seen.answers, joining)
            told = sure >= level
            if scene.digits:
                right = probabilities.argmax(1) == scene.truth
                exact.append(bool(right[told].all() and told.sum() == scene.digits))
            else:
                (papers if scene.kind in PAPER else others).append(bool(told.any()))
        shares = [float(np.mean(each)) for each in (exact, papers, others)]
        table[level] = tuple(round(100 * share, 2) for share in shares)
    silent = [k for k, v in table.items() if v[1] <= 100 * PAPERS and v[2] <= 100 * OTHERS]
    # Where no level is as silent as it should be, right readings count as much as both silences.
    gain = {k: 2 * exact - papers - others for k, (exact, papers, others) in table.items()}
    level = max(silent or table, key=(lambda k: (table[k][0], k)) if silent else gain.__getitem__)
    return level, {str(k): v for k, v in table.items()}


def witnessed(count: int = SCENES) -> list[Witnessed]:
    """Renders scenes and looks at them, on all cores."""
    pool(held=True)  # fetched once, here
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_start) as cores:
        jobs = tqdm(cores.map(_witness, range(count), chunksize=20), total=count, unit="scene")
        return list(jobs)


_worker: tuple[Pool, EyeReader]


def _start() -> None:
    global _worker
    cv2.setNumThreads(1)
    _worker = pool(held=True), EyeReader()


def _witness(number: int) -> Witnessed:
    made_of, reader = _worker
    rng = np.random.default_rng([SEED, number])
    all_kinds = kinds()
    shares = np.array([kind.share for kind in all_kinds])
    kind = all_kinds[rng.choice(len(all_kinds), p=shares / shares.sum())]
    if kind.name in CONDITIONS and rng.random() < 0.5:
        kind = replace(kind, recipe=CONDITIONS[kind.name])  # in frames as large as a camera's
    picture = draw(rng, made_of, kind)
    seen = reader.seen(picture.grey)
    truth = matched([sight.box for sight in seen.sights], picture.boxes, picture.digits)
    return Witnessed(kind.name, seen, truth, len(picture.digits))


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m train.eye.joining", description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", type=int, default=SCENES, help=f"default: {SCENES}")
    args = parser.parse_args(argv)
    joining, level, figures = fit(witnessed(args.scenes))
    learned = {"joining": asdict(joining), "min_confidence": level, "chosen": figures}
    manifest.update(MANIFEST, {"eye": learned})
    print(json.dumps(learned, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
