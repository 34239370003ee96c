"""The README's pictures are made whole by one command, and are small enough to be loaded on a phone."""

import pytest
from PIL import Image

from docs import make_pictures

LIMITS = {  # kB
    "page.webp": 300,
    "draw.webp": 300,
    "draw-scribble.webp": 300,
    "camera.webp": 300,
    "camera-film.webp": 1500,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    make_pictures.main(folder)
    return folder


@pytest.mark.parametrize("name", LIMITS)
def test_each_picture_is_made_and_small_and_those_in_the_repository_are_like_it(made, name):
    shipped = make_pictures.PICTURES / name
    for path in (made / name, shipped):
        assert path.stat().st_size < 1000 * LIMITS[name]
    with Image.open(made / name) as new, Image.open(shipped) as old:
        assert new.size == old.size


def test_the_camera_picture_moves(made):
    with Image.open(made / "camera-film.webp") as film:
        assert film.n_frames > 50
        first = film.convert("L").tobytes()
        film.seek(film.n_frames - 1)
        assert film.convert("L").tobytes() != first
