"""One photo as several cameras in one picture: sizes, order, and the same pictures as single transfers give."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from paramisp_core import cli
from paramisp_core.applications.contact_sheet import _BACKGROUND, as_cameras, sheet
from paramisp_core.applications.transfer import transfer_photo
from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine.models import CameraModels

D7000, CANON, FUJI = map(camera_named, ("Nikon D7000", "Canon EOS 5D Mark II", "Fujifilm X100S"))


def photo(orientation: int = 1) -> Photo:
    y, x = np.mgrid[0:96, 0:144]
    rgb = np.dstack([0.2 + 0.6 * x / 144, 0.2 + 0.6 * y / 96, np.full(x.shape, 0.4)]).astype(np.float32)
    return Photo(rgb, ShotSettings(200, 0.004, 5.6, 35), D7000, D7000.daylight, orientation=orientation)


def test_pictures_are_those_of_single_transfers() -> None:
    models = CameraModels(device="cpu")
    fractions: list[float] = []
    found = as_cameras(photo(), [D7000, CANON, FUJI], models, 2000, fractions.append)
    np.testing.assert_allclose(found[0], photo().rgb, atol=0.003)
    for picture, camera in zip(found[1:], (CANON, FUJI)):
        single = transfer_photo(photo(), camera, models.inverse(D7000), models.forward(camera), models=models)
        assert np.abs(picture - single).max() < 0.01, camera.name
    assert np.abs(found[1] - found[2]).mean() > 0.003, "two cameras that look alike test nothing"
    assert fractions == sorted(fractions)


def test_small_and_upright() -> None:
    found = as_cameras(photo(orientation=6), [D7000, CANON], CameraModels(device="cpu"), 48)
    assert [one.shape for one in found] == [(48, 32, 3)] * 2
    upright = np.rot90(photo().rgb, -1)[1::3, 1::3]
    assert np.abs(found[0] - upright).max() < 0.03


@pytest.mark.parametrize(("count", "columns"), [(1, None), (2, 1), (5, 3), (7, None)])
def test_a_sheet_holds_every_picture_and_its_name(count: int, columns: int | None) -> None:
    pictures = [np.full((40, 60, 3), (i + 1) / 10, np.float32) for i in range(count)]
    whole = sheet(pictures, [f"Camera {i}" for i in range(count)], columns)
    for i in range(count):
        assert (whole[..., 0] == np.float32((i + 1) / 10)).sum() >= 40 * 60
    if columns is not None:
        assert whole.shape[1] == columns * 66 + 6
    assert (np.abs(whole - _BACKGROUND) > 0.3).any(), "names are written"


def test_the_command_makes_a_sheet(tmp_path: Path, monkeypatch, capsys) -> None:
    exif = Image.Exif()
    exif[271], exif[272] = "NIKON CORPORATION", "NIKON D7000"
    Image.fromarray((photo().rgb * 255).astype(np.uint8)).save(tmp_path / "a.jpg", exif=exif)

    def run(*arguments: object) -> int:
        monkeypatch.setattr(sys, "argv", ["paramisp"])
        return cli.main([str(one) for one in arguments])

    call = ("transfer", tmp_path / "a.jpg", "--to", CANON.name, "--to", FUJI.name, "--side", 96, "--device", "cpu")
    assert run(*call, "-o", tmp_path / "sheet.jpg") == 0
    assert "Nikon D7000 shown as 2 cameras" in capsys.readouterr().out
    with Image.open(tmp_path / "sheet.jpg") as image:
        assert image.size[0] * image.size[1] > 3 * 96 * 64
    assert run(*call, "--to", CANON.name, "-o", tmp_path / "b.jpg") == 2
    assert "twice" in capsys.readouterr().err
    assert run(*call, "--side", 5, "-o", tmp_path / "b.jpg") == 2
    assert not (tmp_path / "b.jpg").exists()
