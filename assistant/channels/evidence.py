"""What every channel says about a source: kind in a word, name, place, and the facts that limit it."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.messages_de import Reply
from assistant.models import Answer, Citation, FrameworkLink, SourceKind

DOCUMENTS = "/dokumente/"  # address of own documents at this service
_HEAD = re.compile(r"^(?:§|Art\.)[^:]{1,40}: ")  # the norm in a title of wording; the provision is more exact


class Evidence(NamedTuple):
    """A citation, ready to be shown; all words are German."""

    n: int
    kind: str  # the SourceKind's value, for styling
    word: str
    shape: str
    name: str
    place: str  # "" where the name says it all
    facts: tuple[tuple[str, str], ...]  # (label, value): own words or not, Stand, whom the law binds
    mark: str  # "nicht geprüft", shown beside the kind, or ""
    cautions: tuple[str, ...]  # must be shown with the source
    quote: str
    link_text: str
    url: str | None
    passage_id: str

    @property
    def kind_text(self) -> str:
        """Kind and, where due, the mark of an unverified source, for channels of text alone."""
        return f"{self.word} ({self.mark})" if self.mark else self.word


class Group(NamedTuple):
    """Framework elements of one sort with their German heading."""

    heading: str
    links: tuple[FrameworkLink, ...]


def describe(citation: Citation) -> Evidence:
    """Everything a reader must know to judge the source."""
    rendering = Reply.RENDERINGS.get(citation.origin or "")
    facts = ((Reply.RENDERING, rendering), (Reply.STAND, citation.stand), (Reply.BINDS, citation.binds))
    cautions = (citation.note, "" if citation.verified else Reply.UNVERIFIED)
    name = _name(citation)
    return Evidence(
        n=citation.n,
        kind=citation.kind.value,
        word=Reply.KINDS[citation.kind],
        shape=Reply.SHAPES[citation.kind],
        name=name,
        place="" if citation.locator in name else citation.locator,
        facts=tuple((label, value) for label, value in facts if value),
        mark="" if citation.verified else Reply.UNVERIFIED_MARK,
        cautions=tuple(caution for caution in cautions if caution),
        quote=citation.quote,
        link_text=Reply.LINK[citation.kind],
        url=citation.url if may_be_opened(citation.url) else None,
        passage_id=citation.passage_id,
    )


def framework_groups(answer: Answer) -> tuple[Group, ...]:
    """Principles, levels and measures in this order, without empty groups."""
    groups = (
        Group(Reply.PRINCIPLES, answer.principles),
        Group(Reply.LEVELS, answer.levels),
        Group(Reply.MEASURES, answer.measures),
    )
    return tuple(group for group in groups if group.links)


def _name(citation: Citation) -> str:
    if citation.kind is SourceKind.LAW and citation.provision and citation.provision not in citation.title:
        return f"{citation.provision} – {_HEAD.sub('', citation.title)}"
    return citation.title


def may_be_opened(url: str | None) -> bool:
    """A page of the web or a document of our own, nothing that a browser would run."""
    return url is not None and url.startswith(("https://", "http://", DOCUMENTS))
