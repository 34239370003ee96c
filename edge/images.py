"""Loads any picture file as the BGR uint8 image that a reader takes, or says in one sentence why it cannot.

Pillow decodes, because it tells a file's size before it decodes, scales a JPEG down while decoding, and
reports what is missing from a cut-off file. What phones, scanners and drawing programs store in pictures is
undone here: EXIF orientation, transparency, 16 bits, CMYK and palettes.
"""

import io
import stat
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from edge.errors import SourceError

if TYPE_CHECKING:
    from PIL import Image

# fmt: off
PICTURE_SUFFIXES = frozenset([
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".tif", ".tiff", ".gif", ".tga",
    ".jp2", ".ppm", ".pgm", ".pbm", ".pnm", ".heic", ".heif", ".avif",  # the last three only to be refused
])
# fmt: on
MAX_SIDE = 1600  # px, the longest side at which pages are read; larger pictures are scaled down to it
MAX_FILE_BYTES = 256 << 20  # a 200-megapixel phone JPEG has some 100 MB
MAX_PIXELS = 50e6  # decoded whole, at 4 bytes each; an A4 page scanned at 600 dpi has 35 megapixels
MAX_JPEG_PIXELS = 500e6  # decoded at down to an eighth of the sides; phones reach 200 megapixels
MAX_SCANS = 100  # of a progressive JPEG; encoders write about 10, hostile files thousands, each a full pass
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "DIB", "TIFF", "GIF", "PPM", "TGA", "ICO", "PCX", "JPEG2000")
ORIENTATION = 0x0112  # EXIF tag
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")

# How to turn an image upright, by EXIF's orientation; 1 is upright.
UPRIGHT: dict[int, Callable[[np.ndarray], np.ndarray]] = {
    2: lambda image: image[:, ::-1],
    3: lambda image: image[::-1, ::-1],
    4: lambda image: image[::-1],
    5: lambda image: image.swapaxes(0, 1),
    6: lambda image: image.swapaxes(0, 1)[:, ::-1],
    7: lambda image: image[::-1, ::-1].swapaxes(0, 1),
    8: lambda image: image.swapaxes(0, 1)[::-1],
}


@dataclass(frozen=True)
class LoadedImage:
    """A picture ready to be read.

    Attributes:
        image: (h, w, 3) BGR uint8, upright, possibly scaled down.
        scale: pixels of `image` per pixel of the original, at most 1.
    """

    image: np.ndarray
    scale: float


