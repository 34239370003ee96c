"""The canvas turns strokes into ink, and takes them back."""

import numpy as np
import pytest

from edge.canvas import SIZE, Canvas, Stroke, blank, render

WAVE = [(100 + 40 * i, 300 + (150 if i % 2 else -150)) for i in range(12)]


def drawn(points, width=18, erases=False, canvas=None) -> Canvas:
    canvas = canvas or Canvas()
    canvas.begin(points[0], width, erases)
    for point in points[1:]:
        canvas.extend(point)
    canvas.end()
    return canvas


def ink(image: np.ndarray) -> np.ndarray:
    return image[..., 0] < 128


def test_an_empty_canvas_is_white_and_says_so():
    canvas = Canvas()
    assert canvas.empty
    assert canvas.image.shape == (SIZE[1], SIZE[0], 3)
    assert (canvas.image == 255).all()


def test_a_touch_without_movement_leaves_a_round_dot_of_the_pens_width():
    dot = ink(drawn([(200, 100)], width=21).image)
    rows, columns = np.nonzero(dot)
    assert abs(rows.mean() - 100) < 0.6 and abs(columns.mean() - 200) < 0.6
    assert dot.sum() == pytest.approx(np.pi * 10.5**2, rel=0.12)


def test_a_stroke_begins_and_ends_where_the_pen_did_with_round_caps():
    mask = ink(drawn([(200, 100), (300, 100), (400, 100)], width=20).image)
    rows, columns = np.nonzero(mask)
    assert (columns.min(), columns.max()) == pytest.approx((190, 410), abs=1.5)
    assert rows.max() - rows.min() + 1 == pytest.approx(20, abs=1.5)
    assert mask[:, columns.max() - 1].sum() < 14, "the end is square"


def test_few_points_of_a_quick_hand_become_a_curve_through_all_of_them():
    angles = np.linspace(0, 2 * np.pi, 9)
    circle = [(400 + 200 * np.cos(angle), 340 + 200 * np.sin(angle)) for angle in angles]
    mask = ink(drawn(circle, width=6).image)
    assert all(mask[round(y), round(x)] for x, y in circle)
    rows, columns = np.nonzero(mask[:, :400])  # the half away from the stroke's ends
    strays = np.abs(np.hypot(rows - 340, columns - 400) - 200)
    assert strays.max() < 9, "a polygon with these corners strays by 15"


def test_a_stroke_with_uneven_points_and_sharp_turns_does_not_overshoot():
    rows, columns = np.nonzero(ink(drawn([(100, 400), (110, 400), (500, 100), (505, 110), (500, 500)]).image))
    assert (columns.min(), columns.max()) == pytest.approx((91, 514), abs=8)
    assert (rows.min(), rows.max()) == pytest.approx((91, 509), abs=8)


def test_strokes_are_antialiased():
    levels = np.unique(drawn(WAVE).image)
    assert len(levels) > 30


def test_what_is_seen_while_drawing_stays_when_the_pen_is_lifted():
    canvas = Canvas()
    canvas.begin(WAVE[0], 18)
    for point in WAVE[1:]:
        canvas.extend(point)
    writing = canvas.image
    canvas.end()
    assert np.array_equal(writing, canvas.image)


def test_the_ink_reaches_the_pen_while_drawing():
    canvas = Canvas()
    canvas.begin((100, 100), 18)
    canvas.extend((300, 100))
    assert ink(canvas.image)[100, 300]


def test_painting_piece_by_piece_is_painting_the_strokes_at_once():
    canvas = drawn([(80, 620), (700, 610)], 60, True, drawn(WAVE))
    paper, dark = (255, 255, 255), (32, 26, 24)
    strokes = [Stroke(tuple(WAVE), 18, dark), Stroke(((80, 620), (700, 610)), 60, paper)]
    assert np.array_equal(canvas.image, render(blank(), strokes))


def test_an_eraser_brings_back_the_paper():
    canvas = drawn([(50, 300), (770, 300)])
    drawn([(400, 200), (400, 400)], 60, True, canvas)
    assert ink(canvas.image)[300, 300] and not ink(canvas.image)[280:320, 375:425].any()


def test_undo_takes_back_strokes_erasures_clearings_and_pictures_one_by_one():
    canvas, images = Canvas(), []
    steps = (
        lambda: drawn(WAVE, canvas=canvas),
        lambda: drawn([(50, 300), (770, 300)], 40, True, canvas),
        canvas.clear,
        lambda: canvas.lay(np.full((120, 90, 3), 200, np.uint8)),
        lambda: drawn([(10, 10), (60, 90)], 6, False, canvas),
    )
    for step in steps:
        images.append(canvas.image)
        step()
    for image in reversed(images):
        canvas.undo()
        assert np.array_equal(canvas.image, image)


def test_undo_on_the_first_sheet_and_in_mid_stroke_does_no_harm():
    canvas = Canvas()
    canvas.undo()
    canvas.begin((10, 10), 18)
    canvas.extend((300, 300))
    canvas.undo()
    canvas.extend((400, 300))
    canvas.end()
    assert canvas.empty and (canvas.image == 255).all()


def test_clearing_an_empty_sheet_is_no_step():
    canvas = drawn(WAVE)
    canvas.clear()
    canvas.clear()
    canvas.undo()
    assert not canvas.empty


def test_the_version_changes_whenever_the_image_does_and_only_then():
    canvas = Canvas()
    for change in (
        lambda: canvas.begin((10, 10), 5),
        lambda: canvas.extend((50, 10)),
        canvas.clear,
        canvas.undo,
    ):
        before, image = canvas.version, canvas.image
        change()
        assert canvas.version > before and not np.array_equal(image, canvas.image)
    before = canvas.version
    canvas.end()
    canvas.extend((70, 70))
    assert canvas.version == before


def test_on_a_dark_picture_the_ink_is_light_and_the_eraser_is_as_dark_as_the_picture():
    canvas = Canvas()
    canvas.lay(np.full((300, 400, 3), (40, 60, 50), np.uint8))
    drawn([(50, 150), (350, 150)], 18, False, canvas)
    assert canvas.image[150, 200].min() > 200
    drawn([(200, 100), (200, 200)], 40, True, canvas)
    assert canvas.image[150, 200].tolist() == [40, 60, 50]


def test_strokes_beyond_the_edges_of_the_sheet_are_cut_off():
    canvas = drawn([(-5000, 300), (400, 340), (99999, 400)])
    assert ink(canvas.image).any()
