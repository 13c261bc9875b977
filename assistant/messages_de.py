"""Every fixed sentence that a user can see, in German, so that staff can review the wording in one place."""

# Channels
# Namespaces below hold what the ways in (page, API, terminal) say around an answer.


class Reply:
    """Words around an answer, the same in every channel."""

    KINDS = {"study": "Studie", "law": "Recht", "practice": "Praxis", "upload": "Eigenes Dokument"}
    SHAPES = {"study": "●", "law": "■", "practice": "▲", "upload": "◆"}  # a second sign beside the word
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
    RENDERING = "Wiedergabe"
    RENDERINGS = {  # where the quote is not the source's own wording
        "card": "Zusammenfassung in eigenen Worten, nicht der Text der Studie",
        "digest": "Zusammenfassung in eigenen Worten, nicht der Gesetzeswortlaut",
    }
    UNVERIFIED_MARK = "nicht geprüft"
    UNVERIFIED = "Diese Angabe ist noch nicht an der Quelle geprüft."
    FRAMEWORK = "Einordnung in den Rahmen der Studie"
    PRINCIPLES = "Prinzipien"
    LEVELS = "Beobachtungsebenen"
    MEASURES = "Maßnahmen"
    NOT_COVERED = "Was die Quellen nicht sagen"
    FOLLOW_UPS = "Weiterfragen"
    AI_NOTICE = (
        "Diese Antwort hat ein KI-System erstellt. Bitte prüfen Sie die Quellen, bevor Sie danach handeln."
    )


class Page:
    """What the web pages say whatever their language; their other sentences are in channels/web/words."""

    BROKEN_FORM = "Die Eingabe war unvollständig. Bitte senden Sie sie noch einmal."
    FIELD_TOO_LONG = "Der Text ist zu lang. Möglich sind {limit} Zeichen; bitte kürzen Sie ihn."
    OPEN_SOURCE = "Quelle {n} öffnen"


class Place:
    """The page of a single passage."""

    NO_DOCUMENT = "Dieses Dokument gibt es hier nicht (mehr)."


