import json
import shutil

import numpy as np
import pytest

from edge.classifier import MAX_BATCH, Classifier, softmax
from edge.errors import ModelError
from edge.model import MANIFEST, SHIPPED
from tests.edge import tiny_models as tiny

MODELS = sorted(path for path in SHIPPED.parent.glob("*.tflite") if not path.name.startswith("eye"))


def crops(count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (count, 28, 28), np.uint8)


def own(tmp_path, data: bytes) -> Classifier:
    path = tmp_path / "own.tflite"
    path.write_bytes(data)
    return Classifier(path)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_every_row_is_a_distribution_over_eleven_classes(path):
    probabilities = Classifier(path).probabilities(crops(5))

    assert probabilities.shape == (5, 11)
    assert probabilities.dtype == np.float32
    assert probabilities.min() >= 0
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_no_crops_give_no_rows():
    assert Classifier().probabilities(np.zeros((0, 28, 28), np.uint8)).shape == (0, 11)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_batch_answers_like_one_crop_at_a_time(path):
    classifier = Classifier(path)
    images = crops(MAX_BATCH + 7)
    single = np.concatenate([classifier.raw(image[None]) for image in images])

    assert np.allclose(classifier.raw(images).astype(float), single.astype(float), atol=1e-4)


def test_results_do_not_change_when_more_is_read():
    classifier = Classifier()
    first = classifier.raw(crops(2))
    before = first.copy()
    classifier.raw(255 - crops(2))

    assert np.array_equal(first, before)


def test_threads_do_not_change_answers():
    assert np.array_equal(Classifier(threads=2).raw(crops(9)), Classifier(threads=1).raw(crops(9)))


def test_a_model_of_ones_own_may_end_in_a_softmax(tmp_path, capsys):
    weights = np.random.default_rng(1).normal(0, 0.02, (10, 784)).astype(np.float32)
    plain = own(tmp_path, tiny.digit_model(10, weights)).probabilities(crops(4))
    ended = own(tmp_path, tiny.digit_model(10, weights, softmax=True)).probabilities(crops(4))

    assert np.allclose(plain, ended, atol=1e-5)
    assert np.all(plain[:, 10] == 0)
    assert "nothing vouches for it" in capsys.readouterr().err


def test_a_model_built_for_one_image_reads_many(tmp_path):
    weights = np.random.default_rng(1).normal(0, 0.02, (10, 784)).astype(np.float32)
    many = own(tmp_path, tiny.digit_model(10, weights)).probabilities(crops(4))
    one = own(tmp_path, tiny.digit_model(10, weights, batch=1)).probabilities(crops(4))

    assert np.allclose(many, one, atol=1e-5)


def test_a_float_model_sees_pixels_between_0_and_1(tmp_path):
    weights = np.zeros((10, 784), np.float32)
    weights[3, 0] = 1
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 0, 0] = 51

    assert own(tmp_path, tiny.digit_model(10, weights)).logits(image)[0, 3] == pytest.approx(0.2)


def test_the_manifests_temperature_softens_and_its_thresholds_are_handed_on(tmp_path):
    shutil.copy(SHIPPED, tmp_path)
    manifest = json.loads(SHIPPED.with_name(MANIFEST).read_text())
    manifest["reading"] = {"temperature": 3.0, "min_confidence": 0.6}
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    warm, plain = Classifier(tmp_path / SHIPPED.name), Classifier()

    assert warm.thresholds == manifest["reading"]
    assert np.allclose(warm.probabilities(crops(3)), softmax(plain.logits(crops(3)) / 3), atol=1e-5)


@pytest.mark.parametrize(
    "data",
    [
        tiny.digit_model(12),
        tiny.digit_model(10, image=(1, 32, 32, 1)),
        tiny.digit_model(10, image=(1, 28, 28, 3)),
    ],
    ids=["12 classes", "32 x 32", "three channels"],
)
def test_a_model_of_another_task_is_one_sentence(tmp_path, data):
    with pytest.raises(ModelError, match="a digit model takes"):
        own(tmp_path, data)


def test_a_model_that_no_runtime_can_run_is_one_sentence(tmp_path):
    tensors = [tiny.tensor((1, 28, 28, 1)), tiny.tensor((1, 10))]

    with pytest.raises(ModelError, match="cannot run this model"):
        own(tmp_path, tiny.model(tensors, [(200, (0,), (1,), 0, None)]))
