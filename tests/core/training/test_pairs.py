"""'paramisp pairs': the data set is what the photos are, serves batches in their phase, and goes on after a stop."""

from __future__ import annotations

import json
import pickle
import shutil
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from test_real_pairs import HEIGHT, WIDTH, jpeg_of, raw_of, scene
from trainees import lively, options

from paramisp_core import write_dng
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.cli import main
from paramisp_core.errors import UserError
from paramisp_core.networks.paper import official_color_matrix
from paramisp_core.raw.cfa import CFA, apply_orientation, mosaic
from paramisp_core.training import pairs as command
from paramisp_core.training.calibration import collected_pairs
from paramisp_core.training.official_layout import read_official, write_official
from paramisp_core.training.photo_dataset import PhotoDataset, open_dataset, write_photo
from paramisp_core.training.real_pairs import RealPair, align, read_pair
from paramisp_core.training.train import Trainer, _augmented, run_crop

SHOT = ShotSettings(iso=200, exposure_time=1 / 125, f_number=4, focal_length=35)


def save_shot(folder: Path, name: str, seed: int, turn: int = 1, other: bool = False) -> None:
    """Write NAME.dng and NAME.jpg; the JPEG cropped by 4 rows and 6 columns, or of another scene."""
    light = scene(seed)
    photo = raw_of(light, CFA.GRBG)
    assert photo.raw is not None
    write_dng(photo.raw.with_changes(white_level=4095), folder / f"{name}.dng", shot=SHOT, camera=photo.camera)
    shown = scene(seed + 50) if other else light
    shown = jpeg_of(apply_orientation(shown[4:, 6:], turn))
    Image.fromarray((shown * 255).round().astype(np.uint8)).save(folder / f"{name}.JPG", quality=97)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("shots")
    save_shot(place, "one", 1)
    (place / "day two").mkdir()
    save_shot(place / "day two", "two", 2, turn=6)
    save_shot(place, "wrong", 3, other=True)
    (place / "notes.txt").write_text("no photo")
    return place