class Problems:
    """Errors over HTTP (application/problem+json)."""

    TITLES = {
        400: "Anfrage nicht lesbar",
        403: "Kein Zugang",
        404: "Nicht gefunden",
        405: "Methode nicht erlaubt",
        409: "Gerade nicht möglich",
        413: "Anfrage zu groß",
        415: "Falsches Format",
        422: "Eingabe nicht verwendbar",
        500: "Unerwarteter Fehler",
        501: "Hier nicht eingerichtet",
        503: "Noch nicht bereit",
        507: "Speicher nicht verfügbar",
    }
    KINDS = {  # where the status alone says too little
        "ausgeschaltet": "Vorübergehend ausgeschaltet",
        "fremde-seite": "Nicht angenommen",
    }
    FOREIGN = (
        "Die Eingabe kam nicht von einer Seite dieses Dienstes. Bitte öffnen Sie die Seite neu und senden Sie "
        "sie dort noch einmal."
    )
    DETAILS = {
        400: "Die Anfrage ist nicht lesbar. Bitte senden Sie gültiges JSON in UTF-8.",
        403: "Der Verwaltungsbereich ist nur auf dem Rechner selbst erreichbar, auf dem der Assistent läuft.",
        404: "Diese Adresse gibt es nicht. Alle Adressen stehen in /openapi.json.",
        405: "Diese Adresse nimmt die Methode nicht an. Erlaubt: {allowed}.",
        413: "Die Anfrage ist zu groß: höchstens {limit} kB. Bitte kürzen Sie die Frage oder den Verlauf.",
        415: "Bitte senden Sie JSON mit „Content-Type: application/json“.",
        500: "Da ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal; "
        "bleibt es dabei, hilft die Administration.",
    }
    OTHER = "Die Anfrage kann nicht bearbeitet werden."
    OPENING = "Der Index wird gerade geladen. Bitte versuchen Sie es in einigen Sekunden noch einmal."
    CROWDED = "Gerade fragen sehr viele gleichzeitig. Bitte senden Sie die Frage gleich noch einmal."
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
    UNEXPECTED = "Unerwarteter Fehler ({kind}). Bitte melden Sie ihn mit dem eingegebenen Befehl."
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
    BATCH = (
        'JSONL-Datei mit je einer Frage pro Zeile ({"id", "question", "history"}); '
        "„-“ liest die Standardeingabe."
    )
    K = "Anzahl der Fundstellen."
    EVALUATION_FILE = "JSONL-Datei mit bewerteten Fragen."
    FILING = "Auch die errechnete Einordnung von Recht und Praxis messen; dauert einige Sekunden."
    HOST = "Adresse, auf der der Dienst hört."
    PORT = "Anschluss (Port); 0 wählt einen freien."
    INGEST = "Quellen einlesen und den Index bauen."
    BUILD = "Den Index mit dem Korpus abgleichen."
    STUDY = "Die eigene Studie (TXT, PDF oder DOCX) einlesen und den Index neu bauen."
    STUDY_FILE = "Datei mit der vollständigen Studie."
    FORCE = "Auch bauen, wenn der Index aktuell ist, und das Vektormodell noch einmal holen."
    FORGET_STUDY = "Die eingelesene Studie wieder entfernen und den Index neu bauen."

    ONE_QUESTION = "Bitte geben Sie entweder eine Frage oder --batch mit einer Datei an."
    NOT_UTF8 = "{name} ist kein Text in UTF-8. Bitte speichern Sie die Eingabe als UTF-8."
    NO_FILE = "Die Datei {name} gibt es nicht oder sie ist nicht lesbar."
    INPUT = "Die Eingabe"
    BROKEN_LINE = "Zeile {line}: {message}"
    NOT_JSON = "kein gültiges JSON. Erwartet wird je Zeile ein Objekt mit „id“ und „question“."
    LINE_FAILED = "Diese Frage konnte wegen eines unerwarteten Fehlers nicht beantwortet werden."
    PORT_IN_USE = (
        "Der Anschluss {port} auf {host} ist schon belegt. "
        "Beenden Sie den anderen Dienst oder wählen Sie einen freien Anschluss mit --port."
    )
    NO_ADDRESS = "Auf {host}:{port} kann der Dienst nicht hören. Bitte prüfen Sie --host und --port."
    SERVING = "Der Assistent läuft: {url}  (beenden mit Strg + C)"
    PLAIN_PAGE = "Ohne Gestaltungsmittel (Node 20 und „npm ci“) erscheint die Seite in schlichter Form."
    RANK, SCORE, KIND, PLACE, TEXT = "Rang", "Wert", "Art", "Stelle", "Text"
    NOTHING_FOUND = "Nichts gefunden."
    EXPANSION = "Alltagswendung"
    GENERATION, BUILT_AT, EMBEDDING = "Indexstand", "Gebaut", "Vektormodell"
    FULL_STUDY, LANGUAGE_MODEL = "Volle Studie", "Sprachmodell"
    COUNTS = {
        "passages": "Passagen",
        "units": "Abschnitte, Vorschriften, Beispiele",
        "study": "  zur Studie",
        "law": "  zum Recht",
        "practice": "  zur Praxis",
        "upload": "  aus eigenen Dokumenten",
        "card": "  Zusammenfassungen",
        "full_text": "  Wortlaut der Studie",
        "digest": "  Vorschriften",
        "example": "  Beispiele",
        "document": "  Wortlaut eigener Dokumente",
        "expansion": "  Alltagswendungen",
        "follow_ups": "Geprüfte Anschlussfragen",
    }
    FALLBACK = "{name} (am Korpus angepasster Ersatz)"
    YES, NO, NONE = "ja", "nein", "keines"
    CREATED, UPDATED, SKIPPED, DELETED = "neu", "geändert", "unverändert", "entfernt"
    PASSAGES, NOTE = "Passagen", "Hinweis"
    STATUTES = "Amtliche Gesetze"
    STATUTES_COUNT = "{laws} Gesetze, {norms} Vorschriften"
    STALE = (
        "Seit der Prüfung ihrer Kurzfassung haben sich geändert: {provisions}. Bitte den Wortlaut lesen, die Kurzfassung "
        "anpassen und mit „ingest laws --reviewed“ bestätigen."
    )
    LAWS = "Amtliche Gesetze abgleichen und den Index damit bauen."
    LAWS_FROM = "Aus diesem Ordner statt von den amtlichen Seiten."
    LAWS_EVERYTHING = "Alle Bundesgesetze des Ordners, nicht nur die verzeichneten (corpus/sources.toml)."
    LAWS_DIFF = "Nur zeigen, was sich zuletzt geändert hat; nichts abgleichen."
    LAWS_REVIEWED = "Kurzfassung als geprüft am jetzigen Wortlaut vermerken, z. B. N042; mehrfach möglich."
    LAWS_PRUNE = "Gespeicherte Gesetze entfernen, die in der Quelle nicht mehr enthalten sind."
    REVIEWED = "Als geprüft vermerkt: {ids}"
    ONLY_FOLDER = "--everything geht nur zusammen mit --from ORDNER."
    ADD = "Eigene Dokumente einlesen (Dateien oder Ordner) und den Index damit bauen."
    ADD_PATHS = "Dateien oder Ordner: PDF, DOCX, ODT, HTML, Markdown, TXT, EPUB."
    ADD_NAMES = "JSON-Liste mit den Namen der Dateien, wenn sie unter anderen Namen liegen."
    REMOVE = "Eigene Dokumente entfernen, auch aus dem Index."
    REMOVE_NAMES = "Kennung, Titel oder Dateiname; mehrere möglich."
    LIST = "Eigene Dokumente zeigen."
    CHECK_LINKS = "Alle Adressen prüfen, auf die sich der Korpus stützt."
    DOCUMENT_OPTIONS = {
        "titel": "Titel des Dokuments.",
        "datum": "Datum des Dokuments, z. B. 2025-03-01.",
        "gueltig_von": "Gültig ab diesem Tag.",
        "gueltig_bis": "Gültig bis zu diesem Tag.",
        "zustaendig": "Zuständige Stelle.",
        "sichtbarkeit": "„alle“ oder die Stellen, die es sehen dürfen.",
    }
    NO_DOCUMENTS = "Es sind keine eigenen Dokumente eingelesen."
    REMOVED = "Entfernt: {title} ({id})"
    CHECKING = "Anschlussfragen prüfen"
    CHARACTERS = "{count} Zeichen"
    NO_CHANGE = "Der Index ist aktuell."
    SECTIONS_FOUND = "{count} Abschnitte gefunden:"
    STUDY_STORED = "Die Studie ist gespeichert. Sie bleibt auf diesem Rechner."
    STUDY_FORGOTTEN = "Die eingelesene Studie ist entfernt."
    NO_STUDY = "Es ist keine Studie eingelesen."


class Jobs:
    """Work that the administration area starts."""

    BUSY = (
        "Es läuft schon eine Aufgabe. Bitte warten Sie, bis sie fertig ist, oder brechen Sie sie vorher ab."
    )


class Links:
    """`ingest check`: the addresses that the corpus cites."""

    GONE = "gibt es nicht mehr ({status})"
    SHY = "lässt Programme nicht zu ({status}); bitte im Browser ansehen"
    TROUBLE = "antwortet mit einem Fehler ({status})"
    NO_ANSWER = "antwortet nicht"
    NO_ADDRESS = "ist keine gültige Adresse"
    CIRCLES = "leitet im Kreis weiter"
    CHECKING = "Adressen prüfen"
    LINE = "{url} {reason} (in {rows})"
    DEAD = "Nicht mehr da:"
    UNSURE = "Nicht sicher, bitte ansehen:"
    SUMMARY = "{total} Adressen geprüft: {good} in Ordnung, {dead} nicht mehr da, {unsure} unsicher."
    OFFLINE = "Keine einzige Adresse hat geantwortet: Dieser Rechner hat wohl keinen Zugang zum Internet. Nichts geprüft."


# Answering
# What the assistant itself says in and around an answer. Sentences on the sources come from the sources.


class Input:
    """Questions that cannot be worked on."""

    EMPTY = "Bitte geben Sie eine Frage ein."
    TOO_LONG = (
        "Die Frage ist mit {length} Zeichen zu lang; höchstens {limit} sind möglich. "
        "Bitte kürzen Sie sie auf das, was Sie wissen möchten."
    )
    BINARY = "Die Eingabe enthält Zeichen, die kein Text sind. Bitte geben Sie Ihre Frage als Text ein."
    NO_WORDS = (
        "Darin habe ich keine Frage erkannt. Beschreiben Sie bitte in ein, zwei Sätzen, worum es geht, "
        "zum Beispiel: „Der Bus ins Dorf rechnet sich nicht mehr, was nun?“"
    )
    OTHER_SCRIPT = (
        "Diese Schrift kann ich nicht lesen. Bitte stellen Sie Ihre Frage auf Deutsch oder Englisch. "
        "(Please ask in German or English.)"
    )


