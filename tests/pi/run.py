"""Walks through `make pi` on emulated Raspberry Pi systems, and proves that they read as this machine does.

    python tests/pi/run.py [--where-possible] [SYSTEM ...]        or: make test-pi

In each system: `make pi`, the comparison of compare.py, the edge's tests. Everything comes from Debian and
PyPI and stays in .cache/pi. Exit codes: 0 all is well, 1 something differs, 75 packages cannot be had (0 with
--where-possible).
"""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from edge.errors import SourceError  # noqa: E402
from tests.pi.emulate import SYSTEMS, CannotBeHad, System, emulate, patiently, run  # noqa: E402
from train import mnist  # noqa: E402

CACHE = ROOT / ".cache/pi"
EXIT_DIFFERS, EXIT_CANNOT = 1, 75  # the second is EX_TEMPFAIL of sysexits.h
COPIED = ("edge", "models", "tests", "train", "Makefile", "pyproject.toml", ".cache/mnist.npz")
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.keras")
TOOLS = ("pytest", "tqdm")  # what the tests need besides the edge
# Of the edge's tests these are left out; those in windows leave themselves out (see tests/edge/desktop.py).
LEFT_OUT = (
    # Measures memory, of which the emulator needs some too.
    "test_images.py::test_a_jpeg_that_only_claims_to_be_huge_costs_little_memory",
    # A minute each and more: hundreds of frames of a crossing hand, damage at random, 20,000 x 20,000 px.
    "test_tracker.py::test_a_hand_that_crosses_the_page_invents_nothing",
    "test_tracker.py::test_a_hand_over_an_empty_page_announces_nothing",
    "test_images.py::test_random_damage_ends_in_a_picture_or_a_sentence",
    "test_images.py::test_a_png_of_20000_x_20000_is_refused_in_little_memory",
    "test_images.py::test_a_jpeg_of_20000_x_20000_is_read_in_little_memory",
    # Films of dozens of frames that show how answers settle, which no processor changes.
    "test_tracker.py::test_a_swapped_page_is_announced_within_half_a_second",
    "test_tracker.py::test_on_a_still_page_with_noise_nothing_flickers",
)
# To start a program takes ten seconds there, and to read a page up to half a minute. Of the tests that do so
# for every case only these run: what a system's own Python and OpenCV may change.
CHOSEN = {
    "test_bench.py": (),
    "test_classify_camera.py": (
        "test_jpegs_on_stdin_are_read",
        "test_signals_end_it_within_a_second_with_all_output_whole",
        "test_what_cannot_be_opened_ends_in_one_sentence",
        "test_without_a_display_it_goes_on_without_a_window",
        "test_the_annotated_video_is_recorded",
    ),
    "test_classify_image.py": (
        "test_an_unreadable_file_is_told_in_its_turn_and_the_others_are_read",
        "test_a_debug_picture_shows_photo_mask_and_crops",
        "test_a_full_disk_is_one_sentence",
        "test_an_interrupt_ends_the_program_without_a_traceback",
        "test_a_name_that_is_no_utf8_is_read",
    ),
    "test_doctor.py": (
        "test_a_damaged_model_is_not_ready_and_says_what_to_do",
        "test_no_working_runtime_is_not_ready",
    ),
    "test_draw.py": ("test_a_missing_display_is_told_in_one_sentence",),
    "test_looking.py": (
        "test_a_bright_wall_at_the_border_hides_no_ink_that_is_darker_than_the_paper",
        "test_a_coarser_look_that_reads_more_counts",
        "test_a_number_that_a_fingers_shadow_crosses_is_read_whole",
        "test_a_pale_pencil_is_read_on_a_dark_line",
        "test_a_pen_on_blank_paper_is_no_one",
        "test_the_soft_shadow_of_a_finger_on_blank_paper_is_no_one",
        "test_where_one_polarity_leaves_nothing_to_read_the_other_is_tried",
    ),
    "test_reader.py": (
        "test_a_blank_sheet_on_a_desk_is_blank",
        "test_a_digit_of_twenty_pixels_in_a_tiny_image_is_read",
        "test_a_number_on_squared_paper_is_read",
        "test_a_round_shadow_with_a_hard_edge_hides_no_digit",
        "test_boxes_are_in_the_images_own_pixels",
        "test_grey_and_colour_give_the_same_answer",
        "test_mnists_digits_on_paper_are_read",
        "test_what_is_inspected_matches_what_is_read",
        "test_what_is_no_image_is_told",
    ),
}
SLOWNESS = 10  # times as long as on a processor everything may take there
HANGS = 600.0  # seconds of silence after which a step will never end


