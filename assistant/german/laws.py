"""Names of laws: abbreviations as written, full names and numbered EU acts -> one short form.

A law that is missing here is still recognised by its shape ("KRITISDachG"); the tables are needed for
lower-case typing ("§ 97 gwb"), for full names and for acts that go by several names.
"""

from __future__ import annotations

import re

ABBREVIATIONS = (
    "AEUV", "AO", "AktG", "AsylG", "AufenthG", "BauGB", "BauNVO", "BauO", "BBodSchG", "BDSG", "BFSG",
    "BGB", "BGG", "BHO", "BImSchG", "BITV", "BMG", "BNatSchG", "BremIFG", "DNG", "DSA", "DSGVO", "EEG",
    "EGovG", "EhrenamtStiftG", "EigBetrG", "EnWG", "EUV", "FAG", "GasNZV", "GemHVO", "GemO", "GenG",
    "GeoZG", "GG", "GKG", "GmbHG", "GO", "GRCh", "GWB", "GWG", "HGrG", "HmbTG", "IFG", "KAG", "KAnG",
    "KHG", "KonzVgV", "KrO", "KrWG", "KRITISDachG", "KSG", "KWG", "LDSG", "LGG", "LHO", "LTranspG",
    "LVwVfG", "NatSchG", "OZG", "PBefG", "RegG", "ROG", "SektVO", "StGB", "StPO", "StVG", "StVO",
    "SVwVfG", "TKG", "TVgG", "UIG", "UmwRG", "UrhG", "UVgO", "UVPG", "UWG", "VergStatVO", "VgV", "VIG",
    "VOB/A", "VwGO", "VwVfG", "VwVG", "VwZG", "WHG", "WPG", "ZPO",
)  # fmt: skip

EDITIONS = {"EEG": ("2014", "2017", "2021", "2023"), "BITV": ("2.0",), "WHG": ("2009",)}
"""Laws whose name carries a year or version; after any other law a number is not part of the name."""

STATES = (
    "BW", "BY", "Bay", "Bayern", "BB", "Bbg", "Bln", "Berlin", "BremG", "Bremen", "HE", "Hessen", "Hmb",
    "Hamburg", "LSA", "MV", "NDS", "Nds", "NI", "NRW", "NW", "RP", "RLP", "SH", "SL", "Saarland", "SN",
    "Sachsen", "ST", "TH", "Thür", "Thüringen",
)  # fmt: skip

_FULL_NAMES = {
    r"Grundgesetz(?:es)?": "GG",
    r"Datenschutz-?Grundverordnung": "DSGVO",
    r"DS-GVO": "DSGVO",
    r"GDPR": "DSGVO",
    r"Bundesdatenschutzgesetz(?:es)?": "BDSG",
    r"Online-?[Zz]ugangsgesetz(?:es)?": "OZG",
    r"E-Government-Gesetz(?:es)?": "EGovG",
    r"Verwaltungsverfahrensgesetz(?:es)?": "VwVfG",
    r"Baugesetzbuch(?:e?s)?": "BauGB",
    r"Bürgerliche[ns]? Gesetzbuch(?:e?s)?": "BGB",
    r"Gesetz(?:es)? gegen Wettbewerbsbeschränkungen": "GWB",
    r"Vergabeverordnung": "VgV",
    r"(?:Bundes-?)?[Kk]limaschutzgesetz(?:es)?": "KSG",
    r"(?:Bundes-?)?[Kk]limaanpassungsgesetz(?:es)?": "KAnG",
    r"Raumordnungsgesetz(?:es)?": "ROG",
    r"Wärmeplanungsgesetz(?:es)?": "WPG",
    r"Kreislaufwirtschaftsgesetz(?:es)?": "KrWG",
    r"Wasserhaushaltsgesetz(?:es)?": "WHG",
    r"Bundesnaturschutzgesetz(?:es)?": "BNatSchG",
    r"Energiewirtschaftsgesetz(?:es)?": "EnWG",
    r"Personenbeförderungsgesetz(?:es)?": "PBefG",
    r"Telekommunikationsgesetz(?:es)?": "TKG",
    r"Informationsfreiheitsgesetz(?:es)?": "IFG",
    r"Umweltinformationsgesetz(?:es)?": "UIG",
    r"Behindertengleichstellungsgesetz(?:es)?": "BGG",
    r"Barrierefreiheitsstärkungsgesetz(?:es)?": "BFSG",
    r"Datennutzungsgesetz(?:es)?": "DNG",
    r"Genossenschaftsgesetz(?:es)?": "GenG",
    r"Abgabenordnung": "AO",
    r"Gemeindeordnung": "GO",
    r"Kommunalabgabengesetz(?:es)?": "KAG",
    r"KI-V(?:O|erordnung)|AI[ -]Act": "VO (EU) 2024/1689",
}
_SAME_ACT = {"VO (EU) 2016/679": "DSGVO"}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
_BOOKS = (
    "Erst",
    "Zweit",
    "Dritt",
    "Viert",
    "Fünft",
    "Sechst",
    "Siebt",
    "Acht",
    "Neunt",
    "Zehnt",
    "Elft",
    "Zwölft",
)

