"""The camera: where the page lies in the frame, blur, noise, tone, sharpening and JPEG."""

import cv2
import numpy as np

from train.scenes.noise import grain


def corners(size: tuple[int, int]) -> np.ndarray:
    """Returns the four corners of a frame of (w, h), (4, 2) float64."""
    w, h = size
    return np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float64)


def pose(centre: np.ndarray, reach: float, turn: float, spread: np.ndarray) -> np.ndarray:
    """Returns the homography of a page that is turned and tilted about `centre`.

    Args:
        centre: (x, y) on the page, px.
        reach: px, side of the square around `centre` whose corners the perspective moves.
        turn: degrees, rotation in the picture plane.
        spread: (4, 2) px by which those corners move.

    Returns:
        (3, 3) float64.
    """
    angle = np.deg2rad(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    square = corners((reach, reach)) - reach / 2
    moved = square @ rotation.T + spread
    start = (square + centre).astype(np.float32)
    return cv2.getPerspectiveTransform(start, (moved + centre).astype(np.float32))


def curl(rng: np.random.Generator, width: int) -> np.ndarray:
    """Returns (width,) from -1 to 1, by how much curled paper is lower in each column.

    It is a wave, or falls off as a book's page does.
    """
    x = np.arange(width) / width
    if rng.random() < 0.5:
        lower = np.sin(2 * np.pi * (rng.uniform(0.5, 1.0) * x + rng.uniform(0, 1)))
    else:  # towards the spine
        lower = np.exp(-(x if rng.random() < 0.5 else 1 - x) / rng.uniform(0.12, 0.4))
    lower = lower * rng.choice((-1, 1))
    return (2 * lower - lower.max() - lower.min()) / np.ptp(lower)


def bend(image: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """Moves each column of a picture (h, w, 3) down by (w,) px."""
    rows, columns = np.indices(image.shape[:2], np.float32)
    moved = rows - np.float32(lower)
    return cv2.remap(image, columns, moved, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def defocus(image: np.ndarray, sigma: float) -> np.ndarray:
    """Blurs as a lens out of focus does; `sigma` in px."""
    return cv2.GaussianBlur(image, (0, 0), sigma) if sigma > 0.2 else image


def motion(image: np.ndarray, length: float, angle: float) -> np.ndarray:
    """Blurs along a line of `length` px at `angle` in radians."""
    if length < 1.5:
        return image
    side = 2 * int(np.ceil(length / 2)) + 1
    kernel = np.zeros((side, side), np.float32)
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    centre = side // 2
    ends = [tuple(round((centre + sign * part) * 16) for part in reach) for sign in (-1, 1)]
    cv2.line(kernel, *ends, 1.0, 1, cv2.LINE_AA, 4)
    return cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)


def expose(
    rng: np.random.Generator, radiance: np.ndarray, noise: float, sharpen: float, quality: int
) -> np.ndarray:
    """Turns light into the picture that a phone writes.

    Args:
        rng: source of randomness.
        radiance: (h, w, 3) float32 BGR; 1 is white.
        noise: deviation of the sensor's noise at white, grey levels of 255.
        sharpen: strength of the phone's sharpening, 0 to 1.
        quality: JPEG quality, 1 to 100; 0 for a lossless file.

    Returns:
        (h, w, 3) uint8.
    """
    image = radiance * np.float32(255)
    if noise > 0:
        shot = np.sqrt(np.clip(image, 0, None) / 255) * np.float32(0.7) + np.float32(0.3)
        speckle = grain(rng, image.shape[:2])[:, :, None] + np.float32(0.6) * grain(rng, image.shape[:2], 3)
        image = image + np.float32(noise) * shot * speckle
    if sharpen > 0:
        image = image + np.float32(sharpen) * (image - cv2.GaussianBlur(image, (0, 0), 1.2))
    image = np.clip(image + 0.5, 0, 255).astype(np.uint8)
    if quality:
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return image
