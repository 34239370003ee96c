"""The temperature must undo over-confidence, and writing it must not touch the rest of the manifest."""

import json

import numpy as np
import pytest

from edge.classifier import softmax
from edge.errors import OutputError
from train.calibrate import fit_temperature, save
from train.scoring import reliability


def answers_at(temperature: float, count: int = 20000):
    """Logits whose honest probabilities are softmax(logits / temperature), with answers drawn accordingly."""
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 4, (count, 11)).astype(np.float32)
    answers = logits.argmax(1)
    honest = softmax(logits / temperature)[np.arange(count), answers]
    return logits, answers, rng.random(count) < honest


@pytest.mark.parametrize("temperature", [0.7, 1.0, 2.5])
def test_the_temperature_is_found_with_which_confidence_is_honest(temperature):
    logits, answers, right = answers_at(temperature)
    fitted = fit_temperature(logits, answers, right)
    assert fitted == pytest.approx(temperature, abs=0.1)
    confidence = softmax(logits / fitted)[np.arange(len(answers)), answers]
    assert reliability(zip(confidence, right, strict=True))[1] < 1.5


def test_saving_leaves_the_rest_of_the_manifest(tmp_path):
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"models": {"a": {"sha256": "00"}}, "reading": {"temperature": 9}}))
    save({"temperature": 1.5, "min_confidence": 0.6}, path)
    assert json.loads(path.read_text()) == {
        "models": {"a": {"sha256": "00"}},
        "reading": {"temperature": 1.5, "min_confidence": 0.6},
    }


def test_a_manifest_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OutputError):
        save({}, tmp_path / "none.json")
