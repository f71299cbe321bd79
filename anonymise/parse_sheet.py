"""Parse tables and action plans that stand in spreadsheets.

In: the attributes of a `:::` block and the spreadsheets of the report's folder. Out: the same `Table` and `Actions` as
from Markdown. The rule: a cell is plain text, so that a star stays a star; only what an author decides about words
(`[Marsh]{person=P1}`, `.word`, `.redact`) is read, and what looks like it and is none is a problem with its row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from anonymise.grid import Grid, GridRow
from anonymise.parse_attribute import NONE, Attributes, parse_attributes
from anonymise.parse_inline import Context
from anonymise.sheet import check_suffix, read_grid
from report.block import COLUMN_SETS, Actions, Blocks, GroupRow, Paragraph, Recommendation, Row, Spot, Table
from report.inline import Inline, Inlines, Redaction, Span, Text
from report.problems import Problem, Problems

ID = "Id"
"""The column of an action plan whose cells are ids."""
_DECIDED = re.compile(r"\[([^\[\]{}]+)\]\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A table that was read, with all that a block made of it needs."""

    grid: Grid
    file: int
    """As in `Spot`."""
    place: str
    """Safe to print."""

    def __repr__(self) -> str:
        return f"Sheet({len(self.grid.rows)} rows)"


def read_sheet(path: str, sheet: str, line: int, context: Context, *, groups: bool) -> Sheet | None:
    """Read the spreadsheet that the block on `line` names; None after a problem.

    `path` is relative to the report's folder. Problems: `sheet-missing`, and as `read_grid`.
    """
    source = path.removeprefix("./")
    found = check_suffix(source, context.place)
    if found:
        context.problem(line, "sheet-format", found[0].sentence, found[0].hint)
        return None
    if source not in context.sheets:
        hint = "write the path from the report's folder, as in tables/plan.xlsx; its name begins with a letter or digit"
        context.problem(line, "sheet-missing", "the spreadsheet is not in the report's folder", hint)
        return None
    place, data = context.sheets[source]
    try:
        grid, here = read_grid(source, data, place, sheet, groups=groups)
    except Problems as problems:
        context.problems += problems.problems
        return None
    if here not in context.read:
        context.read.append(here)
    return Sheet(grid, len(context.files) + context.read.index(here), here)


def parse_sheet_table(sheet: Sheet, id: str, caption: Inlines, spot: Spot, context: Context) -> Table:
    """Make a table; its caption and id stand in the Markdown, at `spot`."""
    grid = sheet.grid
    columns = tuple(parse_cell(name, grid.line, sheet, context) for name in grid.columns)
    rows: list[Row | GroupRow] = []
    for row in grid.rows:
        if row.group:
            rows.append(GroupRow(parse_cell(row.cells[0], row.line, sheet, context)))
        else:
            rows.append(Row(tuple(_blocks(text, row.line, sheet, context) for text in row.cells)))
    return Table(spot, id, caption, columns, tuple(rows), row_headers=True)


def parse_sheet_actions(
    sheet: Sheet, found: Attributes, caption: Inlines, spot: Spot, context: Context
) -> Actions | None:
    """Make an action plan by the column set that has most of the sheet's columns; None after a problem."""
    names = [name.casefold() for name in sheet.grid.columns]
    columns, problems = find_column_set(sheet.grid, sheet.place)
    known = [column.casefold() for column in columns]
    context.problems += problems
    if problems:
        return None
    rows = [_recommendation(row, (names, known), sheet, context) for row in sheet.grid.rows]
    return Actions(spot, found.id, caption, found.values.get("agency", ""), columns, tuple(rows))


def find_column_set(grid: Grid, place: str) -> tuple[tuple[str, ...], list[Problem]]:
    """The column set that an action plan has most columns of. Problems: `table-column`, `table-twice`."""
    names = [name.casefold() for name in grid.columns]
    columns = max(COLUMN_SETS, key=lambda columns: sum(column.casefold() in names for column in columns))
    known = [column.casefold() for column in (*columns, ID)]
    return columns, [
        Problem(place, grid.line, rule, f"column {n} {what}", hint)
        for n, name in enumerate(names, 1)
        for rule, what, hint, wrong in (
            ("table-column", "is none of an action plan", "the guide lists the columns", name not in known),
            ("table-twice", "stands twice", "keep one of the two", name in names[: n - 1]),
        )
        if wrong
    ]


def _recommendation(
    row: GridRow, columns: tuple[list[str], list[str]], sheet: Sheet, context: Context
) -> Recommendation:
    names, known = columns
    texts = dict(zip(names, row.cells, strict=True))
    spot = context.spot(row.line, sheet.file)
    cells = tuple(_blocks(texts.get(name, ""), row.line, sheet, context) for name in known)
    return Recommendation(spot, texts.get(ID.casefold(), "").removeprefix("#"), cells)


def _blocks(text: str, line: int, sheet: Sheet, context: Context) -> Blocks:
    return tuple(
        Paragraph(context.spot(line, sheet.file), parse_cell(part, line, sheet, context), "", True)
        for part in text.split("\n")
        if part
    )


def parse_cell(text: str, line: int, sheet: Sheet, context: Context) -> Inlines:
    """Parse one paragraph of a cell. "" gives (). Problems: `attribute-unknown`, `redact-reason`."""
    parts: list[Inline] = []
    end = 0
    for match in _DECIDED.finditer(text):
        parts += _text(text[end : match.start()], line, sheet, context)
        parts += _decision(match[1], parse_attributes(match[2]) or NONE, line, sheet, context)
        end = match.end()
    return (*parts, *_text(text[end:], line, sheet, context))


def _text(text: str, line: int, sheet: Sheet, context: Context) -> Inlines:
    if "]{" in text:
        _unknown(line, sheet, context)
    return (Text(text),) if text else ()


def _decision(words: str, found: Attributes, line: int, sheet: Sheet, context: Context) -> Inlines:
    inside, person = (Text(words),), found.values.get("person", "")
    kinds = set(found.classes)
    if found.id or found.unnumbered or set(found.values) - {"person", "reason"}:
        kinds.add("unknown")
    if kinds == {"redact"} and not person:
        reason = " ".join(found.values.get("reason", "").split())
        if not reason:
            hint = 'say why, in words that readers may see: reason="third party"'
            context.problems.append(Problem(sheet.place, line, "redact-reason", "a redaction gives no reason", hint))
        return (Redaction(inside, reason, line),) if reason else ()
    if kinds - {"word"} or bool(person) == bool(kinds) or "reason" in found.values:
        _unknown(line, sheet, context)
    return (Span(inside, person, not person, line),)


def _unknown(line: int, sheet: Sheet, context: Context) -> None:
    hint = 'write [words]{person=P1}, [word]{.word} or [words]{.redact reason="third party"}; else no bracket and brace'
    sentence = "what stands between braces behind a bracket says nothing about words"
    context.problems.append(Problem(sheet.place, line, "attribute-unknown", sentence, hint))
