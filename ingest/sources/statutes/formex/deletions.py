"""Passages of a consolidated text that are no longer law.

A consolidated file keeps what was deleted, between two processing instructions: `CLG.MDFO` with
ACTION="DELETED" opens the passage, the `CLG.MDFC` that names it closes it. The official page shows a dash
there; we say "[gestrichen]".
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from lxml import etree

from ingest.sources.statutes.gii.files import OfficialFile

DELETED = "[gestrichen]"
_KEPT = ("TI.ART", "NO.PARAG", "NO.P", "NO.GR.SEQ")  # what is deleted still has its number
_UNPRINTED = ("QUOT.START", "QUOT.END", "NOTE", "INCL.ELEMENT")
_FLAG = "deleted"


class _Text(NamedTuple):
    holder: etree._Element
    place: Literal["text", "tail"]

    @property
    def value(self) -> str:
        return (self.holder.text if self.place == "text" else self.holder.tail) or ""

    def replace(self, value: str) -> None:
        setattr(self.holder, self.place, value)


class _Passage:
    """A deleted passage while the file goes by."""

    def __init__(self, opening: etree._ProcessingInstruction):
        self.id = opening.get("ID")
        self.only_text = opening.get("LEVEL") == "TEXT"
        self.texts: list[_Text] = []
        self.begun: list[etree._Element] = []
        self.whole: list[etree._Element] = []
        self._depth = 0

    def enter(self, element: etree._Element) -> None:
        self.begun.append(element)
        self._depth += 1

    def leave(self, element: etree._Element) -> None:
        if self._depth:  # else it began before the passage
            self.whole.append(element)
            self._depth -= 1

    def end(self) -> None:
        words = " ".join(text.value for text in self.texts).split()
        if self.only_text and len(words) <= 1:
            return  # the official page lets single words and signs stand, so do we
        for element in self.whole:
            element.set(_FLAG, "")
        for element in self.begun:
            if element.tag in _UNPRINTED:
                element.tag = "IE"  # an element without content
        said = False
        for text in self.texts:
            if text.value.strip():
                kept = text.place == "text" and text.holder.tag in _KEPT
                if not kept:
                    text.replace("" if said else f" {DELETED} ")
                said = not kept


def is_deleted(element: etree._Element) -> bool:
    """Whether the whole element is deleted."""
    return element.get(_FLAG) is not None


def mark_deletions(file: OfficialFile, root: etree._Element) -> None:
    """Puts "[gestrichen]" in the place of deleted passages, once per numbered part.

    Raises CorpusError for a passage without end: what is law and what is not could not be told apart.
    """
    if not any(_opens(pi) for pi in root.iter(etree.PI)):
        return
    passage: _Passage | None = None
    for event, node in etree.iterwalk(root, events=("start", "end", "pi")):
        if event == "pi":
            if passage is None:
                passage = _Passage(node) if _opens(node) else None
            elif node.target == "CLG.MDFC" and node.get("IDREF") == passage.id:
                passage.end()
                passage = None
        elif passage is not None:
            (passage.enter if event == "start" else passage.leave)(node)
        if passage is not None:
            passage.texts.append(_Text(node, "text" if event == "start" else "tail"))
    if passage is not None:
        raise file.fault("Eine gestrichene Stelle hat kein Ende.")


def _opens(node: etree._ProcessingInstruction) -> bool:
    return node.target == "CLG.MDFO" and node.get("ACTION") == "DELETED"
