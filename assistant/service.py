"""The only wiring: settings -> Assistant."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.answering.check import check
from assistant.answering.pipeline import Pipeline
from assistant.answering.writing import Writer
from assistant.departments import Department, department_of, load_departments
from assistant.errors import AssistantError, IndexUnavailableError, ModelError, NotFoundError
from assistant.framework import Framework, load_framework
from assistant.german.citations import LegalCitation
from assistant.holdings import Holdings, holdings_of
from assistant.index.generation import Generation, current_id, open_current
from assistant.library import PAGE, Found, Library
from assistant.messages_de import CommandLine, Projects
from assistant.models import (
    Answer,
    AnswerEvent,
    AnswerStatus,
    IndexStatus,
    Passage,
    Place,
    RankedPassage,
    SourceKind,
    Turn,
)
from assistant.project_check import ProjectCheck, check_project
from assistant.retrieval import Searcher
from assistant.section_card import SectionCard, section_card
from assistant.serving import CurrentPipeline
from assistant.settings import Settings

FOLLOW_UPS = "follow_ups.json"
STATUTE_ID = "statute/"  # how ids of passages of official wording begin
_AROUND = 20  # passages shown on either side of one


class Assistant:
    """Answers from the published generation, and moves on to a new one as soon as it is published."""

    def __init__(
        self,
        settings: Settings,
        framework: Framework,
        departments: tuple[Department, ...],
        writer: Writer | None,
        notices: tuple[str, ...],
    ):
        self.framework = framework
        self._departments = departments
        self._settings = settings
        self._writer = writer
        self._notices = notices

        def open_pipeline(before: Pipeline | None) -> Pipeline:
            generation = open_current(settings, reuse=before.generation if before else None)
            try:
                return _pipeline(settings, framework, generation, writer)
            except AssistantError:
                generation.close()
                raise

        self._current = CurrentPipeline(open_pipeline, lambda: current_id(settings))

    def answer(self, question: str, history: Sequence[Turn] = (), department: str | None = None) -> Answer:
        """Answer one question. Raises InputError for what cannot be worked on."""
        *_, last = self.stream(question, history, department)
        assert isinstance(last, Answer)
        return last

    def stream(
        self, question: str, history: Sequence[Turn] = (), department: str | None = None
    ) -> Iterator[AnswerEvent]:
        """Pieces of text as they are written, then exactly one Answer. Raises InputError.

        The id of a department brings its next questions forward; an unknown one counts for nothing.
        """
        with self._current.use() as pipeline:
            yield from pipeline.run(question, history, department_of(self._departments, department))

    def retrieve(self, question: str, k: int = 20, history: Sequence[Turn] = ()) -> list[RankedPassage]:
        """The `k` best passages for `question`, best first."""
        with self._current.use() as pipeline:
            return pipeline.passages(question, k, history)

    def passage(self, passage_id: str) -> Passage:
        """A passage that may be shown. Raises NotFoundError, for expansion wordings, too."""
        with self._current.use() as pipeline:
            return _shown(pipeline.generation, passage_id)

    def place(self, passage_id: str) -> Place:
        """A passage that may be shown, amid the passages of its section, provision or document around it."""
        with self._current.use() as pipeline:
            generation = pipeline.generation
            passage = _shown(generation, passage_id)
            if passage.id.startswith(STATUTE_ID) and generation.statutes is not None:
                around: Sequence[Passage] = generation.statutes.passages(passage.unit.partition(":")[2])
            else:
                around = generation.passages.shown_of_unit(passage.unit)
        here = next(i for i, p in enumerate(around) if p.id == passage.id)
        first = max(0, here - _AROUND)
        return Place(passage=passage, pieces=tuple(around[first : here + _AROUND + 1]))

    def library(
        self,
        query: str = "",
        kind: SourceKind | None = None,
        part: str | None = None,
        start: int = 0,
        limit: int = PAGE,
    ) -> Found:
        """The sources to browse and to search; as `Library.find`."""
        with self._current.use() as pipeline:
            library = Library(self.framework, pipeline.generation, pipeline.searcher)
            return library.find(query, kind, part, start, limit)

    def card(self, section: str) -> SectionCard:
        """All that the sources hold on a section of the study. Raises NotFoundError for an unknown one."""
        with self._current.use() as pipeline:
            return section_card(self.framework, pipeline.generation, section, pipeline.answerable)

    def provision(self, citation: LegalCitation) -> str | None:
        """Id of the passage with the wording of a provision, None when it is not in the index."""
        with self._current.use() as pipeline:
            return pipeline.searcher.provisions.first_passage(citation)

    def check_project(self, description: str) -> ProjectCheck:
        """The six principles with questions and evidence for a project. Raises InputError."""
        description = check(description, self._settings, Projects)
        with self._current.use() as pipeline:
            return check_project(description, self.framework, pipeline.generation, pipeline.searcher)

    def holdings(self) -> Holdings:
        """Every source that is served, with its state."""
        with self._current.use() as pipeline:
            return holdings_of(pipeline.generation)

    def status(self) -> IndexStatus:
        """What is served at the moment."""
        with self._current.use() as pipeline:
            manifest = pipeline.generation.manifest
            return IndexStatus(
                generation=manifest.id,
                built_at=manifest.built_at,
                embedding=manifest.embedding,
                embedding_is_fallback=manifest.embedding_is_fallback,
                full_study=manifest.full_study,
                counts={**manifest.counts, "follow_ups": len(pipeline.answerable)},
                language_model=self._writer.name if self._writer else None,
                statutes=_statutes(pipeline.generation),
                notices=(*pipeline.generation.notices, *_stale(pipeline.generation), *self._notices),
            )


def build(settings: Settings) -> Assistant:
    """Open everything that answering needs.

    A language model that cannot be used is reported in `status`, and answers are extractive.

    Raises:
        IndexUnavailableError: there is no usable index.
        CorpusError: the files of the framework or of the departments are broken.
    """
    from assistant.answering.generate import open_writer

    notices: tuple[str, ...] = ()
    writer: Writer | None = None
    try:
        writer = open_writer(settings)
    except ModelError as error:
        notices = (error.message,)
    framework = load_framework(settings.corpus_dir / "framework")
    return Assistant(settings, framework, load_departments(settings.corpus_dir), writer, notices)


def check_follow_ups(settings: Settings, framework: Framework, generation: Generation) -> int:
    """Try every follow-up question on a generation and write down those that it answers.

    A question counts as answered when the answer is neither refused nor partial and rests on the
    question's own section. Runs before a generation is published.

    Returns: how many are answerable.
    """
    pipeline = Pipeline(settings, framework, generation, Searcher(generation), frozenset())
    answerable = [q.id for q in framework.questions if _is_answered(pipeline, q.text, q.section)]
    (generation.folder / FOLLOW_UPS).write_text(json.dumps(answerable), encoding="utf-8")
    return len(answerable)


def _is_answered(pipeline: Pipeline, question: str, section: str) -> bool:
    *_, answer = pipeline.run(question)
    assert isinstance(answer, Answer)
    cited = {c.section for c in answer.citations if c.kind is SourceKind.STUDY}
    return answer.status is AnswerStatus.ANSWERED and section in cited


def _statutes(generation: Generation) -> str | None:
    if generation.statutes is None:
        return None
    counts = generation.statutes.counts()
    return CommandLine.STATUTES_COUNT.format(laws=counts["laws"], norms=counts["norms"])


def _stale(generation: Generation) -> list[str]:
    """The digests that a person should read again, in one notice."""
    units = generation.passages.units(SourceKind.LAW)
    stale = [p.title for unit in units for p in generation.passages.shown_of_unit(unit) if p.stale]
    return [CommandLine.STALE.format(provisions=", ".join(stale))] if stale else []


def _shown(generation: Generation, passage_id: str) -> Passage:
    if passage_id.startswith(STATUTE_ID) and generation.statutes is not None:
        return generation.statutes.passage(passage_id)
    passage = generation.passages.get(passage_id)
    if not passage.shown:
        raise NotFoundError("Diese Stelle gibt es nicht (mehr). Stellen Sie die Frage bitte noch einmal.")
    return passage


def _pipeline(
    settings: Settings, framework: Framework, generation: Generation, writer: Writer | None
) -> Pipeline:
    return Pipeline(
        settings,
        framework,
        generation,
        Searcher(generation),
        _answerable(generation.folder / FOLLOW_UPS),
        writer,
    )


def _answerable(path: Path) -> frozenset[str]:
    try:
        return frozenset(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise IndexUnavailableError(
            "Dem Index fehlt die Liste der geprüften Anschlussfragen. Bitte mit „ingest build“ neu aufbauen."
        ) from error
