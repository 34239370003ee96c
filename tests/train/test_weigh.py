"""The weights of a lone mark's measures are found from examples, and examples are labelled by the truth."""

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


def test_a_digit_that_is_there_is_right_and_one_that_is_not_is_wrong():
    image = write(sheet(480, 640), "7", 200, 100, 120)
    reader = DigitReader()
    assert examples(reader, [case(image, ("7",))], "lone")[1].tolist() == [True]
    assert examples(reader, [case(image, ())], "lone")[1].tolist() == [False]
    assert examples(reader, [case(image, ("4",))], "lone")[1].tolist() == []


def test_a_line_that_is_there_is_right_and_one_that_is_not_is_wrong():
    image = write(sheet(480, 640), "3582", 100, 100, 80)
    reader = DigitReader()
    assert examples(reader, [case(image, ("3582",))], "words")[1].tolist() == [True]
    assert examples(reader, [case(image, ())], "words")[1].tolist() == [False]
    assert examples(reader, [case(image, ("3682",))], "words")[1].tolist() == []
