"""Every kind of file opens with the right pixels, or is refused in one clear sentence."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from paramisp_core.camera.database import camera_named
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.files.opening import open_photo
from paramisp_core.files.pixels import to_float
from paramisp_core.files.profiles import ADOBE_RGB, icc_profile
from paramisp_core.raw.cfa import CFA, cfa_map


def _bytes(rgb):
    return np.rint(rgb * 255).astype(np.uint8)


@pytest.mark.parametrize(("suffix", "options", "error"), [
    ("jpg", {"quality": 100, "subsampling": 0}, 0.02), ("jpg", {"quality": 100, "progressive": True}, 0.05),
    ("png", {}, 0), ("webp", {"lossless": True}, 0), ("tif", {}, 0), ("tif", {"compression": "tiff_lzw"}, 0),
])
def test_eight_bit_color(tmp_path, picture, suffix, options, error):
    rgb = picture()
    Image.fromarray(_bytes(rgb)).save(tmp_path / f"x.{suffix}", **options)
    photo = open_photo(tmp_path / f"x.{suffix}")
    assert photo.rgb.dtype == np.float32
    assert np.abs(photo.rgb - _bytes(rgb) / 255.0)[30:, 40:].max() <= error + 1e-6
    assert photo.camera.generic
    assert any("generic camera" in warning for warning in photo.warnings)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "CMYK", "YCbCr"])
def test_other_modes_come_out_as_rgb(tmp_path, picture, mode):
    grey = mode in ("L", "1", "LA")
    suffix = "jpg" if mode in ("CMYK", "YCbCr") else "png"
    image = Image.fromarray(_bytes(picture())).convert(mode)
    image.save(tmp_path / f"x.{suffix}")
    photo = open_photo(tmp_path / f"x.{suffix}")
    expected = np.asarray(image.convert("RGB")) / 255.0
    assert photo.rgb.shape == (96, 128, 3)
    assert np.abs(photo.rgb - expected).mean() < (0.02 if suffix == "jpg" else 1e-6)
    if grey:
        np.testing.assert_array_equal(photo.rgb[..., 0], photo.rgb[..., 2])


def test_transparency_is_dropped_with_a_warning(tmp_path, picture):
    rgba = np.dstack([_bytes(picture()), np.full((96, 128), 128, np.uint8)])
    Image.fromarray(rgba).save(tmp_path / "x.png")
    photo = open_photo(tmp_path / "x.png")
    np.testing.assert_allclose(photo.rgb, rgba[..., :3] / 255.0, atol=1e-6)
    assert any("transparent" in warning for warning in photo.warnings)


@pytest.mark.parametrize("kind", ["png", "tif", "tif-planar", "tif-float", "tif-grey", "tif-alpha"])
def test_more_than_eight_bits_are_kept(tmp_path, picture, kind):
    import imagecodecs

    rgb = picture()
    deep = np.rint(rgb * 65535).astype(np.uint16)
    path = tmp_path / ("x.png" if kind == "png" else "x.tif")
    if kind == "png":
        path.write_bytes(imagecodecs.png_encode(deep))
    elif kind == "tif":
        tifffile.imwrite(path, deep, photometric="rgb", compression="zlib", predictor=True)
    elif kind == "tif-planar":
        tifffile.imwrite(path, np.moveaxis(deep, -1, 0), photometric="rgb", planarconfig="separate")
    elif kind == "tif-float":
        tifffile.imwrite(path, rgb, photometric="rgb")
    elif kind == "tif-alpha":
        tifffile.imwrite(path, np.dstack([deep, deep[..., 0]]), photometric="rgb",
                         extrasamples=["unassalpha"])
    else:
        tifffile.imwrite(path, deep[..., 0], photometric="minisblack")
        rgb = np.repeat(rgb[..., :1], 3, -1)
    photo = open_photo(path)
    assert photo.bits == 16
    assert np.abs(photo.rgb - rgb).max() <= 0.51 / 65535
    assert any("transparent" in w for w in photo.warnings) == (kind == "tif-alpha")


def test_heic(tmp_path, picture):
    pillow_heif = pytest.importorskip("pillow_heif")
    pillow_heif.register_heif_opener()
    try:
        Image.fromarray(_bytes(picture())).save(tmp_path / "x.heic", quality=95)
    except (KeyError, RuntimeError, OSError):
        pytest.skip("no HEIC encoder here")
    assert np.abs(open_photo(tmp_path / "x.heic").rgb - picture()).mean() < 0.02


def test_profile_is_applied_and_a_bad_one_ignored(tmp_path, picture):
    rgb = picture()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    plain = Image.fromarray(_bytes(rgb))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc, warned in ((srgb, False), (b"not a profile", True), (lab, True)):
        plain.save(tmp_path / "x.png", icc_profile=icc)
        photo = open_photo(tmp_path / "x.png")
        np.testing.assert_allclose(photo.rgb, _bytes(rgb) / 255.0, atol=1e-6)
        assert any("color profile" in w for w in photo.warnings) == warned


def _swapped_profile():
    """sRGB with its red and blue primaries exchanged: an effect no one can miss."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(data[128:132], "big")
    places = {bytes(data[132 + 12 * i:136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, blue = places[b"rXYZ"], places[b"bXYZ"]
    data[red:red + 4], data[blue:blue + 4] = b"bXYZ", b"rXYZ"
    at, size = (int.from_bytes(data[places[b"desc"] + k:places[b"desc"] + k + 4], "big") for k in (4, 8))
    body = bytes(data[at:at + size])
    for name in ("sRGB", "sRGB".encode("utf-16-be")):
        raw = name.encode() if isinstance(name, str) else name
        body = body.replace(raw, raw.swapcase() if b"\0" not in raw else "TEST".encode("utf-16-be"))
    data[at:at + size] = body
    return bytes(data)


@pytest.mark.parametrize("deep", [False, True])
def test_profile_converts(tmp_path, picture, deep):
    rgb = picture()
    if deep:
        tifffile.imwrite(tmp_path / "x.tif", np.rint(rgb * 65535).astype(np.uint16), photometric="rgb",
                         iccprofile=_swapped_profile())
        photo = open_photo(tmp_path / "x.tif")
    else:
        Image.fromarray(_bytes(rgb)).save(tmp_path / "x.png", icc_profile=_swapped_profile())
        photo = open_photo(tmp_path / "x.png")
    assert np.abs(photo.rgb - rgb[..., ::-1]).max() < (0.005 if deep else 0.02)
    assert not any("color profile" in w for w in photo.warnings)


def _exif_of(color_space: int, interop: str | None) -> bytes:
    exif = Image.Exif()
    detail = exif.get_ifd(0x8769)
    detail[40961] = color_space
    if interop is not None:
        detail[0xA005] = {1: interop}
    return exif.tobytes()


@pytest.mark.parametrize(("color_space", "interop", "embedded", "adobe"), [
    (65535, "R03", False, True), (2, None, False, True), (1, "R98", False, False), (65535, "R03", True, False)])
def test_adobe_rgb_that_exif_alone_tells_is_converted(tmp_path, color_space, interop, embedded, adobe):
    y, x = np.mgrid[0:64, 0:96].astype(np.float32)
    rgb = np.stack([0.3 + 0.3 * x / 96, 0.35 + 0.2 * y / 64, 0.5 - 0.2 * x / 96], -1)  # all of it within sRGB
    # as cameras do it: Adobe RGB's primaries, the tone curve they always have
    stored = _bytes(replace(ADOBE_RGB, gamma=0.0).picture_from(rgb))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() if embedded else None
    Image.fromarray(stored).save(tmp_path / "x.jpg", quality=100, subsampling=0, icc_profile=profile,
                                 exif=_exif_of(color_space, interop))
    photo = open_photo(tmp_path / "x.jpg")
    expected = rgb if adobe else stored / 255.0
    assert np.abs(photo.rgb - expected).max() < 0.02
    assert np.abs(photo.rgb - expected).mean() < 0.004
    assert np.abs(stored / 255.0 - rgb).max() > 0.02  # it makes a difference
    assert not any("color profile" in w for w in photo.warnings)


def test_animation_opens_its_first_frame(tmp_path):
    frames = [Image.new("RGB", (20, 10), color) for color in ("red", "blue")]
    frames[0].save(tmp_path / "x.webp", save_all=True, append_images=frames[1:], lossless=True)
    photo = open_photo(tmp_path / "x.webp")
    assert photo.rgb[5, 5, 0] > 0.9
    assert any("only the first" in warning for warning in photo.warnings)


def test_user_settings_and_camera_go_first(tmp_path, picture):
    Image.fromarray(_bytes(picture())).save(tmp_path / "x.jpg")
    camera = camera_named("Nikon D90")
    photo = open_photo(tmp_path / "x.jpg", camera=camera, shot=ShotSettings(iso=800))
    assert photo.camera is camera
    assert photo.shot.iso == 800
    assert photo.shot.sources["iso"] == "user"
    assert photo.warnings == ()
    np.testing.assert_allclose(photo.white_balance, camera.daylight)


@pytest.mark.parametrize("size", [(20000, 3), (3, 20000), (2, 2)])
def test_odd_shapes_open(tmp_path, size):
    Image.new("RGB", size, "red").save(tmp_path / "x.png")
    assert open_photo(tmp_path / "x.png").size == size[::-1]


def test_a_hundred_megapixels_are_not_a_bomb(tmp_path):
    Image.new("L", (14000, 7200), 100).save(tmp_path / "x.png", compress_level=1)
    photo = open_photo(tmp_path / "x.png")
    assert photo.size == (7200, 14000)
    assert photo.rgb[0, 0, 0] == pytest.approx(100 / 255)


def test_truncated_jpegs_give_what_there_is(tmp_path, picture):
    buffer = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 255, (256, 256, 3), dtype=np.uint8)
    Image.fromarray(noise).save(buffer, "JPEG", quality=90)
    whole = buffer.getvalue()
    (tmp_path / "w.jpg").write_bytes(whole)
    full = open_photo(tmp_path / "w.jpg")
    assert not any("truncated" in w for w in full.warnings)
    (tmp_path / "h.jpg").write_bytes(whole[: len(whole) // 2])
    half = open_photo(tmp_path / "h.jpg")
    warning = next(w for w in half.warnings if "truncated" in w)
    assert 30 < int(warning.split("the last ")[1].split("%")[0]) < 70
    np.testing.assert_array_equal(half.rgb[:64], full.rgb[:64])
    (tmp_path / "e.jpg").write_bytes(whole[:-2])
    assert any("less than 1%" in w for w in open_photo(tmp_path / "e.jpg").warnings)
    (tmp_path / "n.jpg").write_bytes(whole[:300])
    with pytest.raises(UserError, match=r"n\.jpg"):
        open_photo(tmp_path / "n.jpg")


def test_bad_inputs_are_one_sentence(tmp_path):
    bad = {"empty.jpg": b"", "text.jpg": b"Dear photographer,\n" * 50, "head.jpg": b"\xff\xd8\xff",
           "head.png": b"\x89PNG\r\n\x1a\n", "head.tif": b"II*\0\x08\0\0\0",
           "head.dng": b"II*\0\xff\xff\xff\xff",
           "zeros.nef": bytes(5000), "head.webp": b"RIFF\x10\0\0\0WEBPVP8 ", "x.crw": b"II\x1a\0\0\0HEAPCCDR"}
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError) as error:
            open_photo(tmp_path / name)
        sentence = str(error.value)
        assert name in sentence
        assert sentence.endswith(".")
        assert "\n" not in sentence
    Image.new("RGB", (1, 1)).save(tmp_path / "one.png")
    with pytest.raises(UserError, match="too small"):
        open_photo(tmp_path / "one.png")
    with pytest.raises(UserError, match="folder"):
        open_photo(tmp_path)
    with pytest.raises(UserError, match="does not exist"):
        open_photo(tmp_path / "none.jpg")


@pytest.mark.parametrize(("name", "content", "sentence"), [
    ("text.jpg", b"Dear photographer,\n" * 50, "text.jpg is not a picture or RAW file."),
    ("note.jpg", b"hi", "note.jpg is not a picture or RAW file."),  # LibRaw: an input/output error
    ("page.png", b"<!DOCTYPE html><html>404</html>", "page.png is not a picture or RAW file."),
    ("text.dng", b"hello\n" * 99, "text.dng is not a picture or RAW file."),
    ("head.tif", b"II*\0\x08\0\0\0", "head.tif is damaged and cannot be read."),
])
def test_the_reason_is_the_right_one(tmp_path, capfd, name, content, sentence):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as error:
        open_photo(tmp_path / name)
    assert str(error.value) == sentence
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(("name", "share"), [("GoPro-HERO7_9231.DNG", 0.02), ("GoPro-HERO7_9231.DNG", 0.5),
                                             ("Canon-S40_0101.CRW", 0.9), ("Nikon-D1.NEF", 0.9)])
def test_a_cut_raw_file_is_damaged_and_libraw_keeps_silent(tmp_path, capfd, shared_data, name, share):
    data = (shared_data / "raw" / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UserError, match="damaged"):
        open_photo(tmp_path / name)
    assert capfd.readouterr().err == ""


def test_negative_values_of_a_signed_tiff_are_black(tmp_path):
    tifffile.imwrite(tmp_path / "x.tif", np.array([[-9, 0], [65535, 30000]] * 2, np.int32))
    np.testing.assert_allclose(open_photo(tmp_path / "x.tif").rgb[:2, :, 0], [[0, 0], [1, 30000 / 65535]])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "TIFF"]), st.integers(0, 10_000), st.binary(max_size=6),
       st.integers(0, 10_000))
