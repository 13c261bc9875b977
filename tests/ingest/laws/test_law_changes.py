"""What changed in a law: which provisions, what rests on them, and how it is noted and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.law_changes import Changes, LawChange, ProvisionChange, Run, changes_file, read_history
from assistant.settings import Settings
from assistant.statute import Norm
from ingest.laws.catalogue import Catalogue, Law
from ingest.laws.changes import About, compare_norms
from ingest.laws.formats import read_law
from ingest.laws.history import KEPT, note_changes
from ingest.laws.render import render_changes
from ingest.laws.resting import Resting
from ingest.laws.source import Fetched, Offer
from ingest.laws.store import LawStore, Meta
from ingest.laws.synchronise import synchronise_laws
from tests.ingest.laws.official import CATALOGUE, NORMS, WELL, Clock, federal, settings_in, silent


def norms(**options: object) -> tuple[Norm, ...]:
    return tuple(read_law(federal(**options), "brunng", WELL)[1])  # type: ignore[arg-type]


def compared(before: tuple[Norm, ...], after: tuple[Norm, ...]) -> list[tuple[str, str, str]]:
    found = compare_norms(before, after, lambda norm: About(norm.designation))
    return [(change.kind, change.citation, change.before) for change in found]


BEFORE = norms(norms=NORMS | {"§ 5": "Wasser ist frei."})


class TestComparing:
    def test_nothing_changed(self) -> None:
        assert compared(BEFORE, BEFORE) == []

    def test_only_the_file_changed(self) -> None:
        after = norms(
            norms={
                "§ 1": " Brunnen\u00a0gehören  dem Dorf. ",
                "§ 4": NORMS["§ 4"],
                "§ 5": "Wasser ist frei.",
            },
            built="20300101000000",
        )
        assert compared(BEFORE, after) == []

    def test_changed_new_and_gone(self) -> None:
        after = norms(norms={"§ 1": "Brunnen gehören allen.", "§ 4": NORMS["§ 4"], "§ 6": "Eimer sind rund."})
        assert compared(BEFORE, after) == [
            ("changed", "§ 1", ""),
            ("new", "§ 6", ""),
            ("repealed", "§ 5", ""),
        ]

    def test_a_repealed_provision_that_is_still_there_in_name(self) -> None:
        after = norms(norms=NORMS | {"§ 5": "(weggefallen)"})
        assert compared(BEFORE, after) == [("repealed", "§ 5", "")]
        assert compared(after, after) == []
        assert compared(after, BEFORE) == [("new", "§ 5", "")]

    def test_a_range_that_takes_the_place_of_repealed_ones(self) -> None:
        after = norms(norms={"§ 1": NORMS["§ 1"], "(XXXX) §§ 4 bis 5": "(weggefallen)"})
        assert compared(BEFORE, after) == [("repealed", "§ 4", ""), ("repealed", "§ 5", "")]

    def test_the_official_number_tells_which_one_it_was(self) -> None:
        after = norms(norms=NORMS | {"§ 9": "Wasser ist frei und kühl."}, ids={"§ 9": "5"})
        assert compared(BEFORE, after) == [("changed", "§ 9", "§ 5")]

    def test_else_its_designation(self) -> None:
        after = norms(norms=NORMS | {"§ 5": "Wasser ist kühl."}, ids={"§ 5": "77"})
        assert compared(BEFORE, after) == [("changed", "§ 5", "")]

    def test_else_its_text(self) -> None:
        after = norms(norms=NORMS | {"§ 5a": "Wasser ist frei."})
        assert compared(BEFORE, after) == [("renumbered", "§ 5a", "§ 5")]

    def test_a_new_heading_is_a_change_and_is_shown(self) -> None:
        before = norms(titles={"§ 1": "Eigentum"})
        after = norms(titles={"§ 1": "Besitz"})
        (change,) = compare_norms(before, after, lambda norm: About(norm.designation))
        assert change.runs[:2] == (Run("removed", "Eigentum"), Run("added", "Besitz"))

    def test_contents_change_with_what_they_list(self) -> None:
        before = norms(norms={"Inhaltsübersicht": "§ 1 Eigentum", **NORMS})
        assert compared(before, norms(norms={"Inhaltsübersicht": "§ 1 Besitz", **NORMS})) == []


class TestResting:
    @pytest.fixture
    def resting(self, tmp_path: Path) -> Resting:
        return Resting(settings_in(tmp_path).corpus_dir, CATALOGUE)

    def test_digests_and_cards_of_a_provision(self, resting: Resting) -> None:
        first, fourth = norms()
        assert resting.rows("brunng", first) == () and resting.cards("brunng", first) == ("3.4",)
        assert [row.id for row in resting.rows("brunng", fourth)] == ["N001"]
        assert resting.cards("brunng", fourth) == ()

    def test_the_same_number_of_another_law_is_another_provision(self, resting: Resting) -> None:
        _, fourth = norms()
        assert resting.rows("muehlv_2019", fourth) == ()

    def test_a_renumbered_one_is_known_by_both_names(self) -> None:
        def known(norm: Norm) -> About:
            return About(norm.designation, cards=("3.4",) if norm.number == "5" else ("4.2",))

        (change,) = compare_norms(BEFORE, norms(norms=NORMS | {"§ 5a": "Wasser ist frei."}), known)
        assert change.cards == ("3.4", "4.2")


class Giving:
    """A source of one law."""

    patient = False

    def __init__(self, data: bytes):
        self._data = data

    def offer(self, catalogue: Catalogue) -> Offer:
        return Offer((WELL,))

    def fetch(self, law: Law, kept: Meta | None) -> Fetched | None:
        return Fetched(self._data)


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def give(config: Settings, clock: Clock, data: bytes) -> None:
    synchronise_laws(config, CATALOGUE, Giving(data), silent, now=clock)


CHANGED = federal(
    norms={
        "§ 1": NORMS["§ 1"],
        "§ 4": "Das Dorf pflegt und streicht seine Brunnen.",
        "§ 6": "Eimer sind rund.",
    },
    built="20260102030405",
    stand="Geändert durch Art. 2",
)


class TestNoting:
    def test_the_first_time_the_law_is_new(self, config: Settings) -> None:
        give(config, Clock(), federal())
        (run,) = read_history(config).runs
        (law,) = run.laws
        assert (law.kind, law.slug, law.name, law.built) == ("new", "brunng", "BrunnG", "2025-01-02")
        assert law.provisions == ()

    def test_then_what_changed_in_it(self, config: Settings) -> None:
        clock = Clock()
        give(config, clock, federal())
        give(config, clock, CHANGED)
        latest, first = read_history(config).runs
        (law,) = latest.laws
        assert latest.at > first.at and law.kind == "updated"
        assert (law.stand_before, law.stand) == ("Geändert durch Art. 1", "Geändert durch Art. 2")
        assert (law.built_before, law.built) == ("2025-01-02", "2026-01-02")
        changed, new = law.provisions
        assert (changed.kind, changed.citation) == ("changed", "§ 4 BrunnG")
        assert changed.runs[1] == Run("added", "und streicht")
        assert [row.fundstelle for row in changed.rows] == ["§ 4 Abs. 2 BrunnG"]
        assert (new.kind, new.citation, new.runs) == (
            "new",
            "§ 6 BrunnG",
            (Run("added", "Eimer sind rund."),),
        )

    def test_a_run_that_changed_nothing_is_not_noted(self, config: Settings) -> None:
        clock = Clock()
        for _ in range(3):
            give(config, clock, federal())
        assert len(read_history(config).runs) == 1

    def test_only_the_last_ones_are_kept(self, config: Settings) -> None:
        clock = Clock()
        for number in range(KEPT + 3):
            give(config, clock, federal(norms={"§ 1": f"Es gibt {number} Brunnen."}))
        assert len(read_history(config).runs) == KEPT

    def test_a_version_before_that_cannot_be_read_any_more(self, config: Settings) -> None:
        clock = Clock()
        give(config, clock, federal())
        give(config, clock, CHANGED)
        store = LawStore(config)
        law = store.law("brunng")
        assert law and law.previous
        law.previous.write_bytes(b"<dok")
        with store.writing():
            changes = note_changes(config, CATALOGUE, law.meta.retrieved, silent)
        assert changes and changes.laws[0].kind == "unknown"
        assert "lässt sich nicht mehr lesen" in render_changes(changes)

    def test_a_damaged_history_is_begun_anew(self, config: Settings) -> None:
        clock = Clock()
        give(config, clock, federal())
        changes_file(config).write_text("{halb")
        assert read_history(config).runs == ()
        give(config, clock, CHANGED)
        assert len(read_history(config).runs) == 1


class TestTelling:
    def test_nothing_yet(self, config: Settings) -> None:
        assert "hat sich kein Gesetz geändert" in render_changes(read_history(config))

    def test_provision_by_provision(self, config: Settings) -> None:
        clock = Clock()
        give(config, clock, federal())
        give(config, clock, CHANGED)
        assert render_changes(read_history(config)).split("\n")[1:] == [
            "BrunnG: 1 neu, 1 geändert",
            "  Zuvor: Geändert durch Art. 1 (Datei vom 02.01.2025)",
            "  Stand: Geändert durch Art. 2 (Datei vom 02.01.2026)",
            "  § 4 BrunnG [geändert]",
            "    Das Dorf pflegt [+und streicht+] seine Brunnen.",
            "    Darauf stützen sich: N001 (§ 4 Abs. 2 BrunnG)",
            "  § 6 BrunnG [neu]",
        ]
        assert render_changes(read_history(config), runs=2).count("Abgleich vom") == 2

    def test_long_unchanged_parts_are_left_out(self, config: Settings) -> None:
        many = " ".join(f"Wort{n}" for n in range(100))
        clock = Clock()
        give(config, clock, federal(norms={"§ 1": f"{many} alt {many} alt {many}"}))
        give(config, clock, federal(norms={"§ 1": f"{many} neu {many} neu {many}"}))
        text = render_changes(read_history(config))
        assert text.count("…") == 3 and text.count("Wort50") == 0
        assert "Wort99 [-alt-] [+neu+] Wort0" in text

    def test_a_new_name_and_laws_that_read_the_same(self) -> None:
        moved = ProvisionChange(
            id="1", kind="renumbered", citation="§ 5a BrunnG", title="", before="§ 5 BrunnG"
        )
        laws = (
            LawChange(slug="brunng", name="BrunnG", kind="updated", provisions=(moved,)),
            LawChange(slug="a", name="AG", kind="updated"),
            LawChange(slug="b", name="BG", kind="updated"),
            LawChange(slug="c", name="CG", kind="new"),
        )
        text = render_changes(Changes(at="2031-02-03T12:00:00+00:00", laws=laws))
        assert text.split("\n") == [
            "Abgleich vom 03.02.2031: 4 Gesetze",
            "Neu aufgenommen: CG",
            "Neue Datei, keine Vorschrift geändert: AG, BG",
            "BrunnG: 1 umbenannt",
            "  Zuvor: keine Angabe",
            "  Stand: keine Angabe",
            "  § 5 BrunnG → § 5a BrunnG [umbenannt]",
        ]