class Projects(Input):
    """What the project check says by itself: refusals of its input, and why a principle is touched."""

    EMPTY = "Bitte beschreiben Sie Ihr Vorhaben in ein paar Sätzen."
    TOO_LONG = (
        "Die Beschreibung ist mit {length} Zeichen zu lang; höchstens {limit} sind möglich. "
        "Bitte kürzen Sie sie auf das Wichtigste."
    )
    BINARY = "Die Eingabe enthält Zeichen, die kein Text sind. Bitte beschreiben Sie Ihr Vorhaben als Text."
    OWN = "Ihre Beschreibung liegt nahe bei diesem Prinzip selbst."
    LINKED = "Ihre Beschreibung liegt nahe bei Abschnitt {section} „{title}“: {reason}"


class PersonalData:
    """What personal data in a question is called; masked, the word stands in brackets."""

    KINDS = {
        "iban": "IBAN",
        "email": "E-Mail-Adresse",
        "insurance_number": "Rentenversicherungsnummer",
        "tax_id": "Steuer-ID",
        "identity_document": "Ausweisnummer",
        "birth_date": "Geburtsdatum",
        "phone": "Telefonnummer",
    }


class Composition:
    """Set phrases of a composed answer."""

    STUDY = "Was die Studie dazu sagt"
    LAW = "Was das Recht dazu sagt"
    PRACTICE = "Wie es andere gemacht haben"
    UPLOAD = "Aus Ihren eigenen Dokumenten"
    GAP = "Was offen bleibt"
    SUMMARY = "Kernaussage der Studie dazu ({place}, „{title}“): {sentence}"
    RELATED = "Dazu gehört auch Abschnitt {section} („{title}“): {sentence}"
    VERBATIM = "Im Wortlaut der Studie: „{sentence}“"
    CHECK = "Eine Prüffrage für Ihr Vorhaben: {line}"
    STEP = "Ein möglicher erster Schritt, als Vorschlag dieses Assistenten: {line}"
    BINDS = "Diese Vorschrift richtet sich an: {binds}."
    NOT_MUNICIPAL = (
        "Kommunen bindet sie in der Regel nicht unmittelbar; Landesrecht kann Entsprechendes regeln."
    )
    FROM_DOCUMENT = "„{title}“: {sentence}"
    WORDING = "{provision} im Wortlaut: „{text}“"
    WORDING_BEGINS = "{provision} beginnt im Wortlaut so: „{text}“"
    WORDING_GOES_ON = "Weiter heißt es: „{text}“"
    WORDING_CONTINUES = (
        "Die Vorschrift geht weiter; den ganzen Wortlaut zeigen die Quelle und der amtliche Text."
    )
    DIGEST_STALE = "Achtung: Der Wortlaut hat sich seit der Prüfung dieser Kurzfassung geändert; maßgeblich ist der Wortlaut."
    SOURCES_DIFFER = "Zu beachten: {note}"
    NEAREST_EXAMPLE = "In den Quellen steht zu {title}: {sentence}"
    NEAREST = "Am nächsten liegt in den Quellen Abschnitt {section} („{title}“): {sentence}"
    WEAK = (
        "Ihre Frage treffen die Quellen nur teilweise. Belegt ist, was oben steht; ob es auf Ihren Fall passt, "
        "sollten Sie mit der zuständigen Stelle im Haus klären."
    )
    NO_DETAIL = {
        "number": "Eine Zahl zu genau dieser Frage nennen die Quellen nicht.",
        "price": "Einen Betrag oder Preis nennen die Quellen dazu nicht.",
        "date": "Einen Zeitpunkt oder eine Frist nennen die Quellen dazu nicht.",
        "name": "Einen Namen nennen die Quellen dazu nicht.",
        "ruling": "Wie ein einzelner Fall rechtlich ausgeht, lässt sich aus den Quellen nicht ablesen.",
        "papers": "Muster, Formulare und Listen nötiger Unterlagen enthalten die Quellen nicht.",
    }
    NOT_FOUND = {
        "law": "Eine geprüfte Vorschrift zu genau dieser Frage enthalten die Quellen nicht; Auskunft gibt das Rechtsamt.",
        "practice": "Ein geprüftes Praxisbeispiel zu genau dieser Frage enthalten die Quellen nicht.",
    }
    ASK_ELSEWHERE = "Gesicherte Auskunft gibt die fachlich zuständige Stelle."
    MODEL_UNAVAILABLE = (
        "Das Sprachmodell war nicht erreichbar oder hielt die Regeln nicht ein. "
        "Diese Antwort ist deshalb unmittelbar aus den Quellen zusammengestellt."
    )
    GERMAN_SOURCES = "The sources are in German; this answer quotes them in German."


class Provisions:
    """Replies on provisions that a question names."""

    NO_NORM = "{norm} gibt es nicht: Das Gesetz liegt vollständig vor und enthält keine Vorschrift mit dieser Nummer."
    NO_PLACE = "{place} enthält {norm} nicht; deshalb ist die ganze Vorschrift genannt."
    PERHAPS = "Vielleicht hilft {provision}. Dort steht: „{text}“"
    OTHER_LAW = (
        "Den Wortlaut von {norm} habe ich nicht: „{law}“ gehört nicht zu den eingelesenen Gesetzen, oder der Name ist "
        "anders geschrieben. Bundesrecht steht auf www.gesetze-im-internet.de, Landesrecht im Portal Ihres Landes."
    )
    NEAREST = "Am nächsten liegt {provision}. Dort steht: „{text}“"
    WHICH_LAW = "Welches Gesetz meinen Sie? {norm} gibt es in vielen Gesetzen; bitte nennen Sie es dazu."
    CHOICES = "In meinen Quellen stehen zum Beispiel {choices}."


