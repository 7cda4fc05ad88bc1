"""The public way: load a learned camera, invert a photo, render a RAW, any size, any camera."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
import torch

from paramisp_core import CFA, ShotSettings, UserError, load_isp
from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.editing.edits import RawEdits
from paramisp_core.engine.devices import choose_device, device_of_worker
from paramisp_core.files.opening import open_photo
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.develop import neutral_render
from paramisp_core.resources import resource_path


@pytest.fixture(scope="module")
def isps():
    return load_isp("inverse", device="cpu"), load_isp("forward", device="cpu")


def make_photo(height: int, width: int, camera: str = "Nikon D7000") -> Photo:
    rng = np.random.default_rng(0)
    profile = camera_named(camera)
    rgb = np.clip(rng.normal(0.5, 0.15, (height, width, 3)), 0, 1).astype(np.float32)
    return Photo(rgb, ShotSettings(iso=100), profile, profile.daylight, orientation=6)


@pytest.mark.parametrize("size", [(2, 2), (3, 5), (20, 700), (131, 97)])
def test_round_trip_of_any_size(isps, size):
    inverse, forward = isps
    photo = make_photo(*size)
    raw = inverse.to_raw(photo)
    assert raw.mosaic.shape == size
    assert raw.cfa == photo.camera.cfa
    assert raw.orientation == 6
    assert raw.estimated
    assert raw.mosaic.min() >= 0
    rgb = forward.to_srgb(raw, photo.shot, photo.camera)
    assert rgb.shape == (*size, 3)
    assert 0 <= rgb.min() <= rgb.max() <= 1


def test_the_inverse_is_computed_once_per_photo_and_setting(isps):
    inverse, _ = isps
    photo = make_photo(64, 64)
    assert inverse.to_raw(photo) is inverse.to_raw(photo)
    other = inverse.to_raw(photo, shot=ShotSettings(iso=6400))
    assert other is not inverse.to_raw(photo)


def test_settings_steer_the_forward_camera(isps):
    inverse, forward = isps
    photo = make_photo(96, 96)
    raw = inverse.to_raw(photo)
    low = forward.to_srgb(raw, ShotSettings(iso=100, exposure_time=1 / 1000, f_number=8, focal_length=50))
    high = forward.to_srgb(raw, ShotSettings(iso=6400, exposure_time=1 / 30, f_number=2, focal_length=50))
    assert np.abs(low - high).mean() > 1e-3


def test_another_camera_s_name_renders_as_that_camera(isps):
    inverse, forward = isps
    photo = make_photo(64, 64)
    raw = inverse.to_raw(photo)
    assert np.abs(forward.to_srgb(raw, photo.shot, camera_named("Canon EOS 40D"))
                  - forward.to_srgb(raw, photo.shot, photo.camera)).max() > 1e-3


def test_exposure_edit_reaches_the_picture(isps):
    inverse, forward = isps
    raw = inverse.to_raw(make_photo(64, 64))
    means = [forward.to_srgb(RawEdits(exposure_ev=ev).apply(raw)).mean() for ev in (-1.0, 0.0, 1.0)]
    assert means[0] < means[1] < means[2]


def test_clipped_source_pixels_are_marked(isps):
    inverse, _ = isps
    photo = make_photo(16, 16)
    photo.rgb[4:8, 4:8] = 1
    mask = inverse.to_raw(photo).clip_mask
    assert mask[4:8, 4:8].all()
    assert not mask[10:].any()


def test_what_cannot_be_loaded_is_one_sentence(tmp_path):
    for name in ("no-such-network", str(tmp_path)):
        with pytest.raises(UserError):
            load_isp(name, direction="inverse")
    with pytest.raises(UserError):
        choose_device("quantum")


def test_what_a_photo_decides_on_is_found_in_one_thread(isps, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy core threads wait for each other: a slider of the shot settings asks for it at every move."""
    inverse, _ = isps
    photo, seen = make_photo(32, 32), []
    plain = inverse.network.global_state

    def watched(*args, **others):
        seen.append(torch.get_num_threads())
        return plain(*args, **others)

    monkeypatch.setattr(inverse.network, "global_state", watched)
    usual = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        inverse.to_raw(photo)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(usual)
    assert seen == [1]


def test_processes_side_by_side_get_a_gpu_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 3)
    assert [device_of_worker("auto", number) for number in range(4)] == ["cuda:0", "cuda:1", "cuda:2", "cuda:0"]
    assert device_of_worker("cuda", 1) == "cuda:1"
    assert device_of_worker("cpu", 1) == "cpu"
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    assert device_of_worker("auto", 1) == "auto"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert device_of_worker("auto", 1) == "auto"


