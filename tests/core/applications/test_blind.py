"""Blind estimation: kernels that are known are found in light, and what cannot be found is said in a sentence."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from test_deblur import run, saved

from paramisp_core.applications import blind
from paramisp_core.applications.blind import centered, found_kernel, kernel_likeness
from paramisp_core.applications.deblur_making import stored_kernel, upright_kernel
from paramisp_core.applications.deconvolution import blurred, kernel_of_file, motion_kernel
from paramisp_core.cli import deblur as command
from paramisp_core.errors import UserError
from paramisp_core.progress import Cancelled
from paramisp_core.raw.transfer import srgb_encode


def tilted(height: int = 340, width: int = 620, seed: int = 2) -> np.ndarray:
    """A scene of tilted patches, (H, W, 3) linear: edges of all directions."""
    rng = np.random.default_rng(seed)
    scene = np.full((height, width, 3), 0.3, np.float32)
    for _ in range(height * width // 700):
        box = ((rng.uniform(0, width), rng.uniform(0, height)), tuple(rng.uniform(20, 90, 2)), rng.uniform(0, 180))
        cv2.fillConvexPoly(scene, cv2.boxPoints(box).astype(np.int32), rng.uniform(0.03, 0.7, 3).tolist())
    return scene


def hook() -> np.ndarray:
    """A kernel with a bend, centered: no symmetry hides a turned or mirrored one."""
    kernel = np.zeros((15, 15), np.float32)
    kernel[7, 3:11] = 1
    kernel[3:7, 10] = 2
    return centered(kernel / kernel.sum())


def noisy(light: np.ndarray) -> np.ndarray:
    return (light + np.random.default_rng(1).normal(0, 0.002, light.shape)).astype(np.float32)


@pytest.mark.parametrize("kernel", [motion_kernel(9, 25), motion_kernel(7, 100), hook()], ids=["9/25", "7/100", "hook"])
def test_a_known_kernel_is_found(kernel: np.ndarray) -> None:
    found = found_kernel(noisy(blurred(tilted(), kernel)), size=15)
    assert found.kernel.shape == (15, 15)
    assert found.kernel.sum() == pytest.approx(1, abs=1e-4)
    assert found.kernel.min() >= 0
    assert kernel_likeness(found.kernel, kernel) > 0.9
    assert kernel_likeness(found.kernel, kernel) > kernel_likeness(found.kernel, kernel[::-1, ::-1]) - 1e-6
    assert not found.doubt
    assert found.helps
    assert found.spread < 0.9
    axis = np.arange(15) - 7
    for side in (0, 1):
        assert abs(float((found.kernel.sum(side) * axis).sum())) < 0.2, "it moves nothing"


def test_scale_and_clipped_light_do_not_matter() -> None:
    kernel = hook()
    scene = tilted()
    scene[100:130, 150:200] = 20
    scene[220:240, 400:470] = 8
    seen = noisy(blurred(scene, kernel))
    cut = np.minimum(seen, 1)
    found = found_kernel(cut * 50, np.asarray(cut >= 1), 15)
    assert kernel_likeness(found.kernel, kernel) > 0.9


def test_a_sharp_photo_is_said_to_be_sharp() -> None:
    found = found_kernel(noisy(tilted()), size=11)
    assert found.kernel.max() > 0.7
    assert "hardly any blur" in found.doubt
    assert not found.helps


def test_the_edges_tell_a_kernel_that_fits_from_others() -> None:
    light = noisy(blurred(tilted(), motion_kernel(11, 20)))[..., 1]
    known = np.ones(light.shape, np.uint8)

    def spread(length: float, angle: float) -> float:
        kernel = np.zeros((25, 25), np.float32)
        own = motion_kernel(length, angle)
        edge = (25 - own.shape[0]) // 2
        kernel[edge:25 - edge, edge:25 - edge] = own
        return blind._spread([light], [known], kernel, 1.0, None)

    assert spread(11, 20) < 0.86
    for length, angle in ((11, 110), (20, 20), (22, 70), (1, 0)):
        assert spread(length, angle) > blind.MOST_SPREAD, (length, angle)


def test_nothing_is_known_where_everything_nearby_clipped() -> None:
    light = noisy(blurred(tilted(), motion_kernel(11, 20)))[..., 1]
    known = np.ones(light.shape, np.uint8)
    known[::5] = 0
    assert blind._spread([light], [known], hook(), 1.0, None) == 1.0


def test_a_blur_longer_than_the_limit_is_said() -> None:
    found = found_kernel(noisy(blurred(tilted(), motion_kernel(25, 0))), size=11)
    assert "may be longer" in found.doubt
    assert "11 pixels" in found.doubt


def test_parts_with_different_blur_are_said() -> None:
    scene = tilted(340, 900)
    seen = np.hstack([blurred(scene, motion_kernel(11, 0))[:, :450], blurred(scene, motion_kernel(11, 90))[:, 450:]])
    assert "doubtful" in found_kernel(noisy(seen), size=15).doubt


def test_what_cannot_be_found_is_refused() -> None:
    with pytest.raises(UserError, match="too few edges"):
        found_kernel(np.full((300, 300, 3), 0.4, np.float32), size=11)
    with pytest.raises(UserError, match="too small"):
        found_kernel(tilted(60, 60), size=25)
    for size in (3, 63):
        with pytest.raises(UserError, match="5 to 61"):
            found_kernel(tilted(), size=size)
    scene = tilted()
    with pytest.raises(UserError, match="too few edges"):
        found_kernel(scene, np.ones(scene.shape, bool), 11)


def test_it_can_be_cancelled_and_tells_how_far_it_is() -> None:
    told: list[float] = []

    def stop(fraction: float) -> None:
        told.append(fraction)
        if fraction > 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        found_kernel(tilted(), size=9, progress=stop)
    assert told == sorted(told)
    told.clear()
    found_kernel(tilted(), size=5, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_kernel_is_turned_with_the_photo(orientation: int) -> None:
    kernel = np.arange(15.0).reshape(3, 5).astype(np.float32)
    np.testing.assert_array_equal(stored_kernel(upright_kernel(kernel, orientation), orientation), kernel)


# ---- the command

def test_the_command_finds_the_kernel_as_one_sees_it(tmp_path: Path, monkeypatch, capsys) -> None:
    kernel, scene = hook(), tilted()
    upright = srgb_encode(blurred(scene, kernel))
    turned = saved(tmp_path / "turned.png", np.rot90(upright), 6)
    out, found = tmp_path / "out.png", tmp_path / "kernel.png"
    assert run(monkeypatch, "deblur", turned, "-o", out, "--kernel", "estimate", "--kernel-size", "15",
               "--save-kernel", found, "--device", "cpu") == 0
    said = capsys.readouterr()
    assert "kernel found in the photo" in said.out
    assert not said.err
    assert kernel_likeness(kernel_of_file(found), kernel) > 0.9
    truth = srgb_encode(scene)
    shown = np.asarray(Image.open(out), np.float32) / 255
    inner = np.s_[16:-16, 16:-16]
    assert np.square(shown - truth)[inner].mean() < 0.5 * np.square(upright - truth)[inner].mean()


@pytest.mark.parametrize("ending", [".png", ".dng"])
def test_a_photo_that_no_kernel_makes_better_is_left_as_it_is(tmp_path: Path, monkeypatch, capsys, ending) -> None:
    """Rule: what blind deblurring returns is never worse than the photo by its own measure of sharp edges."""
    kernel, scene = hook(), tilted()
    shaken = saved(tmp_path / "shaken.png", srgb_encode(blurred(scene, kernel)))
    wrong = np.zeros((15, 15), np.float32)
    wrong[7, :] = 1 / 15
    monkeypatch.setattr(blind, "_coarse_to_fine", lambda *_: wrong)
    out = tmp_path / f"out{ending}"
    assert run(monkeypatch, "deblur", shaken, "-o", out, "--kernel", "estimate", "--kernel-size", "15",
               "--device", "cpu") == 0
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "Left as it was, because the" in said.err
    assert "left as it was" in said.out
    if ending == ".png":
        np.testing.assert_array_equal(np.asarray(Image.open(out)), np.asarray(Image.open(shaken)))


def test_doubt_is_one_line(tmp_path: Path, monkeypatch, capsys) -> None:
    sharp = saved(tmp_path / "sharp.png", srgb_encode(tilted()))
    assert run(monkeypatch, "deblur", sharp, "-o", tmp_path / "out.png", "--kernel", "estimate", "--kernel-size", "9",
               "--device", "cpu") == 0
    said = capsys.readouterr().err
    assert "hardly any blur" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(("arguments", "words"), [
    (["--kernel", "estimate", "--kernel-size", "99"], "between 5 and 61"),
    (["--motion", "5,0", "--kernel-size", "9"], "go with --kernel estimate"),
    (["--kernel", "k.png", "--save-kernel", "x.png"], "go with --kernel estimate"),
    (["--kernel", "estimate", "--save-kernel", "x.jpg"], ".png"),
    (["--kernel", "estimate", "--save-kernel", "no/x.png"], "does not exist"),
    (["b.png", "--kernel", "estimate", "--save-kernel", "x.png"], "single photo"),
])
def test_a_wrong_call_is_one_line(tmp_path: Path, monkeypatch, capsys, arguments, words) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.png", "b.png", "k.png"):
        saved(tmp_path / name, srgb_encode(tilted(64, 64)))
    assert run(monkeypatch, "deblur", "a.png", *arguments, "-o", "out") == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_the_command_knows_the_sizes() -> None:
    assert (command.SIZES, command.USUAL_SIZE) == (blind.SIZES, blind.USUAL_SIZE)
