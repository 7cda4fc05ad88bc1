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
