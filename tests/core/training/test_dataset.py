"""Batches of pairs: crops are the whole photo's part, at the place and in the CFA phase they claim."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from trainees import lively

from paramisp_core.networks.compact import CompactNetwork
from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.training.dataset import Batch, PairDataset, pack_raw, unpack_raw
from paramisp_core.training.train import _augmented, run_crop

CROP = 32


@pytest.fixture
def colored(tmp_path: Path, pairs_folder: Path) -> PairDataset:
    """Pairs whose RAW values say which filter they lie under: 0.25 red, 0.5 green, 0.75 blue."""
    for name in ("manifest.json", "facts.npz", "rgb.npy"):
        (tmp_path / name).write_bytes((pairs_folder / name).read_bytes())
    count, size = np.load(pairs_folder / "raw.npy").shape[:2]
    flat = np.broadcast_to(np.float32([0.25, 0.5, 0.75]), (size, size, 3))
    for name in ("raw.npy", "clean.npy"):
        np.save(tmp_path / name, np.stack([pack_raw(mosaic(flat, CFA.RGGB))] * count))
    return PairDataset(tmp_path)


def batches(data: PairDataset, turned: bool) -> list[Batch]:
    rng = np.random.default_rng(9)
    found = []
    for _ in range(12):
        batch = data.batch(np.array([0, 2, 3]), CROP, rng)
        found.append(_augmented(batch, rng) if turned else batch)
    return found


def test_a_whole_photo_is_what_was_written(pairs: PairDataset) -> None:
    batch = pairs.batch(np.array([1, 3]))
    assert torch.equal((batch.rgb[1] * 255).round().byte().permute(1, 2, 0), torch.from_numpy(pairs.rgb[3].copy()))
    assert torch.equal(batch.rgb, batch.whole_rgb)
    assert torch.equal(batch.raw, batch.whole_raw)
    assert torch.equal(batch.raw[0, 0], unpack_raw(torch.from_numpy(pairs.raw[1].astype(np.int32))))
    assert float(batch.conditions.iso[1]) == pytest.approx(float(pairs.facts["iso"][3]))
    assert float((batch.raw - batch.clean).abs().mean()) < 0.1


@pytest.mark.parametrize("turned", [False, True], ids=["as stored", "augmented"])
def test_crops_are_parts_of_their_photos(pairs: PairDataset, turned: bool) -> None:
    places = set()
    for batch in batches(pairs, turned):
        assert batch.rgb.shape[-2:] == batch.raw.shape[-2:] == batch.clean.shape[-2:] == (CROP, CROP)
        assert batch.whole_rgb.shape[-2:] == batch.whole_raw.shape[-2:]
        for i in range(3):
            top, left = int(batch.top[i]), int(batch.left[i])
            assert top % 2 == left % 2 == 0
            places.add((top, left))
            rows, columns = slice(top, top + CROP), slice(left, left + CROP)
            assert torch.equal(batch.whole_rgb[i, :, rows, columns], batch.rgb[i])
            assert torch.equal(batch.whole_raw[i, :, rows, columns], batch.raw[i])
    assert len(places) > 10


@pytest.mark.parametrize("turned", [False, True], ids=["as stored", "augmented"])
def test_crops_are_in_the_phase_they_claim(colored: PairDataset, turned: bool) -> None:
    patterns = set()
    for batch in batches(colored, turned):
        for i in range(3):
            for image in (batch.raw[i, 0], batch.clean[i, 0], batch.whole_raw[i, 0]):
                cells = image.reshape(image.shape[0] // 2, 2, -1, 2).permute(1, 3, 0, 2)
                seen = (cells * 4 - 1).round().long()
                assert (seen == batch.conditions.cfa[i][:, :, None, None]).all()
            patterns.add(CFA.from_indices(batch.conditions.cfa[i].numpy()))
    assert patterns == (set(CFA) if turned else {CFA.RGGB})


@pytest.mark.parametrize("direction", ["inverse", "forward"])
@pytest.mark.parametrize("turned", [False, True], ids=["as stored", "augmented"])
def test_a_crop_is_rendered_as_within_its_photo(pairs: PairDataset, direction: str, turned: bool) -> None:
    network = lively(direction)
    halo = network.halo
    with torch.inference_mode():
        for batch in batches_with_room(pairs, turned, network):
            crop, _ = run_crop(network, batch)
            whole = network(batch.whole_rgb if direction == "inverse" else batch.whole_raw, batch.conditions)
            for i in range(len(crop)):
                top, left = int(batch.top[i]), int(batch.left[i])
                inner = slice(halo, -halo)
                part = whole[i, :, top : top + crop.shape[-2], left : left + crop.shape[-1]]
                assert (part - crop[i])[:, inner, inner].abs().max() < 1e-4
            moved = replace(batch, top=batch.top + 12)
            assert (run_crop(network, moved)[0] - crop).abs().max() > 1e-4, "the place must matter"


def batches_with_room(data: PairDataset, turned: bool, network: CompactNetwork) -> list[Batch]:
    """Crops large enough that their middle does not feel their border."""
    rng = np.random.default_rng(4)
    size = 2 * network.halo + 8
    found = [data.batch(np.array([0, 1]), size, rng) for _ in range(3)]
    return [_augmented(batch, rng) for batch in found] if turned else found
