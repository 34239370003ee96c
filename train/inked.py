"""Writes digits on photographs of blank paper, whose light, grain and edges no rendered scene has."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from train import mnist
from train.cases import Case, parts_index
from train.scenes import write_on
from train.scenes.recipes import Recipe

LOWEST = 20  # px, height of the lowest digits: hands vary, and 16 px are to be read
BLANK = "negative_blank_paper"  # the kind of these photographs
KIND = "inked/{}"
RECIPES = {
    "single": Recipe(tall=(0.05, 0.5), european=0.25),
    "line": Recipe(layout="line", tall=(0.05, 0.25), european=0.25),
    "page": Recipe(layout="page", tall=(0.05, 0.12), rows=(2, 3), space=(0.15, 0.5), european=0.25),
}


def inked(images: Iterable[Case], times: int, seed: int, only: str = "") -> Iterator[Case]:
    """Yields each photograph of blank paper so many times with each of `RECIPES`, as the kind "inked/NAME".

    The digits are MNIST's: those of training on the part to tune on, those of validation on the held-out one.
    Kinds whose name does not contain `only` are left out.
    """
    recipes = {name: recipe for name, recipe in RECIPES.items() if only in KIND.format(name)}
    if not (times and recipes):
        return
    blank = [case for case in images if case.kind == BLANK]
    pools = mnist.split(mnist.load()) if blank else ()
    for number, case in enumerate(blank):
        for turn, (name, recipe) in product(range(times), recipes.items()):
            rng = np.random.default_rng([seed, number, turn])
            tall = tuple(max(share, LOWEST / case.image.shape[0]) for share in recipe.tall)
            made = write_on(rng, case.image, *pools[parts_index(case.part)], replace(recipe, tall=tall))
            yield replace(
                case,
                name=f"{name}-{turn}-{case.name}",
                kind=KIND.format(name),
                lines=made.lines,
                image=made.image,
                boxes=made.boxes,
            )
