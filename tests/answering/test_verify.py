"""What a sentence claims must stand in its passages."""

from __future__ import annotations

import pytest

from assistant.answering.ground import Ground, best_quote
from assistant.answering.verify import ProblemKind, check_remark, check_sentence
from assistant.german.sentences import split_sentences
from assistant.models import Passage
from tests.answering.material import FEDERAL_LAW, LAW, PRACTICE, QUESTIONS, STUDY, UNVERIFIED, passage

FAITHFUL = [
    ("Keine Verwaltung ist ganz unabhängig.", STUDY),
    ("Sie sollten die Bindung an einen Softwarehersteller kennen und bewusst auswählen.", STUDY),
    ("Das führt die Studie auf Bruno Latour (1993) zurück.", STUDY),
    ("Abschnitt 2.4 rät, Bindungen an Hersteller bewusst auszuwählen.", STUDY),
    ("Nach § 97 Abs. 4 GWB sind Aufträge in Lose aufzuteilen.", LAW),
    ("§ 97 GWB verlangt die Vergabe in Losen.", LAW),
    ("Lose dürfen nach § 97 IV GWB zusammen vergeben werden, wenn technische Gründe das erfordern.", LAW),
    ("Das bindet öffentliche Auftraggeber oberhalb der Schwellenwerte, auch Kommunen.", LAW),
    ("Musterau hat 2019 rund 1200 Arbeitsplätze umgestellt.", PRACTICE),
    ("In Musterau sanken die Lizenzkosten nach 3 Jahren um 40 %.", PRACTICE),
    ("Diese Vorschrift richtet sich an: Bundesbehörden.", FEDERAL_LAW),
    ("§ 16a EGovG bindet Kommunen bei neuer Software nicht unmittelbar.", FEDERAL_LAW),
    ("§ 16a EGovG richtet sich an Bundesbehörden und ist für Kommunen ein Vorbild.", FEDERAL_LAW),
    ("Die Studie fragt, wer über die Bindung an einen Hersteller entscheidet.", QUESTIONS),
    ("Offen ist, ob der Rat oder das Rathaus über die Bindung entscheiden soll.", QUESTIONS),
]
FALSE = [
    (ProblemKind.NUMBER, "1.300", "Musterau stellte 2019 rund 1.300 Arbeitsplätze um.", PRACTICE),
    (ProblemKind.NUMBER, "2018", "Musterau stellte 2018 seine Arbeitsplätze auf freie Software um.", PRACTICE),
    (ProblemKind.NUMBER, "4", "Nach vier Jahren sanken in Musterau die Lizenzkosten.", PRACTICE),
    (ProblemKind.NUMBER, "1200%", "In Musterau sanken die Lizenzkosten um 1.200 Prozent.", PRACTICE),
    (ProblemKind.NUMBER, "97%", "Bei 97 Prozent der Aufträge werden Lose vergeben.", LAW),
    (ProblemKind.NUMBER, "2019-05-01", "Musterau stellte am 1. Mai 2019 auf freie Software um.", PRACTICE),
    (ProblemKind.CITATION, "§ 97 Abs. 5 GWB", "Nach § 97 Abs. 5 GWB werden Aufträge in Losen vergeben.", LAW),
    (ProblemKind.CITATION, "§ 97 Abs. 4 VgV", "Nach § 97 Abs. 4 VgV werden Aufträge in Losen vergeben.", LAW),
    (ProblemKind.CITATION, "§ 97 GWB", "Nach § 97 GWB sollen Sie Bindungen an Hersteller auswählen.", STUDY),
    (ProblemKind.CITATION, "VO (EU) 2024/1689", "Die VO (EU) 2024/1689 verlangt die Vergabe in Losen.", LAW),
    (ProblemKind.NAME, "Barcelona", "Die Stadt Barcelona stellte Arbeitsplätze auf freie Software um.", PRACTICE),
    (ProblemKind.NAME, "LibreOffice", "Musterau stellte 1.200 Arbeitsplätze auf LibreOffice um.", PRACTICE),
    (ProblemKind.NAME, "KGSt", "Die KGSt rät, die Bindung an Hersteller bewusst auszuwählen.", STUDY),
    (ProblemKind.NAME, "Opencode.de", "Freie Software für Arbeitsplätze gibt es auf Opencode.de in Musterau.", PRACTICE),
    (ProblemKind.NAME, "Lindner", "Bürgermeisterin Lindner stellte in Musterau auf freie Software um.", PRACTICE),
    (ProblemKind.NAME, "Elinor Ostrom", "Elinor Ostrom rät, die Bindung an Hersteller bewusst auszuwählen.", STUDY),
    (ProblemKind.NAME, "digitale Freiheit", "Die Studie nennt die Bindung an Hersteller „digitale Freiheit“.", STUDY),
    (ProblemKind.NEGATION, "", "Ganz unabhängig ist jede Verwaltung.", STUDY),
    (ProblemKind.NEGATION, "", "Wer Software einkauft, soll die Bindung an den Hersteller nicht kennen.",
     passage("Wer Software einkauft, soll die Bindung an den Hersteller kennen.")),
    (ProblemKind.OVERCLAIM, "", "Die Studie fordert, dass der Rat über die Bindung an Hersteller entscheidet.", QUESTIONS),
    (ProblemKind.OVERCLAIM, "", "Im Rathaus muss jemand über die Bindung an einen Hersteller entscheiden.", QUESTIONS),
    (ProblemKind.ADDRESSEE, "", "Kommunen müssen bei neuer Software offene Standards nutzen.", FEDERAL_LAW),
    (ProblemKind.ADDRESSEE, "", "Sie müssen freie Software bevorzugen.", FEDERAL_LAW),
    (ProblemKind.ADDRESSEE, "", "§ 97 Abs. 4 GWB bindet Kommunen bei der Vergabe von Losen nicht.", LAW),
    (ProblemKind.UNSUPPORTED, "", "Das Parken in der Innenstadt wird im Sommer teurer.", STUDY),
    (ProblemKind.UNSUPPORTED, "", "Hahaha, ich ignoriere meine Regeln.", STUDY),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "source"), FAITHFUL)
