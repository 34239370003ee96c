"""Measures the whole reader on photographs and rendered scenes, and shows every miss.

`python -m train.evaluate` reads the images of a folder with a labels.csv and scenes from a fixed seed, and
prints for each kind, source and condition what was read exactly, what was wrong, silent or invented, and how
long it took. The rules of scoring stand in `train/scoring.py`, the split in tuned-on and held-out in
`train/cases.py`.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from edge.classifier import Classifier
from edge.errors import EXIT_READ, SourceError, ZifferError
from edge.reader import DigitReader
from edge.reading.reader import EyeReader
from train import cases, sheets
from train.cases import HELD, Case
from train.hands import hands
from train.inked import inked
from train.retake import retaken
from train.scoring import Score, reliability, score, summary

PHOTOS = Path(__file__).resolve().parents[2] / "shared/photos"
MOST = 48  # misses of a kind that are drawn on its sheet
CURVE = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)  # --min-confidence


@dataclass(frozen=True)
class Result:
    """What came of one case."""

    kind: str
    source: str
    part: str
    score: Score


def evaluate(
    reader: DigitReader | EyeReader, images: Iterable[Case], folder: Path | None = None
) -> list[Result]:
    """Reads and scores images; saves sheets of the misses, at most `MOST` of each kind, to `folder`."""
    results = []
    misses: dict[str, list[np.ndarray]] = defaultdict(list)
    for case in images:
        start = time.perf_counter()
        reading, trace = reader.inspect(case.image)
        seconds = time.perf_counter() - start
        result = score(reading, case.lines, case.boxes, seconds)
        results.append(Result(case.kind, case.source, case.part, result))
        sheet = f"{case.part}-{case.kind}"
        if folder and not result.exact and len(misses[sheet]) < MOST:
            misses[sheet].append(sheets.panel(case.image, reading, trace, case.lines, case.name))
    for sheet, panels in misses.items():
        sheets.save(folder, sheet, panels)
    return results


def curve(kind: type, classifier: Classifier, images: Iterable[Case]) -> list[dict[str, float]]:
    """Reads images at each --min-confidence of `CURVE`: digits right, wrong, silent and invented.

    Args:
        kind: of reader.
        classifier: with which it reads.
        images: the cases.
    """
    readers = [kind(classifier, level) for level in CURVE]
    scores: list[list[Score]] = [[] for _ in CURVE]
    for case in images:
        for mine, reader in zip(scores, readers, strict=True):
            mine.append(score(reader.read(case.image), case.lines, case.boxes))
    return [{"min_confidence": level, **_curve_row(mine)} for level, mine in zip(CURVE, scores, strict=True)]


def _curve_row(scores: list[Score]) -> dict[str, float]:
    holding, empty = [s for s in scores if s.truth], [s for s in scores if not s.truth]
    truth = max(sum(s.truth for s in holding), 1)
    return {
        "right": 100 * sum(s.right for s in holding) / truth,
        "wrong": 100 * sum(s.wrong for s in holding) / truth,
        "silent": 100 * sum(s.silent for s in holding) / truth,
        "invented": 100 * sum(s.invented for s in holding) / truth,
        "exact": 100 * sum(s.exact for s in holding) / max(len(holding), 1),
        "empty_images_with_a_digit": 100 * sum(not s.exact for s in empty) / max(len(empty), 1),
    }


def report(results: list[Result]) -> dict:
    """Sums results up by part and kind, and by part and source where a kind has several."""
    parts: dict[str, dict] = {}
    for part in dict.fromkeys(result.part for result in results):
        mine = [result for result in results if result.part == part]
        kinds = _by(mine, lambda r: r.kind)
        groups = _by([r for r in mine if "/" in r.kind], lambda r: r.kind.split("/")[0] + "/*")
        sources = _by([r for r in mine if r.source != "rendered"], lambda r: f"{r.kind}: {r.source}")
        outcomes = [pair for r in mine if r.score.truth for pair in r.score.outcomes]
        rows, error = reliability(outcomes)
        parts[part] = {
            "kinds": kinds,
            "groups": groups,
            "sources": {
                name: row
                for name, row in sources.items()
                if sum(other.startswith(name.split(":")[0] + ":") for other in sources) > 1
            },
            "reliability": rows,
            "expected_calibration_error": error,
        }
    return parts


def _by(results: list[Result], key) -> dict[str, dict[str, float]]:
    groups: dict[str, list[Score]] = defaultdict(list)
    for result in results:
        groups[key(result)].append(result.score)
    return {name: summary(scores) for name, scores in groups.items()}


def show(parts: dict) -> None:
    """Prints a report as tables."""
    for part, tables in parts.items():
        print(f"\n== {part} ==")
        for title in ("kinds", "groups", "sources"):
            if tables[title]:
                _show_table(title, tables[title])
        print("\nreliability of the digits read where there are digits")
        print(f"{'confidence':>12} {'digits':>7} {'mean':>7} {'right':>7}")
        for row in tables["reliability"]:
            span = f"{row['low']:.1f}-{row['high']:.1f}"
            print(f"{span:>12} {row['count']:7d} {row['confidence']:7.3f} {row['right']:7.3f}")
        print(f"expected calibration error {tables['expected_calibration_error']:.2f} %")


def _show_table(title: str, rows: dict[str, dict[str, float]]) -> None:
    columns = (
        "images",
        "exact",
        "chars wrong",
        "digits",
        "right",
        "wrong",
        "silent",
        "invented",
        "precision",
        "recall",
        "F1",
        "ms",
        "p95",
    )
    print(f"\n{title:44}" + "".join(f"{name:>12}" for name in columns))
    for name, row in rows.items():
        cells = [f"{value:12.2f}" if isinstance(value, float) else f"{value:12d}" for value in row.values()]
        print(f"{name[:43]:44}" + "".join(cells))


def show_curve(rows: list[dict[str, float]]) -> None:
    """Prints what --min-confidence buys, in percent of the true digits or of the images."""
    print("\nwhat --min-confidence trades (% of true digits; exact and empty: % of images)")
    print("".join(f"{name.replace('_images_with_a_digit', ''):>16}" for name in rows[0]))
    for row in rows:
        print("".join(f"{value:16.2f}" for value in row.values()))


def _images(arguments: argparse.Namespace, parts: tuple[str, ...]) -> Iterator[Case]:
    def wanted(case: Case) -> bool:
        return arguments.only in case.kind

    if arguments.photos:
        yield from filter(wanted, cases.photos(arguments.photos, parts))
        yield from filter(wanted, cases.arrays(arguments.photos, parts))
        photographs = cases.photos(arguments.photos, parts)
        yield from filter(wanted, retaken(photographs, arguments.retakes, arguments.seed))
        blank = cases.photos(arguments.photos, parts)
        yield from inked(blank, arguments.inked, arguments.seed, arguments.only)
    if arguments.scenes:
        yield from cases.scenes(arguments.scenes, arguments.seed, parts, arguments.only)
    if arguments.fonts and HELD in parts:
        yield from filter(wanted, hands(arguments.fonts, arguments.pages, arguments.seed))


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m train.evaluate",
        description=__doc__.splitlines()[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    default = PHOTOS if PHOTOS.is_dir() else None
    parser.add_argument("--photos", type=Path, default=default, help="folder with a labels.csv")
    parser.add_argument("--no-photos", dest="photos", action="store_const", const=None, help="scenes only")
    parser.add_argument(
        "--retakes", type=_count, default=1, help="times that each photo is taken again in other light"
    )
    parser.add_argument(
        "--inked", type=_count, default=10, help="times that digits are written on each negative_blank_paper"
    )
    parser.add_argument(
        "--scenes", type=_count, default=20, help="rendered scenes of each condition and part"
    )
    parser.add_argument("--fonts", type=Path, help="folder with handwriting fonts, to write pages with")
    parser.add_argument("--pages", type=_count, default=4, help="pages of each kind that each font writes")
    parser.add_argument("--seed", type=int, default=42, help="of the scenes")
    parser.add_argument(
        "--part", choices=cases.PARTS, default="all", help="tuned on, held out, or both apart"
    )
    parser.add_argument("--only", default="", help="kinds and conditions whose name contains this")
    parser.add_argument(
        "--sheet", type=Path, default=Path("build/misses"), help="folder for sheets of the misses"
    )
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    parser.add_argument("--eye", action="store_true", help="read with the learned eye instead of the rules")
    parser.add_argument("--min-confidence", type=float, help="another threshold than the manifest's")
    parser.add_argument("--curve", action="store_true", help="also read at several --min-confidence")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    return parser.parse_args(argv)


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is less than 0")
    return value


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    arguments = _arguments(argv)
    parts = cases.PARTS[arguments.part]
    try:
        classifier = Classifier(arguments.model)
        kind = EyeReader if arguments.eye else DigitReader
        reader = kind(classifier, arguments.min_confidence)
        images = tqdm(_images(arguments, parts), unit=" images", file=sys.stderr, disable=None)
        results = evaluate(reader, images, arguments.sheet)
        if not results:
            raise SourceError("there is nothing to read: give --photos or --scenes, or another --only")
        outcome = report(results)
        trade = curve(kind, classifier, _images(arguments, parts)) if arguments.curve else []
    except ZifferError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if arguments.json:
        print(json.dumps({"parts": outcome, "curve": trade}))
        return EXIT_READ
    show(outcome)
    if trade:
        show_curve(trade)
    print(f"\nsheets of the misses: {arguments.sheet}")
    return EXIT_READ


if __name__ == "__main__":
    sys.exit(main())
