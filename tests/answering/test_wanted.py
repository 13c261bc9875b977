"""The kind of source that a question asks for."""

from __future__ import annotations

import pytest

from assistant.answering.wanted import wanted_kind
from assistant.models import SourceKind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Dürfen wir Vereine bei der Vergabe bevorzugen?", SourceKind.LAW),
        ("Muss die Gemeinde ihre Daten veröffentlichen?", SourceKind.LAW),
        ("Welche Vorschrift gilt für Bürgerbegehren?", SourceKind.LAW),
        ("Was sagt § 97 Abs. 4 GWB?", SourceKind.LAW),
        ("Welche vergaberechtlichen Wege gibt es?", SourceKind.LAW),
        ("Gibt es dafür Beispiele?", SourceKind.PRACTICE),
        ("Gibt es Städte, die ihre Software selbst betreiben?", SourceKind.PRACTICE),
        ("Wie haben andere Kommunen das gelöst?", SourceKind.PRACTICE),
        ("Warum sollen alle mitreden dürfen?", None),
        ("Der Bus ins Dorf rechnet sich nicht mehr, was nun?", None),
    ],
)
def test_it_is_told_by_the_words(question: str, kind: SourceKind | None) -> None:
    assert wanted_kind(question) is kind
