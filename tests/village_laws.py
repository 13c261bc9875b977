"""The village's shelf of statutes: four made-up laws, one of them with digests of some of its provisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from assistant.models import Passage, PassageOrigin, SourceKind
from assistant.statute import FiledNorm, LawHeader, LawSource, Norm, NormUnit, Paragraph
from ingest.filing import Rows
from ingest.passages import make_expansion, make_passage, wording_id
from ingest.sources.statutes.pieces import pieces
from tests.village import village_passages

STAND = "Zuletzt geändert durch Art. 3 G v. 2.3.2026"
SCRIPT = "<script>alert(1)</script>"
# Longer than one quote may be, in sentences that can be told apart.
LONG_PARAGRAPH = " ".join(
    f"Im Fall {n} hört der Ausschuss die Nachbarn an, bevor er über Weg und Zaun entscheidet."
    for n in range(1, 13)
)
_Texts = tuple[tuple[str, str, tuple[str, ...]], ...]  # designation, title, paragraphs; none: repealed
_WELLS: _Texts = (
    ("§ 1", "Zweck", ("Dieses Gesetz hält das Wasser der Dorfbrunnen sauber und frei zugänglich.",)),
    (
        "§ 4",
        "Pflege der Brunnen",
        (
            "Wer Wasser schöpft, hinterlässt den Trog sauber.",
            "Die Gemeinde pflegt jeden öffentlichen Brunnen. Sie darf die Pflege einer Nachbarschaft überlassen; "
            "§ 6 bleibt unberührt.",
            "Den Putzplan beschließt der Rat. Auf der Allmende gilt außerdem § 5 Abs. 2 DorfG.",
        ),
    ),
    ("§ 5", "(weggefallen)", ()),
    (
        "§ 6",
        "Putztage",
        ("Jede Brunnengemeinschaft beschließt zwei Putztage im Jahr und hängt sie am Rathaus aus.",),
    ),
    ("(XXXX) §§ 8 bis 10", "(weggefallen)", ()),
)
_COMMONS: _Texts = (
    (
        "§ 5",
        "Allmende",
        (
            "Die Allmende steht allen Haushalten offen. Niemand darf sie einzäunen.",
            "Über den Auftrieb im Frühling entscheidet der Hirtenrat nach § 6 Absatz 1.",
            "Am Rand der Allmende dürfen Haushalte Bienenkörbe aufstellen.",
        ),
    ),
    (
        "§ 6",
        "Hirtenrat",
        ("Dem Hirtenrat gehören fünf Haushalte an.", "Er tagt nach der Schneeschmelze auf dem Anger."),
    ),
    ("§ 8", "Wege und Zäune", (LONG_PARAGRAPH, "Das Nähere bestimmt § 6 der Wegeordnung.")),
    (
        "§ 9",
        "Gemeinsame Geräte",
        tuple(f"Gerät {n} leiht der Gerätewart gegen Unterschrift aus." for n in range(1, 16)),
    ),
    ("§ 10", "Tafeln", (f'Auf Tafeln steht kein {SCRIPT} und kein <b>Fettdruck</b> & kein "Zitat".',)),
    (
        "§ 8a",
        "Hausnummern",
        tuple(f"Das Haus Nummer {n} steht am Anger hinter dem Zaun." for n in range(1, 61)),
    ),
)
# Laws of the table of names, so that they can be misspelt and cited with an annex; what they say is made up.
_CLIMATE: _Texts = (
    ("§ 2", "Ziel", ("Das Dorf heizt bis zum Jahr 2041 ohne Öl.",)),
    ("§ 3", "Holzvorrat", ("Der Holzvorrat des Dorfes wächst jedes Jahr um zwei Klafter.",)),
    ("Anlage 1", "Öfen", ("Zulässig sind:\n  1. Kachelöfen,\n  2. Grundöfen,\n  3. Küchenherde.",)),
)
_FOREST: _Texts = (
    ("§ 1", "Wald", ("Der Wald hinter dem Anger wird nicht verkauft.",)),
    ("Anlage", "Waldkarte", ("Die Karte verzeichnet Buchen, Eichen und Wege.",)),
)
# Beside those of the village: a second one on § 4, and one whose wording has changed since its review.
_DIGESTS = (
    ("N004", "§ 4 Abs. 3 BrunnG", "Ein Putzplan sagt, wann Tröge und Rohre zu reinigen sind.", False),
    ("N005", "§ 6 BrunnG", "Brunnengemeinschaften legen ihre Putztage selbst fest.", True),
)
EVERYDAY = {
    "§ 4 Abs. 2 BrunnG": "Muss das Rathaus sich um den verdreckten Trog am Marktplatz kümmern?",
    "§ 6 BrunnG": "Wann treffen wir uns zum Schrubben am Brunnen?",
}
# More of what nobody is answered, in many categories, so that a question is not taken for the only one there is.
MORE_REFUSALS = (
    *(("texte_schreiben", f"Schreib {text}") for text in ("mir ein Gedicht", "ein Lied", "einen Vers")),
    ("texte_schreiben", "Dichte mir einen lustigen Vers für die Feier"),
    *(
        ("allgemeinwissen", f"Wie hoch ist der {name}?")
        for name in ("Mount Everest", "Eiffelturm", "Brocken")
    ),
    *(
        ("code_mathe", f"Was ist {sum_}?")
        for sum_ in ("drei mal vier", "die Wurzel aus neun", "zehn minus eins")
    ),
    *(("beleidigung", f"Du {name}") for name in ("Trottel", "Blechkiste", "Nichtsnutz", "Esel")),
    *(("zeiten_orte", f"Wann öffnet {where}?") for where in ("das Freibad", "die Bücherei", "der Markt")),
    *(("aktuelles", f"Was gibt es Neues {where}?") for where in ("vom Fußball", "aus Berlin", "heute")),
    *(("ueber_dich", f"Wer hat dich {done}?") for done in ("gebaut", "programmiert", "bezahlt")),
)


def village_laws() -> list[LawSource]:
    """The laws, as `ingest laws` hands them to a build."""
    rows = Rows(lawful_passages())
    return [
        _law(rows, "brunng", "BrunnG", _WELLS, stand=STAND),
        _law(rows, "dorfg", "DorfG", _COMMONS),
        _law(rows, "ksg", "KSG", _CLIMATE),
        _law(rows, "bwaldg", "BWaldG", _FOREST),
    ]


def lawful_passages() -> list[Passage]:
    """The village's passages with more digests and with everyday wordings of provisions."""
    passages = [*village_passages(), *(_digest(*values) for values in _DIGESTS)]
    digests = {p.provision: p for p in passages if p.kind is SourceKind.LAW}
    for provision, text in EVERYDAY.items():
        id_ = wording_id(digests[provision].id, text)
        passages.append(make_expansion(digests[provision], id=id_, text=text, style="alltag"))
    return passages


