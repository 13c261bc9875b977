"""Notes after each synchronisation what changed in the laws: <laws>/changes.json, the latest first."""

from __future__ import annotations

from collections.abc import Callable

from assistant.errors import CorpusError
from assistant.law_changes import Changes, History, LawChange, changes_file, read_history
from assistant.messages_de import Laws
from assistant.settings import Settings
from assistant.statute import Norm
from ingest.laws.catalogue import Catalogue
from ingest.laws.changes import About, compare_norms
from ingest.laws.formats import read_law
from ingest.laws.resting import Resting
from ingest.laws.store import LawStore, StoredLaw

KEPT = 20  # synchronisations
_NOT_IN_FORCE = "(XXXX) "  # stands before ranges of provisions


def note_changes(
    settings: Settings,
    catalogue: Catalogue,
    begun: str,
    report: Callable[[str, int, int], None],
) -> Changes | None:
    """Compare every law that was fetched since `begun` with the version before, and note the result.

    Doing it again for the same `begun` replaces what was noted. Returns None when no law has a new file.
    Only for the store's one writer. Raises CorpusError for a broken corpus.
    """
    store = LawStore(settings)
    laws = [law for slug in store.slugs() if (law := store.law(slug)) and law.meta.retrieved >= begun]
    if not laws:
        return None
    resting = Resting(settings.corpus_dir, catalogue)
    found = []
    for done, law in enumerate(laws):
        report(Laws.COMPARING, done, len(laws))
        found.append(_compare(law, catalogue, resting))
    report(Laws.COMPARING, len(laws), len(laws))
    changes = Changes(at=begun, laws=tuple(found))
    before = [run for run in read_history(settings).runs if run.at != begun]
    path = changes_file(settings)
    beside = path.with_suffix(".new")
    beside.write_text(History(runs=(changes, *before)[:KEPT]).model_dump_json(), "utf-8")
    beside.replace(path)
    return changes


def _compare(law: StoredLaw, catalogue: Catalogue, resting: Resting) -> LawChange:
    entry = catalogue.by_slug(law.slug)
    header, norms = read_law(law.current, law.slug, entry)
    change = LawChange(slug=law.slug, name=header.name, kind="new", stand=header.stand, built=header.built)
    if law.previous is None:
        return change
    try:
        header_before, before = read_law(law.previous, law.slug, entry)
        earlier = tuple(before)
    except CorpusError:
        return change.model_copy(update={"kind": "unknown"})

    def known(norm: Norm) -> About:
        alone = norm.number and not norm.until
        place = f"{norm.unit} {norm.number}" if alone else norm.designation.removeprefix(_NOT_IN_FORCE)
        return About(f"{place} {header.name}", resting.rows(law.slug, norm), resting.cards(law.slug, norm))

    return change.model_copy(
        update={
            "kind": "updated",
            "stand_before": header_before.stand,
            "built_before": header_before.built,
            "provisions": compare_norms(earlier, norms, known),
        }
    )
