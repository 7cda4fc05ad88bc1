"""Calibration: it learns a made-up camera, withholds what it is judged on, and never makes things worse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.cli import main
from paramisp_core.editing.quick import local_gains, render_global
from paramisp_core.engine.isp import ForwardISP, load_isp
from paramisp_core.engine.tiles import to_tensor
from paramisp_core.errors import UserError
from paramisp_core.networks.checkpoints import list_checkpoints, load_network, save_network, user_models_path
from paramisp_core.networks.compact import Confidence, Window, balanced_linear
from paramisp_core.raw.cfa import CFA, binned, mosaic
from paramisp_core.raw.image import RawImage
from paramisp_core.training import calibrate as command
from paramisp_core.training import calibration as module
from paramisp_core.training.calibration import (
    CalibrationResult,
    Check,
    OtherScenes,
    calibrate,
    card_of,
    collected_pairs,
    starting_network,
)
from paramisp_core.training.fitting import Fitting, settled
from paramisp_core.training.judging import LOOKED_AT, Withheld, shown_of, telling_piece, whole_scores
from paramisp_core.training.material import Material, materials_of
from paramisp_core.training.polynomial import Polynomial
from paramisp_core.training.real_pairs import RealPair

MATRIX = ((0.9, -0.25, -0.08), (-0.5, 1.3, 0.22), (-0.1, 0.2, 0.7))  # XYZ to camera, of no camera in particular


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def raw_found_as(folder: Path, monkeypatch: pytest.MonkeyPatch, pairs: list[RealPair]) -> Path:
    """Return a RAW file that is taken for these pairs."""
    raw = folder / "x.dng"
    raw.touch()
    monkeypatch.setattr(module, "find_pairs", lambda *_: pairs)
    return raw


def shot_of(seed: int, size: int = 256, reduced: bool = False) -> RealPair:
    """A camera that renders with a curve, an exposure and a saturation that no closed form here has."""
    rng = np.random.default_rng(seed)
    light = cv2.resize(rng.random((12, 12, 3), dtype=np.float32), (size, size), interpolation=cv2.INTER_CUBIC)
    light = np.clip(0.3 * light + 0.7 * light[..., 1:2], 0, 1) ** 1.5 * 0.8
    camera = CameraProfile("Made Up", "Made", "Up", MATRIX)
    gains = np.array([2.0, 1.0, 1.6])
    to_camera = np.diag(1 / gains) @ np.linalg.inv(camera.color_matrix)
    camera_rgb = np.clip(light @ to_camera.T.astype(np.float32) * 0.6, 0, 1).astype(np.float32)
    grey = light.mean(2, keepdims=True)
    shown = np.clip(grey + 1.2 * (light - grey), 0, 1) ** 0.6
    rgb = (np.round(shown * 255) / 255).astype(np.float32)
    raw = RawImage(mosaic=mosaic(camera_rgb, CFA.GRBG), cfa=CFA.GRBG, white_balance=gains,
                   xyz_to_camera=MATRIX, black_level=0, white_level=4095)
    photo = Photo(rgb, ShotSettings(iso=100), camera, gains)
    return RealPair(f"shot {seed}", photo, raw, camera_rgb if reduced else None)


@pytest.mark.parametrize(("direction", "gain"), [("inverse", 6.0), ("forward", 4.0)])
def test_it_learns_the_camera(direction: str, gain: float) -> None:
    result = calibrate([shot_of(1)], starting_network(direction), minutes=2, steps=60)
    assert result.steps == 60
    assert result.better
    assert result.after > result.before + gain
    isp = starting_network(direction)
    conditions_changed = any(
        not torch.equal(a, b) for a, b in zip(isp.network.state_dict().values(), result.network.state_dict().values()))
    assert conditions_changed, "the start itself stays as it is"


def test_it_learns_from_a_small_jpeg_too() -> None:
    result = calibrate([shot_of(2, reduced=True)], starting_network("inverse"), minutes=2, steps=40)
    assert result.after > result.before + 3


def test_the_withheld_quarter_is_never_trained_on() -> None:
    """Where the withheld tiles hold nothing but NaN, training goes on as if nothing was there."""
    pair = shot_of(3)
    material = Material(pair, "inverse")
    seen = np.zeros(material.raw.shape, bool)
    for top, left in material.tiles(withheld=True):
        seen[top : top + material.tile_height, left : left + material.tile_width] = True
    assert seen.mean() == 0.25
    assert all(seen[i * 64 : i * 64 + 64].mean() == 0.25 and seen[:, i * 64 : i * 64 + 64].mean() == 0.25
               for i in range(4)), "one tile of every row and column"
    material.raw[seen] = np.nan
    rng = np.random.default_rng(0)
    for _ in range(40):
        _, raw, _ = material.batch(rng, 8)
        assert torch.isfinite(raw).all()


def test_crops_lie_where_they_say() -> None:
    """A crop's window leads back to its pixels, and its phase is the photo's."""
    pair = shot_of(4)
    material = Material(pair, "inverse")
    rows, columns = np.mgrid[:256, :256].astype(np.float32)
    material.raw = rows * 1000 + columns
    material.rgb = np.stack([material.raw] * 3, 2)
    rng = np.random.default_rng(1)
    for _ in range(20):
        rgb, raw, window = material.batch(rng, 4)
        assert torch.equal(rgb[:, :1], raw)
        y, x = raw[:, 0, 0, 0] // 1000, raw[:, 0, 0, 0] % 1000
        assert (y % 2 == 0).all()
        assert (x % 2 == 0).all()
        assert len({(int(a - t), int(b - l)) for a, b, t, l in zip(y, x, window.top, window.left)}) == 1
        assert (window.full_height, window.full_width) == (256, 256)


def test_lens_shading_is_learned_and_shown_alike_everywhere() -> None:
    """Corners 1 EV darker in the RAW than in the JPEG: learned, equal in tiles and, but for its table, in drafts."""
    pair = shot_of(10)
    y, x = (np.mgrid[:256, :256] - 127.5) / 127.5 / np.sqrt(2)
    dark = np.exp2(-(x**2 + y**2)).astype(np.float32)
    pair = replace(pair, raw=pair.raw.with_changes(mosaic=pair.raw.mosaic * dark))
    result = calibrate([pair], starting_network("forward"), minutes=2, steps=120)
    shading = result.network.shading_3S
    assert shading is not None
    assert 0.3 < float(shading.detach().sum(1).mean()) < 1.6
    isp = ForwardISP(result.network, starting_network("forward").card, torch.device("cpu"))
    material = Material(pair, "forward")
    run = isp.tiled(pair.raw.mosaic, material.conditions)
    np.testing.assert_allclose(run.region(pair.raw.mosaic, tile=96), run.region(pair.raw.mosaic), atol=1e-5)
    camera = binned(pair.raw.mosaic, pair.raw.cfa)
    draft = render_global(camera, run, np.diag(pair.raw.white_balance),
                          local_gains(run, [(0, 0, 1, 1)], *camera.shape[:2]))
    with torch.inference_mode():
        whole = run.network.tone_forward(
            balanced_linear(to_tensor(camera), run.conditions), run.state, Window(0, 0, 128, 128))
    np.testing.assert_allclose(draft, whole[0].permute(1, 2, 0), atol=2e-3)
    without = isp.network.global_state(material.small[None], material.conditions, Confidence(grid=0))
    assert not without.shading_3S.any(), "no confidence, no shading"


def test_a_polynomial_learns_a_polynomial() -> None:
    rng = np.random.default_rng(5)
    colors = rng.random((2000, 3)).astype(np.float32)
    truth = np.stack([colors[:, 0] ** 2, colors[:, 0] * colors[:, 1], 0.5 + colors[:, 2] ** 3], 1)
    fitted = Polynomial.fitted([(colors, truth[:, channel]) for channel in range(3)])
    more = rng.random((5, 7, 3)).astype(np.float32)
    expected = np.stack([more[..., 0] ** 2, more[..., 0] * more[..., 1], 0.5 + more[..., 2] ** 3], 2)
    np.testing.assert_allclose(fitted(more), expected, atol=2e-3)


def test_worse_is_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                            capsys: pytest.CaptureFixture[str]) -> None:
    pair = shot_of(6)
    raw = raw_found_as(tmp_path, monkeypatch, [pair])

    def failed(pairs: list[RealPair], start: module.ISP, **_: object) -> CalibrationResult:
        return CalibrationResult(start.card.direction, start.network, 30.0, 30.0, 25.0, 10, 1.0)

    monkeypatch.setattr(command, "calibrate", failed)
    assert main(["calibrate", str(raw), "-o", "mine"]) == 2
    assert "did not make the inverse and forward camera better" in capsys.readouterr().err
    assert not user_models_path().exists()


def test_a_saved_model_is_known_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                            capsys: pytest.CaptureFixture[str]) -> None:
    raw = raw_found_as(tmp_path, monkeypatch, [shot_of(7)])
    assert main(["calibrate", str(raw), "-o", "mine", "--direction", "inverse", "--steps", "20"]) == 0
    said = capsys.readouterr().out
    assert "Made Up" in said
    assert "saved as mine-inverse" in said
    isp = load_isp("mine", direction="inverse", device="cpu")
    assert isp.card.name == "mine-inverse"
    assert isp.confidence.color == 1
    assert isp.card.scores["withheld quarter of the pairs"]["network"] > 20
    assert "mine-inverse" in [card.name for card in list_checkpoints()]
    with pytest.raises(UserError, match="no checkpoint"):
        load_isp("mine", direction="forward", device="cpu")
    (user_models_path() / "broken.json").write_text("{")
    assert "mine-inverse" in [card.name for card in list_checkpoints()], "a broken card hides no other"


def test_in_one_pass_a_camera_is_read_off_its_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped StyleNets know a camera they never saw from two pairs, and are right about a third scene."""
    raw = raw_found_as(tmp_path, monkeypatch, [shot_of(7), shot_of(8), shot_of(9)])
    assert main(["calibrate", str(raw), "-o", "mine", "--one-pass"]) == 0
    assert "on other scenes" in capsys.readouterr().out
    for direction in ("inverse", "forward"):
        own, general = (load_isp(name, direction=direction, device="cpu") for name in ("mine", direction))
        assert own.card.camera == "Made Up"
        assert own.card.fits
        materials = [Material(shot_of(10), direction, whole=True)]
        ahead = whole_scores(own, materials).decisive - whole_scores(general, materials).decisive
        assert ahead > 2, direction


