"""Files of light and Ultra HDR, read by the programs others use: OpenEXR, OpenCV, tifffile, libultrahdr, Pillow."""

from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from paramisp_core.errors import UserError
from paramisp_core.files.hdr_files import export_light
from paramisp_core.files.ultrahdr import GainMap, export_ultrahdr, with_gain_map
from paramisp_core.progress import Cancelled
from paramisp_core.raw.transfer import srgb_decode


@pytest.fixture
def light() -> np.ndarray:
    rng = np.random.default_rng(2)
    out = np.exp2(rng.uniform(-8, 6, (37, 53, 3))).astype(np.float32)  # a last EXR block that is not full
    out[3, 4] = (-0.01, 0.5, 70.0)
    return out


def test_exr_is_exact_for_openexr(light: np.ndarray, tmp_path: Path) -> None:
    openexr = pytest.importorskip("OpenEXR")
    mask = light.max(2) > 30
    export_light(light, tmp_path / "a.exr", estimated=mask, notes=["clipped highlights estimated on 3%"])
    file = openexr.File(str(tmp_path / "a.exr"))
    channels = file.channels()
    np.testing.assert_array_equal(channels["RGB"].pixels, light)
    np.testing.assert_array_equal(channels["estimated"].pixels, mask.astype(np.float32))
    assert "estimated on 3%" in file.header()["comments"]
    assert file.header()["chromaticities"][0] == pytest.approx(0.64)


def test_tiff_is_exact_and_radiance_within_its_steps(light: np.ndarray, tmp_path: Path) -> None:
    import tifffile

    export_light(light, tmp_path / "a.tif", notes=["one"])
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "a.tif"), light)
    export_light(light, tmp_path / "a.hdr", notes=["one"])
    found = cv2.imread(str(tmp_path / "a.hdr"), cv2.IMREAD_UNCHANGED)[..., ::-1]
    assert (np.abs(found - np.maximum(light, 0)) / light.max(2, keepdims=True)).max() < 0.01
    assert b"# one\n" in (tmp_path / "a.hdr").read_bytes()[:400]


@pytest.mark.parametrize("ending", ["exr", "hdr", "tif"])
def test_light_is_written_upright_whole_or_not_at_all(light: np.ndarray, tmp_path: Path, ending: str) -> None:
    import tifffile

    target = tmp_path / f"a.{ending}"
    target.write_bytes(b"the former file")

    def stop(fraction: float) -> None:
        if fraction > 0 or ending != "exr":
            raise Cancelled

    with pytest.raises(Cancelled):
        export_light(light, target, progress=stop)
    assert target.read_bytes() == b"the former file"
    assert [one.name for one in tmp_path.iterdir()] == [target.name]
    export_light(light, tmp_path / "b.tif", orientation=6)
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "b.tif"), np.rot90(light, -1))
    with pytest.raises(UserError, match="exr"):
        export_light(light, tmp_path / "a.txt")


def picture() -> tuple[np.ndarray, np.ndarray]:
    y, x = np.mgrid[0:64, 0:96].astype(np.float32)
    rgb = np.dstack([0.2 + 0.6 * x / 96, 0.3 + 0.5 * y / 64, np.full_like(x, 0.5)]).astype(np.float32)
    return rgb, (2.5 * np.exp(-((x - 60) ** 2 + (y - 30) ** 2) / 400)).astype(np.float32)


def test_ultrahdr_is_what_libultrahdr_reads(tmp_path: Path) -> None:
    import imagecodecs

    if not imagecodecs.ULTRAHDR.available:
        pytest.skip("this imagecodecs is without libultrahdr")
    rgb, gain = picture()
    export_ultrahdr(rgb, gain, tmp_path / "a.jpg", notes=["HDR by linear"])
    data = (tmp_path / "a.jpg").read_bytes()
    shown = imagecodecs.ultrahdr_decode(data)[..., :3].astype(np.float32)
    wanted = srgb_decode(rgb) * np.exp2(gain)[..., None]
    assert shown.max() > 1.5
    assert np.abs(np.log2((shown.mean(2) + 0.02) / (wanted.mean(2) + 0.02))).mean() < 0.03
    # a reader of one kind of metadata alone finds the same
    for known, spoilt in ((b"urn:iso:std", b"urn:xxx:std"), (b"ns.adobe.com/xap", b"ns.adobe.com/xxx")):
        half = data.replace(known, spoilt)
        assert half != data
        one = imagecodecs.ultrahdr_decode(half)[..., :3].astype(np.float32)
        np.testing.assert_allclose(one, shown, rtol=0.02, atol=0.01)


def test_ultrahdr_is_a_jpeg_like_any_other(tmp_path: Path) -> None:
    rgb, gain = picture()
    export_ultrahdr(rgb, gain, tmp_path / "a.jpg", orientation=8)
    with Image.open(tmp_path / "a.jpg") as image:
        assert image.size == (64, 96)
        assert image.getexif()[274] == 1
        assert image.info["icc_profile"]
        upright = np.asarray(image.convert("RGB"), np.float32) / 255
    assert np.abs(upright - np.rot90(rgb)).max() < 0.03
    with pytest.raises(UserError, match="jpg"):
        export_ultrahdr(rgb, gain, tmp_path / "a.png")


def test_the_multi_picture_directory_points_at_the_gain_map(tmp_path: Path) -> None:
    rgb, gain = picture()
    Image.fromarray((rgb * 255).astype(np.uint8)).save(tmp_path / "a.jpg")
    gain_map = GainMap.of(gain, rgb)
    data = with_gain_map((tmp_path / "a.jpg").read_bytes(), gain_map)
    start = data.index(b"MPF\0") + 4
    entries = start + 8 + 2 + 36 + 4
    first, second = (struct.unpack(">IIIHH", data[entries + 16 * i:entries + 16 * (i + 1)]) for i in range(2))
    at = start + second[2]
    assert data[at:at + 3] == b"\xff\xd8\xff"
    assert at == first[1]
    assert at + second[1] == len(data)
    assert f'Item:Length="{second[1]}"'.encode() in data
    import io

    with Image.open(io.BytesIO(data[at:])) as found:
        assert found.size == (48, 32)
        assert np.abs(np.asarray(found, np.float32) - gain_map.pixels).max() < 12