class Reasons:
    """Why a principle, level or measure belongs to an answer."""

    OWN = "Auf Abschnitt {section} stützt sich die Antwort {refs}: {summary}"
    LINKED = "Verbunden mit Abschnitt {section} „{place}: {reason}"
    FILED = "Dafür steht {evidence}."
    NEAR = "Abschnitt {section} liegt Ihrer Frage thematisch am nächsten."


class Refusals:
    """Replies to what cannot be answered, by category (corpus/unanswerable). `{nearest}` may follow."""

    NEAR = {
        "gebuehren": (
            "Gebühren, Beiträge und Preise legt jede Kommune selbst fest; in meinen Quellen stehen sie nicht. "
            "Auskunft geben Ihre Gebührensatzung, die Kämmerei oder das Fachamt, das die Leistung erbringt."
        ),
        "fristen_verfahren": (
            "Fristen, Bearbeitungszeiten und einzelne Verfahrensschritte enthalten meine Quellen nicht. "
            "Verlässlich sind hier das zuständige Fachamt, die Satzung oder der Bescheid selbst."
        ),
        "einzelfall_recht": (
            "Einen einzelnen Rechtsfall kann und darf ich nicht beurteilen; dazu müsste man die Akte kennen. "
            "Bitte wenden Sie sich an Ihr Rechtsamt, die Kommunalaufsicht oder das zuständige Fachamt."
        ),
        "ortsrecht": (
            "Satzungen und Regelungen einzelner Orte liegen mir nicht vor. "
            "Sie finden sie in der Ortsrechtssammlung Ihrer Kommune oder über das Ratsbüro."
        ),
        "zahlen_daten": (
            "Diese Angabe habe ich in meinen Quellen nicht gefunden, und schätzen möchte ich sie nicht. "
            "Auskunft geben die Statistikstelle, das Statistische Landesamt oder die genannte Einrichtung selbst."
        ),
        "fachtechnik": (
            "Technische Einzelheiten und Normen sind nicht Teil meiner Quellen. "
            "Hier helfen das zuständige Fachamt, die einschlägige Norm oder ein Fachplanungsbüro weiter."
        ),
        "it_technik": (
            "Bei der Bedienung von Programmen und Geräten kann ich nicht helfen. "
            "Bitte wenden Sie sich an Ihre IT-Betreuung oder den Hersteller."
        ),
        "personal_intern": (
            "Zu Personalangelegenheiten und internen Abläufen Ihres Hauses habe ich keine Unterlagen. "
            "Zuständig sind Personalamt, Personalrat oder Ihre Führungskraft."
        ),
        "zeiten_orte": (
            "Öffnungszeiten, Termine und Adressen kenne ich nicht. "
            "Sie stehen auf der Internetseite Ihrer Verwaltung; auch die Behördennummer 115 hilft weiter."
        ),
        "aktuelles": (
            "Über laufende Ereignisse und aktuelle Meldungen weiß ich nichts; meine Quellen haben einen festen Stand. "
            "Bitte sehen Sie in den Mitteilungen der zuständigen Stelle nach."
        ),
        "englisch": (
            "Das steht nicht in meinen Quellen. Bitte fragen Sie die zuständige Stelle in Ihrem Haus. "
            "(My sources do not contain this; please ask the office in charge.)"
        ),
    }
    OFF = {
        "begruessung": (
            "Guten Tag! Beschreiben Sie mir eine Lage oder Frage aus Ihrer Arbeit, gern in Alltagsworten. "
            "Ich suche dazu, was die Studie zur Daseinsvorsorge, das Recht und andere Kommunen beitragen."
        ),
        "dank": "Gern geschehen. Wenn sich daraus eine weitere Frage ergibt, stellen Sie sie einfach.",
        "ueber_dich": (
            "Ich bin ein KI-System, das Fragen der Verwaltung zur zukunftsfähigen Daseinsvorsorge beantwortet. "
            "Ich stütze mich nur auf eine Studie, ausgewählte Rechtsvorschriften und Praxisbeispiele und nenne zu jedem "
            "Satz die Quelle. Gebühren, Fristen, Einzelfälle und alles, was dort nicht steht, kann ich nicht beantworten."
        ),
        "klage": (
            "Das klingt ärgerlich. Damit ich helfen kann: Worum geht es in der Sache, und was möchten Sie dazu wissen? "
            "War eine Antwort falsch oder unbrauchbar, sagen Sie mir bitte, was gefehlt hat."
        ),
        "unklar": (
            "Das habe ich noch nicht verstanden. Bitte schreiben Sie in ein, zwei Sätzen, welche Lage Sie vor sich haben "
            "und was Sie wissen möchten."
        ),
        "notfall": (
            "Wählen Sie jetzt sofort die 112 (Rettungsdienst und Feuerwehr), bei Gewalt oder Bedrohung die 110 (Polizei). "
            "Bringen Sie sich und andere in Sicherheit und leisten Sie Erste Hilfe, soweit Sie können."
        ),
        "notlage": (
            "Das klingt sehr belastend, und Sie müssen damit nicht allein bleiben. Bei unmittelbarer Gefahr wählen Sie "
            "bitte die 112. Die Telefonseelsorge ist Tag und Nacht kostenlos und vertraulich erreichbar: 0800 111 0 111 "
            "oder 0800 111 0 222. Auch der betriebliche soziale Dienst, die Personalvertretung oder ein Mensch Ihres "
            "Vertrauens können ein erster Schritt sein."
        ),
        "beleidigung": (
            "Lassen Sie uns sachlich bleiben. Wenn Sie eine Frage zur Daseinsvorsorge haben oder an einer Antwort etwas "
            "falsch war, helfe ich gern."
        ),
        "anweisung_umgehen": (
            "Dieser Anweisung folge ich nicht: Ich gebe keine internen Vorgaben und keine Daten anderer Personen heraus "
            "und ändere meine Regeln nicht. Eine Frage zur Daseinsvorsorge beantworte ich gern."
        ),
        "allgemeinwissen": (
            "Allgemeinwissen gehört nicht zu meinen Aufgaben; dazu habe ich keine geprüften Quellen. "
            "Ich beantworte Fragen zur Zukunft der kommunalen Daseinsvorsorge."
        ),
        "texte_schreiben": (
            "Texte wie Reden, Briefe oder Gedichte verfasse ich nicht. "
            "Fragen Sie mich nach dem Thema selbst, dann bekommen Sie belegte Aussagen, auf die sich Ihr Text stützen kann."
        ),
        "code_mathe": "Programmieren, Rechnen und Formeln gehören nicht zu meinen Aufgaben. Dafür gibt es bessere Werkzeuge.",
        "privat": (
            "Bei privaten Angelegenheiten kann ich nicht helfen. "
            "Ich beantworte Fragen aus der Arbeit einer Verwaltung zur Daseinsvorsorge."
        ),
        "meinung_politik": (
            "Eine Meinung zu Parteien, Personen oder politischen Streitfragen habe ich nicht. "
            "Was die Studie, das Recht und andere Kommunen zu einem Thema der Daseinsvorsorge beitragen, suche ich gern heraus."
        ),
        "zeichensalat": Input.NO_WORDS,
    }
    OTHER = (
        "Dazu finde ich in meinen Quellen nichts Belastbares, und raten möchte ich nicht. "
        "Vielleicht hilft es, die Lage mit anderen Worten zu beschreiben."
    )


