"""Runs the camera program as its users do: with real files, pipes, servers and signals."""

import fcntl
import json
import os
import re
import signal
import socket
import subprocess
import sys
import termios
import threading
from time import monotonic, sleep

import cv2
import numpy as np
import pytest

from tests.edge.films import PROGRAM, ROOT, camera, film, noisy, objects, page
from tests.edge.patience import LIMIT, SLOWNESS
from tests.edge.sources.mjpeg_server import camera_server

SOON = 2.0 * SLOWNESS  # seconds: one is promised, and a busy machine gets one more


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    """Returns a film of 60 frames that shows 472 over 19, with noise."""
    still = page(["472", "19"])
    return film(tmp_path_factory.mktemp("film") / "some.mp4", (noisy(still, seed) for seed in range(60)))


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    path = tmp_path_factory.mktemp("picture") / "page.jpg"
    cv2.imwrite(str(path), page(["472", "19"]))
    return path


def test_a_video_gives_one_object_a_frame_in_the_contracts_form(video):
    run = camera("--source", video, "--json", "--max-frames", 50)
    assert run.returncode == 0 and run.stderr == b""
    frames = objects(run.stdout)
    assert [frame["frame"] for frame in frames] == list(range(50))
    np.testing.assert_allclose([frame["time"] for frame in frames], np.arange(50) / 30, atol=0.002)
    for frame in frames:
        assert list(frame) in (
            ["frame", "time", "lines", "digits"],
            ["frame", "time", "lines", "digits", "stable"],
        )
        assert frame["lines"] == ["472", "19"]
        assert "".join(str(digit["digit"]) for digit in frame["digits"]) == "47219"
        for digit in frame["digits"]:
            assert list(digit) == ["digit", "confidence", "box"]
            assert 0 <= digit["confidence"] <= 1
            assert all(isinstance(side, int) for side in digit["box"]) and len(digit["box"]) == 4
    boxes = [digit["box"] for digit in frames[-1]["digits"]]
    assert boxes[0][0] < boxes[1][0] < boxes[2][0] and boxes[0][1] < boxes[3][1]
    assert [frame["stable"] for frame in frames if "stable" in frame] == [True]


def test_each_number_is_printed_once_for_people(video):
    run = camera("--source", video)
    assert run.stdout == b"472\n19\n" and run.returncode == 0


def test_it_runs_by_path_and_as_a_module_from_anywhere(video, tmp_path):
    words = ["--source", str(video), "--headless", "--json", "--max-frames", "1"]
    by_path = subprocess.run([*PROGRAM, *words], capture_output=True, cwd=tmp_path, timeout=LIMIT)
    module = [sys.executable, "-m", "edge.classify_camera", *words]
    by_name = subprocess.run(module, capture_output=True, cwd=ROOT, timeout=LIMIT)
    assert by_path.stdout == by_name.stdout != b""


def test_without_a_display_it_goes_on_without_a_window(video):
    environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key}
    command = [*PROGRAM, "--source", str(video), "--json", "--max-frames", "2"]
    for display in ({}, {"DISPLAY": ":987"}):
        run = subprocess.run(command, capture_output=True, env=environment | display, timeout=LIMIT)
        assert len(objects(run.stdout)) == 2 and run.returncode == 0
        assert run.stderr.count(b"\n") == 1 and b"without a window" in run.stderr
    run = subprocess.run([*command, "--window"], capture_output=True, env=environment, timeout=LIMIT)
    assert run.returncode == 5 and run.stdout == b"" and run.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("turned", "words"),
    [
        (lambda image: image, []),
        (lambda image: cv2.rotate(image, cv2.ROTATE_180), ["--rotate", 180]),
        (lambda image: cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE), ["--rotate", 270]),
        (lambda image: cv2.flip(image, 1), ["--flip", "horizontal"]),
    ],
    ids=["upright", "upside down", "on its side", "mirrored"],
)
def test_a_region_and_the_boxes_in_it_are_in_pixels_of_the_turned_frame(tmp_path, turned, words):
    upright = page(["472", "19"], left=380)
    for name, image in (("upright.png", upright), ("turned.png", turned(upright))):
        cv2.imwrite(str(tmp_path / name), image)
    whole = objects(camera("--source", tmp_path / "upright.png", "--json").stdout)[0]
    words = ["--source", tmp_path / "turned.png", "--json", "--roi", "340,30,280,140", *words]
    part = objects(camera(*words).stdout)[0]
    assert part["lines"] == ["472"]
    for before, after in zip(whole["digits"][:3], part["digits"], strict=True):
        assert np.abs(np.subtract(before["box"], after["box"])).max() <= 3


