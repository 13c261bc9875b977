"""Every fixed sentence that a user can see, in German, so that staff can review the wording in one place."""

# Channels
# Namespaces below hold what the ways in (page, API, terminal) say around an answer.


class Reply:
    """Words around an answer, the same in every channel."""

    KINDS = {"study": "Studie", "law": "Recht", "practice": "Praxis", "upload": "Eigenes Dokument"}
    SHAPES = {"study": "●", "law": "■", "practice": "▲", "upload": "◆"}  # a second sign beside the word
    ORIGINS = {
        "card": "Zusammenfassung in eigenen Worten",
        "full_text": "Wortlaut der Studie",
        "digest": "Zusammenfassung in eigenen Worten, nicht der Gesetzeswortlaut",
        "example": "Zusammenfassung in eigenen Worten",
        "document": "Wortlaut Ihres Dokuments",
    }
    SOURCES = "Quellen"
    STAND = "Stand"
    BINDS = "Bindet"
    LINK = {
        "study": "Zur Veröffentlichung",
        "law": "Amtlicher Text",
        "practice": "Zur Fundstelle",
        "upload": "Zum Dokument",
    }
    NOTE = "Hinweis"
    UNVERIFIED = "Nicht geprüft: Diese Angabe ist noch nicht an der Quelle bestätigt."
    FRAMEWORK = "Einordnung in den Rahmen der Studie"
    PRINCIPLES = "Prinzipien"
    LEVELS = "Beobachtungsebenen"
    MEASURES = "Maßnahmen"
    NOT_COVERED = "Was die Quellen nicht sagen"
    FOLLOW_UPS = "Weiterfragen"
    PARTIAL = "Teilweise belegt"
    AI_NOTICE = "Diese Antwort hat ein KI-System erstellt. Bitte prüfen Sie die Quellen, bevor Sie danach handeln."


class Page:
    """The page at `/`. Labels that the script needs reach it through the markup."""

    TITLE = "Wissensassistent Daseinsvorsorge"
    TAGLINE = "Studie, Recht und Praxis für die Verwaltung"
    SKIP = "Zum Inhalt springen"
    WELCOME = "Was beschäftigt Sie gerade?"
    INTRO = (
        "Beschreiben Sie Ihre Lage in eigenen Worten. Sie bekommen eine kurze Antwort mit Belegen aus der Studie, "
        "aus dem Recht und aus der Praxis anderer Kommunen."
    )
    STARTERS_TITLE = "Zum Beispiel"
    STARTERS = (
        "Unser Softwarehersteller verdoppelt die Preise. Was können wir tun?",
        "Wie beteiligen wir Bürgerinnen und Bürger, bevor alles entschieden ist?",
        "Dürfen wir bei der Vergabe auf Nachhaltigkeit achten?",
    )
    QUESTION = "Ihre Frage"
    QUESTION_NEXT = "Ihre nächste Frage"
    HINT = "Die Eingabetaste sendet, Umschalt + Eingabetaste beginnt eine neue Zeile."
    HINT_PLAIN = "Bitte keine Namen oder andere persönliche Angaben eingeben."
    ASK = "Fragen"
    STOP = "Abbrechen"
    CONVERSATION = "Gespräch"
    EARLIER = "Bisheriges Gespräch"
    NEW = "Neues Gespräch"
    YOU = "Ihre Frage"
    ASSISTANT = "Antwort"
    SEARCHING = "Ich suche in Studie, Recht und Praxis …"
    STOPPED = "Abgebrochen. Ihre Frage steht wieder im Eingabefeld."
    REPLACED = "Der Text wird nach der Prüfung ersetzt …"
    OFFLINE = "Der Assistent ist gerade nicht erreichbar. Bitte versuchen Sie es gleich noch einmal."
    TOO_LONG = "Die Frage ist zu lang: höchstens {limit} Zeichen. Bitte kürzen Sie sie."
    EMPTY = "Bitte geben Sie eine Frage ein."
    BROKEN_FORM = "Die Eingabe war unvollständig. Bitte senden Sie die Frage noch einmal."
    OPEN_SOURCE = "Quelle {n} öffnen"
    BACK_TO_TEXT = "Zurück zur Textstelle"
    PASSAGE = "Belegstelle im Zusammenhang"
    QUOTE = "Zitierte Stelle"
    PASSAGE_FAILED = "Die Stelle lässt sich gerade nicht laden; oben steht das Zitat."
    AI_NOTICE_TITLE = "Sie sprechen mit einem KI-System"
    AI_NOTICE = (
        "Antworten entstehen automatisch aus den genannten Quellen. Sie können Fehler enthalten und ersetzen "
        "keine Rechtsberatung."
    )
    ERROR_TITLE = "Das hat nicht geklappt"
    HOME = "Zur Startseite"
    NEW_WINDOW = "öffnet sich in einem neuen Fenster"