class Broken(Exception):
    """Something is not as it is here; the message says what, and on which system."""


class Hangs(Broken):
    """A step says nothing for too long, and is taken to hang."""


def main(argv: list[str] | None = None) -> int:
    """Runs the program; returns its exit code."""
    names = [system.name for system in SYSTEMS]
    parser = argparse.ArgumentParser(prog="test-pi", description="Proves ziffer on emulated Raspberry Pis.")
    parser.add_argument("systems", nargs="*", metavar="SYSTEM", help=f"{', '.join(names)} (default: all)")
    parser.add_argument("--where-possible", action="store_true", help="succeed where packages cannot be had")
    args = parser.parse_args(argv)
    if unknown := set(args.systems) - set(names):
        parser.error(f"no such system: {', '.join(sorted(unknown))}")
    chosen = [system for system in SYSTEMS if system.name in (args.systems or names)]
    CACHE.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    try:
        mnist.load()
        pythons = [emulate(system, CACHE) for system in chosen]
        print(f"{len(chosen)} systems unpacked after {time.monotonic() - begun:.0f} s", flush=True)
        # Side by side, since each keeps one core busy for minutes.
        with ThreadPoolExecutor(len(chosen)) as pool:
            proofs = list(pool.map(prove, chosen, pythons))
    except (CannotBeHad, SourceError) as error:  # the second: MNIST's images
        proofs = [error]
    print(f"{len(chosen)} systems in {time.monotonic() - begun:.0f} s")
    for problem in filter(None, proofs):
        print(f"test-pi: {problem}", file=sys.stderr)
    if any(isinstance(problem, Broken) for problem in proofs):
        return EXIT_DIFFERS
    return EXIT_CANNOT if any(proofs) and not args.where_possible else 0


def prove(system: System, python: Path) -> Exception | None:
    """Proves one system that is unpacked, and prints what came out; returns what is wrong."""
    begun, problem = time.monotonic(), None
    log, ziffer = CACHE / f"{system.name}.log", CACHE / system.name / "ziffer"
    venv = ziffer / ".venv-edge/bin/python"
    lay_out(ziffer)
    if system.architecture == "armhf":
        show_real_python(CACHE / system.name / "root", ziffer)
    with log.open("w") as out:
        try:
            out.write(f"{system.name}\n  make pi: {make_pi(system, python, ziffer)}\n")
            out.flush()
            ends_well([sys.executable, ROOT / "tests/pi/compare.py", venv, ziffer], ROOT, out)
            run_tests(venv, ziffer, out)
        except Broken as error:
            problem = Broken(f"on {system.name} {error}")
        except CannotBeHad as error:
            problem = error
        out.write(f"  {'not ' if problem else ''}well after {time.monotonic() - begun:.0f} s\n")
    print(log.read_text(), end="", flush=True)
    return problem


def lay_out(ziffer: Path) -> None:
    """Copies to `ziffer` what a Pi has of this checkout, and the tests."""
    for name in COPIED:
        source, target = ROOT / name, ziffer / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=LEFT_BEHIND)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def show_real_python(root: Path, ziffer: Path) -> None:
    """Lets an emulated pip see that it runs on a 32-bit ARM.

    It looks into the file of the running Python for that, and must not find the emulator's script there. A
    file of the same name within the emulated system goes first; what else is there leads back out.
    """
    inside = Path(f"{root}{ziffer}")
    (inside / ".venv-edge/bin").mkdir(parents=True, exist_ok=True)
    shutil.copy(root / "usr/bin/python3.11", inside / ".venv-edge/bin/python")
    for name in (
        *sorted({Path(name).parts[0] for name in COPIED}),
        ".venv-edge/lib",
        ".venv-edge/pyvenv.cfg",
    ):
        (inside / name).unlink(missing_ok=True)
        (inside / name).symlink_to(ziffer / name)


