"""Light on the page: gradients, shadows, flash, casts and glare, as a map that multiplies the reflectance."""

import cv2
import numpy as np

from train.scenes.noise import clouds
from train.scenes.silhouettes import silhouette

CASTS = {
    "lamp": (0.62, 0.86, 1.0),
    "candle": (0.4, 0.66, 1.0),
    "shade": (1.0, 0.92, 0.84),
    "neon": (0.86, 1.0, 0.9),
    "pink": (0.86, 0.78, 1.0),
}


def light(rng: np.random.Generator, kind: str, shape: tuple[int, int], zoom: float = 1.0) -> np.ndarray:
    """Returns the light of one `kind`: even, gradient, vignette, soft, hard, shaped, flash, dark or cast.

    Args:
        rng: source of randomness.
        kind: of light.
        shape: (h, w) in px.
        zoom: part of the camera's frame that is shown; less than 1 for a crop.

    Returns:
        (h, w, 3) float32, BGR; 1 is full light.
    """
    h, w = shape
    y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j].astype(np.float32) * np.float32(zoom)
    middle = rng.uniform(zoom - 1, 1 - zoom, 2).astype(np.float32)
    x, y = x + middle[0], y + middle[1]
    field = 1 + rng.uniform(0, 0.08) * _slope(rng, x, y)
    tint = np.ones(3, np.float32) + rng.normal(0, 0.02, 3).astype(np.float32)
    if kind == "gradient":
        field *= 1 + rng.uniform(0.15, 0.5) * _slope(rng, x, y)
    elif kind == "vignette":
        field *= 1 - rng.uniform(0.08, 0.3) * (x * x + y * y)
    elif kind in ("soft", "hard"):
        field = _shadow(rng, field, x - middle[0], y - middle[1], kind == "hard", zoom)
    elif kind == "shaped":
        field *= 1 - rng.uniform(0.25, 0.6) * silhouette(rng, x - middle[0], y - middle[1])
    elif kind == "flash":
        cx, cy, spread = *rng.uniform(-0.5, 0.5, 2), rng.uniform(0.35, 0.8)
        field *= 0.5 + 0.75 * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * spread**2))
    elif kind == "dark":
        field *= rng.uniform(0.16, 0.4) * (1 + rng.uniform(0, 0.4) * _slope(rng, x, y))
    elif kind == "cast":
        tint = np.array(list(CASTS.values())[rng.integers(len(CASTS))], np.float32)
        field *= 1 + rng.uniform(0, 0.3) * _slope(rng, x, y)
    exposure = rng.uniform(0.78, 1.05) / max(float(np.percentile(field[::8, ::8], 90)), 0.7)
    return (np.maximum(field, 0.04) * np.float32(exposure))[:, :, None] * tint


def _slope(rng: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    angle = rng.uniform(0, 2 * np.pi)
    return x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))


def _shadow(
    rng: np.random.Generator, field: np.ndarray, x: np.ndarray, y: np.ndarray, hard: bool, zoom: float
) -> np.ndarray:
    """Darkens one side of an edge that runs through the middle: straight, or round as a head's."""
    if rng.random() < 0.6:
        edge = _slope(rng, x - zoom * rng.uniform(-0.4, 0.4), y - zoom * rng.uniform(-0.4, 0.4))
    else:
        cx, cy, radius = zoom * np.array([*rng.uniform(-1, 1, 2), rng.uniform(0.4, 0.9)])
        edge = np.hypot(x - cx, (y - cy) * rng.uniform(0.6, 1.2)) - radius
    edge = edge + rng.uniform(0, 0.05) * clouds(rng, field.shape, max(field.shape) / 4)
    width = rng.uniform(0.003, 0.02) if hard else rng.uniform(0.06, 0.4)
    depth = rng.uniform(0.3, 0.65)
    return field * (1 - depth / (1 + np.exp(np.clip(edge / width, -30, 30))))


def glare(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Returns light that a shiny page mirrors, (h, w) float32 to be added; it washes the ink out."""
    h, w = shape
    y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j].astype(np.float32)
    cx, cy = rng.uniform(-0.6, 0.6, 2)
    a, b = rng.uniform(0.15, 0.5, 2)
    spot = np.exp(-(((x - cx) / a) ** 2 + ((y - cy) / b) ** 2))
    return np.float32(rng.uniform(0.15, 0.45)) * spot


def wrinkle(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Returns the shading of a page that does not lie flat, (h, w) float32 around 1."""
    relief = clouds(rng, shape, max(shape) / rng.uniform(2, 6))
    return 1 + np.float32(rng.uniform(0.01, 0.05)) * cv2.Sobel(relief, cv2.CV_32F, 1, 0, ksize=5) / 16
