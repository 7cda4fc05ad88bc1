"""The language of the window's texts: English as written, or a translation from resources/translations.

All texts are one context, so that a text of a base class is found for every class that inherits it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app import numbers
from paramisp_core.errors import Sentence, UserError
from paramisp_core.resources import resource_path

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo
    from paramisp_core.camera.profile import CameraProfile

CONTEXT = "ParamISP"
AUTOMATIC, ENGLISH = "automatic", "en"
_log = logging.getLogger(__name__)


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return QCoreApplication.translate(CONTEXT, text)


def told(what: str | BaseException) -> str:
    """Return what paramisp_core says, a sentence or an error, in the user's language."""
    if isinstance(what, UserError):
        what = what.sentence
    if not isinstance(what, Sentence):
        return tr(str(what))
    said = tr(what.template)
    if what.values:
        said = said.format(**{
            name: _told_value(value)
            for name, value in what.values.items()})
    return said.rstrip(".") if what.inner else said


def told_of(photo: Photo) -> tuple[str, ...]:
    """Return what the user should know of a photo that was opened, but that its camera is not known.

    That stands in the camera's panel, with what to do about it.
    """
    from paramisp_core.camera.which import STANDS_IN  # read by now

    return tuple(told(each) for each in photo.warnings if not each.endswith(STANDS_IN))


def camera_words(camera: CameraProfile) -> str:
    """Return a camera's name; what stands in for one that is not known is named in the user's language."""
    return tr(camera.name) if camera.generic else camera.name


def _told_value(value: object) -> object:
    if isinstance(value, Sentence | UserError):
        return told(value)
    return numbers.Number(value) if isinstance(value, float) else value


def mark(text: str) -> str:
    """Mark a text of a table for translation; whoever shows it calls :func:`tr`."""
    return text


class _Translator(QTranslator):
    """Finds a text whatever class asks, and remembers which English one it came from."""

    def __init__(self, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self.sources: dict[str, str] = {}

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the translation, or the text itself where there is none: an empty answer would be shown as such."""
        text = super().translate(CONTEXT, source, None, n)
        if not text:
            return source
        self.sources[text] = source
        return text


_current: _Translator | None = None
_of_qt: QTranslator | None = None


def languages() -> dict[str, str]:
    """Return the languages there are: code and own name, English first."""
    found = {ENGLISH: "English"}
    folder = resource_path("translations")
    for path in sorted(folder.glob("*.qm")) if folder.is_dir() else []:
        found[path.stem] = QLocale(path.stem).nativeLanguageName().capitalize()
    return found


def install(choice: str = AUTOMATIC) -> str:
    """Use a language by its code, or the system's, for everything made from now on. Returns the code in use.

    A language without a translation, or one that cannot be read, is English.
    """
    global _current, _of_qt
    application = QCoreApplication.instance()
    if application is None:
        return ENGLISH
    for translator in (_current, _of_qt):
        if translator is not None:
            application.removeTranslator(translator)
    _current = _of_qt = None
    numbers.use(ENGLISH)
    there = languages()
    wanted = [name.split("-")[0] for name in QLocale.system().uiLanguages()] if choice == AUTOMATIC else [choice]
    code = next((name for name in wanted if name in there), ENGLISH)
    if code == ENGLISH:
        return ENGLISH
    own = _Translator(application)
    path = resource_path(f"translations/{code}.qm")
    if not own.load(str(path)):
        _log.warning("%s cannot be read; the texts stay English", path)
        return ENGLISH
    application.installTranslator(own)
    _current = own
    numbers.use(code)
    _of_qt = QTranslator(application)  # names of keys, and the buttons of Qt's own dialogs
    if _of_qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(_of_qt)
    return code


def source_of(text: str) -> str:
    """Return the English text that a shown one came from: names in files stay the same in every language."""
    return text if _current is None else _current.sources.get(text, text)


STAND_INS = (mark("Generic camera"), mark("Generic phone"))
"""The names of the database's stand-ins, for the catalogue."""
