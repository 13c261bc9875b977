"""The headings above a norm, kept up to date while the norms of a law go by."""

from __future__ import annotations

_DIGITS_PER_LEVEL = 3  # "030010" is a heading of the second level
_UNDER_NO_HEADING = ("Anlage", "Anhang", "Schlu")  # annexes and what closes a law ("Schlussformel")


class Outline:
    """Headings from the outermost to the one that was entered last."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []

    def enter(self, code: str, heading: str) -> None:
        """Goes on below a heading with its official code; headings of its level and deeper ones end."""
        level = max(1, len(code.strip()) // _DIGITS_PER_LEVEL)
        self._headings = [known for known in self._headings if known[0] < level]
        self._headings.append((level, heading))

    def above(self, designation: str, *, itself: bool) -> tuple[str, ...]:
        """The headings above a norm; `itself` says that the norm is the heading that was entered last."""
        if designation.startswith(_UNDER_NO_HEADING) and not itself:
            return ()
        headings = self._headings[:-1] if itself else self._headings
        return tuple(heading for _, heading in headings if heading)
