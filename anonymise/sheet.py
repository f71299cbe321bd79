"""Read a table from a spreadsheet.

In: a file's path and bytes, and which sheet. Out: a `Grid` with its place. The rule: a kind of file is a line in a
table; what no line knows is a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from anonymise.grid import Cells, Grid, make_grid
from anonymise.sheet_csv import read_csv_cells, too_large
from anonymise.sheet_package import MOST_BYTES
from anonymise.source import is_forbidden
from report.problems import Problem, Problems

_OTHERS: Mapping[str, str] = {
    ".xlsm": "save it as .xlsx, without macros",
    ".xls": "save it as .xlsx",
    ".xlsb": "save it as .xlsx",
    ".ods": "save it as .xlsx",
    ".numbers": "save it as .xlsx",
    ".tsv": "save it as .csv",
}


def read_grid(path: str, data: bytes, place: str, sheet: str, *, groups: bool) -> tuple[Grid, str]:
    """Read a table, and the place of its rows: the file, and for a workbook the number of the sheet.

    `place` is safe to print; `sheet` is its name or number, or "" for the only one. `groups` is as in `make_grid`.
    Raises `Problems`: `sheet-format`, `sheet-missing`, `file-encoding`, `file-control`, and those of its readers.
    """
    if len(data) > MOST_BYTES:
        raise Problems([too_large(place)])
    cells = _read(path, data, place, sheet)
    grid, problems = make_grid(cells, groups=groups)
    problems += _find_forbidden(cells)
    if problems:
        raise Problems(problems)
    return grid, cells.place


def check_suffix(path: str, place: str) -> list[Problem]:
    """The problem of a kind of file that can't be read: `sheet-format`; nothing for one that can."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in (".csv", ".xlsx"):
        return []
    hint = _OTHERS.get(suffix, "save it as .xlsx or .csv")
    return [Problem(place, 0, "sheet-format", "this kind of file can't be read as a table", hint)]


def _read(path: str, data: bytes, place: str, sheet: str) -> Cells:
    found = check_suffix(path, place)
    if found:
        raise Problems(found)
    if not path.lower().endswith(".csv"):
        from anonymise.sheet_xlsx import read_xlsx_cells  # it loads a library that most reports don't need

        return read_xlsx_cells(data, place, sheet)
    if sheet:
        hint = "take `sheet` away"
        raise Problems([Problem(place, 0, "sheet-missing", "a CSV file has no sheets", hint)])
    return read_csv_cells(data, place)


def _find_forbidden(cells: Cells) -> list[Problem]:
    return [
        Problem(cells.place, line, "file-control", f"a control character, U+{ord(char):04X}", "delete it")
        for line, row in cells.rows.items()
        for text in row.values()
        for char in sorted(set(text))
        if is_forbidden(char)
    ]
