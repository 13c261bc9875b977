"""An answer or a conversation as a note for the file: everything a colleague needs to check it later."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.evidence import EXTRACTIVE
from assistant.channels.evidence import DOCUMENTS, Evidence, describe, framework_groups
from assistant.channels.note_text import Target, blocks_of, runs_of
from assistant.export.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Level,
    Paragraph,
    Quote,
    Run,
    day_and_time,
    shortened,
    text_runs,
)
from assistant.messages_de import FileNote, Reply
from assistant.models import Answer
from assistant.store.records import Conversation, Exchange

LONGEST_TITLE = 120  # characters; the question in full stands below


def of_answer(exchange: Exchange, address: str = "") -> Document:
    """The note on one question.

    Args:
        exchange: with or without an answer; without one the note says why.
        address: of this service without a final "/", put before links to own documents; without it
            they are named, but not linked.
    """
    return Document(
        title=shortened(exchange.question, LONGEST_TITLE),
        subject=FileNote.SUBJECT,
        created=exchange.asked_at,
        blocks=(
            Facts(tuple(_circumstances(exchange))),
            *_ai_notice(),
            Heading(1, FileNote.QUESTION),
            Paragraph(text_runs(exchange.question)),
            *_outcome(exchange, 1, "quelle", address),
        ),
    )


def of_conversation(conversation: Conversation, title: str = "", address: str = "") -> Document:
    """The note on a whole conversation, its questions numbered; dated by its last change.

    Args:
        title: instead of the conversation's own.
        address: as in `of_answer`.
    """
    return Document(
        title=shortened(title or conversation.title, LONGEST_TITLE),
        subject=FileNote.SUBJECT_CONVERSATION,
        created=conversation.changed_at,
        blocks=(
            Facts(
                (
                    (FileNote.BEGUN_AT, day_and_time(conversation.created_at)),
                    (FileNote.QUESTIONS, str(len(conversation.exchanges))),
                )
            ),
            *_ai_notice(),
            *(
                block
                for number, exchange in enumerate(conversation.exchanges, 1)
                for block in _numbered(number, exchange, address)
            ),
        ),
    )


def _numbered(number: int, exchange: Exchange, address: str) -> Iterator[Block]:
    heading = shortened(exchange.question, LONGEST_TITLE)
    yield Heading(1, FileNote.NUMBERED.format(n=number, question=heading))
    yield Facts(tuple(_circumstances(exchange)))
    if heading != exchange.question:
        yield Heading(2, FileNote.QUESTION)
        yield Paragraph(text_runs(exchange.question))
    yield from _outcome(exchange, 2, f"quelle-{number}", address)


def _circumstances(exchange: Exchange) -> Iterator[tuple[str, str]]:
    yield FileNote.ASKED_AT, day_and_time(exchange.asked_at)
    answer = exchange.answer
    if answer is not None:
        if answer.standalone_question != exchange.question:  # "Und bei uns?" says little on its own
            yield FileNote.UNDERSTOOD, answer.standalone_question
        by_model = FileNote.BY_MODEL.format(model=answer.model)
        yield FileNote.WRITTEN, FileNote.EXTRACTIVE if answer.model == EXTRACTIVE else by_model
        yield FileNote.COVERAGE, FileNote.COVERAGES[answer.completeness]


def _ai_notice() -> tuple[Block, ...]:
    return (Paragraph((Run(f"{Reply.NOTE}: ", bold=True), Run(FileNote.AI_NOTICE))),)


def _outcome(exchange: Exchange, level: Level, anchor: str, address: str) -> Iterator[Block]:
    """Everything below the question, under headings of `level` and the one below."""
    yield Heading(level, FileNote.ANSWER)
    answer = exchange.answer
    if answer is None:
        yield Paragraph(text_runs(FileNote.NO_ANSWER[exchange.state]))
        return
    numbers = {citation.n for citation in answer.citations}
    below: Level = 2 if level == 1 else 3

    def target(n: int) -> str | None:
        return f"#{anchor}-{n}" if n in numbers else None

    yield from blocks_of(answer.text, below, target)
    for notice in answer.notices:
        yield Paragraph((Run(f"{Reply.NOTE}: ", bold=True), *text_runs(notice)))
    if answer.not_covered:
        yield Heading(level, Reply.NOT_COVERED)
        yield Paragraph(runs_of(answer.not_covered, target))
    if answer.citations:
        yield Heading(level, Reply.SOURCES)
    for citation in answer.citations:
        yield from _source(describe(citation), below, f"{anchor}-{citation.n}", address)
    yield from _framework(answer, level, below, target)


def _source(source: Evidence, level: Level, anchor: str, address: str) -> Iterator[Block]:
    yield Heading(level, f"[{source.n}] {source.kind_text}: {source.name}", anchor)
    if source.quote:
        yield Quote(f"»{source.quote}«")
    place = ((FileNote.PLACE, source.place),) if source.place else ()
    cautions = ((Reply.NOTE, caution) for caution in source.cautions)
    if facts := (*place, *source.facts, *cautions):
        yield Facts(facts)
    url = source.url
    if url and url.startswith(DOCUMENTS):
        url = f"{address}{url}" if address else None
    if url:
        yield Paragraph((Run(f"{source.link_text}: "), Run(url, link=url)))


def _framework(answer: Answer, level: Level, below: Level, target: Target) -> Iterator[Block]:
    groups = framework_groups(answer)
    if groups:
        yield Heading(level, Reply.FRAMEWORK)
    for group in groups:
        yield Heading(below, group.heading)
        yield Bullets(
            tuple(
                (Run(f"{link.id} {link.title}: ", bold=True), *runs_of(link.reason, target))
                for link in group.links
            )
        )
