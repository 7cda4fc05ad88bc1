"""Exported pictures: pixels, orientation, EXIF, profile; nothing is left of a failure."""

from __future__ import annotations

import errno
import os
import signal

import numpy as np
import pytest
from PIL import Image

from paramisp_core.camera.database import find_camera, generic_camera
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.files import atomic
from paramisp_core.files.atomic import check_target, replacing
from paramisp_core.files.export import export_image
from paramisp_core.files.opening import open_photo
from paramisp_core.files.profiles import ADOBE_RGB, DISPLAY_P3
from paramisp_core.progress import Cancelled
from paramisp_core.raw.cfa import apply_orientation
from paramisp_core.raw.transfer import srgb_decode

SHOT = ShotSettings(iso=102400, exposure_time=30.0, f_number=1.4, focal_length=8.5)
EXIF = {"Make": "Apple", "Model": "iPhone 6", "DateTimeOriginal": "2020:01:02 03:04:05",
        "LensModel": "Ä lens", "GPSLatitudeRef": "N", "GPSLatitude": ((48, 1), (8, 1), (0, 1)),
        "Artist": "A. Photographer",
        "LensSpecification": ((0, 1), (50, 1), (0, 1), (0, 1))}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("suffix", "error"), [(".png", 0.5 / 255), (".tif", 0.5 / 65535), (".jpg", 0.06)])
def test_pixels_are_upright_and_exact(tmp_path, picture, orientation, suffix, error):
    rgb = picture(41, 64)
    path = tmp_path / f"x{suffix}"
    export_image(rgb, path, orientation=orientation, shot=SHOT, camera=generic_camera(), exif=EXIF,
                 notes=["RAW estimated from JPEG by a test"], quality=100)
    photo = open_photo(path)
    upright = apply_orientation(rgb, orientation)
    assert photo.orientation == 1
    assert photo.rgb.shape == upright.shape
    if suffix == ".jpg":
        assert np.abs(photo.rgb - upright).mean() < 0.01
    else:
        assert np.abs(photo.rgb - upright).max() <= error + 1e-6
    assert photo.shot.iso == 102400
    assert photo.shot.exposure_time == 30
    assert photo.shot.f_number == pytest.approx(1.4)
    assert photo.shot.focal_length == 8.5
    assert photo.exif["Model"] == "iPhone 6"
    assert photo.exif["ImageDescription"] == "RAW estimated from JPEG by a test"
    assert photo.exif["GPSLatitude"] == EXIF["GPSLatitude"]
    assert photo.exif["Artist"] == "A. Photographer"
    assert photo.exif["DateTimeOriginal"] == "2020:01:02 03:04:05"


