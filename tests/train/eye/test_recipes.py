import numpy as np

from train.eye.recipes import LEFT_OUT, PHOTOGRAPH, SHARES, kinds, varied
from train.scenes import CONDITIONS


def test_every_condition_is_rendered_but_those_left_out():
    names = {kind.name for kind in kinds()}

    assert names == set(CONDITIONS) - set(LEFT_OUT) | {PHOTOGRAPH}


def test_each_group_has_the_share_that_it_was_given():
    for group, share in SHARES.items():
        mine = [kind.share for kind in kinds() if kind.name.startswith(f"{group}/")]
        assert np.isclose(sum(mine), share)


def test_a_quarter_of_what_is_shown_holds_no_digit():
    empty = sum(kind.share for kind in kinds() if kind.empty)

    assert empty / sum(kind.share for kind in kinds()) > 0.2


def test_variations_leave_what_makes_a_condition():
    for seed in range(50):
        recipe = varied(np.random.default_rng(seed), CONDITIONS["line/squared"])
        assert recipe.print == "squared" and recipe.layout == "line"
