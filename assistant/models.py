"""Frozen domain types. The words are those of the design; every channel and step shares them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """Base of all values: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceKind(StrEnum):
    """What a passage is evidence of. Law is never shown as opinion, practice never as a rule."""

    STUDY = "study"
    LAW = "law"
    PRACTICE = "practice"
    UPLOAD = "upload"


class PassageOrigin(StrEnum):
    """Which text a passage was cut from."""

    CARD = "card"  # our own-words digest of a study section
    FULL_TEXT = "full_text"  # the operator's own copy of the study
    DIGEST = "digest"  # our reviewed digest of a provision
    EXAMPLE = "example"  # a practice example
    DOCUMENT = "document"  # the administration's own document
    EXPANSION = "expansion"  # everyday wording: indexed to be found, never shown or quoted


class Passage(Frozen):
    """A retrievable piece of a source with its locator.

    `unit` names what the passage speaks for: a study section ("study:2.4"), a provision
    ("law:§ 97 Abs. 4 GWB"), a practice example ("practice:Guifi.net") or an own document.
    Units are ranked against each other; passages are chosen within them.
    """

    id: str
    kind: SourceKind
    origin: PassageOrigin
    unit: str
    title: str = Field(description="title of the section, provision or example")
    text: str = Field(description="plain text; what a citation may quote verbatim")
    locator: str = Field(default="", description='German place for people: "Abschnitt 2.4, Absatz 3"')
    heading_path: tuple[str, ...] = ()
    section: str | None = None
    provision: str | None = None
    practice: str | None = None
    upload: str | None = None
    principles: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    language: Literal["de", "en"] = "de"
    style: str = Field(default="", description="voice of an expansion wording (alltag, english …)")
    answered_by: str | None = Field(default=None, description="expansion: id of the passage that answers it")
    url: str | None = None
    stand: str | None = Field(default=None, description="law: the official Stand comment, verbatim")
    binds: str | None = Field(default=None, description="law: whom the provision binds")
    verified: bool = True
    stale: bool = Field(default=False, description="digest: the wording has changed since it was reviewed")
    valid_from: str | None = Field(default=None, description="own document: ISO date of its first valid day")
    valid_until: str | None = Field(default=None, description="own document: ISO date of its last valid day")
    note: str = Field(default="", description="hint that must be shown with the passage")
    digest: str = Field(description="sha256 over everything that is indexed or shown")

    @property
    def shown(self) -> bool:
        """Whether a user may see this passage; expansions only help to find."""
        return self.origin is not PassageOrigin.EXPANSION

    @property
    def parts(self) -> tuple[str, ...]:
        """Principles, levels and measures that the passage is filed under."""
        return self.principles + self.levels + self.measures


class Place(Frozen):
    """A passage where it stands: `pieces` are those around it in reading order, itself included."""

    passage: Passage
    pieces: tuple[Passage, ...]


class Turn(Frozen):
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


class RankedPassage(Frozen):
    """A passage with its retrieval scores.

    `score` is the absolute, calibrated score of the passage's unit in 0..1 (comparable across
    questions and kinds); `passage_score` orders passages of one unit.
    """

    passage: Passage
    score: float
    passage_score: float = 0.0


class Citation(Frozen):
    """A numbered reference from an answer to a passage, with the exact quote."""

    n: int = Field(ge=1)
    kind: SourceKind
    title: str
    locator: str
    section: str | None = None
    provision: str | None = None
    practice: str | None = None
    quote: str = Field(description="verbatim part of the passage's text")
    url: str | None = None
    stand: str | None = None
    binds: str | None = None
    note: str = ""
    verified: bool = True
    passage_id: str
    origin: PassageOrigin | None = Field(
        default=None, description="which text the quote is from; None in answers stored before this was kept"
    )
    score: float


class FrameworkLink(Frozen):
    """A principle, observation level or measure that an answer is tied to, with the reason."""

    id: str
    title: str
    reason: str
    score: float


class FollowUp(Frozen):
    """A next question that this index is known to answer."""

    text: str
    section: str
    origin: Literal["study", "card"]


class AnswerStatus(StrEnum):
    """Typed outcome. A refusal is an ordinary value, never found by matching phrases."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFICATION = "clarification"
    NO_SOURCE = "no_source"
    OUT_OF_SCOPE = "out_of_scope"
    BLOCKED = "blocked"
    ERROR = "error"


class Completeness(StrEnum):
    """How much of the question the evidence covers."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


class Answer(Frozen):
    """The one result that every channel renders."""

    id: str
    question: str
    standalone_question: str
    status: AnswerStatus
    completeness: Completeness
    text: str = Field(description="Markdown with [1] references")
    citations: tuple[Citation, ...] = ()
    principles: tuple[FrameworkLink, ...] = ()
    levels: tuple[FrameworkLink, ...] = ()
    measures: tuple[FrameworkLink, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    not_covered: str | None = Field(default=None, description="what the sources do not say, and whom to ask")
    notices: tuple[str, ...] = ()
    model: str = Field(description='who composed the text: "extraktiv" or the language model\'s name')
    timings_ms: Mapping[str, float] = Field(default_factory=dict)


class TextDelta(Frozen):
    """A piece of answer text while it is being written (streaming)."""

    text: str


class Replacement(Frozen):
    """Everything streamed so far is void: the checked text follows in the final Answer."""

    reason: str


AnswerEvent = TextDelta | Replacement | Answer


class IndexStatus(Frozen):
    """What is served at the moment; for `assistant status` and `/readyz`."""

    generation: str
    built_at: str
    embedding: str
    embedding_is_fallback: bool
    full_study: bool
    counts: Mapping[str, int] = Field(description="passages per kind and origin, units, follow-ups")
    language_model: str | None = None
    statutes: str | None = Field(default=None, description="how much official law is served, in German")
    notices: tuple[str, ...] = ()
