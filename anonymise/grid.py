"""A table as its author typed it into cells, whichever kind of file it comes from.

In: rows of cells with their numbers. Out: a `Grid`: names of columns, rows and group rows. The rule: what does not fit
between the names of the columns is a problem with its cell; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from report.problems import Problem


@dataclass(frozen=True, slots=True, repr=False)
class GridRow:
    """A row below the names of the columns."""

    line: int
    """The row's number in the file, from 1."""
    cells: tuple[str, ...]
    """As many as there are columns, "" for an empty one; of a group row its text alone."""
    group: bool = False
    """Whether it heads the rows below it."""

    def __repr__(self) -> str:
        return f"GridRow({len(self.cells)} cells)"


@dataclass(frozen=True, slots=True, repr=False)
class Grid:
    """A table of plain text; a line feed in a cell begins a paragraph."""

    columns: tuple[str, ...]
    """Their names; a name may be ""."""
    rows: tuple[GridRow, ...]
    line: int = 1
    """The row that holds the names."""
    first: int = 1
    """The number of the first column in the file."""

    def __repr__(self) -> str:
        return f"Grid({len(self.columns)} columns, {len(self.rows)} rows)"


@dataclass(frozen=True, slots=True, repr=False)
class Cells:
    """What a reader of one kind of file found."""

    place: str
    """The file, and the sheet by its number; safe to print."""
    rows: Mapping[int, Mapping[int, str]]
    """Text by number of row and of column, both from 1; what is empty is not there."""
    problems: tuple[Problem, ...] = ()
    spans: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """By row: the first and the last column of cells that are merged there."""

    def __repr__(self) -> str:
        return f"Cells({len(self.rows)} rows)"


def is_same(one: Grid, other: Grid) -> bool:
    """Whether two tables say the same, wherever their rows stand."""
    rows = ([(row.cells, row.group) for row in grid.rows] for grid in (one, other))
    return one.columns == other.columns and next(rows) == next(rows)


def letters_of(column: int) -> str:
    """A column's letters: A for 1, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheets call it: B7."""
    return f"{letters_of(column)}{row}"


def tidy(text: str) -> str:
    """The paragraphs of a cell, a line each, without white space around them or empty ones between them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


def make_grid(cells: Cells, *, groups: bool) -> tuple[Grid, list[Problem]]:
    """Make a table of cells: the first row that is not empty has the names of the columns.

    `groups` says whether a row with its first cell alone heads the rows below. Problems: those of `cells`,
    `block-empty`, `table-cells`, `sheet-merged`.
    """
    problems = list(cells.problems)
    rows = {line: row for line, row in sorted(cells.rows.items()) if row}
    if len(rows) < 2:
        hint = "the first row has the names of the columns, the rows below it the text"
        problems.append(Problem(cells.place, 0, "block-empty", "the sheet has no row below the names of columns", hint))
        return Grid((), ()), problems
    head, *lines = rows
    first = min(min(row) for row in rows.values())
    last = max(rows[head])
    made = [_row(line, cells, (first, last), problems, groups=groups) for line in lines]
    names = tuple(" ".join(rows[head].get(n, "").split()) for n in range(first, last + 1))
    if head in cells.spans:
        _merged(cells.place, head, cells.spans[head][0], problems)
    return Grid(names, tuple(made), head, first), problems


def _row(line: int, cells: Cells, table: tuple[int, int], problems: list[Problem], *, groups: bool) -> GridRow:
    (first, last), row = table, cells.rows[line]
    for column in row:
        if column > last:
            hint = "give the column a name in the first row, or empty the cell"
            sentence = f"cell {cell_name(line, column)} stands in a column without a name"
            problems.append(Problem(cells.place, line, "table-cells", sentence, hint))
    across = cells.spans.get(line)
    alone = groups and last > first and list(row) == [first]
    if across and not (alone and across[0] <= first and across[1] >= last):
        _merged(cells.place, line, across[0], problems)
    if alone:
        return GridRow(line, (" ".join(row[first].split()),), True)
    return GridRow(line, tuple(row.get(n, "") for n in range(first, last + 1)))


def _merged(place: str, line: int, column: int, problems: list[Problem]) -> None:
    hint = "unmerge it; only a row of a table that is merged over all columns, or cells below each other, may be merged"
    sentence = f"cell {cell_name(line, column)} is merged with cells beside it"
    problems.append(Problem(place, line, "sheet-merged", sentence, hint))