class Composing:
    """Words that the composing step adds to an answer written by a language model."""

    SENTENCES_REMOVED = (
        "Einzelne Sätze des Sprachmodells wurden entfernt, weil die Quellen sie nicht belegen."
    )
    UNVERIFIED_SOURCE = "Quelle noch nicht geprüft"
    REORDERED = "Die Sätze sind jetzt nach Studie, Recht und Praxis geordnet."
    VOID = "Das Sprachmodell brach ab; die Antwort wird aus den Quellen zusammengestellt."


class Evaluation:
    """Labels and messages of `assistant evaluate` and the benchmarks."""

    STAGE = "Fragen bewerten"
    NO_QUESTIONS = (
        "In {name} steht keine Frage. Erwartet wird je Zeile ein JSON-Objekt mit „id“ und „question“."
    )
    SAME_ID = "Die Kennung „{id}“ kommt schon in Zeile {line} vor."
    FIELD_MISSING = "Das Feld „{field}“ fehlt."
    FIELD_WRONG = "Der Wert des Feldes „{field}“ passt nicht."

    HEADING = (
        "{count} Fragen aus {file} · Index: {variant} · Vektormodell: {embedding} · Sprachmodell: {model}"
    )
    COMPARISON = "{file}: Karten allein und mit der vollen Studie"
    CARDS_ONLY, WITH_STUDY = "nur Karten", "Karten + volle Studie"
    ALL = "alle"
    OVERALL = ("Wert", "95-%-Bereich", "von")
    FIGURES = {
        "success@1": "Treffer@1",
        "success@3": "Treffer@3",
        "success@5": "Treffer@5",
        "mrr@10": "MRR@10",
        "ndcg@10": "nDCG@10",
        "principle_hit@3": "Prinzip Treffer@3",
        "level_hit@3": "Ebene Treffer@3",
        "measure_hit@3": "Maßnahme Treffer@3",
        "principle_precision": "Prinzip Präzision",
        "principle_recall": "Prinzip Ausbeute",
        "level_precision": "Ebene Präzision",
        "level_recall": "Ebene Ausbeute",
        "measure_precision": "Maßnahme Präzision",
        "measure_recall": "Maßnahme Ausbeute",
        "answered": "Antwort, wo möglich",
        "refused": "Ablehnung, wo nötig",
        "gold_facts": "Fakten genannt",
        "follow_ups_answerable": "Anschluss beantwortbar",
        "citations_resolve": "Belege auflösbar",
        "quotes_verbatim": "Zitate wörtlich",
        "sentences_cited": "Alle Sätze belegt",
    }
    TABLES = {
        "Gefundene Abschnitte": ("success@1", "success@3", "success@5", "mrr@10", "ndcg@10"),
        "Verknüpfung mit dem Rahmen": ("principle_hit@3", "level_hit@3", "measure_hit@3"),
        "Angezeigte und erwartete Verknüpfungen": (
            *("principle_precision", "principle_recall", "level_precision"),
            *("level_recall", "measure_precision", "measure_recall"),
        ),
        "Antworten": ("answered", "refused", "gold_facts", "follow_ups_answerable"),
        "Belege der Antworten": ("citations_resolve", "quotes_verbatim", "sentences_cited"),
    }
    FILING = "Errechnete Einordnung (zurückgehaltene Vorschriften und Beispiele)"
    FILED = {"law": "Recht", "practice": "Praxis"}
    FILED_UNDER = {"principles": "Prinzipien", "levels": "Ebenen", "measures": "Maßnahmen"}
    FILING_FIGURES = {
        "precision": "Präzision",
        "recall": "Ausbeute",
        "best_is_right": "Bestes richtig",
        "coverage": "Eingeordnet",
    }
    LATENCY = "Dauer in Millisekunden"
    TIMES = {
        "Suche p50": ("retrieve", "p50"),
        "Suche p95": ("retrieve", "p95"),
        "Antwort p50": ("answer", "p50"),
        "Antwort p95": ("answer", "p95"),
    }


# What is kept


