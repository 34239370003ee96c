"""What the eye learns from: kinds of scenes, and how often each is rendered.

The named conditions of `train.scenes` in smaller frames, since a tile shows no more of them, and at least as
many pictures without digits as a camera sees.
"""

from dataclasses import dataclass, replace

import numpy as np

from train.scenes import NOTHING
from train.scenes.recipes import ALL_LIGHTS, CONDITIONS, Recipe

SMALL = ((320, 240), (240, 320), (300, 300), (400, 300), (256, 256))
MIDDLE = ((480, 360), (360, 480), (400, 600), (640, 480))
LEFT_OUT = ("single/megapixels", "nothing/black")  # too large to render often; nothing to see


@dataclass(frozen=True)
class Kind:
    """A kind of scene.

    Attributes:
        name: the condition's.
        recipe: what it draws from; None for photographs.
        share: how often it is rendered in comparison with others.
        tiles: that are cut out of one scene at most.
    """

    name: str
    recipe: Recipe | None
    share: float
    tiles: int = 5

    @property
    def empty(self) -> bool:
        """Whether there are no digits in it."""
        return self.recipe is None or self.recipe.layout in NOTHING


SHARES = {  # by the first part of a condition's name, for all of them together
    "single": 14,
    "cell": 12,
    "cut": 7,
    "line": 20,
    "page": 12,
    "uneven": 14,
    "shaped": 4,
    "curled": 3,
    "pale": 1.5,
    "printed": 4,
    "note": 1.5,
    "beside": 10,
    "nothing": 16,
}
PHOTOGRAPH = "photograph"
PHOTOGRAPHS = 9  # the share of photographs


def kinds() -> list[Kind]:
    """Returns the kinds of scenes that the eye is trained on."""
    names = [name for name in CONDITIONS if name not in LEFT_OUT]
    groups = [name.split("/")[0] for name in names]
    rendered = [
        Kind(name, smaller(CONDITIONS[name]), SHARES[group] / groups.count(group))
        for name, group in zip(names, groups, strict=True)
    ]
    return [*rendered, Kind(PHOTOGRAPH, None, PHOTOGRAPHS, tiles=2)]


def smaller(recipe: Recipe) -> Recipe:
    """Returns a recipe in smaller frames; pages keep more room than what is written large."""
    if recipe.tight is not None:
        return recipe
    return replace(recipe, sizes=MIDDLE if recipe.layout == "page" or recipe.tall[1] < 0.12 else SMALL)


def varied(rng: np.random.Generator, recipe: Recipe) -> Recipe:
    """Returns a recipe with other hands and other light than its condition asks for."""
    if rng.random() < 0.25 and len(recipe.lights) > 1:
        recipe = replace(recipe, lights=ALL_LIGHTS)
    if rng.random() < 0.5:
        recipe = replace(recipe, european=max(recipe.european, 0.35))
    if recipe.layout in ("line", "page") and rng.random() < 0.6:
        low, high = recipe.space
        recipe = replace(
            recipe, habits=rng.random(), space=(low - 0.1 * rng.random(), high + 0.3 * rng.random())
        )
    return recipe