def make_pi(system: System, python: Path, ziffer: Path) -> str:
    """Runs `make pi` in the system, and gets the tests' tools; returns what the doctor said last."""
    kept, venv = ziffer / ".set-up", ziffer / ".venv-edge"
    recipe = (ROOT / "pyproject.toml").read_bytes() + (ROOT / "edge/setup_pi.py").read_bytes()
    stamp = hashlib.sha256(recipe).hexdigest()
    if not kept.exists() or kept.read_text().split("\n")[0] != stamp:

        def install() -> None:
            nonlocal said
            shutil.rmtree(venv, ignore_errors=True)
            said = run("make", "--silent", "-C", ziffer, "pi", f"PI_PYTHON={python}")
            run(venv / "bin/python", "-m", "pip", "install", "--disable-pip-version-check", *TOOLS)

        said = ""
        try:
            patiently(f"{system.name}'s Python packages", install)
        except CannotBeHad as error:
            if pypi_answers():
                raise Broken(f"make pi: {error}") from None
            raise
        kept.write_text(f"{stamp}\n{said.splitlines()[-1]}")
    return kept.read_text().split("\n")[1]


def run_tests(python: Path, ziffer: Path, out: TextIO) -> None:
    """Runs the edge's tests; what fails gets one more try, since clocks go on while an emulator has no core.

    Raises:
        Broken: some fail.
    """
    folder = Path("tests/edge")
    modules = [path.relative_to(ROOT) for path in sorted((ROOT / folder).rglob("test_*.py"))]
    chosen = [path for path in modules if path.name not in CHOSEN]
    chosen += [f"{folder / module}::{name}" for module, names in CHOSEN.items() for name in names]
    left_out = [f"--deselect={folder / name}" for name in LEFT_OUT]
    command = [python, "-m", "pytest", "--durations=10", *left_out]
    try:
        ends_well([*command, *chosen], ziffer, out)
    except Hangs:
        raise
    except Broken as error:
        out.write(f"  {error}; once more what failed:\n")
        out.flush()
        # Of the whole folder: pytest finds no test that is named and is not among those that failed.
        ends_well([*command, "--last-failed", folder], ziffer, out)


def pypi_answers() -> bool:
    """Returns whether this machine gets packages from PyPI."""
    with tempfile.TemporaryDirectory() as folder, suppress(subprocess.SubprocessError):
        pip = [sys.executable, "-m", "pip", "download", "--no-cache-dir", "--no-deps", "--dest", folder]
        run(*pip, TOOLS[-1])
        return True
    return False


def ends_well(command: list[str | Path], folder: Path, out: TextIO) -> None:
    """Runs a command with its output in `out`.

    Raises:
        Broken: it fails.
        Hangs: it writes nothing for `HANGS` seconds. Its whole time is not limited, since that depends on the
            machine.
    """
    step = " ".join(map(str, command[1:3]))
    environment = {**os.environ, "ZIFFER_SLOWNESS": str(SLOWNESS)}
    with subprocess.Popen(
        command, cwd=folder, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment,
        start_new_session=True,
    ) as process:  # fmt: skip
        code, written = None, -1
        while code is None:
            try:
                code = process.wait(HANGS)
            except subprocess.TimeoutExpired:
                size = os.fstat(out.fileno()).st_size
                if size == written:
                    os.killpg(process.pid, signal.SIGKILL)
                    raise Hangs(f"{step} has written nothing for {HANGS:.0f} s") from None
                written = size
    if code != 0:
        raise Broken(f"{step} ended with {code}")


if __name__ == "__main__":
    sys.exit(main())