@pytest.fixture(scope="module")
def dataset(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("data") / "set"
    assert main(["pairs", str(folder), "-o", str(output), "--jobs", "1"]) == 0
    return output


def test_the_pairs_are_the_photos(dataset: Path, folder: Path) -> None:
    data = open_dataset(dataset)
    assert isinstance(data, PhotoDataset)
    assert data.names == ["day two__two", "one"]
    one, two = data.pair(1), data.pair(0)
    light = scene(1)[4:, 6:]
    assert one.raw.mosaic.shape == (HEIGHT - 4, WIDTH - 6)
    assert one.raw.cfa is CFA.GRBG
    truth = mosaic(scene(1) * np.float32([0.5, 1, 0.6]), CFA.GRBG)[4:, 6:]
    assert np.abs(one.raw.mosaic - truth).max() < 1 / 4095
    assert np.abs(one.photo.rgb - jpeg_of(light)).mean() < 0.02
    assert one.photo.shot.iso == 200
    assert one.photo.shot.exposure_time == pytest.approx(1 / 125)
    assert np.allclose(one.raw.white_balance, [2, 1, 1.6], atol=1e-3)
    assert two.raw.mosaic.shape == (WIDTH - 6, HEIGHT - 4)
    assert json.loads((dataset / "day two__two" / "facts.json").read_text())["turn"] == 6


def test_crops_are_read_from_the_files_without_a_word_of_torch_s(dataset: Path) -> None:
    before = [path.read_bytes() for path in sorted(dataset.glob("*/*.npy"))]
    always = torch.is_warn_always_enabled()
    torch.set_warn_always(True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            batch = PhotoDataset(dataset).batch(np.array([0, 1]), 16, np.random.default_rng(0))
    finally:
        torch.set_warn_always(always)
    assert batch.rgb.shape == (2, 3, 16, 16)
    assert [path.read_bytes() for path in sorted(dataset.glob("*/*.npy"))] == before


def test_what_does_not_match_is_told_in_one_line(folder: Path, tmp_path: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "in"
    place.mkdir()
    for name in ("wrong.dng", "wrong.JPG"):
        shutil.copy(folder / name, place)
    assert main(["pairs", str(place), "-o", str(tmp_path / "out"), "--jobs", "1"]) == 2
    error = capsys.readouterr().err.splitlines()
    assert "wrong: the JPEG shows something else" in error[0]
    assert len(error) == 2


def test_a_raw_that_was_estimated_is_no_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What 'invert' left beside the photos fits them perfectly, and would teach a network its own mistakes."""
    photo = raw_of(scene(1))
    assert photo.raw is not None
    raw = photo.raw.with_changes(estimated=True, notes=("RAW estimated from JPEG by compact-inverse",))
    write_dng(raw, tmp_path / "a.dng", shot=SHOT, camera=photo.camera)
    Image.fromarray((jpeg_of(scene(1)) * 255).round().astype(np.uint8)).save(tmp_path / "a.jpg")
    with pytest.raises(UserError, match="was itself estimated"):
        read_pair(tmp_path / "a.dng")
    with pytest.raises(UserError, match="was itself estimated"):
        collected_pairs([tmp_path])
    assert main(["pairs", str(tmp_path), "-o", str(tmp_path / "out"), "--jobs", "1"]) == 2
    assert "a.dng was itself estimated" in capsys.readouterr().err


def test_what_is_left_out_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused: list[UserError] = []
    assert [pair.name for pair in collected_pairs([folder], refused.append)] == ["one"]
    (reason,) = map(str, refused)
    assert reason.startswith("wrong: the JPEG shows something else")
    assert main(["evaluate", "--direction", "inverse", "--pairs", str(folder)]) == 0
    assert capsys.readouterr().err == f"{reason}\n"


def test_a_folder_without_a_raw_is_one_line_and_leaves_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    assert main(["pairs", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_it_goes_on_where_it_stopped(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, output = tmp_path / "in", tmp_path / "out"
    shutil.copytree(folder, place)
    seen: list[str] = []
    real = command.read_pair

    def stops(path: Path) -> RealPair:
        seen.append(path.stem)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return real(path)

    monkeypatch.setattr(command, "read_pair", stops)
    with pytest.raises(KeyboardInterrupt):
        command.make_pairs(place, output)
    assert PhotoDataset(output).names == ["day two__two"]
    found, refused = command.make_pairs(place, output)
    assert seen == ["two", "one", "one", "wrong"], "the finished one is not read again"
    assert found == ["day two__two", "one"]
    assert list(refused) == ["wrong"]
    assert command.make_pairs(place, output) == (found, refused)
    assert len(seen) == 4, "nothing changed: nothing is read"
    shutil.copy(place / "one.JPG", place / "wrong.JPG")
    command.make_pairs(place, output)
    assert seen[4:] == ["wrong"], "a changed file is"


def test_several_at_the_same_time_give_the_same(folder: Path, dataset: Path, tmp_path: Path) -> None:
    assert main(["pairs", str(folder), "-o", str(tmp_path / "set"), "--jobs", "2"]) == 0
    for name in PhotoDataset(dataset).names:
        assert np.array_equal(np.load(tmp_path / "set" / name / "raw.npy"), np.load(dataset / name / "raw.npy"))


@pytest.mark.parametrize("turned", [False, True], ids=["as stored", "augmented"])
@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_a_crop_is_rendered_as_within_its_photo(dataset: Path, direction: str, turned: bool) -> None:
    """Photos of a batch differ in size; each crop knows its own place, also after flips."""
    data, network, rng = PhotoDataset(dataset), lively(direction), np.random.default_rng(3)
    halo = network.halo
    for _ in range(3):
        batch = data.batch(np.array([0, 1]), 2 * halo + 8, rng)
        if turned:
            batch = _augmented(batch, rng)
        with torch.inference_mode():
            crop, _ = run_crop(network, batch)
            for i in range(2):
                pair = data.pair(i)
                # the same turn of the whole photo: found by trying, as the batch does not say it
                source = pair.photo.rgb if direction == "inverse" else pair.raw.mosaic[..., None]
                cut = (batch.rgb if direction == "inverse" else batch.raw)[i].permute(1, 2, 0).numpy()
                top, left, side = int(batch.top[i]), int(batch.left[i]), cut.shape[0]
                turns = [t for t in range(1, 9) if np.array_equal(
                    apply_orientation(source, t)[top : top + side, left : left + side], cut)]
                assert len(turns) == 1
                whole = torch.from_numpy(np.ascontiguousarray(apply_orientation(source, turns[0])))
                conditions = replace(batch.conditions, **{
                    name: getattr(batch.conditions, name)[i : i + 1] for name in vars(batch.conditions)})
                out = network(whole.permute(2, 0, 1)[None], conditions)
                inner = slice(halo, -halo)
                part = out[0, :, top : top + side, left : left + side]
                assert (part - crop[i])[:, inner, inner].abs().max() < 5e-3, "the small whole stands for the large"


def test_training_and_scores_read_it(dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "x.pt"
    trainer = Trainer(options("--direction", "forward", "--data", dataset, "-o", state, "--steps", 2, "--crop", 32,
                              "--batch", 2), torch.device("cpu"))
    trainer.run()
    assert state.is_file()
    assert main(["evaluate", "--direction", "inverse", "--data", str(dataset), "--limit", "1", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["real pairs"]["network"]["as is"] > 5
    assert main(["train", "--direction", "inverse", "--data", str(dataset), "-o", str(tmp_path / "y.pt"), "--crop",
                 "600"]) == 2
    assert "16..476" in capsys.readouterr().err


def test_calibration_takes_a_data_set(dataset: Path) -> None:
    assert [pair.name for pair in collected_pairs([dataset])] == ["day two__two", "one"]


def test_a_small_jpegs_colors_are_kept(tmp_path: Path) -> None:
    light = scene(5)
    pair = align("x", raw_of(light), jpeg_of(light))
    colors = np.ascontiguousarray(light[:300, :400] * np.float32([0.5, 1, 0.6]))
    small = replace(pair, camera_rgb=colors, photo=replace(pair.photo, pixels=jpeg_of(light[:300, :400])))
    write_photo(small, tmp_path / "x")
    (tmp_path / "manifest.json").write_text(json.dumps({"kind": "real pairs", "photos": ["x"]}))
    data = PhotoDataset(tmp_path)
    back = data.pair(0)
    assert back.camera_rgb is not None
    assert np.abs(back.camera_rgb - colors).max() < 1e-4
    batch = data.batch(np.array([0]), 64, np.random.default_rng(0))
    top, left = int(batch.top[0]), int(batch.left[0])
    assert np.abs(batch.raw[0, 0].numpy() - mosaic(colors, CFA.RGGB)[top : top + 64, left : left + 64]).max() < 1e-4


def test_the_official_layout_comes_back(dataset: Path, tmp_path: Path) -> None:
    pair = PhotoDataset(dataset).pair(1)
    pair = replace(pair, raw=pair.raw.with_changes(black_level=64, white_level=4095))
    write_official(pair, tmp_path / "one")
    tiles = sorted(path.name for path in (tmp_path / "one").glob("raw-*"))
    assert tiles == ["raw-512-00000-00000.tif", "raw-512-00000-00102.tif"]
    back = read_official(tmp_path / "one")
    assert np.abs(back.raw.mosaic - pair.raw.mosaic).max() <= 0.51 / (4095 - 64)
    assert np.array_equal(back.photo.rgb, pair.photo.rgb)
    assert back.raw.cfa is pair.raw.cfa
    for name in ("iso", "exposure_time", "f_number", "focal_length"):
        assert back.photo.shot.value(name) == pytest.approx(pair.photo.shot.value(name), rel=1e-5)
    assert np.allclose(back.raw.color_matrix * 3, official_color_matrix(pair.raw.xyz_to_camera), atol=1e-5)
    (tmp_path / "one" / tiles[1]).unlink()
    with pytest.raises(UserError, match="do not cover the same"):
        read_official(tmp_path / "one")


def test_an_official_set_is_converted_by_its_name(dataset: Path, tmp_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    write_official(PhotoDataset(dataset).pair(1), tmp_path / "raise" / "one")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"OTHER=1\nRAISE_PATCHSET_DIR = '{tmp_path / 'raise'}'\n")
    (tmp_path / "raise").rename(tmp_path / "kept elsewhere")
    (tmp_path / ".env").write_text(f"RAISE_PATCHSET_DIR={tmp_path / 'kept elsewhere'}\n")
    assert main(["pairs", "raise", "-o", "set", "--jobs", "1"]) == 0
    assert PhotoDataset(tmp_path / "set").names == ["one"]
    assert main(["pairs", "set", "-o", "again"]) == 2


def test_metadata_is_never_unpickled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Evil:
        def __reduce__(self) -> tuple:
            return Path.touch, (tmp_path / "owned",)

    place = tmp_path / "in" / "photo"
    place.mkdir(parents=True)
    (place / "metadata.pt").write_bytes(pickle.dumps({"image_size": Evil()}))
    assert main(["pairs", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--jobs", "1"]) == 2
    torch.save({"image_size": Evil()}, place / "metadata.pt")
    assert main(["pairs", str(tmp_path / "in"), "-o", str(tmp_path / "out2"), "--jobs", "1"]) == 2
    assert "cannot be read safely" in capsys.readouterr().err
    assert not (tmp_path / "owned").exists()
