"""Pieces of norms: what belongs together stays together, what is cut reads alone, nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.statute import Norm, NormUnit, Paragraph, Piece
from ingest.sources.statutes.pieces import HARDEST, LONGEST, pieces

SENTENCE = "Der Rat berät die Sache in öffentlicher Sitzung und gibt den Beschluss am Brunnen bekannt."


def norm(*texts: str, designation: str = "§ 1", unit: NormUnit = "§", repealed: bool = False) -> Norm:
    """A norm with the given texts as its paragraphs 1, 2 …"""
    return Norm(
        id="DORF1", designation=designation, unit=unit, number="1", until="", title="Zweck", outline=(),
        paragraphs=tuple(Paragraph(str(n), text) for n, text in enumerate(texts, start=1)),
        notes=(), repealed=repealed, url="",
    )  # fmt: skip


def squeezed(*texts: str) -> str:
    return "".join("".join(texts).split())


def test_a_paragraph_is_a_piece() -> None:
    assert pieces(norm("Eins.", "Zwei:\n  1. Drei,\n  2. vier.")) == (
        Piece("1", "Eins."),
        Piece("2", "Zwei:\n  1. Drei,\n  2. vier."),
    )


def test_nothing_is_made_of_what_is_not_to_be_found() -> None:
    assert pieces(norm("Alt.", repealed=True)) == ()
    assert pieces(norm("", " \n ")) == ()
    for contents in (
        "Inhaltsübersicht",
        "Inhaltsverzeichnis",
        "Nichtamtliches Inhaltsverzeichnis",
        "Gliederung",
    ):
        assert pieces(norm("§ 1 | Zweck", designation=contents, unit="")) == ()


def test_long_text_is_cut_between_sentences_and_needs_no_lead() -> None:
    found = pieces(norm(" ".join([SENTENCE] * 30)))
    assert len(found) > 2
    assert all(piece.text.startswith("Der Rat") and piece.text.endswith("bekannt.") for piece in found)
    assert all(len(piece.text) <= LONGEST and not piece.lead for piece in found)


def test_the_parts_of_a_cut_list_repeat_the_sentence_that_begins_it() -> None:
    items = "".join(f"\n  {n}. {SENTENCE[:-1]}," for n in range(1, 21))
    first, *others = pieces(norm(f"{SENTENCE} Aufgaben des Dorfes sind{items}"))
    assert first.lead == "" and "Aufgaben des Dorfes sind\n  1. Der Rat" in first.text
    assert {piece.lead for piece in others} == {"Aufgaben des Dorfes sind"}
    assert [piece.text.split(".")[0] for piece in others if piece.text[0].isdigit()] != []


def test_a_cut_within_an_item_repeats_the_item_too() -> None:
    inner = "".join(f"\n    {letter}) {SENTENCE[:-1]}," for letter in "abcdefghijklmno")
    found = pieces(norm(f"Das Dorf hat\n  1. einen Brunnen mit{inner}\n    und allem,\n  2. einen Teich."))
    assert {piece.lead for piece in found[1:]} == {"Das Dorf hat\n1. einen Brunnen mit"}
    assert squeezed(*(piece.text for piece in found)).endswith("undallem,2.einenTeich.")


def test_a_list_keeps_its_first_item_and_its_last_words() -> None:
    items = "".join(f"\n  {n}. {SENTENCE[:-1]}," for n in range(1, 12))
    found = pieces(norm(f"{' '.join([SENTENCE] * 9)} Die Gemeinde kann{items}\nsind zulässig. {SENTENCE}"))
    assert not any(piece.text.endswith("kann") for piece in found)
    assert not any(piece.text.startswith("sind zulässig") for piece in found)


def test_the_parts_of_a_cut_table_repeat_its_head() -> None:
    rows = "".join(f"\n    {n} | {SENTENCE} | {n} Euro" for n in range(1, 40))
    first, *others = pieces(norm(f"Es kostet:\n  Nr. | Was | Preis{rows}"))
    assert first.text.startswith("Es kostet:\n  Nr. | Was | Preis\n    1 | ")
    assert {piece.lead for piece in others} == {"Es kostet:\nNr. | Was | Preis"}


def test_leads_are_short() -> None:
    rows = "".join(f"\n  {n} | {SENTENCE}" for n in range(1, 40))
    found = pieces(norm(f"Nr. | {'sehr ' * 200}lang{rows}"))
    assert all(len(piece.lead) <= 300 for piece in found)


def test_what_has_no_sentences_is_cut_at_blanks_or_anywhere() -> None:
    for text in ("Wort " * 5000, "x" * 20_000, "\n".join(["klein"] * 4000), "\n".join(["  "] * 9) + "a"):
        found = pieces(norm(text))
        assert all(0 < len(piece.text) <= HARDEST for piece in found)
        assert squeezed(*(piece.text for piece in found)) == squeezed(text)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4), st.sampled_from([SENTENCE, "kurz", "1. Und", "a | b", "–", SENTENCE * 40])
        )
    )
)
def test_pieces_put_together_are_the_text(lines: list[tuple[int, str]]) -> None:
    text = "\n".join("  " * depth + line for depth, line in lines)
    found = pieces(norm(text))
    assert squeezed(*(piece.text for piece in found)) == squeezed(text)
    assert all(0 < len(piece.text) <= HARDEST and piece.text == piece.text.strip() for piece in found)
