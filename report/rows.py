"""How high the rows of a printed table are.

In: the text of a table's cells, as lines, and the widths of its columns. Out: heights in points, and what may stay
whole. The rule: a row is never taken for lower than it is, since a row that must stay whole and is higher than its
page would run off it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report import fonts
from report.columns import Layout, Lines, Room

_PADDING = 11.0
"""Of a cell: above and below together, and beside the text together, in points."""
_LINE = 1.32
"""The height of a line in em, and a little more."""
_BETWEEN = 0.3
"""What stands between two paragraphs of a cell beyond the space between lines, in em."""
_ROW: dict[Room, float] = {"column": 520.0, "full": 520.0, "landscape": 330.0}
"""The highest row that stays whole: what a page has below the column headings, with room to spare."""
_TABLE: dict[Room, float] = {"column": 250.0, "full": 250.0, "landscape": 160.0}
"""The highest table that stays whole: higher ones would leave too much of a page empty."""
_CAPTION = 24.0


def row_height(cells: Sequence[Lines], layout: Layout) -> float:
    """Return the height of a row in points; at least that of an empty one."""
    pairs = zip(cells, layout.widths, strict=True)
    return max((_cell_height(cell, width, layout.size) for cell, width in pairs), default=0.0) + _PADDING


def row_stays_whole(cells: Sequence[Lines], layout: Layout) -> bool:
    """Say whether a row must not be split over two pages; one that may be too high for a page may be split."""
    return row_height(cells, layout) <= _ROW[layout.room]


def table_stays_whole(rows: Sequence[Sequence[Lines]], spanning: int, layout: Layout) -> bool:
    """Say whether a table with these rows, its head included, and `spanning` group rows stands on one page."""
    height = sum(row_height(row, layout) for row in rows) + spanning * (layout.size * _LINE + _PADDING) + _CAPTION
    return height <= _TABLE[layout.room]


def _cell_height(cell: Lines, width: float, size: float) -> float:
    room = (width - _PADDING) / size
    return sum(_wrapped(line, room) * _LINE + _BETWEEN for line in cell) * size


def _wrapped(line: str, room: float) -> int:
    """Return how many lines a line makes in a column of `room` em; an empty one makes 1."""
    count, used = 1, 0.0
    for word in re.findall(r"\S+\s*", line):
        bare, whole = fonts.width(word.rstrip()), fonts.width(word)
        if used and used + bare > room:
            count, used = count + 1, 0.0
        count += int(bare // max(room, 1.0)) if bare > room else 0
        used += whole
    return count
