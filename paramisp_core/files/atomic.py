"""Writing a file whole or not at all: to a temporary name beside the target, then renamed."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from paramisp_core.errors import UserError


def check_target(path: str | Path, source: str | Path | None = None) -> Path:
    """Return the real path to write to, links followed.

    source: the original photo, which is never overwritten. Raises UserError when ``path`` is that file, a
    folder, write-protected, or in a folder that does not exist. Call it before a long job too.
    """
    target = Path(path)
    with suppress(OSError):
        target = target.resolve()
    if target.is_dir():
        raise UserError("{path} is a folder; give the name of a file to write.", path=path)
    if not target.parent.is_dir():
        raise UserError("The folder {folder} does not exist.", folder=target.parent)
    if target.exists():
        if source is not None and Path(source).exists() and target.samefile(source):
            raise UserError("{path} is the original photo; it is never overwritten. Choose another name.", path=path)
        # Renaming over it would work without this permission, against what the user set.
        if not target.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise UserError("{path} is write-protected.", path=path)
    return target


def check_writable(path: str | Path) -> Path:
    """Return the real path to write to as :func:`check_target`, having seen that its folder takes files."""
    target = check_target(path)
    try:
        with tempfile.TemporaryFile(dir=target.parent):
            pass
    except OSError as error:
        raise _told(path, error) from None
    return target


def check_folder(folder: str | Path) -> None:
    """Raise UserError where a folder that is to be written into neither takes files nor can be made."""
    there = next(one for one in (Path(folder), *Path(folder).absolute().parents) if one.exists())
    if not there.is_dir():
        raise UserError("{path} is a file, not a folder.", path=there)
    if not os.access(there, os.W_OK):
        raise UserError("{path} cannot be written: its folder is read-only.", path=folder)


@contextmanager
def replacing(path: str | Path, source: str | Path | None = None) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; it takes that name when the block ends without an error.

    After any error, a cancelled job included, nothing is left and a file that was there is as it was. OSError
    (read-only folder, full disk) becomes UserError. ``source`` as in :func:`check_target`.
    """
    target = check_target(path, source)
    temporary = target.with_name(f".{uuid.uuid4().hex[:12]}.part{target.suffix}")
    try:
        yield temporary
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)
    except OSError as error:
        raise _told(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _told(path: str | Path, error: OSError) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError("The disk is full: {path} was not written.", path=path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError("{path} cannot be written: its folder is read-only.", path=path)
    return UserError("{path} cannot be written: {reason}.", path=path, reason=error.strerror or error)
