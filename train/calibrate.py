"""Makes confidence mean something: fits the softmax temperature and chooses the threshold, on tuning data
only.

`python -m train.calibrate` reads the tuning part of photographs and rendered scenes and writes `reading` into
models/manifest.json: `temperature`, by which the network's logits are divided, `min_confidence`, below which
a digit is not reported, and how both were chosen. `python -m train.evaluate --part held` tells whether it
holds.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from edge.classifier import Classifier, softmax
from edge.errors import EXIT_READ, OutputError, ZifferError
from edge.reader import DigitReader
from train import cases
from train.cases import TUNE, Case
from train.evaluate import PHOTOS
from train.scoring import reliability, score

MANIFEST = Path(__file__).resolve().parents[1] / "models/manifest.json"
TEMPERATURES = np.arange(0.5, 4.01, 0.05)
LEVELS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # of min_confidence that are tried
ROUNDS = (
    2  # the temperature changes how a line is segmented, and that changes what the temperature is fitted on
)


def fit_temperature(logits: np.ndarray, answers: np.ndarray, right: np.ndarray) -> float:
    """Returns the temperature with the least log loss of "this answer is right".

    Args:
        logits: (n, k) float32, the network's outputs for each digit that was read.
        answers: (n,) the class that was answered.
        right: (n,) bool.
    """
    losses = []
    for temperature in TEMPERATURES:
        confidence = softmax(logits / temperature)[np.arange(len(answers)), answers]
        hit = np.where(right, confidence, 1 - confidence)
        losses.append(-np.log(np.maximum(hit, 1e-6)).mean())
    return round(float(TEMPERATURES[int(np.argmin(losses))]), 2)


def read_digits(classifier: Classifier, images: Sequence[Case]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Reads images; returns for each digit read its logits, its answer and whether that is right."""
    reader = DigitReader(classifier)
    logits, answers, right = [], [], []
    for case in tqdm(images, unit=" images", file=sys.stderr, disable=None):
        reading, trace = reader.inspect(case.image)
        if reading.digits:
            logits.append(classifier.logits(trace.crops))
            answers += [digit.digit for digit in reading.digits]
            right += [hit for _, hit in score(reading, case.lines, case.boxes).outcomes]
    return np.concatenate(logits), np.array(answers), np.array(right, bool)


def exact_by_level(classifier: Classifier, images: Sequence[Case]) -> dict[float, float]:
    """Returns for each of `LEVELS` the images read exactly, in percent, averaged over groups of kinds."""
    hits: dict[float, dict[str, list[bool]]] = {level: defaultdict(list) for level in LEVELS}
    readers = {level: DigitReader(classifier, level) for level in LEVELS}
    for case in tqdm(images, unit=" images", file=sys.stderr, disable=None):
        for level, reader in readers.items():
            exact = tuple(reader.read(case.image).lines) == case.lines
            hits[level][case.kind.split("/")[0]].append(exact)
    return {level: 100 * float(np.mean([np.mean(h) for h in of.values()])) for level, of in hits.items()}


def calibrate(model: Path | None, images: Sequence[Case]) -> dict:
    """Fits temperature and threshold; returns what belongs into the manifest as `reading`."""
    classifier = Classifier(model)
    holding = [case for case in images if case.lines]
    for _ in range(ROUNDS):
        logits, answers, right = read_digits(classifier, holding)
        temperature = fit_temperature(logits, answers, right)
        classifier.thresholds = {**classifier.thresholds, "temperature": temperature}
    confidence = softmax(logits / temperature)[np.arange(len(answers)), answers]
    levels = exact_by_level(classifier, images)
    return {
        "temperature": temperature,
        "min_confidence": max(levels, key=lambda level: (round(levels[level], 1), -level)),
        "chosen": {
            "how": "python -m train.calibrate: least log loss of the digits read; most images read exactly, "
            "each group of kinds weighing the same; tuning part only",
            "digits": len(answers),
            "calibration_error": round(reliability(zip(confidence, right, strict=True))[1], 2),
            "exact_by_min_confidence": {str(level): round(share, 2) for level, share in levels.items()},
        },
    }


def save(reading: dict, path: Path) -> None:
    """Writes `reading` into the manifest and leaves the rest as it is.

    Raises:
        OutputError: the manifest cannot be read or written.
    """
    try:
        manifest = json.loads(path.read_text())
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps({**manifest, "reading": reading}, indent=1) + "\n")
        partial.replace(path)
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} cannot be updated: {error}") from error


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m train.calibrate",
        description=__doc__.splitlines()[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    default = PHOTOS if PHOTOS.is_dir() else None
    parser.add_argument("--photos", type=Path, default=default, help="folder with a labels.csv")
    parser.add_argument("--scenes", type=int, default=8, help="rendered scenes of each condition")
    parser.add_argument("--seed", type=int, default=1042, help="of the scenes; another than evaluate's")
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    parser.add_argument("--manifest", type=Path, default=MANIFEST, help="the file to write into")
    arguments = parser.parse_args(argv)
    try:
        images = list(cases.scenes(arguments.scenes, arguments.seed, (TUNE,)))
        if arguments.photos:
            images += [*cases.photos(arguments.photos, (TUNE,)), *cases.arrays(arguments.photos, (TUNE,))]
        reading = calibrate(arguments.model, images)
        save(reading, arguments.manifest)
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(json.dumps(reading, indent=1))
    return EXIT_READ


if __name__ == "__main__":
    sys.exit(main())