def test_one_pass_needs_a_stylenet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                   capsys: pytest.CaptureFixture[str]) -> None:
    raw = raw_found_as(tmp_path, monkeypatch, [shot_of(7)])
    assert main(["calibrate", str(raw), "-o", "mine", "--one-pass", "--start", "untrained"]) == 2
    assert "calibrate without --one-pass" in capsys.readouterr().err


def test_read_off_what_is_no_better_is_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    raw = raw_found_as(tmp_path, monkeypatch, [shot_of(7)])
    monkeypatch.setattr(module, "as_camera_of", lambda start, style: start)
    monkeypatch.setattr(module, "polynomial_scores", lambda fitted, materials: Withheld(5.0))
    assert main(["calibrate", str(raw), "-o", "mine", "--one-pass"]) == 2
    assert "without --one-pass" in capsys.readouterr().err
    assert not user_models_path().exists()


def test_in_one_pass_a_nearer_polynomial_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    raw = raw_found_as(tmp_path, monkeypatch, [shot_of(7)])
    monkeypatch.setattr(module, "polynomial_scores", lambda fitted, materials: Withheld(99.0))
    assert main(["calibrate", str(raw), "-o", "mine", "--one-pass", "--direction", "forward"]) == 0
    assert "the polynomial came nearer" in capsys.readouterr().out
    card = load_isp("mine", direction="forward", device="cpu").card
    assert card.architecture == "polynomial"
    assert card.camera == "Made Up"


