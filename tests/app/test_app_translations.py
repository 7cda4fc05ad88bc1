"""Every text of the window can be in another language, and German is: one walks the source, one looks at the window."""

from __future__ import annotations

import ast
import pickle
import re
import string
import sys
from collections import Counter
from pathlib import Path

import pytest
from fakes import FakeEngine, make_photo
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QMenu, QTabBar, QWidget
from test_app_window import type_value

from app import translations
from app.export.export_dialog import ExportDialog
from app.live.jobs import Shown
from paramisp_core.camera.database import generic_camera
from paramisp_core.errors import Sentence, UserError, joined

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from make_translations import collected, core_files, marked  # noqa: E402
from make_translations import translations as translated  # noqa: E402

SHOWN = {"setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setWindowTitle", "setStatusTip",
         "setPlaceholderText", "setTitle", "setLabelText", "addAction", "addMenu", "addSection", "addButton", "addTab",
         "setTabText", "tell", "set_banner", "QLabel", "QPushButton", "QAction", "QCheckBox", "QMenu", "QRadioButton",
         "QGroupBox", "segment", "quiet_label", "Section", "add", "_add_for_photo", "getOpenFileName", "addRow",
         "getOpenFileNames", "getExistingDirectory", "getSaveFileName", "__init__", "CameraChooser",
         "change", "refuse", "setInformativeText"}
"""What shows its texts to the user."""
KEY = re.compile(r"(?:(?:Ctrl|Shift|Alt)\+)*(?:[A-Z]|F\d+|[^A-Za-z]+|Space)")
NAMES = {"ParamISP Studio", "PARAMISP", "RAW", "RGB", "CPU", "EV", "MP"}


