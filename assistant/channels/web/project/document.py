"""A checked project as a document: open points first, then principle by principle. Always in German."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.channels.evidence import DOCUMENTS, describe
from assistant.channels.web.project.view import Principle, Question
from assistant.export.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Quote,
    Run,
    Runs,
    day_and_time,
    text_runs,
)
from assistant.messages_de import ProjectNote, Reply
from assistant.models import Citation, Passage
from assistant.store.records import Project


def of_project(project: Project, principles: Sequence[Principle], covered: bool) -> Document:
    """The document on a project, dated by its last change."""
    return Document(
        title=project.title,
        subject=ProjectNote.SUBJECT,
        created=project.changed_at,
        blocks=(
            Facts(
                (
                    (ProjectNote.CHANGED, day_and_time(project.changed_at)),
                    (ProjectNote.CREATED, day_and_time(project.created_at)),
                    (ProjectNote.PROGRESS, _progress(principles)),
                )
            ),
            _hint(ProjectNote.AI_NOTICE),
            *(() if covered else (_hint(ProjectNote.NOT_COVERED),)),
            Heading(1, ProjectNote.DESCRIPTION),
            Paragraph(text_runs(project.description)),
            *_open_points(principles),
            *(block for principle in principles for block in _principle(principle)),
        ),
    )


def _progress(principles: Sequence[Principle]) -> str:
    settled, total = sum(p.settled for p in principles), sum(len(p.questions) for p in principles)
    return ProjectNote.PROGRESS_OF.format(settled=settled, total=total)


def _hint(text: str) -> Paragraph:
    return Paragraph((Run(f"{Reply.NOTE}: ", bold=True), Run(text)))


def _open_points(principles: Sequence[Principle]) -> Iterator[Block]:
    yield Heading(1, ProjectNote.OPEN_POINTS)
    open_ones = [principle for principle in principles if principle.open]
    if not open_ones:
        yield Paragraph(text_runs(ProjectNote.NOTHING_OPEN))
    for principle in open_ones:
        yield Heading(2, f"{principle.check.id} {principle.check.title}")
        yield Bullets(tuple(_point(question) for question in principle.open))


def _point(question: Question) -> Runs:
    text = Run(question.text or ProjectNote.FORGOTTEN)
    if not question.entry.note:
        return (text,)
    return text, Run("\n"), Run(f"{ProjectNote.NOTE}: ", italic=True), Run(question.entry.note)


def _principle(principle: Principle) -> Iterator[Block]:
    check = principle.check
    yield Heading(1, f"{check.id} {check.title}")
    yield Paragraph((Run(check.call, italic=True),))
    if check.reason:
        yield Paragraph((Run(f"{ProjectNote.WHY}: ", bold=True), Run(check.reason)))
    for question in principle.questions:
        yield Heading(2, question.text or ProjectNote.FORGOTTEN)
        note = ((ProjectNote.NOTE, question.entry.note),) if question.entry.note else ()
        yield Facts(((ProjectNote.STATE, ProjectNote.STATES[question.entry.state]), *note))
    yield Heading(2, ProjectNote.EVIDENCE)
    for sources in principle.evidence.values():
        for passage in sources:
            yield from _source(passage)


def _source(passage: Passage) -> Iterator[Block]:
    source = describe(
        Citation(
            n=1,  # not shown: nothing refers to it by a number
            kind=passage.kind,
            title=passage.title,
            locator=passage.locator,
            provision=passage.provision,
            quote=passage.text,
            url=passage.url,
            stand=passage.stand,
            binds=passage.binds,
            note=passage.note,
            verified=passage.verified,
            passage_id=passage.id,
            score=1.0,
        )
    )
    yield Heading(3, f"{source.kind_text}: {source.name}")
    yield Quote(f"»{source.quote}«")
    place = ((ProjectNote.PLACE, source.place),) if source.place else ()
    cautions = ((Reply.NOTE, caution) for caution in source.cautions)
    if facts := (*place, *source.facts, *cautions):
        yield Facts(facts)
    if source.url and not source.url.startswith(DOCUMENTS):
        yield Paragraph((Run(f"{source.link_text}: "), Run(source.url, link=source.url)))
