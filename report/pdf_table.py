"""The tables and action plans of a report as data for the PDF's template.

In: a table or an action plan. Out: its cells, the widths of its columns, and its notes. The rule: each row has as
many cells as there are columns, and the number of a recommendation is the first cell of its row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from report.block import Actions, Block, Blocks, Definitions, GroupRow, List, Paragraph, Row, Table
from report.columns import Layout, Lines, lay_out
from report.inline import Inlines, Text
from report.model import Report
from report.pdf_inline import InlineWriter, printable
from report.plain import inline_text
from report.rows import row_stays_whole, table_stays_whole
from report.walk import walk

_NUMBER_COLUMN = (Text("No."),)
_SIMPLE = (Paragraph, List, Definitions)
"""What a cell may hold for its height to be known before it is set."""


class TableWriter:
    """Describes tables; the blocks in their cells are described by whoever describes the others."""

    def __init__(self, report: Report, inline: InlineWriter, blocks: Callable[[Blocks], list[dict[str, Any]]]) -> None:
        """Describe tables of `report`, inlines with `inline` and the blocks of cells with `blocks`."""
        self._report = report
        self._inline = inline
        self._blocks = blocks
        self._plans: dict[tuple[str, ...], Layout] = {}

    def write(self, block: Table | Actions) -> list[dict[str, Any]]:
        """Return the data of a table, and of its notes where it has any."""
        if isinstance(block, Actions):
            columns: tuple[Inlines, ...] = (_NUMBER_COLUMN, *((Text(name),) for name in block.columns))
            rows = [self._recommendation(row.spot.key, row.cells) for row in block.recommendations]
            texts = [[[self._number(row.spot.key)], *map(_lines, row.cells)] for row in block.recommendations]
        else:
            columns = block.columns
            rows = [self._row(row) for row in block.rows]
            texts = [[_lines(cell) for cell in row.cells] for row in block.rows if isinstance(row, Row)]
        head: list[Lines] = [[printable(inline_text(column))] for column in columns]
        layout = self._plan(block.columns) if isinstance(block, Actions) else lay_out([head, *texts], len(columns))
        simple = all(isinstance(part, _SIMPLE) for cells in _cells(block) for cell in cells for part in cell)
        at = iter(texts)
        rows = [
            row if "group" in row else row | {"whole": simple and row_stays_whole(next(at), layout)} for row in rows
        ]
        spanning = len(rows) - len(texts)
        key = block.spot.key
        table = {
            "kind": "table", "keys": [f"k{key}"] if key in self._report.labels else [],
            "own": f"c{key}", "caption": self._caption(key, block.caption),
            "whole": simple and table_stays_whole([head, *texts], spanning, layout),
            "columns": [self._inline.write(column) for column in columns],
            "rows": rows, "widths": layout.widths, "size": layout.size, "room": layout.room,
        }  # fmt: skip
        notes = [
            {"number": note.number, "blocks": self._blocks(note.blocks)}
            for note in self._report.notes
            if note.table == key
        ]
        return [table, {"kind": "notes", "notes": notes, "room": layout.room}] if notes else [table]

    def _plan(self, columns: tuple[str, ...]) -> Layout:
        """Return the layout of all action plans with these columns: they are read beside each other, so they align."""
        if columns not in self._plans:
            rows: list[list[Lines]] = [[["No."], *([name] for name in columns)]]
            for section in (self._report.preface, *self._report.sections):
                for block in walk(section.blocks):
                    if isinstance(block, Actions) and block.columns == columns:
                        rows += [
                            [[self._number(row.spot.key)], *map(_lines, row.cells)] for row in block.recommendations
                        ]
            self._plans[columns] = lay_out(rows, len(columns) + 1)
        return self._plans[columns]

    def _row(self, row: Row | GroupRow) -> dict[str, Any]:
        if isinstance(row, GroupRow):
            return {"group": self._inline.write(row.text)}
        return {"cells": [self._blocks(cell) for cell in row.cells]}

    def _recommendation(self, key: int, cells: tuple[Blocks, ...]) -> dict[str, Any]:
        number = {"kind": "paragraph", "text": [["text", self._number(key)]], "number": "", "keys": [f"k{key}"]}
        return {"cells": [[number], *(self._blocks(cell) for cell in cells)]}

    def _caption(self, key: int, caption: Inlines) -> list[Any]:
        number = self._number(key)
        words = self._inline.write(caption)
        return [["text", f"Table {number}: "], *words] if words and number else words

    def _number(self, key: int) -> str:
        label = self._report.labels.get(key)
        return label.number if label else ""


def _cells(block: Table | Actions) -> list[tuple[Blocks, ...]]:
    if isinstance(block, Actions):
        return [row.cells for row in block.recommendations]
    return [row.cells for row in block.rows if isinstance(row, Row)]


def _lines(blocks: Blocks) -> list[str]:
    """Return the lines that a cell's blocks would have in an endless page; a bullet takes two characters."""
    return [line for block in blocks for line in _block_lines(block)]


def _block_lines(block: Block) -> list[str]:
    match block:
        case Paragraph(text=text):
            return [printable(inline_text(text))]
        case List(items=items):
            return ["MM" + line for item in items for line in _lines(item.blocks)]
        case Definitions(entries=entries):
            return [line for entry in entries for line in (inline_text(entry.term), *_lines(entry.blocks))]
        case _:  # whatever else an author puts into a cell takes the width that is left
            return []
