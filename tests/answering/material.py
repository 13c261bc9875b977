"""Made-up evidence for the tests of generated answers: one passage of each kind that matters."""

from __future__ import annotations

from typing import Any

from assistant.answering.evidence import Evidence
from assistant.models import Passage, PassageOrigin, RankedPassage, SourceKind


def passage(text: str, **changes: Any) -> Passage:
    values: dict[str, Any] = {
        "id": "study/2.4/inhalt-1",
        "kind": SourceKind.STUDY,
        "origin": PassageOrigin.CARD,
        "unit": "study:2.4",
        "title": "Souveräne Abhängigkeit",
        "locator": "Abschnitt 2.4, Absatz 1",
        "section": "2.4",
        "digest": "d",
    }
    return Passage(text=text, **{**values, **changes})


STUDY = passage(
    "Ganz unabhängig ist keine Verwaltung. Wer Software einkauft, soll die Bindung an den Hersteller kennen und "
    "bewusst auswählen. Bruno Latour zeigte 1993, dass niemand je souverän war."
)
QUESTIONS = passage(
    "Wer entscheidet im Rathaus über die Bindung an einen Hersteller?",
    id="study/2.4/frage-1",
    locator="Abschnitt 2.4",
)
LAW = passage(
    "Öffentliche Aufträge werden in Losen vergeben; mehrere Lose dürfen zusammen vergeben werden, wenn "
    "wirtschaftliche oder technische Gründe es erfordern.",
    id="law/N042",
    kind=SourceKind.LAW,
    origin=PassageOrigin.DIGEST,
    unit="law:§ 97 Abs. 4 GWB",
    title="§ 97 Abs. 4 GWB",
    locator="§ 97 Abs. 4 GWB",
    provision="§ 97 Abs. 4 GWB",
    section=None,
    binds="öffentliche Auftraggeber oberhalb der Schwellenwerte, auch Kommunen",
)
FEDERAL_LAW = passage(
    "Bundesbehörden sollen bei neuer Software offene Standards nutzen und freie Software bevorzugen.",
    id="law/N031",
    kind=SourceKind.LAW,
    origin=PassageOrigin.DIGEST,
    unit="law:§ 16a EGovG",
    title="§ 16a EGovG",
    locator="§ 16a EGovG",
    provision="§ 16a EGovG",
    section=None,
    binds="Bundesbehörden; Vorbild für Kommunen",
)
PRACTICE = passage(
    "Die Stadt Musterau stellte 2019 rund 1.200 Arbeitsplätze auf freie Software um. Nach drei Jahren sanken die "
    "Kosten für Lizenzen um 40 Prozent.",
    id="practice/musterau",
    kind=SourceKind.PRACTICE,
    origin=PassageOrigin.EXAMPLE,
    unit="practice:Musterau",
    title="Freie Software in Musterau",
    locator="Musterau, seit 2019",
    practice="Musterau",
    section=None,
)
UNVERIFIED = passage(
    "Die Gemeinde Beispielhausen teilt ihr Rechenzentrum mit zwei Nachbarn.",
    id="practice/beispielhausen",
    kind=SourceKind.PRACTICE,
    origin=PassageOrigin.EXAMPLE,
    unit="practice:Beispielhausen",
    title="Beispielhausen",
    locator="",
    practice="Beispielhausen",
    section=None,
    verified=False,
)
QUESTION = "Wie werden wir vom Hersteller unserer Software unabhängig?"


def evidence(*passages: Passage) -> tuple[Evidence, ...]:
    """Q1 … in order; by default the study, the law and the example."""
    chosen = passages or (STUDY, LAW, PRACTICE)
    return tuple(
        Evidence(token=f"Q{i}", ranked=RankedPassage(passage=p, score=0.9))
        for i, p in enumerate(chosen, start=1)
    )
