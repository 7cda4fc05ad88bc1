"""Gives main.py an environment with the packages: the one it runs in, or a .venv that it makes beside itself.

Standard library only. The packages come from pyproject.toml's dependencies; the project itself is not
installed but put on the environment's path, so source edits count at once. `.venv/paramisp.json`, written
last, says what the environment holds: where it is missing (first start, interrupted install) or lacks
something (pyproject changed), pip runs again and does only what is left to do.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:  # elsewhere imported where needed: every start pays for this file
    import subprocess

ROOT = Path(__file__).resolve().parent
STAMP = "paramisp.json"
LOCK = "paramisp.lock"
MARK = "PARAMISP_ENVIRONMENT"  # set only across the change of interpreter, so that it can never go in circles

# PyPI's torch for Linux brings about 3 GB of CUDA libraries; this index has the build without them.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"


class SetupError(Exception):
    """The environment cannot be made; ``str(error)`` says why and what to do."""


def ensure(*extras: str) -> None:
    """Return in an interpreter that has the dependencies and the ``extras`` of pyproject.toml.

    Usually at once; else by going on in the project's own environment (the process is replaced), which is
    made or completed first. Raises SetupError with a sentence for the user.
    """
    wanted = requirements(*extras)
    homes = (ROOT / ".venv", cache_home())
    came_as = os.environ.pop(MARK, None)
    here = next((home for home in homes if Path(sys.prefix).resolve() == home.resolve()), None)
    if here is not None and stamped(here) >= set(wanted) and importable(wanted[0]):
        return
    missing = unmet(wanted)
    if not missing:
        return
    if came_as is not None and (here is None or came_as == "installed"):
        raise SetupError(f"{sys.prefix} lacks {missing[0]} though it was installed; is PYTHONHOME set? "
                         f"Else remove {homes[0]} and start again.")
    if here is None:
        for home in homes:
            if stamped(home) >= set(wanted) and interpreter(home).exists():
                go_on_in(home, "ready")
    home = here or writable_home(*homes)
    with locked(home):
        if here or not (stamped(home) >= set(wanted) and works(home)):
            install(home, wanted)
    go_on_in(home, "installed")


# ---- what is needed
def requirements(*extras: str, pyproject: Path = ROOT / "pyproject.toml") -> list[str]:
    """Return the requirement strings of the project and of its named extras."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    optional = project.get("optional-dependencies", {})
    return [*project["dependencies"], *(one for extra in extras for one in optional[extra])]


def unmet(wanted: list[str]) -> list[str]:
    """Return those of the requirements that the running interpreter does not satisfy."""
    if not importable(wanted[0]):  # spares the slow import below
        return wanted
    from importlib import metadata

    missing = []
    for requirement in wanted:
        name, conditions = split_requirement(requirement)
        try:
            have = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(requirement)
            continue
        if not all(holds(have, condition) for condition in conditions):
            missing.append(requirement)
    return missing


def importable(requirement: str) -> bool:
    """Say whether a package whose module has its own name is there, without importing it."""
    return importlib.util.find_spec(split_requirement(requirement)[0].replace("-", "_")) is not None


def split_requirement(requirement: str) -> tuple[str, list[str]]:
    """Split ``name[extra]>=1,<2`` into its name and its conditions."""
    match = re.match(r"\s*([A-Za-z0-9._-]+)\s*(?:\[[^]]*\])?\s*([^;]*)", requirement)
    if match is None:
        raise SetupError(f"pyproject.toml has a requirement that cannot be read: {requirement}")
    return match[1], [part.strip() for part in match[2].split(",") if part.strip()]


def holds(version: str, condition: str) -> bool:
    """Say whether a version meets one condition (>=, <=, <, >, ==, !=), by the numbers of its release."""
    match = re.match(r"(>=|<=|==|!=|<|>)\s*(.+)", condition)
    if match is None:
        return True
    have, want = release(version), release(match[2])
    size = max(len(have), len(want))
    a, b = have + (0,) * (size - len(have)), want + (0,) * (size - len(want))
    return {">=": a >= b, "<=": a <= b, "==": a == b, "!=": a != b, "<": a < b, ">": a > b}[match[1]]


