"""The training images have the form that a photo's digits have after normalising, and a seed fixes them."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from train import augment, mnist, negatives, neighbours, strokes


@pytest.fixture(scope="module")
def digits():
    data = mnist.load()
    return data.x_train[:2000], data.y_train[:2000]


def photographed(digits, seed, count):
    rng = np.random.default_rng(seed)
    fields = (augment.digit_field(rng, image) for image in digits[0][:count])
    return np.array([augment.photographed(rng, *field) for field in fields])


def slightly(digits, seed, count):
    rng = np.random.default_rng(seed)
    return np.array([augment.slightly(rng, image) for image in digits[0][:count]])


def synthetic(digits, seed, count):
    rng = np.random.default_rng(seed)
    values = [i % 10 for i in range(count)]
    return np.array(
        [augment.photographed(rng, strokes.field(strokes.digit(rng, v)), strokes.widths(v)) for v in values]
    )


def trimmed(digits, seed, count):
    rng = np.random.default_rng(seed)
    source = neighbours.Source(*digits)
    return np.array([neighbours.trimmed(rng, source, i % 10) for i in range(count)])


def no_digits(digits, seed, count):
    rng = np.random.default_rng(seed)
    source = neighbours.Source(*digits)
    return np.array([negatives.negative(rng, source) for _ in range(count)])


MAKERS = [photographed, slightly, synthetic, trimmed, no_digits]


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_seed_makes_the_same_images(digits, make):
    assert (make(digits, 5, 30) == make(digits, 5, 30)).all()
    assert (make(digits, 5, 30) != make(digits, 6, 30)).any()


@pytest.mark.parametrize("make", [photographed, synthetic, trimmed, no_digits])
def test_images_have_mnists_form(digits, make):
    images = make(digits, 7, 150)
    assert images.shape == (150, 28, 28) and images.dtype == np.uint8
    boxes = np.array([cv2.boundingRect(image) for image in images])
    assert (boxes[:, 2:].max(1) == 20).all()
    assert (images.max((1, 2)) == 255).all()
    y, x = np.mgrid[:28, :28]
    weight = images.sum((1, 2), dtype=float)
    centres = np.stack([(images * x).sum((1, 2)), (images * y).sum((1, 2))], 1) / weight[:, None]
    # Half a pixel from rounding; lopsided shapes stop at the image's border.
    assert (np.abs(centres - 14) <= 0.51).mean() > 0.9


def test_slight_changes_keep_mnists_greys(digits):
    images = slightly(digits, 3, 300)
    grey = ((images > 0) & (images < 255)).sum() / (images > 0).sum()
    assert grey > 0.8 and not (images == digits[0][:300]).all((1, 2)).any()


@pytest.mark.parametrize("kind", negatives.KINDS, ids=lambda kind: kind.__name__)
def test_no_negative_is_one_upright_bar(digits, kind):
    rng = np.random.default_rng(11)
    source = neighbours.Source(*digits)
    images = [negatives.of_kind(rng, source, kind) for _ in range(20)]
    assert all(image.any() for image in images)
    if kind in negatives.UPRIGHT:
        assert all(negatives.pieces(image) > 1 for image in images)
    else:
        assert not any(negatives.may_be_one(image) for image in images)


def test_an_upright_bar_may_be_a_one():
    bar = np.zeros((28, 28), np.uint8)
    bar[4:24, 12:16] = 255
    assert negatives.may_be_one(bar) and not negatives.may_be_one(bar.T)


@pytest.mark.parametrize(
    ("lean", "may_be"), [(-60, False), (-45, False), (-20, True), (0, True), (45, True), (70, False)]
)
def test_a_bar_that_leans_as_no_hand_writes_a_one_is_none(lean, may_be):
    x, y = 9 * np.sin(np.deg2rad(lean)), 9 * np.cos(np.deg2rad(lean))
    bar = np.zeros((28, 28), np.uint8)
    cv2.line(bar, (round(14 - x), round(14 + y)), (round(14 + x), round(14 - y)), 255, 2)
    assert negatives.may_be_one(bar) == may_be


def test_digits_of_a_row_touch_and_do_not_hide_each_other(digits):
    rng = np.random.default_rng(4)
    source = neighbours.Source(*digits)
    for _ in range(30):
        fields = [source.field(rng)[0] for _ in range(3)]
        layers = neighbours.row(rng, fields, (-1, 5))
        boxes = [neighbours.ink_box(layer) for layer in layers]
        for (x, _, w, _), (next_x, _, next_w, _) in pairwise(boxes):
            assert x < next_x and x + w - next_x < 0.6 * min(w, next_w) + 6


@pytest.mark.parametrize("value", range(10))
def test_synthetic_digits_fill_their_box(value):
    rng = np.random.default_rng(value)
    for _ in range(20):
        points = np.concatenate(strokes.digit(rng, value))
        low, high = points.min(0), points.max(0)
        assert low.min() > -0.4 and high[0] < 1.7 and high[1] < 1.3
        assert 0.75 < (high - low)[1] < 1.3


def test_every_process_count_builds_the_same_corpus(digits):
    from train import corpus

    amounts = corpus.Amounts(slight=1, photographed=1, strokes=30, trimmed=10, negatives=20)
    first = corpus.build(digits[0][:40], digits[1][:40], amounts, seed=1, workers=1)
    second = corpus.build(digits[0][:40], digits[1][:40], amounts, seed=1, workers=2)
    assert (first.images == second.images).all() and (first.labels == second.labels).all()
    assert np.bincount(first.labels, minlength=11)[10] == 20
    assert len(first.labels) == 3 * 40 + 30 + 10 + 20
    assert (first.images[:40] == digits[0][:40]).all()
