"""What changed in the law: noted by `ingest laws` in <sources>/laws/changes.json, shown to the administration."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from assistant.messages_de import Laws
from assistant.models import Frozen
from assistant.settings import Settings

RunKind = Literal["kept", "removed", "added"]
ChangeKind = Literal["new", "changed", "repealed", "renumbered"]

_SHOWN = 12  # unchanged words that are shown beside a change


class Run(NamedTuple):
    """Words in a row with the same fate. Where they begin a line of the text, `words` begins with a line break."""

    kind: RunKind
    words: str


class Row(Frozen):
    """A reviewed digest of corpus/provisions.tsv."""

    id: str
    fundstelle: str


class ProvisionChange(Frozen):
    """What happened to a provision.

    Attributes:
        id: official number of the norm.
        citation: "§ 46 EnWG"; for a renumbered one its new name.
        before: its citation before, where that was another one; else "".
        runs: the text with what was removed and added, after the title if that changed, too; empty for one
            that was only renumbered.
        rows, cards: reviewed digests of it, and sections of the cards that cite it, by either name.
    """

    id: str
    kind: ChangeKind
    citation: str
    title: str
    before: str = ""
    runs: tuple[Run, ...] = ()
    rows: tuple[Row, ...] = ()
    cards: tuple[str, ...] = ()


class LawChange(Frozen):
    """A law with a new file.

    Attributes:
        kind: "new": it was not there before, its provisions are not listed; "updated": `provisions` are all
            that changed, none if only the file did; "unknown": the version before cannot be read any more.
        stand, built: official comment on the state of the text, and ISO date of the file.
    """

    slug: str
    name: str
    kind: Literal["new", "updated", "unknown"]
    stand_before: str = ""
    stand: str = ""
    built_before: str = ""
    built: str = ""
    provisions: tuple[ProvisionChange, ...] = ()


class Changes(Frozen):
    """What one synchronisation brought; `at` is the ISO time at which it began."""

    at: str
    laws: tuple[LawChange, ...]


class History(Frozen):
    """The file changes.json: the last synchronisations that changed something, the latest first."""

    runs: tuple[Changes, ...] = ()


def changes_file(settings: Settings) -> Path:
    return settings.sources_dir / "laws" / "changes.json"


def read_history(settings: Settings) -> History:
    """The last synchronisations that changed something; empty when there was none yet."""
    try:
        return History.model_validate_json(changes_file(settings).read_bytes())
    except (OSError, ValidationError):
        return History()


def around(text: str, first: bool, last: bool) -> str:
    """Unchanged words as far as they help to read the changes beside them; long ones are cut in the middle."""
    words = text.split(" ")
    if len(words) <= 2 * _SHOWN:
        return text
    before = [] if first else words[:_SHOWN]
    after = [] if last else words[-_SHOWN:]
    return " ".join([*before, Laws.CUT, *after])
