"""The virtual camera: physics that must hold whatever camera and style are drawn."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, JpegImagePlugin

from paramisp_core.camera.database import Quantization, jpeg_quantizations
from paramisp_core.raw.cfa import CFA
from paramisp_core.training.dataset import RAW_FLOOR
from paramisp_core.training.virtual_camera import Style, jpeg_file, random_style, take_photo

SEEDS = range(12)


def quiet(style: Style) -> Style:
    """The same style with a lens that shades nothing."""
    return replace(style, shading=0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_grey_scene_gives_a_grey_jpeg(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ramp = np.linspace(0.3, 1, 128, dtype=np.float32)
    scene = np.broadcast_to(ramp[None, :, None], (128, 128, 3)).copy()
    photo = take_photo(scene, quiet(random_style(rng)), rng)
    # in stripes, so that noise averages out and a tint of the bright or the dark part cannot hide
    stripes = photo.jpeg.astype(np.float64).reshape(128, 4, 32, 3).mean((0, 2))
    assert np.ptp(stripes, axis=1).max() < 5, stripes


def test_a_colored_scene_keeps_its_color() -> None:
    rng = np.random.default_rng(3)
    scene = np.full((64, 64, 3), [0.6, 0.3, 0.1], np.float32)
    red, green, blue = take_photo(scene, random_style(rng), rng).jpeg.reshape(-1, 3).mean(0)
    assert red > green + 20 > blue + 40


def test_shot_settings_agree_with_the_light_they_were_drawn_for() -> None:
    scene = np.full((16, 16, 3), 0.5, np.float32)
    evs, isos = [], []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        shot = take_photo(scene, random_style(rng), rng).shot
        assert shot.ev100 is not None
        evs.append(shot.ev100)
        isos.append(np.log2(shot.iso or 0))
        assert 1 / 16000 <= (shot.exposure_time or 0) <= 60
    # EV100 = log2(N^2 / t) - log2(ISO / 100) was drawn from 2..15.5: settings that contradict each other leave it
    assert 1.99 < min(evs) < 4
    assert 13 < max(evs) < 15.51
    assert np.corrcoef(evs, isos)[0, 1] < -0.5, "high ISO is for the dark"


def test_the_meter_makes_the_picture_independent_of_the_light_level() -> None:
    rng = np.random.default_rng(7)
    style = random_style(rng)
    scene = rng.random((64, 64, 3), dtype=np.float32) + 0.05
    dim, bright = (take_photo(scene * gain, style, np.random.default_rng(8)) for gain in (1.0, 8.0))
    assert np.abs(dim.jpeg.astype(float) - bright.jpeg).mean() < 0.5
    assert np.abs(dim.clean_raw - bright.clean_raw).max() < 1e-3


def test_raw_is_the_clean_mosaic_with_noise_that_iso_raises() -> None:
    rng = np.random.default_rng(11)
    scene = np.full((128, 128, 3), 0.5, np.float32)
    style = quiet(random_style(rng))
    spread = {}
    for seed in range(40):
        photo = take_photo(scene, style, np.random.default_rng(seed))
        assert photo.raw.dtype == photo.clean_raw.dtype == np.float32
        assert photo.raw.min() >= RAW_FLOOR
        assert photo.raw.max() <= 1
        # one light, one color: every site of one filter color has the same clean value
        for y in range(2):
            for x in range(2):
                assert np.ptp(photo.clean_raw[y::2, x::2]) < 1e-5
        green = CFA.RGGB.indices == 1
        noise = (photo.raw - photo.clean_raw).reshape(64, 2, 64, 2).swapaxes(1, 2)[:, :, green]
        level = float(photo.clean_raw[0, 1])
        if 0.05 < level < 0.8:
            assert abs(noise.mean()) < 4 * noise.std() / np.sqrt(noise.size) + 1e-3
            spread[photo.shot.iso] = noise.std() / np.sqrt(level)
    isos = sorted(spread)
    assert isos[-1] >= 4 * isos[0]
    assert spread[isos[-1]] > 1.3 * spread[isos[0]]


@pytest.mark.parametrize("own", jpeg_quantizations(), ids=lambda own: own.camera)
def test_a_jpeg_is_quantized_as_a_real_camera_does_it(own: Quantization) -> None:
    rgb = np.random.default_rng(2).integers(0, 256, (32, 48, 3), np.uint8)
    style = replace(random_style(np.random.default_rng(1)), quantization=own)
    with Image.open(io.BytesIO(jpeg_file(rgb, style))) as written:
        tables = written.quantization  # type: ignore[attr-defined]
        sampling = JpegImagePlugin.get_sampling(written)
    assert (tuple(tables[0]), tuple(tables[1])) == (own.luma, own.chroma)
    assert ("4:4:4", "4:2:2", "4:2:0")[sampling] == own.subsampling


def test_most_virtual_cameras_quantize_as_real_ones_and_the_rest_as_programs() -> None:
    rng = np.random.default_rng(0)
    styles = [random_style(rng) for _ in range(200)]
    own = [style.quantization for style in styles if style.quantization is not None]
    assert 80 < len(own) < 160
    assert len({one.camera for one in own}) > 8
