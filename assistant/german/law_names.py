"""The table of laws made comparable: spelling without case, blanks, hyphens and genitive -> short form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from assistant.german import law_lookalikes, law_table
from assistant.german.analysis import fold

PIECE = re.compile(r"[^\W_]+")  # of a name; what stands between pieces is not compared
ACT_NUMBER = re.compile(r"(?<!\d)\d{2,4}/\d{1,4}(?!\d)")
_ENDING = re.compile(r"(?:(?<=gesetz)|(?<=buch)|(?<=vertrag)|(?<=akt))e?s$|(?<=\w{4}e)[mnrs]$")
_DIVISIBLE = 8  # letters from which a name may be written with other blanks than in the table
_NUMBERED = re.compile(r"\d|^sgb|^sozialgesetzbuch|buch(?:des)?sozialgesetzbuch$")
_SOCIAL_CODE = {
    "I": "Erst", "II": "Zweit", "III": "Dritt", "IV": "Viert", "V": "Fünft", "VI": "Sechst", "VII": "Siebt",
    "VIII": "Acht", "IX": "Neunt", "X": "Zehnt", "XI": "Elft", "XII": "Zwölft", "XIII": "Dreizehnt", "XIV": "Vierzehnt",
}  # fmt: skip


class Name(NamedTuple):
    """A name of a law.

    Attributes:
        law: its short form.
        spelling: as the table writes it.
        pieces: how many pieces the name may be written in: "Klima Schutzgesetz", but not "SGB I i".
    """

    law: str
    spelling: str
    pieces: int


class Names(NamedTuple):
    """What is known of names of laws.

    Attributes:
        of: compared spelling -> name.
        in_order: the compared spellings, sorted; by_initial: those that can be mistyped, by
            their first letter; a name with another number is another law.
        last_pieces: the last piece of each name, and the Länder; not those of acts with a number.
        backwards: the compared spellings read from their end, sorted.
        acts: number of an EU act ("2016/679") -> short form.
        european, by_article: short forms of EU law, and of everything that is divided into articles.
        with_land: short forms of laws that a Land may follow ("GO NRW").
        lands: compared spelling of a Land -> as it is written in short forms.
        land: matches a Land after the name of a law; group "land" is its name.
        no_laws: compared spellings that only look like laws.
        others: compared spellings of laws that only look like mistyped ones.
    """

    of: dict[str, Name]
    in_order: tuple[str, ...]
    by_initial: dict[str, tuple[str, ...]]
    last_pieces: frozenset[str]
    backwards: tuple[str, ...]
    acts: dict[str, str]
    european: frozenset[str]
    by_article: frozenset[str]
    with_land: frozenset[str]
    lands: dict[str, str]
    land: re.Pattern[str]
    no_laws: frozenset[str]
    others: frozenset[str]

    def goes_on(self, spelling: str) -> bool:
        """Whether a name begins like this."""
        return _any_begins(self.in_order, spelling)

    def may_end(self, piece: str) -> bool:
        """Whether a piece of text may be the last of a name; of a long one, it may be a part of the last."""
        spelling = compared_piece(piece)
        if len(spelling) < _DIVISIBLE:
            return spelling in self.last_pieces
        return _any_begins(self.backwards, spelling[::-1])


@cache
def known_names() -> Names:
    """The names of `law_table`, made when they are first needed."""
    european, by_article = dict(_rows(law_table.EUROPEAN)), dict(_rows(law_table.BY_ARTICLE))
    of_land = dict(_rows(law_table.OF_THE_LAENDER))
    laws = {**dict(_rows(law_table.BY_SECTION)), **of_land, **by_article, **european, **dict(_social_code())}
    every = [(law, spelling) for law, more in laws.items() for spelling in (law, *more)]
    # The first line that has a name keeps it; a short form is never another law's name.
    of = {compared(spelling): _name(law, spelling) for law, spelling in reversed(every)}
    of.update({compared(law): _name(law, law) for law in laws})
    lands = {name: land for land, more in _rows(law_table.LAENDER) for name in (land, *more)}
    return Names(
        of=of,
        in_order=tuple(sorted(of)),
        by_initial={
            initial: tuple(group)
            for initial, group in groupby(
                sorted(spelling for spelling in of if not _NUMBERED.search(spelling)), itemgetter(0)
            )
        },
        last_pieces=frozenset(
            compared_piece(PIECE.findall(name)[-1])
            for name in (*lands, *(n for _, n in every if not ACT_NUMBER.search(n)))
        ),
        backwards=tuple(sorted(spelling[::-1] for spelling in of)),
        acts={
            number[0]: law
            for law, more in european.items()
            for name in (law, *more)
            if (number := ACT_NUMBER.search(name))
        },
        european=frozenset(european),
        by_article=frozenset({*european, *by_article}),
        with_land=frozenset({*of_land, *law_table.ALSO_OF_THE_LAENDER.split()}),
        lands={compared(name): land for name, land in lands.items()},
        land=_land_after_a_law(lands),
        no_laws=frozenset(compared(word) for word in (*law_lookalikes.NO_LAWS.split(), *lands)),
        others=frozenset(compared(word) for word in law_lookalikes.OTHER_LAWS.split()),
    )


def compared(name: str) -> str:
    """The spelling of a name that is compared: "Bürgerlichen Gesetzbuches" -> "burgerlichegesetzbuch"."""
    return "".join(compared_piece(piece) for piece in PIECE.findall(name))


@lru_cache(maxsize=8192)
def compared_piece(piece: str) -> str:
    return _ENDING.sub("", fold(piece))


def _name(law: str, spelling: str) -> Name:
    pieces = len(PIECE.findall(spelling))
    divisible = len(compared(spelling)) >= _DIVISIBLE and not _NUMBERED.search(compared(spelling))
    return Name(law, spelling, 2 * pieces if divisible else pieces)


def _any_begins(in_order: tuple[str, ...], beginning: str) -> bool:
    place = bisect_left(in_order, beginning)
    return place < len(in_order) and in_order[place].startswith(beginning)


def _land_after_a_law(lands: Iterable[str]) -> re.Pattern[str]:
    any_land = "|".join(re.escape(land) for land in sorted(lands, key=len, reverse=True))
    return re.compile(
        r"\s+(?:(?:für|von|des|in)\s+)?(?:(?:das\s+|den\s+)?(?:Land(?:es)?|Freistaat(?:e?s)?)\s+)?"
        rf"(?P<land>{any_land})(?![\w-])",
        re.IGNORECASE,
    )


def _rows(table: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in table.strip().splitlines():
        law, _, more = line.partition(":")
        yield law, tuple(name.strip() for name in more.split(";") if name.strip())


def _social_code() -> Iterator[tuple[str, tuple[str, ...]]]:
    for number, (roman, book) in enumerate(_SOCIAL_CODE.items(), 1):
        yield (
            f"SGB {roman}",
            (
                f"SGB {number}",
                f"Sozialgesetzbuch {roman}",
                f"Sozialgesetzbuch (SGB) {roman}",
                f"Sozialgesetzbuch (SGB) {book}es Buch",
                f"Sozialgesetzbuch {number}",
                f"{book}es Buch Sozialgesetzbuch",
                f"{book}es Buch des Sozialgesetzbuchs",
                f"Sozialgesetzbuch {book}es Buch",
                f"SGB {book}es Buch",
            ),
        )
