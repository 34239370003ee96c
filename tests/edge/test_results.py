from edge.results import Digit, Reading, moved, scaled


def test_boxes_move_with_the_region_and_grow_with_the_picture():
    reading = Reading(("7",), (Digit(7, 0.9, (1, 2, 3, 4)),))
    assert moved(reading, 10, 20).digits[0].box == (11, 22, 3, 4)
    assert scaled(reading, 2).digits[0].box == (2, 4, 6, 8)
    assert scaled(reading, 0.1).digits[0].box[2:] == (1, 1)
    assert moved(reading, 10, 20).lines == ("7",)
