import os
from threading import Event

import cv2
import numpy as np
import pytest

from edge.errors import SourceError
from edge.sources import open_source
from edge.sources.csi import Csi
from edge.sources.files import Pictures, Video
from edge.sources.pipe import Pipe
from edge.sources.scene import Scene
from edge.sources.streams import Http, Rtsp
from edge.sources.v4l2 import Camera


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("test", Scene, "test"),
        ("csi", Csi, "csi"),
        ("csi1", Csi, "csi1"),
        ("3", Camera, "/dev/video3"),
        ("/dev/v4l/by-id/some-camera", Camera, "/dev/v4l/by-id/some-camera"),
        ("http://me:secret@host:8080/stream", Http, "http://***@host:8080/stream"),
        ("https://host/film.MP4", Video, "https://host/film.MP4"),
        ("rtsp://host/path", Rtsp, "rtsp://host/path"),
        ("film.mp4", Video, "film.mp4"),
        ("page.JPG", Pictures, "page.JPG"),
        ("pipe", Pipe, "pipe"),
        ("csi-pictures", Pictures, "csi-pictures"),
    ],
)
def test_one_text_names_any_source(tmp_path, monkeypatch, text, kind, name):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    (tmp_path / "csi-pictures").mkdir()
    for file in ("film.mp4", "page.JPG", "csi-pictures/1.png"):
        (tmp_path / file).touch()
    source = open_source(text)
    assert type(source) is kind and source.name == name


@pytest.mark.parametrize("text", ["100%", "50%.png", "100%/*.png", "%d", "100%/1.png"])
def test_a_percent_sign_in_a_name_makes_no_film_of_pictures(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    for folder in ("100%", "%d"):
        (tmp_path / folder).mkdir()
    for file in ("50%.png", "100%/1.png", "%d/1.png"):
        cv2.imwrite(file, np.full((4, 4), 200, np.uint8))
    source = open_source(text)
    assert source.still
    assert len(list(source.frames(Event()))) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("missing", "no file, folder or camera of the name missing"),
        ("ftp://host/x", "only http, https and rtsp"),
        ("http:///x", "is not a URL"),
        ("http://host:port/x", "is not a URL"),
    ],
)
def test_what_names_no_source_is_told(text, told):
    with pytest.raises(SourceError, match=told):
        open_source(text)
