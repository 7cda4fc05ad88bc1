"""The look: Fusion in pure greys, so that nothing colored stands beside the picture."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

WINDOW = "#262626"
PANEL = "#2b2b2b"
RAISED = "#383838"
FIELD = "#1f1f1f"
LINE = "#141414"
OUTLINE = "#4a4a4a"
TEXT = "#d8d8d8"
QUIET = "#a0a0a0"  # 5.6:1 on PANEL
DISABLED = "#6c6c6c"
GROOVE = "#505050"
FILL = "#b4b4b4"
HANDLE = "#e4e4e4"
FOCUS = "#8fb4dc"
WARNING = "#d9b36a"
ERROR = "#e09a8c"
SURROUNDS = {"Dark": "#1b1b1b", "Middle gray": "#777777", "Black": "#000000", "White": "#ffffff"}

_QSS = f"""
QToolTip {{ background: {RAISED}; color: {TEXT}; border: 1px solid {OUTLINE}; padding: 4px 6px; }}
QMainWindow, QDialog {{ background: {WINDOW}; }}
QMenuBar {{ background: {WINDOW}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; background: transparent; border-radius: 3px; }}
QMenuBar::item:selected {{ background: {RAISED}; }}
QMenu {{ background: {PANEL}; border: 1px solid {OUTLINE}; padding: 4px; }}
QMenu::item {{ padding: 5px 26px 5px 22px; border-radius: 3px; }}
QMenu::item:selected {{ background: #4a4a4a; }}
QMenu::item:disabled {{ color: {DISABLED}; }}
QMenu::separator {{ height: 1px; background: {OUTLINE}; margin: 4px 8px; }}
QStatusBar {{ background: {WINDOW}; border-top: 1px solid {LINE}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {QUIET}; padding: 0 6px; }}
QScrollArea#panels, QWidget#panelColumn {{ background: {PANEL}; border: none; }}
QScrollArea#panels {{ border-left: 1px solid {LINE}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: #4c4c4c; border-radius: 4px; min-height: 30px; margin: 1px 2px; }}
QScrollBar::handle:vertical:hover {{ background: #626262; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: #4c4c4c; border-radius: 4px; min-width: 30px; margin: 2px 1px; }}
QScrollBar::handle:horizontal:hover {{ background: #626262; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; height: 0; width: 0; }}
QWidget#section {{ background: {PANEL}; border-top: 1px solid {LINE}; }}
QToolButton#sectionTitle {{ border: none; font-weight: 600; padding: 3px 2px; text-align: left; }}
QToolButton#flat {{ border: none; color: {QUIET}; padding: 2px 6px; border-radius: 3px; }}
QToolButton#flat:hover {{ color: {TEXT}; background: {RAISED}; }}
QToolButton#flat:disabled {{ color: transparent; }}
QToolButton#flat:focus, QToolButton#sectionTitle:focus {{ color: {TEXT}; background: {RAISED}; }}
QToolButton#more {{ border: none; padding: 2px 6px; border-radius: 3px; }}
QToolButton#more:hover, QToolButton#more:focus {{ background: {RAISED}; }}
QToolButton#more::menu-indicator {{ image: none; width: 0; }}
QToolButton#unknown {{ border: 1px solid {OUTLINE}; border-radius: 3px; color: {QUIET}; padding: 0; }}
QToolButton#unknown:hover {{ color: {TEXT}; border-color: #6a6a6a; }}
QToolButton#unknown:checked {{ background: {FILL}; color: #1c1c1c; border-color: {FILL}; }}
QToolButton#unknown:disabled {{ color: #4a4a4a; border-color: #3a3a3a; }}
QLabel#quiet:disabled {{ color: {DISABLED}; }}
QToolButton#unknown:focus {{ border-color: {FOCUS}; }}
QLabel#quiet {{ color: {QUIET}; }}
QLabel#warning {{ color: {WARNING}; }}
QLineEdit {{ background: {FIELD}; border: 1px solid {OUTLINE}; border-radius: 3px; padding: 3px 6px;
    selection-background-color: #5d6b7a; selection-color: #ffffff; }}
QLineEdit:focus {{ border-color: {FOCUS}; }}
QLineEdit#value {{ background: transparent; border: 1px solid transparent; padding: 1px 4px; }}
QLineEdit#value:hover {{ border-color: {OUTLINE}; background: {FIELD}; }}
QLineEdit#value:focus {{ border-color: {FOCUS}; background: {FIELD}; }}
QLineEdit#value[outside="true"] {{ color: {WARNING}; }}
QLineEdit#value[wrong="true"] {{ border-color: {ERROR}; background: {FIELD}; }}
QPushButton {{ background: {RAISED}; border: 1px solid {OUTLINE}; border-radius: 4px; padding: 5px 10px; }}
QPushButton:hover {{ background: #444444; }}
QPushButton:pressed {{ background: #303030; }}
QPushButton:disabled {{ color: {DISABLED}; background: {PANEL}; border-color: #3a3a3a; }}
QPushButton:focus {{ border-color: {FOCUS}; }}
QPushButton#chooser {{ text-align: left; padding: 5px 8px; }}
QToolButton#segment {{ background: {PANEL}; border: 1px solid {LINE}; color: {QUIET}; padding: 4px 13px;
    margin: 0; }}
QToolButton#segment:hover {{ color: {TEXT}; }}
QToolButton#segment:checked {{ background: #4d4d4d; color: #f0f0f0; }}
QToolButton#segment:focus {{ border-color: {FOCUS}; }}
QToolButton#segment:disabled {{ color: {DISABLED}; }}
QWidget#viewBar {{ background: {WINDOW}; border-bottom: 1px solid {LINE}; }}
QFrame#messageBar {{ background: #3a342a; border: none; border-bottom: 1px solid {LINE}; }}
QFrame#messageBar[kind="error"] {{ background: #43302c; }}
QFrame#exportBar {{ background: {PANEL}; border: none; border-top: 1px solid {LINE}; }}
QFrame#strip {{ background: {WINDOW}; border: none; border-top: 1px solid {LINE}; }}
QFrame#chooserPopup {{ background: {PANEL}; border: 1px solid {OUTLINE}; }}
QListView {{ background: {FIELD}; border: 1px solid {LINE}; outline: none; }}
QListView::item {{ padding: 4px 6px; }}
QListView::item:selected {{ background: #4a4a4a; color: #ffffff; }}
QListView QLineEdit {{ padding: 0; border: none; border-radius: 0; }}
QProgressBar {{ background: {FIELD}; border: none; border-radius: 2px; }}
QProgressBar::chunk {{ background: {FILL}; border-radius: 2px; }}
QTextBrowser {{ background: {FIELD}; border: 1px solid {LINE}; padding: 8px; }}
"""


def apply_theme(app: QApplication) -> None:
    """Give the application its dark grey look and a font size that fits dense panels."""
    app.setStyle("Fusion")
    app.styleHints().setColorScheme(Qt.ColorScheme.Dark)
    app.setPalette(palette())
    font = QFont(app.font())
    if font.pointSizeF() > 9.5 or font.pointSizeF() <= 0:
        font.setPointSizeF(9.5)
    app.setFont(font)
    app.setStyleSheet(_QSS)


def palette() -> QPalette:
    """Return the greys of Fusion's roles."""
    role = QPalette.ColorRole
    result = QPalette(QColor(PANEL))
    for which, color in {
        role.Window: WINDOW,
        role.WindowText: TEXT,
        role.Base: FIELD,
        role.AlternateBase: PANEL,
        role.Text: TEXT,
        role.Button: RAISED,
        role.ButtonText: TEXT,
        role.BrightText: "#ffffff",
        role.ToolTipBase: RAISED,
        role.ToolTipText: TEXT,
        role.PlaceholderText: QUIET,
        role.Highlight: "#5d6b7a",
        role.HighlightedText: "#ffffff",
        role.Link: FOCUS,
        role.LinkVisited: FOCUS,
        role.Light: "#4a4a4a",
        role.Midlight: "#404040",
        role.Mid: "#303030",
        role.Dark: "#1a1a1a",
        role.Shadow: "#0c0c0c",
    }.items():
        result.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(DISABLED))
    return result
