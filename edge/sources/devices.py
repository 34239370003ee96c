"""Which cameras this machine has, and why one of them may not be had: told by /sys, /dev and /proc."""

import grp
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from edge.errors import SourceError
from edge.paths import mode_of

# Drivers of the Pi that offer /dev/video nodes but deliver no picture through them: the CSI receivers ...
CSI_DRIVERS = ("unicam", "rp1-cfe", "rpi-cfe", "csi2")
# ... and the image processor, the codecs and the decoder.
HELPER_DRIVERS = ("bcm2835-isp", "bcm2835-codec", "pispbe", "rpi-hevc", "rpivid")
V4L2_MAJOR = 81  # the kernel's number for its video devices


@dataclass(frozen=True)
class Device:
    """A V4L2 device: its path, such as `/dev/video0`, and the name that its driver tells."""

    path: str
    name: str

    @property
    def is_csi(self) -> bool:
        """Whether this is a Pi's CSI receiver, which only picamera2 can use."""
        return self.name.startswith(CSI_DRIVERS)

    @property
    def is_camera(self) -> bool:
        """Whether OpenCV may get pictures from it."""
        return not self.name.startswith(CSI_DRIVERS + HELPER_DRIVERS)


def v4l2_devices(root: Path = Path("/")) -> list[Device]:
    """Returns the V4L2 devices in the order of their numbers; `root` is where /sys and /dev are found."""
    nodes = sorted((root / "sys/class/video4linux").glob("video*"), key=lambda node: int(node.name[5:]))
    return [Device(f"/dev/{node.name}", text_of(node / "name")) for node in nodes]


def csi_cameras() -> list[str]:
    """Returns the model names of the CSI cameras; none where picamera2 is not installed."""
    try:
        from picamera2 import Picamera2

        found = Picamera2.global_camera_info()
    except Exception:  # besides ImportError: a numpy or libcamera that does not fit raises others
        return []
    return [info.get("Model", "camera") for info in found if is_csi(info)]


def is_csi(info: dict) -> bool:
    """Returns whether an entry of picamera2's camera list is a CSI camera; libcamera lists USB ones too."""
    return "usb" not in info.get("Id", "").lower()


def first_camera(root: Path = Path("/")) -> str:
    """Returns the source text of the camera that `auto` means: the first CSI camera, else the first other.

    Raises:
        SourceError: there is none.
    """
    if csi_cameras():
        return "csi"
    if sys.platform != "linux":  # nothing tells there which cameras exist
        return "0"
    devices = v4l2_devices(root)
    for device in devices:
        if device.is_camera:
            return device.path
    if any(device.is_csi for device in devices):
        raise SourceError(NEEDS_PICAMERA2.format(path=devices[0].path))
    raise SourceError("no camera was found: connect one, name another --source, or try --source test")


NEEDS_PICAMERA2 = (
    "{path} belongs to the Pi's CSI camera, which works through picamera2 only: use --source csi"
    " (sudo apt install python3-picamera2, and a virtual environment made with --system-site-packages)"
)


def why_not(path: str, root: Path = Path("/")) -> str | None:
    """Returns the reason, in one sentence, for which `path` cannot be a camera; None when it may be one."""
    node = root / path.lstrip("/")
    devices = {device.path: device for device in v4l2_devices(root)}
    if not mode_of(node):
        known = ", ".join(f"{d.path} ({d.name})" for d in devices.values() if d.is_camera)
        return f"there is no camera {path}: " + (f"found {known}" if known else "no camera is connected")
    real = f"/dev/{node.resolve().name}"  # /dev/v4l/by-id/... are links
    if real in devices and devices[real].is_csi:
        return NEEDS_PICAMERA2.format(path=path)
    if real in devices and not devices[real].is_camera:
        return f"{path} is not a camera but the Pi's {devices[real].name}: name another --source, or auto"
    if not os.access(node, os.R_OK | os.W_OK):
        return f"no permission to open {path}: {_permission_advice(node)}"
    status = node.stat()
    if not stat.S_ISCHR(status.st_mode) or os.major(status.st_rdev) != V4L2_MAJOR:
        return f"{path} is not a camera"
    return None


def users_of(path: str) -> list[str]:
    """Returns the other processes that hold `path` open, as far as visible, like "cheese (process 4711)"."""
    target, users = os.path.realpath(path), []
    for process in Path("/proc").glob("[0-9]*"):
        if process.name == str(os.getpid()):
            continue
        try:
            held = any(str(link.readlink()) == target for link in (process / "fd").iterdir())
        except OSError:  # another user's, or just ended
            continue
        if held:
            users.append(f"{text_of(process / 'comm')} (process {process.name})")
    return users


def text_of(path: Path) -> str:
    """Returns what a file of /sys, /proc or /etc tells, "" where it is not there."""
    try:
        return path.read_text(errors="replace").strip("\0\n ")
    except OSError:
        return ""


def _permission_advice(node: Path) -> str:
    try:
        group = grp.getgrgid(node.stat().st_gid).gr_name
    except KeyError:
        group = "video"
    return f"run “sudo usermod -aG {group} $USER”, then log out and in again"
