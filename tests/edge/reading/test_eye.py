import shutil
from importlib.util import find_spec

import cv2
import numpy as np
import pytest

from edge.environment import RUNTIME_MODULES
from edge.errors import ModelError
from edge.model import MANIFEST, SHIPPED
from edge.reading.eye import SHIPPED_EYE, Eye, Sight, found, merged
from edge.reading.pyramid import Level
from tests.edge.paper import sheet, write

RUNTIMES = [name for name in ("tflite-runtime", "ai-edge-litert") if find_spec(RUNTIME_MODULES[name])]


def page() -> np.ndarray:
    return write(sheet(480, 640), "3582", 120, 180, 100)


@pytest.fixture(scope="module")
def eye() -> Eye:
    return Eye()


def values(sights: list[Sight]) -> list[int]:
    return [int(s.probabilities.argmax()) for s in sorted(sights, key=lambda s: s.box[0]) if s.score > 0.5]


def test_each_digit_of_a_page_is_seen_once(eye):
    assert values(eye.see(page())) == [3, 5, 8, 2]


@pytest.mark.parametrize("scale", [0.15, 0.5, 1.0, 3.0])
def test_digits_of_all_sizes_are_seen(eye, scale):
    grey = cv2.resize(page(), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    assert values(eye.see(grey)) == [3, 5, 8, 2]


def test_boxes_lie_around_the_ink(eye):
    grey = page()
    for sight in (sight for sight in eye.see(grey) if sight.score > 0.5):
        x, y, w, h = sight.box
        assert grey[y : y + h, x : x + w].min() < 120
        assert 70 < h < 140


def test_blank_paper_holds_no_digit(eye):
    assert [s for s in eye.see(np.full((480, 640), 200, np.uint8)) if s.score > 0.5] == []


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (5, 900), (900, 5)])
def test_pictures_of_any_shape_are_looked_at(eye, shape):
    assert isinstance(eye.see(np.zeros(shape, np.uint8)), list)


def test_heat_is_high_at_digits_and_low_elsewhere(eye):
    heat = eye.heat(page())

    assert heat.shape == (480, 640)
    assert heat.max() > 0.5 and np.median(heat) < 0.1


def test_a_digits_model_is_no_eye():
    with pytest.raises(ModelError, match="no eye"):
        Eye(SHIPPED)


def test_a_missing_eye_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"no model file .*eye\.tflite"):
        Eye(tmp_path / "eye.tflite")


def test_a_damaged_eye_is_named(tmp_path):
    shutil.copy(SHIPPED.with_name(MANIFEST), tmp_path)
    data = bytearray(SHIPPED_EYE.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / SHIPPED_EYE.name).write_bytes(data)

    with pytest.raises(ModelError, match="damaged"):
        Eye(tmp_path / SHIPPED_EYE.name)


def test_all_runtimes_see_the_same():
    first, *others = [values(Eye(runtime=name).see(page())) for name in RUNTIMES]

    assert all(other == first for other in others)


LEVEL = Level(np.zeros((64, 64), np.uint8), 0.5, 8, 8)


def answers(row: int, column: int, wide: float = 5, tall: float = 6) -> dict[str, np.ndarray]:
    heat, boxes, digits = (np.zeros((16, 16, size), np.float32) for size in (1, 4, 10))
    heat -= 9
    heat[row, column] = 3
    boxes[row, column] = 0, 0, np.log(wide), np.log(tall)
    digits[row, column, 7] = 5
    return {"heat": heat, "box": boxes, "digit": digits}


def test_a_peak_becomes_a_box_in_pixels_of_the_picture():
    ((box, score, logits),) = found(answers(6, 8), LEVEL, (200, 200))

    assert np.allclose(box, [(34 - 8 - 10) * 2, (26 - 8 - 12) * 2, (34 - 8 + 10) * 2, (26 - 8 + 12) * 2])
    assert np.isclose(score, 1 / (1 + np.exp(-3)))
    assert logits.argmax() == 7


def test_a_level_leaves_digits_of_other_levels_sizes_to_them():
    assert found(answers(6, 8, 20, 20), LEVEL, (200, 200)) == []
    assert found(answers(6, 8, 1, 1.5), LEVEL, (200, 200)) == []


def seen(x: float, score: float, digit: int, w: float = 20) -> tuple:
    return np.float32([x, 0, x + w, 30]), score, np.eye(10, dtype=np.float32)[digit] * 4


def test_two_levels_that_see_one_digit_give_one_sight():
    (sight,) = merged([seen(10, 0.6, 1), seen(12, 0.9, 7)])

    assert sight.box[0] == 12 and np.isclose(sight.score, 0.9)
    assert sight.probabilities.argmax() == 7 and sight.probabilities[1] > sight.probabilities[0]


def test_a_part_of_a_digit_is_not_another_one():
    assert len(merged([seen(10, 0.9, 7), seen(12, 0.5, 1, w=6)])) == 1


def test_neighbours_that_touch_stay_two():
    assert len(merged([seen(10, 0.9, 7), seen(26, 0.8, 1)])) == 2
