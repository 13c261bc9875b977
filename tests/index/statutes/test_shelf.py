"""Reading the shelf: by citation, by search, one after the other, and as passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.errors import NotFoundError
from assistant.index.statutes.shelf import StatuteShelf
from assistant.models import PassageOrigin, SourceKind
from assistant.settings import Settings
from tests.fakes import HashEmbedder
from tests.index.statutes.town_laws import law, norm, opened, update

BRUNNEN = law(
    "brunnen_2020",
    norm("Inhaltsübersicht", "Abschnitt 1 Brunnen, Abschnitt 2 Pumpen"),
    norm("§ 1", "Jeder Brunnen hat einen Deckel.", title="Deckel"),
    norm(
        "§ 2",
        "Die Pumpenwartung macht der Bauhof.",
        "Im Winter ruht der Betrieb.",
        title="Pumpen",
        outline=("Teil 2 Betrieb", "Kapitel 1 Pumpen"),
        parts=("2.4", "3.1", "3.4", "4.2"),
        binds="die Gemeinden",
        notes=("Fußnote zu Pumpen.", "Lang. " * 100),
    ),
    norm("§ 2a", "Der Eimer hängt am Seil.", lead="Am Brunnen gilt:"),
    norm("(XXXX) §§ 3 bis 7", until="7", title="(weggefallen)", repealed=True),
    norm("§ 8", "Wer Brunnen vergiftet, zahlt Strafe.", title="Strafe"),
    norm("Anlage 1", "Maße der Deckel."),
    norm("Anlage 1", "Maße der Eimer."),
    names=("BrunnenG", "BrG"),
)
LATERNEN = law(
    "laternen",
    norm("Präambel", "Licht ist für alle da."),
    norm("Art 1", "Laternen leuchten bis zum Morgen."),
    norm("Erwägungsgrund 12", "Licht stört Falter."),
    norm("Eingangsformel", "Der Rat der Stadt hat beschlossen."),
    names=("LaternenG 2021", "BrG"),
    stand="",
    ids="32021R0007/art",
)


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def shelf(settings: Settings, embedder: HashEmbedder, quiet: Callable) -> Iterator[StatuteShelf]:
    shelf = opened(settings, update(settings, [LATERNEN, BRUNNEN], embedder, quiet))
    yield shelf
    shelf.close()


class TestLaws:
    @pytest.mark.parametrize("name", ["BrunnenG", "brunneng", "Brunnen G", "brunnen_2020"])
    def test_a_law_is_found_by_name_and_slug_however_spelled(self, shelf: StatuteShelf, name: str):
        found = shelf.law(name)
        assert found is not None
        assert (found.header.title, found.norms) == ("Gesetz über brunnen_2020", 8)
        assert found.header.names == ("BrunnenG", "BrG")

    def test_what_is_not_here_is_none(self, shelf: StatuteShelf):
        assert shelf.law("WegeG") is None
        assert shelf.norms("WegeG") == []

    def test_all_laws_in_order_and_everything_counted(self, shelf: StatuteShelf):
        assert [entry.header.slug for entry in shelf.laws()] == ["brunnen_2020", "laternen"]
        assert shelf.counts() == {"laws": 2, "norms": 12, "searched": 9, "repealed": 1, "pieces": 12}


class TestCitations:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            (("BrunnenG", "§", "1"), ["§ 1"]),
            (("BrunnenG", "§", "2a"), ["§ 2a"]),
            (("brunnen g", "§", "2 A"), ["§ 2a"]),
            (("BrG", "§", "8"), ["§ 8"]),
            (("BrG", "Art.", "1"), ["Art 1"]),  # a second law of that name
            (("BrunnenG", "Anlage", "1"), ["Anlage 1", "Anlage 1"]),
            (("LaternenG 2021", "Erwägungsgrund", "12"), ["Erwägungsgrund 12"]),
            (("BrunnenG", "§", "3"), ["(XXXX) §§ 3 bis 7"]),
            (("BrunnenG", "§", "5a"), ["(XXXX) §§ 3 bis 7"]),
            (("BrunnenG", "§", "7"), ["(XXXX) §§ 3 bis 7"]),
            (("BrunnenG", "§", "7a"), []),
            (("BrunnenG", "Art.", "1"), []),
            (("BrunnenG", "§", "999"), []),
            (("WegeG", "§", "1"), []),
        ],
    )
    def test_a_citation_finds_its_norms_in_order(
        self, shelf: StatuteShelf, asked: tuple[str, str, str], found: list[str]
    ):
        assert [n.designation for n in shelf.resolve(*asked)] == found

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            (("BrunnenG", "§", "999"), "§ 8"),
            (("BrunnenG", "§", "2b"), "§ 2a"),
            (("BrunnenG", "§", "4"), "§ 2a"),  # what is repealed is not near to anything
            (("BrunnenG", "Art.", "1"), None),
            (("WegeG", "§", "1"), None),
        ],
    )
    def test_the_nearest_norm_in_force(
        self, shelf: StatuteShelf, asked: tuple[str, str, str], found: str | None
    ):
        norm = shelf.nearest(*asked)
        assert (norm.designation if norm else None) == found

    def test_the_last_of_its_unit(self, shelf: StatuteShelf):
        last = shelf.last("BrunnenG", "§")
        assert last is not None and last.designation == "§ 8"
        assert shelf.last("BrunnenG", "Art.") is None

    def test_neighbours_stay_within_the_law(self, shelf: StatuteShelf):
        before, after = shelf.neighbours("brunnen_2020-2")
        assert before and after
        assert (before.designation, after.designation) == ("Inhaltsübersicht", "§ 2")
        assert shelf.neighbours("brunnen_2020-1")[0] is None
        assert shelf.neighbours("brunnen_2020-8")[1] is None

    def test_a_norm_comes_back_as_it_was_filed(self, shelf: StatuteShelf):
        norm = shelf.norm("brunnen_2020-3")
        assert (norm.unit, norm.number, norm.title) == ("§", "2", "Pumpen")
        assert norm.outline == ("Teil 2 Betrieb", "Kapitel 1 Pumpen")
        assert (norm.parts, norm.confidence, norm.binds) == (
            ("2.4", "3.1", "3.4", "4.2"),
            1.0,
            "die Gemeinden",
        )
        assert not norm.repealed
        assert norm.law.name == "BrunnenG"


class TestPassages:
    def test_a_norm_has_a_passage_per_piece(self, shelf: StatuteShelf):
        first, second = shelf.passages("brunnen_2020-3")
        assert (first.id, second.id) == ("statute/brunnen_2020-3/1", "statute/brunnen_2020-3/2")
        assert first.text == "Die Pumpenwartung macht der Bauhof."
        assert second.provision == second.locator == "§ 2 Abs. 2 BrunnenG"
        assert second.title == "§ 2 BrunnenG: Pumpen"
        assert second.heading_path == ("Teil 2 Betrieb", "Kapitel 1 Pumpen", "Pumpen")
        assert second.unit == "law:brunnen_2020-3"
        assert (second.kind, second.origin) == (SourceKind.LAW, PassageOrigin.FULL_TEXT)
        assert (second.principles, second.levels, second.measures) == (("3.1", "3.4"), ("2.4",), ("4.2",))
        assert second.binds == "die Gemeinden"
        assert second.url == "https://recht.example/brunnen_2020/"  # the norm has no page of its own
        assert second.note == "Fußnote zu Pumpen."  # the long one stays with the norm
        assert first.digest != second.digest and len(first.digest) == 64

    def test_the_lead_stands_before_a_piece_of_a_list(self, shelf: StatuteShelf):
        (passage,) = shelf.passages("brunnen_2020-4")
        assert passage.text == "Am Brunnen gilt:\nDer Eimer hängt am Seil."
        assert passage.title == passage.provision == "§ 2a BrunnenG"

    def test_the_stand_is_the_comment_with_the_dates_of_the_file(self, shelf: StatuteShelf):
        dates = "(Amtliche Datei vom 04.02.2026, abgerufen am 24.11.2026)"
        assert (
            shelf.passages("brunnen_2020-2")[0].stand == f"Zuletzt geändert durch Satzung v. 3.2.2026 {dates}"
        )
        assert shelf.passages("32021R0007/art-1")[0].stand == f"keine Änderungsangabe {dates}"

    @pytest.mark.parametrize(
        ("norm", "provision"),
        [
            ("brunnen_2020-7", "Anlage 1 BrunnenG"),
            ("32021R0007/art-1", "Präambel LaternenG 2021"),
            ("32021R0007/art-2", "Art. 1 LaternenG 2021"),
            ("32021R0007/art-3", "Erwägungsgrund 12 LaternenG 2021"),
        ],
    )
    def test_every_kind_of_norm_has_a_citation(self, shelf: StatuteShelf, norm: str, provision: str):
        assert shelf.passages(norm)[0].provision == provision

    def test_a_repealed_norm_says_so(self, shelf: StatuteShelf):
        (passage,) = shelf.passages("brunnen_2020-5")
        assert (passage.text, passage.note) == ("(Weggefallen)", "weggefallen")

    def test_every_passage_is_found_by_its_id(self, shelf: StatuteShelf):
        for entry in shelf.laws():
            for entry_norm in shelf.norms(entry.header.slug):
                for passage in shelf.passages(entry_norm.id):
                    assert shelf.passage(passage.id) == passage

    @pytest.mark.parametrize(
        "id_",
        [
            "",
            "statute/",
            "statute//1",
            "statute/brunnen_2020-2",
            "statute/brunnen_2020-2/",
            "statute/brunnen_2020-2/0",
            "statute/brunnen_2020-2/2",
            "statute/brunnen_2020-2/01",
            "statute/brunnen_2020-2/²",
            "statute/wege-1/1",
            "brunnen_2020-2/1",
            "study/2.4/inhalt-3",
        ],
    )
    def test_an_unknown_id_is_named(self, shelf: StatuteShelf, id_: str):
        with pytest.raises(NotFoundError):
            shelf.passage(id_)

    def test_an_unknown_norm_is_named(self, shelf: StatuteShelf):
        for ask in (shelf.norm, shelf.passages, shelf.neighbours):
            with pytest.raises(NotFoundError, match="wege-1"):
                ask("wege-1")


class TestSearch:
    def test_words_are_found_by_stem_and_in_compounds(self, shelf: StatuteShelf):
        hits = shelf.search("Wer kümmert sich um die Wartung?", 10)
        assert hits[0].norm_id == "brunnen_2020-3"
        assert hits[0].grams > 0
        assert shelf.search("leuchtende Laternen", 10)[0].stems > 0

    def test_titles_and_headings_count(self, shelf: StatuteShelf):
        assert shelf.search("Strafe", 3)[0].norm_id == "brunnen_2020-6"
        assert shelf.search("Kapitel Betrieb Pumpen", 3)[0].norm_id == "brunnen_2020-3"

    def test_vectors_find_what_words_do_not(self, shelf: StatuteShelf, embedder: HashEmbedder):
        text = "Strafe. Teil 1 Allgemeines. Wer Brunnen vergiftet, zahlt Strafe."
        hits = shelf.search("xyzzy", 3, embedder.embed_query(text))
        assert hits[0].norm_id == "brunnen_2020-6"
        assert hits[0].dense == pytest.approx(1, abs=1e-3)
        assert (hits[0].stems, hits[0].grams) == (0, 0)

    def test_what_is_repealed_or_only_a_frame_is_never_found(
        self, shelf: StatuteShelf, embedder: HashEmbedder
    ):
        question = "weggefallen Inhaltsübersicht Abschnitt Pumpen Brunnen Rat der Stadt hat beschlossen"
        found = {hit.norm_id for hit in shelf.search(question, 100, embedder.embed_query(question))}
        assert len(found) == 9
        assert not found & {"brunnen_2020-1", "brunnen_2020-5", "32021R0007/art-4"}

    def test_nothing_is_found_with_nothing(self, shelf: StatuteShelf):
        assert shelf.search("", 10) == []
        assert shelf.search("Brunnen", 0) == []

    def test_many_may_ask_at_once(self, shelf: StatuteShelf, embedder: HashEmbedder):
        def ask(number: int) -> tuple:
            hits = shelf.search("Brunnen", 5, embedder.embed_query("Brunnen"))
            return hits, shelf.passages(hits[0].norm_id), shelf.resolve("BrG", "§", "8")

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(ask, range(64)))
        assert all(answer == answers[0] for answer in answers)