class Storage:
    """What can go wrong with conversations, feedback and project checks, and what to do."""

    UNREACHABLE = (
        "Die Datenbank ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal; "
        "bleibt es dabei, prüft die Betreuung des Dienstes STORE_URL und die Datenbank."
    )
    BUSY = "Die Datenbank ist gerade beschäftigt. Bitte versuchen Sie es gleich noch einmal."
    FULL = "Der Speicher für Gespräche ist voll. Bitte Platz schaffen; was gespeichert ist, bleibt erhalten."
    NOT_WRITABLE = (
        "Die Datei der Gespräche darf nicht geschrieben werden. Bitte die Rechte von DATA_DIR prüfen."
    )
    DAMAGED = (
        "Die Datei der Gespräche ist beschädigt oder keine Datenbank. Bitte aus der Sicherung zurückholen oder "
        "beiseitelegen; dann entsteht eine neue."
    )
    BAD_URL = (
        "STORE_URL ist keine Adresse einer Datenbank. Möglich sind sqlite:////pfad/store.db und "
        "postgresql+psycopg://name:kennwort@rechner/datenbank."
    )
    NEWER = (
        "Die Datenbank stammt von einer neueren Fassung des Assistenten. Bitte diese Fassung starten oder eine "
        "Sicherung von davor einspielen."
    )
    NO_CONVERSATION = "Dieses Gespräch gibt es nicht (mehr), oder es gehört zu einem anderen Browser."
    NO_EXCHANGE = "Diese Frage gibt es nicht (mehr), oder sie gehört zu einem anderen Browser."
    NO_SHARED = (
        "Unter diesem Link gibt es keine Antwort (mehr). Vielleicht wurde die Freigabe beendet oder das Gespräch "
        "gelöscht; fragen Sie die Person, von der Sie den Link haben."
    )
    NO_FEEDBACK = "Diese Rückmeldung gibt es nicht (mehr)."
    NO_PROJECT = "Diesen Vorhaben-Check gibt es nicht (mehr), oder er gehört zu einem anderen Browser."
    NO_PRINCIPLE = "Dieses Prinzip gibt es nicht. Die Studie nennt sechs, 3.1 bis 3.6."
    CHANGED_MEANWHILE = (
        "In einem anderen Fenster wurde inzwischen gespeichert. Bitte laden Sie die Seite neu."
    )
    NOT_ANSWERED = "Zu dieser Frage gibt es noch keine Antwort. Bitte warten Sie, bis sie fertig ist."
    NOT_TEXT = "Die Eingabe enthält Zeichen, die kein Text sind. Bitte entfernen Sie diese und senden Sie noch einmal."
    NO_TITLE = "Bitte geben Sie einen Titel ein."
    BAD_REASON = "Diesen Grund gibt es nicht. Bitte wählen Sie einen der angebotenen Gründe."
    BAD_STATUS = "Diesen Bearbeitungsstand gibt es nicht. Bitte wählen Sie einen der angebotenen."
    BAD_DAYS = "Bitte geben Sie für die Aufbewahrung ganze Tage von 1 bis 3650 an."
    OLD_ANSWER = (
        "Diese Antwort stammt aus einer früheren Fassung des Assistenten und lässt sich nicht mehr vollständig "
        "zeigen. Stellen Sie die Frage bitte noch einmal, wenn Ihnen Belege fehlen."
    )


# Documents for the file


class Export:
    """Exported documents, whatever they are about."""

    AUTHOR = "Wissensassistent Daseinsvorsorge"
    FILE_NAME = "Vermerk"
    MOMENT = "{day}, {time} Uhr"
    FOOT = "{subject}, {day}"
    PAGE, OF_PAGES = "Seite", "von"
    NO_FORMAT = "Dieses Format gibt es nicht. Möglich sind {formats}."
    NO_PDF = (
        "PDF ist auf diesem Rechner nicht eingerichtet; dafür fehlt die Bibliothek Pango. Bitte nehmen Sie DOCX und "
        "speichern Sie es als PDF, oder fragen Sie die Betreuung des Dienstes."
    )


class FileNote:
    """An answer or a conversation as a note for the file."""

    SUBJECT = "Antwort des KI-Systems „Wissensassistent Daseinsvorsorge“"
    SUBJECT_CONVERSATION = "Gespräch mit dem KI-System „Wissensassistent Daseinsvorsorge“"
    AI_NOTICE = (
        "Von einem KI-System erstellt (Kennzeichnung nach Art. 50 der KI-Verordnung der EU). Die Antwort gibt die "
        "genannten Quellen wieder und ersetzt keine Rechtsberatung. Bitte prüfen Sie die Quellen, bevor Sie danach "
        "handeln."
    )
    ASKED_AT, UNDERSTOOD = "Gefragt am", "Verstanden als"
    BEGUN_AT, QUESTIONS = "Begonnen am", "Fragen"
    WRITTEN = "Zusammengestellt"
    EXTRACTIVE = "aus den Quellen, ohne Sprachmodell"
    BY_MODEL = "mit dem Sprachmodell {model}, an den Quellen geprüft"
    COVERAGE = "Belegt"
    COVERAGES = {"complete": "ja", "partial": "teilweise", "none": "nein"}
    QUESTION, ANSWER, PLACE = "Frage", "Antwort", "Fundstelle"
    NUMBERED = "{n}. {question}"
    NO_ANSWER = {
        "running": "Die Antwort war noch in Arbeit, als dieser Vermerk entstand.",
        "stopped": "Die Antwort wurde abgebrochen.",
        "failed": "Diese Frage konnte nicht beantwortet werden.",
    }


class ProjectNote:
    """A checked project as a document."""

    SUBJECT = "Vorhaben-Check mit dem KI-System „Wissensassistent Daseinsvorsorge“"
    AI_NOTICE = (
        "Fragen und Belege hat ein KI-System ausgesucht (Kennzeichnung nach Art. 50 der KI-Verordnung der EU), die "
        "Notizen stammen von Menschen. Bitte prüfen Sie die Quellen, bevor Sie danach handeln; eine Rechtsberatung "
        "ersetzen sie nicht."
    )
    NOT_COVERED = "Zu dieser Beschreibung fanden sich keine passenden Belege. Genannt sind allgemeine Stellen der Studie."
    CHANGED, CREATED = "Zuletzt geändert", "Angelegt"
    PROGRESS = "Bearbeitet"
    PROGRESS_OF = "{settled} von {total} Prüffragen geklärt oder nicht zutreffend"
    DESCRIPTION = "Beschreibung"
    OPEN_POINTS = "Offene Punkte"
    NOTHING_OPEN = "Keine. Alle Prüffragen sind geklärt oder treffen nicht zu."
    WHY = "Warum das hier zählt"
    STATE, NOTE = "Stand", "Notiz"
    STATES = {"open": "offen", "done": "geklärt", "dropped": "trifft nicht zu"}
    FORGOTTEN = "Notiz zu einer früheren Prüffrage, die es nicht mehr gibt"
    EVIDENCE, PLACE = "Belege", "Fundstelle"


# Own documents


