"""Loading what is heavy leaves the interpreter to the window: no garbage collection amid the import of torch."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from app.engine import Engine, collection_put_off

ROOT = Path(__file__).resolve().parents[2]


def test_no_collection_runs_while_torch_is_imported_and_what_it_made_is_never_looked_at() -> None:
    code = ("import gc, sys\n"
            "full = []\n"
            "gc.callbacks.append(lambda phase, info: full.append('torch' in sys.modules))\n"
            "from app.engine import Engine\n"
            "full.clear()\n"
            "Engine().load()\n"
            "assert 'torch' in sys.modules\n"
            "during = list(full)\n"
            "assert gc.isenabled()\n"
            "kept, looked_at = gc.get_freeze_count(), len(gc.get_objects())\n"
            "assert not during, f'{len(during)} collections'\n"
            "assert kept > 20 * looked_at, (kept, looked_at)\n")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr


def test_the_collector_goes_on_after_a_failure_and_as_it_was_before() -> None:
    def fail() -> None:
        with collection_put_off():
            assert not gc.isenabled()
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert gc.isenabled()
    gc.disable()
    try:
        with collection_put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_only_the_first_load_keeps_objects_from_the_collector() -> None:
    """Later ones would keep what the models before them left behind."""
    Engine().load()
    before = gc.get_freeze_count()
    Engine().load()
    assert gc.get_freeze_count() <= before
