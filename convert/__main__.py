"""Converts the trained networks, measures what int8 costs, and writes the manifest: `python -m convert`.

Fails when a file is not full int8, does not run in a runtime at hand, or loses more than 0.1 points.
"""

import argparse
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from convert import manifest, tflite
from convert.run import RUNTIMES
from edge.errors import ModelError, ZifferError
from train import corpus, mnist

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "models"
RUNNER = Path(__file__).with_name("run.py")
SEED = 42
MAX_LOSS = 0.1  # points of accuracy that int8 may cost


def installed_runtimes() -> list[str]:
    """Returns the runtimes that are installed here."""
    return [name for name, module in RUNTIMES.items() if importlib.util.find_spec(module)]


def outputs_in(runtime: str, model: Path, images: np.ndarray) -> np.ndarray:
    """Runs a model file in a runtime.

    Args:
        runtime: one of `RUNTIMES`.
        images: (n, 28, 28) uint8.

    Returns:
        The raw outputs (n, classes).

    Raises:
        ModelError: when the file does not load or run there.
    """
    with tempfile.TemporaryDirectory() as folder:
        given, results = Path(folder) / "images.npy", Path(folder) / "outputs.npy"
        np.save(given, images)
        done = subprocess.run(
            [sys.executable, str(RUNNER), runtime, str(model), str(given), str(results)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
            raise ModelError(f"{model.name} does not run with {runtime}: {reason}")
        return np.load(results)


def accuracies(outputs: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Returns accuracies in percent: answers among the ten digits, and strictly among all classes.

    Args:
        outputs: (n, classes) scores of any scale.
        labels: (n,) MNIST's test labels.
    """
    right = outputs[:, :10].argmax(1) == labels
    trusted = np.ones(len(labels), bool)
    trusted[list(mnist.WRONG_LABELS)] = False
    return {
        "mnist_test": round(100 * float(right.mean()), 3),
        "mnist_test_without_wrong_labels": round(100 * float(right[trusted].mean()), 3),
        "mnist_test_strict": round(100 * float((outputs.argmax(1) == labels).mean()), 3),
    }


def convert(name: str, calibration: np.ndarray, data: mnist.Mnist) -> list[tuple]:
    """Converts models/`name`.keras, checks and measures both files, and enters them in the manifest.

    Returns:
        The rows of the comparison table: (file, bytes, accuracy, without the wrong labels, strict, runtime).
    """
    import keras

    from train.networks import multiply_adds

    network = keras.models.load_model(MODELS / f"{name}.keras")
    contents = {"float": tflite.to_float(network), "int8": tflite.to_int8(network, calibration)}
    tflite.check_int8(contents["int8"])
    names = installed_runtimes()
    versions = {runtime: f"{runtime} {importlib.metadata.version(runtime)}" for runtime in names}
    rows, entries, outputs = [], {}, {}
    for kind, content in contents.items():
        path = MODELS / f"{name}_{kind}.tflite"
        partial = path.with_suffix(".partial")
        partial.write_bytes(content)
        partial.replace(path)
        for runtime in names:
            outputs[kind, runtime] = outputs_in(runtime, path, data.x_test)
            measured = accuracies(outputs[kind, runtime], data.y_test)
            rows.append((path.name, len(content), *measured.values(), versions[runtime]))
        inputs, (results,), _ = tflite.details(content)
        entries[path.name] = manifest.describe_file(content, inputs, results) | {
            "network": name,
            "parameters": network.count_params(),
            "multiply_adds": multiply_adds(network),
            "accuracy": accuracies(outputs[kind, names[0]], data.y_test),
        }
    comparison = compare(entries, outputs, name, names) | {"runtimes": list(versions.values())}
    manifest.update(MODELS / "manifest.json", {"models": entries})
    manifest.update(MODELS / "manifest.json", {"comparison": {name: comparison}})
    if comparison["int8_loss_points"] > MAX_LOSS:
        raise ModelError(f"{name}: int8 loses {comparison['int8_loss_points']} points, more than {MAX_LOSS}")
    return rows


def compare(entries: dict, outputs: dict, name: str, runtimes: list[str]) -> dict:
    """Returns what int8 changed against float, and what a second runtime changes against the first."""
    small, full = entries[f"{name}_int8.tflite"], entries[f"{name}_float.tflite"]
    first = runtimes[0]
    answers = {key: value[:, :10].argmax(1) for key, value in outputs.items()}
    compared = {
        "int8_loss_points": round(full["accuracy"]["mnist_test"] - small["accuracy"]["mnist_test"], 3),
        "changed_answers": int((answers["float", first] != answers["int8", first]).sum()),
    }
    for other in runtimes[1:]:
        distance = np.abs(outputs["int8", first].astype(int) - outputs["int8", other].astype(int))
        compared |= {
            "second_runtime_changed_answers": int((answers["int8", first] != answers["int8", other]).sum()),
            "second_runtime_max_lsb": int(distance.max()),
        }
    return compared


def print_table(rows: list[tuple]) -> None:
    """Prints one line a file and runtime."""
    print(f"{'file':20}{'bytes':>9}{'MNIST test':>12}{'- 15 wrong':>12}{'strict':>9}  runtime")
    for file, size, accuracy, trusted, strict, runtime in rows:
        print(f"{file:20}{size:9,}{accuracy:11.2f}%{trusted:11.2f}%{strict:8.2f}%  {runtime}")


def calibration_for(name: str, data: mnist.Mnist) -> np.ndarray:
    """Returns the fixed, balanced sample of training images that a network's ranges are measured on."""
    (images, labels), _ = mnist.split(data)
    if name == "cnn":
        made = corpus.build(images[:2000], labels[:2000], corpus.CALIBRATION, seed=SEED)
        images, labels = made.images, made.labels
    return tflite.calibration_images(images, labels)


def main(argv: list[str] | None = None) -> int:
    """Converts each network that has been trained."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--network", choices=("cnn", "mlp"), help="only this one (default: all that are trained)"
    )
    args = parser.parse_args(argv)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        names = [args.network] if args.network else ["cnn", "mlp"]
        trained = [name for name in names if (MODELS / f"{name}.keras").exists()]
        if not trained:
            raise ModelError(f"there is no trained network in {MODELS}; run `make train` first")
        data = mnist.load()
        rows = [row for name in trained for row in convert(name, calibration_for(name, data), data)]
        packages = ("tensorflow", "keras", "numpy", "opencv-python")
        versions = {package: importlib.metadata.version(package) for package in packages}
        manifest.update(MODELS / "manifest.json", {"versions": versions, "seed": SEED})
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print_table(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
