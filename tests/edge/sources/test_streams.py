import socket
import threading
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from edge.errors import SourceError
from edge.sources import Settings, open_source, reconnect
from edge.sources.reconnect import reconnecting
from edge.sources.streams import redact
from tests.edge.films import film, noisy, page
from tests.edge.patience import SLOWNESS
from tests.edge.sources.mjpeg_server import camera_server
from tests.edge.sources.rtsp_server import rtsp_server

QUICK = Settings(timeout=1.0)


def take(frames, count):
    taken = [next(frames) for _ in range(count)]
    frames.close()
    return taken


def test_an_mjpeg_stream_delivers_its_frames():
    with camera_server() as port:
        source = open_source(f"http://127.0.0.1:{port}/stream", QUICK)
        assert source.live
        frames = take(source.frames(Event()), 5)
    assert [round(float(frame.image.mean()) / 10) for frame in frames] == [0, 1, 2, 3, 4]


def test_torn_and_corrupt_frames_of_a_stream_are_passed_over():
    with camera_server() as port:
        frames = take(open_source(f"http://127.0.0.1:{port}/broken", QUICK).frames(Event()), 4)
    assert [round(float(frame.image.mean()) / 10) for frame in frames] == [4, 9, 14, 19]


def test_snapshots_are_asked_for_again_and_again():
    with camera_server() as port:
        source = open_source(f"http://127.0.0.1:{port}/snapshot", Settings(fps=20, timeout=1))
        frames = take(source.frames(Event()), 3)
    assert [round(float(frame.image.mean()) / 10) for frame in frames] == [1, 2, 3]


def test_user_and_password_of_the_url_are_used():
    with camera_server() as port:
        url = f"http://anna:p%40ss@127.0.0.1:{port}/secret"
        assert len(take(open_source(url, QUICK).frames(Event()), 2)) == 2


def test_a_server_that_is_killed_and_started_again_goes_on():
    told, frames, stop = [], [], Event()
    with camera_server() as port:
        source = reconnecting(open_source(f"http://127.0.0.1:{port}/stream", QUICK), stop, 20, told.append)
        frames += [next(source) for _ in range(3)]
    with suppress(StopIteration):
        threading.Timer(0.4, lambda: restart(port, stop)).start()
        before = monotonic()
        while monotonic() - before < 8 and "back" not in "".join(told):
            frames.append(next(source))
    stop.set()
    source.close()
    assert "trying again" in told[0] and "is back" in told[-1]
    assert len(told) == 2


def test_opening_a_stream_again_and_again_leaves_no_descriptor_behind(monkeypatch):
    monkeypatch.setattr(reconnect, "FIRST_WAIT", 0.01)
    with camera_server() as port:
        source = open_source(f"http://127.0.0.1:{port}/short", QUICK)
        frames = reconnecting(source, Event(), 20, lambda text: None)
        counts = []
        for number in range(40):  # two frames of each opening
            next(frames)
            if number % 2 == 0:
                counts.append(len(list(Path("/proc/self/fd").iterdir())))
        frames.close()
    assert max(counts[5:]) <= max(counts[:5]) + 1


def restart(port, stop):
    with camera_server(port):
        stop.wait(10)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("secret", "asks for a user and password"),
        ("nothing", "nothing at this path"),
        ("text", "not a video stream but text/html"),
        ("slow", "does not answer within 1 s"),
    ],
)
def test_what_a_server_refuses_is_explained(path, told):
    with camera_server() as port, pytest.raises(SourceError, match=told):
        list(open_source(f"http://127.0.0.1:{port}/{path}", QUICK).frames(Event()))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_port_at_which_nobody_listens_is_explained(scheme):
    with pytest.raises(SourceError, match="refuses the connection"):
        list(open_source(f"{scheme}://127.0.0.1:{free_port()}/x", QUICK).frames(Event()))


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_host_that_is_not_known_is_explained(scheme):
    with pytest.raises(SourceError, match="host name that is not known"):
        list(open_source(f"{scheme}://no-such-host.invalid/x", QUICK).frames(Event()))


def test_an_rtsp_server_that_never_answers_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"rtsp://anna:secret@127.0.0.1:{silent.getsockname()[1]}/x"
        begun = monotonic()
        with pytest.raises(SourceError, match="answers but delivers no video") as failure:
            list(open_source(url, QUICK).frames(Event()))
        assert monotonic() - begun < 4 * SLOWNESS
        assert "secret" not in str(failure.value)


@pytest.fixture(scope="module")
def transport_stream(tmp_path_factory):
    still = page(["472"], (320, 240), 60, 20)
    path = tmp_path_factory.mktemp("rtsp") / "film.ts"
    return film(path, (noisy(still, seed) for seed in range(60)), 25, "MPG2")


def test_an_rtsp_camera_with_a_password_delivers_its_frames(transport_stream):
    with rtsp_server(transport_stream, password=True) as server:
        url = f"rtsp://anna:secret@127.0.0.1:{server.server_address[1]}/film"
        source = open_source(url, Settings(timeout=5))
        frames = list(source.frames(Event()))
        assert server.asked[-2:] == ["SETUP", "PLAY"]
    assert source.live and len(frames) >= 50
    assert all(frame.image.shape == (240, 320, 3) and frame.droppable for frame in frames)


def test_an_rtsp_camera_that_falls_silent_is_noticed(transport_stream):
    with rtsp_server(transport_stream, linger=30) as server:
        url = f"rtsp://127.0.0.1:{server.server_address[1]}/film"
        begun = monotonic()
        assert len(list(open_source(url, QUICK).frames(Event()))) >= 50
        assert monotonic() - begun < 8 * SLOWNESS


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://anna:p@ss@host:80/a", "http://***@host:80/a"),
        ("rtsp://anna@host/a?user=x&pwd=secret", "rtsp://***@host/a?user=***&pwd=***"),
        ("http://host/a#secret", "http://host/a"),
        ("http://[broken/secret", "the URL"),
    ],
)
def test_credentials_are_never_shown(url, shown):
    assert redact(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        "http://anna:secret@[broken/x",
        "http://anna:secret@host:port/x",
        "http://anna:secret@127.0.0.1:1/x",
        "http://anna:secret@no-such-host.invalid/x",
        "http://anna:secret@bad host/x",
        "ftp://anna:secret@host/x",
        "http://anna:secret@/x",
        "rtsp://anna:secret@127.0.0.1:1/x?password=secret",
    ],
)
def test_no_error_holds_a_password(url):
    with pytest.raises(SourceError) as failure:
        list(open_source(url, QUICK).frames(Event()))
    assert "secret" not in str(failure.value)
    assert "anna" not in str(failure.value)


def test_stopping_ends_a_stream():
    with camera_server() as port:
        stop = Event()
        frames = open_source(f"http://127.0.0.1:{port}/stream", QUICK).frames(stop)
        next(frames)
        stop.set()
        begun = monotonic()
        assert len(list(frames)) <= 1
        assert monotonic() - begun < 0.5 * SLOWNESS