def release(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: ``2.13.0+cpu`` is (2, 13, 0)."""
    match = re.match(r"\d+(?:\.\d+)*", version.strip())
    return tuple(int(part) for part in match[0].split(".")) if match else (0,)


# ---- where the environment is
def cache_home() -> Path:
    """Return the folder of this checkout's environment when the checkout itself cannot be written."""
    import hashlib
    import tempfile

    try:
        user = Path.home()
    except RuntimeError:  # no HOME and no such user
        user = Path(tempfile.gettempdir())
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or user / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = user / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or user / ".cache")
    checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return base / "paramisp-studio" / f"venv-{checkout}"


def writable_home(preferred: Path, fallback: Path) -> Path:
    """Return the first of the two folders in which an environment can be made."""
    import tempfile

    for home in (preferred, fallback):
        try:
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=home):
                pass
        except OSError as error:
            reason = error.strerror or str(error)
            if home == fallback:
                raise SetupError("The packages cannot be installed: "
                                 f"neither {preferred} nor {fallback} can be written ({reason}).") from None
            say(f"{preferred.parent} cannot be written ({reason}); the packages go to {fallback}.")
            continue
        return home
    raise AssertionError


def interpreter(home: Path) -> Path:
    """Return the environment's Python."""
    return home / "Scripts" / "python.exe" if sys.platform == "win32" else home / "bin" / "python"


def stamped(home: Path) -> set[str]:
    """Return the requirements that a finished install left in the environment."""
    try:
        stamp = json.loads((home / STAMP).read_text(encoding="utf-8"))
        return set(stamp["requirements"]) if stamp["path"] == str(ROOT) else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def go_on_in(home: Path, why: str) -> None:
    """Replace this process by the same command in the environment's interpreter."""
    sys.stdout.flush()
    sys.stderr.flush()
    command = [str(interpreter(home)), *sys.orig_argv[1:]]
    os.environ[MARK] = why
    if sys.platform == "win32":  # execv there returns to the shell at once
        import subprocess

        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


# ---- installing
@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Keep other starts of the program out of the environment meanwhile; a dead one's lock is free."""
    with open(home / LOCK, "a+b") as file:
        if not try_lock(file):
            say("Another start is installing the packages; waiting for it.")
            wait_for_lock(file)
        yield


if sys.platform == "win32":
    import msvcrt
    import time

    def try_lock(file: IO[bytes]) -> bool:
        """Take the lock if it is free."""
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def wait_for_lock(file: IO[bytes]) -> None:
        """Take the lock when it becomes free."""
        while not try_lock(file):
            time.sleep(0.2)
else:
    import fcntl

    def try_lock(file: IO[bytes]) -> bool:
        """Take the lock if it is free."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_for_lock(file: IO[bytes]) -> None:
        """Take the lock when it becomes free."""
        fcntl.flock(file, fcntl.LOCK_EX)


def works(home: Path) -> bool:
    """Say whether the environment's interpreter runs and has pip (it fails after a system upgrade)."""
    import subprocess

    python = interpreter(home)
    if not python.exists():
        return False
    return run([str(python), "-c", "import pip"], stderr=subprocess.DEVNULL).returncode == 0


