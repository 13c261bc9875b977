"""How a document is set, and what that tells about where paragraphs end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sources.study.lines import Line

_SENTENCE_END = re.compile(r"[.!?…][“”\"')\]]*\d{0,2}\s*$")  # a footnote marker may follow
_FULL = 0.95  # a line with this share of the usual width has no room for another word


@dataclass(frozen=True, slots=True)
class Typeset:
    """Usual line width in characters, and usual line breaks between two lines of a paragraph."""

    width: int
    gap: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Typeset:
        """The print of a document; its widest tenth of lines (footnotes, tables) does not count."""
        widths = sorted(len(line.text.strip()) for line in lines)
        gaps = Counter(line.gap for line in lines)
        return cls(widths[len(widths) * 9 // 10] if widths else 0, gaps.most_common(1)[0][0] if gaps else 1)

    def paragraph_ends(self, last: Line, following: Line) -> bool:
        """Whether a paragraph ends between two lines: a wider gap, or a sentence that ends with room left.

        A compositor who had room for the next word would have set it in the same line.
        """
        if following.page == last.page and following.gap > self.gap:
            return True
        needed = len(last.text.strip()) + 1 + len(following.text.split()[0])
        return ends_sentence(last) and needed <= self.width * _FULL


def ends_sentence(line: Line) -> bool:
    return bool(_SENTENCE_END.search(line.text))
