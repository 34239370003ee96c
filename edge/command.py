"""What the programs have in common: how they print results, complain and end."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from edge.errors import EXIT_INTERRUPTED, EXIT_READ, OutputError, ZifferError
from edge.runtime import RUNTIMES

MOST_THREADS = 64


def attempt(work: Callable[[], int]) -> int:
    """Returns a program's exit code: that of its work, or of the failure that it tells."""
    silent = signal.getsignal(signal.SIGINT) == signal.SIG_DFL  # from `edge.environment.enter`
    try:
        if silent:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # so that the work can tidy up
        return work()
    except ZifferError as error:
        complain(str(error))
        return error.exit_code
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        hush()
        return EXIT_READ
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    finally:
        if silent:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def say(text: str) -> None:
    """Prints a result at once.

    Raises:
        OutputError: standard output takes no more, for example because the disk is full.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        hush()
        raise OutputError(f"the result cannot be written: {error.strerror}") from None


def complain(text: str) -> None:
    """Prints a sentence for the user; where it cannot be printed, the exit code has to tell."""
    with suppress(OSError):
        print(f"{Path(sys.argv[0]).stem}: {text}", file=sys.stderr, flush=True)


def hush() -> None:
    """Sends what stdout does not take to nowhere: Python tries again at its end, and would fail loudly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def add_reader_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that tell how digits are read."""
    add = parser.add_argument
    add("--min-confidence", type=fraction, metavar="C", help="leave out digits less sure than this, 0 to 1")
    add("--model", metavar="FILE", help="a .tflite file (default: the shipped int8 model)")
    add("--runtime", choices=("auto", *RUNTIMES), default="auto", help="default: %(default)s")
    add("--threads", type=threads, default=1, metavar="N", help="default: %(default)s")


def fraction(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def threads(text: str) -> int:
    value = int(text)
    if not 1 <= value <= MOST_THREADS:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and {MOST_THREADS}")
    return value
