"""Measures the network alone on sets that it was not trained on: `python -m train.probe`.

`train.evaluate` measures the whole reader on photographs; this tells whether a miss is the network's.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from edge.classifier import Classifier
from edge.errors import ZifferError
from edge.normalise import normalise
from train import corpus, mnist
from train.evaluate import PHOTOS
from train.negatives import NOT_A_DIGIT

SEED = 43  # the validation corpus of `python -m train`


def photo_sets(folder: Path) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yields (name, images (n, 28, 28) uint8, digits (n,)) of other people's single digits in `folder`."""
    for path in sorted((folder / "arrays").glob("*.npz")):
        arrays = np.load(path, allow_pickle=False)
        masks = (arrays["x"] > 0).astype(np.uint8) * 255
        yield path.stem, np.array([normalise(mask) for mask in masks]), arrays["y"]
    drawn = sorted((folder / "hwd100").glob("*.png"))
    if drawn:
        inks = [cv2.bitwise_not(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)) for path in drawn]
        images = [normalise(cv2.threshold(ink, 40, 0, cv2.THRESH_TOZERO)[1]) for ink in inks]
        yield "hwd100", np.array(images), np.array([int(path.name[0]) for path in drawn])


def held_out(data: mnist.Mnist) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yields the parts of the corpus made from MNIST's validation images; the last holds no digits."""
    _, (images, labels) = mnist.split(data)
    amounts = corpus.VALIDATION
    made = corpus.build(images, labels, amounts, SEED)
    start = 0
    for name, count in (
        ("MNIST's validation images", len(images)),
        ("… written and photographed", len(images) * amounts.photographed),
        ("synthetic strokes", amounts.strokes),
        ("cut off from neighbours", amounts.trimmed),
        ("no digit", amounts.negatives),
    ):
        yield name, made.images[start : start + count], made.labels[start : start + count]
        start += count


def main(argv: list[str] | None = None) -> int:
    """Prints a line for each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    parser.add_argument("--photos", type=Path, default=PHOTOS, help="folder with arrays/ and hwd100/")
    args = parser.parse_args(argv)
    try:
        classifier = Classifier(args.model)
        print(f"{'set':30}{'images':>8}{'right':>9}{'strict':>9}{'surely wrong':>14}")
        for name, images, labels in (*photo_sets(args.photos), *held_out(mnist.load())):
            probabilities = classifier.probabilities(images)
            answers = probabilities.argmax(1)
            right = (probabilities[:, :NOT_A_DIGIT].argmax(1) == labels).mean()
            if name == "no digit":
                right = float("nan")
            sure = (probabilities[:, :NOT_A_DIGIT].max(1) > 0.9) & (answers != labels)
            strict = (answers == labels).mean()
            print(f"{name:30}{len(images):8}{right:9.2%}{strict:9.2%}{sure.mean():14.2%}")
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
