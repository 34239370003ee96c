import os
import subprocess
import sys

import pytest

from edge.errors import SourceError
from edge.sources import Settings, open_source
from edge.sources.devices import first_camera, users_of, v4l2_devices, why_not


@pytest.fixture
def machine(tmp_path):
    """Returns a function that lays out /sys and /dev as a machine with these V4L2 devices has them."""

    def lay_out(**names):
        (tmp_path / "dev").mkdir(exist_ok=True)
        for node, name in names.items():
            folder = tmp_path / "sys/class/video4linux" / node
            folder.mkdir(parents=True)
            (folder / "name").write_text(f"{name}\n")
            (tmp_path / "dev" / node).touch()
        return tmp_path

    return lay_out


# The names that a Pi 4 (Bookworm), a Pi 5 and a laptop give their devices.
PI4 = {"video0": "unicam-image", "video10": "bcm2835-codec-decode", "video13": "bcm2835-isp-output0"}
PI5 = {"video0": "rp1-cfe-csi2_ch0", "video20": "pispbe-input", "video19": "rpi-hevc-dec"}


def test_auto_takes_the_first_camera_that_opencv_can_use(machine):
    root = machine(**PI4, video2="HD Webcam: HD Webcam", video3="HD Webcam: HD Webcam")
    assert [device.path for device in v4l2_devices(root)][:3] == ["/dev/video0", "/dev/video2", "/dev/video3"]
    assert first_camera(root) == "/dev/video2"


@pytest.mark.parametrize("devices", [PI4, PI5])
def test_a_csi_camera_without_picamera2_is_explained(machine, devices):
    root = machine(**devices)
    with pytest.raises(SourceError, match=r"use --source csi .*python3-picamera2"):
        first_camera(root)
    assert "use --source csi" in why_not("/dev/video0", root)


def test_no_camera_at_all_is_explained(machine):
    with pytest.raises(SourceError, match="no camera was found"):
        first_camera(machine())
    assert "no camera is connected" in why_not("/dev/video0", machine())


def test_a_camera_that_is_not_there_names_those_that_are(machine):
    assert "found /dev/video2 (HD Webcam)" in why_not("/dev/video0", machine(video2="HD Webcam"))


def test_a_codec_is_not_taken_for_a_camera(machine):
    assert "not a camera but the Pi's bcm2835-codec-decode" in why_not("/dev/video10", machine(**PI4))


def test_a_missing_permission_names_the_group(machine, monkeypatch):
    root = machine(video0="HD Webcam")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # the tests may run as root, who may all
    assert "usermod -aG" in why_not("/dev/video0", root)


def test_a_plain_file_is_not_a_camera(machine):
    assert why_not("/dev/video0", machine(video0="HD Webcam")) == "/dev/video0 is not a camera"
    assert why_not("/dev/null") == "/dev/null is not a camera"


def test_the_process_that_uses_a_device_is_found(tmp_path):
    device = tmp_path / "video0"
    device.touch()
    assert users_of(str(device)) == []
    program = "import sys; f = open(sys.argv[1]); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", program, str(device)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        users = users_of(str(device))
        other.stdin.close()
    assert len(users) == 1 and users[0].endswith(f"(process {other.pid})")


@pytest.mark.parametrize("source", ["7", "/dev/video7", "/dev/null"])
def test_opening_what_is_no_camera_ends_in_a_sentence(source):
    with pytest.raises(SourceError, match="/dev/"):
        next(open_source(source, Settings(timeout=2)).frames(None))


def test_an_empty_name_is_no_source():
    with pytest.raises(SourceError, match="names nothing"):
        open_source("")
