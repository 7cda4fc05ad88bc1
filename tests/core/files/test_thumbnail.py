"""Thumbnails show the photo, upright, from the embedded picture or a reduced decode; folders sort as people do."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from paramisp_core.errors import UserError
from paramisp_core.files.dng import write_dng
from paramisp_core.files.export import export_image
from paramisp_core.files.thumbnail import photos_in, thumbnail
from paramisp_core.raw.cfa import apply_orientation
from paramisp_core.raw.image import RawImage


def scene(height: int = 400, width: int = 600) -> np.ndarray:
    """Red rises rightwards, green downwards."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.stack([x / width, y / height, np.full_like(x, 0.3)], -1)


def looks_like(small: np.ndarray, picture: np.ndarray, tolerance: float = 12) -> bool:
    whole = Image.fromarray((picture * 255).round().astype(np.uint8)).resize(small.shape[1::-1], Image.Resampling.BOX)
    return float(np.abs(np.asarray(whole, int) - small.astype(int)).mean()) < tolerance


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".heic"])
def test_every_kind_of_picture(tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    if suffix == ".heic":
        heif = pytest.importorskip("pillow_heif")
        heif.register_heif_opener()
    if suffix in (".webp", ".heic"):
        Image.fromarray((scene() * 255).astype(np.uint8)).save(path)
    else:
        export_image(scene(), path)
    small = thumbnail(path, 120)
    assert small.shape == (80, 120, 3)
    assert small.dtype == np.uint8
    assert looks_like(small, scene())


@pytest.mark.parametrize(("written", "named"), [(".jpg", ".nef"), (".png", ".dng"), (".tif", ".jpg"), (".dng", ".jpg")])
def test_what_a_file_is_tells_its_content_and_not_its_name(tmp_path, written, named):
    path = tmp_path / f"x{written}"
    if written == ".dng":
        write_dng(RawImage(np.full((400, 600), 0.4, np.float32)), path, preview=scene())
    else:
        export_image(scene(), path)
    small = thumbnail(path.rename(path.with_suffix(named)), 120)
    assert small.shape[1] == 120
    assert abs(small.shape[0] - 80) <= 1
    assert looks_like(small, scene())


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("embedded", [False, True])
def test_it_is_upright(tmp_path, orientation, embedded):
    picture = Image.fromarray((scene() * 255).astype(np.uint8))
    exif = Image.Exif()
    exif[274] = orientation
    picture.save(tmp_path / "x.jpg", exif=exif)
    if embedded:
        embed(tmp_path / "x.jpg", picture.resize((160, 107)), orientation)
    small = thumbnail(tmp_path / "x.jpg", 120)
    upright = apply_orientation(scene(), orientation)
    assert max(small.shape[:2]) == 120
    assert (small.shape[0] > small.shape[1]) == (upright.shape[0] > upright.shape[1])
    assert looks_like(small, upright)


def embed(path: Path, small: Image.Image, orientation: int = 1) -> None:
    """Put a thumbnail into a JPEG's EXIF."""
    from paramisp_core.files.tiff_tags import LONG, SHORT, Tag, encode_directory

    stream = io.BytesIO()
    small.save(stream, "JPEG")
    first = encode_directory([Tag(274, SHORT, [orientation])], 8)
    at = 8 + len(first)
    tags = [Tag(259, SHORT, [6]), Tag(513, LONG, [0]), Tag(514, LONG, [len(stream.getvalue())])]
    start = at + len(encode_directory(tags, at))
    tags[1] = Tag(513, LONG, [start])
    first = first[:-4] + at.to_bytes(4, "little")
    block = b"Exif\0\0II*\0\x08\0\0\0" + first + encode_directory(tags, at) + stream.getvalue()
    with Image.open(path) as image:
        image.load()
        image.save(path, exif=block)


def test_the_embedded_picture_is_taken_if_it_is_large_enough_and_whole(tmp_path):
    blue = Image.new("RGB", (160, 107), (0, 0, 255))
    export_image(scene(), tmp_path / "x.jpg")
    embed(tmp_path / "x.jpg", blue)
    assert thumbnail(tmp_path / "x.jpg", 160)[..., 2].mean() > 240
    assert looks_like(thumbnail(tmp_path / "x.jpg", 400), scene()), "too small for that"
    embed(tmp_path / "x.jpg", blue.resize((160, 120)))
    assert looks_like(thumbnail(tmp_path / "x.jpg", 160), scene()), "it has bars above and below"


def test_a_dng_shows_its_preview(tmp_path):
    rgb = scene(128, 192)
    raw = RawImage(rgb[..., 1].copy(), orientation=6)
    write_dng(raw, tmp_path / "x.dng", preview=rgb)
    small = thumbnail(tmp_path / "x.dng", 90)
    assert small.shape[:2] == (90, 57)
    assert looks_like(small, apply_orientation(rgb[8:-8, 8:-8], 6), 20)


def test_real_photos(shared_data):
    times = []
    for path in [*photos_in(shared_data / "photos")[:12], *photos_in(shared_data / "raw")]:
        started = time.perf_counter()
        small = thumbnail(path, 160)
        times.append(time.perf_counter() - started)
        assert max(small.shape[:2]) == 160, path
        assert small.std() > 5, path
    assert sorted(times)[len(times) // 2] < 0.5


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"II*\0junk", b"a letter"])
@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".nef"])
def test_what_is_no_photo_is_one_sentence(tmp_path, content, suffix):
    (tmp_path / f"x{suffix}").write_bytes(content)
    with pytest.raises(UserError, match="x"):
        thumbnail(tmp_path / f"x{suffix}", 100)


def test_a_truncated_photo_shows_what_there_is(tmp_path):
    export_image(scene(), tmp_path / "x.jpg")
    content = (tmp_path / "x.jpg").read_bytes()
    (tmp_path / "x.jpg").write_bytes(content[: len(content) * 3 // 4])
    small = thumbnail(tmp_path / "x.jpg", 120)
    assert small.shape[:2] == (80, 120)
    assert looks_like(small[:40], scene()[:200])


def test_photos_of_a_folder_come_as_people_sort(tmp_path):
    for name in ("b10.jpg", "b2.JPG", "a.NEF", "note.txt", ".hidden.jpg", "b2.jpg.paramisp.json"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.jpg").mkdir()
    assert [path.name for path in photos_in(tmp_path)] == ["a.NEF", "b2.JPG", "b10.jpg"]
    with pytest.raises(UserError, match="cannot be read"):
        photos_in(tmp_path / "gone")
