"""The library: browsing in order, searching as the chat does, filters, pages."""

from __future__ import annotations

import pytest

from assistant.framework import Framework
from assistant.index.generation import Generation
from assistant.library import PAGE, Found, Library
from assistant.models import PassageOrigin, SourceKind
from assistant.retrieval import Searcher
from assistant.service import Assistant


@pytest.fixture(scope="module")
def village_library(village: Generation, real_framework: Framework) -> Library:
    return Library(real_framework, village, Searcher(village))


@pytest.fixture(scope="module")
def lawful_library(lawful_village: Generation, real_framework: Framework) -> Library:
    return Library(real_framework, lawful_village, Searcher(lawful_village))


def units(found: Found) -> list[str]:
    return [entry.passage.unit for entry in found.entries]


class TestBrowsing:
    def test_everything_in_the_order_of_the_corpus(self, village_library: Library) -> None:
        found = village_library.find()
        assert units(found) == [
            "study:2.4",
            "study:3.1",
            "study:3.4",
            "law:§ 4 Abs. 2 BrunnG",
            "law:§ 7 BusG",
            "law:§ 9 LizG",
            "practice:Brunnenbund",
            "practice:Probebus",
            "practice:Lizenzkreis",
        ]
        assert found.total == 9
        assert dict(found.counts) == {"study": 3, "law": 3, "practice": 3, "upload": 0}
        assert found.entries[0].passage.id == "study/2.4/kurz"
        assert all(entry.score is None and not entry.is_marked for entry in found.entries)

    def test_blanks_are_no_query(self, village_library: Library) -> None:
        assert units(village_library.find(" \n ")) == units(village_library.find())

    def test_of_one_kind_the_others_are_still_counted(self, village_library: Library) -> None:
        found = village_library.find(kind=SourceKind.LAW)
        assert {entry.passage.kind for entry in found.entries} == {SourceKind.LAW}
        assert (found.total, found.counts[SourceKind.STUDY]) == (3, 3)

    def test_what_belongs_to_a_part(self, village_library: Library) -> None:
        found = village_library.find(part="3.4")
        # 2.4 and 3.1 are linked with 3.4 in the study, or they are not; 3.4 is itself.
        assert "study:3.4" in units(found)
        assert {"law:§ 4 Abs. 2 BrunnG", "practice:Brunnenbund", "practice:Lizenzkreis"} <= set(units(found))
        assert "practice:Probebus" not in units(found)
        assert units(village_library.find(part="4.2", kind=SourceKind.LAW)) == ["law:§ 7 BusG"]

    def test_a_section_belongs_to_those_it_is_linked_with(
        self, village_library: Library, real_framework: Framework
    ) -> None:
        entry = village_library.find().entries[0]
        linked = {link.target for link in real_framework.neighbours("2.4")}
        assert set(entry.parts) == {"2.4", *(id for id in linked if real_framework.kind(id) != "context")}

    def test_page_by_page(self, village_library: Library) -> None:
        everything = units(village_library.find())
        pages = [village_library.find(start=start, limit=4) for start in (0, 4, 8, 12)]
        assert [unit for page in pages for unit in units(page)] == everything
        assert {page.total for page in pages} == {9}


