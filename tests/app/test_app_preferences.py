"""The preferences: typed, kept in a file one can read, and in force at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import FakeEngine
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest

from app import theme
from app.live.engine import Engine
from app.live.engine_setup import EngineSetup, good_threads
from app.preferences.preferences import Choices, Preferences, choices_path, read_choices
from app.preferences.preferences_dialog import PreferencesDialog
from app.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def open_dialog(qtbot, window: MainWindow) -> PreferencesDialog:
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitExposed(window.choosing.dialog)
    return window.choosing.dialog


# ---- the file


def test_only_what_differs_is_written_and_what_is_unknown_is_kept() -> None:
    path = choices_path()
    path.parent.mkdir(parents=True)
    path.write_text('{"future": [1, 2], "theme": "light", "threads": 3}')
    preferences = Preferences()
    assert (preferences.choices.theme, preferences.choices.threads) == ("light", 3)
    preferences.choose(threads=0, sidecar=False)
    assert json.loads(path.read_text()) == {"future": [1, 2], "theme": "light", "sidecar": False}
    assert Preferences().choices == preferences.choices
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"theme": "pink", "threads": -2, "device": 7, "keys": [1]}'])
def test_a_damaged_file_or_value_counts_as_not_there(tmp_path: Path, text: str) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(text)
    assert read_choices(path)[0] == Choices()


def test_one_wrong_value_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    path.write_text('{"theme": "pink", "sidecar": false}')
    choices, values = read_choices(path)
    assert choices == Choices(sidecar=False)
    assert values == {"sidecar": False}


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "preferences.json"
    path.write_text('{"device": "cuda", "theme": "light"}')
    monkeypatch.setenv("PARAMISP_STUDIO_DEVICE", "cpu")
    assert read_choices(path)[0] == Choices(device="cpu", theme="light")
    monkeypatch.setenv("PARAMISP_STUDIO_DEVICE", "abacus")
    assert read_choices(path)[0].theme == "light"
    monkeypatch.delenv("PARAMISP_STUDIO_DEVICE")
    values = ("threads", "3", 3), ("sidecar", "False", False), ("keys", '{"open": ["O"]}', {"open": ["O"]})
    for name, text, value in values:
        monkeypatch.setenv(f"PARAMISP_STUDIO_{name.upper()}", text)
        assert getattr(read_choices(path)[0], name) == value


@pytest.mark.parametrize("wrong", [{"threads": 513}, {"threads": True}, {"theme": "pink"}, {"keys": {"open": "O"}},
                                   {"sidecar": "perhaps"}, {"sidecar": 7}, {"language": 3}])
def test_what_is_no_choice_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Preferences().choose(**wrong)


def test_the_choices_are_read_without_large_libraries() -> None:
    code = ("import sys, app.preferences.preferences; "
            "print({name.split('.')[0] for name in sys.modules} & {'pydantic', 'asyncio'})")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"


# ---- the dialog


def test_the_theme_changes_at_once_and_stays(qtbot, qapp, make_window) -> None:
    window = make_window()
    dialog = open_dialog(qtbot, window)
    dark = window.grab().toImage().pixelColor(3, 3).lightness()
    dialog.theme.setFocus()
    QTest.keyClick(dialog.theme, Qt.Key.Key_Down)
    assert window.preferences.choices.theme == "light"
    assert theme.THEMES["light"]["TEXT"] == theme.TEXT
    assert qapp.palette().color(QPalette.ColorRole.Window).lightness() > 200
    assert window.grab().toImage().pixelColor(3, 3).lightness() > dark + 100
    window.close()
    theme.apply_theme(qapp)
    MainWindow(window.controller)
    assert theme.THEMES["light"]["TEXT"] == theme.TEXT
    theme.apply_theme(qapp)


@pytest.mark.parametrize("name", theme.THEMES)
def test_both_themes_are_gray_and_can_be_read(name: str) -> None:
    def light(color: str) -> float:
        channel = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channel]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    colors = theme.THEMES[name]
    for ground in ("WINDOW", "PANEL", "FIELD", "RAISED"):
        assert len({colors[ground][i : i + 2] for i in (1, 3, 5)}) == 1  # R = G = B
        for ink, least in (("TEXT", 7.0), ("QUIET", 4.5), ("WARNING", 4.5), ("ERROR", 4.5), ("FOCUS", 3.0)):
            bright, dim = sorted((light(colors[ink]), light(colors[ground])), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= least, (ink, ground)


def test_another_device_loads_the_models_anew(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    dialog = open_dialog(qtbot, window)
    develops = engine.develops
    dialog.device.setFocus()
    QTest.keyClick(dialog.device, Qt.Key.Key_Down)
    assert window.preferences.choices.device == "cpu"
    assert window.controller.engine is None  # until it is loaded
    qtbot.waitUntil(lambda: window.controller.engine is not None and window.controller.idle)
    assert engine.setups == [EngineSetup(device="cpu")]
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    qtbot.waitUntil(lambda: window.controller.idle and engine.develops > develops)
    assert window.viewer.frame.request.edit == window.edit
    assert dialog.threads.specialValueText() == f"Automatic ({good_threads()})", "as many as the engine takes"
    dialog.threads.setFocus()
    QTest.keyClick(dialog.threads, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.controller.engine is not None)
    assert engine.setups[-1] == EngineSetup(device="cpu", threads=1)
    window.close()
    assert Preferences().choices.engine == EngineSetup(device="cpu", threads=1)


def test_a_device_that_is_not_there_is_said_and_the_usual_one_used() -> None:
    import torch

    if torch.backends.mps.is_available():
        pytest.skip("there is such a device here")
    facts = Engine(EngineSetup(device="mps")).load()
    assert facts.device != "mps"
    assert "no mps device" in facts.device_note
    facts = Engine(EngineSetup(inverse="gone")).load()
    assert facts.inverse_card["name"] == "compact-inverse"
    assert "gone" in facts.device_note
    assert Engine(EngineSetup(threads=1)).load().device_note in ("", facts.device_note)


def test_the_export_folder_is_proposed_and_a_wrong_one_refused(qtbot, make_window, tmp_path: Path) -> None:
    window = make_window()
    dialog = open_dialog(qtbot, window)
    dialog.folder.setFocus()
    qtbot.keyClicks(dialog.folder, str(tmp_path / "nowhere"))
    QTest.keyClick(dialog.folder, Qt.Key.Key_Return)
    assert "nowhere" in dialog.folder_problem.text()
    assert window.preferences.choices.export_folder == ""
    dialog.folder.setFocus()
    dialog.folder.selectAll()
    qtbot.keyClicks(dialog.folder, str(tmp_path))
    QTest.keyClick(dialog.folder, Qt.Key.Key_Return)
    assert not dialog.folder_problem.isVisible()
    assert window.exporting.folder == tmp_path
    window.preferences.set_folder("export", tmp_path.parent)  # an export went elsewhere
    assert window.exporting.folder == tmp_path


def test_edits_are_not_written_beside_the_photo_when_switched_off(qtbot, make_window, tmp_path: Path) -> None:
    from paramisp_core.files.sidecar import sidecar_path

    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a fake engine opens it")
    window = make_window(FakeEngine(), photo)
    dialog = open_dialog(qtbot, window)
    QTest.mouseClick(dialog.sidecar, LEFT, pos=QPoint(8, dialog.sidecar.height() // 2))
    assert not window.preferences.choices.sidecar
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    window.saver.flush()
    assert not sidecar_path(photo).exists()
    QTest.keyClick(dialog.sidecar, Qt.Key.Key_Space)
    assert window.preferences.choices.sidecar
    assert sidecar_path(photo).exists()


def test_a_page_is_put_back_to_its_defaults(qtbot, make_window) -> None:
    window = make_window()
    dialog = open_dialog(qtbot, window)
    window.choosing.choose("sidecar", False)
    window.choosing.choose("export_folder", "/")
    assert not dialog.sidecar.isChecked()
    dialog.reset_page()
    assert window.preferences.choices == Choices()
    assert dialog.sidecar.isChecked()
    assert dialog.folder.text() == ""
    assert json.loads(choices_path().read_text()) == {}


@pytest.mark.parametrize("name", ["dark", "light"])
def test_every_icon_of_the_theme_is_there(qapp, name: str) -> None:
    """Qt says nothing about a picture that a style sheet names and that is missing."""
    import re

    from app import theme

    theme.apply_theme(qapp, name)
    try:
        icons = set(re.findall(r"url\((.*?)\)", qapp.styleSheet()))
        assert len(icons) >= 8
        assert [path for path in icons if not Path(path).is_file()] == []
    finally:
        theme.apply_theme(qapp, "dark")
