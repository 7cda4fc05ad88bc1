"""What README.md, docs/ and the scripts' own texts tell one to type is taken, and what they name is there.

Command lines are found in code blocks and in `code`; they are read by the commands' own parsers, placeholders and all:
… stands for what is left out, A|B for a choice, [..] for what may be left out. Nothing but the README's Python is run.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from paramisp_core.camera.database import all_cameras
from paramisp_core.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NOTES = ROOT / "checkpoints" / "TRAINING.md"  # its commands are history: options may have gone, words and scripts not
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))
PLACEHOLDERS = {"D": "inverse"}
"""What stands for a value in the documents where the option takes certain words only."""
_START = re.compile(
    r"(?:\S*python3? main\.py|paramisp|torchrun [^`]*?-m paramisp_core\.cli)\s+([a-z][a-z-]*)(?!\S)\s*(.*)", re.DOTALL)


class _Reader(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise ValueError(message)


@cache
def parser_of(word: str, lenient: bool = False) -> argparse.ArgumentParser:
    """The parser of a command; lenient: of a line that leaves something out."""
    parser = _Reader(prog=word, allow_abbrev=False)
    import_module(f"paramisp_core.{COMMANDS[word].module}").add_arguments(parser)
    for action in parser._actions if lenient else ():
        action.required = False
        if not action.option_strings:
            action.nargs = "*"
    return parser


def code_of(page: Path) -> Iterator[str]:
    """Every line of code blocks, continued lines joined, and every piece of `code` in the text."""
    fenced = False
    text: list[str] = []
    block: list[str] = []
    for line in page.read_text("utf-8").splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            block.append(line.strip())
        else:
            text.append(line)
    yield from re.sub(r"\s*\\\n\s*", " ", "\n".join(block)).split("\n")
    yield from (" ".join(code.split()) for code in re.findall(r"`([^`]+)`", "\n".join(text)))


def told_commands(page: Path) -> list[tuple[str, str]]:
    """The (word, arguments) of the command lines of a page."""
    found = []
    for code in code_of(page):
        match = _START.match(re.split(r"\s+#\s", code)[0])
        if match is not None and match[1] != "test":
            found.append((match[1], re.split(r"\s{2,}", match[2])[0].strip()))
    return found


def variants(arguments: str) -> Iterator[list[str]]:
    """The argument lists that a line with placeholders stands for: one for each side of a choice."""
    words = shlex.split(arguments.replace("[", "").replace("]", ""))
    choices = [word.split("|") if "|" in word and not word.startswith("-") else [word] for word in words]
    for number in range(max(map(len, choices), default=1)):
        yield [one[min(number, len(one) - 1)] for one in choices]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_told_commands_are_taken(page: Path) -> None:
    wrong = []
    for word, arguments in told_commands(page):
        assert word in COMMANDS, f"{page.name}: paramisp {word}"
        lenient = "…" in arguments or "-o" not in arguments.split()
        for one in variants(arguments):
            given = [PLACEHOLDERS.get(value, value) for value in one if value != "…"]
            try:
                parser_of(word, lenient).parse_args(given)
            except ValueError as error:
                wrong.append(f"paramisp {word} {arguments}: {error}")
    assert not wrong, "\n".join(wrong)


def test_there_are_commands_to_check() -> None:
    """Or the pages are written in another way than is read here."""
    words = [word for page in PAGES for word, _ in told_commands(page)]
    assert len(words) > 50
    assert set(words) >= {"transfer", "hdr", "deblur", "calibrate", "pairs", "simulate", "train", "evaluate", "predict"}


def test_the_table_of_commands_names_all_and_their_options() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    table = re.search(r"## Command line\n.*?```\n(.*?)```", text, re.DOTALL)
    assert table is not None
    entries = re.findall(r"^([a-z-]+) (.*(?:\n .*)*)", table[1], re.MULTILINE)
    assert [word for word, _ in entries if word not in COMMANDS] == []
    assert {word for word, _ in entries} == set(COMMANDS)
    for word, entry in entries:
        unknown = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", entry)) - set(parser_of(word)._option_string_actions)
        assert not unknown, f"{word}: {unknown}"


@pytest.mark.parametrize("word", sorted(COMMANDS))
def test_help_explains_every_option(word: str) -> None:
    """As docs/training.md says."""
    silent = [action.option_strings or action.dest for action in parser_of(word)._actions if not action.help]
    assert not silent


def options_of(script: Path) -> set[str]:
    """The options that a script declares, without running it."""
    return {argument.value for node in ast.walk(ast.parse(script.read_text("utf-8"))) if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute) and node.func.attr == "add_argument"
            for argument in node.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)}


@pytest.mark.parametrize("page", [*PAGES, NOTES], ids=lambda page: page.name)
def test_named_scripts_take_the_named_options(page: Path) -> None:
    for code in code_of(page):
        for name, rest in re.findall(r"scripts/(\w+)\.py([^;`]*)", code):
            script = ROOT / "scripts" / f"{name}.py"
            assert script.exists(), f"{page.name}: scripts/{name}.py"
            unknown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest)) - options_of(script)
            assert not unknown, f"{page.name}: {code}"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_takes_the_options_of_its_own_text(script: Path) -> None:
    """And asked for help it gives that, where without a parser it would begin its work."""
    source = script.read_text("utf-8")
    if "__main__" not in source:
        pytest.skip("no program")
    known = options_of(script)
    assert "ArgumentParser(" in source, "no --help"
    for line in (ast.get_docstring(ast.parse(source)) or "").splitlines():
        if f"scripts/{script.name}" in line:
            assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", line)) <= known, line


@pytest.mark.parametrize("page", [*PAGES, NOTES], ids=lambda page: page.name)
def test_links_and_named_modules_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        linked = page.parent / path if path else page
        assert linked.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.*)$", linked.read_text("utf-8"), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads], target
    for code in re.findall(r"`([\w/]+/[\w/]+\.py)`", text):
        assert any((ROOT / house / code).exists() for house in ("", "paramisp_core", "app")), code


def test_the_readmes_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    ramp = np.linspace(20, 230, 96)[None, :, None] * np.ones((64, 1, 3))
    Image.fromarray(ramp.astype(np.uint8)).save("photo.jpg")
    said: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), said)
    assert (tmp_path / "photo.dng").stat().st_size > 0
    assert np.shape(said["rgb"]) == (64, 96, 3)


def test_other_examples_are_well_formed() -> None:
    for page in PAGES:
        for language, code in re.findall(r"```(python|json)\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            if language == "json":
                json.loads(code)
            else:
                compile(code, page.name, "exec")


def test_the_readme_counts_the_cameras() -> None:
    counts = re.findall(r"\b(\d{3,}) (?:cameras|are known)", (ROOT / "README.md").read_text("utf-8"))
    assert counts
    assert set(map(int, counts)) == {len(all_cameras())}
