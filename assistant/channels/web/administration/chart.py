"""A bar chart as numbers: the template draws it, the table beside it says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 180  # units of the drawing
_GAP = 0.25  # share of a bar's place that stays empty


@dataclass(frozen=True)
class Bar:
    """A bar in units of the drawing, from the upper left corner; `label` and `value` say what it stands for."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


def bars(values: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """One bar for each value, the highest as high as the drawing; a value above 0 is always seen."""
    if not values:
        return ()
    place = WIDTH / len(values)
    top = max(1, *(value for _, value in values))
    heights = [max(2.0, HEIGHT * value / top) if value else 0.0 for _, value in values]
    return tuple(
        Bar(
            x=round(n * place + place * _GAP / 2, 1),
            y=round(HEIGHT - height, 1),
            width=round(place * (1 - _GAP), 1),
            height=round(height, 1),
            label=label,
            value=value,
        )
        for n, ((label, value), height) in enumerate(zip(values, heights, strict=True))
    )
