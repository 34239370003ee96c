"""The shipped eye is full int8, small, and finds what its float twin finds, in every runtime."""

from importlib.util import find_spec

import cv2
import pytest

from convert import eye as convert_eye
from edge.environment import RUNTIME_MODULES
from edge.errors import ModelError
from edge.model import SHIPPED
from edge.reading.eye import SHIPPED_EYE, Eye
from train import cases
from train.scoring import match

RUNTIMES = [name for name in ("tflite-runtime", "ai-edge-litert") if find_spec(RUNTIME_MODULES[name])]
SEED = 8042
SURE = 0.5


@pytest.fixture(scope="module")
def scenes() -> list[cases.Case]:
    groups = ("single/plain", "single/small", "line/", "page/", "nothing/blank", "uneven/")
    return [case for group in groups for case in cases.scenes(1, SEED, (cases.HELD,), group)]


def f1(eye: Eye, scenes: list[cases.Case]) -> float:
    """Returns F1 of finding digits, in percent."""
    found = read = truth = 0
    for case in scenes:
        sights = eye.see(cv2.cvtColor(case.image, cv2.COLOR_BGR2GRAY))
        boxes = [sight.box for sight in sights if sight.score >= SURE]
        found += sum(at is not None for at in match(boxes, case.boxes))
        read, truth = read + len(boxes), truth + len(case.boxes)
    return 100 * 2 * found / (read + truth)


def test_the_shipped_eye_is_full_int8_and_small():
    convert_eye.check(SHIPPED_EYE.read_bytes())


def test_a_digits_model_is_not_taken_for_an_eye():
    with pytest.raises(ModelError, match="heat, box and digit"):
        convert_eye.check(SHIPPED.read_bytes())


@pytest.mark.slow
def test_int8_finds_what_float_finds_in_every_runtime(scenes):
    full = f1(Eye(SHIPPED_EYE.with_name("eye_float.tflite")), scenes)
    small = [f1(Eye(runtime=runtime), scenes) for runtime in RUNTIMES]

    assert full > 90
    assert all(abs(full - each) <= 0.5 for each in small), (full, small)