def test_what_the_camera_uses_already_is_not_replaced_by_worse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    raw = raw_found_as(tmp_path, monkeypatch, [shot_of(7)])
    asked = ["calibrate", str(raw), "--one-pass", "--direction", "forward"]
    score = module.polynomial_scores
    monkeypatch.setattr(module, "polynomial_scores", lambda fitted, materials: Withheld(99.0))
    assert main([*asked, "-o", "first"]) == 0  # kept: the polynomial, fitted to the pair
    used = module.network_in_use(module.collected_pairs([raw]), "forward")
    assert used is not None
    assert used.card.name == "first-forward"
    monkeypatch.setattr(module, "polynomial_scores", score)
    monkeypatch.setattr(command, "withheld_score", lambda isp, pairs: 98.0)
    capsys.readouterr()
    assert main([*asked, "-o", "second"]) == 2
    said = capsys.readouterr().err
    assert "use first-forward already" in said
    assert "98.0 dB" in said
    assert not (user_models_path() / "second-forward.safetensors").exists()
    assert main([*asked, "-o", str(tmp_path / "elsewhere")]) == 0, "where it is not used by itself it may be saved"
    monkeypatch.setattr(command, "withheld_score", lambda isp, pairs: 1.0)
    assert main([*asked, "-o", "second"]) == 0


