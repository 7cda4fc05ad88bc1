"""What the user is told: sentences that can be said in another language, and the error that means the user's input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

About = TypeVar("About")


class Sentence(str):
    """An English sentence that remembers the template and the values it was made of.

    It is used as any text. A window that speaks another language translates ``template`` and fills in ``values``; those
    may be sentences themselves. ``inner``: it stands within another one and has lost its full stop. This house
    translates nothing and knows no Qt.
    """

    template: str
    values: dict[str, object]
    inner: bool

    def __new__(cls, template: str, /, **values: object) -> Sentence:
        """Fill values into a template as ``str.format`` does; one without values may hold braces."""
        self = super().__new__(cls, template.format(**values) if values else template)
        self.template, self.values, self.inner = template, values, False
        return self

    def within(self) -> Sentence:
        """Return the sentence as a value of another one: without its full stop."""
        inner = str.__new__(type(self), str(self).rstrip("."))
        inner.template, inner.values, inner.inner = self.template, self.values, True
        return inner


def packed(sentence: str) -> dict[str, object]:
    """Return a sentence as what JSON holds, so that another process can say it in its user's language."""
    if not isinstance(sentence, Sentence):
        sentence = Sentence(sentence)
    values = {name: packed(value) if isinstance(value, Sentence) else packed(value.sentence)
              if isinstance(value, UserError) else value if isinstance(value, int | float) else str(value)
              for name, value in sentence.values.items()}
    return {"template": sentence.template, "values": values, "inner": sentence.inner}


def unpacked(facts: Mapping[str, Any]) -> Sentence:
    """Return the sentence that :func:`packed` packed."""
    values = {name: unpacked(value) if isinstance(value, Mapping) else value
              for name, value in facts["values"].items()}
    sentence = Sentence(str(facts["template"]), **values)
    return sentence.within() if facts["inner"] else sentence


def joined(sentences: Iterable[str]) -> Sentence:
    """Return sentences one after the other as one."""
    parts = {f"part{i}": sentence for i, sentence in enumerate(sentences)}
    return Sentence(" ".join(f"{{{name}}}" for name in parts), **parts)


def by_sentence(remarks: Iterable[tuple[About, Iterable[str]]]) -> dict[str, list[About]]:
    """Return each sentence once, with all that it is said of. remarks: what, and the sentences that are said of it."""
    about: dict[str, list[About]] = {}
    for what, sentences in remarks:
        for sentence in sentences:
            about.setdefault(sentence, []).append(what)
    return about


class UserError(Exception):
    """Bad input or an impossible target; ``str(error)`` is one clear sentence for the user.

    The command line prints it and exits with 2, the window shows it in its message bar, in the user's language:
    ``sentence`` holds the template and its values apart.
    """

    def __init__(self, template: str = "", /, **values: object) -> None:
        self.sentence = template if isinstance(template, Sentence) and not values else Sentence(template, **values)
        super().__init__(str(self.sentence))
