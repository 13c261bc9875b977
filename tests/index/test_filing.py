"""Computed filing: near what people filed it names the same parts, elsewhere none."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.index.filing import SURE_ENOUGH, Filed, Filing
from assistant.models import Passage, PassageOrigin, SourceKind
from ingest.passages import make_passage

# unit -> parts, wordings
TAUGHT = {
    "law:§ 4 BrunnG": (
        ("3.4", "4.3"),
        (
            "Nachbarschaften pflegen Brunnen gemeinsam.",
            "Wer pflegt den Brunnen der Nachbarschaft?",
            "Brunnenpflege durch Nachbarn",
            "Die Nachbarn haben den Brunnen in Pflege.",
        ),
    ),
    "law:§ 7 BusG": (
        ("3.1", "2.8"),
        (
            "Eine Buslinie wird erst auf Probe befahren.",
            "Wie erproben wir eine Buslinie?",
            "Probebetrieb von Buslinien",
            "Der Bus fährt vorerst auf Probe.",
        ),
    ),
    "practice:Lizenzkreis": (
        ("3.5", "2.4"),
        (
            "Rathäuser verhandeln Lizenzen mit dem Hersteller.",
            "Der Hersteller will mehr Lizenzgeld.",
            "Lizenzverträge der Softwarehersteller",
            "Wer verhandelt die Lizenz der Software?",
        ),
    ),
}
FOREIGN = ["Der Zollsatz für Kakao beträgt null.", "", "🙂", "日本語", "???"]


def example(unit: str, n: int, text: str, parts: tuple[str, ...], origin: PassageOrigin) -> Passage:
    return make_passage(
        id=f"{unit}/{n}",
        kind=SourceKind(unit.partition(":")[0]),
        origin=origin,
        unit=unit,
        title="",
        text=text,
        principles=tuple(part for part in parts if part.startswith("3.")),
        levels=tuple(part for part in parts if part.startswith("2.")),
        measures=tuple(part for part in parts if part.startswith("4.")),
    )


def examples(origin: PassageOrigin = PassageOrigin.EXPANSION) -> list[Passage]:
    return [
        example(unit, n, text, parts, origin)
        for unit, (parts, texts) in TAUGHT.items()
        for n, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def filing() -> Filing:
    return Filing.fit(examples())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Nachbarn pflegen einen Brunnen.", ("3.4", "4.3")),
        ("Buslinien auf Probe", ("2.8", "3.1")),
        ("Der Hersteller der Software verhandelt über Lizenzen.", ("2.4", "3.5")),
    ],
)
def test_a_text_is_filed_like_those_it_resembles(filing: Filing, text: str, parts: tuple[str, ...]) -> None:
    (filed,) = filing.file([text])
    assert filed.parts == parts
    assert SURE_ENOUGH <= filed.confidence <= 1


def test_a_foreign_text_is_filed_under_nothing(filing: Filing) -> None:
    assert filing.file(FOREIGN) == [Filed()] * len(FOREIGN)


def test_confidence_is_that_of_the_least_sure_part(filing: Filing) -> None:
    text = "Nachbarn pflegen einen Brunnen."
    (filed,) = filing.file([text])
    (row,) = filing.confidences([text])
    sure = dict(zip(filing.parts, row.tolist(), strict=True))
    assert filed.confidence == pytest.approx(min(sure[part] for part in filed.parts), abs=1e-4)
    assert all(sure[part] < SURE_ENOUGH for part in filing.parts if part not in filed.parts)


def test_a_text_is_filed_alike_alone_and_among_others(filing: Filing) -> None:
    texts = [text for _, wordings in TAUGHT.values() for text in wordings] + FOREIGN
    assert filing.file(texts) == [filing.file([text])[0] for text in texts]
    assert filing.file([]) == []


def test_only_what_people_filed_is_learned() -> None:
    document, statute = PassageOrigin.DOCUMENT, PassageOrigin.FULL_TEXT
    unfiled = example("law:§ 9 BrunnG", 1, "Brunnen", (), PassageOrigin.DIGEST)
    for others in ([*examples(document), *examples(statute), unfiled], []):
        empty = Filing.fit(others)
        assert empty.parts == ()
        assert empty.file(["Brunnen", ""]) == [Filed(), Filed()]


def test_one_part_alone_can_be_learned() -> None:
    only = [example("law:§ 1", n, f"Brunnen {n}", ("3.4",), PassageOrigin.EXPANSION) for n in range(3)]
    assert Filing.fit(only).confidences(["Brunnen"]).shape == (1, 1)


def test_the_same_corpus_gives_the_same_filing(filing: Filing) -> None:
    again = Filing.fit(examples())
    np.testing.assert_array_equal(again.weights, filing.weights)
