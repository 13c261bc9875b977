"""Greetings, pleas, thanks and signatures around a question.

They say nothing about its topic, but the judgement of answerability knows them from small talk.
"""

from __future__ import annotations

import re

from assistant.german.analysis import content_words

_OPENING = re.compile(
    r"^\W*(?:(?:hallo|hi|hey|moin(?: moin)?|servus|grüß gott|grüezi|guten (?:tag|morgen|abend)|sehr geehrte\w*|liebe[rs]?)"
    r"(?: (?:zusammen|damen und herren|team|kolleg\w+|assistent\w*))*[\s,.!:–-]+"
    r"|ich (?:habe|hätte) (?:da )?(?:mal )?(?:eine|ne) (?:kurze )?frage[\s,.!:–-]+"
    r"|(?:kannst|könntest) du mir (?:bitte )?(?:mal )?(?:helfen|sagen|erklären)[\s,.!?:–-]+"
    r"|(?:können|könnten) sie mir (?:bitte )?(?:mal )?(?:helfen|sagen|erklären)[\s,.!?:–-]+"
    r"|bitte (?:erklär\w*|sag\w*|nenn\w*|beschreib\w*)(?: sie)?(?: mir)?(?: mal)?[\s,.!:–-]+"
    r"|(?:danke|vielen dank|dankeschön)[\s,.!:–-]+(?=\S)"
    r"|(?:hello|good (?:morning|afternoon)|please|could you (?:please )?(?:tell|explain to) me)[\s,.!:–-]+)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:[\s,.!?–-]+(?:bitte|please|danke(?: schön| sehr| im voraus)?|vielen dank\b[^?]*|(?:mit )?(?:freundliche[nm]?|beste|viele|liebe) grü(?:ß|ss)e\w*\b[^?]*"
    r"|mfg\b[^?]*|lg\b[^?]*|thanks?(?: you)?(?: in advance)?))[\s!.?]*$",
    re.IGNORECASE,
)

_QUESTION_WORD = re.compile(
    r"(?:was|wer|wie|wo|wann|warum|wieso|welche\w*|what|who|how|where|when|why|which)\b", re.I
)


def without_courtesies(question: str) -> str:
    """The question alone; unchanged where nothing but courtesies would be left."""
    core, before = question, ""
    while core != before:
        before = core
        core = _OPENING.sub("", core)
    shorter = _CLOSING.sub("", core)
    if "?" in core[len(shorter) :]:
        shorter += "?"
    asks = len(content_words(shorter)) > 1 or _QUESTION_WORD.match(shorter)
    return shorter if asks else question
