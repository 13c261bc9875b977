"""Made-up laws of realistic size: German-looking, the same for the same seed, free of any statute's wording.

Imitates what was measured on 62 federal laws (7,953 norms): characters of a norm median 702, 90 % 2,917
(log-normal), of a paragraph median 326; letters of a word median 5, 90 % 13; frequencies after Zipf, and
ever new compounds, so that the vocabulary never ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from assistant.statute import FiledNorm, LawHeader, LawSource, Norm, Paragraph, Piece

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
_NEW_COMPOUNDS = 0.03  # of all words
_NORM_CHARS, _NORM_SPREAD, _LONGEST = 702, 1.11, 60_000
_PARAGRAPH_CHARS, _PARAGRAPH_SPREAD = 420, 0.8
_LAW_NORMS, _LAW_SPREAD = 12, 1.0
_CHARS_OF_WORD = 8.3  # with its blank


@dataclass(frozen=True)
class MadeUpLaws:
    """`norms` norms in as many laws as they fill; every law is made when it is read."""

    norms: int
    seed: int = 1

    def sources(self) -> list[LawSource]:
        """The laws, in order."""
        sources = []
        left, number = self.norms, 0
        sizes = np.random.default_rng([self.seed, 0])
        while left > 0:
            number += 1
            size = min(left, max(1, int(sizes.lognormal(np.log(_LAW_NORMS), _LAW_SPREAD))))
            left -= size
            digest = hashlib.sha256(f"{self.seed} {number} {size}".encode()).hexdigest()
            sources.append(LawSource(f"g{number}", digest, partial(self._law, number, size)))
        return sources

    def questions(self, count: int) -> list[str]:
        """Questions in this language: a dozen words, about a third of them rare ones."""
        rng = np.random.default_rng([self.seed, 1])
        return [f"{' '.join(self._words(rng, int(rng.integers(6, 20))))}?" for _ in range(count)]

    def _law(self, number: int, size: int) -> tuple[LawHeader, Iterator[FiledNorm]]:
        rng = np.random.default_rng([self.seed, 2, number])
        header = LawHeader(
            slug=f"g{number}",
            doknr=f"BJNR{number:09d}",
            name=f"G{number}G",
            names=(f"G{number}G",),
            title=f"Gesetz über {' '.join(self._words(rng, 5))}",
            stand="Zuletzt geändert durch Art. 1 G v. 1.1.2026",
            built="2026-01-02",
            retrieved="2026-11-24",
            url=f"https://gesetze.example/g{number}/",
            source="Beispiel",
        )
        return header, (self._norm(rng, header, place) for place in range(1, size + 1))

    def _norm(self, rng: np.random.Generator, header: LawHeader, place: int) -> FiledNorm:
        chars = min(_LONGEST, rng.lognormal(np.log(_NORM_CHARS), _NORM_SPREAD))
        paragraphs: list[Paragraph] = []
        while chars > 0:
            length = min(chars, rng.lognormal(np.log(_PARAGRAPH_CHARS), _PARAGRAPH_SPREAD))
            chars -= length
            paragraphs.append(Paragraph(str(len(paragraphs) + 1), self._text(rng, length)))
        norm = Norm(
            id=f"{header.doknr}BJNE{place:06d}",
            designation=f"§ {place}",
            unit="§",
            number=str(place),
            until="",
            title=" ".join(self._words(rng, 3)).capitalize(),
            outline=(f"Abschnitt {(place + 9) // 10} {' '.join(self._words(rng, 2))}",),
            paragraphs=tuple(paragraphs),
            notes=(),
            repealed=False,
            url=f"{header.url}__{place}.html",
        )
        return FiledNorm(norm, tuple(Piece(p.number, p.text) for p in paragraphs))

    def _text(self, rng: np.random.Generator, chars: float) -> str:
        """Sentences; every fourth paragraph ends in a list."""
        words = self._words(rng, max(4, round(chars / _CHARS_OF_WORD)))
        if len(words) < 30 or rng.random() > 0.25:
            return f"{' '.join(words)}.".capitalize()
        lead, rest = words[:12], words[12:]
        items = [f"{n + 1}. {' '.join(rest[n * 12 : n * 12 + 12])}" for n in range(-(-len(rest) // 12))]
        return "\n".join([f"{' '.join(lead)}:".capitalize(), *items])

    def _words(self, rng: np.random.Generator, count: int) -> list[str]:
        drawn = self._drawn(rng, count)
        for place in np.flatnonzero(rng.random(count) < _NEW_COMPOUNDS).tolist():
            parts = [self._vocabulary[i] for i in rng.integers(100, 3000, rng.integers(2, 4))]
            drawn[place] = "s".join(parts).capitalize()
        return drawn

    def _drawn(self, rng: np.random.Generator, count: int) -> list[str]:
        ranks = np.searchsorted(self._cumulated, rng.random(count))
        return [self._vocabulary[rank] for rank in ranks.tolist()]

    @cached_property
    def _cumulated(self) -> np.ndarray:
        """Zipf's law over the ranks of the vocabulary, summed up to 1."""
        weights = 1 / (np.arange(len(self._vocabulary)) + 2.0) ** 1.05
        return np.cumsum(weights / weights.sum())

    @cached_property
    def _vocabulary(self) -> list[str]:
        """Function words first, then others of one to four syllables, the shorter ones tending to the front."""
        rng = np.random.default_rng([self.seed, 3])
        syllable = (_ONSETS.split(), _VOWELS.split(), [""] * _OPEN + _CODAS.split())
        made: dict[str, None] = {}
        while len(made) < _WORDS:
            syllables = int(rng.integers(1, 3 + (len(made) > 500) + (len(made) > 4000)))
            word = "".join(str(rng.choice(sounds)) for _ in range(syllables) for sounds in syllable)
            word += str(rng.choice(_ENDINGS))
            made[word.capitalize() if rng.random() < 0.5 else word] = None
        return [*_FUNCTION_WORDS.split(), *made]
