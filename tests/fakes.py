"""Scripted stand-ins: queued replies that record their calls. No network, no index, no clock."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Generator, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from assistant.answering.evidence import Draft, Evidence, Sentence
from assistant.errors import InputError, NotFoundError
from assistant.framework import (
    Chapter,
    Framework,
    FrameworkQuestion,
    Link,
    Measure,
    ObservationLevel,
    Principle,
)
from assistant.german.citations import LegalCitation
from assistant.german.highlight import Marker
from assistant.holdings import HeldCard, HeldLaw, HeldSource, Holdings
from assistant.library import PAGE, Entry, Found
from assistant.models import (
    Answer,
    AnswerEvent,
    AnswerStatus,
    Citation,
    Completeness,
    FollowUp,
    FrameworkLink,
    IndexStatus,
    Passage,
    PassageOrigin,
    Place,
    RankedPassage,
    SourceKind,
    TextDelta,
    Turn,
)
from assistant.project_check import ProjectCheck
from assistant.section_card import CardPart, LinkedSection, SectionCard
from tests.project_checks import sample_check

QUOTE = "Man soll solche Bindungen kennen, auswählen und mitgestalten."


def sample_passages() -> tuple[Passage, ...]:
    """One passage of each kind that a citation can point to, and one expansion wording."""
    study = Passage(
        id="study/2.4/inhalt-3",
        kind=SourceKind.STUDY,
        origin=PassageOrigin.CARD,
        unit="study:2.4",
        title="Souveräne Abhängigkeit",
        text=f"Ganz ohne andere geht es nicht. {QUOTE} Das gilt auch für Software.",
        locator="Abschnitt 2.4, Absatz 3",
        section="2.4",
        principles=("3.4",),
        digest="d1",
    )
    law = Passage(
        id="law/N042",
        kind=SourceKind.LAW,
        origin=PassageOrigin.DIGEST,
        unit="law:§ 97 Abs. 4 GWB",
        title="Mittelstand in der Vergabe",
        text="Aufträge werden in kleinere Teile zerlegt, damit auch kleine Betriebe bieten können.",
        provision="§ 97 Abs. 4 GWB",
        url="https://recht.example/gwb/97",
        stand="Zuletzt geändert 2025",
        binds="öffentliche Auftraggeber, also auch Kommunen",
        digest="d2",
    )
    practice = Passage(
        id="practice/guifi-net",
        kind=SourceKind.PRACTICE,
        origin=PassageOrigin.EXAMPLE,
        unit="practice:Guifi.net",
        title="Guifi.net",
        text="In Katalonien betreiben Nachbarschaften ein eigenes Netz.",
        practice="Guifi.net",
        verified=False,
        note="Die Studie und andere Quellen nennen verschiedene Zahlen.",
        digest="d3",
    )
    expansion = Passage(
        id="study/2.4/alltag-0123456789ab",
        kind=SourceKind.STUDY,
        origin=PassageOrigin.EXPANSION,
        unit="study:2.4",
        title="Souveräne Abhängigkeit",
        text="Der Hersteller erhöht die Preise und wir zahlen.",
        section="2.4",
        digest="d4",
    )
    return study, law, practice, expansion


def sample_answer(question: str = "Was tun bei hohen Lizenzkosten?", **changes: Any) -> Answer:
    """An answer with everything that a channel has to show."""
    study, law, practice, _ = sample_passages()
    fields: dict[str, Any] = {
        "id": "antwort-1",
        "question": question,
        "standalone_question": question,
        "status": AnswerStatus.PARTIAL,
        "completeness": Completeness.PARTIAL,
        "text": (
            "Eine Kommune wird ihre **Abhängigkeiten** nie ganz los, sie kann sie aber gestalten [1].\n\n"
            "- Das Recht verlangt, Aufträge zu teilen [2].\n"
            "- Anderswo betreiben Nachbarschaften ihr Netz selbst [3].\n\n"
            "Fangen Sie mit einer Liste Ihrer Verträge an [1]."
        ),
        "citations": (
            _citation(1, study, QUOTE),
            _citation(2, law, law.text),
            _citation(3, practice, practice.text),
        ),
        "principles": (
            FrameworkLink(
                id="3.4", title="Offenheit", reason="Der Beleg [1] nennt offene Software.", score=0.8
            ),
            FrameworkLink(id="3.5", title="Wandel", reason="Der Beleg [1] rät zum Mitgestalten.", score=0.6),
        ),
        "levels": (
            FrameworkLink(
                id="2.4", title="Souveräne Abhängigkeit", reason="Davon handelt Beleg [1].", score=0.9
            ),
        ),
        "measures": (
            FrameworkLink(id="4.5", title="Lernen", reason="Beleg [1] endet beim Lernen.", score=0.5),
        ),
        "follow_ups": (
            FollowUp(text="Welche Bindungen sollten wir eingehen?", section="2.4", origin="study"),
            FollowUp(text="Wer entscheidet darüber?", section="2.4", origin="study"),
            FollowUp(text="Womit fangen wir an?", section="4.5", origin="card"),
        ),
        "not_covered": "Zu Ihrem Vertrag sagen die Quellen nichts. Fragen Sie Ihre Vergabestelle.",
        "notices": ("Das Sprachmodell war nicht erreichbar.",),
        "model": "extraktiv",
        "timings_ms": {"gesamt": 12.0},
    }
    return Answer(**{**fields, **changes})


def refusal(text: str = "Dazu sagen die Quellen nichts.", **changes: Any) -> Answer:
    """An answer without any evidence."""
    empty: dict[str, Any] = {
        "status": AnswerStatus.NO_SOURCE,
        "completeness": Completeness.NONE,
        "text": text,
        "citations": (),
        "principles": (),
        "levels": (),
        "measures": (),
        "follow_ups": (),
        "not_covered": None,
        "notices": (),
    }
    return sample_answer(**{**empty, **changes})


class Call(NamedTuple):
    question: str
    history: tuple[Turn, ...]
    department: str | None = None


class FakeAssistant:
    """Answers from a script, in order; the last entry is repeated.

    Args:
        script: an Answer, an exception to raise, or a sequence of stream events. In such a sequence
            a `threading.Event` holds the stream until the test sets it.
    """

    def __init__(self, *script: Answer | BaseException | Sequence[Any]):
        self.script = list(script) or [sample_answer()]
        self.calls: list[Call] = []
        self.stream_closed = threading.Event()
        self.passages = {passage.id: passage for passage in sample_passages()}
        self.covers = True  # the projects that are checked

    def answer(self, question: str, history: Sequence[Turn] = (), department: str | None = None) -> Answer:
        events = self._events(question, history, department)
        return next(event for event in events if isinstance(event, Answer))

    def stream(
        self, question: str, history: Sequence[Turn] = (), department: str | None = None
    ) -> Iterator[AnswerEvent]:
        try:
            for event in self._events(question, history, department):
                if isinstance(event, Answer):
                    for word in event.text.split(" "):
                        yield TextDelta(text=f"{word} ")
                yield event
        finally:
            self.stream_closed.set()

    def retrieve(self, question: str, k: int = 20, history: Sequence[Turn] = ()) -> list[RankedPassage]:
        self._record(question, history)
        scored = enumerate(self.passages.values(), 1)
        return [RankedPassage(passage=passage, score=1 / rank) for rank, passage in scored][:k]

    def passage(self, passage_id: str) -> Passage:
        passage = self.passages.get(passage_id)
        if passage is None or not passage.shown:
            raise NotFoundError("Diese Fundstelle gibt es nicht.")
        return passage

    def place(self, passage_id: str) -> Place:
        passage = self.passage(passage_id)
        return Place(
            passage=passage, pieces=tuple(p for p in self.passages.values() if p.unit == passage.unit)
        )

    def library(
        self,
        query: str = "",
        kind: SourceKind | None = None,
        part: str | None = None,
        start: int = 0,
        limit: int = PAGE,
    ) -> Found:
        """Every shown passage is an entry; a query finds those that hold all its words."""
        marker = Marker(query)
        entries = [
            Entry(
                passage=p,
                title=marker.runs(p.title),
                excerpt=marker.excerpt(p.text),
                parts=p.parts,
                score=0.5 if query else None,
            )
            for p in self.passages.values()
            if p.shown and (not query or marker.holds_all(f"{p.title} {p.text}"))
            if part is None or part in (p.section, *p.parts)
        ]
        counts = {k: sum(e.passage.kind is k for e in entries) for k in SourceKind}
        chosen = [e for e in entries if kind in (None, e.passage.kind)]
        return Found(tuple(chosen[start : start + limit]), len(chosen), counts)

    def card(self, section: str) -> SectionCard:
        framework = self.framework
        part = framework.part(section)
        shown = [p for p in self.passages.values() if p.shown]
        questions = framework.questions_for(section)
        return SectionCard(
            section=section,
            title=part.title,
            kind=framework.kind(section),
            chapter=framework.chapter_title(section),
            guidance=part.call if isinstance(part, Principle) else "",
            axis=part.axis if isinstance(part, ObservationLevel) else (),
            summary=part.summary,
            text=(CardPart("Inhalt", tuple(p for p in shown if p.section == section)),),
            full_text=(),
            linked=tuple(
                LinkedSection(
                    link.target, framework.title(link.target), framework.kind(link.target), link.reason
                )
                for link in framework.neighbours(section)
            ),
            provisions=tuple(p for p in shown if p.kind is SourceKind.LAW),
            practice=tuple(p for p in shown if p.kind is SourceKind.PRACTICE),
            questions=questions,
            answerable=frozenset(question.id for question in questions),
        )

    def check_project(self, description: str) -> ProjectCheck:
        """The same questions and evidence for every project; unless `covers`, general evidence only."""
        if not description.strip():
            raise InputError("Bitte beschreiben Sie Ihr Vorhaben.")
        study, law, practice, *_ = self.passages.values()
        return sample_check(study, law, practice, covered=self.covers)

    def provision(self, citation: LegalCitation) -> str | None:
        return next((p.id for p in self.passages.values() if p.provision == citation.canonical), None)

    @property
    def framework(self) -> Framework:
        return Framework(
            levels=(
                ObservationLevel("2.4", "Souveräne Abhängigkeit", ("Autonomie", "Dependenz"), "Bindungen."),
            ),
            principles=(Principle("3.4", "Offenheit", "Teilt, was ihr wisst.", "Offene Software."),),
            measures=(Measure("4.5", "Lernen", "Gemeinsam lernen."),),
            contexts=(),
            chapters=(Chapter("2", "Beobachtungen"), Chapter("3", "Prinzipien"), Chapter("4", "Maßnahmen")),
            questions=(FrameworkQuestion("2.4-1", "2.4", "deepen", "study", "Wovon hängen wir ab?"),),
            links=(Link("2.4", "3.4", "Offene Software verringert Bindungen."),),
        )

    def holdings(self) -> Holdings:
        return Holdings(
            full_study=False,
            cards=(HeldCard("2.4", "Souveräne Abhängigkeit", passages=12, wordings=300, full_text=False),),
            provisions=(
                HeldSource(
                    "law/N042", "§ 97 Abs. 4 GWB", "Mittelstand in der Vergabe", verified=True, stale=True
                ),
            ),
            practice=(
                HeldSource("practice/guifi-net", "Guifi.net", "Guifi.net, Katalonien", verified=False),
            ),
            laws=(
                HeldLaw(
                    name="GWB",
                    title="Gesetz gegen Wettbewerbsbeschränkungen",
                    stand="Zuletzt geändert 2025",
                    built="2025-03-01",
                    retrieved="2026-11-24",
                    norms=186,
                    url="https://recht.example/gwb",
                ),
            ),
            failed_laws=(),
            documents=frozenset(),
        )

    def status(self) -> IndexStatus:
        return IndexStatus(
            generation="g1",
            built_at="2026-11-24T10:00:00+01:00",
            embedding="tfidf-svd-128",
            embedding_is_fallback=True,
            full_study=False,
            counts={"Studie": 240, "Recht": 129},
            notices=("Das Vektormodell war nicht erreichbar.",),
        )

    def _events(self, question: str, history: Sequence[Turn], department: str | None = None) -> Iterator[Any]:
        self._record(question, history, department)
        entry = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        for event in entry if isinstance(entry, Sequence) else (entry,):
            if isinstance(event, threading.Event):
                event.wait(30)  # a test that fails before it sets the event must still end
            elif isinstance(event, BaseException):
                raise event
            elif isinstance(event, Answer):
                yield event.model_copy(update={"question": question, "id": f"antwort-{len(self.calls)}"})
            else:
                yield event

    def _record(self, question: str, history: Sequence[Turn], department: str | None = None) -> None:
        """Refuse what the real assistant refuses, too."""
        self.calls.append(Call(question, tuple(history), department))
        if not question.strip():
            raise InputError("Bitte geben Sie eine Frage ein.")
        if len(question) > 4000:
            raise InputError("Die Frage ist zu lang: höchstens 4.000 Zeichen. Bitte kürzen Sie sie.")
        if "\x00" in question:
            raise InputError("Das ist kein lesbarer Text. Bitte geben Sie Ihre Frage als Text ein.")


def _citation(n: int, passage: Passage, quote: str) -> Citation:
    return Citation(
        n=n,
        kind=passage.kind,
        title=passage.title,
        locator=passage.locator,
        section=passage.section,
        provision=passage.provision,
        practice=passage.practice,
        quote=quote,
        url=passage.url,
        stand=passage.stand,
        binds=passage.binds,
        note=passage.note,
        verified=passage.verified,
        passage_id=passage.id,
        score=0.9,
    )


class HashEmbedder:
    """Unit vectors seeded by the text's hash: equal texts are equal, others nearly orthogonal.

    Records the texts it embedded, queries apart.
    """

    def __init__(self, name: str = "hash@1", dimension: int = 64):
        self.name = name
        self.dimension = dimension
        self.is_fallback = False
        self.documents: list[str] = []
        self.queries: list[str] = []

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        self.documents.extend(texts)
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def embed_query(self, text: str) -> np.ndarray:
        self.queries.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).standard_normal(self.dimension)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


class ScriptedWriter:
    """A language model's part in the pipeline. Records what it was asked.

    Args:
        drafts: one a question, the last one repeated; None: the model fails, after the text it has sent.
        condensed: the standalone question; None: the model fails.
    """

    name = "openai:drehbuch"

    def __init__(self, *drafts: Draft | None, condensed: str | None = None):
        self._drafts = list(drafts) or [None]
        self._condensed = condensed
        self.asked: list[tuple[str, tuple[Evidence, ...]]] = []
        self.condensing: list[tuple[str, tuple[Turn, ...]]] = []

    def write(
        self, question: str, evidence: Sequence[Evidence]
    ) -> Generator[AnswerEvent, None, Draft | None]:
        self.asked.append((question, tuple(evidence)))
        draft = self._drafts.pop(0) if len(self._drafts) > 1 else self._drafts[0]
        for sentence in draft.sentences if draft else ():
            yield TextDelta(text=f"{sentence.text} ")
        return draft

    def condense(self, question: str, history: Sequence[Turn]) -> str | None:
        self.condensing.append((question, tuple(history)))
        return self._condensed


def written_draft(passage: Passage, token: str = "Q1", **changes: Any) -> Draft:
    """What a model might have written on one passage."""
    sentence = Sentence(
        text="So steht es in der Quelle.", tokens=(token,), quotes=(passage.text[:40],), part="lead"
    )
    fields = {"sentences": (sentence,), "completeness": Completeness.COMPLETE, "model": ScriptedWriter.name}
    return Draft(**{**fields, **changes})
