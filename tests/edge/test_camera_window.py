"""The camera window under a real X server: keys and mouse by xdotool, frames of the window looked at."""

import json
import os
import re
import signal
import subprocess
import threading
from contextlib import contextmanager
from time import monotonic, sleep

import cv2
import numpy as np
import pytest
from PIL import ImageGrab

from tests.edge.desktop import desktop
from tests.edge.films import PROGRAM, film, noisy, page

WINDOW = (1024, 768)


@pytest.fixture(scope="module")
def screen():
    with desktop(1280, 900) as screen:
        yield screen


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    still = page(["472", "19"])
    return film(tmp_path_factory.mktemp("film") / "page.mp4", (noisy(still, seed) for seed in range(40)), 20)


class Running:
    """A running camera program with its window."""

    def __init__(self, screen, process):
        self.screen, self.process = screen, process
        self.frames, self.told = [], []
        for pipe, into in ((process.stdout, self.frames), (process.stderr, self.told)):
            threading.Thread(target=self._collect, args=(pipe, into), daemon=True).start()

    @staticmethod
    def _collect(pipe, into):
        for line in pipe:
            into.append(line)

    def wait(self, condition, seconds=15.0):
        """Returns when `condition` holds; fails when it never does."""
        end = monotonic() + seconds
        while not condition():
            assert monotonic() < end and self.process.poll() is None, (self.told, self.frames[-1:])
            sleep(0.02)

    def wait_for_frames(self, count=3):
        """Waits until so many more frames were read."""
        target = len(self.frames) + count
        self.wait(lambda: len(self.frames) >= target)

    def key(self, name):
        self.screen.xdotool("key", name)
        sleep(0.25)

    def look(self):
        """Returns the window's content as (h, w, 3) BGR."""
        shot = ImageGrab.grab(xdisplay=self.screen.environment["DISPLAY"])
        return cv2.cvtColor(np.asarray(shot.convert("RGB")), cv2.COLOR_RGB2BGR)[: WINDOW[1], : WINDOW[0]]

    def last(self):
        return json.loads(self.frames[-1])

    def ends(self):
        """Waits for the end; returns the exit code."""
        return self.process.wait(20)


