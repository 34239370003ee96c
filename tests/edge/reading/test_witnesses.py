import numpy as np

from edge.reading.eye import Sight
from edge.reading.witnesses import Joining, crowding, joined


def sight(digit: int, box=(0, 0, 20, 30), score: float = 0.9, sure: float = 0.8) -> Sight:
    probabilities = np.full(10, (1 - sure) / 9, np.float32)
    probabilities[digit] = sure
    return Sight(box, score, probabilities)


def answer(digit: int, sure: float = 0.99) -> np.ndarray:
    row = np.full(11, (1 - sure) / 10, np.float32)
    row[digit] = sure
    return row


def test_no_sights_have_no_answers():
    probabilities, sure = joined([], np.zeros((0, 11), np.float32), Joining())

    assert probabilities.shape == (0, 10) and sure.shape == (0,)


def test_a_sure_classifier_decides_for_a_digit_that_stands_alone():
    seen = [sight(1, sure=0.6)]

    assert joined(seen, answer(7)[None], Joining(alone=1.0, crowded=0.0))[0].argmax(1).tolist() == [7]


def test_the_eye_decides_where_a_neighbour_covers_the_box():
    seen = [sight(1, sure=0.6), sight(2, (0, 0, 20, 30), sure=0.6)]
    answers = np.stack([answer(7), answer(7)])

    assert joined(seen, answers, Joining(alone=1.0, crowded=0.0))[0].argmax(1).tolist() == [1, 2]


def test_probabilities_sum_to_one_and_confidence_lies_between_zero_and_one():
    probabilities, sure = joined([sight(3)], answer(3)[None], Joining())

    assert np.allclose(probabilities.sum(1), 1, atol=1e-5)
    assert ((sure >= 0) & (sure <= 1)).all()


def test_crowding_is_the_share_of_a_box_that_others_cover():
    boxes = [(0, 0, 10, 10), (5, 0, 10, 10), (100, 100, 10, 10)]

    assert np.allclose(crowding([sight(0, box) for box in boxes]), [0.5, 0.5, 0])
