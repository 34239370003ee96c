"""Trains the networks that ship: `python -m train`. Expect 99.6 % of MNIST's test images from the cnn.

Fails when a network misses its floor on the test images, which are looked at once, at the end.
"""

import argparse
import dataclasses
import json
import os
import sys
import time
from pathlib import Path

from edge.errors import ModelError, ZifferError
from train import corpus, mnist

MODELS = Path(__file__).resolve().parents[1] / "models"
PICTURES = MODELS.parent / "docs/pictures/training"
FLOORS = {"cnn": 99.5, "mlp": 97.5}  # percent of MNIST's test images
EPOCHS = {"cnn": 8, "mlp": 30}
PATIENCE = 5  # epochs, the mlp's early stopping as in the article


def train(
    name: str, data: mnist.Mnist, amounts: corpus.Amounts, folder: Path, pictures: Path, epochs: int
) -> float:
    """Trains one network, writes it with history and pictures; returns its test accuracy in percent."""
    from train import networks, plots, training

    training.make_reproducible()
    learn, check = mnist.split(data)
    if name == "cnn":
        made = corpus.build(*learn, amounts, seed=training.SEED)
        held_out = corpus.build(*check, corpus.VALIDATION, seed=training.SEED + 1)
        learn, check = (made.images, made.labels), (held_out.images, held_out.labels)
    network = networks.NETWORKS[name]()
    patience = PATIENCE if name == "mlp" else None
    history = training.fit(network, learn, check, epochs, patience, stir=name == "cnn")
    training.expect_digits(network)
    folder.mkdir(parents=True, exist_ok=True)
    network.save(folder / f"{name}.keras")
    (folder / f"{name}_history.json").write_text(json.dumps(history, indent=1) + "\n")
    logits = network.predict(training.to_input(data.x_test), batch_size=1000, verbose=0)
    plots.learning_curves(history, pictures / f"{name}_learning.png", name)
    plots.confusion(logits, data.y_test, pictures / f"{name}_confusion.png", name)
    plots.worst_mistakes(logits, data.x_test, data.y_test, pictures / f"{name}_mistakes.png", name)
    return 100.0 * float((logits[:, : networks.DIGITS].argmax(1) == data.y_test).mean())


def show_data(data: mnist.Mnist, pictures: Path) -> None:
    """Draws what the networks learn from."""
    from train import plots

    plots.first_digits(data.x_train, data.y_train, pictures / "mnist.png")
    plots.digit_as_numbers(data.x_train[0], pictures / "numbers.png")
    plots.augmentation(data.x_train, data.y_train, pictures / "augmentation.png")
    plots.no_digits(data.x_train, data.y_train, pictures / "negatives.png")


def main(argv: list[str] | None = None) -> int:
    """Trains the networks asked for and holds them to their floors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--network", choices=tuple(FLOORS), help="only this one (default: both)")
    parser.add_argument("--epochs", type=int, help=f"default: {EPOCHS}")
    parts = [part.name for part in dataclasses.fields(corpus.Amounts)]
    parser.add_argument(
        "--without", nargs="*", default=[], choices=parts, help="leave this out of the corpus"
    )
    parser.add_argument("--floor", type=float, help=f"least percentage of test images; default: {FLOORS}")
    parser.add_argument("--output", type=Path, default=MODELS, help="where the networks go")
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="where the pictures go")
    args = parser.parse_args(argv)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        data = mnist.load()
        amounts = dataclasses.replace(corpus.TRAINING, **dict.fromkeys(args.without, 0))
        show_data(data, args.pictures)
        for name in [args.network] if args.network else list(FLOORS):
            start = time.monotonic()
            accuracy = train(name, data, amounts, args.output, args.pictures, args.epochs or EPOCHS[name])
            minutes = (time.monotonic() - start) / 60
            print(f"{name}: {accuracy:.2f} % of MNIST's test images, {minutes:.1f} minutes")
            floor = FLOORS[name] if args.floor is None else args.floor
            if accuracy < floor:
                raise ModelError(f"{name} misses its floor of {floor:g} %")
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
