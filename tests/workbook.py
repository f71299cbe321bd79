"""Make workbooks from cases: no test keeps a binary file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

NAME = "Gareth Pryce"
"""Put wherever a case hides something."""


def _half_struck(sheet: Worksheet, cell: str) -> None:
    sheet[cell] = CellRichText("Text ", TextBlock(InlineFont(strike=True), NAME))


def _group(sheet: Worksheet, rows: list[int]) -> None:
    sheet.row_dimensions.group(rows[0], rows[1], hidden=True)


def _validate(sheet: Worksheet, cells: str) -> None:
    rule = DataValidation(type="list", formula1=f'"{NAME},other"')
    rule.add(cells)
    sheet.add_data_validation(rule)


def _format(sheet: Worksheet, formats: Mapping[str, str]) -> None:
    for cell, one in formats.items():
        sheet[cell].number_format = one


def _comment(sheet: Worksheet, cell: str) -> None:
    sheet[cell].comment = Comment(NAME, NAME)


TRAPS: Mapping[str, Callable[[Any, Any], object]] = {
    "hidden_row": lambda sheet, row: setattr(sheet.row_dimensions[row], "hidden", True),
    "folded_rows": _group,
    "hidden_column": lambda sheet, column: setattr(sheet.column_dimensions[column], "hidden", True),
    "hidden_sheet": lambda sheet, state: setattr(sheet.parent.create_sheet(NAME), "sheet_state", state),
    "other_sheet": lambda sheet, name: sheet.parent.create_sheet(name),
    "name": lambda sheet, name: setattr(sheet, "title", name),
    "merged": lambda sheet, cells: [sheet.merge_cells(one) for one in cells],
    "formats": _format,
    "comment": _comment,
    "struck": lambda sheet, cell: setattr(sheet[cell], "font", Font(strike=True)),
    "half_struck": _half_struck,
    "link": lambda sheet, cell: setattr(sheet[cell], "hyperlink", "https://www.example.org/gareth"),
    "validation": _validate,
    "header": lambda sheet, text: setattr(sheet.oddHeader.center, "text", text),
    "defined": lambda sheet, cells: sheet.parent.defined_names.add(DefinedName("GarethPryce", attr_text=cells)),
    "filter": lambda sheet, cells: setattr(sheet.auto_filter, "ref", cells),
    "print_area": lambda sheet, cells: setattr(sheet, "print_area", cells),
    "chart": lambda sheet, cell: sheet.add_chart(BarChart(), cell),
    "chart_sheet": lambda sheet, name: sheet.parent.create_chartsheet(name),
    "days_from": lambda sheet, _: setattr(sheet.parent, "epoch", CALENDAR_MAC_1904),
    "author": lambda sheet, name: setattr(sheet.parent.properties, "creator", name),
    "all_rows_hidden": lambda sheet, _: setattr(sheet.sheet_format, "zeroHeight", True),
    "far_cell": lambda sheet, cell: sheet.__setitem__(cell, "Text"),
}


def workbook(case: Mapping[str, Any]) -> bytes:
    """The bytes of a workbook with the rows of a case and its traps; `parts` are put into the archive as they are."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    if "days_from" in case:
        TRAPS["days_from"](sheet, None)
    for row, cells in enumerate(case["rows"], 1):
        for column, value in enumerate(cells, 1):
            if value is not None:
                sheet.cell(row, column, value)
    for trap, value in case.items():
        if trap in TRAPS and trap != "days_from":
            TRAPS[trap](sheet, value)
    out = io.BytesIO()
    book.save(out)
    return _with_parts(out.getvalue(), case.get("parts", {}))


def _with_parts(data: bytes, parts: Mapping[str, Any]) -> bytes:
    """The archive with words in its parts changed: by path, pairs of what stands there and what shall."""
    if not parts:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name).decode("utf-8", "surrogateescape")
            for before, after in parts.get(name, {}).items():
                assert before in body, (name, before)
                body = body.replace(before, after, 1)
            new.writestr(name, body.encode("utf-8", "surrogateescape"))
    return out.getvalue()
