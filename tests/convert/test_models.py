"""The shipped models read MNIST's test images as the manifest says, in every runtime at hand."""

import hashlib
import json

import numpy as np
import pytest

from convert import __main__ as convert
from train import mnist

MODELS = convert.MODELS
MANIFEST = json.loads((MODELS / "manifest.json").read_text())
# Plain convolutions and dense layers differ by rounding alone; the manifest has the largest difference seen.
MAX_LSB = 4


@pytest.fixture(scope="module")
def data():
    return mnist.load()


@pytest.fixture(scope="module")
def outputs(data):
    """Returns the outputs of a shipped file on the test images, each computed once in a session."""
    known = {}

    def compute(name, runtime=None):
        runtime = runtime or convert.installed_runtimes()[0]
        if (name, runtime) not in known:
            known[name, runtime] = convert.outputs_in(runtime, MODELS / name, data.x_test)
        return known[name, runtime]

    return compute


TELLING = [name for name, entry in MANIFEST["models"].items() if "accuracy" in entry]  # the eye finds digits
NETWORKS = sorted({MANIFEST["models"][name]["network"] for name in TELLING})


@pytest.mark.parametrize("name", MANIFEST["models"])
def test_the_manifest_describes_the_files(name):
    content = (MODELS / name).read_bytes()
    entry = MANIFEST["models"][name]
    assert hashlib.sha256(content).hexdigest() == entry["sha256"] and len(content) == entry["bytes"]


@pytest.mark.parametrize("name", TELLING)
def test_accuracy_is_what_the_manifest_says(name, data, outputs):
    measured = convert.accuracies(outputs(name), data.y_test)
    for key, claimed in MANIFEST["models"][name]["accuracy"].items():
        # Another processor rounds floats differently, and other kernels differ by an LSB.
        assert abs(measured[key] - claimed) <= 0.03, key


@pytest.mark.parametrize("network", NETWORKS)
def test_int8_reads_as_well_as_float(network, data, outputs):
    right = {
        kind: 100 * (outputs(f"{network}_{kind}.tflite")[:, :10].argmax(1) == data.y_test).mean()
        for kind in ("float", "int8")
    }
    assert right["float"] - right["int8"] <= convert.MAX_LOSS


def test_the_cnn_reaches_its_floor(data, outputs):
    for kind in ("float", "int8"):
        assert convert.accuracies(outputs(f"cnn_{kind}.tflite"), data.y_test)["mnist_test"] >= 99.5


@pytest.mark.parametrize("network", NETWORKS)
def test_both_runtimes_give_the_same_answers(network, outputs):
    if len(convert.installed_runtimes()) < 2:
        pytest.skip("only one runtime exists for this Python and processor")
    name = f"{network}_int8.tflite"
    here, there = (outputs(name, runtime).astype(int) for runtime in convert.installed_runtimes())
    assert np.abs(here - there).max() <= MAX_LSB
    changed = here[:, :10].argmax(1) != there[:, :10].argmax(1)
    # An answer may change only where two digits tie within the allowed difference.
    ordered = np.sort(here[changed][:, :10], axis=1)
    assert changed.sum() <= 10 and (ordered[:, -1] - ordered[:, -2] <= MAX_LSB).all()


def test_a_file_that_is_no_model_ends_in_a_sentence(tmp_path, data):
    bad = tmp_path / "bad.tflite"
    bad.write_bytes(b"no model")
    with pytest.raises(convert.ModelError, match=r"bad\.tflite does not run with"):
        convert.outputs_in(convert.installed_runtimes()[0], bad, data.x_test[:1])


def test_the_manifest_keeps_what_others_wrote(tmp_path):
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"reading": {"temperature": 1.5}, "models": {"own.tflite": {"bytes": 1}}}))
    convert.manifest.update(path, {"models": {"cnn_int8.tflite": {"bytes": 2}}, "seed": 42})
    merged = json.loads(path.read_text())
    assert merged["reading"] == {"temperature": 1.5} and merged["seed"] == 42
    assert set(merged["models"]) == {"own.tflite", "cnn_int8.tflite"}
