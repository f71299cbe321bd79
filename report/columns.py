"""How wide the columns of a printed table are.

In: the text of a table's cells, as lines. Out: widths in points, the size of type, and the room that the table takes.
The rule: no column is narrower than its longest word, as long as these fit beside each other on a turned page, and
type is never smaller than 8 points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from report import fonts

Room: TypeAlias = Literal["column", "full", "landscape"]

ROOMS: dict[Room, float] = {"column": 425.0, "full": 470.0, "landscape": 728.0}
"""What is there for a table, in points: beside the numbers' margin, with that margin, on a turned page."""
SIZES = (9.5, 9.0, 8.5)
_SMALLEST = 8.0
_NARROW = 92.0
"""A column of this width in points, with a cell of more than `_MANY_LINES` lines, is hard to read."""
_MANY_LINES = 6
_COLUMNS_OF_A_WIDE_TABLE = 5
_PADDING = 11.0
"""The space inside a cell, left and right together, with a little to spare, in points."""

Lines: TypeAlias = Sequence[str]
"""The lines that a cell would have in an endless page."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is set."""

    widths: tuple[float, ...]
    """Of the columns, in points."""
    size: float
    """Of the type, in points."""
    room: Room


def lay_out(rows: Sequence[Sequence[Lines]], count: int) -> Layout:
    """Return the layout for rows of cells in `count` columns, header row included; cells of spanning rows are left out.

    The widest type that fits wins, a page upright before a page turned, unless a column would be a thin strip of many
    lines there. A table without rows is as wide as its room.
    """
    columns = [_Column.of([row[at] for row in rows]) for at in range(count)]
    natural = sum(column.line for column in columns) * SIZES[0] + count * _PADDING
    if natural <= ROOMS["column"]:
        return Layout(_share(columns, SIZES[0], max(natural, 0.6 * ROOMS["column"])), SIZES[0], "column")
    upright: Room = "column" if count <= 2 else "full"
    choices: list[tuple[float, Room]] = [
        *((size, upright) for size in SIZES),
        *((size, "full") for size in SIZES),
        *((size, "landscape") for size in SIZES),
    ]
    for size, room in choices:
        if sum(column.word for column in columns) * size + count * _PADDING <= ROOMS[room]:
            layout = Layout(_share(columns, size, ROOMS[room]), size, room)
            if room == "landscape" or not _is_cramped(columns, layout):
                return layout
    return Layout(_share(columns, _SMALLEST, ROOMS["landscape"]), _SMALLEST, "landscape")


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column holds, in em."""

    word: float
    """The longest word."""
    line: float
    """The longest line that no wrapping would break."""
    cell: float
    """The longest cell, all its lines behind each other."""
    text: float
    """The length of a cell's text, long cells counting more: the square mean."""

    @classmethod
    def of(cls, cells: Sequence[Lines]) -> _Column:
        words = (fonts.width(word) for cell in cells for line in cell for word in re.split(r"\s+|(?<=-)", line))
        lengths = [[fonts.width(line) for line in cell] for cell in cells]
        squares = sum(sum(cell) ** 2 for cell in lengths)
        line = max((length for cell in lengths for length in cell), default=0.0)
        cell = max((sum(each) for each in lengths), default=0.0)
        return cls(max(words, default=0.0), line, cell, (squares / max(len(cells), 1)) ** 0.5)


def _is_cramped(columns: Sequence[_Column], layout: Layout) -> bool:
    """Say whether a column is a thin strip of many lines; a table of few columns gains little from a turned page."""
    return len(columns) >= _COLUMNS_OF_A_WIDE_TABLE and any(
        width < _NARROW and column.cell * SIZES[0] > _MANY_LINES * (width - _PADDING)
        for column, width in zip(columns, layout.widths, strict=True)
    )


def _share(columns: Sequence[_Column], size: float, room: float) -> tuple[float, ...]:
    """Share the room by how much text a column holds, so that rows are low; the longest word always fits."""
    base = [column.word * size + _PADDING for column in columns]
    if sum(base) > room:  # more columns than words can stand in: all shrink alike
        return tuple(round(width * room / sum(base), 2) for width in base)
    open_columns = set(range(len(columns)))
    while True:
        left = room - sum(width for at, width in enumerate(base) if at not in open_columns)
        # a narrow column wraps badly, so it gets more than its share of the text
        weights = {at: (columns[at].text + 0.01) ** 0.8 for at in open_columns}
        shares = {at: left * weight / sum(weights.values()) for at, weight in weights.items()}
        narrow = {at for at, share in shares.items() if share < base[at]}
        if not narrow:
            return tuple(round(shares.get(at, width), 2) for at, width in enumerate(base))
        open_columns -= narrow