def test_the_same_pairs_again_save_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    raw = raw_found_as(tmp_path, monkeypatch, [shot_of(7)])
    asked = ["calibrate", str(raw), "--one-pass", "--direction", "inverse", "-o", "mine"]
    assert main(asked) == 0
    capsys.readouterr()
    assert main(asked) == 2
    assert "use mine-inverse already, which comes as near" in capsys.readouterr().err


def test_of_both_directions_that_were_not_saved_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                        capsys: pytest.CaptureFixture[str]) -> None:
    raw = raw_found_as(tmp_path, monkeypatch, [shot_of(7)])
    monkeypatch.setattr(command, "network_in_use", lambda pairs, direction: starting_network(direction))
    monkeypatch.setattr(command, "withheld_score", lambda isp, pairs: 98.0)
    assert main(["calibrate", str(raw), "-o", "mine", "--one-pass"]) == 2
    said = capsys.readouterr().err
    assert "the new inverse camera was not saved" in said
    assert "the new forward camera was not saved" in said


def test_pairs_of_several_cameras_replace_none() -> None:
    other = replace(shot_of(8), photo=shot_of(8).photo.with_changes(camera=camera_named("Nikon D90")))
    assert module.network_in_use([shot_of(7), other], "forward") is None
    used = module.network_in_use([other], "forward")
    assert used is not None
    assert used.card.architecture == "adapter"
    assert module.withheld_score(used, [other]) > 5


def test_it_tells_the_window_how_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                         capsys: pytest.CaptureFixture[str]) -> None:
    """With --watch every line is a JSON object; the pictures of progress are pictures, and move towards the truth."""
    raw = raw_found_as(tmp_path, monkeypatch, [shot_of(11)])
    polite: list[int] = []
    monkeypatch.setattr(command.os, "nice", polite.append)  # or all tests after this one would wait for everyone
    assert main(["calibrate", str(raw), "-o", "mine", "--steps", "40", "--watch", str(tmp_path / "watch")]) == 0
    assert polite == [10]
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said[0] == {"event": "pair", "name": "shot 11", "camera": "Made Up", "width": 256, "height": 256,
                       "reduced": False}
    for direction in ("inverse", "forward"):
        checks = [one for one in said if one["event"] == "check" and one["direction"] == direction]
        assert checks[0]["share"] == 0
        assert checks[-1]["share"] == 1
        assert [one["share"] for one in checks] == sorted(one["share"] for one in checks)
        assert checks[-1]["best"] > checks[-1]["before"]
        pictures = checks[-1]["pictures"]
        before, now, truth = (cv2.imread(pictures[name]).astype(int) for name in ("before", "now", "truth"))
        assert np.abs(now - truth).mean() < 0.7 * np.abs(before - truth).mean()
    assert [one["event"] for one in said if one["event"] in ("result", "saved")] == ["result", "saved"] * 2
    assert {"name": "mine-forward", "camera": "Made Up"}.items() <= said[-1].items()


