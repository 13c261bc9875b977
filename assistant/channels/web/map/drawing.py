"""Where everything stands in the picture of the framework: one lane a kind, boxes, wrapped titles.

Pure geometry in user units of the picture, one being about a CSS pixel. The template draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import TextWrapper
from typing import Literal

from assistant.channels.web.map.curves import Box, Curve, connect
from assistant.framework import Framework, Measure, ObservationLevel, Principle

Part = ObservationLevel | Principle | Measure
LaneKind = Literal["level", "principle", "measure"]

_BOX_WIDTH = 300.0
_GUTTER = 106.0  # between two lanes, for the curves
_MARGIN = 42.0  # outside the first and the last lane, for curves within a lane
_HEAD = 64.0  # above the lanes, for their headings
_ROOM = 28.0  # above and below the middle lane, for curves that pass it
_BETWEEN = 16.0  # least distance of two boxes
_TITLE_X = 56.0  # from a box's edge; number and sign stand before it
_TITLE_LINE, _NOTE_LINE = 20.0, 19.0
_PADDING = 11.0
# So many letters of ordinary width fit behind the number at the title's size, in substitute fonts, too.
_LETTERS = 27


@dataclass(frozen=True)
class Line:
    """One line of text with the position of its baseline's start."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Node:
    """One section: its box, the box's outline as path data, the title's lines, the pair of terms."""

    id: str
    kind: LaneKind
    part: Part
    box: Box
    outline: str
    lines: tuple[Line, ...]
    note: Line | None

    @property
    def detail(self) -> str:
        """Its pair of terms or its appeal; a measure has neither."""
        return self.part.call if isinstance(self.part, Principle) else _note(self.part)


@dataclass(frozen=True)
class Lane:
    """All sections of one kind below each other."""

    kind: LaneKind
    x: float
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Drawing:
    """The whole picture."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    curves: tuple[Curve, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All sections, lane by lane."""
        return tuple(node for lane in self.lanes for node in lane.nodes)

    def ids(self, kind: LaneKind) -> tuple[str, ...]:
        """The sections of one kind."""
        return tuple(node.id for node in self.nodes if node.kind == kind)


def draw(framework: Framework) -> Drawing:
    """Levels on the left, principles in the middle, measures on the right, and every link between them."""
    kinds: tuple[tuple[LaneKind, Sequence[Part]], ...] = (
        ("level", framework.levels),
        ("principle", framework.principles),
        ("measure", framework.measures),
    )
    height = max(_lane_height(parts) for _, parts in kinds)
    lanes = tuple(
        _lane(kind, parts, _MARGIN + place * (_BOX_WIDTH + _GUTTER), height)
        for place, (kind, parts) in enumerate(kinds)
    )
    columns = [{node.id: node.box for node in lane.nodes} for lane in lanes]
    return Drawing(
        width=2 * _MARGIN + len(lanes) * _BOX_WIDTH + (len(lanes) - 1) * _GUTTER,
        height=_HEAD + 2 * _ROOM + height,
        lanes=lanes,
        curves=connect(columns, [(link.source, link.target) for link in framework.links]),
    )


def wrap(title: str) -> list[str]:
    """A title in as few lines as fit a box, and these as even as can be."""
    fewest = len(_wrapped(title, _LETTERS))
    narrowest = min(_LETTERS, max(map(len, title.split())))  # words are not broken for evenness
    return next(
        lines
        for letters in range(narrowest, _LETTERS + 1)
        if len(lines := _wrapped(title, letters)) == fewest
    )


def _wrapped(title: str, letters: int) -> list[str]:
    # A hyphen is no place to break: "Multi-" alone on a line reads like an interrupted word.
    return TextWrapper(letters, break_on_hyphens=False).wrap(title)


def _lane_height(parts: Sequence[Part]) -> float:
    return len(parts) * _box_height(parts) + (len(parts) - 1) * _BETWEEN


def _box_height(parts: Sequence[Part]) -> float:
    """Boxes of one lane are equally high: as high as the fullest needs."""
    return 2 * _PADDING + max(_text_height(part) for part in parts)


def _text_height(part: Part) -> float:
    return len(wrap(part.title)) * _TITLE_LINE + (_NOTE_LINE if _note(part) else 0)


def _note(part: Part) -> str:
    return " – ".join(part.axis) if isinstance(part, ObservationLevel) else ""


def _lane(kind: LaneKind, parts: Sequence[Part], x: float, height: float) -> Lane:
    """Boxes spread evenly over `height`."""
    box_height = _box_height(parts)
    step = (height - box_height) / max(1, len(parts) - 1)
    top = _HEAD + _ROOM
    boxes = [Box(x, top + place * step, _BOX_WIDTH, box_height) for place in range(len(parts))]
    return Lane(kind, x, tuple(_node(kind, part, box) for part, box in zip(parts, boxes, strict=True)))


def _node(kind: LaneKind, part: Part, box: Box) -> Node:
    x = box.x + _TITLE_X
    y = box.middle - _text_height(part) / 2
    title = wrap(part.title)
    lines = tuple(Line(text, x, y + (place + 0.75) * _TITLE_LINE) for place, text in enumerate(title))
    text = _note(part)
    note = Line(text, x, y + len(title) * _TITLE_LINE + 0.75 * _NOTE_LINE) if text else None
    return Node(part.id, kind, part, box, _outline(kind, box), lines, note)


def _outline(kind: LaneKind, box: Box) -> str:
    """A shape for each kind: levels have square corners, principles round ones, measures cut ones."""
    if kind == "level":
        return f"M{box.x:g} {box.y:g}h{box.width:g}v{box.height:g}h{-box.width:g}z"
    size = 22.0 if kind == "principle" else 13.0
    across, down = box.width - 2 * size, box.height - 2 * size

    def corner(dx: float, dy: float) -> str:
        return f"a{size:g} {size:g} 0 0 1 {dx:g} {dy:g}" if kind == "principle" else f"l{dx:g} {dy:g}"

    return (
        f"M{box.x + size:g} {box.y:g}h{across:g}{corner(size, size)}v{down:g}{corner(-size, size)}"
        f"h{-across:g}{corner(-size, -size)}v{-down:g}{corner(size, -size)}z"
    )
