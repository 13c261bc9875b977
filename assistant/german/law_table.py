"""Laws by their usual short form, each with its other names; data only, read by `law_names`.

One law a line: "short form: name; name". Case, hyphens, umlauts and the genitive need no line of their own
(see `law_names`); long official titles are cut where they are unmistakable. A law that is missing is still read
from its form ("BremKrG", "Denkmalschutzgesetz"); a line makes it known in lower case, by all its names and with
typing errors.
"""

from __future__ import annotations

BY_SECTION = """
AbwAG: Abwasserabgabengesetz; Gesetz über Abgaben für das Einleiten
AGG: Allgemeines Gleichbehandlungsgesetz; Gleichbehandlungsgesetz
AktG: Aktiengesetz
AO: Abgabenordnung; AO 1977
ArbSchG: Arbeitsschutzgesetz
ArbZG: Arbeitszeitgesetz
AsylbLG: Asylbewerberleistungsgesetz
AsylG: Asylgesetz
AufenthG: Aufenthaltsgesetz
BauGB: Baugesetzbuch; BBauG
BauNVO: Baunutzungsverordnung; Verordnung über die bauliche Nutzung der Grundstücke
BBG: Bundesbeamtengesetz
BBodSchG: Bundes-Bodenschutzgesetz; Bodenschutzgesetz
BDSG: Bundesdatenschutzgesetz; BDSG 2018; BDSG-neu
BeamtStG: Beamtenstatusgesetz
BestattG: Bestattungsgesetz
BetrVG: Betriebsverfassungsgesetz
BFDG: Bundesfreiwilligendienstgesetz; Gesetz über den Bundesfreiwilligendienst
BFSG: Barrierefreiheitsstärkungsgesetz; Gesetz zur Umsetzung der Richtlinie (EU) 2019/882
BGB: Bürgerliches Gesetzbuch
BGG: Behindertengleichstellungsgesetz; Gesetz zur Gleichstellung von Menschen mit Behinderungen
BHO: Bundeshaushaltsordnung
BImSchG: Bundes-Immissionsschutzgesetz; Immissionsschutzgesetz; Gesetz zum Schutz vor schädlichen Umwelteinwirkungen
BITV 2.0: BITV; Barrierefreie-Informationstechnik-Verordnung; Verordnung zur Schaffung barrierefreier Informationstechnik
BKGG: Bundeskindergeldgesetz
BMG: Bundesmeldegesetz; Meldegesetz
BNatSchG: Bundesnaturschutzgesetz; Gesetz über Naturschutz und Landschaftspflege; BNatSchG 2009
BremIFG: Bremer Informationsfreiheitsgesetz
BSIG: BSI-Gesetz; BSIG 2025; Gesetz über das Bundesamt für Sicherheit
BWaldG: Bundeswaldgesetz
CsgG: Carsharinggesetz; Gesetz zur Bevorrechtigung des Carsharing
DDG: Digitale-Dienste-Gesetz
DNG: Datennutzungsgesetz; Gesetz für die Nutzung von Daten
EEG 2014:
EEG 2017:
EEG 2021:
EEG 2023: EEG; Erneuerbare-Energien-Gesetz; Gesetz für den Ausbau erneuerbarer Energien
EGBGB: Einführungsgesetz zum Bürgerlichen Gesetzbuche; Einführungsgesetz zum Bürgerlichen Gesetzbuch; BGBEG
EGovG: E-Government-Gesetz; E-Governmentgesetz; Gesetz zur Förderung der elektronischen Verwaltung
EhrenamtStiftG: Gesetz zur Errichtung der Deutschen Stiftung für Engagement
EmoG: Elektromobilitätsgesetz; Gesetz zur Bevorrechtigung der Verwendung elektrisch betriebener Fahrzeuge
EnEfG: Energieeffizienzgesetz; Gesetz zur Steigerung der Energieeffizienz in Deutschland
EnWG: Energiewirtschaftsgesetz; Gesetz über die Elektrizitäts- und Gasversorgung; EnWG 2005
EStG: Einkommensteuergesetz
FamFG: Gesetz über das Verfahren in Familiensachen
FreizügG/EU: Freizügigkeitsgesetz; Freizügigkeitsgesetz/EU; FreizügG EU
GasNZV: Gasnetzzugangsverordnung
GastG: Gaststättengesetz
GBO: Grundbuchordnung
GEG: Gebäudeenergiegesetz
GemFinRefG: Gemeindefinanzreformgesetz; Gesetz zur Neuordnung der Gemeindefinanzen
GenG: Genossenschaftsgesetz; Gesetz betreffend die Erwerbs- und Wirtschaftsgenossenschaften
GeoZG: Geodatenzugangsgesetz; Gesetz über den Zugang zu digitalen Geodaten
GewO: Gewerbeordnung
GewStG: Gewerbesteuergesetz
GKG: Gerichtskostengesetz
GmbHG: GmbH-Gesetz; Gesetz betreffend die Gesellschaften mit beschränkter Haftung
GrEStG: Grunderwerbsteuergesetz
GrStG: Grundsteuergesetz
GVFG: Gemeindeverkehrsfinanzierungsgesetz; Gesetz über Finanzhilfen des Bundes zur Verbesserung
GVG: Gerichtsverfassungsgesetz
GWB: Gesetz gegen Wettbewerbsbeschränkungen
GWG: Geldwäschegesetz
HGB: Handelsgesetzbuch
HGrG: Haushaltsgrundsätzegesetz; Gesetz über die Grundsätze des Haushaltsrechts
HOAI: Honorarordnung für Architekten und Ingenieure
HwO: Handwerksordnung
IFG: Informationsfreiheitsgesetz; Gesetz zur Regelung des Zugangs zu Informationen
IfSG: Infektionsschutzgesetz; Gesetz zur Verhütung und Bekämpfung von Infektionskrankheiten
InsO: Insolvenzordnung
JuSchG: Jugendschutzgesetz
KAnG: Bundes-Klimaanpassungsgesetz; Klimaanpassungsgesetz
KCanG: Konsumcannabisgesetz
KHG: Krankenhausfinanzierungsgesetz; Gesetz zur wirtschaftlichen Sicherung der Krankenhäuser
KKG: Gesetz zur Kooperation und Information im Kinderschutz
KonzVgV: Konzessionsvergabeverordnung; Verordnung über die Vergabe von Konzessionen
KRITISDachG: KRITIS-Dachgesetz; Dachgesetz zur Stärkung der physischen Resilienz
KrWG: Kreislaufwirtschaftsgesetz; Gesetz zur Förderung der Kreislaufwirtschaft
KSchG: Kündigungsschutzgesetz
KSG: Bundes-Klimaschutzgesetz; Klimaschutzgesetz; BKSG
KWG: Kreditwesengesetz
KWKG: Kraft-Wärme-Kopplungsgesetz; Kraft-Wärme-Kopplungs-Gesetz
LuKIFG: Länder-und-Kommunal-Infrastrukturfinanzierungsgesetz; Gesetz zur Finanzierung von Infrastrukturinvestitionen
MStV: Medienstaatsvertrag
MuSchG: Mutterschutzgesetz
NetzDG: Netzwerkdurchsetzungsgesetz
OWiG: Ordnungswidrigkeitengesetz; Gesetz über Ordnungswidrigkeiten
OZG: Onlinezugangsgesetz; Gesetz zur Verbesserung des Onlinezugangs zu Verwaltungsleistungen
PassG: Passgesetz
PAuswG: Personalausweisgesetz
PBefG: Personenbeförderungsgesetz
ProstSchG: Prostituiertenschutzgesetz
PStG: Personenstandsgesetz; PersStdG
PStV: Personenstandsverordnung
RDG: Rechtsdienstleistungsgesetz
RegG: Regionalisierungsgesetz; Gesetz zur Regionalisierung des öffentlichen Personennahverkehrs
ROG: Raumordnungsgesetz; ROG 2008
SektVO: Sektorenverordnung; SektVO 2016; Verordnung über die Vergabe von öffentlichen Aufträgen
SGB: Sozialgesetzbuch
SGG: Sozialgerichtsgesetz
StabG: Stabilitätsgesetz; Gesetz zur Förderung der Stabilität
StAG: Staatsangehörigkeitsgesetz
StGB: Strafgesetzbuch
StPO: Strafprozessordnung
StVG: Straßenverkehrsgesetz
StVO: Straßenverkehrs-Ordnung; StVO 2013
StVZO: Straßenverkehrs-Zulassungs-Ordnung
TDDDG: Telekommunikation-Digitale-Dienste-Datenschutz-Gesetz; TTDSG; Gesetz über den Datenschutz und den Schutz
TierSchG: Tierschutzgesetz
TKG: Telekommunikationsgesetz; TKG 2021
TrinkwV: Trinkwasserverordnung
TzBfG: Teilzeit- und Befristungsgesetz
UIG: Umweltinformationsgesetz; UIG 2005
UmwRG: Umwelt-Rechtsbehelfsgesetz; Gesetz über ergänzende Vorschriften zu Rechtsbehelfen
UrhG: Urheberrechtsgesetz
UStG: Umsatzsteuergesetz
UVgO: Unterschwellenvergabeordnung
UVPG: Gesetz über die Umweltverträglichkeitsprüfung; UVP-Gesetz
UWG: Gesetz gegen den unlauteren Wettbewerb
VergStatVO: Vergabestatistikverordnung
VerpackG: Verpackungsgesetz
VersG: Versammlungsgesetz
VgV: Vergabeverordnung; Verordnung über die Vergabe öffentlicher Aufträge; VgV 2016
VIG: Verbraucherinformationsgesetz
VOB/A: VOB Teil A
VOB/B: VOB Teil B
VwDVG: Verwaltungsdatenverwendungsgesetz; VwDVG 2010; Gesetz über die Verwendung von Verwaltungsdaten
VwGO: Verwaltungsgerichtsordnung
VwVfG: Verwaltungsverfahrensgesetz
VwVG: Verwaltungsvollstreckungsgesetz; Verwaltungs-Vollstreckungsgesetz
VwZG: Verwaltungszustellungsgesetz
WaffG: Waffengesetz
WEG: Wohnungseigentumsgesetz
WHG: Wasserhaushaltsgesetz; Gesetz zur Ordnung des Wasserhaushalts; WHG 2009
WindBG: Windenergieflächenbedarfsgesetz
WoFG: Wohnraumförderungsgesetz
WoGG: Wohngeldgesetz
WPG: Wärmeplanungsgesetz; Gesetz für die Wärmeplanung
ZensG 2022: ZensG; Zensusgesetz
ZPO: Zivilprozessordnung
"""
"""Federal law and what applies everywhere; cited by "§"."""

