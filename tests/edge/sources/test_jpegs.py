import io

import cv2
import numpy as np
import pytest
from PIL import Image

from edge.sources import jpegs
from edge.sources.jpegs import decode, split_jpegs
from tests.edge.films import page


def jpeg(value, size=(64, 48), **options):
    image = Image.fromarray(np.full((*size[::-1], 3), value, np.uint8))
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def split(data, chunk=1 << 16):
    source = io.BytesIO(data)
    return list(split_jpegs(lambda: source.read(chunk)))


@pytest.mark.parametrize("chunk", [1, 7, 1000, 1 << 20])
def test_jpegs_are_cut_out_whole_however_the_bytes_arrive(chunk):
    jpegs = [jpeg(value) for value in (10, 100, 200)]
    assert split(b"".join(jpegs), chunk) == jpegs


@pytest.mark.parametrize("options", [{"progressive": True}, {"quality": 100}, {"optimize": True}])
def test_photographs_in_every_coding_are_cut_out_whole(options):
    out = io.BytesIO()
    Image.fromarray(page(["472"])[:, :, ::-1]).save(out, "JPEG", **options)
    data = out.getvalue()
    assert split(data * 2, 4096) == [data, data]


def test_no_byte_of_a_large_photograph_is_searched_again_for_each_chunk(monkeypatch):
    searched = []

    class Counting:
        def search(self, data, at):
            searched.append(len(data) - at)
            return pattern.search(data, at)

    pattern = jpegs.AFTER_SCAN
    monkeypatch.setattr(jpegs, "AFTER_SCAN", Counting())
    data = cv2.imencode(".jpg", page(["472"]))[1].tobytes()
    assert split(data, 50) == [data]
    assert sum(searched) < 1.2 * len(data)


def test_restart_markers_do_not_end_a_jpeg():
    _, data = cv2.imencode(".jpg", page(["8"]), [cv2.IMWRITE_JPEG_RST_INTERVAL, 4])
    assert split(data.tobytes() * 3, 999) == [data.tobytes()] * 3


def test_a_thumbnail_within_a_photo_is_not_taken_for_a_photo():
    thumbnail = jpeg(5, (16, 16))
    exif = b"Exif\x00\x00" + thumbnail
    whole = jpeg(90)
    photo = whole[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + whole[2:]
    assert split(photo + photo, 50) == [photo, photo]


def test_text_between_jpegs_as_in_http_is_passed_over():
    part = b"\r\n--frame\r\nContent-Type: image/jpeg\r\n\r\n"
    jpegs = [jpeg(value) for value in (10, 20)]
    assert split(part + jpegs[0] + part + jpegs[1] + b"\r\n--frame--") == jpegs


@pytest.mark.parametrize("cut", [3, 30, 300, 600])
def test_a_jpeg_that_is_cut_off_is_passed_over_and_the_next_one_found(cut):
    whole = jpeg(50)
    assert cut < len(whole)
    assert split(whole[:cut] + whole + b"--frame" + whole[:cut] + b"--frame" + whole) == [whole, whole]


def test_noise_gives_no_jpeg_and_hides_none():
    noise = np.random.default_rng(3).integers(0, 256, 200_000, np.uint8).tobytes()
    whole = jpeg(77)
    assert split(noise) == []
    assert split(noise.replace(b"\xff\xd8", b"\xff\x00") + whole, 4096)[-1:] == [whole]


def test_a_corrupt_jpeg_decodes_to_some_image_or_to_none():
    whole = bytearray(jpeg(120))
    assert decode(bytes(whole)).shape == (48, 64, 3)
    whole[20:120] = bytes(100)
    assert decode(bytes(whole)) is None


@pytest.mark.parametrize("size", [(65500, 65500), (20000, 20000), (0, 64)])
def test_a_frame_whose_header_is_corrupt_is_passed_over(size):
    data = bytearray(jpeg(100))
    header = data.find(b"\xff\xc0")
    data[header + 5 : header + 9] = b"".join(side.to_bytes(2, "big") for side in size)
    assert decode(bytes(data)) is None