@pytest.mark.parametrize(("turned", "words"), [
    (cv2.ROTATE_90_CLOCKWISE, ["--rotate", "270"]),
    (cv2.ROTATE_180, ["--rotate", "180"]),
    (None, ["--flip", "horizontal"]),
])  # fmt: skip
def test_a_camera_that_hangs_turned_or_mirrored_is_turned_back(tmp_path, turned, words):
    image = page(["472"])
    image = cv2.flip(image, 1) if turned is None else cv2.rotate(image, turned)
    cv2.imwrite(str(tmp_path / "turned.png"), image)
    run = camera("--source", tmp_path / "turned.png", "--json", *words)
    assert objects(run.stdout)[0]["lines"] == ["472"]


def test_pictures_of_a_folder_have_nothing_to_do_with_one_another(tmp_path):
    for name, line in [("1.png", "472"), ("2.png", "19"), ("3.png", "306")]:
        cv2.imwrite(str(tmp_path / name), page([line]))
    run = camera("--source", tmp_path, "--json")
    assert [frame["lines"] for frame in objects(run.stdout)] == [["472"], ["19"], ["306"]]
    assert all(frame["stable"] for frame in objects(run.stdout))


def test_the_test_source_reads_a_bundled_picture(tmp_path):
    run = camera("--source", "test", "--json", "--max-frames", 5, "--fps", 30, cwd=tmp_path)
    frames = objects(run.stdout)
    assert run.returncode == 0 and len(frames) == 5
    assert all(frame["lines"] for frame in frames)
    numbers = [frame["frame"] for frame in frames]
    assert numbers == sorted(set(numbers))


def test_jpegs_on_stdin_are_read(picture):
    run = camera("--source", "-", "--json", input=picture.read_bytes() * 3)
    frames = objects(run.stdout)
    assert run.returncode == 0
    assert [frame["lines"] for frame in frames] == [["472", "19"]] * 3


def test_unrelated_pictures_on_stdin_are_read_one_by_one(tmp_path):
    pages = [
        page(["472", "19"]),
        page([]),
        page(["61"], height=200),
        page(["8014"], left=200),
        page(["3"] * 2),
    ]
    data = b"".join(cv2.imencode(".jpg", image)[1].tobytes() for image in pages)
    lines = [["472", "19"], [], ["61"], ["8014"], ["3", "3"]]
    assert [
        frame["lines"] for frame in objects(camera("--source", "-", "--json", input=data).stdout)
    ] == lines
    told = camera("--source", "-", input=data).stdout.decode().split()
    assert told == [line for frame in lines for line in frame]


def test_what_was_read_is_told_at_the_end_at_the_latest(picture, video):
    assert camera("--source", "-", input=picture.read_bytes()).stdout == b"472\n19\n"
    assert camera("--source", video, "--max-frames", 2).stdout == b"472\n19\n"


def test_a_plain_file_on_stdin_is_read(picture, tmp_path):
    (tmp_path / "film.mjpeg").write_bytes(picture.read_bytes() * 5)
    with (tmp_path / "film.mjpeg").open("rb") as mjpeg:
        run = camera("--source", "-", "--json", stdin=mjpeg)
    assert len(objects(run.stdout)) == 5


