"""Turn a table into another form: Markdown, CSV or a workbook.

In: the bytes of a file and which table of it is meant. Out: the bytes of another file, with the author's own words in
it. The rule: what was written is read again, and has to say the same; what a form can't say is a problem.
"""

from __future__ import annotations

from anonymise.grid import Grid, GridRow, is_same
from anonymise.parse import parse_tables
from anonymise.parse_attribute import NONE
from anonymise.parse_inline import Context
from anonymise.parse_sheet import ID, Sheet, parse_sheet_actions
from anonymise.sheet import read_grid
from anonymise.sheet_csv import render_csv
from anonymise.table_markdown import render_markdown
from report.block import Actions, Blocks, Paragraph, Recommendation, Row, Table
from report.inline import Inlines, Redaction, Span, Text
from report.problems import Problem, Problems

PLACE = "the table's file"
_RICHER = "take the marks out, or leave the table in Markdown: a spreadsheet has plain text and paragraphs"


def convert(data: bytes, path: str, *, name: str, kind: str, form: str) -> bytes:
    """Write a table of a file in another form: "markdown", "csv" or "xlsx".

    `path` says by its suffix what the file is. `name` is the id of a table in Markdown or the sheet of a workbook, ""
    for the only one. `kind` is "table" or "actions"; "" is what a Markdown file says, and a table of a spreadsheet.
    Raises `Problems`: `table-missing`, `table-form`, and those of reading the file.
    """
    grid, kind = _read(data, path, name, kind)
    if form == "markdown":
        made, suffix = render_markdown(grid, kind).encode(), ".md"
    elif form == "csv":
        made, suffix = render_csv(grid), ".csv"
    else:
        from anonymise.sheet_xlsx import render_xlsx  # it loads a library that the other forms don't need

        made, suffix = render_xlsx(grid), ".xlsx"
    if not _says_the_same(grid, kind, made, suffix):
        hint = (
            "Markdown has no group rows beside cells of several paragraphs, no record without its first cell, and no"
            " first record without a cell; choose xlsx"
        )
        sentence = "the table can't be written in this form without a loss"
        raise Problems([Problem(PLACE, 0, "table-form", sentence, hint)])
    return made


def _says_the_same(grid: Grid, kind: str, made: bytes, suffix: str) -> bool:
    try:
        return is_same(grid, _read(made, f"table{suffix}", "", kind)[0])
    except Problems:
        return False


def _read(data: bytes, path: str, name: str, kind: str) -> tuple[Grid, str]:
    """The table, and of which kind it is."""
    if not path.lower().endswith(".md"):
        kind = kind or "table"
        grid, place = read_grid(path, data, PLACE, name, groups=kind == "table")
        return (grid if kind == "table" else _as_plan(grid, place)), kind
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Problems([Problem(PLACE, 0, "file-encoding", "the file is not UTF-8 text", "save it as UTF-8")]) from None
    tables, problems = parse_tables(text, PLACE)
    chosen = [table for table in tables if not name or table.id == name.removeprefix("#")]
    if problems and (not name or not chosen):
        raise Problems(problems)
    if len(chosen) != 1:
        hint = "name it by --id, as in the braces of its caption or of its first line"
        sentence = "the file has no such table, or several"
        raise Problems([Problem(PLACE, 0, "table-missing", sentence, hint)])
    return _of_block(chosen[0], kind)


def _as_plan(grid: Grid, place: str) -> Grid:
    """An action plan with all columns of its set, in their order."""
    context = Context(0, place, {}, (), [0], [])
    plan = parse_sheet_actions(Sheet(grid, context), NONE, (), context.spot(grid.line))
    if context.problems or plan is None:
        raise Problems(context.problems)
    return _of_block(plan, "actions")[0]


def _of_block(block: Table | Actions, kind: str) -> tuple[Grid, str]:
    problems: list[Problem] = []
    line = block.spot.line
    if isinstance(block, Actions):
        ids = any(row.id for row in block.recommendations)
        columns = (*((ID,) if ids else ()), *block.columns)
        rows = [_recommendation(row, problems, ids=ids) for row in block.recommendations]
    else:
        columns = tuple(_plain(column, line, problems) for column in block.columns)
        rows = [
            GridRow(line, tuple(_cell(cell, line, problems) for cell in row.cells))
            if isinstance(row, Row)
            else GridRow(line, (_plain(row.text, line, problems),), True)
            for row in block.rows
        ]
    if problems:
        raise Problems(problems)
    kept = tuple(row for row in rows if any(row.cells))
    return Grid(columns, kept), kind or ("actions" if isinstance(block, Actions) else "table")


def _recommendation(row: Recommendation, problems: list[Problem], *, ids: bool) -> GridRow:
    cells = tuple(_cell(cell, row.spot.line, problems) for cell in row.cells)
    return GridRow(row.spot.line, (*((row.id,) if ids else ()), *cells))


def _cell(blocks: Blocks, line: int, problems: list[Problem]) -> str:
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph) and not block.id and block.numbered:
            parts.append(_plain(block.text, block.spot.line, problems))
        else:
            sentence = "a cell holds more than paragraphs, or one with an id"
            problems.append(Problem(PLACE, block.spot.line, "table-form", sentence, _RICHER))
    return "\n".join(parts)


def _plain(inlines: Inlines, line: int, problems: list[Problem]) -> str:
    """The text of a paragraph, with what its author decided about words as it is written in cells."""
    parts: list[str] = []
    for part in inlines:
        if isinstance(part, Text):
            parts.append(part.text.replace("\n", " "))
        elif isinstance(part, Span | Redaction) and all(isinstance(child, Text) for child in part.children):
            words = _plain(part.children, line, problems)
            about = f'.redact reason="{part.reason}"' if isinstance(part, Redaction) else _decision(part)
            parts.append(f"[{words}]{{{about}}}")
        else:
            problems.append(Problem(PLACE, line, "table-form", "a cell holds more than plain text", _RICHER))
    return "".join(parts).strip()


def _decision(span: Span) -> str:
    return f"person={span.person}" if span.person else ".word"
