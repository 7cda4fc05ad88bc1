"""The newest frame wins; errors, refinement, and a clean end."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from fakes import FakeEngine, all_dark

from app.edits.edit import Edit
from app.live import worker
from app.live.controller import Controller
from app.live.jobs import Counted, FrameReady, Shown
from app.picture.geometry import Region
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.geometry import Geometry
from paramisp_core.files.export_settings import ExportSettings

WHOLE = Region(0, 0, 600, 900)
SIZE = (300, 450)


@pytest.fixture
def start(qtbot):
    """Return a function that starts a controller with an opened photo."""
    controllers: list[Controller] = []

    def begin(engine: FakeEngine) -> Controller:
        controller = Controller(engine)
        controllers.append(controller)
        controller.start()
        with qtbot.waitSignals([controller.photo_opened, controller.engine_loaded]):
            controller.open(Path("x.jpg"))
        return controller

    yield begin
    for controller in controllers:
        controller.stop()


def drafts(engine: FakeEngine) -> list[float]:
    return [edit.raw.exposure_ev for shown, edit, exact in engine.log if not exact]


def test_of_many_changes_only_the_first_and_the_newest_are_drawn(qtbot, start) -> None:
    engine = FakeEngine(draft_s=0.1)
    controller = start(engine)
    frames: list[FrameReady] = []
    controller.frame_ready.connect(frames.append)
    for ev in range(1, 21):
        controller.show(Edit(raw=RawEdits(exposure_ev=ev)), Shown.RENDER, WHOLE, SIZE)
        if ev == 1:
            qtbot.waitUntil(lambda: drafts(engine) == [1])
    qtbot.waitUntil(lambda: len([f for f in frames if not f.exact]) == 2)
    qtbot.wait(150)
    assert drafts(engine) == [1, 20]
    assert frames[1].request.edit.raw.exposure_ev == 20


def test_drafts_are_never_aborted_so_the_picture_moves_while_dragging(qtbot, start) -> None:
    engine = FakeEngine(draft_s=0.04)
    controller = start(engine)
    shown: list[Edit] = []
    controller.frame_ready.connect(lambda frame: None if frame.exact else shown.append(frame.request.edit))
    for step in range(1, 2000):  # five times faster than drafts are made: a picture that waits for rest never comes
        edit = Edit(raw=RawEdits(exposure_ev=step / 100))
        controller.show(edit, Shown.RENDER, WHOLE, SIZE)
        qtbot.wait(8)
        if len(shown) == 8:
            break
    assert len(shown) == 8
    qtbot.waitUntil(lambda: controller.idle)
    # the last change was on screen one draft and its own later
    assert shown[-1] == edit
    assert len(shown) <= 10


def test_a_draft_is_counted_after_its_picture_and_amid_a_drag_not_every_one(qtbot, start, monkeypatch) -> None:
    controller = start(FakeEngine(draft_s=0.01, refine_s=0.5))
    told: list[object] = []
    controller.frame_ready.connect(lambda frame: told.append(frame))
    controller.counted.connect(told.append)
    controller.show(Edit(raw=RawEdits(exposure_ev=1)), Shown.RENDER, WHOLE, SIZE)
    qtbot.waitUntil(lambda: len(told) == 2)
    draft, counted = told
    assert draft.counted is None
    assert counted.request is draft.request
    assert counted.histogram[:3].sum() == 3 * SIZE[0] // 2 * SIZE[1]
    qtbot.waitUntil(lambda: controller.idle)
    assert told[2].counted is not None  # the refined one comes with its counts
    told.clear()
    monkeypatch.setattr("app.live.worker.COUNT_S", 600)
    for step in range(1, 60):
        controller.show(Edit(raw=RawEdits(exposure_ev=step / 100)), Shown.RENDER, WHOLE, SIZE)
        qtbot.wait(3)
    qtbot.waitUntil(lambda: controller.idle)
    drafts = [one for one in told if isinstance(one, FrameReady) and not one.exact]
    counts = [one for one in told if isinstance(one, Counted)]
    assert len(drafts) > 5
    assert len(counts) < len(drafts) - 2
    assert counts[-1].request is drafts[-1].request  # the last one that nothing follows


def test_the_exact_picture_follows_at_rest_and_is_dropped_on_a_change(qtbot, start) -> None:
    engine = FakeEngine(refine_s=600.0)
    controller = start(engine)
    frames: list[FrameReady] = []
    controller.frame_ready.connect(frames.append)
    controller.show(Edit(), Shown.RENDER, WHOLE, SIZE)
    qtbot.waitUntil(lambda: (("render", Edit(), True)) in engine.log)
    controller.show(Edit(raw=RawEdits(exposure_ev=1)), Shown.RENDER, WHOLE, SIZE)
    qtbot.waitUntil(lambda: frames[-1].request.edit.raw.exposure_ev == 1)  # not after ten minutes
    engine.refine_s = 0.0
    qtbot.waitUntil(lambda: frames[-1].exact)
    assert frames[-1].request.edit.raw.exposure_ev == 1
    assert [f.request.edit.raw.exposure_ev for f in frames if f.exact] == [1]


def test_a_straightened_photos_draft_is_quickly_made_and_the_exact_one_follows(qtbot, start, monkeypatch) -> None:
    made = []
    picture = Geometry.picture
    monkeypatch.setattr(Geometry, "picture", lambda *given, **more: made.append(more.get("quick", False)) or picture(
        *given, **more))
    controller = start(FakeEngine())
    frames: list[FrameReady] = []
    controller.frame_ready.connect(frames.append)
    edit = Edit(raw=RawEdits(straighten=2.0))
    controller.show(edit, Shown.RENDER, WHOLE, SIZE)
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].exact)
    assert [frame.exact for frame in frames] == [False, True]
    assert made == [True, False]
    controller.show(edit, Shown.SOURCE, WHOLE, SIZE)  # no other one follows
    qtbot.waitUntil(lambda: len(frames) == 3)
    assert frames[-1].exact
    assert made[2:] == [False]


def test_what_the_next_drafts_need_is_computed_at_rest_only(qtbot, start, monkeypatch) -> None:
    monkeypatch.setattr(worker, "AHEAD_S", 1.5)
    engine = FakeEngine(prepare_s=20)
    controller = start(engine)
    frames: list[FrameReady] = []
    controller.frame_ready.connect(frames.append)
    for step in range(12):
        controller.show(Edit(), Shown.RENDER, Region(step, 0, 500, 900), SIZE)
        qtbot.waitUntil(lambda step=step: len(frames) > step)
        qtbot.wait(30)
    assert engine.warmed == 0
    qtbot.waitUntil(lambda: engine.warmed > 0)
    began = time.perf_counter()
    controller.show(Edit(), Shown.RENDER, WHOLE, SIZE)  # it gives way
    qtbot.waitUntil(lambda: len(frames) > 12)
    assert time.perf_counter() - began < 5


def test_views_that_are_exact_at_once_are_not_refined(qtbot, start) -> None:
    engine = FakeEngine()
    controller = start(engine)
    for shown in (Shown.SOURCE, Shown.MOSAIC, Shown.DEMOSAICED):
        with qtbot.waitSignal(controller.frame_ready):
            controller.show(Edit(), shown, WHOLE, SIZE)
        qtbot.wait(200)
    assert [exact for _, _, exact in engine.log] == [False, False]  # the source needs no engine


def test_an_error_frees_the_way_for_what_waits(qtbot, start, caplog) -> None:
    engine = FakeEngine(draft_s=0.05, fail=all_dark)
    controller = start(engine)
    with qtbot.waitSignals([controller.frame_failed, controller.frame_ready]):
        controller.show(Edit(raw=RawEdits(exposure_ev=-3)), Shown.RENDER, WHOLE, SIZE)
        qtbot.waitUntil(lambda: drafts(engine) == [-3])
        controller.show(Edit(raw=RawEdits(exposure_ev=1)), Shown.RENDER, WHOLE, SIZE)
    with qtbot.waitSignal(controller.frame_failed) as failed:
        controller.show(Edit(raw=RawEdits(exposure_ev=-2)), Shown.RENDER, WHOLE, SIZE)
    assert "could not be rendered" in failed.args[0]
    with qtbot.waitSignal(controller.frame_ready):
        controller.show(Edit(raw=RawEdits(exposure_ev=0.5)), Shown.RENDER, WHOLE, SIZE)


def test_sliders_stay_live_during_an_export(qtbot, start, tmp_path) -> None:
    engine = FakeEngine(export_s=600.0)
    controller = start(engine)
    controller.export(Edit(), tmp_path / "a.jpg", ExportSettings())
    qtbot.wait(100)
    with qtbot.waitSignal(controller.frame_ready):
        controller.show(Edit(raw=RawEdits(exposure_ev=1)), Shown.RENDER, WHOLE, SIZE)
    assert controller.exporting
    controller.cancel_export()


def test_the_source_is_shown_before_the_models_are_loaded(qtbot) -> None:
    gate = threading.Event()
    engine = FakeEngine(load_gate=gate)
    controller = Controller(engine)
    try:
        controller.start()
        with qtbot.waitSignal(controller.photo_opened):
            controller.open(Path("x.jpg"))
        with qtbot.waitSignal(controller.frame_ready) as shown:
            controller.show(Edit(), Shown.RENDER, WHOLE, SIZE)
        assert not shown.args[0].exact
        assert "loading" in shown.args[0].note
        assert engine.log == []
    finally:
        gate.set()
        controller.stop()


def test_a_photo_opened_meanwhile_never_gets_the_old_ones_frames(qtbot, start) -> None:
    engine = FakeEngine(draft_s=0.2)
    controller = start(engine)
    controller.show(Edit(), Shown.RENDER, WHOLE, SIZE)
    frames: list[FrameReady] = []
    with qtbot.waitSignal(controller.photo_opened) as opened:
        controller.open(Path("second.jpg"))
    controller.frame_ready.connect(frames.append)
    controller.show(Edit(), Shown.RENDER, WHOLE, SIZE)
    qtbot.waitUntil(lambda: bool(frames))
    assert {f.request.photo_id for f in frames} == {opened.args[0].photo_id}


def test_stopping_in_the_middle_of_work_is_quick_and_clean(qtbot, start) -> None:
    engine = FakeEngine(refine_s=600.0)
    controller = start(engine)
    controller.show(Edit(), Shown.RENDER, WHOLE, SIZE)
    qtbot.waitUntil(lambda: any(exact for _, _, exact in engine.log))
    controller.stop()  # which waits for the worker: for ten minutes, were the work not dropped
    controller.stop()