_EU_ACT = (
    r"(?:VO|[Vv]erordnung|RL|[Rr]ichtlinie)\s*(?:\((?P<body>EU|EG|EWG)\)\s*)?(?P<nr>Nr\.\s*)?"
    r"(?P<act>\d{2,4}/\d{1,4})(?P<tail>/(?:EU|EG|EWG))?"
)
_BOOK = "|".join(_BOOKS)
_SOCIAL_CODE = rf"SGB\s*(?P<sgb>[IVX]+|\d{{1,2}})|(?P<book>{_BOOK})e[ns]?\s+Buch(?:e?s)?\s+Sozialgesetzbuch"
_SHAPE = r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]*[A-ZÄÖÜ][a-zäöü]{0,5}"
_KNOWN = {a.lower(): a for a in ABBREVIATIONS}
_STATES = {s.lower(): s for s in STATES}

EU_ACT = re.compile(rf"\b{_EU_ACT}\b")
_FULL = [(re.compile(rf"(?:{name})(?!\w)", re.IGNORECASE), law) for name, law in _FULL_NAMES.items()]
_SGB = re.compile(_SOCIAL_CODE, re.IGNORECASE)
_SHORT = re.compile(rf"(?:VOB/A|{_SHAPE}|[A-Za-zÄÖÜäöü]{{2,}})(?![\w/]|-\w)")
_SUFFIX = re.compile(rf"\s+(?P<state>{'|'.join(STATES)})\b|\s+(?P<edition>\d{{4}}|\d\.\d)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\s*(?:,\s*)?(?:(?:des|der|dem|vom|im)\s+)?")


def eu_act(match: re.Match[str]) -> str:
    """Short form of a match of `EU_ACT`: "VO (EU) 2024/1689", "RL 2014/24/EU" (or its usual name)."""
    kind = "VO" if match[0][0] in "Vv" else "RL"
    body = f" ({match['body']})" if match["body"] else ""
    name = f"{kind}{body}{' Nr.' if match['nr'] else ''} {match['act']}{match['tail'] or ''}"
    return _SAME_ACT.get(name, name)


def law_at(text: str, position: int) -> tuple[str | None, int]:
    """The law named at a place of a text, articles ("des", "der") skipped.

    Returns:
        Its short form ("GWB", "SGB VIII", "GO NRW", "EEG 2023") and the place after it, or (None, position).
    """
    start = _ARTICLE.match(text, position).end()  # type: ignore[union-attr]  # matches the empty string too
    if start == position:
        return None, position
    if match := EU_ACT.match(text, start):
        return eu_act(match), match.end()
    if match := _SGB.match(text, start):
        return f"SGB {_social_code(match)}", match.end()
    for name, law in _FULL:
        if match := name.match(text, start):
            return _with_suffix(law, text, match.end())
    if match := _SHORT.match(text, start):
        known = _KNOWN.get(match[0].lower())
        # Unknown names count only in their usual shape; "der" and "Und" are words, "BremKrG" is a law.
        if known or (re.fullmatch(_SHAPE, match[0]) and not re.fullmatch(r"[IVX]+", match[0])):
            return _with_suffix(known or match[0], text, match.end())
    return None, position


def _social_code(match: re.Match[str]) -> str:
    if match["book"]:
        return _ROMAN[[b.lower() for b in _BOOKS].index(match["book"].lower())]
    number = match["sgb"].upper()
    return _ROMAN[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(_ROMAN) else number


def _with_suffix(law: str, text: str, end: int) -> tuple[str, int]:
    """A following state ("GO NRW") or edition ("EEG 2023") belongs to the name."""
    match = _SUFFIX.match(text, end)
    if match and match["state"] and match["state"].lower() in _STATES:
        return f"{law} {_STATES[match['state'].lower()]}", match.end()
    if match and match["edition"] in EDITIONS.get(law, ()):
        return f"{law} {match['edition']}", match.end()
    return law, end
