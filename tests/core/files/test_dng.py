"""write_dng: what LibRaw and our own reader get back is what was written; nothing is left of a failure."""

from __future__ import annotations

import errno
import os
from xml.etree import ElementTree

import numpy as np
import pytest
import rawpy
import tifffile

from paramisp_core.camera.database import find_camera, generic_camera, generic_phone
from paramisp_core.camera.profile import name_in
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.edits import RawEdits
from paramisp_core.errors import UserError
from paramisp_core.files import dng
from paramisp_core.files.camera_raw import camera_raw_settings
from paramisp_core.files.dng import LEVELS, write_dng
from paramisp_core.files.opening import open_photo
from paramisp_core.progress import Cancelled
from paramisp_core.raw.cfa import CFA

SHOT = ShotSettings(iso=400, exposure_time=1 / 250, f_number=2.8, focal_length=50)


@pytest.mark.parametrize("cfa", list(CFA))
@pytest.mark.parametrize(("bits", "compression"),
                         [(16, "lossless-jpeg"), (14, "lossless-jpeg"), (16, "none")])
def test_libraw_reads_back_every_sample(tmp_path, make_raw, cfa, bits, compression):
    raw = make_raw(cfa, 98, 130)
    path = tmp_path / "x.dng"
    write_dng(raw, path, bits=bits, compression=compression)
    black, white = LEVELS[bits]
    with rawpy.imread(str(path)) as handle:
        assert handle.raw_image_visible.shape == (98, 130)
        back = (handle.raw_image_visible.astype(np.float64) - black) / (white - black)
        assert np.abs(back - raw.mosaic).max() <= 0.52 / (white - black)  # float32 rounding
        letters = "".join("RGBG"[i] for i in handle.raw_colors_visible[:2, :2].reshape(-1))
        assert letters == cfa.value
        assert handle.white_level == white
        assert set(handle.black_level_per_channel) == {black}
        np.testing.assert_allclose(np.array(handle.camera_whitebalance[:3]) / handle.camera_whitebalance[1],
                                   raw.white_balance, rtol=1e-4)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_round_trip_through_open_photo(tmp_path, make_raw, orientation):
    camera = find_camera("NIKON", "D7000")
    raw = make_raw(CFA.GBRG, 97, 131, orientation=orientation, xyz_to_camera=camera.matrix,
                   notes=("RAW estimated from JPEG by compact-inverse", "a note"))
    path = tmp_path / "x.dng"
    exif = {"LensModel": "50 mm", "DateTimeOriginal": "2020:01:02 03:04:05", "GPSLatitudeRef": "N",
            "GPSLatitude": ((48, 1), (8, 1), (0, 1)), "GPSDateStamp": "bad"}
    write_dng(raw, path, shot=SHOT, camera=camera, exif=exif, source="folder/DSC_1.JPG")
    photo = open_photo(path)
    assert photo.raw is not None
    assert photo.size == (97, 131)
    assert photo.raw.cfa == CFA.GBRG
    assert photo.raw.orientation == photo.orientation == orientation
    assert photo.raw.estimated
    assert photo.raw.notes == raw.notes
    assert photo.camera.name == "Nikon D7000"
    np.testing.assert_allclose(photo.raw.mosaic, raw.mosaic, atol=1e-5)
    np.testing.assert_allclose(photo.raw.xyz_to_camera, raw.xyz_to_camera, atol=1e-4)
    np.testing.assert_allclose(photo.white_balance, raw.white_balance, rtol=1e-4)
    for name in ("iso", "exposure_time", "f_number", "focal_length"):
        assert photo.shot.value(name) == pytest.approx(SHOT.value(name), rel=1e-3)
    assert photo.exif["LensModel"] == "50 mm"
    assert photo.exif["GPSLatitude"] == exif["GPSLatitude"]
    assert "GPSDateStamp" not in photo.exif
    with tifffile.TiffFile(path) as tiff:
        tags = tiff.pages.first.tags
        assert tags[50708].value == "Nikon D7000"
        assert tags[50827].value == "DSC_1.JPG"
        assert tags[305].value.startswith("ParamISP Studio")


@pytest.mark.parametrize(
    "size", [(2, 2), (3, 20000), (20000, 3), (47, 49), (513, 1025), (30, 17), (600, 500)])
def test_any_size(tmp_path, make_raw, size):
    raw = make_raw(CFA.GRBG, *size)
    write_dng(raw, tmp_path / "x.dng")
    with tifffile.TiffFile(tmp_path / "x.dng") as tiff:
        page = next(p for p in tiff.pages.first.pages if int(p.photometric) == 32803)
        stored = page.asarray()
    assert stored.shape == size
    black, white = LEVELS[16]
    np.testing.assert_allclose((stored.astype(float) - black) / (white - black), raw.mosaic, atol=1e-5)
    if min(size) > 40:  # LibRaw refuses smaller ones
        with rawpy.imread(str(tmp_path / "x.dng")) as handle:
            np.testing.assert_array_equal(handle.raw_image_visible, stored)


