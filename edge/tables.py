"""Tells the rows of a table's or a form's cells, which lie side by side where digits stand far apart."""

from statistics import median

from edge.finder import Part, surrounded
from edge.pixels import overlaps
from edge.results import Box

LEAST = 20  # px, side of the smallest cell
SEVERAL = 6  # cells that a table has at least
PAIR = 2  # cells that a form's row has, which is all of its mark
ALIKE = 1.5  # times the usual height at most, or as much less, is that of a cell
BESIDE = 0.5  # of a cell's height: those of a row share more, and lie no farther apart


def cell_rows(parts: list[Part]) -> list[list[Box]]:
    """Returns the cells of tables and forms: the boxes (x, y, w, h) of each row, from left to right.

    Args:
        parts: of a picture, with their printed lines.
    """
    found = []
    for part in parts:
        if part.width > PAIR * LEAST and part.height > LEAST:
            cells = _cells(part)
            rows = _rows(cells)
            if len(cells) >= SEVERAL or (len(rows) == 1 and len(cells) >= PAIR):
                found += rows
    return found


def _cells(part: Part) -> list[Box]:
    """Returns the boxes of a mark's holes from left to right that are alike, as a table's cells are."""
    holes = [box for box in surrounded(part) if min(box[2:]) >= LEAST]
    if not holes:
        return []
    usual = median(h for _, _, _, h in holes)
    return sorted(box for box in holes if usual / ALIKE < box[3] < usual * ALIKE)


def _rows(cells: list[Box]) -> list[list[Box]]:
    """Returns cells, which are given from left to right, in rows: each is beside the last of its row."""
    rows: list[list[Box]] = []
    for cell in cells:
        row = next((row for row in rows if _is_beside(row[-1], cell)), None)
        if row is None:
            rows.append([cell])
        else:
            row.append(cell)
    return rows


def _is_beside(left: Box, right: Box) -> bool:
    _, shared = overlaps(left, right)
    near = BESIDE * min(left[3], right[3])
    return shared > near and abs(right[0] - left[0] - left[2]) < near
