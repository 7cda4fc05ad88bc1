"""Help: something to read, and the about box with the model cards."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from app.jobs import EngineFacts
from paramisp_core import __version__


class TextDialog(QDialog):
    """Something to read, and a button to close it."""

    def __init__(self, title: str, html: str, size: tuple[int, int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(*size)
        self.browser = QTextBrowser()
        self.browser.setOpenExternalLinks(True)
        self.browser.setHtml(html)
        self.browser.setAccessibleName(title)
        buttons = QDialogButtonBox()
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.browser)
        layout.addWidget(buttons)


class AboutDialog(TextDialog):
    """Version, method, and what the models are."""

    def __init__(self, facts: EngineFacts | None, parent: QWidget) -> None:
        html = (
            f"<h3>ParamISP Studio {__version__}</h3><p>Turns photos back into RAW with a learned "
            "inverse camera, and renders RAW with a learned camera that follows ISO, exposure time, f-number "
            "and focal length. "
            "The RAW of a JPEG is an estimate: what the file clipped or threw away cannot come back.</p>"
            "<p>Method: ParamISP, Kim et al., CVPR 2024. License: Apache-2.0.</p>"
        )
        if facts is None:
            html += "<p>The models are still loading.</p>"
        else:
            html += f"<p>Device: {escape(facts.device)}. {escape(facts.device_note)}</p>"
            for title, card in (("Photo to RAW", facts.inverse_card), ("RAW to photo", facts.forward_card)):
                rows = "".join(
                    _row(key.replace("_", " "), _card_value(value))
                    for key, value in card.items()
                    if value not in (None, "", (), [], {})
                )
                html += f"<h4>{title}</h4><table cellpadding=3>{rows}</table>"
        super().__init__("About ParamISP Studio", html, (640, 640), parent)


def _plain(text: str) -> str:
    return escape(text.replace("&", "").rstrip("…"))


def _row(left: str, right: str) -> str:
    return f"<tr><td>{escape(left)}</td><td>&nbsp;&nbsp;{escape(right)}</td></tr>"


def _card_value(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_card_value(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_card_value, value))
    return f"{value:.5g}" if isinstance(value, float) else str(value)
