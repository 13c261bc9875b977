"""Question -> ranked units and passages: dense, keyword and learned search, fused and calibrated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.fusion import MODEL_FACTOR, Signals, fuse, norm_score, upload_score
from assistant.german.analysis import stems, words
from assistant.index.generation import Generation
from assistant.index.keywords import Field, Hit
from assistant.index.learned import LearnedScores
from assistant.models import RankedPassage, SourceKind
from assistant.provisions import Cited, Outcome, Provisions

CITED, _UNNAMED = 0.99, 0.98  # score of a unit that the question names, and the most that others reach
_SECTION = re.compile(
    r"\b(?:Abschnitt|Abschn\.|Kapitel|Kap\.|Prinzip|(?:Beobachtungs)?[Ee]bene|Maßnahme|section|chapter)\s+(\d(?:\.\d)?)\b",
    re.IGNORECASE,
)
_SHORTEST_NAME = 6  # characters; shorter names are words, too
_HITS = 400  # of one search; enough to see every unit of the own corpus
_DENSE_HITS = 150
_DOCUMENTS = 8  # own documents that are looked into
_NORM_HITS = 10  # norms without a digest that a question may be about


@dataclass(frozen=True)
class RankedUnit:
    """A study section, provision, practice example or document with its calibrated score in 0..1."""

    unit: str
    kind: SourceKind
    score: float


@dataclass(frozen=True)
class Retrieval:
    """Everything that searching for one question has found.

    `cited` are the provisions that the question names. Provisions without a digest are units of law
    only when they are cited; otherwise `norms` holds the likeliest of them.
    """

    question: str
    units: Mapping[SourceKind, tuple[RankedUnit, ...]]
    learned: LearnedScores
    passage_scores: Mapping[str, float]
    cited: tuple[Cited, ...] = ()
    norms: tuple[RankedUnit, ...] = ()

    def best(self, kind: SourceKind) -> RankedUnit | None:
        ranked = self.units.get(kind, ())
        return ranked[0] if ranked else None

    @cached_property
    def ranking(self) -> tuple[RankedUnit, ...]:
        """Units of all kinds, best first."""
        everything = [unit for ranked in self.units.values() for unit in ranked]
        return tuple(sorted(everything, key=lambda u: (-u.score, u.unit)))


class Searcher:
    """Searches one open generation. Stateless between calls, safe to share between threads."""

    def __init__(self, generation: Generation):
        self._generation = generation
        self._examples = [
            (name, unit)
            for unit in generation.passages.units(SourceKind.PRACTICE)
            for name in spoken_names(unit.partition(":")[2])
        ]
        self.provisions = Provisions(generation)
        self._dense_factor = 1.0 if generation.manifest.embedding_is_fallback else MODEL_FACTOR

    def search(self, question: str, cited: tuple[Cited, ...] | None = None) -> Retrieval:
        """Rank all units for `question` (a standalone question in German or English).

        Args:
            cited: the provisions that the question names where the conversation helped to tell; by
                default those that it names by itself.
        """
        learned, signals = self.signals(question)
        cited = self.provisions.resolve(question) if cited is None else cited
        named = self._named(question, cited)
        passage_scores: dict[str, float] = {}
        units: dict[SourceKind, tuple[RankedUnit, ...]] = {}
        for kind, of_kind in signals.items():
            fused = fuse(kind, of_kind, self._dense_factor)
            fused = {unit: CITED if unit in named else min(score, _UNNAMED) for unit, score in fused.items()}
            if kind is SourceKind.UPLOAD:
                # Scaling leaves nothing of a document that is the only one; its hits are still there.
                found = list(dict.fromkeys([*fused, *of_kind.unit_grams]))
                fused, near = self._own_documents(learned, found[:_DOCUMENTS])
                passage_scores |= near
            if kind is SourceKind.LAW:
                fused |= dict.fromkeys(_undigested(cited), CITED)
            ranked = sorted(fused.items(), key=lambda item: -item[1])  # stable: best first among equals
            units[kind] = tuple(RankedUnit(unit, kind, score) for unit, score in ranked)
            if kind is not SourceKind.UPLOAD:
                passage_scores |= self._passage_scores(question, kind)
        return Retrieval(question, units, learned, passage_scores, cited, self._norms(question))

    def signals(self, question: str) -> tuple[LearnedScores, dict[SourceKind, Signals]]:
        """The raw scores of every search, before they are fused."""
        learned = self._generation.learned.scores(question)
        dense = self._dense(question)
        return learned, {
            kind: Signals(
                learned=_of_kind(learned.units, kind),
                similar=_of_kind(learned.similar, kind),
                unit_stems=self._unit_scores("stems", question, kind),
                unit_grams=self._unit_scores("grams", question, kind),
                dense=dense.get(kind, {}),
            )
            for kind in self._generation.kinds
        }

    def passages_of(
        self, retrieval: Retrieval, unit: RankedUnit, limit: int | None = None
    ) -> list[RankedPassage]:
        """The shown passages of `unit`, those nearest to the question first; of law the digest, then the wording."""
        shown = self._generation.passages.shown_of_unit(unit.unit)
        ranked = [
            RankedPassage(passage=p, score=unit.score, passage_score=retrieval.passage_scores.get(p.id, 0.0))
            for p in shown
        ]
        ranked.sort(key=lambda r: -r.passage_score)  # stable: reading order among equals
        if unit.kind is SourceKind.LAW and (limit is None or len(ranked) < limit):
            ranked += self.wording(retrieval, unit)
        return ranked[:limit]

    def wording(self, retrieval: Retrieval, unit: RankedUnit) -> list[RankedPassage]:
        """The official text of a unit of law: in reading order where it is cited, else the nearest first."""
        pieces = self.provisions.wording(unit.unit)
        cited = {
            p.id: p
            for c in retrieval.cited
            if unit.unit in c.digests or any(p.unit == unit.unit for p in c.wording)
            for p in c.wording or pieces
        }
        if cited:
            return [RankedPassage(passage=p, score=unit.score, passage_score=1.0) for p in cited.values()]
        fit = self._generation.learned.relevance(retrieval.learned, unit.unit, [p.text for p in pieces])
        ranked = [
            RankedPassage(passage=p, score=unit.score, passage_score=float(min(1.0, max(0.0, f))))
            for p, f in zip(pieces, fit, strict=True)
        ]
        return sorted(ranked, key=lambda r: -r.passage_score)

    def passages(self, retrieval: Retrieval, k: int) -> list[RankedPassage]:
        """The `k` best passages: every unit's best one by rank of its unit, then the seconds and so on.

        Each kind gets its share: study sections come in the order of their scores, and law and
        practice are merged in by theirs.
        """
        chosen: dict[str, RankedPassage] = {}  # by id: two digests of one provision share its wording
        queues = [self.passages_of(retrieval, unit, 5) for unit in _shares(retrieval, k)]
        depth = 0
        while len(chosen) < k and any(len(queue) > depth for queue in queues):
            for queue in queues:
                for ranked in queue[depth : depth + 1]:
                    chosen.setdefault(ranked.passage.id, ranked)
            depth += 1
        return list(chosen.values())[:k]

    def _named(self, question: str, cited: Iterable[Cited]) -> set[str]:
        """Units that the question names: a provision's digest, a section's number, an example's name."""
        provisions = {unit for c in cited for unit in c.digests}
        sections = {f"{SourceKind.STUDY}:{number}" for number in _SECTION.findall(question)}
        heard = f" {' '.join(words(question))} "
        return provisions | sections | {unit for name, unit in self._examples if f" {name} " in heard}

    def _own_documents(
        self, learned: LearnedScores, units: Iterable[str]
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Scores of own documents and of their passages, by how near these are to the question."""
        scores: dict[str, float] = {}
        near: dict[str, float] = {}
        for unit in units:
            passages = self._generation.passages.shown_of_unit(unit)
            texts = [f"{p.title}. {' '.join(p.heading_path)}. {p.text}" for p in passages]
            cosines = self._generation.learned.relevance(learned, unit, texts).tolist()
            scores[unit] = upload_score(max(cosines))
            near |= zip([p.id for p in passages], cosines, strict=True)
        return scores, near

    def _norms(self, question: str) -> tuple[RankedUnit, ...]:
        """The likeliest norms that no digest speaks of: a digest is the better way to its norm."""
        shelf = self._generation.statutes
        if shelf is None:
            return ()
        asked = len(stems(question))
        vector = self._generation.embedder.embed_query(question)
        scores = {
            hit.norm_id: norm_score(hit, asked)
            for hit in shelf.search(question, _NORM_HITS, vector)
            if self.provisions.digest_of(hit.norm_id) is None
        }
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        return tuple(RankedUnit(f"{SourceKind.LAW}:{norm}", SourceKind.LAW, score) for norm, score in ranked)

    def _dense(self, question: str) -> dict[SourceKind, dict[str, float]]:
        found: dict[SourceKind, dict[str, list[float]]] = {}
        vector = self._generation.embedder.embed_query(question)
        for passage_id, similarity in self._generation.vectors.search(vector, _DENSE_HITS):
            unit = self._generation.passages.unit(passage_id)
            found.setdefault(SourceKind(unit.partition(":")[0]), {}).setdefault(unit, []).append(similarity)
        return {kind: _mean_of_best(by_unit) for kind, by_unit in found.items()}

    def _unit_scores(self, field: Field, question: str, kind: SourceKind) -> dict[str, float]:
        return {hit.id: hit.score for hit in self._generation.keywords.units(field, question, kind, _HITS)}

    def _passage_scores(self, question: str, kind: SourceKind) -> dict[str, float]:
        keywords = self._generation.keywords
        by_stems = _scaled(keywords.passages("stems", question, kind, _HITS))
        by_grams = _scaled(keywords.passages("grams", question, kind, _HITS))
        return {
            i: (by_stems.get(i, 0.0) + by_grams.get(i, 0.0)) / 2 for i in by_stems.keys() | by_grams.keys()
        }


def _undigested(cited: Iterable[Cited]) -> list[str]:
    """Units of cited provisions that only their wording speaks of."""
    found = (c for c in cited if c.outcome in (Outcome.FOUND, Outcome.NO_PLACE) and not c.digests)
    return list(dict.fromkeys(p.unit for c in found for p in c.wording))


def spoken_names(name: str) -> list[str]:
    """How people call an example, in folded words: its name and the parts of it ("X – Y", "X (Y)")."""
    parts = re.split(r"\s+[–-]\s+|[()„“]|,", name)
    folded = (" ".join(words(part)) for part in [name, *parts])
    return list(dict.fromkeys(spoken for spoken in folded if len(spoken) >= _SHORTEST_NAME))


def _shares(retrieval: Retrieval, k: int) -> Sequence[RankedUnit]:
    """The units that share `k` places: half for the study, a quarter each for law and practice."""
    share = {SourceKind.STUDY: max(k // 2, 1)}
    units = {**retrieval.units, SourceKind.LAW: _with_norms(retrieval)}
    kept = [u for kind, ranked in units.items() for u in ranked[: share.get(kind, max(k // 4, 1))]]
    return sorted(kept, key=lambda u: (-u.score, u.unit))


def _with_norms(retrieval: Retrieval) -> list[RankedUnit]:
    """Law with and without digests, best first."""
    found = (*retrieval.units.get(SourceKind.LAW, ()), *retrieval.norms)
    return sorted(found, key=lambda u: -u.score)


def _of_kind(scores: Mapping[str, float], kind: SourceKind) -> dict[str, float]:
    return {unit: score for unit, score in scores.items() if unit.startswith(f"{kind}:")}


def _mean_of_best(by_unit: Mapping[str, list[float]], best: int = 3) -> dict[str, float]:
    return {unit: sum(sorted(values, reverse=True)[:best]) / best for unit, values in by_unit.items()}


def _scaled(hits: Iterable[Hit]) -> dict[str, float]:
    scores = {hit.id: hit.score for hit in hits}
    top = max(scores.values(), default=1.0)
    return {passage_id: score / top for passage_id, score in scores.items()}
