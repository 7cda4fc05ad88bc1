"""Collect the window's texts into resources/translations/*.ts and compile each to the .qm that the window loads.

    python scripts/make_translations.py [CODE …]      CODE: a language to begin, as "fr"

Texts are found in app/ where `tr("…")`, `self.tr("…")`, `translate(…, "…")` or `QT_TRANSLATE_NOOP(…, "…")` is called,
in the tables that the window shows by `tr(name)`, and in paramisp_core where `UserError("…")` or `Sentence("…")` is
made. Existing translations are kept, those of texts that are gone are dropped. Translate with `pyside6-linguist
FILE.ts`, then run this again. Prints how much of each is translated.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = ROOT / "resources" / "translations"


def main() -> int:
    """Bring every .ts and .qm up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codes", nargs="*", metavar="CODE", help="a language to begin")
    begun = parser.parse_args().codes
    FOLDER.mkdir(exist_ok=True)
    texts = collected()
    codes = {path.stem for path in FOLDER.glob("*.ts")} | set(begun)
    for code in sorted(codes):
        path = FOLDER / f"{code}.ts"
        known = translations(path) if path.is_file() else {}
        write(path, code, texts, known)
        done = sum(bool(known.get(text)) for text in texts)
        subprocess.run([_lrelease(), str(path), "-qm", str(path.with_suffix(".qm")), "-silent"], check=True)
        print(f"{path.name}: {done} of {len(texts)} texts")
    return 0


def collected() -> list[str]:
    """Return every text that may be shown in another language, sorted."""
    found = set(tables())
    for path in [*sorted((ROOT / "app").rglob("*.py")), *core_files()]:
        found |= set(marked(ast.parse(path.read_text("utf-8"))))
    return sorted(text for text in found if text.strip())


def core_files() -> list[Path]:
    """Return the files of paramisp_core that speak to the window's user: those of the command line do not."""
    rooms = ("raw", "camera", "engine", "editing", "files", "applications", "networks")
    files = [path for room in rooms for path in sorted((ROOT / "paramisp_core" / room).rglob("*.py"))]
    files += [ROOT / "paramisp_core" / "training" / name for name in ("calibration.py", "real_pairs.py")]
    return [path for path in files if path.name not in ("batch.py", "benchmark.py", "blur.py", "blur_dataset.py")]


def marked(tree: ast.AST) -> Iterator[str]:
    """Yield the literal texts that a module gives to a translating function."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        places = dict.fromkeys(("tr", "_tr", "mark", "Sentence", "UserError"), 0)
        place = {**places, "translate": 1, "QT_TRANSLATE_NOOP": 1}.get(name)
        if place is not None and len(node.args) > place:
            yield from literals(node.args[place])


def literals(node: ast.AST) -> Iterator[str]:
    """Yield the texts an expression can be: a literal, or either of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from literals(value)


def tables() -> Iterator[str]:
    """Yield the texts of tables, which are shown by ``tr(name)``."""
    from app import theme
    from app.edits.edit import LIGHTS, MORE_LIGHTS
    from app.panels import crop, shot, values
    from app.picture import overlays, view_bar
    from app.picture.compare import Against, Layout
    from app.preferences import keys
    from app.preferences.preferences import Choices
    from paramisp_core.files.camera_raw import DNG_HOLDS
    from paramisp_core.files.export_settings import FIELDS

    yield from (name for _, name in DNG_HOLDS.values())
    yield from FIELDS.values()
    for name, tip in view_bar.SHOWN_NAMES.values():
        yield from (name, tip)
    yield from view_bar._QUALITY_TIPS.values()
    yield from (one.value for kind in (Against, Layout) for one in kind)
    yield from theme.SURROUNDS
    yield from (name for _, name, _, _ in crop.TURNS.values())
    yield from (name for name in crop.ASPECTS if any(letter.isalpha() for letter in name))
    yield from (*LIGHTS, *MORE_LIGHTS)
    yield shot.EXPLANATION
    for what, how in keys.FIXED:
        yield from (what, how)
    for _, text, _, tip in overlays._ENTRIES:
        yield from (text, tip)
    for scale in vars(values).values():
        if isinstance(scale, values.Scale):
            yield from (scale.label, scale.explain)
    for field in Choices.known.values():
        yield from (field.title or "", field.description or "")


def translations(path: Path) -> dict[str, str]:
    """Return the finished translations in a .ts file."""
    result = {}
    for message in ET.parse(path).getroot().iter("message"):
        source, translation = message.findtext("source") or "", message.find("translation")
        if translation is not None and translation.get("type") != "unfinished" and translation.text:
            result[source] = translation.text
    return result


def write(path: Path, code: str, texts: list[str], known: dict[str, str]) -> None:
    """Write a .ts file of all texts; those without a translation are marked as unfinished."""
    from app.translations import CONTEXT

    root = ET.Element("TS", version="2.1", language=code, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in texts:
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        if known.get(text):
            translation.text = known[text]
        else:
            translation.set("type", "unfinished")
    ET.indent(root, " ")
    path.write_text('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + ET.tostring(root, "unicode") + "\n",
                    "utf-8")


def _lrelease() -> str:
    import PySide6

    return str(Path(PySide6.__file__).parent / "lrelease")


if __name__ == "__main__":
    raise SystemExit(main())
