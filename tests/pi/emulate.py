"""Makes a Python that runs as on a Raspberry Pi: a Debian system for ARM in a folder, behind an emulator.

Nothing of the system is executed while it is unpacked, nothing is installed on this machine, and nobody needs
to be root: apt only downloads, and qemu-user runs Python where it lies, which finds the system's files first.
"""

import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ATTEMPTS = 3  # at whatever needs the network, which has bad minutes
PAUSE = 15.0  # seconds between two attempts
STEP_LIMIT = 1200.0  # seconds for one command
SOURCES = Path("/etc/apt/sources.list.d/debian.sources")  # names the mirror that this machine is to use
MIRROR = "http://deb.debian.org/debian"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class CannotBeHad(Exception):
    """Something has to come from the network and does not; the message says what, and why."""


@dataclass(frozen=True)
class System:
    """A system that ziffer is at home on.

    Attributes:
        name: for people.
        suite: Debian's.
        architecture: as Debian names it.
        emulator: of qemu-user.
        processor: the board's, as qemu names it; on another one the runtime might choose other kernels.
        packages: what `make pi` would have apt install, or finds on a desktop.
    """

    name: str
    suite: str
    architecture: str
    emulator: str
    processor: str
    packages: tuple[str, ...]


COMMON = ("base-files", "python3", "python3-venv")
SYSTEMS = (
    # libgl and glib are what pip's OpenCV loads; for 32 bits PyPI has neither numpy nor OpenCV nor Pillow.
    System("bookworm-arm64", "bookworm", "arm64", "qemu-aarch64", "cortex-a72",
           (*COMMON, "libgl1", "libglib2.0-0")),
    System("trixie-arm64", "trixie", "arm64", "qemu-aarch64", "cortex-a76",
           (*COMMON, "libgl1", "libglib2.0-0t64")),
    System("bookworm-armhf", "bookworm", "armhf", "qemu-arm", "cortex-a7",
           (*COMMON, "python3-numpy", "python3-pil", "python3-opencv")),
)  # fmt: skip


def emulate(system: System, cache: Path) -> Path:
    """Unpacks `system` below `cache`, unless that was done before; returns its Python.

    Raises:
        CannotBeHad: Debian's packages cannot be had.
    """
    root = cache / system.name / "root"
    if not root.exists():
        patiently(f"{system.name}'s packages", lambda: _unpack(system, root))
    emulator = shutil.which(system.emulator) or cache / "qemu" / system.emulator
    if not Path(emulator).exists():
        patiently("the emulator's package qemu-user", lambda: _get_emulators(cache / "qemu"))
    python = root / "usr/bin/python"
    # Compiling is slow: what is imported shall be compiled once, and what is not never. -0 passes on the name
    # by which Python was called, from which it finds its virtual environment.
    python.write_text(
        "#!/bin/sh\nunset PYTHONDONTWRITEBYTECODE\nexport PIP_NO_COMPILE=1\n"
        f'exec "{emulator}" -cpu {system.processor} -0 "$0" -L "{root}" "{root}/usr/bin/python3" "$@"\n'
    )
    python.chmod(0o755)
    return python


