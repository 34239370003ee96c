"""The weights of a lone mark's measures are found from examples, and examples are labelled by the truth."""

from dataclasses import replace

import numpy as np
import pytest

from edge.reader import DigitReader
from tests.edge.paper import sheet, write
from train.cases import TUNE, Case
from train.weigh import examples, fit


def case(image, lines):
    return Case("own", "own", "rendered", TUNE, lines, np.repeat(image[..., None], 3, axis=2))


def test_the_weights_that_made_the_examples_are_found():
    rng = np.random.default_rng(5)
    values = np.hstack([np.ones((20000, 1)), rng.normal(2, 3, (20000, 2))])
    true = np.array([0.5, 1.0, -0.7])
    right = rng.random(20000) < 1 / (1 + np.exp(-values @ true))
    assert fit(values, right, np.ones(20000)) == pytest.approx(true, abs=0.1)


def test_a_new_measure_is_weighed_beside_what_others_tell_already():
    rng = np.random.default_rng(5)
    values = np.hstack([np.ones((20000, 1)), rng.normal(2, 3, (20000, 2))])
    true = np.array([0.5, 1.0, -0.7])
    right = rng.random(20000) < 1 / (1 + np.exp(-values @ true))
    found = fit(values[:, [0, 2]], right, np.ones(20000), known=values[:, 1] * true[1])
    assert found == pytest.approx(true[[0, 2]], abs=0.1)


@pytest.mark.parametrize(("kind", "there", "other"), [("lone", "7", "4"), ("words", "3582", "3682")])
def test_what_is_there_is_right_and_what_is_not_is_wrong(kind, there, other):
    image = write(sheet(480, 640), there, 100, 100, 80)
    reader = DigitReader()
    assert examples(reader, [case(image, (there,))], kind)[1].tolist() == [True]
    assert examples(reader, [case(image, ())], kind)[1].tolist() == [False]
    assert examples(reader, [case(image, (other,))], kind)[1].tolist() == []


def test_a_lone_digit_clear_of_the_true_ones_is_wrong_and_one_upon_them_is_left_out():
    image = write(write(sheet(480, 640), "7", 100, 100, 80), "4", 400, 300, 80)
    seven, four = [(100, 100, 50, 80)], [(400, 300, 60, 80)]
    reader = DigitReader()
    assert examples(reader, [replace(case(image, ("7",)), boxes=seven)], "lone")[1].tolist() == [True, False]
    assert examples(reader, [replace(case(image, ("75",)), boxes=seven + four)], "lone")[1].tolist() == [True]
