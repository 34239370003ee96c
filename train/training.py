"""Trains a network so that two runs on one machine give the same weights to the last bit."""

import keras
import numpy as np
import tensorflow as tf

from train.networks import DIGITS

SEED = 42
BATCH = 256  # the fastest on two cores: 0.09 ms an image, against 0.13 ms with 128
LEARNING_RATE = 4e-3
# How much an image changes at most when it is stirred: turn and slant in radians, width and height as shares,
# shifts in px (MNIST's form rounds to half a px), and a number that leaves it as it is one time in four.
STIRRED = (0.12, 0.12, 0.07, 0.07, 0.5, 0.5, 1.0)
ODDS = 1.8  # times as likely is a digit in what the finder hands over as in the corpus; from tuning scenes
SMOOTHING = 0.03  # of the labels, so that doubt stays visible in the probabilities


def make_reproducible(seed: int = SEED) -> None:
    """Seeds Python, numpy and TensorFlow, and keeps to operations that always give the same bits."""
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def to_input(images: np.ndarray) -> np.ndarray:
    """Returns (n, 28, 28, 1) float32 in 0..1 for (n, 28, 28) uint8."""
    return images[..., None].astype(np.float32) / np.float32(255)


def batches(
    images: np.ndarray, labels: np.ndarray, classes: int, shuffle: bool, stir: bool = False
) -> tf.data.Dataset:
    """Returns batches of (images, one-hot labels); the order changes with each epoch, always in the same way.

    Args:
        images: (n, 28, 28) uint8; they become floats batch by batch, since all at once would fill the memory.
        labels: (n,) classes.
        classes: number of classes.
        shuffle: whether to train on them.
        stir: whether to show most of them a little changed, in each epoch otherwise.
    """
    given, classes_of = tf.constant(images), tf.constant(labels.astype(np.int32))
    order = tf.data.Dataset.range(len(images))
    if shuffle:
        order = order.shuffle(len(images), seed=SEED, reshuffle_each_iteration=True)

    def take(number, index):
        batch = tf.cast(tf.gather(given, index), tf.float32)[..., None] / 255.0
        if stir:
            batch = _stir(batch, (SEED, number))
        return batch, tf.one_hot(tf.gather(classes_of, index), classes)

    numbered = order.batch(BATCH, drop_remainder=shuffle).enumerate()
    return numbered.map(take, num_parallel_calls=2).prefetch(4)


def _stir(batch: tf.Tensor, seed: tuple) -> tf.Tensor:
    """Turns, slants, stretches and shifts images a little, three in four and each otherwise.

    Args:
        batch: (n, 28, 28, 1) float32.
        seed: two integers that fix it.
    """
    count = tf.shape(batch)[0]
    turn, lean, wide, tall, right, down, out = tf.unstack(
        tf.random.stateless_uniform((7, count), seed, -1.0, 1.0) * tf.constant(STIRRED)[:, None]
    )
    a, b = (1 + wide) * tf.cos(turn), lean - tf.sin(turn)
    c, d = tf.sin(turn), (1 + tall) * tf.cos(turn)
    middle = (batch.shape[1] - 1) / 2
    none = tf.zeros(count)
    ways = tf.stack(
        [a, b, middle - (a + b) * middle + right, c, d, middle - (c + d) * middle + down, none, none], 1
    )
    stirred = tf.raw_ops.ImageProjectiveTransformV3(
        images=batch,
        transforms=ways,
        output_shape=batch.shape[1:3],
        fill_value=0.0,
        interpolation="BILINEAR",
    )
    return tf.where((out < 0.5)[:, None, None, None], tf.minimum(1.15 * stirred, 1.0), batch)


def expect_digits(network: keras.Model) -> None:
    """Makes a trained network say "not a digit" less readily: the corpus has more of them than pages have."""
    kernel, bias = network.layers[-1].get_weights()
    bias[DIGITS:] -= np.log(ODDS)
    network.layers[-1].set_weights([kernel, bias])


def fit(
    network: keras.Model,
    training: tuple[np.ndarray, np.ndarray],
    validation: tuple[np.ndarray, np.ndarray],
    epochs: int,
    patience: int | None = None,
    stir: bool = False,
) -> dict[str, list[float]]:
    """Trains a network in place.

    Args:
        network: logits out.
        training: images (n, 28, 28) uint8 and labels (n,).
        validation: the same, of images that are not in `training`.
        epochs: passes over the training images; the learning rate falls to zero over them.
        patience: epochs without a better validation loss after which training stops with the best weights.
        stir: whether to change the training images a little, so that none is seen twice.

    Returns:
        The history: for each measure its value after each epoch.
    """
    classes = network.output.shape[-1]
    steps = epochs * (len(training[0]) // BATCH)
    rate = keras.optimizers.schedules.CosineDecay(
        LEARNING_RATE / 10, steps, warmup_target=LEARNING_RATE, warmup_steps=max(1, steps // 20)
    )
    network.compile(
        keras.optimizers.AdamW(rate, weight_decay=1e-3),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=SMOOTHING),
        metrics=["accuracy"],
    )
    callbacks = []
    if patience:
        callbacks.append(keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True))
    history = network.fit(
        batches(*training, classes, shuffle=True, stir=stir),
        validation_data=batches(*validation, classes, shuffle=False),
        epochs=epochs,
        callbacks=callbacks,
        verbose=2,
    )
    return {name: [float(value) for value in values] for name, values in history.history.items()}
