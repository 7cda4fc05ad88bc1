"""The look: Fusion in pure grays, dark or light, so that nothing colored stands beside the picture."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QImageReader, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from paramisp_core.resources import resource_path

_DARK = {
    "WINDOW": "#262626",
    "PANEL": "#2b2b2b",
    "RAISED": "#383838",
    "FIELD": "#1f1f1f",
    "LINE": "#141414",
    "OUTLINE": "#4a4a4a",
    "TEXT": "#d8d8d8",
    "QUIET": "#a2a2a2",
    "DISABLED": "#6c6c6c",
    "FAINT": "#3c3c3c",  # lines of what is disabled
    "GROOVE": "#505050",
    "FILL": "#b4b4b4",
    "ON_FILL": "#1c1c1c",
    "HANDLE": "#e4e4e4",
    "STRONG": "#ffffff",
    "HOVER": "#444444",
    "PRESSED": "#303030",
    "SELECTED": "#4a4a4a",
    "MARKED": "#5d6b7a",
    "ON_MARKED": "#ffffff",
    "FOCUS": "#8fb4dc",
    "WARNING": "#d9b36a",
    "ERROR": "#e09a8c",
    "NOTE_BAR": "#3a342a",
    "ERROR_BAR": "#43302c",
}
_LIGHT = {
    "WINDOW": "#dedede",
    "PANEL": "#e8e8e8",
    "RAISED": "#f4f4f4",
    "FIELD": "#fbfbfb",
    "LINE": "#bcbcbc",
    "OUTLINE": "#a2a2a2",
    "TEXT": "#202020",
    "QUIET": "#565656",
    "DISABLED": "#8e8e8e",
    "FAINT": "#cccccc",
    "GROOVE": "#b0b0b0",
    "FILL": "#5c5c5c",
    "ON_FILL": "#ffffff",
    "HANDLE": "#3c3c3c",
    "STRONG": "#000000",
    "HOVER": "#ffffff",
    "PRESSED": "#d0d0d0",
    "SELECTED": "#c6c6c6",
    "MARKED": "#5d6b7a",
    "ON_MARKED": "#ffffff",
    "FOCUS": "#2a5f9e",
    "WARNING": "#7a5200",
    "ERROR": "#9c2f1f",
    "NOTE_BAR": "#efe3c8",
    "ERROR_BAR": "#f1d3cc",
}
THEMES = {"dark": _DARK, "light": _LIGHT}
# The colors in use, for painting: always as theme.NAME, since apply_theme exchanges them.
WINDOW, PANEL, RAISED, FIELD = _DARK["WINDOW"], _DARK["PANEL"], _DARK["RAISED"], _DARK["FIELD"]
LINE, OUTLINE, TEXT, QUIET = _DARK["LINE"], _DARK["OUTLINE"], _DARK["TEXT"], _DARK["QUIET"]
DISABLED, FAINT, GROOVE, FILL = _DARK["DISABLED"], _DARK["FAINT"], _DARK["GROOVE"], _DARK["FILL"]
HANDLE, STRONG, FOCUS, WARNING = _DARK["HANDLE"], _DARK["STRONG"], _DARK["FOCUS"], _DARK["WARNING"]
ERROR, SELECTED = _DARK["ERROR"], _DARK["SELECTED"]
SCOPE = "#1f1f1f"  # colored light adds up on it, so it is dark in both
SURROUNDS = {"Dark": "#1b1b1b", "Middle gray": "#777777", "Black": "#000000", "White": "#ffffff"}

_QSS = """
QToolTip {{ background: {RAISED}; color: {TEXT}; border: 1px solid {OUTLINE}; padding: 4px 6px; }}
QMainWindow, QDialog {{ background: {WINDOW}; }}
QMenuBar {{ background: {WINDOW}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; background: transparent; border-radius: 3px; }}
QMenuBar::item:selected {{ background: {RAISED}; }}
QMenu {{ background: {PANEL}; border: 1px solid {OUTLINE}; padding: 4px; }}
QMenu::item {{ padding: 5px 26px 5px 22px; border-radius: 3px; }}
QMenu::item:selected {{ background: {SELECTED}; }}
QMenu::item:disabled {{ color: {DISABLED}; }}
QMenu::separator {{ height: 1px; background: {OUTLINE}; margin: 4px 8px; }}
QStatusBar {{ background: {WINDOW}; border-top: 1px solid {LINE}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {QUIET}; padding: 0 6px; }}
QScrollArea#panels, QWidget#panelColumn, QWidget#side {{ background: {PANEL}; border: none; }}
QWidget#side {{ border-left: 1px solid {LINE}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {GROOVE}; border-radius: 4px; min-height: 30px; margin: 1px 2px; }}
QScrollBar::handle:vertical:hover {{ background: {QUIET}; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {GROOVE}; border-radius: 4px; min-width: 30px; margin: 2px 1px; }}
QScrollBar::handle:horizontal:hover {{ background: {QUIET}; }}
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
QLabel#quiet:disabled {{ color: {DISABLED}; }}
QLabel#quiet {{ color: {QUIET}; }}
QLabel#warning {{ color: {WARNING}; }}
QLineEdit {{ background: {FIELD}; border: 1px solid {OUTLINE}; border-radius: 3px; padding: 3px 6px;
    selection-background-color: {MARKED}; selection-color: {ON_MARKED}; }}