def load(path: Path | str, max_side: int = MAX_SIDE) -> LoadedImage:
    """Loads a picture.

    Args:
        path: of the file.
        max_side: larger pictures are scaled down until their longest side has this many pixels.

    Raises:
        SourceError: it cannot be read as a picture.
    """
    name = str(path)
    data = _read(Path(path), name)
    if not data:
        raise SourceError(f"{name} is empty")
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        raise SourceError(f"{name} is a HEIC or AVIF picture, which is not read; save it as JPEG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks about odd metadata are of no use here
            return _decode(data, name, max_side)
    except SourceError:
        raise
    except MemoryError:
        raise SourceError(f"{name} needs more memory than there is") from None
    except Exception as error:  # decoders raise nearly anything on damaged files: struct.error, KeyError, ...
        raise SourceError(f"{name} {_why(error)}") from None


def _read(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            below = any(child.is_dir() for child in path.iterdir())
            hint = f" (its folders were not searched: name them, or '{path}/**/*.jpg')" if below else ""
            raise SourceError(f"{path} is a folder, and no picture was found in it{hint}")
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(f"{path} is not a file")
        if status.st_size > MAX_FILE_BYTES:
            raise SourceError(f"{path} has more than {MAX_FILE_BYTES >> 20} MiB")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if "://" in name:
            raise SourceError(
                f"{name} is no file; edge/classify_camera.py --source reads addresses"
            ) from None
        raise SourceError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _decode(data: bytes, name: str, max_side: int) -> LoadedImage:
    image = _open(data)
    width, height = image.size
    jpeg = image.format in ("JPEG", "MPO")
    limit = MAX_JPEG_PIXELS if jpeg and not image.info.get("progressive") else MAX_PIXELS
    if width * height > limit:
        raise SourceError(
            f"{name} has {width} x {height} pixels; at most {limit / 1e6:.0f} megapixels are read"
        )
    if data.count(b"\xff\xda") > MAX_SCANS and jpeg:
        raise SourceError(f"{name} is a JPEG of more than {MAX_SCANS} passes, which no camera writes")
    if jpeg:
        # What is decoded has less than twice the sides that are asked for.
        shrink = min(max_side / max(width, height), (MAX_PIXELS / (width * height)) ** 0.5 / 2)
        image.draft(None, (max(1, int(width * shrink)), max(1, int(height * shrink))))
    pixels = _deep(image, data, max_side) if _is_deep(image) else _to_8_bit(image, max_side)
    pixels = _shrink(pixels, max_side)
    if pixels.ndim == 2:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR)
    orientation = _orientation(image)
    if orientation in UPRIGHT:
        pixels = UPRIGHT[orientation](pixels)
    return LoadedImage(np.ascontiguousarray(pixels), max(pixels.shape[:2]) / max(width, height))


def _open(data: bytes) -> "Image.Image":
    """Opens a picture without decoding it. Pillow's own limit is lifted for this: ours knows JPEGs."""
    from PIL import Image  # late, since a camera's frames need no Pillow

    pillow_limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    finally:
        Image.MAX_IMAGE_PIXELS = pillow_limit


def _orientation(image: "Image.Image") -> int:
    """Returns EXIF's orientation, 1 to 8."""
    try:
        orientation = image.getexif().get(ORIENTATION)
    except Exception:  # damaged metadata is no reason not to read the picture
        return 1
    return orientation if orientation in UPRIGHT else 1


def _is_deep(image: "Image.Image") -> bool:
    """Returns whether the file has more than 8 bits a channel, which Pillow drops from colour pictures."""
    return image.mode.startswith(("I", "F")) or any(";16" in str(tile[3]) for tile in image.tile)


def _deep(image: "Image.Image", data: bytes, max_side: int) -> np.ndarray:
    """Decodes a picture of more than 8 bits and brings its real range to 8 bits.

    The range is that of the smallest power of two that holds the brightest value, since cameras store 10 or
    12 bits in 16; stretching from minimum to maximum would turn the noise of a blank page into ink.
    """
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image)
        values = values if values.dtype == np.uint16 else values.astype(np.float32)
    else:
        values = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        if values is None:
            raise OSError("cannot be decoded")
    values = _shrink(values, max_side)
    values = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0).clip(0)
    colour = values[..., :3] if values.ndim == 3 else values
    brightest = float(colour.max(initial=0.0))
    white = 1.0 if brightest <= 1 else 2.0 ** np.ceil(np.log2(brightest + 1)) - 1
    pixels = (colour * (255 / white)).round().astype(np.uint8)
    if values.ndim == 3 and values.shape[2] == 4:
        return _on_ground(pixels, values[..., 3] / max(float(values[..., 3].max()), 1.0))
    return pixels


def _to_8_bit(image: "Image.Image", max_side: int) -> np.ndarray:
    """Decodes the first frame to (h, w) grey or (h, w, 3) BGR uint8, reduced early to save memory."""
    if "transparency" in image.info or image.mode in ("LA", "PA", "La", "RGBA", "RGBa"):
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB"):  # whose conversion would be a copy
        image = image.convert("L" if image.mode == "1" else "RGB")
    factor = max(image.size) // max_side
    if factor > 1:
        image = image.reduce(factor)
    pixels = np.asarray(image)
    if image.mode == "L":
        return pixels
    if image.mode == "RGBA":
        return _on_ground(pixels[..., 2::-1], pixels[..., 3] / np.float32(255))
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)


def _on_ground(pixels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Lays a transparent picture on white paper, or on black when it is a bright drawing on nothing.

    Args:
        pixels: (h, w, 3) uint8.
        alpha: (h, w) float32, 0 is transparent, 1 opaque.
    """
    seen = float(alpha.mean())
    brightness = float((pixels.mean(axis=2) * alpha).mean()) / max(seen, 1e-6)
    ground = 0 if seen < 0.5 and brightness > 127 else 255
    alpha = alpha[..., None]
    return (pixels * alpha + ground * (1 - alpha)).round().astype(np.uint8)


def _shrink(pixels: np.ndarray, max_side: int) -> np.ndarray:
    h, w = pixels.shape[:2]
    if max(h, w) <= max_side:
        return pixels
    scale = max_side / max(h, w)
    size = max(1, round(w * scale)), max(1, round(h * scale))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _why(error: Exception) -> str:
    from PIL import UnidentifiedImageError

    if isinstance(error, UnidentifiedImageError):
        return "is not a picture of a known kind (JPEG, PNG, WebP, BMP, TIFF, GIF)"
    if "truncated" in str(error).lower():
        return "is cut off: a part of the picture is missing"
    return f"is damaged: {' '.join(str(error).split())[:120] or type(error).__name__}"
