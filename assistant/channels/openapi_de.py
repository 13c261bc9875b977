"""German words and examples of the OpenAPI description; code and models stay English."""

from __future__ import annotations

from typing import Any

TITLE = "Wissensassistent Daseinsvorsorge"
DESCRIPTION = (
    "Antworten mit Belegen aus einer Studie zur zukunftsfähigen Daseinsvorsorge, aus dem Recht und aus der "
    "Praxis von Kommunen. Fehler kommen als `application/problem+json` (RFC 9457) mit deutschem Text."
)
TAG = "Antworten"
HEALTH_TAG = "Betrieb"

ANSWERS_SUMMARY = "Eine Frage beantworten"
ANSWERS = (
    "Beantwortet eine Frage; `history` trägt die bisherigen Nachrichten, damit Rückfragen verstanden werden. "
    "Ablehnungen sind gewöhnliche Antworten mit eigenem `status`.\n\n"
    "Mit `Accept: text/event-stream` kommt die Antwort als Ereignisstrom: `text` mit `{text}` während des "
    "Schreibens, `replace` mit `{reason}`, wenn der bisherige Text ungültig ist, am Ende genau ein `answer` "
    "mit der ganzen Antwort oder `error` mit `{problem}`. Bricht der Client ab, endet auch die Arbeit."
)
PASSAGE_SUMMARY = "Eine Fundstelle lesen"
PASSAGE = "Der Text hinter einem Beleg; die Kennung steht in `citations[].passage_id`."
FRAMEWORK_SUMMARY = "Den Rahmen der Studie lesen"
FRAMEWORK = "Beobachtungsebenen, Prinzipien, Maßnahmen, ihre Fragen und Verknüpfungen."
HEALTH_SUMMARY = "Läuft der Dienst?"
READY_SUMMARY = "Kann der Dienst antworten?"

RESPONSES: dict[int | str, str] = {
    200: "Die Antwort",
    "passage": "Die Fundstelle",
    "framework": "Der Rahmen",
    404: "Diese Fundstelle gibt es nicht",
    413: "Die Anfrage ist zu groß",
    415: "Die Anfrage ist kein JSON",
    422: "Die Eingabe passt nicht",
    500: "Unerwarteter Fehler",
    503: "Index oder Modell stehen noch nicht bereit",
}

QUESTION_EXAMPLES: dict[str, Any] = {
    "frage": {
        "summary": "Eine Frage aus dem Alltag",
        "value": {"question": "Unser Softwarehersteller verdoppelt die Preise. Was können wir tun?"},
    },
    "rueckfrage": {
        "summary": "Eine Rückfrage mit Verlauf",
        "value": {
            "question": "Und bei uns auf dem Dorf?",
            "history": [
                {"role": "user", "content": "Wie beteiligen wir Bürgerinnen und Bürger früh?"},
                {
                    "role": "assistant",
                    "content": "Die Studie rät, Beteiligung als laufenden Prozess zu sehen [1].",
                },
            ],
        },
    },
}
EVENT_EXAMPLE = """event: text
data: {"text": "Die Studie rät, "}

event: answer
data: {"id": "…", "status": "answered", …}

"""

