"""Citations meet what the sources hold: the digest, the wording, or the honest answer that there is none."""

from __future__ import annotations

import pytest

from assistant.german.citations import LegalCitation, citations
from assistant.index.generation import Generation
from assistant.models import Passage, PassageOrigin, SourceKind
from assistant.provisions import Cited, Outcome, Provisions, paragraph_of
from assistant.retrieval import CITED, Searcher
from tests.village_laws import LONG_PARAGRAPH


@pytest.fixture(scope="module")
def provisions(lawful_village: Generation) -> Provisions:
    return Provisions(lawful_village)


@pytest.fixture(scope="module")
def digests_alone(village: Generation) -> Provisions:
    return Provisions(village)


@pytest.fixture(scope="module")
def searcher(lawful_village: Generation) -> Searcher:
    return Searcher(lawful_village)


def only(cited: tuple[Cited, ...]) -> Cited:
    (found,) = cited
    return found


def places(passages: tuple[Passage, ...]) -> list[str | None]:
    return [p.provision for p in passages]


def citation(text: str) -> LegalCitation:
    (found,) = citations(text)
    return found


class TestResolving:
    @pytest.mark.parametrize(
        ("question", "digests", "wording"),
        [
            (
                "Was sagt § 5 DorfG?",
                (),
                ["§ 5 Abs. 1 DorfG", "§ 5 Abs. 2 DorfG", "§ 5 Abs. 3 DorfG"],
            ),
            ("§ 5 II DorfG", (), ["§ 5 Abs. 2 DorfG"]),
            ("§ 5 Abs. 2 Satz 1 DorfG", (), ["§ 5 Abs. 2 DorfG"]),
            ("Gilt § 4 Abs. 2 BrunnG hier?", ("law:§ 4 Abs. 2 BrunnG",), ["§ 4 Abs. 2 BrunnG"]),
            ("§ 4 Abs. 1 BrunnG", (), ["§ 4 Abs. 1 BrunnG"]),
            (
                "§ 4 BrunnG",
                ("law:§ 4 Abs. 2 BrunnG", "law:§ 4 Abs. 3 BrunnG"),
                ["§ 4 Abs. 1 BrunnG", "§ 4 Abs. 2 BrunnG", "§ 4 Abs. 3 BrunnG"],
            ),
            ("§ 7 BusG", ("law:§ 7 BusG",), []),
            ("Paragraf 3 des Klimaschuztgesetzes", (), ["§ 3 KSG"]),
            ("Anlage 1 KSG", (), ["Anlage 1 KSG"]),
            ("Was steht in der Anlage zum BWaldG?", (), ["Anlage BWaldG"]),
            ("§ 5 BrunnG", (), ["§ 5 BrunnG"]),
            ("§ 9 BrunnG", (), ["§§ 8 bis 10 BrunnG"]),
        ],
    )
    def test_what_is_there_is_found(
        self, provisions: Provisions, question: str, digests: tuple[str, ...], wording: list[str]
    ) -> None:
        cited = only(provisions.resolve(question))
        assert cited.outcome is Outcome.FOUND
        assert (set(cited.digests), places(cited.wording)) == (set(digests), wording)
        assert all(p.origin is PassageOrigin.FULL_TEXT for p in cited.wording)

    def test_a_repealed_provision_is_marked(self, provisions: Provisions) -> None:
        (passage,) = only(provisions.resolve("§ 5 BrunnG")).wording
        assert passage.note == "weggefallen"

    @pytest.mark.parametrize(
        ("question", "nearest"),
        [
            ("§ 7 DorfG", "§ 6 DorfG: Hirtenrat"),
            ("§ 999 DorfG", "§ 10 DorfG: Tafeln"),
            ("§ 3 BrunnG", "§ 4 BrunnG: Pflege der Brunnen"),  # never a repealed one
            ("Anlage 7 KSG", "Anlage 1 KSG: Öfen"),
        ],
    )
    def test_a_number_that_does_not_exist_has_a_nearest(
        self, provisions: Provisions, question: str, nearest: str
    ) -> None:
        cited = only(provisions.resolve(question))
        assert cited.outcome is Outcome.NO_NORM and cited.wording[0].title == nearest

    def test_a_unit_that_a_law_does_not_have_has_no_nearest(self, provisions: Provisions) -> None:
        cited = only(provisions.resolve("Art. 3 DorfG"))
        assert (cited.outcome, cited.wording) == (Outcome.NO_NORM, ())

    def test_a_paragraph_that_does_not_exist_leaves_the_whole_provision(self, provisions: Provisions) -> None:
        cited = only(provisions.resolve("§ 4 Abs. 9 BrunnG"))
        assert (cited.outcome, cited.digests, len(cited.wording)) == (Outcome.NO_PLACE, (), 3)
        assert only(provisions.resolve("§ 3 Abs. 2 KSG")).outcome is Outcome.NO_PLACE  # it has no Absätze

    @pytest.mark.parametrize(
        ("question", "outcome"), [("§ 3 FantasieG", Outcome.OTHER_LAW), ("Was sagt § 5?", Outcome.NO_LAW)]
    )
    def test_without_the_law_nothing_is_shown(
        self, provisions: Provisions, question: str, outcome: Outcome
    ) -> None:
        cited = only(provisions.resolve(question))
        assert (cited.outcome, cited.digests, cited.wording) == (outcome, (), ())

    def test_several_are_resolved_one_by_one(self, provisions: Provisions) -> None:
        found = provisions.resolve("Wie passen § 5 Abs. 1 und 3 DorfG und § 77 BrunnG zusammen?")
        assert [(c.citation.canonical, c.outcome) for c in found] == [
            ("§ 5 Abs. 1 DorfG", Outcome.FOUND),
            ("§ 5 Abs. 3 DorfG", Outcome.FOUND),
            ("§ 77 BrunnG", Outcome.NO_NORM),
        ]

    @pytest.mark.parametrize("question", ["Wer pflegt die Brunnen?", "Was regelt das DorfG?", "", "§"])
    def test_no_citation_no_result(self, provisions: Provisions, question: str) -> None:
        assert provisions.resolve(question) == ()


