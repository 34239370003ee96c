"""Draws scenes of the kinds that the eye learns from, with the hands and photographs of a share."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from train import mnist, photographs, typefaces
from train.eye.recipes import Kind, varied
from train.scenes import render
from train.typefaces import Face

FACES = 0.45  # of scenes are written by the hand of a typeface
WORDS = 0.7  # of scenes have their words in a typeface
HELD_PHOTOGRAPHS = 5  # every fifth is held out
CROPPED = (0.4, 1.0)  # of a photograph's sides are shown


@dataclass(frozen=True)
class Pool:
    """What scenes are made of.

    Attributes:
        images: (n, 28, 28) uint8, MNIST's digits.
        labels: (n,) their values.
        faces: typefaces as hands.
        photographs: (h, w) uint8 each, without digits.
    """

    images: np.ndarray
    labels: np.ndarray
    faces: list[Face]
    photographs: list[np.ndarray]


@dataclass(frozen=True)
class Picture:
    """A scene as the eye gets it.

    Attributes:
        grey: (h, w) uint8.
        boxes: (n, 4) float32 x, y, w, h of its digits in px.
        digits: (n,) their values.
    """

    grey: np.ndarray
    boxes: np.ndarray
    digits: np.ndarray


def pool(held: bool) -> Pool:
    """Returns what is learned from, or what is held out.

    Raises:
        SourceError: MNIST, a typeface or a photograph cannot be had.
    """
    images, labels = mnist.split(mnist.load())[held]
    faces = [typefaces.face(path) for path in typefaces.load(typefaces.HELD if held else typefaces.LEARN)]
    pictures = [
        grey for number, grey in enumerate(photographs.load()) if (number % HELD_PHOTOGRAPHS == 0) == held
    ]
    return Pool(images, labels, faces, pictures)


def draw(rng: np.random.Generator, made_of: Pool, kind: Kind) -> Picture:
    """Returns one scene of a kind."""
    if kind.recipe is None:
        return _photograph(rng, made_of.photographs)
    face = made_of.faces[rng.integers(len(made_of.faces))]
    typeface = str(face.path) if rng.random() < WORDS else ""
    recipe = replace(varied(rng, kind.recipe), typeface=typeface)
    scene = render(rng, made_of.images, made_of.labels, recipe, face if rng.random() < FACES else None)
    grey = cv2.cvtColor(scene.image, cv2.COLOR_BGR2GRAY)
    digits = np.array([int(digit) for digit in "".join(scene.lines)], np.int64)
    return Picture(grey, np.array(scene.boxes, np.float32).reshape(-1, 4), digits)


def _photograph(rng: np.random.Generator, pictures: list[np.ndarray]) -> Picture:
    """Returns a part of a photograph, as it is or mirrored."""
    grey = pictures[rng.integers(len(pictures))]
    h, w = (int(side * rng.uniform(*CROPPED)) for side in grey.shape)
    y, x = rng.integers(grey.shape[0] - h + 1), rng.integers(grey.shape[1] - w + 1)
    grey = grey[y : y + h, x : x + w]
    if rng.random() < 0.5:
        grey = np.ascontiguousarray(grey[:, ::-1])
    return Picture(grey, np.zeros((0, 4), np.float32), np.zeros(0, np.int64))
