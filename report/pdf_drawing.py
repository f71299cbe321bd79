"""The drawing of a family as the data that the PDF's template draws.

In: a `Family`. Out: plain values for JSON. The rule: the same shapes as on the site, in the same units.
"""

from __future__ import annotations

from typing import Any

from report.block import Family
from report.genogram import DRAWING, lay_out
from report.genogram_shape import Circle
from report.pdf_inline import printable

_COLUMN = 730
"""Units that the column of text takes with names that can be read; a wider drawing needs a turned page."""


def describe_drawing(family: Family) -> dict[str, Any]:
    """Return the drawing of a family that has members."""
    drawing = lay_out(family)
    shapes = [
        {"circle": [shape.x, shape.y, shape.radius]}
        if isinstance(shape, Circle)
        else {"points": [list(point) for point in shape.points], "closed": shape.closed, "dashed": shape.dashed}
        for shape in (*drawing.lines, *drawing.symbols)
    ]
    words = [
        {
            "x": w.x,
            "y": w.y,
            "text": printable(w.text),
            "middle": w.anchor == "middle",
            "size": w.size,
            "heavy": w.heavy,
        }
        for w in drawing.words
    ]
    return {
        "kind": "drawing", "alternative": DRAWING, "room": "landscape" if drawing.width > _COLUMN else "column",
        "width": drawing.width, "height": drawing.height, "shapes": shapes, "words": words,
    }  # fmt: skip
