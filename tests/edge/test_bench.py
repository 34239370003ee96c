import json
import subprocess
import sys
from pathlib import Path

import pytest

from edge.bench import FRAMES, GOALS, as_table, baseline, page, write
from edge.errors import OutputError
from edge.reader import DigitReader
from tests.edge.patience import LIMIT

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("size", FRAMES)
def test_the_frames_hold_the_digits_that_they_are_measured_for(size):
    reading = DigitReader().read(page(size, 10))

    assert len(reading.digits) == 10
    assert len(DigitReader().read(page(size, 0)).digits) == 0


def test_the_baseline_finds_each_digit_as_a_contour():
    assert 10 <= baseline(page((1280, 720), 10)) <= 100


def test_every_figure_is_measured_and_stages_add_up(tmp_path):
    out = tmp_path / "new/bench.json"
    command = [sys.executable, "-m", "edge.bench", "--rounds", "3", "--json", str(out), "--peer", "none"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=True)
    figures = json.loads(out.read_text())

    assert "cold start" in done.stdout
    assert figures["cold_start"]["seconds"] > 0
    assert 20 < figures["cold_start"]["own_megabytes"] < figures["cold_start"]["megabytes"] - 20
    for stage in figures["stages"].values():
        parts = [stage[name]["median_ms"] for name in ("finder", "normaliser", "classifier")]
        assert all(part > 0 for part in parts)
        assert 0.5 < sum(parts) / stage["whole"]["median_ms"] < 2
        assert stage["ratio_to_baseline"] > 0
        assert "peer" not in stage
    assert [result["frames"] for result in figures["video"].values()] == [90] * 4
    assert all(result["fps"] > 0 for result in figures["video"].values())


def test_each_goal_is_said_to_be_met_or_missed_and_the_yardsticks_are_explained():
    times = {"median_ms": 2.0, "p95_ms": 3.0}
    stage = {"whole": times, "baseline": times, "peer": times, "digits_read": 10}
    figures = {
        "machine": {},
        "goals": GOALS,
        "cold_start": {
            "seconds": GOALS["seconds"],
            "megabytes": GOALS["megabytes"] + 1,
            "own_megabytes": 30.0,
        },
        "stages": {
            "640x480": stage | {"ratio_to_baseline": 9.0, "ratio_to_peer": 0.5},
            "1280x720": stage | {"ratio_to_baseline": 2.9, "ratio_to_peer": 1.5},
        },
        "video": {"10": {"fps": 30.0}},
    }
    table = as_table(figures)
    assert f"{GOALS['megabytes'] + 1} MB (30.0 without the libraries' files)" in table
    said = [line.split()[-1] for line in table.split("goals")[1].splitlines()[1:]]
    assert said == ["met", "missed", "met", "met", "missed"]
    for yardstick, meaning in [("baseline", "OpenCV alone"), ("peer", "as others do it")]:
        assert any(line.split()[0] == yardstick and meaning in line for line in table.splitlines() if line)


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / "file/below.json", {})
