import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from edge.errors import ModelError
from edge.flatbuffer import DamagedError, check
from edge.model import MANIFEST, SHIPPED, load_model, survives
from tests.edge import tiny_models as tiny
from tests.edge.patience import LIMIT

ROOT = Path(__file__).resolve().parents[2]
MODELS = sorted(SHIPPED.parent.glob("*.tflite"))


@pytest.fixture
def copy(tmp_path):
    """The shipped model beside a copy of its manifest."""
    for path in (SHIPPED, SHIPPED.with_name(MANIFEST)):
        shutil.copy(path, tmp_path)
    return tmp_path / SHIPPED.name


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_every_shipped_model_is_listed_and_sound(path):
    model = load_model(path)

    assert model.listed
    assert not model.softmax
    part = "eye" if path.name.startswith("eye") else "reading"
    assert model.reading == json.loads(path.with_name(MANIFEST).read_text()).get(part, {})


def test_one_flipped_bit_of_a_listed_model_is_refused(copy):
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)

    with pytest.raises(ModelError, match="damaged or was changed"):
        load_model(copy)


def test_a_model_without_manifest_is_the_users_own(copy):
    copy.with_name(MANIFEST).unlink()
    model = load_model(copy)

    assert not model.listed
    assert model.reading == {}


DAMAGED = [
    "",
    "{",
    "[]",
    '{"models": 3}',
    '{"models": {"cnn_int8.tflite": "x"}}',
    '{"reading": null}',
    '{"reading": {"temperature": "1"}}',
    '{"reading": {"temperature": 0}}',
    '{"reading": {"temperature": NaN}}',
    '{"reading": {"min_confidence": 40}}',
    "[" * 100_000,
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_manifest_is_one_sentence(copy, text):
    copy.with_name(MANIFEST).write_text(text)

    with pytest.raises(ModelError, match=r"manifest\.json is damaged"):
        load_model(copy)


@pytest.mark.parametrize(
    "data", [b"", b"TFL3", b"\0\0\0\0TFL3", b"\x08\0\0\0TFL3" + bytes(8), b"not a model" * 99]
)
def test_what_is_no_model_is_one_sentence(tmp_path, data):
    path = tmp_path / "own.tflite"
    path.write_bytes(data)

    with pytest.raises(ModelError, match="cannot be used as a model"):
        load_model(path)


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path):
    for path in (tmp_path / "none.tflite", tmp_path):
        with pytest.raises(ModelError, match="there is no model file"):
            load_model(path)


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "video.tflite"
    with path.open("wb") as file:
        file.truncate(10 << 30)

    with pytest.raises(ModelError, match="larger than 64 MiB"):
        load_model(path)


def test_a_softmax_at_the_end_is_seen():
    assert check(tiny.digit_model(softmax=True))
    assert not check(tiny.digit_model(softmax=False))


def test_the_walk_finds_what_offsets_alone_do_not_show():
    kinds = {
        "names a missing tensor": tiny.model(
            [tiny.tensor((1, 4)), tiny.tensor((1, 4))], [(0, (0, 7), (1,), 0, None)]
        ),
        "loose ends": tiny.model([tiny.tensor((1, 4))], [], outputs=(3,)),
        "shape is impossible": tiny.model([tiny.tensor((1, -4)), tiny.tensor((1, 4))], []),
        "too large": tiny.model([tiny.tensor((1 << 15, 1 << 15)), tiny.tensor((1, 4))], []),
        "wrong length": tiny.model(
            [tiny.tensor((1, 4), buffer=1), tiny.tensor((1,))], [], buffers=(None, [1, 2])
        ),
        "data is missing": tiny.model([tiny.tensor((1, 4), buffer=9), tiny.tensor((1,))], []),
        "type is unknown": tiny.model([tiny.tensor((1, 4), kind=99), tiny.tensor((1,))], []),
        "scale is impossible": tiny.model([tiny.tensor((1,), 9, 0, (-1.0, 0)), tiny.tensor((1,))], []),
    }
    for reason, data in kinds.items():
        with pytest.raises(DamagedError, match=reason):
            check(data)


def test_random_damage_never_raises_anything_but_the_sentence():
    rng = np.random.default_rng(0)
    whole = tiny.digit_model(softmax=True, image=(1, 2, 2, 1))
    refused = 0
    for _ in range(3000):
        data = bytearray(whole)
        if rng.random() < 0.3:
            del data[rng.integers(len(data)) :]
        for place in rng.integers(0, max(len(data), 1), rng.integers(1, 4)):
            if data:
                data[place] = rng.integers(256)
        try:
            check(bytes(data))
        except DamagedError:
            refused += 1

    assert refused > 1500


def test_a_trial_that_dies_is_noticed_and_one_that_raises_lives():
    import ctypes

    def crash():
        ctypes.string_at(0)

    def fail():
        raise ValueError

    assert not survives(crash)
    assert survives(fail)
    assert survives(lambda: None)


FUZZ = """
import sys, contextlib, io, numpy as np
from pathlib import Path
from edge.classifier import Classifier
from edge.errors import ModelError
whole = Path(sys.argv[1]).read_bytes()
own = Path(sys.argv[2])
rng = np.random.default_rng(int(sys.argv[3]))
crops = np.zeros((2, 28, 28), np.uint8)
sentences = answers = 0
for round in range(int(sys.argv[4])):
    data = bytearray(whole)
    structure = np.flatnonzero(np.frombuffer(whole, np.uint8))  # offsets, indices and weights
    if round % 4 == 0:
        del data[rng.integers(len(data)):]
    for place in rng.choice(structure, rng.integers(1, 20)):
        if place < len(data):
            data[place] ^= 1 << rng.integers(8)
    own.write_bytes(data)
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            assert Classifier(own).probabilities(crops).shape == (2, 11)
        answers += 1
    except ModelError:
        sentences += 1
print(sentences, answers)
"""


@pytest.mark.parametrize("kind", ["tiny", "shipped"])
def test_damaged_models_of_ones_own_end_in_a_sentence_or_an_answer_but_never_in_a_crash(tmp_path, kind):
    """In one process, which any crash would end. Either model is hit in its structure and its weights."""
    whole = tmp_path / "whole.tflite"
    softmax = tiny.digit_model(10, softmax=True)
    whole.write_bytes(softmax if kind == "tiny" else SHIPPED.read_bytes())
    command = [sys.executable, "-c", FUZZ, str(whole), str(tmp_path / "own.tflite"), "0", "150"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT)

    assert done.returncode == 0, done.stderr
    sentences, answers = map(int, done.stdout.split())
    assert sentences + answers == 150
    assert sentences > 30