def test_a_gpu_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    with pytest.raises(UserError, match="no cuda:2 device"):
        choose_device("cuda:2")
    with pytest.raises(UserError, match="Unknown device cuda:one"):
        choose_device("cuda:one")


def test_a_device_that_is_not_there_is_named():
    if not torch.cuda.is_available():
        with pytest.raises(UserError, match="cuda"):
            choose_device("cuda")
    device, _ = choose_device("auto")
    assert device.type in ("cpu", "cuda", "mps")


@pytest.mark.parametrize("cfa", list(CFA))
def test_grey_is_grey_under_any_pattern(isps, cfa):
    inverse, _ = isps
    photo = make_photo(32, 32)
    grey = photo.with_changes(rgb=np.full_like(photo.rgb, 0.5))
    raw = inverse.to_raw(grey, camera=replace(photo.camera, cfa=cfa))
    neutral = neutral_render(raw)[8:-8, 8:-8].mean((0, 1))
    assert neutral.max() - neutral.min() < 0.05


def test_a_raw_costs_five_bytes_a_pixel(isps):
    """The mosaic and its mask, no copies: of a 100 megapixel photo each float copy would be 400 MB."""
    inverse, _ = isps
    photo = make_photo(1024, 1536)
    inverse.to_raw(make_photo(8, 8))
    tracemalloc.start()
    try:
        inverse.to_raw(photo)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6.5 * 1024 * 1536 + 4e6  # the last term: one tile on its way


def test_the_headroom_is_said_and_can_be_set(isps):
    """Half a stop more headroom: the whole RAW half a stop darker, and its notes say both numbers."""
    inverse, _ = isps
    photo = make_photo(64, 96)
    assumed = inverse.to_raw(photo)
    words = next(note for note in assumed.notes if note.startswith("exposure headroom"))
    assert words.endswith("EV assumed")
    value = float(words.split()[2])
    darker = inverse.to_raw(photo, headroom=value + 0.5)
    middle = assumed.mosaic > 0.02
    np.testing.assert_allclose(darker.mosaic[middle] / assumed.mosaic[middle], 2**-0.5, rtol=0.01)
    assert f"exposure headroom {value + 0.5:+.2f} EV set by hand ({value:+.2f} assumed)" in darker.notes
    assert inverse.to_raw(photo) is not darker, "what is kept is kept for the headroom it was made with"


def test_what_the_network_assumes_is_where_it_puts_white(isps):
    """With the local parts off, a white photo comes back at 2 ** -headroom of the RAW's white, in green."""
    inverse, _ = isps
    plain = replace(inverse, confidence=replace(inverse.confidence, grid=0.0, local=0.0))
    photo = make_photo(32, 32)
    photo = photo.with_changes(rgb=np.ones_like(photo.rgb))
    raw = plain.to_raw(photo)
    value = float(raw.notes[1].split()[2])
    levels = [raw.mosaic[y::2, x::2].mean() for y in range(2) for x in range(2) if raw.cfa.indices[y, x] == 1]
    assert levels[0] == pytest.approx(2**-value, rel=0.02)


@pytest.mark.parametrize("cfa", list(CFA))
def test_a_calibrated_camera_s_raw_has_no_maze_whatever_its_pattern(cfa) -> None:
    """The GoPro's networks learned from one pattern; in the others' RAW one green was 14 % brighter than the other."""
    photo = open_photo(resource_path("sample.jpg"))
    camera = replace(photo.camera, cfa=cfa)
    photo = photo.with_changes(rgb=np.ascontiguousarray(photo.rgb[200:700, 300:900]), camera=camera)
    isp = load_isp("gopro-hero7-inverse")
    raw = isp.to_raw(photo)
    assert raw.cfa is cfa
    greens = [raw.mosaic[y::2, x::2].mean() for y in (0, 1) for x in (0, 1) if cfa.indices[y, x] == 1]
    assert greens[0] / greens[1] == pytest.approx(1, abs=0.01)
    run = isp.tiled(photo.rgb, Conditions.of(photo.shot, cfa, photo.white_balance, camera.color_matrix))
    part = run.region(photo.rgb, (100, 200, 160, 220))
    assert np.allclose(part, run.region(photo.rgb)[100:260, 200:420], atol=1e-5)  # tiles are the whole


def test_a_learned_camera_names_itself_in_a_line(isps):
    inverse, forward = isps
    assert repr(inverse) == f"<InverseISP {inverse.card.name}, on cpu>"
    assert repr(replace(forward, card=replace(forward.card, camera="Nikon D70"))) == (
        f"<ForwardISP {forward.card.name}, Nikon D70, on cpu>")
