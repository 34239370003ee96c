import numpy as np

from train.scenes.habits import TAILED, habits


def test_a_hand_without_strength_has_no_habits():
    assert habits(np.random.default_rng(0), 0.0) == ((1.0, 0.0),) * 10


def test_zeros_are_small_and_only_digits_with_tails_hang():
    hands = [habits(np.random.default_rng(seed), 1.0) for seed in range(200)]
    sizes = np.array([[size for size, _ in hand] for hand in hands])
    below = np.array([[part for _, part in hand] for hand in hands])

    assert np.median(sizes[:, 0]) < 0.85 < np.median(sizes[:, 2])
    assert set(np.flatnonzero(below.any(0))) == set(TAILED)
