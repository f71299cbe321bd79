"""The action plan as a workbook for Excel and LibreOffice.

In: rows of words. Out: the bytes of an XLSX file; the same from the same input. The rule: every cell is text, never a
formula, and nothing in the file is of the machine, the day or the person that made it. The only importer of openpyxl
in this room.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_NARROWEST, _WIDEST = 8, 60
"""Characters of a column."""
_MOST = 32_767
"""Characters of a cell, by the limits of Excel, which calls a file with more of them damaged."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML can't hold."""
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Begins what the format reads as a character in code: _x0041_ is an A."""
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""When every part was packed: the first moment that an archive can name."""
_DAY = datetime.datetime(2000, 1, 1)
_PROPERTIES = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"""
"""Who made a workbook and when: nobody says."""


def render_workbook(rows: Sequence[Sequence[str]], name: str) -> bytes:
    """Render rows of words as a workbook with one sheet of this name, the first row of them as its frozen header."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.title = name
    for at, row in enumerate(rows, 1):
        for column, words in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = _CODED.sub("_x005F_", _CONTROL.sub("", words)[:_MOST]) or None
            if cell.value is not None:
                cell.data_type = "s"  # whatever it begins with: a formula is a cell of another type
            cell.number_format = "@"  # it stays text where somebody edits it
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=at == 1)
    sheet.freeze_panes = "B2"
    for column in range(1, len(rows[0]) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _width([row[column - 1] for row in rows])
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    return _settled(book)


def _width(cells: Sequence[str]) -> int:
    """Return how wide a column is, in characters: as its longest line, within bounds."""
    longest = max(len(line) for cell in cells for line in (cell.split("\n") or [""]))
    return min(_WIDEST, max(_NARROWEST, longest + 2))


def _settled(book: Workbook) -> bytes:
    """Save a workbook, and pack it again without its maker, its day and its clock."""
    book.properties.created = book.properties.modified = _DAY
    saved, packed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in sorted(old.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            data = _PROPERTIES if part == "docProps/core.xml" else old.read(part)
            about = zipfile.ZipInfo(part, _MOMENT)
            about.compress_type, about.create_system, about.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(about, data)
    return packed.getvalue()
