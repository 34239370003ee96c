"""The camera: where the page lies in the frame, blur, noise, tone, sharpening and JPEG."""

import cv2
import numpy as np

from train.scenes.noise import grain


def pose(
    rng: np.random.Generator, size: tuple[int, int], turn: float, tilt: float, inset: float = 0.0
) -> np.ndarray:
    """Returns the homography from page to frame.

    Args:
        rng: source of randomness.
        size: (w, h) of page and frame, px.
        turn: degrees, rotation in the picture plane.
        tilt: largest shift of a corner, as a part of the frame.
        inset: how far the page's edges lie inside the frame, as a part of it.

    Returns:
        (3, 3) float32.
    """
    w, h = size
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    centre = corners.mean(0)
    angle = np.deg2rad(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    moved = (corners - centre) * (1 - 2 * inset) @ rotation.T + centre
    moved += rng.uniform(-tilt, tilt, (4, 2)) * (w, h)
    return cv2.getPerspectiveTransform(corners, moved.astype(np.float32))


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
    ends = [tuple(int(round((centre + sign * part) * 16)) for part in reach) for sign in (-1, 1)]
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
