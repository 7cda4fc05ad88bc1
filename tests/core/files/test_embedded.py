"""The picture inside a RAW file is found, laid over the RAW, and left alone where it shows something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from paramisp_core.camera.photo import Photo, Rendering
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.files.dng import write_dng
from paramisp_core.files.opening import open_photo
from paramisp_core.raw.cfa import CFA, mosaic, reduced_colors
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_decode, srgb_encode

Array = NDArray[np.float32]
HEIGHT, WIDTH = 480, 720


def scene(seed: int = 4) -> Array:
    """Return colorful sRGB of blobs, unlike itself mirrored."""
    rng = np.random.default_rng(seed)
    small = rng.random((12, 18, 3), dtype=np.float32)
    return np.clip(cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), 0.02, 0.98)


def raw_of(shown: Array, cfa: CFA = CFA.RGGB) -> RawImage:
    camera = CameraProfile("Test", "Test", "Test", ((1.0, 0, 0), (0, 1.0, 0), (0, 0, 1.0)))
    return RawImage(mosaic(srgb_decode(shown) * np.float32(0.8), cfa), cfa, np.ones(3), camera.matrix)


@pytest.fixture
def reopened(tmp_path: Path) -> Callable[..., Photo]:
    def write(raw: RawImage, preview: Array, **options: object) -> Photo:
        write_dng(raw, tmp_path / "a.dng", preview=preview, **options)  # type: ignore[arg-type]
        return open_photo(tmp_path / "a.dng")

    return write


def found(photo: Photo) -> Rendering:
    assert photo.rendering is not None
    return photo.rendering


def like(rendering: Rendering, shown: Array) -> float:
    """Return the mean difference to the part of a picture that a rendering is said to show."""
    top, left, height, width = rendering.region
    part = cv2.resize(srgb_decode(shown[top : top + height, left : left + width]), rendering.rgb.shape[1::-1],
                      interpolation=cv2.INTER_AREA)
    return float(np.abs(srgb_encode(part) - rendering.rgb).mean())


@pytest.mark.parametrize("cfa", list(CFA))
def test_it_lies_over_the_raw(reopened: Callable[..., Photo], cfa: CFA) -> None:
    shown = scene() ** 2
    rendering = found(reopened(raw_of(scene(), cfa), shown))
    assert rendering.region[2] >= HEIGHT - 16
    assert like(rendering, shown) < 0.01


def test_of_a_cropped_dng_the_crop(reopened: Callable[..., Photo]) -> None:
    rendering = found(reopened(raw_of(scene()), scene(), crop=(100, 200, 240, 360)))
    assert rendering.region == (100, 200, 240, 360)
    assert like(rendering, scene()) < 0.01


@pytest.mark.parametrize("shown", [
    scene(5),
    scene().mean(2, keepdims=True).repeat(3, 2),  # monochrome: it tells nothing of color
    np.full((HEIGHT, WIDTH, 3), 0.5, np.float32),
], ids=["another", "monochrome", "flat"])
def test_another_picture_is_none(reopened: Callable[..., Photo], shown: Array) -> None:
    assert reopened(raw_of(scene()), np.ascontiguousarray(shown)).rendering is None


def test_a_mirrored_one_is_turned(reopened: Callable[..., Photo]) -> None:
    """As GoPro's JPEGs are mirrored against their mosaics."""
    assert like(found(reopened(raw_of(scene()), np.ascontiguousarray(scene()[:, ::-1]))), scene()) < 0.01


def test_one_too_small_is_none(reopened: Callable[..., Photo]) -> None:
    small = cv2.resize(scene(), (72, 48), interpolation=cv2.INTER_AREA)
    assert reopened(raw_of(small), small).rendering is None


def test_a_jpeg_has_none(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.jpg"), np.rint(scene() * 255).astype(np.uint8))
    assert open_photo(tmp_path / "a.jpg").rendering is None


def test_real_cameras(shared_data: Path) -> None:
    s40 = open_photo(shared_data / "raw" / "Canon-S40_0101.CRW")
    assert found(s40).region == (8, 20, 1704, 2272)  # the picture is smaller than what LibRaw calls visible
    assert open_photo(shared_data / "raw" / "GoPro-HERO7_9231.DNG").rendering is None  # has none


def test_reduced_colors_are_means() -> None:
    values = np.random.default_rng(2).random((40, 60), dtype=np.float32)
    small = reduced_colors(values, CFA.GRBG, (4, 10, 16, 24), (4, 6))
    cell = values[4:8, 10:14]
    np.testing.assert_allclose(small[0, 0], [cell[0::2, 1::2].mean(), (cell[0::2, 0::2] + cell[1::2, 1::2]).mean() / 2,
                                             cell[1::2, 0::2].mean()], rtol=1e-5)
