"""How one hand writes the ten digits beside each other: small 0s, tall 7s, 9s whose tails hang low."""

import numpy as np

SIZE = 0.16  # deviation of the logarithm of a digit's own height
SMALL = (0.45, 1.0)  # height of a 0 among its neighbours, (low, high)
TAILED = {1: 0.2, 4: 0.35, 7: 0.5, 9: 0.5}  # how likely a hand lets these hang below the line
HANGS = (0.1, 0.4)  # of their height, (low, high)
STRETCH = 1.15  # a digit that hangs is a little taller


def habits(rng: np.random.Generator, strength: float) -> tuple[tuple[float, float], ...]:
    """Draws a hand's habits.

    Args:
        rng: source of randomness.
        strength: 0 for none, 1 for those of an uneven hand.

    Returns:
        For each digit its height among its neighbours, and how much of it is below the line.
    """
    tall = np.exp(strength * rng.normal(0, SIZE, 10))
    tall[0] *= rng.uniform(*SMALL) ** strength
    below = np.zeros(10)
    for digit, chance in TAILED.items():
        if rng.random() < chance * strength:
            below[digit] = rng.uniform(*HANGS)
            tall[digit] *= STRETCH
    return tuple((float(size), float(part)) for size, part in zip(tall, below, strict=True))
