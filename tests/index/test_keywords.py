"""The keyword index finds a unit however the question is typed, and says when it is damaged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.errors import IndexUnavailableError
from assistant.index.keywords import Field, KeywordIndex, indexed_text, write
from assistant.models import SourceKind
from tests.village import village_passages

WELL, BUS, VENDOR = "study:3.4", "study:3.1", "study:2.4"
QUESTIONS = [
    ("Wer pflegt die Brunnen?", WELL),
    ("Nachbarschaften und Putztage", WELL),
    ("WERKZEUG FUER NACHBARN", WELL),
    ("Nobody feels responsible for the village well", WELL),
    ("brunnen gemeinschaft", WELL),
    ("Wie erproben wir eine Buslinie?", BUS),
    ("bus linie auf probe", BUS),
    ("probe betrieb mit geliehenen bussen", BUS),
    ("Fahrgaeste zaehlen", BUS),
    ("try a new bus line", BUS),
    ("Bindung an den Softwarehersteller", VENDOR),
    ("abhaengig vom hersteller", VENDOR),
    ("lizenz vertrag", VENDOR),
    ("vendor raises the price", VENDOR),
]
MISSPELT = [
    ("Brunengemeinschafft", WELL),
    ("Nachbarschafft pflekt", WELL),
    ("Buslienie", BUS),
    ("Probebetrib", BUS),
    ("Herrsteller", VENDOR),
    ("Lizenzvertrak", VENDOR),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keywords")
    write(folder, village_passages())
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> KeywordIndex:
    return KeywordIndex(folder)


def first(
    index: KeywordIndex, field: Field, question: str, kind: SourceKind = SourceKind.STUDY
) -> str | None:
    hits = index.units(field, question, kind, 5)
    return hits[0].id if hits else None


@pytest.mark.parametrize("field", ["stems", "grams"])
@pytest.mark.parametrize(("question", "unit"), QUESTIONS)
def test_a_question_finds_its_section_first(
    index: KeywordIndex, field: Field, question: str, unit: str
) -> None:
    assert first(index, field, question) == unit


@pytest.mark.parametrize(("question", "unit"), MISSPELT)
def test_misspelt_words_are_found_by_their_grams(index: KeywordIndex, question: str, unit: str) -> None:
    assert first(index, "grams", question) == unit


def test_an_abbreviation_finds_what_uses_the_long_form(tmp_path: Path) -> None:
    bus = next(p for p in village_passages() if p.id == "study/3.1/kurz")
    spelled = bus.model_copy(update={"text": "Der öffentliche Personennahverkehr wird erprobt."})
    write(tmp_path, [*(p for p in village_passages() if p.unit != BUS), spelled])
    index = KeywordIndex(tmp_path)
    assert first(index, "stems", "ÖPNV") == first(index, "stems", "oepnv") == BUS


def test_provisions_and_examples_have_their_own_units(index: KeywordIndex) -> None:
    assert first(index, "stems", "Wer pflegt öffentliche Brunnen?", SourceKind.LAW) == "law:§ 4 Abs. 2 BrunnG"
    assert first(index, "grams", "geliehener Bus auf Probe", SourceKind.PRACTICE) == "practice:Probebus"
    assert index.units("stems", "Brunnen", SourceKind.UPLOAD, 5) == []


def test_passages_are_of_one_kind_and_never_wordings(index: KeywordIndex) -> None:
    shown = {p.id: p for p in village_passages() if p.shown}
    for kind in SourceKind:
        for field in ("stems", "grams"):
            hits = index.passages(field, "Brunnen pflegen, Busse leihen, Hersteller wechseln", kind, 100)
            assert all(shown[hit.id].kind is kind for hit in hits)
    everyday = next(p for p in village_passages() if not p.shown)
    found = index.passages("stems", everyday.text, SourceKind.STUDY, 100)
    assert everyday.id not in [hit.id for hit in found]


def test_hits_come_best_first_and_within_the_limit(index: KeywordIndex) -> None:
    hits = index.passages("grams", "Die Gemeinde erprobt eine Buslinie", SourceKind.STUDY, 4)
    scores = [hit.score for hit in hits]
    assert len(hits) == 4 and scores == sorted(scores, reverse=True) and scores[-1] > 0


@pytest.mark.parametrize("question", ["", "?!", "🙂", "und der die das", '(AND OR) field:"x" -*', "日本語"])
def test_questions_without_words_find_nothing_and_break_nothing(index: KeywordIndex, question: str) -> None:
    assert index.units("stems", question, SourceKind.STUDY, 5) == []
    index.units("grams", question, SourceKind.STUDY, 5)


def test_operators_of_query_languages_are_plain_words(index: KeywordIndex) -> None:
    assert first(index, "stems", 'NOT brunnen AND (bus* OR "') in {WELL, BUS}


def test_a_very_long_question_is_answered_by_its_beginning(index: KeywordIndex) -> None:
    assert first(index, "stems", "Brunnen pflegen " + "Hersteller " * 4000) in {WELL, VENDOR}


def test_shown_passages_are_found_by_their_title(index: KeywordIndex) -> None:
    card, *_, wording = (p for p in village_passages() if p.unit == WELL)
    assert indexed_text(card) == f"{card.title}. {card.text}"
    assert indexed_text(wording) == wording.text


class TestDamage:
    @pytest.fixture
    def copy(self, tmp_path: Path) -> Path:
        write(tmp_path, village_passages())
        return tmp_path

    def test_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            KeywordIndex(tmp_path / "fehlt")

    @pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff nichts"])
    def test_broken_description(self, copy: Path, content: bytes) -> None:
        (copy / "passages" / "meta.json").write_bytes(content)
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            KeywordIndex(copy)

    def test_missing_segments(self, copy: Path) -> None:
        for file in _segments(copy / "study"):
            file.unlink()
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            KeywordIndex(copy).units("stems", "Brunnen", SourceKind.STUDY, 5)


def _segments(folder: Path) -> Sequence[Path]:
    return [
        file for file in folder.iterdir() if file.suffix not in {".json", ".lock"} and "." in file.name[1:]
    ]
