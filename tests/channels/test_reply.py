"""Answer -> Markdown, plain text and HTML: complete, in order, and harmless."""

from __future__ import annotations

import pytest

from assistant.channels.evidence import describe
from assistant.channels.reply import markdown, plain, plain_body
from assistant.channels.reply_html import body_html, html
from assistant.messages_de import Reply
from tests.fakes import QUOTE, refusal, sample_answer, sample_passages

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [klick](javascript:alert(1)) "
    '![bild](https://spion.example/x.png) <https://spion.example> "><svg onload=alert(1)>'
)


def _with_everywhere(text: str):
    """An answer that carries `text` wherever text of a source, a model or a user can stand."""
    answer = sample_answer(
        text=f"{text} [1]\n\n[1]: https://spion.example", not_covered=text, notices=(text,), question=text
    )
    citation = answer.citations[0].model_copy(
        update={"title": text, "locator": text, "quote": text, "note": text, "stand": text, "binds": text}
    )
    link = answer.principles[0].model_copy(update={"title": text, "reason": text})
    follow_up = answer.follow_ups[0].model_copy(update={"text": text})
    return answer.model_copy(
        update={"citations": (citation,), "principles": (link,), "follow_ups": (follow_up,)}
    )


@pytest.mark.parametrize("render", [markdown, plain, html])
def test_every_part_is_there_in_reading_order(render):
    text = str(render(sample_answer()))
    parts = [
        "nie ganz los",
        "Zu Ihrem Vertrag sagen die Quellen nichts",
        Reply.SOURCES,
        "Souveräne Abhängigkeit",
        QUOTE,
        "§ 97 Abs. 4 GWB",
        "Zuletzt geändert 2025",
        "auch Kommunen",
        "https://recht.example/gwb/97",
        "Guifi.net",
        Reply.PRINCIPLES,
        "rät zum Mitgestalten.",
        Reply.LEVELS,
        Reply.MEASURES,
        Reply.FOLLOW_UPS,
        "Womit fangen wir an?",
        "Das Sprachmodell war nicht erreichbar.",
        Reply.AI_NOTICE,
    ]
    rest = text.replace("\\", "")
    for part in parts:
        assert part in rest, part
        rest = rest.partition(part)[2]


@pytest.mark.parametrize("render", [markdown, plain, html])
def test_sources_say_their_kind_and_what_limits_them(render):
    text = str(render(sample_answer()))
    for word in ("Studie", "Recht", "Praxis"):
        assert f"{word}:" in text or f"{word} ({Reply.UNVERIFIED_MARK}):" in text
    assert Reply.UNVERIFIED in text
    assert "nennen verschiedene Zahlen" in text


@pytest.mark.parametrize("render", [markdown, plain, html])
def test_a_refusal_is_short(render):
    text = str(render(refusal("Dazu sagen die Quellen nichts.")))
    assert text.replace("<p>", "").startswith("Dazu sagen die Quellen nichts.")
    assert Reply.FOLLOW_UPS not in text and "[1]" not in text


def test_references_link_to_their_sources_in_html():
    text = str(html(sample_answer()))
    assert 'href="#quelle-2"' in text
    assert '<li id="quelle-2">' in text


def test_only_references_with_a_source_become_links():
    text = str(body_html(sample_answer(text="Belegt [1], unbelegt [7], im Code `[1]`."), "a-1-quelle"))
    assert text.count("<a ") == 1
    assert 'href="#a-1-quelle-1"' in text
    assert "[7]" in text and "<code>[1]</code>" in text


@pytest.mark.parametrize("render", [html, body_html])
def test_html_lets_nothing_active_through(render):
    text = str(render(_with_everywhere(HOSTILE)))
    for mark in ("<script", "<img", "<svg", 'href="javascript', 'href="https://spion'):
        assert mark not in text.lower()
    assert "&lt;script&gt;" in text  # shown as what it is


def test_markdown_of_sources_stays_text():
    from markdown_it import MarkdownIt

    # A reader that renders everything Markdown can do, HTML included.
    rendered = MarkdownIt("commonmark", {"html": True}).render(markdown(_with_everywhere(HOSTILE)))
    for mark in ("<script", "<img", "<svg", 'href="javascript', 'href="https://spion'):
        assert mark not in rendered.lower()


def test_addresses_that_are_not_web_addresses_are_not_linked():
    citation = sample_answer().citations[1].model_copy(update={"url": "javascript:alert(1)"})
    answer = sample_answer(citations=(citation,))
    assert "javascript" not in str(html(answer)) + markdown(answer) + plain(answer)


def test_plain_body_keeps_lines_and_drops_marks():
    text = plain_body("Ein **starkes** Wort [1].\n\n- eins\n- zwei\n\n1. drei\n\n### Kopf\nSchluss")
    assert text == "Ein starkes Wort [1].\n– eins\n– zwei\n1. drei\n\nKopf\n\nSchluss"


def test_law_is_named_by_its_provision_once():
    law = sample_passages()[1]
    citation = sample_answer().citations[1].model_copy(update={"title": f"{law.provision} Lose"})
    assert plain(sample_answer(citations=(citation,))).count(law.provision) == 1


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("/dokumente/0123456789ab#page=4", True),
        ("https://recht.example/1", True),
        ("javascript:alert(1)", False),
        ("/verwaltung/recht", False),
        (None, False),
    ],
)
def test_sources_lead_to_the_web_and_to_own_documents_only(url: str | None, opened: bool) -> None:
    answer = sample_answer()
    citation = answer.citations[0].model_copy(update={"url": url})
    assert (describe(citation).url == url and url is not None) is opened
