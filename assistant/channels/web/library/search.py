"""The library: all sources to browse and to search, with the search of the chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.evidence import may_be_opened
from assistant.channels.interface import Answering
from assistant.channels.legal_links import place_address
from assistant.channels.opening import opened
from assistant.channels.web.library.cards import card_address
from assistant.channels.web.shell import render
from assistant.framework import Framework, Part
from assistant.library import PAGE, Entry, Found
from assistant.messages_de import Reply
from assistant.models import SourceKind

LIBRARY = "/bibliothek"
LONGEST = 200  # characters of a query
KINDS = {  # in addresses, which are German
    SourceKind.STUDY: "studie",
    SourceKind.LAW: "recht",
    SourceKind.PRACTICE: "praxis",
    SourceKind.UPLOAD: "dokument",
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Wanted:
    """What an address of the library asks for."""

    query: str = ""
    kind: SourceKind | None = None
    part: str | None = None
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return self.kind is not None or self.part is not None

    @property
    def address(self) -> str:
        """The address that asks for just this."""
        fields = {
            "q": self.query,
            "art": KINDS[self.kind] if self.kind else "",
            "teil": self.part or "",
            "seite": str(self.page) if self.page > 1 else "",
        }
        given = urlencode({name: value for name, value in fields.items() if value})
        return f"{LIBRARY}?{given}" if given else LIBRARY

    def but(self, **changes: Any) -> Wanted:
        """The same with changes, from its first page on."""
        return replace(self, **{"page": 1, **changes})


@router.get(LIBRARY)
async def library(
    request: Request,
    assistant: Annotated[Answering, Depends(opened)],
    q: str = "",
    art: str = "",
    teil: str = "",
    seite: str = "",
) -> Response:
    """Entries that fit; what an address has that there is not counts as not given."""
    framework = assistant.framework
    typed = " ".join("".join(c if c.isprintable() else " " for c in q).split())
    wanted = Wanted(
        query=typed[:LONGEST].rstrip(),
        kind=next((kind for kind, name in KINDS.items() if name == art), None),
        part=teil if teil in framework.sections and framework.kind(teil) != "context" else None,
        page=max(int(seite), 1) if seite.isdecimal() and len(seite) < 6 else 1,
    )
    found = await run_in_threadpool(_find, assistant, wanted)
    last = -(-found.total // PAGE) or 1
    if wanted.page > last:
        wanted = replace(wanted, page=last)
        found = await run_in_threadpool(_find, assistant, wanted)
    return render(
        request,
        "library.html",
        wanted=wanted,
        found=found,
        first=(wanted.page - 1) * PAGE + 1,
        last_page=last,
        shortened=len(typed) > LONGEST,
        longest=LONGEST,
        kinds=KINDS,
        shapes=Reply.SHAPES,
        groups=_groups(framework),
        framework=framework,
        address=lambda entry: _address(entry, wanted),
        may_be_opened=may_be_opened,
    )


def _find(assistant: Answering, wanted: Wanted) -> Found:
    return assistant.library(wanted.query, wanted.kind, wanted.part, (wanted.page - 1) * PAGE, PAGE)


def _groups(framework: Framework) -> dict[str, list[tuple[str, str]]]:
    """(id, title) of what entries can belong to, by kind."""
    groups: Mapping[str, Sequence[Part]] = {
        "principle": framework.principles,
        "level": framework.levels,
        "measure": framework.measures,
    }
    return {kind: [(part.id, part.title) for part in parts] for kind, parts in groups.items()}


def _address(entry: Entry, wanted: Wanted) -> str:
    """A section's card, where a search has found a place in it at that place; else the passage's page."""
    passage = entry.passage
    if passage.kind is SourceKind.STUDY and passage.section:
        return card_address(passage.section, passage if wanted.query else None)
    return place_address(passage.id)