def test_mjpeg_with_torn_frames_on_stdin_is_read_as_it_comes(picture):
    data = picture.read_bytes()
    process = start("--source", "-", "--json", stdin=subprocess.PIPE)
    for _ in range(3):
        process.stdin.write(data[: len(data) // 2] + b"--frame\r\n\r\n" + data)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["lines"] == ["472", "19"]
    process.stdin.close()
    assert process.wait(LIMIT) == 0


def test_frames_of_changing_size_and_kind_are_survived(tmp_path):
    still = page(["472", "19"])
    grey = cv2.cvtColor(still, cv2.COLOR_BGR2GRAY)
    blank, dot = np.full((480, 640), 128, np.uint8), np.full((1, 1, 3), 9, np.uint8)
    frames = [still, cv2.resize(still, (320, 240)), grey, blank, dot, page(["472", "19"], (900, 300)), still]
    data = b"".join(cv2.imencode(".jpg", frame)[1].tobytes() for frame in frames)
    run = camera(
        "--source", "-", "--json", "--roi", "0,0,640,480", "--record", tmp_path / "a.mp4", input=data
    )
    assert run.returncode == 0 and run.stderr == b""
    assert len(objects(run.stdout)) == len(frames)
    assert objects(run.stdout)[0]["lines"] == ["472", "19"]


@pytest.mark.parametrize("data", [b"", b"no JPEG at all" * 1000, b"\xff\xd8\xff\xe0" * 50])
def test_a_pipe_without_a_jpeg_is_explained(data):
    run = camera("--source", "-", "--json", input=data)
    assert run.returncode == 3 and run.stdout == b""
    assert run.stderr == b"classify_camera: stdin ended without a whole JPEG: it needs JPEGs or MJPEG\n"


def test_a_named_pipe_is_read(picture, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    process = start("--source", tmp_path / "pipe", "--json")
    with (tmp_path / "pipe").open("wb") as pipe:
        pipe.write(picture.read_bytes())
    assert json.loads(process.stdout.readline())["lines"] == ["472", "19"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(LIMIT) == 0


def start(*words, **options):
    """Starts the program and returns it running, its outputs piped."""
    command = [*PROGRAM, "--headless", *map(str, words)]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | options
    return subprocess.Popen(command, **options)


def wait_until_full(pipe):
    """Returns when nothing more goes into a pipe that nobody reads."""
    before, held = -1, 0
    while not held or held != before:
        sleep(1)
        before = held
        held = int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def seconds_to_end(process, number):
    begun = monotonic()
    process.send_signal(number)
    process.wait(LIMIT)
    return monotonic() - begun


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_within_a_second_with_all_output_whole(number):
    process = start("--source", "test", "--json")
    lines = [process.stdout.readline() for _ in range(3)]
    assert seconds_to_end(process, number) < SOON
    rest = process.stdout.read()
    assert all(json.loads(line)["lines"] for line in lines + rest.splitlines())
    assert rest == b"" or rest.endswith(b"\n")
    assert process.returncode == 0 and process.stderr.read() == b""


@pytest.mark.parametrize("seconds", [0.05, 0.15, 0.3, 0.5])
def test_ctrl_c_right_after_the_start_leaves_no_traceback(seconds):
    process = start("--source", "test", "--json")
    sleep(seconds)
    assert seconds_to_end(process, signal.SIGINT) < SOON
    if seconds > 0.1:  # before, Python itself is not up yet
        assert process.stderr.read() == b""


def test_a_signal_closes_the_csi_camera(tmp_path):
    (tmp_path / "picamera2.py").write_text(
        "from pathlib import Path\n"
        "from tests.edge.sources.picamera2_fake import MappedArray, Picamera2\n"
        "class Picamera2(Picamera2):\n"
        "    def close(self):\n"
        "        super().close()\n"
        f"        Path({str(tmp_path / 'closed')!r}).touch()\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    process = start("--source", "csi", "--json", env=environment)
    assert json.loads(process.stdout.readline())["frame"] == 0
    assert seconds_to_end(process, signal.SIGTERM) < SOON
    assert (tmp_path / "closed").exists() and process.stderr.read() == b""


def test_a_signal_ends_it_while_a_source_keeps_silent():
    process = start("--source", "-", "--json", "--timeout", "60", stdin=subprocess.PIPE)
    sleep(1.5 * SLOWNESS)
    assert process.poll() is None
    assert seconds_to_end(process, signal.SIGTERM) < SOON
    assert process.returncode == 1 and process.stderr.read() == b""


def test_a_signal_ends_it_while_ffmpeg_waits_for_a_stream():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"rtsp://127.0.0.1:{silent.getsockname()[1]}/x"
        process = start("--source", url, "--timeout", "60")
        silent.accept()[0].close()  # the look at the port
        connection, _ = silent.accept()
        sleep(0.2 * SLOWNESS)
        assert process.poll() is None
        assert seconds_to_end(process, signal.SIGINT) < SOON
        connection.close()
    assert process.returncode == 1


def test_a_signal_ends_it_while_nobody_takes_its_output_and_keeps_the_recording(tmp_path):
    crowded = film(tmp_path / "crowded.mp4", [page(["48484848"] * 5, height=40)] * 5)
    process = start("--source", crowded, "--json", "--loop", "--record", tmp_path / "out.mp4")
    wait_until_full(process.stdout)
    assert seconds_to_end(process, signal.SIGTERM) < SOON
    assert process.returncode == 0
    assert cv2.VideoCapture(str(tmp_path / "out.mp4")).get(cv2.CAP_PROP_FRAME_COUNT) > 0


def test_a_reader_that_has_seen_enough_ends_it_quietly(video):
    command = (
        " ".join(PROGRAM) + f" --headless --json --loop --source {video} | head -1; echo ${{PIPESTATUS[0]}}"
    )
    run = subprocess.run(["bash", "-c", command], capture_output=True, timeout=LIMIT)
    first, code = run.stdout.splitlines()
    assert json.loads(first)["frame"] == 0
    assert code == b"0" and run.stderr == b""


NOT_THERE = ["/dev/video97", "97", "missing.mp4", "csi", "ftp://host/x", "http://127.0.0.1:9/x"]


@pytest.mark.parametrize("source", NOT_THERE)
def test_what_cannot_be_opened_ends_in_one_sentence(source):
    run = camera("--source", source, "--json")
    assert run.returncode == 3 and run.stdout == b""
    assert run.stderr.count(b"\n") == 1 and run.stderr.startswith(b"classify_camera: ")


WRONG = ["--max-frames 0", "--max-frames x", "--roi 1,2,3", "--roi 1,2,0,4", "--rotate 45", "--fps -1",
         "--timeout 0", "--min-confidence 2", "--width 100000", "--threads 1000", "--what"]  # fmt: skip


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage_is_told(words):
    run = camera("--source", "test", *words.split())
    assert run.returncode == 2 and run.stdout == b"" and b"Traceback" not in run.stderr


def test_nothing_to_read_has_its_exit_code(tmp_path):
    cv2.imwrite(str(tmp_path / "blank.png"), np.full((200, 300, 3), 220, np.uint8))
    run = camera("--source", tmp_path / "blank.png", "--json")
    assert run.returncode == 1
    assert objects(run.stdout) == [{"frame": 0, "time": 0.0, "lines": [], "digits": []}]


def test_a_full_disk_has_its_exit_code(video):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        run = subprocess.run([*PROGRAM, "--headless", "--json", "--source", str(video)], stdout=full,
                             stderr=subprocess.PIPE, timeout=LIMIT)  # fmt: skip
    assert run.returncode == 6
    assert run.stderr.count(b"\n") == 1 and b"No space left" in run.stderr


def test_a_recording_that_finds_no_room_has_its_exit_code(video, tmp_path):
    words = " ".join([*PROGRAM, "--headless", "--source", str(video), "--record", str(tmp_path / "out.mp4")])
    run = subprocess.run(["bash", "-c", f"ulimit -f 20; {words}"], capture_output=True, timeout=LIMIT)
    assert run.returncode == 6 and run.stdout == b"472\n19\n"
    assert run.stderr.count(b"\n") == 1 and b"could not be written whole" in run.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("--source {picture} >&-", 0, b""),
        ("--source - <&-", 3, b"stdin is closed"),
        ("--source missing 2>/dev/full", 3, b""),
    ],
)
def test_streams_that_are_closed_or_full_do_not_confuse_it(picture, words, code, told):
    command = " ".join([*PROGRAM, "--headless", words.format(picture=picture)])
    run = subprocess.run(["bash", "-c", command], capture_output=True, timeout=LIMIT)
    assert run.returncode == code and told in run.stderr and run.stderr.count(b"\n") <= 1


def test_a_region_outside_the_frame_is_told_of_and_the_whole_frame_read(picture):
    run = camera("--source", picture, "--roi", "5000,0,10,10")
    assert run.stdout == b"472\n19\n" and run.returncode == 0
    assert run.stderr == b"classify_camera: --roi lies outside the frame of 640 x 480: all of it is read\n"


def test_the_annotated_video_is_recorded(video, tmp_path):
    run = camera("--source", video, "--record", tmp_path / "out.mp4", "--max-frames", 20)
    assert run.returncode == 0
    capture = cv2.VideoCapture(str(tmp_path / "out.mp4"))
    assert capture.get(cv2.CAP_PROP_FRAME_COUNT) == 20
    assert capture.get(cv2.CAP_PROP_FPS) == pytest.approx(30, abs=0.5)
    _, image = capture.read()
    yellow = (np.abs(image.astype(int) - (66, 228, 240)).max(axis=2) < 60).sum()
    assert yellow > 500 and image.shape == (540, 640, 3)  # the numbers, large, below the frame


def test_the_source_itself_is_never_overwritten(video):
    before = video.read_bytes()
    run = camera("--source", video, "--record", video)
    assert run.returncode == 6 and video.read_bytes() == before


def test_a_stream_that_breaks_is_told_of_and_goes_on():
    ready, again = threading.Event(), threading.Event()
    ports = []

    def serve():
        with camera_server() as port:
            ports.append(port)
            ready.set()
            again.wait(LIMIT)
        sleep(0.8)
        with camera_server(ports[0]):
            done.wait(LIMIT)

    done = threading.Event()
    thread = threading.Thread(target=serve)
    thread.start()
    ready.wait(LIMIT)
    process = start("--source", f"http://anna:secret@127.0.0.1:{ports[0]}/stream", "--json")
    assert json.loads(process.stdout.readline())["digits"] == []
    again.set()
    told = [process.stderr.readline(), process.stderr.readline()]
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=LIMIT)
    done.set()
    thread.join()
    assert b"trying again" in told[0] and b"is back" in told[1]
    assert b"secret" not in b"".join(told) and b"***@127.0.0.1" in told[0]
    assert process.returncode == 1


def test_a_stream_that_stays_away_is_given_up():
    with camera_server() as port:
        process = start("--source", f"http://127.0.0.1:{port}/stream", "--json", "--max-wait", "1")
        process.stdout.readline()
    _, told = process.communicate(timeout=LIMIT)
    assert process.returncode == 3
    assert re.search(rb"given up after [0-9]+ s", told.splitlines()[-1])
