"""Sentences of legal and administrative German are split where they end, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.german.sentences import split_sentences

# " | " marks the ends of sentences; the text between is given to the splitter with blanks.
CASES = """
Nach § 97 Abs. 4 GWB sind Lose zu bilden. | Das gilt auch für Kommunen.
Vgl. Art. 28 Abs. 2 GG. | Danach entscheiden Gemeinden selbst.
Das steht in § 3 Nr. 5 BauGB. | Es bindet alle.
§ 40 i. V. m. § 36 VwVfG erlaubt Auflagen. | Der Rat entscheidet.
§ 40 i.V.m. § 36 VwVfG erlaubt Auflagen. | Der Rat entscheidet.
Das gilt nach Abs. 1 S. 2. | Die Ausnahme steht in Abs. 3.
Nach Art. 6 Abs. 1 lit. e DSGVO geht das. | Sonst nicht.
Nach Art. 6 Abs. 1 Buchst. e DSGVO geht das. | Sonst nicht.
Nach Rn. 12 f. des Urteils gilt das. | Sonst nicht.
Das Urteil (BVerfG, Beschl. v. 24.3.2021) ist bekannt. | Es wirkt.
Die EU-VO Nr. 1370/2007 regelt das. | Sie bindet.
Es gilt Satz 1. | Satz 2 nicht.
Es gilt Absatz 3. | Die Frist beträgt 14 Tage.
Viele Aufgaben, z. B. Wasser und Strom, bleiben. | Andere gehen.
Viele Aufgaben, z.B. Wasser und Strom, bleiben. | Andere gehen.
Das gilt, d. h. Frau Prof. Krause muss es sehen. | Sie liest.
Das Amt (u. a. Herr Dr. Weber) stimmt zu. | Es prüft.
Die sog. Daseinsvorsorge ist alt. | Forsthoff prägte sie.
Die Kommune, insb. Ihre Verwaltung, prüft. | Sie entscheidet.
Kommunen sollen planen (s. o.). | Das hilft.
Kommunen sollen planen (siehe Abb. 3). | Das hilft.
Der Bedarf ist da – s. Abschnitt 3. | Der Rat folgt.
Siehe Kap. 3 und Abschn. 2.4 der Studie. | Dort steht mehr.
Siehe S. 5 ff. | Dort steht es.
Siehe S. 5 f. im Anhang. | Dort steht es.
Dafür stehen §§ 16 ff. GWB und Art. 2 und 16 ff. VO (EU) 2022/868. | Sie binden.
Bücher, Filme usw. | Alles da.
Bücher, Filme usw. stehen bereit. | Alles da.
Der Plan umfasst Haus, Hof etc. | Er ist fertig.
Rund 3 Mio. Euro fehlen. | Der Kreis zahlt.
Rund 8,1 Mrd. Euro fehlen. | Der Bund zahlt.
Das betrifft ca. 40 Prozent. | Der Rest bleibt.
Das betrifft max. 40 Prozent. | Der Rest bleibt.
Das dauert 5 Min. | Danach ist Schluss.
Der Kreis hat 1.200 Einwohner. | Es werden mehr.
Die Stadt St. Gallen macht mit. | Bern auch.
Die Musterstr. 5 ist gesperrt. | Der Bus fährt um.
Die Firma Müller & Co. KG liefert. | Sie ist schnell.
Frau Dr.-Ing. Meier plant. | Sie baut.
Die Leiterin, Dipl.-Ing. Koch, plant. | Sie baut.
Der Verein e. V. baut. | Er hilft.
Sie wohnt in Bad Tölz a. d. Isar. | Er nicht.
Es geht um Kunst und Art. | Die Schule malt.
Der Antrag liegt im Amt. | Art und Umfang fehlen.
Er ist gut so. | Sie auch.
Am So. 14 Uhr ist Wahl. | Alle kommen.
Das geht Mo. bis Fr. und kostet nichts. | Samstag ist zu.
Im 21. Jahrhundert ist alles anders. | Das merkt man.
Seit dem Ende des 20. Jahrhunderts gilt das. | Es bleibt so.
Im Wohlfahrtsstaat des 20. Jahrhunderts bekam das Vorrang. | Es blieb so.
Anfang der 1990er Jahre begann es. | Dann kam der Umbruch.
Am 3. Oktober 2025 tagt der Rat. | Alle kommen.
Am 3. Okt. 2025 tagt der Rat. | Alle kommen.
Am 03.10.2025 tagt der Rat. | Alle kommen.
Das Gesetz trat am 1. Januar in Kraft. | Es gilt.
Die Frist endet am 30.6. und wird nicht verlängert. | Danach ist Schluss.
Das Projekt endet im Dez. 2025. | Danach ist Pause.
Der Rat tagt im Mai. | Im Juni ist Pause.
Der 1. Bürgermeister eröffnet. | Danach spricht der Rat.
Die 3. Sitzung fiel aus. | Die 4. Sitzung fand statt.
Das war 2019. | Danach kam nichts.
So war es im Jahr 1938. | Forsthoff prägte es.
Es waren 12. | Mehr kamen nicht.
Er kam um 8.30 Uhr. | Sie kam später.
Abschnitt 2.4 handelt davon. | Abschnitt 2.5 nicht.
Guifi.net begann 2004. | Es wächst.
Die Seite www.beispiel.de hilft. | Dort steht alles.
Die Mitarbeiter*innen entscheiden. | Die Leitung hilft.
Das heißt: Wir warten. | Punkt.
1. Verträge sammeln. | 2. Den Rat fragen. | 3. Kündigen.
Warum? | Weil es so ist!
Wirklich?! | Ja.
Na ja … | Dann eben nicht.
Na ja... | Dann eben nicht.
Ist das so? | – Ja, das ist so.
„Das geht nicht.“ | So sprach der Kämmerer.
„Wir schaffen das!“ | Der Saal klatschte.
Ja! | „Gut“, sagte sie.
»Wir machen das.« | Alle nickten.
Er fragte: „Wer zahlt das?“ | Niemand wusste es.
Er sagte: „Wir gehen. Dann kommen wir wieder.“ | Und so war es.
„Wer zahlt?“, fragte der Rat. | Alle schwiegen.
„Wohin?“ fragte sie. | Er wusste es.
Das Ziel lautet: „Gleichwertige Lebensverhältnisse.“ | Es gilt weiter.
Das ist gut (sehr gut sogar). | Weiter so.
""".strip().splitlines()


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_they_end(case: str) -> None:
    sentences = case.split(" | ")
    assert split_sentences(" ".join(sentences)) == sentences


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 60


def test_lists_keep_their_marks() -> None:
    text = (
        "Erste Schritte:\n1. Verträge sammeln.\n2. Den Rat fragen.\n- Ausstieg planen.\n- Neu ausschreiben."
    )
    assert split_sentences(text) == [
        "Erste Schritte:\n1. Verträge sammeln.",
        "2. Den Rat fragen.",
        "- Ausstieg planen.",
        "- Neu ausschreiben.",
    ]


def test_line_breaks_and_hard_blanks_separate_like_blanks() -> None:
    assert split_sentences("Erster Satz.\nZweiter Satz.\u00a0Dritter Satz.") == [
        "Erster Satz.",
        "Zweiter Satz.",
        "Dritter Satz.",
    ]


def test_an_open_quotation_does_not_swallow_the_rest() -> None:
    assert split_sentences("Er rief „Halt. Dann ging er. Es wurde still.") == [
        "Er rief „Halt.",
        "Dann ging er.",
        "Es wurde still.",
    ]


@pytest.mark.parametrize("text", ["", "  ", "\n\t "])
def test_nothing_holds_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


def test_a_sentence_without_its_full_stop_is_kept() -> None:
    assert split_sentences("Der Rat tagt. Ende offen") == ["Der Rat tagt.", "Ende offen"]


PIECES = st.sampled_from(
    [
        "Abs.",
        "§",
        "z.",
        "B.",
        "3.",
        "Oktober",
        "„Ja.",
        "nein!“",
        "Der",
        "Rat",
        "und",
        "?",
        "…",
        "\n",
        " ",
        "(",
        "ä)",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_no_character_is_lost_or_repeated(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join(" ".join(sentences).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_every_sentence_is_a_verbatim_part(text: str) -> None:
    assert all(sentence in text for sentence in split_sentences(text))