class TestSearching:
    def test_is_the_search_of_the_chat(self, village_library: Library, village: Generation) -> None:
        question = "Auf dem Dorf fährt abends kein Bus mehr, wie fangen wir klein an?"
        found = village_library.find(question)
        ranking = [unit.unit for unit in Searcher(village).search(question).ranking]
        assert units(found) == [unit for unit in ranking if unit in units(found)]
        assert units(found)[0] == "study:3.1"
        assert [e.score for e in found.entries] == sorted((e.score or 0 for e in found.entries), reverse=True)

    def test_marks_its_words(self, village_library: Library) -> None:
        entry = next(e for e in village_library.find("Busse").entries if e.passage.unit == "study:3.1")
        words = {run.text for run in (*entry.title, *entry.excerpt) if run.marked}
        assert words & {"Bus", "Busse", "Bussen"}
        assert entry.is_marked

    def test_knows_wordings_that_no_text_holds(self, village_library: Library) -> None:
        entry = village_library.find("Am Dorfplatz tropft der Hahn").entries[0]
        assert entry.passage.unit == "study:3.4"
        assert "tropft" not in "".join(run.text for run in entry.excerpt)

    def test_shows_no_wording(self, village_library: Library) -> None:
        found = village_library.find("Softwarehersteller will plötzlich das Doppelte")
        assert found.entries
        assert all(e.passage.origin is not PassageOrigin.EXPANSION for e in found.entries)

    def test_finds_nothing_where_nothing_is(self, village_library: Library) -> None:
        for query in ("xqzwvk", "der die das", "?!", "§"):
            assert village_library.find(query).total == 0, query

    def test_filters_what_it_found(self, village_library: Library) -> None:
        found = village_library.find("Brunnen", kind=SourceKind.PRACTICE, part="3.4")
        assert units(found) == ["practice:Brunnenbund"]
        assert found.counts[SourceKind.STUDY] >= 1

    def test_norms_without_a_digest_are_results_of_law(self, lawful_library: Library) -> None:
        found = lawful_library.find("Bienenkörbe", kind=SourceKind.LAW)
        ids = [entry.passage.id for entry in found.entries]
        assert "statute/dorfg-1/3" in ids
        entry = found.entries[ids.index("statute/dorfg-1/3")]
        assert [run.text for run in entry.excerpt if run.marked] == ["Bienenkörbe"]

    def test_a_cited_norm_comes_first_and_once(self, lawful_library: Library) -> None:
        found = units(lawful_library.find("§ 5 Abs. 3 DorfG"))
        assert found[0] == "law:dorfg-1"
        assert len(found) == len(set(found))


class TestOfTheRealCorpus:
    def test_every_source_is_an_entry(self, real_assistant: Assistant) -> None:
        counts = real_assistant.library().counts
        assert (counts[SourceKind.STUDY], counts[SourceKind.LAW], counts[SourceKind.PRACTICE]) == (
            25,
            145,
            66,
        )

    def test_every_part_has_entries_of_each_kind(
        self, real_assistant: Assistant, real_framework: Framework
    ) -> None:
        for part in (*real_framework.principles, *real_framework.levels, *real_framework.measures):
            counts = real_assistant.library(part=part.id).counts
            assert counts[SourceKind.STUDY] and counts[SourceKind.LAW] and counts[SourceKind.PRACTICE], (
                part.id
            )

    @pytest.mark.parametrize(
        ("query", "unit"),
        [
            ("Guifi", "practice:Guifi.net"),
            ("§ 97 GWB", "law:§ 97 GWB"),
            ("Commoning", "study:3.4"),
            ("Unser Softwarehersteller verdoppelt die Preise", "study:2.4"),
        ],
    )
    def test_finds_what_people_look_for(self, real_assistant: Assistant, query: str, unit: str) -> None:
        assert unit in units(real_assistant.library(query))[:3]

    def test_whatever_holds_a_word_is_found(
        self, real_assistant: Assistant, real_generation: Generation
    ) -> None:
        holding = {
            unit
            for kind in real_generation.kinds
            for unit in real_generation.passages.units(kind)
            if any("Forsthoff" in p.text for p in real_generation.passages.shown_of_unit(unit))
        }
        assert holding <= set(units(real_assistant.library("Forsthoff", limit=1000)))

    @pytest.mark.parametrize("noise", ["asdfqwer", "xyz", "qqqq", "blubberblubb", "dfgkjhdfg kjhsdf", "wie"])
    def test_noise_finds_nothing(self, real_assistant: Assistant, noise: str) -> None:
        assert real_assistant.library(noise).total == 0

    def test_a_typing_error_is_forgiven(self, real_assistant: Assistant) -> None:
        assert "law:Art. 25 DSGVO" in units(real_assistant.library("Datenschuz"))

    def test_a_page_has_its_size(self, real_assistant: Assistant) -> None:
        assert len(real_assistant.library().entries) == PAGE
