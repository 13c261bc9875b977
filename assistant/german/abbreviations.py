"""Abbreviations of administrative German with their long forms, both in folded spelling.

The long form's words are indexed and searched along with the abbreviation. Keys that are also
everyday words ("go", "so") are left out on purpose.
"""

_TABLE = """
opnv: offentlicher personennahverkehr bus bahn
spnv: schienenpersonennahverkehr bahn
dsgvo: datenschutz grundverordnung
bdsg: bundesdatenschutzgesetz datenschutz
gdpr: dsgvo datenschutz grundverordnung
ozg: onlinezugangsgesetz online verwaltungsleistungen
egovg: e government gesetz digitale verwaltung
ksg: bundes klimaschutzgesetz klimaschutz
kang: klimaanpassungsgesetz klimaanpassung
baugb: baugesetzbuch bauleitplanung
gwb: gesetz gegen wettbewerbsbeschrankungen vergabe
vgv: vergabeverordnung vergabe
uvgo: unterschwellenvergabeordnung vergabe
vob: vergabe und vertragsordnung bauleistungen
gg: grundgesetz
auv: vertrag arbeitsweise europaische union
vwvfg: verwaltungsverfahrensgesetz
sgb: sozialgesetzbuch
bgg: behindertengleichstellungsgesetz barrierefreiheit
bitv: barrierefreie informationstechnik verordnung barrierefreiheit
agg: allgemeines gleichbehandlungsgesetz
ifg: informationsfreiheitsgesetz
uig: umweltinformationsgesetz
whg: wasserhaushaltsgesetz wasser
krwg: kreislaufwirtschaftsgesetz abfall
enwg: energiewirtschaftsgesetz energie strom gas
eeg: erneurbare energien gesetz
geg: gebaudeenergiegesetz
wpg: warmeplanungsgesetz warmeplanung
pbefg: personenbeforderungsgesetz
regg: regionalisierungsgesetz
tkg: telekommunikationsgesetz breitband
dng: datennutzungsgesetz offene daten
bho: bundeshaushaltsordnung haushalt
kag: kommunalabgabengesetz abgaben gebuhren
opp: offentlich private partnerschaft
ppp: public private partnership offentlich private partnerschaft
cop: commons offentliche partnerschaft gemeinschaft
pcp: pre commercial procurement vorkommerzielle auftragsvergabe
ki: kunstliche intelligenz
ai: artificial intelligence kunstliche intelligenz
edv: datenverarbeitung computer it
hr: personal
ob: oberburgermeister
obm: oberburgermeister
lra: landratsamt
isek: integriertes stadtentwicklungskonzept stadtentwicklung
mvz: medizinisches versorgungszentrum arzt gesundheit
vhs: volkshochschule bildung
kita: kindertagesstatte kinderbetreuung
ogs: offene ganztagsschule schule
thw: technisches hilfswerk katastrophenschutz
bge: bedingungsloses grundeinkommen
dao: dezentrale autonome organisation
nsm: neus steurungsmodell
npm: new public management
kpi: kennzahl indikator
oss: open source software freie software
foss: open source software freie software
sdg: sustainable development goals nachhaltigkeitsziele nachhaltigkeit
undp: united nations entwicklungsprogramm vereinte nationen
ngo: nichtregierungsorganisation zivilgesellschaft
"""

EXPANSIONS: dict[str, tuple[str, ...]] = {
    short.strip(): tuple(long.split())
    for short, long in (line.split(":") for line in _TABLE.strip().splitlines())
}
EXPANSIONS.pop("ob")  # "ob" is a conjunction first
