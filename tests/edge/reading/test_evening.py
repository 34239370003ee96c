import cv2
import numpy as np

from edge.reading.evening import NEUTRAL, even


def page(light: np.ndarray) -> np.ndarray:
    """A stroke on paper that reflects a fifth of the light, in (h, w) light."""
    ink = np.ones_like(light)
    cv2.line(ink, (60, 30), (70, 90), 0.2, 3)
    return np.uint8(light * ink)


def test_blank_paper_becomes_neutral_in_any_light():
    for light in (30, 120, 240):
        assert np.abs(even(np.full((60, 90), light, np.uint8)).astype(int) - NEUTRAL).max() <= 1


def test_a_lamp_to_one_side_changes_little():
    straight = even(page(np.full((120, 160), 200, np.float32)))
    aside = even(page(np.tile(np.linspace(80, 220, 160, dtype=np.float32), (120, 1))))

    assert np.abs(straight.astype(int) - aside)[20:-20, 20:-20].mean() < 6


def test_ink_stays_dark_and_chalk_light():
    dark = page(np.full((120, 160), 200, np.float32))

    assert even(dark)[60, 65] < NEUTRAL - 50
    assert even(255 - dark)[60, 65] > NEUTRAL + 50


def test_noise_on_blank_paper_stays_faint():
    noise = np.random.default_rng(0).normal(200, 2, (200, 200))

    assert even(np.uint8(noise)).std() < 16
