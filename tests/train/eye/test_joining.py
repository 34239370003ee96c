import numpy as np

from train.eye.joining import logistic, matched


def test_a_logistic_regression_finds_the_factors_that_made_the_data():
    rng = np.random.default_rng(0)
    rows = np.column_stack([np.ones(20_000), rng.normal(size=(20_000, 2))])
    right = rng.random(20_000) < 1 / (1 + np.exp(-rows @ np.array([0.5, 2.0, -1.0])))

    assert np.allclose(logistic(rows, right), [0.5, 2.0, -1.0], atol=0.1)


def test_each_digit_belongs_to_the_surest_box_that_overlaps_it():
    truth = [(0, 0, 20, 30), (50, 0, 20, 30)]
    boxes = [(1, 1, 20, 30), (0, 0, 20, 30), (52, 0, 20, 30), (200, 200, 20, 30)]

    assert matched(boxes, np.array(truth), np.array([4, 7])).tolist() == [4, -1, 7, -1]


def test_where_there_are_no_digits_nothing_matches():
    assert matched([(0, 0, 10, 10)], np.zeros((0, 4)), np.zeros(0, int)).tolist() == [-1]
