"""The interface's sentences: complete in every language, with the same placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from assistant.channels.web.shell import HERE
from assistant.channels.web.words import DEFAULT, LANGUAGES, Words, load_words, read_language

# A use of a sentence in a template: t.room.key
_USE = re.compile(r"\bt\.(\w+)\.(\w+)")


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """(place, sentence) of everything below; the number of sentences in a list may differ."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, f"{place}.{key}" if place else key)
    else:
        yield place, value


def placeholders(value: Any) -> set[str]:
    texts = [text for _, text in sentences(value)]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def sentences(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every single text with its place, those in lists included."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from sentences(below, f"{place}.{key}")
    else:
        for n, below in enumerate(value):
            yield from sentences(below, f"{place}[{n}]")


def test_english_says_what_german_says() -> None:
    german, english = dict(leaves(read_language("de"))), dict(leaves(read_language("en")))
    assert german.keys() == english.keys()
    assert [p for p in german if placeholders(german[p]) != placeholders(english[p])] == []


def test_simple_language_says_nothing_that_german_does_not_say() -> None:
    german, simple = dict(leaves(read_language("de"))), dict(leaves(read_language("einfach")))
    assert simple.keys() <= german.keys()
    assert [p for p in simple if not placeholders(simple[p]) <= placeholders(german[p])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_hidden_by_a_method(language: str) -> None:
    everything = read_language(language)
    assert [place for place, text in sentences(everything) if not text.strip()] == []
    keys = {part for place, _ in leaves(everything) for part in place.split(".")}
    assert {key for key in keys if hasattr(Words, key)} == set()


def test_templates_use_only_what_there_is() -> None:
    words = load_words(DEFAULT)
    used = {
        match.groups()
        for path in (HERE / "templates").rglob("*.html")
        for match in _USE.finditer(path.read_text())
    }
    assert [use for use in sorted(used) if use[1] not in words.get(use[0], {})] == []


def test_simple_language_falls_back_to_german() -> None:
    german, simple = load_words("de"), load_words("einfach")
    assert simple.shell.title == german.shell.title
    assert simple.shell.ai_title != german.shell.ai_title
    assert simple.shell.sections["map"] == german.shell.sections["map"]


def test_for_scripts_they_are_plain() -> None:
    assert load_words("de").shell.plain()["sections"]["ask"] == "Fragen"