QLineEdit:focus {{ border-color: {FOCUS}; }}
QLineEdit#value {{ background: transparent; border: 1px solid transparent; padding: 1px 4px; }}
QLineEdit#value:hover {{ border-color: {OUTLINE}; background: {FIELD}; }}
QLineEdit#value:focus {{ border-color: {FOCUS}; background: {FIELD}; }}
QLineEdit#value[outside="true"] {{ color: {WARNING}; }}
QLineEdit#value[wrong="true"] {{ border-color: {ERROR}; background: {FIELD}; }}
QPushButton, QToolButton#tool, QComboBox {{ background: {RAISED}; border: 1px solid {OUTLINE}; border-radius: 4px; }}
QPushButton {{ padding: 5px 10px; }}
QToolButton#tool {{ padding: 4px 7px; }}
QToolButton#tool[icon_name] {{ padding: 4px 0; }}
QToolButton#tool[icon_name="turnLeft"] {{ qproperty-icon: url({ICONS}/turn-left-{NAME}.svg); }}
QToolButton#tool[icon_name="turnRight"] {{ qproperty-icon: url({ICONS}/turn-right-{NAME}.svg); }}
QToolButton#tool[icon_name="flipHorizontal"] {{ qproperty-icon: url({ICONS}/flip-horizontal-{NAME}.svg); }}
QToolButton#tool[icon_name="flipVertical"] {{ qproperty-icon: url({ICONS}/flip-vertical-{NAME}.svg); }}
QComboBox {{ padding: 4px 8px; }}
QPushButton:hover, QToolButton#tool:hover, QComboBox:hover {{ background: {HOVER}; }}
QPushButton:pressed, QToolButton#tool:pressed {{ background: {PRESSED}; }}
QToolButton#tool:checked {{ background: {FILL}; color: {ON_FILL}; border-color: {FILL}; }}
QPushButton:disabled, QToolButton#tool:disabled, QComboBox:disabled {{ color: {DISABLED}; background: {PANEL};
    border-color: {FAINT}; }}
QPushButton:focus, QToolButton#tool:focus, QComboBox:focus {{ border-color: {FOCUS}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url({ICONS}/chevron-down-{NAME}.svg); width: 12px; height: 12px; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{ background: {PANEL}; border: 1px solid {OUTLINE}; padding: 3px; outline: none;
    selection-background-color: {SELECTED}; selection-color: {STRONG}; }}
QComboBox QAbstractItemView::item {{ min-height: 22px; padding: 0 6px; }}
QComboBox::down-arrow:disabled {{ image: none; }}
QAbstractSpinBox QLineEdit {{ background: transparent; border: none; padding: 0 0 0 5px; }}
QAbstractSpinBox {{ background: {FIELD}; border: 1px solid {OUTLINE}; border-radius: 3px; padding: 3px 0;
    selection-background-color: {MARKED}; selection-color: {ON_MARKED}; }}
QAbstractSpinBox:focus {{ border-color: {FOCUS}; }}
QAbstractSpinBox:disabled {{ color: {DISABLED}; border-color: {FAINT}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border; width: 22px; border: none;
    border-left: 1px solid {OUTLINE}; background: {RAISED}; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; border-top-right-radius: 2px; margin: 1px 1px 0 0; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; border-bottom-right-radius: 2px;
    margin: 0 1px 1px 0; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {HOVER}; }}