@pytest.mark.parametrize(("height", "width", "quality"), [(3, 20000, 95), (20000, 3, 95), (300, 200, 100)])
def test_noise_fits_into_a_jpeg(tmp_path, capfd, height, width, quality):
    """Pillow's encoder gives up on these when it is to optimize ("broken data stream")."""
    rgb = np.random.default_rng(0).random((height, width, 3), np.float32)
    export_image(rgb, tmp_path / "x.jpg", quality=quality)
    assert open_photo(tmp_path / "x.jpg").size == (height, width)
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="file sizes cannot be limited here")
@pytest.mark.parametrize("suffix", ["jpg", "png", "tif"])
def test_a_disk_that_takes_a_part_only_leaves_nothing(tmp_path, picture, suffix):
    """The last block is written short: Pillow alone takes that for a success."""
    import resource

    path = tmp_path / f"x.{suffix}"
    export_image(picture(), path)
    limit = path.stat().st_size - 100
    path.unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(UserError, match="written"):
            export_image(picture(), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert list(tmp_path.iterdir()) == []


def test_exif_with_holes_is_left_out(tmp_path, picture):
    """Real cameras write lens limits as 0/0, readers give them as None; other values stay."""
    for holes in ((None, None, None, None), ((24, 1), None, (28, 10), None), None, (), ((24, 0),) * 4):
        export_image(picture(), tmp_path / "x.jpg", exif={**EXIF, "LensSpecification": holes})
        photo = open_photo(tmp_path / "x.jpg")
        assert "LensSpecification" not in photo.exif
        assert photo.exif["Model"] == "iPhone 6"


def test_a_known_camera_names_itself(tmp_path, picture):
    export_image(picture(), tmp_path / "x.jpg", camera=find_camera("NIKON", "D90"), exif=EXIF)
    assert open_photo(tmp_path / "x.jpg").camera.name == "Nikon D90"


def test_jpeg_is_444_with_profile_and_software(tmp_path, picture):
    export_image(picture(), tmp_path / "x.jpg")
    with Image.open(tmp_path / "x.jpg") as image:
        assert [layer[1:3] for layer in image.layer] == [(1, 1)] * 3
        assert image.info["icc_profile"]
        assert image.getexif()[305].startswith("ParamISP Studio")
        assert image.getexif()[274] == 1


def test_tiff_is_16_bit_with_profile(tmp_path, picture):
    import tifffile

    export_image(picture(), tmp_path / "x.tif")
    with tifffile.TiffFile(tmp_path / "x.tif") as tiff:
        page = tiff.pages.first
        assert page.dtype == np.uint16
        assert 34675 in page.tags
        assert 34665 in page.tags


def test_values_outside_are_clipped_and_nan_is_black(tmp_path):
    rgb = np.array([[[2.0, -1.0, np.nan], [np.inf, 0.5, 0.0]]] * 2, np.float32)
    export_image(rgb, tmp_path / "x.png")
    with Image.open(tmp_path / "x.png") as image:
        np.testing.assert_array_equal(np.asarray(image)[0], [[255, 0, 0], [255, 128, 0]])


def test_bad_targets_are_one_sentence_and_leave_nothing(tmp_path, picture, monkeypatch):
    rgb = picture(8, 8)
    for name, words in (("x.gif", "has to end in"), ("no/x.jpg", "does not exist"), ("x", "has to end in")):
        with pytest.raises(UserError, match=words):
            export_image(rgb, tmp_path / name)
    (tmp_path / "d.jpg").mkdir()
    with pytest.raises(UserError, match="folder"):
        export_image(rgb, tmp_path / "d.jpg")
    original = tmp_path / "o.jpg"
    export_image(rgb, original)
    before = original.read_bytes()
    link = tmp_path / "l.jpg"
    link.symlink_to(original)
    for target in (original, link):
        with pytest.raises(UserError, match="original"):
            export_image(rgb, target, source=original)

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    def read_only(*_args):
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(UserError, match="disk is full"):
            export_image(1 - rgb, original)
    with monkeypatch.context() as patch:
        patch.setattr(atomic.os, "replace", read_only)
        with pytest.raises(UserError, match="read-only"):
            export_image(1 - rgb, original)

    def cancel(fraction):
        if fraction > 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_image(1 - rgb, original, progress=cancel)
    assert original.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["d.jpg", "l.jpg", "o.jpg"]


def test_read_only_folder(tmp_path, picture):
    folder = tmp_path / "ro"
    folder.mkdir()
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("root writes everywhere")
        with pytest.raises(UserError, match="read-only"):
            export_image(picture(8, 8), folder / "x.png")
    finally:
        folder.chmod(0o755)


def test_a_link_is_followed_and_permissions_stay(tmp_path):
    real = tmp_path / "real.txt"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    with replacing(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o640
    assert check_target(link) == real.resolve()


def test_user_errors_inside_pass_through(tmp_path):
    def job():
        with replacing(tmp_path / "x") as temporary:
            temporary.write_text("half")
            raise UserError("mine")

    with pytest.raises(UserError, match="mine"):
        job()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
@pytest.mark.parametrize("space", [DISPLAY_P3, ADOBE_RGB], ids=lambda s: s.name)
def test_a_wider_profile_is_embedded_and_shows_the_same_colors(tmp_path, picture, suffix, space):
    rgb = picture(64, 96)
    export_image(rgb, tmp_path / f"x{suffix}", space=space, quality=100)
    export_image(rgb, tmp_path / f"s{suffix}", quality=100)
    photo = open_photo(tmp_path / f"x{suffix}")  # LittleCMS brings it back to sRGB by the embedded profile
    assert np.abs(photo.rgb - open_photo(tmp_path / f"s{suffix}").rgb).mean() < 0.004
    with Image.open(tmp_path / f"x{suffix}") as wide, Image.open(tmp_path / f"s{suffix}") as plain:
        assert space.title in wide.info["icc_profile"].decode("utf-16-be", "ignore")
        assert np.abs(np.asarray(wide, int) - np.asarray(plain, int)).max() > 5, "converted, not relabeled"
        if suffix != ".tif":
            assert wide.getexif().get_ifd(34665)[40961] == 65535


def test_a_reduced_picture_keeps_its_light(tmp_path):
    rgb = np.zeros((40, 60, 3), np.float32)
    rgb[:, ::2] = 1.0  # half of the light
    export_image(rgb, tmp_path / "x.png", size=(20, 30), orientation=1)
    assert open_photo(tmp_path / "x.png").rgb == pytest.approx(0.7354, abs=0.003)
    export_image(rgb, tmp_path / "y.png", size=(30, 20), orientation=6)
    assert open_photo(tmp_path / "y.png").size == (30, 20)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_metadata_can_be_left_out(tmp_path, picture, suffix):
    notes = ["RAW estimated from the picture by a learned camera", "rendered as a secret"]
    export_image(picture(), tmp_path / f"x{suffix}", shot=SHOT, camera=find_camera("NIKON", "D90"), exif=EXIF,
                 notes=notes, metadata=False)
    photo = open_photo(tmp_path / f"x{suffix}")
    assert set(photo.exif) == {"ImageDescription"}
    assert photo.exif["ImageDescription"] == notes[0]
    assert photo.shot.iso is None
    content = (tmp_path / f"x{suffix}").read_bytes()
    with Image.open(tmp_path / f"x{suffix}") as image:
        assert 306 not in image.getexif()
    assert not any(word in content for word in (b"Photographer", b"iPhone", b"NIKON", b"secret", b"2020:01"))


def test_linear_light_in_an_exr(tmp_path, picture):
    from test_exr import attributes, read

    rgb = picture(33, 20)
    export_image(rgb, tmp_path / "x.exr", orientation=6, shot=SHOT, exif=EXIF, notes=["a note"])
    linear = read(tmp_path / "x.exr")
    assert linear == pytest.approx(srgb_decode(apply_orientation(rgb, 6)), rel=2e-3, abs=1e-6)
    header = attributes((tmp_path / "x.exr").read_bytes())[0]
    assert (header["comments"], header["camera"]) == (b"a note", b"Apple iPhone 6")
    bright = np.array([[[4.0, -0.5, 0.25]]], np.float32)
    export_image(bright, tmp_path / "y.exr", scene_linear=True, space=DISPLAY_P3, bits=32)
    assert read(tmp_path / "y.exr")[0, 0] == pytest.approx(DISPLAY_P3.from_srgb @ bright[0, 0], abs=1e-5)
    with pytest.raises(ValueError, match="OpenEXR only"):
        export_image(bright, tmp_path / "y.png", scene_linear=True)


@pytest.mark.parametrize(("suffix", "size"), [(".exr", None), (".tif", None), (".jpg", (500, 750))])
def test_no_second_copies_of_a_large_picture_arise(tmp_path, suffix, size):
    import tracemalloc

    rgb = np.random.default_rng(0).random((2000, 3000, 3), np.float32)
    export_image(rgb[:40, :60], tmp_path / f"warm{suffix}", space=DISPLAY_P3)
    tracemalloc.start()
    export_image(rgb, tmp_path / f"x{suffix}", space=DISPLAY_P3, size=size)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2.2 * rgb.nbytes