def test_damaged_files_open_or_are_refused(tmp_path, kind, place, damage, length):
    buffer = io.BytesIO()
    Image.fromarray(np.arange(3 * 24 * 32, dtype=np.uint8).reshape(24, 32, 3)).save(buffer, kind)
    data = bytearray(buffer.getvalue())
    place %= len(data)
    data[place:place + len(damage)] = damage
    path = tmp_path / "x"
    path.write_bytes(bytes(data[: max(20, length % (2 * len(data)))]))
    try:
        photo = open_photo(path)
    except UserError as error:
        assert "x" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert np.isfinite(photo.rgb).all()


def test_every_real_photo_opens(shared_data):
    count = 0
    for folder in ("photos", "charts"):
        for path in sorted((shared_data / folder).glob("*.jpg")):
            photo = open_photo(path)
            assert photo.rgb.min() >= 0
            assert photo.rgb.max() <= 1
            assert ((photo.white_balance > 0.5) & (photo.white_balance < 4)).all()
            count += 1
    assert count == 65


def test_raw_files_open(shared_data):
    crw = open_photo(shared_data / "raw" / "Canon-S40_0101.CRW")
    assert crw.raw is not None
    assert crw.camera.name == "Canon PowerShot S40"
    np.testing.assert_allclose(crw.white_balance, [1690 / 1043, 1, 1622 / 1043], rtol=1e-3)
    assert crw.raw.black_level == 32
    assert crw.raw.white_level == 1023
    assert crw.raw.mosaic.min() < 0.02
    assert crw.rgb.shape == (*crw.raw.mosaic.shape, 3)
    nef = open_photo(shared_data / "raw" / "Nikon-D1.NEF")
    assert nef.raw is not None
    assert nef.raw.cfa == CFA.BGGR
    assert nef.raw.clip_mask is not None
    assert nef.raw.clip_mask.any()
    # scene-linear grey world: balanced colors lie near each other, so no channel was mistaken for another
    colors = cfa_map(nef.raw.cfa, *nef.raw.mosaic.shape)
    means = np.array([nef.raw.mosaic[colors == c].mean() for c in range(3)]) * nef.white_balance
    assert means.max() / means.min() < 1.25, "the Nikon D1 balances its RAW itself"
    np.testing.assert_array_equal(nef.white_balance, 1)
    with pytest.raises(UserError, match="GMCY color filters"):
        open_photo(shared_data / "raw" / "Canon-G1.CRW")