OF_THE_LAENDER = """
BauO: Bauordnung; Landesbauordnung
BbgKVerf: Kommunalverfassung des Landes Brandenburg; Kommunalverfassung Brandenburg
BHKG:
DSchG:
DSG:
EigBetrG: Eigenbetriebsgesetz
EigVO: Eigenbetriebsverordnung
FAG: Finanzausgleichsgesetz
GemHVO: Gemeindehaushaltsverordnung
GemO:
GemO BW: Gemeindeordnung Baden-Württemberg; Gemeindeordnung für Baden-Württemberg; GO BW
GemO RLP: Gemeindeordnung Rheinland-Pfalz; GO RLP
GkG NRW: Gesetz über kommunale Gemeinschaftsarbeit
GO: Gemeindeordnung
GO NRW: Gemeindeordnung für das Land Nordrhein-Westfalen
GO SH: Gemeindeordnung für Schleswig-Holstein
HBO: Hessische Bauordnung
HGO: Hessische Gemeindeordnung; GO Hessen
HKO: Hessische Landkreisordnung
HmbTG: Hamburgisches Transparenzgesetz; TG Hamburg
HSOG:
HVwVfG: Hessisches Verwaltungsverfahrensgesetz
KAG: Kommunalabgabengesetz
KiBiz: Kinderbildungsgesetz
KiTaG: Kindertagesbetreuungsgesetz; Kindertagesstättengesetz
KomHVO: Kommunalhaushaltsverordnung
KrO: Kreisordnung
KSVG: Kommunalselbstverwaltungsgesetz; KSVG Saarland
KV M-V: Kommunalverfassung M-V; Kommunalverfassung für das Land Mecklenburg-Vorpommern
KVG LSA: Kommunalverfassungsgesetz LSA; Kommunalverfassungsgesetz des Landes Sachsen-Anhalt
KWO: Kommunalwahlordnung
LBauO:
LBG: Landesbeamtengesetz
LBO:
LBO BW: Landesbauordnung Baden-Württemberg; Landesbauordnung für Baden-Württemberg
LDSG: Landesdatenschutzgesetz
LGG: Landesgleichstellungsgesetz
LHO: Landeshaushaltsordnung
LImSchG: Landes-Immissionsschutzgesetz
LKrO: Landkreisordnung
LNatSchG: Landesnaturschutzgesetz
LplG: Landesplanungsgesetz
LTranspG: Landestransparenzgesetz
LVwG: Landesverwaltungsgesetz
LVwVfG: Landesverwaltungsverfahrensgesetz
LWaldG: Landeswaldgesetz
LWG: Landeswassergesetz; Wassergesetz
NatSchG: Naturschutzgesetz
NBauO: Niedersächsische Bauordnung
NDSG: Niedersächsisches Datenschutzgesetz
NKomVG: Niedersächsisches Kommunalverfassungsgesetz
NVwVfG: Niedersächsisches Verwaltungsverfahrensgesetz
OBG: Ordnungsbehördengesetz
ÖPNVG: ÖPNV-Gesetz
POG:
PolG: Polizeigesetz
PsychKG:
SächsBO: Sächsische Bauordnung
SächsGemO: Sächsische Gemeindeordnung; GO Sachsen; GemO Sachsen
SächsKAG: Sächsisches Kommunalabgabengesetz
SächsLKrO: Sächsische Landkreisordnung
SchulG: Schulgesetz
SOG:
StrG: Straßengesetz
StrWG: Straßen- und Wegegesetz
SVwVfG: Saarländisches Verwaltungsverfahrensgesetz
ThürBO: Thüringer Bauordnung
ThürKAG: Thüringer Kommunalabgabengesetz
ThürKO: Thüringer Kommunalordnung; Thüringer Gemeinde- und Landkreisordnung
TVgG: Tariftreue- und Vergabegesetz
"""
"""Law of the Länder; a name without its Land ("KAG") is left as it is, one with it is completed ("KAG NRW")."""

