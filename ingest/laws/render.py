"""German text for the terminal: what a synchronisation did, and what changed in the laws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from assistant.law_changes import Changes, History, LawChange, ProvisionChange, Run, around
from assistant.messages_de import Laws
from assistant.settings import Settings
from ingest.laws.synchronise import SyncReport

_NAMES = 12  # names in a list; more are counted


def render_report(report: SyncReport, settings: Settings) -> str:
    """What a synchronisation did: counts, what failed and why, what is not there, and which laws changed."""
    return "\n".join(_report_lines(report, settings))


def render_changes(history: History | Changes | None, runs: int = 1) -> str:
    """What changed in the laws, provision by provision, the latest synchronisation first.

    Args:
        runs: how many synchronisations of a history are shown.
    """
    shown = history.runs[:runs] if isinstance(history, History) else [history] if history else []
    if not shown:
        return Laws.NOTHING_CHANGED
    return "\n\n".join("\n".join(_run_lines(changes)) for changes in shown)


def _report_lines(report: SyncReport, settings: Settings) -> Iterator[str]:
    yield Laws.SUMMARY.format(
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        megabytes=f"{report.bytes / 1_000_000:.1f}".replace(".", ","),
    )
    if report.failed:
        yield Laws.FAILED.format(count=len(report.failed))
        yield from (Laws.LINE.format(name=f.name, reason=f.reason) for f in report.failed)
    for names, sentence in (
        (report.missing, Laws.MISSING),
        (report.vanished, Laws.VANISHED),
        (report.removed, Laws.REMOVED),
    ):
        if names:
            yield sentence.format(names=_listed(names))
    if report.doubtful:
        yield Laws.DOUBTFUL.format(count=len(report.vanished), limit=settings.laws_max_removals)
    if report.changes:
        yield from (line for line, _ in _law_lines(report.changes))


def _run_lines(changes: Changes) -> Iterator[str]:
    count = Laws.ONE_LAW if len(changes.laws) == 1 else Laws.SEVERAL_LAWS.format(count=len(changes.laws))
    day = datetime.fromisoformat(changes.at).astimezone().strftime("%d.%m.%Y")
    yield Laws.RUN.format(day=day, count=count)
    for line, law in _law_lines(changes):
        yield line
        if law:
            yield from _stands(law)
            for provision in law.provisions:
                yield from _provision_lines(provision)


def _law_lines(changes: Changes) -> Iterator[tuple[str, LawChange | None]]:
    """A line for each law that reads differently now, with the law, and for the others together."""
    new = [law.name for law in changes.laws if law.kind == "new"]
    unknown = [law.name for law in changes.laws if law.kind == "unknown"]
    same = [law.name for law in changes.laws if law.kind == "updated" and not law.provisions]
    for names, sentence in ((new, Laws.NEW_LAW), (unknown, Laws.UNKNOWN), (same, Laws.ONLY_FILE)):
        if names:
            yield sentence.format(names=_listed(names)), None
    for law in changes.laws:
        if law.provisions:
            counts: Counter[str] = Counter(provision.kind for provision in law.provisions)
            words = ", ".join(f"{counts[kind]} {word}" for kind, word in Laws.KINDS.items() if counts[kind])
            yield Laws.LAW.format(name=law.name, counts=words), law


def _stands(law: LawChange) -> Iterator[str]:
    yield Laws.STAND_BEFORE.format(stand=_stand(law.stand_before, law.built_before))
    yield Laws.STAND.format(stand=_stand(law.stand, law.built))


def _stand(stand: str, built: str) -> str:
    stand = stand or Laws.NO_STAND
    return Laws.FILE_OF.format(stand=stand, day=".".join(reversed(built.split("-")))) if built else stand


def _provision_lines(provision: ProvisionChange) -> Iterator[str]:
    line = Laws.WAS if provision.before else Laws.PROVISION
    kind = Laws.KINDS[provision.kind]
    name = " ".join([provision.citation, *provision.title.split()])
    yield line.format(before=provision.before, name=name, kind=kind)
    if provision.kind == "changed":
        yield from (f"    {text}" for text in shortened(provision.runs).split("\n"))
    names = [Laws.ROW.format(id=row.id, fundstelle=row.fundstelle) for row in provision.rows]
    names += [Laws.CARD.format(section=section) for section in provision.cards]
    if names:
        yield Laws.RESTS.format(names=", ".join(names))


def shortened(runs: Sequence[Run]) -> str:
    """The changes within the words around them; long unchanged parts are left out."""
    parts = []
    for number, run in enumerate(runs):
        if run.kind == "kept":
            parts.append(around(run.words, first=number == 0, last=number == len(runs) - 1))
        else:
            sign = Laws.ADDED if run.kind == "added" else Laws.REMOVED_WORDS
            words = run.words.lstrip("\n")
            parts.append(run.words[: -len(words)] + sign.format(words=words))
    return " ".join(parts).replace(" \n", "\n")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMES
    shown = ", ".join(names[:_NAMES] if more > 0 else names)
    return Laws.AND_MORE.format(names=shown, count=more) if more > 0 else shown