def patiently(what: str, get: Callable[[], None]) -> None:
    """Calls `get` until it succeeds.

    Raises:
        CannotBeHad: it never does.
    """
    said = ""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE)
        try:
            return get()
        except subprocess.CalledProcessError as error:
            said = error.stdout + error.stderr
        except (OSError, subprocess.TimeoutExpired) as error:
            said = str(error)
    lines = said.strip().splitlines() or ["no reason is told"]
    reason = next((line for line in lines if line.startswith(("E:", "ERROR:"))), lines[-1])
    raise CannotBeHad(f"{what} cannot be had ({reason.strip()})")


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Runs a command that must succeed; returns what it printed, and an error holds it."""
    done = subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True, timeout=STEP_LIMIT)
    return done.stdout


def _unpack(system: System, root: Path) -> None:
    """Makes `root`, which then holds all packages that the system's depend on."""
    new, place = _empty(root.parent / "new"), _empty(root.parent / "apt")
    (place / "sources.list").write_text(f"deb [signed-by={KEYRING}] {_mirror()} {system.suite} main\n")
    (place / "status").touch()  # nothing is installed yet
    options = [
        f"APT::Architecture={system.architecture}",
        f"APT::Architectures={system.architecture}",
        f"Dir::Etc::SourceList={place}/sources.list",
        f"Dir::State::Status={place}/status",
        *(f"Dir::Etc::{name}={place}/none" for name in ("SourceParts", "Preferences", "PreferencesParts")),
        "Acquire::Check-Valid-Until=false",  # a clock that is wrong, as in some containers, does not matter
        "Acquire::Check-Date=false",
    ]
    run(*_apt(place, options), "update")
    run(*_apt(place, options), "--download-only", "--no-install-recommends", "install", *system.packages)
    for name in ("bin", "lib", "sbin"):  # which Debian's installer makes, before any package
        (new / "usr" / name).mkdir(parents=True)
        (new / name).symlink_to(f"usr/{name}")
    for package in (place / "archives").glob("*.deb"):
        _extract(package, new, "--keep-directory-symlink")
    for library in ("blas", "lapack"):  # what update-alternatives would have set up
        for found in new.glob(f"usr/lib/*/{library}/lib{library}.so.3"):
            (found.parents[1] / found.name).symlink_to(f"{library}/{found.name}")
    for empty in new.iterdir():  # such as /proc, of which the emulated Python is to see the real one
        if empty.is_dir() and not empty.is_symlink() and not any(empty.iterdir()):
            empty.rmdir()
    shutil.rmtree(place)
    new.rename(root)


def _get_emulators(folder: Path) -> None:
    """Takes the emulators out of their package, which needs no other."""
    place = _empty(folder)
    options = [f"Dir::State::Status={place}/status"]
    (place / "status").touch()
    run(*_apt(place, options), "update")
    run(*_apt(place, options), "download", "qemu-user", cwd=place)
    (package,) = place.glob("*.deb")
    names = [f"./usr/bin/{name}" for name in sorted({system.emulator for system in SYSTEMS})]
    _extract(package, place, "--strip-components=3", *names)
    package.unlink()
    for name in names:
        run(place / Path(name).name, "--version")
    shutil.rmtree(place / "lists")


def _apt(place: Path, options: list[str]) -> list[str]:
    """Returns the words that call apt-get with all that it writes in the folder `place`."""
    for name in ("lists", "archives"):
        (place / name / "partial").mkdir(parents=True, exist_ok=True)
    settings = [
        f"Dir::State::Lists={place}/lists",
        f"Dir::Cache={place}",
        f"Dir::Cache::Archives={place}/archives",
        "Debug::NoLocking=true",
        "APT::Sandbox::User=",  # whom root would otherwise become, and who may not write here
        "Acquire::Retries=3",
        "APT::Update::Error-Mode=any",  # else it is content with lists that it could not get
        "Acquire::Languages=none",
        *options,
    ]
    return ["apt-get", "-qq", "--yes", *(word for setting in settings for word in ("-o", setting))]


def _extract(package: Path, folder: Path, *words: str) -> None:
    """Unpacks the files of a Debian package; `words` are for tar."""
    command = ["tar", "--extract", "--no-same-owner", "--directory", folder, *words]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as files:
        subprocess.run(command, stdin=files.stdout, check=True, capture_output=True, text=True)


def _mirror() -> str:
    """Returns the address from which this machine has its packages."""
    lines = SOURCES.read_text().splitlines() if SOURCES.exists() else []
    addresses = (line.split()[1] for line in lines if line.startswith("URIs: http"))
    return next(addresses, MIRROR)


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