QAbstractSpinBox::up-arrow {{ image: url({ICONS}/chevron-up-{NAME}.svg); width: 9px; height: 9px; }}
QAbstractSpinBox::down-arrow {{ image: url({ICONS}/chevron-down-{NAME}.svg); width: 9px; height: 9px; }}
QCheckBox {{ spacing: 7px; }}
QCheckBox::indicator {{ width: 13px; height: 13px; border: 1px solid {BOX}; border-radius: 3px; background: {FIELD}; }}
QCheckBox::indicator:hover {{ border-color: {TEXT}; }}
QCheckBox::indicator:checked {{ image: url({ICONS}/check-{NAME}.svg); }}
QCheckBox::indicator:focus {{ border-color: {FOCUS}; }}
QCheckBox::indicator:disabled {{ border-color: {FAINT}; background: {PANEL}; }}
QCheckBox::indicator:checked:disabled {{ image: url({ICONS}/check-off-{NAME}.svg); }}
QRadioButton {{ spacing: 7px; }}
QRadioButton::indicator {{ width: 13px; height: 13px; border: 1px solid {BOX}; border-radius: 7px;
    background: {FIELD}; }}
QRadioButton::indicator:hover {{ border-color: {TEXT}; }}
QRadioButton::indicator:checked {{ background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
    stop: 0 {TEXT}, stop: 0.5 {TEXT}, stop: 0.62 {FIELD}, stop: 1 {FIELD}); }}
QRadioButton::indicator:focus {{ border-color: {FOCUS}; }}
QRadioButton::indicator:disabled {{ border-color: {FAINT}; background: {PANEL}; }}
QSlider::groove:horizontal {{ background: {GROOVE}; height: 3px; border-radius: 1px; margin: 0 1px; }}
QSlider::handle:horizontal {{ background: {HANDLE}; border: 1px solid {HANDLE}; width: 11px; height: 11px;
    border-radius: 6px; margin: -5px 0; }}
QSlider::handle:horizontal:focus {{ border: 1px solid {FOCUS}; }}
QSlider::groove:horizontal:disabled {{ background: {FAINT}; }}
QSlider::handle:horizontal:disabled {{ background: {DISABLED}; border-color: {DISABLED}; }}
QPushButton#chooser {{ text-align: left; padding: 5px 8px; }}
QToolButton#segment {{ background: {PANEL}; border: 1px solid {LINE}; color: {QUIET}; padding: 4px 7px;
    margin: 0; }}
QToolButton#segment[tight="true"] {{ padding: 4px 2px; }}
QToolButton#segment:hover {{ color: {TEXT}; }}
QToolButton#segment:checked {{ background: {SELECTED}; color: {STRONG}; }}
QToolButton#segment[icon_name] {{ padding: 4px 6px; }}
QToolButton#segment:focus {{ border-color: {FOCUS}; }}
QToolButton#segment:disabled {{ color: {DISABLED}; }}
QToolButton#segment[popupMode="2"] {{ padding-right: 24px; }}
QToolButton#segment::menu-indicator {{ image: url({ICONS}/chevron-down-{NAME}.svg); width: 12px; height: 12px;
    subcontrol-origin: padding; subcontrol-position: right center; right: 8px; }}
