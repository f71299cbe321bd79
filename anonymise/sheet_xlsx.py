"""Read a sheet of a workbook (`.xlsx`); the only importer of openpyxl.

In: the bytes of a file, and which sheet. Out: its cells as the author sees them. The rule: what the author does not see
(hidden rows, formulas behind values, comments) is a problem with its cell, whose text no message shows.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles import Alignment, Font
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from anonymise.grid import Cells, Grid, GridRow, cell_name, letters_of, tidy
from anonymise.sheet_csv import MOST_COLUMNS, MOST_ROWS, too_large
from anonymise.sheet_number import date_text, is_text_shown, number_text
from anonymise.sheet_package import Package, find_extras, open_package, unreadable
from report.problems import Problem, Problems

_BREAK = re.compile(r"_x000[9ADad]_")
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
"""How the format writes a character that XML has not, and any other that it likes. The library does not tell it from
the same signs typed by an author."""


def read_xlsx_cells(data: bytes, place: str, sheet: str) -> Cells:
    """Read one sheet: the one of that name, or of that number, or for "" the only one.

    `place` is safe to print. Problems: `sheet-hidden`, `sheet-extra`, `sheet-formula`, `sheet-cell`, `sheet-merged`.
    Raises `Problems`: `sheet-format`, `sheet-missing`.
    """
    package = open_package(data, place)
    number = _choose(package, place, sheet)
    part = package.sheets[number - 1]
    here = f"{place}, sheet {number}"
    problems = [*package.problems, *find_extras(part, here)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out, all of which is refused before
            book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True, keep_links=False)
        worksheet = book[part.name]
    except Exception:  # whatever the library says of a broken file may quote it
        raise Problems(problems or [unreadable(place)]) from None
    if not isinstance(worksheet, Worksheet):
        raise Problems(problems or [unreadable(place)])
    reader = _Reader(worksheet, here)
    reader.read()
    return Cells(here, reader.rows, (*problems, *reader.problems), reader.spans)


def render_xlsx(grid: Grid) -> bytes:
    """A workbook of one sheet with a table in it: every cell is text, a group row is merged over all columns."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    head = GridRow(1, grid.columns)
    for number, row in enumerate((head, *grid.rows), 1):
        for column, text in enumerate(row.cells, 1):
            cell = sheet.cell(number, column)
            cell.value = text or None
            if text:
                cell.data_type = "s"  # also what begins with an equals sign, or looks like an error
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row is head or row.group)
        if row.group:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(grid.columns))
    for column, width in enumerate(_widths(grid), 1):
        sheet.column_dimensions[letters_of(column)].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _widths(grid: Grid) -> Iterator[int]:
    """Of each column: enough for its longest line, in characters, from 12 to 60."""
    rows = [grid.columns, *(row.cells for row in grid.rows if not row.group)]
    for cells in zip(*rows, strict=True):
        yield min(60, max(12, *(len(line) + 2 for cell in cells for line in cell.split("\n"))))


def _choose(package: Package, place: str, sheet: str) -> int:
    """The number of the sheet that is meant, from 1."""
    names = [part.name.casefold() for part in package.sheets]
    if not sheet and len(names) == 1:
        return 1
    if sheet.casefold() in names:
        return names.index(sheet.casefold()) + 1
    if sheet.isdecimal() and 0 < int(sheet) <= len(names):
        return int(sheet)
    sentence = "there is no such sheet in the file" if sheet else "the file has several sheets, or none"
    hint = 'say which one, by its name or its number: sheet="Trust" or sheet=2'
    raise Problems([*package.problems, Problem(place, 0, "sheet-missing", sentence, hint)])


