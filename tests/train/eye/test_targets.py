import numpy as np
import tensorflow as tf

from train.eye.targets import LARGEST, SMALLEST, losses, targets

SIDE = 128


def wanted(*boxes: tuple[float, ...]) -> dict[str, np.ndarray]:
    padded = np.zeros((1, 5, 5), np.float32)
    padded[0, : len(boxes)] = boxes
    return {name: value.numpy()[0] for name, value in targets(tf.constant(padded), SIDE).items()}


def test_the_heat_is_one_at_the_place_of_a_centre_alone():
    answer = wanted((50, 60, 20, 24, 7))

    assert np.argwhere(answer["heat"] == 1).tolist() == [[round(72 / 4 - 0.5), round(60 / 4 - 0.5)]]


def test_the_box_at_a_centre_leads_back_to_the_digit():
    row, column = np.argwhere((answer := wanted((50, 61, 20, 24, 7)))["heat"] == 1)[0]
    dx, dy, w, h = answer["box"][row, column]

    assert np.allclose([(column + 0.5 + dx) * 4, (row + 0.5 + dy) * 4], [60, 73], atol=1e-3)
    assert np.allclose(4 * np.exp([w, h]), [20, 24], rtol=1e-4)
    assert answer["digit"][row, column].argmax() == 7


def test_digits_of_the_next_levels_sizes_are_neither_demanded_nor_forbidden():
    for long in (SMALLEST - 1, LARGEST + 1):
        answer = wanted((50, 50, long / 2, long, 3))
        assert answer["heat"].max() < 1
        assert answer["care"][round((50 + long / 2) / 4 - 0.5), round((50 + long / 4) / 4 - 0.5)] == 0


def test_parts_of_a_huge_digit_are_no_digits():
    answer = wanted((10, 10, 80, 100, 8))

    assert answer["heat"].max() == 0 and answer["care"].min() == 1


def test_what_is_no_digit_is_learned_from_empty_tiles_as_well():
    empty = targets(tf.zeros((1, 5, 5)), SIDE)
    logits = {name: tf.zeros((1, 32, 32, size)) for name, size in (("heat", 1), ("box", 4), ("digit", 10))}
    silent = logits | {"heat": logits["heat"] - 8}

    assert losses(logits, empty)["heat"] > 10 * losses(silent, empty)["heat"]
    assert losses(logits, empty)["box"] == losses(logits, empty)["digit"] == 0