def test_pictures_of_the_progress_are_of_where_something_is_to_be_seen() -> None:
    """Not of a plain wall, nor of what is white; of another scene where one is withheld whole."""
    pair = shot_of(11, 4096)
    four = np.array([[[0.7, 0.2, 0.2], [0.2, 0.6, 0.3]], [[0.2, 0.3, 0.7], [0.7, 0.6, 0.2]]], np.float32)
    pair.photo.rgb[:] = 0.6
    material = Material(pair, "forward")
    top, left = list(material.tiles(withheld=True))[2]
    y, x = top + material.tile_height - 2 * LOOKED_AT, left + material.tile_width - 2 * LOOKED_AT
    black_and_white = np.kron(np.eye(2), np.ones((256, 256)))[..., None]
    pair.photo.rgb[top : top + 512, left : left + 512] = black_and_white
    pair.photo.rgb[y : y + 512, x : x + 512] = np.kron(four, np.ones((256, 256, 1)))
    assert telling_piece(Material(pair, "forward")) == (y, x, 2 * LOOKED_AT, 2 * LOOKED_AT)
    assert telling_piece(Material(shot_of(3, 256), "inverse"))[2:] == (64, 64), "a small one's whole tile"
    assert shown_of(materials_of([pair], "forward")).pair is pair
    assert shown_of(materials_of([pair, shot_of(3)], "forward")).pair.name == "shot 3"


def test_looks_come_at_every_check(tmp_path: Path) -> None:
    looks: list[Check] = []
    result = calibrate([shot_of(12)], starting_network("forward"), minutes=5, steps=40, report=looks.append)
    assert len(looks) > 10
    assert looks[0].score == looks[0].best
    assert max(look.best for look in looks) == looks[-1].best
    assert abs(looks[-1].best - result.after) < 1, "what decides when to stop is like what is reported"


def test_the_choice_made_once_is_reproducible() -> None:
    pair = shot_of(8)
    results = [calibrate([pair], starting_network("inverse"), minutes=5, steps=6, seed=3) for _ in range(2)]
    assert results[0].after == results[1].after


