"""What is kept of what is made again and again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paramisp_core.errors import Sentence, by_sentence, joined, packed, unpacked
from paramisp_core.recent import Recent


def test_what_was_not_asked_for_longest_goes_first() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    recent: Recent[str] = Recent(2)
    for name in ("a", "b", "a", "c", "a", "b"):
        assert recent.get(name, lambda name=name: make(name)) == name
    assert made == ["a", "b", "c", "b"]
    assert len(recent) == 2


def test_the_weight_counts_and_the_last_stays_however_heavy() -> None:
    recent: Recent[int] = Recent(10, lambda value: value)
    for value in (4, 5, 6):
        recent.get(value, lambda value=value: value)
    assert len(recent) == 1
    assert recent.get(99, lambda: 99) == 99
    assert len(recent) == 1


def test_what_could_not_be_made_is_not_kept() -> None:
    recent: Recent[int] = Recent(2)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: 1 // 0)
    assert len(recent) == 0
    assert recent.get("a", lambda: 3) == 3


def test_a_sentence_is_said_once_with_all_that_it_is_about() -> None:
    assert by_sentence([("a", ["One.", "Two."]), ("b", ["Two."])]) == {"One.": ["a"], "Two.": ["a", "b"]}


def test_a_sentence_goes_to_another_process_and_comes_back() -> None:
    inner = Sentence("The disk is full.").within()
    sentence = joined([Sentence("{file} is {share:.1f} % done: {reason}.", file=Path("a.nef"), share=2.5, reason=inner),
                       Sentence("Braces {} stay.")])
    back = unpacked(json.loads(json.dumps(packed(sentence))))
    assert back == sentence == "a.nef is 2.5 % done: The disk is full. Braces {} stay."
    assert [one.template for one in back.values.values()] == [one.template for one in sentence.values.values()]
    assert back.values["part0"].values["reason"].inner
