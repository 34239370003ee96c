import sys
from threading import Event

import numpy as np
import pytest

from edge.errors import SourceError
from edge.sources import Settings, open_source
from edge.sources.csi import luminance
from edge.sources.devices import csi_cameras, first_camera
from tests.edge.sources import picamera2_fake


@pytest.fixture
def pi(monkeypatch):
    """Returns the stand-in's Picamera2 class; `import picamera2` finds it."""
    monkeypatch.setitem(sys.modules, "picamera2", picamera2_fake)
    fake = picamera2_fake.Picamera2
    monkeypatch.setattr(fake, "opened", [])
    monkeypatch.setattr(fake, "busy", False)
    monkeypatch.setattr(fake, "stalls_after", None)
    monkeypatch.setattr(fake, "cameras", list(fake.cameras))
    return fake


def test_the_rows_of_the_y_plane_are_cropped_and_copied():
    buffer = np.arange(9 * 64, dtype=np.uint16).astype(np.uint8).reshape(9, 64)
    grey = luminance(buffer, 50, 6)
    expected = buffer[:6, :50].copy()
    buffer[:] = 0
    assert grey.shape == (6, 50) and grey.flags.c_contiguous
    assert (grey == expected).all()


@pytest.mark.parametrize("size", [(0, 0), (640, 480), (1000, 562), (333, 241)])
def test_frames_are_grey_of_the_size_that_was_asked_for_without_padding(pi, size):
    frames = open_source("csi", Settings(*size)).frames(Event())
    taken = [next(frames) for _ in range(3)]
    frames.close()
    width, height = (size[0] or 1280) // 2 * 2, (size[1] or 720) // 2 * 2
    for frame in taken:
        assert frame.image.shape == (height, width)
        assert (frame.image == (np.arange(width) + int(frame.image[0, 0])) % 200).all()
    assert taken[0].time < taken[1].time < taken[2].time


def test_the_newest_frame_is_delivered(pi):
    frames = open_source("csi").frames(Event())
    first = int(next(frames).image[0, 0])
    Event().wait(0.2)
    assert int(next(frames).image[0, 0]) - first >= 3
    frames.close()


def test_the_camera_is_closed_when_it_is_no_longer_wanted(pi):
    frames = open_source("csi").frames(Event())
    next(frames)
    assert pi.opened[0].is_open
    frames.close()
    assert not pi.opened[0].is_open
    stop = Event()
    frames = open_source("csi").frames(stop)
    next(frames)
    stop.set()
    assert len(list(frames)) <= 1
    assert not pi.opened[1].is_open


def test_the_frame_rate_is_asked_for(pi):
    frames = open_source("csi", Settings(fps=15)).frames(Event())
    next(frames)
    assert pi.opened[0].camera_configuration()["controls"]["FrameDurationLimits"] == (66667, 66667)
    frames.close()


def test_auto_takes_the_csi_camera_where_there_is_one(pi, tmp_path):
    assert csi_cameras() == ["imx708"]
    assert first_camera(tmp_path) == "csi"
    pi.cameras[:] = [{"Model": "HD Webcam", "Id": "/base/scb/pcie@7d500000/usb@0,0-1:1.0-046d:0825"}]
    assert csi_cameras() == []


def test_a_usb_camera_that_libcamera_lists_is_not_taken_for_the_csi_camera(pi):
    pi.cameras.insert(0, {"Model": "HD Webcam", "Id": "/base/scb/pcie@7d500000/usb@0,0-1:1.0-046d:0825"})
    frames = open_source("csi").frames(Event())
    next(frames)
    assert pi.opened[0].number == 1
    frames.close()


def test_without_picamera2_the_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "picamera2", None)
    with pytest.raises(SourceError, match=r"apt install python3-picamera2.*--system-site-packages"):
        next(open_source("csi").frames(Event()))


def test_a_numpy_that_does_not_fit_picamera2_is_explained(monkeypatch, tmp_path):
    (tmp_path / "picamera2.py").write_text("raise ValueError('numpy.dtype size changed, may indicate...')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "picamera2", raising=False)
    with pytest.raises(SourceError, match="a numpy from pip may shadow apt's"):
        next(open_source("csi").frames(Event()))
    assert csi_cameras() == []


def test_no_camera_a_busy_one_and_one_that_falls_silent_are_explained(pi):
    with pytest.raises(SourceError, match="there is no CSI camera 1"):
        next(open_source("csi1").frames(Event()))
    pi.busy = True
    with pytest.raises(SourceError, match=r"cannot be opened|in use"):
        next(open_source("csi").frames(Event()))
    pi.busy, pi.stalls_after = False, 2
    with pytest.raises(SourceError, match="no frame since"):
        list(open_source("csi", Settings(timeout=0.5)).frames(Event()))
    assert not pi.opened[-1].is_open
    pi.cameras.clear()
    with pytest.raises(SourceError, match="check its ribbon cable"):
        next(open_source("csi").frames(Event()))


def test_a_libcamera_that_cannot_list_its_cameras_is_explained(pi, monkeypatch):
    def fail():
        raise RuntimeError("failed to create a camera manager\nmore of it")

    monkeypatch.setattr(pi, "global_camera_info", fail)
    assert csi_cameras() == []
    with pytest.raises(SourceError, match=r"cannot list the cameras: failed to create a camera manager$"):
        next(open_source("csi", Settings()).frames(Event()))