def bare(node: ast.expr) -> bool:
    """Whether an argument is, or may be, a text with words that no translating function has seen."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        has_words = re.search(r"[A-Za-z]{2}", node.value) and node.value.strip() not in NAMES
        return bool(has_words) and not KEY.fullmatch(node.value)
    if isinstance(node, ast.JoinedStr):
        return any(bare(value) for value in node.values)
    if isinstance(node, ast.IfExp):
        return bare(node.body) or bare(node.orelse)
    if isinstance(node, ast.BinOp):
        return bare(node.left) or bare(node.right)
    return False


def untranslated(source: str) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SHOWN:
                given = node.args[:1] if name == "tell" else node.args
                found += [(one.lineno, ast.unparse(one)) for one in given if bare(one)]
    return found


def test_the_walk_finds_what_it_is_for() -> None:
    assert untranslated("a.setText('Open')")
    assert untranslated("QLabel(f'Opening {name}')")
    assert untranslated("b.tell('One' if x else tr('Two'), 'error')")
    assert not untranslated("a.setText(tr('Open')); a.setText(''); add(menu, self.tr('x y'), slot, 'Ctrl+Shift+O')")
    assert not untranslated("a.setText(f'{number} {unit}'); QLabel(name); b.tell(tr('One'), 'error')")


@pytest.mark.parametrize("path", sorted((ROOT / "app").rglob("*.py")), ids=lambda path: path.name)
def test_no_text_is_shown_without_a_chance_of_translation(path: Path) -> None:
    assert not untranslated(path.read_text("utf-8"))


def test_the_collected_texts_are_those_of_the_translation_s_file() -> None:
    """Run scripts/make_translations.py where this fails."""
    import xml.etree.ElementTree as ET

    file = ROOT / "resources" / "translations" / "de.ts"
    there = {message.findtext("source") for message in ET.parse(file).getroot().iter("message")}
    assert there == set(collected())
    assert "Open" in set(marked(ast.parse("self.tr('Open')")))


def test_german_is_whole() -> None:
    german = translated(ROOT / "resources" / "translations" / "de.ts")
    assert [text for text in collected() if not german.get(text)] == []


@pytest.mark.parametrize("path", core_files(), ids=lambda path: path.name)
def test_what_the_core_tells_is_a_template_and_its_values(path: Path) -> None:
    """A sentence with its values filled in already cannot be said in another language."""
    made = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
            and getattr(node.func, "id", "") in ("UserError", "Sentence") and node.args]
    filled = [(node.lineno, ast.unparse(node.args[0])) for node in made if isinstance(node.args[0], ast.JoinedStr)]
    assert filled == []
    for node in made:
        if isinstance(node.args[0], ast.Constant) and node.keywords:
            fields = {name for _, name, _, _ in string.Formatter().parse(node.args[0].value) if name}
            assert fields == {keyword.arg for keyword in node.keywords}, node.lineno


def test_translations_keep_what_is_filled_in_and_every_mnemonic() -> None:
    german = translated(ROOT / "resources" / "translations" / "de.ts")

    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for source, text in german.items():
        assert fields(source) == fields(text), source
        assert ("&" in source) == ("&" in text), source


@pytest.fixture
def german(qapp):
    assert translations.install("de") == "de"
    yield
    assert translations.install("en") == "en"


def test_the_window_speaks_german_and_its_names_in_files_stay(german, qtbot, make_window) -> None:
    window = make_window()
    menus = [action.text().replace("&", "") for action in window.menuBar().actions()]
    assert menus == ["Datei", "Bearbeiten", "Ansicht", "Werkzeuge", "Hilfe"]
    assert window.showing.bar.segments[Shown.SOURCE].text() == "Quelle"
    assert window.raw_panel.sections["light"].title.text() == "Licht"
    assert window.raw_panel.rows["exposure_ev"].label.text() == "Belichtung"
    QTest.keyClick(window, Qt.Key.Key_Q)
    assert window.loupe.glass.accessibleName() == "Lupe"
    window.editing.set_raw("exposure_ev", 0.5, 99_999)
    assert window.undo_stack.undoText() == "Belichtung"
    type_value(qtbot, window, "iso", "unbekannt")
    assert window.edit.shot.iso is None
    assert window.shot_panel.rows["iso"].edit.text() == "unbekannt"
    window.editing.reset_all()
    assert window.undo_stack.undoText() == "Alles zurücksetzen"
    assert window.menus.undo.shortcut().toString(QKeySequence.SequenceFormat.NativeText) == "Strg+Z"
    # keys are remembered by names that are the same in every language
    ids = {command.id for command in window.keys.commands}
    assert {"File/Open", "View/Loupe", "Edit/Reset all", "View, Surround/Dark"} <= ids
    loupe = next(command for command in window.keys.commands if command.id == "View/Loupe")
    assert (loupe.menu, loupe.title) == ("Ansicht", "Lupe")


def test_what_is_not_translated_stays_english_and_nothing_is_too_wide(german, qtbot, make_window) -> None:
    window = make_window()
    assert translations.tr("Never said before") == "Never said before"
    assert translations.source_of("Lupe") == "Loupe"
    room = window.side.area.viewport().width()
    for panel in window.side.panels:
        assert panel.minimumSizeHint().width() <= room, type(panel).__name__
    assert window.side.area.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_window_fits_a_small_laptop_in_every_language(qtbot, make_window, code: str) -> None:
    translations.install(code)
    try:
        window = make_window()
        bar = window.showing.bar
        bar.proof.setVisible(True)
        bar.show_refining(True)  # the longest words, and every button
        bar.quality.setText(translations.tr("Refining…"))
        assert window.minimumSizeHint().width() <= 1280
        assert window.minimumSizeHint().height() <= 720
    finally:
        translations.install("en")


def test_the_preferences_cut_no_line(german, make_window) -> None:
    dialog = make_window().choosing.open()
    labels = [label for label in dialog.findChildren(QLabel) if label.wordWrap() and label.isVisible()]
    assert len(labels) > 6
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_what_a_dng_holds_and_what_a_card_says_is_named_in_german(german, qtbot, make_window) -> None:
    window = make_window()
    window.editing.set_raw("exposure_ev", 0.5, 99_999)
    window.exporting.ask("dng")
    dialog = next(each for each in window.findChildren(ExportDialog) if each.isVisible())
    assert "Belichtung" in dialog.dng_note.text()
    assert "die ISO-Zahl" in dialog.template.toolTip()
    dialog.reject()
    page = window.choosing.open("models").models
    card = page.card.toPlainText()
    assert all(word in card for word in ("ist", "trainiert mit", "Lizenz", "Grenze", "Datei"))
    assert not any(word in card.splitlines() for word in ("is", "trained on", "data", "trusted", "limit"))
    assert page.boxes["inverse"].accessibleName() == "Foto zu RAW"
    assert page.list.horizontalScrollBar().maximum() == 0  # every name is read in full


def test_what_the_core_says_is_german_too(german, qtbot, make_window, tmp_path) -> None:
    from paramisp_core.files.opening import open_photo
    from paramisp_core.files.sidecar import Sidecar, sidecar_path

    (tmp_path / "empty.jpg").touch()
    with pytest.raises(UserError, match=r"empty\.jpg is empty") as caught:  # the command line's words stay
        open_photo(tmp_path / "empty.jpg")
    assert translations.told(caught.value) == "empty.jpg ist leer."
    sidecar_path(tmp_path / "a.jpg").write_text("{")
    (warning,) = Sidecar.read(tmp_path / "a.jpg").warnings
    assert "cannot be read (it is not JSON); it will" in warning
    assert "kann nicht gelesen werden (sie ist kein JSON); sie bleibt" in translations.told(warning)
    both = joined((Sentence("Chosen by hand."), "As it is."))
    assert (both, translations.told(both)) == ("Chosen by hand. As it is.", "Von Hand gewählt. As it is.")
    window = make_window(path=Path("/nowhere/notes.txt"), wait=False)
    qtbot.waitUntil(lambda: bool(window.message.text))
    window.open(tmp_path / "x.boom")
    qtbot.waitUntil(lambda: window.message.text == "„x.boom“ konnte nicht geöffnet werden (boom).")


def test_a_sentence_stays_what_it_is_between_processes() -> None:
    sentence = Sentence("{file} is empty.", file="a.jpg")
    again = pickle.loads(pickle.dumps(sentence))
    assert (again, again.template, again.values) == ("a.jpg is empty.", "{file} is empty.", {"file": "a.jpg"})
    error = pickle.loads(pickle.dumps(UserError("{file} is {{empty}}.", file="a.jpg")))
    assert str(error) == "a.jpg is {empty}."
    assert str(sentence.within()) == "a.jpg is empty"


def test_ids_are_the_same_in_both_languages(qtbot, make_window, qapp) -> None:
    english = [command.id for command in make_window().keys.commands]
    translations.install("de")
    try:
        assert [command.id for command in make_window().keys.commands] == english
    finally:
        translations.install("en")


def test_the_system_s_language_is_taken_and_an_unknown_one_is_english(qapp, monkeypatch) -> None:
    class System:
        def __init__(self, *languages: str) -> None:
            self._languages = languages

        def uiLanguages(self) -> list[str]:
            return list(self._languages)

    try:
        monkeypatch.setattr(QLocale, "system", lambda: System("fr-FR", "de-AT", "en"))
        assert translations.install() == "de"
        monkeypatch.setattr(QLocale, "system", lambda: System("en-GB", "de"))
        assert translations.install() == "en"
        monkeypatch.setattr(QLocale, "system", lambda: System("fr"))
        assert translations.install() == "en"
        assert translations.install("xx") == "en"
    finally:
        translations.install("en")


def test_the_language_is_chosen_in_the_preferences(qtbot, make_window) -> None:
    window = make_window()
    dialog = window.choosing.open()
    box = dialog.language
    assert [box.itemText(i) for i in range(box.count())] == ["Automatic", "English", "Deutsch"]
    QTest.keyClick(box, Qt.Key.Key_End)
    box.activated.emit(box.currentIndex())
    assert window.preferences.choices.language == "de"
    assert isinstance(window.menuBar().actions()[0].menu(), QMenu)


def letter(text: str) -> str | None:
    """The letter that is pressed with Alt for a text of a menu or a control."""
    found = re.search(r"&([^&\s])", text.replace("&&", ""))
    return found.group(1).lower() if found else None


def repeated(texts: list[str]) -> list[str]:
    """Those whose letter another one has too."""
    counted = Counter(map(letter, texts))
    return [text for text in texts if letter(text) is not None and counted[letter(text)] > 1]


def lettered(top: QWidget) -> list[str]:
    """What can be reached by a letter in a window."""
    inside = [widget for widget in top.findChildren(QWidget) if widget.window() is top]
    return ([w.text() for w in inside if isinstance(w, QAbstractButton) or (isinstance(w, QLabel) and w.buddy())]
            + [w.tabText(i) for w in inside if isinstance(w, QTabBar) for i in range(w.count())])


@pytest.mark.parametrize("code", ["en", "de"])
def test_no_letter_stands_for_two_things_in_a_menu_or_a_dialog(code: str, qtbot, make_window) -> None:
    translations.install(code)
    try:
        window = make_window()
        step = window.histories.undoText()
        window.editing.set_raw("exposure_ev", 0.5, 1)  # undo and redo name their step
        assert window.histories.undoText() != step
        menus = [menu for menu in window.findChildren(QMenu) if menu.actions()]
        assert len(menus) > 12
        seen = {menu.title() or "?": repeated([action.text() for action in menu.actions()]) for menu in menus}
        assert [menu.title() for menu in menus if menu.sizeHint().height() > 700] == [], "on a small screen all fit"
        seen["bar"] = repeated([action.text() for action in window.menuBar().actions()])
        window.choosing.open("models")
        window.tools.open_browser()
        window.exporting.ask()
        window.show_about()
        window.calibration.show()
        window.applications.show_hdr()
        window.applications.show_deblur()
        dialogs = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog)]
        assert len(dialogs) >= 7
        seen |= {top.windowTitle(): repeated(lettered(top)) for top in (window, *dialogs)}
        assert {where: texts for where, texts in seen.items() if texts} == {}
        for dialog in dialogs:
            dialog.close()
    finally:
        translations.install("en")


def test_what_stands_in_for_an_unknown_camera_is_named_in_german(german, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo().with_changes(camera=generic_camera())))
    assert window.camera_panel.source.text() == "Allgemeine Kamera"
    window.tools.open_browser()
    assert window.tools.browser.model.name(None) == "Allgemeine Kamera"
