#!/usr/bin/env python3
"""Starts ParamISP Studio: the window, a command, or the tests; bootstrap.py sees to the packages."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - pyproject's bound is not read when this file is run
    sys.stderr.write("ParamISP Studio needs Python 3.11 or newer; this is {}.{}.\n".format(*sys.version_info))
    sys.exit(2)

import os
from pathlib import Path

import bootstrap

ROOT = Path(__file__).resolve().parent


def main(argv: list[str]) -> int:
    """Run what the arguments name and return the exit status."""
    from paramisp_core.cli import COMMANDS
    from paramisp_core.cli import main as command_line

    word = argv[0] if argv else ""
    if word == "test":
        bootstrap.ensure("train", "test")
        return run_tests(argv[1:])
    if word.startswith("-"):  # --help and --version, which need no packages
        return command_line(argv)
    if word in COMMANDS:
        asks_help = bool({"-h", "--help"} & set(argv))
        if not (asks_help and COMMANDS[word].light):
            bootstrap.ensure(*COMMANDS[word].extras)
        return command_line(argv)
    for photo in argv:  # before minutes of installing for a mistyped word
        if not photo.startswith("-") and not Path(photo).exists():
            sys.stderr.write(f"{photo}: there is no such photo, and no such command (see main.py --help).\n")
            return 2
    bootstrap.ensure()
    from app.start import main as window

    return window(argv)


def run_tests(arguments: list[str]) -> int:
    """Run the test suite without a screen; the whole of it on all cores, unless ``-n`` says on how many."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # busy waiting makes small networks crawl on a busy machine
    from app.preflight import obstacle

    if problem := obstacle():
        sys.stderr.write(f"{problem}\n")
        return 2
    os.chdir(ROOT)
    workers = min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    if workers > 1 and not _chosen(arguments):
        arguments = ["-n", str(workers), "--dist", "worksteal", *arguments]
        os.environ["OMP_NUM_THREADS"] = "1"  # a core each
    import pytest

    return int(pytest.main(arguments))


def _chosen(arguments: list[str]) -> bool:
    """Tell whether these arguments of pytest ask for some tests only, or for what needs a single process."""
    alone = ("-n", "-k", "-m", "-s", "-x", "-h", "--pdb", "--collect", "--capture", "--numprocesses", "--help")
    return any(not one.startswith("-") or one.startswith(alone) for one in arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except bootstrap.SetupError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