def install(home: Path, wanted: list[str]) -> None:
    """Make or complete the environment in ``home`` so that it satisfies ``wanted``."""
    import subprocess

    say(f"Installing the packages into {home}: once, some minutes.")
    (home / STAMP).unlink(missing_ok=True)
    if not works(home):
        make_environment(home)
    if sys.platform == "linux":
        install_small_torch(home, next(one for one in wanted if split_requirement(one)[0] == "torch"))
    result = pip(home, *wanted)
    if result.returncode:
        raise SetupError(failure(result.stderr))
    site = run([str(interpreter(home)), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
               stdout=subprocess.PIPE).stdout.strip()
    (Path(site) / "paramisp-studio.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    unfinished = home / f"{STAMP}.part"
    stamp = {"path": str(ROOT), "requirements": sorted(wanted)}
    unfinished.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    os.replace(unfinished, home / STAMP)
    say("Installed.")


def make_environment(home: Path) -> None:
    """Make an empty environment with pip in ``home``, removing what an interrupted attempt left."""
    import shutil
    import subprocess

    for left in home.iterdir():
        if left.name != LOCK:
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    # not sys.executable: that may be the environment's own, just removed
    python = getattr(sys, "_base_executable", sys.executable)
    result = run([python, "-m", "venv", str(home)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode:
        if "ensurepip" in result.stdout or "No module named" in result.stdout:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise SetupError(
                "This Python has no venv module, which is needed to install the packages: on Debian and "
                f"Ubuntu 'sudo apt install python{version}-venv' brings it. Then start again.")
        raise SetupError(f"The environment {home} cannot be made: {last_line(result.stdout)}")


def install_small_torch(home: Path, requirement: str) -> None:
    """Install torch's build without CUDA where no NVIDIA driver is; elsewhere leave the choice to pip.

    First from the folders that pip is configured with (PIP_FIND_LINKS), then from torch's own index. The
    variable PARAMISP_TORCH_INDEX names another index, or ``pypi`` for PyPI's build.
    """
    index = os.environ.get("PARAMISP_TORCH_INDEX", CPU_INDEX)
    if index == "pypi" or has_nvidia_driver() or torch_is_there(home, requirement):
        return
    if pip(home, "--no-deps", "--no-index", requirement).returncode == 0:
        return
    result = pip(home, "--no-deps", "--index-url", index, requirement)
    if result.returncode:
        raise SetupError(
            f"torch (without CUDA) cannot be fetched from {index}: {last_line(result.stderr)} Check the "
            "network, or set PARAMISP_TORCH_INDEX to another index ('pypi': PyPI's build, 3 GB larger), and "
            "start again.")


def has_nvidia_driver() -> bool:
    """Say whether this Linux machine has an NVIDIA driver loaded."""
    return Path("/proc/driver/nvidia/version").exists() or Path("/dev/nvidiactl").exists()


def torch_is_there(home: Path, requirement: str) -> bool:
    """Say whether the environment has a torch that meets the requirement."""
    import subprocess

    script = "from importlib.metadata import version; print(version('torch'))"
    have = run([str(interpreter(home)), "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return have.returncode == 0 and all(
        holds(have.stdout.strip(), condition) for condition in split_requirement(requirement)[1])


def pip(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``pip install`` in the environment; its progress goes to stderr when that is a terminal."""
    import subprocess

    command = [str(interpreter(home)), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    shown = sys.stderr if sys.stderr.isatty() else subprocess.DEVNULL
    # PIP_USER: a configured user = true makes pip refuse to install into an environment
    return run(command, stdout=shown, stderr=subprocess.PIPE, env={**os.environ, "PIP_USER": "0"})


def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command without standard input."""
    import subprocess

    return subprocess.run(command, text=True, stdin=subprocess.DEVNULL, check=False, **options)


def failure(text: str) -> str:
    """Return the sentence for a failed pip: its own last error, and what to do."""
    return (f"The packages cannot be installed: {last_line(text)} Check the network and the free space and "
            "start again; what was fetched is kept.")


def last_line(text: str) -> str:
    """Return the last error of a program's output, as a sentence."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no reason was given"]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    line = (errors or lines)[-1]
    return line if line.endswith((".", "!")) else line + "."


def say(sentence: str) -> None:
    """Tell the user what is going on, on stderr: stdout belongs to the command."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
