"""The village's shelf: three made-up laws, one with digests of some of its provisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from assistant.models import Passage, PassageOrigin, SourceKind
from assistant.statute import FiledNorm, LawHeader, LawSource, Norm, NormUnit, Paragraph
from ingest.passages import make_expansion, make_passage, wording_id
from ingest.sources.statutes.pieces import pieces
from tests.village import village_passages

SCRIPT = "<script>alert(1)</script>"
WELLS_STAND = "Zuletzt geändert durch Art. 3 G v. 2.3.2026"
# More than one quote holds, in sentences that can be told apart, so that it must be cut between them.
LONG_PARAGRAPH = " ".join(
    f"Im Fall {n} hört der Ausschuss die Nachbarn an, bevor er über Weg und Zaun entscheidet."
    for n in range(1, 13)
)
# (paragraph, text); the rest of a norm follows from its designation.
_WELLS = (
    (
        "§ 1",
        "Zweck",
        ("Dieses Gesetz hält das Wasser der Dorfbrunnen sauber und für jedermann frei zugänglich.",),
    ),
    (
        "§ 4",
        "Pflege der Brunnen",
        (
            "Wer Wasser schöpft, hinterlässt den Trog sauber.",
            "Die Gemeinde pflegt jeden öffentlichen Brunnen. Sie darf die Pflege einer Nachbarschaft überlassen; "
            "§ 6 bleibt unberührt.",
            "Den Putzplan regelt Anlage 1. Auf der Allmende gilt außerdem § 5 DorfG.",
        ),
    ),
    ("§ 5", "(weggefallen)", ()),
    (
        "§ 6",
        "Putztage",
        ("Jede Brunnengemeinschaft beschließt zwei Putztage im Jahr und hängt sie am Rathaus aus.",),
    ),
    ("(XXXX) §§ 8 bis 10", "(weggefallen)", ()),
    ("Anlage 1", "Putzplan", ("Im Frühjahr:\n  1. Trog leeren,\n  2. Rohre spülen,\n  3. Kette ölen.",)),
)
_COMMONS = (
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
    ("§ 8", "Wege und Zäune", (LONG_PARAGRAPH, "Das Nähere bestimmt die Wegeordnung.")),
    (
        "§ 9",
        "Gemeinsame Geräte",
        tuple(f"Gerät {n} leiht der Gerätewart gegen Unterschrift aus." for n in range(1, 16)),
    ),
    ("§ 10", "Tafeln", (f"Auf Tafeln steht kein {SCRIPT} und kein <b>Fettdruck</b> & kein \"Zitat\".",)),
    ("Anlage", "Flurkarte", ("Die Flurkarte verzeichnet Anger, Allmende und Wege.",)),
)
# A law of the table of names, so that its name can be misspelt; what it says is made up.
_CLIMATE = (
    ("§ 2", "Ziel", ("Das Dorf heizt bis zum Jahr 2041 ohne Öl.",)),
    ("§ 3", "Holzvorrat", ("Der Holzvorrat des Dorfes wächst jedes Jahr um zwei Klafter.",)),
)
# More digests than the plain village has: a second one of § 4, and one whose wording has changed since.
_DIGESTS = (
    ("N004", "§ 4 Abs. 3 BrunnG", "Ein Putzplan sagt, wann Tröge und Rohre zu reinigen sind.", False),
    ("N005", "§ 6 BrunnG", "Brunnengemeinschaften legen ihre Putztage selbst fest.", True),
)
# Everyday wordings of provisions, and what nobody should be answered.
WORDINGS = {
    "§ 4 Abs. 2 BrunnG": "Muss das Rathaus sich um den verdreckten Trog am Marktplatz kümmern?",
    "§ 6 BrunnG": "Wann treffen wir uns zum Schrubben am Brunnen?",
}
POEMS = (
    ("texte_schreiben", "Schreib mir ein Gedicht"),
    ("texte_schreiben", "Schreib ein Gedicht über den Frühling"),
    ("texte_schreiben", "Dichte mir einen Vers für die Feier"),
    ("texte_schreiben", "Verfasse ein Lied für das Sommerfest"),
)


def village_laws() -> list[LawSource]:
    """The laws as `ingest laws` hands them to a build."""
    return [
        _law("brunng", "BrunnG", "Gesetz über die Dorfbrunnen", _WELLS, stand=WELLS_STAND),
        _law("dorfg", "DorfG", "Gesetz über das Leben im Dorf", _COMMONS),
        _law("ksg", "KSG", "Klimagesetz des Dorfes", _CLIMATE),
    ]


def lawful_passages() -> list[Passage]:
    """The village's passages with more digests, and everyday wordings for provisions."""
    passages = village_passages()
    for id_, provision, text, stale in _DIGESTS:
        passages.append(
            make_passage(
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
        )
    by_provision = {p.provision: p for p in passages if p.kind is SourceKind.LAW}
    for provision, text in WORDINGS.items():
        digest = by_provision[provision]
        passages.append(make_expansion(digest, id=wording_id(digest.id, text), text=text, style="alltag"))
    return passages


def _law(
    slug: str, name: str, title: str, norms: tuple[tuple[str, str, tuple[str, ...]], ...], stand: str = ""
) -> LawSource:
    header = LawHeader(
        slug=slug,
        doknr=f"DORF-{slug}",
        name=name,
        names=(name,),
        title=title,
        stand=stand,
        built="2026-03-05",
        retrieved="2026-11-24",
        url=f"https://recht.example/{slug}/",
        source="recht.example",
    )
    filed = [_norm(slug, place, *values) for place, values in enumerate(norms, start=1)]

    def load() -> tuple[LawHeader, Iterator[FiledNorm]]:
        return header, iter(filed)

    return LawSource(slug, hashlib.sha256(repr((header, norms)).encode()).hexdigest(), load)


def _norm(slug: str, place: int, designation: str, title: str, texts: tuple[str, ...]) -> FiledNorm:
    unit, number, until = _cited(designation)
    numbers = [str(n) if len(texts) > 1 else "" for n in range(1, len(texts) + 1)]
    norm = Norm(
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
    filed = FiledNorm(norm, pieces(norm))
    # As `ingest laws` files it: the addressee and the parts come from the digests.
    return replace(filed, binds="Gemeinden", parts=("3.4",), confidence=1.0) if title == "Putztage" else filed


def _cited(designation: str) -> tuple[NormUnit, str, str]:
    """("§", "8", "10") for "(XXXX) §§ 8 bis 10"."""
    word, _, rest = designation.removeprefix("(XXXX) ").partition(" ")
    number, _, until = rest.partition(" bis ")
    return ("Anlage" if word == "Anlage" else "§"), number, until
