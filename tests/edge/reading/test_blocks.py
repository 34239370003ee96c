import numpy as np

from edge.reading.blocks import SIDE, blocks
from edge.reading.evening import NEUTRAL
from edge.reading.pyramid import Level


def level(h: int, w: int, *inked: tuple[int, int]) -> Level:
    image = np.full((h, w), NEUTRAL, np.uint8)
    for y, x in inked:
        image[y : y + 20, x : x + 20] = 0
    return Level(image, 0.5, 8, 12)


def test_a_small_level_stays_whole():
    whole = level(SIDE, SIDE)

    assert blocks(whole) == [whole]


def test_blank_paper_is_not_looked_at():
    assert blocks(level(736, 1280)) == []


def test_a_level_full_of_ink_is_looked_at_once():
    full = level(736, 1280, *[(y, x) for y in range(0, 700, 60) for x in range(0, 1200, 60)])

    assert blocks(full) == [full]


def test_each_place_belongs_to_one_block_that_lies_where_it_says():
    for y in range(0, 716, 29):
        for x in range(0, 1260, 37):
            whole = level(736, 1280, (y, x))
            owners = []
            for part in blocks(whole):
                left, top, right, bottom = part.shared
                px, py = x + 10 + part.left - whole.left, y + 10 + part.top - whole.top
                h, w = part.image.shape
                if left <= px < w - right and top <= py < h - bottom:
                    owners.append(part)
                    assert part.image[py, px] == 0
            assert len(owners) >= 1, (y, x)
