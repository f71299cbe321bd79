"""Drawings of data as what the PDF's template draws.

In: a `Family` or a `Timeline`. Out: plain values for JSON. The rule: the same shapes as on the site, in the same units;
a long drawing comes in pieces, so that pages may break between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from report.block import Table, Timeline
from report.drawing import Circle, Shape, Words
from report.genogram import DRAWING, lay_out
from report.kinship import Family
from report.pdf_inline import printable
from report.timeline import alternative_of, alternative_of_table, records_of, records_of_table
from report.timeline_chart import Record
from report.timeline_chart import lay_out as lay_out_timeline
from report.timeline_mark import is_upright

_COLUMN = 730
"""Units that the column of text takes with names that can be read; a wider drawing needs a turned page."""
_LOW_FAMILY = 400
"""Points that a family's drawing is high at most; it is made smaller where it would be higher."""
_LOW_PIECE = 600
"""The same for a piece of a time line: what a page holds."""
_WHOLE = 480
"""Units: a time line that is no higher is not torn."""


def describe_family(family: Family) -> dict[str, Any]:
    """Return the drawing of a family that has members."""
    drawing = lay_out(family)
    piece = _piece((*drawing.lines, *drawing.symbols), drawing.words, 0, drawing.height)
    room = "landscape" if drawing.width > _COLUMN else "column"
    return {
        "kind": "drawing", "alternative": DRAWING, "room": room, "width": drawing.width, "highest": _LOW_FAMILY,
        "pieces": [piece], "caption": [], "keys": [], "outdent": False,
    }  # fmt: skip


def describe_timeline(block: Timeline) -> dict[str, Any]:
    """Return the drawing of a time line."""
    return _describe_records(records_of(block), alternative_of(block))


def describe_moments(table: Table) -> dict[str, Any]:
    """Return the drawing above a table that has moments."""
    return _describe_records(records_of_table(table), alternative_of_table(table))


def _describe_records(records: tuple[Record, ...], alternative: str) -> dict[str, Any]:
    chart = lay_out_timeline(records, "wide")
    cuts = (0, *(chart.cuts if chart.height > _WHOLE else ()), chart.height)
    pieces = [_piece(chart.shapes, chart.words, first, last) for first, last in pairwise(cuts)]
    return {
        "kind": "drawing", "alternative": alternative, "room": "column", "width": chart.width,
        "highest": _LOW_PIECE, "pieces": pieces, "caption": [], "keys": [], "outdent": True,
    }  # fmt: skip


def _piece(shapes: Sequence[Shape], words: Sequence[Words], top: int, foot: int) -> dict[str, Any]:
    """Return what stands between two heights, from the upper of them; what crosses them is cut."""
    written = [_write(word, top) for word in words if top <= word.y < foot]
    inside = [_cut(shape, top, foot) for shape in shapes if _reach(shape)[0] < foot and _reach(shape)[1] >= top]
    return {"height": foot - top, "shapes": [_draw(shape, top) for shape in inside], "words": written}


def _reach(shape: Shape) -> tuple[int, int]:
    heights = (
        [shape.y - shape.radius, shape.y + shape.radius] if isinstance(shape, Circle) else [y for _, y in shape.points]
    )
    return min(heights), max(heights)


def _cut(shape: Shape, top: int, foot: int) -> Shape:
    if isinstance(shape, Circle) or not is_upright(shape):
        return shape
    return replace(shape, points=tuple((x, min(max(y, top), foot)) for x, y in shape.points))


def _draw(shape: Shape, top: int) -> dict[str, Any]:
    if isinstance(shape, Circle):
        return {"circle": [shape.x, shape.y - top, shape.radius], "filled": shape.filled}
    points = [[x, y - top] for x, y in shape.points]
    return {
        "points": points, "closed": shape.closed, "dashed": shape.dashed, "filled": shape.filled, "quiet": shape.quiet,
    }  # fmt: skip


def _write(words: Words, top: int) -> dict[str, Any]:
    return {
        "x": words.x, "y": words.y - top, "text": printable(words.text), "anchor": words.anchor, "size": words.size,
        "heavy": words.heavy,
    }  # fmt: skip
