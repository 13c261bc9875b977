"""Answers and conversations as notes for the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assistant.channels.file_note import of_answer, of_conversation
from assistant.channels.note_text import blocks_of, runs_of
from assistant.export.document import Block, Bullets, Document, Heading, Paragraph, Quote, Run
from assistant.export.files import FORMATS
from assistant.messages_de import FileNote, Reply
from assistant.models import Answer, SourceKind
from assistant.store.records import Conversation, Exchange
from tests.export.reading import FORMAT_NAMES, HOSTILE, MOMENT, READERS, squeezed
from tests.fakes import sample_answer


def exchange(answer: Answer | None = None, **changes: Any) -> Exchange:
    answer = answer or sample_answer()
    fields = {
        "id": "f1",
        "conversation_id": "g1",
        "question": answer.question,
        "state": "answered",
        "answer": answer,
        "asked_at": MOMENT,
        "share": None,
        "feedback": None,
    }
    return Exchange(**{**fields, **changes})


def conversation(*exchanges: Exchange) -> Conversation:
    return Conversation("g1", "Lizenzkosten", MOMENT, MOMENT + timedelta(days=1), exchanges)


def read(document: Document) -> str:
    return READERS["md"](FORMATS["md"].render(document))


def headings(document: Document) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in document.blocks if isinstance(block, Heading)]


class TestOneAnswer:
    def test_holds_what_is_needed_to_check_it_later(self) -> None:
        note = of_answer(exchange())
        text = read(note)
        for part in (
            "Gefragt am: 24.11.2026, 10:15 Uhr",
            f"Zusammengestellt: {FileNote.EXTRACTIVE}",
            "Belegt: teilweise",
            FileNote.AI_NOTICE,
            "nie ganz los, sie kann sie aber gestalten [1].",
            "Zu Ihrem Vertrag sagen die Quellen nichts.",
            "Hinweis: Das Sprachmodell war nicht erreichbar.",
            "[1] Studie: Souveräne Abhängigkeit",
            "Fundstelle: Abschnitt 2.4, Absatz 3",
            "»Man soll solche Bindungen kennen, auswählen und mitgestalten.«",
            "[2] Recht: § 97 Abs. 4 GWB – Mittelstand in der Vergabe",
            "Stand: Zuletzt geändert 2025",
            "Bindet: öffentliche Auftraggeber, also auch Kommunen",
            "Amtlicher Text: https://recht.example/gwb/97",
            "[3] Praxis (nicht geprüft): Guifi.net",
            "Hinweis: Die Studie und andere Quellen nennen verschiedene Zahlen.",
            "3.4 Offenheit: Der Beleg [1] nennt offene Software.",
        ):
            assert part in text, part
        assert "Weiterfragen" not in text  # the next questions do not belong on file
        assert note.created == MOMENT

    def test_its_headings_are_in_order(self) -> None:
        assert [title for level, title in headings(of_answer(exchange())) if level == 1] == [
            FileNote.QUESTION,
            FileNote.ANSWER,
            Reply.NOT_COVERED,
            Reply.SOURCES,
            Reply.FRAMEWORK,
        ]

    def test_references_lead_to_sources_that_are_there(self) -> None:
        note = of_answer(exchange(sample_answer(text="Satz [1] und [9].")))
        links = {
            run.text: run.link for block in note.blocks if isinstance(block, Paragraph) for run in block.runs
        }
        assert links["[1]"] == "#quelle-1"
        assert "[9]" in links and links["[9]"] is None
        assert "quelle-1" in {block.anchor for block in note.blocks if isinstance(block, Heading)}

    def test_how_the_question_was_understood(self) -> None:
        answer = sample_answer("Und bei uns?", standalone_question="Was tun bei hohen Lizenzkosten bei uns?")
        assert "Verstanden als: Was tun bei hohen Lizenzkosten bei uns?" in read(of_answer(exchange(answer)))
        assert FileNote.UNDERSTOOD not in read(of_answer(exchange()))

    def test_the_language_model_is_named(self) -> None:
        assert "mit dem Sprachmodell qwen3:8b" in read(of_answer(exchange(sample_answer(model="qwen3:8b"))))

    @pytest.mark.parametrize("state", ["running", "stopped", "failed"])
    def test_without_an_answer_it_says_why(self, state: str) -> None:
        note = of_answer(replace(exchange(), answer=None, state=state))  # type: ignore[arg-type]
        assert FileNote.NO_ANSWER[state] in read(note)
        assert FileNote.COVERAGE not in read(note)

    def test_own_documents_are_linked_where_the_address_is_known(self) -> None:
        answer = sample_answer()
        own = answer.citations[0].model_copy(
            update={"kind": SourceKind.UPLOAD, "url": "/dokumente/0123456789ab"}
        )
        item = exchange(answer.model_copy(update={"citations": (own,)}))
        assert "https://amt.example/dokumente/0123456789ab" in read(of_answer(item, "https://amt.example"))
        assert "/dokumente/" not in read(of_answer(item))

    def test_a_long_question_is_shortened_in_the_title_only(self) -> None:
        question = "Warum dauert das so lange? " * 30
        note = of_answer(exchange(sample_answer(question.strip())))
        assert len(note.title) <= 120 and note.title.endswith("…")
        assert squeezed(question) in squeezed(read(note))


class TestAConversation:
    def test_numbers_its_questions(self) -> None:
        note = of_conversation(conversation(exchange(), exchange(sample_answer("Und das Recht?"))))
        assert [title for level, title in headings(note) if level == 1] == [
            "1. Was tun bei hohen Lizenzkosten?",
            "2. Und das Recht?",
        ]
        assert note.title == "Lizenzkosten"
        assert note.created == MOMENT + timedelta(days=1)

    def test_keeps_the_sources_of_its_answers_apart(self) -> None:
        note = of_conversation(conversation(exchange(), exchange()))
        anchors = [block.anchor for block in note.blocks if isinstance(block, Heading) and block.anchor]
        assert len(anchors) == len(set(anchors)) == 6

    def test_may_be_empty_and_have_another_title(self) -> None:
        assert of_conversation(conversation(), "Mein Titel").title == "Mein Titel"


def hostile(text: str) -> Exchange:
    """An exchange with `text` in every field."""
    plain = sample_answer(text)
    sources = {"title": text, "locator": text, "quote": text, "stand": text, "binds": text, "note": text}
    sources["url"] = f"https://a.example/{text}"
    links = {"title": text, "reason": text}
    return exchange(
        sample_answer(
            text,
            standalone_question=f"{text}!",
            text=f"Satz {text} [1]",
            not_covered=text,
            notices=(text,),
            model=text,
            citations=tuple(one.model_copy(update=sources) for one in plain.citations),
            principles=tuple(one.model_copy(update=links) for one in plain.principles),
        )
    )


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_hostile_text_in_every_field_stays_text(name: str) -> None:
    note = of_conversation(conversation(*map(hostile, HOSTILE)))
    seen = squeezed(READERS[name](FORMATS[name].render(note)))
    expected = [text for text in HOSTILE if "ש" not in text and "WW" not in text]  # see test_formats_alike
    assert [text for text in expected if seen.count(squeezed(text)) < 20] == []


TEXT = """Ein **fetter** und *schräger*
Satz [1].

## Zwischentitel

**Was das Recht sagt**

- eins
- zwei [2]
  - innen

1. erstens

   mit Absatz
2. zweitens

> Zitat

```
code
```
"""


def test_the_markdown_of_answers_becomes_structure() -> None:
    def link(n: int) -> str | None:
        return "#q-1" if n == 1 else None

    expected: tuple[Block, ...] = (
        Paragraph(
            (
                Run("Ein "),
                Run("fetter", bold=True),
                Run(" und "),
                Run("schräger", italic=True),
                Run(" "),
                Run("Satz "),
                Run("[1]", link="#q-1"),
                Run("."),
            )
        ),
        Heading(2, "Zwischentitel"),
        Heading(2, "Was das Recht sagt"),
        Bullets(((Run("eins"),), (Run("zwei "), Run("[2]")), (Run("innen"),))),
        Bullets(((Run("erstens"), Run("\n"), Run("mit Absatz")), (Run("zweitens"),)), ordered=True),
        Quote("Zitat"),
        Paragraph((Run("code"),)),
    )
    assert blocks_of(TEXT, 2, link) == expected
    assert runs_of("Der **Beleg** [1]", link)[-1] == Run("[1]", link="#q-1")
    assert blocks_of("", 1, link) == ()