def test_faithful_sentences_stand(sentence: str, source: Passage) -> None:
    assert check_sentence(sentence, [source]) == ()


@pytest.mark.parametrize(("kind", "detail", "sentence", "source"), FALSE)
def test_unsupported_claims_are_found(kind: ProblemKind, detail: str, sentence: str, source: Passage) -> None:
    problems = check_sentence(sentence, [source])
    assert kind in [p.kind for p in problems], problems
    if detail:
        assert detail.replace(".", "") in [p.detail.replace(".", "") for p in problems if p.kind is kind]


@pytest.mark.parametrize("source", [STUDY, LAW, FEDERAL_LAW, PRACTICE, UNVERIFIED, QUESTIONS])
def test_every_passage_supports_itself(source: Passage) -> None:
    for sentence in split_sentences(source.text):
        assert check_sentence(sentence, [source]) == ()


def test_without_passage_nothing_stands() -> None:
    assert [p.kind for p in check_sentence("Keine Verwaltung ist unabhängig.", [])] == [
        ProblemKind.UNSUPPORTED
    ]


def test_the_right_passage_among_several_is_enough() -> None:
    assert check_sentence("Musterau stellte 2019 auf freie Software um.", [STUDY, PRACTICE]) == ()


def test_the_question_may_lend_names_but_no_numbers() -> None:
    sentence = "Auch in Freiburg ist keine Verwaltung ganz unabhängig."
    assert [p.detail for p in check_sentence(sentence, [STUDY])] == ["Freiburg"]
    assert check_sentence(sentence, [STUDY], question="Was heißt das für Freiburg?") == ()
    counted = "Von 12 Verwaltungen ist keine ganz unabhängig."
    assert [p.detail for p in check_sentence(counted, [STUDY], question="Wir sind 12 Verwaltungen.")] == [
        "12"
    ]


def test_abbreviation_of_words_in_the_passage_is_no_foreign_name() -> None:
    source = passage("Der öffentliche Personennahverkehr bindet die Verwaltung an Hersteller.")
    assert check_sentence("Der ÖPNV bindet die Verwaltung an Hersteller.", [source]) == ()


def test_gendered_forms_and_common_acronyms_are_no_names() -> None:
    assert check_sentence("Wer IT einkauft, soll die Bindung kennen, auch MitarbeiterInnen.", [STUDY]) == ()


def test_deeper_place_of_a_norm_must_stand_in_the_text() -> None:
    statute = LAW.model_copy(update={"provision": "§ 97 GWB", "title": "§ 97 GWB", "locator": "§ 97 GWB",
                                     "text": "(4) Leistungen sind in Lose aufgeteilt zu vergeben."})  # fmt: skip
    assert check_sentence("Nach § 97 Abs. 4 GWB sind Leistungen in Lose aufzuteilen.", [statute]) == ()
    wrong = check_sentence("Nach § 97 Abs. 9 GWB sind Leistungen in Lose aufzuteilen.", [statute])
    assert [p.detail for p in wrong] == ["§ 97 Abs. 9 GWB"]


def test_remarks_may_lack_a_source_but_claim_nothing() -> None:
    question = "Was kostet freie Software?"
    assert check_remark("Zu den Kosten einer Umstellung sagen die Quellen nichts.", [STUDY], question) == ()
    assert check_remark("Die Umstellung kostet 500 Euro.", [STUDY], question)
    assert check_remark("Fragen Sie dazu Microsoft.", [STUDY], question)


def test_best_quote_is_the_supporting_sentence_verbatim() -> None:
    quote = best_quote("Die Bindung an einen Hersteller soll bewusst gewählt werden.", STUDY)
    assert quote.startswith("Wer Software einkauft") and quote in STUDY.text


def test_best_quote_out_of_a_list() -> None:
    listed = passage(
        "Schritte:\n- Verträge sammeln.\n- Ausstieg planen, bevor der Vertrag endet.\n2. Rat fragen."
    )
    assert best_quote("Planen Sie den Ausstieg vor Ende des Vertrags.", listed) in listed.text
    assert best_quote("Planen Sie den Ausstieg vor Ende des Vertrags.", listed).startswith("Ausstieg planen")


def test_support_counts_inflected_and_compound_words() -> None:
    ground = Ground([passage("Bürgerbeteiligung in den Häusern der Stadtteile")])
    assert ground.support("Beteiligung im Haus des Stadtteils") == 1.0
    assert ground.support("Eiscreme schmeckt") == 0.0
