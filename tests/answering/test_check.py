"""What can be worked on, in normal form; what cannot, with what to do about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.check import check, unreadable
from assistant.errors import InputError
from assistant.settings import Settings

SETTINGS = Settings(_env_file=None, max_question_chars=500)  # type: ignore[call-arg]


@pytest.mark.parametrize("question", ["", " ", "\n\t  \r\n", "\u00a0\u2003"])
def test_nothing_was_asked(question: str) -> None:
    with pytest.raises(InputError, match="Frage ein"):
        check(question, SETTINGS)


def test_too_long_says_how_long_and_how_much_is_possible() -> None:
    assert check("a" * 500, SETTINGS) == "a" * 500
    with pytest.raises(InputError, match="100000") as caught:
        check("a" * 100_000, SETTINGS)
    assert "500" in caught.value.message and "kürzen" in caught.value.message
    assert len(caught.value.message) < 300


@pytest.mark.parametrize(
    "question",
    [
        "Was kostet das\x00?",
        "\x00\x01\x02\x03",
        "".join(map(chr, range(1, 32))) * 3,
        "\ufffe\uffff\ufffe",
        "\ue000\ue001\ue002 Was?",
        b"\x89PNG\r\n\x1a\n\x00\x00".decode("latin-1"),
        "\udcff\udcfe\udcfd",
    ],
)
def test_what_is_no_text(question: str) -> None:
    with pytest.raises(InputError, match="kein Text"):
        check(question, SETTINGS)


def test_the_message_never_repeats_the_question() -> None:
    for question in ("geheim" * 200, "geheim\x00"):
        with pytest.raises(InputError) as caught:
            check(question, SETTINGS)
        assert "geheim" not in caught.value.message


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("  Was\tist\n\nCommoning ?  ", "Was ist Commoning ?"),
        ("Bu\u0308rger", "Bürger"),
        ("Was\u00a0ist\u2003das?", "Was ist das?"),
        ("\ufeffWem gehört\u200b das?", "Wem gehört das?"),
        ("Bürger\u00adbeteiligung", "Bürgerbeteiligung"),
        ("Alt\x07er Ton", "Alt er Ton"),
        ("<b>Was</b> ist das?", "<b>Was</b> ist das?"),
        ("'; DROP TABLE passages; --", "'; DROP TABLE passages; --"),
        ("# Was **ist** das? [1](http://x)", "# Was **ist** das? [1](http://x)"),
    ],
)
def test_normal_form(typed: str, normal: str) -> None:
    assert check(typed, SETTINGS) == normal


@given(st.text(min_size=1, max_size=300))
def test_normal_form_is_lasting_and_one_line(question: str) -> None:
    try:
        normal = check(question, SETTINGS)
    except InputError:
        return
    assert normal == " ".join(normal.split()) and "\n" not in normal
    assert not normal or check(normal, SETTINGS) == normal


@pytest.mark.parametrize("question", ["🙂", "😀 😀 😀", "?!", "...", "42", "1 + 1", "– – –", "a", "§§§"])
def test_no_words(question: str) -> None:
    assert unreadable(question) == "no_words"


@pytest.mark.parametrize(
    "question",
    ["これは何ですか", "Что такое совместное управление?", "ما هي المشاعات؟", "מה זה?", "什么是公地 ok"],
)
def test_other_scripts(question: str) -> None:
    assert unreadable(question) == "other_script"


@pytest.mark.parametrize(
    "question",
    [
        "Was ist Commoning?",
        "Müllabfuhr 🙂",
        "KI",
        "Bogotá",
        "Şişli belediyesi",
        "Was heißt Δ in der Formel?",
        "Wie heißt „Москва“ auf Deutsch, und wer schreibt das so?",
        "<b>fett</b>",
    ],
)
def test_readable(question: str) -> None:
    assert unreadable(question) is None
