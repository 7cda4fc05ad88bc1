"""The start page, where no photo is open: what this is, photos of before, the sample, and a place to drop new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import theme
from app.photos.folder_strip import Strip

_WIDTH = 720


class StartPage(QWidget):
    """Lies over the viewer, under its messages."""

    open_asked = Signal()
    folder_asked = Signal()
    photo_asked = Signal(object)  # Path

    def __init__(self, viewer: QWidget, busy: Callable[[], bool], sample: Path) -> None:
        super().__init__(viewer)
        self.setObjectName("startPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        title = QLabel("ParamISP Studio")
        title.setObjectName("startTitle")
        words = QLabel(self.tr(
            "Open a photo from any camera: the RAW it came from is reconstructed, and a learned camera renders it "
            "again while you edit. Choose the ISO, the aperture, even the camera to render for; the photo itself is "
            "never changed. Export a DNG for raw programs or a finished picture; a RAW made from a JPEG is an "
            "estimate, and says so."))
        words.setObjectName("quiet")
        words.setWordWrap(True)
        self.drop = _DropPlace(self.tr("Drop photos or a folder here"))
        self.drop.clicked.connect(self.open_asked)
        self.open = self._button(self.tr("Open photos…"), self.tr("Choose one photo or several (Ctrl+O)"))
        self.open.clicked.connect(lambda: self.open_asked.emit())
        folder = self._button(self.tr("Open a folder…"), self.tr("All photos of a folder (Ctrl+Shift+O)"))
        folder.clicked.connect(lambda: self.folder_asked.emit())
        self.sample = self._button(self.tr("Try the sample"), self.tr("Open the photo that comes with the program"))
        self.sample.clicked.connect(lambda: self.photo_asked.emit(sample))
        self.sample.setVisible(sample.is_file())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open, folder, self.sample):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._recent_title = QLabel(self.tr("Recent photos"))
        self.recent = Strip(busy)
        self.recent.setAccessibleName(self.tr("Recent photos"))
        self.recent.setSelectionMode(Strip.SelectionMode.SingleSelection)
        self.recent.open_asked.connect(self.photo_asked)
        self.recent.step_asked.connect(self._step)
        self._none = QLabel(self.tr("Photos that you open will be found here."))
        self._none.setObjectName("quiet")

        self._inner = QWidget()
        self._inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(14)
        for part in (title, words, self.drop):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addSpacing(10)
        for part in (self._recent_title, self.recent, self._none):
            column.addWidget(part)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._inner, 100)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)
        viewer.installEventFilter(self)
        self.lower()
        self.hide()

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        return button

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Come into sight with the photos opened last."""
        self.recent.photos.set_paths(paths)
        for part in (self._recent_title, self.recent):
            part.setVisible(bool(paths))
        self._none.setVisible(not paths)
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.open.setFocus()

    def set_dropping(self, dropping: bool) -> None:
        """Show that files may be let go."""
        self.drop.set_dropping(dropping)

    def stop(self) -> None:
        """Wait for what is being read."""
        self.recent.loader.stop()

    def _step(self, count: int) -> None:
        """Mark the next photo; Enter opens it."""
        row = self.recent.currentIndex().row() + count
        if 0 <= row < len(self.recent.photos.paths):
            self.recent.setCurrentIndex(self.recent.photos.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the viewer."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
        return False


class _DropPlace(QFrame):
    """A frame to drop files into; a click asks for them."""

    clicked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self._dropping = False
        self.setFixedHeight(110)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("JPEG, PNG, TIFF, HEIC, WebP and camera RAW files"))
        label = QLabel(text)
        label.setObjectName("quiet")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self).addWidget(label)

    def set_dropping(self, dropping: bool) -> None:
        """Show that files may be let go."""
        self._dropping = dropping
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.FOCUS if self._dropping else "#5a5a5a"), 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for photos."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
