"""Parts dark ink from paler marks: rules, the back page shining through, a shadow's rim."""

import cv2

from edge.finder import Classify, Part, crop, find_parts, sureness
from edge.judge import WEAKEST
from edge.light import Ink, quantiles

PALER = 0.6  # of the darkest ink's darkness: what is not as dark is another mark's
DARKER = 2.0  # times the darkness of the palest ink: ink as dark may be another mark's
SHARE = 0.25  # of a part's ink that a paler mark may be
ALL_BUT_NOISE = 0.99  # of a part's ink is no darker than its darkest ink
SURE = 0.9  # probability from which dark ink alone is a digit
DOUBT = 0.4  # below which the whole is in doubt
FEW = 0.5  # share of the paler parts that are sure digits: less are where the back page shines through


def darker_ink(part: Part, ink: Ink, share: float, times: float) -> list[Part]:
    """Returns what in a part is in darker ink than the rest; [] where it is all of one darkness.

    Args:
        part: of the picture.
        ink: of the whole picture.
        share: of its ink that is at least in the paler mark.
        times: that mark's darkness that the darkest ink has at least.
    """
    darkness = crop(ink.darkness, part.box)
    paler, darkest = quantiles(darkness[part.mask > 0], share, ALL_BUT_NOISE)
    if darkest < times * paler:
        return []
    _, dark = cv2.threshold(darkness, int(PALER * darkest), 255, cv2.THRESH_BINARY)
    return find_parts(ink, cv2.bitwise_and(part.mask, dark), part.box[:2])


def without_show_through(parts: list[Part], classify: Classify) -> list[Part]:
    """Leaves out what is much paler than the darkest ink, where that is digits and the paler mostly is none.

    To `edge.judge.without_weak` a lone digit is an exception among the many letters of the back page.

    Args:
        parts: of the picture.
        classify: see `edge.segmentation.segment`.
    """
    darkest = max((part.darkness for part in parts), default=0.0)
    paler = [part for part in parts if part.darkness < WEAKEST * darkest]
    dark = [part for part in parts if part.darkness >= PALER * darkest]
    if not paler or len(paler) + len(dark) < len(parts):
        return parts
    sure = sum(best >= SURE for best in sureness([(part,) for part in paler], classify))
    shines_through = sure < FEW * len(paler)
    return dark if shines_through and min(sureness([(part,) for part in dark], classify)) >= SURE else parts


def in_dark_ink(parts: list[Part], ink: Ink, classify: Classify) -> list[Part]:
    """Leaves paler marks out of parts in which the dark ink alone reads as a digit, and the whole does not.

    Args:
        parts: of the picture.
        ink: of the whole picture.
        classify: see `edge.segmentation.segment`.
    """
    best = sureness([(part,) for part in parts], classify)
    cores = {
        index: core
        for index, part in enumerate(parts)
        if best[index] < DOUBT and (core := darker_ink(part, ink, SHARE, DARKER))
    }
    if not cores:
        return parts
    best = sureness([tuple(core) for core in cores.values()], classify)
    sure = {index: core for (index, core), alone in zip(cores.items(), best, strict=True) if alone >= SURE}
    return [piece for index, part in enumerate(parts) for piece in sure.get(index, [part])]
