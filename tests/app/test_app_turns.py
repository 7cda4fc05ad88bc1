"""What takes long on the GUI thread is done in parts, one a turn of its event loop."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from app.live.turns import Turns


def test_the_loop_turns_between_two_parts(qtbot) -> None:
    turns, done, heard = Turns(), [], []
    clock = QTimer()
    clock.setInterval(0)
    clock.timeout.connect(lambda: heard.append(len(done)))
    clock.start()
    turns.begin(*(lambda i=i: done.append(i) for i in range(5)))
    assert done == []
    qtbot.waitUntil(lambda: turns.idle)
    assert done == [0, 1, 2, 3, 4]
    assert {1, 2, 3, 4} <= {*heard, len(done) - 1}


def test_what_waits_gives_way_to_what_is_begun_and_can_be_dropped(qtbot) -> None:
    turns, done = Turns(), []
    turns.begin(lambda: done.append("old"))
    turns.begin(lambda: done.append("new"), lambda: turns.begin(lambda: done.append("from within")))
    qtbot.waitUntil(lambda: turns.idle and len(done) == 2)
    turns.begin(lambda: done.append("never"))
    turns.drop()
    assert turns.idle
    qtbot.wait(20)
    assert done == ["new", "from within"]


def test_a_photo_that_is_opened_is_shown_panel_by_panel(make_window, qtbot) -> None:
    window = make_window()
    assert window.settled
    assert all(panel.isEnabled() for panel in window.side.panels)
    assert window.raw_panel.rows["exposure_ev"].edit.text() == "0.00 EV"
    window.opening.close()
    assert not any(panel.isEnabled() for panel in window.side.panels)


def test_closing_a_photo_that_is_not_all_shown_shows_no_more_of_it(make_window, qtbot) -> None:
    window = make_window(wait=False)
    qtbot.waitUntil(lambda: window.photo is not None)
    window.opening.close()
    qtbot.wait(50)
    qtbot.waitUntil(lambda: window.settled)
    assert not any(panel.isEnabled() for panel in window.side.panels)
    assert window.raw_panel.rows["exposure_ev"].edit.text() == ""
