"""Trains the eye on tiles, step by step, so that it can stop anywhere and go on later."""

import contextlib
import json
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from tqdm import tqdm

from train.eye import targets
from train.eye.network import eye
from train.eye.tiles import TILE, Tiles

SEED = 42
HISTORY = "history.jsonl"
SIDE = 128  # px of a tile that are shown, at random; a multiple of the network's reach
BATCH = 48
WEIGHT_DECAY = 1e-3
WARM_UP = 500  # steps
KEEP_EVERY = 150  # s between two checkpoints: what a power cut may cost
AVERAGED = 0.999  # momentum of the weights' moving average, which is what ships
GAIN = 32.0  # grey levels of one deviation: the network's unit; see `edge.reading.evening`
DARK_ON_LIGHT = 0.8  # share of tiles that keep their polarity
CONTRAST = 0.35  # largest change of it, as a share
NOISE = 0.12  # deviations, the largest that is added


def to_input(tiles: tf.Tensor) -> tf.Tensor:
    """Returns (n, h, w, 1) float32 in deviations for (n, h, w) uint8 in even light."""
    return (tf.cast(tiles, tf.float32)[..., None] - 128.0) / GAIN


def batches(tiles: Tiles, first: int, last: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yields the batches (images, boxes) of the steps from `first` to `last`: each tile once an epoch.

    What a step sees depends on its number alone, so training goes on where it stopped.
    """
    steps = len(tiles.images) // BATCH
    epoch, mixed = -1, np.empty(0, int)
    for step in range(first, last):
        if step // steps != epoch:
            epoch = step // steps
            mixed = np.random.default_rng((SEED, epoch)).permutation(len(tiles.images))
        chosen = mixed[step % steps * BATCH :][:BATCH]
        rng = np.random.default_rng((SEED, epoch, step))
        down, right = rng.integers(0, TILE - SIDE + 1, 2)
        images = tiles.images[chosen, down : down + SIDE, right : right + SIDE]
        yield images, tiles.boxes[chosen] - np.float32([right, down, 0, 0, 0])


def fit(tiles: Tiles, folder: Path, epochs: float, rate: float, start: Path | None = None) -> keras.Model:
    """Trains the eye, from where it stopped if it did.

    Args:
        tiles: to train on.
        folder: for checkpoints and the history of the losses.
        epochs: passes over the tiles; the learning rate falls to zero over them.
        rate: of learning, at its highest.
        start: .keras file whose weights it begins with, instead of random ones.

    Returns:
        The network with averaged weights, of float32.
    """
    keras.utils.set_random_seed(SEED)
    keras.mixed_precision.set_global_policy("mixed_bfloat16")  # a third faster where a processor knows it
    network = eye()
    if start:
        network.set_weights(keras.models.load_model(start).get_weights())
    total = int(epochs * (len(tiles.images) // BATCH))
    falling = keras.optimizers.schedules.CosineDecay(
        rate / 10, total - min(WARM_UP, total // 10), warmup_target=rate,
        warmup_steps=min(WARM_UP, total // 10), alpha=0.0,
    )  # fmt: skip
    optimizer = keras.optimizers.AdamW(falling, weight_decay=WEIGHT_DECAY, global_clipnorm=5.0)
    optimizer.build(network.trainable_variables)
    averages = [tf.Variable(weight.value, trainable=False) for weight in network.weights]
    state = tf.train.Checkpoint(
        network=network, optimizer=optimizer, averages=averages, step=tf.Variable(0, dtype=tf.int64)
    )
    keeper = tf.train.CheckpointManager(state, folder / "checkpoints", max_to_keep=2)
    if keeper.restore_or_initialize():
        print(f"going on at step {int(state.step)} of {total}", file=sys.stderr)
    work = _step(network, optimizer, averages)
    history = _History(folder / HISTORY, int(state.step))
    progress = tqdm(
        total=total, initial=int(state.step), desc="training the eye", unit="step", smoothing=0.05
    )
    kept = time.monotonic()
    with _stop_on_signal() as stopped, progress:
        for images, boxes in batches(tiles, int(state.step), total):
            history.add(work(images, boxes, state.step))
            state.step.assign_add(1)
            progress.update()
            if stopped or time.monotonic() - kept > KEEP_EVERY:
                keeper.save()
                kept = time.monotonic()
                progress.set_postfix(history.write(int(state.step)))
            if stopped:
                raise KeyboardInterrupt
    keeper.save()
    history.write(int(state.step))
    keras.mixed_precision.set_global_policy("float32")
    plain = eye()
    plain.set_weights([average.numpy() for average in averages])
    return plain


def _step(network: keras.Model, optimizer, averages: list[tf.Variable]):
    @tf.function
    def step(images: tf.Tensor, boxes: tf.Tensor, number: tf.Tensor) -> dict[str, tf.Tensor]:
        wanted = targets.targets(boxes, SIDE)
        seen = _stirred(to_input(images), tf.stack([tf.constant(SEED, tf.int64), number]))
        with tf.GradientTape() as tape:
            lost = targets.losses(network(seen, training=True), wanted)
            loss = tf.add_n(list(lost.values()))
        gradients = tape.gradient(loss, network.trainable_variables)
        optimizer.apply_gradients(zip(gradients, network.trainable_variables, strict=True))
        keep = tf.minimum(
            AVERAGED, (1.0 + tf.cast(number, tf.float32)) / (10.0 + tf.cast(number, tf.float32))
        )
        for average, weight in zip(averages, network.weights, strict=True):
            average.assign(keep * average + (1 - keep) * tf.cast(weight.value, tf.float32))
        return lost

    return step


def _stirred(pictures: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Changes contrast and noise of (n, h, w, 1) pictures, and the polarity of some."""
    count = tf.shape(pictures)[0]
    flip, gain, loud = tf.unstack(tf.random.stateless_uniform((3, count, 1, 1, 1), seed))
    noise = tf.random.stateless_normal(tf.shape(pictures), seed + 1) * loud * NOISE
    sign = tf.where(flip < DARK_ON_LIGHT, 1.0, -1.0)
    return tf.clip_by_value(pictures * sign * (1 + CONTRAST * (2 * gain - 1)) + noise, -4.0, 4.0)


class _History:
    """Keeps the mean of each loss between two checkpoints, one line of JSON each."""

    def __init__(self, path: Path, step: int):
        self._path, self._sums, self._count = path, {}, 0
        if step == 0:
            path.unlink(missing_ok=True)

    def add(self, lost: dict[str, tf.Tensor]) -> None:
        self._sums = {name: self._sums.get(name, 0.0) + value for name, value in lost.items()}
        self._count += 1

    def write(self, step: int) -> dict[str, float]:
        means = {name: round(float(total) / max(self._count, 1), 4) for name, total in self._sums.items()}
        with self._path.open("a") as file:
            file.write(json.dumps({"step": step, **means}) + "\n")
        self._sums, self._count = {}, 0
        return means


@contextlib.contextmanager
def _stop_on_signal() -> Iterator[list]:
    """Lets Ctrl-C and SIGTERM end the current step first; the list is no longer empty then."""
    caught: list[int] = []
    before = {number: signal.signal(number, lambda got, _: caught.append(got))
              for number in (signal.SIGINT, signal.SIGTERM)}  # fmt: skip
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
