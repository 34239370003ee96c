import numpy as np

from edge.reading.rows import rows


def line(x: int, y: int, count: int, tall: int = 40) -> list[tuple[int, int, int, int]]:
    return [(x + 40 * i, y, 30, tall) for i in range(count)]


def turned(boxes, degrees: float):
    """The boxes on a page that is turned."""
    angle = np.radians(degrees)
    out = []
    for x, y, w, h in boxes:
        cx, cy = x + w / 2, y + h / 2
        cx, cy = cx * np.cos(angle) - cy * np.sin(angle), cx * np.sin(angle) + cy * np.cos(angle)
        out.append((round(cx - w / 2), round(cy - h / 2), w, h))
    return out


def test_no_digits_are_no_lines():
    assert rows([]) == ([], 0.0)


def test_lines_are_read_from_top_to_bottom_and_left_to_right():
    boxes = line(0, 100, 3) + line(20, 0, 4)

    assert rows(boxes)[0] == [[3, 4, 5, 6], [0, 1, 2]]


def test_two_numbers_side_by_side_are_one_line():
    assert rows(line(0, 0, 3) + line(400, 5, 3))[0] == [[0, 1, 2, 3, 4, 5]]


def test_a_small_zero_and_a_hanging_seven_stay_in_their_line():
    boxes = [(0, 0, 30, 40), (40, 18, 20, 20), (80, 10, 30, 55), (120, 0, 30, 40)]

    assert rows(boxes)[0] == [[0, 1, 2, 3]]


def test_a_steep_page_has_the_same_lines():
    straight = line(0, 0, 6) + line(0, 80, 6)
    for degrees in (-45, -20, 20, 45):
        lines, slope = rows(turned(straight, degrees))
        assert lines == [list(range(6)), list(range(6, 12))]
        assert abs(np.degrees(slope) - degrees) < 3
