"""Renders the eye's tiles on all cores and keeps them on disk, chunk by chunk.

A chunk depends on its kind, its number and the seed alone: it is the same whatever the machine's number of
cores, and what was rendered before a Ctrl-C is there the next time.
"""

import multiprocessing
import os
import zlib
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from train.eye import tiles
from train.eye.recipes import Kind, kinds
from train.eye.scenes import Pool, draw, pool

ROOT = Path(__file__).resolve().parents[2] / "build/eye"
TRAINING = 56_000  # scenes: about 140,000 tiles, 3 GB on disk
VALIDATION = 3_000


@dataclass(frozen=True)
class Share:
    """Training or validation: which writers, typefaces and photographs, and how much.

    Attributes:
        name: of its folder.
        held: whether it is made of what is held out.
        scenes: their number.
        seed: of the scenes.
        chunk: scenes of one kind that are rendered and kept together.
    """

    name: str
    held: bool
    scenes: int
    seed: int
    chunk: int = 100


LEARN = Share("learn", False, TRAINING, 42)
CHECK = Share("check", True, VALIDATION, 43)
CALIBRATION = Share("calibration", False, 400, 44, chunk=4)  # what int8's ranges are measured on


@dataclass(frozen=True)
class _Chunk:
    path: Path
    kind: Kind
    number: int
    share: Share


def make(share: Share, root: Path = ROOT, workers: int | None = None) -> Path:
    """Renders what is not there yet; returns the folder of the chunks.

    Raises:
        SourceError: MNIST, a typeface or a photograph cannot be had.
    """
    folder = root / share.name
    folder.mkdir(parents=True, exist_ok=True)
    pool(share.held)  # fetched once, here
    wanted = list(_chunks(share, folder))
    names = {chunk.path.name for chunk in wanted}
    for old in folder.glob("*.npz"):  # of a recipe that was changed
        if old.name not in names and not old.name.startswith("mined"):
            old.unlink()
    missing = [chunk for chunk in wanted if not chunk.path.exists()]
    missing.sort(key=lambda chunk: (chunk.number, chunk.kind.name))
    fresh = multiprocessing.get_context("spawn")  # a fork of TensorFlow's threads may hang for ever
    with ProcessPoolExecutor(workers or os.cpu_count(), fresh, _start, (share,)) as cores:
        jobs = [cores.submit(_render, chunk) for chunk in missing]
        for job in tqdm(as_completed(jobs), total=len(jobs), desc=f"rendering ({share.name})", unit="chunk"):
            job.result()
    return folder


def load(folder: Path) -> tiles.Tiles:
    """Returns all the tiles of a folder."""
    images, boxes = [], []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as chunk:
            images.append(chunk["images"])
            boxes.append(chunk["boxes"])
    return tiles.Tiles(np.concatenate(images), np.concatenate(boxes))


def save(path: Path, pairs: list[tuple[np.ndarray, np.ndarray]]) -> None:
    """Writes tiles and their boxes, whole or not at all."""
    images = np.array([image for image, _ in pairs], np.uint8)
    boxes = np.array([box for _, box in pairs], np.float32)
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(file, images=images, boxes=boxes)
    partial.replace(path)


def _chunks(share: Share, folder: Path):
    all_kinds = kinds()
    total = sum(kind.share for kind in all_kinds)
    for kind in all_kinds:
        recipe = zlib.crc32(repr(kind.recipe).encode()) & 0xFFFFFF
        for number in range(round(share.scenes * kind.share / total / share.chunk) or 1):
            name = f"{kind.name.replace('/', '-')}-{recipe:06x}-{number:04d}.npz"
            yield _Chunk(folder / name, kind, number, share)


_pool: Pool  # of this worker


def _start(share: Share) -> None:
    global _pool
    cv2.setNumThreads(1)
    _pool = pool(share.held)


def _render(chunk: _Chunk) -> None:
    rng = np.random.default_rng([chunk.share.seed, zlib.crc32(chunk.kind.name.encode()), chunk.number])
    made = []
    for _ in range(chunk.share.chunk):
        picture = draw(rng, _pool, chunk.kind)
        made += tiles.cut(rng, picture.grey, picture.boxes, picture.digits, chunk.kind.tiles)
    save(chunk.path, made)
