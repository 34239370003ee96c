"""Finds what a trained eye still gets wrong, for it to learn next: false alarms, and digits that it misses.

Half of the work on silence is in pictures that look like digits to this very network.
"""

from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from edge.reading.eye import Eye
from train.eye import tiles
from train.eye.joining import matched
from train.eye.recipes import kinds
from train.eye.scenes import Picture, Pool, draw, pool
from train.eye.store import save

SCENES = 14_000
CHUNK = 100  # scenes
EMPTY = 0.6  # of the scenes hold no digit
ALARM = 0.15  # score from which something that is no digit is a false alarm
FOUND = 0.5  # score below which a digit was missed
MOST = 4  # tiles of a scene
SEED = 46
PREFIX = "mined-"


def mine(eye: Path, folder: Path, scenes: int = SCENES) -> int:
    """Adds tiles of an eye's mistakes to a folder of training tiles, in the place of those mined before.

    Args:
        eye: a TFLite file.
        folder: of the training tiles.
        scenes: that are looked at.

    Returns:
        How many tiles.
    """
    pool(held=False)  # fetched once, here
    for old in folder.glob(f"{PREFIX}*.npz"):
        old.unlink()
    count = 0
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_start, initargs=(eye,)) as cores:
        jobs = [cores.submit(_mine, number, folder) for number in range(scenes // CHUNK)]
        for job in tqdm(as_completed(jobs), total=len(jobs), desc="mining mistakes", unit="chunk"):
            count += job.result()
    return count


_worker: tuple[Pool, Eye]


def _start(eye: Path) -> None:
    global _worker
    cv2.setNumThreads(1)
    _worker = pool(held=False), Eye(eye)


def _mine(number: int, folder: Path) -> int:
    made_of, eye = _worker
    rng = np.random.default_rng([SEED, number])
    all_kinds = kinds()
    empty = [kind for kind in all_kinds if kind.empty]
    made = []
    for _ in range(CHUNK):
        among = empty if rng.random() < EMPTY else all_kinds
        shares = np.array([kind.share for kind in among])
        picture = draw(rng, made_of, among[rng.choice(len(among), p=shares / shares.sum())])
        made += _mistakes(rng, picture, eye)
    if made:
        save(folder / f"{PREFIX}{number:04d}.npz", made)
    return len(made)


def _mistakes(rng: np.random.Generator, picture: Picture, eye: Eye) -> list[tuple[np.ndarray, np.ndarray]]:
    sights = eye.see(picture.grey)
    truth = matched([sight.box for sight in sights], picture.boxes, picture.digits)
    alarms = [s.box for s, t in zip(sights, truth, strict=True) if t < 0 and s.score >= ALARM]
    seen = [s.box for s, t in zip(sights, truth, strict=True) if t >= 0 and s.score >= FOUND]
    missed = [box for box in picture.boxes if not any(_covers(box, other) for other in seen)]
    wrong = [*alarms, *missed]
    rng.shuffle(wrong)
    return [
        tiles.cut_at(rng, picture.grey, picture.boxes, picture.digits, np.array(box, float))
        for box in wrong[:MOST]
    ]


def _covers(box: np.ndarray, other: tuple[int, int, int, int]) -> bool:
    """Tells whether the middle of a digit's box lies in another."""
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return other[0] <= x <= other[0] + other[2] and other[1] <= y <= other[1] + other[3]
