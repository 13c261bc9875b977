"""The geometry of the map: what is drawn is complete, and nothing lies on anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from assistant.channels.web.map.curves import Box, Curve
from assistant.channels.web.map.drawing import Drawing, draw, wrap
from assistant.framework import Framework, load_framework
from assistant.settings import PROJECT
from tests.fakes import FakeAssistant

Point = tuple[float, float]
STEPS = 40  # points looked at on each piece of a curve


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_framework(PROJECT / "corpus" / "framework")


@pytest.fixture(scope="module")
def drawing(framework: Framework) -> Drawing:
    return draw(framework)


def points(curve: Curve) -> Iterator[Point]:
    """Points along a path of the commands M, H and C."""
    x = y = 0.0
    for command, text in re.findall(r"([A-Z])([^A-Z]*)", curve.path):
        given = [float(number) for number in text.split()]
        if command == "C":
            yield from bezier((x, y), *zip(given[::2], given[1::2], strict=True))
        assert command in "MHC"
        x, y = (given[0], y) if command == "H" else (given[-2], given[-1])
        yield x, y


def bezier(*corners: Point) -> Iterator[Point]:
    for step in range(STEPS):
        t = step / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        x, y = (sum(w * c[axis] for w, c in zip(weights, corners, strict=True)) for axis in (0, 1))
        yield x, y


def holds(box: Box, point: Point) -> bool:
    return box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom


def test_every_section_has_its_box_in_the_studys_order(framework: Framework, drawing: Drawing) -> None:
    assert drawing.ids("level") == tuple(part.id for part in framework.levels)
    assert drawing.ids("principle") == tuple(part.id for part in framework.principles)
    assert drawing.ids("measure") == tuple(part.id for part in framework.measures)
    assert len(drawing.nodes) == 19
    for lane in drawing.lanes:
        tops = [node.box.y for node in lane.nodes]
        assert tops == sorted(tops)


def test_every_link_between_them_is_drawn_once(framework: Framework, drawing: Drawing) -> None:
    shown = {node.id for node in drawing.nodes}
    links = {frozenset((link.source, link.target)) for link in framework.links}
    drawn = [frozenset((curve.source, curve.target)) for curve in drawing.curves]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == {link for link in links if link <= shown}


def test_no_two_boxes_overlap_and_all_lie_in_the_picture(drawing: Drawing) -> None:
    boxes = [node.box for node in drawing.nodes]
    for box in boxes:
        assert box.x > 0 < box.y and box.right < drawing.width and box.bottom < drawing.height
    for one, other in combinations(boxes, 2):
        apart = one.right < other.x or other.right < one.x or one.bottom < other.y or other.bottom < one.y
        assert apart


def test_titles_are_complete_and_stand_in_their_boxes(drawing: Drawing) -> None:
    for node in drawing.nodes:
        assert " ".join(line.text for line in node.lines) == node.part.title
        for line in (*node.lines, *([node.note] if node.note else [])):
            assert node.box.x < line.x and node.box.y + 12 < line.y < node.box.bottom


def test_a_curve_touches_no_box_but_its_own_two(drawing: Drawing) -> None:
    boxes = {node.id: node.box for node in drawing.nodes}
    for curve in drawing.curves:
        way = list(points(curve))
        assert holds(boxes[curve.source], way[0]) and holds(boxes[curve.target], way[-1])
        others = [box for id, box in boxes.items() if id not in (curve.source, curve.target)]
        assert not any(holds(box, point) for box in others for point in way), curve
        assert all(0 < x < drawing.width and 0 < y < drawing.height for x, y in way), curve


def test_curves_end_at_places_of_their_own(drawing: Drawing) -> None:
    ends = [end for curve in drawing.curves for end in (curve.path.split("H")[0], curve.path[-30:])]
    assert len(ends) == len(set(ends))


def test_a_small_framework_is_drawn_too() -> None:
    small = draw(FakeAssistant().framework)
    assert {node.id for node in small.nodes} >= {"2.4", "3.4", "4.5"}
    assert ("2.4", "3.4") in {(curve.source, curve.target) for curve in small.curves}


def test_lines_are_even_and_long_words_stay_inside() -> None:
    assert wrap("Ein Zukunftsforum zur Gestaltung der öffentlichen Missionen für morgen") == [
        "Ein Zukunftsforum zur",
        "Gestaltung der öffentlichen",
        "Missionen für morgen",
    ]
    assert wrap("Der kleinstmögliche Eingriff in die Gegenwart") == [
        "Der kleinstmögliche",
        "Eingriff in die Gegenwart",
    ]
    endless = wrap("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk")
    assert max(map(len, endless)) <= 27
    assert "".join(endless) == "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
