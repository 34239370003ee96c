import cv2
import numpy as np

from edge.reading.digits import crops, ink


def paper(light: float = 200.0) -> np.ndarray:
    grey = np.full((120, 200), light, np.uint8)
    cv2.putText(grey, "7", (30, 90), cv2.FONT_HERSHEY_SIMPLEX, 2.5, 40, 4)
    return grey


BOX = (32, 36, 42, 58)


def test_a_digit_is_white_on_black_and_centred():
    (crop,) = crops(paper(), [BOX], [0.0])
    rows = np.flatnonzero((crop > 60).any(1))

    assert crop.shape == (28, 28) and crop.dtype == np.uint8
    assert 18 <= rows.max() - rows.min() + 1 <= 22
    assert abs(np.average(np.arange(28), weights=crop.sum(1)) - 13.5) < 1


def test_chalk_gives_the_same_digit():
    dark, light = (crops(page, [BOX], [0.0])[0] for page in (paper(), 255 - paper()))

    assert np.abs(dark.astype(int) - light).mean() < 8


def test_a_shadow_across_the_digit_is_not_ink():
    grey = paper()
    grey[:, :50] = grey[:, :50] * 0.6
    share = (ink(grey, BOX) > 0).mean()

    assert share < 0.3


def test_a_neighbour_that_reaches_into_the_box_is_left_out():
    grey = paper()
    alone = crops(grey, [BOX], [0.0])[0]
    cv2.line(grey, (70, 60), (140, 60), 40, 4)

    assert np.abs(alone.astype(int) - crops(grey, [BOX], [0.0])[0]).mean() < 12


def test_a_box_of_blank_paper_gives_a_crop_all_the_same():
    assert crops(np.full((50, 50), 180, np.uint8), [(10, 10, 20, 20)], [0.0]).shape == (1, 28, 28)


def test_no_boxes_give_no_crops():
    assert crops(paper(), [], []).shape == (0, 28, 28)
