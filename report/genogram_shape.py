"""The symbols of a family's drawing.

In: places and kinds of symbols. Out: shapes; one unit is one CSS pixel. The rule: the standard symbols, in one place.
"""

from __future__ import annotations

from collections.abc import Iterator

from report.drawing import Circle, Shape, Stroke


def symbol(kind: str, x: int, y: int, radius: int) -> Iterator[Shape]:
    """Draw the symbol of a person around a point: "male", "female", "" where it is not given, "unnamed"."""
    if kind == "male":
        yield Stroke(((x - radius, y - radius), (x + radius, y - radius), (x + radius, y + radius),
                      (x - radius, y + radius)), closed=True)  # fmt: skip
    elif kind == "female":
        yield Circle(x, y, radius)
    else:
        points = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
        yield Stroke(points, closed=True, dashed=kind == "unnamed")


def cross(kind: str, x: int, y: int, radius: int) -> Iterator[Stroke]:
    """Draw the cross of the dead from edge to edge of a symbol."""
    reach = {"male": radius, "female": round(radius * 0.7)}.get(kind, radius // 2)
    yield Stroke(((x - reach, y - reach), (x + reach, y + reach)))
    yield Stroke(((x - reach, y + reach), (x + reach, y - reach)))


def slashes(x: int, y: int) -> Iterator[Stroke]:
    """Draw the two strokes through the line of a couple that has ended."""
    for at in (x - 3, x + 3):
        yield Stroke(((at - 3, y + 8), (at + 3, y - 8)))
