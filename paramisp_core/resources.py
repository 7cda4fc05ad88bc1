"""Where the files shipped beside the code lie: camera facts (resources/) and weights (checkpoints/)."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root(name: str) -> Path:
    """Return the folder ``name`` of a source checkout, or its copy inside an installed wheel."""
    bundled = _PACKAGE / "_bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name


def resource_path(name: str) -> Path:
    """Return the path of a file in ``resources/``."""
    return _root("resources") / name


def checkpoints_path() -> Path:
    """Return the folder with the shipped weights and their model cards."""
    return _root("checkpoints")