class TestTheConversation:
    def test_a_missing_law_is_the_one_named_last(self, provisions: Provisions) -> None:
        before = ["§ 4 BrunnG", "§ 4 BrunnG im Wortlaut …", "Was sagt § 5 DorfG?", "§ 5 DorfG und § 2 KSG …"]
        assert only(provisions.resolve("Und § 6?", before)).citation.canonical == "§ 6 DorfG"

    def test_the_question_itself_comes_first(self, provisions: Provisions) -> None:
        cited = provisions.resolve("Gilt § 5 DorfG oder § 6?", ["Was sagt § 4 BrunnG?"])
        assert [c.citation.canonical for c in cited] == ["§ 5 DorfG", "§ 6 DorfG"]

    @pytest.mark.parametrize("reply", ["BrunnG", "im BrunnG", "des BrunnG, bitte"])
    def test_a_turn_that_only_names_a_law_completes_the_question_before(
        self, provisions: Provisions, reply: str
    ) -> None:
        before = ["Was sagt § 4 Abs. 2?", "Welches Gesetz meinen Sie?"]
        cited = only(provisions.resolve(reply, before, previous=before[0]))
        assert (cited.citation.canonical, cited.outcome) == ("§ 4 Abs. 2 BrunnG", Outcome.FOUND)

    @pytest.mark.parametrize("reply", ["Ich meine das Klimaschutzgesetz", "Das KSG!", "klimaschutzgesetz"])
    def test_laws_of_the_table_are_understood_in_any_form(self, provisions: Provisions, reply: str) -> None:
        assert only(provisions.resolve(reply, previous="§ 3?")).citation.canonical == "§ 3 KSG"

    @pytest.mark.parametrize(
        ("reply", "previous"),
        [
            ("Danke!", "Was sagt § 4?"),
            ("Wie oft muss die Gemeinde nach dem KSG den Holzvorrat prüfen?", "Was sagt § 3?"),
            ("KSG", "Was sagt § 4 BrunnG?"),  # that one had its law
            ("KSG", "Wer pflegt die Brunnen?"),
        ],
    )
    def test_anything_else_completes_nothing(self, provisions: Provisions, reply: str, previous: str) -> None:
        assert provisions.resolve(reply, [previous], previous=previous) == ()


class TestWording:
    def test_a_digest_speaks_of_its_paragraph_alone(self, provisions: Provisions) -> None:
        assert places(provisions.wording("law:§ 4 Abs. 3 BrunnG")) == ["§ 4 Abs. 3 BrunnG"]

    def test_a_norm_has_all_of_its_text(self, provisions: Provisions) -> None:
        (first, *rest) = provisions.wording("law:dorfg-3")
        assert first.text == LONG_PARAGRAPH and len(rest) == 1

    @pytest.mark.parametrize("unit", ["law:§ 7 BusG", "law:gibt-es-nicht", "law:"])
    def test_what_is_not_here_has_none(self, provisions: Provisions, unit: str) -> None:
        assert provisions.wording(unit) == ()

    def test_a_norm_knows_its_digest(self, provisions: Provisions) -> None:
        assert provisions.digest_of("brunng-4") == "law:§ 6 BrunnG"
        assert provisions.digest_of("dorfg-1") is None

    def test_the_number_of_a_passages_paragraph(self, provisions: Provisions) -> None:
        found = [
            paragraph_of(p) for p in (*provisions.wording("law:dorfg-2"), *provisions.wording("law:ksg-2"))
        ]
        assert found == ["1", "2", None]


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "passage"),
        [
            ("§ 5 DorfG", "statute/dorfg-1/1"),
            ("§ 5 Abs. 2 DorfG", "statute/dorfg-1/2"),
            ("§ 5 Abs. 9 DorfG", "statute/dorfg-1/1"),
            ("Anlage BWaldG", "statute/bwaldg-2/1"),
            ("§ 77 DorfG", None),
            ("§ 7 BusG", None),
            ("§ 5", None),
            ("Verordnung (EU) 2024/1689", None),
        ],
    )
    def test_a_citation_opens_the_cited_paragraph(
        self, provisions: Provisions, text: str, passage: str | None
    ) -> None:
        assert provisions.first_passage(citation(text)) == passage

    def test_choices_are_provisions_with_a_digest(self, provisions: Provisions) -> None:
        assert provisions.choices(citation("§ 4")) == ["§ 4 BrunnG"]
        assert provisions.choices(citation("§ 77")) == []
        assert provisions.choices(citation("§ 4"), most=0) == []


