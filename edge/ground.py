"""Keeps what lies on even ground, as writing does, where a picture is crowded: a desk's grain does not.

Strokes leave paper between the lines and around the page, however many they are; grain, cloth, leaves and
print too small to be read leave none that is wide.
"""

import cv2
import numpy as np

from edge.finder import Classify, Part, mask_of, sureness
from edge.pixels import crop, square

CROWD = 40  # parts from which a picture is crowded
DETAIL = 320  # px, longest side at which the ground is sought
INK = 40  # of 255: share of ink from which a pixel of that size is no ground
REACH = 2  # px of that size: ground that is narrower than twice as much is none
WIDE = 0.03  # of the picture: a piece of ground is at least so large
SURE = 0.9  # probability from which a part is a digit wherever it lies
LEAST = 0.3  # of what is around a part that is ground
AROUND = 5.0  # of a part's height: so far around it others are like it that lie on no such ground either
ALIKE = 2.0  # times as high at most, or as low
MOSTLY = 0.5  # of them that are digits, too: most letters of a page of print are none
FEW = 0.5  # of all parts: if no more lie on no such ground, it may be a page; grain lies on none
MANY = 0.6  # of all parts like it around one of those few: among so many digits are odd and touching ones


def on_even_ground(parts: list[Part], shape: tuple[int, int], classify: Classify) -> list[Part]:
    """Leaves out parts that do not lie on wide, even ground, if the frame (h, w) is crowded.

    Small writing may stand as close as grain does; what reads as a digit among digits is kept, and on a
    page of digits those that touch, too.
    """
    if len(parts) < CROWD:
        return parts
    ground = {id(part) for part in _on_wide_ground(parts, shape)}
    others = [part for part in parts if id(part) not in ground]
    if others:
        sure = _are_digits(others, classify)
        kept = sure & (_digits_around(others, others, sure) >= MOSTLY)
        if len(others) <= FEW * len(parts):
            kept |= _digits_around(others, parts, _are_digits(parts, classify)) >= MANY
        ground |= {id(part) for part, keep in zip(others, kept, strict=True) if keep}
    return [part for part in parts if id(part) in ground]


def _are_digits(parts: list[Part], classify: Classify) -> np.ndarray:
    return sureness([(part,) for part in parts], classify) >= SURE


def _digits_around(parts: list[Part], among: list[Part], digits: np.ndarray) -> np.ndarray:
    """Returns (n,) float: the share of digits in what is around a part and about as high, itself included.

    Args:
        parts: n of `among`.
        among: m parts.
        digits: (m,) bool, which of these are.
    """
    (x, y, height), (other_x, other_y, other) = (
        np.array([(*part.centre, part.height) for part in each], float).T for each in (parts, among)
    )
    x, y, height = x[:, None], y[:, None], height[:, None]  # [part, another]
    near = np.hypot(other_x - x, other_y - y) < AROUND * height
    like = near & (other < ALIKE * height) & (other > height / ALIKE)
    return (like & digits).sum(axis=1) / like.sum(axis=1)


def _on_wide_ground(parts: list[Part], shape: tuple[int, int]) -> list[Part]:
    h, w = shape
    scale = min(1.0, DETAIL / max(shape))
    size = max(1, round(w * scale)), max(1, round(h * scale))
    mask = cv2.resize(mask_of(parts, (0, 0, w, h)), size, interpolation=cv2.INTER_AREA)
    ground = _wide_ground(mask)
    kept = []
    for part in parts:
        x, y = int(part.left * scale), int(part.top * scale)
        right, bottom = round(part.right * scale), round(part.bottom * scale)
        left, top = max(x - REACH - 1, 0), max(y - REACH - 1, 0)
        around = crop(ground, (left, top, right + REACH + 1 - left, bottom + REACH + 1 - top))
        if cv2.countNonZero(around) >= LEAST * around.size:
            kept.append(part)
    return kept


def _wide_ground(mask: np.ndarray) -> np.ndarray:
    """Returns (h, w) uint8, non-zero where ground is wide, up to the ink that lies on it."""
    free = cv2.bitwise_not(cv2.dilate(cv2.compare(mask, INK, cv2.CMP_GT), square(REACH)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
    wide = (stats[:, cv2.CC_STAT_AREA] > WIDE * mask.size).astype(np.uint8)
    wide[0] = 0  # the ink
    return cv2.dilate(wide[labels], square(REACH + 1))
