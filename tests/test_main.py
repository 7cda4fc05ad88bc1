"""main.py and bootstrap.py: what is installed when, what interrupted installs do, and the messages."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(bootstrap.__file__).resolve().parent


class Replaced(Exception):
    """Stands for the change of interpreter, after which nothing of the old process runs."""


class FakePip:
    """Stands for every program that bootstrap starts; remembers pip's arguments, makes what venv makes."""

    def __init__(self, home: Path):
        self.home = home
        self.installs: list[tuple[str, ...]] = []
        self.fail: dict[str, str] = {}  # argument of pip -> its complaint
        self.venvs = 0

    def __call__(self, command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        rest = command[1:]
        out, error, code = "", "", 0
        if rest[:2] == ["-m", "venv"]:
            self.venvs += 1
            python = bootstrap.interpreter(self.home)
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        elif rest[:3] == ["-m", "pip", "install"]:
            arguments = tuple(one for one in rest[3:] if one != "--disable-pip-version-check")
            self.installs.append(arguments)
            for argument, complaint in self.fail.items():
                if argument in arguments:
                    code, error = 1, complaint
        elif "get_path" in rest[-1]:
            (self.home / "site").mkdir(exist_ok=True)
            out = f"{self.home / 'site'}\n"
        elif "version('torch')" in rest[-1]:
            code = 1
        return subprocess.CompletedProcess(command, code, out, error)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakePip:
    home = tmp_path / ".venv"
    fake = FakePip(home)
    monkeypatch.setattr(bootstrap, "run", fake)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "has_nvidia_driver", lambda: False)
    monkeypatch.setattr(bootstrap, "cache_home", lambda: tmp_path / "cache" / "venv")
    monkeypatch.setattr(bootstrap, "requirements", lambda *extras: ["torch>=2.6,<2.14", *extras])
    monkeypatch.setattr(bootstrap, "unmet", lambda wanted: wanted)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("PARAMISP_TORCH_INDEX", raising=False)
    return fake


