"""Lays a pen or a pencil on a page, as people do before they photograph what they have written."""

from dataclasses import dataclass

import cv2
import numpy as np

BODIES = ((0.1, 0.1, 0.1), (0.75, 0.3, 0.15), (0.15, 0.15, 0.7), (0.15, 0.5, 0.2), (0.9, 0.9, 0.9))  # BGR
STEEL, GRAPHITE, WOOD, YELLOW = (0.5, 0.5, 0.5), (0.2, 0.2, 0.2), (0.5, 0.7, 0.85), (0.15, 0.7, 0.9)
LEAST = 0.3  # of it is within the frame
TRIES = 40


@dataclass(frozen=True)
class _Section:
    """A piece of a pen.

    Attributes:
        start, end: along it, from 0 at its tip to 1.
        radii: at both ends, as parts of its largest.
        colour: BGR, 0 to 1.
    """

    start: float
    end: float
    radii: tuple[float, float]
    colour: tuple[float, float, float]


def lay_pen(rng: np.random.Generator, frame: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Returns a picture with a pen or a pencil on it, clear of what is taken where there is room.

    Args:
        rng: source of randomness.
        frame: (h, w, 3) float32 BGR, evenly lit.
        taken: (h, w) uint8, where not 0 it may not lie.
    """
    for _ in range(TRIES):
        thick = rng.uniform(0.015, 0.05) * max(taken.shape)
        long = thick * rng.uniform(10, 18)
        along, across = coordinates(rng, taken.shape)
        sections = _pencil(rng) if rng.random() < 0.4 else _pen(rng)
        cover, colours = _drawn(sections, (along + long / 2) / long, across / (thick / 2), thick / 2)
        if cover.sum() > LEAST * thick * long and not (cover[taken > 0] > 0).any():
            return laid(rng, frame, cover, colours, thick)
    return frame


def coordinates(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Returns how far each pixel is along and across what lies somewhere in a frame (h, w), in px."""
    y, x = np.indices(shape, np.float32)
    y, x = y - rng.uniform(0, shape[0]), x - rng.uniform(0, shape[1])
    angle = rng.uniform(0, 2 * np.pi)
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return x * cos + y * sin, y * cos - x * sin


def _pen(rng: np.random.Generator) -> tuple[_Section, ...]:
    body, cap = (BODIES[rng.integers(len(BODIES))] for _ in range(2))
    grip = rng.uniform(0.1, 0.3)
    return (
        _Section(0.0, 0.06, (0.2, 0.5), STEEL),
        _Section(0.06, grip, (0.7, 0.9), cap),
        _Section(grip, 0.75, (0.95, 0.95), body),
        _Section(0.75, 1.0, (1.0, 1.0), cap),
    )


def _pencil(rng: np.random.Generator) -> tuple[_Section, ...]:
    body = YELLOW if rng.random() < 0.5 else BODIES[rng.integers(len(BODIES))]
    return (
        _Section(0.0, 0.03, (0.1, 0.3), GRAPHITE),
        _Section(0.03, 0.1, (0.3, 1.0), WOOD),
        _Section(0.1, 1.0, (1.0, 1.0), body),
    )


def _drawn(
    sections: tuple[_Section, ...], along: np.ndarray, across: np.ndarray, radius: float
) -> tuple[np.ndarray, np.ndarray]:
    """Draws a pen; returns (h, w) coverage and (h, w, 3) colours, lit from one side."""
    cover, colours = np.zeros_like(along), np.zeros((*along.shape, 3), np.float32)
    for section in sections:
        here = (along >= section.start) & (along < section.end)
        reach = np.interp(along, (section.start, section.end), section.radii).astype(np.float32)
        cover[here] = np.clip((reach - np.abs(across)) * radius + 0.5, 0, 1)[here]
        bulge = np.sqrt(np.clip(1 - (across / reach - 0.3) ** 2, 0, 1))
        colours[here] = (np.float32(section.colour) * (0.55 + 0.45 * bulge)[..., None])[here]
    return cover, colours


def laid(
    rng: np.random.Generator, frame: np.ndarray, cover: np.ndarray, colours: np.ndarray, thick: float
) -> np.ndarray:
    """Lays what covers some of a picture over it, and its shadow beside it."""
    fall = rng.uniform(-0.4, 0.4, 2) * thick
    moved = np.float32([[1, 0, fall[0]], [0, 1, fall[1]]])
    shadow = cv2.warpAffine(cv2.GaussianBlur(cover, (0, 0), 0.3 * thick), moved, cover.shape[::-1])
    shaded = frame * (1 - np.float32(rng.uniform(0.1, 0.45)) * shadow)[..., None]
    return shaded * (1 - cover[..., None]) + colours * cover[..., None]
