"""Does somebody who writes need help at once?

Written out as rules beside the learned categories: there are few examples of it, and a mistake here
weighs more than any other. Work on these topics ("Wie beugt die Stadt Suiziden vor?") is no distress.
"""

from __future__ import annotations

import re

_NOT_FIGURATIVE = r"(?! (?:d\w\w|ihr\w*|sein\w*|mein\w*|unser\w*|mit|einnahmen|geld|chancen)\b)"  # "bringt sich um ihre Einnahmen"
_SUICIDE = (
    rf"bring\w* mich (?:\w+ )?um{_NOT_FIGURATIVE}",
    r"bringt sich um(?=\s*(?:[.,!?;]|$))",
    r"(?:mich|sich) (?:selbst )?um(?:zu)?bringen",
    r"mich (?:selbst )?(?:zu )?töten",
    r"(?:mir|sich) (?:selbst )?(?:das|mein) leben (?:zu )?nehmen",
    r"(?:mir|sich) (?:selbst )?(?:et)?was (?:an(?:zu)?tun|antue)",
    r"mir (?:\w+ )?selbst (?:weh|etwas an)",
    r"(?:ich|habe?) (?:\w+ ){0,3}(?:selbstmord|suizid)gedanken",
    r"ich bin (?:\w+ )?(?:suizidal|lebensmüde)",
    r"(?:ich|will|möchte|würde) (?:\w+ ){0,4}(?:sterben|tot sein|nicht mehr (?:leben|da sein|aufwachen))",
    r"(?:sie|er) nicht mehr leben (?:will|möchte)",
    r"vom? (?:\w+ )?(?:\w*turm|\w*brücke|dach) (?:zu )?springen",
    r"kill myself|end my life|want to die|suicidal|hurt myself|can['’]t go on(?! (?:with|to)\b)",
)
_DESPAIR = (
    r"keine? (?:\w+ )?(?:kraft|lust|sinn) (?:\w+ )?(?:mehr )?(?:zum leben|zu leben|im leben)",
    r"wenn ich (?:weg|tot|nicht mehr da) wäre",
    r"ohne mich (?:wäre|ginge)[^.?!]*besser",
    r"niemand würde mich vermissen",
    r"ich kann (?:\w+ )?nicht mehr(?=\s*(?:[.,!?;…–-]|und\b|$))",
    r"ich halte? (?:das|es)(?: alles| hier)? (?:\w+ )?nicht mehr aus",
    rf"ich bin (?:\w+ )?(?:am ende{_NOT_FIGURATIVE}|verzweifelt)",
    r"(?:sehe|habe|weiß) (?:\w+ )?keinen ausweg(?! aus d\w\w\b)(?! aus unser)",
)
_VIOLENCE = (
    r"ich werde (?:\w+ ){0,4}(?:geschlagen|misshandelt|gemobbt|gestalkt)",
    r"meine? (?:ex-?)?(?:mann|frau|freund(?:in)?|partner(?:in)?|vater|mutter|chef(?:in)?)"
    r" (?:schlägt|misshandelt|mobbt|bedroht) mich(?! nicht)",
)
_SIGNS = re.compile(rf"\b(?:{'|'.join((*_SUICIDE, *_DESPAIR, *_VIOLENCE))})", re.IGNORECASE)


_EMERGENCY = re.compile(
    r"\batmet nicht\b|\b(?:ist|liegt|wurde) (?:\w+ )?(?:bewusstlos|ohnmächtig)\b|\bkollabiert\b|\bkeinen puls\b"
    r"|\bhat (?:gerade |jetzt )?(?:einen |nen )?(?:herzinfarkt|schlaganfall)\b|\bblutet stark\b"
    r"|\b(?:es brennt|brennt es) (?:gerade |jetzt )?(?:im|in|bei|hier)\b|\bbrennt es\s*[.!]*$|\bes brennt\s*[.!]*$"
    r"|\b(?:mit|hat|zieht) (?:einem?|einer|ein) (?:messer|waffe|pistole)\b(?=[^.?!]*\b(?:im|vor|uns|amt|rathaus|flur)\b)"
    r"|\bamok(?:lauf|alarm)? (?:im|bei uns)\b|\bnot breathing\b|\bunconscious\b",
    re.IGNORECASE,
)


def in_emergency(text: str) -> bool:
    """Whether `text` tells of an emergency going on right now: life, fire, a weapon."""
    return bool(_EMERGENCY.search(" ".join(text.split())))


def in_distress(text: str) -> bool:
    """Whether `text` speaks of danger to the writer or to somebody near."""
    return bool(_SIGNS.search(" ".join(text.split())))