class Documents:
    """What `ingest add`, `remove` and `list` say about the administration's own documents."""

    STAGE = "Dokumente lesen"
    LINE = "{name}: {says}"
    ADDED = "aufgenommen ({id}) als „{title}“"
    UPDATED = "aktualisiert ({id}): {changes}"
    UNCHANGED = "unverändert ({id})"
    SAME_AS = "unverändert ({id}), gleicher Inhalt wie „{other}“"
    REPLACES = "ersetzt die bisherige Fassung ({ids})"
    RENAMED, MOVED, REREAD = "hieß „{before}“", "neuer Ort", "neu gelesen"
    CHANGED = "{field} jetzt {value}"
    NO_VALUE = "leer"
    RESTRICTED = "sichtbar nur für {units}; es wird aufbewahrt, aber noch nicht durchsucht, weil es keine Anmeldung gibt"
    PAGES_WITHOUT_TEXT = "ohne Text sind die Seiten {pages}"
    PAGE_WITHOUT_TEXT = "ohne Text ist die Seite {pages}"
    BY_OCR = "der Text stammt aus einer Texterkennung (OCR)"
    FIELDS = {
        "titel": "Titel",
        "datum": "Datum",
        "gueltig_von": "gültig von",
        "gueltig_bis": "gültig bis",
        "zustaendig": "zuständig",
        "sichtbarkeit": "Sichtbarkeit",
    }
    EVERYONE = "alle"

    # Passages
    ON_PAGE, ON_PAGES, IN_SECTION = "Seite {first}", "Seite {first}–{last}", "Abschnitt „{heading}“"
    PARAGRAPH, PARAGRAPHS = "Absatz {first}", "Absatz {first}–{last}"
    TABLE = "Tabelle: {header}"
    VALID_FROM, VALID_UNTIL = "Gültig ab {start}.", "Gültig bis {end}."
    VALID_BETWEEN = "Gültig von {start} bis {end}."
    RESPONSIBLE = "Zuständig: {unit}."
    RECOGNISED = "Text durch Texterkennung (OCR) gewonnen; bitte am Original prüfen."

    # Files that are not taken in
    NOT_THERE = "Die Datei gibt es nicht. Bitte den Pfad prüfen."
    UNREADABLE = "Die Datei lässt sich nicht lesen ({reason}). Bitte die Rechte prüfen."
    NO_FILE = "Das ist keine gewöhnliche Datei."
    OUTSIDE = "Die Verknüpfung führt aus dem Ordner hinaus und wird nicht verfolgt."
    NOTHING_HERE = "In diesem Ordner liegt kein Dokument."
    CHANGING = "Die Datei wurde während des Lesens geändert. Bitte noch einmal einlesen."
    EMPTY = "Die Datei ist leer."
    NO_TEXT = "Die Datei enthält keinen Text."
    TOO_BIG = "Die Datei ist größer als {limit} MB (DOCUMENT_MAX_BYTES). Bitte teilen oder verkleinern."
    TOO_MANY_PAGES = "Die Datei hat mehr als {limit} Seiten (DOCUMENT_MAX_PAGES). Bitte teilen."
    TOO_MUCH_TEXT = "Der Text hat mehr als {limit} Zeichen (DOCUMENT_MAX_CHARS). Bitte teilen."
    UNPACKS_TOO_BIG = "Die Datei ist entpackt ungewöhnlich groß und wird nicht gelesen."
    TOO_SLOW = "Das Lesen dauerte länger als {limit} Sekunden und wurde abgebrochen. Bitte teilen oder neu speichern."
    TOO_MUCH_MEMORY = "Zum Lesen reichen {limit} MB Arbeitsspeicher nicht (DOCUMENT_MEMORY_MB). Bitte teilen oder neu speichern."
    CRASHED = "Das Lesen brach unerwartet ab. Die Datei ist wohl beschädigt; bitte neu speichern."
    DAMAGED = "Die Datei ist beschädigt oder kein gültiges {kind}. Bitte neu speichern."
    ENCRYPTED = "Die Datei ist mit einem Kennwort geschützt. Bitte ohne Schutz speichern."
    SCAN = (
        "Die Datei enthält Bilder statt Text, vermutlich ist es ein Scan. Bitte mit Texterkennung (OCR) speichern "
        "oder auf diesem Rechner Tesseract einrichten."
    )
    NO_LETTERS = "Der Text steht in einer Schrift, die sich nicht entschlüsseln lässt. Bitte neu oder mit Texterkennung (OCR) speichern."
    NOTHING_RECOGNISED = (
        "Auch die Texterkennung hat keinen Text gefunden. Bitte einen besseren Scan verwenden."
    )
    OCR_FAILED = "Die Texterkennung (Tesseract, Sprache „{language}“) ist gescheitert. Bitte prüfen, ob sie eingerichtet ist."
    TOO_DEEP = "Die Datei ist zu tief verschachtelt. Bitte neu speichern."
    OLD_OFFICE = "Das ist ein altes Office-Format. Bitte als DOCX, ODT oder PDF speichern."
    OTHER_OFFICE = (
        "Das ist kein Textdokument, sondern eine Tabelle oder Präsentation. Bitte als PDF speichern."
    )
    MACROS = "Das ist eine Word-Vorlage oder enthält Makros. Bitte als DOCX speichern."
    RTF = "Das ist RTF. Bitte als DOCX, ODT oder PDF speichern."
    PICTURE = "Das ist ein Bild. Bitte mit Texterkennung (OCR) als PDF speichern."
    ARCHIVE = "Das ist ein Archiv. Bitte entpacken und die einzelnen Dateien einlesen."
    UNKNOWN = "Dieses Format wird nicht gelesen. Es gehen PDF, DOCX, ODT, HTML, Markdown, TXT und EPUB."

    # Details about a document
    SIDECAR = "Begleitdatei „{name}“: {message}"
    TWO_SIDECARS = "Es gibt mehrere Begleitdateien: {names}. Bitte nur eine behalten."
    LONE_SIDECAR = "Zu dieser Begleitdatei fehlt das Dokument. Bitte den Namen prüfen."
    NOT_YAML = "Die Angaben sind kein gültiges YAML. Erwartet werden Zeilen der Form „name: wert“."
    UNKNOWN_FIELD = "Die Angabe „{name}“ ist nicht vorgesehen. Es gibt: {known}."
    FIELD_TWICE = "Die Angabe „{name}“ steht doppelt da."
    NOT_TEXT = "Die Angabe „{name}“ muss ein kurzer Text sein."
    NOT_A_DATE = "„{value}“ bei „{name}“ ist kein Datum. Bitte wie 31.12.2025 oder 2025-12-31 schreiben."
    WRONG_ORDER = "„gueltig_von“ liegt nach „gueltig_bis“. Bitte die Daten prüfen."
    EVERYONE_AND_OTHERS = "„sichtbarkeit“ nennt „alle“ und zugleich einzelne Stellen. Bitte eines von beiden."
    NO_NAMES = "Die Liste der Dateinamen ist nicht lesbar oder passt nicht zu den Dateien."
    NAMELESS = "Dokument"
    ONE_TITLE = "Ein Titel passt nur zu einer einzelnen Datei."

    # The store
    NOTHING_GIVEN = "Bitte mindestens ein Dokument angeben."
    NO_SUCH = "Ein Dokument „{name}“ gibt es nicht. „ingest list“ zeigt alle."
    AMBIGUOUS = "„{name}“ passt auf mehrere Dokumente: {ids}. Bitte die Kennung angeben."
    BROKEN = (
        "Das Dokument {id} ist im Datenordner beschädigt. Bitte „ingest remove {id}“ und dann neu einlesen."
    )
    OTHER_VERSION = "Das Dokument {id} stammt von einer anderen Version. Bitte mit „ingest add“ neu einlesen."
    SAME_ID = "Zwei verschiedene Dateien ergeben die Kennung {id}. Bitte eine davon geringfügig ändern."
    LOCKED = (
        "Die eigenen Dokumente werden gerade von einem anderen Lauf geändert. Bitte dessen Ende abwarten."
    )
    FULL = "Der Datenträger ist voll. Bitte Platz schaffen und wiederholen."
    NOT_WRITABLE = (
        "In den Datenordner darf nicht geschrieben werden. Bitte Rechte prüfen oder DATA_DIR anders setzen."
    )
    NOT_STORED = "In den Datenordner ließ sich nicht schreiben ({reason})."


