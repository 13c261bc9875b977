"""Which kind of source does a question ask for in so many words?"""

from __future__ import annotations

import re

from assistant.german.citations import citations
from assistant.models import SourceKind

_LAW = re.compile(
    r"\b(?:(?:dürfen|darf|müssen|muss) (?:wir|ich|man|(?:die|eine|unsere?) (?:stadt|gemeinde|kommune|verwaltung|behörde)|ämter"
    r"|ein amt|das amt)|verpflichtet|pflicht|erlaubt|verboten|zulässig|\w*rechtlich\w*"
    r"|rechtsgrundlage|vorschrift\w*|gesetz\w*|paragra(?:f|ph)\w*|vorgeschrieben|are we allowed|must we|legal\w*|law)\b",
    re.IGNORECASE,
)
_PRACTICE = re.compile(
    r"\bbeispiel\w*|\bvorbild\w*|\bandere[nr]? (?:städte|kommunen|gemeinden|landkreise|orte)"
    r"|\bgibt es (?:schon |irgendwo )?(?:städte|kommunen|gemeinden|orte|landkreise|jemanden)"
    r"|\bwer (?:hat|macht|betreibt|nutzt) (?:das|so|schon|bereits)\b|\banderswo\b|\bwo (?:gibt es|wurde|hat man)\b"
    r"|\bexamples?\b|\bother (?:towns|cities|municipalities)\b",
    re.IGNORECASE,
)


def wanted_kind(question: str) -> SourceKind | None:
    """Law for "Dürfen wir …?", practice for "Wer hat das schon gemacht?", otherwise None."""
    if _PRACTICE.search(question):
        return SourceKind.PRACTICE
    if _LAW.search(question) or citations(question):
        return SourceKind.LAW
    return None
