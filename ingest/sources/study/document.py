"""The study as read: sections with typed blocks, and everything of the layout that was taken out."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from assistant.errors import CorpusError, StorageError
from assistant.models import Frozen


class BlockKind(StrEnum):
    """What a block of a section is. Questions are what the study asks, never what it recommends."""

    MOTTO = "motto"  # the line under a heading: a pair of terms or the call to the municipalities
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    QUOTE = "quote"
    QUESTION = "question"
    FOOTNOTE = "footnote"
    CAPTION = "caption"


class Block(Frozen):
    """A block in reading order. `lines` are the numbers (from 1) of the source lines it was made of."""

    kind: BlockKind
    text: str
    lines: tuple[int, ...]
    number: int | None = None  # footnotes only


class Section(Frozen):
    """A section ("2.4"), a chapter with its introduction ("2") or the end matter ("ende")."""

    id: str
    title: str
    chapter: str  # title of the chapter it stands in; its own title for chapters
    lines: tuple[int, ...]  # source lines of the heading
    blocks: tuple[Block, ...]

    def of_kind(self, *kinds: BlockKind) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind in kinds)


class Removed(Frozen):
    """A piece of the source that is in no block: where it stood (line from 1, column from 0) and why."""

    line: int
    column: int
    text: str
    reason: str


class StudyDocument(Frozen):
    """The whole study. Every source character but white space is in one heading, block or removal."""

    format: Literal[1] = 1
    source: str  # file name without folder
    digest: str  # sha256 of the file
    sections: tuple[Section, ...]
    removed: tuple[Removed, ...]

    def section(self, id: str) -> Section:
        """Raises KeyError for an id that the study does not have."""
        return {section.id: section for section in self.sections}[id]


def write_study(document: StudyDocument, path: Path) -> None:
    """Stores the study as JSON, atomically. Raises StorageError when the folder cannot be written."""
    draft = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(document.model_dump_json(), encoding="utf-8")
        draft.replace(path)
    except OSError as problem:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise StorageError(
            f"Die Studie lässt sich nicht speichern ({problem.strerror}). Bitte Platz und Rechte des Datenordners prüfen."
        ) from problem


def load_study(path: Path) -> StudyDocument:
    """The stored study. Raises CorpusError when the file is damaged or of another version."""
    try:
        return StudyDocument.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as problem:
        raise CorpusError(
            f"Die importierte Studie ({path.name}) ist beschädigt oder von einer anderen Version. "
            "Bitte mit „ingest study DATEI“ neu importieren."
        ) from problem
