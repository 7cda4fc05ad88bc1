"""Blurred pairs from frames whose average is known, and the data set they are written as."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from paramisp_core import cli, load_isp
from paramisp_core.applications import blur_dataset
from paramisp_core.applications.blur import BlurSettings, _exposed, blurred_pair
from paramisp_core.applications.blur_dataset import Order, Pair, draw, find_pairs, make_dataset
from paramisp_core.applications.noise import noise_model
from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_decode, srgb_encode

D7000 = camera_named("Nikon D7000")


@pytest.fixture(scope="module")
def networks():
    return load_isp("inverse", device="cpu"), load_isp("forward", device="cpu")


def photo(rgb: np.ndarray) -> Photo:
    return Photo(np.rint(rgb * 255).astype(np.float32) / 255, ShotSettings(200, 0.004, 5.6, 35), D7000, D7000.daylight)


def scene() -> np.ndarray:
    y, x = np.mgrid[0:64, 0:96]
    return np.dstack([0.3 + 0.25 * np.sin(x / 9), 0.3 + 0.2 * np.cos(y / 7), np.full(x.shape, 0.35)]).astype(np.float32)


@pytest.mark.parametrize("anchored", [True, False])
def test_frames_that_stand_still_are_not_blurred(networks, anchored: bool) -> None:
    frame = photo(scene())
    blurred, sharp = blurred_pair([frame] * 3, BlurSettings(anchored=anchored), *networks, np.random.default_rng(1))
    np.testing.assert_allclose(blurred, sharp, atol=2e-3)
    if anchored:
        np.testing.assert_array_equal(sharp, frame.rgb)


def test_light_is_averaged_not_srgb_values(networks) -> None:
    """A shutter that sees dark, bright, dark: the true picture is that of the mean light."""
    light = srgb_decode(scene())
    frames = [photo(srgb_encode(light * np.float32(gain))) for gain in (0.2, 1.6, 0.2, 1.6, 0.2)]
    truth = srgb_encode(light * np.float32(np.mean([0.2, 1.6, 0.2, 1.6, 0.2])))
    blurred, sharp = blurred_pair(frames, BlurSettings(), *networks, np.random.default_rng(1))
    naive = np.mean([frame.rgb for frame in frames], 0)
    np.testing.assert_array_equal(sharp, frames[2].rgb)
    assert np.abs(blurred - truth).mean() < 0.5 * np.abs(naive - truth).mean()


def raw(values: np.ndarray, **changes) -> RawImage:
    return RawImage(values.astype(np.float32), D7000.cfa, D7000.daylight, D7000.matrix, **changes)


def test_noise_is_the_measured_one() -> None:
    (a, b), whose = noise_model("Nikon D7000", 3200)
    assert whose == "Nikon D7000"
    flat = raw(np.full((400, 400), 0.2))
    noisy = _exposed([flat] * 3, BlurSettings(noise=(a, b)), np.random.default_rng(3)).mosaic
    for y in range(2):
        for x in range(2):
            c = flat.cfa.indices[y, x]
            assert noisy[y::2, x::2].var() == pytest.approx(a[c] * 0.2 + b[c], rel=0.05)
    assert noise_model(None, 800)[1].startswith("the median of")
    assert noise_model(None, 6400)[0][0].mean() > 3 * noise_model(None, 800)[0][0].mean()
    with pytest.raises(UserError, match="not measured"):
        noise_model("Nobody Box 1", 100)


def test_what_is_clipped_for_a_part_of_the_time_gets_more() -> None:
    dark, bright = np.full((8, 8), 0.1), np.full((8, 8), 0.1)
    white = (1 / D7000.daylight)[np.asarray(D7000.cfa.indices)]
    bright[2:6, 2:6] = np.tile(white, (2, 2))
    frames = [raw(dark), raw(bright), raw(dark), raw(dark)]
    plain, more, most = (_exposed(frames, BlurSettings(saturation=s), np.random.default_rng(1)).mosaic
                         for s in (0.0, 1.0, 100.0))
    inside = np.zeros((8, 8), bool)
    inside[2:6, 2:6] = True
    np.testing.assert_array_equal(plain[~inside], more[~inside])
    np.testing.assert_allclose((more - plain)[inside].reshape(4, 4), np.tile(white, (2, 2)) / 4, rtol=1e-5)
    np.testing.assert_allclose(most[inside].reshape(4, 4), np.tile(white, (2, 2)), rtol=1e-5)


def test_frames_of_two_sizes_are_refused(networks) -> None:
    with pytest.raises(UserError, match="one size"):
        blurred_pair([photo(scene()), photo(scene()[:-2]), photo(scene())], BlurSettings(), *networks,
                     np.random.default_rng(1))


# ---- the data set

@pytest.fixture
def frames(tmp_path: Path) -> Path:
    folder = tmp_path / "frames"
    for name, count in (("a", 7), ("b", 3), ("short", 2)):
        (folder / name).mkdir(parents=True)
        for i in range(count):
            rgb = np.roll(scene(), 2 * i, 1)
            Image.fromarray(np.rint(rgb * 255).astype(np.uint8)).save(folder / name / f"{i:03d}.png")
    return folder


def order(folder: Path, **changes) -> Order:
    return Order(**{"source": folder, "output": folder.parent / "out", "frames": 3, "step": 3, "device": "cpu",
                    **changes})


def pictures(folder: Path) -> dict[str, np.ndarray]:
    return {str(path.relative_to(folder)): np.asarray(Image.open(path)) for path in sorted(folder.rglob("*.png"))}


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["paramisp"])
    return cli.main([str(one) for one in arguments])


def test_the_command_writes_gopros_layout(frames: Path, monkeypatch, capsys) -> None:
    out = frames.parent / "out"
    call = ("blur-dataset", frames, "-o", out, "--frames", 3, "--device", "cpu", "--noise-iso", "800-1600", "--seed", 4)
    assert run(monkeypatch, *call) == 0
    said = capsys.readouterr()
    assert "3 pairs made" in said.out
    assert "short: left out, 2 frames are less than the 3" in said.err
    assert sorted(pictures(out)) == [f"train/{s}/{k}/{n:06d}.png" for s, k, n in (
        ("a", "blur", 1), ("a", "blur", 2), ("a", "sharp", 1), ("a", "sharp", 2), ("b", "blur", 1), ("b", "sharp", 1))]
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["settings"]["seed"] == 4
    first = manifest["pairs"][0]
    assert first["frames"] == ["000.png", "001.png", "002.png"]
    assert 800 <= first["noise_iso"] <= 1600
    assert first["noise_of"].startswith("the median")
    assert not [one for one in out.rglob("*") if ".part" in one.name]
    sharp = np.asarray(Image.open(out / first["sharp"]))
    np.testing.assert_array_equal(sharp, np.asarray(Image.open(frames / "a" / "001.png")))
    assert np.abs(np.asarray(Image.open(out / first["blur"]), float) - sharp).mean() > 1
    # again: nothing to do; one lost: one made; other settings: refused
    before = pictures(out)
    assert run(monkeypatch, *call) == 0
    assert "0 pairs made, 3 were there" in capsys.readouterr().out
    (out / first["blur"]).unlink()
    assert run(monkeypatch, *call) == 0
    assert "1 pairs made, 2 were there" in capsys.readouterr().out
    for name, picture in pictures(out).items():
        np.testing.assert_array_equal(picture, before[name])
    assert run(monkeypatch, *call[:-1], 5) == 2
    assert "other settings (seed)" in capsys.readouterr().err


def test_processes_make_the_same_pairs(frames: Path) -> None:
    one, two = frames.parent / "one", frames.parent / "two"
    assert make_dataset(order(frames, output=one)).made == 3
    assert make_dataset(order(frames, output=two), jobs=2).made == 3
    first, second = pictures(one), pictures(two)
    assert first.keys() == second.keys()
    for name in first:
        assert np.abs(first[name].astype(int) - second[name]).max() <= 1, name
    facts = [json.loads((folder / "manifest.json").read_text())["pairs"] for folder in (one, two)]
    assert facts[0] == facts[1]


def test_an_interrupted_run_leaves_whole_pairs_and_goes_on(frames: Path, monkeypatch) -> None:
    real, calls = blur_dataset.make_pair, []

    def interrupted(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(blur_dataset, "make_pair", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make_dataset(order(frames))
    out = frames.parent / "out"
    assert len(pictures(out)) == 4
    assert not (out / "manifest.json").exists()
    monkeypatch.setattr(blur_dataset, "make_pair", real)
    with pytest.raises(UserError, match=r"other settings \(seed\)"):
        make_dataset(order(frames, seed=9))
    done = make_dataset(order(frames))
    assert (done.made, done.kept) == (1, 2)
    assert len(json.loads((out / "manifest.json").read_text())["pairs"]) == 3


def test_draws_depend_on_the_seed_and_the_pair_alone(frames: Path) -> None:
    one, other = Pair("a", 1, (), "", ""), Pair("a", 2, (), "", "")
    given = order(frames, noise_iso=(100, 6400))
    assert draw(given, one, None)[:2] == draw(given, one, 400)[:2]
    assert draw(given, one, None)[:2] != draw(given, other, None)[:2]
    assert draw(given, one, None)[:2] != draw(order(frames, noise_iso=(100, 6400), seed=2), one, None)[:2]
    assert draw(order(frames), one, 400)[1] == pytest.approx(400)


@pytest.mark.parametrize(("change", "words"), [
    ({"source": Path("/no/such/folder")}, "not a folder"),
    ({"frames": 99}, "less than the 99"),
])
def test_what_is_no_sequence_is_said(frames: Path, change, words) -> None:
    with pytest.raises(UserError, match=words):
        find_pairs(order(frames, **change))


def test_a_folder_with_other_things_is_left_alone(frames: Path) -> None:
    out = frames.parent / "out"
    out.mkdir()
    (out / "mine.txt").touch()
    with pytest.raises(UserError, match="not empty"):
        make_dataset(order(frames))
    assert [one.name for one in out.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("arguments", "words"), [
    (["--frames", "4"], "even"), (["--frames", "x"], "whole number"),
    (["--no-noise", "--noise-iso", "100"], "--no-noise"), (["--noise-iso", "800-100"], "range"),
    (["--noise-camera", "Nikon D70000"], "D70000"), (["--split", "a/b"], "--split"),
])
def test_a_wrong_call_is_one_line(frames: Path, monkeypatch, capsys, arguments, words) -> None:
    assert run(monkeypatch, "blur-dataset", frames, "-o", frames.parent / "out", *arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert not (frames.parent / "out").exists()