def test_noise_below_black_is_kept(tmp_path, make_raw):
    raw = make_raw()
    raw.mosaic[:20] = -0.01
    write_dng(raw, tmp_path / "x.dng")
    with rawpy.imread(str(tmp_path / "x.dng")) as handle:
        assert handle.raw_image_visible[0, 0] == pytest.approx(1024 - 0.01 * 64511, abs=1)


def test_highlights_above_white_are_scaled_to_fit_and_said(tmp_path, make_raw):
    raw = make_raw()
    raw.mosaic[40:60, 40:60] = 2.0
    write_dng(raw, tmp_path / "x.dng")
    back = open_photo(tmp_path / "x.dng")
    assert back.raw is not None
    np.testing.assert_allclose(back.raw.mosaic, raw.mosaic, atol=2e-4)  # opened again here it is as it was
    with rawpy.imread(str(tmp_path / "x.dng")) as handle:  # to others it is half as bright
        assert handle.raw_image_visible.max() <= 65535
        stored = (handle.raw_image_visible[20, 20] - 1024) / 64511
    assert stored == pytest.approx(raw.mosaic[20, 20] / 2, abs=1e-4)
    with tifffile.TiffFile(tmp_path / "x.dng") as tiff:
        assert "scaled down by 1.0000 EV" in tiff.pages.first.tags[270].value


def test_a_lying_scale_is_not_believed(tmp_path, make_raw):
    raw = make_raw().with_changes(notes=("RAW estimated from JPEG by x", "scaled down by 99.0000 EV so that it lies"))
    write_dng(raw, tmp_path / "x.dng")
    back = open_photo(tmp_path / "x.dng").raw
    assert back is not None
    np.testing.assert_allclose(back.mosaic, raw.mosaic, atol=1e-4)


def test_a_clipped_sensor_is_cut_not_scaled(tmp_path, make_raw):
    raw = make_raw().with_changes(estimated=False)
    raw.mosaic[40:60, 40:60] = 1.07
    raw = raw.with_changes(clip_mask=raw.mosaic >= 1)
    write_dng(raw, tmp_path / "x.dng")
    back = open_photo(tmp_path / "x.dng").raw
    assert back is not None
    np.testing.assert_allclose(back.mosaic, np.minimum(raw.mosaic, 1), atol=1e-4)
    assert not back.estimated


def test_clipped_light_stays_neutral_after_the_exposure_is_lowered(tmp_path, make_raw):
    raw = make_raw(CFA.GBRG).with_changes(estimated=False)
    raw.mosaic[40:60, 40:60] = 1.0
    raw = raw.with_changes(clip_mask=raw.mosaic >= 1, mosaic=raw.mosaic / 2, saturation=0.5)
    write_dng(raw, tmp_path / "x.dng")
    back = open_photo(tmp_path / "x.dng")
    patch = back.rgb[46:54, 46:54]
    np.testing.assert_allclose(patch, patch.mean(), atol=0.01)
    assert patch.mean() > 0.7
    assert back.raw is not None
    np.testing.assert_allclose(back.raw.mosaic[:38], raw.mosaic[:38], atol=1e-4)


def test_one_wild_or_nan_pixel_does_not_darken_the_picture(tmp_path, make_raw):
    raw = make_raw(height=256, width=256)
    raw.mosaic[5, 5], raw.mosaic[6, 6] = 50.0, np.nan
    write_dng(raw, tmp_path / "x.dng")
    back = open_photo(tmp_path / "x.dng").raw
    assert back is not None
    np.testing.assert_allclose(back.mosaic[10:], raw.mosaic[10:], atol=1e-4)
    assert back.mosaic[5, 5] == 1


def test_a_generic_camera_gets_a_made_up_name(tmp_path, make_raw):
    raw = make_raw()
    nikon = find_camera("NIKON", "D7000")
    for camera in (generic_camera(), None, nikon):  # raw's matrix is not the Nikon's
        write_dng(raw, tmp_path / "x.dng", camera=camera, exif={"Make": "Apple", "Model": "iPhone 6"})
        with tifffile.TiffFile(tmp_path / "x.dng") as tiff:
            tags = tiff.pages.first.tags
            assert tags[272].value == "Generic"
            assert tags[50708].value == "ParamISP Generic"
            assert tags[270].value.startswith("RAW estimated from JPEG")
        back = open_photo(tmp_path / "x.dng")
        assert back.camera.name == generic_camera().name, "opened again it is no camera called Generic"
        assert back.camera.presets == generic_camera().presets
        assert back.raw is not None
        np.testing.assert_allclose(back.raw.xyz_to_camera, raw.xyz_to_camera, atol=1e-3)


