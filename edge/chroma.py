"""Colours apart from their brightness, which every shadow changes."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from edge.sizes import scaled

EVEN = 160.0  # of 255: brightness at which colours are compared
DARK = 80.0  # of 255: what is darker is made no more than twice as bright, lest its noise become colour
STEPS = 4.0  # grey levels by which a picture of colours is darker for each CIELAB unit
SAMPLED = 7  # every so many pixels tell the usual colour
DETAIL = 640  # px, longest side at which the colours of a picture are looked at
PLAIN = 200  # of 255; a picture of colours that is brighter wherever it is sampled shows none
SMALL = 320  # px, longest side of such a sample
GREY = np.array([0.114, 0.587, 0.299], np.float32)  # of BGR, ITU-R BT.601


def evenly_bright(image: np.ndarray) -> np.ndarray:
    """Returns (h, w, 2) float32: CIELAB's a and b of colours, each made as bright as the others.

    Args:
        image: (h, w, 3) BGR uint8.
    """
    colours = image.astype(np.float32)
    brightness = np.maximum(colours @ GREY, DARK)
    return cv2.cvtColor(colours * (EVEN / 255 / brightness)[..., None], cv2.COLOR_BGR2LAB)[..., 1:]


def distances(colours: np.ndarray, one: np.ndarray) -> np.ndarray:
    """Returns (...) float32: how far colours (..., 2) are from one (2,) or each from one, in CIELAB units."""
    return np.hypot(colours[..., 0] - one[..., 0], colours[..., 1] - one[..., 1])


def usual(colours: np.ndarray) -> np.ndarray:
    """Returns (2,) float32: the median of (n, 2) colours."""
    return np.median(colours, axis=0)


def unlike_usual(image: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8: white where an image has its usual colour, however bright, and darker elsewhere.

    A shadow leaves no trace in it, while a pen's ink has another colour than the paper; black has, too, on
    paper or in light that is not quite white.

    Args:
        image: (h, w, 3) BGR uint8.
    """
    return _darker(away_from_usual(image))


def away_from_usual(image: np.ndarray) -> np.ndarray:
    """Returns (h, w, 2) float32: in CIELAB's a and b, how each colour of an image differs from its usual one.

    Args:
        image: (h, w, 3) BGR uint8.
    """
    colours = evenly_bright(cv2.GaussianBlur(image, (3, 3), 0))
    return colours - usual(colours.reshape(-1, 2)[::SAMPLED])


def _darker(away: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8: white where nothing differs, and darker the more it does."""
    return cv2.bitwise_not(cv2.convertScaleAbs(np.hypot(away[..., 0], away[..., 1]), alpha=STEPS))


@dataclass(frozen=True)
class Colours:
    """The colours of a picture, sought once, and only where they are asked for.

    Attributes:
        image: (h, w) grey, or (h, w, 3) BGR, uint8.
    """

    image: np.ndarray

    @cached_property
    def small(self) -> np.ndarray:
        """The picture at `DETAIL`."""
        return scaled(self.image, min(1.0, DETAIL / max(self.image.shape[:2])))

    @cached_property
    def away_from_usual(self) -> np.ndarray:
        """As `away_from_usual` gives it at `DETAIL`, of a picture that is not grey."""
        return away_from_usual(self.small)

    @cached_property
    def unlike_usual(self) -> np.ndarray | None:
        """As `unlike_usual` gives it at `DETAIL`; None for a grey picture, and where all has one colour."""
        if self.image.ndim == 2 or shows_none(self.image):
            return None
        return _darker(self.away_from_usual)


def shows_none(image: np.ndarray) -> bool:
    """Tells whether nothing in an image, (h, w, 3) BGR uint8, has another colour than most of it."""
    step = 1 + max(image.shape[:2]) // SMALL
    return unlike_usual(np.ascontiguousarray(image[::step, ::step])).min() > PLAIN
