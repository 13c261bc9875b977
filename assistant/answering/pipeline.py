"""From question to answer: the steps in reading order. See DESIGN §3."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from assistant.answering.check import check, unreadable
from assistant.answering.cite import cite
from assistant.answering.cited import STATUS, absent, gaps, is_bare, reply_to
from assistant.answering.compose import compose
from assistant.answering.condense import Condensed, condense, names_a_topic
from assistant.answering.courtesy import without_courtesies
from assistant.answering.evidence import Draft, Evidence
from assistant.answering.fit import LearnedFit
from assistant.answering.follow_up import follow_ups
from assistant.answering.gather import for_a_model, gather, likely_norm, of_provisions, tokens_for
from assistant.answering.judge import judge
from assistant.answering.link import Links, link
from assistant.answering.refuse import refuse, reply, status_of
from assistant.answering.stopwatch import Stopwatch
from assistant.answering.wanted import wanted_kind
from assistant.answering.writing import Writer
from assistant.departments import Department
from assistant.framework import Framework
from assistant.german.analysis import is_english, words
from assistant.index.generation import Generation
from assistant.messages_de import Composition, Input
from assistant.models import (
    Answer,
    AnswerEvent,
    AnswerStatus,
    Citation,
    Completeness,
    FollowUp,
    RankedPassage,
    SourceKind,
    TextDelta,
    Turn,
)
from assistant.provisions import Cited
from assistant.retrieval import Retrieval, Searcher
from assistant.settings import Settings

_NEAR = 0.14  # support from which on a refusal names the nearest source; below, it only looks near
_RELATED = 4  # provisions and examples each that have a say in the links


@dataclass(frozen=True)
class Pipeline:
    """Answers questions from one generation of the index; `writer` brings a language model, if any."""

    settings: Settings
    framework: Framework
    generation: Generation
    searcher: Searcher
    answerable: frozenset[str]  # ids of follow-up questions that this generation answers
    writer: Writer | None = None
    today: Callable[[], date] = date.today

    def run(
        self, question: str, history: Sequence[Turn] = (), department: Department | None = None
    ) -> Iterator[AnswerEvent]:
        """Stream text as it is written, then exactly one Answer. Raises InputError before the first event.

        A department has a say in the order of the next questions and in nothing else.
        """
        watch = Stopwatch()
        question = check(question, self.settings)
        history = (
            tuple(history)[-self.settings.max_history_turns :] if self.settings.max_history_turns else ()
        )
        watch.lap("check")
        if reason := unreadable(question):
            text = Input.OTHER_SCRIPT if reason == "other_script" else Input.NO_WORDS
            as_asked = Condensed(question, question)
            yield self._refusal(question, as_asked, reply(text), AnswerStatus.CLARIFICATION, watch)
            return

        core = without_courtesies(question)
        condensed = self._condense(core, history)
        watch.lap("condense")
        named = self._named(core, history)
        if missing := absent(core, named):
            draft, evidence = reply_to(missing, self.searcher.provisions.choices(missing.citation))
            yield self._refusal(question, condensed, draft, STATUS[missing.outcome], watch, None, evidence)
            return
        # A turn that names no provision leans on those of the question before it.
        cited = named or self._named(condensed.standalone, history)
        retrieval = self.searcher.search(condensed.search_text, cited)
        wanted = wanted_kind(core) or (SourceKind.LAW if named else None)
        evidence = gather(self.searcher, retrieval, wanted, self.today())
        joined = condensed.search_text != core
        by_itself = self.generation.learned.scores(core) if joined else None
        verdict = judge(retrieval, evidence, core, by_itself, names=bool(named))
        watch.lap("retrieve")
        if verdict.category is not None:
            if by_itself is not None:  # refused for what it says itself, not for the topic before
                condensed = Condensed(question, question)
            near = evidence if retrieval.learned.support >= _NEAR else ()
            if not by_itself and (norm := likely_norm(self.searcher, retrieval)):
                near = evidence = tokens_for(norm)
            draft = refuse(verdict.category, near, self.framework)
            status = status_of(verdict.category)
            yield self._refusal(question, condensed, draft, status, watch, retrieval, evidence, department)
            return

        bare = bool(named) and is_bare(core)
        alone = bare or verdict.own_documents_only  # the study was not asked, and has no say in the links
        if verdict.own_documents_only:
            evidence, wanted = tuple(e for e in evidence if _is_own(e)), SourceKind.UPLOAD
        elif bare:
            evidence = of_provisions(evidence)
        # Who asks for a provision and nothing else gets its wording, which no model can improve.
        writer = None if bare else self.writer
        draft = yield from self._compose(writer, core, condensed, retrieval, evidence, wanted)
        watch.lap("compose")
        text, citations = cite(draft, evidence)
        watch.lap("cite")
        if writer is None:
            yield TextDelta(text=text)
        links = self._links(retrieval, evidence, citations, alone)
        watch.lap("link")
        asked = [*(turn.content for turn in history if turn.role == "user"), question]
        filed = list(dict.fromkeys(part for e in evidence for part in e.ranked.passage.parts))
        following = self._follow_ups(retrieval, asked, department, filed if alone else None)
        watch.lap("follow_up")
        yield self._answer(question, condensed, draft, text, citations, links, following, watch)

    def passages(self, question: str, k: int, history: Sequence[Turn] = ()) -> list[RankedPassage]:
        """The `k` best passages. Raises InputError."""
        core = without_courtesies(check(question, self.settings))
        condensed = self._condense(core, history)
        cited = self._named(core, history) or self._named(condensed.standalone, history)
        return self.searcher.passages(self.searcher.search(condensed.search_text, cited), k)

    def _named(self, question: str, history: Sequence[Turn]) -> tuple[Cited, ...]:
        """The provisions that a question names, with the law that the conversation is about."""
        asked = [turn.content for turn in history if turn.role == "user"]
        said = [turn.content for turn in history]
        return self.searcher.provisions.resolve(question, said, previous=asked[-1] if asked else "")

    def _compose(
        self,
        writer: Writer | None,
        question: str,
        condensed: Condensed,
        retrieval: Retrieval,
        evidence: Sequence[Evidence],
        wanted: SourceKind | None,
    ) -> Generator[AnswerEvent, None, Draft]:
        """The writer's draft where there is one that keeps the rules, else the extractive one."""
        if writer is not None:
            written = yield from writer.write(condensed.standalone, for_a_model(evidence))
            if written is not None and written.completeness is not Completeness.NONE:
                return written
        fit = LearnedFit(self.generation.learned, retrieval.learned)
        draft = compose(question, evidence, fit, wanted, gaps(retrieval.cited))
        if writer is None:
            return draft
        return draft.model_copy(update={"notices": (*draft.notices, Composition.MODEL_UNAVAILABLE)})

    def _condense(self, question: str, history: Sequence[Turn]) -> Condensed:
        standalone = self.writer.condense(question, history) if self.writer and history else None
        if standalone:
            return Condensed(standalone, standalone)
        scores = self.generation.learned.scores
        return condense(question, history, topical=lambda turn: names_a_topic(scores(turn)))

    def _answer(
        self,
        question: str,
        condensed: Condensed,
        draft: Draft,
        text: str,
        citations: tuple[Citation, ...],
        links: Links,
        following: tuple[FollowUp, ...],
        watch: Stopwatch,
    ) -> Answer:
        complete = draft.completeness is Completeness.COMPLETE
        notices = draft.notices
        if is_english(words(question)):
            notices = (*notices, Composition.GERMAN_SOURCES)
        return self._build(
            question,
            condensed,
            draft,
            AnswerStatus.ANSWERED if complete else AnswerStatus.PARTIAL,
            text=text,
            citations=citations,
            links=links,
            following=following,
            notices=notices,
            timings=watch.laps,
        )

    def _refusal(
        self,
        question: str,
        condensed: Condensed,
        draft: Draft,
        status: AnswerStatus,
        watch: Stopwatch,
        retrieval: Retrieval | None = None,
        evidence: Sequence[Evidence] = (),
        department: Department | None = None,
    ) -> Answer:
        text, citations = cite(draft, evidence)
        following = self._follow_ups(retrieval, [question], department) if retrieval and citations else ()
        watch.lap("refuse")
        return self._build(
            question,
            condensed,
            draft,
            status,
            text=text,
            citations=citations,
            following=following,
            timings=watch.laps,
        )

    def _links(
        self,
        retrieval: Retrieval,
        evidence: Sequence[Evidence],
        citations: tuple[Citation, ...],
        alone: bool,
    ) -> Links:
        """What the evidence is filed under, when it answers alone; else what the study's sections lead to."""
        if alone:
            return link(self.framework, (), [e.ranked for e in evidence], citations)
        sections = retrieval.units[SourceKind.STUDY]
        return link(self.framework, sections, self._related(retrieval), citations)

    def _follow_ups(
        self,
        retrieval: Retrieval,
        asked: Sequence[str],
        department: Department | None,
        sections: Sequence[str] | None = None,
    ) -> tuple[FollowUp, ...]:
        """Next questions of `sections`, by default of those that fit the question best."""
        if sections is None:
            sections = [u.unit.partition(":")[2] for u in retrieval.units[SourceKind.STUDY]]
        if not sections:
            return ()
        learned = LearnedFit(self.generation.learned, retrieval.learned)
        fit = partial(learned.of_texts, f"{SourceKind.STUDY}:{sections[0]}")
        return follow_ups(asked, sections, self.framework, self.answerable, fit, department)

    def _related(self, retrieval: Retrieval) -> list[RankedPassage]:
        """The best provisions and examples, one passage each."""
        units = [
            u
            for kind in (SourceKind.LAW, SourceKind.PRACTICE)
            for u in retrieval.units.get(kind, ())[:_RELATED]
        ]
        return [ranked for unit in units for ranked in self.searcher.passages_of(retrieval, unit, 1)]

    def _build(
        self,
        question: str,
        condensed: Condensed,
        draft: Draft,
        status: AnswerStatus,
        *,
        text: str,
        citations: tuple[Citation, ...],
        following: tuple[FollowUp, ...],
        timings: Mapping[str, float],
        links: Links | None = None,
        notices: tuple[str, ...] = (),
    ) -> Answer:
        links = links or Links()
        return Answer(
            id=uuid.uuid4().hex,
            question=question,
            standalone_question=condensed.standalone,
            status=status,
            completeness=draft.completeness,
            text=text,
            citations=citations,
            principles=links.principles,
            levels=links.levels,
            measures=links.measures,
            follow_ups=following,
            not_covered=draft.not_covered,
            notices=notices,
            model=draft.model,
            timings_ms={**timings, "total": round(sum(timings.values()), 1)},
        )


def _is_own(evidence: Evidence) -> bool:
    return evidence.ranked.passage.kind is SourceKind.UPLOAD
