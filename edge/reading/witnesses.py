"""Joins what the eye and the classifier say of a digit, and tells how surely that is right.

Both weights and the confidence are logistic: a few numbers, learned on held-out rendered scenes by
`train.eye.joining`. Where a digit stands alone the classifier is the better witness, where strokes of a
neighbour reach into its box the eye is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.classifier import softmax
from edge.reading.eye import DIGITS, Sight

SURE = 12.0  # logit beyond which nothing grows surer
LEAST = 1e-5  # probability


@dataclass(frozen=True)
class Joining:
    """What was learned of the two witnesses.

    Attributes:
        alone: weight of the classifier's logarithms against the eye's, for a digit that stands alone.
        crowded: the same for one whose box is covered by neighbours.
        confidence: (7,) the factors of `features` in the logit of the confidence.
    """

    alone: float = 0.7
    crowded: float = 0.3
    confidence: tuple[float, ...] = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def joined(sights: Sequence[Sight], answers: np.ndarray, joining: Joining) -> tuple[np.ndarray, np.ndarray]:
    """Joins both witnesses.

    Args:
        sights: n digits that the eye sees.
        answers: (n, 11) float32, the classifier's probabilities of each.
        joining: how.

    Returns:
        (n, 10) float32 probabilities of the ten digits; (n,) how surely the likeliest is right.
    """
    if not sights:
        return np.zeros((0, DIGITS), np.float32), np.zeros(0, np.float32)
    crowds = crowding(sights)
    weights = joining.alone + (joining.crowded - joining.alone) * crowds
    seen = np.log(np.array([sight.probabilities for sight in sights]) + LEAST)
    told = np.log(answers[:, :DIGITS] + LEAST)
    told -= told.max(1, keepdims=True)
    probabilities = softmax(seen + weights[:, None] * told).astype(np.float32)
    logits = features(sights, answers, probabilities, crowds) @ np.array(joining.confidence)
    return probabilities, (1 / (1 + np.exp(-logits))).astype(np.float32)


def features(
    sights: Sequence[Sight], answers: np.ndarray, probabilities: np.ndarray, crowds: np.ndarray
) -> np.ndarray:
    """Returns (n, 7): what tells whether a digit is there and is the likeliest one.

    A constant; the eye's logit; the joint logit of the likeliest; the classifier's logit of "a digit"; the
    logarithm of the digit's size among its surest fellows, below and above theirs; how crowded it stands.
    """
    scores = np.array([sight.score for sight in sights])
    sizes = np.log([max(sight.box[2:]) for sight in sights])
    order = np.argsort(sizes)
    reach = np.cumsum(scores[order] ** 2)
    usual = sizes[order][np.searchsorted(reach, reach[-1] / 2)]
    return np.stack(
        [
            np.ones(len(sights)),
            logit(scores),
            logit(probabilities.max(1)),
            -logit(answers[:, DIGITS]),
            np.minimum(sizes - usual, 0),
            np.maximum(sizes - usual, 0),
            crowds,
        ],
        axis=1,
    )


def crowding(sights: Sequence[Sight]) -> np.ndarray:
    """Returns (n,) the share of each box, 0 to 1, that the boxes of others cover."""
    x, y, w, h = np.array([sight.box for sight in sights], float).T
    wide = np.minimum((x + w)[:, None], x + w) - np.maximum(x[:, None], x)
    tall = np.minimum((y + h)[:, None], y + h) - np.maximum(y[:, None], y)
    shared = np.maximum(wide, 0) * np.maximum(tall, 0)
    np.fill_diagonal(shared, 0)
    return np.minimum(shared.sum(1) / (w * h), 1)


def logit(p: np.ndarray) -> np.ndarray:
    """Returns the logits of probabilities, at most `SURE` either way."""
    p = np.clip(p, LEAST, 1 - LEAST)
    return np.clip(np.log(p / (1 - p)), -SURE, SURE)