def test_dng_matrix_of_an_unknown_camera(shared_data):
    photo = open_photo(shared_data / "raw" / "GoPro-HERO7_8508.DNG")
    assert photo.raw is not None
    assert not photo.raw.estimated
    assert photo.orientation == 2
    assert photo.camera.name.startswith("GoPro")
    with tifffile.TiffFile(shared_data / "raw" / "GoPro-HERO7_8508.DNG") as tiff:
        tag = tiff.pages.first.tags[50722].value
    np.testing.assert_allclose(photo.raw.xyz_to_camera.reshape(-1),
                               np.array(tag[::2]) / np.array(tag[1::2]), atol=1e-6)


def test_content_counts_not_the_name(tmp_path, shared_data):
    renamed = tmp_path / "photo.jpg"
    renamed.write_bytes((shared_data / "raw" / "Nikon-D1.NEF").read_bytes())
    assert open_photo(renamed).raw is not None
    odd = tmp_path / "photo.nef"
    Image.new("RGB", (8, 8), "red").save(odd, "JPEG")
    assert open_photo(odd).raw is None


def test_pillow_hands_pixels_over_in_small_parts(tmp_path, monkeypatch):
    """It holds the interpreter while it does, so that a large photo at once would stop the window."""
    pixels = np.random.default_rng(0).integers(0, 256, (2500, 2000, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "large.png")
    Image.fromarray(pixels[..., 0]).save(tmp_path / "gray.png")
    handed = []
    whole = Image.Image.tobytes
    monkeypatch.setattr(Image.Image, "tobytes", lambda self, *a: (handed.append(len(b := whole(self, *a))), b)[1])
    np.testing.assert_array_equal(np.rint(open_photo(tmp_path / "large.png").rgb * 255), pixels)
    assert sum(handed) == pixels.nbytes
    assert max(handed) <= 3 * 2**20
    np.testing.assert_array_equal(np.rint(open_photo(tmp_path / "gray.png").rgb * 255), pixels[..., :1].repeat(3, 2))


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_every_whole_number_becomes_its_share_of_white(kind) -> None:
    most = np.iinfo(kind).max
    values = np.arange(most + 1).astype(kind)[None, :, None].repeat(3, 2)
    exact = np.clip(values.astype(np.float32) * np.float32(1 / most), 0, 1)
    assert np.array_equal(to_float(values), exact)
    assert to_float(values).max() == 1
    assert np.array_equal(to_float(values, 2 / most), np.minimum(values.astype(np.float32) * np.float32(2 / most), 1))


@pytest.mark.parametrize(("options", "sampling"), [
    ({"subsampling": "4:4:4"}, "4:4:4"), ({"subsampling": "4:2:2"}, "4:2:2"), ({"subsampling": "4:2:0"}, "4:2:0"),
    ({"subsampling": "4:2:0", "progressive": True}, "4:2:0"),
])
def test_a_jpeg_says_how_it_was_rounded(tmp_path, picture, options, sampling):
    path = tmp_path / "x.jpg"
    Image.fromarray(_bytes(picture())).save(path, quality=75, **options)
    found = open_photo(path).quantization
    assert found.subsampling == sampling
    assert found.luma[:4] == (8, 6, 5, 8)
    assert found.chroma[:4] == (9, 9, 12, 24)


@pytest.mark.parametrize("quality", [1, 10, 25, 49, 50, 75, 90, 95, 99, 100])
def test_a_jpeg_s_quality_is_read_off_its_tables(tmp_path, quality):
    # steps are whole numbers from 1 to 255, so the ends are coarse
    Image.new("RGB", (16, 16)).save(tmp_path / "x.jpg", quality=quality)
    assert abs(open_photo(tmp_path / "x.jpg").quantization.quality - quality) <= (1 if 25 <= quality < 99 else 2)


def test_what_is_not_a_jpeg_s_own_pixels_says_nothing_of_rounding(tmp_path, picture):
    codes = _bytes(picture())
    Image.fromarray(codes).save(tmp_path / "profile.jpg", icc_profile=icc_profile(ADOBE_RGB))
    Image.fromarray(codes).save(tmp_path / "srgb.jpg", icc_profile=ImageCms.ImageCmsProfile(
        ImageCms.createProfile("sRGB")).tobytes())
    Image.fromarray(codes[..., 0]).save(tmp_path / "gray.jpg")
    Image.fromarray(codes).convert("CMYK").save(tmp_path / "cmyk.jpg")
    Image.fromarray(codes).save(tmp_path / "x.png")
    whole = tmp_path / "srgb.jpg"
    (tmp_path / "cut.jpg").write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    assert open_photo(whole).quantization is not None
    for name in ("profile.jpg", "gray.jpg", "cmyk.jpg", "x.png", "cut.jpg"):
        assert open_photo(tmp_path / name).quantization is None, name
