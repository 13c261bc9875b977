"""The curves between the boxes of the picture: each ends at its own place, none crosses another box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_BULGE, _BULGE_A_BOX = 14.0, 5.5  # how far a curve within a lane swings out, more with each box it spans
_PASSAGE = 28.0  # height of the passages above and below a lane
_NECK = 10.0  # a curve runs level this far before and behind a lane that it passes
_UNDER = 14.0  # curves begin this far under a box, whose corners may be round; boxes are drawn over them


@dataclass(frozen=True)
class Box:
    """A rectangle; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Curve:
    """A link as path data."""

    source: str
    target: str
    path: str


@dataclass(frozen=True)
class _Way:
    """A link on its way from the lane further left to the one further right, or within one lane."""

    source: str
    target: str
    lanes: tuple[int, int]
    passage: float | None  # middle of the gap it takes through a lane in between

    def end(self, id: str) -> tuple[str, bool]:
        """The edge where it leaves the box `id`; True is the right edge.

        Curves within a lane swing out on its right, but on the left of the first one.
        """
        first, last = self.lanes
        on_the_right = first > 0 if first == last else id == self.source
        return id, on_the_right


def connect(lanes: Sequence[Mapping[str, Box]], links: Sequence[tuple[str, str]]) -> tuple[Curve, ...]:
    """Curves for all links between boxes of `lanes` (id -> box, from top to bottom); other links are left out."""
    lane_of = {id: place for place, lane in enumerate(lanes) for id in lane}
    boxes = {id: box for lane in lanes for id, box in lane.items()}
    ways = []
    for pair in links:
        if all(id in lane_of for id in pair):
            source, target = sorted(pair, key=lambda id: (lane_of[id], boxes[id].y))
            between = lanes[lane_of[source] + 1 : lane_of[target]]
            middle = (boxes[source].middle + boxes[target].middle) / 2
            passage = _nearest_gap(list(between[0].values()), middle) if between else None
            ways.append(_Way(source, target, (lane_of[source], lane_of[target]), passage))
    ports = _ports(ways, boxes)
    tracks = _tracks(ways, boxes)
    return tuple(Curve(way.source, way.target, _path(way, lanes, boxes, ports, tracks)) for way in ways)


def _nearest_gap(boxes: Sequence[Box], y: float) -> float:
    """Middle of the gap of a lane that is nearest to `y`; above and below the lane count, too."""
    inner = [(one.bottom + other.y) / 2 for one, other in zip(boxes, boxes[1:], strict=False)]
    gaps = [boxes[0].y - _PASSAGE / 2, *inner, boxes[-1].bottom + _PASSAGE / 2]
    return min(gaps, key=lambda gap: abs(gap - y))


def _ports(ways: Sequence[_Way], boxes: Mapping[str, Box]) -> dict[tuple[_Way, str], float]:
    """Where on a box's edge each curve ends: spread evenly, ordered by where they lead."""
    edges: dict[tuple[str, bool], list[tuple[float, _Way]]] = defaultdict(list)
    for way in ways:
        for id, other in ((way.source, way.target), (way.target, way.source)):
            towards = boxes[other].middle if way.passage is None else way.passage
            edges[way.end(id)].append((towards, way))
    ports = {}
    for (id, _), leaving in edges.items():
        leaving.sort(key=lambda end: end[0])
        for place, (_, way) in enumerate(leaving, start=1):
            ports[way, id] = boxes[id].y + boxes[id].height * place / (len(leaving) + 1)
    return ports


def _tracks(ways: Sequence[_Way], boxes: Mapping[str, Box]) -> dict[_Way, float]:
    """The height at which each curve runs through its gap, so that those of one gap lie side by side."""
    gaps: dict[float, list[_Way]] = defaultdict(list)
    for way in ways:
        if way.passage is not None:
            gaps[way.passage].append(way)
    tracks = {}
    for gap, passing in gaps.items():
        passing.sort(key=lambda way: boxes[way.source].middle + boxes[way.target].middle)
        spacing = min(7.0, _PASSAGE / (len(passing) + 1))
        for place, way in enumerate(passing):
            tracks[way] = gap + (place - (len(passing) - 1) / 2) * spacing
    return tracks


def _path(
    way: _Way,
    lanes: Sequence[Mapping[str, Box]],
    boxes: Mapping[str, Box],
    ports: Mapping[tuple[_Way, str], float],
    tracks: Mapping[_Way, float],
) -> str:
    y1, y2 = ports[way, way.source], ports[way, way.target]
    one, other = boxes[way.source], boxes[way.target]
    first, last = way.lanes
    if first == last:
        _, on_the_right = way.end(way.source)
        edge, outwards = (one.right, 1) if on_the_right else (one.x, -1)
        order = list(lanes[first])
        out = edge + outwards * (_BULGE + _BULGE_A_BOX * (order.index(way.target) - order.index(way.source)))
        under = edge - outwards * _UNDER
        return f"M{under:g} {y1:.5g}H{edge:g}C{out:g} {y1:.5g} {out:g} {y2:.5g} {edge:g} {y2:.5g}H{under:g}"
    start = f"M{one.right - _UNDER:g} {y1:.5g}H{one.right:g}"
    end = f"H{other.x + _UNDER:g}"
    if way.passage is None:
        return start + _swing(one.right, y1, other.x, y2) + end
    passed = next(iter(lanes[first + 1].values()))
    before, behind, y = passed.x - _NECK, passed.right + _NECK, tracks[way]
    return start + _swing(one.right, y1, before, y) + f"H{behind:g}" + _swing(behind, y, other.x, y2) + end


def _swing(x1: float, y1: float, x2: float, y2: float) -> str:
    """A curve that leaves and arrives level."""
    half = (x1 + x2) / 2
    return f"C{half:g} {y1:.5g} {half:g} {y2:.5g} {x2:g} {y2:.5g}"
