"""The rooms of DESIGN.md: nothing imports upward, and nothing in the core imports Qt."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()",
         "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


AT_START = [
    "paramisp_core", "paramisp_core.cli",
    "paramisp_core.camera.shot", "paramisp_core.camera.profile", "paramisp_core.camera.photo",
    "paramisp_core.camera.database", "paramisp_core.camera.exif",
    "paramisp_core.raw.cfa", "paramisp_core.raw.image", "paramisp_core.raw.color",
    "paramisp_core.raw.develop",
    "paramisp_core.files.opening", "paramisp_core.files.dng", "paramisp_core.files.export",
]


def test_what_the_window_imports_at_start_does_not_load_torch() -> None:
    script = f"import sys, {', '.join(AT_START)}; sys.exit(bool({{'torch', 'PySide6'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script],
                          cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr or "torch or PySide6 was imported"


def test_no_test_imports_a_conftest_or_a_name_that_two_folders_have() -> None:
    """Else a selection of tests finds the module of another folder: which one depends on what is tested with it."""
    files = [*(ROOT / "tests").rglob("*.py")]
    stems = Counter(path.stem for path in files)
    importing = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)
    wrong = [f"{path.name}: {name}" for path in files for name in importing.findall(path.read_text(encoding="utf-8"))
             if name == "conftest" or stems[name] > 1]
    assert not wrong
