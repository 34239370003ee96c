from threading import Event

import cv2
import numpy as np
import pytest

from edge.errors import SourceError
from edge.sources import Settings, files, open_source
from edge.sources.files import Video
from tests.edge.films import film


def grey(value, size=(64, 48)):
    return np.full((size[1], size[0], 3), value, np.uint8)


class Repeating:
    """Stands in for OpenCV's capture of a file whose container tells one time twice."""

    def __init__(self, *times):
        self.times, self.at = times, -1

    def isOpened(self):
        return True

    def read(self):
        self.at += 1
        return self.at < len(self.times), grey(0)

    def get(self, what):
        return 30.0 if what == cv2.CAP_PROP_FPS else self.times[self.at]

    def release(self):
        pass


def frames_of(text, **settings):
    return list(open_source(str(text), Settings(**settings)).frames(Event()))


def brightness(frames):
    return [round(float(frame.image.mean()) / 10) for frame in frames]


@pytest.mark.parametrize(
    ("name", "codec"), [("f.avi", "MJPG"), ("f.avi", "XVID"), ("f.mp4", "mp4v"), ("f.webm", "VP90")]
)
def test_every_frame_of_a_video_is_delivered_with_its_own_time(tmp_path, name, codec):
    film(tmp_path / name, [grey(10 * i) for i in range(25)], 25, codec)
    frames = frames_of(tmp_path / name)
    assert [frame.number for frame in frames] == list(range(25))
    assert brightness(frames) == list(range(25))
    np.testing.assert_allclose([frame.time for frame in frames], np.arange(25) / 25, atol=0.002)


def write(folder, names):
    for index, name in enumerate(names):
        cv2.imwrite(str(folder / name), grey(10 * (index + 1)))


def test_an_image_sequence_is_a_video_in_the_order_of_its_numbers(tmp_path):
    write(tmp_path, ["frame_008.png", "frame_009.png", "frame_010.png", "other.png"])
    source = open_source(str(tmp_path / "frame_%03d.png"))
    frames = list(source.frames(Event()))
    assert not source.still and not source.live
    assert brightness(frames) == [1, 2, 3]
    assert [frame.time for frame in frames] == [0, 0.04, 0.08]


@pytest.mark.parametrize("text", ["", "*.png", "2.png"])
def test_a_folder_a_glob_and_a_picture_give_single_pictures_in_a_persons_order(tmp_path, text):
    write(tmp_path, ["2.png", "10.png"])
    source = open_source(str(tmp_path / text), Settings(fps=2))
    frames = list(source.frames(Event()))
    assert source.still
    assert brightness(frames) == ([1] if text == "2.png" else [1, 2])
    assert [frame.time for frame in frames] == [0, 0.5][: len(frames)]


def test_a_broken_picture_is_told_of_after_the_others_were_delivered(tmp_path):
    write(tmp_path, ["1.png", "2.png", "3.png"])
    (tmp_path / "2.png").write_bytes((tmp_path / "2.png").read_bytes()[:60])
    (tmp_path / "4.png").touch()
    frames = []
    with pytest.raises(SourceError, match=r"2\.png .*1 more"):
        for frame in open_source(str(tmp_path)).frames(Event()):
            frames.append(frame)
    assert brightness(frames) == [1, 3]


def test_time_never_runs_backwards_where_a_container_tells_one_time_twice(monkeypatch):
    capture = Repeating(0, 66, 133, 200, 200, 333, 400)  # ms
    monkeypatch.setattr(files, "open_ffmpeg", lambda *_: capture)
    times = [frame.time for frame in Video("x.mp4", "x.mp4", Settings()).frames(Event())]
    np.testing.assert_allclose(times, [0, 0.066, 0.133, 0.2, 0.233, 0.333, 0.4], atol=0.001)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("missing.mp4", "there is no file"),
        ("none*.png", "no picture fits"),
        ("none_%03d.png", "no picture fits"),
        ("nowhere/none_%03d.png", "no picture fits"),
        ("empty", "no picture is in the folder"),
        ("text.mp4", "not a picture or video"),
        ("zero.mp4", "not a picture or video"),
        ("half.mp4", "not a picture or video"),
        ("zero.png", "is empty"),
        ("x" * 300 + ".png", "File name too long"),
        ("x" * 300 + ".mp4", "File name too long"),
        ("x" * 300 + "/%d.png", "no picture fits"),
    ],
)
def test_what_cannot_be_read_is_explained(tmp_path, text, told):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.mp4").write_text("no video at all" * 100)
    (tmp_path / "zero.mp4").touch()
    (tmp_path / "zero.png").touch()
    whole = film(tmp_path / "whole.mp4", [grey(5 * i) for i in range(50)]).read_bytes()
    (tmp_path / "half.mp4").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match=told):
        frames_of(tmp_path / text)


def test_a_video_that_is_cut_off_or_damaged_gives_what_is_left(tmp_path):
    pictures = [cv2.randu(grey(0), 0, 255) for _ in range(40)]
    data = bytearray(film(tmp_path / "whole.avi", pictures, codec="MJPG").read_bytes())
    (tmp_path / "cut.avi").write_bytes(data[: len(data) * 2 // 3])
    assert 20 <= len(frames_of(tmp_path / "cut.avi")) < 40
    damage = np.random.default_rng(1).integers(len(data) // 3, len(data) * 2 // 3, 400)
    for place in damage:
        data[place] ^= 0x55
    (tmp_path / "damaged.avi").write_bytes(data)
    assert len(frames_of(tmp_path / "damaged.avi")) >= 10


def test_stopping_ends_a_video_at_once(tmp_path):
    film(tmp_path / "f.mp4", [grey(i) for i in range(50)])
    stop = Event()
    frames = open_source(str(tmp_path / "f.mp4")).frames(stop)
    next(frames)
    stop.set()
    assert list(frames) == []
