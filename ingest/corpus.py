"""Gathers everything that is indexed: cards, wordings, provisions, practice, the imported study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from assistant.errors import CorpusError
from assistant.framework import Framework, load_framework
from assistant.models import Frozen, Passage
from assistant.settings import Settings
from ingest.documents.passages import document_passages
from ingest.filing import file_passages
from ingest.laws.reviews import changed_since_review
from ingest.sources.card_passages import card_passages, links_with_itself
from ingest.sources.cards import Card, read_cards
from ingest.sources.everyday import Wordings, read_wordings
from ingest.sources.practice import read_practice
from ingest.sources.provisions import read_provisions
from ingest.sources.reading import fault
from ingest.sources.study.document import StudyDocument, load_study, write_study
from ingest.sources.study.passages import study_passages
from ingest.sources.study.reader import read_study
from ingest.sources.tables import read_table, require


class Refusal(Frozen):
    """An input that the sources cannot answer, with the category that chooses the reply."""

    category: str
    text: str


class Corpus(Frozen):
    """All that an index is built from.

    `duplicates` counts wordings that occurred more than once for the same unit and were dropped.
    """

    passages: tuple[Passage, ...]
    cards: tuple[Card, ...]
    refusals: tuple[Refusal, ...]
    full_study: bool
    duplicates: int

    def counts(self) -> Mapping[str, int]:
        """Passages per "kind/origin", such as {"study/card": 640, …}."""
        return Counter(f"{passage.kind}/{passage.origin}" for passage in self.passages)


def load_corpus(settings: Settings) -> Corpus:
    """The corpus folder, and the full study where it was imported.

    Raises CorpusError with file and line for the first broken file.
    """
    folder = settings.corpus_dir
    framework = load_framework(folder / "framework")
    cards = _checked_cards(folder / "cards", framework)
    of_cards = {card.section: card_passages(card, framework.chapter_title(card.section)) for card in cards}
    provisions = read_provisions(
        folder / "provisions.tsv", framework.sections, changed_since_review(settings)
    )
    practice = read_practice(folder / "practice.tsv", framework.sections)
    sections = {section: passages[0] for section, passages in of_cards.items()}
    shown = {p.id: p for passages in of_cards.values() for p in passages if p.shown}
    wordings = [
        # First, since a wording that repeats one of these knows less: which section, not which passage.
        read_wordings(sorted(folder.glob("everyday/paragraph_*.tsv")), "passage", shown),
        read_wordings(_files(folder / "everyday", "voice_*.tsv"), "section", sections),
        read_wordings(_files(folder / "everyday", "law_*.tsv"), "id", provisions),
        read_wordings(_files(folder / "everyday", "practice*.tsv"), "name", practice),
        read_wordings(
            sorted(folder.glob("unanswerable/answerable*.tsv")), "section", sections, style="fachfrage"
        ),
    ]
    study = _imported_study(settings)
    links = {card.section: links_with_itself(card) for card in cards}
    full_text = study_passages(study, links) if study else ()
    own = [*chain.from_iterable(of_cards.values()), *provisions.values(), *practice.values(), *full_text]
    passages, repeated = _unique(own, wordings)
    if uploads := document_passages(settings):
        from assistant.index.filing import Filing

        passages = (*passages, *file_passages(uploads, Filing.fit(passages)))
    return Corpus(
        passages=passages,
        cards=cards,
        refusals=read_refusals(folder / "unanswerable"),
        full_study=study is not None,
        duplicates=repeated + sum(group.duplicates for group in wordings),
    )


def import_study(path: Path, settings: Settings) -> StudyDocument:
    """Reads the operator's study and keeps it as `study.json` in the folder of sources.

    Raises CorpusError for wrong files, StorageError when it cannot be kept; the old import then stays.
    """
    framework = load_framework(settings.corpus_dir / "framework")
    titles = {chapter.id: chapter.title for chapter in framework.chapters}
    titles |= {section: framework.title(section) for section in framework.sections}
    document = read_study(path, titles)
    write_study(document, settings.sources_dir / "study.json")
    return document


def read_refusals(folder: Path) -> tuple[Refusal, ...]:
    """Inputs that cannot be answered, near the topics and off the purpose, each once."""
    refusals: dict[Refusal, None] = {}
    for pattern in ("near*.tsv", "off*.tsv"):
        for path in _files(folder, pattern):
            for row in read_table(path, ("category", "text")):
                require(path, row, "category", "text")
                refusals[Refusal(category=row["category"], text=row["text"])] = None
    return tuple(refusals)


def _imported_study(settings: Settings) -> StudyDocument | None:
    path = settings.sources_dir / "study.json"
    return load_study(path) if path.exists() else None


def _checked_cards(folder: Path, framework: Framework) -> tuple[Card, ...]:
    """All cards; every section of the framework must have one that agrees with it."""
    cards = read_cards(folder)
    for card in cards:
        linked = dict.fromkeys((*card.principles, *card.levels, *card.measures, *card.related))
        framework.check_card(folder / f"{card.section}.md", card.section, card.title, linked)
    missing = set(framework.sections) - {card.section for card in cards}
    if missing:
        raise fault(folder / f"{min(missing)}.md", "Zu diesem Abschnitt fehlt die Karte.")
    return cards


def _files(folder: Path, pattern: str) -> list[Path]:
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise fault(folder / pattern, "Die Datei fehlt. Bitte den Ordner des Korpus prüfen.")
    return paths


def _unique(passages: Iterable[Passage], wordings: Iterable[Wordings]) -> tuple[tuple[Passage, ...], int]:
    """All passages by their ids; wordings may repeat each other across files, others may not."""
    by_id: dict[str, Passage] = {}
    for passage in passages:
        if passage.id in by_id:
            raise CorpusError(f"Die Kennung „{passage.id}“ kommt im Korpus doppelt vor.")
        by_id[passage.id] = passage
    repeated = 0
    for passage in (passage for group in wordings for passage in group.passages):
        repeated += passage.id in by_id
        by_id.setdefault(passage.id, passage)
    return tuple(by_id.values()), repeated
