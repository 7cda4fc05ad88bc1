"""A photo's RAW as another camera would have recorded it: its colors, filters, levels and, if wanted, its noise."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from paramisp_core import cli, open_photo
from paramisp_core.camera.database import camera_named, noise_profile
from paramisp_core.raw.cfa import binned, cfa_map
from paramisp_core.raw.color import color_matrix

FUJI = camera_named("Fujifilm X100S")
CANON = camera_named("Canon EOS 5D Mark II")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["paramisp"])
    return cli.main([str(one) for one in (*arguments, "--device", "cpu")])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four flat patches of a Nikon D7000: one gray."""
    colors = [(0.5, 0.5, 0.5), (0.6, 0.35, 0.3), (0.3, 0.5, 0.35), (0.3, 0.35, 0.6)]
    rgb = np.vstack([np.hstack([np.full((64, 96, 3), one) for one in row]) for row in (colors[:2], colors[2:])])
    exif = Image.Exif()
    exif[271], exif[272] = "NIKON CORPORATION", "NIKON D7000"
    exif.get_ifd(0x8769).update({0x8827: 200})
    out = tmp_path / "a.png"
    Image.fromarray(np.rint(rgb * 255).astype(np.uint8)).save(out, exif=exif)
    return out


def patches(raw) -> np.ndarray:
    """Return (2, 2, 3) linear sRGB of the patches' middles."""
    light = binned(raw.mosaic, raw.cfa) * raw.white_balance @ color_matrix(raw.xyz_to_camera).T
    return np.array([[light[12 + y:20 + y, 12 + x:36 + x].mean((0, 1)) for x in (0, 48)] for y in (0, 32)])


def test_a_dng_as_the_other_camera_would_have_recorded_it(path: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    own, other = tmp_path / "own.dng", tmp_path / "other.dng"
    assert run(monkeypatch, "invert", path, "-o", own) == 0
    assert run(monkeypatch, "transfer", path, "--to", CANON.name, "-o", other) == 0
    assert f"as {CANON.name}" in capsys.readouterr().out
    before, after = open_photo(own), open_photo(other)
    assert after.raw.cfa == CANON.cfa
    assert after.camera.name == CANON.name
    np.testing.assert_allclose(after.raw.xyz_to_camera, CANON.matrix, atol=1e-3)
    np.testing.assert_allclose(patches(after.raw), patches(before.raw), rtol=0.03, atol=0.004)
    gray = patches(after.raw)[0, 0]
    assert np.ptp(gray) < 0.05 * gray.mean(), "what was neutral stays neutral"


def test_the_noise_is_the_other_camera_s(path: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    clean, noisy = tmp_path / "clean.dng", tmp_path / "noisy.dng"
    assert run(monkeypatch, "transfer", path, "--to", CANON.name, "-o", clean) == 0
    assert run(monkeypatch, "transfer", path, "--to", CANON.name, "-o", noisy, "--noise-iso", "1600") == 0
    assert "ISO 1600" in capsys.readouterr().out
    first, second = open_photo(clean), open_photo(noisy)
    assert second.shot.iso == 1600
    assert first.shot.iso == 200
    error = (second.raw.mosaic - first.raw.mosaic)[6:58, 6:90]
    level = first.raw.mosaic[6:58, 6:90]
    profile = noise_profile(CANON.name, 1600)
    assert profile is not None
    green = (cfa_map(first.raw.cfa, 128, 192) == 1)[6:58, 6:90]
    wanted = np.sqrt((profile[0][1] * level + profile[1][1])[green].mean())
    assert error[green].std() == pytest.approx(wanted, rel=0.1)


@pytest.mark.parametrize(("arguments", "words"), [
    (["--to", FUJI.name, "-o", "x.dng"], "of one camera"),
    (["-o", "x.jpg", "--noise-iso", "800"], "goes with a .dng"),
])
def test_a_wrong_call_is_one_line(path: Path, monkeypatch, capsys, arguments, words) -> None:
    monkeypatch.chdir(path.parent)
    assert run(monkeypatch, "transfer", path, "--to", CANON.name, *arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert not Path(arguments[-1]).exists()
