"""Compares two versions of a law, provision by provision."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from assistant.law_changes import ChangeKind, ProvisionChange, Row, Run
from assistant.statute import Norm
from ingest.laws.word_diff import same_words, word_runs

_CONTENTS = ("inhaltsübersicht", "inhaltsverzeichnis")  # they change with what they list


class About(NamedTuple):
    """How a provision is cited, and what of the corpus rests on it."""

    citation: str
    rows: tuple[Row, ...] = ()
    cards: tuple[str, ...] = ()


Known = Callable[[Norm], About]


def compare_norms(before: Iterable[Norm], after: Iterable[Norm], known: Known) -> tuple[ProvisionChange, ...]:
    """The provisions that are new, changed, repealed or renumbered: in the order of the new version, then
    those that are no longer in it.

    The same provision is known by its official number, else by its designation, else by its text. Headings
    and placeholders ("zukünftig in Kraft") are no provisions that could come or go.
    """
    old = {norm.id: norm for norm in before if _counts(norm)}
    new = [norm for norm in after if _counts(norm)]
    pairs = _pairs(old, new)
    found = [_compared(pairs.get(norm.id), norm, known) for norm in new]
    paired = {norm.id for norm in pairs.values()}
    gone = [_repealed(norm, known) for norm in old.values() if norm.id not in paired and norm.paragraphs]
    return (*(change for change in found if change), *gone)


def norm_text(norm: Norm, paragraphs: Collection[str] = ()) -> str:
    """The text of a norm, or of its paragraphs with these numbers, each beginning with its number."""
    chosen = [p for p in norm.paragraphs if not paragraphs or p.number in paragraphs]
    return "\n".join(f"({p.number}) {p.text}" if p.number else p.text for p in chosen)


def _counts(norm: Norm) -> bool:
    return norm.designation.lower() not in _CONTENTS


def _pairs(old: dict[str, Norm], new: list[Norm]) -> dict[str, Norm]:
    """The norm before of each norm, by the id of the latter."""
    pairs = {norm.id: old[norm.id] for norm in new if norm.id in old}
    for key in (lambda norm: norm.designation, norm_text):  # a renumbered norm still has its text
        paired = {norm.id for norm in pairs.values()}
        left: dict[str, list[Norm]] = {}
        for norm in old.values():
            if norm.id not in paired and not norm.repealed:
                left.setdefault(key(norm), []).append(norm)
        for norm in new:
            same = left.get(key(norm), []) if norm.id not in pairs and not norm.repealed else []
            if len(same) == 1 and key(norm):
                pairs[norm.id] = same.pop()
    return pairs


def _compared(old: Norm | None, new: Norm, known: Known) -> ProvisionChange | None:
    if old is not None and old.repealed:
        old = None
    if new.repealed:
        return _repealed(old, known) if old else None
    now = known(new)
    if old is None and not new.paragraphs:
        return None
    if old is None:
        return _change("new", new.id, new.title, now, now, (Run("added", norm_text(new)),))
    then = known(old)
    before, after = norm_text(old), norm_text(new)
    if not same_words(old.title, new.title):
        before, after = f"{old.title}\n{before}", f"{new.title}\n{after}"
    if not same_words(before, after):
        return _change("changed", new.id, new.title, then, now, word_runs(before, after))
    if then.citation != now.citation:
        return _change("renumbered", new.id, new.title, then, now, ())
    return None


def _repealed(norm: Norm, known: Known) -> ProvisionChange:
    then = known(norm)
    return _change("repealed", norm.id, norm.title, then, then, (Run("removed", norm_text(norm)),))


def _change(
    kind: ChangeKind, id: str, title: str, then: About, now: About, runs: tuple[Run, ...]
) -> ProvisionChange:
    return ProvisionChange(
        id=id,
        kind=kind,
        citation=now.citation,
        title=title,
        before=then.citation if then.citation != now.citation else "",
        runs=runs,
        rows=tuple(dict.fromkeys(then.rows + now.rows)),
        cards=tuple(dict.fromkeys(then.cards + now.cards)),
    )