def test_a_generic_phone_gets_a_made_up_name_and_is_known_again(tmp_path, make_raw):
    phone = generic_phone()
    write_dng(make_raw().with_changes(xyz_to_camera=phone.matrix), tmp_path / "x.dng", camera=phone,
              exif={"Make": "Apple", "Model": "iPhone 6"})
    with tifffile.TiffFile(tmp_path / "x.dng") as tiff:
        tags = tiff.pages.first.tags
        assert (tags[271].value, tags[272].value, tags[50708].value) == ("ParamISP", "Generic", "ParamISP Generic")
        assert "photo taken with Apple iPhone 6, color of a generic phone" in tags[270].value
    back = open_photo(tmp_path / "x.dng").camera
    assert (back.name, back.phone) == ("Generic phone", True)
    np.testing.assert_allclose(back.daylight, phone.daylight, rtol=1e-3)


@pytest.mark.parametrize(("make", "model", "name"), [
    ("Apple", "iPhone 6", "Apple iPhone 6"), ("Canon", "Canon PowerShot A80", "Canon PowerShot A80"),
    ("", "X-1 ", "X-1"), ("Acme", None, "Acme"), (None, None, "")])
def test_a_maker_is_not_named_twice(make, model, name):
    assert name_in({"Make": make, "Model": model}) == name


def test_a_broken_file_s_endless_camera_name_is_cut() -> None:
    name = name_in({"Make": "Nikon", "Model": "D70" * 160})
    assert len(name) == 64
    assert name.startswith("Nikon D70D70")
    assert name.endswith("…")


def test_the_preview_shows_what_the_user_saw(tmp_path, make_raw, picture):
    shown = np.clip(1 - picture(400, 600), 0, 1)
    raw = make_raw(height=400, width=600)
    write_dng(raw, tmp_path / "x.dng", preview=shown)
    with rawpy.imread(str(tmp_path / "x.dng")) as handle:
        thumb = handle.extract_thumb()
    import io

    from PIL import Image
    seen = np.asarray(Image.open(io.BytesIO(bytes(thumb.data)))).astype(float) / 255
    assert seen.shape == (384, 584, 3)
    assert np.abs(seen - shown[8:-8, 8:-8]).mean() < 0.02


def test_a_tone_curve_is_left_to_camera_raw_in_well_formed_xmp(tmp_path, make_raw):
    settings = camera_raw_settings(RawEdits(exposure_ev=1.0, curve=((0.0, 0.0), (0.5, 0.6), (1.0, 1.0))))
    write_dng(make_raw(CFA.RGGB, 64, 64), tmp_path / "x.dng", settings=settings)
    with tifffile.TiffFile(tmp_path / "x.dng") as tiff:
        packet = tiff.pages[0].tags[700].value
    root = ElementTree.fromstring(bytes(packet).split(b"?>", 1)[1].rsplit(b"<?", 1)[0])
    crs = "{http://ns.adobe.com/camera-raw-settings/1.0/}"
    (curve,) = root.iter(f"{crs}ToneCurvePV2012")
    assert [item.text for item in curve[0]] == ["0, 0", "128, 153", "255, 255"]
    assert next(root.iter(f"{crs}HasSettings")).text == "True"
    assert camera_raw_settings(RawEdits(exposure_ev=1.0, saturation=5.0)) == {}  # those are in the data


def test_progress_rises_and_cancel_leaves_nothing(tmp_path, make_raw):
    raw = make_raw(height=1100, width=1100)
    seen = []
    write_dng(raw, tmp_path / "x.dng", progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1
    before = (tmp_path / "x.dng").read_bytes()
    for stop in (0.0, 0.15, 0.3, 0.6):
        def cancel(fraction, stop=stop):
            if fraction >= stop:
                raise Cancelled
        with pytest.raises(Cancelled):
            write_dng(raw, tmp_path / "x.dng", progress=cancel)
    assert os.listdir(tmp_path) == ["x.dng"]
    assert (tmp_path / "x.dng").read_bytes() == before


def test_full_disk_and_other_failures_leave_nothing(tmp_path, make_raw, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(dng, "hang_directories", full)
    with pytest.raises(UserError, match="disk is full"):
        write_dng(make_raw(), tmp_path / "x.dng")
    assert os.listdir(tmp_path) == []


def test_a_disk_that_fills_while_tifffile_writes(tmp_path, make_raw):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    real = dng.replacing

    class _Full:
        def __init__(self, path, source=None):
            self.inner = real(path, source)

        def __enter__(self):
            temporary = self.inner.__enter__()
            temporary.symlink_to("/dev/full")
            return temporary

        def __exit__(self, *error):
            return self.inner.__exit__(*error)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dng, "replacing", _Full)
        with pytest.raises(UserError, match="disk is full"):
            write_dng(make_raw(), tmp_path / "x.dng")
    assert os.listdir(tmp_path) == []


def test_bad_targets_are_one_sentence(tmp_path, make_raw):
    raw = make_raw()
    with pytest.raises(UserError, match="does not exist"):
        write_dng(raw, tmp_path / "no" / "x.dng")
    with pytest.raises(UserError, match=r"end in \.dng"):
        write_dng(raw, tmp_path / "x.jpg")
    original = tmp_path / "o.dng"
    write_dng(raw, original)
    with pytest.raises(UserError, match="original"):
        write_dng(raw, original, source=original)
    original.chmod(0o444)
    with pytest.raises(UserError, match="write-protected"):
        write_dng(raw, original)
