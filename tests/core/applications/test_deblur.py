"""Deblurring: kernels mean what they say, known blur is undone, and a deblurrer of one's own takes part."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from paramisp_core import cli, load_isp, open_photo
from paramisp_core.applications import deconvolution
from paramisp_core.applications.deblur import deblurred_photo, deblurred_raw, deblurrer_named
from paramisp_core.applications.deblur_region import DeblurTrial
from paramisp_core.applications.deconvolution import (
    blurred,
    gaussian_kernel,
    kernel_of_picture,
    motion_kernel,
    richardson_lucy,
    tv_deconvolved,
)
from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.raw.cfa import mosaic
from paramisp_core.raw.demosaic import display_demosaic
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_encode

D7000 = camera_named("Nikon D7000")
HOOK = np.zeros((9, 9), np.float32)
HOOK[4, 4:] = 1
HOOK[:4, 8] = 1


def blocks(height: int = 96, width: int = 128) -> np.ndarray:
    """A scene of flat patches with sharp borders, (H, W, 3) linear."""
    rng = np.random.default_rng(8)
    gray = rng.uniform(0.05, 0.6, (height // 12 + 1, width // 12 + 1, 1))
    small = (gray * rng.uniform(0.9, 1.1, (*gray.shape[:2], 3))).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)


def psnr(one: np.ndarray, truth: np.ndarray, border: int = 6) -> float:
    inner = (slice(border, -border), slice(border, -border))
    return float(-10 * np.log10(np.mean((one[inner] - truth[inner]) ** 2)))


# ---- kernels

def test_a_motion_goes_where_its_angle_says() -> None:
    for angle, across in ((0, 0), (90, 1), (180, 0), (-90, 1)):
        kernel = motion_kernel(9, angle)
        assert kernel.sum() == pytest.approx(1, abs=1e-5)
        spread = [float((kernel.sum(axis) * (np.arange(kernel.shape[0]) - kernel.shape[0] // 2) ** 2).sum())
                  for axis in (0, 1)]
        assert spread[across] == pytest.approx(81 / 12, rel=0.1)
        assert spread[1 - across] < 0.2
    y, x = np.nonzero(motion_kernel(9, 45) > 0.03)
    assert np.corrcoef(x, y)[0, 1] < -0.9, "45 degrees rise to the right, and rows count downwards"
    for length in (0.5, 300):
        with pytest.raises(UserError, match="1 to 200"):
            motion_kernel(length, 0)


def test_gaussian_and_pictures_of_kernels() -> None:
    kernel = gaussian_kernel(2)
    assert kernel.shape[0] % 2 == 1
    assert kernel[kernel.shape[0] // 2, kernel.shape[0] // 2] == pytest.approx(1 / (2 * np.pi * 4), rel=0.02)
    made = kernel_of_picture(np.full((4, 6), 200, np.uint8))
    assert made.shape == (5, 7)
    assert made[:4, :6].sum() == pytest.approx(1)
    for wrong in (np.zeros((5, 5)), -np.ones((5, 5)), np.ones(5), np.full((5, 5), np.nan)):
        with pytest.raises(UserError, match="kernel"):
            kernel_of_picture(wrong)
    with pytest.raises(UserError, match="301"):
        kernel_of_picture(np.ones((400, 3)))


def test_blurring_shows_the_kernel_itself() -> None:
    point = np.zeros((31, 31), np.float32)
    point[15, 15] = 1
    np.testing.assert_allclose(blurred(point, HOOK / HOOK.sum())[11:20, 11:20], HOOK / HOOK.sum(), atol=1e-6)


# ---- methods

@pytest.mark.parametrize("kernel", [motion_kernel(11, 30), gaussian_kernel(1.5), HOOK / HOOK.sum()])
def test_known_blur_is_undone(kernel: np.ndarray) -> None:
    truth = blocks()
    rng = np.random.default_rng(2)
    seen = blurred(truth, kernel) + rng.normal(0, 0.002, truth.shape).astype(np.float32)
    assert psnr(tv_deconvolved(seen, kernel), truth) > psnr(seen, truth) + 8
    assert psnr(richardson_lucy(seen, kernel), truth) > psnr(seen, truth) + 2
    smooth, rough = (tv_deconvolved(seen, kernel, strength=s) for s in (20.0, 0.2))
    assert np.abs(cv2.Laplacian(smooth, -1)).mean() < np.abs(cv2.Laplacian(rough, -1)).mean()


def test_a_kernel_turned_around_is_another_one() -> None:
    truth, kernel = blocks(), HOOK / HOOK.sum()
    seen = blurred(truth, kernel)
    right, wrong = (psnr(tv_deconvolved(seen, one), truth) for one in (kernel, kernel[::-1, ::-1].copy()))
    assert right > wrong + 8


def test_clipped_lights_do_not_ring_when_they_are_known_to_be_clipped() -> None:
    scene, kernel = blocks() * 0.4, motion_kernel(13, 20)
    scene[40:60, 60:80] = 3
    seen = np.minimum(blurred(scene, kernel), 1)
    clipped = seen >= 1
    assert 30 < clipped.any(2).sum() < 800
    truth = np.minimum(scene, 1)
    known, unknown = (np.clip(tv_deconvolved(seen, kernel, mask), 0, 1) for mask in (clipped, None))
    assert psnr(known, truth) > psnr(unknown, truth) + 3


def test_tiles_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = gaussian_kernel(1)
    seen = blurred(blocks(400, 560), kernel)
    whole = tv_deconvolved(seen, kernel)
    monkeypatch.setattr(deconvolution, "_TILE", 284)
    fractions: list[float] = []
    tiled = tv_deconvolved(seen, kernel, progress=fractions.append)
    assert np.abs(tiled - whole).max() < 0.03
    assert np.abs(tiled - whole).mean() < 5e-4
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1)


# ---- photos

@pytest.fixture(scope="module")
def networks():
    return load_isp("inverse", device="cpu"), load_isp("forward", device="cpu")


def photo(light: np.ndarray) -> Photo:
    rgb = np.rint(srgb_encode(light) * 255).astype(np.float32) / 255
    return Photo(rgb, ShotSettings(200, 0.004, 5.6, 35), D7000, D7000.daylight)


def same(light, kernel, clipped, strength, progress):
    """A deblurrer that finds nothing to do."""
    assert light.shape[2] == 3
    assert clipped.shape == light.shape
    return light


def wrong(light, kernel, clipped, strength, progress):
    return light[:-1]


def test_a_deblurrer_of_ones_own(networks) -> None:
    seen = photo(blocks())
    own = deblurrer_named(f"{__name__}:same")
    shown, raw = deblurred_photo(seen, None, own, *networks)
    # demosaicking and mosaicking again keeps every photosite
    np.testing.assert_allclose(shown, seen.rgb, atol=1e-4)
    assert raw.estimated
    with pytest.raises(UserError, match="shape"):
        deblurred_photo(seen, None, deblurrer_named(f"{__name__}:wrong"), *networks)
    for name, words in (("sharpen", "no method"), ("no.such.module:f", "cannot be used"),
                        (f"{__name__}:nothing", "cannot be used"), (f"{__name__}:HOOK", "not a function")):
        with pytest.raises(UserError, match=words):
            deblurrer_named(name)


def test_a_true_raw_is_deblurred_in_its_own_light() -> None:
    kernel = motion_kernel(9, 60)
    truth = blocks(128, 160) * 0.8
    gains = D7000.daylight.astype(np.float32)
    seen = RawImage(mosaic((blurred(truth, kernel) / gains).astype(np.float32), D7000.cfa), D7000.cfa, D7000.daylight,
                    D7000.matrix)
    sharp = deblurred_raw(seen, kernel, tv_deconvolved)
    before, after = (display_demosaic(one.mosaic * gains[D7000.cfa.indices[np.arange(128)[:, None] % 2,
                                                                           np.arange(160)[None] % 2]], one.cfa)
                     for one in (seen, sharp))
    assert psnr(after, truth) > psnr(before, truth) + 3
    assert sharp.notes == ("deblurred",)
    with pytest.raises(UserError, match="too small"):
        deblurred_raw(seen, gaussian_kernel(30), tv_deconvolved)


def test_raw_undoes_more_than_srgb(networks) -> None:
    kernel, light = motion_kernel(11, 30), blocks(128, 160)
    light[50:60, 70:90] = 3
    truth, seen = photo(np.minimum(light, 1)), photo(np.minimum(blurred(light, kernel), 1))
    shown, _ = deblurred_photo(seen, kernel, tv_deconvolved, *networks)
    plain = np.clip(tv_deconvolved(seen.rgb, kernel, strength=15), 0, 1)
    assert psnr(shown, truth.rgb) > psnr(seen.rgb, truth.rgb) + 2
    assert psnr(shown, truth.rgb) > psnr(plain, truth.rgb)


# ---- the command

def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["paramisp"])
    return cli.main([str(one) for one in arguments])


def saved(path: Path, rgb: np.ndarray, orientation: int = 1) -> Path:
    exif = Image.Exif()
    exif[271], exif[272], exif[274] = "NIKON CORPORATION", "NIKON D7000", orientation
    Image.fromarray(np.rint(rgb * 255).astype(np.uint8)).save(path, exif=exif, quality=97, subsampling=0)
    return path


def test_the_command_takes_the_blur_as_one_sees_it(tmp_path: Path, monkeypatch, capsys) -> None:
    kernel = motion_kernel(9, 0)
    light = blocks()
    upright = srgb_encode(blurred(light, kernel))
    flat, turned = saved(tmp_path / "a.jpg", upright), saved(tmp_path / "b.jpg", np.rot90(upright), 6)
    assert run(monkeypatch, "deblur", flat, turned, "-o", tmp_path / "out", "--motion", "9,0", "--device", "cpu") == 0
    assert "deblurred in RAW by tv" in capsys.readouterr().out
    truth = srgb_encode(light)
    for name in ("a.jpg", "b.jpg"):
        found = np.asarray(Image.open(tmp_path / "out" / name), np.float32) / 255
        assert psnr(found, truth) > psnr(upright, truth) + 1.5, name
    assert run(monkeypatch, "deblur", flat, "-o", tmp_path / "a.dng", "--motion", "9,0", "--device", "cpu") == 0
    opened = open_photo(tmp_path / "a.dng")
    assert opened.raw is not None


def test_kernels_from_files(tmp_path: Path, monkeypatch, capsys) -> None:
    flat = saved(tmp_path / "a.jpg", srgb_encode(blocks()))
    cv2.imwrite(str(tmp_path / "k.png"), (HOOK * 255).astype(np.uint8))
    np.save(tmp_path / "k.npy", HOOK)
    made = []
    for name in ("k.png", "k.npy"):
        out = tmp_path / f"{name}.png"
        assert run(monkeypatch, "deblur", flat, "-o", out, "--kernel", tmp_path / name, "--device", "cpu",
                   "--method", "richardson-lucy") == 0, capsys.readouterr().err
        made.append(np.asarray(Image.open(out)))
    np.testing.assert_array_equal(*made)


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "what the blur is"), (["--motion", "12"], "a length and an angle"),
    (["--motion", "900,0"], "between 1 and 200"),
    (["--gaussian", "0"], "between 0.3 and 30"), (["--kernel", "no.png"], "no.png does not exist"),
    (["--kernel", "text.png"], "not a picture"), (["--kernel", "text.npy"], "not an array"),
    (["--motion", "5,0", "--gaussian", "2"], "not allowed"), (["--motion", "5,0", "--method", "magic"], "no method"),
])
def test_a_wrong_call_is_one_line(tmp_path: Path, monkeypatch, capsys, arguments, words) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("text.png", "text.npy"):
        (tmp_path / name).write_text("text")
    flat = saved(tmp_path / "a.jpg", srgb_encode(blocks()))
    assert run(monkeypatch, "deblur", flat, "-o", tmp_path / "out.jpg", *arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out.jpg").exists()


# ---- a part of the photo, as the window tries it

def blurred_photo(kernel: np.ndarray, size: tuple[int, int] = (200, 260)) -> tuple[Photo, np.ndarray]:
    """A photo of blurred blocks, and the sRGB picture without the blur."""
    scene = blocks(*size)
    pictures = [np.rint(srgb_encode(one) * 255).astype(np.float32) / 255 for one in (blurred(scene, kernel), scene)]
    return Photo(pictures[0], ShotSettings(100, 0.01, 4, 50), D7000, D7000.daylight), pictures[1]


def test_a_part_is_deblurred_as_the_whole_is() -> None:
    kernel = motion_kernel(9, 20)
    photo, truth = blurred_photo(kernel)
    inverse, forward = load_isp("inverse", device="cpu"), load_isp("forward", device="cpu")
    whole, _ = deblurred_photo(photo, kernel, tv_deconvolved, inverse, forward)
    trial = DeblurTrial(photo, inverse, forward)
    region = (61, 83, 70, 90)
    inner = np.s_[61:131, 83:173]
    part = trial.region(region, kernel, 1.0, tv_deconvolved)
    assert part.shape == (70, 90, 3)
    assert np.abs(part - whole[inner]).mean() < 0.01
    assert psnr(part, whole[inner]) > psnr(photo.rgb[inner], whole[inner]) + 6
    quick = trial.region(region, kernel, 1.0, None)
    assert psnr(quick, truth[inner]) > psnr(photo.rgb[inner], truth[inner]) + 1.5, "a preview that shows the direction"
    again = trial.region(region, kernel, 4.0, None)
    assert np.abs(again - quick).mean() > 1e-3, "strength is seen at once"
    assert np.array_equal(trial.as_it_is(region), photo.rgb[inner])
    corner = trial.region((0, 200, 60, 60), kernel, 1.0, None)
    assert corner.shape == (60, 60, 3)


def test_a_raw_file_s_part_is_rendered_as_it_is() -> None:
    light = blocks(120, 160)
    kernel = gaussian_kernel(1.2)
    gains = D7000.daylight
    camera = blurred(light, kernel) @ (np.diag(1 / gains) @ np.linalg.inv(D7000.color_matrix)).T.astype(np.float32)
    raw = RawImage(mosaic(np.clip(camera, 0, 1).astype(np.float32), D7000.cfa), D7000.cfa, gains, D7000.matrix)
    photo = Photo(srgb_encode(blurred(light, kernel)), ShotSettings(100), D7000, gains, raw=raw)
    inverse, forward = load_isp("inverse", device="cpu"), load_isp("forward", device="cpu")
    whole, _ = deblurred_photo(photo, kernel, tv_deconvolved, inverse, forward)
    trial = DeblurTrial(photo, inverse, forward)
    part = trial.region((30, 40, 60, 80), kernel, 1.0, tv_deconvolved)
    assert np.abs(part - whole[30:90, 40:120]).mean() < 0.01
    before = trial.as_it_is((30, 40, 60, 80))
    as_shot = forward.to_srgb(raw, photo.shot, photo.camera)[30:90, 40:120]
    assert np.abs(before - as_shot).max() < 0.01, "rendered by the same camera as what is compared with it"
    assert np.abs(as_shot - photo.rgb[30:90, 40:120]).mean() > 0.01