@pytest.fixture
def gone_on(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    homes: list[Path] = []

    def go_on_in(home: Path, why: str) -> None:
        homes.append(home)
        raise Replaced

    monkeypatch.setattr(bootstrap, "go_on_in", go_on_in)
    return homes


def start(*extras: str) -> None:
    with pytest.raises(Replaced):
        bootstrap.ensure(*extras)


def test_first_start_installs_and_the_next_does_not(fake: FakePip, gone_on: list[Path]) -> None:
    start()
    assert fake.venvs == 1
    assert fake.installs == [("--no-deps", "--no-index", "torch>=2.6,<2.14"), ("torch>=2.6,<2.14",)]
    assert (fake.home / "site" / "paramisp-studio.pth").read_text() == f"{fake.home.parent}\n"
    start()
    assert len(fake.installs) == 2, "the second start must install nothing"
    assert gone_on == [fake.home, fake.home]


def test_a_new_extra_is_added_and_less_stays_satisfied(fake: FakePip, gone_on: list[Path]) -> None:
    start()
    start("pytest>=8")
    assert fake.installs[-1] == ("torch>=2.6,<2.14", "pytest>=8")
    assert fake.venvs == 1
    count = len(fake.installs)
    start()
    assert len(fake.installs) == count


def test_an_environment_with_the_packages_is_used_as_it_is(
        fake: FakePip, gone_on: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "unmet", lambda wanted: [])
    bootstrap.ensure("test")
    assert not fake.installs
    assert not gone_on
    assert not fake.home.exists()


def test_an_interrupted_install_is_taken_up_again(fake: FakePip, gone_on: list[Path]) -> None:
    start()
    (fake.home / bootstrap.STAMP).unlink()
    start()
    assert fake.installs[-1] == ("torch>=2.6,<2.14",)
    assert bootstrap.stamped(fake.home) == {"torch>=2.6,<2.14"}


def test_a_half_made_environment_is_made_anew(fake: FakePip, gone_on: list[Path]) -> None:
    (fake.home / "lib" / "rubbish").mkdir(parents=True)
    (fake.home / "pyvenv.cfg").touch()
    start()
    assert fake.venvs == 1
    assert not (fake.home / "lib").exists()


def test_a_moved_or_damaged_stamp_counts_as_none(fake: FakePip, gone_on: list[Path]) -> None:
    start()
    stamp = fake.home / bootstrap.STAMP
    good = json.loads(stamp.read_text())
    for text in ("", "[]", "{", json.dumps({**good, "path": "/elsewhere"})):
        stamp.write_text(text)
        assert bootstrap.stamped(fake.home) == set()


def test_no_network_says_so_and_leaves_no_stamp(fake: FakePip, gone_on: list[Path]) -> None:
    fake.fail["pytest>=8"] = "WARNING: Retrying\nERROR: No matching distribution found for pytest>=8\n"
    with pytest.raises(bootstrap.SetupError, match=r"No matching distribution found for pytest>=8\. Check"):
        bootstrap.ensure("pytest>=8")
    assert not (fake.home / bootstrap.STAMP).exists()
    fake.fail.clear()
    start("pytest>=8")


def test_torch_comes_without_cuda_or_not_at_all(
        fake: FakePip, gone_on: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    fake.fail["--no-index"] = "ERROR: nothing local"
    start()
    assert fake.installs[1][:3] == ("--no-deps", "--index-url", bootstrap.CPU_INDEX)
    (fake.home / bootstrap.STAMP).unlink()
    fake.fail["--index-url"] = "ERROR: Could not connect"
    with pytest.raises(bootstrap.SetupError, match=r"Could not connect\. Check the network, or set PARAM"):
        bootstrap.ensure()
    assert fake.installs[-1][0] == "--no-deps", "PyPI's torch must not be asked for behind the user's back"
    monkeypatch.setenv("PARAMISP_TORCH_INDEX", "pypi")
    start()
    assert fake.installs[-1] == ("torch>=2.6,<2.14",)


def test_with_an_nvidia_driver_pip_chooses(
        fake: FakePip, gone_on: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "has_nvidia_driver", lambda: True)
    start()
    assert fake.installs == [("torch>=2.6,<2.14",)]


def test_a_checkout_that_cannot_be_written_uses_the_cache(
        fake: FakePip, gone_on: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
        capsys: pytest.CaptureFixture[str]) -> None:
    real = Path.mkdir
    cache = tmp_path / "cache" / "venv"
    fake.home = cache

    def mkdir(path: Path, *arguments: object, **options: object) -> None:
        if path == tmp_path / ".venv":
            raise OSError(30, "Read-only file system")
        real(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", mkdir)
    start()
    assert gone_on == [cache]
    assert f"cannot be written (Read-only file system); the packages go to {cache}" in capsys.readouterr().err
    start()
    assert len(gone_on) == 2
    assert len(fake.installs) == 2


def test_missing_venv_module_names_the_package(
        fake: FakePip, gone_on: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        text = "The virtual environment was not created successfully because ensurepip is not available."
        return subprocess.CompletedProcess(command, 1, text, "")

    monkeypatch.setattr(bootstrap, "run", run)
    with pytest.raises(bootstrap.SetupError, match=r"sudo apt install python3\.\d+-venv"):
        bootstrap.ensure()


def test_a_gutted_environment_is_filled_again_but_not_for_ever(
        fake: FakePip, gone_on: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    start()
    monkeypatch.setattr(sys, "prefix", str(fake.home))
    monkeypatch.setattr(bootstrap, "importable", lambda requirement: False)
    monkeypatch.setenv(bootstrap.MARK, "ready")  # as the start from outside finds the stamp
    count = len(fake.installs)
    start()
    assert len(fake.installs) > count
    monkeypatch.setenv(bootstrap.MARK, "installed")
    with pytest.raises(bootstrap.SetupError, match="though it was installed"):
        bootstrap.ensure()


def test_going_in_circles_is_noticed(
        fake: FakePip, gone_on: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(bootstrap.MARK, "ready")
    with pytest.raises(bootstrap.SetupError, match="PYTHONHOME"):
        bootstrap.ensure()
    assert bootstrap.MARK not in os.environ, "children of the program must not inherit the mark"


def test_two_starts_install_one_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside: list[str] = []

    def second() -> None:
        with bootstrap.locked(tmp_path):
            inside.append("second")

    with bootstrap.locked(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.3)
        inside.append("first")
    thread.join(10)
    assert inside == ["first", "second"]
    assert "Another start is installing" in capsys.readouterr().err


@pytest.mark.parametrize(("version", "condition", "met"), [
    ("2.13.0+cpu", ">=2.6", True), ("2.13.0+cpu", "<2.14", True), ("2.14.1", "<2.14", False),
    ("6.11.0", "!=6.11.0", False), ("6.11", "!=6.11.0", False), ("6.12.0", "!=6.11.0", True),
    ("2.5.9", ">=2.6", False), ("2.6rc1", ">=2.6", True), ("3.0", "==3", True),
])
def test_versions_are_compared_by_number(version: str, condition: str, met: bool) -> None:
    assert bootstrap.holds(version, condition) is met


def test_requirements_of_this_project_are_met_here_and_a_future_one_is_not() -> None:
    assert bootstrap.unmet(bootstrap.requirements("test")) == []
    assert bootstrap.unmet(["numpy>=99", "no-such-package-here"]) == ["numpy>=99", "no-such-package-here"]


def main_py(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(ROOT / "main.py"), *arguments], capture_output=True, text=True,
                          env={**os.environ, **environment}, timeout=120, check=False)


def test_a_mistyped_word_is_one_line() -> None:
    done = main_py("inver")
    assert done.returncode == 2
    assert done.stderr == "inver: there is no such photo, and no such command (see main.py --help).\n"


@pytest.mark.parametrize("arguments", [["--help"], ["invert", "--help"], ["benchmark", "-h"]])
def test_help_needs_no_packages(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-S", str(ROOT / "main.py"), *arguments],  # -S: no site-packages
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "usage: main.py" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_no_screen_is_one_line() -> None:
    done = main_py(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == 2
    assert done.stderr.startswith("There is no screen")
    assert done.stderr.count("\n") == 1


def test_missing_system_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from app import preflight

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(preflight, "_missing", lambda names: [one for one in names if "cursor" in one])
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert preflight.obstacle() == ("Qt needs system libraries that are not installed; on Debian or Ubuntu: "
                                    "sudo apt install libxcb-cursor0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert preflight.obstacle() is None


def test_an_old_python_is_told() -> None:
    """The first lines of main.py must be readable by Pythons that cannot read the rest of the program."""
    source = (ROOT / "main.py").read_text()
    head = source[:source.index("import os\n")].replace("sys.version_info < (3, 11)", "True")
    done = subprocess.run([sys.executable, "-c", head], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "needs Python 3.11 or newer; this is 3." in done.stderr
    ast.parse(source, feature_version=(3, 8))  # a syntax error would come before the sentence


@pytest.mark.parametrize(("arguments", "workers"), [
    ([], "2"), (["-rs", "--durations=15"], "2"), (["-n0"], None), (["tests/core"], None), (["-k", "window"], None),
    (["--pdb"], None)])
def test_the_whole_suite_runs_on_all_cores_and_a_chosen_test_alone(
        arguments: list[str], workers: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    import main

    given: list[list[str]] = []
    monkeypatch.setattr(pytest, "main", lambda arguments: given.append(arguments) or 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(os, "chdir", lambda _: None)
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    assert main.run_tests(arguments) == 0
    assert given[0][-len(arguments):] == arguments or not arguments
    assert (given[0][1] if given[0][:1] == ["-n"] else None) == workers
    assert os.environ["OMP_NUM_THREADS"] == ("1" if workers else "2")
