"""Builds what the cnn is trained on: digits as MNIST has them, as pens and photos make them, and no digits.

Every chunk has its own seed, so the corpus is the same whatever the machine's number of cores.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from tqdm import tqdm

from train import augment, negatives, neighbours, strokes

CHUNK = 2_000  # images made by one task


@dataclass(frozen=True)
class Amounts:
    """How much of what a corpus holds; a *pass* is one variant of every MNIST image.

    Attributes:
        slight: passes of slightly changed MNIST images, still MNIST's kind of grey.
        photographed: passes of MNIST's shapes written with pens and photographed.
        strokes: images of synthetic strokes, written and photographed.
        trimmed: images of digits that were cut off from touching neighbours.
        negatives: images that are no digit.
    """

    slight: int = 1
    photographed: int = 3
    strokes: int = 120_000
    trimmed: int = 40_000
    negatives: int = 190_000


TRAINING = Amounts()
CALIBRATION = Amounts(slight=0, photographed=1, strokes=300, trimmed=200, negatives=300)
VALIDATION = Amounts(slight=0, photographed=1, strokes=4_000, trimmed=2_000, negatives=6_000)


@dataclass(frozen=True)
class Corpus:
    """Images (n, 28, 28) uint8 in MNIST's form and their classes (n,) uint8, 10 being "not a digit"."""

    images: np.ndarray
    labels: np.ndarray


def build(
    images: np.ndarray, labels: np.ndarray, amounts: Amounts, seed: int, workers: int | None = None
) -> Corpus:
    """Builds a corpus: the given MNIST images as they are, then what `amounts` asks for.

    Args:
        images: (n, 28, 28) uint8.
        labels: (n,) digits.
        amounts: how much of what.
        seed: the same seed gives the same corpus.
        workers: processes; one for each core when None.
    """
    tasks = list(_tasks(len(images), amounts))
    fresh = multiprocessing.get_context(
        "spawn"
    )  # a fork of a process with TensorFlow's threads may hang for ever
    with ProcessPoolExecutor(workers or os.cpu_count(), fresh, _start, (images, labels)) as pool:
        jobs = [
            pool.submit(_chunk, make, start, count, (seed, i)) for i, (make, start, count) in enumerate(tasks)
        ]
        chunks = [job.result() for job in tqdm(jobs, desc="making the corpus", unit="chunk")]
    return Corpus(
        np.concatenate([images, *(made for made, _ in chunks)]),
        np.concatenate([labels, *(classes for _, classes in chunks)]).astype(np.uint8),
    )


def _tasks(count: int, amounts: Amounts) -> Iterator[tuple[Callable, int, int]]:
    """Yields (maker, index of the first image, number of images) of each chunk."""
    for make, total in (
        (_slight, count * amounts.slight),
        (_photographed, count * amounts.photographed),
        (_strokes, amounts.strokes),
        (_trimmed, amounts.trimmed),
        (_negatives, amounts.negatives),
    ):
        for start in range(0, total, CHUNK):
            yield make, start, min(CHUNK, total - start)


_mnist: tuple[np.ndarray, np.ndarray, neighbours.Source]  # of this worker process


def _start(images: np.ndarray, labels: np.ndarray) -> None:
    global _mnist
    _mnist = images, labels, neighbours.Source(images, labels)
    cv2.setNumThreads(1)


def _chunk(make: Callable, start: int, count: int, seed: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    pairs = [make(rng, start + i) for i in range(count)]
    return np.array([image for image, _ in pairs]), np.array([label for _, label in pairs])


def _slight(rng: np.random.Generator, i: int) -> tuple[np.ndarray, int]:
    images, labels, _ = _mnist
    i %= len(images)
    return augment.slightly(rng, images[i]), labels[i]


def _photographed(rng: np.random.Generator, i: int) -> tuple[np.ndarray, int]:
    images, labels, _ = _mnist
    i %= len(images)
    return augment.photographed(rng, *augment.digit_field(rng, images[i])), labels[i]


def _strokes(rng: np.random.Generator, i: int) -> tuple[np.ndarray, int]:
    value = i % 10
    return augment.photographed(rng, strokes.field(strokes.digit(rng, value)), strokes.widths(value)), value


def _trimmed(rng: np.random.Generator, i: int) -> tuple[np.ndarray, int]:
    return neighbours.trimmed(rng, _mnist[2], i % 10), i % 10


def _negatives(rng: np.random.Generator, _i: int) -> tuple[np.ndarray, int]:
    return negatives.negative(rng, _mnist[2]), negatives.NOT_A_DIGIT
