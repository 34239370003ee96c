"""The named conditions of scenes: one difficulty each, the rest as on an ordinary day."""

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass(frozen=True)
class Recipe:
    """What a condition draws from.

    Attributes:
        layout: single, cells, line, page, or a kind of nothing (see `train.scenes.NOTHING`).
        sizes: (w, h) of the frame in px.
        tall: digit height as a part of the frame's height.
        tight: the frame is cut to the content, with margins in digit heights; None if it is not.
        px: digit height in px where the frame is cut to the content.
        count: digits in a line, or cells in a row.
        rows: lines on a page.
        columns: groups side by side on each line of a page.
        space: gap between the boxes of neighbours as a part of the digit's height.
        touch: chance that a digit touches its neighbour.
        uneven: relative change of size and baseline from digit to digit.
        pens, papers, lights: names in `ink.PENS`, `paper.SHEETS` and `light.light`.
        print: none, ruled, squared, coloured (squares), cells, dashed (cells), boxes, row: joined boxes
            for one number, or form: such a row in a colour.
        apart: gap between the printed boxes as a part of their sides, where `print` is "boxes".
        fills: height of digits as a part of their printed cells' height.
        in_view: how far the picture reaches beyond the cell's lines, as a part of the cell.
        turn: degrees, the largest rotation.
        tilt: largest shift of a corner by perspective, as a part of the frame.
        curl: how far a curled page rises and falls, as a part of the frame's width.
        edges: chance that the page's edges and a desk are in view.
        blur: px, defocus.
        motion: px, motion blur.
        noise: grey levels of 255.
        quality: of the JPEG.
        behind: chance that the back page shines through.
        glare: chance of a mirrored light.
        habits: how much a hand's own sizes and tails of the ten digits differ, 0 to 1.
        overlap: how far a touching digit reaches into its neighbour, as a part of the digit's height.
        breaks: chance that a digit has a gap in its stroke.
        european: chance that a digit is drawn by synthetic strokes as Europeans write it.
        beside: kinds in `train.scenes.DRAWN` of which one is drawn with the same pen, clear of the digits.
        lying: what lies on the page, clear of the digits: "pen", "clutter" of many shapes, or nothing.
        labelled: whether a word of the same hand stands beside each number.
        signed: whether a sign of the same hand stands right before or after each number, or in it.
        typeface: file of the font with which words are written; Hershey's scripts when empty.
    """

    layout: str = "single"
    sizes: tuple[tuple[int, int], ...] = ((640, 480), (480, 640), (640, 480), (800, 600))
    tall: Range = (0.12, 0.6)
    tight: Range | None = None
    px: Range = (28, 140)
    count: tuple[int, int] = (3, 13)
    rows: tuple[int, int] = (2, 6)
    columns: int = 1
    space: Range = (0.12, 0.45)
    touch: float = 0.0
    uneven: float = 0.06
    pens: tuple[str, ...] = ("pencil", "ballpoint", "felt", "marker", "felt", "ballpoint")
    papers: tuple[str, ...] = ("white", "white", "cream", "grey")
    lights: tuple[str, ...] = ("even", "gradient", "vignette", "soft")
    print: str = "none"
    apart: Range = (0.0, 0.0)
    fills: Range = (0.55, 0.85)
    in_view: Range = (0.03, 0.25)
    turn: float = 5.0
    tilt: float = 0.02
    curl: Range = (0.0, 0.0)
    edges: float = 0.0
    blur: Range = (0.3, 1.0)
    motion: Range = (0, 0)
    noise: Range = (1, 4)
    quality: tuple[int, int] = (75, 95)
    behind: float = 0.0
    glare: float = 0.0
    breaks: float = 0.0
    european: float = 0.0
    habits: float = 0.0
    overlap: Range | None = None
    beside: tuple[str, ...] = ()
    labelled: bool = False
    signed: bool = False
    lying: str = ""
    typeface: str = ""


STRIP = {"layout": "line", "tight": (0.1, 0.7), "turn": 3.0, "tilt": 0.01}
PAGE = {"layout": "page", "space": (0.15, 0.5), "turn": 3.0, "edges": 0.3}
FORM = {"layout": "cells", "tall": (0.05, 0.15), "in_view": (0.05, 0.2), "turn": 10, "tilt": 0.03}
BESIDE = {"layout": "line", "tall": (0.08, 0.3), "count": (1, 6)}
TIGHT = {"touch": 0.6, "overlap": (0.02, 0.15), "space": (-0.15, 0.15), "habits": 0.5}
CURL = (0.005, 0.025)
MARKS = {
    "pens": ("pencil", "ballpoint", "felt", "marker"),
    "papers": ("white", "cream", "grey", "kraft", "tinted"),
}
ALL_LIGHTS = ("even", "gradient", "vignette", "soft", "hard", "flash", "dark", "cast")

