"""Text analysis shared by every index, so that documents and questions meet on the same forms.

Folding maps ä/ae, ö/oe, ü/ue and ß/ss onto one spelling ("Häuser", "Haeuser" and "Haus" share a
stem), which also makes words typed without umlauts findable. English texts are told by their
function words and get English stems and stop words: with German ones they pull wrong passages.
"""

from __future__ import annotations

import re
import threading
import unicodedata

import Stemmer

from assistant.german.abbreviations import EXPANSIONS
from assistant.german.stopwords import ENGLISH, GERMAN

_WORD = re.compile(r"[a-z0-9]+")
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_JOINED_LENGTHS = (5, 7)


def fold(text: str) -> str:
    """Lower-case `text` and unify umlauts, their digraphs, ß and accents."""
    folded = text.lower().translate(_UMLAUTS)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    for digraph, vowel in _DIGRAPHS:
        folded = folded.replace(digraph, vowel)
    return folded


def words(text: str) -> list[str]:
    """Folded words and numbers of `text`, in order."""
    return _WORD.findall(fold(text))


def is_english(tokens: list[str]) -> bool:
    """Whether function words say English; German when there is no sign either way."""
    english = sum(t in ENGLISH and t not in GERMAN for t in tokens)
    german = sum(t in GERMAN and t not in ENGLISH for t in tokens)
    return english > 1 and english > german


def content_words(text: str) -> list[str]:
    """Folded words without stop words of the text's language."""
    tokens = words(text)
    stop = ENGLISH if is_english(tokens) else GERMAN
    return [t for t in tokens if t not in stop and len(t) > 1]


def stems(text: str) -> list[str]:
    """Stems of the content words, in order; abbreviations bring the stems of their long form along."""
    tokens = words(text)
    english = is_english(tokens)
    stop = ENGLISH if english else GERMAN
    kept: list[str] = []
    for token in tokens:
        if token in stop or len(token) < 2:
            continue
        kept.append(token)
        kept.extend(EXPANSIONS.get(token, ()))
    return _stemmer("english" if english else "german").stemWords(kept)


def grams(text: str, size: int = 4) -> list[str]:
    """Character n-grams of the content words, with word edges: compounds and typing errors meet here."""
    return [g for w in content_words(text) for g in _ngrams(f"_{w}_", (size,))]


def joined_pairs(text: str) -> list[str]:
    """Stems of neighbouring words written together: "kranken haus" finds "Krankenhaus"."""
    tokens = words(text)
    pairs = [a + b for a, b in zip(tokens, tokens[1:], strict=False) if len(a) > 2 and len(b) > 2]
    return _stemmer("german").stemWords(pairs)


def feature_blocks(text: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """The four views of a wording that the learned model compares, each weighted alike.

    Returns:
        stems; n-grams of 3 to 5 characters within words (function words included: they carry the
        way a person asks); n-grams across word borders (split compounds, turns of phrase);
        pairs of neighbouring and next-to-neighbouring stems.
    """
    tokens = words(text)
    stemmed = stems(text)
    within = [g for t in tokens for g in _ngrams(f"_{t}_", (3, 4, 5))]
    across = _ngrams(f"_{''.join(tokens)}_", _JOINED_LENGTHS)
    pairs = [f"{a} {b}" for a, b in zip(stemmed, stemmed[1:], strict=False)]
    pairs += [f"{a} {b}" for a, b in zip(stemmed, stemmed[2:], strict=False)]
    return stemmed, within, across, pairs


def _ngrams(text: str, sizes: tuple[int, ...]) -> list[str]:
    return [text[i : i + n] for n in sizes for i in range(len(text) - n + 1)]


_of_thread = threading.local()


def _stemmer(language: str) -> Stemmer.Stemmer:
    """A stemmer of this thread: Snowball's stemmers keep state while they work."""
    stemmers: dict[str, Stemmer.Stemmer] = _of_thread.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(language)
    return stemmers[language]