# Official statutes


class Laws:
    """What `ingest laws` says about the official texts of the laws, and about what changed in them."""

    LOOKING, FETCHING, COMPARING = "Quelle sichten", "Gesetze abgleichen", "Änderungen vergleichen"

    # What a run has done
    SUMMARY = "Gesetze: {created} neu, {updated} geändert, {unchanged} unverändert ({megabytes} MB gelesen)"
    FAILED = "Nicht übernommen ({count}); der bisherige Stand bleibt:"
    LINE = "  {name}: {reason}"
    MISSING = "Noch nicht vorhanden und in dieser Quelle nicht enthalten: {names}"
    VANISHED = "Gespeichert, aber in dieser Quelle nicht enthalten; bleibt erhalten: {names}"
    AND_MORE = "{names} und {count} weitere"
    REMOVED = "Entfernt, weil in der Quelle nicht mehr enthalten: {names}"
    DOUBTFUL = (
        "In dieser Quelle fehlen {count} gespeicherte Gesetze, mehr als erlaubt (LAWS_MAX_REMOVALS = {limit}). "
        "Es wurde nichts entfernt. Bitte prüfen, ob es der richtige Ordner ist."
    )

    # Why a law is not taken in
    BUSY_ELSEWHERE = (
        "Die Gesetze werden gerade von einem anderen Lauf abgeglichen. Bitte dessen Ende abwarten."
    )
    KEPT = "Gespeicherte Gesetze bleiben, wie sie waren."
    NO_FOLDER = "Diesen Ordner gibt es nicht. Bitte den Pfad prüfen."
    EMPTY_FOLDER = "In diesem Ordner liegt kein Gesetz, das hier verzeichnet ist. Bitte den Pfad prüfen."
    UNREADABLE = "Die Datei lässt sich nicht lesen ({reason})."
    OLDER = "Die Datei ist älter ({found}) als der gespeicherte Stand ({kept})."
    NO_DATE = "ohne Datum"
    NO_SLUG = "Die Abkürzung „{name}“ ergibt keine eigene amtliche Adresse."
    OTHER_LAW = "Die Datei enthält ein anderes Gesetz: erwartet {expected}, erhalten {found}."
    TOO_LARGE = "Die Datei ist größer als {limit} MB (LAWS_MAX_BYTES)."
    NOTHING_SENT = "Die Quelle hat keine Datei geliefert."
    NOT_THERE = "Unter der amtlichen Adresse gibt es dieses Gesetz nicht (mehr)."
    REFUSED = "Die amtliche Seite hat die Anfrage abgelehnt (Status {status})."
    BUSY = "Die amtliche Seite ist überlastet (Status {status}). Bitte später wiederholen."
    TIMEOUT = "Die amtliche Seite antwortet nicht. Bitte später wiederholen."
    UNREACHABLE = "Die amtliche Seite ist nicht erreichbar. Bitte die Verbindung prüfen."
    TOO_SLOW = "Die Übertragung dauerte zu lange und wurde abgebrochen."
    BAD_REDIRECT = "Die amtliche Seite verweist auf eine fremde Adresse; ihr wird nicht gefolgt."
    HOST_GIVEN_UP = "{host} ist nicht erreichbar und wird in diesem Lauf nicht mehr gefragt."

    # What changed
    NOTHING_CHANGED = "Seit dem ersten Einlesen hat sich kein Gesetz geändert."
    RUN = "Abgleich vom {day}: {count}"
    ONE_LAW, SEVERAL_LAWS = "1 Gesetz", "{count} Gesetze"
    NEW_LAW = "Neu aufgenommen: {names}"
    UNKNOWN = "Neue Fassung; die vorige lässt sich nicht mehr lesen und nicht vergleichen: {names}"
    ONLY_FILE = "Neue Datei, keine Vorschrift geändert: {names}"
    LAW = "{name}: {counts}"
    KINDS = {
        "new": "neu",
        "changed": "geändert",
        "repealed": "aufgehoben",
        "renumbered": "umbenannt",
    }
    STAND = "  Stand: {stand}"
    STAND_BEFORE = "  Zuvor: {stand}"
    NO_STAND = "keine Angabe"
    FILE_OF = "{stand} (Datei vom {day})"
    PROVISION = "  {name} [{kind}]"
    WAS = "  {before} → {name} [{kind}]"
    RESTS = "    Darauf stützen sich: {names}"
    ROW, CARD = "{id} ({fundstelle})", "Karte {section}"
    ADDED, REMOVED_WORDS, CUT = "[+{words}+]", "[-{words}-]", "…"

    # Reviews
    NOT_WRITTEN = "{name} ließ sich nicht schreiben ({reason}). Bitte die Rechte des Korpus prüfen."
    NO_ROW = "Die Zeile {id} gibt es in provisions.tsv nicht oder sie nennt keine Vorschrift eines Gesetzes."
    NO_WORDING = "Zu {id} ({fundstelle}) ist kein Wortlaut gespeichert. Bitte zuerst die Gesetze holen („ingest laws“)."
