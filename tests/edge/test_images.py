import io
import os
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from edge.errors import SourceError
from edge.images import LoadedImage, load
from tests.edge.patience import LIMIT

ROOT = Path(__file__).resolve().parents[2]
EXIF_ORIENTATION = 0x0112


def drawing(width=120, height=80) -> np.ndarray:
    """A grey (h, w) uint8 page with a dark stroke at its top left, so that no turn of it is like another."""
    page = np.full((height, width), 230, np.uint8)
    cv2.line(page, (10, 8), (10, 50), 20, 5)
    cv2.line(page, (10, 8), (60, 8), 20, 5)
    return page


def saved(image: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def loaded(data: bytes, max_side: int = 1600) -> LoadedImage:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return load(file.name, max_side)


def png(width: int, height: int, depth: int, colour: int, rows: bytes) -> bytes:
    """A PNG from raw rows (each begins with its filter byte), for what Pillow does not write."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def assert_like_drawing(data: bytes, tolerance=12):
    image = loaded(data).image
    assert image.dtype == np.uint8
    assert image.shape == (80, 120, 3)
    assert np.abs(image.astype(int) - drawing()[..., None]).mean() < tolerance


PLAIN = Image.fromarray(drawing())
FILES = {
    "jpeg": saved(PLAIN, "JPEG"),
    "jpeg rgb progressive": saved(PLAIN.convert("RGB"), "JPEG", progressive=True),
    "jpeg cmyk": saved(PLAIN.convert("CMYK"), "JPEG"),
    "png grey": saved(PLAIN, "PNG"),
    "png rgb": saved(PLAIN.convert("RGB"), "PNG"),
    "png rgba": saved(PLAIN.convert("RGBA"), "PNG"),
    "png grey alpha": saved(PLAIN.convert("LA"), "PNG"),
    "png palette": saved(PLAIN.convert("P"), "PNG"),
    "png palette with transparency": saved(PLAIN.convert("P"), "PNG", transparency=255),
    "png grey with transparency": saved(PLAIN, "PNG", transparency=7),
    "png interlaced": saved(PLAIN, "PNG", interlace=1),
    "webp": saved(PLAIN.convert("RGB"), "WEBP"),
    "webp lossless with alpha": saved(PLAIN.convert("RGBA"), "WEBP", lossless=True),
    "bmp": saved(PLAIN.convert("RGB"), "BMP"),
    "tiff": saved(PLAIN, "TIFF"),
    "tiff lzw": saved(PLAIN.convert("RGB"), "TIFF", compression="tiff_lzw"),
    "tiff cmyk": saved(PLAIN.convert("CMYK"), "TIFF"),
    "gif": saved(PLAIN, "GIF"),
    "gif animated": saved(PLAIN, "GIF", save_all=True, append_images=[Image.new("L", PLAIN.size, 0)] * 5),
    "webp animated": saved(
        PLAIN.convert("RGB"), "WEBP", save_all=True, append_images=[Image.new("RGB", PLAIN.size)] * 3
    ),
    "png animated": saved(PLAIN, "PNG", save_all=True, append_images=[Image.new("L", PLAIN.size, 0)] * 3),
    "mpo": saved(PLAIN.convert("RGB"), "MPO", save_all=True, append_images=[Image.new("RGB", PLAIN.size)]),
    "ppm": saved(PLAIN.convert("RGB"), "PPM"),
    "pgm": saved(PLAIN, "PPM"),
    "png 16 bit": saved(Image.fromarray(drawing().astype(np.uint16) * 257), "PNG"),
    "tiff 32-bit float": saved(Image.fromarray(drawing().astype(np.float32) / 255), "TIFF"),
}


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_of_file_gives_the_same_picture(kind):
    assert_like_drawing(FILES[kind])


def test_one_bit_pictures_keep_black_and_white():
    image = loaded(saved(PLAIN.convert("1"), "PNG")).image

    assert set(np.unique(image)) == {0, 255}


def test_the_name_does_not_decide_the_kind(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(FILES["png rgb"])

    assert load(path).image.shape == (80, 120, 3)
    assert load(str(path)).image.shape == (80, 120, 3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_turned_upright(orientation):
    """The camera stored the picture turned; Pillow's own inverse turns say how."""
    inverse = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = PLAIN.transpose(inverse[orientation]) if orientation > 1 else PLAIN
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    picture = loaded(saved(stored, "JPEG", exif=exif))

    assert picture.image.shape == (80, 120, 3)
    assert np.abs(picture.image.astype(int) - drawing()[..., None]).mean() < 3


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_orientation_is_ignored(orientation):
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation

    assert_like_drawing(saved(PLAIN, "JPEG", exif=exif))


@pytest.mark.parametrize("ink", [0, 255], ids=["black on nothing", "white on nothing"])
def test_a_drawing_on_nothing_stays_visible(ink):
    rgba = np.zeros((80, 120, 4), np.uint8)
    rgba[..., :3] = ink
    rgba[..., 3] = np.where(drawing() < 100, 255, 0)
    image = loaded(saved(Image.fromarray(rgba), "PNG")).image

    assert abs(int(image[30, 10, 0]) - int(image[70, 110, 0])) == 255


def test_transparent_corners_of_a_photo_become_paper():
    rgba = np.dstack([drawing()] * 3 + [np.full((80, 120), 255, np.uint8)])
    rgba[-20:, -20:, 3] = 0

    assert loaded(saved(Image.fromarray(rgba), "PNG")).image[-1, -1].tolist() == [255, 255, 255]


@pytest.mark.parametrize("bits", [10, 12, 16])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_deep_pictures_use_their_real_range(bits, channels):
    values = (drawing().astype(np.uint32) * ((1 << bits) - 1) // 255).astype(np.uint16)
    if channels == 1:
        data = saved(Image.fromarray(values), "PNG")
    else:
        planes = [values] * 3 + [np.full_like(values, 65535)] * (channels - 3)
        _, encoded = cv2.imencode(".png", np.dstack(planes))
        data = encoded.tobytes()

    assert_like_drawing(data, 2)


def test_the_noise_of_a_blank_deep_page_is_not_stretched():
    noise = np.random.default_rng(0).integers(60000, 60500, (80, 120)).astype(np.uint16)
    image = loaded(saved(Image.fromarray(noise), "PNG")).image

    assert np.ptp(image) <= 3


def test_large_pictures_are_scaled_on_the_way_in():
    page = Image.fromarray(cv2.resize(drawing(), (4000, 3000), interpolation=cv2.INTER_NEAREST))
    small = cv2.resize(drawing(), (1600, 1200), interpolation=cv2.INTER_NEAREST)[..., None]
    for data in (saved(page, "JPEG"), saved(page, "PNG"), saved(page.convert("RGBA"), "PNG")):
        picture = loaded(data, 1600)

        assert picture.image.shape == (1200, 1600, 3)
        assert picture.scale == 0.4
        assert np.abs(picture.image.astype(int) - small).mean() < 2


def test_small_pictures_keep_their_size():
    picture = loaded(saved(Image.new("L", (1, 1), 200), "PNG"))

    assert picture.image.tolist() == [[[200, 200, 200]]]
    assert picture.scale == 1


def test_a_strip_of_one_pixel_height_is_scaled_without_vanishing():
    assert loaded(saved(Image.new("L", (5000, 1), 200), "PNG")).image.shape == (1, 1600, 3)


REFUSED = {
    "empty": (b"", "is empty"),
    "text": (b"hello, this is no picture", "not a picture of a known kind"),
    "zeros": (bytes(5000), "not a picture of a known kind"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(900), "HEIC"),
    "cut jpeg": (FILES["jpeg"][: len(FILES["jpeg"]) // 2], "cut off"),
    "cut png": (FILES["png rgb"][: len(FILES["png rgb"]) // 2], "cut off|damaged"),
    "cut tiff": (FILES["tiff"][:2000], "cut off|damaged"),
    "cut gif": (FILES["gif"][:200], "cut off|damaged"),
    "cut webp": (FILES["webp"][: len(FILES["webp"]) // 2], "known kind|damaged|cut off"),
    "jpeg head only": (FILES["jpeg"][:20], "known kind|damaged|cut off"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture of a known kind"),
    "zero-sized png": (png(0, 0, 8, 0, b""), "damaged|known kind"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_picture_is_one_sentence(kind):
    data, reason = REFUSED[kind]
    with pytest.raises(SourceError, match=reason) as caught:
        loaded(data)

    assert "\n" not in str(caught.value)


def test_what_is_no_file_is_one_sentence(tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    folders, bare = tmp_path / "folders", tmp_path / "folders/bare"
    bare.mkdir(parents=True)
    for path, reason in (
        (tmp_path / "none.jpg", "No such file"),
        (bare, "is a folder, and no picture was found in it$"),
        (folders, "its folders were not searched"),
        ("http://localhost/x.jpg", r"^http://localhost/x\.jpg is no file; .*classify_camera.* --source"),
        (fifo, "is not a file"),
        (Path("/dev/zero"), "is not a file"),
        (loop, "cannot be read"),
        ("nul\0byte.jpg", "cannot be read"),
        ("x" * 5000, "cannot be read"),
    ):
        with pytest.raises(SourceError, match=reason):
            load(path)


def test_a_file_without_permission_is_one_sentence(tmp_path):
    path = tmp_path / "secret.jpg"
    path.write_bytes(FILES["jpeg"])
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user, root, may read everything")
    with pytest.raises(SourceError, match="Permission denied"):
        load(path)


MEMORY = """
import sys
from pathlib import Path
from edge.errors import SourceError
from edge.images import LoadedImage, load
try:
    print(load(Path(sys.argv[1]), int(sys.argv[2])).image.shape, end=" ")
except SourceError as error:
    print(str(error)[-60:], end=" ")
status = Path("/proc/self/status").read_text().split()
print(int(status[status.index("VmHWM:") + 1]) // 1024)
"""


def load_in_child(path: Path, max_side: int = 1600) -> tuple[str, int]:
    """Returns what loading said, and the peak memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path), str(max_side)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stderr
    said, memory = done.stdout.rsplit(" ", 1)
    return said, int(memory)


@pytest.mark.parametrize("colour", [0, 2, 6], ids=["grey", "rgb", "rgba"])
def test_a_png_of_20000_x_20000_is_refused_in_little_memory(tmp_path, colour):
    channels = {0: 1, 2: 3, 6: 4}[colour]
    path = tmp_path / "bomb.png"
    path.write_bytes(png(20000, 20000, 8, colour, bytes((20000 * channels + 1) * 500)))
    said, memory = load_in_child(path)

    assert "at most 50 megapixels" in said
    assert memory < 150


def test_a_jpeg_of_20000_x_20000_is_read_in_little_memory(tmp_path):
    path = tmp_path / "huge.jpg"
    Image.new("L", (20000, 20000), 200).save(path)
    for max_side, side, most in ((1600, 1600, 150), (8192, 5000, 250)):  # to at most 50 megapixels
        said, memory = load_in_child(path, max_side)

        assert said == f"({side}, {side}, 3)"
        assert memory < most


def test_a_jpeg_that_only_claims_to_be_huge_costs_little_memory(tmp_path):
    data = bytearray(FILES["jpeg"])
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 20000, 20000)
    path = tmp_path / "claim.jpg"
    path.write_bytes(data)
    said, memory = load_in_child(path)

    assert "cut off" in said or "(1600, 1600, 3)" in said
    assert memory < 150


def test_a_jpeg_of_endless_passes_is_refused():
    whole = FILES["jpeg rgb progressive"]
    scan = whole[whole.rindex(b"\xff\xda") : -2]

    with pytest.raises(SourceError, match="passes"):
        loaded(whole[:-2] + scan * 500 + whole[-2:])


@pytest.mark.parametrize("kind", FILES)
def test_random_damage_ends_in_a_picture_or_a_sentence(kind):
    rng = np.random.default_rng(len(kind))
    for _ in range(40):
        data = bytearray(FILES[kind])
        for place in rng.integers(0, len(data), rng.integers(1, 30)):
            data[place] = rng.integers(256)
        try:
            image = loaded(bytes(data[: rng.integers(1, len(data))] if rng.random() < 0.3 else data)).image
        except SourceError as error:
            assert "\n" not in str(error)
        else:
            assert image.ndim == 3
            assert max(image.shape) <= 1600
