"""Brings the stored laws in line with a source, law by law; what fails is named, and the rest goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from assistant.errors import AssistantError, CorpusError
from assistant.law_changes import Changes
from assistant.messages_de import Laws
from assistant.models import Frozen
from assistant.settings import Settings
from ingest.laws.catalogue import Catalogue, Law
from ingest.laws.formats import check_readable, identify
from ingest.laws.history import note_changes
from ingest.laws.source import Failure, Fetched, Offer, Source
from ingest.laws.store import LawStore, Meta

Report = Callable[[str, int, int], None]  # German name of the stage, done, total
Outcome = Literal["created", "updated", "unchanged"]


class SyncReport(Frozen):
    """What a synchronisation did; every law is counted once.

    Attributes:
        failed: laws and files that could not be taken in; of a law, the version before stays.
        missing: names of laws of the catalogue that are neither stored nor to be had from the source.
        vanished: names of stored laws that the source should have and has not; they stay.
        removed: names of laws that were removed because they vanished.
        doubtful: of a source that should have all laws, or whose gaps were to be removed, more vanished than
            a run may remove: probably it is the wrong folder.
        bytes: size of the official files that were fetched or read.
        changes: what changed in the laws; None when no law has a new file.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: tuple[Failure, ...] = ()
    missing: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    doubtful: bool = False
    bytes: int = 0
    changes: Changes | None = None

    @property
    def complete(self) -> bool:
        """Whether everything went as it should; otherwise the run was partial."""
        return not self.failed and not self.doubtful


def utc_now() -> datetime:
    return datetime.now(UTC)


def synchronise_laws(
    settings: Settings,
    catalogue: Catalogue,
    source: Source,
    report: Report,
    *,
    remove_vanished: bool = False,
    now: Callable[[], datetime] = utc_now,
) -> SyncReport:
    """Fetch what is new, and note what changed in it.

    A run that was cut off is gone on with: the changes it brought are noted now, and a source that is slow
    to ask is not asked again for what that run had already seen.

    Args:
        remove_vanished: also remove what the source should have and has not, unless it is more than the
            setting `laws_max_removals` or anything failed.

    Raises InputError when the source has nothing at all, CorpusError for a broken corpus, StorageError when
    writing fails or another run is writing.
    """
    store = LawStore(settings)
    report(Laws.LOOKING, 0, 1)
    offer = source.offer(catalogue)
    report(Laws.LOOKING, 1, 1)
    failed = list(offer.broken)
    counts: Counter[Outcome] = Counter()
    size = 0
    with store.writing():
        starting = now().isoformat()
        begun = store.begin(starting)
        seen_since = begun if begun != starting and source.patient else None
        for done, law in enumerate(offer.laws):
            report(Laws.FETCHING, done, len(offer.laws))
            try:
                outcome, read = _bring_in(store, source, law, seen_since, lambda: now().isoformat())
            except AssistantError as error:
                failed.append(Failure(name=law.name, reason=error.message))
            else:
                counts[outcome] += 1
                size += read
        report(Laws.FETCHING, len(offer.laws), len(offer.laws))
        vanished = _vanished(store, catalogue, offer)
        doubtful = (remove_vanished or offer.whole) and len(vanished) > settings.laws_max_removals
        # A file that failed may be the very law that seems to be missing.
        removed = vanished if remove_vanished and not doubtful and not failed else ()
        for law in removed:
            store.remove(law.slug)
        changes = note_changes(settings, catalogue, begun, report)
        store.finish()
        stored = set(store.slugs())
    failing = {failure.name for failure in failed}
    missing = (law.name for law in catalogue.published if law.slug not in stored)
    return SyncReport(
        created=counts["created"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        failed=tuple(failed),
        missing=tuple(name for name in missing if name not in failing),
        vanished=tuple(law.name for law in vanished if law not in removed),
        removed=tuple(law.name for law in removed),
        doubtful=doubtful,
        bytes=size,
        changes=changes,
    )


def _bring_in(
    store: LawStore, source: Source, law: Law, seen_since: str | None, now: Callable[[], str]
) -> tuple[Outcome, int]:
    """What became of one law, and how many bytes were read for it."""
    stored = store.law(law.slug)
    kept = stored.meta if stored and stored.is_intact() else None
    if kept and seen_since and kept.checked >= seen_since:
        return "unchanged", 0
    fetched = source.fetch(law, kept)
    if fetched is None:
        if kept is None:
            raise CorpusError(Laws.NOTHING_SENT)
        store.confirm(law.slug, kept.model_copy(update={"checked": now()}))
        return "unchanged", 0
    meta = _meta(law, fetched, kept, now())
    if kept and kept.sha256 == meta.sha256:
        store.confirm(law.slug, meta)
        return "unchanged", len(fetched.data)
    store.replace(law.slug, fetched.data, meta)
    return ("updated" if stored else "created"), len(fetched.data)


def _meta(law: Law, fetched: Fetched, kept: Meta | None, now: str) -> Meta:
    """Raises CorpusError when the file is not the law that was asked for, or cannot be read to its end:
    then it must not take the place of one that can."""
    identity = identify(fetched.data, law.slug)
    if identity.number != law.number:
        raise CorpusError(Laws.OTHER_LAW.format(expected=law.number, found=identity.number))
    same = kept if kept and kept.sha256 == identity.sha256 else None
    if not same:
        check_readable(fetched.data, law)
    return Meta(
        doknr=law.number,
        sha256=identity.sha256,
        builddate=identity.builddate,
        retrieved=same.retrieved if same else now,
        checked=now,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        url=fetched.url,
        origin=fetched.origin,
        previous=same.previous if same else None,
    )


def _vanished(store: LawStore, catalogue: Catalogue, offer: Offer) -> tuple[Law, ...]:
    """The stored laws that the source should have and has not, federal or EU law, if it has any of the kind."""
    offered = {law.slug for law in offer.laws}
    kinds = {law.european for law in offer.laws}
    stored = [slug for slug in store.slugs() if slug not in offered]
    laws = [catalogue.by_slug(slug) or Law(slug=slug, number="", name=slug) for slug in stored]
    return tuple(law for law in laws if law.european in kinds and (law.number or offer.whole))
