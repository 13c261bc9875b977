"""Personal data: what is found, what is left alone, and how it is masked. All data is made up."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.german.personal_data import Finding, PersonalKind, find, mask
from assistant.messages_de import PersonalData
from assistant.settings import PROJECT

K = PersonalKind
FOUND = [
    # text, kind, what is found
    ("Meine IBAN ist DE89 3704 0044 0532 0130 00 und ich warte", K.IBAN, "DE89 3704 0044 0532 0130 00"),
    ("de89370400440532013000", K.IBAN, "de89370400440532013000"),
    ("DE89-3704-0044-0532-0130-00", K.IBAN, "DE89-3704-0044-0532-0130-00"),
    ("Konto AT61 1904 3002 3457 3201, danke", K.IBAN, "AT61 1904 3002 3457 3201"),
    ("GB29NWBK60161331926819", K.IBAN, "GB29NWBK60161331926819"),
    ("Bei Nr12 Konto DE89 3704 0044 0532 0130 00", K.IBAN, "DE89 3704 0044 0532 0130 00"),
    ("vertippt: DE12 3456 7890 1234 5678 90", K.IBAN, "DE12 3456 7890 1234 5678 90"),
    ("36 574 261 809", K.TAX_ID, "36 574 261 809"),
    ("Bescheid zu 36574261809.", K.TAX_ID, "36574261809"),
    ("Steuer-ID: 12345678901", K.TAX_ID, "12345678901"),
    ("steuerliche Identifikationsnummer lautet 12 345 678 901", K.TAX_ID, "12 345 678 901"),
    ("15 070649 C 103", K.INSURANCE_NUMBER, "15 070649 C 103"),
    ("Frau X, 15070649c103", K.INSURANCE_NUMBER, "15070649c103"),
    ("Rentenversicherungsnummer 65180539W000", K.INSURANCE_NUMBER, "65180539W000"),
    ("Tel. 0231 123456", K.PHONE, "0231 123456"),
    ("Rufen Sie mich unter 0171 2345678 an", K.PHONE, "0171 2345678"),
    ("0171/2345678", K.PHONE, "0171/2345678"),
    ("+49 (0)231 50-12345", K.PHONE, "+49 (0)231 50-12345"),
    ("0049 231 5012345", K.PHONE, "0049 231 5012345"),
    ("Zentrale (0231) 50-12345", K.PHONE, "(0231) 50-12345"),
    ("Telefon 030 - 12 34 56 78", K.PHONE, "030 - 12 34 56 78"),
    ("+43 1 588580", K.PHONE, "+43 1 588580"),
    ("Durchwahl: 50-12345", K.PHONE, "50-12345"),
    ("seine Telefonnummer ist die 5012345", K.PHONE, "5012345"),
    ("mail an anna.muster@stadt-beispiel.example bitte", K.EMAIL, "anna.muster@stadt-beispiel.example"),
    ("anna+amt(at)example.org.", K.EMAIL, "anna+amt(at)example.org"),
    ("(jörg@müller.example)", K.EMAIL, "jörg@müller.example"),
    ("Personalausweis L01X00T471", K.IDENTITY_DOCUMENT, "L01X00T471"),
    ("Ausweisnummer: L01X00T47", K.IDENTITY_DOCUMENT, "L01X00T47"),
    ("Reisepass Nr. C01X00T478", K.IDENTITY_DOCUMENT, "C01X00T478"),
    ("ihr Perso l01x00t47 ist weg", K.IDENTITY_DOCUMENT, "l01x00t47"),
    ("geb. 12.03.1985", K.BIRTH_DATE, "12.03.1985"),
    ("geb. Muster, 12.3.85", K.BIRTH_DATE, "12.3.85"),
    ("geboren am 1. März 1985 in Köln", K.BIRTH_DATE, "1. März 1985"),
    ("Geburtsdatum: 1985-03-12", K.BIRTH_DATE, "1985-03-12"),
    ("Der am 12.03.1985 in Bad Homburg geborene Kläger", K.BIRTH_DATE, "12.03.1985"),
    ("Sie wurde am 12.03.1985 geboren", K.BIRTH_DATE, "12.03.1985"),
]  # fmt: skip
LEFT_ALONE = """\
Gilt § 97 Abs. 4 GWB auch für uns?
Art. 28 Abs. 2 GG, § 3 Abs. 1 Satz 2 Nr. 4
Abschnitt 3.4 und 2.8
im Jahr 2024 und von 2019-2024
Telefon 2024-2026 abschaffen?
1.250.000 Euro, 12.345.678,90 €
36574261809 Euro
36574261808
15070649C104
GB29NWBK60161331926818
DE123456789 als Umsatzsteuernummer
Aktenzeichen 0231/123456, Az. 030-1234567
Drucksache 0455/2023
01067 Dresden, 04109 Leipzig, 04103 Leipzig
Gemeindeschlüssel 05913000
am 03.04.2024 um 10.00 Uhr
03.04.2024-05.06.2024
geöffnet 07.30-12.00 Uhr, 08:00 - 12:00
0800 1234567 kostet nichts
Wählen Sie 110, 112 oder 115
0,75 oder 0.67 / 0.47
VO (EU) 2024/1689, DIN EN 301 549
40.000 Einwohner, 12 Ortsteile, 1.234 Hektar
Version 0.12.3.4567
Kinder, die vor dem 01.08.2020 geboren sind
ab dem 1. August 2018 geborene Kinder
alle geborenen Kinder, Stichtag 01.08.2020
Zum 100. Geburtstag der Stadt am 12.03.2025
Wie beantragt man einen Personalausweis wegen Verlängerung?
Der Reisepass kostet 37,50 Euro
Personalausweis L01X00T472
L01X00T47
E-Mail an das Rathaus, Sitzung @Home
[IBAN], [Telefonnummer], Steuer-ID [Steuer-ID]
"""


@pytest.mark.parametrize(("text", "kind", "what"), FOUND)
def test_it_is_found_once_and_exactly(text: str, kind: PersonalKind, what: str) -> None:
    (finding,) = find(text)
    assert (finding.kind, text[finding.start : finding.end]) == (kind, what)
    assert mask(text, (finding,)) == text.replace(what, f"[{PersonalData.KINDS[kind]}]")


@pytest.mark.parametrize("text", LEFT_ALONE.splitlines())
def test_ordinary_questions_raise_no_alarm(text: str) -> None:
    assert find(text) == ()


def test_several_are_found_in_their_order() -> None:
    text = (
        "Anna (anna@example.org, 0171 2345678), geb. 12.03.1985, IBAN DE89 3704 0044 0532 0130 00: Was tun?"
    )
    assert [finding.kind for finding in find(text)] == [K.EMAIL, K.PHONE, K.BIRTH_DATE, K.IBAN]
    assert mask(text, find(text)) == (
        "Anna ([E-Mail-Adresse], [Telefonnummer]), geb. [Geburtsdatum], IBAN [IBAN]: Was tun?"
    )


def test_every_kind_has_its_word() -> None:
    assert set(PersonalData.KINDS) == {str(kind) for kind in PersonalKind}


def test_masking_nothing_changes_nothing() -> None:
    assert mask("Was tun?", ()) == "Was tun?"


def test_only_what_is_given_is_masked_in_any_order() -> None:
    text = "0171 2345678 und anna@example.org"
    phone, email = find(text)
    assert mask(text, (phone,)) == "[Telefonnummer] und anna@example.org"
    assert mask(text, (email, phone)) == mask(text, (phone, email)) == "[Telefonnummer] und [E-Mail-Adresse]"


PIECES = st.one_of(
    st.sampled_from(
        [what for _, _, what in FOUND] + [text for text, _, _ in FOUND] + LEFT_ALONE.splitlines()
    ),
    st.text(alphabet="aZ 0159.,-/+()@§€\n", max_size=12),
)
TEXTS = st.builds(
    lambda pieces, glue: glue.join(pieces), st.lists(PIECES, max_size=6), st.sampled_from([" ", "; ", "\n"])
)


def around(text: str, findings: tuple[Finding, ...]) -> list[str]:
    """What stands before, between and behind the findings."""
    edges = [0, *(edge for finding in findings for edge in finding[1:]), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


@given(text=TEXTS)
@settings(max_examples=300)
def test_masked_texts_hold_nothing_personal_and_all_the_rest(text: str) -> None:
    findings = find(text)
    masked = mask(text, findings)
    assert find(masked) == ()
    rest = masked
    for piece in around(text, findings):
        assert piece in rest
        rest = rest[rest.index(piece) + len(piece) :]
    assert mask(masked, find(masked)) == masked


@given(text=st.text(max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    end = 0
    for finding in find(text):
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end


def test_ordinary_questions_load_no_library() -> None:
    program = (
        "import sys\nfrom assistant.german.personal_data import find\n"
        "find('Unser Hersteller verdoppelt 2024 die Preise auf 1.250.000 Euro. § 97 Abs. 4 GWB? Tel. fehlt.')\n"
        "print([name for name in ('phonenumbers', 'stdnum') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_corpus_raises_one_alarm_and_it_is_right() -> None:
    """16,700 wordings of questions; one of them really holds an address."""
    files = [
        *(PROJECT / "corpus" / "everyday").glob("*.tsv"),
        *(PROJECT / "corpus" / "unanswerable").glob("*.tsv"),
    ]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 10_000
    alarms = [line[finding.start : finding.end] for line in lines for finding in find(line)]
    assert alarms == ["test@example.org"]
