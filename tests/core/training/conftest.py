"""Fixtures of the training tests: one tiny data set that 'paramisp simulate' wrote from made-up pictures."""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import pytest
from trainees import PHOTOS, SIZE

from paramisp_core.training import simulate
from paramisp_core.training.dataset import PairDataset


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with five small JPEGs of soft blobs; the fifth belongs to the test split."""
    folder = tmp_path_factory.mktemp("sources")
    (folder / "photos").mkdir()
    rng = np.random.default_rng(1)
    for i in range(5):
        blobs = cv2.resize(rng.random((9, 12, 3), dtype=np.float32), (400, 300), interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(folder / "photos" / f"{i}.jpg"), np.clip(blobs * 255, 0, 255).astype(np.uint8))
    return folder


@pytest.fixture(scope="session")
def pairs_folder(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four simulated pairs of 64 pixels."""
    folder = tmp_path_factory.mktemp("pairs")
    parser = argparse.ArgumentParser()
    simulate.add_arguments(parser)
    arguments = ["-o", str(folder), "--sources", str(sources), "--photos", str(PHOTOS), "--size", str(SIZE)]
    assert simulate.run(parser.parse_args([*arguments, "--workers", "1", "--seed", "5"])) == 0
    return folder


@pytest.fixture
def pairs(pairs_folder: Path) -> PairDataset:
    return PairDataset(pairs_folder)
