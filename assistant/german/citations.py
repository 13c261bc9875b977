"""Legal citations in running German text: "§ 97 IV GWB" -> a value with the canonical "§ 97 Abs. 4 GWB".

Written here because no library fitted, see docs/decisions/0006.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.german.eu_acts import EU_ACT, eu_act
from assistant.german.laws import LawName, by_article, european, known_laws, law_at, law_before
from assistant.german.norm_places import Part, Path, continued, listed, settled

_HEAD = re.compile(
    r"(?<!\w)(?:(?:(?P<section>§(?:\s?§)?|[Pp]aragra(?:ph|f)(?:en|s)?|[Pp]ara)|(?P<maybe_section>[Pp]ar\.)"
    r"|(?P<article>[Aa]rtikel[ns]?|[Aa]rt\.)|(?P<maybe_article>[Aa]rt)"
    r"|(?P<recital>[Ee]rwägungsgr(?:und(?:es|s)?|ünden?)|[Ee]rw[Gg]r?\.?)|(?P<maybe_recital>EG))\s*(?=\d)"
    r"|(?P<maybe_annex>[Aa]n(?:lagen?|hangs?|hängen?)|An[lh]\.)\s+)"
)
_UNITS = {"section": "§", "article": "Art.", "recital": "Erwägungsgrund", "annex": "Anlage"}
_ONE = ("§", "Paragraf", "Paragraph", "paragraf", "paragraph", "Para", "para", "Par.", "par.")
_CHAIN = re.compile(
    r"\s*(?:,|/|und|sowie|oder|bzw\.|i\.?\s?V\.?\s?m\.?|iVm\.?|in Verbindung mit|(?P<annex_to>\(?zu))\s*",
    re.IGNORECASE,
)
_ONLY_ANNEX = re.compile(
    r"(?:Anlage|Anhang)\s+(?:zu[mr]?\s|[A-ZÄÖÜ])"
)  # but "Anlagen nach dem BImSchG" are plants
_PARAGRAPH_AFTER_LAW = re.compile(r"\s*,?(?=\s*Abs(?:\.|atz\b))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LegalCitation:
    """One cited norm.

    Attributes:
        unit: "§", "Art.", "Anlage" or "Erwägungsgrund"; empty when a whole EU act is cited.
        number: "97", "20a", "III"; empty when a whole EU act or its only annex is cited.
        parts: deeper places in written order, such as (("Abs.", "4"), ("Satz", "1")).
        law: short form ("GWB", "SGB VIII", "VO (EU) 2024/1689"); None when the text names none.
        start, end: place in the text; all members of "§§ 4, 5 VwVfG" share the place of the whole.
        corrected: the text has a typing error in the law's name, or "§" for "Art.".
    """

    unit: str
    number: str
    parts: tuple[Part, ...] = ()
    law: str | None = None
    start: int = 0
    end: int = 0
    corrected: bool = False

    @property
    def canonical(self) -> str:
        """Written form used everywhere: "Art. 6 Abs. 1 lit. e DSGVO"."""
        places = [f"{level} {value}" for level, value in self.parts]
        return " ".join(piece for piece in (self.unit, self.number, *places, self.law) if piece)

    def includes(self, other: LegalCitation) -> bool:
        """Whether `other` is the same norm or a place in it; an unnamed law fits every law."""
        same_law = self.law is None or other.law is None or self.law == other.law
        same_norm = not self.unit or (self.unit, self.number) == (other.unit, other.number)
        return same_law and same_norm and other.parts[: len(self.parts)] == self.parts


class _Listed(NamedTuple):
    """What follows one "§" or "Art."."""

    start: int
    unit: str
    certain: bool  # a citation even without a law; "Art 5" and "Anlage 2" alone are everyday words
    paths: list[Path]


def citations(text: str) -> tuple[LegalCitation, ...]:
    """All legal citations of a text in reading order; lists and ranges are written out."""
    found: list[LegalCitation] = []
    position = 0
    while head := _HEAD.search(text, position):
        group, end, law = _group(text, head)
        last = found[-1].end if found else 0
        found.extend(_citations(text, group, last, end, law))
        position = max(end, found[-1].end if found else 0)
    return tuple(sorted((*found, *_whole_acts(text, found)), key=lambda c: c.start))


def named_laws(text: str) -> tuple[str, ...]:
    """Short forms of the laws that a text names, with or without a norm, each once in reading order.

    Unknown laws count only in a citation; elsewhere their names cannot be told from other words.
    """
    cited = [(c.start, c.law) for c in citations(text) if c.law]
    named = [(name.start, name.law) for name in known_laws(text)]
    return tuple(dict.fromkeys(law for _, law in sorted((*cited, *named))))


def with_law(citation: LegalCitation, law: str) -> LegalCitation:
    """The citation completed by a law from the conversation; one that names its law stays as it is."""
    return citation if citation.law or not citation.unit else _of_law(citation, law)


def without_citations(text: str) -> str:
    """`text` with its legal citations blanked out; places stay the same."""
    blanked: list[str] = []
    end = 0
    for start, stop in _spans(citations(text)):
        blanked += (text[end:start], " " * (stop - start))
        end = stop
    return "".join((*blanked, text[end:]))


def _group(text: str, head: re.Match[str]) -> tuple[list[_Listed], int, LawName | None]:
    """The norms that share one law ("§ 40 i. V. m. § 36 VwVfG"), where the last ends, and the law after it."""
    group: list[_Listed] = []
    end = head.end()
    while True:
        kind = head.lastgroup or ""
        unit = _unit(head)
        plural = unit != "§" or head[0].strip() not in _ONE
        paths, after = listed(text, head.end(), plural=plural, annex=unit == "Anlage")
        if not paths and _ONLY_ANNEX.match(text, head.start()):
            paths, after = [(("", ""),)], head.end() - 1  # the blank is left for the law
        if not paths:
            return group, end, None  # also after "§ 5 und § 12345"
        group.append(_Listed(head.start(), unit, not kind.startswith("maybe_"), paths))
        end = after
        law = law_at(text, end)
        following = None if law else _linked(text, end, unit)
        if not following:
            return group, end, law
        head = following


def _linked(text: str, position: int, unit: str) -> re.Match[str] | None:
    """The next "§" or "Art." that shares its law with the norm that ends at `position`."""
    link = _CHAIN.match(text, position)
    head = _HEAD.match(text, link.end()) if link else None
    if not link or not head or (link["annex_to"] and unit != "Anlage"):
        return None
    # No law has both: "§ 35 und Art. 28 GG" are of two laws.
    return None if {unit, _unit(head)} == {"§", "Art."} else head


def _unit(head: re.Match[str]) -> str:
    return _UNITS[(head.lastgroup or "").removeprefix("maybe_")]


def _citations(
    text: str, group: list[_Listed], floor: int, end: int, law: LawName | None
) -> Iterator[LegalCitation]:
    """The members of a group, with the law named after it, or else before it."""
    compound = law is not None and text.startswith("-", law.end)  # "Anlage 2 IFG-Antrag"
    if law:
        group, end = _later_places(text, group, law.end)
    elif group:
        law = law_before(text, floor, group[0].start)
    group = [one for one in group if one.certain or _settles(one.unit, law) and not compound]
    if not group:
        return
    start = min(law.start, group[0].start) if law else group[0].start
    for _, unit, _, paths in group:
        for path in paths:
            places = settled(path, by_letters=law is not None and european(law.law))
            bare = LegalCitation(unit, path[0][1], places[1:], None, start, end)
            made = _of_law(bare, law.law) if law else bare
            yield replace(made, corrected=True) if law and law.corrected else made


def _later_places(text: str, group: list[_Listed], end: int) -> tuple[list[_Listed], int]:
    """A group with the places that stand after its law: "Art. 28 GG Abs. 2"."""
    only = group[0].paths[0]
    later = _PARAGRAPH_AFTER_LAW.match(text, end)
    if not later or len(only) > 1 or len(group) > 1 or len(group[0].paths) > 1:
        return group, end
    paths, end = continued(text, later.end(), only)
    return [group[0]._replace(paths=paths)], end


def _settles(unit: str, law: LawName | None) -> bool:
    """Whether a law makes a citation of a word that is also an everyday one."""
    if unit == "Erwägungsgrund":
        return law is not None and european(law.law)
    return law is not None and (law.known or unit != "Anlage")


def _of_law(citation: LegalCitation, law: str) -> LegalCitation:
    """With its law; a "§ 1" of the Grundgesetz is an article."""
    if citation.unit == "§" and by_article(law):
        return replace(citation, unit="Art.", law=law, corrected=True)
    return replace(citation, law=law)


def _whole_acts(text: str, found: list[LegalCitation]) -> Iterator[LegalCitation]:
    """EU acts named without an article."""
    end = 0
    for start, stop in (*_spans(found), (len(text), len(text))):
        for match in EU_ACT.finditer(text, end, start):
            yield LegalCitation("", "", (), eu_act(match), match.start(), match.end())
        end = stop


def _spans(found: tuple[LegalCitation, ...] | list[LegalCitation]) -> list[tuple[int, int]]:
    """The places of citations, those of one list once."""
    return list(dict.fromkeys((c.start, c.end) for c in found))