@contextmanager
def window(screen, folder, *words):
    """Runs the program with a window on the screen."""
    command = [*PROGRAM, "--json", *map(str, words)]
    process = subprocess.Popen(
        command, env=screen.environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    running = Running(screen, process)
    try:
        running.wait_for_frames()
        screen.window()
        sleep(0.3)
        yield running
    finally:
        process.kill()
        process.wait()


def yellow(image):
    """Returns how many pixels have the colour of the large numbers."""
    return int((np.abs(image.astype(int) - (66, 228, 240)).max(axis=2) < 40).sum())


def test_the_reading_is_seen_large_and_q_ends_the_program(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--loop") as running:
        running.wait(lambda: yellow(running.look()) > 3000)
        if folder := os.environ.get("ZIFFER_SCREENSHOTS"):
            cv2.imwrite(f"{folder}/camera.png", running.look())
        running.key("q")
        assert running.ends() == 0
        assert running.told == []
    assert running.last()["lines"] == ["472", "19"]


def test_space_pauses_and_goes_on(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--loop") as running:
        running.key("space")
        sleep(0.3)
        count, picture = len(running.frames), running.look()
        sleep(0.5)
        assert len(running.frames) == count
        assert (running.look() == picture).all()
        running.key("space")
        running.wait_for_frames()


def test_s_saves_the_frame_and_its_reading(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--loop") as running:
        running.key("s")
        running.key("s")
        running.wait(lambda: len(list(tmp_path.glob("*.json"))) == 2)
        sleep(0.2)
        saved = sorted(tmp_path.glob("ziffer-*.json"))
        assert json.loads(saved[0].read_text())["lines"] == ["472", "19"]
        assert cv2.imread(str(saved[0].with_suffix(".png"))).shape == (480, 640, 3)
        assert b"saved ziffer-" in running.told[0]


def test_a_folder_that_cannot_be_written_does_not_end_the_program(screen, video, tmp_path):
    folder = tmp_path / "gone"
    folder.mkdir()
    with window(screen, folder, "--source", video, "--loop") as running:
        folder.rmdir()
        running.key("s")
        running.wait(lambda: running.told)
        assert b"not saved" in running.told[0]
        running.wait_for_frames()


def dark(image):
    """Returns the dark share of the place where the keys are explained."""
    return (image[250:520, 300:700].max(axis=2) < 70).mean()


def test_d_shows_the_mask_beside_the_picture_and_h_the_keys(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--loop") as running:
        panel = np.s_[30:300, 665:1015]
        before = (running.look()[panel] == 255).all(axis=2).mean()
        assert before < 0.01
        running.key("d")
        # Ink is black and white, paper is neither.
        running.wait(lambda: np.isin(running.look()[panel], (0, 255)).all(axis=2).mean() > 0.5)
        running.key("d")
        running.key("h")
        running.wait(lambda: dark(running.look()) > 0.5)
        running.key("h")
        running.wait(lambda: dark(running.look()) < 0.3)


def test_keys_that_come_faster_than_frames_all_act(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--loop") as running:
        screen.xdotool("key", "s", "key", "s", "key", "s", "key", "q")
        assert running.ends() == 0
    assert len(list(tmp_path.glob("*.json"))) == 3


def test_m_mirrors_what_is_shown_and_dragged_in_and_not_what_is_read(screen, video, tmp_path):
    def inked():
        """Returns the mean column of the dark pixels of the frame in the window."""
        return np.nonzero(running.look()[250:600, 70:950].max(axis=2) < 90)[1].mean()

    with window(screen, tmp_path, "--source", video, "--loop") as running:
        before = inked()
        running.key("m")
        running.wait(lambda: inked() > before + 50)
        assert running.last()["lines"] == ["472", "19"]
        running.key("r")
        screen.stroke([(1024 - 99, 218), (800, 300), (1024 - 414, 385)], pause=0.05)
        running.wait(lambda: running.last()["lines"] == ["19"])


def test_r_drags_a_region_within_which_alone_is_read(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--loop") as running:
        box = running.last()["digits"][3]["box"]
        running.key("r")
        # 1.4 window pixels for one of the frame, 64 beside it; around the second line
        screen.stroke([(99, 218), (220, 300), (414, 385)], pause=0.05)
        running.wait(lambda: running.last()["lines"] == ["19"])
        assert np.abs(np.subtract(running.last()["digits"][0]["box"], box)).max() <= 4
        region = re.search(rb"--roi (\d+),(\d+),(\d+),(\d+)", b"".join(running.told))
        assert np.abs(np.subtract([int(side) for side in region.groups()], [25, 156, 225, 119])).max() <= 2
        running.key("r")
        running.wait(lambda: running.last()["lines"] == ["472", "19"])


def test_the_close_button_ends_the_program(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--loop") as running:
        screen.click_close_button(screen.window())
        assert running.ends() == 0


def test_the_window_ends_with_the_video_but_stays_for_a_picture(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video) as running:
        begun = monotonic()
        assert running.ends() == 0
        assert len(running.frames) == 40
        assert monotonic() - begun > 0.8  # shown at its own pace, not as fast as can be read
    cv2.imwrite(str(tmp_path / "page.png"), page(["8014"]))
    process = subprocess.Popen(
        [*PROGRAM, "--source", "page.png"], env=screen.environment, cwd=tmp_path, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"8014\n"
    sleep(1.5)
    assert process.poll() is None
    screen.xdotool("key", "q")
    assert process.wait(20) == 0


def test_a_right_click_and_wild_keys_do_no_harm(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--loop") as running:
        screen.stroke([(200, 200), (220, 210)], button=3, pause=0.02)
        for name in ("x", "F1", "Tab", "Up", "ctrl+s", "Shift_L", "0", "adiaeresis"):
            screen.xdotool("key", name)
        running.wait_for_frames(10)


def test_the_window_may_be_resized(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--loop") as running:
        for size in ((500, 400), (200, 160), (1200, 850)):
            screen.xdotool("windowsize", screen.window(), *size)
            running.wait_for_frames(5)
        shot = ImageGrab.grab(xdisplay=screen.environment["DISPLAY"])
        assert np.asarray(shot)[840, 600].max() > 20  # the content reaches the enlarged window's end


def test_an_annotated_video_is_recorded_beside_the_window(screen, video, tmp_path):
    with window(screen, tmp_path, "--source", video, "--record", "out.mp4") as running:
        assert running.ends() == 0
    assert cv2.VideoCapture(str(tmp_path / "out.mp4")).get(cv2.CAP_PROP_FRAME_COUNT) == 40


def test_a_signal_ends_it_while_the_display_hangs_and_keeps_the_recording(screen, tmp_path):
    with window(screen, tmp_path, "--source", "test", "--record", "out.mp4") as running, screen.hanging():
        sleep(1)
        assert running.process.poll() is None
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(2) == 0  # seconds: one is promised, and a busy machine gets one more
    assert cv2.VideoCapture(str(tmp_path / "out.mp4")).get(cv2.CAP_PROP_FRAME_COUNT) > 0
