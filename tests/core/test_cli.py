"""The command line: what it prints, where it writes; every bad input is one line, status 2 and no file."""

from __future__ import annotations

import argparse
import errno
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from paramisp_core import cli
from paramisp_core.cli import options, output
from paramisp_core.errors import UserError
from paramisp_core.files.opening import open_photo
from paramisp_core.networks.checkpoints import list_checkpoints


def picture(path: Path, width: int = 64, height: int = 48, exif: dict[int, Any] | None = None) -> Path:
    """Write a small colorful JPEG (or what the suffix says) with EXIF tags by number."""
    rng = np.random.default_rng(1)
    ramp = np.linspace(20, 230, width)[None, :, None] * np.ones((height, 1, 3))
    image = Image.fromarray((ramp + rng.normal(0, 8, ramp.shape)).clip(0, 255).astype(np.uint8))
    tags = Image.Exif()
    for number, value in (exif or {}).items():
        (tags if number in (271, 272, 274) else tags.get_ifd(0x8769))[number] = value
    image.save(path, exif=tags)
    return path


def ratio(above: int, below: int) -> TiffImagePlugin.IFDRational:
    return TiffImagePlugin.IFDRational(above, below)


D7000 = {271: "NIKON CORPORATION", 272: "NIKON D7000", 34855: 400, 33434: ratio(1, 250), 33437: ratio(28, 10),
         37386: ratio(50, 1)}


@dataclass
class Result:
    status: int
    out: str
    err: str


@pytest.fixture
def paramisp(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "argv", ["paramisp"])
    monkeypatch.delenv("PARAMISP_DEBUG", raising=False)

    def run(*arguments: object) -> Result:
        status = cli.main([str(one) for one in arguments])
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return run


def refused(result: Result, *words: str) -> None:
    """Check that there was one line on stderr, status 2, and nothing on stdout."""
    assert result.status == 2, result
    assert result.err.count("\n") == 1, result.err
    assert result.err.startswith("paramisp"), result.err
    assert "Traceback" not in result.err
    for word in words:
        assert word in result.err, result.err
    assert result.out == ""


# ---- words and options
def test_help_names_every_command(paramisp: Any) -> None:
    result = paramisp("--help")
    assert result.status == 0
    for word in cli.COMMANDS:
        assert f"\n  {word} " in result.out


@pytest.mark.parametrize("word", sorted(cli.COMMANDS))
def test_every_command_has_help(paramisp: Any, word: str) -> None:
    result = paramisp(word, "--help")
    assert result.status == 0
    assert f"usage: paramisp {word}" in result.out
    assert "``" not in result.out, "marks of the source"


def test_run_as_a_module_it_calls_itself_by_its_name() -> None:
    done = subprocess.run([sys.executable, "-m", "paramisp_core.cli", "nothing"], capture_output=True, text=True,
                          check=False, cwd=Path(cli.__file__).parents[2], timeout=120)
    assert done.returncode == 2
    assert done.stderr.startswith("paramisp: there is no command")


