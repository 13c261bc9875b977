"""A small made-up corpus: one card, a row of each table, as text to write and to break."""

from __future__ import annotations

from pathlib import Path

CARD = """---
section: "3.4"
title: "Brunnen gemeinsam pflegen"
guidance: "Gebt den Nachbarn Werkzeug."
levels: ["2.3"]
measures: ["4.3", "4.2"]
related: ["2.3", "4.2"]
---
## Kurzfassung
Nachbarn pflegen **Brunnen** gemeinsam.

## Inhalt
Der erste Absatz erklärt
die Pflege.

Der zweite Absatz zählt auf:
- das Rohr
- den Hahn

Der dritte Absatz steht allein.

## Beispiele
- **Brunnenbund (Musterdorf)**: Der Brunnenbund pflegt zwölf Brunnen.
- „Wasser: für alle“ (Meier 2001): ein Aufruf der Nachbarn.

## Weiterführende Fragen
- Wer pflegt den Brunnen?

## Prüffragen
- Wem gehört der Brunnen?
- Wer zahlt das Rohr? (eigener Vorschlag)

## Im Verwaltungsalltag
- Der Dorfbrunnen tropft, und keiner ist zuständig.
- Die Nachbarn wollen den Brunnen selbst reparieren.
- Der Dorfbrunnen tropft, und keiner ist zuständig.

## Stichworte
Brunnen, Rohr, Hahn; well,
"""

PROVISION_COLUMNS = (
    "id\tfundstelle\tebene\tkurzfassung\twarum\tprinzipien\tbeobachtungsebenen\tmassnahmen\tadressat\tlink\t"
    "gii_slug\tenbez\tstand\tverifiziert\tsicherheit\tkern\thinweis"
)
PROVISION = (
    "N001\t§ 4 Abs. 2 BrunnG\tBund\tGemeinden pflegen Brunnen.\tRegelt die Pflege vor Ort\t3.4;3.5\t2.3\t4.3\t"
    "Gemeinden\thttps://beispiel.de/4\tbrunng\t§ 4\tZuletzt geändert v. 1.2.2025\tja (Datendatei)\thoch\tja\t"
)
PRACTICE_COLUMNS = (
    "name\tort\torganisation\tjahre\twas_wurde_gemacht\tergebnis_lehre\tprinzipien\tebenen\tmassnahmen\t"
    "quelle_titel\tquelle_adresse\tverifiziert\therkunft\tabschnitt\thinweis"
)
PRACTICE = (
    "Brunnenbund\tMusterdorf (Land)\tVerein e. V.\tseit 2004\tNachbarn pflegen Brunnen\tRegeln helfen.\t3.4\t2.3\t"
    "4.3\tBericht\thttps://beispiel.de/bund\tja\tStudie\t3.4; 4.3\t"
    "Die Studie nennt 12 Brunnen; der Bericht nennt 14. Zahlen: https://beispiel.de/z ; Stand unklar"
)
SECTIONS = ("2.3", "2.5", "3.4", "3.5", "4.2", "4.3")


def write(folder: Path, name: str, *lines: str) -> Path:
    """A file of these lines; folders are made as needed."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def changed(row: str, columns: str, **cells: str) -> str:
    """The table row with some cells replaced."""
    names = columns.split("\t")
    values = dict(zip(names, row.split("\t"), strict=True)) | cells
    return "\t".join(values[name] for name in names)