class TestWithoutAShelf:
    def test_digests_are_found(self, digests_alone: Provisions) -> None:
        cited = only(digests_alone.resolve("§ 4 Abs. 2 BrunnG"))
        assert (cited.outcome, cited.digests, cited.wording) == (
            Outcome.FOUND,
            ("law:§ 4 Abs. 2 BrunnG",),
            (),
        )

    def test_nothing_can_be_said_not_to_exist(self, digests_alone: Provisions) -> None:
        assert only(digests_alone.resolve("§ 77 BrunnG")).outcome is Outcome.OTHER_LAW

    def test_there_is_no_wording_and_no_link(self, digests_alone: Provisions) -> None:
        assert digests_alone.wording("law:§ 4 Abs. 2 BrunnG") == ()
        assert digests_alone.first_passage(citation("§ 4 BrunnG")) is None


class TestRetrieval:
    """What searching makes of it."""

    def test_a_cited_norm_without_a_digest_is_first_of_the_law(self, searcher: Searcher) -> None:
        best = searcher.search("Was sagt § 5 DorfG?").best(SourceKind.LAW)
        assert best is not None and (best.unit, best.score) == ("law:dorfg-1", CITED)

    def test_all_cited_paragraphs_of_a_norm_come_in_their_order(self, searcher: Searcher) -> None:
        retrieval = searcher.search("§ 5 Abs. 1 und Abs. 3 DorfG")
        best = retrieval.best(SourceKind.LAW)
        assert best is not None
        found = [r.passage.provision for r in searcher.passages_of(retrieval, best)]
        assert found == ["§ 5 Abs. 1 DorfG", "§ 5 Abs. 3 DorfG"]

    def test_the_digest_comes_before_its_wording(self, searcher: Searcher) -> None:
        retrieval = searcher.search("Wer pflegt die öffentlichen Brunnen?")
        unit = next(u for u in retrieval.units[SourceKind.LAW] if u.unit == "law:§ 4 Abs. 2 BrunnG")
        origins = [r.passage.origin for r in searcher.passages_of(retrieval, unit)]
        assert origins == [PassageOrigin.DIGEST, PassageOrigin.FULL_TEXT]

    @pytest.mark.parametrize("question", ["Was sagt § 4 BrunnG?", "Wer pflegt Brunnen?", "Bienenkörbe"])
    @pytest.mark.parametrize("k", [5, 20])
    def test_no_passage_comes_twice(self, searcher: Searcher, question: str, k: int) -> None:
        ids = [r.passage.id for r in searcher.passages(searcher.search(question), k)]
        assert len(set(ids)) == len(ids)

    def test_norms_without_a_digest_are_found_by_their_words(self, searcher: Searcher) -> None:
        retrieval = searcher.search("Wo dürfen Haushalte Bienenkörbe an der Allmende aufstellen?")
        assert retrieval.norms[0].unit == "law:dorfg-1"
        assert all(0 <= n.score <= 1 for n in retrieval.norms)
        found = {r.passage.unit for r in searcher.passages(retrieval, 20)}
        assert "law:dorfg-1" in found

    def test_norms_with_a_digest_are_found_by_their_digest_only(self, searcher: Searcher) -> None:
        retrieval = searcher.search("Zwei Putztage im Jahr beschließt die Brunnengemeinschaft")
        assert "law:brunng-4" not in {n.unit for n in retrieval.norms}

    def test_repealed_norms_are_found_by_citation_only(self, searcher: Searcher) -> None:
        retrieval = searcher.search("Was ist im Dorf weggefallen?")
        assert not {"law:brunng-3", "law:brunng-5"} & {n.unit for n in retrieval.norms}
        cited = searcher.search("§ 5 BrunnG").best(SourceKind.LAW)
        assert cited is not None and cited.unit == "law:brunng-3"

    def test_without_a_shelf_there_are_no_norms(self, village: Generation) -> None:
        retrieval = Searcher(village).search("Wo dürfen Haushalte Bienenkörbe aufstellen?")
        assert (retrieval.norms, retrieval.cited) == ((), ())
