"""A camera read off its pictures: the photo at hand renders as its own camera did, RAW+JPEG pairs calibrate at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from paramisp_core import open_photo
from paramisp_core.engine import style
from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.engine.style import as_camera_that_took, as_shown, own_shot, pair_shots, pair_style
from paramisp_core.files.dng import write_dng
from paramisp_core.networks.adapters import no_change
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.transfer import srgb_decode, srgb_encode
from paramisp_core.resources import resource_path

SAMPLE = resource_path("sample.jpg")


@pytest.fixture(scope="module")
def inverse() -> InverseISP:
    isp = load_isp("inverse", device="cpu")
    assert isinstance(isp, InverseISP)
    return isp


@pytest.fixture(scope="module")
def forward() -> ForwardISP:
    isp = load_isp("forward", device="cpu")
    assert isinstance(isp, ForwardISP)
    return isp


def tone_error(first: np.ndarray, second: np.ndarray) -> float:
    """Mean squared difference of what is left of two pictures without their detail."""
    return float(np.mean(cv2.GaussianBlur(first - second, (0, 0), 6.0) ** 2))


@pytest.mark.parametrize("look", [lambda rgb: 0.15 + 0.6 * rgb, lambda rgb: rgb**3], ids=["flat", "dark"])
def test_a_photo_comes_back_nearer(look: Callable[[np.ndarray], np.ndarray], inverse: InverseISP,
                                   forward: ForwardISP) -> None:
    """By a camera whose tone no network for any camera would guess."""
    photo = open_photo(SAMPLE)
    rgb = cv2.resize(photo.rgb, (600, 450), interpolation=cv2.INTER_AREA)
    photo = replace(photo, pixels=np.ascontiguousarray(look(rgb).astype(np.float32)))
    raw = inverse.to_raw(photo)
    own = as_camera_that_took(photo, forward, raw)
    assert own.network is not forward.network
    plain, near = (tone_error(isp.to_srgb(raw, photo.shot), photo.rgb) for isp in (forward, own))
    assert near < 0.6 * plain


def test_a_dark_photo_that_cannot_be_read_off_is_fitted(inverse: InverseISP, forward: ForwardISP,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    photo = open_photo(SAMPLE)
    rgb = cv2.resize(photo.rgb, (600, 450), interpolation=cv2.INTER_AREA)
    photo = replace(photo, pixels=np.ascontiguousarray(0.3 * rgb**1.5))
    raw = inverse.to_raw(photo)
    monkeypatch.setattr(style, "_read_off", lambda isp, shots: {
        name: value[None] for name, value in no_change(isp.network).items()})
    monkeypatch.setattr(style, "_FAR", 0.0)
    own = as_camera_that_took(photo, forward, raw)
    plain, near = (tone_error(isp.to_srgb(raw, photo.shot), photo.rgb) for isp in (forward, own))
    assert near < 0.5 * plain
    monkeypatch.setattr(style, "_FAR", 1.0)
    assert as_camera_that_took(photo, forward, raw) is forward, "near enough: an estimate's mistakes are not learned"


def test_the_settings_go_on_to_steer(inverse: InverseISP, forward: ForwardISP) -> None:
    photo = open_photo(SAMPLE)
    photo = replace(photo, pixels=np.ascontiguousarray(photo.rgb[400:720, 600:1000]))
    raw = inverse.to_raw(photo)
    own = as_camera_that_took(photo, forward, raw)

    def detail(isp: ForwardISP, iso: float) -> float:
        grey = isp.to_srgb(raw, photo.shot.with_value("iso", iso)).mean(2)
        return float((grey - cv2.GaussianBlur(grey, (0, 0), 1.0)).std())

    lost = [1 - detail(isp, 6400) / detail(isp, 100) for isp in (forward, own)]
    assert lost[1] > 0.6 * lost[0] > 0.05, "ISO 6400 is smoothed as much as by the camera that knows no photo"


def test_what_was_calibrated_stays(inverse: InverseISP) -> None:
    photo = open_photo(SAMPLE)
    conditions = Conditions.of(photo.shot, photo.camera.cfa, photo.white_balance, photo.camera.color_matrix)
    shot = own_shot(photo.rgb, inverse.tiled(photo.rgb, conditions))
    calibrated = load_isp("gopro-hero7", direction="forward", device="cpu")
    assert pair_style(calibrated, shot) is None
    assert as_shown(calibrated, shot, true_light=True) is calibrated


def test_pairs_may_be_of_any_size(inverse: InverseISP, forward: ForwardISP) -> None:
    rng = np.random.default_rng(3)
    rgb = cv2.resize(rng.random((7, 9, 3), dtype=np.float32), (300, 200), interpolation=cv2.INTER_LINEAR)
    camera = cv2.resize(rgb, (90, 60), interpolation=cv2.INTER_AREA) ** 2.2 / 2
    photo = open_photo(SAMPLE)
    conditions = Conditions.of(photo.shot, photo.camera.cfa, photo.white_balance, photo.camera.color_matrix)
    shots = pair_shots([(rgb, camera, conditions)] * 3, forward.device)
    assert shots.count == 3
    for isp in (inverse, forward):
        style = pair_style(isp, shots)
        assert style is not None
        assert any(bool(value.any()) for value in style.adapter.values())
        assert all(bool(value.isfinite().all()) for value in style.adapter.values())
        assert style.confidence.color == 1


@pytest.mark.parametrize("size", [(2, 2), (2, 3), (5, 400)])
def test_a_tiny_photo_too(size: tuple[int, int], inverse: InverseISP, forward: ForwardISP, tmp_path: Path) -> None:
    photo = open_photo(SAMPLE)
    rgb = np.ascontiguousarray(photo.rgb[: size[0], : size[1]])
    photo = replace(photo, pixels=rgb)
    raw = inverse.to_raw(photo)
    own = as_camera_that_took(photo, forward, raw)
    assert np.isfinite(own.to_srgb(raw, photo.shot)).all()


def contrasty(rgb: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(rgb * rgb * (3 - 2 * rgb))


@pytest.mark.parametrize("estimated", [True, False])
def test_a_raw_files_picture_tells_its_camera(inverse: InverseISP, forward: ForwardISP, tmp_path: Path,
                                              estimated: bool) -> None:
    photo = open_photo(SAMPLE)
    photo = replace(photo, pixels=cv2.resize(photo.rgb, (600, 450), interpolation=cv2.INTER_AREA))
    raw = inverse.to_raw(photo).with_changes(estimated=estimated, notes=())
    shown = contrasty(photo.rgb)
    write_dng(raw, tmp_path / "a.dng", shot=photo.shot, camera=photo.camera, preview=shown)
    reopened = open_photo(tmp_path / "a.dng")
    assert reopened.raw is not None
    assert reopened.raw.estimated is estimated
    own = as_camera_that_took(reopened, forward)
    plain, near = (tone_error(isp.to_srgb(reopened.raw, photo.shot), shown) for isp in (forward, own))
    assert near < 0.5 * plain


def test_without_a_picture_it_stays(inverse: InverseISP, forward: ForwardISP) -> None:
    photo = open_photo(SAMPLE)
    raw = inverse.to_raw(replace(photo, pixels=np.ascontiguousarray(photo.rgb[:200, :300])))
    of_raw = replace(photo, raw=raw, pixels=photo.rgb[:200, :300])
    assert as_camera_that_took(of_raw, forward) is forward
    assert as_camera_that_took(photo, forward) is forward  # nor without its light


def test_a_real_cameras_raw_comes_nearer_to_its_jpeg(forward: ForwardISP, shared_data: Path) -> None:
    photo = open_photo(shared_data / "raw" / "Canon-S40_0105.CRW")
    assert photo.raw is not None
    assert photo.rendering is not None
    top, left, height, width = photo.rendering.region
    errors = []
    for isp in (forward, as_camera_that_took(photo, forward)):
        made = isp.to_srgb(photo.raw, photo.shot, photo.camera)[top : top + height, left : left + width]
        small = cv2.resize(srgb_decode(made), photo.rendering.rgb.shape[1::-1], interpolation=cv2.INTER_AREA)
        errors.append(tone_error(srgb_encode(small), photo.rendering.rgb))
    assert errors[1] < 0.4 * errors[0]