def test_model_cards_are_listed_a_method_a_line_and_within_the_terminal(paramisp: Any, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    lines = paramisp("checkpoints", "inverse", "dequantizer").out.splitlines()
    assert max(map(len, lines)) <= 90
    assert lines[0] == "compact-inverse"
    assert "dequantizer" in lines
    assert any(line.split(":")[0].strip() == "network" for line in lines[:20])


def test_models_are_listed_a_line_each(paramisp: Any, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    lines = paramisp("checkpoints").out.splitlines()
    cards = list_checkpoints()
    assert [line.split()[0] for line in lines[: len(cards)]] == [card.name for card in cards]
    assert max(map(len, lines)) <= 90
    assert "checkpoints NAME" in lines[-1]
    refused(paramisp("checkpoints", "compact-invers"), "did you mean compact-inverse")


def test_help_does_not_load_torch() -> None:
    script = ("import sys; from paramisp_core.cli import main; "
              "[main([word, '--help']) for word in ('invert', 'render', 'transfer', 'info', 'benchmark')]; "
              "sys.exit('torch' in sys.modules or 'numpy' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False,
                          cwd=Path(cli.__file__).parents[2], timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("arguments", "words"), [
    ([], ["which command?"]),
    (["inver"], ["no command 'inver'", "invert"]),
    (["--nonsense"], ["--nonsense"]),
    (["invert"], ["PHOTO", "--output"]),
    (["invert", "a.jpg", "-o", "b.dng", "--iso", "fast"], ["--iso", "'fast' is not a number"]),
    (["invert", "a.jpg", "-o", "b.dng", "--iso", "0"], ["'0' is not between 1 and"]),
    (["invert", "a.jpg", "-o", "b.dng", "--iso", "inf"], ["'inf' is not a number"]),
    (["invert", "a.jpg", "-o", "b.dng", "--exposure", "1/0"], ["'1/0' is not a time"]),
    (["invert", "a.jpg", "-o", "b.dng", "--f-number", "nan"], ["'nan' is not a number"]),
    (["invert", "a.jpg", "-o", "b.dng", "--device", "tpu"], ["--device", "tpu"]),
    (["info", "/no/such/photo.jpg"], ["photo.jpg does not exist"]),
    (["cameras", "--search", "no such camera at all"], ["no such camera at all"]),
])
def test_a_wrong_call_is_one_line(paramisp: Any, arguments: list[str], words: list[str]) -> None:
    refused(paramisp(*arguments), *words)


@pytest.mark.parametrize(("text", "seconds"), [
    ("1/250", 0.004), ("0.5", 0.5), ("2s", 2.0), ('30"', 30.0), ("1/4000 s", 0.00025), ("10/600", 1 / 60)])
def test_exposure_times_are_read_as_photographers_write_them(text: str, seconds: float) -> None:
    assert options.setting("exposure_time")(text) == pytest.approx(seconds)


def test_gains_are_three_positive_numbers() -> None:
    assert options.gains("2.1,1,1.5") == (2.1, 1.0, 1.5)
    for text in ("2,1", "2,1,0", "2,1,-1", "a,b,c", "1,1,1,1", "1,1,nan"):
        with pytest.raises(argparse.ArgumentTypeError):
            options.gains(text)


# ---- facts
def test_info_says_where_each_value_comes_from(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg", exif={**D7000, 274: 6})
    result = paramisp("info", photo)
    assert result.status == 0
    for words in ("Nikon D7000 (found)", "64×48", "orientation 6", "400 (EXIF)", "1/250 s (EXIF)",
                  "f/2.8 (EXIF)", "50 mm (EXIF)", "RGGB"):
        assert words in result.out
    facts = json.loads(paramisp("info", photo, "--json").out)
    assert facts["camera"]["name"] == "Nikon D7000"
    assert facts["jpeg"]["subsampling"] in ("4:2:0", "4:4:4")
    assert facts["shot"]["iso"] == {"value": 400.0, "source": "exif"}
    assert facts["shot"]["exposure_time"]["value"] == pytest.approx(1 / 250)
    assert facts["white_balance"]["gains"][1] == 1.0
    assert facts["white_balance"]["gains"][0] > 1.0


def test_info_says_how_much_of_the_raw_is_estimated(paramisp: Any, tmp_path: Path) -> None:
    pixels = np.full((100, 100, 3), 120, np.uint8)
    pixels[:3], pixels[3:10] = 255, 1
    Image.fromarray(pixels).save(tmp_path / "a.png")
    assert "10.00% of the photo: 3.00% clipped, 7.00% crushed" in paramisp("info", tmp_path / "a.png").out
    assert json.loads(paramisp("info", tmp_path / "a.png", "--json").out)["estimated"] == {
        "clipped": 0.03, "dark": 0.07}


def test_info_says_that_a_camera_is_unknown(paramisp: Any, tmp_path: Path) -> None:
    result = paramisp("info", picture(tmp_path / "a.jpg", exif={271: "Nobody", 272: "Box 1"}))
    assert result.status == 0
    assert "not in the database" in result.out
    assert "unknown" in result.out


def test_info_takes_zero_and_infinite_values_for_unknown(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg", exif={
        271: "NIKON CORPORATION", 272: "NIKON D7000", 34855: 0, 33434: ratio(0, 1), 33437: ratio(1, 0),
        37386: ratio(0, 0)})
    facts = json.loads(paramisp("info", photo, "--json").out)
    assert all(one == {"value": None, "source": "unknown"} for one in facts["shot"].values()), facts["shot"]


def test_cameras_lists_all_and_finds_one(paramisp: Any) -> None:
    everything = paramisp("cameras").out.splitlines()
    assert len(everything) > 600
    found = paramisp("cameras", "--search", "nikon d7000").out.splitlines()
    assert any(line.startswith("Nikon D7000 ") for line in found)
    assert len(found) < 20


@pytest.mark.parametrize("arguments", [["--help"], ["checkpoints", "inverse"]])
def test_what_the_locale_lacks_is_a_question_mark(arguments: list[str]) -> None:
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    done = subprocess.run([sys.executable, "-m", "paramisp_core.cli", *arguments], capture_output=True, text=True,
                          check=False, cwd=Path(cli.__file__).parents[2], timeout=120, env=plain)
    assert done.returncode == 0, done.stderr
    assert "?" in done.stdout


def test_a_closed_pipe_is_no_error() -> None:
    command = f"'{sys.executable}' -m paramisp_core.cli cameras | head -n 1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True,
                          cwd=Path(cli.__file__).parents[2], check=False, timeout=60)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


# ---- bad photos
def bad_inputs(folder: Path) -> dict[str, Path]:
    empty = folder / "empty.jpg"
    empty.touch()
    text = folder / "text.jpg"
    text.write_text("This is a letter, not a photo.\n" * 40)
    cut = folder / "cut.jpg"
    cut.write_bytes(picture(folder / "whole.jpg", 640, 480).read_bytes()[:300])
    bare = folder / "bare"
    bare.mkdir()
    return {"empty": empty, "text": text, "cut": cut, "dot": picture(folder / "dot.png", 1, 1),
            "folder": bare, "missing": folder / "missing.jpg"}


@pytest.mark.parametrize("kind", ["empty", "text", "cut", "dot", "folder", "missing"])
def test_a_bad_photo_is_one_line_and_no_file(paramisp: Any, tmp_path: Path, kind: str) -> None:
    photo = bad_inputs(tmp_path)[kind]
    result = paramisp("invert", photo, "-o", tmp_path / "new" / "folder" / "")
    refused(result, photo.name)
    refused(paramisp("invert", photo, "-o", tmp_path / "out.dng"), photo.name)
    assert not (tmp_path / "new").exists(), "the folder made for the result must go again"
    assert not list(tmp_path.rglob("*.dng"))


def test_a_sensor_with_other_filters_is_refused(paramisp: Any, shared_data: Path, tmp_path: Path) -> None:
    crw = shared_data / "raw" / "Canon-G1.CRW"
    refused(paramisp("render", crw, "-o", tmp_path / "a.jpg"), "Canon-G1.CRW", "Bayer")
    assert not any(tmp_path.iterdir())


def test_an_unknown_camera_names_the_nearest(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg")
    refused(paramisp("invert", photo, "-o", tmp_path / "a.dng", "--camera", "Nikon D70000"), "Nikon D7000")
    refused(paramisp("transfer", photo, "--to", "Kanon 5", "-o", tmp_path / "b.jpg"), "Kanon 5")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.jpg"]


def test_render_wants_a_raw(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg")
    refused(paramisp("render", photo, "-o", tmp_path / "b.jpg"), "not a RAW")
    target = tmp_path / "b.jpg"
    refused(paramisp("render", photo, "-o", target, "--wb", "2,1,1", "--kelvin", "5000"), "not both")
    refused(paramisp("render", photo, "-o", target, "--kelvin", "500"), "--kelvin", "between 1667 and 25000")


def test_a_wrong_checkpoint_is_one_line(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg")
    rubbish = tmp_path / "x.ckpt"
    rubbish.write_bytes(b"rubbish")
    for name in ("no-such-network", rubbish, tmp_path / "missing.safetensors"):
        refused(paramisp("invert", photo, "-o", tmp_path / "a.dng", "--checkpoint", name), Path(name).name)
    assert not list(tmp_path.glob("*.dng"))


# ---- targets
def test_targets(tmp_path: Path) -> None:
    sources = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    plan = output.plan
    assert plan(sources, str(tmp_path), (".dng",)) == [(sources[0], tmp_path / "a.dng"),
                                                       (sources[1], tmp_path / "b.dng")]
    assert plan(sources[:1], str(tmp_path / "x.DNG"), (".dng",)) == [(sources[0], tmp_path / "x.DNG")]
    assert plan(sources[:1], str(tmp_path / "new"), (".dng",))[0][1] == tmp_path / "new" / "a.dng"
    for arguments, word in (
            ((sources[:1], str(tmp_path / "x.tif"), (".dng",)), "must end in .dng"),
            ((sources, str(tmp_path / "x.dng"), (".dng",)), "need a folder"),
            (([tmp_path / "a.jpg", tmp_path / "d" / "a.jpg"], str(tmp_path), (".dng",)), "would both become"),
            (([tmp_path / "a.jpg"], str(tmp_path / "d" / ".." / "a.jpg"), (".jpg",)), "overwritten"),
            (([tmp_path / "a.jpg", tmp_path / "b.tif"], str(tmp_path), (".jpg",)), "overwritten")):
        with pytest.raises(UserError, match=word):
            plan(*arguments)


def test_a_missing_folder_and_a_file_in_its_place(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg")
    refused(paramisp("invert", photo, "-o", tmp_path / "nowhere" / "a.dng"), "nowhere does not exist")
    (tmp_path / "file").touch()
    refused(paramisp("invert", photo, "-o", tmp_path / "file" / "sub" / ""), "file")


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the networks be absent: inversion gives a flat mosaic, so that only the command line is tested."""
    import paramisp_core.engine.isp as engine
    from paramisp_core.raw.image import RawImage

    class Inverse(engine.InverseISP):
        def __init__(self) -> None:
            self.__dict__.update(card=SimpleNamespace(name="fake"), device="cpu", device_note="")

        def to_raw(self, photo: Any, **options: Any) -> RawImage:
            return RawImage(np.full(photo.size, 0.25, np.float32), cfa=photo.camera.cfa, estimated=True)

    monkeypatch.setattr(engine, "load_isp", lambda *arguments, **options: Inverse())


@pytest.mark.usefixtures("copied")
def test_a_batch_goes_on_after_a_bad_photo(paramisp: Any, tmp_path: Path) -> None:
    good, other = picture(tmp_path / "good.jpg"), picture(tmp_path / "other.jpg")
    bad = tmp_path / "bad.jpg"
    bad.touch()
    folder = tmp_path / "out"
    result = paramisp("invert", good, bad, other, "-o", folder)
    assert result.status == 2
    assert sorted(one.name for one in folder.iterdir()) == ["good.dng", "other.dng"]
    failures = [line for line in result.err.splitlines() if "bad.jpg" in line or "failed" in line]
    assert failures[0] == "1 of 3 failed:"
    assert len(failures) == 2
    assert len(result.out.splitlines()) == 2


@pytest.mark.usefixtures("copied")
def test_a_full_disk_is_one_line_and_leaves_nothing(
        paramisp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = picture(tmp_path / "a.jpg")
    target = tmp_path / "out"
    target.mkdir()
    old = target / "a.dng"
    old.write_bytes(b"the former file")

    def full(*arguments: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tifffile.TiffWriter.write", full)
    refused(paramisp("invert", photo, "-o", target), "disk is full")
    assert [one.name for one in target.iterdir()] == ["a.dng"]
    assert old.read_bytes() == b"the former file"


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root, to mount a small disk")
@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize(("kind", "words"), [("size=64k", "disk is full"), ("ro,size=1m", "Read-only")])
def test_a_real_small_or_read_only_disk(paramisp: Any, tmp_path: Path, kind: str, words: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", kind, "tmpfs", disk], check=False,
                      capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        photo = picture(tmp_path / "a.jpg", 1200, 900)
        refused(paramisp("invert", photo, "-o", disk / "a.dng"), words)
        assert not any(disk.iterdir())
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.usefixtures("copied")
def test_a_fault_of_the_program_says_so_without_a_traceback(
        paramisp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError("unexpected\nlines")

    photo = picture(tmp_path / "a.jpg")
    monkeypatch.setattr("paramisp_core.files.dng.write_dng", broken)
    result = paramisp("invert", photo, "-o", tmp_path / "a.dng")
    assert result.status == 1
    assert result.err.count("\n") == 1
    assert "RuntimeError: unexpected lines" in result.err
    assert "PARAMISP_DEBUG" in result.err


@pytest.mark.usefixtures("copied")
def test_an_interrupt_leaves_nothing(paramisp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    photo = picture(tmp_path / "a.jpg")
    monkeypatch.setattr("tifffile.TiffWriter.write", interrupted)
    assert paramisp("invert", photo, "-o", tmp_path / "deep" / "er" / "").status == 130
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.jpg"]


# ---- the real thing
def psnr(a: Sequence[Any], b: Sequence[Any]) -> float:
    difference = np.asarray(a, np.float64) - np.asarray(b, np.float64)
    return float(-10 * np.log10(np.mean(difference**2) / 255**2))


def test_there_and_back(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg", 320, 240, exif=D7000)
    assert paramisp("invert", photo, "-o", tmp_path / "a.dng", "--device", "cpu").status == 0
    result = paramisp("render", tmp_path / "a.dng", "-o", tmp_path / "back.jpg", "--device", "cpu")
    assert result.status == 0, result.err
    with Image.open(photo) as before, Image.open(tmp_path / "back.jpg") as after:
        assert after.size == before.size
        crop = (16, 16, 304, 224)
        value = psnr(before.crop(crop), after.crop(crop))
    assert value > 18, f"the round trip lost too much: {value:.1f} dB"


def test_exposure_brightens(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg", 128, 96, exif=D7000)
    assert paramisp("invert", photo, "-o", tmp_path / "a.dng").status == 0
    means = []
    for ev in (-1, 0, 1):
        result = paramisp("render", tmp_path / "a.dng", "-o", tmp_path / f"{ev}.png", "--ev", ev)
        assert result.status == 0, result.err
        with Image.open(tmp_path / f"{ev}.png") as image:
            means.append(np.asarray(image).mean())
    assert means[0] < means[1] - 3 < means[2] - 6


def test_transfer_to_another_camera(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg", 128, 96, exif=D7000)
    result = paramisp("transfer", photo, "--to", "Canon EOS 5D Mark II", "-o", tmp_path / "b.tif")
    assert result.status == 0, result.err
    assert "shown as Canon EOS 5D Mark II" in result.out
    assert (tmp_path / "b.tif").stat().st_size > 128 * 96 * 3
    result = paramisp("transfer", photo, "--to", "Canon EOS 5D Mark II", "-o", tmp_path / "b.exr")
    assert result.status == 0, result.err
    assert (tmp_path / "b.exr").read_bytes()[:4] == bytes.fromhex("762f3101")


def test_a_very_long_photo_is_done_or_refused_clearly(paramisp: Any, tmp_path: Path) -> None:
    photo = picture(tmp_path / "long.png", 20000, 3)
    result = paramisp("invert", photo, "-o", tmp_path / "long.dng")
    if result.status == 0:
        assert (tmp_path / "long.dng").stat().st_size > 20000 * 3
    else:
        refused(result, "long.png")
        assert not (tmp_path / "long.dng").exists()


# ---- HDR
def bracket_of(folder: Path, count: int = 3) -> list[Path]:
    """Photos of one scene, 2 EV apart, as JPEG with EXIF."""
    rng = np.random.default_rng(4)
    import cv2

    smooth = cv2.GaussianBlur(rng.random((96, 128, 3)).astype(np.float32), (0, 0), 2)
    light = 0.05 + 0.5 * (smooth - smooth.min()) / np.ptp(smooth)
    light[30:50, 60:90] *= 6
    paths = []
    for i in range(count):
        shown = np.clip(light * 4.0 ** (i - 1), 0, 1) ** (1 / 2.2)
        path = folder / f"{i}.jpg"
        tags = Image.Exif()
        for number, value in {**D7000, 33434: ratio(4**i, 4000)}.items():
            (tags if number in (271, 272, 274) else tags.get_ifd(0x8769))[number] = value
        Image.fromarray((shown * 255).astype(np.uint8)).save(path, exif=tags, quality=95)
        paths.append(path)
    return paths


@pytest.mark.parametrize("ending", ["jpg", "png", "exr", "hdr", "tif"])
def test_hdr_of_one_photo(paramisp: Any, tmp_path: Path, ending: str) -> None:
    photo = bracket_of(tmp_path)[2]
    result = paramisp("hdr", photo, "-o", tmp_path / f"out.{ending}", "--device", "cpu")
    assert result.status == 0, result.err
    assert "% estimated" in result.out
    assert ("Ultra HDR" in result.out) == (ending == "jpg")
    data = (tmp_path / f"out.{ending}").read_bytes()
    assert (b"hdrgm:GainMapMax" in data) == (ending == "jpg")
    if ending != "png":
        assert b"highlights estimated" in data
    if ending in ("jpg", "png"):
        with Image.open(tmp_path / f"out.{ending}") as image:
            assert image.size == (128, 96)


@pytest.mark.parametrize("method", ["linear", "debevec", "mertens"])
def test_hdr_of_a_bracket(paramisp: Any, tmp_path: Path, method: str) -> None:
    photos = bracket_of(tmp_path)
    result = paramisp("hdr", *photos, "-o", tmp_path / "out.jpg", "--method", method, "--device", "cpu")
    assert result.status == 0, result.err
    assert "3 photos" in result.out
    with Image.open(tmp_path / "out.jpg") as image:
        shown = np.asarray(image.convert("RGB"), np.float32)
    assert shown.max() < 255.5
    assert np.median(shown) > 40
    assert ("Ultra HDR" in result.out) == (method != "mertens")


def test_hdr_says_what_cannot_be(paramisp: Any, tmp_path: Path) -> None:
    photos = bracket_of(tmp_path)
    before = sorted(one.name for one in tmp_path.iterdir())
    refused(paramisp("hdr", photos[0], "-o", tmp_path / "a.dng"), "must end in", ".exr")
    refused(paramisp("hdr", photos[0], "-o", tmp_path), "must end in")
    refused(paramisp("hdr", photos[0], "-o", tmp_path / "a.exr", "--method", "mertens"), "mertens", ".jpg")
    refused(paramisp("hdr", photos[0], "-o", tmp_path / "a.tif", "--ultrahdr"), "--ultrahdr")
    refused(paramisp("hdr", photos[0], photos[1], "-o", photos[1]), "overwritten")
    refused(paramisp("hdr", photos[0], photos[0], "-o", tmp_path / "a.exr"), "same exposure")
    refused(paramisp("hdr", *photos, "-o", tmp_path / "a.exr", "--exposure", "1/100"), "--exposure")
    refused(paramisp("hdr", photos[0], tmp_path / "none.jpg", "-o", tmp_path / "a.exr"), "none.jpg")
    assert sorted(one.name for one in tmp_path.iterdir()) == before


def test_info_names_the_lens_and_how_it_is_known(paramisp: Any, tmp_path: Path) -> None:
    known = {271: "Canon", 272: "Canon EOS 5D Mark III", 42036: "EF24-70mm f/2.8L USM"}
    photo = picture(tmp_path / "a.jpg", exif=known)
    result = paramisp("info", photo)
    assert "Canon EF 24-70mm f/2.8L USM (Named in the photo's EXIF" in result.out
    lens = json.loads(paramisp("info", photo, "--json").out)["lens"]
    assert lens["name"] == "Canon EF 24-70mm f/2.8L USM"
    nobodys = picture(tmp_path / "b.jpg", exif={271: "Nobody", 272: "Box 1"})
    unknown = json.loads(paramisp("info", nobodys, "--json").out)
    assert unknown["lens"]["name"] is None
    assert "not in the lens database" in unknown["lens"]["source"]


def test_what_a_jpegs_rounding_took_is_found_again_where_it_is_asked_for(tmp_path, capsys):
    with Image.open("resources/sample.jpg") as sample:
        small = sample.convert("RGB").reduce(4)
    small.save(tmp_path / "web.jpg", quality=50)
    small.save(tmp_path / "a.png")
    mosaics = []
    for name, more in (("plain.dng", []), ("found.dng", ["--dequantize"])):
        assert cli.main(["invert", str(tmp_path / "web.jpg"), "-o", str(tmp_path / name), *more]) == 0
        mosaics.append(open_photo(tmp_path / name).raw.mosaic)
    said = capsys.readouterr()
    assert said.out.count("JPEG rounding found again") == 1
    assert np.abs(mosaics[0] - mosaics[1]).max() > 0.005
    assert cli.main(["invert", str(tmp_path / "a.png"), "-o", str(tmp_path / "a.dng"), "--dequantize"]) == 0
    assert "no JPEG" in capsys.readouterr().err
