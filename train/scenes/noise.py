"""Random fields that paper, pressure, shadows and stains are made of."""

import cv2
import numpy as np

TILE = 512  # px, the longest side of fine noise that is drawn anew; larger fields repeat it


def clouds(rng: np.random.Generator, shape: tuple[int, int], cell: float) -> np.ndarray:
    """Returns a smooth random field with about unit deviation.

    Args:
        rng: source of randomness.
        shape: (h, w) in px.
        cell: px, distance over which the field changes.

    Returns:
        (h, w) float32.
    """
    h, w = shape
    grid = rng.standard_normal((int(h / cell) + 4, int(w / cell) + 4), dtype=np.float32)
    scale = np.float32(1 / cell)
    shift = rng.uniform(1, 2, 2)
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]], np.float32)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return 1.4 * cv2.warpAffine(grid, matrix, (w, h), flags=flags, borderMode=cv2.BORDER_REFLECT)


def grain(rng: np.random.Generator, shape: tuple[int, int], channels: int = 1) -> np.ndarray:
    """Returns white noise of unit deviation, (h, w) or (h, w, channels) float32."""
    h, w = shape
    tile = rng.standard_normal((min(h, TILE), min(w, TILE), channels), dtype=np.float32)
    rows, columns = -(-h // TILE), -(-w // TILE)
    field = np.tile(tile, (rows, columns, 1))[:h, :w] if rows * columns > 1 else tile
    return field[:, :, 0] if channels == 1 else field
