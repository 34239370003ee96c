"""Takes photographs once more, in other light and with other cameras: real hands and paper are few.

Writing, paper and labels stay those of the photograph; what changes is what a reader must bear.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice

import numpy as np

from edge.sizes import scaled
from train.cases import Case
from train.scenes.camera import defocus, expose
from train.scenes.light import light
from train.scenes.recipes import Range


@dataclass(frozen=True)
class Way:
    """How a photograph is taken once more.

    Attributes:
        light: a kind of `train.scenes.light.light`.
        scale: of the picture's size.
        contrast: part of the difference between ink and white that is left.
        blur: px, defocus.
        noise: grey levels of 255 at white.
        quality: of the JPEG.
    """

    light: str = "even"
    scale: Range = (1, 1)
    contrast: Range = (1, 1)
    blur: Range = (0, 0)
    noise: Range = (0, 2)
    quality: tuple[int, int] = (80, 95)


WAYS = {
    "soft": Way("soft"),
    "hard": Way("hard", blur=(0.3, 0.8)),
    "gradient": Way("gradient", noise=(2, 4)),
    "flash": Way("flash"),
    "cast": Way("cast"),
    "dark": Way("dark", noise=(3, 7)),
    "noisy": Way(noise=(6, 14)),
    "blurred": Way(blur=(0.8, 1.8), noise=(1, 3)),
    "pale": Way(contrast=(0.35, 0.6)),
    "coarse": Way(quality=(15, 40), noise=(1, 4)),
    "half": Way(scale=(0.35, 0.6)),
    "large": Way("soft", scale=(2, 4)),
}


def retake(rng: np.random.Generator, image: np.ndarray, way: Way) -> np.ndarray:
    """Takes a photograph once more.

    Args:
        rng: source of randomness.
        image: (h, w, 3) uint8 BGR.
        way: how.

    Returns:
        (h', w', 3) uint8 BGR.
    """
    image = scaled(image, rng.uniform(*way.scale))
    radiance = 1 - rng.uniform(*way.contrast) * (1 - image.astype(np.float32) / 255)
    radiance = defocus(radiance * light(rng, way.light, image.shape[:2]), rng.uniform(*way.blur))
    return expose(rng, radiance, rng.uniform(*way.noise), 0.0, int(rng.integers(*way.quality)))


def retaken(images: Iterable[Case], times: int, seed: int) -> Iterator[Case]:
    """Yields each photograph so many times, in one of `WAYS` after the other, as the kind "retaken/WAY"."""
    ways = cycle(WAYS.items())
    for number, case in enumerate(images):
        for name, way in islice(ways, times):
            image = retake(np.random.default_rng([seed, number]), case.image, way)
            yield replace(case, name=f"{name}-{case.name}", kind=f"retaken/{name}", image=image)
