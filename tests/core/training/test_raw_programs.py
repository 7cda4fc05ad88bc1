"""Other programs render simulated RAWs: at the same place, with nothing lost, and only where they are installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from paramisp_core.cli import main
from paramisp_core.files.dng import write_dng
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.image import RawImage
from paramisp_core.training import raw_programs, simulate
from paramisp_core.training.dataset import PairDataset
from paramisp_core.training.raw_programs import MANNERS, Manner, installed, rendered_by
from paramisp_core.training.scenes import load_sources
from paramisp_core.training.simulate import _inner, scene_files, simulate_pair
from paramisp_core.training.virtual_camera import Exposure

SIDE = 192  # RawTherapee opens none of 80 pixels


@pytest.fixture(scope="module")
def exposure(sources: Path) -> Exposure:
    return simulate_pair(load_sources(*scene_files(sources, "train")), np.random.default_rng([3, 1]), SIDE + 16)


@pytest.fixture(scope="module")
def dngs(exposure: Exposure, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    camera = exposure.style.camera
    raw = RawImage(exposure.raw, CFA.RGGB, exposure.white_balance, camera.matrix)
    folder = tmp_path_factory.mktemp("dngs")
    for name in ("7", "12"):
        write_dng(raw, folder / f"{name}.dng", shot=exposure.shot, camera=camera,
                  preview=exposure.jpeg.astype(np.float32) / np.float32(255))
    return [folder / "7.dng", folder / "12.dng"]


@pytest.mark.parametrize("manner", [one for one in MANNERS if (one.name in (
    "base curve", "standard film", "edited film", "camera profile", "plain") and one.program != "darktable")
    or one.name == "base curve"], ids=str)
def test_a_program_renders_several_at_once(manner: Manner, dngs: list[Path], exposure: Exposure,
                                           tmp_path: Path) -> None:
    if manner not in installed():
        pytest.skip(f"{manner.program} is not installed")
    made = rendered_by(manner, dngs, tmp_path / "out")
    assert sorted(made) == sorted(dngs)
    for jpeg in made.values():
        picture = _inner(np.asarray(cv2.imread(str(jpeg))[..., ::-1] / 255, np.float32), SIDE)
        assert picture is not None
        own = exposure.jpeg[8:-8, 8:-8]
        gray = [cv2.cvtColor(one, cv2.COLOR_RGB2GRAY).astype(np.float32) for one in (picture, own)]
        (dx, dy), response = cv2.phaseCorrelate(*gray, cv2.createHanningWindow((SIDE, SIDE), cv2.CV_32F))
        assert response > 0.3
        assert max(abs(dx), abs(dy)) < 0.5, "it lies where the RAW does"


def test_edits_are_each_photos_own_and_leave_nothing_beside_it(dngs: list[Path], tmp_path: Path) -> None:
    manner = next(one for one in MANNERS if one.edited)
    if manner not in installed():
        pytest.skip("RawTherapee is not installed")
    made = rendered_by(manner, dngs, tmp_path / "out")
    assert {path.suffix for path in dngs[0].parent.iterdir()} == {".dng"}
    first, second = (cv2.imread(str(made[raw])).astype(float) for raw in dngs)  # the same RAW twice
    assert np.abs(first - second).mean() > 1
    again = rendered_by(manner, dngs[:1], tmp_path / "again")
    assert np.array_equal(cv2.imread(str(again[dngs[0]])), first)


def test_what_is_no_raw_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.dng").write_bytes(b"II*\0 no picture")
    for manner in installed():
        if manner.name in ("plain", "neutral"):
            assert rendered_by(manner, [tmp_path / "a.dng"], tmp_path / manner.program) == {}


def test_a_program_that_is_missing_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert {one.program for one in installed()} == {"LibRaw"}
    assert installed(("darktable",)) == []


def test_unknown_borders_are_refused() -> None:
    assert _inner(np.zeros((70, 72, 3), np.float32), 64) is None
    assert _inner(np.zeros((67, 67, 3), np.float32), 64) is None
    assert _inner(np.zeros((60, 60, 3), np.float32), 64) is None
    assert _inner(np.zeros((64, 64, 3), np.float32), 64) is not None


def test_a_data_set_rendered_by_programs(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The RAWs of the others are those of a data set without programs: only who renders them is drawn anew."""
    monkeypatch.setattr(simulate, "installed", lambda: raw_programs.installed(("LibRaw",)))
    for share, name in (("0", "own"), ("0.5", "mixed")):
        assert main(["simulate", "-o", str(tmp_path / name), "--sources", str(sources), "--photos", "8", "--size", "64",
                     "--seed", "4", "--workers", "1", "--programs", share]) == 0
    own, mixed = PairDataset(tmp_path / "own"), PairDataset(tmp_path / "mixed")
    renderers = mixed.facts["renderer"]
    assert set(own.facts["renderer"]) == {"virtual camera"}
    assert set(renderers) <= {"virtual camera", "LibRaw plain", "LibRaw bright"}
    assert 1 <= (renderers == "virtual camera").sum() <= 7
    for i, renderer in enumerate(renderers):
        assert mixed.rgb[i].std() > 2
        if renderer == "virtual camera":
            assert np.array_equal(mixed.rgb[i], own.rgb[i])
            assert np.array_equal(mixed.raw[i], own.raw[i])


def test_a_share_beyond_one_is_refused(sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "-o", str(tmp_path / "x"), "--sources", str(sources), "--programs", "1.5"]) == 2
    assert "share" in capsys.readouterr().err