def test_what_cannot_be_calibrated_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UserError, match="too small"):
        calibrate([shot_of(9, size=64)], starting_network("inverse"), steps=1)
    with pytest.raises(UserError, match="does not exist"):
        collected_pairs([tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="No RAW with a matching"):
        collected_pairs([tmp_path / "empty"])
    (tmp_path / "empty" / "x.dng").write_bytes(b"II*\0nothing")
    with pytest.raises(UserError, match=r"was found\. .*x\.dng"):
        collected_pairs([tmp_path / "empty"])
    assert main(["calibrate", str(tmp_path / "empty"), "-o", "x", "--minutes", "0"]) == 2
    assert "above 0" in capsys.readouterr().err
    assert main(["calibrate", str(tmp_path / "empty"), "-o", str(tmp_path / "empty" / "x.dng" / "mine")]) == 2
    assert "x.dng is a file, not a folder" in capsys.readouterr().err
    for name in ("inverse", "Compact", "nikon-d90"):
        assert main(["calibrate", str(tmp_path / "empty"), "-o", name]) == 2
        assert f"{name} is the name of a model that comes with the program" in capsys.readouterr().err
    assert main(["calibrate", str(tmp_path / "empty"), "-o", ".."]) == 2
    assert "needs a name" in capsys.readouterr().err


def test_the_card_says_what_it_came_from(tmp_path: Path) -> None:
    isp = starting_network("forward", "untrained")
    result = CalibrationResult("forward", isp.network, 20.0, 31.0, 30.0, 50, 60.0)
    card = save_network(result.network, tmp_path / "m-forward", card_of(result, [shot_of(1), shot_of(2)], isp.card))
    assert card.name == "m-forward"
    assert card.trained_on == "calibrated on 2 RAW+JPEG pairs of Made Up, from untrained"
    assert card.scores["withheld quarter of the pairs"] == {"before": 20.0, "network": 31.0, "polynomial": 30.0}
    assert card.cfa == shot_of(1).raw.cfa.value  # LocalNet was told of that pattern's colors only
    network, _ = load_network(tmp_path / "m-forward.safetensors")
    assert network.local_cfa is shot_of(1).raw.cfa
    other = replace(shot_of(2), raw=shot_of(2).raw.with_changes(cfa=CFA.GBRG))
    assert card_of(result, [shot_of(1), other], isp.card).cfa == ""


def test_a_real_camera(shared_data: Path) -> None:
    """The GoPro pair: in a few seconds already far better than any camera in general."""
    pairs = collected_pairs([shared_data / "raw" / "GoPro-HERO7_8508.DNG"])
    result = calibrate(pairs, starting_network("inverse"), minutes=3, steps=60)
    assert result.before < 33
    assert result.after > result.before + 4


def test_with_two_pairs_another_scene_decides() -> None:
    """The second pair is withheld whole: it is scored by itself and nothing is learned from it."""
    pairs = [shot_of(20), shot_of(21)]
    materials = materials_of(pairs, "inverse")
    assert [material.whole for material in materials] == [False, True]
    many = materials_of([pairs[0]] * 6, "inverse")
    assert [number for number, material in enumerate(many) if material.whole] == [1, 5]
    assert len(list(materials[1].tiles(withheld=True))) == 16
    assert not list(materials[1].tiles(withheld=False))
    fitting = Fitting(starting_network("inverse"), materials, 1)
    assert fitting.learned == materials[:1]
    result = calibrate(pairs, starting_network("inverse"), minutes=2, steps=60)
    assert result.other is not None
    assert result.other.after > result.other.before + 4
    assert result.kept == "polynomial", "this made-up camera nearly is one"
    card = card_of(result, pairs, starting_network("inverse").card)
    assert card.scores["withheld pairs, other scenes"]["network"] == round(result.other.after, 2)


def test_what_other_scenes_lose_is_refused() -> None:
    network = starting_network("forward").network
    result = CalibrationResult("forward", network, 25.0, 35.0, 24.0, 10, 1.0, OtherScenes(26.0, 25.5, 24.0))
    assert result.kept == "start", "better on the quarter alone is learned by heart"
    assert not result.better
    assert replace(result, other=OtherScenes(26.0, 27.0, 28.0)).kept == "network", "worse on the quarter does not win"
    assert replace(result, polynomial=26.0, other=OtherScenes(26.0, 27.0, 28.0)).kept == "polynomial"
    assert replace(result, other=None, polynomial=36.0).kept == "polynomial"


def test_settled_the_look_no_longer_depends_on_the_picture() -> None:
    """At first it renders its own pair as before, trust included; another picture gets the same tone and color."""
    start = starting_network("inverse")
    assert start.confidence.color < 1, "the shipped network is one that is partly trusted"
    own, other = (Material(shot_of(seed), "inverse") for seed in (22, 23))
    network = settled(start, [own])
    states = []
    for material in (own, other):
        thumbnail = torch.nn.functional.adaptive_avg_pool2d(material.small[None], 32)
        with torch.no_grad():
            states.append((network.global_state(thumbnail, material.conditions),
                           start.network.global_state(thumbnail, material.conditions, start.confidence)))
    (new_own, old_own), (new_other, old_other) = states
    assert torch.allclose(new_own.curve_B3K, old_own.curve_B3K, atol=5e-3)
    assert torch.allclose(new_own.log_gain, old_own.log_gain, atol=1e-3)
    assert torch.equal(new_own.curve_B3K, new_other.curve_B3K)
    assert torch.equal(new_own.log_gain, new_other.log_gain)
    assert not torch.allclose(old_own.curve_B3K, old_other.curve_B3K, atol=1e-3), "what this is about"


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_a_winning_polynomial_becomes_the_model(direction: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    """After one step the network has learned nothing, the polynomial is whole: it is saved, and scores as said."""
    pair = shot_of(24)
    raw = raw_found_as(tmp_path, monkeypatch, [pair])
    assert main(["calibrate", str(raw), "-o", "plain", "--direction", direction, "--steps", "1"]) == 0
    assert "the polynomial came nearer" in capsys.readouterr().out
    isp = load_isp("plain", direction=direction, device="cpu")
    assert isp.card.architecture == "polynomial"
    assert isp.card.camera == "Made Up"
    told = isp.card.scores["withheld quarter of the pairs"]["polynomial"]
    assert told > 25
    assert whole_scores(isp, [Material(pair, direction)]).quarter == pytest.approx(told, abs=0.02)