class Problems:
    """Errors over HTTP (application/problem+json)."""

    TITLES = {
        400: "Anfrage nicht lesbar",
        404: "Nicht gefunden",
        405: "Methode nicht erlaubt",
        413: "Anfrage zu groß",
        415: "Falsches Format",
        422: "Eingabe nicht verwendbar",
        500: "Unerwarteter Fehler",
        503: "Noch nicht bereit",
        507: "Speicher nicht verfügbar",
    }
    DETAILS = {
        400: "Die Anfrage ist nicht lesbar. Bitte senden Sie gültiges JSON in UTF-8.",
        404: "Diese Adresse gibt es nicht. Alle Adressen stehen in /openapi.json.",
        405: "Diese Adresse nimmt die Methode nicht an. Erlaubt: {allowed}.",
        413: "Die Anfrage ist zu groß: höchstens {limit} kB. Bitte kürzen Sie die Frage oder den Verlauf.",
        415: "Bitte senden Sie JSON mit „Content-Type: application/json“.",
        500: "Da ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal; bleibt es dabei, hilft die Administration.",
    }
    OTHER = "Die Anfrage kann nicht bearbeitet werden."
    OPENING = "Der Index wird gerade geladen. Bitte versuchen Sie es in einigen Sekunden noch einmal."
    INVALID = "Die Eingabe passt nicht: {errors}"
    WHOLE_BODY = "Anfrage"
    FIELDS = {
        "missing": "fehlt",
        "extra_forbidden": "ist unbekannt",
        "string_type": "muss ein Text sein",
        "string_unicode": "enthält ungültige Zeichen",
        "string_too_short": "ist leer",
        "literal_error": "muss „user“ oder „assistant“ sein",
        "tuple_type": "muss eine Liste sein",
        "list_type": "muss eine Liste sein",
        "too_long": "ist zu lang",
        "model_type": "muss ein JSON-Objekt sein",
        "model_attributes_type": "muss ein JSON-Objekt sein",
        "dict_type": "muss ein JSON-Objekt sein",
        "json_invalid": "ist kein gültiges JSON",
    }
    FIELD_OTHER = "ist ungültig"


