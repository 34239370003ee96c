import cv2
import numpy as np
import pytest

from edge.errors import OutputError
from edge.recording import Recorder


def grey(value, size=(64, 48)):
    return np.full((size[1], size[0], 3), value, np.uint8)


def read(path):
    capture = cv2.VideoCapture(str(path))
    frames = []
    while True:
        ok, image = capture.read()
        if not ok:
            return frames, capture.get(cv2.CAP_PROP_FPS)
        frames.append(round(float(image.mean()) / 10))


@pytest.mark.parametrize("name", ["a.mp4", "a.avi", "a.webm", "A.MP4"])
def test_a_file_is_recorded_frame_for_frame_at_its_own_rate(tmp_path, name):
    with Recorder(tmp_path / name, live=False) as recorder:
        for number in range(10):
            recorder.write(grey(10 * number), number / 12)
    frames, fps = read(tmp_path / name)
    assert frames == list(range(10))
    assert fps == pytest.approx(12, abs=0.1)


def test_a_cameras_recording_plays_at_the_pace_at_which_it_was_seen(tmp_path):
    times = [1.0, 1.1, 1.15, 1.5, 2.0]  # slow, fast, and with a gap
    with Recorder(tmp_path / "a.mp4", live=True) as recorder:
        for number, time in enumerate(times):
            recorder.write(grey(40 * number), time)
    frames, fps = read(tmp_path / "a.mp4")
    assert len(frames) == pytest.approx(1.0 * fps, abs=1)
    assert frames[0] == 0 and frames[-1] == 16


def test_a_camera_that_was_away_for_long_leaves_a_short_gap(tmp_path):
    with Recorder(tmp_path / "a.mp4", live=True) as recorder:
        for number, time in enumerate([0.0, 0.04, 120.04, 120.08]):
            recorder.write(grey(80 * number), time)
    frames, fps = read(tmp_path / "a.mp4")
    assert len(frames) == pytest.approx(2 * fps, abs=4)
    assert frames[:2] == [0, 8] and frames[-2:] == [16, 24]


def test_frames_of_another_size_are_fitted_in(tmp_path):
    with Recorder(tmp_path / "a.mp4", live=False) as recorder:
        for number, size in enumerate([(65, 47), (64, 48), (10, 200), (65, 47)]):
            recorder.write(grey(40 * number, size), number / 10)
    frames, _ = read(tmp_path / "a.mp4")
    assert frames == [0, 4, 8, 12]


def test_a_single_frame_is_a_video_and_none_leaves_no_file(tmp_path):
    with Recorder(tmp_path / "one.mp4", live=False) as recorder:
        recorder.write(grey(100), 0.0)
    assert read(tmp_path / "one.mp4")[0] == [10]
    with Recorder(tmp_path / "none.mp4", live=False):
        pass
    assert not (tmp_path / "none.mp4").exists()


def test_an_older_video_stays_until_there_is_a_frame(tmp_path):
    path = tmp_path / "keep.mp4"
    path.write_bytes(b"an older video")
    with Recorder(path, live=False):
        pass
    assert path.read_bytes() == b"an older video"
    with Recorder(path, live=False) as recorder:
        recorder.write(grey(100), 0.0)
    assert read(path)[0] == [10]


@pytest.mark.parametrize(
    ("name", "told"), [("a.xyz", "use one of"), ("no/folder/a.mp4", "cannot be written"), ("", "use one of")]
)
def test_what_cannot_be_written_is_told_before_anything_is_read(tmp_path, name, told):
    with pytest.raises(OutputError, match=told):
        Recorder(tmp_path / name, live=False)
