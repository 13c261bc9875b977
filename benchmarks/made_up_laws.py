"""Made-up federal laws of realistic size, as official files: German-looking, the same for the same seed.

Imitates what was measured on 62 real laws (7,953 norms): characters of a norm median 702, 90 % 2,917, mean
1,292; of a paragraph median 326; letters of a word median 5, 90 % 13; frequencies after Zipf, and ever new
compounds, so that the vocabulary never ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

_FUNCTION_WORDS = (
    "der die und in den von zu des das für oder eine nach dem mit ist im werden sind auf einer durch bei kann "
    "nicht sich wenn zur wird an aus dass als auch einem haben über soweit es zum vom nur hat sie bis sowie "
    "unter gegen am dieser können diese ihre ohne vor insbesondere innerhalb zwischen müssen darf dürfen soll"
)
_ONSETS = "b d f g h k l m n p r s t w z sch st br gr kl tr fl pf schw"
_VOWELS = "a e i o u ä ö ü ei au ie eu"
_CODAS = "n r l t s m g nd rt st ch lt ng ft rk"
_OPEN = 3  # syllables without a coda, as if it were so many codas
_ENDINGS = ["", "", "", "en", "er", "ung", "ungen", "lich", "keit", "es"]
_WORDS = 12_000  # that are not made of other words
_PARTS = (100, 3000)  # ranks of the words that compounds are made of
_NEW_COMPOUNDS = 0.03  # of all words
_NORM_CHARS, _NORM_SPREAD, _LONGEST = 702, 1.11, 60_000  # log-normal
_PARAGRAPH_CHARS, _PARAGRAPH_SPREAD = 420, 0.8  # before the last one is cut short
_LAW_NORMS, _LAW_SPREAD = 12, 1.0
_CHARS_OF_WORD = 8.3  # with its blank
_NORMS_OF_CHAPTER = 12
_WORDS_OF_ITEM = 12

_LAW = """<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE dokumente SYSTEM "http://www.gesetze-im-internet.de/dtd/1.01/gii-norm.dtd">
<dokumente builddate="20260102000000" doknr="{number}">
<norm builddate="20260102000000" doknr="{number}"><metadaten><jurabk>{short}</jurabk>
<ausfertigung-datum manuell="ja">2020-01-02</ausfertigung-datum><langue>{title}</langue>
<standangabe checked="ja"><standtyp>Stand</standtyp><standkommentar>Zuletzt geändert durch Art. 1 G v. 1.1.2026</standkommentar></standangabe>
</metadaten><textdaten/></norm>
"""
_CHAPTER = """<norm builddate="20260102000000" doknr="{number}BJNG{place:06}"><metadaten><jurabk>{short}</jurabk>
<gliederungseinheit><gliederungskennzahl>{place:03}</gliederungskennzahl><gliederungsbez>Abschnitt {place}</gliederungsbez>
<gliederungstitel>{title}</gliederungstitel></gliederungseinheit></metadaten><textdaten/></norm>
"""
_NORM = """<norm builddate="20260102000000" doknr="{number}BJNE{place:06}"><metadaten><jurabk>{short}</jurabk>
<enbez>§ {place}</enbez><titel format="parat">{title}</titel></metadaten>
<textdaten><text format="XML"><Content>{content}</Content></text></textdaten></norm>
"""


@dataclass(frozen=True)
class MadeUpLaws:
    """`norms` norms in as many laws as they fill."""

    norms: int
    seed: int = 1

    def write(self, folder: Path) -> int:
        """Write one file per law into the empty `folder`. Returns the number of laws."""
        number, left = 0, self.norms
        sizes = np.random.default_rng([self.seed, 0])
        while left > 0:
            number += 1
            size = min(left, max(1, int(sizes.lognormal(np.log(_LAW_NORMS), _LAW_SPREAD))))
            left -= size
            rng = np.random.default_rng([self.seed, 2, number])
            with (folder / f"BJNR{number:09}.xml").open("w", encoding="utf-8") as file:
                file.writelines(self._law(rng, number, size))
        return number

    def questions(self, count: int) -> list[str]:
        """Questions in the same language, of 6 to 20 words."""
        rng = np.random.default_rng([self.seed, 1])
        return [f"{self._phrase(rng, int(rng.integers(6, 21)))}?" for _ in range(count)]

    def _law(self, rng: np.random.Generator, number: int, size: int) -> Iterator[str]:
        names = {"number": f"BJNR{number:09}", "short": f"Erf{number}G"}
        yield _LAW.format(title=f"Gesetz über {self._phrase(rng, 5)}", **names)
        for place in range(1, size + 1):
            if place % _NORMS_OF_CHAPTER == 1:
                chapter = place // _NORMS_OF_CHAPTER + 1
                yield _CHAPTER.format(place=chapter, title=self._phrase(rng, 3), **names)
            content = "".join(self._paragraphs(rng))
            yield _NORM.format(place=place, title=self._phrase(rng, 3), content=content, **names)
        yield "</dokumente>\n"

    def _paragraphs(self, rng: np.random.Generator) -> Iterator[str]:
        left = min(_LONGEST, rng.lognormal(np.log(_NORM_CHARS), _NORM_SPREAD))
        number = 0
        while left > 0:
            number += 1
            chars = min(left, rng.lognormal(np.log(_PARAGRAPH_CHARS), _PARAGRAPH_SPREAD))
            left -= chars
            yield f"<P>({number}) {self._text(rng, chars)}</P>"

    def _text(self, rng: np.random.Generator, chars: float) -> str:
        """Sentences; a list in every fourth longer paragraph."""
        words = self._words(rng, max(4, round(chars / _CHARS_OF_WORD)))
        phrases = [
            " ".join(words[start : start + _WORDS_OF_ITEM]) for start in range(0, len(words), _WORDS_OF_ITEM)
        ]
        if len(phrases) < 3 or rng.random() > 0.25:
            return " ".join(f"{phrase.capitalize()}." for phrase in phrases)
        items = "".join(
            f"<DT>{n}.</DT><DD><LA>{phrase}</LA></DD>" for n, phrase in enumerate(phrases[1:], start=1)
        )
        return f'{phrases[0].capitalize()}: <DL Type="arabic">{items}</DL>'

    def _phrase(self, rng: np.random.Generator, count: int) -> str:
        phrase = " ".join(self._words(rng, count))
        return phrase[0].upper() + phrase[1:]

    def _words(self, rng: np.random.Generator, count: int) -> list[str]:
        drawn = [
            self._vocabulary[rank] for rank in np.searchsorted(self._cumulated, rng.random(count)).tolist()
        ]
        for place in np.flatnonzero(rng.random(count) < _NEW_COMPOUNDS).tolist():
            parts = rng.integers(*_PARTS, rng.integers(2, 4)).tolist()
            drawn[place] = "s".join(self._vocabulary[part] for part in parts).capitalize()
        return drawn

    @cached_property
    def _cumulated(self) -> np.ndarray:
        """Zipf's law over the ranks of the vocabulary, summed up to 1."""
        weights = 1 / (np.arange(len(self._vocabulary)) + 2.0) ** 1.05
        return np.cumsum(weights / weights.sum())

    @cached_property
    def _vocabulary(self) -> list[str]:
        """Function words first, then others of one to four syllables, the shorter ones nearer to the front."""
        rng = np.random.default_rng([self.seed, 3])
        syllable = (_ONSETS.split(), _VOWELS.split(), [""] * _OPEN + _CODAS.split())
        made: dict[str, None] = {}
        while len(made) < _WORDS:
            syllables = int(rng.integers(1, 3 + (len(made) > 500) + (len(made) > 4000)))
            word = "".join(str(rng.choice(sounds)) for _ in range(syllables) for sounds in syllable)
            word += str(rng.choice(_ENDINGS))
            made[word.capitalize() if rng.random() < 0.5 else word] = None
        return [*_FUNCTION_WORDS.split(), *made]
