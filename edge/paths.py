"""Turns what a user names on the command line into picture files, in the order of a person."""

import glob
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from edge.images import PICTURE_SUFFIXES

MADE = re.compile(r"(.+)-(?:read|debug)(?:-[0-9]+)?")  # the name, without its suffix, of what --save writes


def expand(names: Iterable[str]) -> list[str]:
    """Returns the picture files that `names` stand for: files, the pictures in folders, the matches of globs.

    The order of `names` is kept; within a folder or a glob 2.jpg comes before 10.jpg, and what was made of a
    picture that is among them, such as 2-read.jpg, is left out: else a second run would read the first one's.
    A name that stands for nothing stays in the list as it is, so that reading it fails in its turn.
    """
    files = []
    for name in names:
        if not mode_of(name) and glob.has_magic(name):
            matches = _originals(glob.glob(name, recursive=True))  # noqa: PTH207 (keeps './')
            files += [file for match in matches for file in _pictures_or_self(match)] or [name]
        else:
            files += _pictures_or_self(name)
    return files


def mode_of(path: Path | str) -> int:
    """Returns a path's mode, for `stat.S_ISREG` and its like; 0 where there is nothing to be looked at.

    Path's own `exists`, `is_file` and `is_dir` raise in a locked folder, and at a name that is too long.
    """
    try:
        return Path(path).stat().st_mode
    except (OSError, ValueError):  # ValueError: a name with a null byte
        return 0


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Returns a sort key that takes runs of digits as numbers."""
    parts = re.split(r"([0-9]+)", name)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in parts]


def _pictures_or_self(name: str) -> list[str]:
    try:
        inside = [path for path in Path(name).iterdir() if path.suffix.lower() in PICTURE_SUFFIXES]
    except (OSError, ValueError):  # no folder, or one that may not be listed
        return [name]
    if not name:  # an unset variable in a script is not the current folder, for which Path takes it
        return [name]
    pictures = [str(path) for path in inside if stat.S_ISREG(mode_of(path)) and not path.name.startswith(".")]
    return _originals(pictures) or [name]


def _originals(files: list[str]) -> list[str]:
    """Returns files in a person's order, without those that this program made of others among them."""
    stems = {os.path.splitext(file)[0] for file in files}  # noqa: PTH122 (keeps './')
    made = {stem for stem in stems if (of := MADE.fullmatch(stem)) and of[1] in stems}
    return sorted((file for file in files if os.path.splitext(file)[0] not in made), key=natural_key)  # noqa: PTH122