CONDITIONS: dict[str, Recipe] = {
    "single/plain": Recipe(),
    "single/clean": Recipe(
        papers=("white",), lights=("even",), pens=("felt", "marker"), noise=(0, 1.5), turn=0
    ),
    "single/soft-shadow": Recipe(lights=("soft",)),
    "single/hard-shadow": Recipe(lights=("hard",)),
    "single/gradient": Recipe(lights=("gradient", "vignette", "flash")),
    "single/dark": Recipe(lights=("dark",), noise=(3, 7)),
    "single/cast": Recipe(lights=("cast",), papers=("white", "cream", "grey", "tinted")),
    "single/glare": Recipe(lights=("even", "flash"), glare=1.0),
    "single/pencil": Recipe(pens=("pencil",)),
    "single/faint": Recipe(pens=("faint",), noise=(1, 2.5)),
    "single/ballpoint": Recipe(pens=("ballpoint",), tall=(0.08, 0.4)),
    "single/marker": Recipe(pens=("marker",), tall=(0.2, 0.9)),
    "single/broken": Recipe(pens=("pencil", "ballpoint", "felt"), breaks=1.0),
    "single/european": Recipe(european=1.0),
    "single/chalk": Recipe(pens=("chalk",), papers=("board",), lights=("even", "gradient", "soft", "flash")),
    "single/kraft": Recipe(papers=("kraft", "grey", "tinted")),
    "single/behind": Recipe(behind=1.0),
    "single/ruled": Recipe(print="ruled"),
    "single/squared": Recipe(print="squared"),
    "single/tilted": Recipe(turn=20, tilt=0.06),
    "single/blurred": Recipe(blur=(1.2, 2.6), motion=(0, 5), tall=(0.15, 0.6)),
    "single/noisy": Recipe(noise=(7, 14), quality=(25, 60)),
    "single/small": Recipe(
        tall=(0.033, 0.07), pens=("pencil", "ballpoint", "felt", "marker"), blur=(0.3, 0.7)
    ),
    "single/large": Recipe(tall=(0.7, 0.97), turn=2),
    "single/crop": Recipe(tight=(0.0, 0.3), px=(26, 160)),
    "single/border": Recipe(tight=(0.0, 0.02), px=(26, 160)),
    "single/tiny": Recipe(tight=(0.0, 0.25), px=(18, 34), blur=(0.1, 0.4), noise=(0, 3), quality=(80, 97)),
    "single/megapixels": Recipe(sizes=((4000, 3000),), tall=(0.05, 0.4), blur=(1, 3), noise=(3, 6)),
    "cell/inside": Recipe(
        layout="cells", tight=(0, 0), count=(1, 1), print="cells", in_view=(-0.12, -0.02), px=(40, 110)
    ),
    "cell/lines": Recipe(layout="cells", tight=(0, 0), count=(1, 1), print="cells", px=(36, 100)),
    "cell/form": Recipe(layout="cells", tight=(0, 0), count=(3, 10), print="cells", px=(24, 60)),
    "cell/boxes": Recipe(
        layout="cells",
        tight=(0, 0),
        count=(1, 4),
        print="boxes",
        apart=(0.1, 0.5),
        in_view=(0.05, 0.9),
        px=(36, 100),
    ),
    "cell/row": Recipe(**FORM, count=(2, 12), print="row"),
    "cell/table": Recipe(**FORM, count=(1, 9), print="cells"),
    "line/plain": Recipe(layout="line", tall=(0.08, 0.25)),
    "line/european": Recipe(layout="line", tall=(0.08, 0.25), european=1.0),
    "line/strip": Recipe(**STRIP, px=(24, 90)),
    "line/small": Recipe(**STRIP, px=(17, 24), blur=(0.2, 0.7)),
    "line/near": Recipe(**STRIP, px=(20, 60), space=(-0.1, 0.06)),
    "line/touching": Recipe(**STRIP, px=(20, 60), touch=0.35, space=(-0.05, 0.2)),
    "line/sloping": Recipe(layout="line", tall=(0.08, 0.18), turn=20, uneven=0.1, count=(3, 9)),
    "line/ruled": Recipe(layout="line", tall=(0.07, 0.2), print="ruled"),
    "line/squared": Recipe(layout="line", tall=(0.07, 0.2), print="squared"),
    "line/shadow": Recipe(layout="line", tall=(0.07, 0.2), lights=("soft", "hard", "flash", "cast")),
    "line/chalk": Recipe(layout="line", tall=(0.08, 0.25), pens=("chalk",), papers=("board",)),
    "page/plain": Recipe(**PAGE, tall=(0.05, 0.11)),
    "page/groups": Recipe(**PAGE, tall=(0.05, 0.08), columns=2),
    "page/a4": Recipe(
        **PAGE, sizes=((410, 594), (594, 840)), tall=(0.028, 0.045), rows=(5, 14), blur=(0.2, 0.6)
    ),
    "page/ruled": Recipe(**PAGE, tall=(0.05, 0.1), print="ruled"),
    "page/shadow": Recipe(**PAGE, tall=(0.05, 0.1), lights=("soft", "hard", "cast", "flash")),
    "uneven/line": Recipe(layout="line", tall=(0.06, 0.2), space=(0.0, 0.7), uneven=0.12, habits=1.0),
    "uneven/tight": Recipe(**STRIP, **TIGHT, px=(18, 60)),
    "uneven/steep": Recipe(layout="line", tall=(0.06, 0.15), turn=45, habits=0.5, count=(3, 10)),
    "uneven/page": Recipe(
        layout="page", sizes=((400, 600),), tall=(0.03, 0.06), rows=(4, 10), turn=8, uneven=0.1, habits=0.8
    ),
    "uneven/turned": Recipe(layout="page", tall=(0.04, 0.08), rows=(3, 7), turn=50, habits=0.5),
    "cut/cell": Recipe(
        layout="cells", tight=(0, 0), count=(1, 1), print="cells", in_view=(-0.14, 0.06), px=(36, 110)
    ),
    "cut/single": Recipe(tight=(-0.08, 0.15), px=(26, 160)),
    "shaped/single": Recipe(lights=("shaped",)),
    "shaped/line": Recipe(layout="line", tall=(0.07, 0.2), lights=("shaped",)),
    "shaped/page": Recipe(**PAGE, tall=(0.05, 0.1), lights=("shaped",)),
    "shaped/nothing": Recipe("blank", lights=("shaped",), papers=MARKS["papers"], edges=0.3, turn=15),
    "curled/single": Recipe(print="squared", curl=CURL),
    "curled/line": Recipe(layout="line", tall=(0.07, 0.2), print="squared", curl=CURL),
    "curled/page": Recipe(**PAGE, tall=(0.05, 0.1), print="ruled", curl=CURL),
    "pale/row": Recipe(**FORM, count=(1, 9), print="row", pens=("pencil", "faint")),
    "printed/coloured": Recipe(print="coloured"),
    "printed/dashed": Recipe(**FORM, count=(1, 4), print="dashed"),
    "printed/form": Recipe(**FORM, count=(2, 9), print="form", fills=(0.85, 1.1)),
    "note/single": Recipe(tall=(0.05, 0.12), edges=1.0, turn=12),
    "beside/scribbles": Recipe(**BESIDE, beside=("scribble",)),
    "beside/drawings": Recipe(**BESIDE, beside=("drawings",)),
    "beside/words": Recipe(**BESIDE, beside=("words",)),
    "beside/signs": Recipe(layout="line", tall=(0.05, 0.2), count=(1, 8), signed=True),
    "beside/pen": Recipe(**BESIDE, lying="pen"),
    "beside/clutter": Recipe(**BESIDE, lying="clutter"),
    "beside/label": Recipe(layout="line", tall=(0.05, 0.2), count=(2, 8), labelled=True),
    "beside/list": Recipe(**PAGE, tall=(0.04, 0.09), labelled=True),
    "nothing/blank": Recipe("blank", lights=ALL_LIGHTS, papers=MARKS["papers"], edges=0.3, turn=15),
    "nothing/ruled": Recipe(
        "blank", lights=ALL_LIGHTS, papers=MARKS["papers"], print="ruled", edges=0.3, turn=15
    ),
    "nothing/pen": Recipe("blank", papers=MARKS["papers"], edges=0.3, turn=15, lying="pen"),
    "nothing/clutter": Recipe("blank", papers=MARKS["papers"], edges=0.3, turn=15, lying="clutter"),
    "nothing/squared": Recipe("blank", lights=ALL_LIGHTS, print="squared", turn=15),
    "nothing/cells": Recipe("empty-cells", lights=ALL_LIGHTS, turn=8),
    "nothing/stains": Recipe("stains", lights=ALL_LIGHTS, turn=15, **MARKS),
    "nothing/scribbles": Recipe("scribble", turn=10, **MARKS),
    "nothing/drawings": Recipe("drawings", edges=0.4, turn=10, **MARKS),
    "nothing/words": Recipe("words", turn=10, **MARKS),
    "nothing/printed": Recipe("printed", turn=10, **MARKS),
    "nothing/desk": Recipe("desk", lights=ALL_LIGHTS, turn=0),
    "nothing/skin": Recipe("skin", lights=ALL_LIGHTS, turn=0),
    "nothing/texture": Recipe("texture", lights=ALL_LIGHTS, turn=0),
    "nothing/noise": Recipe("noise", turn=0),
    "nothing/black": Recipe("black", turn=0),
}
