"""The whole corpus of the project, with and without an imported study."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.models import PassageOrigin, SourceKind
from assistant.settings import PROJECT, Settings
from ingest.corpus import Corpus, import_study, load_corpus, read_refusals
from ingest.sources.card_passages import links_with_itself
from ingest.sources.study.passages import paragraphs, study_passages
from ingest.sources.study.reader import read_study
from tests.ingest.made_study import TITLES, write_txt
from tests.ingest.small_corpus import write

STUDY = PROJECT.parent / "shared" / "corpus" / "study.txt"
needs_study = pytest.mark.skipif(not STUDY.exists(), reason="die Studie liegt nicht neben dem Projekt")
pytestmark = pytest.mark.skipif(not (PROJECT / "corpus" / "cards").exists(), reason="corpus/cards fehlt")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return load_corpus(Settings(data_dir=tmp_path_factory.mktemp("data")))


def test_ids_are_unique_and_fit_the_contract(corpus: Corpus) -> None:
    ids = [passage.id for passage in corpus.passages]
    assert len(set(ids)) == len(ids)
    study = r"study/\d(\.\d)?/(kurz|stichworte|prueffragen|schritte|(inhalt|beispiel|frage)-\d+|alltag-[0-9a-f]{12})"
    wording = r"(/alltag-[0-9a-f]{12})?"
    allowed = re.compile(rf"{study}|law/N\d+{wording}|practice/[a-z0-9-]+{wording}")
    assert [id for id in ids if not allowed.fullmatch(id)] == []


def test_every_unit_can_be_shown_and_found(corpus: Corpus) -> None:
    shown = {passage.unit for passage in corpus.passages if passage.shown}
    found_by = {passage.unit for passage in corpus.passages if not passage.shown}
    assert shown == found_by
    assert not corpus.full_study


def test_expansions_agree_with_what_they_speak_for(corpus: Corpus) -> None:
    links = {p.unit: (p.kind, p.principles, p.levels, p.measures) for p in corpus.passages if p.shown}
    for passage in corpus.passages:
        assert (passage.kind, passage.principles, passage.levels, passage.measures) == links[passage.unit]


def test_unchecked_law_is_marked(corpus: Corpus) -> None:
    for passage in corpus.passages:
        if passage.origin is PassageOrigin.DIGEST and not passage.verified:
            assert "nicht am amtlichen Text geprüft" in passage.note


def test_refusals_are_no_answerable_wordings(corpus: Corpus) -> None:
    answerable = {passage.text for passage in corpus.passages}
    assert [refusal.text for refusal in corpus.refusals if refusal.text in answerable] == []
    assert len({refusal.category for refusal in corpus.refusals}) >= 20


def test_refusals_are_read_once_each(tmp_path: Path) -> None:
    write(tmp_path, "near.tsv", "category\ttext", "gebuehren\tWas kostet das?", "gebuehren\tWas kostet das?")
    write(tmp_path, "off_1.tsv", "category\ttext", "begruessung\tMoin")
    assert [(refusal.category, refusal.text) for refusal in read_refusals(tmp_path)] == [
        ("gebuehren", "Was kostet das?"),
        ("begruessung", "Moin"),
    ]


@pytest.mark.parametrize(
    "missing", ["cards/2.4.md", "provisions.tsv", "framework/levels.yaml", "unanswerable/off.tsv"]
)
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(PROJECT / "corpus", folder)
    for path in folder.glob(missing.replace("off.tsv", "off*.tsv")):
        path.unlink()
    with pytest.raises(CorpusError) as caught:
        load_corpus(Settings(corpus_dir=folder, data_dir=tmp_path / "data"))
    assert str(tmp_path) not in caught.value.message


def test_a_wrong_study_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nicht zu finden"):
        import_study(write_txt(tmp_path), Settings(data_dir=tmp_path / "data"))
    assert not (tmp_path / "data").exists()


def test_passages_of_a_study_quote_it_completely(tmp_path: Path) -> None:
    document = read_study(write_txt(tmp_path), TITLES)
    own = {"principles": ("3.1",), "levels": ("2.1",), "measures": ()}
    passages = study_passages(document, {id: own for id in TITLES if id not in ("1", "2")})
    for section in document.sections[:-1]:
        running = [
            p.text for p in passages if p.id.startswith(f"study/{section.id}/") and "Absatz" in p.locator
        ]
        assert "".join("".join(running).split()) == "".join("".join(paragraphs(section)).split())
    by_locator = {passage.locator: passage for passage in passages}
    question = by_locator["Studie, Abschnitt 2.1, Weiterführende Fragen, Nr. 2"]
    assert question.text == "Wie teuer darf Wasser sein?"
    assert question.heading_path[-1] == "Weiterführende Fragen" and "Auf/Zu" in question.heading_path
    assert by_locator["Studie, Abschnitt 1.1, Fußnote 1"].text.startswith("Diese Fußnote")
    assert by_locator["Studie, Kapitel 2, Einleitung, Absatz 1"].unit == "study:1.1"
    call = by_locator["Studie, Abschnitt 3.1, Absatz 1"]
    assert call.text.startswith("Gemeinden sollten kleine Rohre bauen.\nKleine Rohre")
    assert (call.kind, call.origin, call.section) == (SourceKind.STUDY, PassageOrigin.FULL_TEXT, "3.1")
    assert call.principles == ("3.1",)
    assert not any("Brunner" in passage.text for passage in passages)  # the bibliography is no evidence


@needs_study
def test_the_imported_study_joins_the_corpus(tmp_path: Path, corpus: Corpus) -> None:
    settings = Settings(data_dir=tmp_path)
    import_study(STUDY, settings)
    whole = load_corpus(settings)
    added = [passage for passage in whole.passages if passage.origin is PassageOrigin.FULL_TEXT]
    assert whole.full_study and len(whole.passages) == len(corpus.passages) + len(added)
    assert {passage.section for passage in added} == {card.section for card in corpus.cards}
    links = {card.section: links_with_itself(card) for card in corpus.cards}
    for passage in added:
        assert passage.section is not None and passage.principles == links[passage.section]["principles"]
        assert len(passage.text) < 1000
