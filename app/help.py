"""Help: something to read, and the about box, which says plainly what the program cannot do."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from app.live.jobs import EngineFacts
from app.room import take_room
from app.translations import tr
from paramisp_core import __version__


class TextDialog(QDialog):
    """Something to read, and a button to close it."""

    def __init__(self, title: str, html: str, size: tuple[int, int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        take_room(self, *size)
        self.browser = QTextBrowser()
        self.browser.setOpenExternalLinks(True)
        self.browser.setHtml(html)
        self.browser.setAccessibleName(title)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.browser)
        layout.addWidget(buttons)


class AboutDialog(TextDialog):
    """What the program does, what it cannot do, and which models are at work."""

    def __init__(self, facts: EngineFacts | None, parent: QWidget) -> None:
        def tr(text: str) -> str:
            return QCoreApplication.translate("AboutDialog", text)

        html = f"<h3>ParamISP Studio {__version__}</h3>" + _paragraphs(
            tr("Turns photos back into RAW with a learned inverse camera, and renders RAW with a learned camera that "
               "follows ISO, exposure time, aperture and focal length."),
            tr("Method: ParamISP, Kim et al., CVPR 2024. License: Apache-2.0."))
        html += f"<h4>{escape(tr('What it cannot do'))}</h4>" + _points(
            tr("The RAW of a JPEG is an estimate. What the file clipped or crushed does not come back; "
               "View, What is estimated (U) marks where that is."),
            tr("ISO, exposure time, aperture and focal length choose how the camera renders: noise reduction, "
               "sharpening, tone. They add no depth of field and no motion blur, and noise only by Noise of the ISO."),
            tr("Render as: the tone curves measured of that camera or its maker, and what the networks learned of "
               "colors. It is not that camera's own firmware."),
            tr("Not here: brushes and masks, retouching, sharpening by hand, colors by hue, black and white, ratings "
               "and a photo library."))
        if facts is None:
            html += _paragraphs(tr("The models are still loading."))
        else:
            html += f"<h4>{escape(tr('The models at work'))}</h4>"
            for title, card in ((tr("Photo to RAW"), facts.inverse_card), (tr("RAW to photo"), facts.forward_card)):
                html += _paragraphs(f"{title}: {card.get('name', '?')}")
                html += _points(*(str(limit) for limit in card.get("limits") or ()))
            html += _paragraphs(f"{tr('Device')}: {facts.device}. {facts.device_note}".strip(),
                                tr("What they were trained on, and their scores: Help, Models."))
        super().__init__(tr("About ParamISP Studio"), html, (600, 640), parent)


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _points(*texts: str) -> str:
    return "<ul style='margin-left: -18px'>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"
