"""Names of places and bodies that invented sentences about administration like to use.

German capitalises every noun, so capitals tell no names. This list holds the names that matter and that are no
ordinary words at the same time (no "Essen", "Halle" or "Münster").
"""

from __future__ import annotations

NAMES = frozenset(
    """
    baden wurttemberg bayern berlin brandenburg bremen hamburg hessen mecklenburg vorpommern niedersachsen
    nordrhein westfalen rheinland pfalz saarland sachsen anhalt schleswig holstein thuringen
    munchen koln frankfurt stuttgart dusseldorf leipzig dortmund dresden hannover nurnberg duisburg bochum
    wuppertal bielefeld bonn mannheim karlsruhe augsburg wiesbaden monchengladbach gelsenkirchen aachen
    braunschweig kiel chemnitz magdeburg freiburg krefeld mainz lubeck erfurt oberhausen rostock kassel hagen
    potsdam saarbrucken ludwigshafen oldenburg osnabruck leverkusen heidelberg darmstadt regensburg ingolstadt
    wurzburg wolfsburg ulm gottingen heilbronn pforzheim reutlingen bremerhaven koblenz jena trier erlangen
    schwerin cottbus flensburg konstanz tubingen marburg bayreuth passau bamberg
    deutschland osterreich schweiz frankreich italien spanien portugal polen tschechien ungarn niederlande belgien
    luxemburg danemark schweden norwegen finnland island estland lettland litauen irland england schottland wales
    grossbritannien griechenland turkei ukraine russland china japan indien kanada amerika brasilien mexiko
    australien neuseeland singapur taiwan sudkorea israel
    wien zurich bern basel graz linz paris lyon london manchester amsterdam rotterdam utrecht eindhoven brussel gent
    kopenhagen aarhus stockholm malmo goteborg oslo helsinki tampere tallinn riga vilnius warschau prag budapest
    barcelona madrid valencia lissabon porto mailand bologna turin rom dublin reykjavik tokio montreal toronto
    vancouver seattle boston chicago melbourne curridabat katalonien
    microsoft google apple amazon facebook meta oracle salesforce siemens telekom vodafone openai nvidia huawei
    alibaba palantir accenture deloitte mckinsey kpmg capgemini
    fraunhofer bertelsmann greenpeace caritas diakonie unesco unicef
    """.split()  # noqa: SIM905
)
