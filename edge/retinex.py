"""Takes shadows of any shape off a picture: their edges are softer than those of ink.

It is the retinex of B. K. P. Horn (Determining Lightness from an Image, 1974). In the logarithm of a picture,
light and ink are a sum. Of the gradient of that sum the part of the light is set to 0, and the picture whose
gradient is nearest to what is left solves Poisson's equation, which the cosine transform makes a division.
"""

import cv2
import numpy as np

from edge.pixels import crop, quantiles, square, widened
from edge.results import Box

DETAIL = 640  # px, longest side of a picture for which the next two hold; those of larger ones are larger
FINE, COARSE = 1.0, 3.0  # px, deviations of the two Gaussians through which gradients are seen
STEEPER = 1.5  # times as steep through the finer one is an edge that is blurred by a deviation of 2.3 px
BLACK = 6.0  # grey levels, added lest the logarithm make much of a black thing's noise
PAPER = 200  # of 255
BRIGHTEST = 0.999  # of a picture is no brighter than its chalk
SPARSE = 4  # of so many pixels across and down one is looked at to tell what is usual
GONE = 0.25  # of its contrast is left of a mark that is gone; of ink out of focus more is, unless it is large
GRAIN = 1.15  # grey levels by which a pixel differs from those around it in the mean, where some are sharp
AROUND = 3  # px around a mark that belong to its edge


def without_soft_edges(grey: np.ndarray) -> np.ndarray:
    """Takes all that has soft edges off a picture.

    Args:
        grey: (h, w) uint8.

    Returns:
        (h, w) uint8, evenly lit, most of it `PAPER` or darker if there is chalk.
    """
    h, w = grey.shape
    below, right = (2 * cv2.getOptimalDFTSize((side + 1) // 2) - side for side in (h, w))
    grey = cv2.copyMakeBorder(grey, 0, below, 0, right, cv2.BORDER_REPLICATE)
    light = cv2.log(grey + np.float32(BLACK))
    sigma = max(1.0, max(grey.shape) / DETAIL)
    fine, coarse = _steepness(light, FINE * sigma), _steepness(light, COARSE * sigma)
    kept = cv2.dilate(cv2.compare(fine, STEEPER * coarse, cv2.CMP_GT), square(1))
    kept = np.float32(1 / 255) * kept
    even = _with_gradient(
        np.diff(light, axis=1) * kept[:, 1:] * kept[:, :-1], np.diff(light, axis=0) * kept[1:] * kept[:-1]
    )[:h, :w]
    usual, most = np.quantile(even[::SPARSE, ::SPARSE], (0.5, BRIGHTEST))
    return cv2.convertScaleAbs(cv2.exp(even - usual), alpha=min(PAPER, 255 / np.exp(most - usual)))


def is_gone(box: Box, grey: np.ndarray, even: np.ndarray) -> bool:
    """Tells whether what a picture shows in a box is gone with all that has soft edges.

    Args:
        box: (x, y, w, h) in px.
        grey: (h, w) uint8.
        even: (h, w) uint8, what `without_soft_edges` left of it.
    """
    return _contrast(even, box) < GONE * _contrast(grey, box)


def has_grain(even: np.ndarray) -> bool:
    """Tells whether a picture shows paper's grain or noise: where nothing is sharp, ink is no sharper.

    Args:
        even: (h, w) uint8, what `without_soft_edges` left of it.
    """
    return cv2.absdiff(even, cv2.GaussianBlur(even, (0, 0), COARSE)).mean() > GRAIN


def _contrast(grey: np.ndarray, box: Box) -> float:
    """Returns by what share of its brightest what is darkest in a box of a picture is darker."""
    dark, bright = quantiles(crop(grey, widened(box, AROUND, grey)), 0.05, 0.95)
    return 1 - dark / max(bright, 1)


def _steepness(image: np.ndarray, sigma: float) -> np.ndarray:
    """Returns the length of an image's gradient, seen through a Gaussian of deviation `sigma` px."""
    smooth = cv2.GaussianBlur(image, (0, 0), sigma)
    return cv2.magnitude(*(cv2.Sobel(smooth, cv2.CV_32F, *order, ksize=1) for order in ((1, 0), (0, 1))))


def _with_gradient(across: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Returns the picture whose gradient is nearest to one that may be no picture's.

    Args:
        across: (h, w - 1) float32, h and w even, by how much the right neighbour of each pixel is larger.
        down: (h - 1, w) float32, by how much the lower one is.

    Returns:
        (h, w) float32 of mean 0.
    """
    divergence = np.diff(across, axis=1, prepend=0, append=0) + np.diff(down, axis=0, prepend=0, append=0)
    rows, columns = (
        2 * np.cos(np.arange(side, dtype=np.float32) * np.float32(np.pi / side)) - 2
        for side in divergence.shape
    )
    stiffness = rows[:, None] + columns
    stiffness[0, 0] = -np.inf
    return cv2.idct(cv2.dct(divergence) / stiffness)
