"""Read a table that a spreadsheet program saved as CSV.

In: the bytes of a file. Out: its cells. The rule: what is not UTF-8, or no CSV, is a problem and never guessed.
"""

from __future__ import annotations

import csv
import io
from itertools import islice

from anonymise.grid import Cells, Grid, tidy
from report.problems import Problem, Problems

MOST_ROWS = 10_000
MOST_COLUMNS = 100


def read_csv_cells(data: bytes, place: str) -> Cells:
    """Read CSV with commas or with semicolons, whichever part its first row into more cells; commas where both do.

    `place` is safe to print. Raises `Problems`: `file-encoding`, `sheet-format`.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "save it as CSV UTF-8"
        raise Problems([Problem(place, 0, "file-encoding", "the file is not UTF-8 text", hint)]) from None
    found = {mark: _rows(text, mark) for mark in ",;"}
    rows = max(found.values(), key=lambda rows: len(rows[0]) if rows else 0)
    if not rows and text.strip():
        hint = "save it anew as CSV UTF-8; a quotation mark in a cell is written twice, and the cell between two more"
        raise Problems([Problem(place, 0, "sheet-format", "the file is no valid CSV", hint)])
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise Problems([too_large(place)])
    cells = {
        line: {column: tidy(cell) for column, cell in enumerate(row, 1) if tidy(cell)}
        for line, row in enumerate(rows, 1)
    }
    return Cells(place, {line: row for line, row in cells.items() if row})


def render_csv(grid: Grid) -> bytes:
    """CSV with commas, every cell quoted, so that no semicolon in a cell is taken for a mark between two."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(grid.columns)
    for row in grid.rows:
        writer.writerow((*row.cells, *("" for _ in grid.columns[len(row.cells) :])))
    return out.getvalue().encode("utf-8-sig")


def too_large(place: str) -> Problem:
    """The problem of a table that nobody could read."""
    sentence = f"the spreadsheet has more than {MOST_ROWS} rows, {MOST_COLUMNS} columns or 20 MB"
    return Problem(place, 0, "sheet-format", sentence, "keep only the table in it, or several smaller ones")


def _rows(text: str, mark: str) -> list[list[str]]:
    """The rows, at most one more than are allowed; none where it is no CSV with these marks between its cells."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        return list(islice(reader, MOST_ROWS + 1))
    except csv.Error:
        return []