def _digest(id_: str, provision: str, text: str, stale: bool) -> Passage:
    return make_passage(
        id=f"law/{id_}",
        kind=SourceKind.LAW,
        origin=PassageOrigin.DIGEST,
        unit=f"law:{provision}",
        title=provision,
        text=f"{text} Bedeutung: Die Vorschrift zählt am Brunnen.",
        provision=provision,
        locator=provision,
        binds="Gemeinden",
        url=f"https://recht.example/{id_}",
        principles=("3.4",),
        stale=stale,
    )


def _law(rows: Rows, slug: str, name: str, texts: _Texts, stand: str = "") -> LawSource:
    header = LawHeader(
        slug=slug,
        doknr=f"DORF-{slug}",
        name=name,
        names=(name,),
        title=f"Gesetz des Dorfes ({name})",
        stand=stand,
        built="2026-03-05",
        retrieved="2026-11-24",
        url=f"https://recht.example/{slug}/",
        source="recht.example",
    )
    norms = [_norm(slug, place, *values) for place, values in enumerate(texts, start=1)]

    def load() -> tuple[LawHeader, Iterator[FiledNorm]]:
        return header, (_filed(norm, rows.of(header, norm)) for norm in norms)

    return LawSource(slug, hashlib.sha256(repr((header, norms)).encode()).hexdigest(), load)


def _norm(slug: str, place: int, designation: str, title: str, texts: tuple[str, ...]) -> Norm:
    unit, number, until = _cited(designation)
    numbers = [str(n) if len(texts) > 1 else "" for n in range(1, len(texts) + 1)]
    return Norm(
        id=f"{slug}-{place}",
        designation=designation,
        unit=unit,
        number=number,
        until=until,
        title=title,
        outline=("Teil 1 Das Dorf",),
        paragraphs=tuple(map(Paragraph, numbers, texts)),
        notes=(),
        repealed=not texts,
        url=f"https://recht.example/{slug}/{place}.html",
    )


def _filed(norm: Norm, digests: Sequence[Passage]) -> FiledNorm:
    """With the addressee and the parts of the digests on it."""
    binds = "; ".join(dict.fromkeys(p.binds for p in digests if p.binds)) or None
    parts = tuple(dict.fromkeys(part for p in digests for part in p.parts))
    return FiledNorm(norm, pieces(norm), binds, parts, 1.0 if parts else 0.0)


def _cited(designation: str) -> tuple[NormUnit, str, str]:
    """("§", "8", "10") for "(XXXX) §§ 8 bis 10"."""
    word, _, rest = designation.removeprefix("(XXXX) ").partition(" ")
    number, _, until = rest.partition(" bis ")
    return ("Anlage" if word == "Anlage" else "§"), number, until
