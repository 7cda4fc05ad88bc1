"""The page of models: cards, choice, verification, files taken in and models removed."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from fakes import FakeEngine
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.live.engine import Engine
from app.live.engine_setup import EngineSetup
from app.preferences.models_page import ModelsPage, score_table
from app.window import MainWindow
from paramisp_core.networks.checkpoints import list_checkpoints, save_network, user_models_path
from paramisp_core.networks.compact import CompactConfig, CompactNetwork
from paramisp_core.networks.paper import PaperNetwork

LEFT = Qt.MouseButton.LeftButton


def open_page(qtbot, window: MainWindow) -> ModelsPage:
    page = window.choosing.open("models").models
    qtbot.waitExposed(window.choosing.dialog)
    return page


def select(page: ModelsPage, name: str) -> None:
    page.list.setCurrentItem(page.list.findItems(name, Qt.MatchFlag.MatchExactly)[0])


def own_model(name: str = "mine-inverse") -> None:
    card = next(card for card in list_checkpoints() if card.direction == "inverse")
    save_network(CompactNetwork("inverse", CompactConfig(channels=8, blocks=1)), user_models_path() / name, card)


def test_each_model_shows_its_card(qtbot, make_window) -> None:
    page = open_page(qtbot, make_window())
    for card in list_checkpoints():
        select(page, card.name)
        text = page.card.toPlainText()
        assert card.trained_on[:20] in text
        assert card.sha256 in text
        assert all(limit[:20] in text for limit in card.limits)
        assert not page.remove.isEnabled()  # it comes with the program


def test_readers_of_cameras_come_after_the_networks_they_serve_and_say_what_they_do(qtbot, make_window) -> None:
    page = open_page(qtbot, make_window())
    names = [page.list.item(i).text() for i in range(page.list.count())]
    assert names[:4] == ["compact-forward", "compact-inverse", "compact-forward-style", "compact-inverse-style"]
    select(page, "compact-forward-style")
    text = page.card.toPlainText()
    assert "reader of cameras, RAW to photo" in text
    assert "by itself, wherever compact-forward works" in text
    assert "trusted" not in text, "that is said of the network it serves"


def test_models_made_meanwhile_are_there_when_one_looks(qtbot, make_window) -> None:
    window = make_window()
    page = open_page(qtbot, window)
    window.choosing.dialog.show_page("general")
    window.choosing.dialog.close()
    own_model()
    window.choosing.open()
    assert page.list.item(0).text() != "mine-inverse"
    window.choosing.dialog.tabs.setCurrentWidget(page)
    assert page.list.item(0).text() == "mine-inverse", "own ones first"


def test_scores_are_laid_out_in_tables_whatever_their_depth() -> None:
    document = QTextDocument()
    document.setHtml(score_table({"real": {"sRGB": {"as is": 20.5}, "network": {"as is": 30.0, "one <gain>": 31.25}},
                                  "mine": {"psnr": 28.0}, "steps": 7}))
    text = document.toPlainText().split()
    assert text == ["real", "as", "is", "one", "<gain>", "sRGB", "20.50", "network", "30.00", "31.25", "mine", "psnr",
                    "28.00", "steps", "7"]
    assert score_table({}) == ""


def test_a_chosen_model_is_loaded_and_remembered(qtbot, make_window) -> None:
    own_model()
    engine = FakeEngine()
    window = make_window(engine)
    page = open_page(qtbot, window)
    box = page.boxes["inverse"]
    for name in ("compact-inverse-style", "dequantizer"):
        assert box.findData(name) < 0, "it is no camera"
    names = [box.itemData(i) for i in range(box.count())]
    assert names[:2] == ["", "mine-inverse"], "one's own come first"
    assert page.list.item(0).text() == "mine-inverse"
    assert sorted(names[1:]) == sorted(
        card.name for card in list_checkpoints()
        if card.direction == "inverse" and card.architecture not in ("style", "dequantizer"))
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert window.preferences.choices.inverse_model == "mine-inverse"
    qtbot.waitUntil(lambda: window.controller.engine is not None)
    assert engine.setups == [EngineSetup(inverse="mine-inverse")]
    facts = Engine(window.preferences.choices.engine).load()
    assert facts.inverse_card["name"] == "mine-inverse"
    assert facts.device_note == ""
    # and goes back to the usual one as it is deleted
    select(page, "mine-inverse")
    QTest.mouseClick(page.remove, LEFT)
    next(b for b in page._asking.buttons() if b.text() == "Delete").click()
    qtbot.waitUntil(lambda: window.preferences.choices.inverse_model == "")
    assert list(user_models_path().iterdir()) == []
    assert box.currentData() == ""
    qtbot.waitUntil(lambda: window.controller.engine is not None and window.controller.idle)


def test_damaged_weights_are_found(qtbot, make_window) -> None:
    own_model()
    page = open_page(qtbot, make_window())
    QTest.mouseClick(page.verify, LEFT)
    qtbot.waitUntil(lambda: not page.busy)
    assert f"All {len(list_checkpoints())} models" in page.note.text()
    weights = user_models_path() / "mine-inverse.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    QTest.mouseClick(page.verify, LEFT)
    qtbot.waitUntil(lambda: not page.busy)
    assert "mine-inverse.safetensors is damaged" in page.note.text()
    assert page.note.objectName() == "warning"


def test_an_official_checkpoint_is_taken_in_off_the_gui_thread(qtbot, make_window, tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "D90.ckpt"
    torch.save({"state_dict": PaperNetwork("forward").state_dict()}, file)
    page = open_page(qtbot, make_window())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(file), ""))
    QTest.mouseClick(page.take_in, LEFT)
    assert page.busy  # it goes on meanwhile
    qtbot.waitUntil(lambda: hasattr(page, "_asking") and page._asking.isVisible())
    assert isinstance(page._asking, QMessageBox)
    assert [b.text() for b in page._asking.buttons()][:2] == ["Photo to RAW", "RAW to photo"]
    next(b for b in page._asking.buttons() if b.text() == "RAW to photo").click()
    qtbot.waitUntil(lambda: "D90-forward" in page.note.text())
    assert page.selected.name == "D90-forward", "one sees what was taken in"
    assert "command line" in page.card.toPlainText()  # too slow to edit with
    assert page.boxes["forward"].findData("D90-forward") < 0
    assert page.remove.isEnabled()


def test_a_file_that_is_none_is_refused_in_a_sentence(qtbot, make_window, tmp_path: Path) -> None:
    (tmp_path / "note.ckpt").write_text("hello")
    page = open_page(qtbot, make_window())
    page.import_file(tmp_path / "note.ckpt")
    qtbot.waitUntil(lambda: not page.busy)
    assert "note.ckpt is not a checkpoint" in page.note.text()
    assert not user_models_path().exists()


def test_a_paper_network_chosen_by_hand_is_said_and_the_usual_one_used() -> None:
    card = next(card for card in list_checkpoints() if card.direction == "inverse")
    save_network(PaperNetwork("inverse"), user_models_path() / "slow-inverse", card)
    facts = Engine(EngineSetup(inverse="slow-inverse")).load()
    assert facts.inverse_card["name"] == "compact-inverse"
    assert "too slow" in facts.device_note
