"""Keys: listed, found, bound to others, taken from others, kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.preferences.keys import Command, Keys
from app.preferences.keys_page import KeysPage
from app.window import MainWindow
from paramisp_core.errors import UserError

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


def command(keys: Keys, title: str) -> Command:
    return next(each for each in keys.commands if each.title == title)


def open_page(qtbot, window: MainWindow) -> KeysPage:
    QTest.keyClick(window, Qt.Key.Key_Question)
    qtbot.waitExposed(window.choosing.dialog)
    page = window.choosing.dialog.keys
    assert page.isVisible()
    return page


def shown(page: KeysPage) -> list[str]:
    groups = [page.list.topLevelItem(i) for i in range(page.list.topLevelItemCount())]
    return [group.child(j).text(0) for group in groups if not group.isHidden()
            for j in range(group.childCount()) if not group.child(j).isHidden()]


def bind(page: KeysPage, title: str, key, modifier=Qt.KeyboardModifier.NoModifier, button=None) -> None:
    page.select(command(page._keys, title))
    page.key.setFocus()
    QTest.keyClick(page.key, key, modifier)
    QTest.mouseClick(button or page.take, LEFT)


def test_every_command_has_one_place_and_no_key_two_owners(make_window) -> None:
    keys = make_window().keys
    assert len({each.id for each in keys.commands}) == len(keys.commands)
    taken = [key for each in keys.commands for key in each.keys]
    assert len(taken) == len(set(taken))
    assert command(keys, "Undo").keys == ("Ctrl+Z",)
    assert command(keys, "Crop").id == "Edit/Crop"
    assert not any("held" in each.title for each in keys.commands)  # a hint, no command


def test_commands_are_found_by_their_words_and_by_their_keys(qtbot, make_window) -> None:
    page = open_page(qtbot, make_window())
    everything = len(shown(page))
    qtbot.keyClicks(page.search, "zoom")
    assert {"Zoom in", "Zoom out", "Zoom at the cursor"} <= set(shown(page))
    assert len(shown(page)) < 8
    page.search.clear()
    qtbot.keyClicks(page.search, "ctrl+shift+r")
    assert shown(page) == ["Reset all"]
    page.search.clear()
    assert len(shown(page)) == everything


def test_a_key_is_given_works_at_once_and_is_remembered(qtbot, make_window) -> None:
    window = make_window()
    page = open_page(qtbot, window)
    assert "(T)" not in window.tools.strip.toolTip()
    bind(page, "Keep the exposure", Qt.Key.Key_G)
    assert command(window.keys, "Keep the exposure").keys == ("G",)
    assert page.list.currentItem().text(1) == "G"
    assert "(G)" in window.shot_panel.lock.toolTip()  # its hint follows
    assert window.preferences.choices.keys == {"Edit/Keep the exposure": ["G"]}
    window.choosing.dialog.close()
    QTest.keyClick(window, Qt.Key.Key_L)
    assert not window.editing.exposure_lock.on
    QTest.keyClick(window, Qt.Key.Key_G)
    assert window.editing.exposure_lock.on
    window.close()
    again = make_window()
    QTest.keyClick(again, Qt.Key.Key_G)
    assert not again.editing.exposure_lock.on
    assert "(G)" in again.shot_panel.lock.toolTip()


def test_a_key_taken_from_another_command_is_said_before(qtbot, make_window) -> None:
    window = make_window()
    page = open_page(qtbot, window)
    page.select(command(window.keys, "Keep the exposure"))
    page.key.setFocus()
    QTest.keyClick(page.key, Qt.Key.Key_Y)
    assert "Compare" in page.note.text()
    assert "lose" in page.note.text()
    QTest.mouseClick(page.take, LEFT)
    assert command(window.keys, "Keep the exposure").keys == ("Y",)
    compare = next(each for each in window.keys.commands if each.title.startswith("Compare: wipe"))
    assert compare.keys == ()
    page.select(compare)
    QTest.mouseClick(page.usual, LEFT)
    assert compare.keys == ("Y",)
    assert command(window.keys, "Keep the exposure").keys == ()


def test_keys_are_added_and_removed_and_all_put_back(qtbot, make_window) -> None:
    window = make_window()
    page = open_page(qtbot, window)
    bind(page, "Fit", Qt.Key.Key_F, CTRL, page.add)
    assert command(window.keys, "Fit").keys == ("Ctrl+0", "Ctrl+F")
    QTest.mouseClick(page.remove, LEFT)
    assert command(window.keys, "Fit").keys == ()
    bind(page, "Undo", Qt.Key.Key_U, CTRL)
    window.choosing.dialog.reset_page()
    assert all(each.keys == each.usual for each in window.keys.commands)
    assert window.preferences.choices.keys == {}


@pytest.mark.parametrize("key", ["Space", "\\", "Left", "Return"])
def test_keys_that_move_the_picture_or_the_focus_are_refused(make_window, key: str) -> None:
    keys = make_window().keys
    with pytest.raises(UserError, match="choose another"):
        keys.with_keys(command(keys, "Crop"), [key])


def test_nonsense_in_the_file_leaves_the_usual_keys_of_the_others(make_window) -> None:
    window = make_window()
    window.keys.show({"Edit/Crop": ["nonsense++"], "Gone/Command": ["G"], "Edit/Undo": ["Ctrl+U"]})
    assert command(window.keys, "Undo").keys == ("Ctrl+U",)
    assert command(window.keys, "Fit").keys == ("Ctrl+0",)
