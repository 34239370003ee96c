"""Reads the digits of pictures: files, folders and globs.

    python edge/classify_image.py photo.jpg
    python edge/classify_image.py --json --save out/ photos/ 'scans/*.png'

Exit codes: 0 something was read, 1 no digit was found in any picture, 2 wrong usage, 3 a picture could not be
read, 4 the model or its runtime cannot be used, 6 a result could not be written, 130 interrupted; after 3 and
where a picture could not be written, all the others are read all the same.
"""

if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path[:1] = [str(Path(__file__).resolve().parents[1])]
    from edge.environment import enter

    enter()

import argparse
import json
import os
import stat
import sys
from pathlib import Path

from edge.classifier import Classifier
from edge.command import add_reader_options, attempt, complain, say
from edge.errors import EXIT_NOTHING, EXIT_OUTPUT, EXIT_READ, EXIT_SOURCE, OutputError, SourceError
from edge.images import PICTURE_SUFFIXES, load
from edge.paths import expand, mode_of
from edge.reader import DigitReader
from edge.results import Reading, scaled
from edge.saving import make_folder, write_picture


def main(argv: list[str] | None = None) -> int:
    """Runs the program; returns its exit code."""
    sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be no valid text
    parser = make_parser()
    args = parser.parse_args(argv)
    files = expand(args.paths)
    if args.save and len(files) > 1 and is_picture_name(args.save):
        parser.error(f"--save {args.save} names one picture, but {len(files)} are to be read: name a folder")
    return attempt(lambda: run(args, files))


def make_parser() -> argparse.ArgumentParser:
    """Returns the command line's parser."""
    parser = argparse.ArgumentParser(
        prog="classify_image",
        description="Reads the handwritten digits in pictures.",
        epilog="exit codes: 0 read, 1 no digit in any picture, 2 usage, 3 a picture could not be read, "
        "4 model or runtime, 6 a result could not be written, 130 interrupted",
    )
    named = "a picture, a folder without its folders, or a glob"
    left_out = "x-read.jpg, which --save wrote, is left out where x.jpg is beside it"
    parser.add_argument("paths", nargs="+", metavar="PATH", help=f"{named}; {left_out}")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument(
        "--save", metavar="OUT", help="write annotated pictures into this folder, or one into this file"
    )
    parser.add_argument("--debug-dir", metavar="DIR", help="write pictures of how each was read to here")
    add_reader_options(parser)
    return parser


def run(args: argparse.Namespace, files: list[str]) -> int:
    """Reads all pictures; returns the exit code."""
    reader = DigitReader(Classifier(args.model, args.runtime, args.threads), args.min_confidence)
    taken = {os.path.realpath(file) for file in files}
    for out in filter(None, (args.save, args.debug_dir)):
        make_folder(Path(out).parent if is_picture_name(out) else Path(out))
    found = failed = unwritten = False
    for name in files:
        try:
            picture = load(name)
        except SourceError as error:
            failed = True
            complain(str(error))
            if args.json:
                say(json.dumps({"image": name, "error": str(error)}))
            continue
        reading, trace = reader.inspect(picture.image)
        found = found or bool(reading.digits)
        original = scaled(reading, 1 / picture.scale)
        told = {"image": name, **original.to_json()}
        try:
            if args.save:
                from edge.transcript import transcribe

                target = place(args.save, name, "read", taken)
                write_picture(target, transcribe(picture.image, reading, trace.mask))
                told["saved"] = str(target)
            if args.debug_dir:
                from edge.inspection import compose

                target = place(args.debug_dir, name, "debug", taken)
                write_picture(target, compose(picture.image, reading, trace))
        except OutputError as error:
            unwritten = True
            complain(str(error))
        say(json.dumps(told) if args.json else as_text(name, original))
    if unwritten:
        return EXIT_OUTPUT
    if failed:
        return EXIT_SOURCE
    return EXIT_READ if found else EXIT_NOTHING


def as_text(name: str, reading: Reading) -> str:
    """Returns a reading for a person: the file's name, then its lines."""
    if not reading.lines:
        return f"{name}: no digit found"
    if len(reading.lines) == 1:
        return f"{name}: {reading.lines[0]}"
    return "\n".join([f"{name}:", *(f"  {line}" for line in reading.lines)])


def is_picture_name(name: str) -> bool:
    """Returns whether `--save NAME` means one file rather than a folder."""
    return Path(name).suffix.lower() in PICTURE_SUFFIXES and not stat.S_ISDIR(mode_of(name))


def place(out: str, name: str, what: str, taken: set[str]) -> Path:
    """Returns the file to write for the picture `name`, never the same twice and never one of the inputs.

    Args:
        out: the folder, or the file itself.
        name: the picture that was read.
        what: tells in the file's name what is in it.
        taken: real paths of files that must not be written to; the result's is added.
    """
    if is_picture_name(out):
        if os.path.realpath(out) in taken:
            raise OutputError(f"{out} is the picture that was read and will not be overwritten")
        return Path(out)
    stem = f"{Path(name).stem}-{what}"
    path, count = Path(out, f"{stem}.jpg"), 1
    while os.path.realpath(path) in taken:
        count += 1
        path = Path(out, f"{stem}-{count}.jpg")
    if count > 1:
        complain(f"{name} is written to {path}: {stem}.jpg is another's")
    taken.add(os.path.realpath(path))
    return path


if __name__ == "__main__":
    sys.exit(main())
