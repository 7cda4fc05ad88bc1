"""The command line: which words there are, and how errors become one line and an exit status.

Each word is a module with ``add_arguments(parser)`` and ``run(args) -> int``, imported only when it is
called, so that ``--help`` and quick commands do not wait for torch.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import os
import re
import signal
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import FrameType
from typing import NoReturn

from paramisp_core.errors import UserError


@dataclass(frozen=True)
class Command:
    """One word: its module, what it does in a line, and the extras of pyproject.toml that it needs."""

    module: str
    summary: str
    extras: tuple[str, ...] = ()

    @property
    def light(self) -> bool:
        """True when its module needs the standard library only, so that --help needs no packages."""
        return self.module.startswith("cli.")


_ALL = {
    "invert": Command("cli.invert", "turn photos back into RAW files (DNG)"),
    "render": Command("cli.render", "render RAW files through the learned camera"),
    "transfer": Command("cli.transfer", "show a photo as another camera would have taken it"),
    "hdr": Command("cli.hdr", "make HDR of one photo or of a bracket"),
    "deblur": Command("cli.deblur", "take blur out of photos, in RAW"),
    "blur-dataset": Command("cli.blur_dataset", "make blurred and sharp pairs from sharp frames"),
    "info": Command("cli.info", "say what is known about a photo: camera, shot, white balance"),
    "cameras": Command("cli.cameras", "list the cameras whose facts are known"),
    "checkpoints": Command("cli.checkpoints", "list the shipped networks and what they score"),
    "benchmark": Command("cli.benchmark", "time the networks on this machine and measure their memory"),
    "simulate": Command("training.simulate", "make simulated sRGB and RAW pairs for training"),
    "pairs": Command("training.pairs", "make a data set of your own RAW+JPEG pairs"),
    "train": Command("training.train", "train a network", ("train",)),
    "calibrate": Command("training.calibrate", "fit the networks to your own camera, from its RAW+JPEG pairs"),
    "evaluate": Command("training.evaluate", "score a network", ("train",)),
    "predict": Command("cli.predict", "run a network over a data set or a folder of photos"),
}
COMMANDS = {word: one for word, one in _ALL.items() if find_spec(f"paramisp_core.{one.module}") is not None}


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Print the complaint and exit with 2."""
        self.exit(2, f"{self.prog}: {message} (see '{self.prog} --help')\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; ``argv`` excludes the program's name. Returns the exit status.

    0: done. 1: a fault of the program. 2: bad input or an impossible target. 130: interrupted. Every failure
    is one line on stderr (one per file for several files); PARAMISP_DEBUG=1 shows the traceback instead.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    program = os.path.basename(sys.argv[0])
    if program in ("", "-c", "__main__.py"):  # python -m paramisp_core.cli
        program = "paramisp"
    debug = bool(os.environ.get("PARAMISP_DEBUG"))
    _say_what_can_be_said()
    try:
        with quiet() if not debug else contextlib.nullcontext():
            return _run(arguments, program)
    except KeyboardInterrupt:
        complain(program, "interrupted; nothing half-written is left.")
        return 130
    except BrokenPipeError:  # `paramisp cameras | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as stop:  # argparse: --help, or a complaint already printed
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    except Exception as error:
        if debug:
            raise
        sentence, status = fault(error)
        complain(program, sentence)
        return status


def _say_what_can_be_said() -> None:
    """Let a question mark stand for what the terminal's or a pipe's encoding lacks, instead of failing at an arrow."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="replace")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silence what libraries mutter, which is not the one clear line; a caller in Python gets his own back."""
    os.environ.setdefault("TORCH_CPP_LOG_LEVEL", "ERROR")  # read when torch is loaded
    disabled = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)


def _run(arguments: list[str], program: str) -> int:
    top = _top_parser(program)
    if not arguments:
        top.error("which command?")
    word = arguments[0]
    if word not in COMMANDS:
        top.parse_args(arguments[:1] if word.startswith("-") else [])
        raise UserError(f"there is no command '{word}'; there are: {', '.join(COMMANDS)}.")
    module = import_module(f"paramisp_core.{COMMANDS[word].module}")
    parser = _Parser(prog=f"{program} {word}", description=_description(module.__doc__ or ""), allow_abbrev=False,
                     formatter_class=argparse.RawDescriptionHelpFormatter)
    module.add_arguments(parser)
    args = parser.parse_args(arguments[1:])
    if hasattr(signal, "SIGTERM"):
        with contextlib.suppress(ValueError):  # raised outside the main thread
            # so that a terminated run removes its unfinished file on the way out
            signal.signal(signal.SIGTERM, terminated)
    return int(module.run(args))


def _description(text: str) -> str:
    """Return a module's description without the command's own name, which stands above it in the help."""
    return re.sub(r"\A``paramisp [a-z-]+``: (.)", lambda found: found.group(1).upper(), text)


def terminated(number: int, frame: FrameType | None) -> NoReturn:
    """Answer SIGTERM by leaving through every ``finally``."""
    raise SystemExit(128 + number)


def _top_parser(program: str) -> argparse.ArgumentParser:
    from paramisp_core import __version__

    words = "\n".join(f"  {word:12} {one.summary}" for word, one in COMMANDS.items())
    start = (
        "\nwithout a command:\n"
        f"  {program} [PHOTO…]  opens the window, on photos or a folder\n"
        f"  {program} test      runs the tests\n" if program == "main.py" else "")
    parser = _Parser(
        prog=program, usage=f"{program} COMMAND …", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Turn JPEGs back into RAW with a learned inverse camera, edit, and render them again.",
        epilog=f"commands:\n{words}\n{start}\n'{program} COMMAND --help' explains one.")
    parser.add_argument("--version", action="version", version=f"ParamISP Studio {__version__}")
    return parser


def complain(program: str, sentence: str) -> None:
    """Print one line on stderr."""
    sys.stderr.write(f"{program}: {' '.join(sentence.split())}\n")


def fault(error: Exception) -> tuple[str, int]:
    """Return the line and the exit status for an error: 2 what the user can mend, 1 a fault of ours."""
    if isinstance(error, UserError):
        return str(error), 2
    if isinstance(error, MemoryError):
        return "There is not enough memory for this.", 2
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'the system'}: {error.strerror}.", 2
    return (f"This is a fault of the program, not yours: {type(error).__name__}: {error} "
            "(PARAMISP_DEBUG=1 shows where)"), 1