# Schema -> its description under "", then its fields.
SCHEMAS: dict[str, dict[str, str]] = {
    "QuestionRequest": {
        "": "Eine Frage mit den Nachrichten davor. Unbekannte Felder werden abgelehnt.",
        "question": "Die Frage in eigenen Worten",
        "history": "Bisherige Nachrichten, älteste zuerst",
    },
    "Turn": {
        "": "Eine Nachricht des Gesprächs",
        "role": "Wer spricht: user oder assistant",
        "content": "Der Text",
    },
    "Answer": {
        "": "Die eine Antwort, die jeder Kanal zeigt",
        "id": "Kennung der Antwort",
        "question": "Die Frage, wie sie kam",
        "standalone_question": "Die Frage, aus dem Gespräch heraus vollständig gemacht",
        "status": "Ausgang der Frage",
        "completeness": "Wie weit die Belege die Frage abdecken",
        "text": "Markdown mit Verweisen [1] auf die Belege",
        "citations": "Nummerierte Belege mit wörtlichem Zitat",
        "principles": "Passende Prinzipien mit Begründung, höchstens drei",
        "levels": "Passende Beobachtungsebenen mit Begründung, höchstens drei",
        "measures": "Passende Maßnahmen mit Begründung, höchstens drei",
        "follow_ups": "Weiterführende Fragen, die sich hier beantworten lassen",
        "not_covered": "Was die Quellen nicht sagen und wer weiterhilft",
        "notices": "Hinweise zur Antwort",
        "model": "Wer den Text verfasst hat: „extraktiv“ oder der Name des Sprachmodells",
        "timings_ms": "Dauer der Schritte in Millisekunden",
    },
    "AnswerStatus": {
        "": "answered: beantwortet · partial: teilweise · clarification: Rückfrage nötig · "
        "no_source: keine Quelle · out_of_scope: außerhalb des Zwecks · blocked: abgelehnt · error: Fehler",
    },
    "Completeness": {"": "complete: ganz · partial: teilweise · none: nicht"},
    "Citation": {
        "": "Ein nummerierter Beleg mit wörtlichem Zitat",
        "n": "Nummer im Text",
        "kind": "Art der Quelle",
        "title": "Titel des Abschnitts, der Vorschrift oder des Beispiels",
        "locator": "Stelle für Menschen, etwa „Abschnitt 2.4, Absatz 3“",
        "section": "Abschnitt der Studie",
        "provision": "Vorschrift, etwa „§ 97 Abs. 4 GWB“",
        "practice": "Name des Praxisbeispiels",
        "quote": "Wörtlicher Teil der Fundstelle",
        "url": "Adresse der Quelle",
        "stand": "Recht: amtlicher Stand",
        "binds": "Recht: wen die Vorschrift bindet",
        "note": "Hinweis, der mit der Quelle zu zeigen ist",
        "verified": "Ob die Angabe an der Quelle geprüft ist",
        "passage_id": "Kennung der Fundstelle",
        "origin": "Textart: card und digest sind Zusammenfassungen in eigenen Worten, full_text ist Wortlaut",
        "score": "Passung zwischen 0 und 1",
    },
    "SourceKind": {"": "study: Studie · law: Recht · practice: Praxis · upload: eigenes Dokument"},
    "FrameworkLink": {
        "": "Ein Prinzip, eine Ebene oder eine Maßnahme mit Begründung",
        "id": "Nummer des Abschnitts",
        "title": "Name",
        "reason": "Warum es zur Antwort gehört",
        "score": "Gewicht zwischen 0 und 1",
    },
    "FollowUp": {
        "": "Eine weiterführende Frage",
        "text": "Die Frage",
        "section": "Abschnitt der Studie, der sie beantwortet",
        "origin": "Woher sie stammt: study (Studie) oder card (eigene Zusammenfassung)",
    },
    "PassageView": {
        "": "Eine Fundstelle, wie Leserinnen und Leser sie sehen",
        "id": "Kennung",
        "kind": "Art der Quelle",
        "origin": "Woraus der Text stammt: eigene Zusammenfassung (card, digest, example) oder Wortlaut "
        "(full_text, document)",
        "title": "Titel des Abschnitts, der Vorschrift oder des Beispiels",
        "text": "Der Text",
        "locator": "Stelle für Menschen",
        "heading_path": "Überschriften von außen nach innen",
        "section": "Abschnitt der Studie",
        "provision": "Vorschrift",
        "practice": "Name des Praxisbeispiels",
        "upload": "Kennung des eigenen Dokuments",
        "principles": "Verknüpfte Prinzipien",
        "levels": "Verknüpfte Beobachtungsebenen",
        "measures": "Verknüpfte Maßnahmen",
        "language": "Sprache",
        "url": "Adresse der Quelle",
        "stand": "Recht: amtlicher Stand",
        "binds": "Recht: wen die Vorschrift bindet",
        "verified": "Ob die Angabe an der Quelle geprüft ist",
        "stale": "Ob sich der Wortlaut seit der Prüfung dieser Kurzfassung geändert hat",
        "note": "Hinweis, der mit der Stelle zu zeigen ist",
    },
    "PassageOrigin": {"": "Aus welchem Text die Stelle stammt"},
    "Framework": {
        "": "Der Rahmen der Studie, jede Liste in ihrer Reihenfolge",
        "levels": "Beobachtungsebenen 2.1 bis 2.8",
        "principles": "Prinzipien 3.1 bis 3.6",
        "measures": "Maßnahmen 4.1 bis 4.5",
        "contexts": "Kapitel 1 und die Einführungen der Kapitel 3 und 4",
        "chapters": "Kapitel",
        "questions": "Weiterführende Fragen",
        "links": "Verknüpfungen zwischen Abschnitten",
    },
    "ObservationLevel": {
        "": "Eine Beobachtungsebene: ein Begriffspaar, das in der Praxis verschwimmt",
        "id": "Nummer des Abschnitts",
        "title": "Name",
        "axis": "Die beiden Begriffe",
        "summary": "Kurzfassung",
    },
    "Principle": {
        "": "Ein Prinzip",
        "id": "Nummer des Abschnitts",
        "title": "Name",
        "call": "Der Aufruf an Kommunen in einem Satz",
        "summary": "Kurzfassung",
    },
    "Measure": {
        "": "Eine Maßnahme",
        "id": "Nummer des Abschnitts",
        "title": "Name",
        "summary": "Kurzfassung",
    },
    "Context": {
        "": "Ein Abschnitt außerhalb von Ebenen, Prinzipien und Maßnahmen",
        "id": "Nummer des Abschnitts",
        "title": "Name",
        "summary": "Kurzfassung",
    },
    "Chapter": {"": "Ein Kapitel", "id": "Nummer", "title": "Name"},
    "FrameworkQuestion": {
        "": "Eine weiterführende Frage, die für sich verständlich ist",
        "id": "Kennung",
        "section": "Abschnitt, zu dem sie gehört",
        "kind": "deepen: vertiefend · practical: praktisch",
        "origin": "Woher sie stammt: study (Studie) oder card (eigene Zusammenfassung)",
        "text": "Die Frage",
        "open": "Ob die Studie sie stellt, ohne sie zu beantworten",
    },
    "Link": {
        "": "Zwei Abschnitte, die zusammengehören",
        "source": "Der eine Abschnitt",
        "target": "Der andere Abschnitt",
        "reason": "Warum sie zusammengehören",
    },
    "Problem": {
        "": "Ein Fehler nach RFC 9457",
        "type": "Art des Fehlers",
        "title": "Kurzer Name",
        "status": "HTTP-Status",
        "detail": "Was nicht stimmt und was zu tun ist",
        "errors": "Einzelne Felder, die nicht passen",
    },
    "FieldError": {
        "": "Ein Feld, das nicht passt",
        "field": "Name des Feldes",
        "message": "Was nicht stimmt",
    },
}


def translate(document: dict[str, Any]) -> dict[str, Any]:
    """Put the German descriptions into an OpenAPI document, in place, and return it."""
    for name, schema in document["components"]["schemas"].items():
        words = SCHEMAS.get(name, {})
        schema["description"] = words.get("", "")
        for field, property_ in schema.get("properties", {}).items():
            property_["description"] = words.get(field, "")
    return document
