"""Parts dark ink from paler marks: rules, the back page shining through, stains."""

from statistics import median

import cv2

from edge.finder import Classify, Part, find_parts, sureness
from edge.judge import SMALLEST
from edge.light import Ink
from edge.pixels import crop, quantiles

WEAKEST = 0.42  # of the page's darkest writing: what is weaker is show-through or dirt
FAINTEST = 0.28  # of the darkest piece of whatever height: no pencil is as weak beside a pen's dot
TOWERING = 4.0  # times the usual height: a part as tall that holds others is no writing
HOLDS = 3  # others
PALER = 0.6  # of the darkest ink's darkness: what is not as dark is another mark's
ALL_BUT_NOISE = 0.99  # of a part's ink is no darker than its darkest ink
SURE = 0.9  # probability from which a mark is a digit
PRINTED = 10  # so many dark marks are print
PENCIL = 0.2  # of that darkness: no pencil beside print is weaker
HIGHER = 1.5  # times as high as the print beside it is what was written with a pencil
MOSTLY = 0.5  # share of it that is sure digits
FEW = 0.5  # share of the paler parts that are sure digits: less are where the back page shines through


def without_weak(parts: list[Part], classify: Classify) -> list[Part]:
    """Leaves out parts much weaker than the page's darkest writing: the back page shining through, stains.

    What is higher than the dark marks and mostly digits stays: a pencil's writing beside bold print.

    Args:
        parts: of the picture.
        classify: see `edge.segmentation.segment`.
    """
    marks = [part for part in parts if not part.is_solid] or parts
    heights = sorted(part.height for part in marks if part.height >= SMALLEST)
    if not heights:
        return parts
    usual = heights[len(heights) // 2]
    writing = [part for part in marks if part.height <= TOWERING * usual or not _holds_others(part, parts)]
    # The tallest may be a grid, and of the usual ones most may be of the back page.
    tallest = max(part.height for part in writing)
    darkest = max(_darkest(writing, 0.4 * height) for height in (tallest, usual))
    # The one small digit may be lower than a crease in the paper is.
    inkiest = _darkest(writing, SMALLEST - 1)
    least = max(WEAKEST * darkest, FAINTEST * inkiest)
    strong = [part for part in parts if part.darkness >= least]
    if sum(part.height >= SMALLEST for part in strong) < PRINTED:
        return strong
    print_height = median(part.height for part in strong)
    pencil = [part for part in parts if part.darkness < least and part.height > HIGHER * print_height]
    sure = sum(best >= SURE for best in sureness([(part,) for part in pencil], classify)) if pencil else 0
    if not sure or sure < MOSTLY * len(pencil):
        return strong
    high = HIGHER * print_height
    return [p for p in parts if p.darkness >= (PENCIL * inkiest if p.height > high else least)]


def _holds_others(part: Part, parts: list[Part]) -> bool:
    """Tells whether a part's box holds several others, as a page's edge and the desk around it do."""
    x, y, w, h = part.box
    centres = (other.centre for other in parts if other is not part)
    return sum(x < centre[0] < x + w and y < centre[1] < y + h for centre in centres) >= HOLDS


def _darkest(parts: list[Part], least: float) -> float:
    """Returns the 90th percentile of the darkness of parts higher than `least` px."""
    darkness = sorted(part.darkness for part in parts if part.height > least)
    return darkness[round(0.9 * (len(darkness) - 1))]


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

    To `without_weak` a lone digit is an exception among the many letters of the back page.

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
