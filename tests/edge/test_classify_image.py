"""Runs the program as its users do: as a process, in folders, pipes and full disks."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from edge.classify_image import place
from edge.errors import OutputError
from tests.edge.patience import LIMIT

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "edge/classify_image.py"
SAMPLES = ROOT / "edge/samples"
DIGIT = SAMPLES / "digit.jpg"


def run(*arguments, cwd=ROOT, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, str(PROGRAM), *map(os.fspath, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=LIMIT, **options)


@pytest.fixture
def blank(tmp_path):
    path = tmp_path / "blank.png"
    cv2.imwrite(str(path), np.full((100, 100), 230, np.uint8))
    return path


def check_contract(item: dict) -> None:
    """The JSON contract of an image that was read, to the letter."""
    assert list(item) == ["image", "lines", "digits"]
    assert "".join(item["lines"]) == "".join(str(digit["digit"]) for digit in item["digits"])
    for digit in item["digits"]:
        assert list(digit) == ["digit", "confidence", "box"]
        assert digit["digit"] in range(10)
        assert 0 <= digit["confidence"] <= 1
        assert len(digit["box"]) == 4
        assert all(isinstance(side, int) for side in digit["box"])


def test_the_samples_are_read_as_their_labels_say():
    with (SAMPLES / "labels.csv").open(newline="") as file:
        truth = {row["file"]: row["lines"].split("|") if row["lines"] else [] for row in csv.DictReader(file)}
    done = run("--json", SAMPLES)
    items = [json.loads(line) for line in done.stdout.splitlines()]
    for item in items:
        check_contract(item)

    assert done.returncode == 0
    assert done.stderr == ""
    assert {Path(item["image"]).name: item["lines"] for item in items} == truth


def test_names_are_printed_as_given_in_the_order_given(tmp_path):
    shutil.copy(DIGIT, tmp_path / "b.jpg")
    shutil.copy(DIGIT, tmp_path / "a.jpg")
    given = ["./b.jpg", "a.jpg", str(tmp_path / "b.jpg"), "a.jpg"]
    done = run("--json", *given, cwd=tmp_path)

    assert [json.loads(line)["image"] for line in done.stdout.splitlines()] == given


def test_by_path_by_module_and_from_any_directory_the_answer_is_the_same(tmp_path):
    by_path = run("--json", DIGIT, cwd=tmp_path)
    command = [sys.executable, "-m", "edge.classify_image", "--json", str(DIGIT)]
    by_module = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert by_path.returncode == 0
    assert by_path.stdout == by_module.stdout


def test_a_modules_name_in_the_users_folder_does_no_harm(tmp_path):
    for name in ("numpy.py", "edge.py", "cv2.py"):
        (tmp_path / name).write_text("raise SystemExit('the wrong one')")

    assert run(DIGIT, cwd=tmp_path).returncode == 0


def test_a_person_reads_the_name_and_the_lines(blank):
    done = run(DIGIT, blank)

    assert done.stdout == f"{DIGIT}: 6\n{blank}: no digit found\n"


def test_no_digit_in_any_picture_is_exit_code_1(blank):
    done = run("--json", blank)

    assert done.returncode == 1
    assert json.loads(done.stdout) == {"image": str(blank), "lines": [], "digits": []}


def test_an_unreadable_file_is_told_in_its_turn_and_the_others_are_read(tmp_path):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(DIGIT.read_bytes()[:2000])
    loop = tmp_path / "loop.jpg"
    loop.symlink_to(loop)
    done = run("--json", DIGIT, bad, tmp_path / "none.jpg", loop, DIGIT)
    items = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 3
    assert [sorted(item) for item in items] == [
        ["digits", "image", "lines"],
        *[["error", "image"]] * 3,
        ["digits", "image", "lines"],
    ]
    assert items[1]["image"] == str(bad)
    assert done.stderr.count("\n") == 3
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--threads", "0", "x"],
        ["--min-confidence", "1.5", "x"],
        ["--runtime", "onnx", "x"],
        ["--nonsense", "x"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments):
    done = run(*arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_model_that_cannot_be_used_is_exit_code_4(tmp_path):
    model = tmp_path / "bad.tflite"
    model.write_bytes(b"nothing")
    done = run("--model", model, DIGIT)

    assert done.returncode == 4
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_boxes_are_in_pixels_of_the_upright_original(tmp_path):
    upright = Image.open(DIGIT)
    large = upright.resize((4 * upright.width, 4 * upright.height)).crop((0, 0, 3 * upright.width, 9999))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    large.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "large.jpg", exif=exif)
    done = run("--json", DIGIT, tmp_path / "large.jpg")
    small, turned = (json.loads(line) for line in done.stdout.splitlines())
    small_box, large_box = (item["digits"][0]["box"] for item in (small, turned))

    assert small["lines"] == turned["lines"] == ["6"]
    assert max(large.size) > 1600
    assert np.allclose(np.array(small_box) * 4, large_box, atol=0.06 * max(large_box))


def test_min_confidence_trades_reading_for_silence():
    sure = run("--json", "--min-confidence", "1", DIGIT)

    assert sure.returncode == 1
    assert json.loads(sure.stdout)["lines"] == []


def test_annotated_pictures_go_to_a_folder_and_never_over_an_input(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copy(DIGIT, tmp_path / name / "7.jpg")
    before = (tmp_path / "one/7.jpg").read_bytes()
    done = run("--save", tmp_path / "one", tmp_path / "one", tmp_path / "two")

    assert done.returncode == 0
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == [
        "7-read-2.jpg",
        "7-read.jpg",
        "7.jpg",
    ]
    assert (tmp_path / "one/7.jpg").read_bytes() == before
    assert cv2.imread(str(tmp_path / "one/7-read.jpg")).shape > cv2.imread(str(DIGIT)).shape


def test_a_second_run_reads_the_same_pictures_and_no_annotated_ones(tmp_path):
    shutil.copy(DIGIT, tmp_path)
    first, second = (run("--save", tmp_path, "--debug-dir", tmp_path, tmp_path) for _ in range(2))

    assert first.stdout == second.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "digit-debug.jpg",
        "digit-read.jpg",
        "digit.jpg",
    ]


def test_where_each_annotated_picture_went_is_told(tmp_path):
    (tmp_path / "two").mkdir()
    shutil.copy(DIGIT, tmp_path / "two")
    done = run("--json", "--save", "out", DIGIT, "two/digit.jpg", cwd=tmp_path)
    saved = [json.loads(line)["saved"] for line in done.stdout.splitlines()]

    assert saved == ["out/digit-read.jpg", "out/digit-read-2.jpg"]
    assert done.stderr == (
        "classify_image: two/digit.jpg is written to out/digit-read-2.jpg: digit-read.jpg is another's\n"
    )


def test_one_annotated_picture_goes_to_the_file_that_was_named(tmp_path):
    out = tmp_path / "new/out.png"

    assert run("--save", out, DIGIT).returncode == 0
    assert cv2.imread(str(out)).shape > cv2.imread(str(DIGIT)).shape


def test_one_file_for_many_pictures_is_wrong_usage(tmp_path):
    assert run("--save", tmp_path / "out.png", DIGIT, DIGIT).returncode == 2


def test_the_input_is_never_overwritten():
    with pytest.raises(OutputError, match="will not be overwritten"):
        place(str(DIGIT), str(DIGIT), "read", {os.path.realpath(DIGIT)})


def test_where_nothing_can_be_written_is_exit_code_6(tmp_path):
    (tmp_path / "file").touch()
    for out in (tmp_path / "file/below", "/proc/out", tmp_path / "out.heic"):
        done = run("--save", out, DIGIT)

        assert done.returncode == 6, out
        assert done.stderr.count("\n") == 1


def test_a_picture_that_cannot_be_written_keeps_no_other_from_being_read(tmp_path):
    (tmp_path / "digit-read.jpg").mkdir()
    done = run("--save", tmp_path, DIGIT, SAMPLES / "number.jpg")

    assert done.returncode == 6
    assert done.stdout.count("\n") == 2 and done.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["digit-read.jpg", "number-read.jpg"]


def test_a_debug_picture_shows_photo_mask_and_crops(tmp_path):
    assert run("--debug-dir", tmp_path / "debug", SAMPLES / "number.jpg").returncode == 0
    picture = cv2.imread(str(tmp_path / "debug/number-debug.jpg"))

    assert picture.shape[1] >= 2 * 640
    assert picture[-60:].max() > 200  # the crops' row is not empty


def test_a_full_disk_is_one_sentence():
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, str(PROGRAM), "--json", str(DIGIT)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)

    assert done.returncode == 6
    assert "No space left" in done.stderr
    assert done.stderr.count("\n") == 1


def test_head_ends_the_program_quietly():
    command = f"{sys.executable} {PROGRAM} --json {SAMPLES} {SAMPLES} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=LIMIT)

    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_an_interrupt_ends_the_program_without_a_traceback():
    command = [sys.executable, str(PROGRAM), *[str(SAMPLES)] * 500]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=LIMIT)

    assert process.returncode == 130
    assert stderr == ""


def test_a_name_that_is_no_utf8_is_read(tmp_path):
    name = os.fsencode(tmp_path) + b"/\xff\xfe.jpg"
    shutil.copy(DIGIT, name)
    command = [os.fsencode(sys.executable), os.fsencode(PROGRAM), b"--json", name]
    done = subprocess.run(command, capture_output=True, timeout=LIMIT)
    missing = subprocess.run([*command[:2], name + b"x"], capture_output=True, timeout=LIMIT)

    assert done.returncode == 0
    assert json.loads(done.stdout)["lines"] == ["6"]
    assert missing.returncode == 3
    assert b"Traceback" not in missing.stderr


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (20, 20), (1, 900), (900, 1)])
def test_tiny_and_odd_sizes_are_read_without_harm(tmp_path, size):
    noise = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    cv2.imwrite(str(tmp_path / "x.png"), noise)
    done = run("--json", tmp_path / "x.png")

    assert done.returncode in (0, 1)
    check_contract(json.loads(done.stdout))
    assert done.stderr == ""