QToolButton#segment:disabled::menu-indicator {{ image: none; }}
QWidget#viewBar {{ background: {WINDOW}; border-bottom: 1px solid {LINE}; }}
QFrame#messageBar {{ background: {NOTE_BAR}; border: none; border-bottom: 1px solid {LINE}; }}
QFrame#messageBar[kind="error"] {{ background: {ERROR_BAR}; }}
QFrame#exportBar {{ background: {PANEL}; border: none; border-top: 1px solid {LINE}; }}
QFrame#strip {{ background: {WINDOW}; border: none; border-top: 1px solid {LINE}; }}
QFrame#chooserPopup {{ background: {PANEL}; border: 1px solid {OUTLINE}; }}
QListView {{ background: {FIELD}; border: 1px solid {LINE}; outline: none; }}
QListView#photos {{ background: {WINDOW}; border: none; }}
QListView::item {{ padding: 4px 6px; }}
QListView::item:selected {{ background: {SELECTED}; color: {STRONG}; }}
QListView QLineEdit {{ padding: 0; border: none; border-radius: 0; }}
QWidget#startPage {{ background: {WINDOW}; }}
QLabel#startTitle {{ font-size: 20pt; font-weight: 300; color: {TEXT}; }}
QProgressBar {{ background: {FIELD}; border: none; border-radius: 2px; }}
QProgressBar::chunk {{ background: {FILL}; border-radius: 2px; }}
QTabWidget::pane {{ border: 1px solid {LINE}; background: {PANEL}; }}
QTabBar::tab {{ background: transparent; color: {QUIET}; padding: 6px 14px; border: none;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {TEXT}; }}
QTabBar::tab:selected {{ color: {STRONG}; border-bottom-color: {FILL}; }}
QTabBar::tab:focus {{ border-bottom-color: {FOCUS}; }}
QTreeView {{ background: {FIELD}; border: 1px solid {LINE}; outline: none; }}
QTreeView::item {{ min-height: 22px; padding: 0 4px; }}
QTreeView::item:selected {{ background: {SELECTED}; color: {STRONG}; }}
QHeaderView::section {{ background: {PANEL}; color: {QUIET}; border: none; border-bottom: 1px solid {LINE};
    padding: 5px 6px; }}
QTabWidget > QStackedWidget > QWidget {{ background: {PANEL}; }}
QTextBrowser {{ background: {FIELD}; border: 1px solid {LINE}; padding: 8px; }}
"""


_ICON = 16  # points
NAME = "dark"
"""Of the theme in use."""


def apply_theme(app: QApplication, name: str = "dark") -> None:
    """Give the application a gray look, "dark" or "light", and a font size that fits dense panels."""
    colors = THEMES[name]
    globals().update({key: color for key, color in colors.items() if key in globals()})
    globals()["NAME"] = name
    app.setStyle("Fusion")
    app.styleHints().setColorScheme(Qt.ColorScheme.Dark if name == "dark" else Qt.ColorScheme.Light)
    app.setPalette(palette(name))
    font = QFont(app.font())
    if font.pointSizeF() > 9.5 or font.pointSizeF() <= 0:
        font.setPointSizeF(9.5)
    app.setFont(font)
    icons = resource_path("icons").as_posix()  # drawn as vectors, so sharp at any scale
    app.setStyleSheet(_QSS.format(**colors, NAME=name, ICONS=icons, BOX="#707070" if name == "dark" else "#8a8a8a"))


def icon(name: str) -> QIcon:
    """Return an icon of the theme in use, with the one for what is disabled, sharp on every screen.

    A style sheet's ``qproperty-icon`` loses the disabled one on screens of two pixels to a point.
    """
    made = QIcon()
    for mode, kind in ((QIcon.Mode.Normal, ""), (QIcon.Mode.Disabled, "-off")):
        for scale in (1, 2, 3):
            reader = QImageReader(str(resource_path(f"icons/{name}{kind}-{NAME}.svg")))
            reader.setScaledSize(QSize(_ICON, _ICON) * scale)
            pixmap = QPixmap.fromImage(reader.read())
            pixmap.setDevicePixelRatio(scale)
            made.addPixmap(pixmap, mode)
    return made


def palette(name: str = "dark") -> QPalette:
    """Return the grays of Fusion's roles."""
    color = THEMES[name]
    role = QPalette.ColorRole
    result = QPalette(QColor(color["PANEL"]))
    for which, key in {
        role.Window: "WINDOW",
        role.WindowText: "TEXT",
        role.Base: "FIELD",
        role.AlternateBase: "PANEL",
        role.Text: "TEXT",
        role.Button: "RAISED",
        role.ButtonText: "TEXT",
        role.BrightText: "STRONG",
        role.ToolTipBase: "RAISED",
        role.ToolTipText: "TEXT",
        role.PlaceholderText: "QUIET",
        role.Highlight: "MARKED",
        role.HighlightedText: "ON_MARKED",
        role.Link: "FOCUS",
        role.LinkVisited: "FOCUS",
        role.Light: "OUTLINE",
        role.Midlight: "HOVER",
        role.Mid: "PRESSED",
        role.Dark: "LINE",
        role.Shadow: "LINE",
    }.items():
        result.setColor(which, QColor(color[key]))
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(color["DISABLED"]))
    return result
