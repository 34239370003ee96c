"""Trains the eye that ships: `python -m train.eye`. It renders what it learns from, then learns.

Stopped by Ctrl-C or a power cut, it goes on where it was the next time.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from edge.errors import ZifferError

MODELS = Path(__file__).resolve().parents[2] / "models"
EPOCHS = (6.0, 3.0)  # before and after the mistakes are mined
RATES = (2.5e-3, 1e-3)  # of learning, at its highest


def main(argv: list[str] | None = None) -> int:
    """Renders, trains, mines mistakes and trains again; writes the network with its history."""
    parser = argparse.ArgumentParser(prog="python -m train.eye", description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=float, nargs=2, default=EPOCHS, help=f"default: {EPOCHS}")
    parser.add_argument("--output", type=Path, default=MODELS, help="where the network goes")
    args = parser.parse_args(argv)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from train.eye import store

    try:
        train(store.ROOT / "training", store.make(store.LEARN), args.epochs, args.output)
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("stopped; the same command goes on from here", file=sys.stderr)
        return 130
    return 0


def train(work: Path, tiles: Path, epochs: tuple[float, float], output: Path) -> None:
    """Trains in two rounds, each from where it stopped if it did.

    Args:
        work: folder for what is not finished.
        tiles: folder of the tiles; what is mined is added to it.
        epochs: of each round.
        output: folder for eye.keras and its history.
    """
    from convert import tflite
    from train.eye import mining, store, training

    first, mistaken = work / "first.keras", work / "first.tflite"
    if not first.exists():
        network = training.fit(store.load(tiles), work / "first", epochs[0], RATES[0])
        mistaken.write_bytes(tflite.to_float(network))
        network.save(first)
    if not (work / "mined").exists():
        (work / "mined").write_text(f"{mining.mine(mistaken, tiles)} tiles\n")
    network = training.fit(store.load(tiles), work / "second", epochs[1], RATES[1], start=first)
    output.mkdir(parents=True, exist_ok=True)
    network.save(output / "eye.keras")
    history = [(work / name / training.HISTORY).read_text() for name in ("first", "second")]
    (output / "eye_history.jsonl").write_text("".join(history))
    shutil.rmtree(work)  # the next training begins anew


if __name__ == "__main__":
    sys.exit(main())
