"""The few ways in which ziffer fails, each with its exit code, so that every app says the same."""

EXIT_READ = 0
EXIT_NOTHING = 1
EXIT_USAGE = 2
EXIT_SOURCE = 3
EXIT_MODEL = 4
EXIT_DISPLAY = 5
EXIT_OUTPUT = 6
EXIT_INTERRUPTED = 130  # the shell's convention for SIGINT


class ZifferError(Exception):
    """A failure told in one sentence for the user; `exit_code` is what the program ends with."""

    exit_code = EXIT_USAGE


class SourceError(ZifferError):
    """An image, folder, video, camera or stream cannot be read."""

    exit_code = EXIT_SOURCE


class ModelError(ZifferError):
    """The model or its runtime is missing, damaged or of the wrong kind."""

    exit_code = EXIT_MODEL


class DisplayError(ZifferError):
    """There is no display to open a window on."""

    exit_code = EXIT_DISPLAY


class OutputError(ZifferError):
    """A result cannot be written, for example because the disk is full."""

    exit_code = EXIT_OUTPUT
