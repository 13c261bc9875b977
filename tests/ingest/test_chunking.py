"""Chunks have a good size, end with sentences, and put together are the text again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking import LONGEST, SHORTEST, chunk_paragraphs, chunk_text, split_long

SENTENCE = "Der Rat beschließt nach § 97 Abs. 4 GWB und z. B. nach Art. 28 Abs. 2 GG am 3. Mai über das Bad."

words = st.text(alphabet="aäbcdeß.!?:;„“()–-•0123456789 \n", max_size=400)
paragraphs = st.lists(words.map(str.strip).filter(lambda text: text and "\n\n" not in text), max_size=8)

steady = settings(deadline=None, derandomize=True, database=None)


def squeezed(text: str) -> str:
    return "".join(text.split())


@steady
@given(paragraphs, st.integers(1, 200), st.integers(20, 300))
def test_reassembling_gives_the_text(texts: list[str], shortest: int, longest: int) -> None:
    chunks = chunk_paragraphs(texts, shortest=shortest, longest=longest)
    assert squeezed("".join(chunk.text for chunk in chunks)) == squeezed("".join(texts))
    firsts = [chunk.first for chunk in chunks]
    assert firsts == sorted(firsts) and all(chunk.first <= chunk.last for chunk in chunks)


@steady
@given(st.text(max_size=500))
def test_any_text_can_be_cut(text: str) -> None:
    assert squeezed("".join(chunk.text for chunk in chunk_text(text))) == squeezed(text)


def test_long_paragraphs_are_cut_at_sentence_ends_into_similar_parts() -> None:
    parts = split_long(" ".join([SENTENCE] * 25))
    assert all(part.endswith("Bad.") for part in parts)
    assert all(LONGEST / 3 <= len(part) <= LONGEST for part in parts)


def test_a_list_keeps_its_lead_sentence() -> None:
    lead = f"{SENTENCE} {SENTENCE} {SENTENCE} Daraus folgt dreierlei:"
    parts = split_long(f"{lead}\n• erstens {SENTENCE}\n• zweitens {SENTENCE}\n• drittens {SENTENCE}", 400)
    assert not any(part.startswith("• erstens") for part in parts)
    assert any("dreierlei:\n• erstens" in part for part in parts)


def test_a_single_long_sentence_stays_whole() -> None:
    sentence = "und " * 400 + "Schluss."
    assert split_long(sentence) == [sentence]


def test_short_paragraphs_join_the_next_and_the_last_the_one_before() -> None:
    long = SENTENCE * 2
    chunks = chunk_paragraphs(["Kurz.", long, long, "Ende."])
    assert [(chunk.first, chunk.last) for chunk in chunks] == [(1, 2), (3, 4)]
    assert chunks[0].text == f"Kurz.\n{long}"
    assert len("Kurz.") < SHORTEST


def test_paragraphs_of_a_text_are_separated_by_empty_lines() -> None:
    long = SENTENCE * 2
    assert [chunk.text for chunk in chunk_text(f"{long}\n \n{long}\n\n\n")] == [long, long]
