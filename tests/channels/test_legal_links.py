"""Citations in shown text become links to the passage of the provision; everything else stays text."""

from __future__ import annotations

import re

import pytest

from assistant.channels.legal_links import linked_text, place_address
from assistant.channels.reply_html import body_html, inline_html
from assistant.german.citations import LegalCitation
from tests.fakes import sample_answer

HELD = {
    "§ 97 Abs. 4 GWB": "statute/gwb-97/4",
    "§ 97 GWB": "statute/gwb-97/1",
    "§ 98 GWB": "statute/gwb-98/1",
    "Art. 5 DSGVO": "statute/32016R0679/art-5/1",
}


def resolve(citation: LegalCitation) -> str | None:
    return HELD.get(citation.canonical)


def links(html: str) -> list[tuple[str, str]]:
    """(address, text) of the links to provisions."""
    return re.findall(r'<a class="norm" href="([^"]*)"[^>]*>([^<]*)</a>', html)


class TestPlainText:
    def test_known_citations_are_links(self) -> None:
        html = linked_text("Nach § 97 IV GWB gilt das, nach § 99 GWB nicht.", resolve)
        assert html == (
            'Nach <a class="norm" href="/stelle/statute/gwb-97/4">§ 97 IV GWB</a> gilt das, nach § 99 GWB nicht.'
        )

    def test_a_list_opens_its_first_and_is_one_link(self) -> None:
        html = linked_text("Es gelten §§ 97, 98 GWB.", resolve)
        assert links(html) == [("/stelle/statute/gwb-97/1", "§§ 97, 98 GWB")]
        assert links(linked_text("Es gelten §§ 99, 98 GWB.", resolve)) == [
            ("/stelle/statute/gwb-98/1", "§§ 99, 98 GWB")
        ]

    def test_a_law_completes_what_its_own_text_cites(self) -> None:
        text = "§ 98 bleibt unberührt; § 97 Absatz 4 und Artikel 5 DSGVO gelten."
        assert links(linked_text(text, resolve)) == [
            ("/stelle/statute/32016R0679/art-5/1", "Artikel 5 DSGVO")
        ]
        assert [target for target, _ in links(linked_text(text, resolve, "GWB"))] == [
            "/stelle/statute/gwb-98/1",
            "/stelle/statute/gwb-97/4",
            "/stelle/statute/32016R0679/art-5/1",
        ]

    @pytest.mark.parametrize(
        "text", ["§ 98 des Gesetzes über Brunnen", "§ 98 der Wegeordnung", "§ 98 BauGB", "Art. 98"]
    )
    def test_but_not_the_citation_of_another_law(self, text: str) -> None:
        assert linked_text(text, resolve, "GWB") == text

    def test_everything_else_is_escaped(self) -> None:
        html = linked_text('<b onclick="x">§ 97 GWB</b> & <script>§ 98 GWB</script>', resolve)
        assert re.findall(r"<(\w+)", html) == ["a", "a"]
        assert "&lt;script&gt;" in html and " &amp; " in html

    def test_ids_are_quoted_in_addresses(self) -> None:
        assert place_address("statute/32016R0679/art-5/1") == "/stelle/statute/32016R0679/art-5/1"
        assert place_address('a b/"><x>?#%') == "/stelle/a%20b/%22%3E%3Cx%3E%3F%23%25"
        html = linked_text("§ 5 GWB", lambda _: '"><script>')
        assert "<script>" not in html

    @pytest.mark.parametrize("text", ["", "Kein Recht.", "§", "§ 97", "5 € und 3 %"])
    def test_text_without_a_known_citation_is_itself(self, text: str) -> None:
        assert linked_text(text, resolve) == text


class TestAnswers:
    def test_citations_and_references_stand_side_by_side(self) -> None:
        answer = sample_answer(
            text="**Recht**\n\n- § 97 Abs. 4 GWB im Wortlaut: „Lose.“ [2] *§ 98 GWB* gilt. [1]"
        )
        html = body_html(answer, "q", resolve)
        assert links(html) == [
            ("/stelle/statute/gwb-97/4", "§ 97 Abs. 4 GWB"),
            ("/stelle/statute/gwb-98/1", "§ 98 GWB"),
        ]
        assert 'href="#q-2"' in html and 'href="#q-1"' in html and "<em>" in html

    def test_without_a_resolver_nothing_changes(self) -> None:
        answer = sample_answer(text="§ 97 GWB gilt. [1]")
        assert links(body_html(answer)) == []
        assert body_html(answer, provision=lambda _: None) == body_html(answer)

    def test_code_is_left_alone(self) -> None:
        answer = sample_answer(text="`§ 97 GWB` und § 98 GWB")
        assert [text for _, text in links(body_html(answer, provision=resolve))] == ["§ 98 GWB"]

    def test_single_sentences_are_linked_too(self) -> None:
        html = inline_html("Dafür steht § 97 GWB [2].", sample_answer(), provision=resolve)
        assert links(html) == [("/stelle/statute/gwb-97/1", "§ 97 GWB")] and not html.startswith("<p>")

    def test_markup_in_the_text_stays_text(self) -> None:
        answer = sample_answer(text="<img src=x onerror=alert(1)> § 97 GWB [x](javascript:alert(1))")
        html = body_html(answer, provision=resolve)
        assert "<img" not in html and 'href="javascript' not in html
        assert len(links(html)) == 1
