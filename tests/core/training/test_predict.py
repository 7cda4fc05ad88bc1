"""'paramisp predict': what is written is what the network makes, and a second run makes only what is missing."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from test_real_pairs import jpeg_of, raw_of, scene

from paramisp_core import load_isp, open_photo, write_dng
from paramisp_core.cli import main
from paramisp_core.raw.cfa import CFA
from paramisp_core.training.dataset import PairDataset


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    place = tmp_path / "photos"
    (place / "more").mkdir(parents=True)
    for name, seed in (("a.jpg", 1), ("more/b.jpg", 2), ("more/b.png", 3)):
        picture = (jpeg_of(scene(seed))[:64, :80] * 255).round().astype(np.uint8)
        Image.fromarray(picture).save(place / name)
    (place / "broken.jpg").write_bytes(b"\xff\xd8 no more")
    photo = raw_of(scene(4)[:64, :80], CFA.GRBG)
    assert photo.raw is not None
    write_dng(photo.raw, place / "raw.dng", camera=photo.camera)
    return place


def test_a_folder_to_raw(photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    arguments = ["predict", str(photos), "-o", str(out), "--direction", "inverse", "--device", "cpu"]
    assert main(arguments) == 2, "one is broken"
    said = capsys.readouterr()
    assert "3 written" in said.out
    lines = said.err.splitlines()
    assert "1 of 4 failed:" in lines
    assert "broken.jpg" in lines[lines.index("1 of 4 failed:") + 1]
    assert sorted(str(p.relative_to(out)) for p in out.rglob("*.*")) == ["a.dng", "more/b.jpg.dng", "more/b.png.dng"]
    made = open_photo(out / "a.dng").raw
    assert made is not None
    expected = load_isp("inverse", device="cpu").to_raw(open_photo(photos / "a.jpg"))
    assert np.abs(made.mosaic - expected.mosaic.clip(0, 1)).max() < 0.01
    # a second run makes what is missing, --again everything
    (out / "a.dng").unlink()
    before = (out / "more" / "b.png.dng").stat().st_mtime_ns
    assert main(arguments) == 2
    assert "1 written" in capsys.readouterr().out
    assert (out / "more" / "b.png.dng").stat().st_mtime_ns == before
    (photos / "broken.jpg").unlink()
    assert main([*arguments, "--again", "--limit", "1"]) == 0
    assert "1 written" in capsys.readouterr().out


def test_a_folder_to_pictures(photos: Path, tmp_path: Path) -> None:
    arguments = ["predict", str(photos), "--direction", "forward", "--device", "cpu"]
    assert main([*arguments, "-o", str(tmp_path / "npy"), "--format", "npy"]) == 0
    rgb = np.load(tmp_path / "npy" / "raw.npy")
    photo = open_photo(photos / "raw.dng")
    assert photo.raw is not None
    expected = load_isp("forward", device="cpu").to_srgb(photo.raw, photo.shot, photo.camera)
    assert np.abs(rgb - expected).max() < 1e-5
    assert main([*arguments, "-o", str(tmp_path / "png")]) == 0
    shown = cv2.imread(str(tmp_path / "png" / "raw.png"), cv2.IMREAD_UNCHANGED)[..., ::-1]
    assert np.abs(shown / np.iinfo(shown.dtype).max - expected).max() < 0.01


def test_what_there_is_to_know_of_photos_is_told_once_at_the_end(
        photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (photos / "broken.jpg").unlink()
    for name in ("a.jpg", "more/b.jpg"):
        data = (photos / name).read_bytes()
        (photos / name).write_bytes(data[: len(data) * 2 // 3])
    assert main(["predict", str(photos), "-o", str(tmp_path / "out"), "--direction", "inverse", "--device", "cpu"]) == 0
    lines = capsys.readouterr().err.splitlines()
    told = lines.index("3 of 3 written, but:")  # none says its camera
    truncated = [line for line in lines if "truncated" in line]
    assert all(lines.index(line) > told for line in truncated)
    assert all(any(name in line for line in truncated) for name in ("a.jpg", "b.jpg"))
    assert sum("does not say which camera" in line for line in lines) == 1


@pytest.mark.parametrize(("direction", "form"), [("inverse", "npy"), ("inverse", "png"), ("forward", "npy")])
def test_a_data_set(pairs_folder: Path, tmp_path: Path, direction: str, form: str) -> None:
    assert main(["predict", str(pairs_folder), "-o", str(tmp_path / "out"), "--direction", direction, "--format", form,
                 "--limit", "2", "--device", "cpu"]) == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"000000.{form}", f"000001.{form}"]
    pair = PairDataset(pairs_folder).pair(1)
    isp = load_isp(direction, device="cpu")
    if direction == "inverse":
        expected = isp.to_raw(pair.photo).mosaic
    else:
        expected = isp.to_srgb(pair.raw, pair.photo.shot, pair.photo.camera)
    path = tmp_path / "out" / names[1]
    found = np.load(path) if form == "npy" else cv2.imread(str(path), cv2.IMREAD_UNCHANGED) / 65535
    assert np.abs(found - (expected if form == "npy" else expected.clip(0, 1))).max() < 1e-4


@pytest.mark.parametrize(("arguments", "complaint"), [
    (["{tmp}/none", "-o", "{tmp}/o", "--direction", "inverse"], "is not a folder"),
    (["{tmp}", "-o", "{tmp}/o", "--direction", "inverse"], "holds no photo"),
    (["{tmp}", "-o", "{tmp}", "--direction", "inverse"], "folder of their own"),
    (["{tmp}", "-o", "{tmp}/o", "--direction", "forward", "--format", "dng"], "png, jpg, tif, npy, not dng"),
    (["{tmp}", "-o", "{tmp}/o", "--direction", "forward", "--limit", "0"], "--limit")])
def test_bad_input_is_one_line(arguments: list[str], complaint: str, tmp_path: Path,
                               capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", *(one.format(tmp=tmp_path) for one in arguments)]) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1
