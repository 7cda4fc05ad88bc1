"""Fixtures shared by all tests: where the real photos lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real photos, RAWs and fixtures; the test is skipped where it is absent."""
    path = Path(os.environ.get("PARAMISP_TEST_DATA", _DEFAULT))
    if not path.is_dir():
        pytest.skip("real photos (../shared/data) are not here")
    return path


@pytest.fixture(autouse=True)
def no_models_of_the_users(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's data folder is an empty one: what lies on this machine decides no test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / "data-home"))