class _Reader:
    """Reads the cells of one sheet; gathers problems."""

    def __init__(self, sheet: Worksheet, place: str) -> None:
        self.sheet = sheet
        self.place = place
        self.rows: dict[int, dict[int, str]] = {}
        self.spans: dict[int, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def read(self) -> None:
        """Read all cells. Raises `Problems` where they are too many."""
        # By what is stored: iter_rows makes a cell for each place up to a stray one in the last row of a sheet.
        for (row, column), cell in sorted(self.sheet._cells.items()):
            if row > MOST_ROWS or column > MOST_COLUMNS:
                if cell.value is None:
                    continue
                raise Problems([*self.problems, too_large(self.place)])
            text = self._text(row, column, cell)
            if text:
                self.rows.setdefault(row, {})[column] = text
            if cell.comment is not None:
                self._problem(row, column, "sheet-extra", "has a comment", "delete it; it is not published")
        self._find_hidden()
        self._merge()

    def _problem(self, row: int, column: int, rule: str, what: str, hint: str) -> None:
        sentence = f"cell {cell_name(row, column)} {what}"
        self.problems.append(Problem(self.place, row, rule, sentence, hint))

    # --- cells

    def _text(self, row: int, column: int, cell: Any) -> str:
        value, kind = cell.value, cell.data_type
        if value is None:
            return ""
        if kind == "f":
            hint = "copy the cell and paste it as a value"
            self._problem(row, column, "sheet-formula", "holds a formula", hint)
            return ""
        if kind == "e":
            self._problem(row, column, "sheet-cell", "shows an error", "write what is meant")
            return ""
        if isinstance(value, str | CellRichText):
            return self._words(row, column, cell)
        shown = _shown(value, cell.number_format)
        if not shown:
            hint = "format the cell as text and type what readers shall see"
            self._problem(row, column, "sheet-cell", "has a number or a day in a form that is not known here", hint)
        return shown

    def _words(self, row: int, column: int, cell: Any) -> str:
        value = cell.value
        struck = [part.font for part in value if isinstance(part, TextBlock)] if isinstance(value, CellRichText) else []
        if any(font and font.strike for font in (cell.font, *struck)):
            hint = "delete what is struck out, or take the line away"
            self._problem(row, column, "sheet-cell", "holds text that is struck out", hint)
        if not is_text_shown(cell.number_format):
            hint = "format the cell as text"
            self._problem(row, column, "sheet-cell", "has a format that hides or changes text", hint)
        text = _BREAK.sub("\n", str(value))
        if _ESCAPED.search(text):
            self._problem(row, column, "sheet-cell", "holds a character in code, such as _x0041_", "type it anew")
        return tidy(text)

    # --- rows and columns

    def _find_hidden(self) -> None:
        hint = "show it, or delete it with all that is in it"
        last = max(self.rows, default=0)
        for row, about in sorted(self.sheet.row_dimensions.items()):
            if row <= last and (about.hidden or about.height == 0):
                self.problems.append(Problem(self.place, row, "sheet-hidden", f"row {row} is hidden", hint))
        right = max((column for row in self.rows.values() for column in row), default=0)
        for column in sorted(set(self._hidden_columns())):
            if column <= right:
                sentence = f"column {letters_of(column)} is hidden"
                self.problems.append(Problem(self.place, 0, "sheet-hidden", sentence, hint))

    def _hidden_columns(self) -> Iterator[int]:
        for letters, about in self.sheet.column_dimensions.items():
            if about.hidden or about.width == 0:
                first = about.min or column_index_from_string(letters)
                yield from range(first, min(about.max or first, MOST_COLUMNS) + 1)

    def _merge(self) -> None:
        """Repeat what stands in cells that are merged downwards; keep what is merged along a row."""
        head = min(self.rows, default=0)
        for area in self.sheet.merged_cells.ranges:
            first, last, top, bottom = area.min_col, area.max_col, area.min_row, area.max_row
            text = self.rows.get(top, {}).get(first, "")
            if top == bottom and text:
                self.spans[top] = (first, last)
            elif text and (first != last or top == head or bottom > MOST_ROWS):
                hint = (
                    "unmerge it; only a row that is merged over all columns, or cells below each other, may be merged"
                )
                self._problem(top, first, "sheet-merged", "is merged with cells beside it or below it", hint)
            elif text:
                for row in range(top, bottom + 1):
                    self.rows.setdefault(row, {})[first] = text


def _shown(value: object, format: str) -> str:
    """What a cell shows that holds no text; "" where nobody knows."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value, format)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return date_text(value, format)
    return ""
