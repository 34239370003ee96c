"""The shipped network reads hands that it was not trained on, and rejects what is no digit."""

import numpy as np
import pytest

from edge.classifier import Classifier
from train import corpus, mnist, probe
from train.evaluate import PHOTOS
from train.negatives import NOT_A_DIGIT


@pytest.fixture(scope="module")
def classifier():
    return Classifier()


@pytest.fixture(scope="module")
def held_out():
    """Returns a small corpus of validation images, with a seed of its own."""
    _, (images, labels) = mnist.split(mnist.load())
    amounts = corpus.Amounts(slight=0, photographed=1, strokes=500, trimmed=200, negatives=600)
    return corpus.build(images[:500], labels[:500], amounts, seed=77)


def answers(classifier, images):
    return classifier.probabilities(images).argmax(1)


@pytest.mark.parametrize(
    ("part", "floor"),
    [
        (slice(0, 500), 0.98),  # MNIST's own
        (slice(500, 1000), 0.93),  # written and photographed, down to 13 px
        (slice(1000, 1500), 0.97),  # European hands
        (slice(1500, 1700), 0.85),  # cut off from neighbours
        (slice(1700, 2300), 0.93),  # no digit
    ],
    ids=["mnist", "photographed", "strokes", "trimmed", "no digit"],
)
def test_the_network_reads_each_part_of_the_held_out_corpus(classifier, held_out, part, floor):
    right = answers(classifier, held_out.images[part]) == held_out.labels[part]
    assert right.mean() >= floor


def test_few_things_that_are_no_digit_look_surely_like_one(classifier, held_out):
    probabilities = classifier.probabilities(held_out.images[1700:])
    assert (probabilities[:, :NOT_A_DIGIT].max(1) > 0.9).mean() <= 0.02


@pytest.mark.skipif(not (PHOTOS / "arrays").exists(), reason="other people's digits are not on this machine")
def test_other_peoples_digits_are_read(classifier):
    floors = {"optdigits32": 0.96, "semeion": 0.84, "hwd100": 0.96}
    for name, images, labels in probe.photo_sets(PHOTOS):
        assert np.mean(answers(classifier, images) == labels) >= floors[name], name