class CommandLine:
    """Help and messages of the commands `assistant` and `ingest`."""

    USAGE = "Aufruf: "
    OPTIONS, ARGUMENTS, COMMANDS = "Optionen", "Angaben", "Befehle"
    OPTIONS_METAVAR, COMMAND_METAVAR = "[OPTIONEN]", "BEFEHL [ANGABEN]…"
    DEFAULT, REQUIRED = "[Vorgabe: {}]", "[erforderlich]"
    HELP_OPTION = "Diese Hilfe zeigen."
    ERROR = "Fehler: {message}"
    MORE_HELP = "Hilfe: {command} --help"
    UNKNOWN_OPTION = "Die Option „{name}“ gibt es hier nicht oder ihr Wert fehlt."
    UNKNOWN_COMMAND = "Diesen Befehl gibt es nicht. Es gibt: {names}."
    BAD_VALUE = "Der Wert für {name} passt nicht."
    MISSING_VALUE = "Die Angabe {name} fehlt."
    TOO_MANY = "Zu viele oder unpassende Angaben. Steht die Frage in Anführungszeichen?"
    UNEXPECTED = "Unerwarteter Fehler ({kind}). Bitte melden Sie ihn mit dem Befehl, den Sie eingegeben haben."
    BAD_SETTING = "Die Einstellung {name} ist ungültig. Bitte prüfen Sie die Umgebung und die Datei .env."
    NO_STORAGE = "Schreiben nicht möglich: {reason}. Bitte Speicherplatz und Rechte prüfen."

    ASSISTANT = "Wissensassistent für eine zukunftsfähige Daseinsvorsorge: Antworten mit Belegen."
    ASK = "Eine Frage beantworten, oder viele aus einer Datei."
    RETRIEVE = "Die passendsten Fundstellen zu einer Frage zeigen."
    EVALUATE = "Die Güte an einer Datei mit bewerteten Fragen messen."
    SERVE = "Seite und Schnittstelle (API) starten."
    STATUS = "Index, Modelle und Bestände zeigen."
    QUESTION = "Die Frage in Anführungszeichen; „-“ liest sie von der Standardeingabe."
    JSON = "Ausgabe als JSON für Programme."
    BATCH = "JSONL-Datei mit je einer Frage pro Zeile ({\"id\", \"question\", \"history\"}); „-“ liest die Standardeingabe."
    K = "Anzahl der Fundstellen."
    EVALUATION_FILE = "JSONL-Datei mit bewerteten Fragen."
    HOST = "Adresse, auf der der Dienst hört."
    PORT = "Anschluss (Port); 0 wählt einen freien."
    INGEST = "Quellen einlesen und den Index bauen."
    BUILD = "Den Index mit dem Korpus abgleichen."
    STUDY = "Die eigene Studie (TXT, PDF oder DOCX) einlesen und den Index neu bauen."
    STUDY_FILE = "Datei mit der vollständigen Studie."
    FORGET_STUDY = "Die eingelesene Studie wieder entfernen und den Index neu bauen."

    ONE_QUESTION = "Bitte geben Sie entweder eine Frage oder --batch mit einer Datei an."
    NOT_UTF8 = "{name} ist kein Text in UTF-8. Bitte speichern Sie die Eingabe als UTF-8."
    NO_FILE = "Die Datei {name} gibt es nicht oder sie ist nicht lesbar."
    INPUT = "Die Eingabe"
    BROKEN_LINE = "Zeile {line}: {message}"
    NOT_JSON = "kein gültiges JSON. Erwartet wird je Zeile ein Objekt mit „id“ und „question“."
    LINE_FAILED = "Diese Frage konnte wegen eines unerwarteten Fehlers nicht beantwortet werden."
    PORT_IN_USE = "Der Anschluss {port} auf {host} ist schon belegt. Beenden Sie den anderen Dienst oder wählen Sie --port."
    NO_ADDRESS = "Auf {host}:{port} kann der Dienst nicht hören. Bitte prüfen Sie --host und --port."
    SERVING = "Der Assistent läuft: {url}  (beenden mit Strg + C)"
    PLAIN_PAGE = "Ohne Gestaltungsmittel (Node 20 und „npm ci“) erscheint die Seite in schlichter Form."
    RANK, SCORE, KIND, PLACE, TEXT = "Rang", "Wert", "Art", "Stelle", "Text"
    NOTHING_FOUND = "Nichts gefunden."
    EXPANSION = "Alltagswendung"
    GENERATION, BUILT_AT, EMBEDDING, FULL_STUDY, LANGUAGE_MODEL, COUNT = (
        "Indexstand",
        "Gebaut",
        "Vektormodell",
        "Volle Studie",
        "Sprachmodell",
        "Anzahl",
    )
    FALLBACK = "{name} (am Korpus angepasster Ersatz)"
    YES, NO, NONE = "ja", "nein", "keines"
    CREATED, UPDATED, SKIPPED, DELETED = "neu", "geändert", "unverändert", "entfernt"
    NO_CHANGE = "Der Index ist aktuell."
    SECTIONS_FOUND = "{count} Abschnitte gefunden:"
    STUDY_STORED = "Die Studie ist gespeichert. Sie bleibt auf diesem Rechner."
    STUDY_FORGOTTEN = "Die eingelesene Studie ist entfernt."
    NO_STUDY = "Es ist keine Studie eingelesen."
