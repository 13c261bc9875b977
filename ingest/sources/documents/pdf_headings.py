"""Finds the headings of a PDF by its tags, its bookmarks and its type sizes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ingest.sources.documents.outline import numbered_level
from ingest.sources.documents.pdf_page import PdfLine, PdfTable

Style = tuple[float, bool]  # size and boldness
_LARGER = 1.12  # than the body: surely a heading
_TAG = re.compile(r"H([1-6])")
_TITLE_TAG = "Title"
_LONGEST = 200  # characters
_MOST_LINES = 4
_DEEPEST = 6


class Headings:
    """What headings look like in one document."""

    def __init__(self, lines: Sequence[PdfLine], bookmarks: Mapping[str, int]):
        """`bookmarks` are levels from 1 by title."""
        weight: Counter[Style] = Counter()
        for line in lines:
            weight[_style(line)] += len(line.text)
        self.body_size, self._body_bold = weight.most_common(1)[0][0] if weight else (10.0, False)
        self._bookmarks = {folded(title): level for title, level in bookmarks.items()}
        self._levels = self._levels_of_styles(lines)

    def groups(
        self, items: Sequence[PdfLine | PdfTable]
    ) -> Iterator[tuple[int, tuple[PdfLine | PdfTable, ...]]]:
        """The items in order: each heading with its level and all its lines, everything else with level 0."""
        index = 0
        while index < len(items):
            group = self._group(items, index)
            level = self._level(group) if group else 0
            if level:
                yield level, tuple(group)
            else:
                for item in items[index : index + max(1, len(group))]:
                    yield 0, (item,)
            index += max(1, len(group))

    def _group(self, items: Sequence[PdfLine | PdfTable], index: int) -> list[PdfLine]:
        """The lines from here on that would make one heading."""
        group: list[PdfLine] = []
        for item in items[index:]:
            if not isinstance(item, PdfLine) or not self._stands_out(item):
                break
            if group and not _belongs(group, item):
                break
            group.append(item)
        return group

    def _level(self, group: Sequence[PdfLine]) -> int:
        text = " ".join(line.text for line in group)
        if len(group) > _MOST_LINES or len(text) > _LONGEST or not any(char.isalpha() for char in text):
            return 0
        marked = self._bookmarks.get(folded(text)) or _tagged(group[0])
        if marked:
            return min(marked, _DEEPEST)
        if _style(group[0])[0] < self.body_size * _LARGER and text.rstrip().endswith((".", ":", ",", ";")):
            return 0  # a sentence in bold
        level = self._levels.get(_style(group[0]), _DEEPEST)
        decimal = numbered_level(text)
        return min(level + (decimal - 1 if 1 < decimal < 4 and "." in text[:4] else 0), _DEEPEST)

    def _stands_out(self, line: PdfLine) -> bool:
        size, bold = _style(line)
        if _tagged(line) or folded(line.text) in self._bookmarks:
            return True
        if line.tag in ("TD", "TH", "LI", "Lbl", "LBody", "Caption", "TOCI"):
            return False
        larger = size >= self.body_size * _LARGER
        return larger or (bold and not self._body_bold and size >= self.body_size * 0.95)

    def _levels_of_styles(self, lines: Sequence[PdfLine]) -> dict[Style, int]:
        """Larger type is higher; where tags or bookmarks tell the level of a style, that counts."""
        known: dict[Style, Counter[int]] = {}
        styles: set[Style] = set()
        for line in lines:
            if self._stands_out(line):
                styles.add(_style(line))
                level = self._bookmarks.get(folded(line.text)) or _tagged(line)
                if level:
                    known.setdefault(_style(line), Counter())[level] += 1
        levels: dict[Style, int] = {}
        last = 0
        for style in sorted(styles, reverse=True):
            last = known[style].most_common(1)[0][0] if style in known else last + 1
            levels[style] = last
        return levels


def folded(text: str) -> str:
    """Letters and digits of a heading, for comparing it with a bookmark."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _style(line: PdfLine) -> Style:
    return line.size, line.bold


def _tagged(line: PdfLine) -> int:
    found = _TAG.fullmatch(line.tag)
    return int(found[1]) if found else int(line.tag == _TITLE_TAG)


def _belongs(group: Sequence[PdfLine], line: PdfLine) -> bool:
    """Whether a line goes on with a heading: same type, close below, no number of its own."""
    last = group[-1]
    close = line.page == last.page and 0 <= line.top - last.top <= 2.2 * last.size
    begins = numbered_level(line.text) > 0 and numbered_level(last.text) > 0
    return _style(line) == _style(last) and _tagged(line) == _tagged(last) and close and not begins
