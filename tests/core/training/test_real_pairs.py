"""Laying a JPEG over its RAW: every turn and shift is found, and what does not match is told apart, with a reason."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.raw.cfa import CFA, apply_orientation, invert_orientation, mosaic
from paramisp_core.raw.image import RawImage
from paramisp_core.training.real_pairs import align, find_pairs, read_pair

MATRIX = ((0.9, -0.25, -0.08), (-0.5, 1.3, 0.22), (-0.1, 0.2, 0.7))
HEIGHT, WIDTH = 480, 620


def scene(seed: int = 1) -> np.ndarray:
    """Colored blobs of every size down to two pixels: (H, W, 3), 0..1."""
    rng = np.random.default_rng(seed)
    total = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    for cells in (6, 24, 96, 240):
        blobs = rng.random((cells * 3 // 4, cells, 3), dtype=np.float32)
        total += np.asarray(cv2.resize(blobs, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC))
    return np.clip(total / 4, 0.02, 0.9)


def raw_of(light: np.ndarray, cfa: CFA = CFA.RGGB) -> Photo:
    raw = RawImage(mosaic=mosaic(light * np.float32([0.5, 1, 0.6]), cfa), cfa=cfa, white_balance=np.array([2, 1, 1.6]),
                   xyz_to_camera=np.array(MATRIX))
    camera = CameraProfile("Made Up", "Made", "Up", MATRIX, cfa)
    return Photo(light, ShotSettings(iso=100), camera, raw.white_balance, raw=raw)


def jpeg_of(light: np.ndarray) -> np.ndarray:
    return (np.round(np.clip(light, 0, 1) ** (1 / 2.2) * 255) / 255).astype(np.float32)


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_turn_is_found(turn: int) -> None:
    light = scene()
    shown = jpeg_of(apply_orientation(light, turn))
    pair = align("x", raw_of(light), np.ascontiguousarray(shown))
    assert pair.place == (turn, 0, 0)
    assert np.array_equal(pair.raw.mosaic, apply_orientation(raw_of(light).raw.mosaic, turn))
    assert pair.photo.rgb.shape[:2] == pair.raw.mosaic.shape
    back = apply_orientation(pair.raw.mosaic, invert_orientation(turn))
    assert np.array_equal(back, raw_of(light).raw.mosaic)
    assert pair.raw.cfa is CFA.RGGB.oriented(turn, HEIGHT, WIDTH)
    assert pair.photo.camera.cfa is pair.raw.cfa
    assert pair.placed is not None
    assert np.array_equal(pair.placed(light), apply_orientation(light, turn)), "what else was made of the RAW follows"


@pytest.mark.parametrize(("top", "left"), [(4, 8), (0, 6), (3, 5), (12, 1)])
@pytest.mark.parametrize("cfa", [CFA.RGGB, CFA.GBRG])
def test_the_crop_is_found_to_the_pixel(top: int, left: int, cfa: CFA) -> None:
    light = scene()
    pair = align("x", raw_of(light, cfa), jpeg_of(light[top:-8, left:-6]))
    assert pair.place == (1, top, left)
    assert pair.raw.cfa is cfa.shifted(top, left)
    height, width = pair.raw.mosaic.shape
    assert height % 2 == width % 2 == 0
    assert np.array_equal(pair.photo.rgb, jpeg_of(light)[top : top + height, left : left + width])


def test_a_jpeg_that_shows_more_than_the_raw() -> None:
    light = scene()
    pair = align("x", raw_of(np.ascontiguousarray(light[4:, 10:])), jpeg_of(light))
    assert pair.place == (1, 0, 0)
    assert np.array_equal(pair.photo.rgb, jpeg_of(light)[4:, 10:])


def test_what_does_not_match_is_refused_with_its_reason() -> None:
    light = scene()
    with pytest.raises(UserError, match="shows something else"):
        align("x", raw_of(light), jpeg_of(scene(2)))
    with pytest.raises(UserError, match="another shape"):
        align("x", raw_of(light), jpeg_of(light[:, :400]))
    wrong = raw_of(light)
    assert wrong.raw is not None
    lying = wrong.with_changes(raw=wrong.raw.with_changes(cfa=CFA.BGGR))
    with pytest.raises(UserError, match="said to be BGGR, the JPEG's colors lie as RGGB"):
        align("x", lying, jpeg_of(light))


def test_a_lens_that_the_camera_corrected_is_refused() -> None:
    light = scene()
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    dy, dx = y - HEIGHT / 2, x - WIDTH / 2
    stretch = 1 - 0.03 * (dx**2 + dy**2) / (HEIGHT**2 + WIDTH**2) * 4
    bent = cv2.remap(light, WIDTH / 2 + dx * stretch, HEIGHT / 2 + dy * stretch, cv2.INTER_CUBIC)
    with pytest.raises(UserError, match="corrected the lens"):
        align("x", raw_of(light), jpeg_of(np.asarray(bent)))


def test_real_files(shared_data: Path) -> None:
    folder = shared_data / "raw"
    pair = read_pair(folder / "GoPro-HERO7_8508.DNG")
    assert not pair.reduced
    assert pair.place == (2, 4, 0), "mirrored, then 4 pixels up and 8 to the right"
    assert pair.photo.rgb.shape[1] == 3992
    assert [one.name for one in find_pairs(folder / "Canon-S40_0101.CRW")] == ["Canon-S40_0101"]
    with pytest.raises(UserError, match="none inside"):
        read_pair(folder / "Nikon-D1.NEF")
    with pytest.raises(UserError, match="GMCY"):
        read_pair(folder / "Canon-G1.CRW")
