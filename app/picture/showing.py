"""What the viewer shows: the chosen view, what is held or glanced at in its place, and the pictures that arrive."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.edits.edit import Edit
from app.live.jobs import Counted, FrameReady, Shown
from app.picture.channels import Channels
from app.picture.compare import Comparison, Layout
from app.picture.overlays import Overlays
from app.picture.photosites import PhotositeColors
from app.picture.proof import Proofing
from app.picture.view_bar import SHOWN_NAMES, ViewBar
from app.translations import tr

if TYPE_CHECKING:
    from app.window import MainWindow


_TAP_S = 0.4  # a key held longer is no tap
_LATE_MS = 300  # after this a picture that is still to come is announced


class Showing(QObject):
    """Asks for the picture of the present edit and view, and shows what comes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shown = Shown.RENDER
        self._held = False
        self._latched = False  # held by a tap of the key, until the next
        self._pressed_at = 0.0
        self._glanced: Edit | None = None
        self._seconds: float | None = None
        self._exact = self._settled = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._on_late)
        self.comparison = Comparison(window)
        self.overlays = Overlays(window)
        self.proofing = Proofing(window)
        self.channels = Channels(window)
        self.photosite_colors = PhotositeColors(window, self.request)
        self.bar = ViewBar(window.viewer, self.comparison.menu)
        self.bar.chosen.connect(self.set_shown)
        self.comparison.changed.connect(self._on_comparison)
        self.overlays.changed.connect(self._on_overlay)
        self.proofing.changed.connect(self._on_proof)
        self.channels.changed.connect(self._on_channel)
        self.bar.proof.clicked.connect(self.proofing.action.trigger)
        window.viewer.view_changed.connect(self._on_view_changed)
        window.monitor.changed.connect(self.request)
        window.controller.frame_ready.connect(self._on_frame)
        window.controller.counted.connect(self._on_counted)
        window.controller.refining.connect(self._on_refining)

    @property
    def shown(self) -> Shown:
        """The view on screen: the chosen one, or the source while it is held."""
        return Shown.SOURCE if self._held else self._shown

    def set_shown(self, shown: Shown) -> None:
        """Choose one of the four views; zoom and position stay."""
        if self._latched:
            self.hold_source(False)
        self._shown = shown
        self.mark()
        self.request()

    def press_source(self) -> None:
        """The key of the source goes down: it shows while the key is held; a tap keeps it until the next tap."""
        self._pressed_at = 0.0 if self._held else time.monotonic()  # after a tap it goes with the second one
        self.hold_source(True)

    def release_source(self) -> None:
        """The key comes up again."""
        if time.monotonic() - self._pressed_at < _TAP_S and self._held:
            self._latched = True
        else:
            self.hold_source(False)

    def hold_source(self, held: bool) -> None:
        """Show the source for as long as it is held."""
        if not held:
            self._latched = False
        if held != self._held and self._window.photo is not None:
            self._held = held
            self.mark()
            self._window.viewer.set_banner(tr("Source") if held and self._shown is not Shown.SOURCE else "")
            self.request()

    def glance(self, edit: Edit | None, name: str = "") -> None:
        """Show another edit for as long as the mouse points at it; None: the photo's own again."""
        window = self._window
        if edit != self._glanced and not window.cropping.on and not window.gray.picker.active:
            self._glanced = edit
            window.viewer.set_banner(name)
            self.request()

    def forget_glance(self) -> None:
        """The photo or its edit is another one."""
        if self._glanced is not None:
            self._glanced = None
            self._window.viewer.set_banner("")

    def forget_picture(self) -> None:
        """No picture of this photo has come yet."""
        self._late.stop()
        self._window.viewer.set_waiting("")
        self._exact = self._settled = False

    def forget_time(self) -> None:
        """The last picture was another engine's."""
        self._seconds = None
        self.show_engine()

    def mark(self) -> None:
        """Mark the buttons and entries of what is shown."""
        window = self._window
        self.bar.segments[self.shown].setChecked(True)
        window.menus.shown[self._shown].setChecked(True)
        self.bar.compare.setChecked(self.comparison.layout is not Layout.OFF)
        layout = Layout.OFF if window.cropping.on else self.comparison.layout
        window.viewer.set_comparison(layout, self.comparison.label, tr(SHOWN_NAMES[self.shown][0]))

    def request(self) -> None:
        """Ask for the picture of what is to be seen now."""
        window = self._window
        wanted = window.viewer.wanted()
        if wanted is not None and window.photo is not None:
            edit = self._glanced or window.edit
            cropping = window.cropping.on
            beside = None if cropping else self.comparison.picture(edit, window.photo)
            window.controller.show(edit, self.shown, *wanted, whole=cropping, beside=beside,
                                   overlay=self.overlays.current, filter_colors=self.photosite_colors.on,
                                   scope=window.scopes.scope, monitor=window.monitor.profile,
                                   proof=self.proofing.active, gamut=self.proofing.profile,
                                   channel=self.channels.current)
            frame = window.viewer.frame
            if frame is not None and frame.request.shown is not self.shown:
                self._late.start()

    def show_change(self, before: Edit, after: Edit) -> None:
        """Leave the source, which no edit changes, when something is edited: one wants to see what it does."""
        def seen(edit: Edit) -> Edit:  # crop and turn are seen in the source too
            return edit.changed(raw=edit.raw.without("geometry"))

        if self._latched and seen(before) != seen(after):
            self.hold_source(False)
        if self._shown is Shown.SOURCE and self.comparison.layout is Layout.OFF and seen(before) != seen(after):
            self.set_shown(Shown.RENDER)

    def show_engine(self) -> None:
        """Say in the status bar what made the last picture, and how fast."""
        facts = self._window.controller.engine
        if facts is not None:
            kind = "exact" if self._exact else "refined" if self._settled else "draft"
            self._window.status.show_engine(facts, None if self._seconds is None else (kind, self._seconds))

    def _on_late(self) -> None:
        frame = self._window.viewer.frame
        if frame is not None and frame.request.shown is not self.shown:
            name = tr(SHOWN_NAMES[self.shown][0])
            self._window.viewer.set_waiting(self.tr("{view} is on its way…").format(view=name))

    def _on_comparison(self) -> None:
        self.mark()
        self.request()

    def _on_overlay(self) -> None:
        self._window.viewer.set_overlay(self.overlays.current)
        self.request()

    def _on_proof(self) -> None:
        self.bar.show_proof(self.proofing.active)
        self.request()

    def _on_channel(self) -> None:
        channel = self.channels.current
        self._window.viewer.set_corner("" if channel is None else tr(channel.value))
        self.request()

    def _on_view_changed(self) -> None:
        view = self._window.viewer.view
        if view is not None:
            self.bar.show_scale(view.scale)
        self.request()

    def _on_frame(self, frame: FrameReady) -> None:
        window = self._window
        window.viewer.set_frame(frame)
        if frame.request.shown is self.shown:
            self._late.stop()
            window.viewer.set_waiting("")
        if frame.counted is not None:
            self._on_counted(frame.counted)
        self._exact, self._seconds = frame.exact, frame.seconds
        self._settled = frame.exact or frame.request.exact or (
            not frame.request.approximate and window.controller.engine is not None)
        self.bar.show_quality(frame, self._settled)
        self.show_engine()

    def _on_counted(self, counted: Counted) -> None:
        self._window.scopes.show_counted(counted)
        self._window.raw_panel.curve.square.show_counts(counted.histogram)

    def _on_refining(self, fraction: float) -> None:
        self._window.status.show_progress(fraction)
        if not self._settled:
            self.bar.show_refining(fraction < 1.0)