BY_ARTICLE = """
GG: Grundgesetz; Grundgesetz für die Bundesrepublik Deutschland
EMRK: Europäische Menschenrechtskonvention
UN-BRK: UN-Behindertenrechtskonvention; Behindertenrechtskonvention
EKLS: Europäische Charta der kommunalen Selbstverwaltung
BayBO: Bayerische Bauordnung; BauO Bayern
BayDSG: Bayerisches Datenschutzgesetz; DSG Bayern
BayGO: Bayerische Gemeindeordnung; GO Bayern; Gemeindeordnung für den Freistaat Bayern
BayKAG: Bayerisches Kommunalabgabengesetz; KAG Bayern
BayLKrO: Bayerische Landkreisordnung; LKrO Bayern; Landkreisordnung für den Freistaat Bayern
BayStrWG: Bayerisches Straßen- und Wegegesetz
BayVwVfG: Bayerisches Verwaltungsverfahrensgesetz; VwVfG Bayern
KommZG: Gesetz über die kommunale Zusammenarbeit
"""
"""Cited by "Art."; the first lines are the constitution and treaties, the others Bavaria's."""

EUROPEAN = """
AEUV: Vertrag über die Arbeitsweise der Europäischen Union
EUV: Vertrag über die Europäische Union; EU-Vertrag
GRCh: Grundrechtecharta; Charta der Grundrechte der Europäischen Union; EU-Grundrechtecharta; GRC
DSGVO: VO (EU) 2016/679; Datenschutz-Grundverordnung; EU-DSGVO; EU-Datenschutz-Grundverordnung; GDPR
DSA: VO (EU) 2022/2065; Digital Services Act; Gesetz über digitale Dienste
DMA: VO (EU) 2022/1925; Digital Markets Act; Gesetz über digitale Märkte
VO (EU) 2024/1689: KI-Verordnung; KI-VO; EU-KI-Verordnung; AI Act; EU AI Act
VO (EU) 2024/903: Verordnung für ein interoperables Europa; Interoperable Europe Act
VO (EU) 2023/2854: Datenverordnung; Data Act; EU Data Act
VO (EU) 2022/868: Daten-Governance-Rechtsakt; Daten-Governance-Verordnung; Data Governance Act
VO (EU) 2024/1991: Wiederherstellungsverordnung; Verordnung über die Wiederherstellung der Natur
VO (EU) Nr. 910/2014: eIDAS-Verordnung; eIDAS-VO; eIDAS
VO (EG) Nr. 1082/2006: EVTZ-Verordnung; EVTZ-VO
VO (EG) Nr. 1370/2007:
RL (EU) 2019/1024: PSI-Richtlinie; Open-Data-Richtlinie
RL (EU) 2016/2102: Webseitenrichtlinie; Webrichtlinie
RL (EU) 2019/882: European Accessibility Act; Barrierefreiheitsrichtlinie
RL (EU) 2022/2555: NIS-2-Richtlinie; NIS2-Richtlinie; NIS-2-RL
RL 2014/23/EU: Konzessionsrichtlinie
RL 2014/24/EU: Vergaberichtlinie
RL 2014/25/EU: Sektorenrichtlinie
RL 2003/4/EG: Umweltinformationsrichtlinie
RL 2006/123/EG: Dienstleistungsrichtlinie
RL 2000/60/EG: Wasserrahmenrichtlinie; WRRL
RL 92/43/EWG: FFH-Richtlinie; FFH-RL
"""
"""Treaties and acts of the EU, cited by "Art." and with recitals; acts are also known by their number."""

ALSO_OF_THE_LAENDER = "BestattG BGG EGovG FAG IFG KAnG KSG StVG UIG VersG VwVfG VwVG VwZG VIG"
"""Federal laws with namesakes in the Länder: a Land that follows belongs to the name ("IFG NRW")."""

LAENDER = """
BW: Baden-Württemberg; BaWü
Bayern: BY; Bay
Bln: Berlin; BE
Bbg: Brandenburg; BB
Bremen: HB; Brem
Hamburg: Hmb; HH
Hessen: HE
M-V: MV; Mecklenburg-Vorpommern
Nds: Niedersachsen; NI
NRW: NW; Nordrhein-Westfalen
RLP: RP; Rheinland-Pfalz
Saarland: SL
Sachsen: SN
LSA: ST; Sachsen-Anhalt
SH: S-H; Schleswig-Holstein
Thüringen: TH; Thür
"""
